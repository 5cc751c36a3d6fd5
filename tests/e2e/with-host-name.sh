#!/bin/bash
# with-host-name.sh NAME ADDRESS COMMAND…: runs a command where the machine is called NAME and that name is ADDRESS.
#
# Made of namespaces of its own: host name, /etc/hosts and network. Nothing else of the machine changes, and nothing
# outside of it can be reached. Ends with 77 where the system does not allow such namespaces.
#
# Copyright (C) 2026 The Tincan authors
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

if [ "${1-}" != --inside ]; then
  user=()
  [ "$(id -u)" = 0 ] || user=(--user --map-root-user)
  unshare "${user[@]}" --net --uts --mount true 2>/dev/null || exit 77
  exec unshare "${user[@]}" --net --uts --mount "$0" --inside "$@"
fi

shift
name=$1
address=$2
shift 2

# A machine may do without this file, and gets none of it.
if [ ! -e /etc/hosts ]; then
  copy=$(mktemp -d)
  mount -t tmpfs tmpfs "$copy"
  cp -a /etc/. "$copy"
  : >"$copy/hosts"
  mount --move "$copy" /etc
  rmdir "$copy"
fi

hosts=$(mktemp)
printf '127.0.0.1 localhost\n%s %s\n' "$address" "$name" >"$hosts"
mount --bind "$hosts" /etc/hosts
rm "$hosts"
hostname "$name" 2>/dev/null || echo "$name" >/proc/sys/kernel/hostname

ip link set lo up

# No TIME-WAIT here: the textbook's server sets no address reuse, and shall get its port a second time.
echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets
case $address in
  127.*) ;;
  *) ip address add "$address/24" dev lo ;;
esac

exec "$@"
