/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * File by file, where the folder cannot be replaced as a whole: it is the current folder, a mount
 * point or another user's, its parent cannot be written to, or --into is given.
 *
 *   DIR/x ──► DIR/.circfin-4711-.../old-x, then DIR/.circfin-4711-.../x ──► DIR/x
 *
 * Where a rename fails, those before it are taken back. result.json comes first and is never
 * missing, so a folder that a killed run leaves half done is a report, which the next run replaces.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "documents/folder.h"

static bool has_entry(const cf_folder *folder, const char *name)
{
    for (int i = 0; i < folder->entries.count; i++)
        if (strcmp(folder->entries.at[i].name, name) == 0)
            return true;
    return false;
}

/* Files that an older report had and this one has not. */
static cf_status list_older(cf_folder *folder, DIR *directory)
{
    const char *name;

    if (cf_folder_contents(directory) != CF_CONTENTS_REPORT)
        return CF_OK;
    rewinddir(directory);
    while ((name = cf_next_entry(directory)) != NULL) {
        cf_folder_entry entry = { .name = NULL };

        if (!cf_is_report_file(name) || has_entry(folder, name))
            continue;
        entry.name = cf_path_format("%s", name);
        if (entry.name == NULL || !cf_vec_push(&folder->entries, entry)) {
            free(entry.name);
            return CF_NO_MEMORY;
        }
    }
    return CF_OK;
}

/* The three places of a file. */
struct places {
    char *path, *fresh, *older;
};

static bool places_of(struct places *out, const cf_folder *folder, const cf_folder_entry *entry)
{
    out->path = cf_path_format("%s/%s", folder->target, entry->name);
    out->fresh = cf_path_format("%s/%s", folder->files, entry->name);
    out->older = cf_path_format("%s/old-%s", folder->files, entry->name);
    return out->path != NULL && out->fresh != NULL && out->older != NULL;
}

static void places_free(struct places *places)
{
    free(places->path);
    free(places->fresh);
    free(places->older);
}

/* Keeps the older file under a second name, so that the first is never without one; where a file
 * system has no second names, it is moved. */
static bool keep_older(const struct places *places, cf_folder_entry *entry)
{
    if (entry->is_new && link(places->path, places->older) == 0)
        entry->kept = true;
    else if (errno != ENOENT || !entry->is_new)
        entry->kept = rename(places->path, places->older) == 0;
    return entry->kept || errno == ENOENT;
}

static bool place_one(const struct places *places, cf_folder_entry *entry)
{
    errno = 0;
    if (!keep_older(places, entry))
        return false;
    if (entry->is_new)
        entry->placed = rename(places->fresh, places->path) == 0;
    return entry->placed || !entry->is_new;
}

static bool take_back(const struct places *places, cf_folder_entry *entry)
{
    bool good = true;

    if (entry->kept)
        good = rename(places->older, places->path) == 0;
    else if (entry->placed)
        good = unlink(places->path) == 0;
    entry->kept = entry->kept && !good;
    return good;
}

/* All or none. *error: 0, or the errno of the entry that *failed. */
static void place_all(cf_folder *folder, const struct places *places, int *error, int *failed)
{
    int done = 0;

    *error = 0;
    while (*error == 0 && done < folder->entries.count) {
        if (!place_one(&places[done], &folder->entries.at[done]))
            *error = errno != 0 ? errno : EIO;
        done++;
    }
    *failed = done - 1;
    for (int i = 0; *error == 0 && i < done; i++)
        unlink(places[i].older);
    while (*error != 0 && done-- > 0)
        (void)take_back(&places[done], &folder->entries.at[done]);
}

static cf_status place_entries(cf_folder *folder)
{
    int count = folder->entries.count, error = 0, failed = 0;
    struct places *places = calloc((size_t)count + 1, sizeof *places);
    bool good = places != NULL;
    sigset_t before;

    for (int i = 0; good && i < count; i++)
        good = places_of(&places[i], folder, &folder->entries.at[i]);
    if (good) {
        cf_signals_hold(&before);
        place_all(folder, places, &error, &failed);
        cf_signals_release(&before);
    }
    for (int i = 0; places != NULL && i < count; i++)
        places_free(&places[i]);
    free(places);
    if (!good)
        return CF_NO_MEMORY;
    return error == 0 ? CF_OK : cf_folder_error(folder, folder->entries.at[failed].name, error);
}

cf_status cf_folder_place_single(cf_folder *folder)
{
    DIR *directory;
    cf_status status = cf_folder_lock(&directory, folder);

    if (status == CF_OK && directory == NULL)
        status = cf_folder_error(folder, NULL, ENOENT);
    if (status == CF_OK)
        status = cf_folder_check(folder, directory);
    if (status == CF_OK)
        status = list_older(folder, directory);
    if (status == CF_OK)
        status = place_entries(folder);
    if (directory != NULL)
        closedir(directory);
    return status;
}
