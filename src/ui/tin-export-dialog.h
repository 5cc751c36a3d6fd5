/* tin-export-dialog.h: asks which messages to save, and how.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "model/tin-export.h"

G_BEGIN_DECLS

typedef enum
{
  TIN_EXPORT_ALL,
  TIN_EXPORT_PEER,
  TIN_EXPORT_SHOWN,
  TIN_EXPORT_SELECTED,
} TinExportScope;

#define TIN_N_EXPORT_SCOPES (TIN_EXPORT_SELECTED + 1)

/* What there is to choose from. */
typedef struct
{
  guint64     n_all;       /* messages */
  guint64     n_shown;     /* rows of the log; not offered if it has all messages */
  guint64     n_selected;  /* rows; not offered if there are none */
  const char *peer;        /* (nullable): address of the connection that is selected */
} TinExportOffer;

typedef struct
{
  TinExportScope  scope;
  TinExportFormat format;
  TinDirection    direction;  /* of raw bytes */
} TinExportChoice;

#define TIN_TYPE_EXPORT_DIALOG (tin_export_dialog_get_type ())

G_DECLARE_FINAL_TYPE (TinExportDialog, tin_export_dialog, TIN, EXPORT_DIALOG, AdwMessageDialog)

/**
 * TinExportDialog:
 *
 * Signal: chosen, when a file is to be chosen next; tin_export_dialog_get_choice() says for what.
 */

GtkWidget *tin_export_dialog_new        (GtkWindow            *parent,
                                         const TinExportOffer *offer);

void       tin_export_dialog_get_choice (TinExportDialog      *self,
                                         TinExportChoice      *choice);

G_END_DECLS
