"""Exports through the window, and what was exported read back.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import csv
import json
import os
import pathlib
import re
import subprocess

from waiting import wait_until

TITLE = 'Export Messages'

# The place of each format in the list, its name, and what is said of it.
PCAPNG = 0, 'Recording (pcapng)', 'For Wireshark'
TEXT = 1, 'Text', 'A line for each message'
HEXDUMP = 2, 'Hexdump', 'Every byte as hexadecimal digits'
CSV = 3, 'CSV', 'For spreadsheets'
JSON_LINES = 4, 'JSON Lines', 'An object on each line, for scripts'
RAW = 5, 'Raw Bytes', 'and nothing else'


def wait_for_file(path):
    """Wait until it is there: it gets its name when all of it is written."""
    wait_until(lambda: os.path.exists(path), f'{path} to be written')


def export(tincan, format_row, path, scope=None):
    """Export messages in a format: all, or those that the dialog offers first, which scope names."""
    steps, name, note = format_row
    tincan.focus_window()
    tincan.key('ctrl+e')
    dialog = tincan.wait_for_window(TITLE)
    if scope:
        tincan.wait_for_text(scope, dialog)
    tincan.choose_in_row('Format', name, dialog, steps, ('Tab', 'Return'))  # GTK 4.18 tells the row's place wrong
    tincan.wait_for_text(note, dialog)
    window, _ = tincan.x_window_of(dialog)
    tincan.click('Choose File…', within=dialog)
    tincan.choose_file(TITLE, path, besides=window)
    wait_for_file(path)


def read_json(path):
    """Return the bytes of each direction of each connection."""
    streams = {}
    for line in pathlib.Path(path).read_text(encoding='utf-8').splitlines():
        message = json.loads(line)
        if 'hex' in message:
            key = message['connection'], message['direction']
            streams[key] = streams.get(key, b'') + bytes.fromhex(message['hex'])
    return streams


def read_csv(path):
    """The same of comma-separated values."""
    streams = {}
    with open(path, encoding='utf-8', newline='') as file:
        for message in csv.DictReader(file, strict=True):
            if message['hex']:
                key = int(message['connection']), message['direction']
                streams[key] = streams.get(key, b'') + bytes.fromhex(message['hex'])
    return streams


def list_json(path):
    """Return the bytes of each message."""
    messages = map(json.loads, pathlib.Path(path).read_text(encoding='utf-8').splitlines())
    return [bytes.fromhex(message['hex']) for message in messages if 'hex' in message]


def list_csv(path):
    """The same of comma-separated values."""
    with open(path, encoding='utf-8', newline='') as file:
        return [bytes.fromhex(message['hex']) for message in csv.DictReader(file, strict=True) if message['hex']]


def list_pcapng(path):
    """The same of a recording, as Wireshark finds them."""
    run = subprocess.run(['tshark', '-n', '-r', path, '-Y', 'tcp.len>0', '-T', 'fields', '-e', 'tcp.payload'],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return [bytes.fromhex(line) for line in run.stdout.split()]


def list_hexdump(path):
    """The same of a hexdump: the bytes stand between the offset and the characters."""
    messages = []
    for line in pathlib.Path(path).read_text(encoding='utf-8').splitlines():
        if row := re.match(r'([0-9a-f]{8})  ((?:[0-9a-f]{2} {1,2})+)', line):
            if int(row[1], 16) == 0:
                messages.append(b'')
            assert int(row[1], 16) == len(messages[-1]), line
            messages[-1] += bytes.fromhex(row[2])
    return messages


def list_text(path):
    """Return what each line says in the end: what was sent, as the log shows it."""
    return [line.split('  ')[-1] for line in pathlib.Path(path).read_text(encoding='utf-8').splitlines()]
