/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completes a row of a spreadsheet by what its cells say aside. */
#include "scenario/sheet_aside.h"

#include <stdio.h>
#include <string.h>

#include "scenario/sheet_understood.h"

static bool put(cf_sheet *sheet, const char *key, const char *text)
{
    const char *const keys[CF_MOST_KEYS] = { key };
    cf_datum value = { .kind = CF_DATUM_TEXT, .text = text };

    return cf_datum_put(&sheet->row_arena, sheet->json, keys, &value);
}

static bool has(const cf_sheet *sheet, const char *key)
{
    return cf_datum_get(sheet->json, key) != NULL;
}

/* ---- ids ---- */

static bool put_id(cf_sheet *sheet, int row)
{
    char id[24];
    const char *name, *copy;

    if (!sheet->makes_ids && !sheet->ids_are_names)
        return true;
    name = cf_datum_text(cf_datum_get(sheet->json, "name"));
    if (sheet->ids_are_names && (name == NULL || has(sheet, "id")))
        return true;
    if (sheet->ids_are_names) {
        cf_sheet_say(sheet, row, -1, CF_SAID_ID, "", name);
        return put(sheet, "id", name);
    }
    if (has(sheet, "id"))
        return true;
    snprintf(id, sizeof id, "row-%d", sheet->row_list.at[row].number);
    copy = cf_arena_copy(&sheet->row_arena, id, strlen(id));
    cf_sheet_say(sheet, row, -1, CF_SAID_ID, "", id);
    return copy != NULL && put(sheet, "id", copy);
}

/* ---- the currency of the amount ---- */

static bool report_currency(cf_sheet *sheet, int row, const char *stated)
{
    const cf_csv_cell *cell = &sheet->csv.cells[sheet->aside.currency_column];
    cf_sheet_spot spot = { cell->from, cell->to, sheet->row_list.at[row].number,
                           sheet->uses[sheet->aside.currency_column].name };

    if (row < sheet->reported)
        return true;
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_CURRENCY_CONTRADICTS, &spot,
                           "correct one of them",
                           "%s must be in the currency of its row, which is %s, but is in %s",
                           spot.column, stated, sheet->aside.currency) == CF_OK;
}

static bool put_currency(cf_sheet *sheet, int row)
{
    const cf_sheet_aside *aside = &sheet->aside;
    const char *stated;

    if (aside->currency == NULL || !aside->has_amount || sheet->kind != &cf_deal_sheet)
        return true;
    stated = cf_datum_text(cf_datum_get(sheet->json, "currency"));
    if (stated != NULL && aside->currency_column >= 0 && strcmp(stated, aside->currency) != 0)
        return report_currency(sheet, row, stated);
    if (stated != NULL || strcmp(aside->currency, sheet->currency) == 0 ||
        sheet->currency[0] == '\0')
        return true;
    return put(sheet, "currency", aside->currency);
}

/* ---- payer and payee ---- */

typedef enum direction { AS_THEY_STAND, TURNED, IN_DOUBT } direction;

static direction way_of(cf_role role, const char *relation)
{
    bool capital = strcmp(relation, "investor") == 0;
    bool service = strcmp(relation, "repayment") == 0 || strcmp(relation, "interest") == 0;

    switch (role) {
    case CF_ROLE_DEBT:
        return capital ? TURNED : AS_THEY_STAND;
    case CF_ROLE_CAPITAL:
        return service ? TURNED : AS_THEY_STAND;
    case CF_ROLE_TRADE:
        return capital || service ? IN_DOUBT : AS_THEY_STAND;
    default:
        return AS_THEY_STAND;
    }
}

static void exchange(cf_datum *a, cf_datum *b)
{
    cf_datum kept = *a;

    cf_datum_set(a, b);
    cf_datum_set(b, &kept);
}

static bool report_way(cf_sheet *sheet, int row, const char *relation)
{
    int column = cf_sheet_column(sheet, "relation");
    const cf_csv_cell *cell;
    cf_sheet_spot spot;

    if (row < sheet->reported || column < 0 || column >= sheet->csv.count)
        return true;
    cell = &sheet->csv.cells[column];
    spot = (cf_sheet_spot){ cell->from, cell->to, sheet->row_list.at[row].number, "relation" };
    return cf_sheet_report(
               sheet, CF_ERROR, CF_CODE_WAY_IN_DOUBT, &spot,
               "name the columns payer and payee, or add such a column",
               "a deal of customer and supplier must be trade, but this is %s: who pays is "
               "in doubt",
               relation) == CF_OK;
}

static bool set_way(cf_sheet *sheet, int row)
{
    const char *relation = cf_datum_text(cf_datum_get(sheet->json, "relation"));
    cf_datum *payer = cf_datum_get(sheet->json, "payer");
    cf_datum *payee = cf_datum_get(sheet->json, "payee");
    direction way = relation == NULL ? AS_THEY_STAND : way_of(sheet->role, relation);

    if (way == IN_DOUBT)
        return report_way(sheet, row, relation);
    if (way == AS_THEY_STAND || payer == NULL || payee == NULL)
        return true;
    cf_sheet_say(sheet, row, cf_sheet_column(sheet, "payer"), CF_SAID_TURNED,
                 cf_datum_text(payer) == NULL ? "" : cf_datum_text(payer), "payee");
    exchange(payer, payee);
    return true;
}

bool cf_sheet_complete(cf_sheet *sheet, int row)
{
    const cf_sheet_aside *aside = &sheet->aside;

    if (!put_id(sheet, row) || !put_currency(sheet, row))
        return false;
    if (sheet->relation != NULL && !has(sheet, "relation") &&
        !put(sheet, "relation", sheet->relation))
        return false;
    if (aside->instrument != NULL && !has(sheet, "instrument") &&
        !put(sheet, "instrument", aside->instrument))
        return false;
    if (aside->estimate && !has(sheet, "basis") && !put(sheet, "basis", "estimate"))
        return false;
    return sheet->turns ? set_way(sheet, row) : true;
}
