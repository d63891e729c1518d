/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of largest through-flow: suppliers shared between threads, those of the largest
 * investments first, since what they find spares the others most. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "loops/bound.h"

enum { MOST_THREADS = 64 };
static const double TELL_SECONDS = 0.05;

struct task {
    int block, vertex;
    double investment;
};

struct hunt;

struct hunter {
    struct hunt *hunt;
    cf_bound_search search;
    cf_loop_maker maker;
    int version; /* of the mark it knows */
    bool first;  /* the calling thread */
};

struct hunt {
    const cf_hops *hops;
    const cf_loop_limits *limits;
    cf_loop_blocks blocks;
    cf_branches *branches; /* of each block */
    int most_branches;
    struct task *tasks;
    int task_count;
    cf_best *best;
    const cf_loop *known; /* there are enough that are no worse; or NULL */
    double begin, told;

    atomic_int next_task, version, running;
    atomic_bool stop;
    pthread_mutex_t lock; /* of what follows, and of `best` */
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

static void stop(struct hunt *hunt, cf_status status)
{
    pthread_mutex_lock(&hunt->lock);
    if (hunt->status == CF_OK)
        hunt->status = status;
    pthread_mutex_unlock(&hunt->lock);
    atomic_store(&hunt->stop, true);
}

static bool found(const cf_loop *loop, void *payload)
{
    struct hunt *hunt = ((struct hunter *)payload)->hunt;
    cf_status status;

    pthread_mutex_lock(&hunt->lock);
    status = cf_best_offer(hunt->best, loop);
    atomic_fetch_add(&hunt->version, 1);
    pthread_mutex_unlock(&hunt->lock);
    if (status != CF_OK)
        stop(hunt, status);
    return status == CF_OK;
}

static bool is_told_to_stop(struct hunt *hunt)
{
    const cf_loop_limits *limits = hunt->limits;
    double time = cf_clock_seconds();
    int next = atomic_load(&hunt->next_task);
    cf_progress_state state = { .done = next < hunt->task_count ? next : hunt->task_count,
                                .total = hunt->task_count,
                                .unit = "suppliers" };

    if (limits->seconds > 0 && time - hunt->begin >= limits->seconds)
        return true;
    if (limits->progress == NULL || time - hunt->told < TELL_SECONDS)
        return false;
    hunt->told = time;
    return !limits->progress->step(limits->progress->payload, &state);
}

static bool pulse(void *payload)
{
    struct hunter *hunter = payload;

    if (hunter->first && is_told_to_stop(hunter->hunt))
        atomic_store(&hunter->hunt->stop, true);
    return !atomic_load(&hunter->hunt->stop);
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
    struct hunt *hunt = hunter->hunt;

    if (atomic_load(&hunt->version) == hunter->version)
        return;
    pthread_mutex_lock(&hunt->lock);
    hunter->version = atomic_load(&hunt->version);
    copy_mark(mark, hunt);
    pthread_mutex_unlock(&hunt->lock);
}

/* ---- threads ---- */

static void work(struct hunter *hunter)
{
    struct hunt *hunt = hunter->hunt;

    while (pulse(hunter)) {
        int next = atomic_fetch_add(&hunt->next_task, 1);
        const struct task *task = &hunt->tasks[next < hunt->task_count ? next : 0];

        if (next >= hunt->task_count)
            break;
        cf_bound_search_run(&hunter->search, &hunt->branches[task->block], task->vertex);
    }
}

static void *work_as_thread(void *data)
{
    struct hunter *hunter = data;

    work(hunter);
    atomic_fetch_sub(&hunter->hunt->running, 1);
    return NULL;
}

/* Only the calling thread may ask whether to stop, also once it has nothing to do. */
static void wait_for_others(struct hunter *first)
{
    const struct timespec a_moment = { .tv_nsec = 200 * 1000 };

    while (atomic_load(&first->hunt->running) > 0) {
        pulse(first);
        nanosleep(&a_moment, NULL);
    }
}

static cf_status equip(struct hunter *hunter, struct hunt *hunt, bool first)
{
    cf_status status;

    *hunter = (struct hunter){ .hunt = hunt, .first = first };
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

static int hunters_wanted(const struct hunt *hunt)
{
    long wanted = hunt->limits->threads > 0 ? hunt->limits->threads : sysconf(_SC_NPROCESSORS_ONLN);

    wanted = wanted > MOST_THREADS ? MOST_THREADS : wanted;
    wanted = wanted > hunt->task_count ? hunt->task_count : wanted;
    return wanted < 1 ? 1 : (int)wanted;
}

static cf_status chase(struct hunt *hunt)
{
    int wanted = hunters_wanted(hunt), equipped = 0, started = 1;
    struct hunter *hunters = calloc((size_t)wanted, sizeof *hunters);
    pthread_t *threads = calloc((size_t)wanted, sizeof *threads);
    cf_status status = hunters == NULL || threads == NULL ? CF_NO_MEMORY : CF_OK;

    for (; status == CF_OK && equipped < wanted; equipped++)
        status = equip(&hunters[equipped], hunt, equipped == 0);
    if (status == CF_OK) {
        atomic_store(&hunt->running, wanted - 1);
        while (started < wanted &&
               pthread_create(&threads[started], NULL, work_as_thread, &hunters[started]) == 0)
            started++;
        atomic_fetch_sub(&hunt->running, wanted - started);
        work(&hunters[0]);
        wait_for_others(&hunters[0]);
        for (int i = 1; i < started; i++)
            pthread_join(threads[i], NULL);
        status = hunt->status;
    }
    for (int i = 0; i < equipped; i++) {
        cf_bound_search_free(&hunters[i].search);
        cf_loop_maker_free(&hunters[i].maker);
    }
    free(hunters);
    free(threads);
    return status;
}

cf_status cf_loops_bounded(cf_best *best, const cf_loop *known, const cf_loop_limits *limits,
                           bool *complete)
{
    struct hunt hunt = { .hops = best->hops,
                         .limits = limits,
                         .best = best,
                         .known = known,
                         .begin = cf_clock_seconds() };
    cf_status status;

    atomic_store(&hunt.version, 1);
    pthread_mutex_init(&hunt.lock, NULL);
    status = prepare(&hunt);
    if (status == CF_OK && hunt.task_count > 0)
        status = chase(&hunt);
    *complete = !atomic_load(&hunt.stop);
    free(hunt.tasks);
    free(hunt.branches);
    cf_loop_blocks_free(&hunt.blocks);
    pthread_mutex_destroy(&hunt.lock);
    return status;
}
