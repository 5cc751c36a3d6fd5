"""tincan-cli as a process: exit codes, signals, recordings, libraries.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import signal
import socket
import subprocess
import tempfile

import talk
import tap
from cli import PROGRAM, Cli
from tap import scenario
from waiting import wait_until


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=30, check=False)


@scenario
def refuses_what_makes_no_sense():
    """A command line without meaning ends with exit code 2, before anything is opened."""
    for arguments in ([], ['--no-such-option'], ['--json', '--raw', 'tcp://127.0.0.1:1'], ['nonsense'],
                      ['tcp://127.0.0.1:0'], ['tcp://127.0.0.1:65536'], ['tls://127.0.0.1:443'],
                      ['tcp://127.0.0.1:1?no=1'], ['tcp://127.0.0.1:1', 'tcp://127.0.0.1:2']):
        result = run(*arguments)
        assert result.returncode == 2, (arguments, result)
        assert result.stdout == b'' and b'tincan-cli: ' in result.stderr, (arguments, result)


@scenario
def says_its_version():
    """--version and --help write to standard output and open nothing."""
    assert run('--version').stdout.startswith(b'tincan-cli ')
    assert b'--raw' in run('--help').stdout


@scenario
def fails_where_nothing_listens():
    """A connection that is refused ends with exit code 1 and says what to do."""
    port = talk.find_free_port()
    with Cli('--json', f'tcp://127.0.0.1:{port}') as tincan:
        assert tincan.wait_for_end() == 1
        assert f'Nothing listens at TCP 127.0.0.1:{port}'.encode() in tincan.errors, tincan.errors
        assert b'Start the server first' in tincan.errors
        assert tincan.find_event('refused')


@scenario
def fails_where_somebody_listens():
    """A port in use ends with exit code 1 and says who holds it."""
    listener, port = talk.listen_tcp()
    with listener, Cli(f'tcp-listen://127.0.0.1:{port}') as tincan:
        assert tincan.wait_for_end() == 1
        assert f'TCP port {port} on 127.0.0.1 is in use'.encode() in tincan.errors, tincan.errors
        assert f'process {os.getpid()}'.encode() in tincan.errors, tincan.errors


@scenario
def ends_by_a_signal():
    """SIGINT, SIGTERM and SIGHUP stop a server with exit code 0, after the log says so."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Cli('--json', 'tcp-listen://127.0.0.1:0') as tincan:
            with talk.connect_tcp(tincan.wait_for_port()) as client:
                tincan.wait_for_event('opened')
                tincan.process.send_signal(number)
                assert client.recv(1) == b''
            assert tincan.wait_for_end() == 0, tincan.errors
            assert tincan.events()[-1]['event'] == 'stopped'


@scenario
def ends_at_once_by_a_second_signal():
    """A second SIGINT ends it although a peer does not let go."""
    with Cli('--json', 'tcp-listen://127.0.0.1:0') as tincan:
        with talk.connect_tcp(tincan.wait_for_port()):
            tincan.wait_for_event('opened')
            tincan.interrupt()
            wait_until(lambda: try_interrupt(tincan), 'the end')
        assert tincan.wait_for_end() == 0


def try_interrupt(tincan):
    if tincan.process.poll() is None:
        tincan.interrupt()
    return tincan.process.poll() is not None


@scenario
def stops_a_connection_attempt():
    """SIGINT cancels a connection attempt at once."""
    listener = socket.create_server(('127.0.0.1', 0), backlog=0)
    port = listener.getsockname()[1]
    fillers = []
    for _ in range(3):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(('127.0.0.1', port))
        fillers.append(filler)
    with Cli('--json', f'tcp://127.0.0.1:{port}') as tincan:
        tincan.wait_for_event('connecting')
        tincan.interrupt()
        assert tincan.wait_for_end() == 0, tincan.errors
    for each in [listener, *fillers]:
        each.close()


@scenario
def records_what_wireshark_reads():
    """The recording holds both streams, byte by byte, for tshark."""
    with Cli('--json', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan:
        port = tincan.wait_for_port()
        for word in (b'first', b'second'):
            with talk.connect_tcp(port) as client:
                client.sendall(word)
                assert talk.receive_exactly(client, len(word)) == word
        tincan.wait_for_event('closed', connection=2)
        tincan.interrupt()
        assert tincan.wait_for_end() == 0
        captures = tincan.captures()
        assert len(captures) == 1 and captures[0].endswith('.pcapng'), captures
        assert os.stat(captures[0]).st_mode & 0o777 == 0o600
        for stream, word in enumerate((b'first', b'second')):
            shown = subprocess.run(['tshark', '-r', captures[0], '-q', '-z', f'follow,tcp,raw,{stream}'],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, timeout=60).stdout
            lines = [line.strip() for line in shown.splitlines()]
            assert lines.count(word.hex().encode()) == 2, shown


@scenario
def records_nothing_when_told_so():
    """--no-save leaves no file behind, and is no reason to complain."""
    with Cli('--json', '--no-save', 'tcp-listen://127.0.0.1:0') as tincan:
        tincan.wait_for_port()
        tincan.interrupt()
        assert tincan.wait_for_end() == 0
        assert tincan.captures() == []
        assert tincan.errors == b'', tincan.errors


@scenario
def says_that_it_cannot_record():
    """Where no recording can be made it works on and says why."""
    with Cli('--json', 'tcp-listen://127.0.0.1:0', environment={'XDG_STATE_HOME': '/dev/null'}) as tincan:
        with talk.connect_tcp(tincan.wait_for_port()) as client:
            client.sendall(b'hello')
            tincan.wait_for_event('data', text='hello')
        tincan.wait_for_error(b'Not being saved: ')


@scenario
def survives_closed_standard_streams():
    """Started without standard streams it mistakes no socket or file for one of them."""
    listener, port = talk.listen_tcp()
    with listener, tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(['sh', '-c', f'exec "$0" --json tcp://127.0.0.1:{port} <&- >&- 2>&-', PROGRAM],
                                   env={**os.environ, 'XDG_STATE_HOME': home, 'XDG_CONFIG_HOME': home})
        peer, _ = listener.accept()
        with peer:
            assert talk.receive_all(peer) == b''
        assert process.wait(30) == 0


@scenario
def needs_no_toolkit():
    """It is linked to nothing that draws."""
    libraries = subprocess.run(['ldd', PROGRAM], stdout=subprocess.PIPE, check=True, text=True).stdout.lower()
    for name in ('gtk', 'gdk', 'adwaita', 'cairo', 'pango', 'x11', 'wayland'):
        assert name not in libraries, libraries


if __name__ == '__main__':
    tap.main()
