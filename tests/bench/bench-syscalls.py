#!/usr/bin/env python3
"""bench-syscalls.py: system calls and instructions a round trip, of Tincan's engine and of an epoll loop by hand.

    bench-syscalls.py _build/tests/bench

Neither figure depends on what else the machine does. Each is the difference between a long run and a short one, so that
what starting and stopping cost is in none of them. strace(1) counts the calls of all threads, Valgrind's
callgrind the instructions in user space of all threads; what is not installed is left out, and said.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import collections
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import bench_results

REFERENCE = 'raw epoll loop'
SERVERS = {
    REFERENCE: ['raw-server'],
    'Tincan, recording': ['echo-server'],
    'Tincan, not recording': ['echo-server', '--no-record'],
}
CONNECTIONS = [1, 10, 100]
MESSAGE_SIZE = 64
START_TIMEOUT = 60  # seconds


class Failure(Exception):
    pass


def find_child(pid):
    """The server is what the tool has started, or is the tool's own process."""
    children = pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text(encoding='ascii').split()
    return int(children[0]) if children else pid


def play(folder, command, connections, trips):
    """Serves so many round trips under a tool, and ends in order."""
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip()
        if not port.isdigit():
            raise Failure(server.communicate(timeout=START_TIMEOUT)[1])
        load = subprocess.run([folder / 'bench-load', 'echo', '--port', port, '--connections', str(connections),
                               '--size', str(MESSAGE_SIZE), '--trips', str(trips)],
                              capture_output=True, text=True, check=False)
        if load.returncode != 0:
            raise Failure(load.stderr)
        done = int(re.search(r'trips (\d+)', load.stdout).group(1))
        os.kill(find_child(server.pid), signal.SIGTERM)
        server.communicate(timeout=START_TIMEOUT)
        return done
    finally:
        server.kill()
        server.communicate()


def count_calls(folder, server, connections, trips):
    with tempfile.NamedTemporaryFile('r', encoding='utf-8') as summary:
        command = ['strace', '-c', '-f', '-q', '-o', summary.name, folder / server[0], *server[1:]]
        done = play(folder, command, connections, trips)
        calls = collections.Counter()
        for line in summary:
            fields = line.split()
            if len(fields) >= 5 and fields[3].isdigit() and fields[-1] != 'total':
                calls[fields[-1]] = int(fields[3])
    return done, calls


def count_instructions(folder, server, connections, trips):
    with tempfile.TemporaryDirectory() as place:
        out = pathlib.Path(place) / 'callgrind'
        command = ['valgrind', '--tool=callgrind', f'--callgrind-out-file={out}', '-q', folder / server[0], *server[1:]]
        done = play(folder, command, connections, trips)
        found = re.search(r'^(?:totals|summary): (\d+)', out.read_text(encoding='utf-8'), re.MULTILINE)
    if found is None:
        raise Failure('callgrind told no total')
    return done, collections.Counter(instructions=int(found.group(1)))


def measure(count, folder, server, connections, trips):
    """Figures a round trip."""
    few, base = count(folder, server, connections, trips)
    many, total = count(folder, server, connections, trips * 3)
    return {name: (total[name] - base[name]) / (many - few) for name in total if total[name] != base[name]}


def tell_calls(figures):
    named = sorted(figures.items(), key=lambda item: -item[1])
    return f'{sum(figures.values()):6.2f}  ' + ', '.join(f'{name} {value:.2f}' for name, value in named if value >= 0.005)


def tell_instructions(figures):
    return f'{figures["instructions"]:6.0f}'


TOOLS = [
    ('strace', 'system calls a round trip', count_calls, tell_calls),
    ('valgrind', 'instructions a round trip, in user space', count_instructions, tell_instructions),
]


def run(tool, title, count, tell, options):
    if shutil.which(tool) is None:
        print(f'\n{title}: {tool} is not installed')
        return True
    print(f'\n{title}, {MESSAGE_SIZE}-byte messages')
    for connections in CONNECTIONS:
        sums = {}
        for name, server in SERVERS.items():
            try:
                figures = measure(count, options.folder, server, connections, options.trips)
                sums[name] = sum(figures.values())
                print(f'  {connections:4} active  {name:24} {tell(figures)}', flush=True)
                if name != REFERENCE:
                    bench_results.add(f'{title}, {connections} active', name, sums[name], REFERENCE, sums[REFERENCE])
            except (Failure, subprocess.TimeoutExpired) as failure:
                print(f'  {connections:4} active  {name:24} failed: {failure}', flush=True)
                return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder', type=pathlib.Path, help='where the built benchmarks are')
    parser.add_argument('--trips', type=int, default=5000, help='round trips of the shorter run (5000)')
    options = parser.parse_args()
    results = [run(*tool, options) for tool in TOOLS]
    sys.exit(0 if all(results) else 1)


if __name__ == '__main__':
    main()
