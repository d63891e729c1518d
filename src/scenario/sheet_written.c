/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads cells of a spreadsheet as people write them. */
#include "scenario/sheet_written.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scenario/plain_words.h"
#include "scenario/sheet_understood.h"
#include "scenario/sheet_watch.h"
#include "scenario/written_dates.h"
#include "scenario/written_money.h"
#include "scenario/written_words.h"

/* A cell that is being read. */
struct cell {
    cf_sheet *sheet;
    int row, column;
    const cf_column_use *use;
    char *text;
    cf_cell_flaw *flaw;
    bool *done;
};

static const cf_datum nothing = { .kind = CF_DATUM_NULL };

static void say(const struct cell *cell, cf_understanding kind, const char *as)
{
    cf_sheet_say(cell->sheet, cell->row, cell->column, kind, cell->text, as);
}

static const cf_datum *plain_value(const struct cell *cell)
{
    return cf_cell_value(&cell->sheet->row_arena, cell->use->part->cell, cell->text,
                         cf_sheet_decimal(cell->sheet, cell->column), cell->flaw);
}

static const cf_datum *flawed(const struct cell *cell, cf_code code, const char *should,
                              cf_shown hint)
{
    *cell->flaw = (cf_cell_flaw){ code, should, hint };
    return cf_datum_new(&cell->sheet->row_arena, CF_DATUM_FALSE);
}

static const cf_datum *text_value(const struct cell *cell, const char *text)
{
    const char *copy = cf_arena_copy(&cell->sheet->row_arena, text, strlen(text));

    return copy == NULL ? NULL : cf_datum_new_text(&cell->sheet->row_arena, copy);
}

/* The cell is empty in other words. A column that must be filled has none. */
static bool says_nothing(const struct cell *cell, cf_understanding kind)
{
    if (cf_sheet_needs(cell->sheet, cell->use) || !cf_written_nothing(cell->text))
        return false;
    say(cell, kind, kind == CF_SAID_UNKNOWN ? "unknown" : "empty");
    *cell->done = true;
    return true;
}

/* ---- dates ---- */

static const cf_datum *read_date(const struct cell *cell, cf_day_end end)
{
    cf_written_date date;
    cf_day day;

    if (cf_day_parse(&day, cell->text, end))
        return cf_datum_new_text(&cell->sheet->row_arena, cell->text);
    if (says_nothing(cell, CF_SAID_NOTHING))
        return &nothing;
    cf_written_date_read(&date, cell->text, end, cf_sheet_date_order(cell->sheet, cell->column));
    switch (date.reading) {
    case CF_DATE_DOUBT:
        return flawed(cell, CF_CODE_DATE_IN_DOUBT, "a date with one reading",
                      cf_show_hint("it is %s with --date-order dmy, and %s with --date-order mdy",
                                   date.text, date.other));
    case CF_DATE_READ:
    case CF_DATE_SERIAL:
        say(cell, date.reading == CF_DATE_READ ? CF_SAID_DATE : CF_SAID_SERIAL, date.text);
        return text_value(cell, date.text);
    default:
        return cf_datum_new_text(&cell->sheet->row_arena, cell->text); /* reported by the builder */
    }
}

/* ---- words ---- */

/* The word of the format that a cell has in any letters, or NULL. */
static const char *own_word(cf_words words, const char *text)
{
    char normal[CF_COLUMN_NAME_SIZE];

    for (int i = 0; i < words.count; i++)
        if (strcmp(words.names[i], text) == 0)
            return words.names[i];
    if (strlen(text) >= sizeof normal)
        return NULL;
    cf_column_normalise(normal, text, strlen(text));
    for (int i = 0; i < words.count; i++)
        if (strcmp(words.names[i], normal) == 0)
            return words.names[i];
    return NULL;
}

static cf_understanding kind_of_word(cf_field_kind kind)
{
    return kind == CF_FIELD_RELATION ? CF_SAID_RELATION
           : kind == CF_FIELD_STATUS ? CF_SAID_STATUS
                                     : CF_SAID_BASIS;
}

/* Words come again and again, so the last ones are kept. */
static const char *remembered(const struct cell *cell, cf_field_kind kind)
{
    size_t length = strlen(cell->text), hash = (size_t)kind;
    cf_sheet_memo *memo;
    const char *meaning;

    for (size_t i = 0; i < length; i++)
        hash = hash * 31 + (unsigned char)cell->text[i];
    memo = &cell->sheet->memos[hash % CF_MEMOS];
    if (length < sizeof memo->text && memo->kind == kind && strcmp(memo->text, cell->text) == 0)
        return memo->meaning;
    meaning = cf_written_word(kind, cell->text);
    if (length < sizeof memo->text) {
        memcpy(memo->text, cell->text, length + 1);
        memo->kind = kind;
        memo->meaning = meaning;
    }
    return meaning;
}

static const cf_datum *read_word(const struct cell *cell)
{
    cf_field_kind kind = cell->use->field->kind;
    const char *meaning = own_word(cf_field_words(kind), cell->text);

    if (meaning != NULL)
        return cf_datum_new_text(&cell->sheet->row_arena, meaning);
    meaning = remembered(cell, kind);
    if (meaning == NULL && says_nothing(cell, CF_SAID_NOTHING))
        return &nothing;
    if (meaning == NULL) /* the builder tells the words that there are */
        return cf_datum_new_text(&cell->sheet->row_arena, cell->text);
    if (kind == CF_FIELD_RELATION)
        cell->sheet->aside.instrument = cell->text;
    say(cell, kind_of_word(kind), meaning);
    return cf_datum_new_text(&cell->sheet->row_arena, meaning);
}

static const cf_datum *read_flag(const struct cell *cell)
{
    const cf_datum *value = plain_value(cell);
    int flag;

    if (cell->flaw->code == 0)
        return value;
    flag = cf_written_flag(cell->text);
    if (flag < 0 && !says_nothing(cell, CF_SAID_NOTHING))
        return value;
    *cell->flaw = (cf_cell_flaw){ .code = 0 };
    if (flag < 0)
        return &nothing;
    say(cell, CF_SAID_FLAG, flag ? "true" : "false");
    return cf_datum_new(&cell->sheet->row_arena, flag ? CF_DATUM_TRUE : CF_DATUM_FALSE);
}

/* ---- amounts ---- */

/* Puts a number into another part of the range: low or high. */
static bool put_part(const struct cell *cell, const char *part, double number)
{
    const char *keys[CF_MOST_KEYS];
    cf_datum value = { .kind = CF_DATUM_NUMBER, .number = number };

    for (int i = 0; i < CF_MOST_KEYS; i++) {
        keys[i] = cell->use->keys[i];
        if (keys[i] != NULL && strcmp(keys[i], "base") == 0)
            keys[i] = part;
    }
    return cf_datum_put(&cell->sheet->row_arena, cell->sheet->json, keys, &value);
}

/* Amounts of deals may have a currency of their own, others not. */
static bool take_currency(const struct cell *cell, const cf_money *money)
{
    cf_sheet *sheet = cell->sheet;
    const char *currency = money->currency;
    bool is_own = cell->use->field->kind == CF_FIELD_AMOUNT;

    if (currency[0] == '\0' || sheet->currency[0] == '\0')
        return true;
    if (money->sign && cf_money_sign_fits(currency, sheet->currency))
        currency = sheet->currency;
    if (!is_own)
        return strcmp(currency, sheet->currency) == 0;
    sheet->aside.currency = cf_arena_copy(&sheet->row_arena, currency, strlen(currency));
    sheet->aside.currency_column = cell->column;
    return true;
}

static int shift_of(const struct cell *cell, const cf_written_number *number)
{
    const cf_heading *heading = &cell->sheet->headings[cell->column];
    int power = number->power >= 0 ? number->power : heading->money.power;

    if (cf_column_is_share(cell->use))
        return 0;
    return power < 0 ? 0 : power - cell->sheet->power;
}

static cf_understanding kind_of_money(const cf_money *money)
{
    static const cf_understanding kinds[] = { [CF_MONEY_EXACT] = CF_SAID_MONEY,
                                              [CF_MONEY_ABOUT] = CF_SAID_ABOUT,
                                              [CF_MONEY_UP_TO] = CF_SAID_UP_TO,
                                              [CF_MONEY_AT_LEAST] = CF_SAID_AT_LEAST,
                                              [CF_MONEY_BETWEEN] = CF_SAID_BETWEEN };

    return money->percent && money->bound == CF_MONEY_EXACT ? CF_SAID_PERCENT : kinds[money->bound];
}

/* "low 10, high 15" */
static void say_money(const struct cell *cell, const cf_money *money, double first, double second)
{
    char one[32], other[32], as[2 * CF_SAID_SIZE];

    cf_text_number(one, first);
    cf_text_number(other, second);
    switch (money->bound) {
    case CF_MONEY_UP_TO:
        snprintf(as, sizeof as, "high %s", one);
        break;
    case CF_MONEY_AT_LEAST:
        snprintf(as, sizeof as, "low %s", one);
        break;
    case CF_MONEY_BETWEEN:
        snprintf(as, sizeof as, "low %s, high %s", one, other);
        break;
    default:
        snprintf(as, sizeof as, "%s", one);
    }
    say(cell, kind_of_money(money), as);
}

/* Whether a cell says more than a number: what its heading says is told there. A number of a
 * workbook is one, however it is shown. */
static bool says_more(const struct cell *cell, const cf_money *money)
{
    if (cf_sheet_is_book(cell->sheet) && !cell->sheet->csv.cells[cell->column].quoted)
        return false;
    return money->bound != CF_MONEY_EXACT || money->percent || money->grouped ||
           money->currency[0] != '\0' || money->first.power >= 0;
}

/* One number, or a part of a range; `own`: the cell says more than a number. */
static const cf_datum *put_money(const struct cell *cell, const cf_money *money, bool own)
{
    int percent = money->percent ? -2 : 0;
    bool between = money->bound == CF_MONEY_BETWEEN;
    double first = 0.0, second = 0.0;
    bool good =
        cf_written_number_value(&first, &money->first, percent + shift_of(cell, &money->first)) &&
        (!between || cf_written_number_value(&second, &money->second,
                                             percent + shift_of(cell, &money->second)));

    if (!good)
        return flawed(cell, CF_CODE_CELL_NO_NUMBER, "a number", cf_show_hint("is it too large?"));
    if (own)
        say_money(cell, money, first, second);
    if (money->about && cell->use->field->kind == CF_FIELD_AMOUNT)
        cell->sheet->aside.estimate = true;
    if (money->bound == CF_MONEY_EXACT || money->bound == CF_MONEY_ABOUT)
        return cf_datum_new_number(&cell->sheet->row_arena, money->negative ? -first : first);
    *cell->done = true;
    return put_part(cell, money->bound == CF_MONEY_UP_TO ? "high" : "low", first) &&
                   (!between || put_part(cell, "high", second))
               ? &nothing
               : NULL;
}

/* What does not fit the column, or NULL. */
static const cf_datum *check_money(const struct cell *cell, const cf_money *money)
{
    bool is_share = cf_column_is_share(cell->use), is_money = cf_column_is_money(cell->use);
    bool has_unit = money->currency[0] != '\0' || money->first.power >= 0;
    bool is_range = money->bound != CF_MONEY_EXACT && money->bound != CF_MONEY_ABOUT;

    if (money->percent && !is_share)
        return flawed(cell, CF_CODE_CELL_NO_NUMBER, "a number",
                      cf_show_hint("a percentage of other deals belongs in share and share_of"));
    if ((has_unit && !is_money) || (is_range && !cell->use->is_base))
        return flawed(cell, CF_CODE_CELL_NO_NUMBER, "a number", (cf_shown){ "" });
    if (!take_currency(cell, money))
        return flawed(cell, CF_CODE_OTHER_CURRENCY, "in the currency of the scenario or deal",
                      cell->sheet->kind == &cf_deal_sheet
                          ? cf_show_hint("leave the currency out: it is that of the deal")
                          : cf_show_hint("write it in %s", cell->sheet->currency));
    return NULL;
}

/* A number in exponents, such as 1e11, under a heading that says a unit. */
static const cf_datum *shift_plain(const struct cell *cell, int shift)
{
    double number;
    char text[64];

    if (strlen(cell->text) > 30 || !cf_text_read_number(&number, cell->text))
        return NULL;
    cf_text_number(text, number);
    if (strpbrk(text, "eE") != NULL)
        return NULL;
    snprintf(text + strlen(text), sizeof text - strlen(text), "e%d", shift);
    if (!cf_text_read_number(&number, text))
        return NULL;
    return cf_datum_new_number(&cell->sheet->row_arena, number);
}

static const cf_datum *understand_money(const struct cell *cell, const cf_datum *plain)
{
    cf_money money;
    const cf_datum *wrong;
    bool own;
    int shift = shift_of(cell, &(cf_written_number){ .power = -1 });

    if (says_nothing(cell, cf_column_is_money(cell->use) ? CF_SAID_UNKNOWN : CF_SAID_NOTHING)) {
        *cell->flaw = (cf_cell_flaw){ .code = 0 };
        return &nothing;
    }
    if (!cf_money_read(&money, cell->text, cf_sheet_marks(cell->sheet, cell->column))) {
        const cf_datum *shifted = plain == NULL ? shift_plain(cell, shift) : NULL;

        return shifted != NULL ? shifted : plain != NULL ? plain : plain_value(cell);
    }
    *cell->flaw = (cf_cell_flaw){ .code = 0 };
    wrong = check_money(cell, &money);
    if (wrong != NULL)
        return wrong;
    own = says_more(cell, &money) || cf_length_without_notes(cell->text) < strlen(cell->text);
    if (cell->sheet->headings[cell->column].percent)
        money.percent = true;
    return put_money(cell, &money, own);
}

/* Whether a cell may be a number as it stands; most that are not are full of letters and signs. */
static bool may_be_plain(const char *text)
{
    while (*text != '\0' && (strchr("0123456789.,+-eE '", *text) != NULL || (*text & 0x80) != 0))
        text++;
    return *text == '\0';
}

static const cf_datum *read_number(const struct cell *cell)
{
    const cf_heading *heading = &cell->sheet->headings[cell->column];
    const cf_datum *value = NULL;

    if (!heading->percent && may_be_plain(cell->text) &&
        shift_of(cell, &(cf_written_number){ .power = -1 }) == 0) {
        value = plain_value(cell);
        if (value == NULL || cell->flaw->code == 0)
            return value;
    }
    return understand_money(cell, value);
}

/* A code in a heading, unlike a bare $, must be what the row says. False when memory ran out. */
static bool check_heading(const struct cell *cell)
{
    cf_sheet *sheet = cell->sheet;
    const cf_csv_cell *at = &sheet->csv.cells[cell->column];
    cf_sheet_spot spot = { at->from, at->to, sheet->row_list.at[cell->row].number,
                           cell->use->name };
    const char *code = sheet->headings[cell->column].money.currency, *stated;
    int column = cf_sheet_column(sheet, "currency");

    if (column < 0 || column >= sheet->csv.count || cell->row < sheet->reported)
        return true;
    stated = cf_sheet_text(sheet, column);
    if (stated == NULL || strlen(stated) != 3 || strcmp(stated, code) == 0)
        return true;
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_CURRENCY_CONTRADICTS, &spot,
                           "--map none=HEADING ignores the column of currencies",
                           "%s must be in the currency of its row, which is %s, but its heading "
                           "says %s",
                           spot.column, stated, code) == CF_OK;
}

/* The amount of a deal without a currency of its own has that of the heading. False when memory ran
 * out. */
static bool take_heading(const struct cell *cell)
{
    cf_sheet *sheet = cell->sheet;
    const cf_money_word *money = &sheet->headings[cell->column].money;
    cf_sheet_aside *aside = &sheet->aside;

    if (cell->use->field->kind != CF_FIELD_AMOUNT || !cf_column_is_money(cell->use))
        return true;
    aside->has_amount = true;
    if (aside->currency != NULL || money->currency[0] == '\0')
        return true;
    aside->currency_column = -1;
    aside->currency = money->sign && cf_money_sign_fits(money->currency, sheet->currency)
                          ? sheet->currency
                          : money->currency;
    return money->sign || check_heading(cell);
}

/* ---- any cell ---- */

/* An id may be any text, so - and none are ids under a column's own name. */
static const cf_datum *read_list(const struct cell *cell)
{
    if (cell->use->part->cell == CF_CELL_LIST && cell->sheet->how[cell->column] == CF_HEADING_NAME)
        return plain_value(cell);
    return says_nothing(cell, CF_SAID_NOTHING) ? &nothing : plain_value(cell);
}

const cf_datum *cf_sheet_written(cf_sheet *sheet, int row, int column, char *text,
                                 cf_cell_flaw *flaw, bool *done)
{
    const struct cell cell = { .sheet = sheet,
                               .row = row,
                               .column = column,
                               .use = &sheet->uses[column],
                               .text = text,
                               .flaw = flaw,
                               .done = done };
    cf_day_end end;

    *done = false;
    switch (cell.use->part->cell) {
    case CF_CELL_NUMBER:
        return take_heading(&cell) ? read_number(&cell) : NULL;
    case CF_CELL_WORD:
        return read_word(&cell);
    case CF_CELL_BOOL:
        return read_flag(&cell);
    case CF_CELL_LIST:
    case CF_CELL_SCHEDULE:
    case CF_CELL_STATED:
        return read_list(&cell);
    default:
        return cf_column_is_date(cell.use, &end) ? read_date(&cell, end) : plain_value(&cell);
    }
}
