"""A part of the log in files of every format: what is selected, and what a query leaves.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import contextlib
import os
import pathlib
import tempfile

import exports
import talk
import tap
from program import Program
from tap import scenario

FIRST = b'first \0\xff\r\n'
SECOND = b'second, =1+1 "\t'
THIRD = b'third ' + bytes(range(32)) + bytes(range(127, 256))  # '_' would be a mnemonic in the accessible tree
FOURTH = b'fourth'
N_BEFORE = 2  # rows before the first message: it listens, and somebody connected


@contextlib.contextmanager
def conversation():
    """Give a program with four messages in its log, each a row, and a folder for what is exported."""
    with tempfile.TemporaryDirectory() as folder, Program('--start', 'tcp-listen://127.0.0.1:0') as tincan, \
            talk.connect_tcp(tincan.wait_for_port()) as client:
        for message in (FIRST, SECOND, THIRD, FOURTH):
            client.sendall(message)
            tincan.wait_for_log(message[:5].decode())
        yield tincan, folder


@scenario
def what_is_selected():
    """The messages that are selected, which are not one after another, are saved and no others."""
    with conversation() as (tincan, folder):
        tincan.focus_log()
        tincan.key('Home', *['Down'] * N_BEFORE, 'ctrl+Down', 'ctrl+Down', 'ctrl+space')
        shown = tincan.messages()[N_BEFORE:]
        path = os.path.join(folder, 'selected')

        exports.export(tincan, exports.PCAPNG, path + '.pcapng', 'Selected (2)')
        assert exports.list_pcapng(path + '.pcapng') == [FIRST, THIRD]
        exports.export(tincan, exports.TEXT, path + '.txt', 'Selected (2)')
        assert exports.list_text(path + '.txt') == [shown[0], shown[2]]
        exports.export(tincan, exports.RAW, path + '.bin', 'Selected (2)')
        assert pathlib.Path(path + '.bin').read_bytes() == FIRST + THIRD
        assert len(os.listdir(folder)) == 3


@scenario
def what_a_query_leaves():
    """The messages that a query leaves in the log are saved and no others."""
    with conversation() as (tincan, folder):
        tincan.find('in size<20 -fourth')
        tincan.wait_for_found('2 found')
        path = os.path.join(folder, 'found')

        exports.export(tincan, exports.HEXDUMP, path + '.txt', 'Those in the Log Now (2)')
        assert exports.list_hexdump(path + '.txt') == [FIRST, SECOND]
        exports.export(tincan, exports.CSV, path + '.csv', 'Those in the Log Now (2)')
        assert exports.list_csv(path + '.csv') == [FIRST, SECOND]
        exports.export(tincan, exports.JSON_LINES, path + '.jsonl', 'Those in the Log Now (2)')
        assert exports.list_json(path + '.jsonl') == [FIRST, SECOND]
        assert len(os.listdir(folder)) == 3


if __name__ == '__main__':
    tap.main()
