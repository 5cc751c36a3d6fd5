"""A first client, as in a textbook: shows what it is told, once.

usage: one_shot_client.py [HOST [PORT]]

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else socket.gethostname()
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9999

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect((host, port))
msg = s.recv(1024)
s.close()
print(msg.decode('ascii'), flush=True)
