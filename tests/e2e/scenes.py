"""What there is to take pictures of: sessions, and what they show of their messages.

A scene takes a camera, brings a window about, and takes the picture.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import contextlib
import os
import pathlib
import re
import signal
import struct
import subprocess
import tempfile

import talk
import tree
from camera import TRANSITION_TURNS
from program import Program, xdotool
from tree import Role
from waiting import let_pass, wait_until

ECHO = 'tcp-listen://127.0.0.1:0?reply=echo&goodbye=bye'
MANY_MESSAGES = 10_000_000
MANY_PATIENCE_S = 240
CROWD = 10_000  # connections
SENT_SIZE = 40_000_000  # bytes: more than sockets hold


def pause(turns=20):
    for _ in range(turns):
        let_pass()


def talk_with_three(port):
    """Have a conversation with three clients."""
    clients = []
    for name in ('Anna', 'Bertil', 'Chloé'):
        client = talk.connect_tcp(port)
        client.sendall(f'Hello, this is {name}\r\n'.encode())
        talk.receive_exactly(client, 18)
        clients.append(client)
    clients[1].sendall(b'{"temperature": 21.5, "unit": "\xc2\xb0C"}\n')
    clients[2].sendall(bytes(range(64)))
    clients[0].sendall(b'bye')
    clients[0].recv(100)
    pause()
    return clients


def send_readings(port):
    """Send what a device would, and return the connection: length, number, temperature, time and a name."""
    device = talk.connect_tcp(port)
    for number in range(12):
        body = struct.pack('>HfI', number, 21.5 + number / 8, 1767268800 + number) + b'boiler'
        device.sendall(struct.pack('>H', len(body)) + body)
        let_pass()
    return device


def find_port(tincan):
    """Return the port of a server in any language."""
    return wait_until(lambda: next((int(text.rsplit(':', 1)[1].split()[0]) for text in tree.texts(tincan.window)
                                    if '127.0.0.1:' in text and text.rsplit(':', 1)[1].split()[0].isdigit()
                                    and not text.endswith(':0')), None), 'a port')


@contextlib.contextmanager
def conversation(camera, uri=ECHO):
    """A server that three clients have talked to."""
    with camera.start('--start', uri) as tincan, contextlib.ExitStack() as clients:
        port = find_port(tincan)
        for client in talk_with_three(port):
            clients.enter_context(client)
        tincan.clients = clients
        yield tincan


@contextlib.contextmanager
def requests(camera):
    """A server that has got sixty requests."""
    with camera.start('--start', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan, \
            talk.connect_tcp(find_port(tincan)) as client:
        for number in range(60):
            client.sendall(f'GET /item/{number} HTTP/1.1\r\n'.encode())
            let_pass()
        yield tincan


@contextlib.contextmanager
def readings(camera):
    """A server that a device has sent binary messages to."""
    with camera.start('--start', 'tcp-listen://127.0.0.1:0?framing-in=length:2be') as tincan, \
            send_readings(find_port(tincan)):
        wait_until(lambda: any('boiler' in text for text in tree.texts(log_of(camera, tincan))), 'readings')
        yield tincan


def log_of(camera, tincan):
    return tincan.part(camera.words('Messages'))


def row_with(camera, tincan, text):
    return tree.wait_for(log_of(camera, tincan), Role.LABEL, lambda name: text in name)


def record(crash=False):
    """Record a conversation and return the recording; a crash ends it as a power cut would."""
    tincan = Program('--start', ECHO)
    clients = talk_with_three(tincan.wait_for_port())
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


def press_other_button(tincan, node):
    """Ask for the menu of what is there."""
    tincan.point_and_click(node)
    xdotool('click', '3')
    pause()


# Scenes

def first_page(camera):
    with camera.start() as tincan:
        camera.shoot(tincan)


def server(camera):
    with conversation(camera) as tincan:
        camera.shoot(tincan)


def choose_hex(camera, tincan):
    """Choose that what is typed is hexadecimal."""
    tincan.point_and_click(tree.wait_for(tincan.window, Role.COMBO_BOX, camera.words('Format')))
    pause()
    tincan.key('End', 'Return')
    pause()
    tincan.point_and_click(tincan.field(camera.words('Message to send')))


def client(camera):
    listener, port = talk.listen_tcp()
    with listener, camera.start('--start', f'tcp://127.0.0.1:{port}?eol=crlf') as tincan:
        peer, _ = listener.accept()
        with peer:
            peer.settimeout(talk.PATIENCE_S)
            peer.sendall(b'220 mail.example ESMTP ready\r\n')
            row_with(camera, tincan, '220')
            tincan.focus_window()
            tincan.type('EHLO tincan')
            tincan.key('Return')
            talk.receive_exactly(peer, 13)
            peer.sendall(b'250-mail.example\r\n250-SIZE 52428800\r\n250 8BITMIME\r\n')
            row_with(camera, tincan, '8BITMIME')
            tincan.type('MAIL FROM:<me@example>')
            camera.shoot(tincan)


def device(camera):
    """UDP to a device, in hexadecimal."""
    endpoint, port = talk.bind_udp()
    with endpoint, camera.start('--start', f'udp://127.0.0.1:{port}') as tincan:
        pause()
        tincan.focus_window()
        choose_hex(camera, tincan)
        tincan.type('01 03 00 00 00 02 c4 0b')
        tincan.key('Return')
        request, address = endpoint.recvfrom(100)
        endpoint.sendto(request[:2] + bytes.fromhex('04 00 d7 01 2c 1b 8a'), address)
        tincan.key('ctrl+h')
        pause()
        tincan.key('F6', 'F6', 'End')
        camera.shoot(tincan)


def chart(camera, then=lambda tincan: None):
    with camera.start('--start', ECHO) as tincan:
        clients = talk_with_three(find_port(tincan))
        tincan.key('ctrl+shift+g')
        for step in range(60):
            clients[1 + step % 2].sendall(b'x' * (50 + 40 * (step * step % 37)))
            pause(1 + step % 3)
        then(tincan)
        camera.shoot(tincan)
        for each in clients:
            each.close()


def chart_range(camera):
    def select(tincan):
        tincan.point_and_click(tree.wait_for(tincan.window, None, camera.words('Chart of what was received and sent')))
        tincan.park_pointer()  # no tooltip
        tincan.key('End', 'Left', 'shift+Left', 'shift+Left', 'shift+Left')
        tincan.key('Return')

    chart(camera, select)


def error(camera):
    listener, port = talk.listen_tcp()
    with listener, camera.start('--start', f'tcp-listen://127.0.0.1:{port}?reply=echo') as tincan:
        camera.shoot(tincan)


def refused(camera):
    """A client that nobody listens to."""
    with camera.start('--start', f'tcp://127.0.0.1:{talk.find_free_port()}') as tincan:
        camera.shoot(tincan)


def exposed(camera):
    """A server that the network can reach."""
    with camera.start('--start', 'tcp-listen://0.0.0.0:0') as tincan:
        camera.shoot(tincan)


def find(camera):
    with requests(camera) as tincan:
        tincan.key('ctrl+f')
        tincan.type('item/3 size>=22')
        pause()
        tincan.key('Return', 'F3', 'F3')
        camera.shoot(tincan)


def completion(camera):
    with requests(camera) as tincan:
        tincan.key('ctrl+f')
        tincan.type('item/3 ')
        tincan.key('ctrl+space')
        camera.shoot(tincan)


def nothing_found(camera):
    with requests(camera) as tincan:
        tincan.key('ctrl+f')
        tincan.type('no such thing')
        camera.shoot(tincan)


def bad_query(camera):
    with requests(camera) as tincan:
        tincan.key('ctrl+f')
        tincan.type('size>many /(/')
        camera.shoot(tincan)


def show_hex(camera, *keys):
    with readings(camera) as tincan:
        tincan.point_and_click(row_with(camera, tincan, 'boiler'))
        tincan.key(*keys)
        camera.shoot(tincan)


def framing(camera):
    with readings(camera) as tincan:
        tincan.key('ctrl+m')
        camera.shoot(tincan)
        tincan.key('Escape')


def marks(camera):
    """Bookmarks, a note, and another that is being written."""
    with conversation(camera) as tincan:
        tincan.point_and_click(row_with(camera, tincan, 'temperature'))
        tincan.key('ctrl+d', 'Down', 'Down', 'ctrl+shift+n')
        pause()
        tincan.type('The client sends its state')
        tincan.key('Return')
        pause()
        tincan.key('Down', 'ctrl+shift+n')
        pause()
        tincan.type('Is this an answer')
        camera.shoot(tincan)
        tincan.key('Escape')


def note(camera):
    """A note of two lines on the message that is selected."""
    with conversation(camera) as tincan:
        tincan.point_and_click(row_with(camera, tincan, 'temperature'))
        tincan.key('ctrl+shift+n')
        pause()
        tincan.type('The client sends its state here, although nobody has asked for it yet: is this what the manual '
                    'calls an announcement, or an answer to the one before')
        tincan.key('Return')
        pause()
        camera.shoot(tincan)


def statistics(camera):
    with conversation(camera) as tincan:
        tincan.key('F7')
        camera.shoot(tincan)
        tincan.key('Escape')


def sending_file(camera):
    """A file is sent to a client that reads nothing."""
    with camera.start('--start', 'tcp-listen://127.0.0.1:0') as tincan, tempfile.TemporaryDirectory() as folder, \
            talk.connect_tcp(find_port(tincan)) as client:
        client.sendall(b'Send me the firmware\n')
        row_with(camera, tincan, 'firmware')
        path = os.path.join(folder, 'firmware.bin')
        with open(path, 'wb') as file:
            file.truncate(SENT_SIZE)
        title = camera.words('Send a File')
        tincan.focus_window()
        tincan.click(title)
        tincan.choose_file(title, path)
        camera.shoot(tincan)


def go_to(camera):
    with conversation(camera) as tincan:
        tincan.key('ctrl+g')
        camera.shoot(tincan)
        tincan.key('Escape')


def paused(camera):
    with conversation(camera) as tincan:
        tincan.key('ctrl+p')
        with talk.connect_tcp(find_port(tincan)) as another:
            another.sendall(b'more')
            camera.shoot(tincan)


def cleared(camera):
    with conversation(camera) as tincan:
        tincan.key('ctrl+k')
        camera.shoot(tincan)


def row_menu(camera):
    with conversation(camera) as tincan:
        press_other_button(tincan, row_with(camera, tincan, 'temperature'))
        camera.shoot(tincan)
        tincan.key('Escape')


def copy_menu(camera):
    with conversation(camera) as tincan:
        press_other_button(tincan, row_with(camera, tincan, 'temperature'))
        tincan.key('Down', 'Down', 'Down', 'Right')
        camera.shoot(tincan)
        tincan.key('Escape', 'Escape')


def column_menu(camera):
    with conversation(camera) as tincan:
        press_other_button(tincan, tree.wait_for(log_of(camera, tincan), None, camera.words('Message')))
        camera.shoot(tincan)
        tincan.key('Escape')


def column_widths(camera):
    with conversation(camera) as tincan:
        press_other_button(tincan, tree.wait_for(log_of(camera, tincan), None, camera.words('Message')))
        tincan.key(camera.catalog.gettext('_Widths…').partition('_')[2][0].lower())
        camera.shoot(tincan)
        tincan.key('Escape')


def connection_menu(camera):
    with conversation(camera) as tincan:
        if camera.is_narrow:
            tincan.key('F9')  # where there is no room beside the log, the list lies over it
            pause(TRANSITION_TURNS)
        listed = tree.wait_for(tincan.window, Role.LIST, camera.words('Connections'))
        press_other_button(tincan, next(iter(tree.children(listed))))
        camera.shoot(tincan)
        tincan.key('Escape')


def main_menu(camera):
    with conversation(camera) as tincan:
        tincan.key('F10')
        camera.shoot(tincan)
        tincan.key('Escape')


def shown_menu(camera):
    """What Is Shown, in the filter bar."""
    with requests(camera) as tincan:
        tincan.key('ctrl+f')
        pause()
        tincan.point_and_click(tree.wait_for(tincan.window, None, camera.words('What is shown')))
        camera.shoot(tincan)
        tincan.key('Escape')


def opened(camera):
    with camera.start(record()) as tincan:
        row_with(camera, tincan, 'Chloé')
        camera.shoot(tincan)


def recovery(camera):
    record(crash=True)
    with camera.start() as tincan:
        camera.shoot(tincan)


@contextlib.contextmanager
def ten_million(camera):
    """Ten million messages of a file that bench-log writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'ten-million.pcapng')
        subprocess.run([os.environ['TIN_BENCH_LOG'], '--messages', str(MANY_MESSAGES), '--write', path], check=True)
        os.unlink(next(str(each) for each in pathlib.Path(folder).iterdir() if each.suffix == '.txt'))
        with camera.start(path) as tincan:
            row_with(camera, tincan, 'message')
            yield tincan


def many(camera):
    with ten_million(camera) as tincan:
        tincan.focus_window()
        tincan.key('ctrl+f')
        tincan.type('needle')
        wait_until(lambda: any(text.startswith('10 ') for text in tree.texts(tincan.window)), 'ten that were found',
                   MANY_PATIENCE_S)
        tincan.key('Return', 'F3', 'F3')
        camera.shoot(tincan)


def many_rows(camera):
    with ten_million(camera) as tincan:
        tincan.focus_window()
        tincan.key('F6', 'F6', 'End')
        row_with(camera, tincan, str(MANY_MESSAGES - 1))
        camera.shoot(tincan)


def crowd(camera):
    """Ten thousand connections."""
    with camera.start('--start', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan, contextlib.ExitStack() as clients:
        port = find_port(tincan)
        for number in range(CROWD):
            client = clients.enter_context(talk.connect_tcp(port))
            client.sendall(b'client %d' % number)
        wait_until(lambda: any(re.match(r'10\D?000 ', text) for text in tree.texts(tincan.window)), 'all of them',
                   MANY_PATIENCE_S)
        camera.shoot(tincan)


def exporting(camera):
    """An export that is under way."""
    with ten_million(camera) as tincan, tempfile.TemporaryDirectory() as folder:
        tincan.key('ctrl+e')
        dialog = tincan.wait_for_window(camera.words('Export Messages'))
        window, _ = tincan.x_window_of(dialog)
        tincan.click(camera.words('Choose File…'), within=dialog)
        tincan.choose_file(camera.words('Export Messages'), os.path.join(folder, 'all.txt'), besides=window)
        camera.shoot(tincan)

