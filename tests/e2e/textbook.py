"""The textbook's programs of tests/support/textbook, run as a learner would: from a terminal.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import re
import subprocess
import sys
import threading

from waiting import wait_until

FOLDER = pathlib.Path(__file__).resolve().parent.parent / 'support' / 'textbook'


class Textbook:
    """A running program; its lines can be waited for, and lines typed into it."""

    def __init__(self, name, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, FOLDER / name, *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.output = ''
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def _read(self):
        while chunk := self.process.stdout.readline():
            self.output += chunk

    def wait_for(self, text):
        wait_until(lambda: text in self.output, lambda: f'{text!r} in {self.output!r}')

    def wait_for_port(self):
        """Return the port that a server started with port 0 got."""
        found = wait_until(lambda: re.search(r'Listening on port (\d+)', self.output),
                           lambda: f'a port in {self.output!r}')
        return int(found[1])

    def type(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def wait_for_end(self):
        """Return the exit code."""
        wait_until(lambda: self.process.poll() is not None, lambda: f'the end of a program that said {self.output!r}')
        self.reader.join()
        return self.process.returncode

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.reader.join()
        self.process.stdout.close()
