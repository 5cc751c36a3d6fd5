"""The accessible tree: what a screen reader sees of a window, found by role and name.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from waiting import wait_until  # noqa: E402

Role = Atspi.Role
# The same role has two names: one up to at-spi 2.52, one from 2.54 on.
BUTTON = getattr(Role, 'PUSH_BUTTON', None) or Role.BUTTON

# The children of a long list are the rows around what is visible, some two hundred.
MAX_NODES = 20000


def start():
    """Connect to the accessibility bus."""
    Atspi.init()


def find_application(pid):
    """Return the application of a process, or None while it has not come up."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        try:
            application = desktop.get_child_at_index(index)
            if application is not None and application.get_process_id() == pid:
                application.set_cache_mask(Atspi.Cache.NONE)
                return application
        except GLib.Error:
            pass  # one that is just ending
    return None


def list_applications():
    """Return the names and processes of all applications, for the report of a failure."""
    return [(name_of(child), child.get_process_id()) for child in children(Atspi.get_desktop(0))]


def children(node):
    """Yield the children of node that are still there."""
    try:
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is not None:
                yield child
    except GLib.Error:
        return


def walk(node):
    """Yield node and everything below it, depth first, but not the thousand cells of a table below."""
    stack = [node]
    for _ in range(MAX_NODES):
        if not stack:
            return
        top = stack.pop()
        yield top
        if top is node or role_of(top) != Role.TREE_TABLE:
            stack += reversed(list(children(top)))


def name_of(node):
    """Return the name without its mnemonic, and once where GTK 4.8 says it twice."""
    try:
        name = (node.get_name() or '').replace('_', '')
    except GLib.Error:
        return ''
    half = name[:len(name) // 2]
    return half if name == f'{half} {half}' else name


def role_of(node):
    try:
        return node.get_role()
    except GLib.Error:
        return None


def matches(node, role, name):
    """Whether node has the role and the name (a string, or a function on it), None meaning any."""
    if role is not None and role_of(node) != role:
        return False
    if name is None:
        return True
    return name(name_of(node)) if callable(name) else name_of(node) == name


def find_all(node, role=None, name=None):
    return [below for below in walk(node) if matches(below, role, name)]


def find(node, role=None, name=None, roles=None):
    return next((below for below in walk(node)
                 if matches(below, role, name) and (roles is None or role_of(below) in roles)), None)


def wait_for(node, role=None, name=None, what=None):
    """Return the first match below node, as soon as there is one."""
    return wait_until(lambda: find(node, role, name),
                      what or (lambda: f'{role} {name!r} in:\n{dump(node)}'))


def texts(node):
    """Return the names of all labels below node, in order."""
    return [name_of(below) for below in walk(node) if role_of(below) == Role.LABEL and name_of(below)]


def has_state(node, state):
    try:
        return node.get_state_set().contains(state)
    except GLib.Error:
        return False


def is_sensitive(node):
    return has_state(node, Atspi.StateType.SENSITIVE)


def act(node, *names):
    """Do the first of the node's actions that has one of the names."""
    for index in range(node.get_n_actions()):
        if node.get_action_name(index) in names:
            return node.do_action(index)
    raise LookupError(f'{name_of(node)!r} has no action {names}')


def click(node):
    """Press a button, a row or a menu item."""
    wait_until(lambda: is_sensitive(node), lambda: f'{name_of(node)!r} to become sensitive')
    act(node, 'click', 'toggle', 'activate')


def text_of(node):
    """Return the content of a text field."""
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def set_text(node, text):
    """Replace the content of a text field."""
    node.get_editable_text_iface().set_text_contents(text)


def dump(node, depth=0, limit=400):
    """Return the tree as indented lines, for the report of a failure."""
    lines = []

    def visit(at, level):
        if len(lines) >= limit:
            return
        lines.append(f'{"  " * level}{at.get_role_name() if role_of(at) else "?"} {name_of(at)!r}')
        for child in children(at):
            visit(child, level + 1)

    visit(node, depth)
    return '\n'.join(lines)
