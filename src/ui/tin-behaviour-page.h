/* tin-behaviour-page.h: preferences: what a session says by itself.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-profile.h"

G_BEGIN_DECLS

#define TIN_TYPE_BEHAVIOUR_PAGE (tin_behaviour_page_get_type ())

G_DECLARE_FINAL_TYPE (TinBehaviourPage, tin_behaviour_page, TIN, BEHAVIOUR_PAGE, AdwPreferencesPage)

void tin_behaviour_page_set_profile (TinBehaviourPage *self,
                                     TinProfile       *profile);

void tin_behaviour_page_set_read_only (TinBehaviourPage *self);

void tin_behaviour_page_show_field (TinBehaviourPage *self,
                                    TinProfileField   field);

G_END_DECLS
