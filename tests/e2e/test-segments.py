"""A recording in several files: when it reaches its limit the oldest go, and the log says so.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import re
import tempfile

import exports
import talk
import tap
from program import Program
from tap import scenario
from waiting import wait_until

SETTINGS = """\
[io/github/tincan/Tincan]
segment-size=1
session-limit=16
"""
SESSION_LIMIT = 16 << 20  # bytes, as in the settings
SENT_SIZE = 32 << 20
CHUNK_SIZE = 1 << 18
LINE_SIZE = 16
REMOVED = re.compile(r'The oldest \d+ messages, up to \S+, were removed: the recording reached its limit of 16\.0.MiB\.')


def configure(folder):
    """Put small limits where the settings are read from; return what the environment must say of it."""
    settings = pathlib.Path(folder, 'config', 'glib-2.0', 'settings', 'keyfile')
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding='utf-8')
    return {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': os.path.join(folder, 'config'),
            'XDG_STATE_HOME': os.path.join(folder, 'state')}


def list_recordings(folder):
    return sorted(pathlib.Path(folder, 'state').rglob('*.pcapng'))


def assert_told(tincan):
    """Find what the log says of messages that are no more; the first of all is one of them."""
    tincan.find('events removed')
    wait_until(lambda: any(map(REMOVED.fullmatch, tincan.messages())), lambda: f'the note in {tincan.log_rows()}')
    tincan.find('"the very first"')
    tincan.wait_for_found('Nothing found')
    tincan.key('Escape')
    tincan.wait_for_query(lambda text: text == '')


@scenario
def the_oldest_go_and_it_is_told():
    """What no longer fits the limit goes, the oldest first; it is told, and what is left opens again, whole."""
    sent = b''.join(b'line %010d\n' % number for number in range(SENT_SIZE // LINE_SIZE))
    with tempfile.TemporaryDirectory() as folder:
        environment = configure(folder)
        with Program('--start', 'tcp-listen://127.0.0.1:0', environment=environment) as tincan:
            with talk.connect_tcp(tincan.wait_for_port()) as client:
                client.sendall(b'the very first')
                tincan.wait_for_log('the very first')
                for start in range(0, len(sent), CHUNK_SIZE):
                    client.sendall(sent[start:start + CHUNK_SIZE])
                client.shutdown(1)
                tincan.wait_for_log('Disconnected by the peer')
            assert_told(tincan)

        recordings = list_recordings(folder)
        size = sum(path.stat().st_size for path in recordings)
        assert len(recordings) > 1, recordings
        assert SESSION_LIMIT // 2 < size < SENT_SIZE * 3 // 4, size  # what is written at once is in one file

        with Program(str(recordings[len(recordings) // 2]), environment=environment) as tincan:
            tincan.wait_for_text('Only for reading')
            assert_told(tincan)
            exported = os.path.join(folder, 'left.bin')
            exports.export(tincan, exports.RAW, exported)
            left = pathlib.Path(exported).read_bytes()
            assert len(left) > SESSION_LIMIT // 2 and sent.endswith(left), len(left)


if __name__ == '__main__':
    tap.main()
