/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The depth-first search of search.h: D. B. Johnson (1975), https://doi.org/10.1137/0204007,
 * without recursion. A frame is a vertex of the path with the range of its steps that are still to
 * try, so that a part of the search can be described by a few numbers and given to another thread.
 */
#include "loops/search.h"

#include <math.h>
#include <stdlib.h>

#include "loops/distances.h"
#include "loops/inner_walk.h"

/* Up to this length, distances are found for half the way home only, and vertices farther away have
 * the next larger distance. That is too low for some of them, but the ways through these are so
 * short that neither a search forwards nor a note of failures would pay. */
enum { MOST_NEAR = 4 };

cf_status cf_search_new(cf_search *search, const cf_loop_blocks *blocks)
{
    size_t n = (size_t)blocks->most_vertices + 1, layers = blocks->needs + 1;

    search->blocks = blocks;
    search->frames = malloc((n + 1) * sizeof *search->frames);
    search->choices = malloc((n + 1) * sizeof *search->choices);
    search->smallest = malloc((n + 1) * sizeof *search->smallest);
    search->figures = malloc((n + 1) * sizeof *search->figures);
    search->path = malloc(2 * (n + 1) * sizeof *search->path);
    search->distance = malloc(layers * n * sizeof *search->distance);
    search->shortest = malloc(layers * n * sizeof *search->shortest);
    search->queue = malloc(layers * n * sizeof *search->queue);
    search->queued = calloc(layers * n, sizeof *search->queued);
    search->home = malloc(n * sizeof *search->home);
    search->from_root = calloc(n, sizeof *search->from_root);
    search->waiters = calloc(layers * n, sizeof *search->waiters);
    search->reached = malloc(n * sizeof *search->reached);
    search->seen = malloc(n * sizeof *search->seen);
    search->on_path = calloc(n, sizeof *search->on_path);
    if (search->frames == NULL || search->choices == NULL || search->smallest == NULL ||
        search->figures == NULL || search->path == NULL || search->distance == NULL ||
        search->shortest == NULL || search->queue == NULL || search->queued == NULL ||
        search->home == NULL || search->from_root == NULL || search->waiters == NULL ||
        search->reached == NULL || search->seen == NULL || search->on_path == NULL)
        return CF_NO_MEMORY;
    search->mixed_only = search->kind == CF_LOOPS_FINANCING && blocks->needs == 0;
    if (blocks->are_short && search->max_length <= MOST_NEAR)
        search->near_steps = search->max_length / 2;
    for (size_t i = 0; i < layers * n; i++)
        search->distance[i] = search->shortest[i] =
            search->near_steps > 0 ? search->near_steps + 1 : CF_CLOSED;
    for (size_t i = 0; i < n; i++)
        search->home[i] = -1;
    return CF_OK;
}

void cf_search_free(cf_search *search)
{
    free(search->frames);
    free(search->choices);
    free(search->smallest);
    free(search->figures);
    free(search->path);
    free(search->distance);
    free(search->shortest);
    free(search->queue);
    free(search->queued);
    free(search->home);
    free(search->from_root);
    free(search->waiters);
    free(search->reached);
    free(search->seen);
    free(search->on_path);
}

/* ---- counting ---- */

/* One more step, with hops of these classes. */
static cf_search_ways multiply(cf_search_ways before, int choices, unsigned has)
{
    int capital = (has & CF_HAS_CAPITAL) != 0, trade = (has & CF_HAS_TRADE) != 0;

    return (cf_search_ways){ before.all * choices, before.no_capital * (choices - capital),
                             before.no_trade * (choices - trade),
                             before.neither * (choices - capital - trade) };
}

/* How many have both capital and trade. */
static double mixed(cf_search_ways ways)
{
    return isinf(ways.all) ? ways.all : ways.all - ways.no_capital - ways.no_trade + ways.neither;
}

static cf_search_choices add_step(const cf_search_choices *before, const cf_step *step)
{
    return (cf_search_choices){ multiply(before->any, step->choices, step->has),
                                multiply(before->known, step->known_choices, step->known) };
}

/* The steps of a loop may stand for several loops. */
static void count_cycle_choices(cf_search *search, int closing)
{
    cf_search_choices choices =
        add_step(&search->choices[search->depth], &search->block->steps[closing]);
    double ways = choices.any.all, sure = choices.known.all;
    double both = mixed(choices.any), sure_both = mixed(choices.known);
    double found = search->kind == CF_LOOPS_FINANCING ? both : ways;
    double known = search->kind == CF_LOOPS_FINANCING ? sure_both : sure;
    double unquantified = sure >= ways ? 0.0 : found - known; /* both may be infinite */

    search->found += search->open_only && !isnan(unquantified) ? unquantified : found;
    search->financing += !search->open_only ? both : sure >= ways ? 0.0 : both - sure_both;
    search->unquantified += isnan(unquantified) ? (double)INFINITY : unquantified;
}

/* Loops of blocks in which every step is one hop of a known amount. */
static void add_single(cf_search *search)
{
    search->found += (double)(search->mixed_only ? search->single_mixed : search->single);
    search->financing += (double)search->single_mixed;
    search->single = search->single_mixed = 0;
}

void cf_search_pulse(cf_search *search)
{
    add_single(search);
    search->walked += search->pulse_count;
    search->pulse_count = 0;
    if (search->pulse != NULL && !search->pulse(search, search->payload))
        search->stopped = true;
}

/* ---- one root ---- */

static bool begin_root(cf_search *search, const cf_loop_block *block, int root)
{
    search->block = block;
    search->root = root;
    search->cost =
        search->max_length > 0 && (block->is_sorted || search->max_length < block->tree_size[root]);
    if (!cf_distances_find(search))
        return false;
    search->frames[0] = (cf_search_frame){
        .vertex = root,
        .step = -1,
        .next = block->start[root],
        .end = block->start[root + 1],
        .budget = search->cost > 0 ? search->max_length : CF_FAR,
        .need = search->blocks->needs,
    };
    search->choices[0] = (cf_search_choices){ { 1, 1, 1, 1 }, { 1, 1, 1, 1 } };
    search->smallest[0] =
        (cf_search_smallest){ .amount = (double)INFINITY, .least = block->rank[root] };
    search->depth = 0;
    return true;
}

static void end_root(cf_search *search)
{
    cf_distances_clear(search);
    add_single(search);
}

/* ---- walking ---- */

void cf_search_count_choices(cf_search *search, int depth, int k)
{
    search->choices[depth] = add_step(&search->choices[depth - 1], &search->block->steps[k]);
}

static void push_frame(cf_search *search, int k, int next)
{
    const cf_search_frame *before = &search->frames[search->depth];
    const cf_loop_block *block = search->block;
    int v = block->heads[k];

    search->frames[++search->depth] = (cf_search_frame){
        .vertex = v,
        .step = k,
        .next = next,
        .end = block->start[v + 1],
        .budget = before->budget - search->cost,
        .need = before->need & ~block->has[k],
        .has = before->has | block->has[k],
    };
    if (!block->is_single)
        cf_search_count_choices(search, search->depth, k);
    else if (search->on_cycle != NULL)
        cf_search_record(search);
}

void cf_search_close(cf_search *search, int closing)
{
    if (search->block->is_single) {
        search->single++;
        search->single_mixed +=
            cf_has_both(search->frames[search->depth].has | search->block->has[closing]);
    } else {
        count_cycle_choices(search, closing);
    }
    if (search->on_cycle != NULL && !search->on_cycle(search, closing, search->payload))
        search->stopped = true;
}

static void enter_vertex(cf_search *search, const cf_search_frame *frame)
{
    if (frame->need == 0)
        cf_distances_enter_plain(search, frame->vertex);
    else
        cf_distances_enter(search, frame->vertex);
}

static void leave_vertex(cf_search *search)
{
    const cf_search_frame *frame = &search->frames[search->depth];

    if (search->depth-- == 0)
        return;
    search->frames[search->depth].has_loop |= frame->has_loop;
    cf_distances_leave(search, frame);
}

/* The next step of a frame whose head is near enough to home, or the end of the frame. */
static int next_step(const cf_search *search, const cf_search_frame *frame)
{
    const cf_loop_block *block = search->block;
    int room = frame->budget - search->cost, k = frame->next;

    while (k < frame->end &&
           search->distance[(int)(frame->need & ~block->has[k]) * block->vertex_count +
                            block->heads[k]] > room)
        k++;
    return k;
}

static void take_step(cf_search *search, int k)
{
    const cf_loop_block *block = search->block;
    int v = block->heads[k], home = search->home[v];
    cf_search_frame *frame;

    if (++search->pulse_count >= CF_PULSE)
        cf_search_pulse(search);
    push_frame(search, k, block->start[v]);
    frame = &search->frames[search->depth];
    if (home >= 0 && (frame->need & ~block->has[home]) == 0) {
        frame->has_loop = true;
        cf_search_close(search, home);
    }
    if (frame->budget > 1) {
        enter_vertex(search, frame);
        return;
    }
    /* No more than the way home would fit. */
    search->depth--;
    frame[-1].has_loop |= frame->has_loop;
}

static void search_walk(cf_search *search)
{
    while (search->depth >= 0 && !search->stopped) {
        cf_search_frame *frame = &search->frames[search->depth];
        int k;

        if (frame->need == 0) {
            cf_search_inner_walk(search);
            continue;
        }
        k = next_step(search, frame);
        frame->next = k < frame->end ? k + 1 : k;
        if (k < frame->end)
            take_step(search, k);
        else
            leave_vertex(search);
    }
}

void cf_search_root(cf_search *search, const cf_loop_block *block, int root)
{
    if (begin_root(search, block, root))
        search_walk(search);
    end_root(search);
}

void cf_search_part_run(cf_search *search, const cf_search_part *part)
{
    if (begin_root(search, part->block, part->root)) {
        search->frames[0].next = search->frames[0].end;
        for (int i = 0; i < part->step_count; i++) {
            push_frame(search, part->steps[i], 0);
            enter_vertex(search, &search->frames[search->depth]);
            search->frames[search->depth].next = search->frames[search->depth].end;
            search->frames[search->depth].has_loop = true;
        }
        search->frames[search->depth].next = part->from;
        search->frames[search->depth].end = part->to;
        search_walk(search);
    }
    end_root(search);
}

bool cf_search_give(cf_search *search, cf_search_part *part)
{
    int at = 0;

    while (at < search->depth && search->frames[at].next == search->frames[at].end)
        at++;
    if (at >= search->depth)
        return false;
    *part = (cf_search_part){ .block = search->block,
                              .root = search->root,
                              .steps = malloc(((size_t)at + 1) * sizeof *part->steps),
                              .step_count = at,
                              .from = search->frames[at].next,
                              .to = search->frames[at].end };
    if (part->steps == NULL)
        return false;
    for (int i = 0; i < at; i++)
        part->steps[i] = search->frames[i + 1].step;
    search->frames[at].end = search->frames[at].next;
    for (int i = 0; i <= at; i++)
        search->frames[i].has_loop = true;
    return true;
}
