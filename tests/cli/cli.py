"""tincan-cli as another program runs it.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading

from waiting import wait_until

PROGRAM = os.environ['TIN_CLI']


def short(data):
    """Return what a report can show of bytes."""
    return f'{data[:300]!r}…{data[-300:]!r} ({len(data)} bytes)' if len(data) > 2000 else repr(data)


class Cli:
    """A running tincan-cli; what it writes can be waited for."""

    def __init__(self, *arguments, stdin=subprocess.PIPE, environment=None):
        self.home = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [PROGRAM, *arguments], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, 'XDG_STATE_HOME': self.home.name, 'XDG_CONFIG_HOME': self.home.name,
                 **(environment or {})})
        self.output = b''
        self.errors = b''
        self.readers = [threading.Thread(target=self._read_output, daemon=True),
                        threading.Thread(target=self._read_errors, daemon=True)]
        for reader in self.readers:
            reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def _read_output(self):
        while chunk := self.process.stdout.read1(65536):
            self.output += chunk

    def _read_errors(self):
        while chunk := self.process.stderr.read1(65536):
            self.errors += chunk

    def type(self, data):
        """Write bytes to its standard input."""
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def end_input(self):
        self.process.stdin.close()

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def wait_for(self, data):
        wait_until(lambda: data in self.output, lambda: f'{data!r} in {short(self.output)}, {short(self.errors)}')

    def wait_for_error(self, data):
        wait_until(lambda: data in self.errors, lambda: f'{data!r} in {short(self.errors)}')

    def events(self):
        """Return the JSON objects that were written so far."""
        return [json.loads(line) for line in self.output.splitlines(keepends=True) if line.endswith(b'\n')]

    def find_event(self, name, **members):
        for event in self.events():
            if event['event'] == name and all(event.get(key) == value for key, value in members.items()):
                return event
        return None

    def wait_for_event(self, name, **members):
        return wait_until(lambda: self.find_event(name, **members),
                          lambda: f'{name} {members} in {short(self.output)}, {short(self.errors)}')

    def wait_for_port(self):
        """Return the port of a server that writes JSON."""
        return int(self.wait_for_event('listening')['local'].rsplit(':', 1)[1])

    def wait_for_end(self):
        """Return the exit code."""
        wait_until(lambda: self.process.poll() is not None,
                   lambda: f'the end; it said {short(self.output)}, {short(self.errors)}')
        for reader in self.readers:
            reader.join()
        return self.process.returncode

    def captures(self):
        """Return the paths of its recordings."""
        folder = os.path.join(self.home.name, 'tincan', 'captures')
        return sorted(os.path.join(folder, name) for name in os.listdir(folder)) if os.path.isdir(folder) else []

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for reader in self.readers:
            reader.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()
        self.keep_captures()
        self.home.cleanup()

    def keep_captures(self):
        """Set aside what was recorded, for tests/check/check-captures.py, if it wants it."""
        folder = pathlib.Path(os.environ.get('TIN_KEPT_CAPTURES', ''))
        if folder.name and folder.is_dir():
            for path in pathlib.Path(self.home.name).rglob('*.pcapng'):
                if path.stat().st_size > 0:
                    shutil.copy(path, folder / f'cli-{self.process.pid}-{path.name}')
