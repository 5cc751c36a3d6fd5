/* tin-profile-private.h: what the files of a profile share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile-fields.h"
#include "model/tin-profile.h"

G_BEGIN_DECLS

/* Each setter evaluates the whole again before anybody is notified, so that a handler
 * never sees a field beside the verdict on an earlier one. */
struct _TinProfile
{
  GObject           parent_instance;

  char             *name;                           /* (owned) */
  TinProfileFields  fields;                         /* (owned) as typed */
  gboolean          editable;
  char             *note;                           /* (owned) (nullable) */

  TinEndpoint      *endpoint;                       /* (owned) (nullable) while there is a problem */
  char             *problems[TIN_N_PROFILE_FIELDS]; /* (owned) (nullable) */
  char             *uri;                            /* (owned) */
  char             *title;                          /* (owned) */
};

typedef enum
{
  PROP_NAME = 1,
  PROP_TRANSPORT,
  PROP_ROLE,
  PROP_HOST,
  PROP_PORT,
  PROP_REPLY,
  PROP_GREETING,
  PROP_CLOSE_AFTER_GREETING,
  PROP_FIRST_MESSAGE,
  PROP_GOODBYE,
  PROP_LINE_ENDING,
  PROP_ENCODING,
  PROP_FRAMING_IN,
  PROP_FRAMING_OUT,
  PROP_NOTE,
  PROP_EDITABLE,
  PROP_VALID,
  PROP_URI,
  PROP_TITLE,
  PROP_OPTIONS, /* the first of as many as there are options */
} TinProfileProperty;

#define TIN_N_PROFILE_PROPERTIES (PROP_OPTIONS + TIN_N_OPTIONS)

void     tin_profile_evaluate         (TinProfile          *self);

void     tin_profile_evaluate_title   (TinProfile          *self);

/* tin-profile-properties.c */

void     tin_profile_install          (GObjectClass        *object_class);

void     tin_profile_notify           (TinProfile          *self,
                                       TinProfileProperty   property);

gboolean tin_profile_replace_text     (char               **text,
                                       const char          *value);

void     tin_profile_copy             (TinProfile          *self,
                                       TinProfile          *from);

G_END_DECLS
