#!/bin/sh
# bench-curves.sh BENCH_TABLE FOLDER [OPTION…]: measures the curves, and leaves curves.csv and curves.svg in the folder.
#
# Copyright (C) 2026 The Tincan authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The options are those of bench-table: "--repetitions 1 --seconds 0.1 --log-length 20000" is a quick look.
set -eu

table=$1
folder=$2
shift 2

"$table" --curves --ours-alone --csv "$folder/curves.csv" "$@"
"$(dirname "$0")/bench-plot.py" "$folder/curves.csv" "$folder/curves.svg"
