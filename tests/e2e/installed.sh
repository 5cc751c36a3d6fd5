#!/bin/bash
# installed.sh BUILD PREFIX COMMAND…: runs a command where Tincan is installed, and takes it away afterwards.
#
# Everything goes below a new folder, whose data folder comes first in XDG_DATA_DIRS.
#
# Copyright (C) 2026 The Tincan authors
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

build=$1
prefix=$2
shift 2

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
DESTDIR=$place meson install -C "$build" --no-rebuild --quiet

# What the install does at its end when it is no staged one; and the folder is elsewhere now.
data=$place$prefix/share
glib-compile-schemas "$data/glib-2.0/schemas"
sed -i "s|^Exec=$prefix/|Exec=$place$prefix/|" \
  "$data"/applications/*.desktop "$data"/dbus-1/services/*.service

env -u GSETTINGS_SCHEMA_DIR \
  TIN_PLACE="$place$prefix" \
  XDG_DATA_DIRS="$data:${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" \
  "$@"
