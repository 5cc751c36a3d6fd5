#!/usr/bin/env python3
"""bench-plot.py: draws what "bench-table --curves --csv FILE" wrote, as one SVG for light and dark pages.

    bench-plot.py FILE.csv PICTURE.svg

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import collections
import csv
import html
import math
import statistics
import sys

PANEL_WIDTH, PANEL_HEIGHT = 380, 250
LEFT, RIGHT, TOP, BOTTOM = 58, 30, 40, 44
COLUMNS = 2
HEAD = 34
MAX_POINTS = 24  # of a curve

# Class of the style, and what is said of it, by the name in the CSV.
SERVERS = {
    'Tincan, recording': ('own', 'Tincan, recording'),
    'raw epoll loop': ('raw', 'an epoll loop by hand, recording nothing'),
}

STYLE = '''
  .page { fill: #fff; }
  text { font: 12px system-ui, sans-serif; fill: #333; }
  .title { font-weight: 600; }
  .grid { stroke: #ccc; stroke-width: 1; }
  .own { stroke: #1c71d8; fill: #1c71d8; }
  .raw { stroke: #9a6700; fill: #9a6700; }
  polyline.line { fill: none; stroke-width: 2; }
  line.line { stroke-width: 2; }
  .raw.line { stroke-dasharray: 6 4; }
  .spread { stroke-width: 1.5; opacity: .55; }
  text.own, text.raw { stroke: none; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #1e1e1e; }
    text { fill: #ddd; }
    .grid { stroke: #555; }
    .own { stroke: #78aeed; fill: #78aeed; }
    .raw { stroke: #f8c45a; fill: #f8c45a; }
  }
'''

Panel = collections.namedtuple('Panel', 'title x_title cases figure scale log_x log_y')

PANELS = [
    Panel('Round trips a second', 'connections, all active', ['echo-1', 'echo-10', 'echo-100', 'echo-1000', 'echo-10000'],
          'rate', 1, True, True),
    Panel('Connections accepted a second', 'connections at once', ['accept-1', 'accept-10', 'accept', 'accept-1000'],
          'rate', 1, True, True),
    Panel('Resident memory, MB', 'connections', ['memory'], 'resident_bytes', 1e-6, False, False),
    Panel('Processor time a round trip, µs', 'messages in the log', ['log-length'], 'cpu_us', 1, False, False),
]


def read_figures(path):
    """(case, figure, server) → x → values."""
    figures = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(path, newline='', encoding='utf-8') as file:
        for row in csv.DictReader(file):
            figures[row['case'], row['figure'], row['server']][int(row['x'])].append(float(row['value']))
    return figures


def gather(samples):
    """Samples (x, values) by x; neighbours together where there are too many to tell them apart."""
    samples = sorted(samples)
    size = math.ceil(len(samples) / MAX_POINTS)
    for i in range(0, len(samples), max(size, 1)):
        group = samples[i:i + size]
        yield statistics.median(x for x, _ in group), [value for _, values in group for value in values]


def collect(figures, panel, server):
    """Points (x, lower quartile, median, upper quartile), by x."""
    samples = [(x, values) for case in panel.cases
               for x, values in figures.get((case, panel.figure, server), {}).items() if x > 0 or not panel.log_x]
    points = []
    for x, values in gather(samples):
        ordered = sorted(value * panel.scale for value in values)
        points.append((x, ordered[len(ordered) // 4], statistics.median(ordered), ordered[-1 - len(ordered) // 4]))
    return points


def name_number(value):
    if value >= 1e6:
        return f'{value / 1e6:g} M'
    return f'{value:,.0f}' if value >= 10 or value == int(value) else f'{value:g}'


class Axis:
    """Maps values to pixels, and knows round values to write beside it."""

    def __init__(self, values, is_log, start, end):
        self.is_log, self.start, self.end = is_log, start, end
        if is_log:
            self.low, self.high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
            self.high = max(self.high, self.low + 1)
            self.ticks = [10 ** power for power in range(self.low, self.high + 1)]
        else:
            step = 10 ** math.floor(math.log10(max(values) or 1))
            step = next(step * part for part in (0.2, 0.5, 1, 2, 5) if step * part * 5 >= max(values))
            self.ticks = [step * i for i in range(math.ceil(max(values) / step) + 1)]
            self.low, self.high = 0, self.ticks[-1]

    def place(self, value):
        share = ((math.log10(value) if self.is_log else value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def draw_axes(panel, x_axis, y_axis):
    yield f'<text class="title" x="{LEFT}" y="{TOP - 16}">{html.escape(panel.title)}</text>'
    for tick in y_axis.ticks:
        y = y_axis.place(tick)
        yield f'<line class="grid" x1="{x_axis.start}" x2="{x_axis.end}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{x_axis.start - 6}" y="{y + 4:.1f}" text-anchor="end">{name_number(tick)}</text>'
    for tick in x_axis.ticks:
        x = x_axis.place(tick)
        yield f'<text x="{x:.1f}" y="{y_axis.start + 17}" text-anchor="middle">{name_number(tick)}</text>'
    middle = (x_axis.start + x_axis.end) / 2
    yield f'<text x="{middle}" y="{y_axis.start + 35}" text-anchor="middle">{html.escape(panel.x_title)}</text>'


def draw_points(points, style, x_axis, y_axis):
    places = [(x_axis.place(x), *(y_axis.place(y) for y in ys)) for x, *ys in points]
    yield f'<polyline class="{style} line" points="{" ".join(f"{x:.1f},{y:.1f}" for x, _, y, _ in places)}"/>'
    for x, low, y, high in places:
        if low != high:
            yield f'<line class="{style} spread" x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>'
        if len(places) <= 12:
            yield f'<circle class="{style}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def draw_panel(figures, panel):
    curves = {style: collect(figures, panel, server) for server, (style, _) in SERVERS.items()}
    points = [point for curve in curves.values() for point in curve]
    if not points:
        return
    x_axis = Axis([point[0] for point in points], panel.log_x, LEFT, PANEL_WIDTH - RIGHT)
    y_axis = Axis([value for point in points for value in point[1:]], panel.log_y, PANEL_HEIGHT - BOTTOM, TOP)
    yield from draw_axes(panel, x_axis, y_axis)
    for style, curve in curves.items():
        yield from draw_points(curve, style, x_axis, y_axis)


def draw_key():
    x = LEFT
    for style, words in SERVERS.values():
        yield f'<line class="{style} line" x1="{x}" x2="{x + 28}" y1="20" y2="20"/>'
        yield f'<text x="{x + 36}" y="24">{html.escape(words)}</text>'
        x += 190


def draw(figures):
    height = HEAD + PANEL_HEIGHT * math.ceil(len(PANELS) / COLUMNS)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PANEL_WIDTH * COLUMNS} {height}" role="img">'
    yield '<title>How the figures of Tincan follow the number of connections and the length of the log</title>'
    yield f'<style>{STYLE}</style>'
    yield '<rect class="page" width="100%" height="100%" rx="8"/>'
    yield from draw_key()
    for number, panel in enumerate(PANELS):
        x, y = PANEL_WIDTH * (number % COLUMNS), HEAD + PANEL_HEIGHT * (number // COLUMNS)
        yield f'<g transform="translate({x} {y})">'
        yield from draw_panel(figures, panel)
        yield '</g>'
    yield '</svg>'


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[2], 'w', encoding='utf-8') as file:
        file.write('\n'.join(draw(read_figures(sys.argv[1]))) + '\n')


if __name__ == '__main__':
    main()
