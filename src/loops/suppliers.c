/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The branch and bound search from every supplier, as tasks for several threads. Suppliers with the
 * largest investments come first: their loops raise the threshold most. */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/tasks.h"
#include "loops/branch_and_bound.h"

/* Most searches are over before a thread would have started. */
static const double ALONE_SECONDS = 0.001;

struct supplier {
    int block, vertex;
    double investment;
};

/* What all workers share. */
struct supplier_search {
    const cf_hops *hops;
    const cf_loop_limits *limits;
    cf_loop_blocks blocks;
    cf_hop_graph *graphs; /* of each block */
    int most_arcs;
    struct supplier *suppliers;
    int supplier_count;
    const cf_loop *known; /* no better than the last of those wanted; or NULL */
    cf_top_k *best;       /* under the workers' lock */
    atomic_int version;   /* of `best` */
};

/* What one worker has. */
struct bench {
    cf_worker *worker;
    cf_bounded search;
    cf_loop_maker maker;
    int version; /* of `best` when it last read the threshold */
    cf_status status;
};

/* ---- arcs ---- */

static double largest_share(const cf_hops *hops, const double *tied, int hop)
{
    return fmin(1.0, fmax(hops->fresh[hop], tied[hop]));
}

/* tied[hop]: the largest part of a hop before it that goes on by it, tied and untied. */
static void find_tied_shares(const cf_hops *hops, double *tied)
{
    for (int h = 0; h < hops->hop_count; h++) {
        for (int k = hops->tied_start[h]; k < hops->tied_start[h + 1]; k++) {
            int next = hops->tied[k].next;

            tied[next] = fmax(tied[next], hops->tied[k].share + hops->loose[h] * hops->fresh[next]);
        }
    }
}

static int vertex_of_rank(const cf_loop_block *block, int rank)
{
    for (int v = 0; v < block->vertex_count; v++)
        if (block->rank[v] == rank)
            return v;
    return -1;
}

static void add_arcs(cf_hop_arc *arcs, int *start, const cf_loop_block *block, const cf_hops *hops,
                     const double *tied)
{
    int count = 0;

    for (int v = 0; v < block->vertex_count; v++) {
        for (int k = block->start[v]; k < block->start[v + 1]; k++) {
            const cf_step *step = &block->steps[k];

            for (int i = 0, h = step->hop; i < step->choices; i++, h += step->stride)
                arcs[count++] = (cf_hop_arc){ h, v, step->head, largest_share(hops, tied, h) };
        }
        start[v + 1] = count;
    }
}

static cf_status add_graph(struct supplier_search *all, int index, const double *tied)
{
    const cf_loop_block *block = &all->blocks.blocks[index];
    cf_arena *arena = &all->blocks.arena;
    cf_hop_graph *out = &all->graphs[index];
    size_t n = (size_t)block->vertex_count, most = CF_CLASS_COUNT * (size_t)block->step_count;
    int *start = cf_arena_new(arena, n + 1, sizeof *start);
    int *in_start = cf_arena_new(arena, n + 2, sizeof *in_start);
    int *in_at = cf_arena_new(arena, most, sizeof *in_at);
    cf_hop_arc *arcs = cf_arena_new(arena, most, sizeof *arcs);

    if (start == NULL || in_start == NULL || in_at == NULL || arcs == NULL)
        return CF_NO_MEMORY;
    add_arcs(arcs, start, block, all->hops, tied);
    for (int i = 0; i < start[n]; i++)
        in_start[arcs[i].head + 2]++;
    for (size_t v = 2; v <= n; v++)
        in_start[v] += in_start[v - 1];
    for (int i = 0; i < start[n]; i++)
        in_at[in_start[arcs[i].head + 1]++] = i;
    *out = (cf_hop_graph){ block, start, arcs, in_start, in_at, -1 };
    if (all->limits->through >= 0)
        out->through = vertex_of_rank(block, all->hops->rank[all->limits->through]);
    if (start[n] > all->most_arcs)
        all->most_arcs = start[n];
    return CF_OK;
}

/* ---- the list of suppliers ---- */

static int compare_suppliers(const void *a, const void *b)
{
    const struct supplier *x = a, *y = b;

    if (x->investment < y->investment || x->investment > y->investment)
        return x->investment > y->investment ? -1 : 1;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    return (x->vertex > y->vertex) - (x->vertex < y->vertex);
}

static void add_supplier(struct supplier_search *all, int index, int vertex)
{
    const cf_hop_graph *graph = &all->graphs[index];
    bool sells = false;
    double most = 0;

    for (int k = graph->start[vertex]; k < graph->start[vertex + 1]; k++) {
        const cf_hop *hop = &all->hops->hops[graph->arcs[k].hop];

        most = hop->carries == CF_CAPITAL ? fmax(most, hop->amount) : most;
    }
    for (int k = graph->in_start[vertex]; k < graph->in_start[vertex + 1]; k++)
        sells = sells || all->hops->hops[graph->arcs[graph->in_at[k]].hop].carries == CF_TRADE;
    if (most > 0 && sells)
        all->suppliers[all->supplier_count++] = (struct supplier){ index, vertex, most };
}

static cf_status prepare(struct supplier_search *all)
{
    cf_loop_rules rules = { .kind = CF_LOOPS_FINANCING,
                            .min_amount = all->limits->min_amount,
                            .through = all->limits->through,
                            .quantified = true };
    double *tied = calloc((size_t)all->hops->hop_count + 1, sizeof *tied);
    cf_status status = cf_loop_blocks_new(&all->blocks, all->hops, &rules);
    size_t vertices = 1;

    for (int b = 0; status == CF_OK && b < all->blocks.block_count; b++)
        vertices += (size_t)all->blocks.blocks[b].vertex_count;
    all->suppliers = malloc(vertices * sizeof *all->suppliers);
    all->graphs = calloc((size_t)all->blocks.block_count + 1, sizeof *all->graphs);
    if (tied == NULL || all->suppliers == NULL || all->graphs == NULL)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        find_tied_shares(all->hops, tied);
    for (int b = 0; status == CF_OK && b < all->blocks.block_count; b++) {
        status = add_graph(all, b, tied);
        for (int v = 0; status == CF_OK && v < all->blocks.blocks[b].vertex_count; v++)
            add_supplier(all, b, v);
    }
    if (status == CF_OK)
        qsort(all->suppliers, (size_t)all->supplier_count, sizeof *all->suppliers,
              compare_suppliers);
    free(tied);
    return status;
}

/* ---- what a search calls ---- */

static struct supplier_search *shared(const struct bench *bench)
{
    return bench->worker->job->payload;
}

static bool found(const cf_loop *loop, void *payload)
{
    struct bench *bench = payload;
    struct supplier_search *all = shared(bench);

    cf_worker_lock(bench->worker);
    bench->status = cf_top_k_offer(all->best, loop);
    atomic_fetch_add(&all->version, 1);
    cf_worker_unlock(bench->worker);
    return bench->status == CF_OK;
}

static bool pulse(void *payload)
{
    return cf_worker_go_on(((struct bench *)payload)->worker);
}

/* The last of the best, once there are enough. */
static void copy_threshold(cf_threshold *threshold, const struct supplier_search *all)
{
    const cf_hops *hops = all->hops;
    const cf_loop *last = cf_top_k_last(all->best);

    if (last == NULL || (all->known != NULL && cf_loop_compare(hops, all->known, last) < 0))
        last = all->known;
    threshold->through = -1;
    if (last == NULL)
        return;
    threshold->through = last->through_flow;
    threshold->amount = last->amount;
    threshold->length = last->length;
    for (int i = 0; i < last->length; i++)
        threshold->ranks[i] = hops->rank[hops->hops[last->hops[i]].tail];
}

static void refresh(cf_threshold *threshold, void *payload)
{
    struct bench *bench = payload;
    struct supplier_search *all = shared(bench);

    if (atomic_load(&all->version) == bench->version)
        return;
    cf_worker_lock(bench->worker);
    bench->version = atomic_load(&all->version);
    copy_threshold(threshold, all);
    cf_worker_unlock(bench->worker);
}

/* ---- tasks ---- */

static cf_status search_supplier(cf_worker *worker, int task)
{
    struct bench *bench = worker->bench;
    const struct supplier_search *all = shared(bench);
    const struct supplier *supplier = &all->suppliers[task];

    cf_bounded_run(&bench->search, &all->graphs[supplier->block], supplier->vertex);
    return bench->status;
}

static cf_status open_bench(cf_worker *worker)
{
    struct bench *bench = worker->bench;
    const struct supplier_search *all = worker->job->payload;
    cf_status status;

    bench->worker = worker;
    bench->search = (cf_bounded){ .hops = all->hops,
                                  .max_length = all->limits->max_length,
                                  .maker = &bench->maker,
                                  .found = found,
                                  .pulse = pulse,
                                  .refresh = refresh,
                                  .payload = bench };
    bench->search.threshold.through = -1;
    bench->search.threshold.ranks =
        malloc(((size_t)all->hops->node_count + 1) * sizeof *bench->search.threshold.ranks);
    status = cf_bounded_new(&bench->search, &all->blocks, all->most_arcs);
    if (status == CF_OK)
        status = cf_loop_maker_new(&bench->maker, all->hops, CF_LOOPS_FINANCING, false);
    return bench->search.threshold.ranks == NULL ? CF_NO_MEMORY : status;
}

static void close_bench(cf_worker *worker)
{
    struct bench *bench = worker->bench;

    cf_bounded_free(&bench->search);
    cf_loop_maker_free(&bench->maker);
}

cf_status cf_loops_bounded(cf_top_k *best, const cf_loop *known, const cf_loop_limits *limits,
                           bool *complete)
{
    struct supplier_search all = {
        .hops = best->hops, .limits = limits, .best = best, .known = known
    };
    cf_job job = { .threads = limits->threads,
                   .alone = ALONE_SECONDS,
                   .seconds = limits->seconds,
                   .progress = limits->progress,
                   .unit = "suppliers",
                   .bench_size = sizeof(struct bench),
                   .open = open_bench,
                   .run = search_supplier,
                   .close = close_bench,
                   .payload = &all };
    cf_status status;

    atomic_store(&all.version, 1);
    status = prepare(&all);
    *complete = true;
    job.task_count = all.supplier_count;
    if (status == CF_OK && all.supplier_count > 0)
        status = cf_tasks_run(&job, complete);
    free(all.suppliers);
    free(all.graphs);
    cf_loop_blocks_free(&all.blocks);
    return status;
}
