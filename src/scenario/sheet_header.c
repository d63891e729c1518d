/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header of a spreadsheet: what separates its cells, and which columns it has. */
#include "scenario/sheet_header.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"

/* ---- the separator ---- */

/* How many columns of the header are known. */
static int known_columns(cf_sheet *sheet)
{
    int known = 0;

    for (int i = 0; i < sheet->csv.count; i++) {
        const char *name = cf_sheet_text(sheet, i);

        known += name != NULL && cf_column_find(sheet->kind, name, strlen(name)).field != NULL;
    }
    return known;
}

/* How many columns are known with this separator; -1 when memory ran out. */
static int known_with(cf_sheet *sheet, char separator)
{
    cf_csv *csv = &sheet->csv;
    size_t start = csv->at;

    csv->separator = separator;
    if (cf_csv_next(csv) == CF_CSV_NO_MEMORY)
        return -1;
    csv->at = start;
    return known_columns(sheet);
}

/* Excel states it in a first line such as "sep=;". */
static bool take_separator(cf_csv *csv)
{
    if (csv->size < 6 || strncasecmp(csv->text, "sep=", 4) != 0 ||
        (csv->text[5] != '\n' && csv->text[5] != '\r'))
        return false;
    csv->separator = csv->text[4];
    csv->at = 5;
    return true;
}

/* Otherwise it is the one with which most columns of the header are known. */
static cf_status choose_separator(cf_sheet *sheet)
{
    static const char separators[] = ",;\t|";
    cf_csv *csv = &sheet->csv;
    char best = ',';
    int most = 0;

    for (const char *separator = separators; *separator != '\0'; separator++) {
        int known = known_with(sheet, *separator);

        if (known < 0)
            return CF_NO_MEMORY;
        if (known > most) {
            most = known;
            best = *separator;
        }
    }
    csv->separator = best;
    return CF_OK;
}

/* ---- the columns ---- */

static bool is_own(const char *name)
{
    return name[0] == 'x' && (name[1] == '-' || name[1] == '_');
}

/* `seen` has the columns before this one. */
static cf_status read_column(cf_sheet *sheet, int column, cf_map *seen)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];
    cf_sheet_spot spot = { cell->from, cell->to, sheet->header_row, NULL };
    const char *name = cf_sheet_text(sheet, column);
    cf_column_use use;

    if (name == NULL || is_own(name))
        return CF_OK;
    use = cf_column_find(sheet->kind, name, strlen(name));
    if (use.field == NULL)
        return CF_OK;
    if (cf_map_find(seen, 0, use.name, strlen(use.name)) >= 0)
        return cf_sheet_report(
            sheet, CF_ERROR, CF_CODE_CSV_DOUBLE_COLUMN, &spot, "remove one of them",
            "a column must appear once, but %s is repeated", cf_show_text(name).text);
    sheet->uses[column] = use;
    return cf_map_add(seen, 0, sheet->uses[column].name, strlen(use.name), column);
}

/* `seen` has all known columns: none of them can be meant by another name. */
static cf_status warn_unknown(cf_sheet *sheet, int column, const cf_map *seen)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];
    cf_sheet_spot spot = { cell->from, cell->to, sheet->header_row, NULL };
    const char *name = cf_sheet_text(sheet, column), *near;
    char room[CF_COLUMN_NAME_SIZE];

    if (name == NULL || is_own(name) ||
        cf_column_find(sheet->kind, name, strlen(name)).field != NULL)
        return CF_OK;
    near = cf_column_suggest(sheet->kind, name, room);
    if (near != NULL && cf_map_find(seen, 0, near, strlen(near)) >= 0)
        near = NULL;
    return cf_sheet_report(sheet, CF_WARNING, CF_CODE_CSV_UNKNOWN_COLUMN, &spot,
                           near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                           "%s have no column %s, so it is ignored", sheet->kind->list,
                           cf_show_text(name).text);
}

static cf_status check_needed(cf_sheet *sheet, const cf_sheet_spot *header)
{
    cf_status status = CF_OK;

    for (int i = 0; i < sheet->kind->needed->required && status == CF_OK; i++) {
        const char *name = sheet->kind->needed->rows[i].key;
        int column = cf_sheet_column(sheet, name);

        if (column >= 0)
            sheet->needed[sheet->needed_count++] = column;
        else
            status = cf_sheet_report(sheet, CF_ERROR, CF_CODE_CSV_MISSING_COLUMN, header, NULL,
                                     "%s must have the column \"%s\", but it is missing",
                                     sheet->kind->list, name);
    }
    return status;
}

static cf_status report_no_header(cf_sheet *sheet, const cf_sheet_spot *header)
{
    const char *first = cf_sheet_text(sheet, 0);
    bool is_json = first != NULL && (first[0] == '{' || first[0] == '[');

    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_CSV_NO_HEADER, header,
                           is_json ? "a JSON file needs no import"
                                   : cf_show_hint("such as %s", sheet->kind->example).text,
                           "the first line must name columns of %s, but begins with %s",
                           sheet->kind->list, cf_show_text(first == NULL ? "" : first).text);
}

static int by_number(const void *a, const void *b)
{
    int left = *(const int *)a, right = *(const int *)b;

    return (left > right) - (left < right);
}

/* The numbers of sources may have gaps: 1, 2, 7 become 0, 1, 2. */
static cf_status rank_sources(cf_sheet *sheet)
{
    int *numbers = calloc((size_t)sheet->width + 1, sizeof *numbers), count = 0, distinct = 0;

    if (numbers == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < sheet->width; i++)
        if (sheet->uses[i].source > 0)
            numbers[count++] = sheet->uses[i].source;
    qsort(numbers, (size_t)count, sizeof *numbers, by_number);
    for (int i = 0; i < count; i++)
        if (i == 0 || numbers[i] != numbers[i - 1])
            numbers[distinct++] = numbers[i];
    for (int i = 0; i < sheet->width; i++) {
        const int *found =
            bsearch(&sheet->uses[i].source, numbers, (size_t)distinct, sizeof *numbers, by_number);

        sheet->source_ranks[i] = found == NULL ? -1 : (int)(found - numbers);
    }
    sheet->source_count = distinct;
    free(numbers);
    sheet->source = calloc((size_t)distinct + 1, sizeof *sheet->source);
    sheet->present = calloc((size_t)distinct + 1, 1);
    sheet->touched = calloc((size_t)distinct + 1, sizeof *sheet->touched);
    if (sheet->source == NULL || sheet->present == NULL || sheet->touched == NULL)
        return CF_NO_MEMORY;
    return CF_OK;
}

static cf_status read_columns(cf_sheet *sheet)
{
    size_t count = (size_t)sheet->csv.count;
    cf_map seen = { 0 };
    cf_status status = CF_OK;

    sheet->uses = calloc(count, sizeof *sheet->uses);
    sheet->points = calloc(count, sizeof *sheet->points);
    sheet->source_ranks = calloc(count, sizeof *sheet->source_ranks);
    if (sheet->uses == NULL || sheet->points == NULL || sheet->source_ranks == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < sheet->csv.count && status == CF_OK; i++) {
        if (!cf_csv_is_empty(&sheet->csv.cells[i]))
            sheet->width = i + 1;
        status = read_column(sheet, i, &seen);
    }
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    for (int i = 0; i < sheet->csv.count && status == CF_OK; i++)
        status = warn_unknown(sheet, i, &seen);
    cf_map_free(&seen);
    return status;
}

/* ---- the whole ---- */

/* Blank lines may come before the header. */
static int skip_blank_lines(cf_csv *csv)
{
    int lines = 0;

    while (csv->at < csv->size && (csv->text[csv->at] == '\n' || csv->text[csv->at] == '\r'))
        lines += csv->text[csv->at++] == '\n';
    return lines;
}

static cf_status read_row(cf_sheet *sheet, int row_number)
{
    cf_csv *csv = &sheet->csv;
    cf_csv_event event = (sheet->header_at = csv->at, cf_csv_next(csv));
    cf_sheet_spot header = { csv->size, csv->size, row_number, NULL };
    cf_status status;

    sheet->header_row = row_number;
    if (event != CF_CSV_ROW && event != CF_CSV_END)
        return cf_sheet_report_flaw(sheet, event, row_number);
    if (csv->count > 0) {
        header.from = csv->cells[0].from;
        header.to = csv->cells[csv->count - 1].to;
    }
    if (known_columns(sheet) == 0)
        return report_no_header(sheet, &header);
    status = read_columns(sheet);
    cf_cursor_start(&sheet->cursor, csv->text, csv->size);
    if (status == CF_OK)
        status = check_needed(sheet, &header);
    return status == CF_OK ? rank_sources(sheet) : status;
}

cf_status cf_sheet_read_header(cf_sheet *sheet, int *row_number)
{
    bool stated = take_separator(&sheet->csv);
    cf_status status = CF_OK;

    *row_number = 1 + skip_blank_lines(&sheet->csv);
    if (!stated)
        status = choose_separator(sheet);
    return status == CF_OK ? read_row(sheet, *row_number) : status;
}
