"""A first server, as in a textbook: thanks whoever comes and closes.

usage: greeting_server.py [HOST [PORT]]

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else socket.gethostname()
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9999

serversocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
serversocket.bind((host, port))
serversocket.listen(5)
print("Listening on port %d" % serversocket.getsockname()[1], flush=True)

while True:
    clientsocket, addr = serversocket.accept()
    print("Got a connection from %s" % str(addr), flush=True)
    msg = 'Thank you for connecting' + "\r\n"
    clientsocket.send(msg.encode('ascii'))
    clientsocket.close()
