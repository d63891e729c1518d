/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

#define SHOCKS(list) HEAD "'shocks': " list ", 'entities': [], 'deals': []}"

Test(shocks, have_an_id_perhaps_a_name_and_what_they_apply)
{
    cf_scenario *scenario =
        good(SHOCKS("[{'id': 's', 'name': 'N', 'apply': ['funds:a=b=0.5', 'fail:c']}, "
                    "{'id': 't', 'apply': []}]"));

    cr_assert_eq(scenario->shock_count, 2);
    cr_expect_str_eq(scenario->shocks[0].id, "s");
    cr_expect_str_eq(scenario->shocks[0].name, "N");
    cr_assert_eq(scenario->shocks[0].apply_count, 2);
    cr_expect_str_eq(scenario->shocks[0].apply[0], "funds:a=b=0.5");
    cr_expect_str_eq(scenario->shocks[0].apply[1], "fail:c");
    cr_expect_null(scenario->shocks[1].name);
    cr_expect_eq(scenario->shocks[1].apply_count, 0);
    cr_expect_eq(scenario->unkept, 0);
    cr_expect_eq(cf_scenario_find_shock(scenario, "t"), 1);
    cr_expect_eq(cf_scenario_find_shock(scenario, "u"), -1);
    cf_scenario_free(scenario);
}

Test(shocks, what_is_wrong_with_them_has_its_place)
{
    expect_problems(SHOCKS("{}"), "CF202 /shocks");
    expect_problems(SHOCKS("[1]"), "CF202 /shocks/0");
    expect_problems(SHOCKS("[{'id': 's'}]"), "CF201 /shocks/0");
    expect_problems(SHOCKS("[{'apply': []}]"), "CF201 /shocks/0");
    expect_problems(SHOCKS("[{'id': 's', 'apply': 'fail:a'}]"), "CF202 /shocks/0/apply");
    expect_problems(SHOCKS("[{'id': 's', 'apply': ['fail:a', 5]}]"), "CF202 /shocks/0/apply/1");
}

Test(shocks, what_they_apply_has_a_form)
{
    expect_problems(SHOCKS("[{'id': 's', 'apply': ['fund:a=1', 'funds:a', 'funds:a=x', 'deal=1', "
                           "'fail', '@s', 'funds=0.5', 'fail:nobody', 'deal:none=2']}]"),
                    "CF219 /shocks/0/apply/0, CF219 /shocks/0/apply/1, CF219 /shocks/0/apply/2, "
                    "CF219 /shocks/0/apply/3, CF219 /shocks/0/apply/4, CF219 /shocks/0/apply/5");
    expect_message(SHOCKS("[{'id': 's',\n'apply': ['fund:a=1']}]"),
                   "an entry of \"apply\" must be funds:ID=X, funds=X, assumed:ID=X, assumed=X, "
                   "deal:ID=X, relation:investor=X or fail:ID, but is \"fund:a=1\"",
                   "did you mean \"funds\"?");
    expect_message(SHOCKS("[{'id': 's', 'apply': ['funds=-1']}]"),
                   "the factor of an entry of \"apply\" must be a number from 0 to 1e18, but is "
                   "\"-1\"",
                   "write it with a point, such as 0.5 for half of it");
}

Test(shocks, ids_are_unique)
{
    expect_problems(SHOCKS("[{'id': 's', 'apply': []}, {'id': 't', 'apply': []}, "
                           "{'id': 's', 'apply': []}]"),
                    "CF301 /shocks/2/id");
    expect_message(SHOCKS("[{'id': 's', 'apply': []},\n{'id': 's', 'apply': []}]"),
                   "id must be unique, but \"s\" is also the id of another shock",
                   "the first one is on line 1 (/shocks/0/id)");
}
