/* tin-application-private.h: what the files of the application share.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-window.h"

G_BEGIN_DECLS

struct _TinApplication
{
  AdwApplication  parent_instance;

  TinWorkbench   *workbench; /* (owned) (nullable) until started, and when it could not be made */
  GSettings      *settings;  /* (owned) (nullable) until started */
  char           *failure;   /* (nullable) why there is no workbench */
  gboolean        gave_notice;
  GCancellable   *recovering; /* (owned) (nullable) until started */
};

TinWindow *tin_application_find_window          (TinApplication          *self);

void       tin_application_open_window          (TinApplication          *self);

void       tin_application_open_example         (TinApplication          *self,
                                                 const char              *id,
                                                 const char              *port);

gboolean   tin_application_open_file            (TinApplication          *self,
                                                 GFile                   *file,
                                                 GError                 **error);

void       tin_application_open_profile         (TinApplication          *self,
                                                 TinProfile              *profile,
                                                 gboolean                 start);

/* tin-application-actions.c */

void       tin_application_add_actions          (TinApplication          *self);

/* tin-application-arguments.c */

void       tin_application_add_options          (GApplication            *application);

int        tin_application_handle_local_options (GApplication            *application,
                                                 GVariantDict            *given);

int        tin_application_command_line         (GApplication            *application,
                                                 GApplicationCommandLine *command_line);

G_END_DECLS
