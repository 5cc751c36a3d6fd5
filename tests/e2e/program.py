"""The built program, started as a user would start it and driven through its window.

The environment says what is under test: TIN_PROGRAM, TIN_CLI and GSETTINGS_SCHEMA_DIR.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import re
import signal
import socket
import subprocess
import tempfile

import talk
import tree
from tree import BUTTON, Atspi, Role
from waiting import PATIENCE_S, let_pass, wait_until

# Lines on standard error that are not about Tincan: what the bus and the toolkit say as root or without services.
# libadwaita 1.7 measures a label of its message dialog for less than it needs.
HARMLESS = re.compile(r'^(dbus-daemon\[|SpiRegistry daemon|.* Trying to measure GtkLabel 0x\w+ for width of|\s*$)')

TOPLEVELS = (Role.FRAME, Role.DIALOG, Role.WINDOW, Role.ALERT)
BUTTONS = (BUTTON, Role.TOGGLE_BUTTON)
START = ('Start', 'Connect')
STOP = ('Stop', 'Disconnect', 'Cancel')
FIRST_CHOICES = ('Server', 'TCP')
MAX_TABS = 60
CLOSING_TURNS = 48  # more than a second
CHOOSER_IN_TREE = (4, 16)  # the version of GTK that has the dialogs for files among the windows of a program
LISTENING = re.compile(r'Listening on \S*?:(\d+)')
TIME_OF_ROW = re.compile(r'\d\d:\d\d:\d\d\.\d\d\d')

# A list has no more rows than around what is on screen, however long it is, and from GTK 4.18 on tells of no others.
MAX_ROWS = 10


def xdotool(*arguments):
    """Run xdotool and return what it prints."""
    return subprocess.run(['xdotool', *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=True).stdout


class Program:
    """A running Tincan."""

    def __init__(self, *arguments, environment=None, launch=None, find_process=None):
        """Start it with arguments; or call launch, which has others start it, and find_process for its number."""
        tree.start()
        self.errors = tempfile.TemporaryFile('w+')
        self.process = None
        if launch:
            launch()
            self.pid = wait_until(find_process, 'the process of Tincan')
        else:
            self.process = subprocess.Popen(
                [os.environ['TIN_PROGRAM'], *arguments],
                env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stderr=self.errors)
            self.pid = self.process.pid
        self.application = self.wait_for_application()
        self.parts = {}

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.quit()
            return
        print('# ' + tree.dump(self.application).replace('\n', '\n# '))
        print('# ' + self.complaints().replace('\n', '\n# '))
        self.kill()

    def wait_for_application(self):
        def look():
            if self.has_ended():
                raise RuntimeError(f'Tincan ended at once: {self.complaints()}')
            return tree.find_application(self.pid)

        application = wait_until(look, lambda: f'Tincan ({self.pid}) to appear among {tree.list_applications()}')
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
        wait_until(self.has_ended, 'Tincan to end on Ctrl+Q')
        code = self.process.wait() if self.process else 0
        assert code == 0, f'exit code {code}: {self.complaints()}'
        assert self.complaints() == '', f'on standard error: {self.complaints()}'

    def kill(self):
        """End it without a chance to do anything about it."""
        os.kill(self.pid, signal.SIGKILL)
        if self.process:
            self.process.wait()

    def has_ended(self):
        if self.process:
            return self.process.poll() is not None
        return not os.path.exists(f'/proc/{self.pid}')

    # Windows, keys and the mouse

    @property
    def window(self):
        """The first window."""
        return self.wait_for_window()

    def windows(self):
        return [child for child in tree.children(self.application) if tree.role_of(child) in TOPLEVELS]

    def wait_for_window(self, name=None):
        return wait_until(
            lambda: next((w for w in self.windows() if tree.matches(w, None, name)), None),
            lambda: f'a window {name!r} among {[tree.name_of(w) for w in self.windows()]}')

    def close(self, window):
        """Close a dialog with Escape."""
        name = tree.name_of(window)
        self.focus_window(window)
        self.key('Escape')
        wait_until(lambda: name not in map(tree.name_of, self.windows()), lambda: f'{name!r} to close')

    def x_window_of(self, node):
        """Return the window of the screen that node is in, and the offset of its content in it."""
        frame = node
        while tree.role_of(frame) not in TOPLEVELS:
            frame = frame.get_parent()
        # From GTK 4.18 on the frame has its shadow around it, and what is in it begins where the shadow does.
        content = Atspi.Component.get_extents(frame.get_child_at_index(0), Atspi.CoordType.WINDOW)
        for window in self.x_windows():
            if xdotool('getwindowname', window).strip().replace('_', '') == tree.name_of(frame):
                size = dict(line.split('=') for line in
                            xdotool('getwindowgeometry', '--shell', window).split() if '=' in line)
                return window, ((int(size['WIDTH']) - content.width) // 2 - content.x,
                                (int(size['HEIGHT']) - content.height) // 2 - content.y)
        return None

    def focus_window(self, node=None):
        """Give the keyboard to the window of node, or to the first: there is no window manager."""
        window, _ = wait_until(lambda: self.x_window_of(node or self.window), 'the window on the screen')
        xdotool('windowraise', window)
        xdotool('windowfocus', '--sync', window)

    def point_and_click(self, node):
        """Click with the mouse in the middle of node."""
        window, (left, top) = wait_until(lambda: self.x_window_of(node), 'the window on the screen')
        area = wait_until(lambda: area_of(node), lambda: f'{tree.name_of(node)!r} to have a place')
        xdotool('windowraise', window)
        xdotool('windowfocus', '--sync', window)
        xdotool('mousemove', '--window', window,
                left + area.x + area.width // 2, top + area.y + area.height // 2)
        xdotool('click', '1')

    def drag_over(self, node, start, end):
        """Drag the pointer from one place in node to another, each a part of its width."""
        window, (left, top) = wait_until(lambda: self.x_window_of(node), 'the window on the screen')
        area = wait_until(lambda: area_of(node), lambda: f'{tree.name_of(node)!r} to have a place')
        middle = top + area.y + area.height // 2
        places = [left + area.x + int(area.width * part) for part in (start, (start + end) / 2, end)]
        xdotool('windowraise', window)
        xdotool('windowfocus', '--sync', window)
        xdotool('mousemove', '--window', window, places[0], middle, 'mousedown', '1')
        for place in places[1:]:
            xdotool('mousemove', '--window', window, place, middle)
        xdotool('mouseup', '1')

    def park_pointer(self):
        """Put the pointer where no window is, which else would get the keys that come after the one they are for."""
        width, height = xdotool('getdisplaygeometry').split()
        xdotool('mousemove', int(width) - 1, int(height) - 1)

    def key(self, *keys):
        """Press keys, such as "ctrl+comma" or "Return"."""
        xdotool('key', '--delay', 5, *keys)

    def wait_for_focus(self, name=None, roles=None):
        """Wait until what has the keyboard is called so, or has one of the roles."""
        def look():
            found = tree.focused(self.application)
            return found and tree.fits(name, found[2]) and (roles is None or found[1] in roles)

        wait_until(look, lambda: f'the keyboard to be in {name or roles}, not {tree.focused(self.application)}')

    def press_on(self, key):
        """Press a key that takes the keyboard elsewhere."""
        before = tree.focused(self.application)
        self.key(key)
        wait_until(lambda: tree.focused(self.application) != before, lambda: f'{key} to leave {before}')

    def tab_to(self, name, key='Tab'):
        """Press Tab until what is called so has the keyboard; each press has to take it elsewhere."""
        for _ in range(MAX_TABS):
            before = tree.focused(self.application)
            if before and tree.fits(name, before[2]):
                return
            self.press_on(key)
        raise AssertionError(f'{name!r} is not reached by {key}')

    def type(self, text):
        """Type text where the cursor is."""
        xdotool('type', '--delay', 5, text)

    def x_windows(self):
        """Return the windows on the screen."""
        def look():
            try:
                return xdotool('search', '--onlyvisible', '--pid', self.pid).split()
            except subprocess.CalledProcessError:
                return None  # one was just closing

        return wait_until(look, 'windows on the screen')

    def wait_for_x_window(self, title, besides=None):
        """Return the window of the screen with a title that is not besides, with the keyboard in it."""
        def look():
            return next((window for window in self.x_windows()
                         if window != besides and xdotool('getwindowname', window).strip() == title), None)

        window = wait_until(look, f'a window {title!r} on the screen')
        xdotool('windowraise', window)
        xdotool('windowfocus', '--sync', window)
        return window

    def choose_file(self, title, path, besides=None):
        """Give the dialog that asks for a file's name a path, and accept it."""
        window = self.wait_for_x_window(title, besides)
        self.park_pointer()
        if self.toolkit >= CHOOSER_IN_TREE:
            self.set_chosen(title, path)
        else:
            self.key('ctrl+a')
            self.type(path)
        self.key('Return')
        for _ in range(CLOSING_TURNS):
            if window not in self.x_windows():
                return
            let_pass()
        self.key('Return')  # GTK 4.18 has the file selected in a list first
        wait_until(lambda: window not in self.x_windows(), f'{title!r} to close')

    @property
    def toolkit(self):
        return tuple(int(number) for number in self.application.get_toolkit_version().split('.')[:2])

    def set_chosen(self, title, path):
        """Set the name in the dialog that was opened last; of what is typed, GTK 4.18 completes each letter."""
        dialog = wait_until(lambda: [node for node in self.windows() if tree.matches(node, None, title)],
                            f'{title!r} among the windows')[-1]
        if not find_field(dialog, None):
            self.key('ctrl+l')  # to write where there is a list to choose from
        tree.set_text(wait_until(lambda: find_field(dialog, None), lambda: f'a name to fill in:\n{tree.dump(dialog)}'),
                      path)

    # Controls

    def button(self, *names, within=None):
        where = within or self.window
        return wait_until(lambda: tree.find(where, None, lambda name: name in names, roles=BUTTONS),
                          lambda: f'a button of {names} in:\n{tree.dump(where)}')

    def click(self, *names, within=None):
        tree.click(self.button(*names, within=within))

    def click_like(self, start):
        """Press the button whose name starts so."""
        tree.click(wait_until(lambda: tree.find(self.window, None, lambda name: name.startswith(start), roles=BUTTONS),
                              lambda: f'a button "{start}…" in:\n{tree.dump(self.window)}'))

    def field(self, name, within=None):
        """Return the text field with an accessible name."""
        where = within or self.window
        return wait_until(lambda: find_field(where, name), lambda: f'a text field {name!r} in:\n{tree.dump(where)}')

    def fill(self, name, text, within=None):
        tree.set_text(self.field(name, within), text)

    def content_of(self, name, within=None):
        return tree.text_of(self.field(name, within))

    def choose_in_row(self, title, value, within, steps=None, keys=None):
        """Choose in a row with a drop-down list: steps down from the first, or of two.

        The list is opened by keys, or else with the mouse.
        """
        row = tree.wait_for(within, None, title)
        if keys:
            self.focus_window(within)
            self.key(*keys)
        else:
            self.point_and_click(row)
        wait_until(lambda: tree.find(within, Role.LIST_ITEM, value) or value in tree.texts(within), f'the list of {title}')
        if steps is None:
            steps = 0 if value in FIRST_CHOICES else 1
        self.key('Home', *['Down'] * steps, 'Return')
        wait_until(lambda: value in tree.texts(row), lambda: f'{value!r} in {tree.texts(row)}')

    def wait_for_text(self, text, within=None, patience_s=PATIENCE_S):
        """Wait until a label contains text."""
        where = within or self.window
        wait_until(lambda: any(text in shown for shown in tree.texts(where)),
                   lambda: f'the text {text!r} among {tree.texts(where)}', patience_s)

    # A session

    def choose(self, title):
        """Click on what the first page offers."""
        self.point_and_click(tree.wait_for(self.window, Role.LABEL, title))
        wait_until(lambda: find_field(self.window, 'Message to send'), 'the session page')

    def open_example(self, example_id):
        """Open an example, as the menu entry of the desktop does."""
        subprocess.run(['gapplication', 'action', 'io.github.tincan.Tincan', f'example-{example_id}'], check=True)
        wait_until(lambda: find_field(self.window, 'Message to send'), 'the session page')

    def set_host(self, host):
        self.fill('Host', host)

    def set_port(self, port):
        self.fill('Port', str(port))

    def use_free_port(self, kind=socket.SOCK_STREAM):
        """Set a port that nobody uses, and return it."""
        port = talk.find_free_port(kind)
        self.set_port(port)
        return port

    def start(self):
        self.click(*START)

    def stop(self):
        self.click(*STOP)

    def wait_until_startable(self):
        wait_until(lambda: tree.is_sensitive(self.button(*START)), 'Start to be possible')

    def wait_until_not_startable(self):
        wait_until(lambda: not tree.is_sensitive(self.button(*START)), 'Start to be impossible')

    def wait_for_status(self, text):
        self.wait_for_text(text)

    def wait_for_port(self):
        """Return the port of a server that is up."""
        def look():
            for text in tree.texts(self.window):
                if found := LISTENING.search(text):
                    return int(found[1])
            return None

        return wait_until(look, lambda: f'the port among {tree.texts(self.window)}')

    def send(self, text):
        """Write into the send box and press Send."""
        self.fill('Message to send', text)
        self.click('Send')

    def focus_send_box(self):
        self.point_and_click(self.field('Message to send'))

    # The log and the connection list

    def part(self, name):
        """Return what is called so in the window; looked for once, as long as it is shown."""
        known = self.parts.get(name)
        if known is None or not tree.has_state(known, Atspi.StateType.SHOWING):
            known = self.parts[name] = tree.wait_for(self.window, None, name)
        return known

    def log_texts(self):
        return tree.texts(self.part('Messages'))

    def wait_for_log(self, text, times=1):
        """Wait until text stands in that many rows of the log."""
        wait_until(lambda: sum(text in shown for shown in self.log_texts()) >= times,
                   lambda: f'{text!r} {times} times in {self.log_texts()}')

    def log_rows(self):
        """Return the rows of the log that are on screen: the texts of their cells, as far as there is one."""
        rows = []
        for text in self.log_texts():
            if TIME_OF_ROW.fullmatch(text):
                rows.append([])
            if rows:  # and not a title
                rows[-1].append(text)
        return rows

    def messages(self):
        """Return what the last cell of each row says."""
        return [row[-1] for row in self.log_rows()]

    def wait_for_messages(self, *expected):
        """Wait until the log has these rows, and no others."""
        wait_until(lambda: self.messages() == list(expected), lambda: f'{expected} in {self.log_rows()}')

    def focus_log(self):
        """Give the keyboard to the log: the pane after the connection list, which is the one after the send box."""
        self.focus_send_box()
        self.key('F6', 'F6')

    def open_find(self):
        self.focus_window()
        self.key('ctrl+f')
        field = self.field('Find', self.part('Find in the log'))
        wait_until(lambda: tree.has_state(field, Atspi.StateType.FOCUSED), 'the query to have the keyboard')

    def find(self, query):
        """Type a query in the place of what was searched for."""
        self.open_find()
        self.key('ctrl+a')
        self.type(query)
        self.wait_for_query(lambda text: text == query)

    def wait_for_query(self, condition):
        """Wait until what is searched for is as condition wants it; nothing is while there is no field for it."""
        def look():
            field = find_field(self.part('Find in the log'), 'Find')
            return tree.text_of(field) if field else ''

        wait_until(lambda: condition(look()), lambda: f'another query than {look()!r}')

    def wait_for_found(self, text):
        """Wait until the filter bar says how many were found, such as "2 of 3"."""
        self.wait_for_text(text, self.part('Find in the log'))

    def connection_rows(self):
        """Return the texts of each row of the connection list that is on screen or near it."""
        listed = tree.find(self.window, Role.LIST, 'Connections')
        return tree.texts_of_rows(listed) if listed else []

    def wait_for_connections(self, count):
        """Wait until the connection list has had that many, closed ones too."""
        wait_until(lambda: len(self.connection_rows()) >= min(count, MAX_ROWS),
                   lambda: f'{count} connections among {self.connection_rows()}')

    def wait_for_connection_states(self, state, count):
        wait_until(lambda: sum(any(text.startswith(state) for text in texts)
                               for _, texts in self.connection_rows()) >= count,
                   lambda: f'{count} × {state} among {self.connection_rows()}')

    def select_connection(self, address):
        row = wait_until(lambda: next((row for row, texts in self.connection_rows() if address in texts), None),
                         lambda: f'{address} among {self.connection_rows()}')
        self.point_and_click(row)

    def select_every_connection(self):
        self.point_and_click(self.button('All connections'))


def area_of(node):
    area = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    return area if area.width > 0 and area.height > 0 else None


def find_field(where, name):
    return next((node for node in tree.find_all(where, name=name)
                 if node.get_editable_text_iface() is not None), None)
