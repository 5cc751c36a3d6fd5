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
from waiting import wait_until

ID = 'io.github.tincan.Tincan'
PLACE = pathlib.Path(os.environ['TIN_PLACE'])
# Held, because what is still under way is lost with the last reference.
BUS = Gio.bus_get_sync(Gio.BusType.SESSION)
DESKTOP_FILE = PLACE / 'share' / 'applications' / f'{ID}.desktop'


def find_service():
    """Return the process that owns Tincan's name on the bus, or None."""
    try:
        reply = BUS.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                              'GetConnectionUnixProcessID', GLib.Variant('(s)', (ID,)), None,
                              Gio.DBusCallFlags.NONE, -1, None)
    except GLib.Error:
        return None
    return reply.unpack()[0]


@scenario
def start_from_the_desktop_file():
    """The menu entry starts Tincan, and a second start uses the same one."""
    def launch():
        subprocess.run(['gio', 'launch', DESKTOP_FILE], check=True)

    with Program(launch=launch, find_process=find_service) as tincan:
        tincan.wait_for_text('What Do You Want to Do?')
        port = talk.find_free_port()
        again = subprocess.run([PLACE / 'bin' / 'tincan', '--start', f'tcp-listen://127.0.0.1:{port}?reply=echo'],
                               timeout=talk.PATIENCE_S, check=False)
        assert again.returncode == 0
        tincan.wait_for_status(f'Listening on 127.0.0.1:{port}')
        with talk.connect_tcp(port) as client:
            client.sendall(b'hello')
            assert talk.receive_exactly(client, 5) == b'hello'
    wait_until(lambda: find_service() is None, 'the bus to see that Tincan has ended')


@scenario
def start_an_example_from_the_menu():
    """The menu entry's action opens an example, and starts nothing."""
    entry = Gio.DesktopAppInfo.new_from_filename(str(DESKTOP_FILE))
    with Program(launch=lambda: entry.launch_action('example-echo-server', None), find_process=find_service) as tincan:
        assert tincan.content_of('Port') == '8080'
        tincan.wait_until_startable()


@scenario
def console_companion_is_installed():
    """tincan-cli is installed too, and knows its version."""
    run = subprocess.run([PLACE / 'bin' / 'tincan-cli', '--version'], stdout=subprocess.PIPE, check=True, text=True)
    assert '0.' in run.stdout, run.stdout


if __name__ == '__main__':
    tap.main()
