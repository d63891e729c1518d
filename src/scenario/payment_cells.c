/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules for the cells of a payment. */
#include "scenario/payment_cells.h"

#include <string.h>

#include "base/text.h"
#include "circfin/text.h"
#include "scenario/cells.h"

/* ---- problems ---- */

/* The cell, or the end of the row where it has none. */
static cf_sheet_spot spot_of(const cf_payments *payments, int column)
{
    const cf_csv *csv = &payments->sheet.csv;
    const char *name = payments->sheet.uses[column].name;
    size_t end = csv->cells[csv->count - 1].to;

    if (column >= csv->count)
        return (cf_sheet_spot){ end, end, payments->row.number, name };
    return (cf_sheet_spot){ csv->cells[column].from, csv->cells[column].to, payments->row.number,
                            name };
}

/* ---- names ---- */

static bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7F;
}

cf_status cf_payment_check_name(cf_payments *payments, int column, cf_payment_party name)
{
    cf_sheet *sheet = &payments->sheet;
    size_t at = 0;
    cf_sheet_spot spot;

    while (at < name.length && !is_control((unsigned char)name.text[at]))
        at++;
    if (name.length > 0 && at == name.length)
        return CF_OK;
    spot = spot_of(payments, column);
    if (name.length == 0)
        return cf_sheet_report(sheet, CF_ERROR, CF_CODE_CELL_EMPTY, &spot, NULL,
                               "%s must not be empty", spot.column);
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_CONTROL_CHARACTER, &spot, NULL,
                           "%s must not contain control characters, but U+%04X is in %s",
                           spot.column, (unsigned)(unsigned char)name.text[at],
                           cf_show_text(cf_sheet_text(sheet, column)).text);
}

cf_status cf_payment_self(cf_payments *payments)
{
    cf_sheet_spot spot = spot_of(payments, payments->payee);

    return cf_sheet_report(&payments->sheet, CF_ERROR, CF_CODE_SELF_DEAL, &spot,
                           "--self-deals drop leaves such deals out",
                           "payer and payee must differ, but both are %s",
                           cf_show_text(cf_sheet_text(&payments->sheet, payments->payee)).text);
}

cf_status cf_payment_warn_of_self(cf_payments *payments)
{
    return cf_diags_add(payments->sheet.diags, CF_WARNING, CF_CODE_SELF_DEALS_DROPPED, NULL, NULL,
                        "%.0f payment%s of an entity to itself %s left out", payments->self_count,
                        payments->self_count == 1.0 ? "" : "s",
                        payments->self_count == 1.0 ? "is" : "are");
}

/* ---- words ---- */

/* The index of a word, whatever its case and separators; `count` if it is none of them. */
static int index_of(const char *word, const char *const *words, int count)
{
    char normal[CF_COLUMN_NAME_SIZE];
    int i = 0;

    if (strlen(word) >= sizeof normal)
        return count;
    cf_column_normalise(normal, word, strlen(word));
    while (i < count && strcmp(normal, words[i]) != 0)
        i++;
    return i;
}

cf_status cf_payment_relation(cf_payments *payments, cf_class *class)
{
    cf_sheet *sheet = &payments->sheet;
    const char *word = cf_sheet_text(sheet, payments->relation), *near;
    int relation =
        word == NULL ? CF_RELATION_COUNT : index_of(word, cf_relation_names, CF_RELATION_COUNT);
    cf_sheet_spot spot;
    char list[CF_WORDS_SIZE];

    *class = CF_TRADE;
    if (relation < CF_RELATION_COUNT) {
        *class = cf_relation_class((cf_relation)relation);
        return CF_OK;
    }
    spot = spot_of(payments, payments->relation);
    if (word == NULL)
        return cf_sheet_report(sheet, CF_ERROR, CF_CODE_CELL_EMPTY, &spot, NULL,
                               "%s must not be empty", spot.column);
    near = cf_text_nearest(word, cf_relation_names, CF_RELATION_COUNT);
    cf_list_words(list, cf_relation_names, CF_RELATION_COUNT);
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_UNKNOWN_WORD, &spot,
                           near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                           "%s must be %s, but is %s", spot.column, list, cf_show_text(word).text);
}

/* ---- amounts ---- */

static cf_status check_size(cf_payments *payments, const cf_sheet_spot *spot, double amount)
{
    if (amount < 0.0)
        return cf_sheet_report(&payments->sheet, CF_ERROR, CF_CODE_NEGATIVE_AMOUNT, spot, NULL,
                               "%s must be 0 or more, but is %s", spot->column,
                               cf_show_number(amount).text);
    if (amount > CF_LARGEST)
        return cf_sheet_report(
            &payments->sheet, CF_ERROR, CF_CODE_HUGE_NUMBER, spot, "check the unit of the amounts",
            "%s must be at most 1e18, but is %s", spot->column, cf_show_number(amount).text);
    return CF_OK;
}

cf_status cf_payment_amount(cf_payments *payments, double *amount)
{
    cf_sheet *sheet = &payments->sheet;
    cf_sheet_spot spot = spot_of(payments, payments->amount);
    cf_cell_flaw flaw = { .code = 0 };
    cf_arena arena = { 0 };
    const cf_datum *value =
        cf_cell_value(&arena, CF_CELL_NUMBER, cf_sheet_text(sheet, payments->amount),
                      cf_sheet_decimal(sheet, payments->amount), &flaw);
    bool read = value != NULL;

    *amount = cf_datum_is(value, CF_DATUM_NUMBER) ? value->number : 0.0;
    cf_arena_free(&arena);
    if (!read)
        return CF_NO_MEMORY;
    if (flaw.code == 0)
        return check_size(payments, &spot, *amount);
    return cf_sheet_report(sheet, CF_ERROR, flaw.code, &spot,
                           flaw.hint.text[0] == '\0' ? NULL : flaw.hint.text,
                           "%s must be %s, but is %s", spot.column, flaw.should,
                           cf_show_text(cf_sheet_text(sheet, payments->amount)).text);
}

/* ---- other columns ---- */

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

bool cf_payment_counts(const cf_column_use *column)
{
    static const char *const names[] = { "currency",   "cancelled",  "status",      "cash",
                                         "contingent", "schedule",   "earmark",     "part_of",
                                         "supersedes", "amount_low", "amount_high", "share",
                                         "share_low",  "share_high", "share_of",    NULL };

    return column->field != NULL && column->source == 0 && is_one_of(column->name, names);
}

/* Whether a cell says what holds without it. */
static bool says_nothing(const cf_payments *payments, const char *name, const char *text)
{
    static const char *const counted[] = { "announced", "signed", "completed" };
    static const char *const yes[] = { "true", "yes", "1" }, *const no[] = { "false", "no", "0" };

    if (strcmp(name, "status") == 0)
        return index_of(text, counted, 3) < 3;
    if (strcmp(name, "cash") == 0)
        return index_of(text, yes, 3) < 3;
    if (strcmp(name, "contingent") == 0)
        return index_of(text, no, 3) < 3;
    return strcmp(name, "currency") == 0 && strcmp(text, payments->currency) == 0;
}

cf_status cf_payment_other(cf_payments *payments, int column)
{
    cf_sheet *sheet = &payments->sheet;
    const char *text = cf_sheet_text(sheet, column);
    cf_sheet_spot spot;

    if (text == NULL || says_nothing(payments, sheet->uses[column].name, text))
        return CF_OK;
    spot = spot_of(payments, column);
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_PAYMENT_NOT_PLAIN, &spot,
                           "take out what does not count, write the amount that does, and leave "
                           "the cell empty",
                           "a payment must count as it stands, but has the %s %s", spot.column,
                           cf_show_text(text).text);
}

cf_status cf_payment_warn_of(cf_payments *payments, int column)
{
    static const char *const names[] = {
        "announced", "start", "end", "probability", "basis", NULL
    };
    cf_sheet *sheet = &payments->sheet;
    cf_sheet_spot spot = { sheet->csv.cells[column].from, sheet->csv.cells[column].to,
                           sheet->header_row, NULL };

    if (sheet->uses[column].field == NULL || !is_one_of(sheet->uses[column].name, names))
        return CF_OK;
    return cf_sheet_report(sheet, CF_WARNING, CF_CODE_PAYMENT_COLUMN, &spot, NULL,
                           "payments are added up, so the column %s is left out, and view options "
                           "that need it find nothing",
                           sheet->uses[column].name);
}
