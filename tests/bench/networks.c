/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/networks.h"

#include <math.h>
#include <stdlib.h>

#include "bench/measure.h"

/* xorshift64*: S. Vigna (2016), https://doi.org/10.1145/2845077 */
double uniform(unsigned long long *state)
{
    unsigned long long x = *state;

    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return (double)((x * 0x2545F4914F6CDD1DULL) >> 11) / 9007199254740992.0;
}

int below(unsigned long long *state, int limit)
{
    return (int)(uniform(state) * limit);
}

static void *room(int count, size_t size)
{
    void *memory = calloc((size_t)count + 1, size);

    must(memory == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    return memory;
}

unsigned long long seeded(unsigned long long seed)
{
    return seed * 0x9E3779B97F4A7C15ULL + 1;
}

static cf_payment random_payment(unsigned long long *state, int index, int nodes)
{
    cf_payment payment = { .payer = index, .payee = (index + 1) % nodes };

    if (index >= nodes) {
        payment.payer = below(state, nodes);
        payment.payee = (payment.payer + 1 + below(state, nodes - 1)) % nodes;
    }
    payment.carries = uniform(state) < 0.4 ? CF_CAPITAL : CF_TRADE;
    payment.amount = pow(10.0, 3.0 * uniform(state) - 1.0);
    return payment;
}

void random_network_make(random_network *out, int nodes, int payments, int open_every,
                         unsigned long long seed)
{
    unsigned long long state = seeded(seed);

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

double network_write_scenario(FILE *out, const cf_network *network)
{
    double sum = 0.0;

    fprintf(out, "{\"schema\": \"circfin.scenario/1\", \"name\": \"random\", \"currency\": "
                 "\"USD\", \"entities\": [");
    for (int v = 0; v < network->node_count; v++) {
        fprintf(out, "%s{\"id\": \"e%d\"", v > 0 ? "," : "", v);
        if (network->nodes[v].funds_known)
            fprintf(out, ", \"outside_funds\": %.17g", network->nodes[v].funds);
        fprintf(out, "}\n");
    }
    fprintf(out, "], \"deals\": [");
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        fprintf(out,
                "%s{\"id\": \"d%d\", \"relation\": \"%s\", \"payer\": \"e%d\", "
                "\"payee\": \"e%d\", \"amount\": %.17g}\n",
                i > 0 ? "," : "", i, payment->carries == CF_CAPITAL ? "investor" : "customer",
                payment->payer, payment->payee, payment->amount);
        sum += payment->amount;
    }
    fprintf(out, "]}\n");
    return sum;
}

void network_write_sheet(FILE *out, const cf_network *network)
{
    fprintf(out, "id,relation,payer,payee,amount,announced\n");
    for (int i = 0; i < network->payment_count; i++) {
        const cf_payment *payment = &network->payments[i];

        fprintf(out, "d%d,%s,e%d,e%d,%.17g,%d-%02d-%02d\n", i,
                payment->carries == CF_CAPITAL ? "investor" : "customer", payment->payer,
                payment->payee, payment->amount, 2016 + i % 10, 1 + i / 10 % 12, 1 + i / 120 % 28);
    }
}

struct pair {
    int payer, payee;
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;

    if (x->payer != y->payer)
        return x->payer < y->payer ? -1 : 1;
    return (x->payee > y->payee) - (x->payee < y->payee);
}

int network_write_edges(FILE *out, const cf_network *network)
{
    struct pair *pairs = room(network->payment_count, sizeof *pairs);
    int count = 0;

    for (int i = 0; i < network->payment_count; i++)
        pairs[i] = (struct pair){ network->payments[i].payer, network->payments[i].payee };
    qsort(pairs, (size_t)network->payment_count, sizeof *pairs, compare_pairs);
    for (int i = 0; i < network->payment_count; i++) {
        if (count == 0 || compare_pairs(&pairs[count - 1], &pairs[i]) != 0)
            pairs[count++] = pairs[i];
    }
    fprintf(out, "%d %d\n", network->node_count, count);
    for (int i = 0; i < count; i++)
        fprintf(out, "%d %d\n", pairs[i].payer, pairs[i].payee);
    free(pairs);
    return count;
}
