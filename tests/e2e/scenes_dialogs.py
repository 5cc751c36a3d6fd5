"""What there is to take pictures of: the other windows, and the examples.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import contextlib
import subprocess

import scenes
import tree
from program import xdotool
from tree import Role
from waiting import wait_until

PROFILE = 'tcp-listen://0.0.0.0:8080?reply=echo&goodbye=bye'
PAGES = ('Connection', 'Behavior', 'Messages', 'Recordings', 'Appearance')


def act(name):
    """Have the program do what a menu of the desktop would."""
    subprocess.run(['gapplication', 'action', 'io.github.tincan.Tincan', name], check=True)


@contextlib.contextmanager
def preferences_of(camera, *arguments):
    with camera.start(*arguments) as tincan:
        tincan.key('ctrl+comma')
        title = camera.words('Preferences')
        dialog = tincan.wait_for_window(lambda name: name.startswith(title))
        yield tincan, dialog
        tincan.close(dialog)


def preferences(page):
    """Return the scene of a page of Preferences."""
    def scene(camera):
        if page == 'Recordings':
            scenes.record()
        with preferences_of(camera, PROFILE) as (tincan, dialog):
            if page != PAGES[0]:
                tincan.point_and_click(tree.wait_for(dialog, None, camera.words(page)))
            camera.shoot(tincan, dialog)

    return scene


def export(camera):
    with scenes.conversation(camera) as tincan:
        tincan.key('ctrl+e')
        dialog = tincan.wait_for_window(camera.words('Export Messages'))
        camera.shoot(tincan, dialog)
        tincan.close(dialog)


def other_window(open_window):
    """Return the scene of a window that is opened so."""
    def scene(camera):
        with camera.start() as tincan:
            before = tincan.x_windows()
            open_window(tincan)
            window = wait_until(lambda: next((each for each in tincan.x_windows() if each not in before), None),
                                'another window')
            camera.shoot(tincan, x_window=window)
            xdotool('windowfocus', '--sync', window)
            tincan.key('Escape')
            wait_until(lambda: window not in tincan.x_windows(), 'the other window to close')

    return scene


def example(example_id, is_server=False):
    """Return the scene of an example, after it and its counterpart have talked on the port that both have."""
    def scene(camera):
        with camera.start() as tincan:
            act(f'example-{example_id}')
            counterpart = camera.words('Open in New _Tab')
            wait_until(lambda: tree.find(tincan.window, Role.LABEL, counterpart), 'the counterpart')
            if is_server:
                tincan.key('F5')
            tincan.click(counterpart)
            scenes.pause()
            tincan.key('F5')
            scenes.pause()
            tincan.key('ctrl+Page_Up')
            scenes.pause()
            if not is_server:
                tincan.key('F5')
            camera.shoot(tincan)

    return scene


def chosen_example(example_id):
    """Return the scene of an example that was only chosen."""
    def scene(camera):
        with camera.start() as tincan:
            act(f'example-{example_id}')
            camera.shoot(tincan)

    return scene
