/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the rows that were left out of a scenario, and writes them as CSV. */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/files.h"
#include "base/map.h"
#include "base/target.h"
#include "base/text.h"
#include "scenario/sheet_skip.h"

/* Further cells are written as one text, so that the size stays that of the rows. */
enum { MOST_COLUMNS = 1000 };

/* What a cell is put into. */
enum { NO_COLUMN = -1 };

struct reject {
    const char *file, *reasons;
    int line;
    const int *columns;       /* by cell: where it is written */
    const char *const *cells; /* NULL where one is empty */
    int cell_count;
    const char *more; /* what follows these cells, as it stands there; or NULL */
};

struct cf_rejects {
    cf_arena arena;
    CF_VEC(struct reject) list;
    CF_VEC(const char *) columns; /* of all files, each name once */
    cf_map names;
    bool has_more; /* a row goes beyond its columns */
};

cf_status cf_rejects_new(cf_rejects **out)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? CF_NO_MEMORY : CF_OK;
}

void cf_rejects_free(cf_rejects *rejects)
{
    if (rejects == NULL)
        return;
    cf_arena_free(&rejects->arena);
    free(rejects->list.at);
    free(rejects->columns.at);
    cf_map_free(&rejects->names);
    free(rejects);
}

int cf_rejects_count(const cf_rejects *rejects)
{
    return rejects->list.count;
}

/* ---- taking them over ---- */

static const char *copy(cf_rejects *rejects, const char *text)
{
    return cf_arena_copy(&rejects->arena, text, strlen(text));
}

/* The name of the file, and of the sheet of a workbook as in messages. */
static const char *copy_file(cf_rejects *rejects, const cf_sheet *sheet)
{
    const char *file = cf_sheet_file(sheet), *name;
    char *both;

    if (!cf_sheet_is_book(sheet))
        return copy(rejects, file);
    both = cf_path_format("%s!%s", file, sheet->cursor.sheet);
    name = both == NULL ? NULL : copy(rejects, both);
    free(both);
    return name;
}

/* The column of this name in an earlier file, or a new one; NO_COLUMN when memory ran out. */
static int find_column(cf_rejects *rejects, const char *name, int earlier)
{
    int found = cf_map_find(&rejects->names, 0, name, strlen(name));
    const char *kept;

    if (found >= 0 && found < earlier && name[0] != '\0')
        return found;
    kept = copy(rejects, name);
    if (kept == NULL || !cf_vec_push(&rejects->columns, kept))
        return NO_COLUMN;
    if (found < 0 &&
        cf_map_add(&rejects->names, 0, kept, strlen(kept), rejects->columns.count - 1) != CF_OK)
        return NO_COLUMN;
    return rejects->columns.count - 1;
}

/* Where the cells of a file are written. */
static cf_status add_columns(cf_rejects *rejects, cf_sheet *sheet, int *columns, int width)
{
    int earlier = rejects->columns.count;

    sheet->csv.at = sheet->header_at;
    if (cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY)
        return CF_NO_MEMORY;
    for (int i = 0; i < width; i++) {
        const char *name = cf_sheet_text(sheet, i);

        columns[i] = find_column(rejects, name == NULL ? "" : name, earlier);
        if (columns[i] == NO_COLUMN)
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

/* The row that was sought. */
static cf_status copy_cells(cf_rejects *rejects, cf_sheet *sheet, struct reject *reject, int width)
{
    cf_csv *csv = &sheet->csv;
    int count = csv->count < width ? csv->count : width;
    const char **cells = cf_arena_new(&rejects->arena, (size_t)count, sizeof *cells);

    if (cells == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++) {
        const char *text = cf_sheet_text(sheet, i);

        cells[i] = text == NULL ? NULL : copy(rejects, text);
        if (text != NULL && cells[i] == NULL)
            return CF_NO_MEMORY;
    }
    reject->cells = cells;
    reject->cell_count = count;
    if (csv->count <= width)
        return CF_OK;
    reject->more = cf_arena_copy(&rejects->arena, csv->text + csv->cells[width].from,
                                 csv->cells[csv->count - 1].to - csv->cells[width].from);
    rejects->has_more = true;
    return reject->more == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status add_row(cf_rejects *rejects, cf_sheet *sheet, const cf_sheet_out *out,
                         const int *columns, int width)
{
    struct reject reject = { .columns = columns,
                             .file = copy_file(rejects, sheet),
                             .reasons = copy(rejects, out->reasons) };

    sheet->csv.at = out->row.at;
    if (reject.file == NULL || reject.reasons == NULL ||
        cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY ||
        copy_cells(rejects, sheet, &reject, width) != CF_OK)
        return CF_NO_MEMORY;
    cf_cursor_move(&sheet->cursor, out->row.at);
    reject.line = sheet->cursor.line;
    return cf_vec_push(&rejects->list, reject) ? CF_OK : CF_NO_MEMORY;
}

static int by_place(const void *left, const void *right)
{
    const cf_sheet_out *a = left, *b = right;

    return (a->row.at > b->row.at) - (a->row.at < b->row.at);
}

cf_status cf_rejects_add(cf_rejects *rejects, cf_sheet *sheet)
{
    int width = sheet->width < MOST_COLUMNS ? sheet->width : MOST_COLUMNS;
    int *columns = cf_arena_new(&rejects->arena, (size_t)width, sizeof *columns);
    cf_status status = CF_NO_MEMORY;

    if (columns != NULL)
        status = add_columns(rejects, sheet, columns, width);
    if (sheet->out.count > 1)
        qsort(sheet->out.at, (size_t)sheet->out.count, sizeof *sheet->out.at, by_place);
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    for (int i = 0; i < sheet->out.count && status == CF_OK; i++)
        status = add_row(rejects, sheet, &sheet->out.at[i], columns, width);
    return status;
}

/* ---- writing ---- */

/* A number is no formula, so it needs no apostrophe before its sign. */
static void put_cell(FILE *out, const char *text)
{
    double number;

    if (text != NULL && cf_text_read_number(&number, text))
        fputs(text, out);
    else if (text != NULL)
        cf_put_csv_text(out, text);
}

/* `row` has room for the cells of all columns. */
static void put_row(FILE *out, const cf_rejects *rejects, const struct reject *reject,
                    const char **row)
{
    for (int i = 0; i < rejects->columns.count; i++)
        row[i] = NULL;
    for (int i = 0; i < reject->cell_count; i++)
        row[reject->columns[i]] = reject->cells[i];
    for (int i = 0; i < rejects->columns.count; i++) {
        put_cell(out, row[i]);
        putc(',', out);
    }
    if (rejects->has_more) {
        put_cell(out, reject->more);
        putc(',', out);
    }
    cf_put_csv_text(out, reject->file);
    fprintf(out, ",%d,", reject->line);
    cf_put_csv_text(out, reject->reasons);
    fputs("\r\n", out);
}

static cf_status put_all(FILE *out, const cf_rejects *rejects)
{
    const char **row = calloc((size_t)rejects->columns.count + 1, sizeof *row);

    if (row == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < rejects->columns.count; i++) {
        if (rejects->columns.at[i][0] != '\0')
            cf_put_csv_text(out, rejects->columns.at[i]);
        putc(',', out);
    }
    fputs(rejects->has_more ? "more,file,line,reason\r\n" : "file,line,reason\r\n", out);
    for (int i = 0; i < rejects->list.count; i++)
        put_row(out, rejects, &rejects->list.at[i], row);
    free(row);
    return CF_OK;
}

cf_status cf_rejects_write(const cf_rejects *rejects, const char *file, cf_diags *diags)
{
    cf_target target;
    cf_status status = cf_target_open(&target, file, diags);

    if (status == CF_OK)
        status = put_all(target.stream, rejects);
    if (status == CF_OK)
        status = cf_target_finish(&target, diags);
    cf_target_release(&target);
    return status;
}
