/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/loop_networks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/measure.h"

struct builder {
    random_network *out;
    int room;
    unsigned long long state;
};

/* Heavy-tailed: Pareto, with the index 1.2. */
static double random_amount(struct builder *builder)
{
    return pow(1.0 - uniform(&builder->state), -1.0 / 1.2);
}

static void pay(struct builder *builder, int payer, int payee, bool capital)
{
    cf_network *network = &builder->out->network;

    if (payer == payee)
        return;
    if (network->payment_count == builder->room) {
        builder->room = builder->room == 0 ? 1024 : 2 * builder->room;
        builder->out->payments =
            realloc(builder->out->payments, (size_t)builder->room * sizeof *builder->out->payments);
        must(builder->out->payments == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
        network->payments = builder->out->payments;
    }
    builder->out->payments[network->payment_count++] =
        (cf_payment){ .payer = payer,
                      .payee = payee,
                      .carries = capital ? CF_CAPITAL : CF_TRADE,
                      .amount = random_amount(builder) };
}

static void add_nodes(struct builder *builder, int count)
{
    random_network *out = builder->out;

    out->nodes = calloc((size_t)count + 1, sizeof *out->nodes);
    must(out->nodes == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    out->network.nodes = out->nodes;
    out->network.node_count = count;
}

/* Whoever was paid or paid before, the more often the likelier. */
static int partner(struct builder *builder, int newcomer)
{
    const cf_network *network = &builder->out->network;
    const cf_payment *payment;

    if (network->payment_count == 0 || uniform(&builder->state) < 0.1)
        return below(&builder->state, newcomer);
    payment = &network->payments[below(&builder->state, network->payment_count)];
    return uniform(&builder->state) < 0.5 ? payment->payer : payment->payee;
}

/* An investment goes out and comes home as revenue, over up to four others. */
static void plant_loop(struct builder *builder, int nodes)
{
    int supplier = below(&builder->state, nodes), at = supplier;

    for (int left = 1 + below(&builder->state, 4); left > 0; left--) {
        int next = below(&builder->state, nodes);

        pay(builder, at, next, at == supplier);
        at = next;
    }
    pay(builder, at, supplier, false);
}

/* Preferential attachment: B. Bollobas, C. Borgs, J. Chayes, O. Riordan (2003),
 * https://dl.acm.org/doi/10.5555/644108.644133. Newcomers buy from the large and are paid by
 * them in `back` cases of a thousand, half of those as an investment. */
static void make_scale_free(struct builder *builder, int nodes, int deals, int back)
{
    add_nodes(builder, nodes);
    for (int v = 1; v < nodes; v++) {
        for (int i = 0; i < deals; i++) {
            int other = partner(builder, v);

            if (below(&builder->state, 1000) >= back)
                pay(builder, v, other, below(&builder->state, 20) == 0);
            else
                pay(builder, other, v, below(&builder->state, 2) == 0);
        }
    }
    for (int i = 0; i < nodes / 100; i++)
        plant_loop(builder, nodes);
}

/* ---- the kinds ---- */

static void make_payments(struct builder *builder, int nodes)
{
    make_scale_free(builder, nodes, 3, 40);
}

static void make_market(struct builder *builder, int nodes)
{
    make_scale_free(builder, nodes, 10, 300);
}

static void make_complete(struct builder *builder, int nodes)
{
    add_nodes(builder, nodes);
    for (int v = 0; v < nodes; v++) {
        for (int w = 0; w < nodes; w++)
            pay(builder, v, w, below(&builder->state, 4) == 0);
    }
}

/* From 3i over 3i + 1 or 3i + 2 to the next: 2^count loops, all of 2 count hops. */
static void make_diamonds(struct builder *builder, int count)
{
    add_nodes(builder, 3 * count);
    for (int i = 0; i < count; i++) {
        int next = 3 * ((i + 1) % count);

        for (int side = 1; side <= 2; side++) {
            pay(builder, 3 * i, 3 * i + side, i == 0);
            pay(builder, 3 * i + side, next, false);
        }
    }
}

/* Everybody pays later ones only, but for one payment back in fifty, and that not far. */
static void make_dead_ends(struct builder *builder, int nodes)
{
    add_nodes(builder, nodes);
    for (int v = 0; v < nodes; v++) {
        for (int i = 0; i < 4 && v + 1 < nodes; i++) {
            int far = v + 1 + below(&builder->state, 40);

            pay(builder, v, far < nodes ? far : nodes - 1, i == 0);
        }
        if (v % 50 == 49)
            pay(builder, v, v - 8 - below(&builder->state, 8), false);
    }
}

/* Twelve layers, each paying the next: no loop is shorter than that. */
static void make_layers(struct builder *builder, int width)
{
    enum { LAYERS = 12 };

    add_nodes(builder, LAYERS * width);
    for (int v = 0; v < LAYERS * width; v++) {
        int next = (v / width + 1) % LAYERS * width;

        for (int i = 0; i < 4; i++)
            pay(builder, v, next + below(&builder->state, width), i == 0);
    }
}

/* Groups of five that all pay each other; each shares one member with the next. */
static void make_blocks(struct builder *builder, int blocks)
{
    enum { MEMBERS = 4 };

    add_nodes(builder, blocks * MEMBERS + 1);
    for (int b = 0; b < blocks; b++) {
        for (int v = 0; v <= MEMBERS; v++) {
            for (int w = 0; w <= MEMBERS; w++)
                pay(builder, b * MEMBERS + v, b * MEMBERS + w, v < w);
        }
    }
}

static void make_ring(struct builder *builder, int nodes)
{
    add_nodes(builder, nodes);
    for (int v = 0; v < nodes; v++)
        pay(builder, v, (v + 1) % nodes, v == 0);
}

/* One strong component: a ring, and payments between random entities. Every `apart`-th entity is a
 * supplier: what it pays on is capital; nobody else invests. */
static void make_component(struct builder *builder, int nodes, int deals, int apart)
{
    add_nodes(builder, nodes);
    for (int v = 0; v < nodes; v++) {
        for (int i = 0; i < deals; i++) {
            int other = i == 0 ? (v + 1) % nodes : below(&builder->state, nodes);

            pay(builder, v, other, i > 0 && v % apart == 0);
        }
    }
}

static void make_giant(struct builder *builder, int nodes)
{
    make_component(builder, nodes, 4, nodes < 10 ? 1 : (nodes + 9) / 10);
}

static void make_dense(struct builder *builder, int nodes)
{
    make_component(builder, nodes, 10, nodes < 10 ? 1 : (nodes + 9) / 10);
}

static void make_lenders(struct builder *builder, int nodes)
{
    make_component(builder, nodes, 4, 100);
}

/* Groups of eight that trade among themselves, a supplier in each, and few payments between groups,
 * always to a later one. */
static void make_groups(struct builder *builder, int groups)
{
    enum { MEMBERS = 8, DEALS = 4 };

    add_nodes(builder, groups * MEMBERS);
    for (int g = 0; g < groups; g++) {
        int first = g * MEMBERS;

        for (int v = 0; v < MEMBERS; v++) {
            for (int i = 0; i < DEALS; i++)
                pay(builder, first + v, first + below(&builder->state, MEMBERS), v == 0);
        }
        if (g + 1 < groups)
            pay(builder, first + 1,
                first + MEMBERS + below(&builder->state, (groups - g - 1) * MEMBERS), false);
    }
}

/* Everybody invests in the hub, and the hub buys from everybody. */
static void make_star(struct builder *builder, int suppliers)
{
    add_nodes(builder, suppliers + 1);
    for (int v = 1; v <= suppliers; v++) {
        pay(builder, v, 0, true);
        pay(builder, 0, v, false);
    }
}

static const struct {
    const char *name;
    void (*make)(struct builder *builder, int size);
    const char *about;
} kinds[] = {
    { "complete", make_complete, "N entities that all pay each other" },
    { "payments", make_payments, "scale-free, N entities, 3N deals, 4 % against the grain" },
    { "market", make_market, "scale-free, N entities, 10N deals, 30 % against the grain" },
    { "diamonds", make_diamonds, "a ring of N diamonds: 2^N loops" },
    { "dead-ends", make_dead_ends, "N entities that pay later ones, and few payments back" },
    { "layers", make_layers, "12 layers of N entities; every loop has 12 hops or more" },
    { "blocks", make_blocks, "a chain of N complete groups of 5 that share one entity each" },
    { "ring", make_ring, "one loop of N hops" },
    { "giant", make_giant, "one strong component, N entities, 4N deals, 10 suppliers" },
    { "dense", make_dense, "one strong component, N entities, 10N deals, 10 suppliers" },
    { "lenders", make_lenders, "one strong component, N entities, 4N deals, N/100 suppliers" },
    { "groups", make_groups, "N groups of 8 entities and 32 deals, a supplier in each" },
    { "star", make_star, "N suppliers that invest in one hub and are paid by it" },
};

enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

bool loop_network_make(random_network *out, const char *name)
{
    const char *dash = strrchr(name, '-');
    struct builder builder = { .out = out, .state = seeded(6) };
    int size = dash == NULL ? 0 : atoi(dash + 1);

    *out = (random_network){ 0 };
    for (int i = 0; i < KIND_COUNT && size > 0; i++) {
        if (strlen(kinds[i].name) == (size_t)(dash - name) &&
            strncmp(kinds[i].name, name, (size_t)(dash - name)) == 0) {
            kinds[i].make(&builder, size);
            return true;
        }
    }
    return false;
}

void loop_networks_describe(FILE *out)
{
    for (int i = 0; i < KIND_COUNT; i++)
        fprintf(out, "  %s-N: %s\n", kinds[i].name, kinds[i].about);
}
