#!/usr/bin/env python3
"""Check the .ui files against GTK's schema, and that each is in the resources.

usage: check-ui-files.py SOURCE_ROOT GTK4BUILDER.RNG

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import subprocess
import sys


def main():
    root, schema = pathlib.Path(sys.argv[1]), sys.argv[2]
    files = sorted(root.glob('**/*.ui'))
    if not files:
        print('no .ui files')
        return 0
    resources = ''.join(path.read_text(encoding='utf-8') for path in root.glob('**/*.gresource.xml'))
    unlisted = [path.name for path in files if path.name not in resources]
    for name in unlisted:
        print(f'{name} is in no .gresource.xml')
    run = subprocess.run(['xmllint', '--noout', '--relaxng', schema, *files], check=False)
    return 1 if unlisted or run.returncode != 0 else 0


if __name__ == '__main__':
    sys.exit(main())
