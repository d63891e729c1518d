/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the rows of a sheet as CSV, row by row, for the readers of spreadsheets. */
#include "scenario/book_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/diags.h"
#include "scenario/book_heads.h"

enum { ENOUGH = 1 << 16, SHOWN_ERROR = 30 };

static const char SPACES[] = " \t\r\n";

/* ---- text ---- */

/* A text has no spaces around it unless it says so by an apostrophe before it, as the writer of
 * workbooks does; an apostrophe alone is the empty text. */
struct piece {
    const char *at;
    size_t length;
    bool is_exact; /* needs no guard: it has what the reader takes off */
};

static bool is_space(char c)
{
    return c != '\0' && strchr(SPACES, c) != NULL;
}

static struct piece piece_of(const char *text, size_t length)
{
    struct piece piece = { text, length, false };
    size_t marks = 0;

    while (marks < length && text[marks] == '\'')
        marks++;
    if (marks > 0 && marks == length)
        return (struct piece){ text, length, true };
    if (marks > 0 && (is_space(text[marks]) || is_space(text[length - 1])))
        return (struct piece){ text + 1, length - 1, false };
    while (piece.length > 0 && is_space(piece.at[piece.length - 1]))
        piece.length--;
    while (piece.length > 0 && is_space(piece.at[0])) {
        piece.at++;
        piece.length--;
    }
    return piece;
}

static bool add(cf_book_csv *csv, const char *text, size_t length)
{
    return cf_book_text_add(&csv->text, text, length);
}

/* In quotes, of which those inside are doubled. */
static bool add_quoted(cf_book_csv *csv, const char *text, size_t length)
{
    bool good = add(csv, "\"", 1);

    while (good && length > 0) {
        const char *quote = memchr(text, '"', length);
        size_t part = quote == NULL ? length : (size_t)(quote - text) + 1;

        good = add(csv, text, part) && (quote == NULL || add(csv, "\"", 1));
        text += part;
        length -= part;
    }
    return good && add(csv, "\"", 1);
}

/* The first characters say whether it needs a guard. */
static bool needs_guard(struct piece piece)
{
    char start[3] = "";

    memcpy(start, piece.at, piece.length < 2 ? piece.length : 2);
    return !piece.is_exact && cf_csv_needs_guard(start);
}

static bool add_guarded(cf_book_csv *csv, struct piece piece)
{
    size_t start = csv->text.size;

    if (!add_quoted(csv, piece.at, piece.length))
        return false;
    if (!needs_guard(piece))
        return true;
    if (!add(csv, "\"", 1))
        return false;
    memmove(csv->text.at + start + 2, csv->text.at + start + 1, csv->text.size - start - 2);
    csv->text.at[start + 1] = '\'';
    return true;
}

static bool add_text(cf_book_csv *csv, const char *text, size_t length)
{
    struct piece piece = piece_of(text, length);

    return piece.length == 0 || add_guarded(csv, piece);
}

/* A text that has no marks: an empty one is written as a guard alone. */
static bool add_exact(cf_book_csv *csv, const char *text, size_t length)
{
    if (length == 0)
        return add(csv, "\"'\"", 3);
    return add_guarded(csv, (struct piece){ text, length, false });
}

/* #REF! and the like: letters and signs that end no cell. */
static bool add_error(cf_book_csv *csv, const char *text, size_t length)
{
    char shown[SHOWN_ERROR + 2] = "#";
    size_t used = 1;

    for (size_t i = 0; i < length && used < SHOWN_ERROR; i++)
        if (text[i] > ' ' && text[i] < 0x7F && text[i] != ',' && text[i] != '"' &&
            (text[i] != '#' || used > 1))
            shown[used++] = text[i];
    return add(csv, shown, used);
}

static bool add_cell(cf_book_csv *csv, const cf_book_row *row, const cf_book_cell *cell)
{
    const char *text = row->text + cell->from;

    switch (cell->kind) {
    case CF_BOOK_TEXT:
        return add_text(csv, text, cell->length);
    case CF_BOOK_EXACT:
        return add_exact(csv, text, cell->length);
    case CF_BOOK_ERROR:
        return add_error(csv, text, cell->length);
    case CF_BOOK_NO_VALUE:
        return add(csv, "=", 1);
    default:
        return add(csv, text, cell->length);
    }
}

/* ---- rows ---- */

static bool add_times(cf_book_csv *csv, char c, int count)
{
    bool good = true;

    for (; good && count > 0; count--)
        good = add(csv, &c, 1);
    return good;
}

/* Blank rows up to the one before this. */
static bool begin_row(cf_book_csv *csv, int number)
{
    bool good = add_times(csv, '\n', number - csv->row - 1);

    csv->row = number;
    return good;
}

static bool add_row(cf_book_csv *csv, const cf_book_row *row)
{
    int column = 0;
    bool good = begin_row(csv, row->number);

    for (int i = 0; i < row->count && good; i++) {
        good = add_times(csv, ',', row->cells[i].column - column) &&
               add_cell(csv, row, &row->cells[i]);
        column = row->cells[i].column;
    }
    return good && add(csv, "\n", 1);
}

/* ---- the header ---- */

/* A copy, since the row of the workbook lives until the next one. */
static bool keep_head(cf_book_csv *csv, const cf_book_row *row)
{
    size_t cells = (size_t)row->count * sizeof *row->cells, from = row->cells[0].from;
    const cf_book_cell *last = &row->cells[row->count - 1];
    size_t length = last->from + last->length - from;
    cf_book_cell *copy = malloc(cells + length + 1);
    char *text = (char *)(copy + row->count);

    if (copy == NULL)
        return false;
    memcpy(copy, row->cells, cells);
    memcpy(text, row->text + from, length);
    for (int i = 0; i < row->count; i++)
        copy[i].from -= from;
    if (cf_vec_push(&csv->heads, (cf_book_head){ { row->number, copy, row->count, text } }))
        return true;
    free(copy);
    return false;
}

static void drop_heads(cf_book_csv *csv)
{
    for (int i = 0; i < csv->heads.count; i++)
        free((void *)csv->heads.at[i].row.cells);
    free(csv->heads.at);
    csv->heads.at = NULL;
    csv->heads.count = csv->heads.room = 0;
}

/* The names of the header, some of which stand above it. */
static bool add_header(cf_book_csv *csv, int index, bool *is_head)
{
    const cf_book_row *row = &csv->heads.at[index].row;
    bool good = begin_row(csv, row->number);
    int width = cf_book_heads_width(csv, index);

    for (int column = 0; column < width && good; column++) {
        char name[CF_BOOK_NAME_SIZE];

        cf_book_heads_name(name, csv, index, column, is_head);
        good = (column == 0 || add(csv, ",", 1)) && add_text(csv, name, strlen(name));
    }
    return good && add(csv, "\n", 1);
}

static void count_above(cf_book_csv *csv, int index, const bool *is_head)
{
    for (int i = 0; i < index; i++) {
        if (is_head[i])
            continue;
        if (csv->above++ > 0)
            continue;
        csv->first_above = csv->heads.at[i].row.number;
        csv->first_column = csv->heads.at[i].row.cells[0].column + 1;
    }
}

static bool write_heads(cf_book_csv *csv)
{
    int index = cf_book_heads_find(csv, &csv->known);
    bool is_head[CF_BOOK_HEAD_ROWS] = { false }, good = true;

    if (csv->known > 0) {
        csv->header = csv->heads.at[index].row.number;
        good = add_header(csv, index, is_head);
        count_above(csv, index, is_head);
        index++;
    }
    for (; index < csv->heads.count && good; index++)
        good = add_row(csv, &csv->heads.at[index].row);
    drop_heads(csv);
    return good;
}

cf_status cf_book_csv_open(cf_book_csv *out, cf_book *workbook, int sheet,
                           const cf_sheet_kind *kind, const cf_sheets *asked)
{
    bool is_table = cf_book_is_database(workbook), there = true;
    int most = is_table ? 1 : CF_BOOK_HEAD_ROWS;
    cf_status status;

    *out = (cf_book_csv){ .kind = kind, .asked = asked, .is_table = is_table };
    status = cf_book_rows_open(&out->rows, workbook, sheet);
    while (status == CF_OK && there && out->heads.count < most) {
        cf_book_row row;

        status = cf_book_rows_next(out->rows, &row, &there);
        if (status == CF_OK && there && !keep_head(out, &row))
            status = CF_NO_MEMORY;
    }
    return status == CF_OK && !write_heads(out) ? CF_NO_MEMORY : status;
}

void cf_book_csv_close(cf_book_csv *csv)
{
    drop_heads(csv);
    cf_book_rows_free(csv->rows);
    cf_book_text_free(&csv->text);
    *csv = (cf_book_csv){ .kind = NULL };
}

static cf_status report_above(cf_diags *diags, cf_where **where, const char *format, ...)
    CF_PRINTF(3, 4);

static cf_status report_above(cf_diags *diags, cf_where **where, const char *format, ...)
{
    cf_problem problem = { .severity = CF_WARNING, .code = CF_CODE_ROWS_ABOVE };
    cf_status status;
    va_list args;

    va_start(args, format);
    status = cf_diags_report(diags, where, &problem, format, args);
    va_end(args);
    return status;
}

cf_status cf_book_csv_warn(const cf_book_csv *csv, const char *sheet, cf_diags *diags)
{
    cf_where *where = NULL;
    cf_status status;

    if (csv->above == 0 || diags == NULL)
        return CF_OK;
    status = report_above(diags, &where, "%d row%s above the header, which is row %d, %s skipped",
                          csv->above, csv->above == 1 ? "" : "s", csv->header,
                          csv->above == 1 ? "is" : "are");
    if (status != CF_OK || where == NULL)
        return status;
    where->line = csv->first_above;
    where->column = csv->first_column;
    where->length = 1;
    where->sheet = cf_arena_copy(&diags->arena, sheet, strlen(sheet));
    return where->sheet == NULL ? CF_NO_MEMORY : CF_OK;
}

/* ---- reading ---- */

static cf_status write_more(cf_book_csv *csv, bool *there)
{
    cf_status status = CF_OK;
    cf_book_row row;

    csv->text.size = csv->served = 0;
    while (status == CF_OK && *there && csv->text.size < ENOUGH) {
        status = cf_book_rows_next(csv->rows, &row, there);
        if (status == CF_OK && *there && !add_row(csv, &row))
            status = CF_NO_MEMORY;
    }
    return status;
}

cf_status cf_book_csv_read(cf_book_csv *csv, char *bytes, size_t room, size_t *got)
{
    bool there = true;
    size_t left;
    cf_status status = CF_OK;

    *got = 0;
    if (csv->served == csv->text.size)
        status = write_more(csv, &there);
    if (status != CF_OK || csv->text.size == 0)
        return status;
    left = csv->text.size - csv->served;
    *got = left < room ? left : room;
    memcpy(bytes, csv->text.at + csv->served, *got);
    csv->served += *got;
    return CF_OK;
}

cf_status cf_book_csv_read_all(cf_book_csv *csv, char **text, size_t *size, size_t limit,
                               cf_diags *diags)
{
    cf_book_text all = { .at = NULL };
    size_t part;
    cf_status status = CF_OK;
    bool there = true;

    while (status == CF_OK) {
        part = csv->text.size - csv->served;
        if (part > 0 && all.size + part <= limit &&
            !cf_book_text_add(&all, csv->text.at + csv->served, part))
            status = CF_NO_MEMORY;
        if (status == CF_OK && all.size + part > limit) {
            status = cf_diags_add(diags, CF_ERROR, CF_CODE_TOO_LARGE, NULL, NULL,
                                  "the text of a sheet must be at most %zu bytes, but this one is "
                                  "larger",
                                  limit);
            status = status == CF_OK ? CF_BAD_INPUT : status;
        }
        if (status != CF_OK || !there)
            break;
        status = write_more(csv, &there);
    }
    if (status == CF_OK && !cf_book_text_add(&all, "", 1))
        status = CF_NO_MEMORY;
    *text = status == CF_OK ? all.at : NULL;
    *size = status == CF_OK ? all.size - 1 : 0;
    if (status != CF_OK)
        cf_book_text_free(&all);
    return status;
}
