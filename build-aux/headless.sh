#!/bin/sh
# headless.sh COMMAND…: runs a command with an own X server, session bus and home, and takes them away afterwards.
#
# Copyright (C) 2026 The Tincan authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# TIN_SCREEN (WIDTHxHEIGHTxDEPTH) sets the size of the screen, GTK_A11Y the accessibility back end.
set -u

for tool in Xvfb dbus-run-session; do
  command -v "$tool" >/dev/null || { echo "headless.sh: $tool is not installed" >&2; exit 127; }
done

room=$(mktemp -d) || exit 1
chmod 700 "$room"
mkdir -m 700 "$room/run" "$room/home" "$room/config" "$room/data" "$room/cache" "$room/state"
# What was recorded is set aside for tests/check/check-captures.py, if it wants it.
keep_captures ()
{
  [ -d "${TIN_KEPT_CAPTURES-}" ] || return 0
  find "$room/state" -name '*.pcapng' -size +0 | while read -r capture; do
    cp "$capture" "$TIN_KEPT_CAPTURES/window-$$-${capture##*/}"
  done
}

server=
clean_up ()
{
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  keep_captures
  rm -rf "$room"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# The server picks a free display number itself and writes it to descriptor 3 once it can be reached. Each run
# has its own, because the accessibility bus leaves its address on the root window.
Xvfb -displayfd 3 -screen 0 "${TIN_SCREEN:-1280x900x24}" -nolisten tcp -noreset \
  3>"$room/display" >"$room/server.log" 2>&1 &
server=$!
until [ -s "$room/display" ]; do
  kill -0 "$server" 2>/dev/null || { cat "$room/server.log" >&2; exit 1; }
  sleep 0.05
done

# Drawing with cairo and no GL: the same picture everywhere, and no LLVM in memory. GTK 4.16 renamed the switch, and
# complains of the old name.
if pkg-config --atleast-version=4.16 gtk4 2>/dev/null; then without_gl=GDK_DISABLE=gl; else without_gl=GDK_DEBUG=gl-disable; fi

env -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS -u DESKTOP_STARTUP_ID \
  DISPLAY=":$(cat "$room/display")" \
  HOME="$room/home" \
  XDG_RUNTIME_DIR="$room/run" \
  XDG_CONFIG_HOME="$room/config" \
  XDG_DATA_HOME="$room/data" \
  XDG_CACHE_HOME="$room/cache" \
  XDG_STATE_HOME="$room/state" \
  XDG_CURRENT_DESKTOP=GNOME \
  LC_ALL="${LC_ALL:-C.UTF-8}" \
  TZ="${TZ:-UTC}" \
  GDK_BACKEND=x11 \
  "$without_gl" \
  GSK_RENDERER=cairo \
  GTK_A11Y="${GTK_A11Y:-atspi}" \
  GSETTINGS_BACKEND="${GSETTINGS_BACKEND:-memory}" \
  ADW_DISABLE_PORTAL=1 \
  dbus-run-session -- sh -c 'exec "$@" 1>&4 4>&-' sh "$@" 4>&1 1>&2
