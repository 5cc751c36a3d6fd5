"""Tincan as it is installed: started from its desktop file, over D-Bus, once.

Runs under installed.sh; TIN_PLACE is where Tincan is installed.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import subprocess

from gi.repository import Gio, GLib

import talk
import tap
from program import Program
from tap import scenario

ID = 'io.github.tincan.Tincan'
PLACE = pathlib.Path(os.environ['TIN_PLACE'])
DESKTOP_FILE = PLACE / 'share' / 'applications' / f'{ID}.desktop'


def find_service():
    """Return the process that owns Tincan's name on the bus, or None."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    try:
        reply = bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                              'GetConnectionUnixProcessID', GLib.Variant('(s)', (ID,)), None,
                              Gio.DBusCallFlags.NONE, -1, None)
    except GLib.Error:
        return None
    return reply.unpack()[0]


@scenario
def start_from_the_desktop_file():
    """The menu entry starts Tincan, and a second start uses the same one."""
    with Program(command=['gio', 'launch', str(DESKTOP_FILE)], find_process=find_service) as tincan:
        tincan.wait_for_text('What Do You Want to Do?')
        port = talk.find_free_port()
        again = subprocess.run([PLACE / 'bin' / 'tincan', '--start', f'tcp-listen://127.0.0.1:{port}?reply=echo'],
                               timeout=talk.PATIENCE_S, check=False)
        assert again.returncode == 0
        tincan.wait_for_status(f'127.0.0.1:{port}')
        with talk.connect_tcp(port) as client:
            client.sendall(b'hello')
            assert talk.receive_exactly(client, 5) == b'hello'


@scenario
def start_an_example_from_the_menu():
    """The menu entry's action opens an example, and starts nothing."""
    launch = ['python3', '-c', 'import sys; from gi.repository import Gio, GLib; '
              'Gio.DesktopAppInfo.new_from_filename(sys.argv[1]).launch_action(sys.argv[2], None); '
              'Gio.bus_get_sync(Gio.BusType.SESSION).flush_sync()']
    launch[0] = os.environ['TIN_PYTHON']
    with Program(command=[*launch, str(DESKTOP_FILE), 'example-echo-server'], find_process=find_service) as tincan:
        assert tincan.content_of('Port') == '8080'
        tincan.wait_until_startable()


@scenario
def console_companion_is_installed():
    """tincan-cli is installed too, and knows its version."""
    run = subprocess.run([PLACE / 'bin' / 'tincan-cli', '--version'], stdout=subprocess.PIPE, check=True, text=True)
    assert '0.' in run.stdout, run.stdout


if __name__ == '__main__':
    tap.main()
