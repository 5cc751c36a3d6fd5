"""Waiting for a condition, never for a time.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import time

from gi.repository import GLib

PATIENCE_S = 60
INTERVAL_MS = 25


def let_pass():
    """Give other programs a moment, and dispatch what reached this one."""
    over = []
    GLib.timeout_add(INTERVAL_MS, lambda: over.append(True) and False)
    while not over:
        GLib.MainContext.default().iteration(True)


def wait_until(condition, what, patience_s=PATIENCE_S):
    """Return the first true value of condition(); fail with what was waited for."""
    deadline = time.monotonic() + patience_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            # what may be a function, to say how far it came
            raise TimeoutError(f'waited {patience_s} s for {what() if callable(what) else what}')
        let_pass()
