/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chance: known answers, worked by hand, and what its random numbers give. */
#include "analyses/chance.h"

#include "base/random.h"
#include "circfin/writer.h"
#include "unit/testlib.h"

#define PARAMS(...) ((const cf_param[]){ __VA_ARGS__, { NULL, NULL } })

static cf_status try_chance(cf_report **out, const cf_scenario *scenario, const char *options,
                            const cf_param *params, const cf_progress *progress, cf_diags *diags)
{
    cf_request request = {
        .scenario = scenario, .view = options_from(options), .params = params, .progress = progress
    };

    while (params[request.param_count].name != NULL)
        request.param_count++;
    return cf_analysis_run(out, cf_analysis_find("chance"), &request, diags);
}

static cf_report *chance_of(const cf_scenario *scenario, const char *options,
                            const cf_param *params)
{
    cf_report *report = NULL;

    assert_ok(try_chance(&report, scenario, options, params, NULL, NULL));
    return report;
}

static void expect_row(const cf_report *report, const char *statistic, double observed, double mean,
                       double deviation, double p)
{
    expect_near(number_at(report, "chance", statistic, "observed"), observed);
    expect_near(number_at(report, "chance", statistic, "mean"), mean);
    cr_expect(fabs(number_at(report, "chance", statistic, "sd") - deviation) < 1e-9, "%s: sd %g",
              statistic, number_at(report, "chance", statistic, "sd"));
    expect_near(number_at(report, "chance", statistic, "p"), p);
}

#define DEAL(id, relation, payer, payee, amount)                                                   \
    "{'id': '" id "', 'relation': '" relation "', 'payer': '" payer "', 'payee': '" payee          \
    "', 'amount': " amount "}"

/* ---- all arrangements, by hand ---- */

/* s and u each invest 100 in a customer that buys for 50. Payees of either class are exchanged or
 * not: if both are, or neither, there are two pairs, and half of what was invested comes back; else
 * one ring of four, round which a quarter comes back. 200 of 300 circulate in all four. */
static const char two_pairs[] =
    "'entities': [{'id': 's'}, {'id': 'c'}, {'id': 'u'}, {'id': 'd'}], 'deals': [" DEAL(
        "sc", "investor", "s", "c",
        "100") "," DEAL("cs", "customer", "c", "s",
                        "50") "," DEAL("ud", "investor", "u", "d",
                                       "100") "," DEAL("du", "customer", "d", "u", "50") "]";

Test(chance, two_pairs_are_two_of_four_arrangements)
{
    cf_scenario *scenario = scenario_from(two_pairs);
    cf_report *report = chance_of(scenario, "", PARAMS({ "draws", "5" }));

    cr_expect_eq(figure_of(report, "exact"), 1);
    cr_expect_eq(figure_of(report, "orders"), 4);
    cr_expect_eq(figure_of(report, "draws"), 4);
    expect_row(report, "circularity_max", 2.0 / 3, 2.0 / 3, 0, 1);
    expect_row(report, "loopback_of_capital", 0.5, 0.375, 0.125, 0.5);
    expect_row(report, "financing_loops", 2, 1.5, 0.5, 0.5);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* As many orders as draws: the draws are random, and the observed network is one more. */
Test(chance, as_many_draws_as_orders_are_drawn)
{
    cf_scenario *scenario = scenario_from(two_pairs);
    cf_report *report = chance_of(scenario, "", PARAMS({ "draws", "4" }));
    double p = number_at(report, "chance", "financing_loops", "p");

    cr_expect_eq(figure_of(report, "exact"), 0);
    cr_expect_eq(figure_of(report, "draws"), 4);
    expect_near(p * 5, round(p * 5));
    cr_expect(p >= 0.2);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* a and b buy from each other, c from d. Of the six orders of payees b, a, d one is as observed,
 * two are open chains, and in three somebody pays itself. b and a both: a swaps with b, which is
 * the network as it is, or with c; then b swaps with either: chains. a alone, or b alone: two
 * swaps fit, and both give chains. So 2/3 circulate with probability 1/6 + 1/12 = 1/4, else 0. */
Test(chance, who_pays_itself_swaps_with_each_that_fits)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a'}, {'id': 'b'}, {'id': 'c'}, {'id': 'd'}], 'deals': [" DEAL(
            "ab", "customer", "a", "b", "1") "," DEAL("ba", "customer", "b", "a",
                                                      "1") "," DEAL("cd", "customer", "c", "d",
                                                                    "1") "]");
    cf_report *report = chance_of(scenario, "", PARAMS({ "draws", "1000" }));

    cr_expect_eq(figure_of(report, "exact"), 1);
    cr_expect_eq(figure_of(report, "orders"), 6);
    cr_expect_eq(figure_of(report, "draws"), 3);
    expect_row(report, "circularity_max", 2.0 / 3, 1.0 / 6, sqrt(3.0) / 6, 0.25);
    expect_row(report, "financing_loops", 0, 0, 0, 1);
    cr_expect(isnan(number_at(report, "chance", "loopback_of_capital", "observed")));
    cr_expect(isnan(number_at(report, "chance", "loopback_of_capital", "p")));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Three that buy from each other in a circle stay a circle, whoever pays whom. */
Test(chance, a_circle_of_three_cannot_stand_out)
{
    cf_scenario *scenario =
        scenario_from("'entities': [{'id': 'a'}, {'id': 'b'}, {'id': 'c'}], 'deals': [" DEAL(
            "ab", "customer", "a", "b", "1") "," DEAL("bc", "customer", "b", "c",
                                                      "1") "," DEAL("ca", "customer", "c", "a",
                                                                    "1") "]");
    cf_diags *diags = NULL;
    cf_report *report = NULL;

    assert_ok(cf_diags_new(&diags));
    assert_ok(try_chance(&report, scenario, "", PARAMS({ "draws", "1000" }), NULL, diags));
    expect_row(report, "circularity_max", 1, 1, 0, 1);
    cr_expect_eq(cf_report_warning_count(report), 1);
    cr_expect_not_null(strstr(cf_report_warning(report, 0), "cannot stand out"));
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

/* A ring of one investment and five or six deals in all. */
static double loops_of_ring(int deals)
{
    static const char *const relations[] = { "investor", "customer" };
    char text[2000] = "'entities': [";
    cf_scenario *scenario;
    cf_report *report;
    double observed;

    for (int i = 0; i < deals; i++)
        sprintf(text + strlen(text), "%s{'id': 'e%d'}", i == 0 ? "" : ",", i);
    strcat(text, "], 'deals': [");
    for (int i = 0; i < deals; i++)
        sprintf(text + strlen(text),
                "%s{'id': 'd%d', 'relation': '%s', 'payer': 'e%d', 'payee': 'e%d', 'amount': 1}",
                i == 0 ? "" : ",", i, relations[i > 0], i, (i + 1) % deals);
    strcat(text, "]");
    scenario = scenario_from(text);
    report = chance_of(scenario, "", PARAMS({ "draws", "1" }));
    observed = number_at(report, "chance", "financing_loops", "observed");
    cf_report_free(report);
    cf_scenario_free(scenario);
    return observed;
}

Test(chance, loops_of_up_to_five_deals_are_counted)
{
    cr_expect_eq(loops_of_ring(5), 1);
    cr_expect_eq(loops_of_ring(6), 0);
}

/* Equal payees are one order, however many permutations of them there are. */
Test(chance, equal_payees_are_one_order)
{
    small_network network;
    cf_shuffle shuffle;

    network_from(&network, "a -> s 1 customer; b -> s 2 customer; c -> s 3 customer;"
                           "d -> t 1 customer; s -> a 1 investor; s -> b 1 investor");
    assert_ok(cf_shuffle_new(&shuffle, &network.network));
    cr_expect_eq(cf_shuffle_count(&shuffle), 4 * 2);
    assert_ok(cf_shuffle_enumerate(&shuffle));
    cr_expect_eq(cf_shuffle_size(&shuffle), 8);
    for (size_t i = 0; i < 8; i++)
        expect_near(cf_shuffle_probability(&shuffle, i), 0.125);
    cf_shuffle_free(&shuffle);
}

/* ---- at random ---- */

static const char awkward[] =
    "a -> b 1 customer; b -> a 2 customer; a -> c 3 customer; c -> d 4 customer; d -> a 5 customer;"
    "a -> d 1 investor; d -> c 2 investor; c -> a 3 investor";

static bool is_shown(const cf_shuffle *shuffle, size_t index, const cf_payment *drawn,
                     cf_payment *room, int count)
{
    bool same = true;

    cf_shuffle_show(shuffle, index, room);
    for (int i = 0; i < count; i++)
        same = same && room[i].payee == drawn[i].payee;
    return same;
}

/* Within 5 standard errors of the probabilities of the enumeration; nobody pays itself. */
Test(chance, draws_come_as_often_as_the_enumeration_says)
{
    enum { DRAWS = 20000, MOST = 1000 };
    static int times[MOST];
    small_network network;
    cf_shuffle shuffle;
    cf_payment drawn[MOST_PAYMENTS], shown[MOST_PAYMENTS];
    double sum = 0.0;
    size_t size;

    network_from(&network, awkward);
    assert_ok(cf_shuffle_new(&shuffle, &network.network));
    cr_expect_eq(cf_shuffle_count(&shuffle), 60 * 6);
    assert_ok(cf_shuffle_enumerate(&shuffle));
    size = cf_shuffle_size(&shuffle);
    cr_assert(size <= MOST);
    memcpy(drawn, network.payments, sizeof drawn);
    memcpy(shown, network.payments, sizeof shown);
    for (uint64_t n = 0; n < DRAWS; n++) {
        size_t at = 0;

        cf_shuffle_draw(&shuffle, 3, n, drawn);
        for (int i = 0; i < network.network.payment_count; i++)
            cr_assert_neq(drawn[i].payer, drawn[i].payee);
        while (at < size && !is_shown(&shuffle, at, drawn, shown, network.network.payment_count))
            at++;
        cr_assert_lt(at, size, "draw %d is not among the arrangements", (int)n);
        times[at]++;
    }
    for (size_t i = 0; i < size; i++) {
        double p = cf_shuffle_probability(&shuffle, i);

        sum += p;
        cr_expect(fabs(times[i] - p * DRAWS) <= 5 * sqrt(p * (1 - p) * DRAWS) + 1,
                  "arrangement %d: %d times, not %g", (int)i, times[i], p * DRAWS);
    }
    expect_near(sum, 1);
    cf_shuffle_free(&shuffle);
}

/* ---- options, limits, errors ---- */

Test(chance, threads_do_not_matter)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_report *one = chance_of(scenario, "", PARAMS({ "draws", "100" }, { "threads", "1" }));
    cf_report *four = chance_of(scenario, "", PARAMS({ "draws", "100" }, { "threads", "4" }));

    for (int t = 0; t < cf_report_table_count(one); t++) {
        const cf_table *a = cf_report_table(one, t), *b = cf_report_table(four, t);

        cr_assert_eq(cf_table_row_count(a), cf_table_row_count(b));
        for (long row = 0; row < cf_table_row_count(a); row++) {
            for (int c = 1; c < cf_table_column_count(a); c++)
                cr_expect_eq(cf_table_cell(a, row, c)->number, cf_table_cell(b, row, c)->number);
        }
    }
    cf_report_free(one);
    cf_report_free(four);
    cf_scenario_free(scenario);
}

/* Without earmarks, the network as it is has the figures of score and loops. */
Test(chance, observed_is_what_score_and_loops_say)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_report *report = chance_of(scenario, "", PARAMS({ "draws", "1" }));
    cf_report *score = score_of(scenario, "");

    expect_near(number_at(report, "chance", "circularity_max", "observed"),
                figure_of(score, "circularity_max"));
    cf_report_free(report);
    cf_report_free(score);
    cf_scenario_free(scenario);
}

static void expect_refused(const char *name, const char *value)
{
    cf_scenario *scenario = scenario_from(two_pairs);
    cf_diags *diags = NULL;
    cf_report *report = NULL;

    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)try_chance(&report, scenario, "", PARAMS({ name, value }), NULL, diags),
                 (int)CF_BAD_OPTION, "%s %s", name, value);
    cr_expect_null(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

Test(chance, wrong_options_are_refused)
{
    expect_refused("draws", "0");
    expect_refused("draws", "1.5");
    expect_refused("draws", "10000001");
    expect_refused("draws", "many");
    expect_refused("seed", "-1");
    expect_refused("seed", "1e300");
    expect_refused("threads", "0.5");
}

static bool stop_at_once(void *payload, const cf_progress_state *state)
{
    (void)payload;
    (void)state;
    return false;
}

Test(chance, a_run_that_is_stopped_says_so)
{
    const cf_progress progress = { .step = stop_at_once };
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_diags *diags = NULL;
    cf_report *report = NULL;

    assert_ok(cf_diags_new(&diags));
    assert_ok(try_chance(&report, scenario, "", PARAMS({ "draws", "1000000" }), &progress, diags));
    cr_expect(figure_of(report, "draws") < 1000000);
    cr_expect_eq(cf_report_warning_count(report), 1);
    cr_expect_not_null(strstr(cf_report_warning(report, 0), "stopped after"));
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

Test(chance, every_failing_allocation_is_reported_and_nothing_leaks)
{
    cf_scenario *scenario = scenario_from(two_pairs);

    for (int exact = 0; exact < 2; exact++) {
        cf_status status = CF_NO_MEMORY;

        for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
            cf_report *report = NULL;

            cr_assert_lt(allowed, 10000, "the analysis never succeeds");
            allow_allocations(allowed);
            status =
                try_chance(&report, scenario, "",
                           PARAMS({ "draws", exact ? "5" : "3" }, { "threads", "1" }), NULL, NULL);
            cf_report_free(report);
            cr_assert_eq(stop_counting_allocations(), 0, "leaks with %ld allowed", allowed);
        }
        assert_ok(status);
    }
    cf_scenario_free(scenario);
}
