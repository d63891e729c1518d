/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/simulate.h"

#include "circfin/writer.h"
#include "unit/testlib.h"

static cf_status try_simulate(cf_report **out, const cf_scenario *scenario, const char *options,
                              const cf_param *params, const cf_progress *progress, cf_diags *diags)
{
    cf_request request = {
        .scenario = scenario, .view = options_from(options), .params = params, .progress = progress
    };

    while (params[request.param_count].name != NULL)
        request.param_count++;
    return cf_analysis_run(out, cf_analysis_find("simulate"), &request, diags);
}

static cf_report *simulate(const cf_scenario *scenario, const cf_param *params)
{
    cf_report *report = NULL;

    assert_ok(try_simulate(&report, scenario, "", params, NULL, NULL));
    return report;
}

#define PARAMS(...) ((const cf_param[]){ __VA_ARGS__, { NULL, NULL } })

/* s invests in c, which has nothing else; c buys from s. */
#define PAIR(invested, bought)                                                                     \
    "'entities': [{'id': 's'}, {'id': 'c', 'outside_funds': 0}], 'deals': ["                       \
    "{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'c', " invested "},"               \
    "{'id': 'b', 'relation': 'customer', 'payer': 'c', 'payee': 's', " bought "}]"

/* Within 5 standard errors of what the theory says. */
static void expect_mean(const cf_report *report, const char *row, double expected)
{
    double mean = number_at(report, "simulate", row, "mean");
    double error = number_at(report, "simulate", row, "se");

    cr_expect(fabs(mean - expected) <= 5 * error, "%s: %g, not %g (standard error %g)", row, mean,
              expected, error);
}

static void expect_index(const cf_report *report, const char *row, double first, double total)
{
    double found = number_at(report, "sources", row, "first_order");

    cr_expect(fabs(found - first) <= 5 * number_at(report, "sources", row, "first_order_se"),
              "%s: first %g, not %g", row, found, first);
    found = number_at(report, "sources", row, "total");
    cr_expect(fabs(found - total) <= 5 * number_at(report, "sources", row, "total_se"),
              "%s: total %g, not %g", row, found, total);
}

/* ---- known answers ---- */

/* 100 · P(both): 1/4 when independent, 1/2 when they always happen together, and in between what
 * the bivariate normal says: 1/4 + asin(0.5)/2π = 1/3. */
Test(simulate, two_deals_that_happen_together_or_not)
{
    static const struct {
        const char *correlation;
        double mean;
    } cases[] = { { "0,0", 25 }, { "1,0", 50 }, { "0.5,0", 100.0 / 3 }, { "0,1", 25 } };
    cf_scenario *scenario = scenario_from(
        PAIR("'amount': 100, 'probability': 0.5", "'amount': 100, 'probability': 0.5"));

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_report *report = simulate(
            scenario, PARAMS({ "correlation", cases[i].correlation }, { "draws", "20000" }));

        expect_mean(report, "s/loopback_pro_rata", cases[i].mean);
        expect_mean(report, "s/invested", 50);
        expect_mean(report, "-/gross", 100);
        cr_expect_eq(number_at(report, "simulate", "s/loopback_pro_rata", "p95"), 100);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

/* L = 100 AB for independent A and B of mean 1/2: V = 3/16, V(E(L|A)) = 1/16. */
Test(simulate, the_spread_of_a_product_has_two_equal_sources)
{
    cf_scenario *scenario = scenario_from(
        PAIR("'amount': 100, 'probability': 0.5", "'amount': 100, 'probability': 0.5"));
    cf_report *report = simulate(scenario, PARAMS({ "correlation", "0,0" }, { "draws", "20000" }));

    cr_expect_eq(row_count(report, "sources"), 4);
    expect_index(report, "s/loopback_pro_rata/deal:i", 1.0 / 3, 2.0 / 3);
    expect_index(report, "s/loopback_pro_rata/deal:b", 1.0 / 3, 2.0 / 3);
    expect_index(report, "s/exposure_pro_rata/deal:b", 1.0 / 3, 2.0 / 3); /* 0 without revenue */
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(simulate, one_deal_and_the_market_share_its_spread)
{
    cf_scenario *scenario =
        scenario_from(PAIR("'amount': {'low': 10, 'base': 20, 'high': 60}", "'amount': 100"));
    cf_report *report = simulate(scenario, PARAMS({ "draws", "40000" }));

    cr_expect_eq(row_count(report, "sources"), 4);
    expect_index(report, "s/loopback_pro_rata/market", 0.194, 0.208);
    expect_index(report, "s/loopback_pro_rata/deal:i", 0.792, 0.806);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(simulate, all_the_spread_of_one_source_is_its_own)
{
    cf_scenario *scenario = scenario_from(
        PAIR("'amount': 40", "'amount': 100") /* c mixes 40 with what revenue says it has */);
    cf_scenario *funded = scenario_from(
        "'entities': [{'id': 's'}, {'id': 'c', 'outside_funds': {'low': 60, 'high': 200}}],"
        "'deals': [{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 40},"
        "{'id': 'b', 'relation': 'customer', 'payer': 'c', 'payee': 's', 'amount': 100}]");
    cf_report *certain = simulate(scenario, PARAMS({ "draws", "100" }));
    cf_report *report = simulate(funded, PARAMS({ "draws", "20000" }));

    cr_expect_eq(row_count(certain, "sources"), 0);
    cr_expect_eq(row_count(report, "sources"), 2);
    expect_index(report, "s/loopback_pro_rata/funds:c", 1, 1);
    /* 40 · 100 / (40 + f), f triangular from 60 to 200 with its mode at 60:
     * the integral of 4000 / (40 + f) · 2 (200 - f) / 140² over 60 .. 200. */
    expect_mean(report, "s/loopback_pro_rata",
                8000.0 / (140.0 * 140.0) * (240.0 * log(240.0 / 100.0) - 140.0));
    cf_report_free(certain);
    cf_report_free(report);
    cf_scenario_free(scenario);
    cf_scenario_free(funded);
}

Test(simulate, quantiles_of_one_triangular_deal)
{
    cf_scenario *scenario = scenario_from(PAIR("'amount': {'low': 10, 'base': 20, 'high': 60}",
                                               "'amount': {'share': 1, 'of': ['i']}"));
    cf_report *report = simulate(scenario, PARAMS({ "draws", "40000" }));
    static const struct {
        const char *column;
        double share, density; /* of the triangle at the quantile */
    } cases[] = { { "p05", 0.05, 0.02 },
                  { "p25", 0.25, 0.0387 },
                  { "p50", 0.5, 0.0316 },
                  { "p75", 0.75, 0.0224 },
                  { "p95", 0.95, 0.01 } };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double p = cases[i].share;
        double expected = p < 0.2 ? 10 + sqrt(500 * p) : 60 - sqrt(2000 * (1 - p));
        double error = sqrt(p * (1 - p) / 40000) / cases[i].density;

        cr_expect_lt(
            fabs(number_at(report, "simulate", "s/loopback_pro_rata", cases[i].column) - expected),
            5 * error, "%s", cases[i].column);
        /* All of it comes back, so there is no spread in the exposure. */
        expect_near(number_at(report, "simulate", "s/exposure_pro_rata", cases[i].column), 1);
    }
    expect_mean(report, "s/loopback_pro_rata", 30);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(simulate, spreads_have_the_means_of_their_distributions)
{
    static const struct {
        const char *range;
        double mean, deviation;
    } cases[] = { { "triangular", 30, 10.801 }, /* (10+20+60)/3 */
                  { "uniform", 35, 14.434 },
                  { "pert", 25, 8.6603 } }; /* (10+4·20+60)/6; beta 1.8, 4.2 */
    cf_scenario *scenario =
        scenario_from(PAIR("'amount': {'low': 10, 'base': 20, 'high': 60}", "'amount': 100"));

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_report *report =
            simulate(scenario, PARAMS({ "range", cases[i].range }, { "draws", "20000" }));
        double deviation = number_at(report, "simulate", "s/invested", "sd");

        expect_mean(report, "s/invested", cases[i].mean);
        cr_expect_lt(fabs(deviation - cases[i].deviation), 0.03 * cases[i].deviation, "%s: %g",
                     cases[i].range, deviation);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

/* 0.7 on a deal that requires one of 0.9: 0.63 when independent; at a correlation of 0.2, 0.643. */
Test(simulate, a_deal_that_requires_another_happens_with_it_only)
{
    static const struct {
        const char *correlation;
        double probability;
    } cases[] = { { "0,0", 0.63 }, { "0.2,0", 0.643 }, { "1,0", 0.7 } };
    cf_scenario *scenario =
        scenario_from(PAIR("'amount': 100, 'probability': 0.7, 'requires': ['b']",
                           "'amount': 100, 'probability': 0.9"));

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_report *report = simulate(
            scenario, PARAMS({ "correlation", cases[i].correlation }, { "draws", "40000" }));

        expect_mean(report, "s/invested", 100 * cases[i].probability);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

/* ---- columns ---- */

Test(simulate, exposure_counts_the_draws_with_revenue)
{
    cf_scenario *scenario = scenario_from(
        PAIR("'amount': {'low': 10, 'base': 10, 'high': 90}", "'amount': 100, 'probability': 0.3"));
    cf_report *report = simulate(
        scenario, PARAMS({ "draws", "20000" }, { "above", "0.5" }, { "correlation", "0,0" }));
    double none = number_at(report, "simulate", "s/exposure_pro_rata", "no_revenue");
    double above = number_at(report, "simulate", "s/exposure_pro_rata", "above");

    cr_expect_lt(fabs(none - 0.7), 5 * sqrt(0.21 / 20000));
    cr_expect_lt(fabs(above - 0.25), 5 * sqrt(0.1875 / 6000)); /* (90 - 50)² / 80² */
    expect_mean(report, "s/exposure_pro_rata", (10 + 10 + 90) / 300.0);
    expect_mean(report, "s/loopback_pro_rata", 0.3 * 110 / 3);
    cr_expect(isnan(number_at(report, "simulate", "s/loopback_pro_rata", "no_revenue")));
    cr_expect(isnan(number_at(report, "simulate", "s/loopback_pro_rata", "above")));
    expect_near(figure_of(report, "draws"), 20000);
    expect_near(figure_of(report, "correlation_market"), 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Who is a supplier in some draws has rows over all of them. */
Test(simulate, a_supplier_of_some_draws_counts_in_all)
{
    cf_scenario *scenario =
        scenario_from(PAIR("'amount': 10, 'probability': 0.25", "'amount': {'high': 100}"));
    cf_report *report = simulate(scenario, PARAMS({ "draws", "10000" }, { "correlation", "0,0" }));

    expect_mean(report, "s/invested", 2.5);
    cr_expect(!has_row(report, "simulate", "c/invested"));
    cr_expect_eq(row_count(report, "simulate"), 6);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(simulate, one_draw_has_no_spread)
{
    cf_scenario *scenario = scenario_from(PAIR("'amount': 10", "'amount': 5"));
    cf_report *report = simulate(scenario, PARAMS({ "draws", "1" }));

    cr_expect_eq(number_at(report, "simulate", "s/loopback_pro_rata", "mean"), 5);
    cr_expect(isnan(number_at(report, "simulate", "s/loopback_pro_rata", "sd")));
    cr_expect(isnan(number_at(report, "simulate", "s/loopback_pro_rata", "se")));
    cr_expect_eq(number_at(report, "simulate", "s/loopback_pro_rata", "p95"), 5);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* ---- every way that the deals can happen ---- */

/* The mean over all 2^n outcomes, each scored as a file of its own. */
static void add_outcomes(double *means, const char *const *deals, const double *probability,
                         int count)
{
    for (int outcome = 0; outcome < 1 << count; outcome++) {
        char text[4000] = "'entities': [{'id': 's'}, {'id': 't', 'outside_funds': 5}, {'id': 'a',"
                          " 'outside_funds': 20}, {'id': 'b'}], 'deals': [";
        double weight = 1;
        cf_scenario *scenario;
        cf_report *report;

        for (int d = 0; d < count; d++) {
            bool happens = (outcome >> d & 1) != 0;

            weight *= happens ? probability[d] : 1 - probability[d];
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s{%s, 'amount': %d}",
                     d == 0 ? "" : ",", deals[d], happens ? 7 * d % 11 + 3 : 0);
        }
        strcat(text, "]");
        scenario = scenario_from(text);
        report = score_of(scenario, "");
        for (int s = 0; s < 2; s++) {
            static const char *const figures[] = { "loopback_min", "loopback_pro_rata",
                                                   "loopback_max" };
            const char *id = s == 0 ? "s" : "t";

            for (int f = 0; f < 3; f++)
                means[s * 3 + f] += has_row(report, "suppliers", id)
                                        ? weight * number_at(report, "suppliers", id, figures[f])
                                        : 0;
        }
        cf_report_free(report);
        cf_scenario_free(scenario);
    }
}

Test(simulate, means_are_those_over_every_way_the_deals_can_happen)
{
    enum { COUNT = 10 };
    static const char *const deals[COUNT] = {
        "'id': 'd0', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'earmark': ['d2']",
        "'id': 'd1', 'relation': 'investor', 'payer': 's', 'payee': 'b'",
        "'id': 'd2', 'relation': 'customer', 'payer': 'a', 'payee': 's'",
        "'id': 'd3', 'relation': 'customer', 'payer': 'b', 'payee': 'a'",
        "'id': 'd4', 'relation': 'supplier', 'payer': 'a', 'payee': 'b'",
        "'id': 'd5', 'relation': 'investor', 'payer': 't', 'payee': 'b'",
        "'id': 'd6', 'relation': 'customer', 'payer': 'b', 'payee': 't'",
        "'id': 'd7', 'relation': 'customer', 'payer': 'b', 'payee': 's'",
        "'id': 'd8', 'relation': 'customer', 'payer': 's', 'payee': 't'",
        "'id': 'd9', 'relation': 'investor', 'payer': 't', 'payee': 's'",
    };
    static const double probability[COUNT] = { 0.9, 0.5, 0.7, 0.4, 0.6, 0.8, 0.5, 0.3, 0.9, 0.5 };
    char text[4000] = "'entities': [{'id': 's'}, {'id': 't', 'outside_funds': 5}, {'id': 'a',"
                      " 'outside_funds': 20}, {'id': 'b'}], 'deals': [";
    double means[6] = { 0 };
    cf_scenario *scenario;
    cf_report *report;

    for (int d = 0; d < COUNT; d++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "%s{%s, 'amount': %d, 'probability': %g}", d == 0 ? "" : ",", deals[d],
                 7 * d % 11 + 3, probability[d]);
    strcat(text, "]");
    scenario = scenario_from(text);
    report = simulate(scenario, PARAMS({ "draws", "20000" }, { "correlation", "0,0" }));
    add_outcomes(means, deals, probability, COUNT);
    for (int s = 0; s < 2; s++) {
        static const char *const rows[] = { "s/loopback_min",      "s/loopback_pro_rata",
                                            "s/loopback_max",      "t/loopback_min",
                                            "t/loopback_pro_rata", "t/loopback_max" };

        for (int f = 0; f < 3; f++) {
            cr_expect(f == 0 || means[s * 3 + f] > 0.1);
            expect_mean(report, rows[s * 3 + f], means[s * 3 + f]);
        }
    }
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* ---- threads, stops ---- */

static char *as_json(const cf_report *report)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const cf_write_options options = { 0 };

    assert_ok(cf_writer_find("json")->write(out, report, &options));
    fclose(out);
    return text;
}

Test(simulate, threads_do_not_change_a_byte)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    char *expected = NULL;

    for (int threads = 1; threads <= 3; threads++) {
        char count[4];
        cf_report *report;
        char *text;

        snprintf(count, sizeof count, "%d", threads);
        report = simulate(scenario, PARAMS({ "draws", "300" }, { "threads", count }));
        text = as_json(report);
        if (expected == NULL)
            expected = text;
        else
            cr_expect_str_eq(text, expected, "%d threads", threads);
        if (text != expected)
            free(text);
        cf_report_free(report);
    }
    free(expected);
    cf_scenario_free(scenario);
}

static bool stop_at_once(void *payload, const cf_progress_state *state)
{
    int *steps = payload;

    cr_expect_str_eq(state->unit, "draws");
    cr_expect_leq(state->done, state->total);
    return --*steps > 0;
}

static double drop_draws(char *json)
{
    char *figures = strstr(json, "\"figures\""), *warnings = strstr(json, "\"warnings\"");
    char *draws = strstr(figures, "\"draws\": ");
    double value = strtod(draws + 9, NULL);

    *warnings = '\0';
    return value;
}

/* What is there after a stop is what so many draws give, sources included. */
Test(simulate, a_run_that_was_stopped_has_its_first_draws)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    int steps = 20; /* a second */
    const cf_progress progress = { .step = stop_at_once, .payload = &steps };
    cf_report *stopped = NULL, *whole;
    cf_diags *diags = NULL;
    char *a, *b, draws[32];
    double done;

    assert_ok(cf_diags_new(&diags));
    assert_ok(
        try_simulate(&stopped, scenario, "", PARAMS({ "draws", "1000000" }), &progress, diags));
    cr_expect_eq(cf_diags_at(diags, 0)->code, (int)CF_CODE_SIMULATE_STOPPED);
    a = as_json(stopped);
    done = drop_draws(a);
    cr_assert(done > 0 && done < 1000000, "%g draws", done);
    snprintf(draws, sizeof draws, "%.0f", done);
    whole = simulate(scenario, PARAMS({ "draws", draws }));
    b = as_json(whole);
    (void)drop_draws(b);
    cr_expect_str_eq(a, b);
    free(a);
    free(b);
    cf_report_free(stopped);
    cf_report_free(whole);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

/* ---- options ---- */

Test(simulate, options_that_make_no_sense_are_refused)
{
    static const cf_param bad[] = {
        { "draws", "0" },          { "draws", "1.5" },         { "draws", "2e9" },
        { "seed", "-1" },          { "seed", "1e17" },         { "correlation", "0.2" },
        { "correlation", "a,0" },  { "correlation", "1,0.1" }, { "correlation", "-0.1,0" },
        { "correlation", "0.1," }, { "correlation", "nan,0" }, { "range", "normal" },
        { "above", "x" },          { "above", "-1" },          { "threads", "0" },
        { "supplier", "nobody" },
    };
    cf_scenario *scenario = scenario_from(PAIR("'amount': 10", "'amount': 5"));

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cf_report *report = NULL;

        cr_expect_eq((int)try_simulate(&report, scenario, "", PARAMS(bad[i]), NULL, NULL),
                     (int)CF_BAD_OPTION, "--%s %s", bad[i].name, bad[i].value);
        cr_expect_null(report);
    }
    cf_scenario_free(scenario);
}

Test(simulate, case_and_weights_play_no_part)
{
    cf_scenario *scenario =
        scenario_from(PAIR("'amount': {'low': 10, 'base': 20, 'high': 60}, 'probability': 0.5",
                           "'amount': {'share': {'low': 0.1, 'high': 0.5}, 'of': ['i']}"));
    static const char *const options[] = { "", "--case low", "--case high",
                                           "--weights probability" };
    double expected = 0;

    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        cf_report *report = NULL;
        double mean;

        assert_ok(
            try_simulate(&report, scenario, options[i], PARAMS({ "draws", "500" }), NULL, NULL));
        mean = number_at(report, "simulate", "s/loopback_max", "mean");
        if (i == 0)
            expected = mean;
        cr_expect_eq(mean, expected, "%s", options[i]);
        cf_report_free(report);
    }
    cr_expect_gt(expected, 1);
    cf_scenario_free(scenario);
}

Test(simulate, figures_of_one_supplier_are_the_same_alone)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_report *all = simulate(scenario, PARAMS({ "draws", "200" }));
    cf_report *one = simulate(scenario, PARAMS({ "draws", "200" }, { "supplier", "nvidia" }));
    static const char *const columns[] = { "mean", "sd", "p05", "p95" };

    cr_expect_eq(row_count(one, "simulate"), VALUES + 1);
    for (int v = 0; v < VALUES; v++) {
        char row[80];

        snprintf(row, sizeof row, "nvidia/%s", cf_simulate_measures[v]);
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
            cr_expect_eq(number_at(one, "simulate", row, columns[c]),
                         number_at(all, "simulate", row, columns[c]), "%s %s", row, columns[c]);
    }
    cf_report_free(all);
    cf_report_free(one);
    cf_scenario_free(scenario);
}
