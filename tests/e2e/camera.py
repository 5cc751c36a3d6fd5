"""A window to take pictures of: dark, narrow, in German, or as it is.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import gettext
import os
import pathlib
import subprocess

from program import Program, xdotool
from waiting import let_pass, wait_until

# What a GNOME desktop sets, which is not there under Xvfb.
SETTINGS = '''[Settings]
gtk-font-name=Cantarell 11
gtk-decoration-layout=:close
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
'''

NAMES_OF_POPOVERS = ('', 'Tincan')

TRANSITION_TURNS = 40  # a transition takes a quarter of a second

# What stands after the name of a scene, such as "chart-dark-narrow".
ENVIRONMENTS = {
    'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
    'contrast': {'ADW_DEBUG_HIGH_CONTRAST': '1'},
    'german': {'LANGUAGE': 'de'},
}
SIZES = {'narrow': (600, 700), 'wide': (1600, 900)}
LARGE = 'large'  # text of half again the size
RESOLUTION = 144  # dots per inch; 96 are usual
VARIANTS = (*ENVIRONMENTS, *SIZES, LARGE)


class Camera:
    """Takes one picture of one variant."""

    def __init__(self, file_name, variants):
        self.file_name = file_name
        self.environment = {}
        self.size = None
        self.catalog = gettext.NullTranslations()
        for variant in variants:
            self.environment.update(ENVIRONMENTS.get(variant, {}))
            self.size = SIZES.get(variant, self.size)
        if 'german' in variants:
            share = pathlib.Path(os.environ['TIN_PROGRAM']).parent.parent / 'share' / 'locale'
            self.catalog = gettext.translation('tincan', share, ['de'])
        settings = pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0' / 'settings.ini'
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(SETTINGS, encoding='utf-8')
        if LARGE in variants:
            # In settings.ini it has no effect: what the X server says comes before.
            subprocess.run(['xrdb', '-nocpp', '-merge'], input=f'Xft.dpi: {RESOLUTION}\n', text=True, check=True)

    def start(self, *arguments):
        """Return the program, of the size of the picture."""
        tincan = Program(*arguments, environment=self.environment)
        tincan.focus_window()
        if self.size:
            window, _ = tincan.x_window_of(tincan.window)
            xdotool('windowsize', '--sync', window, *self.size)
        return tincan

    @property
    def is_narrow(self):
        return self.size == SIZES['narrow']

    def words(self, text):
        """Return the words of the window in its language."""
        return self.catalog.gettext(text).replace('_', '')

    def shoot(self, tincan, window=None, x_window=None):
        """Take the picture once everything has come to rest; popovers over the window are in it."""
        if not x_window:
            x_window, _ = wait_until(lambda: tincan.x_window_of(window or tincan.window), 'the window on the screen')
        if window and self.is_narrow:
            xdotool('windowsize', '--sync', x_window, *self.size)
        for _ in range(TRANSITION_TURNS):
            let_pass()
        subprocess.run(['import', '-window', 'root', '-crop', self.area_of(tincan, x_window), '+repage',
                        self.file_name], check=True)

    def area_of(self, tincan, x_window):
        """Return the place of a window on the screen, and of the popovers over it."""
        places = []
        for each in {x_window, *tincan.x_windows()}:
            lines = xdotool('getwindowgeometry', '--shell', each).split()
            place = dict(line.split('=') for line in lines if '=' in line)
            left, top, width, height = (int(place[key]) for key in ('X', 'Y', 'WIDTH', 'HEIGHT'))
            if each == x_window or xdotool('getwindowname', each).strip() in NAMES_OF_POPOVERS:
                places.append((left, top, left + width, top + height))
        left, top = max(0, min(p[0] for p in places)), max(0, min(p[1] for p in places))
        return f'{max(p[2] for p in places) - left}x{max(p[3] for p in places) - top}+{left}+{top}'
