/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "unit/scenario/parsed.h"

static cf_status read_text(cf_scenario **out, const char *text, cf_diags *diags)
{
    const cf_reading reading = { .drop_self_deals = true };
    char path[] = "/tmp/circfin-unit-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");
    cf_status status;

    for (; *text != '\0'; text++)
        putc(*text == '\'' ? '"' : *text, file);
    fclose(file);
    status = cf_scenario_read_as(out, path, &reading, diags);
    unlink(path);
    return status;
}

#define SELF(id) "{'id': '" id "', 'relation': 'customer', 'payer': 'a', 'payee': 'a'}"

Test(dropped, deals_are_numbered_anew)
{
    const char
        *text =
            DEALS(
                SELF("s1") ", " INVESTMENT("d", ", 'earmark': ['e'], 'amount': 5") ", " SELF("s2") ", " PURCHASE(
                    "e",
                    ", 'amount': 4, 'supersedes': ['f']") ", " SUPPLY("f",
                                                                      ", 'part_of': 'd', 'amount': "
                                                                      "1") ", " SUPPLY("g",
                                                                                       ", "
                                                                                       "'amount': "
                                                                                       "{'share': "
                                                                                       "0.5, 'of': "
                                                                                       "['d', "
                                                                                       "'e']}"));
    cf_scenario *scenario;
    cf_diags *diags;

    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    cr_assert_eq(read_text(&scenario, text, diags), CF_OK);
    cr_assert_eq(scenario->deal_count, 4);
    cr_expect_eq(cf_scenario_find_deal(scenario, "s1"), -1);
    cr_expect_eq(cf_scenario_find_deal(scenario, "e"), 1);
    cr_expect_eq(cf_scenario_find_entity(scenario, "c"), 2);
    cr_expect_eq(scenario->deals[0].earmark.at[0], 1);
    cr_expect_eq(scenario->deals[1].supersedes.at[0], 2);
    cr_expect_eq(scenario->deals[2].part_of, 0);
    cr_expect_eq(scenario->deals[3].part_of, -1);
    cr_expect_eq(scenario->deals[3].share_of.at[1], 1);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_SELF_DEALS_DROPPED);
    cr_expect_str_eq(cf_diags_at(diags, 0)->message,
                     "2 deals of an entity with itself are left out, such as \"s1\"");
    cf_scenario_free(scenario);
    cf_diags_free(diags);
}

Test(dropped, no_deal_may_refer_to_one)
{
    cf_scenario *scenario;
    cf_diags *diags;

    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    cr_assert_eq(
        read_text(&scenario, DEALS(SELF("s1") ", " PURCHASE("e", ", 'part_of': 's1'")), diags),
        CF_BAD_INPUT);
    cr_expect_eq(cf_diags_total(diags, CF_ERROR), 1);
    cf_diags_free(diags);
}
