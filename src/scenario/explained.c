/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was made of the columns of spreadsheets, for whoever asks. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "scenario/sheet_understood.h"

struct cf_explained {
    CF_VEC(cf_explained_column) list;
    cf_arena arena;
};

cf_status cf_explained_new(cf_explained **out)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? CF_NO_MEMORY : CF_OK;
}

void cf_explained_free(cf_explained *explained)
{
    if (explained == NULL)
        return;
    free(explained->list.at);
    cf_arena_free(&explained->arena);
    free(explained);
}

int cf_explained_count(const cf_explained *explained)
{
    return explained->list.count;
}

const cf_explained_column *cf_explained_at(const cf_explained *explained, int index)
{
    return &explained->list.at[index];
}

static const char *copy(cf_explained *explained, const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL
                                           : cf_arena_copy(&explained->arena, text, strlen(text));
}

static cf_status add_column(cf_explained *explained, cf_sheet *sheet, int column)
{
    static const char *const hows[] = { [CF_HEADING_UNUSED] = NULL,
                                        [CF_HEADING_NAME] = "name",
                                        [CF_HEADING_ALIAS] = "alias",
                                        [CF_HEADING_MAP] = "map",
                                        [CF_HEADING_IGNORED] = "ignored" };
    static const cf_said none = { .count = 0 };
    const cf_said *said = sheet->said == NULL ? &none : &sheet->said[CF_SAID_KINDS + column];
    const cf_heading *heading = &sheet->headings[column];
    cf_explained_column row = { .file = copy(explained, cf_sheet_file(sheet)),
                                .heading = copy(explained, cf_sheet_text(sheet, column)),
                                .how = hows[sheet->how[column]],
                                .understood = said->count };

    if (sheet->uses[column].field != NULL) {
        row.column = copy(explained, sheet->uses[column].name);
        row.unit = heading->percent ? "percent" : cf_power_name(heading->money.power);
        row.currency = copy(explained, heading->money.currency);
    }
    if (said->count > 0) {
        row.example = copy(explained, said->text);
        row.as = copy(explained, said->as);
    }
    return !explained->arena.failed && cf_vec_push(&explained->list, row) ? CF_OK : CF_NO_MEMORY;
}

cf_status cf_sheet_explain(cf_explained *explained, cf_sheet *sheet)
{
    cf_status status = CF_OK;

    if (explained == NULL || sheet->headings == NULL)
        return CF_OK;
    sheet->csv.at = sheet->header_at;
    if (cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY)
        return CF_NO_MEMORY;
    for (int i = 0; i < sheet->width && status == CF_OK; i++)
        status = add_column(explained, sheet, i);
    return status;
}
