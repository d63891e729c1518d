/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step 3 of a Sankey diagram: orders the stops of each column by barycentres, counting crossings by
 * area (Sugiyama, Tagawa, Toda 1981; Barth, Mutzel, Jünger 2004; see sankey.h). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/sankey.h"

enum { SWEEPS = 24 };

typedef struct place {
    int stop;
    bool floor;
    double wish; /* 0 is the top of the column, 1 its floor */
    int before;  /* its place so far: the same wishes change nothing */
} place;

typedef struct arranger {
    cf_sankey *sankey;
    int *place;      /* by stop: its place in its column */
    int *gap;        /* by column: the first of the steps that begin in it */
    int *by_gap;     /* steps, by column */
    double *weights; /* by step, for crossings */
    double *below;   /* by stop: the amounts of all stops below it */
    place *places;
    int *best;
} arranger;

static bool allocate_arrangement(arranger *out, cf_sankey *sankey)
{
    size_t stops = (size_t)sankey->stop_count, steps = (size_t)sankey->step_count;
    cf_arena *arena = sankey->arena;

    *out = (arranger){ .sankey = sankey };
    out->place = cf_arena_new(arena, stops, sizeof *out->place);
    out->places = cf_arena_new(arena, stops, sizeof *out->places);
    out->best = cf_arena_new(arena, stops, sizeof *out->best);
    out->below = cf_arena_new(arena, stops, sizeof *out->below);
    out->weights = cf_arena_new(arena, steps, sizeof *out->weights);
    out->by_gap = cf_arena_new(arena, steps, sizeof *out->by_gap);
    out->gap = cf_arena_new(arena, (size_t)sankey->column_count + 4, sizeof *out->gap);
    return out->place != NULL && out->places != NULL && out->best != NULL && out->weights != NULL &&
           out->below != NULL && out->by_gap != NULL && out->gap != NULL;
}

static void index_gaps(arranger *work)
{
    const cf_sankey *sankey = work->sankey;

    for (int k = 0; k < sankey->step_count; k++)
        work->gap[sankey->stops[sankey->steps[k].from].column + 2]++;
    for (int c = 2; c <= sankey->column_count + 2; c++)
        work->gap[c] += work->gap[c - 1];
    for (int k = 0; k < sankey->step_count; k++)
        work->by_gap[work->gap[sankey->stops[sankey->steps[k].from].column + 1]++] = k;
    for (int k = 0; k < sankey->step_count; k++)
        work->weights[k] = sankey->picture->edges[sankey->steps[k].edge].amount +
                           1e-4 * sankey->picture->all_amount / (1.0 + sankey->step_count) + 1e-30;
}

static void number_places(arranger *work)
{
    const cf_sankey *sankey = work->sankey;

    for (int c = 0; c <= sankey->column_count + 1; c++) {
        for (int i = sankey->first[c]; i < sankey->first[c + 1]; i++)
            work->place[sankey->order[i]] = i - sankey->first[c];
    }
}

/* In the order of the stops; the floor goes last. */
static void begin_arranging(arranger *work)
{
    cf_sankey *sankey = work->sankey;
    int columns = sankey->column_count + 2, place_count = 0;

    for (int c = 0; c < columns; c++) {
        sankey->first[c] = place_count;
        for (int v = 0; v < sankey->stop_count; v++) {
            if (sankey->stops[v].column == c && !sankey->stops[v].floor)
                sankey->order[place_count++] = v;
        }
        sankey->order[place_count++] = sankey->picture->entity_count + c;
    }
    sankey->first[columns] = place_count;
    number_places(work);
}

/* ---- barycentres ---- */

static double height_of(const arranger *work, int stop)
{
    const cf_sankey *sankey = work->sankey;
    int column = sankey->stops[stop].column;
    int count = sankey->first[column + 1] - sankey->first[column];

    return sankey->stops[stop].floor ? 1.0 : (work->place[stop] + 0.5) / count;
}

static double barycentre(const arranger *work, int stop, int side)
{
    const cf_sankey *sankey = work->sankey;
    double sum = 0.0, weight = 0.0;

    for (int k = sankey->start[side][stop]; k < sankey->start[side][stop + 1]; k++) {
        int step = sankey->at[side][k];
        int other = side == 0 ? sankey->steps[step].from : sankey->steps[step].to;

        sum += work->weights[step] * height_of(work, other);
        weight += work->weights[step];
    }
    return weight > 0.0 ? sum / weight : height_of(work, stop);
}

static int by_wish(const void *a, const void *b)
{
    const place *one = a, *other = b;

    if (one->floor != other->floor)
        return one->floor ? 1 : -1;
    if (one->wish < other->wish || one->wish > other->wish)
        return one->wish < other->wish ? -1 : 1;
    return one->before - other->before;
}

static void sort_column(arranger *work, int column, int side)
{
    cf_sankey *sankey = work->sankey;
    int first = sankey->first[column], count = sankey->first[column + 1] - first;

    for (int i = 0; i < count; i++) {
        int stop = sankey->order[first + i];

        work->places[i] = (place){ .stop = stop,
                                   .floor = sankey->stops[stop].floor,
                                   .wish = barycentre(work, stop, side),
                                   .before = i };
    }
    qsort(work->places, (size_t)count, sizeof *work->places, by_wish);
    for (int i = 0; i < count; i++) {
        sankey->order[first + i] = work->places[i].stop;
        work->place[work->places[i].stop] = i;
    }
}

static void sweep_columns(arranger *work, int side)
{
    int columns = work->sankey->column_count;

    for (int c = 1; c <= columns; c++)
        sort_column(work, side == 0 ? c : columns + 1 - c, side);
}

/* ---- crossings: a tree of sums over the places on the right, filled from the left ---- */

typedef struct span {
    int from, to;
    double weight;
} span;

static int by_ends(const void *a, const void *b)
{
    const span *one = a, *other = b;

    return one->from != other->from ? one->from - other->from : one->to - other->to;
}

static double sum_up_to(const double *tree, int place_count)
{
    double sum = 0.0;

    for (int i = place_count; i > 0; i -= i & -i)
        sum += tree[i];
    return sum;
}

static double crossings_of(span *spans, int count, double *tree, int places)
{
    double area = 0.0, all = 0.0;

    qsort(spans, (size_t)count, sizeof *spans, by_ends);
    memset(tree, 0, ((size_t)places + 1) * sizeof *tree);
    for (int k = 0; k < count; k++) {
        area += spans[k].weight * (all - sum_up_to(tree, spans[k].to + 1));
        for (int i = spans[k].to + 1; i <= places; i += i & -i)
            tree[i] += spans[k].weight;
        all += spans[k].weight;
    }
    return fmax(area, 0.0);
}

/* Returns that pass by bars on their way down or up cross nothing, but are better seen below
 * them. */
static double passing_by(const arranger *work)
{
    const cf_sankey *sankey = work->sankey;
    double area = 0.0;

    for (int c = 1; c <= sankey->column_count; c++) {
        double below = 0.0;

        for (int i = sankey->first[c + 1] - 1; i >= sankey->first[c]; i--) {
            work->below[sankey->order[i]] = below;
            below += sankey->stops[sankey->order[i]].amount;
        }
    }
    for (int k = 0; k < sankey->step_count; k++) {
        const cf_sankey_step *step = &sankey->steps[k];

        if (sankey->stops[step->to].floor)
            area += work->weights[k] * work->below[step->from];
        else if (sankey->stops[step->from].floor)
            area += work->weights[k] * work->below[step->to];
    }
    return area;
}

static double count_crossings(const arranger *work, span *spans, double *tree)
{
    const cf_sankey *sankey = work->sankey;
    double area = CF_SANKEY_PASSING_BY * passing_by(work);

    for (int c = 0; c <= sankey->column_count; c++) {
        int count = work->gap[c + 1] - work->gap[c];

        for (int k = 0; k < count; k++) {
            int step = work->by_gap[work->gap[c] + k];

            spans[k] = (span){ .from = work->place[sankey->steps[step].from],
                               .to = work->place[sankey->steps[step].to],
                               .weight = work->weights[step] };
        }
        area += crossings_of(spans, count, tree, sankey->first[c + 2] - sankey->first[c + 1]);
    }
    return area;
}

/* ---- all together ---- */

static void search_arrangement(arranger *work, span *spans, double *tree)
{
    cf_sankey *sankey = work->sankey;
    size_t size = (size_t)sankey->stop_count * sizeof *work->best;
    double least = count_crossings(work, spans, tree);

    memcpy(work->best, sankey->order, size);
    for (int i = 0; i < SWEEPS && least > 0.0; i++) {
        double area;

        sweep_columns(work, i % 2);
        area = count_crossings(work, spans, tree);
        if (area < least) {
            least = area;
            memcpy(work->best, sankey->order, size);
        }
    }
    memcpy(sankey->order, work->best, size);
    number_places(work);
    cf_sankey_sift(sankey, work->place, work->weights);
}

cf_status cf_sankey_arrange(cf_sankey *sankey)
{
    arranger work;
    span *spans = cf_arena_new(sankey->arena, (size_t)sankey->step_count, sizeof *spans);
    double *tree = cf_arena_new(sankey->arena, (size_t)sankey->stop_count + 1, sizeof *tree);

    if (!allocate_arrangement(&work, sankey) || spans == NULL || tree == NULL)
        return CF_NO_MEMORY;
    index_gaps(&work);
    begin_arranging(&work);
    search_arrangement(&work, spans, tree);
    return CF_OK;
}
