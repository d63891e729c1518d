/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/report.h"
#include "unit/testlib.h"

static const char small[] =
    "'unit': 'bn', 'as_of': '2026-06-30', 'status_probability': { 'signed': 0.5 },"
    "'entities': [{ 'id': 's', 'outside_funds': 7 }, { 'id': 'c' }], 'deals': ["
    "{ 'id': 'a', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'announced': '2026-01-31' },"
    "{ 'id': 'b', 'relation': 'customer', 'payer': 'c', 'payee': 's', 'amount': 5, 'cash': false,"
    " 'requires': ['a'] }]";

static const cf_column *column_of(const cf_table *table, const char *name)
{
    return cf_table_column(table, cf_table_find_column(table, name));
}

Test(of_scenario, tables_are_those_of_spreadsheets_with_the_kinds_of_their_cells)
{
    cf_scenario *scenario = scenario_from(small);
    cf_report *report = NULL;
    const cf_table *deals, *entities;

    assert_ok(cf_report_of_scenario(&report, scenario));
    deals = cf_report_find_table(report, "deals");
    entities = cf_report_find_table(report, "entities");
    cr_assert_eq(cf_table_row_count(deals), 2);
    cr_expect_str_eq(cf_table_text(deals, 1, "payer"), "c");
    cr_expect(isnan(cf_table_number(deals, 0, "amount")));
    expect_near(cf_table_number(deals, 1, "amount"), 5);
    cr_expect_str_eq(cf_table_text(deals, 0, "announced"), "2026-01-31");
    cr_expect_eq(column_of(deals, "announced")->kind, CF_DATE);
    cr_expect_eq(column_of(deals, "cash")->kind, CF_FLAG);
    cr_expect_eq(column_of(deals, "amount")->kind, CF_NUMBER);
    cr_expect_str_eq(cf_table_text(deals, 1, "requires"), "a");
    expect_near(cf_table_number(entities, 0, "outside_funds"), 7);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(of_scenario, settings_are_texts)
{
    cf_scenario *scenario = scenario_from(small);
    cf_report *report = NULL;
    const cf_table *settings;
    bool found = false;

    assert_ok(cf_report_of_scenario(&report, scenario));
    settings = cf_report_find_table(report, "scenario");
    for (long row = 0; row < cf_table_row_count(settings); row++) {
        if (strcmp(cf_table_text(settings, row, "key"), "status_probability.signed") != 0)
            continue;
        cr_expect_str_eq(cf_table_text(settings, row, "value"), "0.5");
        found = true;
    }
    cr_expect(found);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(of_scenario, nothing_is_left_where_memory_runs_out)
{
    cf_scenario *scenario = scenario_from(small);
    cf_report *report = NULL;
    cf_status status = CF_NO_MEMORY;

    for (int n = 0; status != CF_OK; n++) {
        allow_allocations(n);
        status = cf_report_of_scenario(&report, scenario);
        cr_expect_eq(report == NULL, status != CF_OK);
        cf_report_free(report);
        cr_expect_eq(stop_counting_allocations(), 0);
    }
    cf_scenario_free(scenario);
}
