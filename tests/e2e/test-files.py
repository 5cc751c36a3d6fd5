"""Files through the window: saved and opened again, made by others, and exported for other programs.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import csv
import json
import os
import pathlib
import re
import subprocess
import tempfile

import packets
import talk
import tap
import tree
from program import Program
from tap import scenario
from waiting import wait_until

SAVE = 'Save a Copy of the Recording'
EXPORT = 'Export Messages'

CSV = 3, 'CSV', 'For spreadsheets'  # its place in the list of formats, its name, and what is said of it
JSON_LINES = 4, 'JSON Lines', 'An object on each line, for scripts'

HOSTILE = bytes(range(256)) + b'=1+1,"quoted"\r\nnext;'


def wait_for_file(path):
    """Wait until it is there: it gets its name when all of it is written."""
    wait_until(lambda: os.path.exists(path), f'{path} to be written')


def export(tincan, format_row, path):
    """Export all messages in a format."""
    steps, name, note = format_row
    tincan.focus_window()
    tincan.key('ctrl+e')
    dialog = tincan.wait_for_window(EXPORT)
    tincan.choose_in_row('Format', name, dialog, steps, ('Tab', 'space'))  # GTK 4.18 tells the row's place wrong
    tincan.wait_for_text(note, dialog)
    window, _ = tincan.x_window_of(dialog)
    tincan.click('Choose File…', within=dialog)
    tincan.choose_file(EXPORT, path, besides=window)
    wait_for_file(path)


def read_json(path):
    """Return the bytes of each direction of each connection."""
    streams = {}
    for line in pathlib.Path(path).read_text(encoding='utf-8').splitlines():
        message = json.loads(line)
        if 'hex' in message:
            key = message['connection'], message['direction']
            streams[key] = streams.get(key, b'') + bytes.fromhex(message['hex'])
    return streams


def read_csv(path):
    """The same of comma-separated values."""
    streams = {}
    with open(path, encoding='utf-8', newline='') as file:
        for message in csv.DictReader(file, strict=True):
            if message['hex']:
                key = int(message['connection']), message['direction']
                streams[key] = streams.get(key, b'') + bytes.fromhex(message['hex'])
    return streams


def follow(path, transport):
    """Return what both ends of the first stream said, the client first, as Wireshark follows it."""
    run = subprocess.run(['tshark', '-n', '-q', '-r', path, '-z', f'follow,{transport},raw,0'],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    said = [b'', b'']
    for line in run.stdout.split('Node 1:', 1)[1].splitlines()[1:]:
        if re.fullmatch(r'\t?[0-9a-f]+', line):
            said[line.startswith('\t')] += bytes.fromhex(line.strip())
    return said


@scenario
def a_saved_recording_opens_with_the_same():
    """Ctrl+S saves what opens again with the same rows and connections."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'saved.pcapng')
        with Program('--start', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan:
            port = tincan.wait_for_port()
            for text in ('first\n', 'zweites, größer'):
                with talk.connect_tcp(port) as client:
                    client.sendall(text.encode())
                    talk.receive_exactly(client, len(text.encode()))
            tincan.wait_for_connection_states('Closed', 2)
            tincan.wait_for_log('first', times=2)
            tincan.wait_for_log('größer', times=2)
            rows = tincan.log_rows()
            connections = wait_until(lambda: [texts[0] for _, texts in tincan.connection_rows()], 'the connections')
            tincan.focus_window()
            tincan.key('ctrl+s')
            tincan.choose_file(SAVE, path)
            wait_for_file(path)
        with Program(path) as tincan:
            wait_until(lambda: tincan.log_rows() == rows, lambda: f'{rows} in {tincan.log_rows()}')
            wait_until(lambda: [texts[0] for _, texts in tincan.connection_rows()] == connections,
                       lambda: f'{connections} in {tincan.connection_rows()}')
            tincan.wait_for_text('Only for reading')


@scenario
def exports_are_read_by_others():
    """CSV and JSON Lines have every byte for the readers of Python."""
    with tempfile.TemporaryDirectory() as folder, \
            Program('--start', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan:
        port = tincan.wait_for_port()
        with talk.connect_tcp(port) as client:
            client.sendall(HOSTILE)
            assert talk.receive_exactly(client, len(HOSTILE)) == HOSTILE
            client.sendall(b'-2')
            assert talk.receive_exactly(client, 2) == b'-2'
            tincan.wait_for_log('-2', times=2)
        expected = {(1, 'in'): HOSTILE + b'-2', (1, 'out'): HOSTILE + b'-2'}
        export(tincan, CSV, os.path.join(folder, 'all.csv'))
        assert read_csv(os.path.join(folder, 'all.csv')) == expected
        export(tincan, JSON_LINES, os.path.join(folder, 'all.jsonl'))
        assert read_json(os.path.join(folder, 'all.jsonl')) == expected
        assert sorted(os.listdir(folder)) == ['all.csv', 'all.jsonl']


def assert_same_as_wireshark(path, transport, rows):
    """Open a file, look at its rows, and compare what is exported with what Wireshark follows."""
    said = follow(path, transport)
    assert all(said), said
    with tempfile.TemporaryDirectory() as folder, Program(path) as tincan:
        for text in rows:
            tincan.wait_for_log(text)
        tincan.wait_for_connections(1)
        exported = os.path.join(folder, 'all.jsonl')
        export(tincan, JSON_LINES, exported)
        streams = read_json(exported)
        assert sorted(streams.values()) == sorted(said), (streams, said)


@scenario
def another_programs_tcp_has_the_bytes_of_wireshark():
    """TCP that came out of order and twice is put together as Wireshark does it."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'tcp.pcap')
        packets.write_pcap(path, packets.tcp_in_disorder(b'GET / HTTP/1.0\r\n\r\n', HOSTILE + b'the last words'))
        assert_same_as_wireshark(path, 'tcp', ['GET / HTTP/1.0', 'the last words'])


@scenario
def text2pcaps_udp_has_the_bytes_of_wireshark():
    """Datagrams that text2pcap put into Ethernet frames are read from its pcapng."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'udp.pcapng')
        dump = 'I\n0000 70 69 6e 67 00 ff\nO\n0000 70 6f 6e 67 0a\n'
        subprocess.run(['text2pcap', '-q', '-D', '-u', '40000,7', '-4', '10.0.0.1,10.0.0.2', '-', path],
                       input=dump, text=True, check=True, stderr=subprocess.DEVNULL)
        assert_same_as_wireshark(path, 'udp', ['ping', 'pong'])


if __name__ == '__main__':
    tap.main()
