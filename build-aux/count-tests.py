#!/usr/bin/env python3
"""Sum the test cases in meson's logs: "N passed, N failed". Fails if one failed, or if there were none.

usage: count-tests.py TESTLOG.json…

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import re
import sys

# Indented lines are the subtests that a test point already sums up.
TAP_POINT = re.compile(r'^(not )?ok\b(?!.*#\s*(SKIP|TODO)\b)', re.IGNORECASE | re.MULTILINE)
PASSED = {'OK', 'EXPECTEDFAIL'}
SKIPPED = {'SKIP', 'IGNORED'}


def count(test):
    """Return how many cases of one meson test passed and failed."""
    points = TAP_POINT.findall(test.get('stdout') or '')
    n_failed = sum(1 for point in points if point[0])
    n_passed = len(points) - n_failed
    if test['result'] in SKIPPED:
        return n_passed, n_failed
    if test['result'] in PASSED:
        return max(n_passed, 1), n_failed
    # A crash or a timeout is a failure too, whatever was reported before it.
    return n_passed, max(n_failed, 1)


def main():
    n_passed = n_failed = 0
    for path in sys.argv[1:]:
        try:
            with open(path, encoding='utf-8') as log:
                tests = [json.loads(line) for line in log if line.strip()]
        except OSError as error:
            print(f'no test log: {error}', file=sys.stderr)
            n_failed += 1
            continue
        for test in tests:
            passed, failed = count(test)
            n_passed += passed
            n_failed += failed
            if failed:
                print(f"failed: {test['name']}")
    print(f'{n_passed} passed, {n_failed} failed')
    return 1 if n_failed > 0 or n_passed == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
