/* tin-composer.c: what is typed into the send box, as the bytes it means.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model/tin-composer.h"

#include "codec/tin-codec-error.h"

#include <string.h>

#include <glib/gi18n-lib.h>

struct _TinComposer
{
  GObject        parent_instance;

  char          *text;           /* (owned) */
  TinFormat      format;
  TinLineEnding  line_ending;
  char          *encoding;       /* (owned) */

  GBytes        *bytes;          /* (owned) (nullable) what would be sent */
  GError        *error;          /* (owned) (nullable) why there are none */
};

typedef enum
{
  PROP_TEXT = 1,
  PROP_FORMAT,
  PROP_LINE_ENDING,
  PROP_ENCODING,
  PROP_SIZE,
  PROP_PROBLEM,
  PROP_PROBLEM_OFFSET,
} TinComposerProperty;

static GParamSpec *properties[PROP_PROBLEM_OFFSET + 1];

G_DEFINE_FINAL_TYPE (TinComposer, tin_composer, G_TYPE_OBJECT)

static void
notify (TinComposer         *self,
        TinComposerProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static GBytes *
read_bytes (TinComposer    *self,
            TinLineEnding   line_ending,
            GError        **error)
{
  const TinNotation notation = { self->format, self->encoding };

  if (strlen (self->text) > TIN_COMPOSER_MAX_SIZE)
    {
      tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, TIN_COMPOSER_MAX_SIZE,
                           _("The text is too long to be sent at once"));
      return NULL;
    }

  return tin_notation_read (&notation, self->text, line_ending, error);
}

static void
evaluate (TinComposer *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_error (&self->error);

  self->bytes = read_bytes (self, self->line_ending, &self->error);

  notify (self, PROP_SIZE);
  notify (self, PROP_PROBLEM);
  notify (self, PROP_PROBLEM_OFFSET);
}

static gint64
get_size (TinComposer *self)
{
  return self->bytes != NULL ? (gint64) g_bytes_get_size (self->bytes) : -1;
}

static int
get_problem_offset (TinComposer *self)
{
  gsize offset;

  if (self->error == NULL)
    return -1;

  /* A fault in the line ending is shown at the end of the text. */
  offset = MIN (tin_codec_error_get_offset (self->error), strlen (self->text));

  return g_utf8_strlen (self->text, offset);
}

static gboolean
replace_text (TinComposer *self,
              const char  *text)
{
  if (strcmp (self->text, text) == 0)
    return FALSE;

  g_free (self->text);
  self->text = g_strdup (text);
  notify (self, PROP_TEXT);

  return TRUE;
}

static void
set_line_ending (TinComposer   *self,
                 TinLineEnding  line_ending)
{
  if (self->line_ending == line_ending)
    return;

  self->line_ending = line_ending;
  notify (self, PROP_LINE_ENDING);
  evaluate (self);
}

static void
set_encoding (TinComposer *self,
              const char  *encoding)
{
  if (encoding == NULL || strcmp (self->encoding, encoding) == 0)
    return;

  g_free (self->encoding);
  self->encoding = g_strdup (encoding);
  notify (self, PROP_ENCODING);
  evaluate (self);
}

static void
tin_composer_finalize (GObject *object)
{
  TinComposer *self = TIN_COMPOSER (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tin_composer_parent_class)->finalize (object);
}

static void
tin_composer_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TinComposer *self = TIN_COMPOSER (object);

  switch ((TinComposerProperty) id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_FORMAT:
      g_value_set_uint (value, self->format);
      break;

    case PROP_LINE_ENDING:
      g_value_set_uint (value, self->line_ending);
      break;

    case PROP_ENCODING:
      g_value_set_string (value, self->encoding);
      break;

    case PROP_SIZE:
      g_value_set_int64 (value, get_size (self));
      break;

    case PROP_PROBLEM:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;

    case PROP_PROBLEM_OFFSET:
      g_value_set_int (value, get_problem_offset (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_composer_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  TinComposer *self = TIN_COMPOSER (object);
  const char *text;

  switch ((TinComposerProperty) id)
    {
    case PROP_TEXT:
      text = g_value_get_string (value);
      tin_composer_set_text (self, text != NULL ? text : "");
      break;

    case PROP_FORMAT:
      tin_composer_set_format (self, g_value_get_uint (value));
      break;

    case PROP_LINE_ENDING:
      set_line_ending (self, g_value_get_uint (value));
      break;

    case PROP_ENCODING:
      set_encoding (self, g_value_get_string (value));
      break;

    case PROP_SIZE:
    case PROP_PROBLEM:
    case PROP_PROBLEM_OFFSET:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tin_composer_class_init (TinComposerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->finalize = tin_composer_finalize;
  object_class->get_property = tin_composer_get_property;
  object_class->set_property = tin_composer_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", writable);
  properties[PROP_FORMAT] = g_param_spec_uint ("format", NULL, NULL, 0, TIN_N_FORMATS - 1, TIN_FORMAT_TEXT, writable);
  properties[PROP_LINE_ENDING] = g_param_spec_uint ("line-ending", NULL, NULL, 0, TIN_N_LINE_ENDINGS - 1,
                                                    TIN_LINE_ENDING_LF, writable);
  properties[PROP_ENCODING] = g_param_spec_string ("encoding", NULL, NULL, "UTF-8", writable);
  properties[PROP_SIZE] = g_param_spec_int64 ("size", NULL, NULL, -1, G_MAXINT64, 0, readable);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, readable);
  properties[PROP_PROBLEM_OFFSET] = g_param_spec_int ("problem-offset", NULL, NULL, -1, G_MAXINT, -1, readable);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tin_composer_init (TinComposer *self)
{
  self->text = g_strdup ("");
  self->format = TIN_FORMAT_TEXT;
  self->line_ending = TIN_LINE_ENDING_LF;
  self->encoding = g_strdup ("UTF-8");

  evaluate (self);
}

/**
 * tin_composer_new:
 *
 * Makes a composer without text, for text in UTF-8 with a line feed added.
 *
 * Returns: (transfer full): a new composer
 */
TinComposer *
tin_composer_new (void)
{
  return g_object_new (TIN_TYPE_COMPOSER, NULL);
}

/**
 * tin_composer_get_text:
 * @self: a composer
 *
 * Returns: (transfer none): what is typed
 */
const char *
tin_composer_get_text (TinComposer *self)
{
  g_return_val_if_fail (TIN_IS_COMPOSER (self), NULL);

  return self->text;
}

/**
 * tin_composer_set_text:
 * @self: a composer
 * @text: what is typed
 */
void
tin_composer_set_text (TinComposer *self,
                       const char  *text)
{
  g_return_if_fail (TIN_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  if (replace_text (self, text))
    evaluate (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * tin_composer_get_format:
 * @self: a composer
 *
 * Returns: how the text is read
 */
TinFormat
tin_composer_get_format (TinComposer *self)
{
  g_return_val_if_fail (TIN_IS_COMPOSER (self), TIN_FORMAT_TEXT);

  return self->format;
}

/**
 * tin_composer_set_format:
 * @self: a composer
 * @format: how the text is read from now on
 *
 * Changes the format, and the text so that it means the same bytes. If it means none, or the
 * new format cannot say them (text has no NUL and no bytes that its encoding does not know),
 * the text stays as it is.
 */
void
tin_composer_set_format (TinComposer *self,
                         TinFormat    format)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (TIN_IS_COMPOSER (self));
  g_return_if_fail (format < TIN_N_FORMATS);

  if (self->format == format)
    return;

  bytes = read_bytes (self, TIN_LINE_ENDING_NONE, NULL);
  if (bytes != NULL)
    text = tin_notation_write (&(TinNotation) { format, self->encoding }, bytes);

  g_object_freeze_notify (G_OBJECT (self));
  self->format = format;
  notify (self, PROP_FORMAT);
  if (text != NULL)
    replace_text (self, text);
  evaluate (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * tin_composer_get_bytes:
 * @self: a composer
 * @error: return location for an error
 *
 * Says what is to be sent: what the text means, with the line ending unless it is
 * hexadecimal. Nothing else is ever added.
 *
 * Fails with %TIN_CODEC_ERROR, as the notation does; a text over %TIN_COMPOSER_MAX_SIZE is
 * %TIN_CODEC_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full) (nullable): the bytes; there may be none
 */
GBytes *
tin_composer_get_bytes (TinComposer  *self,
                        GError      **error)
{
  g_return_val_if_fail (TIN_IS_COMPOSER (self), NULL);

  if (self->bytes != NULL)
    return g_bytes_ref (self->bytes);

  g_propagate_error (error, g_error_copy (self->error));

  return NULL;
}
