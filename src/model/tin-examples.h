/* tin-examples.h: the ready-made profiles.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/tin-profile.h"

G_BEGIN_DECLS

/**
 * TinExample:
 * @id: for actions and desktop files, such as "echo-server"; never translated
 * @title: a few words
 * @summary: one sentence
 * @uri: what it opens
 * @counterpart: (nullable): id of the example that talks to this one
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *summary;
  const char *uri;
  const char *counterpart;
} TinExample;

const TinExample *tin_examples_get      (guint            *n_examples);

const TinExample *tin_examples_find     (const char       *id);

TinProfile       *tin_example_to_profile (const TinExample *self);

G_END_DECLS
