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

enum { TRADE = 1, CAPITAL = 2, SERVICE = 4 };

static int class_of(const char *relation)
{
    if (strcmp(relation, "investor") == 0)
        return CAPITAL;
    return strcmp(relation, "repayment") == 0 || strcmp(relation, "interest") == 0 ? SERVICE
                                                                                   : TRADE;
}

static bool sells(cf_role role)
{
    return role == CF_ROLE_SALE || role == CF_ROLE_TRADE;
}

/* The classes in which money runs as the headings stand, and those in which it runs back. */
static void sort_out(const cf_sheet *sheet, int *stand, int *turned)
{
    cf_role payer = sheet->payer_role, payee = sheet->payee_role;

    *turned = 0;
    if (payer == CF_ROLE_CAPITAL && payee == CF_ROLE_CAPITAL) {
        *stand = CAPITAL;
        *turned = SERVICE;
    } else if (payer == CF_ROLE_DEBT && payee == CF_ROLE_DEBT) {
        *stand = TRADE | SERVICE;
        *turned = CAPITAL;
    } else if (sells(payer) && sells(payee)) {
        *stand = TRADE;
    } else if (payer == CF_ROLE_CAPITAL && sells(payee)) {
        *stand = CAPITAL | TRADE; /* a bank and a vendor */
    } else if (sells(payer) && payee == CF_ROLE_CAPITAL) {
        *stand = TRADE;
    } else { /* of debt and another one */
        *stand = payer == CF_ROLE_DEBT ? TRADE | SERVICE : TRADE;
    }
}

static direction way_of(const cf_sheet *sheet, const char *relation)
{
    int stand, turned, class = class_of(relation);

    sort_out(sheet, &stand, &turned);
    return (turned & class) != 0 ? TURNED : (stand & class) != 0 ? AS_THEY_STAND : IN_DOUBT;
}

static void exchange(cf_datum *a, cf_datum *b)
{
    cf_datum kept = *a;

    cf_datum_set(a, b);
    cf_datum_set(b, &kept);
}

/* What a deal between these headings must be. */
static const char *expected_of(const cf_sheet *sheet)
{
    cf_role payer = sheet->payer_role, payee = sheet->payee_role;

    if (payer != payee)
        return payer == CF_ROLE_CAPITAL ? "between these headings must be capital or trade"
               : payer == CF_ROLE_DEBT
                   ? "between these headings must be trade, a repayment or interest"
                   : "between these headings must be trade";
    return payer == CF_ROLE_CAPITAL ? "of lender and borrower, or investor and investee, must be "
                                      "capital, a repayment or interest"
           : payer == CF_ROLE_SALE  ? "of buyer and seller must be trade"
                                    : "of customer and supplier must be trade";
}

/* --relation says it of every row, so no cell does. */
static bool report_way(cf_sheet *sheet, int row, const char *relation)
{
    int column = cf_sheet_column(sheet, "relation");
    const cf_csv_cell *cell;
    cf_sheet_spot spot;

    if (column < 0)
        column = cf_sheet_column(sheet, "payer");
    if (row < sheet->reported || column < 0 || column >= sheet->csv.count)
        return true;
    cell = &sheet->csv.cells[column];
    spot = (cf_sheet_spot){ cell->from, cell->to, sheet->row_list.at[row].number,
                            sheet->uses[column].name };
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_WAY_IN_DOUBT, &spot,
                           "name the columns payer and payee, or add such a column",
                           "a deal %s, but this is %s: who pays is in doubt", expected_of(sheet),
                           relation) == CF_OK;
}

static bool set_way(cf_sheet *sheet, int row)
{
    const char *relation = cf_datum_text(cf_datum_get(sheet->json, "relation"));
    cf_datum *payer = cf_datum_get(sheet->json, "payer");
    cf_datum *payee = cf_datum_get(sheet->json, "payee");
    direction way = relation == NULL ? AS_THEY_STAND : way_of(sheet, relation);

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
