/* tin-filling-list.c: a list whose first rows come a few at a time.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/tin-filling-list.h"

#define FIRST_ROWS    256
#define FIRST_STEP    8  /* what a frame has time for, also where other threads have the processors */
#define STEP_INTERVAL 16 /* ms */

struct _TinFillingList
{
  GObject     parent_instance;

  GListModel *model;    /* (owned) (nullable) */
  guint       n_items;  /* that we show: the first of the model's */
  guint       filling;  /* a source, while there are more; 0 for none */
};

static void tin_filling_list_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TinFillingList, tin_filling_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tin_filling_list_list_model_init))

static void
announce (TinFillingList *self,
          guint           position,
          guint           removed,
          guint           added)
{
  self->n_items += added - removed;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static guint
count_rest (TinFillingList *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) - self->n_items : 0;
}

static void
stop_filling (TinFillingList *self)
{
  g_clear_handle_id (&self->filling, g_source_remove);
}

static gboolean
fill_cb (gpointer user_data)
{
  TinFillingList *self = user_data;
  guint rest = count_rest (self);
  guint n_shown = self->n_items + FIRST_STEP < FIRST_ROWS ? MIN (rest, FIRST_STEP) : rest;
  gboolean is_last = n_shown == rest;

  if (is_last)
    self->filling = 0;
  if (n_shown > 0)
    announce (self, self->n_items, 0, n_shown);

  return is_last ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* What is shown is the beginning of what there is, before and after. */
static void
change_while_filling (TinFillingList *self,
                      guint           position,
                      guint           removed,
                      guint           added)
{
  if (position >= self->n_items)
    return;

  if (position + removed <= self->n_items)
    announce (self, position, removed, added);
  else
    announce (self, position, self->n_items - position, MIN (self->n_items - position, added));
}

static void
model_items_changed_cb (TinFillingList *self,
                        guint           position,
                        guint           removed,
                        guint           added)
{
  if (self->filling != 0)
    {
      change_while_filling (self, position, removed, added);
    }
  else if (removed == 0 && added > FIRST_STEP && position == self->n_items && self->n_items < FIRST_ROWS)
    {
      /* Above drawing: however long a frame takes, there are more rows in the next. */
      self->filling = g_timeout_add_full (G_PRIORITY_HIGH_IDLE, STEP_INTERVAL, fill_cb, self, NULL);
      announce (self, position, 0, FIRST_STEP);
    }
  else
    {
      announce (self, position, removed, added);
    }
}

static GType
tin_filling_list_get_item_type (GListModel *model)
{
  TinFillingList *self = TIN_FILLING_LIST (model);

  return self->model != NULL ? g_list_model_get_item_type (self->model) : G_TYPE_OBJECT;
}

static guint
tin_filling_list_get_n_items (GListModel *model)
{
  return TIN_FILLING_LIST (model)->n_items;
}

static gpointer
tin_filling_list_get_item (GListModel *model,
                           guint       position)
{
  TinFillingList *self = TIN_FILLING_LIST (model);

  return position < self->n_items ? g_list_model_get_item (self->model, position) : NULL;
}

static void
tin_filling_list_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = tin_filling_list_get_item_type;
  interface->get_n_items = tin_filling_list_get_n_items;
  interface->get_item = tin_filling_list_get_item;
}

static void
tin_filling_list_dispose (GObject *object)
{
  TinFillingList *self = TIN_FILLING_LIST (object);

  stop_filling (self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, model_items_changed_cb, self);
  g_clear_object (&self->model);
  self->n_items = 0;

  G_OBJECT_CLASS (tin_filling_list_parent_class)->dispose (object);
}

static void
tin_filling_list_class_init (TinFillingListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tin_filling_list_dispose;
}

static void
tin_filling_list_init (TinFillingList *self)
{
}

/* @model may be NULL; it is kept. */
TinFillingList *
tin_filling_list_new (GListModel *model)
{
  TinFillingList *self = g_object_new (TIN_TYPE_FILLING_LIST, NULL);

  tin_filling_list_set_model (self, model);

  return self;
}

/* All that is there already is shown at once. */
void
tin_filling_list_set_model (TinFillingList *self,
                            GListModel     *model)
{
  guint n_before;

  g_return_if_fail (TIN_IS_FILLING_LIST (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  n_before = self->n_items;
  stop_filling (self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, model_items_changed_cb, self);

  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (model_items_changed_cb), self);

  announce (self, 0, n_before, model != NULL ? g_list_model_get_n_items (model) : 0);
}

/* Shows at once what would have come in the next frames: to select all of it, or to go to any of it. */
void
tin_filling_list_fill (TinFillingList *self)
{
  g_return_if_fail (TIN_IS_FILLING_LIST (self));

  if (self->filling == 0)
    return;

  stop_filling (self);
  announce (self, self->n_items, 0, count_rest (self));
}
