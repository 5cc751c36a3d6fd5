"""What was measured, kept for the one table of all benchmarks: see bench-results.c.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import functools
import os
import pathlib
import sys


@functools.cache
def get_file():
    """Where lines go; begins anew with each start of the program."""
    folder = os.environ.get('TIN_BENCH_RESULTS')
    if folder is None:
        return None
    path = pathlib.Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    return (path / f'{pathlib.Path(sys.argv[0]).stem}.tsv').open('w', encoding='utf-8')


def add(measure, who, ours, beside='', theirs='', goal=''):
    """One run; an empty figure is one that there is not."""
    file = get_file()
    if file is not None:
        print(measure, who, ours, beside, theirs, goal, sep='\t', file=file, flush=True)
