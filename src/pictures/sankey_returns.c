/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step 5 of a Sankey diagram: nests the returns, places the ends of ribbons on bars, and routes the
 * returns below the bars. */
#include <math.h>
#include <stdlib.h>

#include "pictures/occurs.h"
#include "pictures/sankey.h"

enum {
    TURN = 12,      /* from a bar to the first vertical: the smallest bend */
    APART = 5,      /* between verticals, and between runs */
    GUTTER = 24,    /* most of all gaps between the verticals of a column */
    LANES = 300,    /* most of all gaps between runs */
    BELOW = 16,     /* between bars and the first run */
    GOOD_WAY = 84,  /* between the verticals of two columns */
    LEAST_WAY = 40, /* the same at the least */
    MANY = 60       /* returns: from here on thin ones may touch */
};

static double seen(const cf_sankey *sankey, int edge)
{
    double thin = sankey->return_count < MANY ? CF_SANKEY_THIN : 0.0;

    return fmax(sankey->ribbons[edge].width, thin);
}

bool cf_sankey_has_word(const cf_sankey *sankey, int edge)
{
    return sankey->ribbons[edge].width >= 2.5 ||
           (sankey->clearing == NULL && cf_occurs_share(&sankey->picture->edges[edge]) > 0.0);
}

static int column_of(const cf_sankey *sankey, int entity)
{
    return sankey->stops[entity].column;
}

/* ---- nesting ---- */

typedef struct nested {
    int edge, span, payer, payee; /* payer and payee count places from the floor */
} nested;

static int inner_first(const void *a, const void *b)
{
    const nested *one = a, *other = b;

    if (one->span != other->span)
        return one->span - other->span;
    if (one->payer != other->payer)
        return one->payer - other->payer;
    return one->payee != other->payee ? one->payee - other->payee : other->edge - one->edge;
}

static int from_floor(const cf_sankey *sankey, int entity)
{
    int end = sankey->first[column_of(sankey, entity) + 1], at = end - 1;

    while (sankey->order[at] != entity)
        at--;
    return end - at;
}

cf_status cf_sankey_nest(cf_sankey *sankey)
{
    const cf_picture *picture = sankey->picture;
    nested *all = cf_arena_new(sankey->arena, (size_t)sankey->return_count, sizeof *all);

    if (all == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < sankey->return_count; i++) {
        const cf_picture_edge *edge = &picture->edges[sankey->returns[i]];

        all[i] = (nested){ .edge = sankey->returns[i],
                           .span = column_of(sankey, edge->payer) - column_of(sankey, edge->payee),
                           .payer = from_floor(sankey, edge->payer),
                           .payee = from_floor(sankey, edge->payee) };
    }
    qsort(all, (size_t)sankey->return_count, sizeof *all, inner_first);
    for (int i = 0; i < sankey->return_count; i++) {
        sankey->returns[i] = all[i].edge;
        sankey->ribbons[all[i].edge].depth = i;
    }
    return CF_OK;
}

/* ---- ports ---- */

typedef struct port {
    int step;
    int first, second; /* keys */
} port;

static int top_first(const void *a, const void *b)
{
    const port *one = a, *other = b;

    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return one->second < other->second ? -1 : one->second > other->second;
}

/* Stacks edges on a bar from its floor up; open ends take the rest above. */
static void stack(cf_sankey *sankey, int stop, int side, port *ports)
{
    int first = sankey->start[side][stop], count = sankey->start[side][stop + 1] - first;
    double y = sankey->stops[stop].height;

    for (int i = count - 1; i >= 0; i--) {
        cf_sankey_step *step = &sankey->steps[ports[i].step];
        double width = sankey->ribbons[step->edge].width;

        y = fmax(y - width, 0.0);
        *(side == 0 ? &step->in : &step->out) = y + width / 2.0;
    }
}

static void sort_ports(const cf_sankey *sankey, int stop, int side, const int *place, port *ports)
{
    int first = sankey->start[side][stop], count = sankey->start[side][stop + 1] - first;

    for (int i = 0; i < count; i++) {
        int k = sankey->at[side][first + i];
        const cf_sankey_step *step = &sankey->steps[k];
        int other = side == 0 ? step->from : step->to;

        ports[i] = (port){ .step = k, .first = place[other], .second = step->edge };
        if (sankey->stops[other].floor)
            ports[i].second = -sankey->ribbons[step->edge].depth;
    }
    qsort(ports, (size_t)count, sizeof *ports, top_first);
}

cf_status cf_sankey_ports(cf_sankey *sankey)
{
    size_t stops = (size_t)sankey->stop_count, steps = (size_t)sankey->step_count;
    int *place = cf_arena_new(sankey->arena, stops, sizeof *place);
    port *ports = cf_arena_new(sankey->arena, steps, sizeof *ports);

    if (place == NULL || ports == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < sankey->stop_count; i++)
        place[sankey->order[i]] = i;
    for (int v = 0; v < sankey->stop_count; v++) {
        for (int side = 0; side < 2; side++) {
            sort_ports(sankey, v, side, place, ports);
            stack(sankey, v, side, ports);
        }
    }
    return CF_OK;
}

/* ---- x of columns ---- */

static int count_returns(const cf_sankey *sankey, int column, bool right)
{
    int count = 0;

    for (int i = 0; i < sankey->return_count; i++) {
        const cf_picture_edge *edge = &sankey->picture->edges[sankey->returns[i]];

        count += column_of(sankey, right ? edge->payer : edge->payee) == column;
    }
    return count;
}

/* The room for verticals on one side of a column; places them if `x` is not NULL. */
static double gutter(cf_sankey *sankey, int column, bool right, const double *x)
{
    int count = count_returns(sankey, column, right);
    double room = TURN, apart = fmin(APART, GUTTER / (double)count);

    for (int i = 0; count > 0 && i < sankey->return_count; i++) {
        const cf_picture_edge *edge = &sankey->picture->edges[sankey->returns[i]];
        cf_sankey_ribbon *ribbon = &sankey->ribbons[sankey->returns[i]];
        double width = seen(sankey, sankey->returns[i]);

        if (column_of(sankey, right ? edge->payer : edge->payee) != column)
            continue;
        if (x != NULL && right)
            ribbon->down = *x + CF_SANKEY_BAR + room + width / 2.0;
        else if (x != NULL)
            ribbon->up = *x - room - width / 2.0;
        room += width + apart;
    }
    return count > 0 ? room : 0.0;
}

bool cf_sankey_spread(cf_sankey *sankey, cf_sankey_box box)
{
    int count = sankey->column_count;
    double left = box.left + fmax(gutter(sankey, 1, false, NULL), CF_SANKEY_STUB);
    double right = box.right - fmax(gutter(sankey, count, true, NULL), CF_SANKEY_LAST);
    double taken = CF_SANKEY_BAR * (double)count, way;
    bool good;

    for (int c = 1; c < count; c++)
        taken += gutter(sankey, c, true, NULL) + gutter(sankey, c + 1, false, NULL);
    way = count > 1 ? (right - left - taken) / (count - 1) : 0.0;
    good = count <= 1 || way >= fmin(GOOD_WAY, sankey->least_way);
    sankey->way = way;
    way = fmax(way, LEAST_WAY);
    for (int c = 1; c <= count; c++) {
        sankey->x[c] = left;
        left += CF_SANKEY_BAR + gutter(sankey, c, true, NULL);
        if (c < count)
            left += way + gutter(sankey, c + 1, false, NULL);
    }
    if (count == 1)
        sankey->x[1] = (box.left + box.right) / 2.0;
    for (int c = 1; c <= count; c++) {
        gutter(sankey, c, true, &sankey->x[c]);
        gutter(sankey, c, false, &sankey->x[c]);
    }
    sankey->right = fmax(box.right, left);
    return good;
}

/* ---- lanes: cell 2 c is column c, cell 2 c + 1 the gap right of it ---- */

double cf_sankey_lanes(cf_sankey *sankey, double *cells)
{
    int last = 2 * sankey->column_count + 1;
    double bottom = 0.0, apart = fmin(APART, LANES / (1.0 + sankey->return_count));

    for (int c = 0; c <= last; c++)
        cells[c] = 0.0;
    for (int v = 0; v < sankey->stop_count; v++) {
        const cf_sankey_stop *stop = &sankey->stops[v];

        for (int c = 2 * stop->column - 1; !stop->floor && c <= 2 * stop->column + 1; c++)
            cells[c] = fmax(cells[c], stop->y + stop->height + BELOW - apart);
    }
    for (int i = 0; i < sankey->return_count; i++) {
        const cf_picture_edge *edge = &sankey->picture->edges[sankey->returns[i]];
        cf_sankey_ribbon *ribbon = &sankey->ribbons[sankey->returns[i]];
        double word = cf_sankey_has_word(sankey, sankey->returns[i]) ? CF_SANKEY_WORD : 0.0;
        double room = seen(sankey, sankey->returns[i]) + word;
        int from = 2 * column_of(sankey, edge->payee) - 1;
        int to = 2 * column_of(sankey, edge->payer) + 1;
        double top = 0.0;

        for (int c = from; c <= to; c++)
            top = fmax(top, cells[c]);
        ribbon->lane = top + apart + (room + word) / 2.0;
        for (int c = from; c <= to; c++)
            cells[c] = top + apart + room;
    }
    for (int c = 0; c <= last; c++)
        bottom = fmax(bottom, cells[c]);
    return bottom;
}
