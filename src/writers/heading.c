/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breaks headings between words where a column is narrow. */
#include "writers/heading.h"

#include <string.h>

#include "base/width.h"

static size_t columns_between(const char *begin, const char *end)
{
    return cf_ruler_columns(begin) - cf_ruler_columns(end);
}

size_t cf_heading_narrowest(const char *heading)
{
    size_t narrowest = 0;

    while (*heading != '\0') {
        const char *end = heading + strcspn(heading, " ");
        size_t columns = columns_between(heading, end);

        narrowest = columns > narrowest ? columns : narrowest;
        heading = end + strspn(end, " ");
    }
    return narrowest;
}

/* The end of the words that fit into a line, at least one. */
static const char *end_of_line(const char *begin, size_t width)
{
    const char *end = begin + strcspn(begin, " ");

    for (;;) {
        const char *next = end + strspn(end, " ");

        next += strcspn(next, " ");
        if (next == end || columns_between(begin, next) > width)
            return end;
        end = next;
    }
}

int cf_heading_lines(const char *heading, size_t width)
{
    int lines = 0;

    do {
        heading = end_of_line(heading, width);
        heading += strspn(heading, " ");
        lines++;
    } while (*heading != '\0');
    return lines;
}

const char *cf_heading_line(const char *heading, size_t width, int line, size_t *length)
{
    for (; line > 0; line--) {
        heading = end_of_line(heading, width);
        heading += strspn(heading, " ");
    }
    *length = (size_t)(end_of_line(heading, width) - heading);
    return heading;
}
