/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a spreadsheet: reads the file, its header, and where its rows begin. */
#include "scenario/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/diags.h"
#include "base/memory_file.h"
#include "scenario/book_csv.h"
#include "scenario/graph_sheet.h"
#include "scenario/read.h"
#include "scenario/sheet_header.h"
#include "scenario/sheet_skip.h"
#include "scenario/sheet_unused.h"
#include "scenario/sheet_watch.h"
#include "scenario/syntax.h"

/* ---- problems ---- */

/* Nodes and edges are counted from 1, without the header. */
static cf_shown label_in_graph(const cf_sheet *sheet, int row_number, const char *column)
{
    static const char *const words[] = { [CF_GRAPH_FILE_SETTINGS] = "graph",
                                         [CF_GRAPH_FILE_NODES] = "node",
                                         [CF_GRAPH_FILE_EDGES] = "edge" };
    const char *word = words[sheet->cursor.part];

    if (sheet->cursor.part == CF_GRAPH_FILE_SETTINGS)
        return cf_show_hint("%s", word);
    if (row_number <= 1)
        return cf_show_hint("%ss", word);
    return cf_show_hint("%s %d%s%s", word, row_number - 1, column == NULL ? "" : ", ",
                        column == NULL ? "" : column);
}

cf_shown cf_sheet_label(const cf_sheet *sheet, int row_number, const char *column)
{
    if (cf_sheet_is_graph(sheet))
        return label_in_graph(sheet, row_number, column);
    if (row_number == 0)
        return cf_show_hint("%s", column == NULL ? "columns" : column);
    if (column == NULL)
        return cf_show_hint("row %d", row_number);
    return cf_show_hint("row %d, %s", row_number, column);
}

const char *cf_sheet_file(const cf_sheet *sheet)
{
    return strcmp(sheet->file, "-") == 0 ? "<stdin>" : sheet->file;
}

cf_status cf_sheet_turn(cf_sheet *sheet)
{
    if (sheet->diags == NULL || sheet->diags->part == sheet->part)
        return CF_OK;
    return cf_diags_turn(sheet->diags, cf_sheet_file(sheet), sheet->part);
}

cf_status cf_sheet_report(cf_sheet *sheet, cf_severity severity, cf_code code,
                          const cf_sheet_spot *spot, const char *hint, const char *format, ...)
{
    cf_shown label = cf_sheet_label(sheet, spot->row_number, spot->column);
    cf_problem problem = {
        .severity = severity, .code = code, .pointer = label.text, .hint = hint, .same = spot->same
    };
    cf_where *where = NULL;
    cf_status status;
    va_list args;

    if (sheet->problem != NULL) {
        *sheet->problem = true;
        return CF_OK;
    }
    status = cf_sheet_turn(sheet);
    if (status != CF_OK)
        return status;
    va_start(args, format);
    if (sheet->skips_rows && severity == CF_ERROR) {
        sheet->errors++;
        status = cf_sheet_note_error(sheet, spot->row_number, code, format, args);
        va_end(args);
        return status;
    }
    status = cf_diags_report(sheet->diags, &where, &problem, format, args);
    va_end(args);
    if (severity == CF_ERROR) {
        sheet->errors++;
        sheet->has_failed = true;
    }
    if (status == CF_OK && where != NULL)
        status = cf_cursor_place(&sheet->cursor, where, spot->from, spot->to, &sheet->diags->arena);
    if (where != NULL)
        where->line += sheet->lines_before;
    return status;
}

cf_status cf_sheet_report_flaw(cf_sheet *sheet, cf_csv_event event, int row_number)
{
    cf_sheet_spot spot = { sheet->csv.flaw_from, sheet->csv.flaw_to, row_number, NULL };

    if (event == CF_CSV_NO_MEMORY)
        return CF_NO_MEMORY;
    if (event == CF_CSV_OPEN_QUOTE)
        sheet->skips_rows = false; /* where the row ends is unknown */
    if (event == CF_CSV_OPEN_QUOTE)
        return cf_sheet_report(
            sheet, CF_ERROR, CF_CODE_CSV_UNCLOSED_QUOTE, &spot,
            "a quote inside a cell in quotes is written twice: \"\"",
            "a cell that begins with a quote must end with one, but this one does not");
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_CSV_TEXT_AFTER_QUOTE, &spot,
                           "a quote inside a cell in quotes is written twice: \"\"",
                           "a cell must end after its closing quote, but more text follows");
}

/* ---- the bytes ---- */

/* Old Macs ended lines with CR alone. */
static void unify_line_ends(char *text, size_t size)
{
    if (memchr(text, '\n', size) != NULL)
        return;
    for (char *end = memchr(text, '\r', size); end != NULL;
         end = memchr(end, '\r', size - (size_t)(end - text)))
        *end = '\n';
}

/* A cell in quotes, byte by byte: what is no UTF-8 is found when the text is read. */
static void put_cell(FILE *out, const char *text)
{
    putc('"', out);
    if (cf_csv_needs_guard(text))
        putc('\'', out);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            putc('"', out);
        putc(*text, out);
    }
    putc('"', out);
}

/* A row of cells as a line of CSV. */
static void put_cells(FILE *out, const cf_cells *cells, int row)
{
    const char *const *at = cells->cells + (size_t)row * (size_t)cells->columns;

    for (int i = 0; i < cells->columns; i++) {
        if (i > 0)
            putc(',', out);
        if (at[i] != NULL && at[i][0] != '\0')
            put_cell(out, at[i]);
    }
    putc('\n', out);
}

static cf_status write_cells(char **text, size_t *size, const cf_cells *cells)
{
    cf_memory_file file;
    cf_status status = cf_memory_file_open(&file);

    if (status != CF_OK)
        return status;
    for (int row = 0; row < cells->rows; row++)
        put_cells(file.stream, cells, row);
    return cf_memory_file_close(&file, text, size);
}

static cf_status read_book(cf_sheet *sheet, size_t *size, const cf_sheet_source *source)
{
    const char *name = cf_book_sheet_name(source->workbook, source->sheet);
    cf_book_csv csv;
    cf_status status =
        cf_book_csv_open(&csv, source->workbook, source->sheet, sheet->kind, sheet->asked);

    sheet->cursor.sheet = name;
    sheet->cursor.is_table = cf_book_is_database(source->workbook);
    if (status == CF_OK)
        status = cf_book_csv_warn(&csv, name, sheet->diags);
    if (status == CF_OK)
        status = cf_book_csv_read_all(&csv, &sheet->bytes, size, CF_FILE_LIMIT, sheet->diags);
    cf_book_csv_close(&csv);
    return status;
}

static cf_status read_graph(cf_sheet *sheet, size_t *size, const cf_sheet_source *source)
{
    const cf_graph_csv *table = &source->graph->parts[source->part];

    sheet->cursor.graph = source->graph;
    sheet->cursor.part = source->part;
    sheet->cursor.source = &sheet->graph_cursor;
    *size = table->size;
    sheet->bytes = malloc(*size + 1);
    if (sheet->bytes == NULL)
        return CF_NO_MEMORY;
    memcpy(sheet->bytes, table->text, *size);
    sheet->bytes[*size] = '\0';
    return CF_OK;
}

static cf_status read_bytes(cf_sheet *sheet, const cf_sheet_source *source)
{
    size_t size = 0;
    const char *text;
    cf_status status;

    sheet->cursor.is_cells = source->cells != NULL;
    if (source->cells != NULL)
        status = write_cells(&sheet->bytes, &size, source->cells);
    else if (source->graph != NULL)
        status = read_graph(sheet, &size, source);
    else if (source->workbook != NULL)
        status = read_book(sheet, &size, source);
    else
        status = cf_read_file(&sheet->bytes, &size, sheet->file, CF_FILE_LIMIT, sheet->diags);
    if (status != CF_OK)
        return status;
    text = sheet->bytes;
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    status = cf_syntax_check_bytes(sheet->diags, text, size);
    if (status != CF_OK)
        return status;
    unify_line_ends(sheet->bytes + (text - sheet->bytes), size);
    sheet->csv.text = text;
    sheet->csv.size = size;
    cf_cursor_start(&sheet->cursor, text, size);
    return CF_OK;
}

/* ---- rows ---- */

cf_status cf_sheet_report_width(cf_sheet *sheet, int row_number, int column)
{
    const cf_csv *csv = &sheet->csv;
    cf_sheet_spot spot = { csv->cells[column].from, csv->cells[column].to, row_number, NULL };

    return cf_sheet_report(
        sheet, CF_ERROR, CF_CODE_CSV_TOO_MANY_CELLS, &spot,
        csv->separator == ',' ? "put text with a comma in quotes; write 1000 for 1,000, "
                                "and 1.5 for 1,5"
                              : "put text that contains the separator in quotes",
        "a row must have at most %d cells, as many as the header, but this one has more",
        sheet->width);
}

static cf_status find_rows(cf_sheet *sheet, int row_number)
{
    cf_csv *csv = &sheet->csv;
    cf_status status = CF_OK;

    while (status == CF_OK) {
        size_t at = csv->at;
        cf_csv_event event = cf_csv_next(csv);
        long errors = sheet->errors - sheet->bearable;
        bool filled = false;

        if (event == CF_CSV_END)
            break;
        sheet->unusable = event == CF_CSV_OPEN_QUOTE;
        if (event != CF_CSV_ROW)
            status = cf_sheet_report_flaw(sheet, event, row_number);
        else {
            cf_sheet_watch(sheet, row_number);
            status = cf_sheet_check_row(sheet, row_number, &filled);
        }
        errors = sheet->errors - sheet->bearable - errors;
        filled = filled || errors > 0;
        if (status == CF_OK && filled &&
            !cf_vec_push(&sheet->row_list, (cf_sheet_row){ at, row_number, errors > 0 }))
            status = CF_NO_MEMORY;
        row_number++;
    }
    sheet->rows.count = sheet->row_list.count;
    return status;
}

bool cf_sheet_seek(cf_sheet *sheet, int row)
{
    sheet->csv.at = sheet->row_list.at[row].at;
    return cf_csv_next(&sheet->csv) != CF_CSV_NO_MEMORY;
}

bool cf_sheet_seek_part(cf_sheet *sheet, int row, int width)
{
    sheet->csv.at = sheet->row_list.at[row].at;
    return cf_csv_begin(&sheet->csv, width) != CF_CSV_NO_MEMORY;
}

int cf_sheet_column(const cf_sheet *sheet, const char *name)
{
    for (int i = 0; i < sheet->width; i++)
        if (strcmp(sheet->uses[i].name, name) == 0)
            return i;
    return -1;
}

bool cf_sheet_needs(const cf_sheet *sheet, const cf_column_use *column)
{
    const cf_fields *needed = sheet->kind->needed;

    if (column->field == NULL || column->source > 0 || column->field < needed->rows ||
        column->field >= needed->rows + needed->required)
        return false;
    return !(sheet->relation != NULL && column->field->kind == CF_FIELD_RELATION) &&
           !(sheet->makes_ids && column->field->kind == CF_FIELD_ID);
}

char *cf_sheet_text(cf_sheet *sheet, int column)
{
    const cf_csv *csv = &sheet->csv;
    char *text = sheet->scratch;
    size_t length;

    if (column < 0 || column >= csv->count || cf_csv_is_empty(&csv->cells[column]))
        return NULL;
    length = cf_csv_decode(csv, &csv->cells[column], text);
    text[length] = '\0';
    return cf_csv_has_guard(text, length) ? text + 1 : text;
}

/* ---- the whole ---- */

/* What the file shows as a whole: such errors are told, whatever becomes of those of rows. */
static cf_status judge(cf_sheet *sheet)
{
    long errors = sheet->errors;
    bool skips_rows = sheet->skips_rows;
    cf_status status;

    sheet->skips_rows = false;
    status = cf_sheet_judge_dates(sheet);
    if (status == CF_OK)
        status = cf_sheet_is_graph(sheet) ? cf_sheet_judge_attributes(sheet)
                                          : cf_sheet_refuse_unused(sheet);
    sheet->unusable = sheet->unusable || sheet->errors > errors;
    sheet->skips_rows = skips_rows;
    return status;
}

static cf_status read_all_rows(cf_sheet *sheet, int row_number)
{
    cf_status status;

    sheet->skips_rows = sheet->asked->rejects != NULL && sheet->kind != &cf_setting_sheet;
    status = find_rows(sheet, row_number);
    return status == CF_OK && !sheet->unusable ? judge(sheet) : status;
}

cf_status cf_sheet_open(cf_sheet *out, const cf_sheet_kind *kind, const char *file,
                        const cf_sheet_source *source, const cf_sheets *asked, int part,
                        cf_diags *diags)
{
    int row_number = 1;
    cf_status status;

    *out = (cf_sheet){ .kind = kind,
                       .file = file,
                       .asked = asked,
                       .part = part,
                       .diags = diags,
                       .decimal = asked->reading.decimal };
    status = cf_sheet_turn(out);
    if (status == CF_OK)
        status = read_bytes(out, source);
    if (status != CF_OK)
        return status;
    out->scratch = malloc(out->csv.size + 1);
    if (out->scratch == NULL)
        return CF_NO_MEMORY;
    status = cf_sheet_read_header(out, &row_number);
    out->unusable = out->errors > 0;
    if (status == CF_OK && !out->unusable)
        status = read_all_rows(out, row_number + 1);
    if (status == CF_OK)
        status = cf_sheet_warn_beyond(out);
    cf_cursor_start(&out->cursor, out->csv.text, out->csv.size);
    return status;
}

void cf_sheet_free(cf_sheet *sheet)
{
    cf_arena_free(&sheet->row_arena);
    cf_csv_free(&sheet->csv);
    free(sheet->bytes);
    free(sheet->uses);
    free(sheet->headings);
    free(sheet->how);
    free(sheet->watched);
    free(sheet->evidence);
    free(sheet->said);
    free(sheet->points);
    free(sheet->source_ranks);
    free(sheet->row_list.at);
    free(sheet->notes.at);
    free(sheet->out.at);
    cf_arena_free(&sheet->texts);
    free(sheet->scratch);
    free(sheet->source);
    free(sheet->present);
    free(sheet->touched);
    *sheet = (cf_sheet){ .kind = NULL };
}
