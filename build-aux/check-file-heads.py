#!/usr/bin/env python3
"""Every C file says in its first line what it is for, and names its licence.

usage: check-file-heads.py TOP

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import sys

HEAD = (
    ' * Copyright (C) ',
    ' * SPDX-License-Identifier: GPL-3.0-or-later',
)


def fault(path):
    """Return what is wrong with the head of a file, or None."""
    lines = path.read_text(encoding='utf-8').splitlines()[:12]
    if not lines or not lines[0].startswith(f'/* {path.name}: '):
        return f'the first line is not "/* {path.name}: what it is for"'
    for start in HEAD:
        if not any(line.startswith(start) for line in lines):
            return f'the head has no line "{start.strip()}…"'
    if path.suffix == '.h' and '#pragma once' not in path.read_text(encoding='utf-8'):
        return 'there is no "#pragma once"'
    return None


def main():
    top = pathlib.Path(sys.argv[1])
    n_faults = 0
    for path in sorted([*top.glob('src/**/*.[ch]'), *top.glob('tests/**/*.[ch]')]):
        found = fault(path)
        if found:
            print(f'{path.relative_to(top)}: {found}')
            n_faults += 1
    return 1 if n_faults else 0


if __name__ == '__main__':
    sys.exit(main())
