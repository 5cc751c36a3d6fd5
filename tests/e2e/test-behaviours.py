"""The six programs of a socket textbook against Tincan's six examples, through the window.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket

import talk
import tap
from program import Program
from tap import scenario
from textbook import Textbook

GREETING = 'Thank you for connecting'


@scenario
def greeting_server_thanks_each_client():
    """The greeting server thanks every textbook client and lists them all."""
    with Program() as tincan:
        tincan.open_example('greeting-server')
        port = tincan.use_free_port()
        tincan.start()
        tincan.wait_for_status('Listening')
        for _ in range(3):
            with Textbook('one_shot_client.py', '127.0.0.1', port) as client:
                assert client.wait_for_end() == 0, client.output
                assert GREETING in client.output, client.output
        tincan.wait_for_connections(3)
        tincan.wait_for_log(GREETING, times=3)
        tincan.stop()


@scenario
def one_shot_client_shows_what_comes():
    """The one-shot client shows what a textbook server says, and sees it close."""
    with Textbook('greeting_server.py', '127.0.0.1', 0) as server, Program() as tincan:
        tincan.open_example('one-shot-client')
        tincan.set_host('127.0.0.1')
        tincan.set_port(server.wait_for_port())
        for times in (1, 2):  # and again at once
            tincan.start()
            tincan.wait_for_log(GREETING, times=times)
            tincan.wait_until_startable()
        server.wait_for('Got a connection')


@scenario
def echo_server_answers_each_client_alone():
    """The echo server answers every textbook client, and ends the one that says bye."""
    with Program() as tincan:
        tincan.open_example('echo-server')
        port = tincan.use_free_port()
        tincan.start()
        tincan.wait_for_status('Listening')
        with Textbook('talking_client.py', '127.0.0.1', port) as first, \
                Textbook('talking_client.py', '127.0.0.1', port) as second:
            for client, word in ((first, 'eins'), (second, 'zwei')):
                client.wait_for('From Server : This is from Client')
                client.type(word)
                client.wait_for(f'From Server : {word}')
            assert 'zwei' not in first.output and 'eins' not in second.output
            tincan.wait_for_connections(2)
            tincan.wait_for_log('eins', times=2)
            first.type('bye')
            assert first.wait_for_end() == 0, first.output
            tincan.wait_for_connection_states('Closed', 1)
            second.end()  # leaves without a word
            tincan.wait_for_connection_states('Closed', 2)
        tincan.stop()


@scenario
def talking_client_talks_to_a_textbook_server():
    """The talking client sends its first message, what is typed, and ends on bye."""
    with Textbook('echo_server.py', '127.0.0.1', 0) as server, Program() as tincan:
        tincan.open_example('talking-client')
        tincan.set_port(server.wait_for_port())
        tincan.start()
        server.wait_for('from client This is from Client')
        tincan.wait_for_log('This is from Client', times=2)
        tincan.send('wie geht’s?')
        server.wait_for('from client wie geht’s?')
        tincan.wait_for_log('wie geht’s?', times=2)
        tincan.send('bye')
        server.wait_for('disconnected...')
        tincan.wait_until_startable()  # although that server never closes


@scenario
def udp_echo_server_answers_each_sender():
    """The UDP echo server answers textbook clients and lists their addresses."""
    with Program() as tincan:
        tincan.open_example('udp-echo-server')
        port = tincan.use_free_port(socket.SOCK_DGRAM)
        tincan.start()
        tincan.wait_for_status('Listening')
        with Textbook('udp_client.py', '127.0.0.1', port) as first, \
                Textbook('udp_client.py', '127.0.0.1', port) as second:
            first.wait_for('From Server : Hello server, from UDP client!')
            second.wait_for('From Server : Hello server, from UDP client!')
            tincan.wait_for_connections(2)
            first.type('über alles Mögliche')
            first.wait_for('From Server : über alles Mögliche')
            second.type('bye')
            assert second.wait_for_end() == 0, second.output
        tincan.wait_for_log('über alles Mögliche', times=2)
        tincan.stop()


@scenario
def udp_client_talks_and_survives_a_missing_server():
    """The UDP client says that no server runs, and talks to one that comes later."""
    port = talk.find_free_port(socket.SOCK_DGRAM)
    with Program() as tincan:
        tincan.open_example('udp-client')
        tincan.set_port(port)
        tincan.start()
        tincan.wait_for_log('Server not running')
        with Textbook('udp_echo_server.py', '127.0.0.1', port) as server:
            server.wait_for_port()
            tincan.send('hallo')
            server.wait_for('hallo')
            tincan.wait_for_log('hallo', times=2)
            tincan.send('bye')
            server.wait_for('bye')
        tincan.wait_until_startable()


if __name__ == '__main__':
    tap.main()
