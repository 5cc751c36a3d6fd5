#!/usr/bin/python3
# read-export.py: reads exported messages as other programs do.
#
# Copyright (C) 2026 The Tincan authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# read-export.py csv|json|hexdump FILE prints the bytes of each message with data in hexadecimal, a line each, and
# fails where the file is not what its standard says.

import csv
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unicodedata

MEMBERS = ["time", "event", "connection", "direction", "peer", "local", "size", "text", "hex", "reason", "by", "marks"]


def acts(character):
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def read_csv(path):
    with open(path, "rb") as file:
        data = file.read()
    # RFC 4180 section 2: lines end in CRLF; what is shown has no line break of its own.
    assert data.endswith(b"\r\n") and data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    csv.field_size_limit(1 << 30)
    rows = list(csv.reader(data.decode("utf-8").splitlines(), strict=True))
    assert rows[0] == MEMBERS
    for row in rows[1:]:
        assert len(row) == len(MEMBERS), row[:6]
        assert not any(acts(character) for character in row[7] + row[9])
        assert not row[7] or row[7][0] not in "=+-@\t\r"
        if row[1] == "data":
            assert int(row[6]) * 2 == len(row[8])
            yield row[8]


def read_json(path):
    with open(path, "rb") as file:
        data = file.read()
    assert data.endswith(b"}\n")
    # JSON Lines: UTF-8, one value a line, and nothing but the line break parts them.
    for line in data[:-1].split(b"\n"):
        message = json.loads(line.decode("utf-8"), parse_constant=None)
        if message["event"] != "data":
            continue
        raw = bytes.fromhex(message["hex"])
        assert len(raw) == message["size"]
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = None
        assert message["text"] == text
        yield message["hex"]


def read_hexdump(path):
    if not shutil.which("text2pcap"):
        return
    with tempfile.TemporaryDirectory() as folder:
        capture = os.path.join(folder, "out.pcap")
        subprocess.run(["text2pcap", "-q", "-F", "pcap", "-l", "147", "-t", "%Y-%m-%d %H:%M:%S.%f", path, capture],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(capture, "rb") as file:
            data = file.read()
    at = 24
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        yield data[at + 16:at + 16 + size].hex()
        at += 16 + size


for message in {"csv": read_csv, "json": read_json, "hexdump": read_hexdump}[sys.argv[1]](sys.argv[2]):
    print(message)
