/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables column by column, for programs that keep columns: numbers, and texts as codes. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "circfin/report.h"

static const cf_cell *cell_at(const cf_table *table, long row, int column, bool text)
{
    const cf_cell *cell = cf_table_cell(table, row, column);

    return cell->known && cf_kind_is_text(cf_table_column(table, column)->kind) == text ? cell
                                                                                        : NULL;
}

void cf_table_numbers(double *numbers, const cf_table *table, int column)
{
    for (long row = 0; row < cf_table_row_count(table); row++) {
        const cf_cell *cell = cell_at(table, row, column, false);

        numbers[row] = cell == NULL ? (double)NAN : cell->number;
    }
}

/* ---- texts ---- */

/* Codes in the making. Rows that follow each other often share a text, and then its address. */
struct coding {
    cf_text_codes *out;
    cf_map map; /* texts of the table: these outlive the coding */
    size_t room;
    const char *last;
    int last_code;
};

static cf_status append(struct coding *coding, const char *text, size_t size)
{
    cf_text_codes *out = coding->out;

    if (out->count == INT_MAX)
        return CF_NO_MEMORY;
    if (size > coding->room - out->size) {
        size_t room = 2 * coding->room + size;
        char *texts = realloc(out->texts, room);

        if (texts == NULL)
            return CF_NO_MEMORY;
        out->texts = texts;
        coding->room = room;
    }
    memcpy(out->texts + out->size, text, size);
    out->size += size;
    out->count++;
    return CF_OK;
}

static cf_status code_of(int *code, struct coding *coding, const char *text)
{
    size_t length = strlen(text);
    int found;
    cf_status status = cf_map_put(&coding->map, 0, text, length, coding->out->count, &found);

    if (status == CF_OK && found < 0) {
        found = coding->out->count;
        status = append(coding, text, length + 1);
    }
    *code = coding->last_code = found;
    coding->last = text;
    return status;
}

cf_status cf_table_text_codes(cf_text_codes *out, const cf_table *table, int column)
{
    struct coding coding = { .out = out };
    long count = cf_table_row_count(table);
    cf_status status = CF_OK;

    *out = (cf_text_codes){ .codes = malloc(((size_t)count + 1) * sizeof *out->codes) };
    if (out->codes == NULL)
        return CF_NO_MEMORY;
    for (long row = 0; status == CF_OK && row < count; row++) {
        const cf_cell *cell = cell_at(table, row, column, true);

        if (cell == NULL)
            out->codes[row] = -1;
        else if (cell->text == coding.last)
            out->codes[row] = coding.last_code;
        else
            status = code_of(&out->codes[row], &coding, cell->text);
    }
    cf_map_free(&coding.map);
    if (status != CF_OK)
        cf_text_codes_free(out);
    return status;
}

void cf_text_codes_free(cf_text_codes *codes)
{
    if (codes == NULL)
        return;
    free(codes->codes);
    free(codes->texts);
    *codes = (cf_text_codes){ .codes = NULL };
}
