/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Paths are put together in memory of any size. A temporary file is named after its process,
 * .circfin-4711-0123456789ab, and locked as long as it is in use.
 */
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/leftovers.h"

char *cf_path_format(const char *format, ...)
{
    va_list args;
    char *path;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    path = malloc((size_t)length + 1);
    if (path == NULL)
        return NULL;
    va_start(args, format);
    vsnprintf(path, (size_t)length + 1, format, args);
    va_end(args);
    return path;
}

char *cf_path_beside(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL || name[0] == '/')
        return cf_path_format("%s", name);
    return cf_path_format("%.*s/%s", (int)(slash - path), path, name);
}

const char *cf_temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");

    return folder == NULL || folder[0] == '\0' ? "/tmp" : folder;
}

/* ---- temporary files ---- */

/* Frees what belongs to a file that is not, or no longer, temporary. */
static void forget(cf_temporary *file)
{
    int error = errno;

    cf_note_drop(file->note);
    if (file->path != NULL && file->lock >= 0)
        close(file->lock);
    free(file->path);
    *file = (cf_temporary){ .path = NULL };
    errno = error;
}

cf_status cf_temporary_rename(cf_temporary *file, const char *path)
{
    if (rename(file->path, path) != 0)
        return CF_IO;
    forget(file);
    return CF_OK;
}

void cf_temporary_remove(cf_temporary *file)
{
    int error = errno;

    if (file->path != NULL && file->is_folder)
        cf_leftovers_clear_folder(AT_FDCWD, file->path);
    else if (file->path != NULL)
        unlink(file->path);
    errno = error;
    forget(file);
}

enum { MOST_NAMES = 100 };

static int create_file(const char *path, mode_t mode)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);

    if (descriptor < 0 || cf_lock_new(descriptor))
        return descriptor;
    close(descriptor);
    errno = EEXIST; /* as if it had been somebody else's */
    return -1;
}

static int create_folder(const char *path)
{
    int descriptor;

    if (mkdir(path, 0700) != 0)
        return -1;
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor >= 0 && cf_lock_new(descriptor))
        return descriptor;
    if (descriptor >= 0)
        close(descriptor);
    errno = EEXIST;
    return -1;
}

/* What is made. */
struct making {
    const char *mark;
    mode_t mode;
    bool is_folder;
};

/* Takes `path`, which it frees on failure. */
static cf_status make_temporary(cf_temporary *out, int *descriptor, char *path,
                                const struct making *making)
{
    *out = (cf_temporary){ .path = path, .lock = -1, .is_folder = making->is_folder };
    if (path != NULL)
        out->note = making->is_folder ? cf_note_files(path) : cf_note_file(path);
    if (out->note == NULL) {
        forget(out);
        return CF_NO_MEMORY;
    }
    *descriptor = making->is_folder ? create_folder(path) : create_file(path, making->mode);
    if (*descriptor < 0) {
        forget(out); /* there is nothing to remove */
        return CF_IO;
    }
    out->lock = fcntl(*descriptor, F_DUPFD_CLOEXEC, 0);
    if (out->lock < 0 || cf_is_cleaning_up()) {
        int error = out->lock < 0 ? errno : EINTR;

        close(*descriptor);
        cf_temporary_remove(out);
        errno = error;
        return CF_IO;
    }
    return CF_OK;
}

/* Takes `folder`, which ends in a slash unless it is empty. */
static cf_status make_in(cf_temporary *out, int *descriptor, char *folder,
                         const struct making *making)
{
    cf_status status = folder == NULL ? CF_NO_MEMORY : CF_IO;
    int error;

    *out = (cf_temporary){ .path = NULL };
    if (folder != NULL)
        cf_leftovers_remove(folder[0] == '\0' ? "." : folder, making->mark);
    errno = EEXIST;
    for (int i = 0; i < MOST_NAMES && status == CF_IO && errno == EEXIST; i++) {
        char name[CF_TEMPORARY_NAME_SIZE];

        cf_temporary_name(name, making->mark);
        status = make_temporary(out, descriptor, cf_path_format("%s%s", folder, name), making);
    }
    error = errno;
    free(folder);
    errno = error;
    return status;
}

cf_status cf_temporary_new(cf_temporary *out, int *descriptor)
{
    return make_in(out, descriptor, cf_path_format("%s/", cf_temporary_folder()),
                   &(struct making){ .mark = CF_MARK_IN_TMPDIR, .mode = 0600 });
}

cf_status cf_temporary_new_beside(cf_temporary *out, int *descriptor, const char *path)
{
    return make_in(out, descriptor, cf_path_beside(path, ""),
                   &(struct making){ .mark = CF_MARK_BESIDE, .mode = 0666 });
}

cf_status cf_temporary_new_folder(cf_temporary *out)
{
    int descriptor;
    cf_status status = make_in(out, &descriptor, cf_path_format("%s/", cf_temporary_folder()),
                               &(struct making){ .mark = CF_MARK_IN_TMPDIR, .is_folder = true });

    if (status == CF_OK)
        close(descriptor);
    return status;
}

cf_status cf_file_copy(FILE *out, const char *path)
{
    char bytes[16384];
    FILE *in = fopen(path, "rb");
    size_t count;
    bool failed;
    int error;

    if (in == NULL)
        return CF_IO;
    while ((count = fread(bytes, 1, sizeof bytes, in)) > 0)
        if (fwrite(bytes, 1, count, out) < count)
            break;
    error = errno;
    failed = ferror(in) != 0;
    fclose(in);
    errno = error;
    return failed ? CF_IO : CF_OK;
}

cf_status cf_stream_flush(FILE *stream, bool to_disk)
{
    int error = ferror(stream) ? (errno != 0 ? errno : EIO) : 0;

    if (fflush(stream) != 0)
        error = errno;
    if (error == 0 && to_disk && fsync(fileno(stream)) != 0)
        error = errno;
    if (error == 0)
        return CF_OK;
    clearerr(stream);
    errno = error;
    return CF_IO;
}

cf_status cf_stream_close(FILE *stream, bool to_disk)
{
    cf_status status = cf_stream_flush(stream, to_disk);
    int error = errno;

    if (fclose(stream) != 0 && status == CF_OK)
        return CF_IO;
    errno = error;
    return status;
}
