"""Takes a picture of the window in one of several situations; build-aux/screenshots runs it.

usage: tour.py --list | tour.py PICTURE FILE.png

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import subprocess
import sys

import gi
gi.require_version('Atspi', '2.0')

import talk  # noqa: E402
from program import Program, xdotool  # noqa: E402
from waiting import let_pass  # noqa: E402

# What a GNOME desktop sets, which is not there under Xvfb.
SETTINGS = '''[Settings]
gtk-font-name=Cantarell 11
gtk-decoration-layout=:close
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
'''

DARK = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}
CONTRAST = {'ADW_DEBUG_HIGH_CONTRAST': '1'}
GERMAN = {'LANGUAGE': 'de'}

file_name = None


def shoot(tincan, window=None, size=None):
    """Take the picture, once everything has come to rest."""
    x_window, _ = tincan.x_window_of(window or tincan.window)
    if size:
        xdotool('windowsize', '--sync', x_window, *size)
    for _ in range(40):  # a transition takes a quarter of a second
        let_pass()
    subprocess.run(['import', '-window', x_window, file_name], check=True)


def talk_with_three(port):
    """Have a conversation with three clients."""
    clients = []
    for name in ('Anna', 'Bertil', 'Chloé'):
        while True:
            try:
                client = talk.connect_tcp(port)
                break
            except ConnectionRefusedError:
                let_pass()
        client.sendall(f'Hello, this is {name}\r\n'.encode())
        talk.receive_exactly(client, 18)
        clients.append(client)
    clients[1].sendall(b'{"temperature": 21.5, "unit": "\xc2\xb0C"}\n')
    clients[2].sendall(bytes(range(64)))
    clients[0].sendall(b'bye')
    clients[0].recv(100)
    for _ in range(20):
        let_pass()
    return clients


def first_page():
    with Program() as tincan:
        shoot(tincan)


def server(environment=None, size=None):
    port = talk.find_free_port()
    with Program('--start', f'tcp-listen://127.0.0.1:{port}?reply=echo&goodbye=bye', environment=environment) as tincan:
        clients = talk_with_three(port)
        shoot(tincan, size=size)
        for client in clients:
            client.close()


def chart(environment=None, size=None):
    port = talk.find_free_port()
    with Program('--start', f'tcp-listen://127.0.0.1:{port}?reply=echo&goodbye=bye', environment=environment) as tincan:
        clients = talk_with_three(port)
        tincan.focus_window()
        tincan.key('ctrl+shift+g')
        for step in range(60):
            client = clients[1 + step % 2]
            client.sendall(b'x' * (50 + 40 * (step * step % 37)))
            for _ in range(1 + step % 3):
                let_pass()
        shoot(tincan, size=size)
        for client in clients:
            client.close()


def export():
    port = talk.find_free_port()
    with Program('--start', f'tcp-listen://127.0.0.1:{port}?reply=echo&goodbye=bye') as tincan:
        clients = talk_with_three(port)
        tincan.focus_window()
        tincan.key('ctrl+e')
        dialog = tincan.wait_for_window(lambda name: name == 'Export Messages')
        shoot(tincan, dialog)
        tincan.close(dialog)
        for client in clients:
            client.close()


def client():
    listener, port = talk.listen_tcp()
    with listener, Program('--start', f'tcp://127.0.0.1:{port}?eol=crlf') as tincan:
        peer, _ = listener.accept()
        with peer:
            peer.sendall(b'220 mail.example ESMTP ready\r\n')
            tincan.wait_for_log('220')
            tincan.send('EHLO tincan')
            talk.receive_exactly(peer, 13)
            peer.sendall(b'250-mail.example\r\n250-SIZE 52428800\r\n250 8BITMIME\r\n')
            tincan.wait_for_log('8BITMIME')
            tincan.fill('Message to send', 'MAIL FROM:<me@example>')
            shoot(tincan)


def preferences(environment=None):
    with Program('tcp-listen://0.0.0.0:8080?reply=echo&goodbye=bye', environment=environment) as tincan:
        tincan.focus_window()
        tincan.key('ctrl+comma')
        dialog = tincan.wait_for_window(lambda name: name.startswith(('Preferences', 'Einstellungen')))
        shoot(tincan, dialog)
        tincan.close(dialog)


def error():
    listener, port = talk.listen_tcp()
    with listener, Program('--start', f'tcp-listen://127.0.0.1:{port}?reply=echo') as tincan:
        tincan.wait_for_text('is in use')
        shoot(tincan)


PICTURES = {
    'first-page': first_page,
    'server': server,
    'client': client,
    'chart': chart,
    'chart-dark': lambda: chart(DARK),
    'chart-narrow': lambda: chart(size=(600, 700)),
    'export': export,
    'preferences': preferences,
    'error': error,
    'dark': lambda: server(DARK),
    'high-contrast': lambda: server(CONTRAST),
    'narrow': lambda: server(size=(600, 700)),
    'german': lambda: server(GERMAN),
    'german-preferences': lambda: preferences(GERMAN),
}


def main():
    global file_name
    if sys.argv[1] == '--list':
        print('\n'.join(PICTURES))
        return
    settings = pathlib.Path(os.environ['XDG_CONFIG_HOME']) / 'gtk-4.0' / 'settings.ini'
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(SETTINGS, encoding='utf-8')
    file_name = sys.argv[2]
    PICTURES[sys.argv[1]]()


if __name__ == '__main__':
    main()
