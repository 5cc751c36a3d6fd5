"""Takes a picture of the window in one of several situations; build-aux/screenshots runs it.

usage: tour.py --list | tour.py PICTURE FILE.png

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import signal
import struct
import subprocess
import sys

import gi
gi.require_version('Atspi', '2.0')

import talk  # noqa: E402
import tree  # noqa: E402
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


def shoot_with_popover(tincan):
    """Take the picture of the window with what has opened over it, which is a window of its own to the screen."""
    x_window, _ = tincan.x_window_of(tincan.window)
    for _ in range(40):
        let_pass()
    lines = xdotool('getwindowgeometry', '--shell', x_window).split()
    place = dict(line.split('=') for line in lines if '=' in line)
    area = '{WIDTH}x{HEIGHT}+{X}+{Y}'.format(**place)
    subprocess.run(['import', '-window', 'root', '-crop', area, '+repage', file_name], check=True)


def send_readings(port):
    """Send what a device would, and return the connection: length, number, temperature, time and a name."""
    device = talk.connect_tcp(port)
    for number in range(12):
        body = struct.pack('>HfI', number, 21.5 + number / 8, 1767268800 + number) + b'boiler'
        device.sendall(struct.pack('>H', len(body)) + body)
        let_pass()
    return device


def record(crash=False):
    """Record a conversation and return the recording; a crash ends it as a power cut would."""
    port = talk.find_free_port()
    tincan = Program('--start', f'tcp-listen://127.0.0.1:{port}?reply=echo&goodbye=bye')
    tincan.wait_for_status('Listening')
    clients = talk_with_three(port)
    tincan.wait_for_log('Chloé')
    if crash:
        os.kill(tincan.pid, signal.SIGKILL)
        tincan.process.wait()
    else:
        tincan.quit()
    for client in clients:
        client.close()
    folder = pathlib.Path(os.environ['XDG_STATE_HOME']) / 'tincan' / 'captures'
    return str(next(folder.glob('*.pcapng')))


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


def find(environment=None, size=None):
    port = talk.find_free_port()
    with Program('--start', f'tcp-listen://127.0.0.1:{port}?reply=echo', environment=environment) as tincan:
        tincan.wait_for_status(str(port))
        client = talk.connect_tcp(port)
        for number in range(60):
            client.sendall(f'GET /item/{number} HTTP/1.1\r\n'.encode())
            let_pass()
        tincan.focus_window()
        tincan.key('ctrl+f')
        tincan.type('item/3 size>=22')
        tincan.wait_for_text('22 found')
        tincan.key('Return', 'F3', 'F3')
        tincan.wait_for_text('3 of 22')
        shoot(tincan, size=size)
        client.close()


def hex_digits(environment=None, size=None):
    port = talk.find_free_port()
    with Program('--start', f'tcp-listen://127.0.0.1:{port}?framing-in=length:2be', environment=environment) as tincan:
        tincan.wait_for_status(str(port))
        device = send_readings(port)
        tincan.wait_for_log('boiler', 8)
        tincan.focus_window()
        log = tree.wait_for(tincan.window, None, 'Messages')
        tincan.point_and_click(tree.wait_for(log, None, lambda name: 'boiler' in name))
        tincan.key('ctrl+h', 'ctrl+i')
        shoot(tincan, size=size)
        device.close()


def framing():
    port = talk.find_free_port()
    with Program('--start', f'tcp-listen://127.0.0.1:{port}?framing-in=length:2be') as tincan:
        tincan.wait_for_status(str(port))
        device = send_readings(port)
        tincan.focus_window()
        tincan.key('ctrl+m')
        shoot_with_popover(tincan)
        tincan.key('Escape')
        device.close()


def recovery(environment=None, size=None):
    record(crash=True)
    with Program(environment=environment) as tincan:
        tincan.wait_for_text('Recovered')
        shoot(tincan, size=size)


def opened(environment=None, size=None):
    with Program(record(), environment=environment) as tincan:
        tincan.wait_for_log('Chloé')
        shoot(tincan, size=size)


def recordings():
    record()
    with Program() as tincan:
        tincan.focus_window()
        tincan.key('ctrl+comma')
        dialog = tincan.wait_for_window(lambda name: name.startswith('Preferences'))
        tincan.point_and_click(tree.wait_for(dialog, None, 'Recordings'))
        shoot(tincan, dialog)
        tincan.close(dialog)


PICTURES = {
    'first-page': first_page,
    'server': server,
    'client': client,
    'chart': chart,
    'chart-dark': lambda: chart(DARK),
    'chart-narrow': lambda: chart(size=(600, 700)),
    'export': export,
    'find': find,
    'find-narrow': lambda: find(size=(600, 700)),
    'hex': hex_digits,
    'hex-dark': lambda: hex_digits(DARK),
    'framing': framing,
    'recovery': recovery,
    'recovery-narrow': lambda: recovery(size=(600, 700)),
    'opened': opened,
    'opened-dark': lambda: opened(DARK),
    'recordings': recordings,
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
