"""Files through the window: saved and opened again, made by others, and exported for other programs.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import hashlib
import os
import re
import subprocess
import tempfile

import exports
import packets
import talk
import tap
import tree
from program import Program
from tap import scenario
from tree import Atspi, Role
from waiting import wait_until

SAVE = 'Save a Copy of the Recording'
SEND_FILE = 'Send a File'
SENT_SIZE = 40_000_000  # bytes: more than sockets hold

NOTE = 'größer <als> erwartet'
HOSTILE = bytes(range(256)) + b'=1+1,"quoted"\r\nnext;'


def follow(path, transport):
    """Return what both ends of the first stream said, the client first, as Wireshark follows it."""
    run = subprocess.run(['tshark', '-n', '-q', '-r', path, '-z', f'follow,{transport},raw,0'],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    said = [b'', b'']
    for line in run.stdout.split('Node 1:', 1)[1].splitlines()[1:]:
        if re.fullmatch(r'\t?[0-9a-f]+', line):
            said[line.startswith('\t')] += bytes.fromhex(line.strip())
    return said


def list_comments(path):
    """Return the payloads on which there is a comment, each with that, as Wireshark reads them."""
    run = subprocess.run(['tshark', '-n', '-r', path, '-Y', 'frame.comment and tcp.len>0', '-T', 'fields', '-e', 'tcp.payload',
                          '-e', 'frame.comment'],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    noted = (line.split('\t') for line in run.stdout.splitlines())
    return [[bytes.fromhex(payload).decode(), comment] for payload, comment in noted]


def save_copy(tincan, path):
    tincan.focus_window()
    tincan.key('ctrl+s')
    tincan.choose_file(SAVE, path)
    exports.wait_for_file(path)


@scenario
def a_file_is_sent_as_it_is():
    """The button of the send box sends a file to the one who is connected, byte for byte."""
    with tempfile.TemporaryDirectory() as folder, Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        path = os.path.join(folder, 'large')
        contents = os.urandom(SENT_SIZE)
        with open(path, 'wb') as file:
            file.write(contents)
        with talk.connect_tcp(tincan.wait_for_port()) as peer:
            tincan.wait_for_connections(1)
            tincan.click(SEND_FILE)
            tincan.choose_file(SEND_FILE, path)
            received = talk.receive_exactly(peer, SENT_SIZE)
        assert hashlib.sha256(received).digest() == hashlib.sha256(contents).digest(), len(received)


@scenario
def a_file_that_is_cut_off_is_told_of():
    """A peer that closes in the middle leaves a sentence that says how much was sent."""
    with tempfile.TemporaryDirectory() as folder, Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        path = os.path.join(folder, 'large')
        with open(path, 'wb') as file:
            file.truncate(SENT_SIZE)
        with talk.connect_tcp(tincan.wait_for_port()) as peer:
            tincan.wait_for_connections(1)
            tincan.click(SEND_FILE)
            tincan.choose_file(SEND_FILE, path)
            talk.receive_exactly(peer, 1000)
        wait_until(lambda: any('were sent. ' in text for text in tree.texts(tincan.window)), 'how much was sent')


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
            save_copy(tincan, path)
        with Program(path) as tincan:
            wait_until(lambda: tincan.log_rows() == rows, lambda: f'{rows} in {tincan.log_rows()}')
            wait_until(lambda: [texts[0] for _, texts in tincan.connection_rows()] == connections,
                       lambda: f'{connections} in {tincan.connection_rows()}')
            tincan.wait_for_text('Only for reading')


def open_note(tincan):
    """Ask for the note on the selected message, and return the field with it."""
    tincan.key('ctrl+shift+n')
    field = tincan.field('Note')
    wait_until(lambda: tree.has_state(field, Atspi.StateType.FOCUSED), 'the note to have the keyboard')
    return field


def wait_until_selected(tincan, text):
    """Wait until the pane shows the message of that text."""
    shown = tincan.part('Selected message')
    wait_until(lambda: text in [tree.text_of(node) for node in tree.find_all(shown, Role.TEXT)],
               lambda: f'{text!r} in:\n{tree.dump(shown)}')


@scenario
def bookmarks_and_notes_are_in_a_saved_copy():
    """A bookmark and a note are in a saved copy, for Wireshark too, and where they were when it is opened."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'noted.pcapng')
        with Program('--start', 'tcp-listen://127.0.0.1:0') as tincan, \
                talk.connect_tcp(tincan.wait_for_port()) as client:
            for text in ('first', 'second', 'third', 'fourth'):
                client.sendall(text.encode())
                tincan.wait_for_log(text)
            tincan.focus_log()
            tincan.key('End', 'Up', 'Up')
            wait_until_selected(tincan, 'second')
            tree.set_text(open_note(tincan), NOTE)
            tincan.key('Return')
            tincan.key('End')
            wait_until_selected(tincan, 'fourth')
            tincan.key('ctrl+d')
            save_copy(tincan, path)
        assert list_comments(path) == [['second', f'bookmark: {NOTE}'], ['fourth', 'bookmark']], list_comments(path)

        with Program(path) as tincan:
            tincan.wait_for_log('fourth')
            tincan.focus_window()
            tincan.key('F2')
            wait_until_selected(tincan, 'second')
            field = open_note(tincan)
            assert tree.text_of(field) == NOTE, tree.text_of(field)
            tincan.key('Escape', 'F2')
            wait_until_selected(tincan, 'fourth')


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
        exports.export(tincan, exports.CSV, os.path.join(folder, 'all.csv'))
        assert exports.read_csv(os.path.join(folder, 'all.csv')) == expected
        exports.export(tincan, exports.JSON_LINES, os.path.join(folder, 'all.jsonl'))
        assert exports.read_json(os.path.join(folder, 'all.jsonl')) == expected
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
        exports.export(tincan, exports.JSON_LINES, exported)
        streams = exports.read_json(exported)
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
