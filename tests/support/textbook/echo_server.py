"""A server for many clients, as in a textbook: a thread each, what comes goes back, bye ends it.

After the goodbye it forgets the connection without closing it, as such programs do.

usage: echo_server.py [HOST [PORT]]

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket
import sys
import threading

LOCALHOST = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
PORT = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

forgotten = []


class ClientThread(threading.Thread):

    def __init__(self, clientAddress, clientsocket):
        threading.Thread.__init__(self, daemon=True)
        self.csocket = clientsocket
        self.clientAddress = clientAddress
        print("New connection added: ", clientAddress, flush=True)

    def run(self):
        msg = ''
        while True:
            data = self.csocket.recv(2048)
            msg = data.decode()
            if msg == 'bye' or not data:
                break
            print("from client", msg, flush=True)
            self.csocket.send(bytes(msg, 'UTF-8'))
        forgotten.append(self.csocket)
        print("Client at ", self.clientAddress, " disconnected...", flush=True)


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((LOCALHOST, PORT))
server.listen(1)
print("Listening on port %d" % server.getsockname()[1], flush=True)
print("Waiting for client request..", flush=True)
while True:
    clientsock, clientAddress = server.accept()
    newthread = ClientThread(clientAddress, clientsock)
    newthread.start()
