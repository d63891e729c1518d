/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder is written as a whole or not at all:
 *
 *   1. every file into DIR/.circfin-4711/, flushed and synced: what can fail mostly fails here
 *   2. one by one: DIR/x ──► DIR/.circfin-4711/old-x, then DIR/.circfin-4711/x ──► DIR/x;
 *      where a rename fails, those before it are taken back; one run at a time does so
 *      (a folder that has such files but no result.json is refused: they are not a report's)
 *   3. tables of an older run that this one does not have go, too; what is not circfin's stays
 *   4. DIR/.circfin-4711/ goes
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/files.h"
#include "base/target.h"
#include "base/vec.h"
#include "circfin/writer.h"
#include "documents/documents.h"

/* A file of the folder. */
struct entry {
    char *name;
    bool is_new; /* else only an older one of circfin's, to go */
    bool moved;  /* the older one lies in the workshop */
    bool placed; /* the new one lies in the folder */
    cf_note *note;
};

struct folder {
    const char *path;
    const cf_dossier *dossier;
    cf_diags *diags;
    bool made;      /* the folder itself is new */
    char *workshop; /* NULL: not made yet */
    cf_note *note;
    int lock;       /* descriptor; -1: not taken */
    CF_VEC(struct entry) entries;
};

/* ---- names ---- */

/* Nothing has changed before the end, whatever went wrong. */
static const char *way_out(const struct folder *folder, int error)
{
    if (folder->workshop != NULL && !folder->made)
        return "the folder is unchanged";
    return error == ENOENT ? "create its parent folder first" : NULL;
}

static cf_status add_write_error(const struct folder *folder, const char *name, int error)
{
    cf_status status =
        cf_diags_add(folder->diags, CF_ERROR, CF_CODE_CANNOT_WRITE, NULL, way_out(folder, error),
                     "cannot write to %s%s%s: %s", folder->path, name == NULL ? "" : "/",
                     name == NULL ? "" : name, strerror(error));

    return status == CF_OK ? CF_IO : status;
}

static cf_status add_entry(struct folder *folder, const char *name, bool is_new)
{
    struct entry entry = { .name = cf_path_format("%s", name), .is_new = is_new };

    if (entry.name != NULL && cf_vec_push(&folder->entries, entry))
        return CF_OK;
    free(entry.name);
    return CF_NO_MEMORY;
}

static bool has_entry(const struct folder *folder, const char *name)
{
    for (int i = 0; i < folder->entries.count; i++)
        if (strcmp(folder->entries.at[i].name, name) == 0)
            return true;
    return false;
}

/* ---- 1. the workshop ---- */

static cf_status open_workshop(struct folder *folder)
{
    char *path;

    if (mkdir(folder->path, 0777) == 0)
        folder->made = true;
    else if (errno != EEXIST)
        return add_write_error(folder, NULL, errno);
    path = cf_path_format("%s/.circfin-XXXXXX", folder->path);
    if (path == NULL)
        return CF_NO_MEMORY;
    if (mkdtemp(path) == NULL) {
        int error = errno;

        free(path);
        return add_write_error(folder, NULL, error);
    }
    folder->workshop = path;
    folder->note = cf_note_folder(path);
    return folder->note == NULL ? CF_NO_MEMORY : CF_OK;
}

/* What writes a file: a document, or a table of a report. */
struct content {
    const cf_document *document; /* or NULL, and then: */
    const cf_report *report;
    const cf_table *table;
};

static cf_status write_content(FILE *out, const struct folder *folder,
                               const struct content *content)
{
    return content->document != NULL ? content->document->write(out, folder->dossier)
                                     : cf_table_write(out, content->report, content->table);
}

static cf_status write_file(struct folder *folder, const char *name, const struct content *content)
{
    char *path = cf_path_format("%s/%s", folder->workshop, name);
    cf_status status = path == NULL ? CF_NO_MEMORY : add_entry(folder, name, true);
    FILE *out = NULL;
    bool elsewhere = false; /* it failed where the document is made first */

    if (status == CF_OK) {
        struct entry *entry = &folder->entries.at[folder->entries.count - 1];

        entry->note = cf_note_file(path);
        status = entry->note == NULL ? CF_NO_MEMORY : CF_OK;
    }
    if (status == CF_OK) {
        out = fopen(path, "wb");
        status = out == NULL ? CF_IO : CF_OK;
    }
    if (status == CF_OK) {
        cf_status finished;
        int error;

        errno = 0;
        status = write_content(out, folder, content);
        error = errno;
        elsewhere = status == CF_IO && ferror(out) == 0;
        finished = cf_stream_close(out, true);
        if (status == CF_OK)
            status = finished;
        else
            errno = error;
    }
    free(path);
    if (elsewhere)
        return cf_target_add_temporary_error(name, errno, folder->diags);
    return status == CF_IO ? add_write_error(folder, name, errno) : status;
}

static cf_status write_tables(struct folder *folder, cf_part part)
{
    const cf_report *report = cf_section_report(folder->dossier, part);
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && report != NULL && i < cf_report_table_count(report); i++) {
        const cf_table *table = cf_report_table(report, i);
        char own[CF_TABLE_NAME_SIZE];
        char *name =
            (cf_section_name_table(own, part, cf_table_name(table)), cf_path_format("%s.csv", own));

        status = name == NULL ? CF_NO_MEMORY
                              : write_file(folder, name,
                                           &(struct content){ .report = report, .table = table });
        free(name);
    }
    return status;
}

static cf_status write_all(struct folder *folder)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < cf_document_count(); i++)
        status = write_file(folder, cf_document_at(i)->file,
                            &(struct content){ .document = cf_document_at(i) });
    for (int p = 0; status == CF_OK && p < CF_PART_COUNT; p++)
        status = write_tables(folder, (cf_part)p);
    return status;
}

/* ---- 2. and 3. into their places ---- */

/* Two runs that place their files at the same time would mix them. Where a file system knows no
 * locks, they are on their own. */
static void wait_for_turn(struct folder *folder)
{
    folder->lock = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->lock >= 0)
        (void)flock(folder->lock, LOCK_EX);
}

static bool is_there(const struct folder *folder, const char *name)
{
    char *path = cf_path_format("%s/%s", folder->path, name);
    bool there = path == NULL || access(path, F_OK) == 0;

    free(path);
    return there;
}

/* A folder that has a deals.csv but no result.json is not a report: it may hold spreadsheets. */
static cf_status check_others(const struct folder *folder)
{
    cf_status status = CF_OK;

    if (is_there(folder, "result.json"))
        return CF_OK;
    for (int i = 0; status == CF_OK && i < folder->entries.count; i++) {
        const char *name = folder->entries.at[i].name;

        if (!is_there(folder, name))
            continue;
        status = cf_diags_add(folder->diags, CF_ERROR, CF_CODE_NOT_OURS, NULL,
                              "name another folder, or remove the file",
                              "%s has a file %s, but is no report: there is no result.json",
                              folder->path, name);
        return status == CF_OK ? CF_IO : status;
    }
    return status;
}

/* Tables that an older run had and this one has not. */
static cf_status list_older(struct folder *folder)
{
    DIR *directory = opendir(folder->path);
    const struct dirent *found;
    cf_status status = CF_OK;

    if (directory == NULL)
        return add_write_error(folder, NULL, errno);
    while (status == CF_OK && (found = readdir(directory)) != NULL)
        if (cf_is_table_file(found->d_name) && !has_entry(folder, found->d_name))
            status = add_entry(folder, found->d_name, false);
    closedir(directory);
    return status;
}

static bool is_folder(const char *path)
{
    struct stat found;

    return lstat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

/* Moves a file; *there says whether it existed. False with errno set. */
static bool move_file(const char *from, const char *to, bool *there)
{
    *there = rename(from, to) == 0;
    return *there || errno == ENOENT;
}

static cf_status place_entry(const struct folder *folder, struct entry *entry, bool back)
{
    char *path = cf_path_format("%s/%s", folder->path, entry->name);
    char *fresh = cf_path_format("%s/%s", folder->workshop, entry->name);
    char *older = cf_path_format("%s/old-%s", folder->workshop, entry->name);
    bool good = path != NULL && fresh != NULL && older != NULL;
    cf_status status = good ? CF_OK : CF_NO_MEMORY;

    if (good && back) {
        if (entry->placed)
            good = rename(path, fresh) == 0;
        if (entry->moved)
            good = rename(older, path) == 0 && good;
    } else if (good) {
        good = !is_folder(path) && move_file(path, older, &entry->moved);
        if (!good && errno == 0)
            errno = EISDIR;
        if (good && entry->is_new)
            good = entry->placed = rename(fresh, path) == 0;
    }
    free(path);
    free(fresh);
    free(older);
    return status == CF_OK && !good ? CF_IO : status;
}

static cf_status place_all(struct folder *folder)
{
    cf_status status = CF_OK;
    int done = 0, error;

    while (status == CF_OK && done < folder->entries.count) {
        errno = 0;
        status = place_entry(folder, &folder->entries.at[done++], false);
    }
    error = errno;
    if (status == CF_OK)
        return CF_OK;
    if (status == CF_IO)
        status = add_write_error(folder, folder->entries.at[done - 1].name, error);
    while (done > 0)
        if (place_entry(folder, &folder->entries.at[--done], true) != CF_OK)
            status = add_write_error(folder, folder->entries.at[done].name, errno);
    return status;
}

/* ---- 4. the end ---- */

static void clear_workshop(const struct folder *folder)
{
    DIR *directory = opendir(folder->workshop);
    const struct dirent *found;

    while (directory != NULL && (found = readdir(directory)) != NULL)
        unlinkat(dirfd(directory), found->d_name, 0);
    if (directory != NULL)
        closedir(directory);
    rmdir(folder->workshop);
}

static void release_folder(struct folder *folder, cf_status status)
{
    cf_note_drop(folder->note);
    for (int i = 0; i < folder->entries.count; i++)
        cf_note_drop(folder->entries.at[i].note);
    if (folder->workshop != NULL)
        clear_workshop(folder);
    if (folder->made && status != CF_OK)
        rmdir(folder->path);
    if (folder->lock >= 0)
        close(folder->lock);
    for (int i = 0; i < folder->entries.count; i++)
        free(folder->entries.at[i].name);
    free(folder->entries.at);
    free(folder->workshop);
}

cf_status cf_dossier_write(const cf_dossier *dossier, const char *path, cf_diags *diags)
{
    struct folder folder = { .path = path, .dossier = dossier, .diags = diags, .lock = -1 };
    cf_status status = open_workshop(&folder);
    sigset_t all, before;

    if (status == CF_OK)
        status = write_all(&folder);
    if (status == CF_OK)
        wait_for_turn(&folder);
    if (status == CF_OK)
        status = check_others(&folder);
    if (status == CF_OK)
        status = list_older(&folder);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    if (status == CF_OK)
        status = place_all(&folder);
    release_folder(&folder, status);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}
