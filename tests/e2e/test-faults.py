"""What goes wrong ends in a clear message where the user acted, and Start works again.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import socket
import struct
import subprocess
import threading

import talk
import tap
from program import Program
from tap import scenario
from waiting import wait_until


def xdotool_quietly(*arguments):
    """Run xdotool and return the words it prints; none is no failure."""
    return subprocess.run(['xdotool', *map(str, arguments)], stdout=subprocess.PIPE,
                          text=True, check=False).stdout.split()


@scenario
def a_port_in_use_offers_a_free_one():
    """A port in use is explained, with its owner; the free one that is offered works."""
    holder, port = talk.listen_tcp()
    with holder, Program(f'tcp-listen://127.0.0.1:{port}') as tincan:
        tincan.start()
        tincan.wait_for_text(f'TCP port {port} on 127.0.0.1 is in use')
        tincan.wait_for_text('python')
        tincan.click_like('Use Port ')
        tincan.wait_for_status('Listening on 127.0.0.1:')
        used = int(tincan.content_of('Port'))
        assert used != port
        talk.connect_tcp(used).close()
        tincan.wait_for_connections(1)
        tincan.stop()


@scenario
def a_refused_connection_is_explained():
    """Nobody listens there: said in words, and Connect works as soon as somebody does."""
    port = talk.find_free_port()
    with Program(f'tcp://127.0.0.1:{port}') as tincan:
        tincan.start()
        tincan.wait_for_text(f'Nothing listens at TCP 127.0.0.1:{port}')
        tincan.wait_until_startable()
        listener, _ = talk.listen_tcp(port=port)
        with listener:
            tincan.start()
            server, _ = listener.accept()
            server.close()
        tincan.wait_until_startable()


@scenario
def a_reset_is_explained():
    """A connection that breaks off is told apart from one that ends."""
    listener, port = talk.listen_tcp()
    with listener, Program('--start', f'tcp://127.0.0.1:{port}') as tincan:
        server, _ = listener.accept()
        server.sendall(b'half a mess')
        tincan.wait_for_log('half a mess')
        server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        server.close()
        tincan.wait_for_log('reset')
        tincan.wait_until_startable()


@scenario
def bad_fields_are_explained_as_one_types():
    """A bad port or host is explained beside the field, and nothing can be started."""
    with Program('tcp-listen://127.0.0.1:8080') as tincan:
        for text, reason in (('65536', '0 to 65535'), ('', 'A port is missing'), ('eighty', '0 to 65535')):
            tincan.set_port(text)
            tincan.wait_for_text(reason)
            tincan.wait_until_not_startable()
        tincan.set_port('8080')
        tincan.wait_until_startable()
        tincan.set_host('ho st')
        tincan.wait_for_text('A host name has no spaces')
        tincan.wait_until_not_startable()


@scenario
def an_unknown_host_is_explained():
    """A host that nobody knows is named, and Connect works again."""
    with Program('tcp://no-such-host.invalid:80') as tincan:
        tincan.start()
        tincan.wait_for_text('no-such-host.invalid')
        tincan.wait_until_startable()


@scenario
def hostile_bytes_are_shown_and_harmless():
    """NUL, invalid UTF-8, escapes, markup and bidi controls are shown as what they are."""
    with Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        port = tincan.wait_for_port()
        with talk.connect_tcp(port) as client:
            client.sendall(b'<b>a</b>&\0\x1b[2J\xff\xfe\xe2\x80\xaeb')
            tincan.wait_for_log('<b>a</b>&')
            client.sendall(b'\xf0\x9f\x98\x80 ok')
            tincan.wait_for_log('\U0001f600 ok')


@scenario
def a_megabyte_without_a_newline_is_no_trouble():
    """A long message stays one that can be looked at, and the window lives."""
    with Program('--start', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan:
        port = tincan.wait_for_port()
        with talk.connect_tcp(port) as client:
            sent = bytes(range(256)) * 4096
            client.settimeout(talk.PATIENCE_S)
            sender = threading.Thread(target=client.sendall, args=(sent,))
            sender.start()
            assert talk.receive_exactly(client, len(sent)) == sent
            sender.join()
            client.sendall(b'the end')
            assert talk.receive_exactly(client, 7) == b'the end'
        tincan.wait_for_connection_states('Closed', 1)


@scenario
def a_folder_that_cannot_be_written_is_said():
    """Where nothing can be saved, everything works, and the window says that nothing is saved."""
    with Program('--start', 'tcp-listen://127.0.0.1:0?reply=echo', environment={'XDG_STATE_HOME': '/proc/nowhere'}) as tincan:
        tincan.wait_for_text('Not being saved')
        port = tincan.wait_for_port()
        with talk.connect_tcp(port) as client:
            client.sendall(b'hello')
            assert talk.receive_exactly(client, 5) == b'hello'
            tincan.wait_for_log('hello', times=2)


@scenario
def no_session_bus_is_no_trouble():
    """Without a session bus the window comes up all the same, and ends on Ctrl+Q."""
    port = talk.find_free_port()
    process = subprocess.Popen(
        [os.environ['TIN_PROGRAM'], '--start', f'tcp-listen://127.0.0.1:{port}?reply=echo'],
        env={**os.environ, 'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nowhere', 'GTK_A11Y': 'none'},
        stderr=subprocess.DEVNULL)
    window = wait_until(lambda: xdotool_quietly('search', '--onlyvisible', '--pid', process.pid), 'a window')

    def connect():
        try:
            return talk.connect_tcp(port)
        except ConnectionRefusedError:
            return None

    with wait_until(connect, 'the server') as client:
        client.sendall(b'hello')
        assert talk.receive_exactly(client, 5) == b'hello'
    xdotool_quietly('windowfocus', '--sync', window[0])
    xdotool_quietly('key', 'ctrl+q')
    assert process.wait(talk.PATIENCE_S) == 0


@scenario
def a_bad_command_line_is_explained():
    """A bad URI is explained on the terminal, with its place, and nothing is opened."""
    run = subprocess.run([os.environ['TIN_PROGRAM'], 'tcp://127.0.0.1:99999'],
                         stderr=subprocess.PIPE, text=True, timeout=talk.PATIENCE_S, check=False)
    assert run.returncode == 2, run
    assert '65535' in run.stderr and '^' in run.stderr, run.stderr


if __name__ == '__main__':
    tap.main()
