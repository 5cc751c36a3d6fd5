"""The ways to open a recording: named on the command line, asked for over the bus, and chosen.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import contextlib
import os
import pathlib
import subprocess
import tempfile

import packets
import tap
import tree
from program import Program
from tap import scenario
from tree import Role
from waiting import wait_until

ID = 'io.github.tincan.Tincan'
OPEN = 'Open Recordings'
READ_ONLY = 'Only for reading'


@contextlib.contextmanager
def recordings(*names):
    """Give a folder with a recording of each name, in which the client says that name."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            packets.write_pcap(os.path.join(folder, name), packets.tcp_in_disorder(name.encode(), b'answer'))
        yield folder


def assert_opened(tincan, name):
    """Wait until the tab in front shows the recording of that name."""
    def look():
        return [text for log in tree.find_all(tincan.window, None, 'Messages') for text in tree.texts(log)]

    wait_until(lambda: name in tree.name_of(tincan.window), lambda: f'{name!r} in {tree.name_of(tincan.window)}')
    wait_until(lambda: name in look(), lambda: f'{name!r} in {look()}')
    tincan.wait_for_text(READ_ONLY)


def choose(tincan, path):
    tincan.focus_window()
    tincan.key('ctrl+o')
    tincan.choose_file(OPEN, path)
    wait_until(lambda: len(tincan.windows()) == 1, 'the dialog to go')


@scenario
def named_on_the_command_line():
    """Files on the command line open in a tab each, also by a second start."""
    with recordings('one.pcap', 'two.pcap') as folder, Program(os.path.join(folder, 'one.pcap')) as tincan:
        assert_opened(tincan, 'one.pcap')
        subprocess.run([os.environ['TIN_PROGRAM'], os.path.join(folder, 'two.pcap')], check=True)
        assert_opened(tincan, 'two.pcap')


@scenario
def gone_through_by_keys_at_once():
    """The keyboard is in the log of a file that was opened."""
    with recordings('one.pcap') as folder, Program() as tincan:
        choose(tincan, os.path.join(folder, 'one.pcap'))
        assert_opened(tincan, 'one.pcap')
        tincan.focus_window()
        tincan.key('End')
        tincan.wait_for_text('disconnected', tincan.part('Selected message'))


@scenario
def chosen_in_the_dialog():
    """Files chosen in the dialog of Ctrl+O open; one that is open already comes to the front."""
    with recordings('one.pcap', 'two.pcap') as folder, Program() as tincan:
        for name in ('one.pcap', 'two.pcap', 'one.pcap'):
            choose(tincan, os.path.join(folder, name))
            assert_opened(tincan, name)
        tincan.focus_window()
        tincan.key('ctrl+w')
        assert_opened(tincan, 'two.pcap')
        tincan.key('ctrl+w')
        tincan.wait_for_text('What Do You Want to Do?')  # no other tab is left


def press(tincan, key):
    """Press a key that takes the keyboard elsewhere, to an item of a menu, and return the item's name."""
    before = tree.focused(tincan.application)
    tincan.key(key)

    def look():
        now = tree.focused(tincan.application)
        return now if now and now != before and now[1] == Role.MENU_ITEM else None

    return wait_until(look, lambda: f'a menu item to have the keyboard after {key}')[2]


def choose_recent(tincan, number, name):
    """Choose the file of that number in the menu of those that were open lately: GTK 4.18 tells of no names."""
    tincan.focus_window()
    for key in ('F10', 'r', *['Down'] * number):
        chosen = press(tincan, key)
    assert chosen in (name, ''), chosen
    tincan.key('Return')


@scenario
def recent_ones_are_in_the_menu():
    """What was open is in the menu at the next start; of one that is gone by then it is said."""
    with recordings('one.pcap', 'two.pcap') as folder:
        with Program(os.path.join(folder, 'one.pcap'), os.path.join(folder, 'two.pcap')) as tincan:
            assert_opened(tincan, 'two.pcap')
        with Program() as tincan:
            choose_recent(tincan, 2, 'one.pcap')
            assert_opened(tincan, 'one.pcap')
            os.remove(os.path.join(folder, 'two.pcap'))
            choose_recent(tincan, 2, 'two.pcap')
            tincan.wait_for_text('“two.pcap”')
            assert_opened(tincan, 'one.pcap')


@scenario
def asked_for_over_the_bus():
    """The method with which file managers have applications open files opens them."""
    with recordings('one.pcap', 'two.pcap') as folder, Program() as tincan:
        uris = [pathlib.Path(folder, name).as_uri() for name in ('one.pcap', 'two.pcap')]
        subprocess.run(['gdbus', 'call', '--session', '--dest', ID, '--object-path', f'/{ID.replace(".", "/")}',
                        '--method', 'org.freedesktop.Application.Open', str(uris), '{}'],
                       stdout=subprocess.DEVNULL, check=True)
        assert_opened(tincan, 'two.pcap')
        tincan.key('ctrl+Page_Up')
        assert_opened(tincan, 'one.pcap')


@scenario
def what_is_no_recording_is_explained():
    """A file that is none, an empty one and one that is gone are named with the reason; nothing is opened."""
    with recordings() as folder, Program() as tincan:
        for name, contents, reason in (('text.pcapng', b'no capture at all\n' * 100, 'is no recording'),
                                       ('empty.pcap', b'', 'is empty')):
            pathlib.Path(folder, name).write_bytes(contents)
            choose(tincan, os.path.join(folder, name))
            tincan.wait_for_text(f'“{name}” {reason}')
        run = subprocess.run([os.environ['TIN_PROGRAM'], os.path.join(folder, 'gone.pcap')], check=False,
                             stderr=subprocess.PIPE, text=True)
        assert run.returncode != 0 and 'gone.pcap' in run.stderr, run
        assert READ_ONLY not in tree.texts(tincan.window)


if __name__ == '__main__':
    tap.main()
