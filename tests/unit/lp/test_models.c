/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programmes in models/, solved by GLPK as they stand, against what the library computes. */
#include "unit/testlib.h"

#include <glpk.h>
#include <unistd.h>

static const char *const bound_models[CF_BOUND_COUNT] = {
    [CF_BOUND_MIN] = "loopback_min",
    [CF_BOUND_MAX] = "loopback_max",
    [CF_BOUND_MAX_OPEN] = "loopback_max_open",
};

/* ---- writing data ---- */

static void write_vertices(FILE *out, const cf_flow *flow, int supplier)
{
    fprintf(out, "set VERTICES :=");
    for (int v = 0; v < flow->vertex_count; v++)
        fprintf(out, " v%d", v);
    fprintf(out, ";\nparam supplier := v%d;\nset SELF :=", supplier);
    for (int v = 0; v < flow->vertex_count; v++) {
        if (cf_flow_counts_as(flow, v, supplier))
            fprintf(out, " v%d", v);
    }
    fprintf(out, ";\nparam : kept bounded :=\n");
    for (int v = 0; v < flow->vertex_count; v++)
        fprintf(out, "v%d %.17g %d\n", v, flow->balances[v].kept, flow->balances[v].bounded);
    fprintf(out, ";\n");
}

static void write_edges(FILE *out, const cf_flow *flow, int supplier, bool origin_all)
{
    fprintf(out, "param : EDGES : tail head amount class origin open :=\n");
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];

        fprintf(out, "e%d v%d v%d %.17g %s %d .\n", e, edge->tail, edge->head, edge->amount,
                edge->capital ? "capital" : "trade",
                cf_flow_is_origin(flow, edge, supplier, origin_all));
    }
    for (int i = 0; i < flow->network->payment_count; i++) {
        const cf_payment *payment = &flow->network->payments[i];

        if (payment->open)
            fprintf(out, "open%d v%d v%d . %s . 1\n", i, payment->payer, payment->payee,
                    payment->capital ? "capital" : "trade");
    }
    fprintf(out, ";\n");
}

/* To a new file, whose name goes to `path`. */
static void write_data(char *path, const cf_flow *flow, int supplier, bool origin_all)
{
    int descriptor = mkstemp(strcpy(path, "/tmp/circfin-model-XXXXXX"));
    FILE *out = descriptor < 0 ? NULL : fdopen(descriptor, "w");

    cr_assert_not_null(out);
    fprintf(out, "data;\n");
    write_vertices(out, flow, supplier);
    write_edges(out, flow, supplier, origin_all);
    fprintf(out, "end;\n");
    cr_assert_eq(fclose(out), 0);
}

/* ---- solving ---- */

static double solve_model(const char *model, const char *data)
{
    char file[512];
    glp_tran *translator = glp_mpl_alloc_wksp();
    glp_prob *lp = glp_create_prob();
    glp_smcp control;
    double value;

    snprintf(file, sizeof file, "%s/models/%s.mod", CIRCFIN_SOURCE, model);
    glp_term_out(GLP_OFF);
    cr_assert_eq(glp_mpl_read_model(translator, file, 1), 0, "%s is no MathProg", file);
    cr_assert_eq(glp_mpl_read_data(translator, data), 0, "%s does not take its data", model);
    cr_assert_eq(glp_mpl_generate(translator, NULL), 0, "%s cannot be generated", model);
    glp_mpl_build_prob(translator, lp);
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.presolve = GLP_ON;
    cr_assert_eq(glp_simplex(lp, &control), 0);
    cr_assert_eq(glp_get_status(lp), GLP_OPT, "%s has no solution", model);
    cr_assert_eq(glp_mpl_postsolve(translator, lp, GLP_SOL), 0, "%s cannot print", model);
    value = glp_get_obj_val(lp);
    glp_delete_prob(lp);
    glp_mpl_free_wksp(translator);
    glp_term_out(GLP_ON);
    return value;
}

static void expect_agreement(const char *model, double theirs, double ours, const char *network)
{
    cr_expect(fabs(theirs - ours) <= 1e-6 * fmax(1.0, fabs(ours)),
              "%s says %.12g, circfin %.12g: %s", model, theirs, ours, network);
}

/* ---- comparing ---- */

static void compare_bounds(const cf_network *network, int supplier, bool origin_all,
                           const char *name)
{
    char data[64];
    cf_flow *flow = NULL;

    assert_ok(cf_flow_new(&flow, network, true));
    write_data(data, flow, supplier, origin_all);
    for (int b = 0; b < CF_BOUND_COUNT; b++) {
        double value = -1.0;

        assert_ok(cf_bound_loopback(flow, supplier, origin_all, (cf_bound)b, &value));
        expect_agreement(bound_models[b], solve_model(bound_models[b], data), value, name);
    }
    unlink(data);
    cf_flow_free(flow);
}

static void compare_circulation(const cf_network *network, const char *name)
{
    char data[64];
    cf_flow *flow = NULL;
    double value = -1.0;

    assert_ok(cf_flow_new(&flow, network, false));
    write_data(data, flow, 0, false);
    assert_ok(cf_circulation_max(flow, &value));
    expect_agreement("circulation_max", solve_model("circulation_max", data), value, name);
    unlink(data);
    cf_flow_free(flow);
}

static void compare_all(const cf_network *network, const char *name)
{
    for (int v = 0; v < network->node_count; v++) {
        compare_bounds(network, v, false, name);
        compare_bounds(network, v, true, name);
    }
    compare_circulation(network, name);
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
        compare_all(&network.network, texts[i]);
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
        if (!payments[i].capital && payments[i].payer == payment->payee &&
            payment->earmark_count < MOST_EARMARKS)
            network->earmarks[tied][payment->earmark_count++] = i;
    }
    payment->earmark = network->earmarks[tied];
}

static void make_random(small_network *out, unsigned seed)
{
    unsigned state = seed, nodes = 3 + next_random(&state, 8);
    int payments = (int)(2 * nodes + next_random(&state, 10));

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
                          .capital = next_random(&state, 5) < 2,
                          .open = open,
                          .amount = open ? 0.0 : 0.1 * (1 + next_random(&state, 500)) };
    }
    for (int i = 0; i < payments; i++) {
        if (out->payments[i].capital && !out->payments[i].open && next_random(&state, 3) == 0)
            tie(out, i);
    }
}

Test(models, agree_with_the_library_on_random_networks)
{
    for (unsigned seed = 1; seed <= 40; seed++) {
        small_network network;
        char name[32];

        snprintf(name, sizeof name, "random network %u", seed);
        make_random(&network, seed);
        compare_all(&network.network, name);
    }
}

Test(models, the_example_has_the_answers_it_gives)
{
    static const struct {
        const char *model;
        double value;
    } answers[] = {
        { "loopback_min", 20 },
        { "loopback_max", 80 },
        { "loopback_max_open", 80 },
        { "circulation_max", 190 },
    };

    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        expect_near(solve_model(answers[i].model, CIRCFIN_SOURCE "/models/example.dat"),
                    answers[i].value);
}
