/* tin-job.c: one long task in a thread of its own, with progress and a way to cancel it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-job.h"

#include <errno.h>

#define SAMPLE_INTERVAL_MS 100 /* often enough to look live, seldom enough to be read */

/**
 * TinJob:
 *
 * The thread leaves word of how far it is under a lock; a timer in the owner's main
 * context takes it up while the job runs. No news cross by themselves but the end.
 * While it runs, the job holds a reference to itself.
 */
struct _TinJob
{
  GObject         parent_instance;

  char           *title;        /* (owned) */
  TinJobFunc      func;
  gpointer        user_data;    /* (owned) by the thread */
  GDestroyNotify  free_func;    /* (nullable) */
  GCancellable   *cancellable;  /* (owned) */
  GMainContext   *context;      /* (owned) */

  GMutex          lock;
  guint64         done;         /* of @total, under @lock */
  guint64         total;        /* 0 while unknown, under @lock */
  char           *news;         /* (owned) (nullable) the next detail, under @lock */

  GSource        *timer;        /* (owned) (nullable) while it runs */
  double          fraction;
  char           *detail;       /* (owned) */
  TinJobState     state;
  GError         *error;        /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TinJob, tin_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_TITLE = 1,
  PROP_FRACTION,
  PROP_DETAIL,
  PROP_STATE,
} TinJobProperty;

static GParamSpec *properties[PROP_STATE + 1];

static void
set_fraction (TinJob *self,
              double  fraction)
{
  if (self->fraction == fraction)
    return;

  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
take_up_news (TinJob *self)
{
  g_autofree char *news = NULL;
  double fraction = TIN_JOB_UNKNOWN;

  g_mutex_lock (&self->lock);
  news = g_steal_pointer (&self->news);
  if (self->total > 0)
    fraction = MIN ((double) self->done / (double) self->total, 1.0);
  g_mutex_unlock (&self->lock);

  set_fraction (self, fraction);

  if (news == NULL || g_str_equal (news, self->detail))
    return;

  g_free (self->detail);
  self->detail = g_steal_pointer (&news);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
}

static gboolean
sample_cb (gpointer user_data)
{
  take_up_news (user_data);

  return G_SOURCE_CONTINUE;
}

static void
stop_timer (TinJob *self)
{
  if (self->timer == NULL)
    return;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

/* The last turn, in the owner's main context. */
static gboolean
end_cb (gpointer user_data)
{
  TinJob *self = user_data;

  stop_timer (self);
  take_up_news (self);

  if (self->error == NULL)
    self->state = TIN_JOB_DONE;
  else if (g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->state = TIN_JOB_CANCELLED;
  else
    self->state = TIN_JOB_FAILED;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);

  return G_SOURCE_REMOVE;
}

/* Takes over a reference to @self, which may be gone before this returns. */
static void
attach (TinJob      *self,
        GSource     *source,
        GSourceFunc  func)
{
  g_autoptr (GMainContext) context = g_main_context_ref (self->context);

  g_source_set_static_name (source, "tin-job");
  g_source_set_callback (source, func, self, g_object_unref);
  g_source_attach (source, context);
}

/* Everything that the thread holds goes before the end is told; its reference to the job goes with the telling. */
static gpointer
run (gpointer data)
{
  TinJob *self = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  if (!self->func (self, self->user_data, &self->error) && self->error == NULL)
    self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "A job failed and did not say why");

  if (self->free_func != NULL)
    self->free_func (self->user_data);
  self->user_data = NULL;

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  attach (self, source, end_cb);

  return NULL;
}

static void
start_timer (TinJob *self)
{
  self->timer = g_timeout_source_new (SAMPLE_INTERVAL_MS);
  attach (g_object_ref (self), self->timer, sample_cb);
}

static gboolean
fail (TinJob    *self,
      gpointer   user_data,
      GError   **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (EAGAIN));

  return FALSE;
}

static void
start_thread (TinJob *self)
{
  g_autoptr (GThread) thread = g_thread_try_new ("tin-job", run, g_object_ref (self), NULL);

  if (thread != NULL)
    return;

  /* The system gives no thread: the end comes as that of any other job that fails. */
  self->func = fail;
  run (self);
}

static void
tin_job_finalize (GObject *object)
{
  TinJob *self = TIN_JOB (object);

  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_clear_error (&self->error);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->news);

  G_OBJECT_CLASS (tin_job_parent_class)->finalize (object);
}

static void
tin_job_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  TinJob *self = TIN_JOB (object);

  switch ((TinJobProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;

    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;

    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_job_class_init (TinJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = tin_job_finalize;
  object_class->get_property = tin_job_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, TIN_JOB_UNKNOWN, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, "", flags);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, TIN_JOB_FAILED, TIN_JOB_RUNNING, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_job_init (TinJob *self)
{
  g_mutex_init (&self->lock);
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_ref_thread_default ();
  self->fraction = TIN_JOB_UNKNOWN;
  self->detail = g_strdup ("");
}

/**
 * tin_job_start:
 * @title: what it does, for the user, such as "Saving log.txt"
 * @func: the work
 * @user_data: (transfer full): for @func, which alone uses it
 * @free_func: (nullable): frees @user_data, in the job's thread, before the end is told
 *
 * Starts a job, which goes on whether somebody holds it or not. Properties change, and
 * the end is told, in the main context that is the calling thread's default now. That a
 * thread could not be had is told as a failure of the job.
 *
 * Returns: (transfer full): the job
 */
TinJob *
tin_job_start (const char     *title,
               TinJobFunc      func,
               gpointer        user_data,
               GDestroyNotify  free_func)
{
  TinJob *self;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (TIN_TYPE_JOB, NULL);
  self->title = g_strdup (title);
  self->func = func;
  self->user_data = user_data;
  self->free_func = free_func;

  start_timer (self);
  start_thread (self);

  return self;
}

/**
 * tin_job_get_title:
 *
 * Returns: (transfer none): what it does
 */
const char *
tin_job_get_title (TinJob *self)
{
  g_return_val_if_fail (TIN_IS_JOB (self), NULL);

  return self->title;
}

/**
 * tin_job_get_detail:
 *
 * Returns: (transfer none): how far it is, at the end what came of it; empty until it says
 */
const char *
tin_job_get_detail (TinJob *self)
{
  g_return_val_if_fail (TIN_IS_JOB (self), "");

  return self->detail;
}

/**
 * tin_job_get_fraction:
 *
 * Returns: how much is done, from 0 to 1, or %TIN_JOB_UNKNOWN
 */
double
tin_job_get_fraction (TinJob *self)
{
  g_return_val_if_fail (TIN_IS_JOB (self), TIN_JOB_UNKNOWN);

  return self->fraction;
}

/**
 * tin_job_get_state:
 *
 * Returns: whether it runs, or how it ended
 */
TinJobState
tin_job_get_state (TinJob *self)
{
  g_return_val_if_fail (TIN_IS_JOB (self), TIN_JOB_FAILED);

  return self->state;
}

/**
 * tin_job_get_error:
 *
 * Returns: (transfer none) (nullable): why it failed, once it did
 */
const GError *
tin_job_get_error (TinJob *self)
{
  g_return_val_if_fail (TIN_IS_JOB (self), NULL);

  return self->state == TIN_JOB_FAILED ? self->error : NULL;
}

/**
 * tin_job_cancel:
 *
 * Has it give up soon. A job that is about to be done may still be done.
 */
void
tin_job_cancel (TinJob *self)
{
  g_return_if_fail (TIN_IS_JOB (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * tin_job_get_cancellable:
 *
 * Returns: (transfer none): for operations that the work waits for
 */
GCancellable *
tin_job_get_cancellable (TinJob *self)
{
  g_return_val_if_fail (TIN_IS_JOB (self), NULL);

  return self->cancellable;
}

/**
 * tin_job_report:
 * @done: how much is done
 * @total: of how much, in the same unit; 0 if nobody can tell
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Leaves word of how far the work is. It costs well under a microsecond.
 *
 * Returns: %FALSE with @error set if it is not wanted any more
 */
gboolean
tin_job_report (TinJob   *self,
                guint64   done,
                guint64   total,
                GError  **error)
{
  g_return_val_if_fail (TIN_IS_JOB (self), FALSE);

  g_mutex_lock (&self->lock);
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->lock);

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/**
 * tin_job_take_detail:
 * @detail: (transfer full): a short clause for the user
 *
 * Says how far it is, and at the end what came of it.
 */
void
tin_job_take_detail (TinJob *self,
                     char   *detail)
{
  g_return_if_fail (TIN_IS_JOB (self));

  g_mutex_lock (&self->lock);
  g_free (self->news);
  self->news = detail;
  g_mutex_unlock (&self->lock);
}
