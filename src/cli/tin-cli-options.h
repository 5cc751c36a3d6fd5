/* tin-cli-options.h: the command line of tincan-cli.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_CLI_TEXT,
  TIN_CLI_JSON,
  TIN_CLI_RAW,
} TinCliFormat;

/**
 * TinCliOptions:
 * @version: the version was asked for, and nothing else counts
 */
typedef struct
{
  gboolean      version;
  TinCliFormat  format;
  gboolean      save;
  TinProfile   *profile;  /* (owned) (nullable) when @version */
} TinCliOptions;

gboolean tin_cli_options_parse (TinCliOptions   *self,
                                char           **arguments,
                                GError         **error);

void     tin_cli_options_clear (TinCliOptions   *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinCliOptions, tin_cli_options_clear)

G_END_DECLS
