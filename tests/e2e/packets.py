"""Captures as another program would write them.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import struct

RAW_IP = 101  # LINKTYPE_RAW
CLIENT = bytes((10, 0, 0, 1)), 40000
SERVER = bytes((10, 0, 0, 2)), 80
FIN, SYN, PSH, ACK = 1, 2, 8, 16
START_S = 1_700_000_000
STEP_US = 1000


def checksum(data):
    """Return the internet checksum (RFC 1071)."""
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def tcp(source, target, sequence, acknowledged, flags, data=b''):
    """Return an IPv4 packet with a TCP segment."""
    def segment(check):
        return struct.pack('!HHIIBBHHH', source[1], target[1], sequence, acknowledged, 5 << 4, flags, 8192, check, 0)

    size = 20 + len(data)
    pseudo = source[0] + target[0] + struct.pack('!BBH', 0, 6, size)

    def header(check):
        return struct.pack('!BBHHHBBH', 0x45, 0, 20 + size, 0, 0, 64, 6, check) + source[0] + target[0]

    return header(checksum(header(0))) + segment(checksum(pseudo + segment(0) + data)) + data


def tcp_in_disorder(question, answer):
    """Return the packets of a conversation: the answer comes in three parts, out of order and one of them twice."""
    c, s = 1000, 5000  # the sequence numbers of both ends
    a, b = len(answer) // 3, 2 * len(answer) // 3
    asked, said = c + 1 + len(question), s + 1 + len(answer)
    parts = [tcp(SERVER, CLIENT, s + 1 + start, asked, ACK | PSH, answer[start:end])
             for start, end in ((0, a), (a, b), (b, len(answer)))]
    return [
        tcp(CLIENT, SERVER, c, 0, SYN),
        tcp(SERVER, CLIENT, s, c + 1, SYN | ACK),
        tcp(CLIENT, SERVER, c + 1, s + 1, ACK),
        tcp(CLIENT, SERVER, c + 1, s + 1, ACK | PSH, question),
        parts[0], parts[2], parts[0], parts[1],
        tcp(CLIENT, SERVER, asked, said, ACK),
        tcp(SERVER, CLIENT, said, asked, ACK | FIN),
        tcp(CLIENT, SERVER, asked, said + 1, ACK | FIN),
        tcp(SERVER, CLIENT, said + 1, asked + 1, ACK),
    ]


def write_pcap(path, packets):
    """Write packets of raw IP into a file as tcpdump does, big-endian."""
    with open(path, 'wb') as file:
        file.write(struct.pack('>IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, RAW_IP))
        for number, packet in enumerate(packets):
            file.write(struct.pack('>IIII', START_S, number * STEP_US, len(packet), len(packet)) + packet)
