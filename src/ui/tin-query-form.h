/* tin-query-form.h: terms of a query as fields: who, how large, when.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-search.h"

G_BEGIN_DECLS

#define TIN_TYPE_QUERY_FORM (tin_query_form_get_type ())

G_DECLARE_FINAL_TYPE (TinQueryForm, tin_query_form, TIN, QUERY_FORM, AdwBin)

void tin_query_form_set_search (TinQueryForm *self,
                                TinSearch    *search);

G_END_DECLS
