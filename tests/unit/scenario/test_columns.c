/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/columns.h"

#include "circfin/sheets.h"
#include "unit/testlib.h"

static cf_column_use find(const cf_sheet_kind *kind, const char *name)
{
    return cf_column_find(kind, name, strlen(name));
}

Test(columns, every_column_is_found_by_its_name)
{
    for (int i = 0; i < CF_DEAL_COLUMN_COUNT; i++)
        cr_expect_eq(find(&cf_deal_sheet, cf_deal_column_name((cf_deal_column)i)).spec,
                     &cf_deal_sheet.columns[i]);
    for (int i = 0; i < CF_ENTITY_COLUMN_COUNT; i++)
        cr_expect_eq(find(&cf_entity_sheet, cf_entity_column_name((cf_entity_column)i)).spec,
                     &cf_entity_sheet.columns[i]);
}

Test(columns, the_enums_stand_for_the_names)
{
    cr_expect_str_eq(cf_deal_column_name(CF_DEAL_SHARE_OF), "share_of");
    cr_expect_str_eq(cf_deal_column_name(CF_DEAL_CANCELLED_ON), "cancelled");
    cr_expect_str_eq(cf_deal_column_name(CF_DEAL_NOTE), "note");
    cr_expect_str_eq(cf_entity_column_name(CF_ENTITY_NOTE), "note");
    cr_expect_str_eq(cf_entity_column_name(CF_ENTITY_FUNDS_LOW), "outside_funds_low");
    cr_expect_str_eq(cf_entity_column_name(CF_ENTITY_REVENUE_HIGH), "revenue_high");
}

Test(columns, letters_spaces_and_hyphens_do_not_matter)
{
    cr_expect_eq(find(&cf_deal_sheet, "Amount Low").spec,
                 &cf_deal_sheet.columns[CF_DEAL_AMOUNT_LOW]);
    cr_expect_eq(find(&cf_deal_sheet, "PART-OF").spec, &cf_deal_sheet.columns[CF_DEAL_PART_OF]);
}

Test(columns, sources_are_numbered_without_end)
{
    cr_expect_eq(find(&cf_deal_sheet, "source_title").source, 1);
    cr_expect_eq(find(&cf_deal_sheet, "source1_url").source, 1);
    cr_expect_eq(find(&cf_entity_sheet, "Source12_date").source, 12);
    cr_expect_str_eq(find(&cf_entity_sheet, "source12_date").spec->keys[0], "date");
    cr_expect_null(find(&cf_deal_sheet, "source0_title").spec);
    cr_expect_null(find(&cf_deal_sheet, "source2_author").spec);
    cr_expect_null(find(&cf_deal_sheet, "source99999999999_title").spec);
    cr_expect_null(find(&cf_setting_sheet, "source_title").spec);
}

Test(columns, slips_are_understood)
{
    cr_expect_str_eq(cf_column_suggest(&cf_deal_sheet, "amout"), "amount");
    cr_expect_str_eq(cf_column_suggest(&cf_deal_sheet, "source_tittle"), "source_title");
    cr_expect_null(cf_column_suggest(&cf_deal_sheet, "colour of the deal"));
}
