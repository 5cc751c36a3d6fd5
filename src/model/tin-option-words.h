/* tin-option-words.h: options in the user's language, in the sections they are shown in.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_OPTION_SECTION_TIME,
  TIN_OPTION_SECTION_CONNECTIONS,
  TIN_OPTION_SECTION_KEEP_ALIVE,
  TIN_OPTION_SECTION_PACKETS,
  TIN_OPTION_SECTION_BUFFERS,
  TIN_OPTION_SECTION_SOURCE,
} TinOptionSection;

#define TIN_N_OPTION_SECTIONS (TIN_OPTION_SECTION_SOURCE + 1)

const char       *tin_option_section_get_title (TinOptionSection  self);

TinOptionSection  tin_option_get_section       (TinOption         option);

const char       *tin_option_get_title         (TinOption         option);

const char       *tin_option_get_subtitle      (TinOption         option);

char             *tin_option_dup_subtitle      (TinOption         option);

G_END_DECLS
