/* tin-transient.c: windows that go with the one that they belong to.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-transient.h"

/* For a window that is destroyed with its parent: GTK 4.8 looks at the parent once more when the last reference goes,
 * which a key that is just being handled may have. By then the parent may be gone; while the window is taken off the
 * screen it is not. */
void
tin_transient_set_up (GtkWindow *dialog)
{
  g_signal_connect (dialog, "unrealize", G_CALLBACK (gtk_window_set_transient_for), NULL);
}
