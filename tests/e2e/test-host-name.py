"""Textbook programs that use the machine's own name, whatever that name resolves to.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket

import tap
from program import Program
from tap import scenario
from textbook import Textbook

PORT = 9999


@scenario
def connect():
    """The one-shot client finds a server bound to the machine's own name."""
    with Textbook('greeting_server.py') as server, Program() as tincan:
        server.wait_for_port()
        tincan.open_example('one-shot-client')
        if not socket.gethostbyname(socket.gethostname()).startswith('127.'):
            tincan.set_host(socket.gethostname())
        tincan.start()
        tincan.wait_for_log('Thank you for connecting')
        tincan.wait_until_startable()


@scenario
def serve():
    """A client that asks for the machine's own name finds the greeting server."""
    address = socket.gethostbyname(socket.gethostname())
    with Program() as tincan:
        tincan.open_example('greeting-server')
        if not address.startswith('127.'):
            # A LAN address is offered, never taken without being asked for.
            tincan.set_host(address)
        tincan.start()
        tincan.wait_for_status(f'Listening on {address}:{PORT}')
        with Textbook('one_shot_client.py') as client:
            assert client.wait_for_end() == 0, client.output
            assert 'Thank you for connecting' in client.output, client.output
        tincan.wait_for_connections(1)
        tincan.stop()


if __name__ == '__main__':
    tap.main()
