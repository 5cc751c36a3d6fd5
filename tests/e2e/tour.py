"""Takes a picture of the window in one of several situations; build-aux/screenshots runs it.

usage: tour.py --list | tour.py PICTURE FILE.png

A picture is a scene, and after it any of -dark, -contrast, -german, -large, -narrow and -wide: "chart-dark-narrow".

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys

import scenes
import scenes_dialogs as dialogs
from camera import VARIANTS, Camera

EXAMPLES = {
    'greeting-server': True,
    'one-shot-client': False,
    'echo-server': True,
    'talking-client': False,
    'udp-echo-server': True,
    'udp-client': False,
}

SCENES = {
    'first-page': scenes.first_page,
    'server': scenes.server,
    'client': scenes.client,
    'device': scenes.device,
    'chart': scenes.chart,
    'chart-range': scenes.chart_range,
    'error': scenes.error,
    'refused': scenes.refused,
    'exposed': scenes.exposed,
    'find': scenes.find,
    'completion': scenes.completion,
    'nothing-found': scenes.nothing_found,
    'bad-query': scenes.bad_query,
    'hex': lambda camera: scenes.show_hex(camera, 'ctrl+h', 'ctrl+i'),
    'both': lambda camera: scenes.show_hex(camera, 'ctrl+h', 'ctrl+h', 'ctrl+i'),
    'framing': scenes.framing,
    'marks': scenes.marks,
    'note': scenes.note,
    'go-to': scenes.go_to,
    'paused': scenes.paused,
    'cleared': scenes.cleared,
    'row-menu': scenes.row_menu,
    'copy-menu': scenes.copy_menu,
    'column-menu': scenes.column_menu,
    'column-widths': scenes.column_widths,
    'connection-menu': scenes.connection_menu,
    'main-menu': scenes.main_menu,
    'shown-menu': scenes.shown_menu,
    'statistics': scenes.statistics,
    'sending-file': scenes.sending_file,
    'opened': scenes.opened,
    'recovery': scenes.recovery,
    'export': dialogs.export,
    'shortcuts': dialogs.other_window(lambda tincan: tincan.key('ctrl+question')),
    'help': dialogs.other_window(lambda tincan: tincan.key('F1')),
    'about': dialogs.other_window(lambda tincan: dialogs.act('about')),
    **{f'preferences-{page.lower()}': dialogs.preferences(page) for page in dialogs.PAGES},
    **{f'example-{name}': dialogs.example(name, is_server) for name, is_server in EXAMPLES.items()},
    **{f'chosen-{name}': dialogs.chosen_example(name) for name in EXAMPLES},
}

# Only by name: of ten million messages, which take minutes and 2.4 GB for the time being, and of ten thousand
# connections.
SCENES_BY_NAME = {
    'many': scenes.many,
    'many-rows': scenes.many_rows,
    'exporting': scenes.exporting,
    'crowd': scenes.crowd,
}

# All scenes as they are, and of these others besides.
MORE_PICTURES = (
    'server-dark', 'server-contrast', 'server-narrow', 'server-german', 'server-large', 'server-wide',
    'chart-dark', 'chart-narrow',
    'find-narrow', 'hex-dark', 'both-narrow', 'opened-dark', 'recovery-narrow',
    'preferences-connection-german', 'preferences-recordings-narrow', 'preferences-recordings-dark',
)


def split(picture):
    """Return the scene of a picture, and its variants."""
    name, variants = picture, []
    while '-' in name and name not in SCENES and name not in SCENES_BY_NAME:
        name, variant = name.rsplit('-', 1)
        variants.append(variant)
    scene = SCENES.get(name) or SCENES_BY_NAME.get(name)
    if not scene or not set(variants) <= set(VARIANTS):
        sys.exit(f'tour.py: no picture is called {picture}')
    return scene, variants


def main():
    if sys.argv[1] == '--list':
        print('\n'.join((*SCENES, *MORE_PICTURES)))
        return
    scene, variants = split(sys.argv[1])
    scene(Camera(sys.argv[2], variants))


if __name__ == '__main__':
    main()
