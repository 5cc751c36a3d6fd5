"""A scenario a function, a line of the Test Anything Protocol each.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys
import traceback

_scenarios = []


def scenario(function):
    """Register function; its first line of documentation names it in the report."""
    _scenarios.append(function)
    return function


def main():
    """Run the scenarios in order, or those whose names are the arguments, and exit."""
    chosen = [s for s in _scenarios if not sys.argv[1:] or s.__name__ in sys.argv[1:]]
    print(f'1..{len(chosen)}', flush=True)
    n_failed = 0
    for number, function in enumerate(chosen, 1):
        name = (function.__doc__ or function.__name__).strip().splitlines()[0].rstrip('.')
        try:
            function()
            print(f'ok {number} {name}', flush=True)
        except Exception:  # whatever it is, the other scenarios still count
            n_failed += 1
            for line in traceback.format_exc().splitlines():
                print(f'# {line}')
            print(f'not ok {number} {name}', flush=True)
    sys.exit(1 if n_failed else 0)
