/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

#define WITH(keys) HEAD keys ", 'entities': [], 'deals': []}"

Test(build, everything_about_a_scenario_is_read)
{
    cf_scenario *scenario = good(WITH(
        "'description': 'D', 'as_of': '2025-11', 'span': {'from': '2025', 'to': '2026-06'}, "
        "'unit': 'bn', 'fx': {'EUR': 1.1}, 'status_probability': {'signed': 0.9, 'rumoured': 0}, "
        "'shocks': [{'id': 's', 'apply': ['funds=0.5']}]"));

    cr_expect_str_eq(scenario->file, "test.json");
    cr_expect_str_eq(scenario->description, "D");
    cr_expect_eq(scenario->as_of, day_of("2025-11-30"));
    cr_expect_eq(scenario->span_from, day_of("2025-01-01"));
    cr_expect_eq(scenario->span_to, day_of("2026-06-30"));
    cr_expect_str_eq(scenario->currency, "USD");
    cr_expect_eq(scenario->unit, CF_BILLION);
    cr_expect_eq(scenario->status_probability[CF_SIGNED], 0.9);
    cr_expect_eq(scenario->status_probability[CF_RUMOURED], 0);
    cr_expect_eq(scenario->status_probability[CF_ANNOUNCED], 1);
    cr_expect_eq(scenario->shock_count, 1);
    cf_scenario_free(scenario);
}

Test(build, an_empty_scenario_is_one)
{
    cf_scenario *scenario = good(HEAD "'entities': [], 'deals': []}");

    cr_expect_eq(scenario->entity_count + scenario->deal_count, 0);
    cr_expect_null(scenario->description);
    cr_expect_eq(scenario->as_of, CF_NO_DAY);
    cr_expect_eq(scenario->span_from, CF_NO_DAY);
    cr_expect_eq(scenario->span_to, CF_NO_DAY);
    cr_expect_eq(scenario->unit, CF_ONE);
    cr_expect_eq(scenario->status_probability[CF_CANCELLED], 1);
    cf_scenario_free(scenario);
}

Test(build, the_root_is_an_object)
{
    expect_problems("[]", "CF202 ");
    expect_problems("'text'", "CF202 ");
    expect_problems("5", "CF202 ");
    expect_problems("null", "CF202 ");
}

Test(build, only_the_schema_of_this_version_is_read)
{
    expect_message("{'schema': 'circfin.scenario/2', 'name': 'T', 'currency': 'USD', "
                   "'entities': [], 'deals': []}",
                   "schema must be \"circfin.scenario/1\", but is \"circfin.scenario/2\"",
                   "a newer circfin may read it");
    expect_message("{'schema': 'geo', 'name': 'T', 'currency': 'USD', 'entities': [], "
                   "'deals': []}",
                   "schema must be \"circfin.scenario/1\", but is \"geo\"", NULL);
}

Test(build, a_billion_is_not_taken_for_a_million)
{
    static const char *const cases[][2] = {
        { "billion", "did you mean \"bn\"?" },
        { "b", "did you mean \"bn\"?" },
        { "BN", "did you mean \"bn\"?" },
        { "mn", "did you mean \"million\"?" },
        { "thousands", "did you mean \"thousand\"?" },
        { "trillion", NULL },
        { "USD", NULL },
        { "", NULL },
    };
    char text[300], message[200];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, WITH("'unit': '%s'"), cases[i][0]);
        snprintf(message, sizeof message,
                 "unit must be one, thousand, million or bn, but is \"%s\"", cases[i][0]);
        expect_message(text, message, cases[i][1]);
    }
}

Test(build, rates_are_above_0_and_those_of_currencies)
{
    expect_problems(WITH("'fx': {'EUR': 0, 'GBP': -1, 'JPY': '1', 'CHF': 1e19, 'yen': 5}"),
                    "CF215 /fx/EUR, CF215 /fx/GBP, CF202 /fx/JPY, CF205 /fx/CHF, CF213 /fx/yen");
}

Test(build, the_own_currency_is_worth_1)
{
    cf_scenario_free(good(WITH("'fx': {'USD': 1}")));
    expect_message(WITH("'fx': {'USD': 2}"),
                   "USD is the currency of the scenario, so its rate is 1 and not 2", NULL);
}

Test(build, probabilities_are_those_of_statuses)
{
    expect_problems(WITH("'status_probability': {'signed': 2, 'likely': 0.5, 'announced': '1'}"),
                    "CF208 /status_probability/signed, CF212 /status_probability/likely, "
                    "CF202 /status_probability/announced");
}

Test(build, a_span_has_both_ends_in_order)
{
    expect_problems(WITH("'span': {}"), "CF201 /span, CF201 /span");
    expect_problems(WITH("'span': {'from': '2025'}"), "CF201 /span");
    expect_problems(WITH("'span': {'from': '2026', 'to': '2025'}"), "CF313 /span/to");
    cf_scenario_free(good(WITH("'span': {'from': '2025-06', 'to': '2025'}")));
}

Test(build, problems_come_in_the_order_of_the_file)
{
    expect_problems("{'deals': [{'id': 'd', 'relation': 'investor', 'payer': 'a', 'payee': 'x',\n"
                    "'amount': -1}],\n'entities': [{'id': 'a', 'note': 1}],\n'name': 2,\n"
                    "'colour': 3, 'currency': 'EUR', 'schema': 'circfin.scenario/1'}",
                    "CF302 /deals/0/payee, CF204 /deals/0/amount, CF202 /entities/0/note, "
                    "CF202 /name, CF401 /colour");
}

Test(build, suggestions_for_very_many_mistakes_take_no_time)
{
    enum { COUNT = 20000, SIZE = 120 };
    char *text = malloc(COUNT * SIZE * 2);
    size_t used;
    parsed result;

    cr_assert_not_null(text);
    used = (size_t)sprintf(text, HEAD "'entities': [{'id': 'entity'}");
    for (int i = 0; i < COUNT; i++)
        used += (size_t)sprintf(text + used, ",{'id': 'entity-%d'}", i);
    used += (size_t)sprintf(text + used, "], 'deals': [");
    for (int i = 0; i < COUNT; i++)
        used += (size_t)sprintf(text + used,
                                "%s{'id': 'd%d', 'relation': 'investor', 'payer': 'entity', "
                                "'payee': 'entiti-%d'}",
                                i > 0 ? "," : "", i, i);
    strcpy(text + used, "]}");
    result = parse(text);
    cr_expect_eq(cf_diags_total(result.diags, CF_ERROR), COUNT);
    cr_expect_str_eq(cf_diags_at(result.diags, 19)->hint, "did you mean \"entity-19\"?");
    free_parsed(&result);
    free(text);
}
