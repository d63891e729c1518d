/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths are put together in memory of any size; temporary files are made by mkstemp. */
#include "base/files.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

cf_status cf_temporary_new(char **path, int *descriptor)
{
    int error;

    *path = cf_path_format("%s/circfin-XXXXXX", cf_temporary_folder());
    if (*path == NULL)
        return CF_NO_MEMORY;
    *descriptor = mkstemp(*path);
    if (*descriptor >= 0)
        return CF_OK;
    error = errno;
    free(*path); /* there is no file to remove */
    *path = NULL;
    errno = error;
    return CF_IO;
}

void cf_temporary_remove(char *path)
{
    int error = errno;

    if (path != NULL)
        unlink(path);
    free(path);
    errno = error;
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
