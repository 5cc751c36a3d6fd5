/* tin-record.h: one thing that happened in a session, as captured.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "capture/tin-address.h"
#include "capture/tin-notes.h"
#include "codec/tin-endpoint.h"

G_BEGIN_DECLS

/**
 * TinEvent:
 *
 * Everything that can happen. The nicks ("half-closed") are part of the
 * contract with other programs: they stand in JSON output and in captures.
 */
typedef enum
{
  TIN_EVENT_CONNECTING,
  TIN_EVENT_LISTENING,
  TIN_EVENT_OPENED,
  TIN_EVENT_DATA,
  TIN_EVENT_HALF_CLOSED,
  TIN_EVENT_CLOSED,
  TIN_EVENT_RESET,
  TIN_EVENT_REFUSED,
  TIN_EVENT_DROPPED,
  TIN_EVENT_RULE,
  TIN_EVENT_NOTE,
  TIN_EVENT_ERROR,
  TIN_EVENT_STOPPED,
} TinEvent;

#define TIN_N_EVENTS (TIN_EVENT_STOPPED + 1)

typedef enum
{
  TIN_DIRECTION_NONE,
  TIN_DIRECTION_IN,
  TIN_DIRECTION_OUT,
} TinDirection;

typedef enum
{
  TIN_BY_NONE,
  TIN_BY_LOCAL,
  TIN_BY_PEER,
  TIN_BY_RULE,
} TinBy;

/**
 * TinLoss:
 * @TIN_LOSS_UNKNOWN: nobody says
 * @TIN_LOSS_RECEIVE_BUFFER: what the system holds for a socket was full
 * @TIN_LOSS_RECORDING: the recording could not take more, as its disk is slow or memory is short
 * @TIN_LOSS_DISK: received or sent, but not recorded: the disk refused it for too long
 * @TIN_LOSS_QUEUE: what waits for the peer was at its limit
 * @TIN_LOSS_LEFT: the conversation ended before it could be sent
 * @TIN_LOSS_UNREAD: bytes of a stream that the system had received when the connection ended, and that there was no room
 *   for
 * @TIN_LOSS_UNCAPTURED: bytes of a stream, either way, that the program which captured it did not see
 *
 * Why something was dropped, for programs; the reason of the record is for people. The nicks stand in captures.
 */
typedef enum
{
  TIN_LOSS_UNKNOWN,
  TIN_LOSS_RECEIVE_BUFFER,
  TIN_LOSS_RECORDING,
  TIN_LOSS_DISK,
  TIN_LOSS_QUEUE,
  TIN_LOSS_LEFT,
  TIN_LOSS_UNREAD,
  TIN_LOSS_UNCAPTURED,
} TinLoss;

#define TIN_N_LOSSES (TIN_LOSS_UNCAPTURED + 1)

/**
 * TinRecord:
 * @connection: from 1 up, never used again in a session; 0 is the session itself
 * @time_ns: nanoseconds since 1970, never going back within a capture
 * @size: bytes of payload; for %TIN_EVENT_DROPPED what was lost: bytes of a
 *   stream or a number of datagrams, as @reason says
 * @payload: (nullable): the first bytes of it, as many as were asked for
 * @reason: (nullable): one line of UTF-8 that says why, or which rule answered
 * @loss: why, of %TIN_EVENT_DROPPED
 * @notes: (nullable): what a user wrote on it before it was saved
 * @missing: bytes that a datagram had behind @size, and that were cut off before they came here
 * @group: the multicast or broadcast address that a datagram was sent to; unset for an address of ours
 * @interface: (nullable): the network interface that a datagram came in on, as the system calls it
 *
 * A reader's copy: it stays valid whatever the capture does.
 */
typedef struct
{
  TinEvent      event;
  TinDirection  direction;
  TinBy         by;
  TinTransport  transport;
  guint32       connection;
  gint64        time_ns;
  TinAddress    local;
  TinAddress    peer;
  guint32       size;
  GBytes       *payload;   /* (owned) (nullable) */
  char         *reason;    /* (owned) (nullable) */
  TinLoss       loss;
  TinNotes     *notes;     /* (owned) (nullable) */
  guint32       missing;
  TinAddress    group;
  char         *interface; /* (owned) (nullable) */
} TinRecord;

#define TIN_RECORD_INIT { 0 }

void        tin_record_clear          (TinRecord    *self);

void        tin_record_add_note       (TinRecord    *self,
                                       guint32       offset,
                                       const char   *text);

const char *tin_event_get_nick        (TinEvent event);

gboolean    tin_event_from_nick       (const char   *nick,
                                       TinEvent     *event);

const char *tin_direction_get_nick    (TinDirection direction);

const char *tin_by_get_nick           (TinBy by);

const char *tin_loss_get_nick         (TinLoss loss);

TinLoss     tin_loss_from_nick        (const char   *nick);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TinRecord, tin_record_clear)

G_END_DECLS
