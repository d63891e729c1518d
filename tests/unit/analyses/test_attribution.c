/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers --attribution: worked answers, and the laws that define Shapley values. */
#include "analyses/attribution.h"
#include "unit/testlib.h"

#define LAB                                                                                        \
    "'entities': [{'id': 's'}, {'id': 'lab'}, {'id': 'cloud'}, {'id': 'x'}, {'id': 'y'}],"         \
    "'deals': ["                                                                                   \
    "{'id': 'invest', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 30},"        \
    "{'id': 'rent', 'relation': 'supplier', 'payer': 'lab', 'payee': 'cloud', 'amount': 40},"

static cf_report *attributed(const cf_scenario *scenario, const char *draws, const char *threads)
{
    const cf_param params[] = { { "attribution", NULL },
                                { "top", "all" },
                                { "draws", draws },
                                { "threads", threads },
                                { "supplier", "s" } };
    const cf_request request = { .scenario = scenario,
                                 .view = options_from(""),
                                 .params = params,
                                 .param_count = CF_COUNT_OF(params) };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("drivers"), &request, NULL));
    return report;
}

static double share(const cf_report *report, const char *deal, const char *column)
{
    char key[200];

    snprintf(key, sizeof key, "s/pro_rata/%s", deal);
    return number_at(report, "drivers", key, column);
}

static void expect_sum(const cf_report *report, double expected)
{
    double sum = 0.0;

    for (long i = 0; i < row_count(report, "drivers"); i++) {
        const cf_table *table = cf_report_find_table(report, "drivers");
        const cf_cell *cell = cf_table_cell(table, i, cf_table_find_column(table, "shapley"));

        sum += cell->known ? cell->number : 0.0;
    }
    cr_expect(fabs(sum - expected) <= 1e-9 * fmax(expected, 1.0), "%.17g, not %.17g", sum,
              expected);
}

/* Without the rent, all 20 come back; with it, half. In six orders: the rent takes away 10 where it
 * comes after both others, in two of them, and the rest is divided evenly. */
Test(attribution, of_the_worked_example)
{
    cf_scenario *scenario =
        scenario_from(LAB "{'id': 'buy', 'relation': 'customer', 'payer': 'lab', 'payee': 's',"
                          " 'amount': 20}]");
    cf_report *report = attributed(scenario, "1", "1");

    expect_near(share(report, "invest", "value"), 10);
    expect_near(share(report, "invest", "shapley"), 20.0 / 3);
    expect_near(share(report, "buy", "shapley"), 20.0 / 3);
    expect_near(share(report, "rent", "shapley"), -10.0 / 3);
    expect_near(share(report, "rent", "shapley_se"), 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Two equal purchases get the same, x pays y outside all ways, and what is unknown has none. */
Test(attribution, is_symmetric_and_leaves_out_what_is_on_no_way)
{
    cf_scenario *scenario = scenario_from(
        LAB "{'id': 'buy', 'relation': 'customer', 'payer': 'lab', 'payee': 's', 'amount': 10},"
            "{'id': 'again', 'relation': 'customer', 'payer': 'lab', 'payee': 's', 'amount': 10},"
            "{'id': 'apart', 'relation': 'customer', 'payer': 'x', 'payee': 'y', 'amount': 10},"
            "{'id': 'away', 'relation': 'investor', 'payer': 's', 'payee': 'x', 'amount': 10},"
            "{'id': 'from', 'relation': 'investor', 'payer': 'y', 'payee': 'lab', 'amount': 0},"
            "{'id': 'open', 'relation': 'customer', 'payer': 'lab', 'payee': 's'}]");
    cf_report *report = attributed(scenario, "1", "1");

    expect_near(share(report, "buy", "shapley"), share(report, "again", "shapley"));
    cr_expect_gt(share(report, "buy", "shapley"), 0);
    expect_near(share(report, "apart", "shapley"), 0);
    expect_near(share(report, "away", "shapley"), 0);
    expect_near(share(report, "open", "shapley"), NAN);
    expect_sum(report, 10);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* `count` purchases of 1 behind one investment of `count`: more than 12 players with 12. */
static cf_scenario *fan_of(int count)
{
    char text[4000] = "'entities': [{'id': 's'}, {'id': 'lab'}], 'deals': ["
                      "{'id': 'invest', 'relation': 'investor', 'payer': 's', 'payee': 'lab',";
    size_t end = strlen(text);

    end += (size_t)snprintf(text + end, sizeof text - end, " 'amount': %d}", count);
    for (int i = 0; i < count; i++)
        end += (size_t)snprintf(text + end, sizeof text - end,
                                ", {'id': 'b%d', 'relation': 'customer', 'payer': 'lab',"
                                " 'payee': 's', 'amount': 1}",
                                i);
    snprintf(text + end, sizeof text - end, "]");
    return scenario_from(text);
}

/* Each purchase brings 1 where it follows the investment: 1/2 on average, and by any pair of an
 * order and its reverse. */
Test(attribution, by_random_orders_is_near_the_exact_one)
{
    cf_scenario *few = fan_of(11), *many = fan_of(14);
    cf_report *exact = attributed(few, "100", "1"), *drawn = attributed(many, "100", "1");

    expect_near(share(exact, "b10", "shapley"), 0.5);
    expect_near(share(exact, "invest", "shapley"), 5.5);
    expect_near(share(drawn, "b13", "shapley"), 0.5);
    expect_near(share(drawn, "b13", "shapley_se"), 0);
    expect_sum(drawn, 14);
    cf_report_free(exact);
    cf_report_free(drawn);
    cf_scenario_free(few);
    cf_scenario_free(many);
}

#define BRANCH(lab, cloud, a, b, c, d, e, f, g)                                                    \
    "{'id': '" lab "-invest', 'relation': 'investor', 'payer': 's', 'payee': '" lab                \
    "', 'amount': " a "},"                                                                         \
    "{'id': '" lab "-more', 'relation': 'investor', 'payer': 's', 'payee': '" lab                  \
    "', 'amount': " b "},"                                                                         \
    "{'id': '" lab "-rent', 'relation': 'supplier', 'payer': '" lab "', 'payee': '" cloud          \
    "', 'amount': " c "},"                                                                         \
    "{'id': '" lab "-buy', 'relation': 'customer', 'payer': '" lab "', 'payee': 's', 'amount': " d \
    "},"                                                                                           \
    "{'id': '" cloud "-buy', 'relation': 'customer', 'payer': '" cloud                             \
    "', 'payee': 's', 'amount': " e "},"                                                           \
    "{'id': '" cloud "-gets', 'relation': 'customer', 'payer': 'x', 'payee': '" cloud              \
    "', 'amount': " f "},"                                                                         \
    "{'id': '" lab "-gets', 'relation': 'customer', 'payer': 'x', 'payee': '" lab                  \
    "', 'amount': " g "}"
#define BRANCHES                                                                                   \
    "'entities': [{'id': 's'}, {'id': 'p'}, {'id': 'q'}, {'id': 'v'}, {'id': 'w'}, {'id': 'x'}],"  \
    "'deals': ["
#define FIRST_BRANCH BRANCH("p", "q", "30", "5", "50", "20", "35", "12", "9")
#define SECOND_BRANCH BRANCH("v", "w", "8", "21", "14", "11", "30", "3", "40")

static void expect_within_errors(const cf_report *drawn, const cf_report *exact)
{
    const cf_table *table = cf_report_find_table(exact, "drivers");

    for (long r = 0; r < cf_table_row_count(table); r++) {
        const char *deal = cf_table_cell(table, r, 2)->text;
        double error = share(drawn, deal, "shapley_se");

        cr_expect(fabs(share(drawn, deal, "shapley") - share(exact, deal, "shapley")) <=
                      4 * error + 1e-9,
                  "%s: %g +- %g, exactly %g", deal, share(drawn, deal, "shapley"), error,
                  share(exact, deal, "shapley"));
    }
}

/* Values of two games that have nothing to do with each other add up, so the 14 players of both
 * have the exact values of 7 each. */
Test(attribution, by_random_orders_is_as_near_as_it_says)
{
    cf_scenario *one = scenario_from(BRANCHES FIRST_BRANCH "]");
    cf_scenario *other = scenario_from(BRANCHES SECOND_BRANCH "]");
    cf_scenario *both = scenario_from(BRANCHES FIRST_BRANCH "," SECOND_BRANCH "]");
    cf_report *exact = attributed(one, "1", "1"), *rest = attributed(other, "1", "1");
    cf_report *drawn = attributed(both, "2000", "2");

    cr_assert_eq(row_count(exact, "drivers"), 7);
    expect_within_errors(drawn, exact);
    expect_within_errors(drawn, rest);
    cf_report_free(exact);
    cf_report_free(rest);
    cf_report_free(drawn);
    cf_scenario_free(one);
    cf_scenario_free(other);
    cf_scenario_free(both);
}

/* Few draws have no standard error; an odd number of them still adds up. */
Test(attribution, says_how_sure_it_is)
{
    cf_scenario *scenario = fan_of(13);
    const char *const draws[] = { "1", "3", "5", "33" };

    for (int i = 0; i < CF_COUNT_OF(draws); i++) {
        cf_report *report = attributed(scenario, draws[i], "1");

        cr_expect_eq(isnan(share(report, "b0", "shapley_se")), i < 2, "%s", draws[i]);
        expect_sum(report, 13);
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

static cf_report *of_nvidia(const cf_scenario *scenario, const char *threads)
{
    const cf_param params[] = { { "attribution", NULL },
                                { "draws", "96" },
                                { "top", "all" },
                                { "threads", threads },
                                { "supplier", "nvidia" } };
    const cf_request request = { .scenario = scenario,
                                 .view = options_from(""),
                                 .params = params,
                                 .param_count = CF_COUNT_OF(params) };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("drivers"), &request, NULL));
    return report;
}

Test(attribution, does_not_depend_on_threads)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_report *one = of_nvidia(scenario, "1"), *many = of_nvidia(scenario, "5");
    const cf_table *a = cf_report_find_table(one, "drivers");
    const cf_table *b = cf_report_find_table(many, "drivers");
    int shapley = cf_table_find_column(a, "shapley");

    cr_assert_eq(cf_table_row_count(a), cf_table_row_count(b));
    for (long r = 0; r < cf_table_row_count(a); r++)
        for (int c = shapley; c < shapley + 2; c++)
            cr_expect(memcmp(&cf_table_cell(a, r, c)->number, &cf_table_cell(b, r, c)->number,
                             sizeof(double)) == 0);
    cf_report_free(one);
    cf_report_free(many);
    cf_scenario_free(scenario);
}

struct patience {
    int left;
};

static bool lose_patience(void *payload, const cf_progress_state *state)
{
    struct patience *patience = payload;

    (void)state;
    return patience->left-- > 0;
}

/* The supplier at which it is stopped has the draws until then; those behind it have no rows. */
Test(attribution, that_is_stopped_keeps_what_it_has)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_view_options options = options_from("");
    cf_view *view = NULL;
    cf_view_network *network = NULL;
    struct patience patience = { .left = 20 };
    const cf_progress progress = { .step = lose_patience, .payload = &patience };
    int suppliers[] = { 0, 0 }, done = -1;
    cf_attribution_question question = {
        .suppliers = suppliers, .count = 2, .draws = 1e6, .threads = 1, .progress = &progress
    };
    cf_attribution *out = calloc(2, sizeof *out);
    bool complete = true;
    double sum = 0.0;

    assert_ok(cf_view_new(&view, scenario, &options, NULL));
    assert_ok(cf_view_network_new(&network, view, false));
    for (int v = 0; v < view->entity_count; v++)
        if (strcmp(view->entities[v].id, "nvidia") == 0)
            suppliers[0] = suppliers[1] = v;
    question.network = &network->network;
    assert_ok(cf_attribute(out, &done, &complete, &question));
    cr_expect_not(complete);
    cr_assert_eq(done, 1);
    cr_expect_gt(out[0].draws, 0);
    cr_expect_lt(out[0].draws, 1e6);
    for (int i = 0; i < out[0].count; i++)
        sum += out[0].players[i].value;
    cr_expect(fabs(sum - 7.114605935834854) < 1e-6, "%g", sum);
    cf_attributions_free(out, 2);
    cf_view_network_free(network);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
