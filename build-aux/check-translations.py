#!/usr/bin/env python3
"""po/POTFILES names every file with strings for the user, and every language in po/LINGUAS is complete.

usage: check-translations.py TOP

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import re
import subprocess
import sys
import tempfile

# What makes a file translatable, by the end of its name.
MARKS = {
    '.c': re.compile(r'\b(_|N_|C_|NC_|ngettext|g_dngettext) ?\('),
    '.ui': re.compile(r'translatable="(yes|true)"'),
    '.desktop.in': re.compile(r'^Name=', re.MULTILINE),
    '.metainfo.xml.in': re.compile(r'<summary>'),
    '.gschema.xml': re.compile(r'<summary>'),
}

CUT_STRING = re.compile(r'(?:\b_ ?\(|ngettext ?\([^"]*)"[^"\n]*" [A-Z]\w*FORMAT')

# As in po/meson.build, which uses the preset "glib" of meson.
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dngettext:2,3', 'ngettext:1,2']


def translatable_files(top):
    """Yield the files with strings for the user, relative to top."""
    for folder in ('src', 'data'):
        for path in sorted((top / folder).rglob('*')):
            for end, mark in MARKS.items():
                if path.name.endswith(end) and mark.search(path.read_text(encoding='utf-8')):
                    yield str(path.relative_to(top))


def broken_strings(top):
    """Yield where a macro cuts a translatable string: xgettext sees its first part alone."""
    for path in sorted((top / 'src').rglob('*.c')):
        for match in CUT_STRING.finditer(path.read_text(encoding='utf-8')):
            yield f'{path.relative_to(top)}: a macro within a translated string: {match[0]}'


def read_list(path):
    """Return the entries of a file with one a line and comments."""
    lines = (line.strip() for line in path.read_text(encoding='utf-8').splitlines())
    return [line for line in lines if line and not line.startswith('#')]


def extract(top, files, template):
    """Write the strings of files into template."""
    subprocess.run(
        ['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--directory', top, '--output', template,
         *(f'--keyword={keyword}' for keyword in KEYWORDS), *files], check=True)


def faults_of_list(top, listed):
    """Yield what POTFILES misses or names in vain."""
    existing = set(translatable_files(top))
    for name in sorted(existing - set(listed)):
        yield f'po/POTFILES misses {name}'
    for name in sorted(set(listed) - existing):
        yield f'po/POTFILES names {name}, which has nothing to translate'
    if listed != sorted(listed):
        yield 'po/POTFILES is not sorted'


def faults_of_language(top, language, template):
    """Yield what a translation lacks."""
    catalogue = top / 'po' / f'{language}.po'
    check = subprocess.run(['msgfmt', '--check', '--output-file=/dev/null', catalogue],
                           stderr=subprocess.PIPE, text=True, check=False)
    if check.returncode != 0:
        yield check.stderr.strip()
    merged = subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '--output-file=-', catalogue, template],
                            stdout=subprocess.PIPE, check=True).stdout
    for option, what in (('--untranslated', 'is not translated'), ('--only-fuzzy', 'is fuzzy')):
        rest = subprocess.run(['msgattrib', option, '--no-obsolete', '--no-wrap'], input=merged,
                              stdout=subprocess.PIPE, check=True).stdout.decode('utf-8')
        for text in re.findall(r'^msgid (".+"|""\n".*)$', rest, re.MULTILINE):
            if text != '""':
                yield f'po/{language}.po: {text} {what}'


def main():
    top = pathlib.Path(sys.argv[1]).resolve()
    listed = read_list(top / 'po' / 'POTFILES')
    found = [*faults_of_list(top, listed), *broken_strings(top)]
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / 'tincan.pot'
        extract(top, [name for name in listed if (top / name).exists()], template)
        for language in read_list(top / 'po' / 'LINGUAS'):
            found += faults_of_language(top, language, template)
    print('\n'.join(found) or f'{len(listed)} files, every language complete')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
