/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/search.h"

#include <math.h>
#include <stdlib.h>

#include "loops/bars.h"
#include "loops/stroll.h"

cf_status cf_search_new(cf_search *search, const cf_loop_blocks *blocks)
{
    size_t n = (size_t)blocks->most_vertices + 1, layers = blocks->needs + 1;

    search->blocks = blocks;
    search->frames = malloc((n + 1) * sizeof *search->frames);
    search->ways = malloc((n + 1) * sizeof *search->ways);
    search->told = malloc((n + 1) * sizeof *search->told);
    search->figures = malloc((n + 1) * sizeof *search->figures);
    search->way = malloc(2 * (n + 1) * sizeof *search->way);
    search->bar = malloc(layers * n * sizeof *search->bar);
    search->base = malloc(layers * n * sizeof *search->base);
    search->queue = malloc(layers * n * sizeof *search->queue);
    search->queued = calloc(layers * n, sizeof *search->queued);
    search->home = malloc(n * sizeof *search->home);
    search->ahead = calloc(n, sizeof *search->ahead);
    search->resting = calloc(layers * n, sizeof *search->resting);
    search->reached = malloc(n * sizeof *search->reached);
    search->seen = malloc(n * sizeof *search->seen);
    search->on_way = calloc(n, sizeof *search->on_way);
    if (search->frames == NULL || search->ways == NULL || search->told == NULL ||
        search->figures == NULL || search->way == NULL || search->bar == NULL ||
        search->base == NULL || search->queue == NULL || search->queued == NULL ||
        search->home == NULL || search->ahead == NULL || search->resting == NULL ||
        search->reached == NULL || search->seen == NULL || search->on_way == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < layers * n; i++)
        search->bar[i] = search->base[i] = CF_BLOCKED;
    for (size_t i = 0; i < n; i++)
        search->home[i] = -1;
    return CF_OK;
}

void cf_search_free(cf_search *search)
{
    free(search->frames);
    free(search->ways);
    free(search->told);
    free(search->figures);
    free(search->way);
    free(search->bar);
    free(search->base);
    free(search->queue);
    free(search->queued);
    free(search->home);
    free(search->ahead);
    free(search->resting);
    free(search->reached);
    free(search->seen);
    free(search->on_way);
}

/* ---- walking ---- */

/* Of so many combinations of hops, those with both classes: all but the two of one class. */
static double mixed(double ways, unsigned every)
{
    return ways <= 0 ? 0.0 : ways - ((every & CF_HAS_CAPITAL) != 0) - ((every & CF_HAS_TRADE) != 0);
}

/* The steps of a loop may stand for several loops. */
static void count_ways(cf_search *search, int closing)
{
    const cf_search_ways *before = &search->ways[search->depth];
    const cf_step *step = &search->block->steps[closing];
    double ways = before->ways * step->ways, sure = before->sure * step->known_ways;
    double both = mixed(ways, before->every & step->has);
    double sure_both = mixed(sure, before->every_sure & step->known);
    double found = search->kind == CF_LOOPS_FINANCING ? both : ways;
    double known = search->kind == CF_LOOPS_FINANCING ? sure_both : sure;
    double unquantified = sure >= ways ? 0.0 : found - known; /* both may be infinite */

    search->found += search->open_only && !isnan(unquantified) ? unquantified : found;
    search->financing += !search->open_only ? both : sure >= ways ? 0.0 : both - sure_both;
    search->unquantified += isnan(unquantified) ? (double)INFINITY : unquantified;
}

/* Where every step is one hop of a known amount. */
static void count_up(cf_search *search)
{
    search->found += (double)search->single;
    search->financing += (double)search->single_mixed;
    search->single = search->single_mixed = 0;
}

void cf_search_pulse(cf_search *search)
{
    count_up(search);
    search->walked += search->pulse_count;
    search->pulse_count = 0;
    if (search->pulse != NULL && !search->pulse(search, search->payload))
        search->stopped = true;
}

/* ---- setting out ---- */

static bool set_out(cf_search *search, const cf_loop_block *block, int root)
{
    search->block = block;
    search->root = root;
    search->cost = search->max_length > 0 && search->max_length < block->tree_size[root];
    if (!cf_bars_find(search))
        return false;
    search->frames[0] = (cf_search_frame){
        .vertex = root,
        .step = -1,
        .next = block->start[root],
        .end = block->start[root + 1],
        .budget = search->cost > 0 ? search->max_length : CF_FAR,
        .need = search->blocks->needs,
        .every = CF_HAS_TRADE | CF_HAS_CAPITAL,
    };
    search->ways[0] = (cf_search_ways){ 1, 1, ~0u, ~0u };
    search->told[0] = (cf_search_told){ .amount = (double)INFINITY, .least = root };
    search->depth = 0;
    return true;
}

static void come_home(cf_search *search)
{
    cf_bars_clear(search);
    count_up(search);
}

/* ---- walking ---- */

void cf_search_tell_ways(cf_search *search, int depth, int k)
{
    const cf_search_ways *before = &search->ways[depth - 1];
    const cf_step *step = &search->block->steps[k];

    search->ways[depth] = (cf_search_ways){
        before->ways * step->ways,
        before->sure * step->known_ways,
        before->every & step->has,
        before->every_sure & step->known,
    };
}

static void push(cf_search *search, int k, int next)
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
        .every = before->every & block->has[k],
    };
    if (!block->is_single)
        cf_search_tell_ways(search, search->depth, k);
    else if (search->take != NULL)
        cf_search_tell(search);
}

void cf_search_close(cf_search *search, int closing)
{
    if (search->block->is_single) {
        search->single++;
        search->single_mixed +=
            (search->frames[search->depth].every & search->block->has[closing]) == 0;
    } else {
        count_ways(search, closing);
    }
    if (search->take != NULL && !search->take(search, closing, search->payload))
        search->stopped = true;
}

static void block_for(cf_search *search, const cf_search_frame *frame)
{
    if (frame->need == 0)
        cf_bars_block_one(search, frame->vertex);
    else
        cf_bars_block(search, frame->vertex);
}

static void leave(cf_search *search)
{
    const cf_search_frame *frame = &search->frames[search->depth];

    if (search->depth-- == 0)
        return;
    search->frames[search->depth].ended |= frame->ended;
    cf_bars_unblock(search, frame);
}

/* The next step of a frame that the bars let pass, or its end. */
static int next_step(const cf_search *search, const cf_search_frame *frame)
{
    const cf_loop_block *block = search->block;
    int room = frame->budget - search->cost, k = frame->next;

    while (
        k < frame->end &&
        search->bar[(int)(frame->need & ~block->has[k]) * block->vertex_count + block->heads[k]] >
            room)
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
    push(search, k, block->start[v]);
    frame = &search->frames[search->depth];
    if (home >= 0 && (frame->need & ~block->has[home]) == 0) {
        frame->ended = true;
        cf_search_close(search, home);
    }
    if (frame->budget > 1) {
        block_for(search, frame);
        return;
    }
    /* Only the way home was left. */
    search->depth--;
    frame[-1].ended |= frame->ended;
}

static void walk(cf_search *search)
{
    while (search->depth >= 0 && !search->stopped) {
        cf_search_frame *frame = &search->frames[search->depth];
        int k;

        if (frame->need == 0) {
            cf_search_stroll(search);
            continue;
        }
        k = next_step(search, frame);
        frame->next = k < frame->end ? k + 1 : k;
        if (k < frame->end)
            take_step(search, k);
        else
            leave(search);
    }
}

void cf_search_root(cf_search *search, const cf_loop_block *block, int root)
{
    if (set_out(search, block, root))
        walk(search);
    come_home(search);
}

void cf_search_part_run(cf_search *search, const cf_search_part *part)
{
    if (set_out(search, part->block, part->root)) {
        search->frames[0].next = search->frames[0].end;
        for (int i = 0; i < part->step_count; i++) {
            push(search, part->steps[i], 0);
            block_for(search, &search->frames[search->depth]);
            search->frames[search->depth].next = search->frames[search->depth].end;
            search->frames[search->depth].ended = true;
        }
        search->frames[search->depth].next = part->from;
        search->frames[search->depth].end = part->to;
        walk(search);
    }
    come_home(search);
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
        search->frames[i].ended = true;
    return true;
}
