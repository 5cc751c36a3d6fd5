/* tin-size-limit.c: a file that grows past a limit is an error, not a death.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "capture/tin-size-limit.h"

#include <signal.h>

/**
 * tin_size_limit_make_error:
 *
 * Has write(2) fail with EFBIG where a file would grow past a limit of the user or the file system (RLIMIT_FSIZE of
 * getrlimit(2)), instead of a SIGXFSZ that ends the program. Whoever writes files of any size calls this before; it
 * does something once, and nothing if the program handles that signal itself. Any thread.
 */
void
tin_size_limit_make_error (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      struct sigaction action;

      if (sigaction (SIGXFSZ, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        {
          action.sa_handler = SIG_IGN;
          sigaction (SIGXFSZ, &action, NULL);
        }
      g_once_init_leave (&once, 1);
    }
}
