/* page-support.h: a session page on screen, over a real engine, and programs that connect to it.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "folder.h"
#include "log-support.h"
#include "ui/tin-session-page.h"

G_BEGIN_DECLS

/**
 * PageFixture:
 *
 * Its session talks over loopback only and keeps its files in folders of the test.
 */
typedef struct
{
  TinWorkbench   *workbench;
  TinSession     *session;
  GSettings      *settings;
  TinSessionPage *page;
  GtkWidget      *window;
  Folder         *folder;
} PageFixture;

void               page_set_up         (PageFixture       *fixture,
                                        const char        *uri);

void               page_close          (PageFixture       *fixture);

void               page_tear_down      (PageFixture       *fixture);

void               page_test_set_up    (PageFixture       *fixture,
                                        gconstpointer      uri);

void               page_test_tear_down (PageFixture       *fixture,
                                        gconstpointer      uri);

void               page_start          (PageFixture       *fixture);

GtkWidget         *page_get            (PageFixture       *fixture,
                                        const char        *id);

GtkWidget         *page_get_in         (PageFixture       *fixture,
                                        const char        *part,
                                        const char        *id);

void               page_activate       (PageFixture       *fixture,
                                        const char        *action);

gboolean           page_is_enabled     (PageFixture       *fixture,
                                        const char        *action);

GSocketConnection *page_connect        (PageFixture       *fixture);

void               page_connect_three  (PageFixture       *fixture,
                                        GSocketConnection *clients[3]);

void               page_select_peer    (PageFixture       *fixture,
                                        guint              position);

void               page_assert_nothing_beside (PageFixture *fixture);

void               page_wait_for_peers (PageFixture       *fixture,
                                        guint              n_open);

void               page_wait_for_text  (PageFixture       *fixture,
                                        const char        *text);

gboolean           page_shows          (PageFixture       *fixture,
                                        const char        *text);

void               page_type           (PageFixture       *fixture,
                                        const char        *text);

gboolean           page_press          (GtkWidget         *widget,
                                        guint              key,
                                        GdkModifierType    modifiers);

void               client_write        (GSocketConnection *client,
                                        const char        *text);

void               client_expect       (GSocketConnection *client,
                                        const char        *text);

void               client_expect_end   (GSocketConnection *client);

G_END_DECLS
