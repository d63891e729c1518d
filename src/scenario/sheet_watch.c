/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers what the cells of a column show together. */
#include "scenario/sheet_watch.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/sheet_understood.h"
#include "scenario/written_dates.h"
#include "scenario/written_money.h"

enum { LONGEST = 60 };

/* The text of a short cell, copied; false where it is empty or long. */
static bool copy_short(char out[static LONGEST], const cf_sheet *sheet, const cf_csv_cell *cell)
{
    size_t length = cell->to - cell->from;

    if (length == 0 || length >= LONGEST)
        return false;
    out[cf_csv_decode(&sheet->csv, cell, out)] = '\0';
    return out[0] != '\0';
}

/* 2026, 2026-03 and 2026-03-15, as nearly all dates are. */
static bool is_plain_date(const char *text, size_t length)
{
    return length >= 5 ? text[4] == '-' : length == 4;
}

static void watch_date(cf_sheet *sheet, int column, cf_sheet_spot spot)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];
    cf_sheet_evidence *evidence = &sheet->evidence[column];
    char text[LONGEST];
    cf_written_date date;

    if (cell->from == cell->to ||
        is_plain_date(sheet->csv.text + cell->from, cell->to - cell->from) ||
        !copy_short(text, sheet, cell))
        return;
    cf_written_date_read(&date, text, CF_FIRST_DAY, CF_DATES_OPEN);
    if (date.shows == CF_DATES_DMY && !evidence->dmy) {
        evidence->dmy = true;
        evidence->first_dmy = spot;
    }
    if (date.shows == CF_DATES_MDY && !evidence->mdy) {
        evidence->mdy = true;
        evidence->first_mdy = spot;
    }
}

static bool is_plain_number(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length && ((text[at] >= '0' && text[at] <= '9') || text[at] == '.'))
        at++;
    return at == length;
}

static void note_currency(cf_sheet_evidence *evidence, const char *currency)
{
    if (currency[0] == '\0')
        return;
    if (evidence->currency[0] == '\0')
        strcpy(evidence->currency, currency);
    else if (strcmp(evidence->currency, currency) != 0)
        evidence->mixed = true;
}

static void note_power(cf_sheet_evidence *evidence, const cf_written_number *number,
                       cf_sheet_spot spot)
{
    if (number->power >= 0) {
        evidence->powers = true;
        if (number->power > evidence->most_power)
            evidence->most_power = number->power;
    } else if (!evidence->plain && strspn(number->digits, "0.") < strlen(number->digits)) {
        evidence->plain = true;
        evidence->first_plain = spot;
    }
}

static void watch_money(cf_sheet *sheet, int column, cf_sheet_spot spot)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];
    cf_sheet_evidence *evidence = &sheet->evidence[column];
    const char *at = sheet->csv.text + cell->from;
    size_t length = cell->to - cell->from;
    char text[LONGEST];
    cf_money money;

    if (length == 0 || (evidence->plain && is_plain_number(at, length)) ||
        !copy_short(text, sheet, cell))
        return;
    if (sheet->decimal == '\0' && cf_money_comma(text) > 0)
        evidence->groups = true;
    if (sheet->decimal == '\0' && cf_money_comma(text) < 0)
        evidence->decimals = true;
    if (!cf_money_read(&money, text, cf_sheet_marks(sheet, column)))
        return;
    note_currency(evidence, money.currency);
    note_power(evidence, &money.first, spot);
}

/* A column of currencies, of which all rows may have the same. */
static void watch_currency(cf_sheet *sheet, int column)
{
    cf_sheet_evidence *evidence = &sheet->evidence[column];
    char text[LONGEST];

    if (evidence->mixed)
        return;
    if (!copy_short(text, sheet, &sheet->csv.cells[column]) || strlen(text) != 3)
        evidence->mixed = true;
    else
        note_currency(evidence, text);
}

void cf_sheet_choose_watched(cf_sheet *sheet)
{
    cf_day_end end;

    for (int i = 0; i < sheet->width; i++)
        if (cf_column_is_date(&sheet->uses[i], &end) || cf_column_is_money(&sheet->uses[i]) ||
            (sheet->uses[i].field != NULL && sheet->uses[i].field->kind == CF_FIELD_CURRENCY))
            sheet->watched[sheet->watched_count++] = i;
}

void cf_sheet_watch(cf_sheet *sheet, int row_number)
{
    for (int w = 0; w < sheet->watched_count; w++) {
        int column = sheet->watched[w];
        const cf_column_use *use = &sheet->uses[column];
        const cf_csv_cell *cell = &sheet->csv.cells[column];
        cf_sheet_spot spot = { .row_number = row_number, .column = use->name };

        if (column >= sheet->csv.count)
            continue;
        spot.from = cell->from;
        spot.to = cell->to;
        if (use->field->kind == CF_FIELD_CURRENCY)
            watch_currency(sheet, column);
        else if (use->part->cell == CF_CELL_NUMBER)
            watch_money(sheet, column, spot);
        else
            watch_date(sheet, column, spot);
    }
}

/* ---- verdicts ---- */

cf_date_order cf_sheet_date_order(const cf_sheet *sheet, int column)
{
    const cf_sheet_evidence *evidence = &sheet->evidence[column];

    if (sheet->asked != NULL && sheet->asked->date_order != CF_DATES_OPEN)
        return sheet->asked->date_order;
    return evidence->dmy == evidence->mdy ? CF_DATES_OPEN
           : evidence->dmy                ? CF_DATES_DMY
                                          : CF_DATES_MDY;
}

cf_marks cf_sheet_marks(const cf_sheet *sheet, int column)
{
    const cf_sheet_evidence *evidence = &sheet->evidence[column];

    char decimal = cf_sheet_decimal(sheet, column);

    if (decimal != '\0')
        return decimal == ',' ? CF_MARKS_COMMA : CF_MARKS_POINT;
    return evidence->groups && !evidence->decimals ? CF_MARKS_GROUPS : CF_MARKS_OPEN;
}

static cf_status judge_dates(cf_sheet *sheet, int column)
{
    const cf_sheet_evidence *evidence = &sheet->evidence[column];
    const cf_sheet_spot *first = &evidence->first_dmy, *second = &evidence->first_mdy;

    if (!evidence->dmy || !evidence->mdy ||
        (sheet->asked != NULL && sheet->asked->date_order != CF_DATES_OPEN))
        return CF_OK;
    if (second->from < first->from) {
        first = &evidence->first_mdy;
        second = &evidence->first_dmy;
    }
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    return cf_sheet_report(
        sheet, CF_ERROR, CF_CODE_DATES_CONTRADICT, second,
        "write the dates of the column one way, such as 2026-03-15",
        "dates of %s must have day and month in one order, but %.*s of row %d has another than "
        "%.*s",
        second->column, (int)(first->to - first->from), sheet->csv.text + first->from,
        first->row_number, (int)(second->to - second->from), sheet->csv.text + second->from);
}

cf_status cf_sheet_judge_dates(cf_sheet *sheet)
{
    cf_status status = CF_OK;

    for (int i = 0; i < sheet->width && status == CF_OK; i++)
        status = judge_dates(sheet, i);
    return status;
}

cf_status cf_sheet_judge_units(cf_sheet *sheet)
{
    cf_status status = CF_OK;

    for (int i = 0; i < sheet->width && status == CF_OK && sheet->evidence != NULL; i++) {
        const cf_sheet_evidence *evidence = &sheet->evidence[i];

        if (!evidence->powers || !evidence->plain || sheet->headings[i].money.power >= 0)
            continue;
        cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
        status = cf_sheet_report(
            sheet, CF_ERROR, CF_CODE_UNIT_IN_DOUBT, &evidence->first_plain,
            "--unit says which unit a plain number has; --unit one: it is as it stands",
            "amounts of %s must all have a unit, or none, but %.*s has none beside others that "
            "have one",
            sheet->uses[i].name, (int)(evidence->first_plain.to - evidence->first_plain.from),
            sheet->csv.text + evidence->first_plain.from);
    }
    return status;
}

cf_status cf_sheet_check_currency(cf_sheet *sheet)
{
    cf_status status = CF_OK;

    for (int i = 0; i < sheet->width && status == CF_OK && sheet->headings != NULL; i++) {
        const cf_money_word *money = &sheet->headings[i].money;
        cf_sheet_spot spot = { .row_number = sheet->header_row, .column = sheet->uses[i].name };

        if (sheet->uses[i].field == NULL || money->currency[0] == '\0' ||
            sheet->currency[0] == '\0' || strcmp(money->currency, sheet->currency) == 0 ||
            (money->sign && cf_money_sign_fits(money->currency, sheet->currency)))
            continue;
        sheet->csv.at = sheet->header_at;
        if (cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY)
            return CF_NO_MEMORY;
        spot.from = sheet->csv.cells[i].from;
        spot.to = sheet->csv.cells[i].to;
        cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
        status = cf_sheet_report(sheet, CF_ERROR, CF_CODE_OTHER_CURRENCY, &spot,
                                 "only deals may have a currency of their own",
                                 "%s must be in %s, as the scenario is, but is in %s", spot.column,
                                 sheet->currency, money->currency);
    }
    return status;
}

const char *cf_sheet_stated_currency(const cf_sheet *sheet)
{
    const char *found = "";

    for (int i = 0; i < sheet->width && sheet->headings != NULL; i++)
        if (sheet->uses[i].field != NULL && sheet->headings[i].money.currency[0] != '\0')
            return sheet->headings[i].money.currency;
    for (int i = 0; i < sheet->width && sheet->evidence != NULL; i++) {
        const cf_sheet_evidence *evidence = &sheet->evidence[i];

        if (evidence->mixed || (evidence->currency[0] != '\0' && found[0] != '\0' &&
                                strcmp(evidence->currency, found) != 0))
            return "";
        if (evidence->currency[0] != '\0')
            found = evidence->currency;
    }
    return found;
}

/* Larger units than bn are not known to a scenario. */
static const char *unit_of(int power)
{
    return cf_power_name(power > 9 ? 9 : power);
}

const char *cf_sheet_stated_unit(const cf_sheet *sheet)
{
    int most = -1;
    bool plain = false;

    for (int i = 0; i < sheet->width && sheet->headings != NULL; i++)
        if (sheet->uses[i].field != NULL && sheet->headings[i].money.power >= 0)
            return unit_of(sheet->headings[i].money.power);
    for (int i = 0; i < sheet->width && sheet->evidence != NULL; i++) {
        plain = plain || sheet->evidence[i].plain;
        if (sheet->evidence[i].powers && sheet->evidence[i].most_power > most)
            most = sheet->evidence[i].most_power;
    }
    return plain || most < 0 ? NULL : unit_of(most);
}
