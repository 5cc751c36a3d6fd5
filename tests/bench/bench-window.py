#!/usr/bin/env python3
"""bench-window.py: from the start of a program to the first frame of its window, and the memory it then has.

usage: build-aux/headless.sh tests/bench/bench-window.py [--repetitions N] TINCAN

TINCAN, gnome-text-editor and packetsender, as far as they are installed, take turns on one X server. Time ends when
the window is on the screen and something is drawn in it. The first start of each only warms the page cache.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import ctypes
import pathlib
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import bench_results
from packetsender import provide_xrandr

MAP_NOTIFY = 19                 # X.h
SUBSTRUCTURE_NOTIFY_MASK = 1 << 19
Z_PIXMAP = 2
ALL_PLANES = ctypes.c_ulong(-1).value

SMALLEST_WINDOW = 200           # pixels: what is smaller is no window of an application
STRIP_HEIGHT = 60               # pixels from the top: a header or menu bar is in there
COLOURS_OF_A_FRAME = 3          # nothing drawn is one colour, a bare background two
START_TIMEOUT = 30              # s
SETTLE_TIME = 1.0               # s from the first frame until memory is weighed


class Attributes(ctypes.Structure):
    """The head of XWindowAttributes of Xlib.h, with room for the rest."""
    _fields_ = [(name, ctypes.c_int) for name in ('x', 'y', 'width', 'height', 'border_width', 'depth')]
    _fields_ += [('rest', ctypes.c_char * 256)]


class MapEvent(ctypes.Structure):
    """XMapEvent of Xlib.h."""
    _fields_ = [('type', ctypes.c_int), ('serial', ctypes.c_ulong), ('send_event', ctypes.c_int),
                ('display', ctypes.c_void_p), ('event', ctypes.c_ulong), ('window', ctypes.c_ulong),
                ('override_redirect', ctypes.c_int), ('rest', ctypes.c_char * 256)]


class Image(ctypes.Structure):
    """The head of XImage of Xlib.h."""
    _fields_ = [(name, ctypes.c_int) for name in ('width', 'height', 'xoffset', 'format')]
    _fields_ += [('data', ctypes.POINTER(ctypes.c_uint32))]


class Screen:
    """The few calls of Xlib that tell when a window appears and what is in it."""

    def __init__(self):
        self.x11 = ctypes.CDLL('libX11.so.6')
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XGetImage.restype = ctypes.POINTER(Image)
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))

        if not self.display:
            sys.exit('bench-window.py: no X server can be reached')

        # A window may go away while it is looked at; Xlib would end us for that.
        self.handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda display, event: 0)
        self.x11.XSetErrorHandler(self.handler)
        root = self.x11.XDefaultRootWindow(self.display)
        self.x11.XSelectInput(self.display, ctypes.c_ulong(root), ctypes.c_long(SUBSTRUCTURE_NOTIFY_MASK))
        self.x11.XSync(self.display, 0)

    def discard_events(self):
        self.x11.XSync(self.display, 1)

    def wait_for_window(self, deadline):
        event = MapEvent()

        while time.monotonic() < deadline:
            if self.x11.XPending(self.display) == 0:
                select.select([self.x11.XConnectionNumber(self.display)], [], [], 0.1)
                continue

            self.x11.XNextEvent(self.display, ctypes.byref(event))

            if event.type == MAP_NOTIFY and not event.override_redirect and self.is_large(event.window):
                return event.window

        return None

    def measure(self, window):
        attributes = Attributes()
        self.x11.XGetWindowAttributes(self.display, ctypes.c_ulong(window), ctypes.byref(attributes))

        return attributes.width, attributes.height

    def is_large(self, window):
        return min(self.measure(window)) >= SMALLEST_WINDOW

    def wait_for_frame(self, window, deadline):
        while time.monotonic() < deadline:
            if self.count_colours(window) >= COLOURS_OF_A_FRAME:
                return True

            time.sleep(0.002)

        return False

    def count_colours(self, window):
        width = self.measure(window)[0]
        image = self.x11.XGetImage(self.display, ctypes.c_ulong(window), 0, 0, width, STRIP_HEIGHT,
                                   ctypes.c_ulong(ALL_PLANES), Z_PIXMAP)

        if not image:
            return 0

        pixels = image.contents.data[0:width * STRIP_HEIGHT]
        self.x11.XDestroyImage(image)

        return len(set(pixels))


def read_memory(pid):
    """Resident megabytes, and the share of them that is counted once over all that share it."""
    memory = {}

    for line in pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines()[1:]:
        name, value = line.split()[:2]
        memory[name.rstrip(':')] = int(value) / 1024

    return memory['Rss'], memory['Pss']


def stop(process):
    process.send_signal(signal.SIGTERM)

    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def start_once(screen, command):
    """Returns: seconds to the window, seconds to its first frame, resident and proportional megabytes."""
    screen.discard_events()
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    try:
        window = screen.wait_for_window(start + START_TIMEOUT)
        mapped = time.monotonic() - start

        if window is None or not screen.wait_for_frame(window, start + START_TIMEOUT):
            return None

        drawn = time.monotonic() - start
        time.sleep(SETTLE_TIME)

        return mapped, drawn, *read_memory(process.pid)
    finally:
        stop(process)


def find_programs(tincan):
    programs = {'Tincan': [tincan]}

    for name, command in (('gnome-text-editor', ['gnome-text-editor', '--standalone']),
                          ('packetsender', ['packetsender'])):
        if shutil.which(name):
            programs[name] = command

    return programs


def print_table(runs):
    ours = runs['Tincan']
    print(f'{"median of " + str(len(ours)) + " starts":32} {"window ms":>10} {"frame ms":>10} {"lowest":>8} {"highest":>8}'
          f' {"Tincan/it":>10} {"RSS MB":>8} {"PSS MB":>8} {"Tincan/it":>10}')

    for name, figures in runs.items():
        mapped, drawn, resident, shared = (statistics.median(column) for column in zip(*figures))
        frames = [figure[1] * 1000 for figure in figures]
        time_ratio = statistics.median(our[1] / its[1] for our, its in zip(ours, figures))
        memory_ratio = statistics.median(our[2] / its[2] for our, its in zip(ours, figures))
        print(f'  {name:30} {mapped * 1000:10.0f} {drawn * 1000:10.0f} {min(frames):8.0f} {max(frames):8.0f}'
              f' {time_ratio:10.2f} {resident:8.0f} {shared:8.0f} {memory_ratio:10.2f}')


def keep_results(runs):
    for name, figures in runs.items():
        for our, its in zip(runs['Tincan'], figures):
            if name != 'Tincan':
                bench_results.add('ms from the start to the first frame', 'Tincan', our[1] * 1000, name, its[1] * 1000)
                bench_results.add('MB resident then', 'Tincan', our[2], name, its[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--repetitions', type=int, default=5)
    parser.add_argument('tincan')
    arguments = parser.parse_args()
    screen = Screen()
    runs = {}

    with tempfile.TemporaryDirectory() as folder:
        provide_xrandr(folder)
        programs = find_programs(arguments.tincan)

        for repetition in range(arguments.repetitions + 1):
            for name, command in programs.items():
                figures = start_once(screen, command)

                if figures is None:
                    sys.exit(f'bench-window.py: {name} showed no window')

                if repetition > 0:
                    runs.setdefault(name, []).append(figures)

    print_table(runs)
    keep_results(runs)


if __name__ == '__main__':
    main()
