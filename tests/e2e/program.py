"""The built program, started as a user would start it and driven through its window.

The environment says what is under test: TIN_PROGRAM, TIN_CLI and GSETTINGS_SCHEMA_DIR.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import re
import signal
import subprocess
import tempfile

import tree
from tree import BUTTON, Role
from waiting import let_pass, wait_until

# Lines on standard error that are not about Tincan: what the bus and the toolkit say as root or without services.
HARMLESS = re.compile(r'^(dbus-daemon\[|SpiRegistry daemon|\s*$)')


def xdotool(*arguments):
    """Run xdotool and return what it prints."""
    return subprocess.run(['xdotool', *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=True).stdout


class Program:
    """A running Tincan."""

    def __init__(self, *arguments, command=None, environment=None):
        tree.start()
        self.errors = tempfile.TemporaryFile('w+')
        self.process = subprocess.Popen(
            command or [os.environ['TIN_PROGRAM'], *arguments],
            env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stderr=self.errors)
        self.pid = self.process.pid
        self.application = self.wait_for_application()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            print('# ' + tree.dump(self.application).replace('\n', '\n# '))
            self.process.kill()
            self.process.wait()
            print('# ' + self.complaints().replace('\n', '\n# '))
        else:
            self.quit()

    def wait_for_application(self):
        def look():
            if self.process.poll() is not None:
                raise RuntimeError(f'Tincan ended with {self.process.returncode}: {self.complaints()}')
            return tree.find_application(self.pid)

        application = wait_until(look, 'Tincan to appear on the accessibility bus')
        wait_until(lambda: application.get_child_count() > 0, 'a window')
        return application

    def complaints(self):
        """Return what was written to standard error, without what is harmless."""
        self.errors.seek(0)
        return '\n'.join(line for line in self.errors.read().splitlines() if not HARMLESS.match(line))

    def quit(self):
        """End by Ctrl+Q, and fail on any warning."""
        self.focus_window()
        self.key('ctrl+q')
        if not self.ended_within():
            raise TimeoutError('Tincan does not end on Ctrl+Q')
        assert self.process.returncode == 0, f'exit code {self.process.returncode}: {self.complaints()}'
        assert self.complaints() == '', f'on standard error: {self.complaints()}'

    def ended_within(self):
        try:
            wait_until(lambda: self.process.poll() is not None, 'the end')
        except TimeoutError:
            return False
        return True

    def terminate(self):
        """End at once."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    # Windows

    @property
    def window(self):
        """The first window."""
        return self.wait_for_window()

    def windows(self):
        return [child for child in tree.children(self.application) if tree.role_of(child) == Role.FRAME]

    def wait_for_window(self, name=None):
        return wait_until(
            lambda: next((w for w in self.windows() if tree.matches(w, Role.FRAME, name)), None),
            lambda: f'a window {name!r} among {[tree.name_of(w) for w in self.windows()]}')

    def x_windows(self):
        return xdotool('search', '--onlyvisible', '--pid', self.pid).split()

    def focus_window(self, which=-1):
        """Give the keyboard to a window: there is no window manager."""
        windows = wait_until(self.x_windows, 'a window on the screen')
        xdotool('windowfocus', '--sync', windows[which])

    def key(self, *keys):
        """Press keys, such as "ctrl+comma" or "Return"."""
        xdotool('key', '--delay', 5, *keys)

    def type(self, text):
        """Type text where the cursor is."""
        xdotool('type', '--delay', 5, text)

    # Controls

    def button(self, name, within=None):
        return tree.wait_for(within or self.application, BUTTON, name)

    def click(self, name, within=None):
        tree.click(self.button(name, within))

    def field(self, name, within=None):
        """Return the text field with an accessible name."""
        return wait_until(
            lambda: next((node for node in tree.find_all(within or self.application, name=name)
                          if node.get_editable_text_iface() is not None), None),
            lambda: f'a text field {name!r} in:\n{tree.dump(within or self.application)}')

    def fill(self, name, text, within=None):
        tree.set_text(self.field(name, within), text)

    def wait_for_text(self, text, within=None, patience_s=30):
        """Wait until a label below contains text."""
        where = within or self.application
        wait_until(lambda: any(text in shown for shown in tree.texts(where)),
                   lambda: f'the text {text!r} among {tree.texts(where)}', patience_s)


def let_the_window_draw():
    """Give the window two turns of its main loop."""
    let_pass()
    let_pass()
