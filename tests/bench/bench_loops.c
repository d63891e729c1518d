/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loops, one thread, beside every program for it that is there. All get the same graph: who pays
 * whom, so that both classes are one and a loop is a cycle of entities. A second kind of line has
 * no peer: ranked loops, threads, loops with their classes and figures.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/loop_networks.h"
#include "bench/measure.h"
#include "bench/peers.h"
#include "circfin/loops.h"

enum { ANY = -1, HUB = -2, MOST_PEERS = 8 };

struct loop_case {
    const char *network;
    bool visit;
    int max_length, through;
    double expected; /* loops; 0: not known but from the peers */
};

static const struct loop_case cases[] = {
    { "complete-9", false, 0, ANY, 125664 },   { "complete-9", true, 0, ANY, 125664 },
    { "complete-10", false, 0, ANY, 1112073 }, { "complete-10", true, 0, ANY, 1112073 },
    { "diamonds-16", false, 0, ANY, 65536 },   { "diamonds-16", true, 0, ANY, 65536 },
    { "payments-220", false, 0, ANY, 0 },      { "payments-220", true, 0, ANY, 0 },
    { "payments-220", false, 0, HUB, 0 },      { "payments-20000", false, 10, ANY, 0 },
    { "market-2000", false, 5, ANY, 0 },       { "market-2000", true, 5, ANY, 0 },
    { "market-2000", false, 5, HUB, 0 },       { "market-20000", false, 3, ANY, 0 },
    { "market-100000", false, 3, ANY, 0 },     { "market-100000", false, 4, ANY, 0 },
    { "market-100000", false, 5, ANY, 0 },     { "giant-250000", false, 4, ANY, 0 },
    { "layers-200", false, 11, ANY, 0 },       { "dead-ends-20000", false, 0, ANY, 0 },
    { "blocks-2000", false, 0, ANY, 168000 },  { "ring-100000", false, 0, ANY, 1 },
};

struct task {
    const cf_hops *hops;
    cf_loop_limits limits;
    long top;
    bool visit;
    double found;
    long long vertices; /* the sum of those of all loops */
    int *tails;         /* of a hop */
};

static bool touch(const cf_loop *loop, void *payload)
{
    struct task *task = payload;

    for (int i = 0; i < loop->length; i++)
        task->vertices += task->tails[loop->hops[i]];
    return true;
}

static cf_status search(void *data)
{
    struct task *task = data;
    cf_loop_count count;
    cf_status status;

    task->vertices = 0;
    status = task->visit ? cf_loops_each(task->hops, &task->limits, touch, task, &count)
                         : cf_loops_count(task->hops, &task->limits, &count);
    task->found = count.found;
    return status;
}

static void begin(struct task *task, const random_network *network)
{
    cf_flow *flow = flow_of(network);
    cf_hops *hops;

    must(cf_hops_new(&hops, flow, NULL), "cf_hops_new");
    cf_flow_free(flow);
    task->hops = hops;
    task->tails = calloc((size_t)cf_hops_count(hops) + 1, sizeof *task->tails);
    must(task->tails == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    for (int i = 0; i < cf_hops_count(hops); i++)
        task->tails[i] = cf_hops_at(hops, i)->tail;
}

static void end(struct task *task)
{
    cf_hops_free((cf_hops *)task->hops);
    free(task->tails);
}

static int hub_of(const cf_network *network)
{
    int *degree = calloc((size_t)network->node_count + 1, sizeof *degree), hub = 0;

    must(degree == NULL ? CF_NO_MEMORY : CF_OK, "allocation");
    for (int i = 0; i < network->payment_count; i++) {
        degree[network->payments[i].payer]++;
        degree[network->payments[i].payee]++;
    }
    for (int v = 0; v < network->node_count; v++)
        hub = degree[v] > degree[hub] ? v : hub;
    free(degree);
    return hub;
}

static random_network make(const char *name)
{
    random_network network;

    must(loop_network_make(&network, name) ? CF_OK : CF_IO, name);
    return network;
}

/* ---- beside the peers ---- */

static bool ask(const loop_peer *peer, const char *edges, const struct loop_case *the_case,
                const struct task *task, timing ours)
{
    peer_answer answer = peer_ask(peer, edges, the_case->visit ? "visit" : "count",
                                  the_case->max_length, task->limits.through);

    if (answer.outcome == PEER_GAVE_UP)
        line_peer_out(peer->name, "gave_up", PEER_SECONDS, PEER_SECONDS / ours.seconds);
    else if (answer.outcome != PEER_ANSWERED)
        line_peer_out(peer->name, answer.outcome == PEER_CANNOT ? "cannot" : "failed", NAN, NAN);
    else
        line_peer(peer->name, ours, answer.timing);
    return answer.outcome != PEER_ANSWERED || (fabs(answer.found - task->found) <= 0 &&
                                               fabs(answer.total - (double)task->vertices) <= 0);
}

static bool ask_all(const loop_peer *peers, int count, const struct loop_case *the_case,
                    const random_network *network, const struct task *task, timing ours)
{
    char path[] = "/tmp/circfin-bench-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *out = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    bool checked = true;

    must(out == NULL ? CF_IO : CF_OK, path);
    network_write_edges(out, &network->network);
    must(fclose(out) != 0 ? CF_IO : CF_OK, path);
    for (int i = 0; i < count; i++)
        checked = ask(&peers[i], path, the_case, task, ours) && checked;
    unlink(path);
    return checked;
}

static void bench_case(const loop_peer *peers, int count, const struct loop_case *the_case)
{
    random_network network = make(the_case->network);
    struct task task = { .visit = the_case->visit };
    timing ours;
    bool checked;

    for (int i = 0; i < network.network.payment_count; i++)
        network.payments[i].carries = CF_TRADE;
    task.limits =
        (cf_loop_limits){ .kind = CF_LOOPS_ALL,
                          .max_length = the_case->max_length,
                          .through = the_case->through == HUB ? hub_of(&network.network) : ANY,
                          .threads = 1 };
    begin(&task, &network);
    ours = time_of(search, &task);
    line_begin("loops");
    line_text("network", the_case->network);
    line_text("how", the_case->visit ? "visit" : "count");
    if (the_case->max_length > 0)
        line_number("max_length", the_case->max_length);
    if (the_case->through == HUB)
        line_number("through", task.limits.through);
    line_number("entities", network.network.node_count);
    line_number("hops", cf_hops_count(task.hops));
    line_exactly("loops", task.found);
    line_number("loops_a_second", task.found / ours.seconds);
    line_ours(ours);
    checked = ask_all(peers, count, the_case, &network, &task, ours);
    line_end(checked && (the_case->expected <= 0 || fabs(task.found - the_case->expected) <= 0));
    end(&task);
    random_network_free(&network);
}

/* ---- without peers ---- */

static cf_status rank(void *data)
{
    struct task *task = data;
    cf_loop_list list;
    cf_status status = cf_loops_ranked(&list, task->hops, &task->limits, task->top);

    task->found = (double)list.loop_count;
    cf_loop_list_free(&list);
    return status;
}

/* What a user asks: financing loops, with all their figures. */
static void bench_financing(const char *name, long top, int max_length, double expected)
{
    random_network network = make(name);
    struct task task = { .visit = top == 0, .top = top };
    timing ours;

    task.limits = (cf_loop_limits){ .max_length = max_length, .through = ANY, .threads = 1 };
    begin(&task, &network);
    ours = time_of(top > 0 ? rank : search, &task);
    line_begin("loops");
    line_text("network", name);
    line_text("how", top > 0 ? "top" : "figures");
    if (max_length > 0)
        line_number("max_length", max_length);
    line_number("entities", network.network.node_count);
    line_number("hops", cf_hops_count(task.hops));
    line_exactly("loops", task.found);
    if (top == 0)
        line_number("loops_a_second", task.found / ours.seconds);
    line_ours(ours);
    line_end(expected <= 0 || fabs(task.found - expected) <= 0);
    end(&task);
    random_network_free(&network);
}

/* Wall time, here alone: what a second thread is good for. */
static double wall_of(struct task *task, int threads)
{
    double best = INFINITY;

    task->limits.threads = threads;
    for (int i = 0; i < 5; i++) {
        double begin = wall_seconds();

        must(search(task), "cf_loops_count");
        best = fmin(best, wall_seconds() - begin);
    }
    return best;
}

static void bench_threads(const char *name)
{
    random_network network = make(name);
    struct task task = { .limits = { .kind = CF_LOOPS_ALL, .through = ANY } };
    double one, two, found;

    begin(&task, &network);
    one = wall_of(&task, 1);
    found = task.found;
    two = wall_of(&task, 2);
    line_begin("loops");
    line_text("network", name);
    line_text("how", "threads");
    line_exactly("loops", task.found);
    line_number("wall_seconds", one);
    line_number("wall_seconds_two_threads", two);
    line_number("speedup", one / two);
    line_end(fabs(found - task.found) <= 0);
    end(&task);
    random_network_free(&network);
}

void bench_loops(void)
{
    loop_peer peers[MOST_PEERS];
    int count = peers_find(peers, MOST_PEERS);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        bench_case(peers, count, &cases[i]);
    bench_financing("payments-220", 0, 0, 0);
    bench_financing("market-2000", 0, 5, 0);
    bench_financing("complete-13", 50, 0, 50);
    bench_financing("diamonds-30", 50, 0, 50);
    bench_financing("market-2000", 50, 0, 50);
    bench_financing("market-2000", 50, 8, 50);
    bench_threads("complete-11");
}
