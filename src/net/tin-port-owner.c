/* tin-port-owner.c: which program holds a port, as far as /proc tells.
 *
 * Copyright (C) 2026 The Tincan authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "net/tin-port-owner.h"

#include "net/tin-binding.h"
#include "net/tin-lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_TABLE_SIZE  (8 * 1024 * 1024) /* bytes of one file in /proc/net that are looked at */
#define MAX_PROCESSES   8192              /* that are looked at */
#define MAX_DESCRIPTORS 65536             /* of all processes together */
#define MAX_INODES      64
#define TCP_LISTEN      0x0a              /* the kernel's include/net/tcp_states.h */
#define MAX_FREE_ROUNDS 256               /* ports that are tried one after the other */

typedef struct
{
  unsigned long inodes[MAX_INODES];
  guint         n_inodes;
} TinInodeSet;

/* One line of proc(5), "/proc/net/tcp": "  sl: local:port remote:port st … inode …" */
static void
collect_from_line (const char   *line,
                   TinTransport  transport,
                   guint16       port,
                   TinInodeSet  *found)
{
  unsigned int line_port, state;
  unsigned long inode;

  if (found->n_inodes < MAX_INODES &&
      sscanf (line, " %*u: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x %*x:%*x %*x:%*x %*x %*u %*u %lu",
              &line_port, &state, &inode) == 3 &&
      line_port == port && inode != 0 && (transport == TIN_TRANSPORT_UDP || state == TCP_LISTEN))
    found->inodes[found->n_inodes++] = inode;
}

static void
collect_from_table (const char   *path,
                    TinTransport  transport,
                    guint16       port,
                    TinInodeSet  *found)
{
  FILE *table = fopen (path, "re");
  char line[512];
  gsize looked_at = 0;

  if (table == NULL)
    return;

  while (looked_at < MAX_TABLE_SIZE && fgets (line, sizeof line, table) != NULL)
    {
      looked_at += strlen (line);
      collect_from_line (line, transport, port, found);
    }

  fclose (table);
}

static gboolean
is_one_of (const char        *target,
           const TinInodeSet *inodes)
{
  unsigned long inode;

  if (sscanf (target, "socket:[%lu]", &inode) != 1)
    return FALSE;

  for (guint i = 0; i < inodes->n_inodes; i++)
    if (inodes->inodes[i] == inode)
      return TRUE;

  return FALSE;
}

static gboolean
process_has (const char        *pid,
             const TinInodeSet *inodes,
             guint             *n_descriptors)
{
  g_autofree char *folder = g_build_filename ("/proc", pid, "fd", NULL);
  g_autoptr (GDir) descriptors = g_dir_open (folder, 0, NULL);
  const char *name;

  while (descriptors != NULL && *n_descriptors < MAX_DESCRIPTORS && (name = g_dir_read_name (descriptors)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char target[64];
      gssize size = readlink (path, target, sizeof target - 1);

      (*n_descriptors)++;

      if (size <= 0)
        continue;

      target[size] = '\0';
      if (is_one_of (target, inodes))
        return TRUE;
    }

  return FALSE;
}

static char *
read_program (const char *pid)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "comm", NULL);
  g_autofree char *name = NULL;

  if (!g_file_get_contents (path, &name, NULL, NULL))
    return NULL;

  g_strchomp (name);

  return g_utf8_make_valid (name, -1);
}

static gboolean
find_process (const TinInodeSet *inodes,
              TinPortOwner      *owner)
{
  g_autoptr (GDir) processes = g_dir_open ("/proc", 0, NULL);
  guint n_processes = 0, n_descriptors = 0;
  const char *name;

  while (processes != NULL && n_processes < MAX_PROCESSES && (name = g_dir_read_name (processes)) != NULL)
    {
      if (!g_ascii_isdigit (name[0]))
        continue;

      n_processes++;

      if (process_has (name, inodes, &n_descriptors))
        {
          owner->pid = (guint) strtoul (name, NULL, 10);
          owner->program = read_program (name);
          return TRUE;
        }
    }

  return FALSE;
}

void
tin_port_owner_clear (TinPortOwner *self)
{
  g_clear_pointer (&self->program, g_free);
  self->pid = 0;
}

/**
 * tin_port_owner_find:
 * @transport: TCP or UDP
 * @port: a port that is taken
 * @owner: (out): who has it; to be cleared in either case
 *
 * Reads /proc (proc(5)); elsewhere nobody is found. Takes some milliseconds, with a bound.
 *
 * Returns: whether any program has the port. Its number is 0 and its name NULL if
 *   it belongs to another user, whose programs are not ours to look at
 */
gboolean
tin_port_owner_find (TinTransport  transport,
                     guint16       port,
                     TinPortOwner *owner)
{
  TinInodeSet inodes = { 0 };
  gboolean is_tcp = transport == TIN_TRANSPORT_TCP;

  memset (owner, 0, sizeof *owner);
  collect_from_table (is_tcp ? "/proc/net/tcp" : "/proc/net/udp", transport, port, &inodes);
  collect_from_table (is_tcp ? "/proc/net/tcp6" : "/proc/net/udp6", transport, port, &inodes);

  if (inodes.n_inodes == 0)
    return FALSE;

  find_process (&inodes, owner);

  return TRUE;
}

static GArray *
list_addresses (const char *host)
{
  GArray *addresses = g_array_new (FALSE, TRUE, sizeof (TinAddress));
  TinAddress address = { .family = TIN_FAMILY_IPV4, .bytes = { 127, 0, 0, 1 } };
  TinAddress loopback_v6 = { .family = TIN_FAMILY_IPV6, .bytes = { [15] = 1 } };
  TinAddress literal;

  if (tin_host_to_address (host, &literal, NULL))
    address = literal;

  g_array_append_val (addresses, address);
  if (tin_host_is_localhost (host))
    g_array_append_val (addresses, loopback_v6);

  return addresses;
}

static gboolean
is_free (TinTransport  transport,
         const char   *host,
         GArray       *addresses,
         guint16       port)
{
  g_autoptr (TinEndpoint) endpoint = tin_endpoint_new (transport, TIN_ROLE_SERVER, host, port);
  g_auto (TinBinding) binding = { 0 };

  return tin_binding_open (&binding, endpoint, addresses, NULL);
}

/**
 * tin_port_find_free:
 * @transport: TCP or UDP
 * @host: where to listen; a name that only a name server knows counts as 127.0.0.1
 * @after: a port that is taken
 *
 * By binding to one port after the other for a moment. Somebody else may take
 * the port before it is used.
 *
 * Returns: the next port after @after that is free, from 1024 up, or 0 if none of
 *   a few hundred is
 */
guint16
tin_port_find_free (TinTransport  transport,
                    const char   *host,
                    guint16       after)
{
  g_autoptr (GArray) addresses = list_addresses (host);
  guint port = after;

  for (int round = 0; round < MAX_FREE_ROUNDS; round++)
    {
      port = port >= G_MAXUINT16 || port < 1023 ? 1024 : port + 1;

      if (is_free (transport, host, addresses, (guint16) port))
        return (guint16) port;
    }

  return 0;
}
