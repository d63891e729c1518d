/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/writer.h"
#include "unit/testlib.h"

static const char scene[] =
    "'entities': [{'id': 's'}, {'id': 'a', 'outside_funds': 2}, {'id': 'b'}, {'id': 't'}, {'id': "
    "'x'}],"
    "'deals': ["
    "{'id': 'sa', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10},"
    "{'id': 'as', 'relation': 'customer', 'payer': 'a', 'payee': 's',"
    " 'amount': {'low': 2, 'base': 6, 'high': 9}},"
    "{'id': 'ab', 'relation': 'supplier', 'payer': 'a', 'payee': 'b', 'amount': 3},"
    "{'id': 'bs', 'relation': 'customer', 'payer': 'b', 'payee': 's'},"
    "{'id': 'tx', 'relation': 'customer', 'payer': 't', 'payee': 'x', 'amount': 1},"
    "{'id': 'tb', 'relation': 'investor', 'payer': 't', 'payee': 'b', 'amount': 4},"
    "{'id': 'bt', 'relation': 'customer', 'payer': 'b', 'payee': 't', 'amount': 5}]";

struct run {
    cf_report *report;
    cf_diags *diags;
    cf_status status;
};

/* Parameters as "supplier=s top=all". */
static struct run run(const cf_scenario *scenario, const char *options, const char *parameters,
                      bool digest)
{
    enum { MOST = 6 };
    struct run run = { .report = NULL };
    char text[200], *rest = text;
    cf_param params[MOST];
    cf_request request = {
        .scenario = scenario, .view = options_from(options), .params = params, .digest_only = digest
    };

    snprintf(text, sizeof text, "%s", parameters);
    for (char *word; (word = strtok_r(rest, " ", &rest)) != NULL;) {
        char *value = strchr(word, '=');

        *value = '\0';
        params[request.param_count++] = (cf_param){ word, value + 1 };
    }
    assert_ok(cf_diags_new(&run.diags));
    run.status = cf_analysis_run(&run.report, cf_analysis_find("drivers"), &request, run.diags);
    return run;
}

static void drop(struct run *run)
{
    cf_report_free(run->report);
    cf_diags_free(run->diags);
}

static double at(const struct run *run, const char *key, const char *column)
{
    return number_at(run->report, "drivers", key, column);
}

Test(drivers_command, a_row_says_what_a_deal_does)
{
    cf_scenario *scenario = scenario_from(scene);
    struct run all = run(scenario, "", "measure=all top=all supplier=s", false);

    cr_assert_eq((int)all.status, (int)CF_OK);
    cr_expect_eq(row_count(all.report, "drivers"), 3 * 8);
    expect_near(at(&all, "s/pro_rata/as", "value"), 5);
    expect_near(at(&all, "s/pro_rata/as", "amount"), 6);
    expect_near(at(&all, "s/pro_rata/as", "marginal_up"), 10.0 / 12);
    expect_near(at(&all, "s/pro_rata/as", "low"), 10 * 2.0 / 12);
    expect_near(at(&all, "s/pro_rata/as", "high"), 7.5);
    expect_near(at(&all, "s/pro_rata/sa", "low"), 9 * 6.0 / 11); /* no range: 10 % less */
    expect_near(at(&all, "s/pro_rata/as", "without"), 0);
    expect_near(at(&all, "s/pro_rata/as", "valid_to"), NAN);
    expect_near(at(&all, "s/max/as", "marginal_up"), 1);
    expect_near(at(&all, "s/max/as", "valid_to"), 10);
    expect_near(at(&all, "s/max/as", "kink"), 0);
    expect_near(at(&all, "s/max/as", "choke"), 1);
    expect_near(at(&all, "s/max/sa", "choke"), 0);
    expect_near(at(&all, "s/pro_rata/bs", "amount"), NAN);
    expect_near(at(&all, "s/pro_rata/bs", "value"), NAN);
    expect_near(at(&all, "s/pro_rata/bs", "marginal_down"), NAN);
    cr_expect_gt(at(&all, "s/pro_rata/bs", "marginal_up"), 0);
    expect_near(at(&all, "s/pro_rata/bs", "choke"), NAN);
    drop(&all);
    cf_scenario_free(scenario);
}

Test(drivers_command, without_a_deal_is_the_scenario_without_it)
{
    char other[sizeof scene];
    char *deal;
    cf_scenario *scenario = scenario_from(scene), *less;
    struct run all = run(scenario, "", "measure=all top=all supplier=s", false);
    cf_report *score;

    strcpy(other, scene);
    deal = strstr(other, "{'id': 'ab'");
    memset(deal, ' ', (size_t)(strstr(deal, "{'id': 'bs'") - deal));
    less = scenario_from(other);
    score = score_of(less, "");
    expect_near(at(&all, "s/min/ab", "without"),
                number_at(score, "suppliers", "s", "loopback_min"));
    expect_near(at(&all, "s/pro_rata/ab", "without"),
                number_at(score, "suppliers", "s", "loopback_pro_rata"));
    expect_near(at(&all, "s/max/ab", "without"),
                number_at(score, "suppliers", "s", "loopback_max"));
    cf_report_free(score);
    drop(&all);
    cf_scenario_free(less);
    cf_scenario_free(scenario);
}

static const char *deal_in(const struct run *run, long row)
{
    return cf_table_cell(cf_report_find_table(run->report, "drivers"), row, 2)->text;
}

Test(drivers_command, rows_are_ranked_and_limited)
{
    static const char *const order[] = { "as", "funds:a", "sa", "bs", "ab", "tx", "tb", "bt" };
    cf_scenario *scenario = scenario_from(scene);
    struct run all = run(scenario, "", "top=all", false), two = run(scenario, "", "top=2", false);

    /* as 6 × 10/12, the funds of a 2 × 5/12, sa 10 × 1/12, then bs without an amount, then what
     * does nothing, in file order; t, which has less, follows. */
    for (long i = 0; i < 8; i++)
        cr_expect_str_eq(deal_in(&all, i), order[i], "row %ld is %s", i, deal_in(&all, i));
    cr_expect_eq(row_count(all.report, "drivers"), 16);
    cr_expect_eq(row_count(two.report, "drivers"), 4);
    cr_expect_str_eq(deal_in(&two, 1), "funds:a");
    drop(&all);
    drop(&two);
    cf_scenario_free(scenario);
}

Test(drivers_command, under_probability_there_is_pro_rata_only)
{
    cf_scenario *scenario = scenario_from(scene);
    struct run all = run(scenario, "--weights probability", "measure=all supplier=s", false);
    struct run max = run(scenario, "--weights probability", "measure=max", false);

    cr_expect_eq(row_count(all.report, "drivers"), 8);
    cr_expect_eq(row_count(max.report, "drivers"), 0);
    cr_expect_eq(cf_diags_at(all.diags, 0)->code, 540);
    cr_expect_eq(cf_report_warning_count(all.report), 1);
    drop(&all);
    drop(&max);
    cf_scenario_free(scenario);
}

Test(drivers_command, what_does_not_fit_is_told)
{
    static const struct {
        const char *parameters;
        int code;
    } examples[] = {
        { "supplier=nobody", 501 }, { "top=0", 506 },        { "top=2.5", 506 },
        { "top=some", 506 },        { "measure=most", 506 }, { "swing=-1", 506 },
        { "swing=1e300", 506 },     { "swing=ten", 506 },
    };
    cf_scenario *scenario = scenario_from(scene);

    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct run refused = run(scenario, "", examples[i].parameters, false);

        cr_expect_eq((int)refused.status, (int)CF_BAD_OPTION, "%s", examples[i].parameters);
        cr_expect_eq(cf_diags_at(refused.diags, 0)->code, examples[i].code, "%s",
                     examples[i].parameters);
        cr_expect_null(refused.report);
        drop(&refused);
    }
    cf_scenario_free(scenario);
}

Test(drivers_command, every_failing_allocation_is_reported_and_nothing_leaks)
{
    static const char *const options[] = { "", "--weights probability --joint s,t" };
    cf_scenario *scenario = scenario_from(scene);
    const cf_param params[] = { { "measure", "all" }, { "top", "2" }, { "swing", "5" } };

    for (size_t i = 0; i < 2; i++) {
        cf_request request = { .scenario = scenario,
                               .view = options_from(options[i]),
                               .params = params,
                               .param_count = 3,
                               .verbose = true };
        cf_status status = CF_NO_MEMORY;

        for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
            cf_diags *diags = NULL;
            cf_report *report = NULL;

            cr_assert_lt(allowed, 20000, "it never succeeds");
            allow_allocations(allowed);
            status = cf_diags_new(&diags);
            if (status == CF_OK)
                status = cf_analysis_run(&report, cf_analysis_find("drivers"), &request, diags);
            cf_report_free(report);
            cf_diags_free(diags);
            cr_assert_eq(stop_counting_allocations(), 0, "leaks after %ld", allowed);
            cr_assert((status == CF_OK) == (tried_allocations() <= allowed),
                      "allocation %ld fails unnoticed", allowed);
        }
        cr_expect_eq((int)status, (int)CF_OK, "%s", cf_status_text(status));
    }
    cf_scenario_free(scenario);
}

Test(drivers_command, funds_and_revenue_have_rows_of_their_own)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'a', 'outside_funds': 2},"
        " {'id': 'b', 'revenue': {'amount': {'low': 10, 'base': 30, 'high': 70}}}], 'deals': ["
        "{'id': 'sa', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10},"
        "{'id': 'as', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 6},"
        "{'id': 'sb', 'relation': 'investor', 'payer': 's', 'payee': 'b', 'amount': 10},"
        "{'id': 'bs', 'relation': 'customer', 'payer': 'b', 'payee': 's', 'amount': 20}]");
    struct run all = run(scenario, "", "top=all supplier=s", false);

    cr_assert_eq((int)all.status, (int)CF_OK);
    cr_expect_eq(row_count(all.report, "drivers"), 6);
    expect_near(at(&all, "s/pro_rata/funds:a", "amount"), 2);
    expect_near(at(&all, "s/pro_rata/funds:a", "value"), 10);
    expect_near(at(&all, "s/pro_rata/funds:a", "marginal_down"), -60.0 / 144);
    expect_near(at(&all, "s/pro_rata/funds:a", "marginal_up"), -60.0 / 144);
    expect_near(at(&all, "s/pro_rata/funds:a", "without"), 11);
    expect_near(at(&all, "s/pro_rata/funds:a", "low"), 5 + 60 / 11.8); /* no range: 10 % less */
    expect_near(at(&all, "s/pro_rata/funds:a", "kink"), 0);
    expect_near(at(&all, "s/pro_rata/funds:a", "choke"), NAN);
    expect_near(at(&all, "s/pro_rata/revenue:b", "amount"), 30);
    expect_near(at(&all, "s/pro_rata/revenue:b", "marginal_up"), -200.0 / 1600);
    expect_near(at(&all, "s/pro_rata/revenue:b", "without"), 15);
    expect_near(at(&all, "s/pro_rata/revenue:b", "low"), 15);
    expect_near(at(&all, "s/pro_rata/revenue:b", "high"), 7.5);
    drop(&all);
    cf_scenario_free(scenario);
}

/* s invests 30 in u, which has 30 more and owes s 60 and others 240. */
Test(drivers_command, where_nobody_fills_gaps_all_is_cleared_anew)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'u', 'outside_funds': 30}, {'id': 'x'}], 'deals': ["
        "{'id': 'su', 'relation': 'investor', 'payer': 's', 'payee': 'u', 'amount': 30},"
        "{'id': 'us', 'relation': 'customer', 'payer': 'u', 'payee': 's', 'amount': 60},"
        "{'id': 'ux', 'relation': 'customer', 'payer': 'u', 'payee': 'x', 'amount': 240}]");
    struct run all = run(scenario, "--gap cut", "top=all supplier=s", false);

    cr_assert_eq((int)all.status, (int)CF_OK);
    expect_near(at(&all, "s/pro_rata/us", "amount"), 60); /* what is due */
    expect_near(at(&all, "s/pro_rata/us", "value"), 6);
    cr_expect_float_eq(at(&all, "s/pro_rata/us", "marginal_up"), 30 * 240.0 / 90000, 1e-9);
    cr_expect_float_eq(at(&all, "s/pro_rata/us", "marginal_down"), 30 * 240.0 / 90000, 1e-9);
    cr_expect_float_eq(at(&all, "s/pro_rata/ux", "marginal_up"), -30 * 60.0 / 90000, 1e-9);
    expect_near(at(&all, "s/pro_rata/ux", "without"), 30);
    expect_near(at(&all, "s/pro_rata/us", "high"), 30 * 66.0 / 306);
    expect_near(at(&all, "s/pro_rata/us", "valid_to"), NAN);
    expect_near(at(&all, "s/pro_rata/funds:u", "marginal_up"), 0); /* the mix thins, and grows */
    drop(&all);
    cf_scenario_free(scenario);
}

Test(drivers_command, of_what_nothing_is_paid_there_is_no_row_but_it_may_be_paid)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'u'}, {'id': 'p', 'outside_funds': 0}], 'deals': ["
        "{'id': 'su', 'relation': 'investor', 'payer': 's', 'payee': 'u', 'amount': 30},"
        "{'id': 'us', 'relation': 'customer', 'payer': 'u', 'payee': 's', 'amount': 60},"
        "{'id': 'pu', 'relation': 'customer', 'payer': 'p', 'payee': 'u', 'amount': 40}]");
    struct run all = run(scenario, "--gap cut", "top=all supplier=s", false);

    cr_assert_eq((int)all.status, (int)CF_OK);
    cr_expect_eq(row_count(all.report, "drivers"), 3);
    expect_near(at(&all, "s/pro_rata/funds:p", "value"), 30);
    expect_near(at(&all, "s/pro_rata/funds:p", "without"), 30 * 60.0 / 70); /* p pays all 40 */
    drop(&all);
    cf_scenario_free(scenario);
}
