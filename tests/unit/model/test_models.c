/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programmes in models/, as they stand, on the data of views, against what the library
 * computes and against brute force. tests/models/compare.py holds all of it to glpsol. */
#include "circfin/model.h"
#include "unit/testlib.h"

static const cf_model_limits no_limits = { 0 };

/* ---- a network as a scenario ---- */

static void put_node(FILE *out, const small_network *network, int node)
{
    fprintf(out, "%s{\"id\": \"n%d\"", node > 0 ? ", " : "", node);
    if (network->nodes[node].funds_known)
        fprintf(out, ", \"outside_funds\": %.17g", network->nodes[node].funds);
    putc('}', out);
}

static void put_payment(FILE *out, const small_network *network, int index)
{
    static const char *const words[CF_CLASS_COUNT] = {
        [CF_TRADE] = "customer", [CF_CAPITAL] = "investor", [CF_SERVICE] = "interest"
    };
    const cf_payment *payment = &network->payments[index];

    fprintf(out, "%s{\"id\": \"d%d\", \"payer\": \"n%d\", \"payee\": \"n%d\", \"relation\": \"%s\"",
            index > 0 ? ", " : "", index, payment->payer, payment->payee, words[payment->carries]);
    if (!payment->open)
        fprintf(out, ", \"amount\": %.17g", payment->amount);
    for (int k = 0; k < payment->earmark_count; k++)
        fprintf(out, "%s\"d%d\"%s", k == 0 ? ", \"earmark\": [" : ", ", payment->earmark[k],
                k + 1 == payment->earmark_count ? "]" : "");
    putc('}', out);
}

static cf_scenario *scenario_of(const small_network *network)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    cf_scenario *scenario;

    fputs("\"entities\": [", out);
    for (int v = 0; v < network->network.node_count; v++)
        put_node(out, network, v);
    fputs("], \"deals\": [", out);
    for (int i = 0; i < network->network.payment_count; i++)
        put_payment(out, network, i);
    fputs("]", out);
    fclose(out);
    scenario = scenario_from(text);
    free(text);
    return scenario;
}

/* ---- solving ---- */

static cf_model_result *solve(const char *name, const cf_view *view, const char *supplier,
                              const char *bound)
{
    cf_model_setting setting = { "bound", bound };
    cf_model_question question = { view, supplier, &setting, bound == NULL ? 0 : 1 };
    char file[512];
    cf_model *model = NULL;
    cf_model_data *data = NULL;
    cf_model_result *result = NULL;

    snprintf(file, sizeof file, "%s/models/%s.mod", CIRCFIN_SOURCE, name);
    assert_ok(cf_model_read(&model, file, NULL));
    assert_ok(cf_model_data_new(&data, model, &question, NULL));
    assert_ok(cf_model_solve(&result, model, data, &no_limits, NULL));
    cr_assert_eq(result->status, CF_MODEL_OPTIMAL, "%s is %s", name,
                 cf_model_status_names[result->status]);
    cf_model_data_free(data);
    cf_model_free(model);
    return result;
}

static double optimum_of(const char *name, const cf_view *view, const char *supplier,
                         const char *bound)
{
    cf_model_result *result = solve(name, view, supplier, bound);
    double value = result->value;

    cf_model_result_free(result);
    return value;
}

static void expect_agreement(const char *model, double theirs, double ours, const char *network)
{
    cr_expect(fabs(theirs - ours) <= 1e-6 * fmax(1.0, fabs(ours)),
              "%s says %.12g, circfin %.12g: %s", model, theirs, ours, network);
}

/* ---- loop-back, circulation, gap ---- */

static void compare_bounds(const cf_view *view, const cf_flow *flow, const char *name)
{
    static const char *const bounds[] = {
        [CF_MEASURE_MIN] = "min", [CF_MEASURE_MAX] = "max", [CF_MEASURE_MAX_OPEN] = "max_open"
    };

    for (int v = 0; v < view->entity_count; v++) {
        for (int b = 0; b < CF_MEASURE_COUNT; b++) {
            double value = -1.0;

            if (bounds[b] == NULL)
                continue;
            assert_ok(cf_bound_loopback(flow, v, view->options.origin_all, (cf_measure)b, &value));
            expect_agreement(bounds[b],
                             optimum_of("loopback", view, view->entities[v].id, bounds[b]), value,
                             name);
        }
    }
}

static void compare_others(const cf_view *view, const cf_flow *tied, const cf_network *network,
                           const char *name)
{
    cf_flow *flow = NULL;
    double value = -1.0, gap = 0.0;

    assert_ok(cf_flow_new(&flow, network, false));
    assert_ok(cf_circulation_max(flow, &value));
    expect_agreement("circulation", optimum_of("circulation", view, NULL, NULL), value, name);
    for (int v = 0; v < network->node_count; v++)
        gap += tied->balances[v].assumed; /* no revenue is reported here */
    expect_agreement("fund_gap", optimum_of("fund_gap", view, NULL, NULL), gap, name);
    cf_flow_free(flow);
}

static void compare_all(const small_network *network, const char *name)
{
    cf_scenario *scenario = scenario_of(network);

    for (int all = 0; all < 2; all++) {
        cf_view *view = view_of(scenario, all ? "--origin all" : "");
        cf_view_network *graph = NULL;
        cf_flow *flow = NULL;

        assert_ok(cf_view_network_new(&graph, view, false));
        assert_ok(cf_flow_new(&flow, &graph->network, true));
        compare_bounds(view, flow, name);
        if (!all)
            compare_others(view, flow, &graph->network, name);
        cf_flow_free(flow);
        cf_view_network_free(graph);
        cf_view_free(view);
    }
    cf_scenario_free(scenario);
}

Test(models, agree_with_the_library_on_small_networks)
{
    static const char *const texts[] = {
        "a -> b 10 investor; b -> a 10 customer",
        "a -> b 10 investor; b -> a 10 customer; b has 0; a has 0",
        "a -> b 10 investor; b -> a 10 customer; b has 25",
        /* what must, what mixes, what can */
        "s -> lab 100 investor; lab -> s 50 customer; lab -> x 60 customer; x -> s 30 supplier;"
        "lab has 60; x has 0",
        "s -> lab 100 investor; lab -> s 50 customer; lab -> x 60 customer; x -> s 30 supplier",
        /* capital that comes back as capital; a swap */
        "s -> b 9 investor; b -> s 5 investor; b -> s 2 customer; b has 0",
        "s -> b 9 customer; b -> s 9 customer; b has 0; s has 0",
        /* open payments: into s, past s, and by s itself */
        "s -> b 8 investor; b -> c 1 customer; c -> s ? customer; b has 0; c has 0",
        "s -> b 8 investor; b -> c ? customer; c -> s ? customer; s -> c ? investor; b has 2",
        "s -> b 8 investor; s -> c ? investor; c -> s 5 customer; b -> s ? investor",
        /* two tied payments, one purchase */
        "s -> b 60 investor for buy; v -> b 30 investor for buy; buy: b -> s 45 supplier;"
        "b -> x 90 customer; x -> s 18 supplier",
        /* tied money of a third party for s, and money tied to several purchases */
        "s -> a 20 investor for one two; one: a -> b 8 customer; two: a -> s 5 customer;"
        "b -> s 6 investor for back; back: s -> b 4 customer; b -> s 3 customer; b has 0; a has 1",
        "s -> a 7 investor; a -> s 6 investor for buy; buy: s -> c 5 customer; c -> a 5 customer;"
        "a -> s 4 customer; a has 0; c has 0",
        /* a supplier nobody pays, and one that pays nobody */
        "s -> b 5 investor; b -> c 5 customer; c -> b 1 customer",
        "b -> s 5 customer; s -> c ? investor",
        "1 -> 2 1 customer; 2 -> 3 1 customer; 1 -> 3 1 customer; 3 -> 1 1 customer",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        small_network network;

        network_from(&network, texts[i]);
        compare_all(&network, texts[i]);
    }
}

/* ---- random networks ---- */

static unsigned next_random(unsigned *state, unsigned limit)
{
    *state = *state * 1103515245u + 12345u;
    return (*state >> 12) % limit;
}

/* Ties an investment to some purchases of its recipient. */
static void tie(small_network *network, int tied)
{
    cf_payment *payments = network->payments, *payment = &payments[tied];

    for (int i = 0; i < network->network.payment_count; i++) {
        if (payments[i].carries == CF_TRADE && payments[i].payer == payment->payee &&
            payment->earmark_count < MOST_EARMARKS)
            network->earmarks[tied][payment->earmark_count++] = i;
    }
    payment->earmark = network->earmarks[tied];
}

static void make_random(small_network *out, unsigned seed, unsigned most_nodes, int payments)
{
    unsigned state = seed, nodes = 3 + next_random(&state, most_nodes - 2);

    *out = (small_network){ 0 };
    out->network = (cf_network){ out->nodes, (int)nodes, out->payments, payments };
    for (unsigned v = 0; v < nodes; v++) {
        out->nodes[v].funds_known = next_random(&state, 2) == 0;
        out->nodes[v].funds = out->nodes[v].funds_known ? next_random(&state, 30) : 0.0;
    }
    for (int i = 0; i < payments; i++) {
        unsigned payer = next_random(&state, nodes), step = 1 + next_random(&state, nodes - 1);
        bool open = next_random(&state, 10) == 0;

        out->payments[i] =
            (cf_payment){ .payer = (int)payer,
                          .payee = (int)((payer + step) % nodes),
                          .carries = (cf_class)(next_random(&state, 5) % CF_CLASS_COUNT),
                          .open = open,
                          .amount = open ? 0.0 : 0.1 * (1 + next_random(&state, 500)) };
    }
    for (int i = 0; i < payments; i++) {
        if (out->payments[i].carries == CF_CAPITAL && !out->payments[i].open &&
            next_random(&state, 3) == 0)
            tie(out, i);
    }
}

Test(models, agree_with_the_library_on_random_networks)
{
    for (unsigned seed = 1; seed <= 30 / CIRCFIN_SEED_SHARE; seed++) {
        small_network network;
        char name[32];

        snprintf(name, sizeof name, "random network %u", seed);
        make_random(&network, seed, 9, 12 + (int)(seed % 10));
        compare_all(&network, name);
    }
}

/* ---- breaking loops, by brute force ---- */

/* Goes on from `at` to find a simple way back to `start` that begins with capital and ends with
 * trade. */
static bool leads_back(const cf_network *network, unsigned struck, unsigned passed, int start,
                       int at)
{
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        if (payment->payer != at || (struck >> i & 1u) != 0 ||
            (at == start && payment->carries != CF_CAPITAL))
            continue;
        if (payment->payee == start && at != start && payment->carries == CF_TRADE)
            return true;
        if (payment->payee == start || (passed >> payment->payee & 1u) != 0)
            continue;
        if (leads_back(network, struck, passed | 1u << payment->payee, start, payment->payee))
            return true;
    }
    return false;
}

static bool has_financing_loop(const cf_network *network, unsigned struck)
{
    for (int v = 0; v < network->node_count; v++) {
        if (leads_back(network, struck, 1u << v, v, v))
            return true;
    }
    return false;
}

/* The same objective as the model's: unknown amounts cost more than all known ones. */
static double cheapest_by_force(const cf_network *network)
{
    double all = 1.0, least = INFINITY;

    for (int i = 0; i < network->payment_count; i++)
        all += network->payments[i].amount;
    for (unsigned struck = 0; struck >> network->payment_count == 0; struck++) {
        double cost = 0.0;

        for (int i = 0; i < network->payment_count; i++) {
            if ((struck >> i & 1u) != 0)
                cost += network->payments[i].open ? all : network->payments[i].amount;
        }
        if (cost < least && !has_financing_loop(network, struck))
            least = cost;
    }
    return least;
}

/* What the model says to strike out, as a set. */
static unsigned struck_by(const cf_model_result *result)
{
    unsigned struck = 0;

    for (int i = 0; i < result->variable_count; i++) {
        const cf_model_line *line = &result->variables[i];

        if (strcmp(line->name, "struck") == 0 && line->value > 0.5)
            struck |= 1u << atoi(line->index + 1); /* d7 */
    }
    return struck;
}

static void compare_breaking(const small_network *network, const char *name)
{
    cf_scenario *scenario = scenario_of(network);
    cf_view *view = view_of(scenario, "");
    cf_model_result *result = solve("break_loops", view, NULL, NULL);

    cr_expect(result->integer);
    expect_agreement("break_loops", result->value, cheapest_by_force(&network->network), name);
    cr_expect_not(has_financing_loop(&network->network, struck_by(result)), "%s", name);
    cf_model_result_free(result);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(models, break_loops_is_exact_where_closed_ways_are_no_loops)
{
    static const char *const texts[] = {
        /* a loop of capital and a loop of trade that meet in b: nothing to break */
        "a -> b 3 investor; b -> a 3 investor; b -> c 5 customer; c -> b 5 customer",
        /* the same, and one purchase that joins them */
        "a -> b 3 investor; b -> a 3 investor; b -> c 5 customer; c -> b 5 customer;"
        "c -> a 1 customer",
        /* two loops through one payment */
        "s -> a 4 investor; a -> b 3 customer; b -> s 4 customer; t -> a 4 investor;"
        "b -> t 4 customer",
        "s -> a 1 investor; a -> s 5 customer; s -> b 5 investor; b -> s 1 customer",
        "a -> b ? investor; b -> a 7 customer",
        "a -> b ? investor; b -> a ? customer",
        "a -> b 2 investor; a -> b 3 customer; b -> a 4 customer",
    };
    static const double answers[] = { 0, 1, 3, 2, 7, 1, 2 };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        small_network network;
        cf_scenario *scenario;
        cf_view *view;

        network_from(&network, texts[i]);
        compare_breaking(&network, texts[i]);
        scenario = scenario_of(&network);
        view = view_of(scenario, "");
        expect_near(optimum_of("break_loops", view, NULL, NULL), answers[i]);
        cf_view_free(view);
        cf_scenario_free(scenario);
    }
}

Test(models, break_loops_agrees_with_brute_force_on_random_networks)
{
    int loops = 0;

    for (unsigned seed = 1; seed <= 60; seed++) {
        small_network network;
        char name[32];

        snprintf(name, sizeof name, "random network %u", seed);
        make_random(&network, seed, 6, 7 + (int)(seed % 5));
        loops += has_financing_loop(&network.network, 0);
        compare_breaking(&network, name);
    }
    cr_expect_gt(loops, 20); /* or there would be little to break */
}

/* ---- a group of suppliers ---- */

Test(models, joint_entities_are_one_supplier)
{
    cf_scenario *scenario = scenario_in("textbook/joint.json");
    cf_report *report = score_of(scenario, "--joint s1,s2");
    cf_view *view = view_of(scenario, "--joint s1,s2");

    expect_near(optimum_of("loopback", view, NULL, "max"), figure_of(report, "joint_loopback_max"));
    expect_near(optimum_of("loopback", view, "s2", "min"), figure_of(report, "joint_loopback_min"));
    cf_view_free(view);
    cf_report_free(report);
    cf_scenario_free(scenario);
}
