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

enum { SAMPLE = 100, LONGEST = 60 };

/* What the cells of a column look like. */
struct look {
    int filled, money, numbers, dates, parties, distinct;
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

static bool looks_like_date(const char *text)
{
    cf_written_date date;
    cf_day day;

    if (strspn(text, "0123456789") == strlen(text) && strlen(text) != 8)
        return false; /* years and other numbers */
    if (cf_day_parse(&day, text, CF_FIRST_DAY))
        return true;
    cf_written_date_read(&date, text, CF_FIRST_DAY, CF_DATES_OPEN);
    return date.reading == CF_DATE_READ || date.reading == CF_DATE_DOUBT;
}

static void look_at(struct look *look, const struct unused *unused, const char *text)
{
    cf_money money;
    bool is_money = strlen(text) < LONGEST && cf_money_read(&money, text, CF_MARKS_GROUPS);

    look->filled++;
    if (look->first[0] == '\0' && strlen(text) < LONGEST)
        strcpy(look->first, text);
    else if (look->first[0] != '\0' && strcmp(look->first, text) != 0)
        look->distinct++;
    if (is_money)
        look->numbers++;
    if (is_money && (money.currency[0] != '\0' || money.first.power >= 6))
        look->money++;
    if (strlen(text) < LONGEST && looks_like_date(text))
        look->dates++;
    if (cf_map_find(&unused->parties, 0, text, strlen(text)) >= 0)
        look->parties++;
}

static cf_status look_at_column(struct look *look, const struct unused *unused, int column)
{
    cf_sheet *sheet = unused->sheet;

    *look = (struct look){ .filled = 0 };
    for (int row = 0; row < sheet->rows.count && row < SAMPLE; row++) {
        const char *text;

        if (!cf_sheet_seek(sheet, row))
            return CF_NO_MEMORY;
        text = cf_sheet_text(sheet, column);
        if (text != NULL)
            look_at(look, unused, text);
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
    *as = use->field != NULL && (money_word || cf_column_is_date(use, &end)) ? use->name : "amount";
    if (are_most(look->money, look->filled) ||
        (are_most(look->numbers, look->filled) && !are_most(look->dates, look->filled) &&
         (money_word || (!unused->has_amount && !is_counter(heading)))))
        return "amounts";
    if (use->field == NULL || !cf_column_is_date(use, &end))
        *as = "announced";
    return are_most(look->dates, look->filled) ? "dates" : NULL;
}

static cf_status refuse(struct unused *unused, int column)
{
    cf_sheet *sheet = unused->sheet;
    struct look look;
    cf_status status = look_at_column(&look, unused, column);
    const char *what, *as = NULL, *text;
    cf_sheet_spot spot = { .row_number = sheet->header_row };
    cf_shown heading;

    if (status != CF_OK)
        return status;
    sheet->csv.at = sheet->header_at;
    if (cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY)
        return CF_NO_MEMORY;
    text = cf_sheet_text(sheet, column);
    if (text == NULL)
        return CF_OK;
    what = verdict(unused, &look, column, text, &as);
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    if (what == NULL)
        return cf_sheet_warn_unknown(sheet, column);
    spot.from = sheet->csv.cells[column].from;
    spot.to = sheet->csv.cells[column].to;
    heading = cf_show_hint("%s", text);
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_COLUMN_UNUSED, &spot,
                           cf_show_hint("--map %s=\"%s\" uses it, --map none=\"%s\" ignores it", as,
                                        heading.text, heading.text)
                               .text,
                           "a column of %s must be used, but %s stands for nothing", what,
                           cf_show_text(text).text);
}

static void find_used(struct unused *unused)
{
    const cf_sheet *sheet = unused->sheet;
    cf_day_end end;

    for (int i = 0; i < sheet->width; i++) {
        unused->has_amount |= cf_column_is_money(&sheet->uses[i]);
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
