/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step 4 of a Sankey diagram: chooses the scale and the height of every stop. Piles are settled by
 * pooling adjacent violators (Ayer and others 1955; see sankey.h). */
#include <math.h>

#include "pictures/sankey.h"
#include "pictures/svg.h"

enum {
    USUAL_COLUMNS = 7, /* columns for which names have room */
    MORE_WIDTH = 150,  /* for each more */
    HALVINGS = 60,
    ROUNDS = 80,
    PASS = 9,          /* gap between ribbons that pass a column */
    PASSES = 260,      /* most of all these gaps together */
    LEAST_MONEY = 240, /* least height for money, whatever the number of names */
    MOST_MONEY = 300,  /* height of a single bar */
    MOST_RETURN = 72   /* width of a single return */
};
#define LEAST_BAR 2.0
#define MOST_SQUEEZE 0.75 /* of the gaps between columns, for thick returns */

/* ---- piles ---- */

void cf_sankey_settle(cf_sankey_pile *pile)
{
    double *mean = pile->pools[0], *weight = pile->pools[1], shift = 0.0, all = 0.0;
    int *size = pile->sizes, pools = 0, at = 0;

    for (int i = 0; i < pile->count; i++) {
        mean[pools] = pile->wish[i] - shift;
        weight[pools] = pile->weight[i];
        size[pools++] = 1;
        while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
            double both = weight[pools - 2] + weight[pools - 1];

            mean[pools - 2] =
                (mean[pools - 2] * weight[pools - 2] + mean[pools - 1] * weight[pools - 1]) / both;
            weight[pools - 2] = both;
            size[pools - 2] += size[pools - 1];
            pools--;
        }
        shift += i + 1 < pile->count ? pile->room[i] : 0.0;
    }
    for (int p = 0; p < pools; p++) {
        double value = fmax(pile->least, fmin(mean[p], pile->most - shift));

        for (int i = 0; i < size[p]; i++, at++) {
            pile->wish[at] = value + all;
            all += at + 1 < pile->count ? pile->room[at] : 0.0;
        }
    }
}

/* ---- scale ---- */

static void set_scale(cf_sankey *sankey, double scale)
{
    sankey->scale = scale;
    for (int e = 0; e < sankey->picture->edge_count; e++)
        sankey->ribbons[e].width = sankey->picture->edges[e].amount * scale;
    for (int v = 0; v < sankey->stop_count; v++) {
        cf_sankey_stop *stop = &sankey->stops[v];

        stop->height = stop->amount * scale;
        if (stop->entity >= 0)
            stop->height = fmax(stop->height, LEAST_BAR);
    }
}

double cf_sankey_told(const cf_sankey *sankey, int entity)
{
    bool told = sankey->clearing != NULL && sankey->clearing->told[entity] != NULL;

    return told ? CF_SANKEY_WORD : 0.0;
}

double cf_sankey_caption(const cf_sankey *sankey, int entity)
{
    return CF_SANKEY_LABEL + cf_sankey_told(sankey, entity) +
           (cf_sankey_leads_group(sankey, entity) ? CF_SANKEY_WORD : 0.0) +
           CF_SVG_LEADING * CF_SANKEY_NAME * (sankey->lines[entity] - 1);
}

/* A name may take several lines where it is wider than the way to the next column. */
static bool break_names(cf_sankey *sankey)
{
    const cf_picture *picture = sankey->picture;

    sankey->lines = cf_arena_new(sankey->arena, (size_t)picture->entity_count, sizeof(int));
    if (sankey->lines == NULL)
        return false;
    for (int v = 0; v < picture->entity_count; v++) {
        const char *name = picture->entities[v].name;
        double own = cf_svg_text_width(name, CF_SANKEY_NAME, true);
        double amount = cf_sankey_name_width(sankey, v) - own;
        double room = sankey->stops[v].column == sankey->column_count
                          ? CF_SANKEY_LAST + CF_SANKEY_MARGIN - 8.0
                          : MOST_SQUEEZE * sankey->way + CF_SANKEY_BAR;

        sankey->lines[v] = cf_svg_label_lines(&(cf_svg_label){
            .text = name,
            .strong = true,
            .size = CF_SANKEY_NAME,
            .width = fmin(room - amount, CF_SANKEY_BROAD),
            .lines = CF_SVG_LINES,
        });
    }
    return true;
}

/* Sets the free room above each stop. */
static void set_apart(cf_sankey *sankey)
{
    for (int c = 1; c <= sankey->column_count; c++) {
        int passes = 0;

        for (int i = sankey->first[c]; i < sankey->first[c + 1]; i++)
            passes += sankey->stops[sankey->order[i]].entity < 0;
        for (int i = sankey->first[c]; i < sankey->first[c + 1]; i++) {
            cf_sankey_stop *stop = &sankey->stops[sankey->order[i]];

            stop->above = fmin(PASS, PASSES / (double)passes);
            if (stop->entity >= 0)
                stop->above = cf_sankey_caption(sankey, stop->entity);
        }
    }
}

/* Stacks every column from the top. Returns the height of the tallest. */
static double stack_up(cf_sankey *sankey, double top)
{
    double bottom = top;

    for (int c = 1; c <= sankey->column_count; c++) {
        double y = top;

        for (int i = sankey->first[c]; i + 1 < sankey->first[c + 1]; i++) {
            cf_sankey_stop *stop = &sankey->stops[sankey->order[i]];

            stop->y = y + stop->above;
            y = stop->y + stop->height;
        }
        bottom = fmax(bottom, y);
    }
    return bottom - top;
}

static bool fits(cf_sankey *sankey, cf_sankey_box box, double scale, double *cells)
{
    double most = 0.0, thickest = 0.0, height;

    set_scale(sankey, scale);
    for (int v = 0; v < sankey->picture->entity_count; v++)
        most = fmax(most, sankey->stops[v].height);
    height = stack_up(sankey, box.top);
    for (int v = 0; v < sankey->stop_count; v++) /* every column may use the full height */
        sankey->stops[v].y = box.top + height - sankey->stops[v].height;
    for (int i = 0; i < sankey->return_count; i++)
        thickest = fmax(thickest, sankey->ribbons[sankey->returns[i]].width);
    return most <= MOST_MONEY && thickest <= MOST_RETURN && cf_sankey_spread(sankey, box) &&
           cf_sankey_lanes(sankey, cells) <= box.bottom;
}

static double largest_amount(const cf_sankey *sankey)
{
    double most = 0.0;

    for (int v = 0; v < sankey->stop_count; v++)
        most = fmax(most, sankey->stops[v].amount);
    return most;
}

/* The largest scale that fits, by bisection. A box too small for the names grows downwards. */
static void choose_scale(cf_sankey *sankey, cf_sankey_box box, double *cells)
{
    double most = largest_amount(sankey), low = 0.0, high;

    high = most > 0.0 ? MOST_MONEY / most : 0.0;
    set_scale(sankey, 0.0);
    cf_sankey_spread(sankey, box);
    sankey->least_way = MOST_SQUEEZE * sankey->way;
    stack_up(sankey, box.top);
    box.bottom = fmax(box.bottom, cf_sankey_lanes(sankey, cells) + LEAST_MONEY);
    for (int i = 0; i < HALVINGS && high > 0.0; i++) {
        double middle = (low + high) / 2.0;

        if (fits(sankey, box, middle, cells))
            low = middle;
        else
            high = middle;
    }
    set_scale(sankey, low);
    cf_sankey_spread(sankey, box);
}

/* ---- heights ---- */

static double weight_of(const cf_sankey *sankey, int step)
{
    return sankey->ribbons[sankey->steps[step].edge].width + 0.02;
}

/* The position at which the ribbons of a stop are level, weighted by width. */
static double wish_of(const cf_sankey *sankey, int stop)
{
    double sum = 0.0, weight = 0.0;

    for (int side = 0; side < 2; side++) {
        for (int k = sankey->start[side][stop]; k < sankey->start[side][stop + 1]; k++) {
            const cf_sankey_step *step = &sankey->steps[sankey->at[side][k]];
            const cf_sankey_stop *other = &sankey->stops[side == 0 ? step->from : step->to];
            double w = weight_of(sankey, sankey->at[side][k]);
            double shift = side == 0 ? step->out - step->in : step->in - step->out;

            if (other->floor)
                continue;
            sum += w * (other->y + shift);
            weight += w;
        }
    }
    return weight > 0.0 ? sum / weight : sankey->stops[stop].y;
}

static void settle_column(cf_sankey *sankey, int column, double top, double bottom,
                          cf_sankey_pile *pile)
{
    const int *order = &sankey->order[sankey->first[column]];

    pile->count = sankey->first[column + 1] - sankey->first[column] - 1;
    if (pile->count == 0)
        return;
    for (int i = 0; i < pile->count; i++) {
        const cf_sankey_stop *stop = &sankey->stops[order[i]];

        pile->wish[i] = wish_of(sankey, order[i]);
        pile->weight[i] = stop->height + 1.0;
        if (i + 1 < pile->count)
            pile->room[i] = stop->height + sankey->stops[order[i + 1]].above;
    }
    pile->least = top + sankey->stops[order[0]].above;
    pile->most = bottom - sankey->stops[order[pile->count - 1]].height;
    cf_sankey_settle(pile);
    for (int i = 0; i < pile->count; i++)
        sankey->stops[order[i]].y = pile->wish[i];
}

static void relax(cf_sankey *sankey, double top, double bottom, cf_sankey_pile *pile)
{
    int columns = sankey->column_count;

    for (int round = 0; round < ROUNDS; round++) {
        for (int c = 1; c <= columns; c++)
            settle_column(sankey, round % 2 == 0 ? c : columns + 1 - c, top, bottom, pile);
    }
}

static bool make_pile(cf_sankey_pile *out, const cf_sankey *sankey)
{
    size_t stops = (size_t)sankey->stop_count;

    *out = (cf_sankey_pile){ .wish = cf_arena_new(sankey->arena, stops, sizeof(double)),
                             .weight = cf_arena_new(sankey->arena, stops, sizeof(double)),
                             .room = cf_arena_new(sankey->arena, stops, sizeof(double)),
                             .sizes = cf_arena_new(sankey->arena, stops, sizeof(int)) };
    for (int i = 0; i < 2; i++)
        out->pools[i] = cf_arena_new(sankey->arena, stops, sizeof(double));
    return out->wish != NULL && out->weight != NULL && out->room != NULL && out->sizes != NULL &&
           out->pools[0] != NULL && out->pools[1] != NULL;
}

cf_status cf_sankey_place(cf_sankey *sankey, cf_sankey_box box)
{
    size_t cell_count = 2 * (size_t)sankey->column_count + 4;
    double *cells = cf_arena_new(sankey->arena, cell_count, sizeof *cells), height;
    cf_sankey_pile pile;
    cf_status status = cf_sankey_nest(sankey);

    if (status != CF_OK || cells == NULL || !make_pile(&pile, sankey))
        return CF_NO_MEMORY;
    set_scale(sankey, 0.0);
    cf_sankey_spread(sankey, box);
    if (!break_names(sankey))
        return CF_NO_MEMORY;
    set_apart(sankey);
    choose_scale(sankey, box, cells);
    status = cf_sankey_ports(sankey);
    if (status != CF_OK)
        return status;
    height = stack_up(sankey, box.top);
    relax(sankey, box.top, box.top + height, &pile);
    sankey->bottom = cf_sankey_lanes(sankey, cells);
    return CF_OK;
}

cf_status cf_sankey_lay_out(cf_sankey *out, const cf_picture *picture,
                            const cf_sankey_clearing *clearing, cf_sankey_box box, cf_arena *arena)
{
    cf_status status;

    *out = (cf_sankey){ .picture = picture, .clearing = clearing, .arena = arena };
    status = cf_sankey_columns(out);
    if (out->column_count > USUAL_COLUMNS)
        box.right += MORE_WIDTH * (out->column_count - USUAL_COLUMNS);
    if (status == CF_OK)
        status = cf_groups_new(&out->groups, arena, picture);
    if (status == CF_OK)
        status = cf_sankey_arrange(out);
    if (status == CF_OK)
        cf_sankey_gather(out);
    if (status == CF_OK)
        status = cf_sankey_place(out, box);
    return status;
}
