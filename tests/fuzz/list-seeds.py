#!/usr/bin/env python3
"""Print the files of a folder with commas between them, as libFuzzer's -seed_inputs wants them.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import sys

print(','.join(str(path) for path in sorted(pathlib.Path(sys.argv[1]).iterdir())))
