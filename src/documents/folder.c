/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder is written as a whole or not at all:
 *
 *   1. every file into a folder of their own, flushed and synced: what can fail mostly fails here
 *   2. that folder takes the place of the older report (folder_whole.c), or its files do
 *      (folder_single.c)
 *
 * A folder that is neither empty nor a report is refused.
 */
#include "documents/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/options.h"
#include "base/target.h"
#include "circfin/dossier.h"
#include "circfin/writer.h"

/* Notes the file at `path`, for cf_cleanup(). */
static cf_status add_entry(cf_folder *folder, const char *name, const char *path)
{
    cf_folder_entry entry = { .name = cf_path_format("%s", name),
                              .is_new = true,
                              .note = cf_note_file(path) };

    if (entry.name != NULL && entry.note != NULL && cf_vec_push(&folder->entries, entry))
        return CF_OK;
    free(entry.name);
    cf_note_drop(entry.note);
    return CF_NO_MEMORY;
}

/* What writes a file: a document, or a table of a report. */
struct content {
    const cf_document *document; /* or NULL, and then: */
    const cf_report *report;
    const cf_table *table;
};

static cf_status write_content(FILE *out, const cf_folder *folder, const struct content *content)
{
    return content->document != NULL ? content->document->write(out, folder->dossier)
                                     : cf_table_write(out, content->report, content->table);
}

/* Reports a missing library. */
static cf_status refuse_document(const cf_document *document, cf_diags *diags)
{
    char hint[200];

    snprintf(hint, sizeof hint, "install %s", document->needs);
    return cf_refuse(diags, CF_CODE_NOTHING, hint, "%s cannot be written", document->file);
}

static cf_status write_file(cf_folder *folder, const char *name, const struct content *content)
{
    char *path = cf_path_format("%s/%s", folder->files, name);
    cf_status status = path == NULL ? CF_NO_MEMORY : add_entry(folder, name, path);
    FILE *out = NULL;
    bool elsewhere = false; /* it failed where the document is made first */

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
    if (status == CF_BAD_OPTION)
        return refuse_document(content->document, folder->diags);
    if (elsewhere)
        return cf_target_add_temporary_error(name, errno, folder->diags);
    return status == CF_IO ? cf_folder_error(folder, name, errno) : status;
}

static cf_status write_tables(cf_folder *folder, cf_part part)
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

static cf_status write_all(cf_folder *folder)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < cf_document_count(); i++)
        if (cf_documents_have(cf_document_at(i)->feature))
            status = write_file(folder, cf_document_at(i)->file,
                                &(struct content){ .document = cf_document_at(i) });
    for (int p = 0; status == CF_OK && p < CF_PART_COUNT; p++)
        status = write_tables(folder, (cf_part)p);
    return status;
}

/* ---- all together ---- */

static cf_status check_early(const cf_folder *folder)
{
    DIR *directory = opendir(folder->target);
    cf_status status;

    if (directory == NULL)
        return errno == ENOENT ? CF_OK : cf_folder_error(folder, NULL, errno);
    status = cf_folder_check(folder, directory);
    closedir(directory);
    return status;
}

static cf_status make(cf_folder *folder)
{
    cf_status status = cf_folder_open_work(folder);

    if (status == CF_OK)
        status = write_all(folder);
    if (status == CF_OK)
        status = folder->single ? cf_folder_place_single(folder) : cf_folder_place_whole(folder);
    cf_folder_close_work(folder, status == CF_OK);
    return status;
}

static cf_status write_folder(cf_folder *folder)
{
    cf_status status = cf_folder_find(folder);

    if (status == CF_OK)
        status = check_early(folder);
    if (status == CF_OK)
        status = make(folder);
    if (status == CF_IO && folder->unable) {
        folder->unable = false;
        folder->single = true;
        status = make(folder);
    }
    return status;
}

static void release(cf_folder *folder)
{
    free(folder->target);
    free(folder->parent);
}

cf_status cf_dossier_check_folder(const char *path, bool into, cf_diags *diags)
{
    cf_folder folder = { .path = path, .into = into, .diags = diags, .work_lock = -1 };
    cf_status status = cf_folder_find(&folder);

    if (status == CF_OK)
        status = check_early(&folder);
    release(&folder);
    return status;
}

cf_status cf_dossier_write(const cf_dossier *dossier, const char *path, bool into, cf_diags *diags)
{
    cf_folder folder = {
        .path = path, .into = into, .dossier = dossier, .diags = diags, .work_lock = -1
    };
    cf_status status = write_folder(&folder);

    release(&folder);
    return status;
}
