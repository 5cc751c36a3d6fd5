#!/usr/bin/env python3
"""bench-peer.py: Packet Sender under the flood of datagrams that bench-flood sends Tincan's window.

usage: build-aux/headless.sh tests/bench/bench-peer.py [--rate N] [--seconds N] [--runs N] BENCH_FLOOD

What its UDP server could not take is what the kernel dropped at its socket (proc(5), /proc/net/udp). It has no figures
of frames to ask for, and keeps the newest 10,000 rows of what it took; so loss and processor time are compared.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import bench_results
from packetsender import provide_xrandr

START_TIMEOUT = 30      # s
SETTLE_TIME = 1.0       # s without another datagram taken: it has taken what it could
TICKS = os.sysconf('SC_CLK_TCK')


def read_sockets():
    """Inode → port, bytes that wait and datagrams dropped, of each UDP socket over IPv4."""
    sockets = {}

    for line in pathlib.Path('/proc/net/udp').read_text().splitlines()[1:]:
        fields = line.split()
        sockets[fields[9]] = (int(fields[1].split(':')[1], 16), int(fields[4].split(':')[1], 16), int(fields[12]))

    return sockets


def find_socket(pid):
    """The inode of a UDP socket that the process has."""
    inodes = set()

    for entry in pathlib.Path(f'/proc/{pid}/fd').iterdir():
        try:
            target = os.readlink(entry)
        except OSError:
            continue
        if target.startswith('socket:['):
            inodes.add(target[8:-1])

    return next((inode for inode in read_sockets() if inode in inodes), None)


def wait_for_socket(process):
    deadline = time.monotonic() + START_TIMEOUT

    while time.monotonic() < deadline and process.poll() is None:
        inode = find_socket(process.pid)
        if inode is not None:
            return inode
        time.sleep(0.05)

    sys.exit('bench-peer.py: packetsender has no UDP server')


def read_cpu_seconds(pid):
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()

    return (int(fields[11]) + int(fields[12])) / TICKS


def read_resident_megabytes(pid):
    fields = pathlib.Path(f'/proc/{pid}/statm').read_text().split()

    return int(fields[1]) * os.sysconf('SC_PAGE_SIZE') / 1e6


def wait_until_taken(inode):
    while read_sockets()[inode][1] > 0:
        time.sleep(0.05)

    time.sleep(SETTLE_TIME)


def run_once(arguments):
    """Returns: datagrams sent and lost, share of a processor, resident megabytes."""
    process = subprocess.Popen(['packetsender'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    try:
        inode = wait_for_socket(process)
        time.sleep(SETTLE_TIME)
        port, _, dropped = read_sockets()[inode]
        before, start = read_cpu_seconds(process.pid), time.monotonic()
        report = subprocess.run([arguments.bench_flood, '--udp', f'--send-to={port}', f'--rate={arguments.rate}',
                                 f'--seconds={arguments.seconds}'], check=True, capture_output=True, text=True)
        share = (read_cpu_seconds(process.pid) - before) / (time.monotonic() - start)
        wait_until_taken(inode)

        return (int(report.stdout.split()[0]), read_sockets()[inode][2] - dropped, share,
                read_resident_megabytes(process.pid))
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--rate', type=int, default=200000)
    parser.add_argument('--seconds', type=int, default=10)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('bench_flood')
    arguments = parser.parse_args()
    lost = []

    if shutil.which('packetsender') is None:
        print('packetsender is not installed; there is nothing to compare with')
        return

    with tempfile.TemporaryDirectory() as folder:
        provide_xrandr(folder)
        print(f'{arguments.rate} datagrams of 64 bytes a second for {arguments.seconds} s into Packet Sender')
        for run in range(arguments.runs):
            n_sent, n_lost, share, resident = run_once(arguments)
            lost.append(n_lost / n_sent)
            bench_results.add(f'datagrams lost, % of {arguments.rate}/s', '–', '', 'Packet Sender', lost[-1] * 100)
            print(f'  {run + 1:3} {n_sent} sent, {n_lost} lost ({n_lost / n_sent:.1%}), {share:.0%} of a processor,'
                  f' {resident:.0f} MB resident', flush=True)

    print(f'  lost, median of {arguments.runs} runs: {statistics.median(lost):.1%}')


if __name__ == '__main__':
    main()
