"""Preferences: the same profile as the address row, and what it warns of.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket

import talk
import tap
from program import Program
from tap import scenario


@scenario
def choose_everything_and_start():
    """Transport, role, host and port are chosen in Preferences, and the session starts with them."""
    port = talk.find_free_port(socket.SOCK_DGRAM)
    with Program('tcp://example.invalid:1') as tincan:
        tincan.focus_window()
        tincan.key('ctrl+comma')
        preferences = tincan.wait_for_window(lambda name: name.startswith('Preferences'))
        tincan.choose_in_row('Role', 'Server', preferences)
        tincan.choose_in_row('Transport', 'UDP', preferences)
        tincan.fill('Host', '127.0.0.1', preferences)
        tincan.fill('Port', str(port), preferences)
        tincan.click('Start', within=preferences)
        tincan.wait_for_status(f'Listening on 127.0.0.1:{port}')
        sender, _ = talk.bind_udp()
        with sender:
            sender.sendto(b'as set up', ('127.0.0.1', port))
            tincan.wait_for_log('as set up')


@scenario
def be_warned_of_the_network():
    """An address that the network can reach is explained before anything listens."""
    with Program('tcp-listen://127.0.0.1:8080') as tincan:
        tincan.focus_window()
        tincan.key('ctrl+comma')
        preferences = tincan.wait_for_window(lambda name: name.startswith('Preferences'))
        tincan.fill('Host', '0.0.0.0', preferences)
        tincan.wait_for_text('network', preferences)
        tincan.fill('Host', '127.0.0.1', preferences)
        tincan.fill('Port', '80', preferences)
        tincan.wait_for_text('1024', preferences)
        tincan.fill('Port', '70000', preferences)
        tincan.wait_for_text('65535', preferences)
        tincan.close(preferences)
        tincan.wait_until_not_startable()


@scenario
def quit_while_preferences_are_open():
    """Ctrl+Q ends the program without a complaint while Preferences are open, too."""
    with Program() as tincan:
        tincan.focus_window()
        tincan.key('ctrl+comma')
        tincan.wait_for_window(lambda name: name.startswith('Preferences'))


if __name__ == '__main__':
    tap.main()
