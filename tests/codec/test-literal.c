/* test-literal.c: bytes as source text of C and Python.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-literal.h"

#include "codec-assert.h"

#include <gio/gio.h>
#include <string.h>

static void
test_writes_c (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    const char   *text;
  } cases[] = {
    { BYTES (""), "/* 0 bytes */\nstatic const unsigned char message[1] = { 0 };\n" },
    { BYTES ("A\0\xFF"), "/* 3 bytes */\nstatic const unsigned char message[3] = {\n  0x41, 0x00, 0xff,\n};\n" },
    { BYTES ("0123456789abc"),
      "/* 13 bytes */\nstatic const unsigned char message[13] = {\n"
      "  0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62,\n  0x63,\n};\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tin_literal_c ("message", cases[i].data, cases[i].size);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_writes_python (void)
{
  static const struct
  {
    const guint8 *data;
    gsize         size;
    const char   *text;
  } cases[] = {
    { BYTES (""), "b''" },
    { BYTES ("hello\r\n\t\0\\"), "b'hello\\r\\n\\t\\x00\\\\'" },
    { BYTES ("it's"), "b\"it's\"" },
    { BYTES ("\"it's\""), "b'\"it\\'s\"'" },
    { BYTES ("\x7F\x80\xFF\x1B[2J"), "b'\\x7f\\x80\\xff\\x1b[2J'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tin_literal_python (cases[i].data, cases[i].size);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static GBytes *
make_all_bytes (gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i < 256 ? i : (guint) g_test_rand_int ());

  return g_bytes_new_take (data, size);
}

/* Runs a program over @source and gives what it printed. */
static GBytes *
run (const char *const *arguments,
     const char        *source)
{
  g_autoptr (GBytes) input = g_bytes_new_static (source, strlen (source));
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);

  g_assert_no_error (error);
  g_subprocess_communicate (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));

  return g_steal_pointer (&output);
}

/* The one that knows is the interpreter: short, and long enough to be broken. */
static void
test_is_what_python_reads (void)
{
  static const char *const arguments[] = { "python3", "-", NULL };

  for (gsize size = 0; size <= 5000; size += 1250)
    {
      g_autoptr (GBytes) bytes = make_all_bytes (size);
      gsize n_bytes;
      const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
      g_autofree char *literal = tin_literal_python (data, n_bytes);
      g_autofree char *source = g_strdup_printf ("import sys\nsys.stdout.buffer.write(%s)\n", literal);
      g_autoptr (GBytes) output = run (arguments, source);

      g_assert_cmpmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), data, n_bytes);
    }
}

/* So that a program that holds it is warned of nothing. */
static void
test_is_what_a_compiler_takes (void)
{
  static const char *const arguments[] = {
    "cc", "-std=c99", "-pedantic-errors", "-Wall", "-Wno-unused-const-variable", "-Wno-unused-variable", "-Werror",
    "-fsyntax-only", "-x", "c", "-", NULL
  };

  for (gsize size = 0; size <= 2500; size += 1250)
    {
      g_autoptr (GBytes) bytes = make_all_bytes (size);
      g_autofree char *source = tin_literal_c ("message_1", g_bytes_get_data (bytes, NULL), size);
      g_autofree char *checked = g_strdup_printf ("%schar check[sizeof message_1 == %u ? 1 : -1];\n",
                                                  source, (guint) MAX (size, 1));
      g_autoptr (GBytes) output = run (arguments, checked);

      g_assert_cmpuint (g_bytes_get_size (output), ==, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/literal/writes-c", test_writes_c);
  g_test_add_func ("/literal/writes-python", test_writes_python);
  g_test_add_func ("/literal/is-what-python-reads", test_is_what_python_reads);
  g_test_add_func ("/literal/is-what-a-compiler-takes", test_is_what_a_compiler_takes);

  return g_test_run ();
}
