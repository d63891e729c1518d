/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts lines and columns of a text, and shows the line of a problem. */
#include "scenario/cursor.h"

#include <string.h>

#include "base/csv.h"
#include "base/text.h"

enum {
    SHOWN = 100, /* characters of a source line */
    BEFORE = 40, /* of them before the place, where it is far from the start of its line */
    BYTES = 4 * SHOWN + 1
};

void cf_cursor_start(cf_cursor *cursor, const char *text, size_t size)
{
    *cursor = (cf_cursor){ .text = text,
                           .size = size,
                           .line = !cursor->is_table,
                           .column = 1,
                           .sheet = cursor->sheet,
                           .is_table = cursor->is_table,
                           .is_cells = cursor->is_cells,
                           .graph = cursor->graph,
                           .part = cursor->part,
                           .source = cursor->source };
}

/* From cell to cell. */
static void move_on_sheet(cf_cursor *cursor, size_t at)
{
    for (; cursor->at < at; cursor->at++) {
        char c = cursor->text[cursor->at];

        if (c == '"')
            cursor->quoted = !cursor->quoted;
        if (cursor->quoted || (c != ',' && c != '\n'))
            continue;
        cursor->column = c == ',' ? cursor->column + 1 : 1;
        cursor->line += c == '\n';
    }
}

void cf_cursor_move(cf_cursor *cursor, size_t at)
{
    const char *text = cursor->text;

    if (cursor->sheet != NULL || cursor->graph != NULL || cursor->is_cells)
        move_on_sheet(cursor, at);
    while (cursor->at < at) {
        const char *end = memchr(text + cursor->at, '\n', at - cursor->at);

        if (end == NULL) {
            cursor->column += (int)cf_text_characters(text + cursor->at, at - cursor->at);
            cursor->at = at;
            return;
        }
        cursor->at = cursor->line_start = (size_t)(end - text) + 1;
        cursor->line++;
        cursor->column = 1;
    }
}

static bool is_inside_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The start of the part of the line that is shown. */
static size_t window_start(const cf_cursor *cursor)
{
    size_t start = cursor->at;

    if (cursor->column <= SHOWN - BEFORE / 2)
        return cursor->line_start;
    for (int left = BEFORE; left > 0; left--) {
        do
            start--;
        while (is_inside_character(cursor->text[start]) && start > cursor->line_start);
    }
    return start;
}

/* Its end: before the end of the line, and after SHOWN characters at most. */
static size_t window_end(const cf_cursor *cursor, size_t start)
{
    size_t end = start;
    int left = SHOWN;

    while (end < cursor->size && cursor->text[end] != '\n' && end - start < BYTES - 1) {
        if (!is_inside_character(cursor->text[end]) && left-- == 0)
            break;
        end++;
    }
    if (end > start && cursor->text[end - 1] == '\r')
        end--;
    return end;
}

static const char *source_line(const cf_cursor *cursor, size_t start, size_t end, cf_arena *arena)
{
    char raw[BYTES];
    char shown[3 * BYTES];

    memcpy(raw, cursor->text + start, end - start);
    raw[end - start] = '\0';
    for (size_t i = 0; i < end - start; i++) {
        if (raw[i] == '\t')
            raw[i] = ' ';
        if (raw[i] == '\0')
            raw[i] = '\x01'; /* shown like every control character */
    }
    cf_text_printable(shown, sizeof shown, raw);
    return cf_arena_copy(arena, shown, strlen(shown));
}

/* The text of the cells from..to, cut. */
static cf_status place_on_sheet(const cf_cursor *cursor, cf_where *where, size_t from, size_t to,
                                cf_arena *arena)
{
    size_t end;

    from += from < to && cursor->text[from] == '"';
    to -= from < to && cursor->text[to - 1] == '"';
    from += cursor->is_cells && cf_csv_has_guard(cursor->text + from, to - from);
    end = from;
    while (end < to && end - from < BYTES - 4)
        end++;
    while (end < to && end > from && is_inside_character(cursor->text[end]))
        end--;
    if (cursor->sheet != NULL)
        where->sheet = cf_arena_copy(arena, cursor->sheet, strlen(cursor->sheet));
    where->is_table = cursor->is_table;
    where->source_column = 1;
    where->length = (int)cf_text_characters(cursor->text + from, end - from);
    where->length += where->length == 0;
    where->source_line = source_line(cursor, from, end, arena);
    if (where->source_line == NULL || (where->sheet == NULL) != (cursor->sheet == NULL))
        return CF_NO_MEMORY;
    return CF_OK;
}

/* Where the cell stands in the graph; the whole file where that is not known. */
static cf_status place_in_graph(const cf_cursor *cursor, cf_where *where, cf_arena *arena)
{
    const cf_graph_file *graph = cursor->graph;
    size_t from, to;

    cf_graph_file_place(graph, cursor->part, cursor->line - 1, cursor->column - 1, &from, &to);
    where->line = where->column = 0;
    if (to == 0)
        return CF_OK;
    if (cursor->source->text == NULL || from < cursor->source->at)
        cf_cursor_start(cursor->source, graph->source, graph->source_size);
    return cf_cursor_place(cursor->source, where, from, to, arena);
}

static int at_least_1(size_t number)
{
    return number < 1 ? 1 : (int)number;
}

cf_status cf_cursor_place(cf_cursor *cursor, cf_where *where, size_t from, size_t to,
                          cf_arena *arena)
{
    size_t start, end;

    cf_cursor_move(cursor, from);
    where->line = cursor->line;
    where->column = cursor->column;
    if (cursor->graph != NULL)
        return place_in_graph(cursor, where, arena);
    if (cursor->sheet != NULL || cursor->is_cells)
        return place_on_sheet(cursor, where, from, to, arena);
    start = window_start(cursor);
    end = window_end(cursor, start);
    where->source_column = (int)cf_text_characters(cursor->text + start, from - start) + 1;
    if (to > end)
        to = end;
    where->length = at_least_1(to > from ? cf_text_characters(cursor->text + from, to - from) : 0);
    where->source_line = source_line(cursor, start, end, arena);
    return where->source_line == NULL ? CF_NO_MEMORY : CF_OK;
}
