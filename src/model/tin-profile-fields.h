/* tin-profile-fields.h: what is typed into a profile, and what is wrong with it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile.h"

G_BEGIN_DECLS

/**
 * TinProfileFields:
 *
 * A profile as it was typed. The strings are never %NULL.
 */
typedef struct
{
  TinTransport   transport;
  TinRole        role;
  char          *host;                 /* (owned) */
  char          *port;                 /* (owned) */
  TinReply       reply;
  char          *greeting;             /* (owned) in escape notation */
  gboolean       close_after_greeting;
  char          *first_message;        /* (owned) in escape notation */
  char          *goodbye;              /* (owned) in escape notation */
  TinLineEnding  line_ending;
  char          *encoding;             /* (owned) */
  char          *framing_in;           /* (owned) as tin_framing_parse() takes it */
  char          *framing_out;          /* (owned) likewise */
  TinOptionValue options[TIN_N_OPTIONS]; /* (owned) */
  char          *drafts[TIN_N_OPTIONS]; /* (owned) (nullable) typed in place of an option's number, which it is not */
} TinProfileFields;

void         tin_profile_fields_clear       (TinProfileFields        *self);

TinEndpoint *tin_profile_fields_evaluate    (const TinProfileFields  *self,
                                             char                    *problems[TIN_N_PROFILE_FIELDS]);

char        *tin_profile_fields_get_warning (const TinProfileFields  *self,
                                             TinProfileField          field);

char        *tin_profile_fields_dup_address (const TinProfileFields  *self);

char        *tin_profile_fields_dup_title   (const TinProfileFields  *self);

G_END_DECLS
