/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that doubles its room, so that adding a byte costs O(1) on average. */
#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool buffer_reserve(cf_buffer *buffer, size_t room)
{
    size_t larger = buffer->room < 64 ? 64 : buffer->room;
    char *text;

    while (larger < room)
        larger *= 2;
    if (larger == buffer->room)
        return true;
    text = realloc(buffer->text, larger);
    if (text == NULL)
        return false;
    buffer->text = text;
    buffer->room = larger;
    return true;
}

static void add_bytes(cf_buffer *buffer, const char *more, size_t length)
{
    buffer->failed = buffer->failed || more == NULL;
    if (!buffer->failed)
        buffer->failed = !buffer_reserve(buffer, buffer->length + length + 1);
    if (buffer->failed)
        return;
    memcpy(buffer->text + buffer->length, more, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void cf_buffer_add(cf_buffer *buffer, const char *more)
{
    add_bytes(buffer, more, more == NULL ? 0 : strlen(more));
}

void cf_buffer_add_name(cf_buffer *buffer, const char *name)
{
    size_t taken = name == NULL ? 0 : cf_text_beginning(name, CF_NAME_SHOWN);

    add_bytes(buffer, name, taken);
    if (name != NULL && name[taken] != '\0')
        cf_buffer_add(buffer, CF_ELLIPSIS);
}

void cf_buffer_add_escaped(cf_buffer *buffer, const char *more, const char *special)
{
    for (; *more != '\0'; more++) {
        const char piece[] = { *more, '\0' };

        if (strchr(special, *more) != NULL)
            cf_buffer_add(buffer, "\\");
        cf_buffer_add(buffer, piece);
    }
}

const char *cf_buffer_text(const cf_buffer *buffer)
{
    if (buffer->failed)
        return NULL;
    return buffer->text == NULL ? "" : buffer->text;
}

void cf_buffer_clear(cf_buffer *buffer)
{
    buffer->length = 0;
    if (buffer->text != NULL)
        buffer->text[0] = '\0';
}

void cf_buffer_free(cf_buffer *buffer)
{
    free(buffer->text);
    *buffer = (cf_buffer){ .text = NULL };
}
