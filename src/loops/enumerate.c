/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Roots as tasks: each thread searches the next root, and one that finds none left is given a part
 * of what another is searching. What is found does not depend on who finds it.
 *
 *     blocks ──► roots ──► cf_search, one for each worker ──► loops, one at a time ──► visitor
 *                                                         └─► or only their number
 */
#include "loops/enumerate.h"

#include <stdlib.h>

#include "loops/teller.h"
#include "loops/in_order.h"

/* Most searches are over before a thread would have started. */
static const double ALONE_SECONDS = 0.001;

const char *const cf_loop_kind_names[CF_LOOP_KIND_COUNT] = {
    [CF_LOOPS_FINANCING] = "financing",
    [CF_LOOPS_TRADE] = "trade",
    [CF_LOOPS_CAPITAL] = "capital",
    [CF_LOOPS_ALL] = "all",
};

struct root {
    int block, vertex, rank;
};

/* What all workers share. */
struct enumeration {
    const cf_enumeration *wanted;
    cf_loop_blocks blocks;
    struct root *roots;
    int root_count;
    cf_loop_teller teller;
};

/* What one worker has. */
struct bench {
    cf_worker *worker;
    cf_search search;
    cf_loop_maker maker;
    double passed_on; /* loops already reported as found */
};

static struct enumeration *shared(const cf_worker *worker)
{
    return worker->job->payload;
}

/* ---- what a search calls ---- */

static bool visit_loop(const cf_loop *loop, void *payload)
{
    struct bench *bench = payload;

    return cf_loop_tell(&shared(bench->worker)->teller, bench->worker, loop);
}

static bool visit_cycle(cf_search *search, int closing, void *payload)
{
    struct bench *bench = payload;

    return cf_loop_make_all(&bench->maker, search, closing, visit_loop, bench);
}

static bool is_budget_spent(const struct bench *bench)
{
    const cf_enumeration *wanted = shared(bench->worker)->wanted;

    return (wanted->most_walked > 0 && bench->search.walked > wanted->most_walked) ||
           (wanted->visit == NULL && wanted->limits->most > 0 &&
            cf_worker_found(bench->worker) > wanted->limits->most);
}

static void give_part(struct bench *bench)
{
    cf_search_part *part = malloc(sizeof *part);

    if (part == NULL || !cf_search_give(&bench->search, part))
        free(part);
    else
        cf_worker_give(bench->worker, part);
}

static bool pulse(cf_search *search, void *payload)
{
    struct bench *bench = payload;

    if (search->found < 1e18) {
        cf_worker_add_found(bench->worker, search->found - bench->passed_on);
        bench->passed_on = search->found;
    }
    if (is_budget_spent(bench))
        cf_worker_stop(bench->worker);
    if (cf_worker_has_taker(bench->worker))
        give_part(bench);
    return cf_worker_go_on(bench->worker);
}

/* ---- tasks ---- */

static cf_status search_ended(const struct bench *bench)
{
    if (bench->search.stopped)
        cf_worker_stop(bench->worker);
    return CF_OK;
}

static cf_status search_root(cf_worker *worker, int task)
{
    const struct enumeration *all = shared(worker);
    struct bench *bench = worker->bench;
    const struct root *root = &all->roots[task];

    cf_search_root(&bench->search, &all->blocks.blocks[root->block], root->vertex);
    return search_ended(bench);
}

static void free_part(void *part)
{
    free(((cf_search_part *)part)->steps);
    free(part);
}

static cf_status search_part(cf_worker *worker, void *part)
{
    struct bench *bench = worker->bench;

    cf_search_part_run(&bench->search, part);
    free_part(part);
    return search_ended(bench);
}

/* One thread, and as many loops as there are: nothing has to be checked for each. */
static bool visits_directly(const struct enumeration *all)
{
    return all->wanted->visit != NULL && all->teller.threads == 1 && all->wanted->limits->most <= 0;
}

static cf_status open_bench(cf_worker *worker)
{
    const struct enumeration *all = shared(worker);
    const cf_enumeration *wanted = all->wanted;
    struct bench *bench = worker->bench;
    bool direct = visits_directly(all);
    cf_status status;

    bench->worker = worker;
    bench->search = (cf_search){ .hops = wanted->hops,
                                 .kind = wanted->limits->kind,
                                 .open_only = wanted->rules->open,
                                 .max_length = wanted->limits->max_length,
                                 .on_cycle = wanted->visit == NULL ? NULL : visit_cycle,
                                 .on_loop = direct ? wanted->visit : visit_loop,
                                 .on_loop_payload = direct ? wanted->payload : bench,
                                 .pulse = pulse,
                                 .payload = bench };
    status = cf_search_new(&bench->search, &all->blocks);
    if (status == CF_OK && wanted->visit != NULL)
        status = cf_loop_maker_new(&bench->maker, wanted->hops, wanted->limits->kind,
                                   wanted->rules->open);
    return status;
}

static void close_bench(cf_worker *worker)
{
    struct enumeration *all = shared(worker);
    struct bench *bench = worker->bench;

    if (visits_directly(all))
        all->teller.count->found += (double)bench->search.handed;
    if (all->wanted->visit == NULL) {
        all->teller.count->found += bench->search.found;
        all->teller.count->financing += bench->search.financing;
        all->teller.count->unquantified += bench->search.unquantified;
    }
    cf_search_free(&bench->search);
    cf_loop_maker_free(&bench->maker);
}

/* ---- setting up ---- */

static int compare_roots(const void *a, const void *b)
{
    const struct root *x = a, *y = b;

    return (x->rank > y->rank) - (x->rank < y->rank);
}

/* Roots block by block; or by rank, where blocks are whole components, so that one thread finds
 * paths in order. */
static cf_status list_roots(struct enumeration *all)
{
    const cf_loop_blocks *blocks = &all->blocks;
    size_t count = 0;

    for (int b = 0; b < blocks->block_count; b++)
        count += (size_t)blocks->blocks[b].root_count;
    all->roots = malloc((count + 1) * sizeof *all->roots);
    if (all->roots == NULL)
        return CF_NO_MEMORY;
    for (int b = 0; b < blocks->block_count; b++) {
        const cf_loop_block *block = &blocks->blocks[b];

        for (int i = 0; i < block->root_count; i++)
            all->roots[all->root_count++] =
                (struct root){ b, block->roots[i], block->rank[block->roots[i]] };
    }
    if (blocks->by_rank)
        qsort(all->roots, count, sizeof *all->roots, compare_roots);
    return CF_OK;
}

static cf_status search_all(struct enumeration *all)
{
    const cf_loop_limits *limits = all->wanted->limits;
    bool is_limited = limits->most > 0 || all->wanted->most_walked > 0;
    cf_job job = { .threads = all->teller.threads =
                       is_limited ? 1 : cf_tasks_threads(limits->threads),
                   .task_count = all->root_count,
                   .alone = ALONE_SECONDS,
                   .seconds = limits->seconds,
                   .progress = limits->progress,
                   .unit = "roots",
                   .found_unit = "loops",
                   .bench_size = sizeof(struct bench),
                   .open = open_bench,
                   .run = search_root,
                   .run_part = search_part,
                   .free_part = free_part,
                   .close = close_bench,
                   .payload = all };

    return cf_tasks_run(&job, &all->teller.count->complete);
}

cf_status cf_enumerate(const cf_enumeration *wanted, cf_loop_count *count)
{
    struct enumeration all = { .wanted = wanted,
                               .teller = { .visit = wanted->visit,
                                           .payload = wanted->payload,
                                           .most = wanted->limits->most,
                                           .count = count } };
    cf_loop_rules rules = *wanted->rules;
    cf_status status;

    rules.longest = wanted->limits->max_length;
    rules.count_only = wanted->visit == NULL;
    status = cf_loop_blocks_new(&all.blocks, wanted->hops, &rules);
    *count = (cf_loop_count){ .complete = false };
    if (status == CF_OK)
        status = list_roots(&all);
    if (status == CF_OK)
        status = search_all(&all);
    free(all.roots);
    cf_loop_blocks_free(&all.blocks);
    return status;
}

/* ---- public functions ---- */

static cf_status enumerate_within(const cf_hops *hops, const cf_loop_limits *limits,
                                  cf_loop_visitor *visit, void *payload, cf_loop_count *count)
{
    cf_loop_rules rules = { .kind = limits->kind,
                            .min_amount = limits->min_amount,
                            .through = limits->through,
                            .by_rank = limits->most > 0 };
    cf_enumeration wanted = {
        .hops = hops, .rules = &rules, .limits = limits, .visit = visit, .payload = payload
    };

    if (limits->order != NULL)
        return cf_enumerate_in_order(hops, limits, &cf_ordered_usual_ways, visit, payload, count);
    return cf_enumerate(&wanted, count);
}

cf_status cf_loops_each(const cf_hops *hops, const cf_loop_limits *limits, cf_loop_visitor *visit,
                        void *payload, cf_loop_count *count)
{
    cf_loop_count ours;

    return enumerate_within(hops, limits, visit, payload, count == NULL ? &ours : count);
}

static bool count_on(const cf_loop *loop, void *payload)
{
    (void)loop;
    (void)payload;
    return true;
}

/* A limit on the number of loops is only exact when they are visited one by one. */
cf_status cf_loops_count(const cf_hops *hops, const cf_loop_limits *limits, cf_loop_count *count)
{
    return enumerate_within(hops, limits, limits->most > 0 ? count_on : NULL, NULL, count);
}
