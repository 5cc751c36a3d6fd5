/* tin-groups.c: the multicast groups that a server joins.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "codec/tin-groups.h"

#include "codec/tin-codec-error.h"

#include <arpa/inet.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Returns: (transfer full) (nullable): the address in its canonical form; %NULL if it is none of a group (RFC 5771 section
 * 3, RFC 4291 section 2.7) */
static char *
canonicalize (const char *word)
{
  char text[INET6_ADDRSTRLEN];
  struct in_addr v4;
  struct in6_addr v6;

  if (inet_pton (AF_INET, word, &v4) == 1 && IN_MULTICAST (ntohl (v4.s_addr)))
    return g_strdup (inet_ntop (AF_INET, &v4, text, sizeof text));

  if (inet_pton (AF_INET6, word, &v6) == 1 && IN6_IS_ADDR_MULTICAST (&v6))
    return g_strdup (inet_ntop (AF_INET6, &v6, text, sizeof text));

  return NULL;
}

/* Takes one of them in. @offset: where it begins, for the error */
static gboolean
add_group (GPtrArray   *groups,
           const char  *word,
           gsize        offset,
           GError     **error)
{
  g_autofree char *plain = g_strstrip (g_strdup (word));
  g_autofree char *group = canonicalize (plain);

  if (group == NULL)
    tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset,
                         _("Groups are multicast addresses in digits, such as 239.1.2.3 or ff15::7, with commas between"));
  else if (g_ptr_array_find_with_equal_func (groups, group, g_str_equal, NULL))
    tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, offset, _("This group is there twice"));
  else if (groups->len == TIN_GROUPS_MAX)
    tin_set_codec_error (error, TIN_CODEC_ERROR_TOO_LARGE, offset, _("There are at most %d groups"), TIN_GROUPS_MAX);
  else
    {
      g_ptr_array_add (groups, g_steal_pointer (&group));
      return TRUE;
    }

  return FALSE;
}

/**
 * tin_groups_parse:
 * @text: addresses in digits with commas between, IPv4 or IPv6; spaces around them do not count; empty for none
 * @error: return location for an error
 *
 * Fails with %TIN_CODEC_ERROR_INVALID for what is no multicast address, or there twice, and %TIN_CODEC_ERROR_TOO_LARGE
 * for more than %TIN_GROUPS_MAX.
 *
 * Returns: (transfer full) (nullable): the same groups in their order, each in its canonical form (RFC 5952)
 */
char *
tin_groups_parse (const char  *text,
                  GError     **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);
  const gsize end = strlen (text);

  if (end == 0)
    return g_strdup ("");

  for (gsize at = 0; at <= end;)
    {
      const gsize size = strcspn (text + at, ",");
      g_autofree char *word = g_strndup (text + at, size);

      if (!add_group (groups, word, at, error))
        return NULL;

      at += size + 1;
    }

  g_ptr_array_add (groups, NULL);

  return g_strjoinv (",", (char **) groups->pdata);
}

static gboolean
is_host (const char *host,
         const char *group)
{
  g_autofree char *canonical = canonicalize (host);

  return g_strcmp0 (canonical, group) == 0;
}

/* Any address of IPv4 alone, or any at all. */
static gboolean
is_any (const char *host,
        gboolean   *takes_ipv6)
{
  struct in_addr v4;
  struct in6_addr v6;

  *takes_ipv6 = inet_pton (AF_INET6, host, &v6) == 1 && IN6_IS_ADDR_UNSPECIFIED (&v6);

  return *takes_ipv6 || (inet_pton (AF_INET, host, &v4) == 1 && v4.s_addr == htonl (INADDR_ANY));
}

/**
 * tin_groups_check:
 * @endpoint: an endpoint
 * @error: return location for an error
 *
 * What is sent to a group arrives only where a server listens on every address, or on the group and nothing else.
 * Fails with %TIN_CODEC_ERROR_INVALID where it listens elsewhere.
 *
 * Returns: whether the endpoint can receive what is sent to its groups, if it has any and they apply
 */
gboolean
tin_groups_check (const TinEndpoint  *endpoint,
                  GError            **error)
{
  g_auto (GStrv) groups = tin_groups_split (endpoint);
  gboolean takes_ipv6;
  gboolean takes_all = is_any (endpoint->host, &takes_ipv6);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (!takes_all && !is_host (endpoint->host, groups[i]))
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                               _("What is sent to groups is received on the host 0.0.0.0 or, with those of IPv6, [::]"));
          return FALSE;
        }

      if (takes_all && !takes_ipv6 && strchr (groups[i], ':') != NULL)
        {
          tin_set_codec_error (error, TIN_CODEC_ERROR_INVALID, 0,
                               _("What is sent to groups of IPv6 is received on the host [::]"));
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * tin_groups_split:
 * @endpoint: an endpoint
 *
 * Returns: (transfer full) (array zero-terminated=1): its groups, an address each; none where they do not apply
 */
char **
tin_groups_split (const TinEndpoint *endpoint)
{
  const char *groups = endpoint->options[TIN_OPTION_GROUPS].text;

  if (!tin_option_applies (TIN_OPTION_GROUPS, endpoint->transport, endpoint->role))
    groups = "";

  return g_strsplit (groups, ",", 0);
}
