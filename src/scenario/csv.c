/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the cells of a CSV file (RFC 4180) where they stand, without copying them. */
#include "scenario/csv.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool ends_row(const cf_csv *csv, size_t at)
{
    return at >= csv->size || csv->text[at] == '\n' ||
           (csv->text[at] == '\r' && at + 1 < csv->size && csv->text[at + 1] == '\n');
}

static bool is_space(const cf_csv *csv, size_t at)
{
    return csv->text[at] == ' ' || (csv->text[at] == '\t' && csv->separator != '\t');
}

static size_t skip_spaces(const cf_csv *csv, size_t at)
{
    while (at < csv->size && is_space(csv, at))
        at++;
    return at;
}

static size_t skip_cell(const cf_csv *csv, size_t at)
{
    const char *text = csv->text;

    for (; at < csv->size; at++)
        if (text[at] == csv->separator || text[at] == '\n' ||
            (text[at] == '\r' && ends_row(csv, at)))
            break;
    return at;
}

/* The byte after the closing quote; 0 where there is none. */
static size_t skip_quotes(const cf_csv *csv, size_t at)
{
    const char *quote;

    for (at++; at < csv->size; at++) {
        quote = memchr(csv->text + at, '"', csv->size - at);
        if (quote == NULL)
            return 0;
        at = (size_t)(quote - csv->text) + 1;
        if (at >= csv->size || csv->text[at] != '"')
            return at;
    }
    return 0;
}

static bool add_cell(cf_csv *csv, cf_csv_cell cell)
{
    int room = csv->room == 0 ? 32 : csv->room * 2;
    cf_csv_cell *grown;

    if (csv->count == csv->room) {
        grown = realloc(csv->cells, (size_t)room * sizeof *grown);
        if (grown == NULL)
            return false;
        csv->cells = grown;
        csv->room = room;
    }
    csv->cells[csv->count++] = cell;
    return true;
}

/* A cell in quotes from `at` on; moves to its end. */
static cf_csv_event quoted_cell(cf_csv *csv, cf_csv_cell *cell)
{
    size_t end = skip_quotes(csv, cell->from), after;

    cell->quoted = true;
    cell->to = end;
    if (end == 0) {
        csv->flaw_from = cell->from;
        csv->flaw_to = cell->from + 1;
        cell->to = csv->at = csv->size;
        return CF_CSV_OPEN_QUOTE;
    }
    after = skip_spaces(csv, end);
    csv->at = skip_cell(csv, after);
    if (csv->at == after)
        return CF_CSV_ROW;
    csv->flaw_from = after;
    csv->flaw_to = csv->at;
    return CF_CSV_AFTER_QUOTE;
}

static cf_csv_event next_cell(cf_csv *csv)
{
    cf_csv_cell cell = { .from = skip_spaces(csv, csv->at) };
    cf_csv_event event = CF_CSV_ROW;

    if (cell.from < csv->size && csv->text[cell.from] == '"') {
        event = quoted_cell(csv, &cell);
    } else {
        cell.to = csv->at = skip_cell(csv, cell.from);
        while (cell.to > cell.from && is_space(csv, cell.to - 1))
            cell.to--;
    }
    return add_cell(csv, cell) ? event : CF_CSV_NO_MEMORY;
}

/* The commonest kind of cell, without quotes and spaces. False where it is another. */
static bool plain_cell(cf_csv *csv)
{
    const char *from = csv->text + csv->at, *limit = csv->text + csv->size, *at = from;

    if (csv->count == csv->room || (at < limit && *at == '"'))
        return false;
    while (at < limit && *at != csv->separator && (unsigned char)*at > ' ')
        at++;
    if (at < limit && *at != csv->separator && !ends_row(csv, (size_t)(at - csv->text)))
        return false;
    csv->at = (size_t)(at - csv->text);
    csv->cells[csv->count++] =
        (cf_csv_cell){ .from = (size_t)(from - csv->text), .to = csv->at, .quoted = false };
    return true;
}

/* Of several flaws of a row the first is reported. */
static cf_csv_event any_cell(cf_csv *csv, cf_csv_event event)
{
    size_t from = csv->flaw_from, to = csv->flaw_to;
    cf_csv_event cell = next_cell(csv);

    if (cell == CF_CSV_NO_MEMORY || event == CF_CSV_ROW)
        return cell;
    csv->flaw_from = from;
    csv->flaw_to = to;
    return event;
}

cf_csv_event cf_csv_begin(cf_csv *csv, int most)
{
    cf_csv_event event = CF_CSV_ROW;

    csv->count = 0;
    if (csv->at >= csv->size)
        return CF_CSV_END;
    for (;;) {
        if (!plain_cell(csv))
            event = any_cell(csv, event);
        if (event == CF_CSV_NO_MEMORY)
            return event;
        if (csv->count == most || ends_row(csv, csv->at))
            break;
        csv->at++;
    }
    return event;
}

cf_csv_event cf_csv_next(cf_csv *csv)
{
    cf_csv_event event = cf_csv_begin(csv, INT_MAX);

    if (csv->at < csv->size && event != CF_CSV_NO_MEMORY)
        csv->at += csv->text[csv->at] == '\r' ? 2 : 1;
    return event;
}

size_t cf_csv_decode(const cf_csv *csv, const cf_csv_cell *cell, char *out)
{
    size_t length = cell->to - cell->from, used = 0;

    if (!cell->quoted) {
        memcpy(out, csv->text + cell->from, length);
        return length;
    }
    for (size_t at = cell->from + 1; at + 1 < cell->to; at++) {
        out[used++] = csv->text[at];
        at += csv->text[at] == '"';
    }
    return used;
}

void cf_csv_free(cf_csv *csv)
{
    free(csv->cells);
    csv->cells = NULL;
    csv->count = csv->room = 0;
}
