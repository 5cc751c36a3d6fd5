"""What goes in and out of tincan-cli: formats, ends, back-pressure.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import hashlib
import os
import re
import socket
import struct
import subprocess
import tempfile
import threading
import time

import talk
import tap
from cli import PROGRAM, Cli
from tap import scenario
from waiting import wait_until

TIME = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$')


@scenario
def writes_json_as_promised():
    """Each event is one JSON object with the members that were promised, and no others."""
    with Cli('--json', 'tcp-listen://127.0.0.1:0') as tincan:
        port = tincan.wait_for_port()
        with talk.connect_tcp(port) as client:
            client.sendall(b'"q\\uote"\x00\x1b\xff')
            data = tincan.wait_for_event('data')
            client.sendall('zwölf\n'.encode())
            text = tincan.wait_for_event('data', text='zwölf\n')
            peer = f'127.0.0.1:{client.getsockname()[1]}'
        tincan.wait_for_event('closed')
        tincan.interrupt()
        assert tincan.wait_for_end() == 0, tincan.errors
        listening, opened = tincan.events()[:2]
        assert list(listening) == ['time', 'event', 'session', 'local', 'by'], listening
        assert listening['local'] == f'127.0.0.1:{port}'
        assert list(opened) == ['time', 'event', 'session', 'connection', 'direction', 'peer', 'local', 'by'], opened
        assert list(data) == ['time', 'event', 'session', 'connection', 'direction', 'peer', 'local', 'size', 'text',
                              'hex', 'by'], data
        assert data['text'] is None and data['size'] == 11, data
        assert data['hex'] == b'"q\\uote"\x00\x1b\xff'.hex()
        assert data['peer'] == peer and data['connection'] == 1 and data['direction'] == 'in'
        assert text['size'] == 7
        assert tincan.events()[-1]['event'] == 'stopped'
        assert all(TIME.match(event['time']) for event in tincan.events())
        assert tincan.errors == b'', tincan.errors


@scenario
def keeps_nul_in_text():
    """Text may hold NUL and controls; they are escaped, not lost."""
    with Cli('--json', 'udp-listen://127.0.0.1:0') as tincan:
        port = tincan.wait_for_port()
        sender, _ = talk.bind_udp()
        with sender:
            sender.sendto(b'a\x00b\x7f\t"', ('127.0.0.1', port))
            sender.sendto(b'', ('127.0.0.1', port))
        assert tincan.wait_for_event('data', size=6)['text'] == 'a\0b\x7f\t"'
        empty = tincan.wait_for_event('data', size=0)
        assert empty['text'] == '' and empty['hex'] == '', empty


@scenario
def reads_and_writes_an_encoding():
    """A line in the terminal's UTF-8 goes out in the endpoint's encoding, and comes back as text."""
    with Cli('--json', 'tcp-listen://127.0.0.1:0?encoding=ISO-8859-1&eol=crlf') as tincan:
        with talk.connect_tcp(tincan.wait_for_port()) as client:
            tincan.wait_for_event('opened')
            tincan.type('Grüße\n€\nEnde\n'.encode())
            assert talk.receive_exactly(client, 13) == b'Gr\xfc\xdfe\r\nEnde\r\n'
            tincan.wait_for_error(b'not sent')
            client.sendall(b'\xe4')
            tincan.wait_for_event('data', direction='in', text='ä')


@scenario
def adds_the_line_ending():
    """What is typed gets the line ending of the endpoint, once."""
    for eol, expected in (('none', b'onetwothree'), ('lf', b'one\ntwo\nthree\n'), ('crlf', b'one\r\ntwo\r\nthree\r\n'),
                          ('nul', b'one\0two\0three\0')):
        listener, port = talk.listen_tcp()
        with listener, Cli(f'tcp://127.0.0.1:{port}?eol={eol}') as tincan:
            tincan.type(b'one\r\ntwo\nthree')
            tincan.end_input()
            peer, _ = listener.accept()
            with peer:
                assert talk.receive_all(peer) == expected
            assert tincan.wait_for_end() == 0


@scenario
def half_closes_at_the_end_of_input():
    """After its input a client still receives, and ends when the peer does."""
    listener, port = talk.listen_tcp()
    with listener, Cli('--raw', f'tcp://127.0.0.1:{port}') as tincan:
        tincan.type(b'question')
        tincan.end_input()
        peer, _ = listener.accept()
        with peer:
            assert talk.receive_all(peer) == b'question'
            peer.sendall(b'a late answer')
            tincan.wait_for(b'a late answer')
            assert tincan.process.poll() is None
        assert tincan.wait_for_end() == 0
        assert tincan.output == b'a late answer', tincan.output
        assert b'connected' in tincan.errors


@scenario
def passes_bytes_through():
    """Five megabytes of any bytes go through a raw pair whole."""
    data = os.urandom(5 * 1024 * 1024)
    with Cli('--raw', 'tcp-listen://127.0.0.1:0') as server:
        server.wait_for_error(b'Listening on 127.0.0.1:')
        port = int(re.search(rb'127\.0\.0\.1:(\d+)', server.errors)[1])
        with Cli('--raw', f'tcp://127.0.0.1:{port}') as client:
            client.type(data)
            client.end_input()
            wait_until(lambda: len(server.output) == len(data), lambda: f'{len(server.output)} of {len(data)} bytes')
            assert hashlib.sha256(server.output).digest() == hashlib.sha256(data).digest()
            server.interrupt()
            assert server.wait_for_end() == 0
            assert client.wait_for_end() == 0


@scenario
def talks_with_ncat_and_socat():
    """ncat and socat get their megabyte back from an echo server."""
    data = os.urandom(1024 * 1024)
    with Cli('--json', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan:
        port = tincan.wait_for_port()
        for command in (['ncat', '127.0.0.1', str(port)], ['socat', '-t20', '-', f'TCP:127.0.0.1:{port}'],
                        ['nc', '-N', '127.0.0.1', str(port)]):
            result = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True, timeout=30)
            assert result.stdout == data, f'{command[0]}: {len(result.stdout)} bytes'


def wait_for_listener(port):
    """Wait until something listens, without connecting to it: it may take one connection only."""
    entry = f'0100007F:{port:04X} 00000000:0000 0A'

    def look():
        with open('/proc/net/tcp', encoding='ascii') as table:
            return entry in table.read()

    wait_until(look, f'a listener on port {port}')


@scenario
def connects_to_ncat():
    """A raw client and a server of ncat pass a megabyte each way."""
    there, back = os.urandom(1024 * 1024), os.urandom(1024 * 1024)
    port = talk.find_free_port()
    server = subprocess.Popen(['ncat', '-l', '127.0.0.1', str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    wait_for_listener(port)
    with Cli('--raw', f'tcp://127.0.0.1:{port}') as tincan:
        writer = threading.Thread(target=server.stdin.write, args=(back,), daemon=True)
        writer.start()
        typist = threading.Thread(target=tincan.type, args=(there,), daemon=True)
        typist.start()
        received = read_pipe(server.stdout, len(there))
        typist.join()
        writer.join()
        server.stdin.flush()
        assert hash(received) == hash(there), f'{len(received)} bytes'
        wait_until(lambda: len(tincan.output) == len(back), lambda: f'{len(tincan.output)} bytes')
        server.stdin.close()
        assert tincan.wait_for_end() == 0, tincan.errors
        assert hash(tincan.output) == hash(back)
    server.wait(30)
    server.stdout.close()


def read_pipe(stream, size):
    """Return size bytes of a pipe."""
    data = b''
    while len(data) < size and (chunk := stream.read1(65536)):
        data += chunk
    return data


@scenario
def connects_to_socat():
    """A raw client gets its megabyte back from a server of socat."""
    data = os.urandom(1024 * 1024)
    port = talk.find_free_port()
    server = subprocess.Popen(['socat', f'TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr', 'PIPE'])
    wait_for_listener(port)
    with Cli('--raw', f'tcp://127.0.0.1:{port}') as tincan:
        tincan.type(data)
        tincan.end_input()
        assert tincan.wait_for_end() == 0, tincan.errors
        assert hash(tincan.output) == hash(data), f'{len(tincan.output)} bytes'
    server.wait(30)


@scenario
def waits_with_what_is_typed_too_early():
    """Lines that come before the connection is open are sent when it is."""
    listener, port = talk.listen_tcp()
    with listener, Cli(f'tcp://127.0.0.1:{port}') as tincan:
        tincan.type(b'early\n')
        peer, _ = listener.accept()
        with peer:
            assert talk.receive_exactly(peer, 6) == b'early\n'


@scenario
def says_that_nobody_is_there():
    """Lines to a server without peers are dropped, and it says so."""
    with Cli('--json', 'tcp-listen://127.0.0.1:0') as tincan:
        port = tincan.wait_for_port()
        tincan.type(b'hello?\nhello?\n')
        tincan.wait_for_error(b'not sent')
        with talk.connect_tcp(port) as client:
            tincan.wait_for_event('opened')
            tincan.type(b'now\n')
            assert talk.receive_exactly(client, 4) == b'now\n'
        assert tincan.errors.count(b'not sent') == 1, tincan.errors


@scenario
def stops_a_second_after_the_last_datagram():
    """A UDP client whose input ended waits for answers, and stops a second after the last."""
    server, port = talk.bind_udp()
    with server, Cli('--raw', f'udp://127.0.0.1:{port}') as tincan:
        tincan.type(b'ping')
        tincan.end_input()
        data, client = server.recvfrom(100)
        start = time.monotonic()
        assert data == b'ping'
        server.sendto(b'pong', client)
        assert tincan.wait_for_end() == 0
        assert tincan.output == b'pong'
        assert 0.9 <= time.monotonic() - start < 10


def peak_kb(process):
    """Return the most memory that a process ever had."""
    with open(f'/proc/{process.pid}/status', encoding='ascii') as status:
        return int(re.search(r'VmHWM:\s+(\d+) kB', status.read())[1])


@scenario
def takes_no_more_than_the_reader():
    """A reader that stalls costs neither memory nor a byte."""
    total = 192 * 1024 * 1024
    # Under the address sanitizer freed memory is kept, to find who uses it; that is not what is measured.
    sanitizer = os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=4'
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen([PROGRAM, '--raw', 'tcp-listen://127.0.0.1:0'], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, 'XDG_STATE_HOME': home, 'XDG_CONFIG_HOME': home,
                                        'ASAN_OPTIONS': sanitizer})
        port = int(re.search(rb'127\.0\.0\.1:(\d+)', process.stderr.readline())[1])
        threading.Thread(target=process.stderr.read, daemon=True).start()
        with talk.connect_tcp(port) as client:
            for _ in range(total // 65536):
                client.sendall(bytes(65536))
        received = 0
        while received < total:
            received += len(process.stdout.read1(1 << 20))
        assert received == total
        assert peak_kb(process) < 160 * 1024, f'{peak_kb(process)} kB'
        process.kill()
        process.wait()
        process.stdout.close()


@scenario
def ends_when_nobody_reads():
    """A closed standard output ends it gracefully."""
    process = subprocess.Popen([PROGRAM, '--no-save', '--json', 'tcp-listen://127.0.0.1:0'], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert b'listening' in process.stdout.readline()
    process.stdout.close()
    assert process.wait(30) == 0
    assert process.stderr.read() == b''
    process.stderr.close()


@scenario
def makes_nothing_act_on_the_terminal():
    """What a peer sends is visible as text, and never as a command."""
    with Cli('tcp-listen://127.0.0.1:0') as tincan:
        tincan.wait_for(b'Listening on 127.0.0.1:')
        port = int(re.search(rb'127\.0\.0\.1:(\d+)', tincan.output)[1])
        with talk.connect_tcp(port) as client:
            client.sendall('\x1b[2J\x07\u202e€'.encode() + b'\xff')
            tincan.wait_for('\\x1B[2J\\x07\\u{202E}€\\xFF'.encode())
        assert b'\x1b' not in tincan.output


@scenario
def writes_all_of_a_long_message():
    """A message over 1,024 bytes is written whole."""
    with Cli('tcp-listen://127.0.0.1:0') as tincan:
        tincan.wait_for(b'Listening on 127.0.0.1:')
        port = int(re.search(rb'127\.0\.0\.1:(\d+)', tincan.output)[1])
        with talk.connect_tcp(port) as client:
            client.sendall(b'x' * 20000)
            wait_until(lambda: tincan.output.count(b'x') >= 20000, 'twenty thousand bytes')


@scenario
def reports_a_reset():
    """A connection that is reset ends with exit code 1 and says so."""
    listener, port = talk.listen_tcp()
    with listener, Cli('--json', f'tcp://127.0.0.1:{port}') as tincan:
        peer, _ = listener.accept()
        tincan.wait_for_event('opened')
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        peer.close()
        assert tincan.wait_for_end() == 1, tincan.output
        assert tincan.find_event('reset')
        assert b'was reset by the peer' in tincan.errors, tincan.errors


if __name__ == '__main__':
    tap.main()
