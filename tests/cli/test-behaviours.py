"""The six behaviours of a socket textbook, in a terminal, against the textbook's own programs.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import socket

import talk
import tap
from cli import Cli
from tap import scenario
from textbook import Textbook

GREETING = 'reply=greeting&greeting=Thank%20you%20for%20connecting%0D%0A&close-after-greeting=1'


@scenario
def greets_and_closes():
    """A greeting server thanks each client of the textbook and closes."""
    with Cli('--json', f'tcp-listen://127.0.0.1:0?{GREETING}') as tincan:
        port = tincan.wait_for_port()
        for connection in (1, 2, 3):
            with Textbook('one_shot_client.py', '127.0.0.1', port) as client:
                assert client.wait_for_end() == 0, client.output
                assert 'Thank you for connecting' in client.output
            tincan.wait_for_event('closed', connection=connection)
        sent = tincan.wait_for_event('data', connection=1)
        assert sent['text'] == 'Thank you for connecting\r\n' and sent['by'] == 'rule', sent


@scenario
def is_greeted():
    """A client shows what the textbook's server says, until it closes."""
    with Textbook('greeting_server.py', '127.0.0.1', 0) as server:
        with Cli('--json', f'tcp://127.0.0.1:{server.wait_for_port()}') as tincan:
            assert tincan.wait_for_end() == 0, tincan.errors
            assert tincan.find_event('data', direction='in')['text'] == 'Thank you for connecting\r\n'
            assert tincan.find_event('closed', by='peer')


@scenario
def echoes_to_many():
    """An echo server answers each of the textbook's clients alone, and ends the one that says goodbye."""
    with Cli('--json', 'tcp-listen://127.0.0.1:0?reply=echo&goodbye=bye') as tincan:
        port = tincan.wait_for_port()
        with Textbook('talking_client.py', '127.0.0.1', port) as one, \
                Textbook('talking_client.py', '127.0.0.1', port) as two:
            one.wait_for('From Server : This is from Client')
            two.wait_for('From Server : This is from Client')
            one.type('only for one')
            one.wait_for('From Server : only for one')
            one.type('bye')
            assert one.wait_for_end() == 0
            bye = tincan.wait_for_event('data', text='bye')
            tincan.wait_for_event('closed', connection=bye['connection'])
            assert not tincan.find_event('data', text='bye', direction='out')
            two.type('still here')
            two.wait_for('From Server : still here')
            assert 'only for one' not in two.output
            two.end()
            tincan.wait_for_event('data', text='still here', direction='out')


@scenario
def notices_who_just_leaves():
    """A client that leaves without a word is noticed, and may come back at once."""
    with Cli('--json', 'tcp-listen://127.0.0.1:0?reply=echo&goodbye=bye') as tincan:
        port = tincan.wait_for_port()
        for connection in range(1, 6):
            with talk.connect_tcp(port) as client:
                client.sendall(b'hi')
                assert talk.receive_exactly(client, 2) == b'hi'
            tincan.wait_for_event('closed', connection=connection)


@scenario
def talks():
    """A talking client says hello, sends what is typed, and ends by the goodbye although the server does not."""
    with Textbook('echo_server.py', '127.0.0.1', 0) as server:
        uri = f'tcp://127.0.0.1:{server.wait_for_port()}?first-message=This%20is%20from%20Client&goodbye=bye&eol=none'
        with Cli('--json', uri) as tincan:
            tincan.wait_for_event('data', direction='in', text='This is from Client')
            tincan.type('grüße\n'.encode())
            tincan.wait_for_event('data', direction='in', text='grüße')
            tincan.type(b'bye\n')
            assert tincan.wait_for_end() == 0, tincan.errors
            assert tincan.find_event('data', direction='out', text='bye')
        server.wait_for('disconnected...')


@scenario
def echoes_datagrams():
    """A UDP server sends each datagram of the textbook's client back."""
    with Cli('--json', 'udp-listen://127.0.0.1:0?reply=echo') as tincan:
        port = tincan.wait_for_port()
        with Textbook('udp_client.py', '127.0.0.1', port) as client:
            client.wait_for('From Server : Hello server, from UDP client!')
            client.type('second')
            client.wait_for('From Server : second')
        event = tincan.wait_for_event('data', direction='in', text='second')
        assert event['peer'].startswith('127.0.0.1:') and event['connection'] == 1, event
        tincan.wait_for_event('data', direction='out', text='second', by='rule')


@scenario
def sends_datagrams():
    """A UDP client talks to the textbook's server and ends by its goodbye."""
    with Textbook('udp_echo_server.py', '127.0.0.1', 0) as server:
        uri = (f'udp://127.0.0.1:{server.wait_for_port()}'
               '?first-message=Hello%20server,%20from%20UDP%20client!&goodbye=bye&eol=none')
        with Cli('--json', uri) as tincan:
            tincan.wait_for_event('data', direction='in', text='Hello server, from UDP client!')
            tincan.type(b'more\n')
            tincan.wait_for_event('data', direction='in', text='more')
            tincan.type(b'bye\n')
            assert tincan.wait_for_end() == 0, tincan.errors
        server.wait_for(':  bye')


@scenario
def survives_a_missing_server():
    """A UDP client is told that the server is not running, and goes on when it is."""
    port = talk.find_free_port(socket.SOCK_DGRAM)
    with Cli('--json', f'udp://127.0.0.1:{port}?eol=none') as tincan:
        tincan.wait_for_event('opened')
        tincan.type(b'anybody?\n')
        tincan.wait_for_event('refused')
        server, _ = talk.bind_udp(port=port)
        with server:
            tincan.type(b'now?\n')
            data, client = server.recvfrom(100)
            assert data == b'now?', data
            server.sendto(b'yes', client)
            tincan.wait_for_event('data', direction='in', text='yes')


if __name__ == '__main__':
    tap.main()
