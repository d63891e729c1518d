/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/columns.h"

#include "unit/testlib.h"

static cf_column_use find(const cf_sheet_kind *kind, const char *name)
{
    return cf_column_find(kind, name, strlen(name));
}

/* The columns have these among them, in this order, and each is found by its name. */
static void expect_columns(const cf_sheet_kind *kind, const char *expected)
{
    cf_column_use columns[CF_MOST_COLUMNS];
    int count = cf_column_list(columns, kind);

    for (int i = 0; i < count; i++) {
        size_t length = strlen(columns[i].name);

        cr_expect_eq(find(kind, columns[i].name).field, columns[i].field);
        cr_expect_eq(find(kind, columns[i].name).part, columns[i].part);
        if (strncmp(expected, columns[i].name, length) == 0 && expected[length] == ' ')
            expected += length + 1;
    }
    cr_expect_str_eq(expected, "", "%s are missing or out of order", expected);
}

Test(columns, those_of_the_contract_stand_in_its_order)
{
    expect_columns(&cf_deal_sheet,
                   "id relation payer payee amount amount_low amount_high share share_low "
                   "share_high share_of currency instrument announced cancelled start end status "
                   "probability basis cash contingent schedule earmark part_of supersedes note "
                   "rank recovery requires covers backed_by kind escrow escrow_low escrow_high "
                   "run_off_years ");
    expect_columns(&cf_entity_sheet,
                   "id name group sector outside_funds revenue revenue_from revenue_to note "
                   "outside_funds_low outside_funds_high outside_funds_schedule revenue_low "
                   "revenue_high margin margin_low margin_high backlog backlog_low backlog_high "
                   "backlog_date stated ");
    expect_columns(&cf_setting_sheet, "key value ");
}

Test(columns, letters_spaces_and_hyphens_do_not_matter)
{
    cr_expect_str_eq(find(&cf_deal_sheet, "Amount Low").name, "amount_low");
    cr_expect_str_eq(find(&cf_deal_sheet, "PART-OF").name, "part_of");
}

Test(columns, sources_are_numbered_without_end)
{
    static const struct {
        const char *header;
        int source;
        const char *name;
    } cases[] = {
        { "source_title", 1, "source_title" },
        { "source1_url", 1, "source_url" },
        { "Source12_date", 12, "source12_date" },
        { "source0_title", 0, "" },
        { "source2_author", 0, "" },
        { "source99999999_title", 0, "" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_column_use column = find(&cf_entity_sheet, cases[i].header);

        cr_expect_eq(column.source, cases[i].source);
        cr_expect_str_eq(column.name, cases[i].name);
    }
    cr_expect_str_eq(find(&cf_entity_sheet, "source12_date").keys[0], "date");
    cr_expect_null(find(&cf_setting_sheet, "source_title").field);
}

Test(columns, slips_are_understood)
{
    char room[CF_COLUMN_NAME_SIZE];

    cr_expect_str_eq(cf_column_suggest(&cf_deal_sheet, "amout", room), "amount");
    cr_expect_str_eq(cf_column_suggest(&cf_deal_sheet, "source_tittle", room), "source_title");
    cr_expect_null(cf_column_suggest(&cf_deal_sheet, "colour of the deal", room));
}

Test(columns, names_inside_other_names_are_suggested)
{
    static const char *const cases[][2] = {
        { "Amount (USD)", "amount" },
        { "Amount, low (USD)", "amount_low" },
        { "amount_usd bn", "amount" },
        { "total amount", "amount" },
        { "Betr\xC3\xA4g", NULL },
        { "amounts_paid", NULL },
        { "((amount", "amount" },
        { "--", NULL },
        { "source title (short)", "source_title" },
    };
    char room[CF_COLUMN_NAME_SIZE];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *found = cf_column_suggest(&cf_deal_sheet, cases[i][0], room);

        cr_expect_eq(found == NULL, cases[i][1] == NULL, "%s", cases[i][0]);
        if (found != NULL && cases[i][1] != NULL)
            cr_expect_str_eq(found, cases[i][1]);
    }
}
