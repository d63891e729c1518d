/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the bars of a Sankey diagram: entities, their names, and open ends for outside money. */
#include <math.h>

#include "report/money.h"
#include "pictures/marks.h"
#include "pictures/occurs.h"
#include "pictures/sankey.h"
#include "pictures/svg.h"

#define SMALL_SIZE 11.0
#define END_HEIGHT 26.0 /* from here on an open end is told in figures */

/* ---- names ---- */

typedef struct caption {
    cf_svg_label label;
    char money[CF_MONEY_SIZE];
    double end; /* right of its last line */
} caption;

/* How far to the right a line above a bar may run: to the next bar or name that stands in its
 * way. */
static double free_until(const cf_sankey *sankey, int entity)
{
    const cf_sankey_stop *stop = &sankey->stops[entity];
    double end = sankey->right + CF_SANKEY_MARGIN - 8.0;

    for (int v = 0; v < sankey->picture->entity_count; v++) {
        const cf_sankey_stop *other = &sankey->stops[v];

        if (other->column > stop->column && other->y - cf_sankey_caption(sankey, v) < stop->y &&
            other->y + other->height > stop->y - cf_sankey_caption(sankey, entity))
            end = fmin(end, sankey->x[other->column] - 8.0);
    }
    return end;
}

double cf_sankey_name_width(const cf_sankey *sankey, int entity)
{
    double all = sankey->ends[entity].whole, width;
    char money[CF_MONEY_SIZE];

    width = cf_svg_text_width(sankey->picture->entities[entity].name, CF_SANKEY_NAME, true);
    if (!(all > 0.0))
        return width;
    cf_money_text(money, all);
    return width + CF_SVG_AMOUNT_GAP +
           cf_svg_text_width(money, CF_SANKEY_NAME * CF_SVG_AMOUNT_SIZE, false);
}

/* Above the bar, from its left side on; the amount follows. */
static void place_name(caption *out, const cf_sankey *sankey, int entity)
{
    const cf_sankey_stop *stop = &sankey->stops[entity];
    const char *name = sankey->picture->entities[entity].name;
    double all = sankey->ends[entity].whole, room = free_until(sankey, entity), x, wide;
    const double least = 3.0 * CF_SANKEY_NAME;
    double most = sankey->lines[entity] > 1 ? CF_SANKEY_BROAD : 1e9;
    double told = cf_sankey_told(sankey, entity);

    x = sankey->x[stop->column];
    wide = cf_sankey_name_width(sankey, entity) - cf_svg_text_width(name, CF_SANKEY_NAME, true);
    *out = (caption){ .label = { .text = name,
                                 .class = "cf-ink cf-halo",
                                 .strong = true,
                                 .x = x,
                                 .y = stop->y - 5.0 - told,
                                 .size = CF_SANKEY_NAME,
                                 .width = fmax(fmin(room - x - wide, most), least),
                                 .lines = sankey->lines[entity],
                                 .upwards = true } };
    if (all > 0.0)
        cf_money_text(out->money, all);
    out->end = x + fmin(cf_sankey_name_width(sankey, entity), fmin(room - x, most + wide));
}

double cf_sankey_name_end(const cf_sankey *sankey, int entity)
{
    caption name;

    place_name(&name, sankey, entity);
    return name.end;
}

static void put_name(FILE *out, const cf_sankey *sankey, int entity)
{
    caption name;

    place_name(&name, sankey, entity);
    name.label.amount = name.money;
    cf_svg_put_label(out, &name.label);
}

/* What is told of an entity, between its name and its bar. */
static void put_told(FILE *out, const cf_sankey *sankey, int entity)
{
    const cf_sankey_stop *stop = &sankey->stops[entity];
    double x = sankey->x[stop->column];

    if (sankey->clearing == NULL || sankey->clearing->told[entity] == NULL)
        return;
    cf_svg_put_label(out, &(cf_svg_label){ .text = sankey->clearing->told[entity],
                                           .class = "cf-short-fill cf-halo",
                                           .x = x,
                                           .y = stop->y - 5.0,
                                           .size = SMALL_SIZE,
                                           .width = free_until(sankey, entity) - x });
}

/* ---- open ends: slices that get thinner and further apart ---- */

void cf_sankey_put_end(FILE *out, cf_sankey_end end, double x, double y, double height,
                       int direction)
{
    static const struct {
        double from, to;
    } slices[] = { { 1, 12 }, { 14, 22 }, { 25, 30 }, { 33.5, 36 }, { 39, 40 } };
    static const char *const classes[] = { "cf-trade", "cf-short", "cf-short", "cf-trade" };

    if (height < 0.2)
        return;
    fprintf(out, "<path class=\"%s-fill\" fill-opacity=\"%s\" d=\"", classes[end],
            end == CF_END_GAP || end == CF_END_ASSUMED ? ".8" : ".5");
    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
        double from = x + direction * slices[i].from, to = x + direction * slices[i].to;

        if (end == CF_END_ASSUMED) /* it is an assumption: lines only */
            to = from + direction * 1.2;
        cf_xml_put(out, "M%f %fH%fv%fH%fz", from, y, to, fmax(height, 1.0), from);
    }
    fputs("\"/>\n", out);
}

/* Whether a name from further left reaches into the place of a text. */
static bool is_taken(const cf_sankey *sankey, int column, double x, double y)
{
    for (int v = 0; v < sankey->picture->entity_count; v++) {
        const cf_sankey_stop *stop = &sankey->stops[v];
        caption other;

        if (stop->column >= column || fabs(stop->y - y) > CF_SANKEY_LABEL)
            continue;
        place_name(&other, sankey, v);
        if (other.end > x)
            return true;
    }
    return false;
}

/* How much comes from outside, on an end that has room for it. */
static void put_end_amount(FILE *out, const cf_sankey *sankey, int entity, double amount)
{
    const cf_sankey_stop *stop = &sankey->stops[entity];
    double height = amount * sankey->scale, x = sankey->x[stop->column], y = stop->y, left;
    char money[CF_MONEY_SIZE];

    cf_money_text(money, amount);
    left = x - 6.0 - cf_svg_text_width(money, SMALL_SIZE, false);
    if (height < END_HEIGHT || left < x - CF_SANKEY_STUB ||
        is_taken(sankey, stop->column, left, y + height / 2.0 + 4.0))
        return;
    cf_svg_put_label(out, &(cf_svg_label){ .text = money,
                                           .class = "cf-muted cf-halo",
                                           .x = x - 6.0,
                                           .y = y + height / 2.0 + 4.0,
                                           .size = SMALL_SIZE,
                                           .anchor = CF_SVG_END });
}

static void put_open_ends(FILE *out, const cf_sankey *sankey, int entity)
{
    const cf_sankey_ends *ends = &sankey->ends[entity];
    const cf_sankey_stop *stop = &sankey->stops[entity];
    double x = sankey->x[stop->column], y = stop->y;

    cf_sankey_put_end(out, CF_END_GAP, x, y, ends->gap * sankey->scale, -1);
    y += ends->gap * sankey->scale;
    cf_sankey_put_end(out, CF_END_ASSUMED, x, y, ends->assumed * sankey->scale, -1);
    y += ends->assumed * sankey->scale;
    cf_sankey_put_end(out, CF_END_STATED, x, y, ends->stated * sankey->scale, -1);
    put_end_amount(out, sankey, entity, ends->gap + ends->assumed + ends->stated);
    cf_sankey_put_end(out, CF_END_KEPT, x + CF_SANKEY_BAR, stop->y, ends->kept * sankey->scale, 1);
}

/* ---- all of them ---- */

static void put_sankey_bar(FILE *out, const cf_sankey *sankey, int v)
{
    const cf_sankey_stop *stop = &sankey->stops[v];
    int supplier = cf_occurs_colour(sankey->picture, &sankey->picture->entities[v]);

    cf_xml_put(out, "<rect x=\"%f\" y=\"%f\" width=\"%d\" height=\"%f\" rx=\"1\" class=\"",
               sankey->x[stop->column], stop->y, CF_SANKEY_BAR, stop->height);
    if (sankey->clearing != NULL && sankey->clearing->fails[v])
        fputs("cf-short-fill\"/>\n", out);
    else if (supplier >= 0)
        cf_xml_put(out, "cf-s%d-fill\"/>\n", supplier);
    else
        fprintf(out, "cf-ink\" fill-opacity=\"%s\"/>\n",
                sankey->picture->entities[v].members > 1 ? ".5" : ".82");
}

static void mark(const cf_sankey_pen *pen, int v)
{
    if (pen->sankey->clearing != NULL)
        cf_sankey_mark_payer(pen, v);
    else if (pen->inlined)
        cf_mark_entity(pen->out, pen->report, v, pen->words);
    else
        cf_mark_entity_alone(pen->out, pen->report, v, pen->words);
}

void cf_sankey_put_bars(const cf_sankey_pen *pen)
{
    for (int v = 0; v < pen->sankey->picture->entity_count; v++) {
        mark(pen, v);
        if (pen->sankey->clearing == NULL)
            put_open_ends(pen->out, pen->sankey, v);
        put_sankey_bar(pen->out, pen->sankey, v);
        put_name(pen->out, pen->sankey, v);
        put_told(pen->out, pen->sankey, v);
        fputs("</g>\n", pen->out);
    }
}
