/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is a report, and which of its files are circfin's. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/leftovers.h"
#include "documents/folder.h"

const char *cf_next_entry(DIR *directory)
{
    const struct dirent *found;

    while ((found = readdir(directory)) != NULL)
        if (strcmp(found->d_name, ".") != 0 && strcmp(found->d_name, "..") != 0)
            return found->d_name;
    return NULL;
}

bool cf_is_report_file(const char *name)
{
    for (int i = 0; i < cf_document_count(); i++)
        if (strcmp(name, cf_document_at(i)->file) == 0)
            return true;
    return cf_is_table_file(name);
}

/* ---- result.json ---- */

/* Skips this piece of JSON, with any white space before it. */
static bool skip(const char **at, const char *piece)
{
    size_t length = strlen(piece);

    *at += strspn(*at, " \t\r\n");
    if (strncmp(*at, piece, length) != 0)
        return false;
    *at += length;
    return true;
}

/* As documents/result.c begins it, with any indentation. */
static bool is_result_of_report(const char *text)
{
    return skip(&text, "{") && skip(&text, "\"schema\"") && skip(&text, ":") &&
           skip(&text, "\"circfin.result/") && (text += strcspn(text, "\""), skip(&text, "\"")) &&
           skip(&text, ",") && skip(&text, "\"command\"") && skip(&text, ":") &&
           skip(&text, "\"report\"");
}

static bool has_result_of_report(int folder)
{
    char begin[256] = "";
    struct stat found;
    ssize_t length = 0;
    int file = openat(folder, "result.json", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (file < 0)
        return false;
    if (fstat(file, &found) == 0 && S_ISREG(found.st_mode))
        length = read(file, begin, sizeof begin - 1);
    close(file);
    return length > 0 && is_result_of_report(begin);
}

cf_contents cf_folder_contents(DIR *directory)
{
    const char *name;

    if (has_result_of_report(dirfd(directory)))
        return CF_CONTENTS_REPORT;
    rewinddir(directory);
    while ((name = cf_next_entry(directory)) != NULL)
        if (!cf_is_temporary_name(name, CF_MARK_BESIDE))
            return CF_CONTENTS_OTHER;
    return CF_CONTENTS_NONE;
}

/* ---- deleting ---- */

void cf_folder_clear(DIR *directory)
{
    const char *name;
    bool removed;

    do { /* what goes may hide what follows it */
        removed = false;
        rewinddir(directory);
        while ((name = cf_next_entry(directory)) != NULL)
            removed = unlinkat(dirfd(directory), name, 0) == 0 || removed;
    } while (removed);
}
