/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds columns that hold something, though nobody has said what. */
#include "scenario/sheet_unused.h"

#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "scenario/plain_words.h"
#include "scenario/sheet_heading.h"
#include "scenario/sheet_watch.h"
#include "scenario/written_dates.h"
#include "scenario/written_money.h"
#include "scenario/written_words.h"

enum { SAMPLE = 100, LONGEST = 60 };

/* Cells that say which way money runs. */
#define SIGNS                                                                                      \
    "+|-|in|out|inflow|outflow|in flow|out flow|incoming|outgoing|inbound|outbound|plus|minus|"    \
    "positive|negative|dr|cr|debit|credit|entree|sortie|entrant|sortant|eingang|ausgang|soll|"     \
    "haben"

/* What the cells of a column look like. */
struct look {
    int filled, money, numbers, dates, parties, distinct, units, letters, signs, dashes;
    char first[LONGEST];
};

struct unused {
    cf_sheet *sheet;
    cf_map parties; /* names in the columns of payer and payee */
    cf_arena arena;
    bool has_amount, has_date;
};

/* ---- parties ---- */

static cf_status add_party(struct unused *unused, int column)
{
    const char *text = column < 0 ? NULL : cf_sheet_text(unused->sheet, column), *copy;
    int found;

    if (text == NULL)
        return CF_OK;
    copy = cf_arena_copy(&unused->arena, text, strlen(text));
    if (copy == NULL)
        return CF_NO_MEMORY;
    return cf_map_put(&unused->parties, 0, copy, strlen(copy), 0, &found);
}

static cf_status find_parties(struct unused *unused)
{
    cf_sheet *sheet = unused->sheet;
    int payer = cf_sheet_column(sheet, "payer"), payee = cf_sheet_column(sheet, "payee");
    cf_status status = CF_OK;

    for (int row = 0; row < sheet->rows.count && row < SAMPLE && status == CF_OK; row++) {
        if (!cf_sheet_seek(sheet, row))
            return CF_NO_MEMORY;
        status = add_party(unused, payer);
        if (status == CF_OK)
            status = add_party(unused, payee);
    }
    return status;
}

/* ---- cells ---- */

/* 1950 to 2100, or as many days as spreadsheets count to the years 2000 to 2050. */
static bool is_year_or_serial(const char *text)
{
    return (strlen(text) == 4 && strcmp(text, "1950") >= 0 && strcmp(text, "2100") <= 0) ||
           (strlen(text) == 5 && strcmp(text, "36526") >= 0 && strcmp(text, "55152") <= 0);
}

/* Sep-25 may be of 2025 or a day; of a column of dates it is one. */
static bool is_short_month(const char *text)
{
    size_t length = strlen(text);
    char longer[LONGEST];
    cf_written_date date;

    if (length < 5 || length > 15 || strspn(text + length - 2, "0123456789") != 2 ||
        strchr("0123456789", text[length - 3]) != NULL)
        return false;
    memcpy(longer, text, length - 2);
    strcpy(longer + length - 2, "20");
    strcat(longer, text + length - 2);
    cf_written_date_read(&date, longer, CF_FIRST_DAY, CF_DATES_OPEN);
    return date.reading == CF_DATE_READ;
}

/* `dated`: the heading is one of dates, so that numbers may be some. */
static bool looks_like_date(const char *text, bool dated)
{
    cf_written_date date;
    cf_day day;

    if (strspn(text, "0123456789") == strlen(text) && strlen(text) != 8)
        return dated && is_year_or_serial(text);
    if (cf_day_parse(&day, text, CF_FIRST_DAY))
        return true;
    cf_written_date_read(&date, text, CF_FIRST_DAY, CF_DATES_OPEN);
    return date.reading == CF_DATE_READ || date.reading == CF_DATE_DOUBT ||
           (dated && is_short_month(text));
}

/* 1,250.00 and 1.250,00 are numbers; where the decimal sign is known, one of them is. */
static bool read_money(cf_money *money, const cf_sheet *sheet, const char *text)
{
    if (strlen(text) >= LONGEST)
        return false;
    if (sheet->decimal != '\0')
        return cf_money_read(money, text, sheet->decimal == ',' ? CF_MARKS_COMMA : CF_MARKS_POINT);
    return cf_money_read(money, text, CF_MARKS_GROUPS) ||
           cf_money_read(money, text, CF_MARKS_COMMA);
}

/* "bn", "USD m", "$ thousand": words of money alone, of which one is a unit. */
static void look_for_unit(struct look *look, const char *text)
{
    char plain[CF_PLAIN_SIZE];
    bool unit = false;

    if (strlen(text) >= LONGEST || !cf_plain_words(plain, text, false))
        return;
    if (cf_plain_is_among(plain, SIGNS))
        look->signs++;
    look->dashes += strcmp(plain, "-") == 0;
    for (const char *at = plain; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        cf_money_word word;

        if (cf_money_word_read(&word, at, length))
            unit |= word.power >= 0;
        else if (!(length == 2 && (memcmp(at, "of", 2) == 0 || memcmp(at, "in", 2) == 0 ||
                                   memcmp(at, "us", 2) == 0)))
            return;
        at += length;
    }
    look->units += unit;
    look->letters += unit && strlen(plain) == 1;
}

static void look_at(struct look *look, const struct unused *unused, const char *text, bool dated)
{
    cf_money money;
    bool is_money = read_money(&money, unused->sheet, text);

    if (cf_written_nothing(text) && strcmp(text, "-") != 0)
        return;
    look->filled++;
    look_for_unit(look, text);
    if (look->first[0] == '\0' && strlen(text) < LONGEST)
        strcpy(look->first, text);
    else if (look->first[0] != '\0' && strcmp(look->first, text) != 0)
        look->distinct++;
    if (is_money)
        look->numbers++;
    if (is_money && (money.currency[0] != '\0' || money.first.power >= 6))
        look->money++;
    if (strlen(text) < LONGEST && looks_like_date(text, dated))
        look->dates++;
    if (cf_map_find(&unused->parties, 0, text, strlen(text)) >= 0)
        look->parties++;
}

static cf_status look_at_column(struct look *look, const struct unused *unused, int column,
                                bool dated)
{
    cf_sheet *sheet = unused->sheet;

    *look = (struct look){ .filled = 0 };
    for (int row = 0; row < sheet->rows.count && row < SAMPLE; row++) {
        const char *text;

        if (!cf_sheet_seek(sheet, row))
            return CF_NO_MEMORY;
        text = cf_sheet_text(sheet, column);
        if (text != NULL)
            look_at(look, unused, text, dated);
    }
    return CF_OK;
}

/* ---- verdicts ---- */

/* Numbers that count or name rows, years and the like. */
static bool is_counter(const char *heading)
{
    char plain[CF_PLAIN_SIZE];

    return !cf_plain_words(plain, heading, true) ||
           cf_plain_is_among(plain, "#|no|nr|n|id|rank|year|annee|jahr|row|line|page|count|number|"
                                    "index|key|code|phone|zip|lat|lon|employees|x|y|version|week|"
                                    "staff|headcount|gw|mw|gigawatts|megawatts|rating|score|"
                                    "lines|pages|rows|ligne|zeile|sort|order|rang|position|age");
}

static bool are_most(int some, int all)
{
    return all > 0 && some * 5 >= all * 4;
}

/* Whether one of the words of a heading is in a list. */
static bool has_word(const char *heading, const char *list)
{
    char plain[CF_PLAIN_SIZE], *at = plain, *end;

    if (!cf_plain_words(plain, heading, true))
        return false;
    for (bool more = true; more; at = end + 1) {
        end = at + strcspn(at, " ");
        more = *end != '\0';
        *end = '\0';
        if (cf_plain_is_among(at, list))
            return true;
    }
    return false;
}

/* A column that says in which unit the amounts of its row are. One letter may be anything. */
static bool are_units(const struct look *look, const char *heading)
{
    bool named = has_word(heading, "unit|units|scale|multiplier|multiple|factor|magnitude|unite|"
                                   "unites|einheit|echelle|multiplicateur|faktor|denomination");

    if (are_most(look->units, look->filled))
        return named || look->letters < look->units;
    if (!are_most(look->numbers, look->filled))
        return false;
    return has_word(heading, "multiplier|multiplicateur") ||
           (named && strlen(look->first) >= 4 &&
            strspn(look->first, "10., ") == strlen(look->first)); /* 1000000 */
}

/* A column that says whether money runs from payer to payee or back. */
static bool are_signs(const struct look *look, const char *heading)
{
    bool named = has_word(heading, "sign|signe|vorzeichen|direction|sens|richtung");

    return are_most(look->signs, look->filled) && (named || look->dashes < look->signs);
}

/* Numbers that lessen others. */
static bool are_deductions(const struct look *look, const char *heading)
{
    return are_most(look->numbers, look->filled) &&
           has_word(heading, "credit|refund|refunds|refunded|rebate|discount|deduction|reversal|"
                             "avoir|remise|gutschrift|rabatt|erstattung");
}

/* What turns the meaning of a row, though it is no figure of a deal; NULL: nothing. */
static const char *turning(const struct unused *unused, const struct look *look,
                           const char *heading)
{
    if (unused->sheet->kind == &cf_entity_sheet)
        return are_units(look, heading) ? "units" : NULL;
    return are_units(look, heading)        ? "units"
           : are_signs(look, heading)      ? "directions"
           : are_deductions(look, heading) ? "deductions"
                                           : NULL;
}

/* Whether a heading states a unit or a currency, as those of figures do. */
static bool states_unit(const char *text)
{
    cf_heading heading;

    cf_heading_read_unit(&heading, text);
    return cf_heading_has_unit(&heading);
}

static bool is_party(const cf_column_use *use, const char *party)
{
    return use->field != NULL && strcmp(use->name, party) == 0;
}

/* What the column looks like, with the column that it may be; NULL: nothing of that kind. */
static const char *verdict(const struct unused *unused, const struct look *look, int column,
                           const char *heading, const char **as)
{
    const cf_heading *read = &unused->sheet->headings[column];
    const cf_column_use *use = &read->use;
    bool money_word = use->field != NULL && cf_column_is_money(use);
    cf_day_end end;

    if (look->filled == 0)
        return NULL;
    if (unused->sheet->kind == &cf_deal_sheet && look->distinct > 0 &&
        are_most(look->parties, look->filled)) {
        *as = cf_sheet_column(unused->sheet, "payer") < 0 ? "payer" : "payee";
        return "parties";
    }
    *as = NULL;
    if (turning(unused, look, heading) != NULL)
        return turning(unused, look, heading);
    *as = use->field != NULL && (money_word || cf_column_is_date(use, &end)) ? use->name : "amount";
    if (are_most(look->money, look->filled) ||
        (are_most(look->numbers, look->filled) && !are_most(look->dates, look->filled) &&
         (money_word || (!unused->has_amount && !is_counter(heading)) ||
          (unused->sheet->kind == &cf_deal_sheet && states_unit(heading)))))
        return "amounts";
    if (use->field == NULL || !cf_column_is_date(use, &end))
        *as = is_party(use, "payer") ? "start" : is_party(use, "payee") ? "end" : "announced";
    return are_most(look->dates, look->filled) ? "dates" : NULL;
}

static cf_shown hint_for(const char *what, const char *as, const char *heading)
{
    if (as != NULL)
        return cf_show_hint("--map %s=\"%s\" uses it, --map none=\"%s\" ignores it", as, heading,
                            heading);
    return cf_show_hint("%s; --map none=\"%s\" ignores it",
                        strcmp(what, "units") == 0 ? "write the unit into the amounts, as in 5 bn"
                        : strcmp(what, "directions") == 0 ? "name who pays as payer in each row"
                                                          : "write what is paid in the end",
                        heading);
}

/* Whether numbers under the heading may be dates: "Expected on", or "From" beside "Payer". */
static bool is_dated(const cf_sheet *sheet, int column, const char *heading)
{
    const cf_column_use *use = &sheet->headings[column].use;
    cf_day_end end;

    return cf_column_is_date(use, &end) ||
           has_word(heading, "on|date|dates|when|day|until|from|to|since|expected|due|datum|le|am");
}

/* The text of the heading of an unused column, which has one; NULL when memory ran out. */
static const char *seek_heading(cf_sheet *sheet, int column)
{
    sheet->csv.at = sheet->header_at;
    return cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY ? NULL : cf_sheet_text(sheet, column);
}

static cf_status refuse(struct unused *unused, int column)
{
    cf_sheet *sheet = unused->sheet;
    struct look look;
    cf_status status;
    const char *what, *as = NULL, *text = seek_heading(sheet, column);
    cf_sheet_spot spot = { .row_number = sheet->header_row };
    cf_shown heading;

    if (text == NULL)
        return CF_NO_MEMORY;
    status = look_at_column(&look, unused, column, is_dated(sheet, column, text));
    if (status != CF_OK)
        return status;
    text = seek_heading(sheet, column);
    if (text == NULL)
        return CF_NO_MEMORY;
    what = verdict(unused, &look, column, text, &as);
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    if (what == NULL)
        return cf_sheet_warn_unknown(sheet, column);
    spot.from = sheet->csv.cells[column].from;
    spot.to = sheet->csv.cells[column].to;
    heading = cf_show_hint("%s", text);
    return cf_sheet_report(
        sheet, CF_ERROR, CF_CODE_COLUMN_UNUSED, &spot, hint_for(what, as, heading.text).text,
        "a column of %s must be used, but %s stands for nothing", what, cf_show_text(text).text);
}

static void find_used(struct unused *unused)
{
    const cf_sheet *sheet = unused->sheet;
    cf_day_end end;

    for (int i = 0; i < sheet->width; i++) {
        unused->has_amount |= cf_column_is_money(&sheet->uses[i]) && sheet->uses[i].is_base;
        unused->has_date |= cf_column_is_date(&sheet->uses[i], &end);
    }
    if (sheet->kind != &cf_deal_sheet)
        unused->has_amount = true; /* entities need no figures */
}

cf_status cf_sheet_refuse_unused(cf_sheet *sheet)
{
    struct unused unused = { .sheet = sheet };
    cf_status status = CF_OK;
    int open = 0;

    for (int i = 0; i < sheet->width; i++)
        open += sheet->how[i] == CF_HEADING_UNUSED;
    if (open == 0 || sheet->kind == &cf_setting_sheet || sheet->asked == NULL)
        return CF_OK;
    find_used(&unused);
    status = find_parties(&unused);
    for (int i = 0; i < sheet->width && status == CF_OK; i++)
        if (sheet->how[i] == CF_HEADING_UNUSED)
            status = refuse(&unused, i);
    cf_map_free(&unused.parties);
    cf_arena_free(&unused.arena);
    return status;
}
