/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loops in the order of time, hop by hop that they may begin with, on several threads. The searches
 * of different hops may find the same loop; one of them reports it (cf_spans_judge), so what is
 * found does not depend on who finds it.
 */
#include "loops/in_order.h"

#include <stdlib.h>

#include "loops/teller.h"

/* Most searches are over before a thread would have started. */
static const double ALONE_SECONDS = 0.001;
enum { CHUNK = 32 /* roots of one task */ };

struct enumeration {
    cf_dated_hops dated;
    const cf_loop_limits *limits;
    const cf_ordered_ways *ways;
    cf_loop_teller teller; /* without a visitor: count only */
};

/* What one worker has. */
struct bench {
    cf_worker *worker;
    cf_ordered_search search;
    cf_loop_maker maker;
    cf_loop_count count; /* loops that are only counted */
    double passed_on;    /* of them, how many are already reported as found */
};

static struct enumeration *shared(const cf_worker *worker)
{
    return worker->job->payload;
}

/* ---- what a search calls ---- */

/* What a count needs to know of a loop. */
static cf_loop look_at(const cf_hops *hops, const int *path, int length)
{
    cf_loop loop = { .quantified = true };

    for (int i = 0; i < length; i++) {
        const cf_hop *hop = &hops->hops[path[i]];

        cf_loop_add_class(&loop, hop);
        loop.quantified = loop.quantified && !hop->open;
    }
    return loop;
}

static bool found_loop(cf_ordered_search *search, int length, cf_span span, void *payload)
{
    struct bench *bench = payload;
    cf_loop loop;

    if (shared(bench->worker)->teller.visit == NULL) {
        loop = look_at(search->dated->hops, search->path, length);
        cf_loop_count_add(&bench->count, &loop);
        return true;
    }
    for (int i = 0; i < length; i++)
        bench->maker.chosen[i] = search->path[i];
    loop = cf_loop_make(&bench->maker, length);
    loop.first_day = span.first;
    loop.last_day = span.last;
    return cf_loop_tell(&shared(bench->worker)->teller, bench->worker, &loop);
}

static bool pulse(cf_ordered_search *search, void *payload)
{
    struct bench *bench = payload;

    (void)search;
    cf_worker_add_found(bench->worker, bench->count.found - bench->passed_on);
    bench->passed_on = bench->count.found;
    return cf_worker_go_on(bench->worker);
}

/* ---- tasks ---- */

static cf_status search_chunk(cf_worker *worker, int task)
{
    const struct enumeration *all = shared(worker);
    struct bench *bench = worker->bench;
    int end = task * CHUNK + CHUNK;
    cf_status status = CF_OK;

    end = end < all->dated.root_count ? end : all->dated.root_count;
    for (int i = task * CHUNK; i < end && status == CF_OK && !bench->search.stopped; i++)
        status = cf_ordered_search_root(&bench->search, all->dated.roots[i]);
    if (bench->search.stopped)
        cf_worker_stop(worker);
    return status;
}

static cf_status open_bench(cf_worker *worker)
{
    const struct enumeration *all = shared(worker);
    struct bench *bench = worker->bench;
    cf_status status;

    bench->worker = worker;
    bench->search = (cf_ordered_search){ .dated = &all->dated,
                                         .limits = all->limits,
                                         .ways = *all->ways,
                                         .found = found_loop,
                                         .pulse = pulse,
                                         .payload = bench };
    status = cf_ordered_search_new(&bench->search);
    if (status == CF_OK && all->teller.visit != NULL)
        status = cf_loop_maker_new(&bench->maker, all->dated.hops, all->limits->kind, false);
    return status;
}

static void close_bench(cf_worker *worker)
{
    struct enumeration *all = shared(worker);
    struct bench *bench = worker->bench;

    all->teller.count->found += bench->count.found;
    all->teller.count->financing += bench->count.financing;
    all->teller.count->unquantified += bench->count.unquantified;
    cf_ordered_search_free(&bench->search);
    cf_loop_maker_free(&bench->maker);
}

static cf_status search_all(struct enumeration *all)
{
    const cf_loop_limits *limits = all->limits;
    cf_job job = { .threads = all->teller.threads =
                       limits->most > 0 ? 1 : cf_tasks_threads(limits->threads),
                   .task_count = (all->dated.root_count + CHUNK - 1) / CHUNK,
                   .alone = ALONE_SECONDS,
                   .seconds = limits->seconds,
                   .progress = limits->progress,
                   .unit = "roots",
                   .found_unit = "loops",
                   .bench_size = sizeof(struct bench),
                   .open = open_bench,
                   .run = search_chunk,
                   .close = close_bench,
                   .payload = all };

    return cf_tasks_run(&job, &all->teller.count->complete);
}

cf_status cf_enumerate_in_order(const cf_hops *hops, const cf_loop_limits *limits,
                                const cf_ordered_ways *ways, cf_loop_visitor *visit, void *payload,
                                cf_loop_count *count)
{
    struct enumeration all = {
        .limits = limits,
        .ways = ways,
        .teller = { .visit = visit, .payload = payload, .most = limits->most, .count = count }
    };
    cf_status status = cf_dated_hops_new(&all.dated, hops, limits);

    *count = (cf_loop_count){ .complete = false };
    if (status == CF_OK)
        status = search_all(&all);
    cf_dated_hops_free(&all.dated);
    return status;
}
