#!/usr/bin/env python3
"""Prove the arrows of src/DESIGN.md from the include lines of the sources.

usage: check-layers.py SOURCE_ROOT

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import re
import sys

# folder: the folders it may include from
ARROWS = {
    'codec': {'codec'},
    'capture': {'capture', 'codec'},
    'net': {'net', 'capture', 'codec'},
    # What a view shows of a capture it asks the model for: model headers carry the types of capture/.
    'model': {'model', 'net', 'capture', 'codec'},
    'cli': {'cli', 'model', 'codec'},
    'ui': {'ui', 'model', 'codec'},
    '.': {'ui', 'model', 'codec'},  # main.c
}

SYSTEM_INCLUDE = re.compile(r'\s*#\s*include\s*<([^>]+)>')
PROJECT_INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')

# Toolkit headers, and who may see them.
TOOLKIT = re.compile(r'^(gtk|gdk|gsk|adwaita|pango|graphene|cairo|atk)')
TOOLKIT_FOLDERS = {'ui', '.'}

# codec/ is made of pure functions over GLib: no files, no sockets, no main loop of GIO.
# (arpa/inet.h is notation only: inet_pton() and inet_ntop().)
GIO = re.compile(r'^(gio|libsoup|sys/socket|netinet|arpa/(?!inet\.h))')
WITHOUT_GIO = {'codec'}

# Made by meson next to the sources.
GENERATED = {'config.h'}


def faults_of_line(folder, line):
    """Yield what is wrong with one line of a file in folder."""
    system = SYSTEM_INCLUDE.match(line)
    if system:
        header = system[1]
        if TOOLKIT.match(header) and folder not in TOOLKIT_FOLDERS:
            yield f'{folder}/ must not know the toolkit'
        if GIO.match(header) and folder in WITHOUT_GIO:
            yield f'{folder}/ is GLib only'
        return

    project = PROJECT_INCLUDE.match(line)
    if not project or project[1] in GENERATED:
        return
    target, slash, _ = project[1].partition('/')
    if not slash:
        yield 'write the folder too, so that the arrow can be seen: "folder/file.h"'
    elif target not in ARROWS or target == '.':
        yield f'there is no folder {target}/'
    elif target not in ARROWS[folder]:
        yield f'{folder}/ must not know {target}/'


def faults(root):
    """Yield every line under root that breaks an arrow."""
    for path in sorted(root.rglob('*.[ch]')):
        folder = path.relative_to(root).parts[0] if path.parent != root else '.'
        if folder not in ARROWS:
            yield f'{path}: the folder {folder}/ is not in ARROWS; see src/DESIGN.md'
            continue
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            for fault in faults_of_line(folder, line):
                yield f'{path}:{number}: {fault}: {line.strip()}'


def main():
    root = pathlib.Path(sys.argv[1])
    found = list(faults(root))
    print('\n'.join(found) or 'every include goes along an arrow')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
