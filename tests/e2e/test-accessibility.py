"""What a screen reader has to go by: every control has a name, and so has every list and table.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re

import talk
import tap
import tree
from program import BUTTONS, Program
from tap import scenario
from tree import Role

# Without a name, GTK 4.8 gives the type's: "GtkButton".
NAMELESS = re.compile(r'^((Gtk|Adw|Tin)[A-Z]\w*)?$')
CONTROLS = {*BUTTONS, Role.TEXT, Role.ENTRY, Role.COMBO_BOX, Role.LIST, Role.TREE_TABLE, Role.CHECK_BOX,
            Role.SPIN_BUTTON, Role.LOG}

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
    with Program('--start', 'tcp-listen://127.0.0.1:0') as tincan:
        with talk.connect_tcp(tincan.wait_for_port()) as client:
            client.sendall(b'hello')
            tincan.wait_for_log('hello')
            check_names(tincan.window)
            assert tree.find(tincan.window, Role.LOG, 'Message log')


@scenario
def the_preferences_are_named():
    """Every control of every page of Preferences has a name."""
    with Program('tcp-listen://127.0.0.1:8080?reply=greeting&greeting=hi') as tincan:
        tincan.focus_window()
        tincan.key('ctrl+comma')
        preferences = tincan.wait_for_window(lambda name: name.startswith('Preferences'))
        check_names(preferences)
        tincan.close(preferences)


if __name__ == '__main__':
    tap.main()
