#!/usr/bin/env python3
"""bench-report.py: one table of what all benchmarks measured.

    bench-report.py [--markdown FILE.md] _build/tests/bench/results

Medians of the runs. A ratio is the median of the ratios of neighbouring runs. The spread is the quartiles of these ratios or,
where there is none, of the figures.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import collections
import pathlib
import statistics
import sys
import time

HEADS = ['measure', 'of', 'figure', 'beside', 'figure', 'ratio', 'spread', 'runs', 'goal', '']
RIGHT = {2, 4, 5, 6, 7}  # columns of figures

# By the program that measured it, in the order of the table; what is not here comes last, by its own name.
GROUPS = {
    'bench-table': 'Connections, small messages, bulk and memory, over a socket',
    'bench-record': 'Bulk, received and recorded',
    'bench-capture': 'What recording costs the engine',
    'bench-datagrams': 'Datagrams',
    'bench-peer': 'Datagrams, other programs',
    'bench-syscalls': 'System calls and instructions',
    'bench-loads': 'Frames of the window under load',
    'bench-crowd': 'Many connections in the window',
    'bench-flood': 'Messages into the window',
    'bench-window': 'Start of the window',
}

Row = collections.namedtuple('Row', 'measure who beside goal ours theirs')


def read_rows(path):
    """Lines with the same measure, of the same, beside the same, are runs of one row."""
    rows = {}
    for line in path.read_text(encoding='utf-8').splitlines():
        measure, who, ours, beside, theirs, goal = line.split('\t')
        row = rows.setdefault((measure, who, beside), Row(measure, who, beside, goal, [], []))
        for figures, text in ((row.ours, ours), (row.theirs, theirs)):
            if text:
                figures.append(float(text))
    return list(rows.values())


def get_quantile(values, share):
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def get_ratios(row):
    return [our / their for our, their in zip(row.ours, row.theirs) if their > 0]


def write_figure(value):
    return f'{value:,.0f}' if abs(value) >= 1000 or value == int(value) else f'{value:.3g}'


def write_spread(row):
    ratios = get_ratios(row)
    values, write = (ratios, '{:.2f}'.format) if ratios else (row.ours or row.theirs, write_figure)
    return f'{write(get_quantile(values, 0.25))}–{write(get_quantile(values, 0.75))}' if len(values) > 1 else '–'


def is_reached(row):
    """Half of the last digit that a ratio is told with is no difference."""
    kind, comparison, wanted = row.goal.rsplit(' ', 2)
    wanted = float(wanted)
    values = get_ratios(row) if kind == 'ratio' else row.ours
    if comparison == '≥':
        values, wanted = [-value for value in values], -wanted
    value = get_quantile(values, {'ratio': 0.5, 'median': 0.5, 'four of five': 0.8, 'every': 1}[kind])
    return value <= wanted + (0.005 if kind == 'ratio' else 0)


def get_verdict(row):
    """None where nothing can be judged: no figure, or only zeros to compare with."""
    if not row.goal or not (get_ratios(row) if row.goal.startswith('ratio ') else row.ours):
        return ''
    return 'reached' if is_reached(row) else 'behind'


def write_row(row):
    ratios = get_ratios(row)
    figures = [write_figure(statistics.median(values)) if values else '–' for values in (row.ours, row.theirs)]
    return [row.measure, row.who, figures[0], row.beside or '–', figures[1],
            f'{statistics.median(ratios):.2f}' if ratios else '–', write_spread(row),
            str(max(len(row.ours), len(row.theirs))), row.goal or '–', get_verdict(row)]


def write_text(groups):
    rows = [write_row(row) for _, row_group in groups for row in row_group]
    widths = [max(map(len, column)) for column in zip(HEADS, *rows)]

    def lay_out(cells):
        return '  '.join(cell.rjust(width) if i in RIGHT else cell.ljust(width)
                         for i, (cell, width) in enumerate(zip(cells, widths))).rstrip()

    yield lay_out(HEADS)
    for title, row_group in groups:
        yield ''
        yield title
        yield from (lay_out(write_row(row)) for row in row_group)


def write_markdown(groups):
    def lay_out(cells):
        return f'| {" | ".join(cell.replace("|", chr(92) + "|") for cell in cells)} |'

    yield lay_out(HEADS)
    yield lay_out(['--:' if i in RIGHT else '---' for i in range(len(HEADS))])
    for title, row_group in groups:
        yield lay_out([f'**{title}**'] + [''] * (len(HEADS) - 1))
        yield from (lay_out(write_row(row)) for row in row_group)


def read_groups(folder):
    def get_place(path):
        return list(GROUPS).index(path.stem) if path.stem in GROUPS else len(GROUPS)

    for path in sorted(folder.glob('*.tsv'), key=lambda path: (get_place(path), path.stem)):
        taken = time.strftime('%Y-%m-%d %H:%M', time.localtime(path.stat().st_mtime))
        rows = read_rows(path)
        if rows:
            yield f'{GROUPS.get(path.stem, path.stem)} ({path.stem}, {taken})', rows


def write_sum(groups):
    verdicts = [get_verdict(row) for _, rows in groups for row in rows]
    reached, behind = verdicts.count('reached'), verdicts.count('behind')
    return (f'{reached} of {reached + behind} goals reached, {behind} behind. tests/bench/README.md says how all is measured,'
            ' and why where we are behind.')


def write_page(groups, write):
    method = __doc__.split('\n\n')[2].replace('\n', ' ')
    return '\n'.join([method, '', *write(groups), '', write_sum(groups)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--markdown', type=pathlib.Path, metavar='FILE', help='where it goes as Markdown too')
    parser.add_argument('folder', type=pathlib.Path, help='TIN_BENCH_RESULTS of the benchmarks')
    options = parser.parse_args()
    groups = list(read_groups(options.folder))
    if not groups:
        sys.exit(f'bench-report.py: nothing was measured into {options.folder}')
    print(write_page(groups, write_text))
    if options.markdown is not None:
        options.markdown.write_text(write_page(groups, write_markdown) + '\n', encoding='utf-8')


if __name__ == '__main__':
    main()
