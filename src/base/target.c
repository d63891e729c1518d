/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes a file completely or not at all:
 *
 *   out.json ──► .circfin-4711-* beside it ──► flush, fsync ──► rename to out.json
 *                     └─ on any error: removed; out.json stays unchanged
 *
 * Devices, pipes and standard streams cannot be replaced; they are written directly.
 */
#include "base/target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/leftovers.h"

enum { MOST_LINKS = 40 };

static cf_status add_file_error(cf_diags *diags, cf_code code, const char *file, int error)
{
    const char *name = strcmp(file, "-") == 0 ? "standard output" : file;
    cf_status status;

    if (error == EPIPE)
        status = cf_diags_add(diags, CF_ERROR, CF_CODE_PIPE_CLOSED, NULL, NULL,
                              "the reader of %s has closed it", name);
    else
        status = cf_diags_add(diags, CF_ERROR, code, NULL, NULL, "cannot write to %s: %s", name,
                              strerror(error));
    return status == CF_OK ? CF_IO : status;
}

/* Follows the symbolic links of a file, which need not exist. */
static char *resolve_links(const char *file)
{
    char *path = cf_path_beside("", file);

    for (int links = 0; path != NULL && links < MOST_LINKS; links++) {
        char link[4096], *next;
        ssize_t length = readlink(path, link, sizeof link - 1);

        if (length < 0)
            break;
        link[length] = '\0';
        next = cf_path_beside(path, link);
        free(path);
        path = next;
    }
    return path;
}

/* Names of open descriptors; the file behind one may belong to another program. */
static bool is_open_file(const char *file)
{
    return strncmp(file, "/dev/fd/", 8) == 0 || strncmp(file, "/proc/", 6) == 0 ||
           strcmp(file, "/dev/stderr") == 0;
}

static cf_status open_directly(cf_target *target)
{
    int descriptor = open(target->file, O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC);

    if (descriptor < 0)
        return CF_IO;
    target->stream = fdopen(descriptor, "w");
    if (target->stream == NULL)
        close(descriptor);
    return target->stream == NULL ? CF_IO : CF_OK;
}

/* Copies the mode and, if permitted, the owner of the file that will be replaced. */
static bool keep_mode(int descriptor, const struct stat *before)
{
    if (fchown(descriptor, before->st_uid, before->st_gid) != 0)
        errno = 0; /* only root may change the owner; we then become the owner */
    return fchmod(descriptor, before->st_mode & 07777) == 0;
}

static cf_status open_temporary(cf_target *target)
{
    int descriptor;
    cf_status status;

    target->path = resolve_links(target->file);
    if (target->path == NULL)
        return CF_NO_MEMORY;
    if (target->exists && access(target->path, W_OK) != 0)
        return CF_IO;
    status = cf_temporary_new_beside(&target->temporary, &descriptor, target->path);
    if (status != CF_OK)
        return status;
    if (!target->exists || keep_mode(descriptor, &target->before))
        target->stream = fdopen(descriptor, "w");
    if (target->stream == NULL)
        close(descriptor);
    return target->stream == NULL ? CF_IO : CF_OK;
}

static cf_status open_any(cf_target *target)
{
    if (strcmp(target->file, "-") == 0 || strcmp(target->file, "/dev/stdout") == 0) {
        target->stream = stdout;
        return CF_OK;
    }
    target->exists = stat(target->file, &target->before) == 0;
    if (!target->exists && errno != ENOENT)
        return CF_IO;
    if (target->exists && (!S_ISREG(target->before.st_mode) || is_open_file(target->file)))
        return open_directly(target);
    return open_temporary(target);
}

/* Closes the stream even on failure; stdout stays open. */
static cf_status close_stream(cf_target *target)
{
    FILE *stream = target->stream;
    cf_status status;

    if (stream == stdout)
        return cf_stream_flush(stream, false);
    target->stream = NULL;
    status = cf_stream_close(stream, target->temporary.path != NULL);
    if (status == CF_OK && target->temporary.path != NULL)
        status = cf_temporary_rename(&target->temporary, target->path);
    return status;
}

cf_status cf_target_open(cf_target *out, const char *file, cf_diags *diags)
{
    cf_status status;

    *out = (cf_target){ .file = file };
    cf_leftovers_remove(cf_temporary_folder(), CF_MARK_IN_TMPDIR);
    status = open_any(out);
    return status == CF_IO ? add_file_error(diags, CF_CODE_CANNOT_OPEN, file, errno) : status;
}

cf_status cf_target_settle(cf_target *target, cf_diags *diags)
{
    cf_status status = cf_stream_flush(target->stream, target->temporary.path != NULL);

    return status == CF_IO ? cf_target_add_error(target, errno, diags) : status;
}

cf_status cf_target_finish(cf_target *target, cf_diags *diags)
{
    cf_status status = close_stream(target);

    return status == CF_IO ? cf_target_add_error(target, errno, diags) : status;
}

cf_status cf_target_add_error(const cf_target *target, int error, cf_diags *diags)
{
    return add_file_error(diags, CF_CODE_CANNOT_WRITE, target->file, error);
}

void cf_target_release(cf_target *target)
{
    if (target->stream != NULL && target->stream != stdout)
        fclose(target->stream);
    cf_temporary_remove(&target->temporary);
    free(target->path);
    *target = (cf_target){ .file = NULL };
}

cf_status cf_target_add_temporary_error(const char *what, int error, cf_diags *diags)
{
    cf_status status =
        cf_diags_add(diags, CF_ERROR, CF_CODE_NO_TEMPORARY, NULL,
                     "set TMPDIR to an existing folder that can be written to and has free space",
                     "cannot create a temporary file for %s in %s: %s", what, cf_temporary_folder(),
                     strerror(error));

    return status == CF_OK ? CF_IO : status;
}
