/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header of a spreadsheet: what separates its cells, and which columns it has. */
#include "scenario/sheet_header.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenario/sheet_heading.h"
#include "scenario/sheet_understood.h"
#include "scenario/sheet_watch.h"

/* ---- the separator ---- */

/* How many columns of the header are known. */
static int known_columns(cf_sheet *sheet)
{
    int known = 0;

    for (int i = 0; i < sheet->csv.count; i++)
        known += cf_sheet_knows_heading(sheet->kind, sheet->asked, cf_sheet_text(sheet, i));
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
static cf_status choose_separator(cf_sheet *sheet, int *known_by_best)
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
    *known_by_best = most;
    return CF_OK;
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

static bool make_room(cf_sheet *sheet, size_t count)
{
    sheet->uses = calloc(count, sizeof *sheet->uses);
    sheet->points = calloc(count, sizeof *sheet->points);
    sheet->source_ranks = calloc(count, sizeof *sheet->source_ranks);
    sheet->headings = calloc(count, sizeof *sheet->headings);
    sheet->how = calloc(count, sizeof *sheet->how);
    sheet->watched = calloc(count, sizeof *sheet->watched);
    sheet->evidence = calloc(count, sizeof *sheet->evidence);
    return sheet->uses != NULL && sheet->points != NULL && sheet->source_ranks != NULL &&
           sheet->headings != NULL && sheet->how != NULL && sheet->watched != NULL &&
           sheet->evidence != NULL;
}

static cf_status read_columns(cf_sheet *sheet)
{
    cf_status status;

    if (!make_room(sheet, (size_t)sheet->csv.count + 1))
        return CF_NO_MEMORY;
    for (int i = 0; i < sheet->csv.count; i++)
        if (!cf_csv_is_empty(&sheet->csv.cells[i]))
            sheet->width = i + 1;
    status = cf_sheet_use_headings(sheet);
    if (sheet->asked != NULL)
        cf_sheet_choose_watched(sheet);
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

/* ---- the whole ---- */

/* Blank lines may come before the header. */
static int skip_blank_lines(cf_csv *csv)
{
    int lines = 0;

    while (csv->at < csv->size && (csv->text[csv->at] == '\n' || csv->text[csv->at] == '\r'))
        lines += csv->text[csv->at++] == '\n';
    return lines;
}

/* Whether any heading is the name of a column: one alias alone may be a word of a deal. */
static bool has_name(cf_sheet *sheet)
{
    for (int i = 0; i < sheet->csv.count; i++) {
        const char *name = cf_sheet_text(sheet, i);

        if (name != NULL && cf_column_find(sheet->kind, name, strlen(name)).field != NULL)
            return true;
    }
    return false;
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
    if (known_columns(sheet) == 0 || (known_columns(sheet) == 1 && !has_name(sheet)))
        return report_no_header(sheet, &header);
    status = read_columns(sheet);
    cf_cursor_start(&sheet->cursor, csv->text, csv->size);
    if (status == CF_OK)
        status = cf_sheet_check_needed(sheet, &header);
    if (status == CF_OK)
        status = cf_sheet_listen(sheet);
    return status == CF_OK ? rank_sources(sheet) : status;
}

/* Where a row stands, with its number. */
struct at {
    size_t byte;
    int number;
    char separator;
};

/* Titles may come before the header: it is the first row of the next few that names two columns at
 * least. Where there is none, the first row is at fault. */
static cf_status find_header(cf_sheet *sheet, int *row_number, bool stated)
{
    const int most_titles = sheet->cursor.is_table ? 1 : 12;
    cf_csv *csv = &sheet->csv;
    struct at first = { csv->at, *row_number, ',' }, at = first;
    cf_status status = CF_OK;

    for (int i = 0; i < most_titles && csv->at < csv->size; i++) {
        cf_csv_event event;
        int known = 0;

        at = (struct at){ csv->at, *row_number + i, csv->separator };
        status = stated ? CF_OK : choose_separator(sheet, &known);
        if (status != CF_OK)
            return status;
        at.separator = csv->separator;
        if (i == 0)
            first = at;
        if (known >= 2 || stated || sheet->asked == NULL) {
            *row_number = at.number;
            sheet->title_count = i;
            return CF_OK;
        }
        event = cf_csv_next(csv);
        if (event == CF_CSV_NO_MEMORY)
            return CF_NO_MEMORY;
        if (event != CF_CSV_ROW)
            break;
    }
    csv->at = first.byte;
    csv->separator = first.separator;
    *row_number = first.number;
    return status;
}

cf_status cf_sheet_read_header(cf_sheet *sheet, int *row_number)
{
    bool stated = take_separator(&sheet->csv);
    cf_status status;

    *row_number = !sheet->cursor.is_table + skip_blank_lines(&sheet->csv);
    status = find_header(sheet, row_number, stated);
    return status == CF_OK ? read_row(sheet, *row_number) : status;
}
