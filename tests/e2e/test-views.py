"""The log looked at in other ways: searched, filtered, framed anew, and by its chart.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re

import talk
import tap
import tree
from program import Program
from tap import scenario
from tree import Role
from waiting import let_pass, wait_until

CHART = 'Chart of what was received and sent'
NO_MATCH = 'No message matches'

MANY_ROWS = 40  # more than there is room for
SETTLE_TURNS = 48  # more than a second: bars of the chart are a second wide at most at first


def serve():
    return Program('--start', 'tcp-listen://127.0.0.1:0')


def say(tincan, client, text):
    """Send text as a message of its own: the next is not sent before it is in the log."""
    client.sendall(text.encode())
    tincan.wait_for_log(text.replace('\n', '\\n'))


def assert_selected(tincan, text):
    """Wait until the pane below the log has that message."""
    shown = tincan.part('Selected message')
    wait_until(lambda: text in [tree.text_of(node) for node in tree.find_all(shown, Role.TEXT)],
               lambda: f'{text!r} in:\n{tree.dump(shown)}')


@scenario
def a_typed_query_filters_and_counts():
    """A typed query leaves what it finds, counts it as it comes, and gives all back on Escape."""
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        for text in ('GET /one', 'nothing', 'get /two'):
            say(tincan, client, text)
        everything = tincan.messages()

        tincan.find('get in')
        tincan.wait_for_found('2 found')
        tincan.wait_for_messages('GET /one', 'get /two')

        client.sendall(b'Get /three')  # is found at once
        tincan.wait_for_found('3 found')
        tincan.wait_for_messages('GET /one', 'get /two', 'Get /three')

        tincan.find('size>8 /t.+e/')
        tincan.wait_for_messages('Get /three')
        tincan.find('no such thing')
        tincan.wait_for_found('Nothing found')
        tincan.wait_for_text(NO_MATCH, tincan.part('Message log'))

        tincan.key('Escape')
        tincan.wait_for_messages(*everything, 'Get /three')


@scenario
def a_tab_is_drawn_whole_that_filled_behind_another():
    """A log that came to need a scrollbar behind another tab is there when its tab is chosen again.

    What is not drawn is complained of on standard error, which quit() looks at.
    """
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        say(tincan, client, 'first')
        tincan.key('ctrl+t')
        tincan.wait_for_text('What Do You Want to Do?')
        for number in range(MANY_ROWS):
            client.sendall(b'line %d' % number)
            let_pass()
        tincan.key('ctrl+Page_Up')
        tincan.wait_for_log(f'line {MANY_ROWS - 1}')
        for _ in range(SETTLE_TURNS):
            let_pass()


@scenario
def hits_are_visited_one_by_one():
    """F3 and Shift+F3 go through what was found, and the place is told."""
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        for text in ('hit 1', 'hit 2', 'hit 3'):
            say(tincan, client, text)
        tincan.find('hit')
        tincan.wait_for_found('3 found')
        for key, place in (('F3', '1 of 3'), ('F3', '2 of 3'), ('F3', '3 of 3'), ('shift+F3', '2 of 3')):
            tincan.key(key)
            tincan.wait_for_found(place)
        assert_selected(tincan, 'hit 2')


@scenario
def a_message_found_is_seen_among_all():
    """Escape shows the message that was gone to among those around it, still selected."""
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        for text in ('before', 'hit 1', 'after'):
            say(tincan, client, text)
        everything = tincan.messages()
        tincan.find('hit')
        tincan.wait_for_messages('hit 1')
        tincan.key('F3')
        tincan.wait_for_found('1 of 1')
        tincan.key('Escape')
        tincan.wait_for_messages(*everything)
        assert_selected(tincan, 'hit 1')


@scenario
def a_query_that_is_none_is_explained():
    """What is wrong with a query is said, and the log stays as it was."""
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        say(tincan, client, 'here')
        before = tincan.messages()
        tincan.open_find()
        tincan.fill('Find', '/(/', tincan.part('Find in the log'))  # at once: "/(" is a text that is looked for
        tincan.wait_for_found('This is no regular expression')
        tincan.wait_for_messages(*before)


@scenario
def a_selected_connection_filters_the_log():
    """Only what concerns the selected connection is shown, and everything again for all."""
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as one, \
            talk.connect_tcp(tincan.wait_for_port()) as two:
        say(tincan, one, 'from one')
        say(tincan, two, 'from two')
        say(tincan, one, 'again from one')
        everything = tincan.messages()
        tincan.select_connection('127.0.0.1:%d' % one.getsockname()[1])
        tincan.wait_for_messages('Connected', 'from one', 'again from one')
        tincan.select_connection('127.0.0.1:%d' % two.getsockname()[1])
        tincan.wait_for_messages('Connected', 'from two')
        tincan.select_every_connection()
        tincan.wait_for_messages(*everything)


def choose_framing(tincan, steps, name):
    """Choose the way with that name, so far down the list, for what is received."""
    tincan.focus_window()
    tincan.key('ctrl+m')
    popover = tree.wait_for(tincan.window, None, 'A Message Is').get_parent()
    tincan.key('Return')
    tincan.key('Home', *['Down'] * steps, 'Return')
    wait_until(lambda: name in tree.texts(popover), lambda: f'{name!r} in {tree.texts(popover)}')
    tincan.key('Escape')


@scenario
def framing_cuts_what_is_there_anew():
    """Lines are made of what was received before, whatever the reads were; and as received comes back."""
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        say(tincan, client, 'one\ntwo\nthr')
        say(tincan, client, 'ee\nfo')
        before = tincan.messages()
        choose_framing(tincan, 1, 'A line (LF)')
        tincan.wait_for_messages(*before[:2], 'one\\n', 'two\\n', 'three\\n', 'fo')
        client.sendall(b'ur\n')
        tincan.wait_for_messages(*before[:2], 'one\\n', 'two\\n', 'three\\n', 'four\\n')
        choose_framing(tincan, 0, 'As received')
        tincan.wait_for_messages(*before, 'ur\\n')


@scenario
def the_chart_selects_a_time():
    """A range of the chart selected with the keyboard filters the log; without one all is back."""
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        say(tincan, client, 'early')
        for _ in range(SETTLE_TURNS):
            let_pass()
        say(tincan, client, 'late')
        everything = tincan.messages()
        tincan.focus_window()
        tincan.key('ctrl+shift+g')
        chart = tree.wait_for(tincan.window, None, CHART)
        tincan.wait_for_text('received', chart.get_parent())
        tincan.point_and_click(chart)
        tincan.key('End', 'shift+Left', 'Return')
        tincan.wait_for_query(lambda text: re.fullmatch(r'time:\S+\.\.\S+', text))
        tincan.wait_for_messages('late')
        tincan.key('Escape')
        tincan.wait_for_messages(*everything)
        tincan.wait_for_query(lambda text: text == '')


@scenario
def the_chart_is_dragged_over():
    """What the pointer is dragged over filters the log, a click gives all back, and so does Escape from the query."""
    with serve() as tincan, talk.connect_tcp(tincan.wait_for_port()) as client:
        say(tincan, client, 'early')
        for _ in range(SETTLE_TURNS):
            let_pass()
        say(tincan, client, 'late')
        everything = tincan.messages()
        tincan.focus_window()
        tincan.key('ctrl+shift+g')
        chart = tree.wait_for(tincan.window, None, CHART)
        tincan.wait_for_text('received', chart.get_parent())

        tincan.drag_over(chart, 0.99, 0)
        tincan.wait_for_query(lambda text: re.fullmatch(r'time:\S+\.\.\S+', text))
        tincan.wait_for_messages(*everything)
        tincan.point_and_click(chart)
        tincan.wait_for_query(lambda text: text == '')
        tincan.wait_for_messages(*everything)

        tincan.drag_over(chart, 0.06, 0)
        tincan.wait_for_query(lambda text: re.fullmatch(r'time:\S+\.\.\S+', text))
        wait_until(lambda: tincan.messages() and 'late' not in tincan.messages(), 'the first messages alone')
        tincan.key('Escape')
        tincan.wait_for_query(lambda text: text == '')
        tincan.wait_for_messages(*everything)


if __name__ == '__main__':
    tap.main()
