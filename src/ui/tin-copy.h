/* tin-copy.h: what selected messages are on the clipboard.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/tin-log-view.h"

G_BEGIN_DECLS

/* Bounds, so that copying after "select all" of millions of rows neither stalls nor fills the memory. */
#define TIN_COPY_MAX_ROWS 10000
#define TIN_COPY_MAX_SIZE (8 * 1024 * 1024) /* bytes of text */

typedef enum
{
  TIN_COPY_ROWS,    /* a line each, as in the log, its cells parted by tabs */
  TIN_COPY_TEXT,    /* the payloads as safe text */
  TIN_COPY_HEX,     /* the payloads as pairs of hexadecimal digits, a line each */
  TIN_COPY_C,       /* an array each */
  TIN_COPY_PYTHON,  /* an expression each */
  TIN_COPY_JSON,    /* an object each, as tincan-cli writes it */
  TIN_COPY_NC,      /* a command each that sends the same, and so on */
  TIN_COPY_SOCAT,
  TIN_COPY_TINCAN,
} TinCopyForm;

#define TIN_N_COPY_FORMS (TIN_COPY_TINCAN + 1)

/**
 * TinCopy:
 * @form: how messages are written
 * @encoding: (not nullable): what their bytes are
 * @role: what we were when they came, for commands
 * @session: what tells the session from others, for JSON
 * @n_left_out: how many were over the bounds
 * @problem: (owned) (nullable): why a message could not be written in this form
 */
typedef struct
{
  TinCopyForm  form;
  const char  *encoding;
  TinRole      role;
  guint32      session;
  guint        n_left_out;
  GError      *problem;
} TinCopy;

gboolean  tin_copy_form_from_nick (const char  *nick,
                                   TinCopyForm *form);

char     *tin_copy_message        (TinCopy     *self,
                                   TinMessage  *message,
                                   guint        number);

char     *tin_copy_messages       (TinCopy     *self,
                                   TinLogView  *log);

G_END_DECLS
