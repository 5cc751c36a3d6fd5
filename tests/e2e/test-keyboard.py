"""Connections, chosen, answered and ended by keys alone.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import talk
import tap
import tree
from program import Program
from tap import scenario
from tree import Atspi
from waiting import wait_until


def address_of(client):
    return '127.0.0.1:%d' % client.getsockname()[1]


def find_chosen(tincan, clients):
    """Return the client whose row of the connection list is selected."""
    for row, texts in tincan.connection_rows():
        if tree.has_state(row, Atspi.StateType.SELECTED):
            return next((client for client in clients if address_of(client) in texts), None)
    return None


@scenario
def answer_and_disconnect_by_keys():
    """One is answered, then disconnected, and then all, by keys alone."""
    with Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        port = tincan.wait_for_port()
        with talk.connect_tcp(port) as first, talk.connect_tcp(port) as second, talk.connect_tcp(port) as third:
            tincan.wait_for_connections(3)
            tincan.focus_window()

            # From the send box the next pane is the connection list.
            tincan.key('F6', 'Home')
            chosen = wait_until(lambda: find_chosen(tincan, (first, second, third)), 'a connection to be chosen')
            tincan.key('shift+F6')
            tincan.type('for you')
            tincan.key('Return')
            assert talk.receive_exactly(chosen, 8) == b'for you\n'

            tincan.key('F6')
            tincan.key('Delete')
            assert chosen.recv(1) == b''
            tincan.wait_for_connection_states('Closed', 1)

            tincan.key('alt+a')
            for client in (first, second, third):
                if client is not chosen:
                    assert client.recv(1) == b''
            tincan.wait_for_connection_states('Closed', 3)
            tincan.key('shift+F5')
        tincan.wait_until_startable()


if __name__ == '__main__':
    tap.main()
