"""What a screen reader has to go by: every control has a name, and so has every list and table.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re

import tap
import tree
from hello import serve_hello
from program import BUTTONS, Program
from tap import scenario
from tree import Atspi, Role
from waiting import wait_until

# Without a name, GTK 4.8 gives the type's: "GtkButton".
NAMELESS = re.compile(r'^((Gtk|Adw|Tin)[A-Z]\w*)?$')
CONTROLS = {*BUTTONS, Role.TEXT, Role.ENTRY, Role.COMBO_BOX, Role.LIST, Role.TREE_TABLE, Role.CHECK_BOX,
            Role.RADIO_BUTTON, Role.SPIN_BUTTON, Role.LOG, Role.MENU_ITEM, Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM,
            Role.PAGE_TAB}

# Inside of these everything is libadwaita's own.
TAB_BAR = ('AdwTabBar', 'AdwTabBox', 'AdwTab')


def is_inside(node, role):
    """Whether a parent of node has the role: the parts that GTK makes a control of are its own affair."""
    parent = node.get_parent()
    while parent is not None and tree.role_of(parent) not in (Role.FRAME, Role.APPLICATION, None):
        if tree.role_of(parent) == role or tree.name_of(parent) in TAB_BAR:
            return True
        parent = parent.get_parent()
    return False


def check_names(where):
    """Fail with the controls that have no name."""
    nameless = []
    for node in tree.walk(where):
        if tree.role_of(node) not in CONTROLS or not NAMELESS.match(tree.name_of(node)):
            continue
        if is_inside(node, Role.COMBO_BOX) or is_inside(node, Role.TREE_TABLE):
            continue
        if tree.role_of(node) == Role.LIST and tree.name_of(node) in ('GtkListBox', ''):
            continue  # the list of libadwaita in a group of preferences without a title
        if tree.label_of(node.app.bus_name, node.path):
            continue
        nameless.append(f'{node.get_role_name()} {tree.name_of(node)!r} in {tree.name_of(node.get_parent())!r}')
    assert not nameless, nameless


@scenario
def the_first_page_is_named():
    """Every control of the first page has a name."""
    with Program() as tincan:
        tincan.wait_for_text('What Do You Want to Do?')
        check_names(tincan.window)
        for title in ('Start a TCP Server', 'Connect', 'Receive UDP', 'Send UDP'):
            assert tree.find(tincan.window, None, title, roles=BUTTONS), f'no button is named {title!r}'


@scenario
def the_session_page_is_named():
    """Every control of a session has a name, and the log the role of a log."""
    with serve_hello() as (tincan, _):
        check_names(tincan.window)
        assert tree.find(tincan.window, Role.LOG, 'Message log')


@scenario
def the_rows_are_named():
    """A row of the log is called by what stands in it: when, what, who, how much and the text."""
    with serve_hello() as (tincan, _):
        tincan.key('F6', 'F6', 'End')
        tincan.wait_for_focus(re.compile(r'\d\d:\d\d:\d\d\.\d+ ← received .*5 hello$').search, roles=(Role.TABLE_ROW,))


@scenario
def the_parts_that_open_are_named():
    """Every control of what opens in a session has a name: chart, search, popovers and the pane of a message."""
    with serve_hello() as (tincan, _):
        # The log, its newest message, all that is known of it, and the chart.
        tincan.key('F6', 'F6', 'End', 'ctrl+i', 'ctrl+shift+g', 'ctrl+shift+f')
        tincan.wait_for_focus('Find in this message')
        check_names(tincan.window)
        tincan.key('Escape')
        tincan.wait_for_focus('Message as text')
        for key, first in (('ctrl+g', 'Go to'), ('ctrl+shift+n', 'Note'), ('ctrl+m', 'A Message Is'), ('ctrl+f', 'Find')):
            tincan.key(key)
            tincan.wait_for_focus(first)
            check_names(tincan.window)
            if first != 'Find':
                tincan.key('Escape')
                wait_until(lambda known=first: (tree.focused(tincan.application) or (None,))[-1] != known,
                           lambda known=first: f'{known!r} to close')

        tincan.key('ctrl+space')
        tree.wait_for(tincan.window, Role.LIST, 'What could stand here')
        check_names(tincan.window)
        tincan.key('Escape')
        for button, first in (('What can be searched for', 'hello'), ('What is shown', 'All messages and events')):
            tincan.tab_to(button)
            tincan.key('Return')
            tincan.wait_for_focus(first)
            check_names(tincan.window)
            tincan.key('Escape')
            tincan.wait_for_focus(button)


@scenario
def the_menus_are_named():
    """Every entry of the menus of a row, of a connection and of the window has a name."""
    with serve_hello() as (tincan, _):
        for keys, first in ((('F6', 'Home', 'shift+F10'), 'Finish Sending'),
                            (('F6', 'End', 'shift+F10'), 'Copy Rows'), (('F10',), 'New Tab')):
            tincan.key(*keys)
            tincan.wait_for_focus(first)
            check_names(tincan.window)
            tincan.key('Escape')
            wait_until(lambda known=first: (tree.focused(tincan.application) or (None,))[-1] != known,
                       lambda known=first: f'the menu of {known!r} to close')


@scenario
def the_preferences_are_named():
    """Every control of every page of Preferences has a name."""
    with Program('tcp-listen://127.0.0.1:8080?reply=greeting&greeting=hi') as tincan:
        tincan.focus_window()
        tincan.key('ctrl+comma')
        preferences = tincan.wait_for_window(lambda name: name.startswith('Preferences'))
        tincan.focus_window(preferences)
        check_names(preferences)
        for page in ('Appearance', 'Recordings', 'Messages', 'Behavior'):
            tree.click(tree.find(preferences, Role.PAGE_TAB, page))
            wait_until(lambda known=page: tree.has_state(tree.find(preferences, Role.PAGE_TAB, known),
                                                         Atspi.StateType.SELECTED),
                       lambda known=page: f'the page {known}')
            check_names(preferences)
        tincan.close(preferences)


@scenario
def the_dialogs_are_named():
    """Every control of the dialogs that export and that help has a name."""
    with Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        tincan.wait_for_port()
        for key, title in (('ctrl+e', 'Export Messages'), ('F1', 'Help')):
            tincan.focus_window()
            tincan.key(key)
            dialog = tincan.wait_for_window(title)
            check_names(dialog)
            tincan.close(dialog)


if __name__ == '__main__':
    tap.main()
