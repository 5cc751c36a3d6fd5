/* tin-peer-row.c: one connection in the list.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-peer-row.h"

#include <glib/gi18n-lib.h>

#include "model/tin-peer-words.h"
#include "ui/tin-time-format.h"
#include "ui/tin-tooltip.h"

/* Its cells are GtkInscriptions, and it is brought up to date from outside a few times a second: nothing here runs
 * once a message. */
struct _TinPeerRow
{
  AdwBin          parent_instance;

  TinPeer        *peer;       /* (owned) (nullable) */
  guint64         bytes_in;   /* as shown */
  guint64         bytes_out;
  guint64         queued;
  int             shown;      /* a TinPeerState, -1 for none yet */

  GtkImage       *icon;
  GtkInscription *address;
  GtkInscription *since;
  GtkInscription *state;
  GtkInscription *amounts;
};

G_DEFINE_FINAL_TYPE (TinPeerRow, tin_peer_row, ADW_TYPE_BIN)

static const char *
get_icon_name (TinPeerState state)
{
  switch (state)
    {
    case TIN_PEER_OPEN:
    case TIN_PEER_UNFINISHED:
      return "network-transmit-receive-symbolic";

    case TIN_PEER_HALF_CLOSED:
      return "network-idle-symbolic";

    case TIN_PEER_RESET:
      return "network-error-symbolic";

    case TIN_PEER_CLOSED:
    default:
      return "network-offline-symbolic";
    }
}

static void
set_dim (GtkWidget *widget,
         gboolean   dim)
{
  if (dim)
    gtk_widget_add_css_class (widget, "dim-label");
  else
    gtk_widget_remove_css_class (widget, "dim-label");
}

/* What waits is the news of a connection, and takes the place of its state, which the icon still tells. */
static void
show_waiting (TinPeerRow *self,
              const char *waiting,
              const char *word)
{
  gtk_inscription_set_text (self->state, waiting != NULL ? waiting : word);

  if (waiting != NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->state), "dim-label");
      gtk_widget_add_css_class (GTK_WIDGET (self->state), "warning");
      tin_tooltip_set (self, _("The peer does not read as fast as there is something to send. "
                               "What waits is sent when it has room."));
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->state), "warning");
      gtk_widget_add_css_class (GTK_WIDGET (self->state), "dim-label");
      tin_tooltip_set (self, tin_peer_get_state (self->peer) == TIN_PEER_UNFINISHED
                             ? _("The recording ends before this connection does.") : NULL);
    }
}

static void
update_state (TinPeerRow *self)
{
  TinPeerState state = tin_peer_get_state (self->peer);
  guint64 queued = tin_peer_get_queued (self->peer);
  const char *word = tin_peer_state_get_label (state);
  g_autofree char *waiting = queued > 0 ? tin_peer_dup_waiting (queued) : NULL;
  g_autofree char *label = NULL;

  if (self->shown == (int) state && self->queued == queued)
    return;

  self->shown = state;
  self->queued = queued;
  if (waiting == NULL)
    /* Translators: a connection for a screen reader: its address and its state. */
    label = g_strdup_printf (_("%s, %s"), tin_peer_get_address (self->peer), word);
  else
    /* Translators: a connection for a screen reader: its address, its state, and such as "1.2 MB waiting". */
    label = g_strdup_printf (_("%1$s, %2$s, %3$s"), tin_peer_get_address (self->peer), word, waiting);

  gtk_image_set_from_icon_name (self->icon, get_icon_name (state));
  show_waiting (self, waiting, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  /* The row of the list has the focus, and no name of its own. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  set_dim (GTK_WIDGET (self->icon), !tin_peer_is_open (self->peer));
  set_dim (GTK_WIDGET (self->address), !tin_peer_is_open (self->peer));
}

/* Short: two of them share a line of the list. */
static char *
dup_amount (guint64 bytes)
{
  if (bytes < 1000)
    /* Translators: a number of bytes, below a thousand, in little space. */
    return g_strdup_printf (_("%u B"), (guint) bytes);

  return g_format_size (bytes);
}

static void
update_amounts (TinPeerRow *self)
{
  guint64 bytes_in = tin_peer_get_bytes_in (self->peer);
  guint64 bytes_out = tin_peer_get_bytes_out (self->peer);
  g_autofree char *line = NULL;

  if (self->bytes_in == bytes_in && self->bytes_out == bytes_out)
    return;

  self->bytes_in = bytes_in;
  self->bytes_out = bytes_out;

  line = tin_peer_row_dup_amounts (bytes_in, bytes_out);
  gtk_inscription_set_text (self->amounts, line);
}

static void
tin_peer_row_dispose (GObject *object)
{
  TinPeerRow *self = TIN_PEER_ROW (object);

  g_clear_object (&self->peer);

  G_OBJECT_CLASS (tin_peer_row_parent_class)->dispose (object);
}

static void
tin_peer_row_class_init (TinPeerRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_peer_row_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tincan/Tincan/tin-peer-row.ui");

  gtk_widget_class_bind_template_child (widget_class, TinPeerRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TinPeerRow, address);
  gtk_widget_class_bind_template_child (widget_class, TinPeerRow, since);
  gtk_widget_class_bind_template_child (widget_class, TinPeerRow, state);
  gtk_widget_class_bind_template_child (widget_class, TinPeerRow, amounts);
}

static void
tin_peer_row_init (TinPeerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tin_peer_row_new (void)
{
  return g_object_new (TIN_TYPE_PEER_ROW, NULL);
}

/* NULL when the row goes off screen. */
void
tin_peer_row_set_peer (TinPeerRow *self,
                       TinPeer    *peer)
{
  char since[TIN_TIME_STRING_SIZE];

  g_return_if_fail (TIN_IS_PEER_ROW (self));

  if (!g_set_object (&self->peer, peer) || peer == NULL)
    return;

  self->shown = -1;
  self->bytes_in = G_MAXUINT64;
  self->bytes_out = G_MAXUINT64;
  self->queued = 0;

  gtk_inscription_set_text (self->address, tin_peer_get_address (peer));
  gtk_inscription_set_text (self->since,
                            tin_time_format (TIN_TIME_OF_DAY, 0, tin_peer_get_since_ns (peer), 0, since));
  tin_peer_row_update (self);
}

TinPeer *
tin_peer_row_get_peer (TinPeerRow *self)
{
  g_return_val_if_fail (TIN_IS_PEER_ROW (self), NULL);

  return self->peer;
}

/* Costs next to nothing when nothing has changed. */
void
tin_peer_row_update (TinPeerRow *self)
{
  g_return_if_fail (TIN_IS_PEER_ROW (self));

  if (self->peer == NULL)
    return;

  update_state (self);
  update_amounts (self);
}

/* Short, with arrows as in the log. */
char *
tin_peer_row_dup_amounts (guint64 bytes_in,
                          guint64 bytes_out)
{
  g_autofree char *in = dup_amount (bytes_in);
  g_autofree char *out = dup_amount (bytes_out);

  /* Translators: received (arrow towards us) and sent amounts, such as "← 1.2 kB  → 340 B". */
  return g_strdup_printf (_("← %s  → %s"), in, out);
}
