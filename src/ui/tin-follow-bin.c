/* tin-follow-bin.c: keeps a list scrolled to its end while rows arrive.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-follow-bin.h"

/* How near the end still counts as the end, in pixels: adjustments are fractional. */
#define END_TOLERANCE 1.5

/*
 * Rows that were appended since the last layout have no height yet, so that
 * scrolling to the last one right after an append stops a row short (GTK 4.8:
 * every other frame; 4.18: always). This bin lays its child out, scrolls, and
 * lays it out again, which is exact on both.
 */
struct _TinFollowBin
{
  AdwBin         parent_instance;

  GtkAdjustment *adjustment;      /* (owned) (nullable) of the child */
  double         last_value;      /* pixels */
  double         last_upper;      /* pixels */
  guint          kept;            /* a row that stays in view if there is less room, or none */
  int            height;          /* pixels, of the last layout */
  gboolean       follow;
  gboolean       laying_out;      /* the adjustment moves, but not by the user */
};

G_DEFINE_FINAL_TYPE (TinFollowBin, tin_follow_bin, ADW_TYPE_BIN)

typedef enum
{
  PROP_FOLLOW = 1,
} TinFollowBinProperty;

static GParamSpec *properties[PROP_FOLLOW + 1];

static GtkWidget *
get_view (TinFollowBin *self)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (self));

  return GTK_IS_SCROLLED_WINDOW (child) ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (child)) : NULL;
}

static guint
count_rows (TinFollowBin *self)
{
  GtkWidget *view = get_view (self);
  GtkSelectionModel *model = GTK_IS_COLUMN_VIEW (view) ? gtk_column_view_get_model (GTK_COLUMN_VIEW (view)) : NULL;

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static gboolean
is_at_end (TinFollowBin *self)
{
  return gtk_adjustment_get_value (self->adjustment) + gtk_adjustment_get_page_size (self->adjustment)
         >= gtk_adjustment_get_upper (self->adjustment) - END_TOLERANCE;
}

/* A layout changes the value as well: only a value that fell although there is not less to show was the user. */
static void
adjustment_value_changed_cb (TinFollowBin *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);
  double upper = gtk_adjustment_get_upper (self->adjustment);

  if (!self->laying_out)
    {
      if (is_at_end (self))
        tin_follow_bin_set_follow (self, TRUE);
      else if (value < self->last_value - 0.5 && upper >= self->last_upper)
        tin_follow_bin_set_follow (self, FALSE);
    }

  self->last_value = value;
  self->last_upper = upper;
}

static void
child_changed_cb (TinFollowBin *self)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (self));

  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustment, adjustment_value_changed_cb, self);

  g_clear_object (&self->adjustment);

  if (!GTK_IS_SCROLLED_WINDOW (child))
    return;

  self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (child)));
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (adjustment_value_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
tin_follow_bin_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child != NULL)
    gtk_widget_measure (child, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

/* Rows are of one height. */
static gboolean
row_is_in_view (TinFollowBin *self,
                guint         position)
{
  guint n_rows = count_rows (self);
  double value = gtk_adjustment_get_value (self->adjustment);
  double height = n_rows > 0 ? gtk_adjustment_get_upper (self->adjustment) / n_rows : 0;

  return position < n_rows
         && position * height >= value - END_TOLERANCE
         && (position + 1) * height <= value + gtk_adjustment_get_page_size (self->adjustment) + END_TOLERANCE;
}

static void
scroll_to (TinFollowBin *self,
           guint         position)
{
  gtk_widget_activate_action (tin_follow_bin_get_list (self), "list.scroll-to-item", "u", position);
}

/* What the user looks at stays at its place as long as there is room for it there, and moves no further than it has to
 * otherwise. That is more to the user than what comes next: following ends, unless the end is in view all the same. */
static void
keep_row (TinFollowBin *self,
          double        value)
{
  gtk_adjustment_set_value (self->adjustment, value);
  if (!row_is_in_view (self, self->kept))
    scroll_to (self, self->kept);
}

static void
tin_follow_bin_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  TinFollowBin *self = TIN_FOLLOW_BIN (widget);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (self));
  guint n_rows = count_rows (self);
  double value;
  gboolean keep;

  if (child == NULL)
    return;

  value = gtk_adjustment_get_value (self->adjustment);
  keep = height < self->height && row_is_in_view (self, self->kept);
  self->height = height;
  self->laying_out = TRUE;
  gtk_widget_allocate (child, width, height, baseline, NULL);

  if (keep)
    {
      keep_row (self, value);
      gtk_widget_allocate (child, width, height, baseline, NULL);
      if (!is_at_end (self))
        tin_follow_bin_set_follow (self, FALSE);
    }

  if (self->follow && n_rows > 0 && !is_at_end (self))
    {
      scroll_to (self, n_rows - 1);
      gtk_widget_allocate (child, width, height, baseline, NULL);
    }

  self->laying_out = FALSE;
}

static void
tin_follow_bin_dispose (GObject *object)
{
  TinFollowBin *self = TIN_FOLLOW_BIN (object);

  g_clear_object (&self->adjustment);

  G_OBJECT_CLASS (tin_follow_bin_parent_class)->dispose (object);
}

static void
tin_follow_bin_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  TinFollowBin *self = TIN_FOLLOW_BIN (object);

  switch ((TinFollowBinProperty) id)
    {
    case PROP_FOLLOW:
      g_value_set_boolean (value, self->follow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_follow_bin_set_property (GObject      *object,
                             guint         id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  TinFollowBin *self = TIN_FOLLOW_BIN (object);

  switch ((TinFollowBinProperty) id)
    {
    case PROP_FOLLOW:
      tin_follow_bin_set_follow (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_follow_bin_class_init (TinFollowBinClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = tin_follow_bin_dispose;
  object_class->get_property = tin_follow_bin_get_property;
  object_class->set_property = tin_follow_bin_set_property;

  widget_class->measure = tin_follow_bin_measure;
  widget_class->size_allocate = tin_follow_bin_size_allocate;

  properties[PROP_FOLLOW] =
    g_param_spec_boolean ("follow", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_follow_bin_init (TinFollowBin *self)
{
  self->follow = TRUE;
  self->kept = GTK_INVALID_LIST_POSITION;

  /* The parent's layout manager would win over size_allocate(). */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  g_signal_connect (self, "notify::child", G_CALLBACK (child_changed_cb), NULL);
}

gboolean
tin_follow_bin_get_follow (TinFollowBin *self)
{
  g_return_val_if_fail (TIN_IS_FOLLOW_BIN (self), FALSE);

  return self->follow;
}

void
tin_follow_bin_set_follow (TinFollowBin *self,
                           gboolean      follow)
{
  g_return_if_fail (TIN_IS_FOLLOW_BIN (self));

  if (self->follow == follow)
    return;

  self->follow = follow;

  if (follow)
    gtk_widget_queue_allocate (GTK_WIDGET (self));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOW]);
}

/* A row, or GTK_INVALID_LIST_POSITION: where less room would hide it, it is scrolled to. */
void
tin_follow_bin_set_kept (TinFollowBin *self,
                         guint         position)
{
  g_return_if_fail (TIN_IS_FOLLOW_BIN (self));

  self->kept = position;
}

/* Whether there are more rows than the view has room for. */
gboolean
tin_follow_bin_overflows (TinFollowBin *self)
{
  g_return_val_if_fail (TIN_IS_FOLLOW_BIN (self), FALSE);

  return self->adjustment != NULL
         && gtk_adjustment_get_upper (self->adjustment) > gtk_adjustment_get_page_size (self->adjustment) + END_TOLERANCE;
}

/* The part of the column view that holds the rows and has the "list." actions. */
GtkWidget *
tin_follow_bin_get_list (TinFollowBin *self)
{
  GtkWidget *view;

  g_return_val_if_fail (TIN_IS_FOLLOW_BIN (self), NULL);

  view = get_view (self);

  return view != NULL ? gtk_widget_get_last_child (view) : NULL;
}
