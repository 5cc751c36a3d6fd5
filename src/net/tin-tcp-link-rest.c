/* tin-tcp-link-rest.c: what the system has received of a link that ends, and nobody has read.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-tcp-link-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <linux/filter.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* Who resets must not finish first: a filter of packets that lets none pass (socket(7), SO_ATTACH_FILTER) has the
 * system take no more as well. */
static void
take_no_packets (int fd)
{
  struct sock_filter none = BPF_STMT (BPF_RET | BPF_K, 0);
  struct sock_fprog program = { .len = 1, .filter = &none };

  setsockopt (fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

/* From here on the system acknowledges nothing that still comes; what it has can be read all the same. */
static void
take_no_more (TinTcpLink *self,
              gboolean    resetting)
{
  if (resetting)
    take_no_packets (self->watch.fd);
  else
    shutdown (self->watch.fd, SHUT_RDWR);
}

static void
record_unread (TinTcpLink *self,
               guint       size)
{
  g_autofree char *digits = g_strdup_printf ("%u", size);
  g_autofree char *reason = NULL;

  if (self->no_room)
    /* Translators: a number of bytes */
    reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%s byte that had been received was left unread: the connection ended while "
                                           "the recording could not take more, as its disk is slow.",
                                           "%s bytes that had been received were left unread: the connection ended "
                                           "while the recording could not take more, as its disk is slow.", size),
                              digits);
  else
    /* Translators: a number of bytes */
    reason = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%s byte that had been received was left unread when the connection ended.",
                                           "%s bytes that had been received were left unread when the connection ended.",
                                           size), digits);

  tin_channel_record_loss (self->channel, &self->flow, TIN_DIRECTION_IN, TIN_BY_LOCAL, size, TIN_LOSS_UNREAD, reason);
}

/**
 * tin_tcp_link_take_rest:
 * @self: a link that ends, but is not closed yet
 * @resetting: whether it ends by a reset
 *
 * Reads what the system has acknowledged to the peer, and nobody has read yet. Where there is no room for it, it
 * is recorded how much that is (tcp(7), SIOCINQ). Nothing is answered any more. Does so once.
 */
void
tin_tcp_link_take_rest (TinTcpLink *self,
                        gboolean    resetting)
{
  int n_unread = 0;

  if (self->rest_taken || (self->in_finished && self->broken == 0))
    return;

  self->rest_taken = TRUE;
  take_no_more (self, resetting);
  if (self->broken == 0)
    self->broken = ESHUTDOWN;

  self->no_room = FALSE;
  tin_tcp_link_read_rest (self);

  if (ioctl (self->watch.fd, SIOCINQ, &n_unread) == 0 && n_unread > 0)
    record_unread (self, n_unread);
}
