"""The main job: serve, watch two clients, answer one of them.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket

import talk
import tap
from program import Program
from tap import scenario


@scenario
def serve_two_clients_and_answer_one():
    """A server started by clicks shows two clients, and answers one from the send box."""
    with Program() as tincan:
        tincan.choose('Start a TCP Server')
        tincan.set_host('127.0.0.1')
        port = tincan.use_free_port()
        tincan.start()
        tincan.wait_for_status(f'Listening on 127.0.0.1:{port}')

        ncat = talk.Ncat(port)
        with talk.connect_tcp(port) as python:
            ncat.send(b'from ncat\n')
            python.sendall('von Python, größer\n'.encode())
            tincan.wait_for_connections(2)
            tincan.wait_for_log('from ncat')
            tincan.wait_for_log('von Python, größer')

            python_address = '127.0.0.1:%d' % python.getsockname()[1]
            tincan.select_connection(python_address)
            tincan.send('only for you')
            assert talk.receive_exactly(python, 13) == b'only for you\n'

            tincan.select_every_connection()
            tincan.send('for both')
            assert talk.receive_exactly(python, 9) == b'for both\n'
            assert ncat.read_line() == b'for both\n'
        tincan.wait_for_connection_states('Closed', 1)
        ncat.end()
        tincan.stop()
        tincan.wait_until_startable()


@scenario
def connect_and_talk():
    """A client connects by clicks, sends and receives, and sees the server end."""
    listener, port = talk.listen_tcp()
    with listener, Program() as tincan:
        tincan.choose('Connect')
        tincan.set_host('127.0.0.1')
        tincan.set_port(port)
        tincan.start()
        server, _ = listener.accept()
        with server:
            server.settimeout(talk.PATIENCE_S)
            server.sendall(b'220 ready\r\n')
            tincan.wait_for_log('220 ready')
            tincan.send('HELO me')
            assert talk.receive_exactly(server, 8) == b'HELO me\n'
        tincan.wait_until_startable()


@scenario
def receive_and_send_datagrams():
    """Datagrams are received and sent by clicks."""
    with Program() as tincan:
        tincan.choose('Receive UDP')
        tincan.set_host('127.0.0.1')
        port = tincan.use_free_port(socket.SOCK_DGRAM)
        tincan.start()
        tincan.wait_for_status(f'Listening on 127.0.0.1:{port}')
        sender, _ = talk.bind_udp()
        with sender:
            sender.sendto(b'ping', ('127.0.0.1', port))
            tincan.wait_for_log('ping')
            tincan.send('pong')
            assert sender.recv(100) == b'pong\n'
        tincan.stop()


@scenario
def stay_at_the_keyboard():
    """Everything works without a mouse: address, start, send, stop."""
    listener, port = talk.listen_tcp()
    with listener, Program(f'tcp://127.0.0.1:{port}') as tincan:
        tincan.focus_window()
        tincan.key('F5')
        server, _ = listener.accept()
        with server:
            server.settimeout(talk.PATIENCE_S)
            tincan.wait_for_status('Connected')
            tincan.focus_window()
            tincan.focus_send_box()
            tincan.type('typed by hand')
            tincan.key('Return')
            assert talk.receive_exactly(server, 14) == b'typed by hand\n'
            tincan.key('shift+F5')
            assert server.recv(1) == b''
        tincan.wait_until_startable()


if __name__ == '__main__':
    tap.main()
