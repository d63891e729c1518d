/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream into memory that remembers lost bytes: on the stream cookies of the C library. */
#if defined(__linux__)
#define _GNU_SOURCE /* fopencookie */
#elif defined(__APPLE__)
#define _DARWIN_C_SOURCE /* funopen */
#endif
#include "base/memory_file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool grow(cf_memory_file *file, size_t more)
{
    size_t room = file->room == 0 ? 1024 : file->room;
    char *text;

    if (more > SIZE_MAX / 4 || file->size > SIZE_MAX / 4)
        return false;
    while (room < file->size + more + 1)
        room *= 2;
    if (room == file->room)
        return true;
    text = realloc(file->text, room);
    if (text == NULL)
        return false;
    file->text = text;
    file->room = room;
    return true;
}

/* All bytes or none. */
static bool append(cf_memory_file *file, const char *bytes, size_t size)
{
    if (file->failed || !grow(file, size)) {
        file->failed = true;
        return false;
    }
    memcpy(file->text + file->size, bytes, size);
    file->size += size;
    file->text[file->size] = '\0';
    return true;
}

#if defined(__linux__)

static ssize_t write_bytes(void *cookie, const char *bytes, size_t size)
{
    return append(cookie, bytes, size) ? (ssize_t)size : 0;
}

static FILE *open_stream(cf_memory_file *file)
{
    return fopencookie(file, "w", (cookie_io_functions_t){ .write = write_bytes });
}

#else

static int write_bytes(void *cookie, const char *bytes, int size)
{
    return append(cookie, bytes, (size_t)size) ? size : -1;
}

static FILE *open_stream(cf_memory_file *file)
{
    return funopen(file, NULL, write_bytes, NULL, NULL);
}

#endif

cf_status cf_memory_file_open(cf_memory_file *file)
{
    *file = (cf_memory_file){ .stream = NULL };
    if (append(file, "", 0))
        file->stream = open_stream(file);
    if (file->stream != NULL)
        return CF_OK;
    free(file->text);
    *file = (cf_memory_file){ .failed = true };
    return CF_NO_MEMORY;
}

cf_status cf_memory_file_close(cf_memory_file *file, char **text, size_t *size)
{
    bool complete = fclose(file->stream) == 0 && !file->failed;

    file->stream = NULL;
    *text = complete ? file->text : NULL;
    if (size != NULL)
        *size = complete ? file->size : 0;
    if (!complete)
        free(file->text);
    file->text = NULL;
    return complete ? CF_OK : CF_NO_MEMORY;
}
