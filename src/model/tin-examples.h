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
 * @by_name: whether it goes by the computer's own name, which has to be resolved first
 *
 * @title and @summary are to be translated.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *summary;
  const char *uri;
  const char *counterpart;
  gboolean    by_name;
} TinExample;

const TinExample *tin_examples_get      (guint            *n_examples);

const TinExample *tin_examples_find     (const char       *id);

TinProfile       *tin_example_to_profile  (const TinExample     *self);

void              tin_example_open_async  (const TinExample     *self,
                                           const char           *host_name,
                                           GResolver            *resolver,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);

TinProfile       *tin_example_open_finish (GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
