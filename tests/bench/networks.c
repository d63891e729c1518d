/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/networks.h"

#include <math.h>
#include <stdlib.h>

#include "bench/measure.h"

/* xorshift64*: S. Vigna (2016), https://doi.org/10.1145/2845077 */
static double uniform(unsigned long long *state)
{
    unsigned long long x = *state;

    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return (double)((x * 0x2545F4914F6CDD1DULL) >> 11) / 9007199254740992.0;
}

static int below(unsigned long long *state, int limit)
{
    return (int)(uniform(state) * limit);
}

static void *room(int count, size_t size)
{
    void *memory = calloc((size_t)count + 1, size);

    must(memory == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    return memory;
}

static cf_payment random_payment(unsigned long long *state, int index, int nodes)
{
    cf_payment payment = { .payer = index, .payee = (index + 1) % nodes };

    if (index >= nodes) {
        payment.payer = below(state, nodes);
        payment.payee = (payment.payer + 1 + below(state, nodes - 1)) % nodes;
    }
    payment.capital = uniform(state) < 0.4;
    payment.amount = pow(10.0, 3.0 * uniform(state) - 1.0);
    return payment;
}

void random_network_make(random_network *out, int nodes, int payments, int open_every,
                         unsigned long long seed)
{
    unsigned long long state = seed * 0x9E3779B97F4A7C15ULL + 1;

    out->nodes = room(nodes, sizeof *out->nodes);
    out->payments = room(payments, sizeof *out->payments);
    for (int v = 0; v < nodes; v++) {
        out->nodes[v].funds_known = uniform(&state) < 0.5;
        if (out->nodes[v].funds_known)
            out->nodes[v].funds = 100.0 * uniform(&state);
    }
    for (int i = 0; i < payments; i++) {
        out->payments[i] = random_payment(&state, i, nodes);
        if (open_every > 0 && i >= nodes && i % open_every == 0) {
            out->payments[i].open = true;
            out->payments[i].amount = 0.0;
        }
    }
    out->network = (cf_network){ .nodes = out->nodes,
                                 .node_count = nodes,
                                 .payments = out->payments,
                                 .payment_count = payments };
}

void random_network_free(random_network *network)
{
    free(network->nodes);
    free(network->payments);
    *network = (random_network){ 0 };
}

cf_flow *flow_of(const random_network *network)
{
    cf_flow *flow;

    must(cf_flow_new(&flow, &network->network, true), "cf_flow_new");
    return flow;
}
