/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places amounts beside the edges, largest first, where neither a box nor another amount is. */
#include <math.h>

#include "report/money.h"
#include "pictures/graph.h"

enum { MOST_LABELS = 150, PLACES = 9 };
#define SIZE 10.0

typedef struct rectangle {
    double left, top, right, bottom;
} rectangle;

struct labels {
    const cf_scene *scene;
    rectangle taken[MOST_LABELS];
    int count;
};

static bool overlap(rectangle a, rectangle b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static bool is_free(const struct labels *labels, rectangle wanted)
{
    const cf_scene *scene = labels->scene;

    for (int i = 0; i < labels->count; i++) {
        if (overlap(labels->taken[i], wanted))
            return false;
    }
    for (int i = 0; i < scene->picture->entity_count; i++) {
        const cf_box *box = &scene->boxes[i];
        rectangle taken = { box->centre.x - box->width / 2.0 - 2.0,
                            box->centre.y - box->height / 2.0 - 2.0,
                            box->centre.x + box->width / 2.0 + 2.0,
                            box->centre.y + box->height / 2.0 + 2.0 };

        if (overlap(taken, wanted))
            return false;
    }
    return true;
}

static void put_label(FILE *out, rectangle place, const char *text, int edge)
{
    cf_svg_label label = { .text = text,
                           .class = "cf-ink",
                           .x = (place.left + place.right) / 2.0,
                           .y = place.bottom - 3.0,
                           .size = SIZE,
                           .anchor = CF_SVG_MIDDLE };

    cf_xml_put(out,
               "<g class=\"cf-edge-label\" data-edge=\"%d\"><rect class=\"cf-paper\" "
               "fill-opacity=\"0.82\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" rx=\"2\"/>",
               edge, place.left, place.top, place.right - place.left, place.bottom - place.top);
    cf_svg_put_label(out, &label);
    fputs("</g>\n", out);
}

static void try_places(FILE *out, struct labels *labels, int edge, const char *text)
{
    static const double usual[PLACES] = { 0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8 };
    static const double marked[PLACES] = { 0.62, 0.57, 0.67, 0.52, 0.72, 0.77, 0.82, 0.12, 0.06 };
    unsigned form = labels->scene->picture->edges[edge].form;
    const double *places = (form & (CF_FORM_TIED | CF_FORM_NON_CASH)) != 0 ? marked : usual;
    const cf_curve *curve = &labels->scene->curves[edge];
    double length = cf_curve_length(curve), half = cf_svg_text_width(text, SIZE) / 2.0 + 1.5;

    for (int i = 0; i < PLACES; i++) {
        cf_point way, at = cf_curve_at(curve, places[i] * length, &way);
        rectangle wanted = { at.x - half, at.y - 6.5, at.x + half, at.y + 6.5 };

        if (!is_free(labels, wanted))
            continue;
        labels->taken[labels->count++] = wanted;
        put_label(out, wanted, text, edge);
        return;
    }
}

void cf_scene_put_labels(FILE *out, const cf_scene *scene)
{
    struct labels labels = { .scene = scene };

    for (int i = 0; i < scene->picture->edge_count && labels.count < MOST_LABELS; i++) {
        const cf_ranked *next = &scene->order[i];
        char text[CF_MONEY_SIZE];

        if (next->amount <= 0.0)
            return; /* the others are open */
        cf_money_text(text, next->amount);
        try_places(out, &labels, next->edge, text);
    }
}
