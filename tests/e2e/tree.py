"""The accessible tree: what a screen reader sees of a window, found by role and name.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import ast
import functools
import re

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

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


CACHE = '/org/a11y/atspi/cache'
ROOT = '/org/a11y/atspi/accessible/root'
THOROUGH_EVERY = 10
VISIBLE = int(Atspi.StateType.VISIBLE)
FOCUSED = int(Atspi.StateType.FOCUSED)

STRING = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
REFERENCE = r"\('[^']*', '([^']*)'\)"
ITEM = re.compile(rf'\({REFERENCE}, {REFERENCE}, {REFERENCE}, (-?\d+), (-?\d+), \[[^]]*\], ({STRING}), (\d+), '
                  rf'(?:{STRING}), \[(\d+), \d+\]\)')


def read_items(reply):
    """Yield what is needed of each item of the cache: path, parent, index and number of children, name, role and states.

    There are hundreds, and to read them in their printed form takes a tenth of the time of unpack().
    """
    items = ITEM.findall(reply.print_(False))
    assert len(items) == reply.get_child_value(0).n_children()
    for path, _, parent, index, count, name, role, states in items:
        yield path, parent, int(index), int(count), ast.literal_eval(name), int(role), int(states)


@functools.cache
def bus():
    """Return a connection to the accessibility bus of one's own: libatspi does not give its."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    reply = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                              Gio.DBusCallFlags.NONE, -1, None)
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(reply.unpack()[0], flags, None, None)


class Picture:
    """The tree of an application at one moment, asked for at once: a call for each node takes fifty times as long.

    The toolkit tells of nodes only that somebody asked for before, so those that are missing are asked for. It tells of
    some that are gone, too, which may hide that one is missing: all nodes of a part are asked for their children, those
    of a window now and then.
    """

    n_taken = 0

    def __init__(self, node):
        self.application = node.app.bus_name
        asked = set()
        self.take()
        Picture.n_taken += 1
        if Picture.n_taken % THOROUGH_EVERY == 0 or self.nodes[node.path][0] != Role.FRAME:
            below = self.ask_all(node.path)
            self.take()
            self.below.update(below)
            self.parents.update((path, (parent, index)) for parent, found in below.items() for index, path in found)
            return
        while missing := {path for path, _, _, _ in self.walk(node.path)
                          if self.counts[path] != len(self.below.get(path, ()))} - asked:
            asked |= missing
            self.discover(missing)
            self.take()

    def call(self, path, interface, method):
        return bus().call_sync(self.application, path, f'org.a11y.atspi.{interface}', method, None, None,
                               Gio.DBusCallFlags.NONE, -1, None)

    def ask(self, paths, method):
        """Return the answer of each: they are asked at once, as each turn of both programs takes time."""
        answers = {}
        context = GLib.MainContext()

        def answered(_, result, path):
            answers[path] = result

        context.push_thread_default()
        for path in paths:
            bus().call(self.application, path, 'org.a11y.atspi.Accessible', method, None, None,
                       Gio.DBusCallFlags.NONE, -1, None, answered, path)
        while len(answers) < len(paths):
            context.iteration(True)
        context.pop_thread_default()
        return {path: bus().call_finish(result).unpack()[0] for path, result in answers.items()}

    def take(self):
        self.parents = {}
        self.nodes = {}
        self.counts = {}
        self.below = {}
        for path, parent, index, count, name, role, states in read_items(self.call(CACHE, 'Cache', 'GetItems')):
            if path != ROOT and not states >> VISIBLE & 1:
                continue  # it is known, but no child of anything now
            self.parents[path] = parent, index
            self.nodes[path] = Role(role), shorten(name)
            self.counts[path] = count
            self.below.setdefault(parent, []).append((index, path))

    def ask_all(self, path):
        """Return what is below each from path on, but for the cells of a table."""
        below = {}
        level = [path]
        while level:
            for parent, found in self.ask(level, 'GetChildren').items():
                below[parent] = [(index, child) for index, (_, child) in enumerate(found)]
            level = self.leave_tables({child for parent in level for _, child in below[parent]})
        return below

    def discover(self, paths):
        """Ask for what is below paths and not known yet, but for the cells of a table."""
        level = paths
        while level:
            found = self.ask(level, 'GetChildren').values()
            fresh = {child for children_of_one in found for _, child in children_of_one} - self.nodes.keys()
            level = self.leave_tables(fresh)
            self.nodes.update(dict.fromkeys(fresh))

    def leave_tables(self, paths):
        """Return those that are no table."""
        roles = {path: self.nodes[path][0] for path in paths if path in self.nodes}
        roles.update(self.ask(paths - roles.keys(), 'GetRole'))
        return {path for path, role in roles.items() if role != Role.TREE_TABLE}

    def walk(self, path, depth=0):
        """Yield path and those below it, as walk() does, with their roles, names and depths."""
        if not self.nodes.get(path):
            return  # it went while others were asked for theirs
        role, name = self.nodes[path]
        yield path, role, name, depth
        if depth == 0 or role != Role.TREE_TABLE:
            for _, below in sorted(self.below.get(path, ())):
                yield from self.walk(below, depth + 1)

    def reach(self, node, path):
        """Return the node with a path below node, or None if it is gone."""
        if path == node.path:
            return node
        parent, index = self.parents[path]
        above = self.reach(node, parent)
        try:
            child = above.get_child_at_index(index) if above else None
        except GLib.Error:
            return None
        if child is not None and child.path == path:
            return child
        return next((child for child in children(above) if child.path == path), None) if above else None


def label_of(application, path):
    """Return the text of what an item is labelled by, or '': GTK 4.18 gives entries of menus no name of their own."""
    def ask(path, interface, method, arguments=None):
        return bus().call_sync(application, path, f'org.a11y.atspi.{interface}', method, arguments, None,
                               Gio.DBusCallFlags.NONE, -1, None).unpack()[0]

    labels = [target for kind, targets in ask(path, 'Accessible', 'GetRelationSet')
              if kind == int(Atspi.RelationType.LABELLED_BY) for _, target in targets]
    return ' '.join(ask(label, 'Text', 'GetText', GLib.Variant('(ii)', (0, -1))) for label in labels)


def focused(application):
    """Return the path, role and name of what has the keyboard, or None where that is nothing the toolkit tells of."""
    try:
        items = bus().call_sync(application.app.bus_name, CACHE, 'org.a11y.atspi.Cache', 'GetItems', None, None,
                                Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        return next(((path, Role(role), shorten(name or label_of(application.app.bus_name, path)))
                     for (_, path), _, _, _, _, _, name, role, _, states in items if states[0] >> FOCUSED & 1), None)
    except GLib.Error:
        return None


def look(node):
    """Return a picture with node in it, or None where the toolkit has none of it."""
    try:
        return Picture(node)
    except (GLib.Error, KeyError):
        return None


def shorten(name):
    """Return the name without its mnemonic, and once where GTK 4.8 says it twice."""
    name = name.replace('_', '')
    half = name[:len(name) // 2]
    return half if name == f'{half} {half}' else name


def name_of(node):
    try:
        return shorten(node.get_name() or '')
    except GLib.Error:
        return ''


def role_of(node):
    try:
        return node.get_role()
    except GLib.Error:
        return None


def fits(wanted, name):
    """Whether a name is the one that is wanted (a string, or a function on it), None meaning any."""
    if wanted is None:
        return True
    return wanted(name) if callable(wanted) else name == wanted


def matches(node, role, name):
    """Whether node has the role and the name, None meaning any."""
    return (role is None or role_of(node) == role) and fits(name, name_of(node))


def iterate(node, role, name, roles=None):
    """Yield the matches below node."""
    picture = look(node)
    if picture is None:
        yield from (below for below in walk(node)
                    if matches(below, role, name) and (roles is None or role_of(below) in roles))
        return
    for path, is_role, is_name, _ in picture.walk(node.path):
        if (role is None or is_role == role) and (roles is None or is_role in roles) and fits(name, is_name):
            if found := picture.reach(node, path):
                yield found


def find_all(node, role=None, name=None):
    return list(iterate(node, role, name))


def find(node, role=None, name=None, roles=None):
    return next(iterate(node, role, name, roles), None)


def wait_for(node, role=None, name=None, what=None):
    """Return the first match below node, as soon as there is one."""
    return wait_until(lambda: find(node, role, name),
                      what or (lambda: f'{role} {name!r} in:\n{dump(node)}'))


def texts(node):
    """Return the names of all labels below node, in order."""
    picture = look(node)
    if picture is None:
        return [name_of(below) for below in walk(node) if role_of(below) == Role.LABEL and name_of(below)]
    return [name for _, role, name, _ in picture.walk(node.path) if role == Role.LABEL and name]


def texts_of_rows(node):
    """Return each child of node with the names of its labels."""
    picture = look(node)
    if picture is None:
        return [(child, texts(child)) for child in children(node)]
    return [(child, [name for _, role, name, _ in picture.walk(child.path) if role == Role.LABEL and name])
            if child.path in picture.nodes else (child, texts(child)) for child in children(node)]


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
