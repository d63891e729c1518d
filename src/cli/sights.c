/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the files of a scenario look. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "cli/sights.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_SIZE = 4200 };

/* A folder is there or not: what is in it concerns the spreadsheets alone, and a report may be
 * among them. */
static void look_at(cli_sight *sight)
{
    struct stat about;

    sight->is_there = stat(sight->path, &about) == 0;
    sight->is_folder = sight->is_there && S_ISDIR(about.st_mode);
    if (!sight->is_there || sight->is_folder)
        return;
    sight->device = about.st_dev;
    sight->inode = about.st_ino;
    sight->size = about.st_size;
    sight->saved = about.st_mtim;
    sight->changed = about.st_ctim;
}

static bool add_sight(const char *path, void *data)
{
    cli_sights *sights = data;
    cli_sight *sight = &sights->at[sights->count];

    assert(sights->count < CLI_MOST_SIGHTS);
    for (int i = 0; i < sights->count; i++)
        if (strcmp(sights->at[i].path, path) == 0)
            return false;
    *sight = (cli_sight){ .path = strdup(path) };
    if (sight->path == NULL)
        return true;
    sights->count++;
    look_at(sight);
    return false;
}

/* A database of SQLite may have its last changes in a file beside it, its WAL, whatever link led to
 * the database. What is no database has no such file. False: no memory. */
static bool add_wal(cli_sights *sights, const char *file)
{
    char *target = realpath(file, NULL), wal[PATH_SIZE];
    struct stat about;
    bool is_link = lstat(file, &about) == 0 && S_ISLNK(about.st_mode), done = true;
    const char *database = is_link ? target : file;

    if (target == NULL)
        return errno != ENOMEM;
    if (!sights->at[0].is_folder &&
        (size_t)snprintf(wal, sizeof wal, "%s-wal", database) < sizeof wal)
        done = !add_sight(wal, sights);
    free(target);
    return done;
}

bool cli_sights_look(cli_sights *out, const cf_input *source, const char *file)
{
    *out = (cli_sights){ .count = 0 };
    return !cli_source_any(source, file, add_sight, out) && add_wal(out, file);
}

void cli_sights_free(cli_sights *sights)
{
    for (int i = 0; i < sights->count; i++)
        free(sights->at[i].path);
    *sights = (cli_sights){ .count = 0 };
}

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool is_same(const cli_sight *a, const cli_sight *b)
{
    return strcmp(a->path, b->path) == 0 && a->is_there == b->is_there &&
           a->is_folder == b->is_folder && a->device == b->device && a->inode == b->inode &&
           a->size == b->size && is_same_time(a->saved, b->saved) &&
           is_same_time(a->changed, b->changed);
}

bool cli_sights_are_same(const cli_sights *a, const cli_sights *b)
{
    bool same = a->count == b->count;

    for (int i = 0; i < a->count && same; i++)
        same = is_same(&a->at[i], &b->at[i]);
    return same;
}

static bool is_regular(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISREG(about.st_mode); /* a pipe would wait */
}

void cli_sights_read(cli_sights *sights)
{
    for (int i = 0; i < sights->count; i++) {
        cli_sight *sight = &sights->at[i];
        double bytes;

        if (!is_regular(sight->path) ||
            cf_file_checksum(sight->content, &bytes, sight->path) != CF_OK)
            sight->content[0] = '\0';
    }
}

static const cli_sight *find(const cli_sights *sights, const char *path)
{
    for (int i = 0; i < sights->count; i++)
        if (strcmp(sights->at[i].path, path) == 0)
            return &sights->at[i];
    return NULL;
}

static bool has_changed(const cli_sight *sight, const cli_sight *before)
{
    if (before == NULL)
        return sight->is_there;
    return sight->is_there != before->is_there || sight->is_folder != before->is_folder ||
           strcmp(sight->content, before->content) != 0;
}

int cli_sights_next_change(const cli_sights *sights, const cli_sights *before, int from)
{
    for (int i = from; i < sights->count; i++)
        if (has_changed(&sights->at[i], find(before, sights->at[i].path)))
            return i;
    return -1;
}
