"""A datagram client, as in a textbook: a first message, then one line an answer, until bye.

usage: udp_client.py [HOST [PORT]]

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
PORT = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect((HOST, PORT))
client.send(b"Hello server, from UDP client!")
while True:
    data = client.recv(1024)
    print("From Server :", data.decode(), flush=True)
    out_data = input()
    client.send(out_data.encode())
    if out_data == 'bye':
        break
client.close()
