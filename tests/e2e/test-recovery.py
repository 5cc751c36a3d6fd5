"""What was recorded outlives the program, and a disk that is full does not end the session.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import contextlib
import datetime
import errno
import os
import pathlib
import re
import struct
import subprocess
import threading

import talk
import tap
import tree
from program import Program
from tap import scenario
from tree import Atspi, Role
from waiting import let_pass, wait_until

GRACE_TURNS = 40       # a second, while what was answered needs to reach the disk in 25 ms
N_BEFORE_THE_END = 500
LINE_SIZE = 16
FLOOD_SIZE = 128 << 20  # bytes: twice of what is kept in memory until the disk takes it
BANNER = re.compile(r'Recovered ([0-9,]+) messages')
GAP = re.compile(r'\d+ messages? \((\d+) bytes\) (?:was|were) not recorded, from (\S+) to (\S+)\.')
DAY_S = 24 * 3600
# Where no other instance is met, and nothing is told to a screen reader.
ALONE = {'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nowhere', 'GTK_A11Y': 'none'}
CUT = struct.pack('<II', 6, 128) + b'cut off'  # the beginning of a packet of pcapng, as a power cut leaves it


class Talker(threading.Thread):
    """A client that sends numbered lines, each after the answer to the one before."""

    def __init__(self, port):
        super().__init__()
        self.client = talk.connect_tcp(port)
        self.n_answered = 0
        self.start()

    def run(self):
        try:
            while True:
                line = b'line %010d\n' % self.n_answered
                self.client.sendall(line)
                if talk.receive_exactly(self.client, LINE_SIZE) != line:
                    return
                self.n_answered += 1
        except OSError:
            pass  # the other end is gone, as it shall be
        finally:
            self.client.close()


def list_recordings(state):
    return sorted(pathlib.Path(state).rglob('*.pcapng'))


def list_sizes(path):
    """Return the bytes of each message that Wireshark finds, however the file ends."""
    run = subprocess.run(['tshark', '-n', '-r', path, '-Y', 'tcp.len>0', '-T', 'fields', '-e', 'tcp.len'],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return [int(size) for size in run.stdout.split()]


def find_end(path):
    """Return where the last whole block of a recording ends."""
    data = path.read_bytes()
    end = 0
    while end + 12 <= len(data):
        size = struct.unpack_from('<I', data, end + 4)[0]
        if size < 12 or end + size > len(data) or struct.unpack_from('<I', data, end + size - 4)[0] != size:
            break
        end += size
    return end


def delete_all(tincan):
    """Delete all recordings in Preferences."""
    tincan.focus_window()
    tincan.key('ctrl+comma')
    preferences = tincan.wait_for_window(lambda name: name.startswith('Preferences'))
    tree.click(tree.wait_for(preferences, Role.PAGE_TAB, 'Recordings'))
    tincan.click('Delete All…', within=preferences)
    tincan.click('Delete All', within=tincan.wait_for_window('Delete All Recordings?'))


def leave_recording(*texts):
    """Have an instance record messages and be killed; return the file."""
    before = list_recordings(os.environ['XDG_STATE_HOME'])
    tincan = Program('--start', 'tcp-listen://127.0.0.1:0')
    with talk.connect_tcp(tincan.wait_for_port()) as client:
        for text in texts:
            client.sendall(text.encode())
            tincan.wait_for_log(text)
        [recording] = [path for path in list_recordings(os.environ['XDG_STATE_HOME']) if path not in before]
        wait_until(lambda: len(list_sizes(recording)) == len(texts), 'the messages on disk')
        tincan.kill()
    return recording


def connect(port):
    """Return a connection, or None while nobody listens."""
    try:
        return talk.connect_tcp(port)
    except ConnectionRefusedError:
        return None


@contextlib.contextmanager
def another_instance():
    """Give an instance that meets no other, and a client of its server."""
    port = talk.find_free_port()
    other = subprocess.Popen([os.environ['TIN_PROGRAM'], '--start', f'tcp-listen://127.0.0.1:{port}'],
                             env={**os.environ, **ALONE}, stderr=subprocess.DEVNULL)
    try:
        with wait_until(lambda: connect(port), 'the other instance') as client:
            yield other, client
    finally:
        other.kill()
        other.wait()


@scenario
def what_was_answered_outlives_a_kill():
    """After kill -9 amid traffic the next start tells of no fewer messages than were answered, and opens them."""
    tincan = Program('--start', 'tcp-listen://127.0.0.1:0?reply=echo')
    port = tincan.wait_for_port()
    talkers = [Talker(port) for _ in range(3)]
    wait_until(lambda: all(talker.n_answered > N_BEFORE_THE_END for talker in talkers), 'answers')
    n_answered = sum(talker.n_answered for talker in talkers)
    for _ in range(GRACE_TURNS):
        let_pass()
    tincan.kill()
    for talker in talkers:
        talker.join()
    [recording] = list_recordings(os.environ['XDG_STATE_HOME'])

    with Program() as tincan:
        banner = wait_until(lambda: next(filter(None, map(BANNER.fullmatch, tree.texts(tincan.window))), None),
                            'the banner')
        n_recovered = int(banner[1].replace(',', ''))
        assert n_recovered >= 2 * n_answered, f'{n_recovered} for {n_answered} answers'
        n_there = len(list_sizes(recording))
        assert n_recovered == n_there, f'{n_recovered} for {n_there}'
        tincan.click('Open Recordings')
        tincan.wait_for_log('line ')
        tincan.wait_for_connections(3)
        tincan.wait_for_text('Only for reading')

    with Program('--start', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan:  # it is told once
        with talk.connect_tcp(tincan.wait_for_port()) as client:
            client.sendall(b'next')
            tincan.wait_for_log('next', times=2)
        assert not any(map(BANNER.fullmatch, tree.texts(tincan.window)))


@scenario
def a_cut_end_is_told():
    """Of a recording whose end is no whole message it is said how much that is, where it is told of and in it."""
    recording = leave_recording('first', 'second')
    with open(recording, 'ab') as file:
        file.write(CUT)
    n_cut = recording.stat().st_size - find_end(recording)
    assert n_cut >= len(CUT)
    with Program() as tincan:
        tincan.wait_for_text('Recovered 2 messages')
        tincan.wait_for_text(f'The last {n_cut} bytes are no whole message.')
        tincan.click('Open Recordings')
        tincan.wait_for_log('second')
        tincan.wait_for_text(f'The recording was cut off: the last {n_cut} bytes of the file are no whole message.')


@scenario
def what_another_instance_records_is_left_to_it():
    """An instance beside another tells of what broke off, but not of what the other records, and deletes none of it."""
    state = os.environ['XDG_STATE_HOME']
    with another_instance() as (other, client):
        client.sendall(b'mine')
        [recording] = wait_until(lambda: [path for path in list_recordings(state) if f'-{other.pid}-' in path.name],
                                 'another recording')
        wait_until(lambda: list_sizes(recording) == [4], 'the message on disk')

        broken_off = leave_recording('one', 'two', 'three')
        with Program() as tincan:
            tincan.wait_for_text('Recovered 3 messages')
            delete_all(tincan)
            wait_until(lambda: not broken_off.exists(), 'what broke off to be deleted')
        assert recording in list_recordings(state)

        client.sendall(b'still mine')
        wait_until(lambda: list_sizes(recording) == [4, 10], 'both messages on disk')


def fill(disk):
    """Take all room that is left on a disk; return the file that has it."""
    path = os.path.join(disk, 'hog')
    with open(path, 'wb', buffering=0) as hog:
        try:
            while hog.write(bytes(1 << 20)):
                pass
        except OSError as error:
            assert error.errno == errno.ENOSPC, error
    return path


def list_gaps(tincan):
    """Return how many bytes each row of the log says were not recorded, from when to when."""
    return [found.groups() for found in map(GAP.fullmatch, tincan.messages()) if found]


def now():
    """Return the time of day as the log shows it."""
    return datetime.datetime.now().strftime('%X')


def read_time(text):
    """Return a time of day in seconds."""
    hours, minutes, seconds = text.split(':')
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def assert_between(begun, first, last, ended):
    """Check that these times of a day are in order, past midnight, too."""
    after = [(read_time(time) - read_time(begun)) % DAY_S for time in (first, last, ended)]
    assert after == sorted(after), (begun, first, last, ended)


@scenario
def a_full_disk_is_told_and_outlived():
    """While the disk is full the session goes on, it is said what was not recorded, and recording resumes by itself."""
    disk = os.environ['TIN_SMALL_DISK']
    with Program('--start', 'tcp-listen://127.0.0.1:0', environment={'XDG_STATE_HOME': disk}) as tincan:
        with talk.connect_tcp(tincan.wait_for_port()) as client:
            client.sendall(b'before')
            tincan.wait_for_log('before')
            tincan.wait_for_text('Saved in ')
            begun = now()
            hog = fill(disk)
            chunk = bytes(1 << 20)
            for _ in range(FLOOD_SIZE // len(chunk)):
                client.sendall(chunk)
            tincan.wait_for_text('Not being saved: The disk is full')
            client.sendall(b'meanwhile')
            tincan.wait_for_log('meanwhile')

            os.remove(hog)
            tincan.wait_for_text('Saved in ')
            wait_until(lambda: list_gaps(tincan), lambda: f'what was not recorded in {tincan.log_rows()}')
            ended = now()
            client.sendall(b'after')
            tincan.wait_for_log('after')
            wait_until(lambda: not any(tree.has_state(label, Atspi.StateType.SHOWING) for label in tree.find_all(
                tincan.window, Role.LABEL, lambda name: name.startswith('Not being saved'))), 'the banner to go')

    [recording] = list_recordings(disk)
    n_recorded = sum(list_sizes(recording))
    with Program(str(recording), environment={'XDG_STATE_HOME': disk}) as tincan:
        tincan.find('before')
        tincan.wait_for_messages('before')
        tincan.find('after')
        tincan.wait_for_messages('after')
        tincan.find('errors')
        gaps = wait_until(lambda: list_gaps(tincan), lambda: f'what was not recorded in {tincan.log_rows()}')
        n_sent = len('before') + FLOOD_SIZE + len('meanwhile') + len('after')
        assert n_recorded + sum(int(size) for size, _, _ in gaps) == n_sent, f'{n_recorded} and {gaps} of {n_sent}'
        for _, first, last in gaps:
            assert_between(begun, first, last, ended)


if __name__ == '__main__':
    tap.main()
