/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

#define PART(id, of) PURCHASE(id, ", 'part_of': '" of "'")
#define SHARE(id, of) PURCHASE(id, ", 'amount': {'share': 1, 'of': [" of "]}")
#define SUPERSEDES(id, of) PURCHASE(id, ", 'supersedes': [" of "]")

Test(circles, a_deal_is_no_part_or_share_of_itself_and_does_not_supersede_itself)
{
    expect_problems(DEALS(PART("d", "d")), "CF307 /deals/0/part_of");
    expect_problems(DEALS(SHARE("d", "'d'")), "CF306 /deals/0/amount/of");
    expect_problems(DEALS(SUPERSEDES("d", "'d'")), "CF308 /deals/0/supersedes");
}

Test(circles, a_circle_is_told_once_with_its_deals)
{
    expect_message(
        DEALS(PART("x", "a1") ", " PART("a1", "b1") ", " PART("b1", "c1") ", " PART("c1", "a1")),
        "deals must not be parts of each other in a circle, but these do: \"a1\" > "
        "\"b1\" > \"c1\" > \"a1\"",
        NULL);
}

Test(circles, every_circle_is_told)
{
    expect_problems(
        DEALS(PART("a", "b") ", " PART("b", "a") ", " PART("c", "d") ", " PART("d", "c")),
        "CF307 /deals/1/part_of, CF307 /deals/3/part_of");
}

Test(circles, two_ways_to_the_same_deal_are_no_circle)
{
    cf_scenario_free(good(DEALS(SHARE("d", "'e', 'f'") ", " SHARE("e", "'g'") ", " SHARE(
        "f", "'g', 'e'") ", " PURCHASE("g", ", 'amount': 1"))));
}

Test(circles, kinds_of_references_do_not_mix)
{
    cf_scenario_free(
        good(DEALS(PURCHASE("d", ", 'part_of': 'e'") ", " PURCHASE("e", ", 'supersedes': ['d']"))));
}

Test(circles, a_long_circle_is_cut_in_the_message)
{
    char text[4000] = HEAD ENTITIES "'deals': [";
    parsed result;

    for (int i = 0; i < 20; i++) {
        char deal[120];

        snprintf(deal, sizeof deal, "%s" PURCHASE("d%d", ", 'part_of': 'd%d'"), i > 0 ? ", " : "",
                 i, (i + 1) % 20);
        strcat(text, deal);
    }
    strcat(text, "]}");
    result = parse(text);
    cr_assert_eq(cf_diags_count(result.diags), 1);
    cr_expect_str_eq(cf_diags_at(result.diags, 0)->message,
                     "deals must not be parts of each other in a circle, but these do: \"d0\" > "
                     "\"d1\" > \"d2\" > \"d3\" > ... > \"d0\"");
    free_parsed(&result);
}

Test(circles, a_chain_of_a_hundred_thousand_deals_needs_no_stack)
{
    enum { DEALS_COUNT = 100000, SIZE = 130 };
    char *text = malloc(DEALS_COUNT * SIZE + 1000);
    size_t used;
    parsed result;

    cr_assert_not_null(text);
    used = (size_t)sprintf(text, HEAD ENTITIES "'deals': [");
    for (int i = 0; i < DEALS_COUNT; i++)
        used += (size_t)sprintf(text + used, "%s" PURCHASE("d%d", ", 'supersedes': ['d%d']"),
                                i > 0 ? "," : "", i, (i + 1) % DEALS_COUNT);
    strcpy(text + used, "]}");
    result = parse(text);
    cr_expect_eq(cf_diags_count(result.diags), 1);
    cr_expect(has_problem(&result, CF_CODE_SUPERSEDES_CIRCLE, "/deals/99999/supersedes"));
    free_parsed(&result);
    free(text);
}

Test(circles, deals_must_not_require_each_other)
{
    expect_problems(DEALS(PURCHASE("p", ", 'requires': ['q']") ", " PURCHASE(
                        "q", ", 'requires': ['r']") ", " PURCHASE("r", ", 'requires': ['p']")),
                    "CF318 /deals/2/requires");
    expect_problems(DEALS(PURCHASE("p", ", 'requires': ['p']")), "CF318 /deals/0/requires");
}
