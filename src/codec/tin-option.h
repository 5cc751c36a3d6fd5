/* tin-option.h: how a socket is set up and how long is waited for it, a table row an option.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In the order of the canonical URI. */
typedef enum
{
  TIN_OPTION_CONNECT_TIMEOUT,
  TIN_OPTION_IDLE_TIMEOUT,
  TIN_OPTION_HALF_OPEN_TIMEOUT,
  TIN_OPTION_MAX_CONNECTIONS,
  TIN_OPTION_BACKLOG,
  TIN_OPTION_NO_DELAY,
  TIN_OPTION_KEEP_ALIVE,
  TIN_OPTION_KEEP_ALIVE_IDLE,
  TIN_OPTION_KEEP_ALIVE_INTERVAL,
  TIN_OPTION_KEEP_ALIVE_COUNT,
  TIN_OPTION_RESET_ON_CLOSE,
  TIN_OPTION_SEND_BUFFER,
  TIN_OPTION_RECEIVE_BUFFER,
  TIN_OPTION_HOP_LIMIT,
  TIN_OPTION_DSCP,
  TIN_OPTION_SOURCE_ADDRESS,
  TIN_OPTION_SOURCE_PORT,
  TIN_OPTION_INTERFACE,
  TIN_OPTION_GROUPS,
} TinOption;

#define TIN_N_OPTIONS (TIN_OPTION_GROUPS + 1)

#define TIN_OPTION_MAX_INTERFACE_SIZE 15 /* bytes, IFNAMSIZ of netdevice(7) without the NUL */

typedef enum
{
  TIN_OPTION_FLAG,   /* a number that is 0 or 1 */
  TIN_OPTION_NUMBER,
  TIN_OPTION_TEXT,   /* empty for none */
} TinOptionKind;

/**
 * TinOptionInfo:
 * @name: as in the URI
 * @kind: which member of a #TinOptionValue it has
 * @scopes: whom it is for, as tin_option_applies() reads it
 * @lowest: the least number
 * @highest: the greatest number
 * @preset: the number it has without being set, which the canonical URI leaves out; a text is empty
 *
 * Where 0 is a number and the preset, it stands for what the system chooses, or for no limit.
 */
typedef struct
{
  const char    *name;
  TinOptionKind  kind;
  guint          scopes;
  guint          lowest;
  guint          highest;
  guint          preset;
} TinOptionInfo;

typedef union
{
  guint  number;  /* of a flag, too */
  char  *text;    /* (owned) never NULL */
} TinOptionValue;

const TinOptionInfo *tin_option_get_info    (TinOption             self);

gboolean             tin_option_check       (TinOption             self,
                                             const TinOptionValue *value,
                                             GError              **error);

gboolean             tin_option_is_preset   (TinOption             self,
                                             const TinOptionValue *value);

gboolean             tin_option_parse       (TinOption             self,
                                             const char           *word,
                                             TinOptionValue       *value,
                                             GError              **error);

char                *tin_option_format      (TinOption             self,
                                             const TinOptionValue *value);

void                 tin_option_values_init  (TinOptionValue       *values);

void                 tin_option_values_copy  (TinOptionValue       *values,
                                              const TinOptionValue *from);

void                 tin_option_values_clear (TinOptionValue       *values);

G_END_DECLS
