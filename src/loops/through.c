/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of largest through-flow: suppliers shared between threads, those of the largest
 * investments first, since what they find spares the others most. */
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/tasks.h"
#include "loops/bound.h"

/* Most searches are over before a thread would have started. */
static const double ALONE_SECONDS = 0.001;

struct task {
    int block, vertex;
    double investment;
};

/* What all workers share. */
struct hunt {
    const cf_hops *hops;
    const cf_loop_limits *limits;
    cf_loop_blocks blocks;
    cf_branches *branches; /* of each block */
    int most_branches;
    struct task *tasks;
    int task_count;
    const cf_loop *known; /* there are enough that are no worse; or NULL */
    cf_best *best;        /* under the workers' lock */
    atomic_int version;   /* of `best` */
};

/* What one worker has. */
struct hunter {
    cf_worker *worker;
    cf_bound_search search;
    cf_loop_maker maker;
    int version; /* of the mark it knows */
    cf_status status;
};

/* ---- branches ---- */

static double largest_share(const cf_hops *hops, const double *tied, int hop)
{
    return fmin(1.0, fmax(hops->fresh[hop], tied[hop]));
}

/* tied[hop]: the most that tied money brings to a hop, with what its rest brings. */
static void note_tied(const cf_hops *hops, double *tied)
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

static void add_branches(cf_branch *branches, int *start, const cf_loop_block *block,
                         const cf_hops *hops, const double *tied)
{
    int count = 0;

    for (int v = 0; v < block->vertex_count; v++) {
        for (int k = block->start[v]; k < block->start[v + 1]; k++) {
            const cf_step *step = &block->steps[k];

            if (step->capital >= 0)
                branches[count++] = (cf_branch){ step->capital, v, step->head,
                                                 largest_share(hops, tied, step->capital) };
            if (step->trade >= 0)
                branches[count++] = (cf_branch){ step->trade, v, step->head,
                                                 largest_share(hops, tied, step->trade) };
        }
        start[v + 1] = count;
    }
}

static cf_status branch_out(struct hunt *hunt, int index, const double *tied)
{
    const cf_loop_block *block = &hunt->blocks.blocks[index];
    cf_arena *arena = &hunt->blocks.arena;
    cf_branches *out = &hunt->branches[index];
    size_t n = (size_t)block->vertex_count, most = 2 * (size_t)block->step_count;
    int *start = cf_arena_new(arena, n + 1, sizeof *start);
    int *in_start = cf_arena_new(arena, n + 2, sizeof *in_start);
    int *in_at = cf_arena_new(arena, most, sizeof *in_at);
    cf_branch *branches = cf_arena_new(arena, most, sizeof *branches);

    if (start == NULL || in_start == NULL || in_at == NULL || branches == NULL)
        return CF_NO_MEMORY;
    add_branches(branches, start, block, hunt->hops, tied);
    for (int i = 0; i < start[n]; i++)
        in_start[branches[i].head + 2]++;
    for (size_t v = 2; v <= n; v++)
        in_start[v] += in_start[v - 1];
    for (int i = 0; i < start[n]; i++)
        in_at[in_start[branches[i].head + 1]++] = i;
    *out = (cf_branches){ block, start, branches, in_start, in_at, -1 };
    if (hunt->limits->through >= 0)
        out->through = vertex_of_rank(block, hunt->hops->rank[hunt->limits->through]);
    if (start[n] > hunt->most_branches)
        hunt->most_branches = start[n];
    return CF_OK;
}

/* ---- tasks ---- */

static int compare_tasks(const void *a, const void *b)
{
    const struct task *x = a, *y = b;

    if (x->investment < y->investment || x->investment > y->investment)
        return x->investment > y->investment ? -1 : 1;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    return (x->vertex > y->vertex) - (x->vertex < y->vertex);
}

static void add_task(struct hunt *hunt, int index, int vertex)
{
    const cf_branches *graph = &hunt->branches[index];
    bool sells = false;
    double most = 0;

    for (int k = graph->start[vertex]; k < graph->start[vertex + 1]; k++) {
        const cf_hop *hop = &hunt->hops->hops[graph->branches[k].hop];

        most = hop->capital ? fmax(most, hop->amount) : most;
    }
    for (int k = graph->in_start[vertex]; k < graph->in_start[vertex + 1]; k++)
        sells = sells || !hunt->hops->hops[graph->branches[graph->in_at[k]].hop].capital;
    if (most > 0 && sells)
        hunt->tasks[hunt->task_count++] = (struct task){ index, vertex, most };
}

static cf_status prepare(struct hunt *hunt)
{
    cf_loop_rules rules = { .kind = CF_LOOPS_FINANCING,
                            .min_amount = hunt->limits->min_amount,
                            .through = hunt->limits->through,
                            .quantified = true };
    double *tied = calloc((size_t)hunt->hops->hop_count + 1, sizeof *tied);
    cf_status status = cf_loop_blocks_new(&hunt->blocks, hunt->hops, &rules);
    size_t vertices = 1;

    for (int b = 0; status == CF_OK && b < hunt->blocks.block_count; b++)
        vertices += (size_t)hunt->blocks.blocks[b].vertex_count;
    hunt->tasks = malloc(vertices * sizeof *hunt->tasks);
    hunt->branches = calloc((size_t)hunt->blocks.block_count + 1, sizeof *hunt->branches);
    if (tied == NULL || hunt->tasks == NULL || hunt->branches == NULL)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        note_tied(hunt->hops, tied);
    for (int b = 0; status == CF_OK && b < hunt->blocks.block_count; b++) {
        status = branch_out(hunt, b, tied);
        for (int v = 0; status == CF_OK && v < hunt->blocks.blocks[b].vertex_count; v++)
            add_task(hunt, b, v);
    }
    if (status == CF_OK)
        qsort(hunt->tasks, (size_t)hunt->task_count, sizeof *hunt->tasks, compare_tasks);
    free(tied);
    return status;
}

/* ---- what a search calls ---- */

static struct hunt *hunt_of(const struct hunter *hunter)
{
    return hunter->worker->job->payload;
}

static bool found(const cf_loop *loop, void *payload)
{
    struct hunter *hunter = payload;
    struct hunt *hunt = hunt_of(hunter);

    cf_worker_lock(hunter->worker);
    hunter->status = cf_best_offer(hunt->best, loop);
    atomic_fetch_add(&hunt->version, 1);
    cf_worker_unlock(hunter->worker);
    return hunter->status == CF_OK;
}

static bool pulse(void *payload)
{
    return cf_worker_go_on(((struct hunter *)payload)->worker);
}

/* The last of the best, once there are enough. */
static void copy_mark(cf_mark *mark, const struct hunt *hunt)
{
    const cf_hops *hops = hunt->hops;
    const cf_loop *last = cf_best_last(hunt->best);

    if (last == NULL || (hunt->known != NULL && cf_loop_compare(hops, hunt->known, last) < 0))
        last = hunt->known;
    mark->through = -1;
    if (last == NULL)
        return;
    mark->through = last->through_flow;
    mark->amount = last->amount;
    mark->length = last->length;
    for (int i = 0; i < last->length; i++)
        mark->ranks[i] = hops->rank[hops->hops[last->hops[i]].tail];
}

static void refresh(cf_mark *mark, void *payload)
{
    struct hunter *hunter = payload;
    struct hunt *hunt = hunt_of(hunter);

    if (atomic_load(&hunt->version) == hunter->version)
        return;
    cf_worker_lock(hunter->worker);
    hunter->version = atomic_load(&hunt->version);
    copy_mark(mark, hunt);
    cf_worker_unlock(hunter->worker);
}

/* ---- tasks ---- */

static cf_status search_supplier(cf_worker *worker, int task)
{
    struct hunter *hunter = worker->bench;
    const struct hunt *hunt = hunt_of(hunter);
    const struct task *supplier = &hunt->tasks[task];

    cf_bound_search_run(&hunter->search, &hunt->branches[supplier->block], supplier->vertex);
    return hunter->status;
}

static cf_status open_bench(cf_worker *worker)
{
    struct hunter *hunter = worker->bench;
    const struct hunt *hunt = worker->job->payload;
    cf_status status;

    hunter->worker = worker;
    hunter->search = (cf_bound_search){ .hops = hunt->hops,
                                        .max_length = hunt->limits->max_length,
                                        .maker = &hunter->maker,
                                        .found = found,
                                        .pulse = pulse,
                                        .refresh = refresh,
                                        .payload = hunter };
    hunter->search.mark.through = -1;
    hunter->search.mark.ranks =
        malloc(((size_t)hunt->hops->node_count + 1) * sizeof *hunter->search.mark.ranks);
    status = cf_bound_search_new(&hunter->search, &hunt->blocks, hunt->most_branches);
    if (status == CF_OK)
        status = cf_loop_maker_new(&hunter->maker, hunt->hops, CF_LOOPS_FINANCING, false);
    return hunter->search.mark.ranks == NULL ? CF_NO_MEMORY : status;
}

static void close_bench(cf_worker *worker)
{
    struct hunter *hunter = worker->bench;

    cf_bound_search_free(&hunter->search);
    cf_loop_maker_free(&hunter->maker);
}

cf_status cf_loops_bounded(cf_best *best, const cf_loop *known, const cf_loop_limits *limits,
                           bool *complete)
{
    struct hunt hunt = { .hops = best->hops, .limits = limits, .best = best, .known = known };
    cf_job job = { .threads = limits->threads,
                   .alone = ALONE_SECONDS,
                   .seconds = limits->seconds,
                   .progress = limits->progress,
                   .unit = "suppliers",
                   .bench_size = sizeof(struct hunter),
                   .open = open_bench,
                   .run = search_supplier,
                   .close = close_bench,
                   .payload = &hunt };
    cf_status status;

    atomic_store(&hunt.version, 1);
    status = prepare(&hunt);
    *complete = true;
    job.task_count = hunt.task_count;
    if (status == CF_OK && hunt.task_count > 0)
        status = cf_tasks_run(&job, complete);
    free(hunt.tasks);
    free(hunt.branches);
    cf_loop_blocks_free(&hunt.blocks);
    return status;
}
