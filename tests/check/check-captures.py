#!/usr/bin/env python3
"""check-captures.py FOLDER: has Wireshark's programs judge the recordings that all other tests left there.

Each file must be read to its end by tshark and capinfos without a complaint, and copied by editcap with no packet lost.
Of one that a test has cut or overwritten ("cut-…"), tshark may say that it is, and nothing else.
The folder is emptied, so that the next run begins with nothing; what was found faulty is in its folder "rejected".

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CUT = re.compile('tshark: exit code [23], tshark: The file "[^"]*" appears to (have been cut short in the middle of a packet'
                 r'( or other data)?|be damaged or corrupt)\.')


def run(*command):
    """Return what a program prints, or raise with what it complains of."""
    process = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors='replace')
    complaints = [line for line in process.stderr.splitlines() if 'Running as user "root"' not in line]
    if process.returncode != 0 or complaints:
        raise ValueError(f'{command[0]}: exit code {process.returncode}, {" ".join(complaints)}')
    return process.stdout


def count_packets(path):
    return int(run('capinfos', '-TmrcM', path).splitlines()[-1].split(',')[1])


def check(path):
    """Return what is wrong with a file, or None."""
    try:
        # Without putting streams together: what looks like HTTP is no concern of this, and takes ages.
        run('tshark', '-n', '-o', 'tcp.desegment_tcp_streams:FALSE', '-r', path)
        n_packets = count_packets(path)
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, 'copy.pcapng')
            run('editcap', path, copy)
            if count_packets(copy) != n_packets:
                return f'editcap made {count_packets(copy)} packets of {n_packets}'
    except ValueError as error:
        return None if path.name.startswith('cut-') and CUT.match(str(error)) else str(error)
    return None


def main(folder):
    rejected = folder / 'rejected'
    shutil.rmtree(rejected, ignore_errors=True)
    rejected.mkdir()
    paths = sorted(folder.glob('*.pcapng'))
    print(f'1..{max(len(paths), 1)}')
    if not paths:
        print('not ok 1 no test left a recording: run the other tests first')
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(check, paths))
    for number, (path, complaint) in enumerate(zip(paths, results), 1):
        print(f'{"not ok" if complaint else "ok"} {number} {path.name}{": " + complaint if complaint else ""}')
    for path, complaint in zip(paths, results):
        if complaint:
            path.replace(rejected / path.name)
        else:
            path.unlink()
    return 0 if paths and not any(results) else 1


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1])))
