#!/usr/bin/env python3
"""No two entries of a menu have the same underlined letter, in any language: the second could not be reached by it.

usage: check-mnemonics.py TOP

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import gettext
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree


def entries(menu):
    """Yield the items and submenus that are shown together."""
    for child in menu:
        if child.tag in ('item', 'submenu'):
            yield child
        elif child.tag == 'section':
            yield from entries(child)


def menus(root):
    """Yield each menu and submenu."""
    for kind in ('menu', 'submenu'):
        yield from root.iter(kind)


def labels(menu):
    for entry in entries(menu):
        yield from (a.text for a in entry.findall('attribute') if a.get('name') == 'label' and a.text)


def shared_letters(menu, translate):
    """Yield pairs of labels with the same letter."""
    taken = {}
    for label in map(translate, labels(menu)):
        letter = label.partition('_')[2][:1].lower()
        if letter and letter in taken:
            yield taken[letter], label
        taken[letter] = label


def translations(top):
    """Yield each language with its function, first that of the source."""
    yield 'en', str
    for path in sorted((top / 'po').glob('*.po')):
        with tempfile.TemporaryFile() as catalog:
            subprocess.run(['msgfmt', '-o', '-', path], stdout=catalog, check=True)
            catalog.seek(0)
            yield path.stem, gettext.GNUTranslations(catalog).gettext


def main():
    top = pathlib.Path(sys.argv[1])
    languages = list(translations(top))
    count = 0
    for path in sorted((top / 'src' / 'ui').glob('*.ui')):
        for menu in menus(xml.etree.ElementTree.parse(path)):
            for language, translate in languages:
                for first, second in shared_letters(menu, translate):
                    print(f'{path.name} ({language}): "{first}" and "{second}" have the same letter')
                    count += 1
    return 1 if count else 0


if __name__ == '__main__':
    sys.exit(main())
