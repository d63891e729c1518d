/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries on disk, read by position without a stream, so that runs can be read in parallel. */
#include "trim/entry_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/target.h"

static const char purpose[] = "the payments";

cf_status cf_entry_file_open(cf_entry_file *file, cf_diags *diags)
{
    cf_status status;

    if (file->temporary.path != NULL)
        return CF_OK;
    *file = (cf_entry_file){ .descriptor = -1 };
    status = cf_temporary_new(&file->temporary, &file->descriptor);
    return status == CF_IO ? cf_target_add_temporary_error(purpose, errno, diags) : status;
}

cf_status cf_entry_file_write(cf_entry_file *file, const cf_edge_entry *entries, size_t count,
                              cf_diags *diags)
{
    const char *from = (const char *)entries;
    size_t left = count * sizeof *entries;
    off_t at = (off_t)(file->count * sizeof *entries);

    while (left > 0) {
        ssize_t part = pwrite(file->descriptor, from, left, at);

        if (part < 0 && errno == EINTR)
            continue;
        if (part <= 0)
            return cf_target_add_temporary_error(purpose, part < 0 ? errno : ENOSPC, diags);
        from += part;
        left -= (size_t)part;
        at += part;
    }
    file->count += count;
    return CF_OK;
}

cf_status cf_entry_file_read(const cf_entry_file *file, cf_edge_entry *entries, size_t from,
                             size_t count, cf_diags *diags)
{
    char *to = (char *)entries;
    size_t left = count * sizeof *entries;
    off_t at = (off_t)(from * sizeof *entries);

    while (left > 0) {
        ssize_t part = pread(file->descriptor, to, left, at);

        if (part < 0 && errno == EINTR)
            continue;
        if (part <= 0)
            return cf_target_add_temporary_error(purpose, part < 0 ? errno : EIO, diags);
        to += part;
        left -= (size_t)part;
        at += part;
    }
    return CF_OK;
}

void cf_entry_file_free(cf_entry_file *file)
{
    if (file->temporary.path == NULL)
        return;
    close(file->descriptor);
    cf_temporary_remove(&file->temporary);
    *file = (cf_entry_file){ .descriptor = -1 };
}
