"""The window by keys alone: connections are chosen, answered and ended, and nothing is out of reach or holds on.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import talk
import tap
import tree
from hello import serve_hello
from program import Program
from tap import scenario
from tree import Atspi, Role
from waiting import wait_until


def address_of(client):
    return '127.0.0.1:%d' % client.getsockname()[1]


def find_chosen(tincan, clients):
    """Return the client whose row of the connection list is selected."""
    for row, texts in tincan.connection_rows():
        if tree.has_state(row, Atspi.StateType.SELECTED):
            return next((client for client in clients if address_of(client) in texts), None)
    return None


@scenario
def answer_and_disconnect_by_keys():
    """One is answered, then disconnected, and then all, by keys alone."""
    with Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        port = tincan.wait_for_port()
        with talk.connect_tcp(port) as first, talk.connect_tcp(port) as second, talk.connect_tcp(port) as third:
            tincan.wait_for_connections(3)
            tincan.focus_window()

            # From the send box the next pane is the connection list.
            tincan.key('F6', 'Home')
            chosen = wait_until(lambda: find_chosen(tincan, (first, second, third)), 'a connection to be chosen')
            tincan.key('shift+F6')
            tincan.type('for you')
            tincan.key('Return')
            assert talk.receive_exactly(chosen, 8) == b'for you\n'

            tincan.key('F6')
            tincan.key('Delete')
            assert chosen.recv(1) == b''
            tincan.wait_for_connection_states('Closed', 1)

            tincan.key('alt+a')
            for client in (first, second, third):
                if client is not chosen:
                    assert client.recv(1) == b''
            tincan.wait_for_connection_states('Closed', 3)
            tincan.key('shift+F5')
        tincan.wait_until_startable()


ROW = (Role.TABLE_ROW,)


@scenario
def end_the_only_connection():
    """The connection of a client need not be chosen to be ended: neither for its menu nor for Delete."""
    listener, port = talk.listen_tcp()
    with listener, Program('--start', f'tcp://127.0.0.1:{port}') as tincan:
        peer, _ = listener.accept()
        with peer:
            tincan.wait_for_connections(1)
            tincan.focus_window()
            tincan.focus_send_box()
            tincan.key('F6', 'shift+F10')
            tincan.wait_for_focus('Finish Sending')
            tincan.key('Return')
            assert peer.recv(1) == b''

            tincan.wait_for_focus(lambda name: name.startswith(f'127.0.0.1:{port}'))
            tincan.key('Delete')
            tincan.wait_until_startable()


@scenario
def take_back_a_clear():
    """Ctrl+Z brings back at once what Ctrl+K took, from the log, the connection list and the send box; F6 gets to Undo."""
    with serve_echo() as (tincan, _):
        shown = tincan.messages()
        tincan.focus_log()
        tincan.key('ctrl+k', 'ctrl+z')
        tincan.wait_for_messages(*shown)
        tincan.focus_log()
        tincan.key('ctrl+k')
        tincan.wait_for_messages()
        tincan.key('F6', 'ctrl+z')
        tincan.wait_for_messages(*shown)
        tincan.focus_log()
        tincan.key('ctrl+k')
        tincan.wait_for_messages()
        tincan.focus_send_box()
        tincan.key('shift+F6')
        tincan.wait_for_focus('Undo')
        tincan.key('space')
        tincan.wait_for_messages(*shown)
        tincan.focus_send_box()
        tincan.type('kept')
        tincan.key('ctrl+k')
        tincan.wait_for_messages()
        tincan.key('ctrl+z')
        wait_until(lambda: tincan.content_of('Message to send') == '', 'what was typed to be undone first')
        tincan.wait_for_messages()


def serve_echo():
    """Yield a server, and a client that was answered."""
    return serve_hello('tcp-listen://127.0.0.1:0?reply=echo', 2)


@scenario
def go_through_the_panes():
    """F6 goes through all panes and Tab leaves each, however long its list is; what is hidden gives the keyboard back."""
    with serve_echo() as (tincan, client):
        tincan.key('F6')
        tincan.wait_for_focus(f'{address_of(client)}, Open')
        tincan.key('Tab')
        tincan.wait_for_focus('Disconnect')

        tincan.key('F6')
        tincan.wait_for_focus(roles=ROW)
        tincan.key('Tab')
        tincan.wait_for_focus('Selected bytes as numbers and times')
        tincan.key('shift+Tab')
        tincan.wait_for_focus(roles=ROW)

        tincan.key('End', 'Up', 'F6')
        tincan.wait_for_focus('Message as text')
        tincan.key('ctrl+h')
        tincan.wait_for_focus('Message as hexadecimal')
        tincan.key('F8')
        tincan.wait_for_focus(roles=ROW)
        tincan.key('F8', 'F6', 'F6')
        tincan.wait_for_focus('Message to send')

        tincan.key('ctrl+shift+g', 'F6', 'F6')
        tincan.wait_for_focus('Chart of what was received and sent')
        tincan.key('ctrl+shift+g')
        tincan.wait_for_focus(roles=ROW)
        tincan.key('ctrl+k')
        tincan.wait_for_focus('Message to send')


@scenario
def search_by_keys():
    """All of the bar is reached by Tab, and Escape closes it from everywhere, as that of the message."""
    with serve_echo() as (tincan, _):
        tincan.key('ctrl+f')
        tincan.wait_for_focus('Find')
        tincan.type('hello')
        tincan.wait_for_found('2 found')
        tincan.tab_to('What can be searched for')
        tincan.key('Return')
        tincan.wait_for_focus('hello')
        tincan.key('Down', 'Down', 'Escape')
        tincan.wait_for_focus('What can be searched for')
        tincan.tab_to('What is shown')
        tincan.key('Return')
        tincan.wait_for_focus('All messages and events')
        tincan.key('Escape')
        tincan.tab_to('Match case', 'shift+Tab')
        tincan.key('Escape')
        tincan.wait_for_focus(roles=ROW)

        tincan.key('End', 'ctrl+shift+f')
        tincan.wait_for_focus('Find in this message')
        tincan.type('l')
        tincan.tab_to('Next place')
        tincan.key('Escape')
        tincan.wait_for_focus('Message as text')


@scenario
def menus_by_keys():
    """The menu of a row, the note on it and a jump give the keyboard back to the row."""
    with serve_echo() as (tincan, client):
        tincan.key('F6', 'Home', 'shift+F10')
        tincan.wait_for_focus('Finish Sending')
        tincan.key('Escape')
        tincan.wait_for_focus(f'{address_of(client)}, Open')
        tincan.key('F6', 'End', 'Up')
        tincan.wait_for_focus(roles=ROW)
        tincan.key('shift+F10')
        tincan.wait_for_focus('Copy Rows')
        tincan.key('Escape')
        tincan.wait_for_focus(roles=ROW)
        tincan.key('ctrl+shift+n')
        tincan.wait_for_focus('Note')
        tincan.type('seen')
        tincan.key('Return')
        tincan.wait_for_focus(roles=ROW)
        tincan.key('ctrl+g')
        tincan.wait_for_focus('Go to')
        tincan.key('Escape')
        tincan.wait_for_focus(roles=ROW)
        tincan.key('ctrl+m')
        tincan.wait_for_focus('A Message Is')
        tincan.key('Escape')
        tincan.tab_to('Pause the view')
        tincan.key('shift+F6', 'F10')
        tincan.wait_for_focus('New Tab')
        tincan.key('Escape')
        tincan.wait_for_focus('Main menu')


@scenario
def leave_a_banner():
    """What an error says holds the keyboard nowhere, and what it offers is reached."""
    listener, port = talk.listen_tcp()
    with listener, Program('--start', f'tcp-listen://127.0.0.1:{port}') as tincan:
        tincan.wait_for_text('is in use')
        tincan.focus_window()
        tincan.tab_to('Try Again')
        tincan.tab_to('Close this notice')
        tincan.tab_to('Message to send')


def tab_to_page(tincan, name):
    """Go to a page of Preferences; in libadwaita 1.7 all are one stop of Tab, with arrow keys between them."""
    if tincan.toolkit >= (4, 16):
        while (tree.focused(tincan.application) or (None, None))[1] != Role.PAGE_TAB:
            tincan.press_on('shift+Tab')
        tincan.tab_to(name, 'Right')
    else:
        tincan.tab_to(name, 'shift+Tab')
    tincan.key('space')


@scenario
def quit_from_preferences():
    """Every page of Preferences is reached, and Ctrl+Q ends the program from there in silence."""
    with Program() as tincan:
        tincan.focus_window()
        tincan.key('ctrl+comma')
        preferences = tincan.wait_for_window(lambda name: name.startswith('Preferences'))
        tincan.focus_window(preferences)
        tincan.wait_for_focus('Start')
        tab_to_page(tincan, 'Recordings')
        tincan.tab_to('Save Sessions to Disk')
        tincan.tab_to('Used Space')
        tab_to_page(tincan, 'Appearance')
        tincan.tab_to('Colors')


@scenario
def read_a_note():
    """A note is written, read and changed by keys."""
    with Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        with talk.connect_tcp(tincan.wait_for_port()) as client:
            client.sendall(b'state 17')
            tincan.wait_for_log('state 17')
            tincan.focus_window()
            tincan.key('F6', 'F6', 'End', 'ctrl+shift+n')
            tincan.wait_for_focus('Note')
            tincan.type('Ask what this is')
            tincan.key('Return')
            tincan.wait_for_text('Ask what this is')
            tincan.tab_to('Change this note')
            for key in ('Escape', 'Return'):
                tincan.key('space')
                tincan.wait_for_focus('Note')
                tincan.key(key)
                tincan.wait_for_focus('Change this note')
            tincan.key('space')
            tincan.wait_for_focus('Note')
            tincan.key('ctrl+a', 'Delete', 'Return')
            tincan.wait_for_focus(roles=ROW)


@scenario
def quit_from_a_popover():
    """Ctrl+Q ends the program while a note is being written."""
    with Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        with talk.connect_tcp(tincan.wait_for_port()) as client:
            client.sendall(b'state 17')
            tincan.wait_for_log('state 17')
            tincan.focus_window()
            tincan.key('F6', 'F6', 'End', 'ctrl+shift+n')
            tincan.wait_for_focus('Note')


if __name__ == '__main__':
    tap.main()
