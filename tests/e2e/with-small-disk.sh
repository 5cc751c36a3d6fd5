#!/bin/bash
# with-small-disk.sh MIB COMMAND…: runs a command that has a disk of so many mebibytes, whose folder TIN_SMALL_DISK names.
#
# It is memory, mounted in a namespace of its own, and goes away with the command. Ends with 77 where the system does not
# allow such a namespace.
#
# Copyright (C) 2026 The Tincan authors
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

if [ "${1-}" != --inside ]; then
  user=()
  [ "$(id -u)" = 0 ] || user=(--user --map-root-user)
  unshare "${user[@]}" --mount true 2>/dev/null || exit 77
  disk=$(mktemp -d)
  trap 'rmdir "$disk"' EXIT
  TIN_SMALL_DISK=$disk unshare "${user[@]}" --mount "$0" --inside "$@"
  exit
fi

shift
mount -t tmpfs -o "size=$1m" tmpfs "$TIN_SMALL_DISK"
shift
exec "$@"
