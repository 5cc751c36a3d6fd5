/* tin-profile.h: an endpoint plus everything chosen for it, validated as one object.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

#define TIN_TYPE_PROFILE (tin_profile_get_type ())

G_DECLARE_FINAL_TYPE (TinProfile, tin_profile, TIN, PROFILE, GObject)

/**
 * TinProfile:
 *
 * What a user sets up and a session opens. Properties, all readable, writable
 * and notifying, so that the address row and Preferences edit the same object:
 *
 * - name (string): what the user calls it; empty for an unnamed one
 * - transport (uint, a #TinTransport), role (uint, a #TinRole)
 * - host (string): as typed
 * - port (string): as typed, so that what is not a number can be pointed at
 * - reply (uint, a #TinReply)
 * - greeting, first-message, goodbye (string): in the escape notation of codec/
 * - close-after-greeting (boolean)
 * - line-ending (uint, a #TinLineEnding), encoding (string)
 * - framing-in, framing-out (string): as tin_framing_parse() takes it
 * - one for each #TinOption, by its name in the URI: a boolean for a flag, a uint for a number, a
 *   string for a text; see tin_profile_set_option_text() for a number that is typed
 * - editable (boolean): FALSE while a session has it open
 * - valid (boolean, read-only): whether no field has a reason against it
 * - uri (string, read-only): canonical; of the last valid state
 * - title (string, read-only): one line for tabs and windows
 * - note (string, nullable): what is worth knowing about the host that was filled
 *   in; it goes away when the host changes
 *
 * While it is not editable, only name, note, the framings, which are a way to look at what
 * comes, and editable itself can be set.
 */

typedef enum
{
  TIN_PROFILE_HOST,
  TIN_PROFILE_PORT,
  TIN_PROFILE_GREETING,
  TIN_PROFILE_FIRST_MESSAGE,
  TIN_PROFILE_GOODBYE,
  TIN_PROFILE_ENCODING,
  TIN_PROFILE_FRAMING_IN,
  TIN_PROFILE_FRAMING_OUT,
  TIN_PROFILE_OPTIONS,       /* the first of them; see tin_profile_field_for_option() */
} TinProfileField;

#define TIN_N_PROFILE_FIELDS (TIN_PROFILE_OPTIONS + TIN_N_OPTIONS)

static inline TinProfileField
tin_profile_field_for_option (TinOption option)
{
  return (TinProfileField) (TIN_PROFILE_OPTIONS + option);
}

TinProfile  *tin_profile_new              (void);

TinProfile  *tin_profile_new_for_endpoint (const TinEndpoint *endpoint);

TinProfile  *tin_profile_new_from_uri     (const char        *uri,
                                           GError           **error);

TinProfile  *tin_profile_duplicate        (TinProfile        *self);

void         tin_profile_set_endpoint     (TinProfile        *self,
                                           const TinEndpoint *endpoint);

const char  *tin_profile_get_name         (TinProfile        *self);
TinTransport tin_profile_get_transport    (TinProfile        *self);
TinRole      tin_profile_get_role         (TinProfile        *self);
const char  *tin_profile_get_host         (TinProfile        *self);
const char  *tin_profile_get_port         (TinProfile        *self);
TinReply     tin_profile_get_reply        (TinProfile        *self);
TinLineEnding tin_profile_get_line_ending (TinProfile        *self);
const char  *tin_profile_get_encoding     (TinProfile        *self);
const char  *tin_profile_get_framing      (TinProfile        *self,
                                           gboolean           outgoing);
char        *tin_profile_dup_option_text  (TinProfile        *self,
                                           TinOption          option);
void         tin_profile_set_option_text  (TinProfile        *self,
                                           TinOption          option,
                                           const char        *text);
gboolean     tin_profile_is_valid         (TinProfile        *self);
const char  *tin_profile_get_uri          (TinProfile        *self);
const char  *tin_profile_get_title        (TinProfile        *self);
const char  *tin_profile_get_note         (TinProfile        *self);

const char  *tin_profile_get_problem      (TinProfile        *self,
                                           TinProfileField    field);

const char  *tin_profile_find_problem     (TinProfile        *self,
                                           TinProfileField   *field);

char        *tin_profile_get_warning      (TinProfile        *self,
                                           TinProfileField    field);

TinEndpoint *tin_profile_to_endpoint      (TinProfile        *self,
                                           GError           **error);

G_END_DECLS
