/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settles what the headings of an amount, its low and its high say together. */
#include "scenario/sheet_range.h"

#include <string.h>

static bool has_heading(const cf_sheet *sheet, const char *column)
{
    for (int i = 0; i < sheet->width; i++)
        if (sheet->headings[i].use.field != NULL &&
            strcmp(sheet->headings[i].use.name, column) == 0)
            return true;
    return false;
}

/* Whether a column's first cell under the header has a digit; the header is sought again. */
static bool begins_with_number(cf_sheet *sheet, int column)
{
    size_t begin = sheet->csv.at;
    bool number = false;

    if (cf_csv_next(&sheet->csv) == CF_CSV_ROW && cf_sheet_text(sheet, column) != NULL)
        number = strpbrk(cf_sheet_text(sheet, column), "0123456789") != NULL;
    sheet->csv.at = sheet->header_at;
    return cf_csv_next(&sheet->csv) == CF_CSV_ROW && sheet->csv.at == begin && number;
}

void cf_sheet_settle_range(cf_sheet *sheet)
{
    if (sheet->kind != &cf_deal_sheet || sheet->asked == NULL || has_heading(sheet, "amount") ||
        !has_heading(sheet, "amount_low") || !has_heading(sheet, "amount_high"))
        return;
    for (int i = 0; i < sheet->width; i++) {
        const char *text = cf_sheet_text(sheet, i);
        cf_heading *heading = &sheet->headings[i], unit;

        if (text == NULL || heading->is_name || !cf_heading_is_middle(text) ||
            !begins_with_number(sheet, i))
            continue;
        cf_heading_read_unit(&unit, cf_sheet_text(sheet, i));
        if (unit.percent)
            continue;
        *heading = unit;
        heading->use = cf_column_find(sheet->kind, "amount", strlen("amount"));
    }
}

static bool are_siblings(const cf_sheet *sheet, int a, int b)
{
    return a != b && cf_column_is_money(&sheet->uses[a]) && cf_column_is_money(&sheet->uses[b]) &&
           sheet->uses[a].field == sheet->uses[b].field;
}

static void take_unit(cf_money_word *to, const cf_money_word *from)
{
    if (to->power < 0)
        to->power = from->power;
    if (to->currency[0] != '\0')
        return;
    strcpy(to->currency, from->currency);
    to->sign = from->sign;
}

void cf_sheet_share_units(cf_sheet *sheet)
{
    for (int base = 1; base >= 0; base--)
        for (int i = 0; i < sheet->width; i++)
            for (int k = 0; k < sheet->width && sheet->uses[i].is_base == (base == 1); k++)
                if (are_siblings(sheet, i, k))
                    take_unit(&sheet->headings[k].money, &sheet->headings[i].money);
}
