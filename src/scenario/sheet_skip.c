/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes the errors of rows, and takes such rows out of a spreadsheet. */
#include "scenario/sheet_skip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REASONS_SIZE = 2000 };

static cf_status add_note(cf_sheet *sheet, int row_number, cf_code code, const char *message)
{
    char text[600];
    const char *copy;

    snprintf(text, sizeof text, "%s [CF%d]", message, (int)code);
    copy = cf_arena_copy(&sheet->texts, text, strlen(text));
    if (copy == NULL ||
        !cf_vec_push(&sheet->notes, (cf_sheet_note){ row_number, sheet->notes.count, copy }))
        return CF_NO_MEMORY;
    return CF_OK;
}

cf_status cf_sheet_note_error(cf_sheet *sheet, int row_number, cf_code code, const char *format,
                              va_list args)
{
    char message[512];

    vsnprintf(message, sizeof message, format, args);
    return add_note(sheet, row_number, code, message);
}

cf_status cf_sheet_note_row(cf_rows *rows, int index, cf_code code, const char *message)
{
    cf_sheet *sheet = (cf_sheet *)rows;

    return add_note(sheet, sheet->row_list.at[index].number, code, message);
}

static int by_row(const void *left, const void *right)
{
    const cf_sheet_note *a = left, *b = right;
    int order = (a->row_number > b->row_number) - (a->row_number < b->row_number);

    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

/* The notes of one row in one text, each once. */
static const char *join_notes(cf_sheet *sheet, int first, int end)
{
    char text[REASONS_SIZE] = "";
    size_t used = 0;

    for (int i = first; i < end && used < sizeof text; i++) {
        if (strstr(text, sheet->notes.at[i].text) == NULL)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used == 0 ? "" : "; ",
                                     sheet->notes.at[i].text);
    }
    return cf_arena_copy(&sheet->texts, text, strlen(text));
}

static cf_status take_row(cf_sheet *sheet, int row, int *first)
{
    int number = sheet->row_list.at[row].number, end = *first;
    cf_sheet_out out = { .row = sheet->row_list.at[row] };

    while (end < sheet->notes.count && sheet->notes.at[end].row_number == number)
        end++;
    out.reasons = join_notes(sheet, *first, end);
    *first = end;
    return out.reasons != NULL && cf_vec_push(&sheet->out, out) ? CF_OK : CF_NO_MEMORY;
}

cf_status cf_sheet_take_out(cf_sheet *sheet, int *taken)
{
    int note = 0, kept = 0;

    *taken = 0;
    if (sheet->notes.count == 0)
        return CF_OK;
    qsort(sheet->notes.at, (size_t)sheet->notes.count, sizeof *sheet->notes.at, by_row);
    for (int i = 0; i < sheet->row_list.count; i++) {
        cf_sheet_row row = sheet->row_list.at[i];

        if (note == sheet->notes.count || sheet->notes.at[note].row_number != row.number) {
            sheet->row_list.at[kept++] = row;
            continue;
        }
        if (take_row(sheet, i, &note) != CF_OK)
            return CF_NO_MEMORY;
        ++*taken;
    }
    sheet->notes.count = 0;
    sheet->row_list.count = sheet->rows.count = kept;
    return CF_OK;
}
