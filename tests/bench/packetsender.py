"""packetsender.py: what running Packet Sender for a comparison needs.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import shutil


def provide_xrandr(folder):
    """Packet Sender asks it for screens, and shows no window where it is missing."""
    if shutil.which('xrandr') is None:
        path = pathlib.Path(folder) / 'xrandr'
        path.write_text('#!/bin/sh\necho "Screen 0: 1280x900"\n')
        path.chmod(0o755)
        os.environ['PATH'] += os.pathsep + folder
