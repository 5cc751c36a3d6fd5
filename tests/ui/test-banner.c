/* test-banner.c: notices above the content.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-support.h"

#include "ui/tin-banner.h"

static TinBanner *
make_banner (GtkWidget **window)
{
  TinBanner *banner = g_object_new (TIN_TYPE_BANNER, NULL);

  *window = ui_show (banner, 600, 100);

  return g_object_ref (banner);
}

static void
end_banner (TinBanner *banner,
            GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  ui_settle ();
  g_assert_finalize_object (banner);
}

static void
test_shows_and_hides (void)
{
  GtkWidget *window;
  TinBanner *banner = make_banner (&window);

  g_assert_false (tin_banner_is_revealed (banner));

  tin_banner_show (banner, "TCP port 80 is in use", "Choose another one.");
  g_assert_true (tin_banner_is_revealed (banner));
  g_assert_nonnull (ui_find (banner, GTK_TYPE_LABEL, "Choose another one."));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (banner), GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (banner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "TCP port 80 is in use");

  tin_banner_hide (banner);
  g_assert_false (tin_banner_is_revealed (banner));
  end_banner (banner, window);
}

static void
test_shows_no_markup (void)
{
  GtkWidget *window;
  TinBanner *banner = make_banner (&window);

  tin_banner_show (banner, "<b>&</b>", NULL);
  g_assert_cmpstr (tin_banner_get_title (banner), ==, "<b>&</b>");
  end_banner (banner, window);
}

/* A notice that is repeated many times a second is closed once. */
static void
test_stays_closed (void)
{
  GtkWidget *window;
  TinBanner *banner = make_banner (&window);

  tin_banner_show (banner, "one", NULL);
  g_signal_emit_by_name (ui_find_template_child (banner, "close_button"), "clicked");
  g_assert_false (tin_banner_is_revealed (banner));

  tin_banner_show (banner, "one", NULL);
  g_assert_false (tin_banner_is_revealed (banner));

  tin_banner_show (banner, "two", NULL);
  g_assert_true (tin_banner_is_revealed (banner));

  tin_banner_hide (banner);
  tin_banner_show (banner, "two", NULL);
  g_assert_true (tin_banner_is_revealed (banner));
  end_banner (banner, window);
}

static void
test_has_kinds (void)
{
  GtkWidget *window;
  TinBanner *banner = make_banner (&window);
  const char *kinds[] = { "error", "info", "warning" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *kind = NULL;

      g_object_set (banner, "kind", kinds[i], "closable", FALSE, NULL);
      g_object_get (banner, "kind", &kind, NULL);
      g_assert_cmpstr (kind, ==, kinds[i]);
    }

  g_assert_false (gtk_widget_get_visible (ui_find_template_child (banner, "close_button")));
  end_banner (banner, window);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_func ("/banner/shows-and-hides", test_shows_and_hides);
  g_test_add_func ("/banner/shows-no-markup", test_shows_no_markup);
  g_test_add_func ("/banner/stays-closed", test_stays_closed);
  g_test_add_func ("/banner/has-kinds", test_has_kinds);

  return g_test_run ();
}
