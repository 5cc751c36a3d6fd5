"""A datagram server, as in a textbook: what comes goes back to where it came from.

usage: udp_echo_server.py [HOST [PORT]]

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
PORT = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((HOST, PORT))
print("Listening on port %d" % server.getsockname()[1], flush=True)
while True:
    data, address = server.recvfrom(1024)
    print("Message from ", address, ": ", data.decode(), flush=True)
    server.sendto(data, address)
