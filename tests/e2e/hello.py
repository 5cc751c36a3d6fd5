"""A server that has heard of a client: with that many scenarios begin.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import contextlib

import talk
from program import Program


@contextlib.contextmanager
def serve_hello(uri='tcp-listen://127.0.0.1:0', times=1):
    """Yield a program that serves, and a client of it whose hello stands in the log so many times."""
    with Program('--start', uri) as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        client.sendall(b'hello')
        tincan.wait_for_log('hello', times)
        tincan.focus_window()
        yield tincan, client
