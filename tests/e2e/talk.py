"""Plain peers, to talk to Tincan with.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import shutil
import socket
import subprocess

PATIENCE_S = 60


def connect_tcp(port, host='127.0.0.1'):
    """Return a connected TCP socket."""
    return socket.create_connection((host, port), timeout=PATIENCE_S)


def receive_exactly(peer, size):
    """Return size bytes, or what came before the end."""
    received = b''
    while len(received) < size:
        chunk = peer.recv(size - len(received))
        if not chunk:
            break
        received += chunk
    return received


def receive_all(peer):
    """Return everything until the peer closes."""
    received = b''
    while chunk := peer.recv(65536):
        received += chunk
    return received


def listen_tcp(host='127.0.0.1', port=0):
    """Return a listening TCP socket and its port."""
    listener = socket.create_server((host, port))
    listener.settimeout(PATIENCE_S)
    return listener, listener.getsockname()[1]


def bind_udp(host='127.0.0.1', port=0):
    """Return a bound UDP socket and its port."""
    endpoint = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    endpoint.settimeout(PATIENCE_S)
    endpoint.bind((host, port))
    return endpoint, endpoint.getsockname()[1]


def find_free_port(kind=socket.SOCK_STREAM):
    """Return a port that nobody uses just now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Ncat:
    """ncat as a client, driven by its standard input and output."""

    def __init__(self, port, *options, host='127.0.0.1'):
        self.process = subprocess.Popen([shutil.which('ncat'), *options, host, str(port)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def read_line(self):
        return self.process.stdout.readline()

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.terminate()
        self.process.wait(PATIENCE_S)
