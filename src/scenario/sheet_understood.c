/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts and tells what was understood rather than read. */
#include "scenario/sheet_understood.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"

/* ---- counting ---- */

static size_t said_count(const cf_sheet *sheet)
{
    return CF_SAID_KINDS + (size_t)sheet->width;
}

cf_status cf_sheet_listen(cf_sheet *sheet)
{
    sheet->said = calloc(said_count(sheet), sizeof *sheet->said);
    return sheet->said == NULL ? CF_NO_MEMORY : CF_OK;
}

static void copy_start(char out[static CF_SAID_SIZE], const char *text)
{
    size_t length = strlen(text);

    if (length >= CF_SAID_SIZE) {
        length = CF_SAID_SIZE - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--; /* whole characters */
    }
    memcpy(out, text, length);
    out[length] = '\0';
}

static void count_one(cf_said *said, const cf_said *one)
{
    long count = said->count;

    if (count == 0)
        *said = *one;
    said->count = count + 1;
}

void cf_sheet_say(cf_sheet *sheet, int row, int column, cf_understanding kind, const char *text,
                  const char *as)
{
    cf_said *said = sheet->saying != NULL ? sheet->saying : sheet->said;
    bool there = column >= 0 && column < sheet->csv.count;
    const cf_csv_cell *cell = &sheet->csv.cells[there ? column : 0];
    cf_said one = { .from = cell->from, .to = cell->to, .column = column };

    if (said == NULL || row < sheet->reported)
        return;
    one.row_number = sheet->row_list.at[row].number;
    if (said[kind].count == 0 || (there && said[CF_SAID_KINDS + column].count == 0)) {
        copy_start(one.text, text);
        copy_start(one.as, as);
    }
    count_one(&said[kind], &one);
    if (there)
        count_one(&said[CF_SAID_KINDS + column], &one);
}

static void add_said(cf_said *to, const cf_said *from)
{
    long count = to->count + from->count;

    if (from->count > 0 && (to->count == 0 || from->from < to->from))
        *to = *from;
    to->count = count;
}

void cf_sheet_settle(cf_sheet *fork, bool keep)
{
    for (size_t i = 0; i < said_count(fork) && fork->saying != NULL; i++) {
        if (keep)
            add_said(&fork->said[i], &fork->saying[i]);
        fork->saying[i].count = 0;
    }
}

void cf_sheet_join_said(cf_sheet *sheet, const cf_sheet *fork)
{
    for (size_t i = 0; i < said_count(sheet) && sheet->said != NULL && fork->said != NULL; i++)
        add_said(&sheet->said[i], &fork->said[i]);
}

void cf_sheet_unsay(cf_sheet *sheet)
{
    if (sheet->said != NULL)
        memset(sheet->said, 0, said_count(sheet) * sizeof *sheet->said);
}

/* ---- headings ---- */

const char *cf_power_name(int power)
{
    static const struct {
        int power;
        const char *name;
    } names[] = {
        { 0, "one" }, { 3, "thousand" }, { 6, "million" }, { 9, "bn" }, { 12, "trillion" }
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].power == power)
            return names[i].name;
    return NULL;
}

/* Whether a heading says more than the name of its column. */
static bool is_understood(const cf_sheet *sheet, int column)
{
    return sheet->uses[column].field != NULL && sheet->how[column] == CF_HEADING_ALIAS;
}

/* " (bn USD)" */
static void put_unit(FILE *out, const cf_heading *heading)
{
    const char *unit = heading->money.power < 0 ? NULL : cf_power_name(heading->money.power);

    if (heading->percent)
        fputs(" (percent)", out);
    if (!cf_heading_has_unit(heading))
        return;
    fprintf(out, " (%s%s%s)", unit == NULL ? "" : unit,
            unit == NULL || heading->money.currency[0] == '\0' ? "" : " ", heading->money.currency);
}

static int put_headings(FILE *out, cf_sheet *sheet, cf_sheet_spot *spot)
{
    int count = 0;

    for (int i = 0; i < sheet->width; i++) {
        const cf_csv_cell *cell = &sheet->csv.cells[i];

        if (!is_understood(sheet, i))
            continue;
        if (count++ == 0)
            *spot = (cf_sheet_spot){ cell->from, cell->to, sheet->header_row, NULL };
        fprintf(out, "%s%s → %s", count == 1 ? "" : ", ",
                cf_show_text(cf_sheet_text(sheet, i)).text, sheet->uses[i].name);
        put_unit(out, &sheet->headings[i]);
    }
    if (sheet->relation != NULL && cf_sheet_column(sheet, "relation") < 0 &&
        (sheet->asked == NULL || sheet->asked->relation == NULL))
        fprintf(out, "%sno relation → %s", count == 0 ? "" : ", ", sheet->relation);
    if (sheet->title_count > 0)
        fprintf(out, "; %d row%s above %s no deals", sheet->title_count,
                sheet->title_count == 1 ? "" : "s", sheet->title_count == 1 ? "is" : "are");
    return count;
}

static bool seek_header(cf_sheet *sheet)
{
    sheet->csv.at = sheet->header_at;
    return cf_csv_next(&sheet->csv) != CF_CSV_NO_MEMORY;
}

static cf_status tell_headings(cf_sheet *sheet)
{
    cf_sheet_spot spot = { 0, 0, sheet->header_row, NULL };
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    cf_status status = CF_OK;
    int count;

    if (out == NULL)
        return CF_NO_MEMORY;
    if (!seek_header(sheet)) {
        fclose(out);
        free(text);
        return CF_NO_MEMORY;
    }
    count = put_headings(out, sheet, &spot);
    if (fclose(out) != 0)
        status = CF_NO_MEMORY;
    if (status == CF_OK && count > 0)
        status = cf_sheet_report(sheet, CF_WARNING, CF_CODE_HEADING_UNDERSTOOD, &spot,
                                 "import --explain shows what is made of each column",
                                 "%d heading%s understood: %s", count, count == 1 ? " is" : "s are",
                                 text);
    free(text);
    return status;
}

/* ---- cells ---- */

static const struct {
    cf_code code;
    const char *one, *many; /* what they are */
    const char *as;         /* what they are taken as; NULL: that of the first one */
} kinds[CF_SAID_KINDS] = {
    [CF_SAID_UP_TO] = { CF_CODE_AMOUNT_UNDERSTOOD, "amount says", "amounts say",
                        "\"up to\": a high without a base" },
    [CF_SAID_AT_LEAST] = { CF_CODE_AMOUNT_UNDERSTOOD, "amount says", "amounts say",
                           "\"at least\": a low" },
    [CF_SAID_ABOUT] = { CF_CODE_AMOUNT_UNDERSTOOD, "amount says", "amounts say",
                        "\"about\": of basis estimate" },
    [CF_SAID_BETWEEN] = { CF_CODE_AMOUNT_UNDERSTOOD, "amount is", "amounts are",
                          "from low to high" },
    [CF_SAID_UNKNOWN] = { CF_CODE_AMOUNT_UNDERSTOOD, "amount is", "amounts are",
                          "said to be unknown" },
    [CF_SAID_MONEY] = { CF_CODE_AMOUNT_UNDERSTOOD, "amount has", "amounts have",
                        "a unit, a currency or marks between thousands" },
    [CF_SAID_PERCENT] = { CF_CODE_AMOUNT_UNDERSTOOD, "share is", "shares are", "in percent" },
    [CF_SAID_NOTHING] = { CF_CODE_WORD_UNDERSTOOD, "cell says", "cells say",
                          "that nothing is known" },
    [CF_SAID_DATE] = { CF_CODE_DATE_UNDERSTOOD, "date is", "dates are", "written in another way" },
    [CF_SAID_SERIAL] = { CF_CODE_DATE_UNDERSTOOD, "date is", "dates are",
                         "a number of days, as spreadsheets count them" },
    [CF_SAID_RELATION] = { CF_CODE_WORD_UNDERSTOOD, "relation is", "relations are",
                           "in other words, which are kept as instrument" },
    [CF_SAID_STATUS] = { CF_CODE_WORD_UNDERSTOOD, "status is", "statuses are", "in other words" },
    [CF_SAID_BASIS] = { CF_CODE_WORD_UNDERSTOOD, "basis is", "bases are", "in other words" },
    [CF_SAID_FLAG] = { CF_CODE_WORD_UNDERSTOOD, "yes or no is", "yes and no are",
                       "in other words" },
    [CF_SAID_TURNED] = { CF_CODE_WORD_UNDERSTOOD, "deal has", "deals have",
                         "payer and payee exchanged, as the relation says" },
    [CF_SAID_ID] = { CF_CODE_ID_MADE, "deal has", "deals have", "no id, so the row gives one" },
};

/* Entities without a column of ids. */
static cf_status tell_names(cf_sheet *sheet, const cf_said *said, const cf_sheet_spot *spot)
{
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    return cf_sheet_report(sheet, CF_WARNING, CF_CODE_ID_MADE, spot, NULL,
                           "%ld %s no id, so the name is one; the first is %s", said->count,
                           said->count == 1 ? "entity has" : "entities have",
                           cf_show_text(said->as).text);
}

static cf_status tell_kind(cf_sheet *sheet, cf_understanding kind)
{
    const cf_said *said = &sheet->said[kind];
    const char *column = said->column < 0 ? NULL : sheet->uses[said->column].name;
    cf_sheet_spot spot = { said->from, said->to, said->row_number, column, kinds[kind].as };
    cf_shown shown;

    if (said->count == 0)
        return CF_OK;
    if (kind == CF_SAID_ID && sheet->ids_are_names)
        return tell_names(sheet, said, &spot);
    shown = said->text[0] == '\0'
                ? cf_show_hint("%s", said->as)
                : cf_show_hint("%s → %s", cf_show_text(said->text).text, said->as);
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    return cf_sheet_report(
        sheet, CF_WARNING, kinds[kind].code, &spot, NULL, "%ld %s %s; the first is %s", said->count,
        said->count == 1 ? kinds[kind].one : kinds[kind].many, kinds[kind].as, shown.text);
}

cf_status cf_sheet_tell_understood(cf_sheet *sheet)
{
    cf_status status = CF_OK;

    if (sheet->said == NULL)
        return CF_OK;
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    status = tell_headings(sheet);
    for (int kind = 0; kind < CF_SAID_KINDS && status == CF_OK; kind++)
        status = tell_kind(sheet, (cf_understanding)kind);
    return status;
}
