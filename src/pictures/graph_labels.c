/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places amounts beside the edges, largest first, where neither a box nor another amount is. */
#include <math.h>

#include "report/money.h"
#include "pictures/graph.h"

enum { MOST_LABELS = 150, PLACES = 9 };
#define SIZE 10.0
#define AROUND 2.0       /* kept free around a box */
#define LEAST_CELL 200.0 /* side; about that of a box */

typedef struct rectangle {
    double left, top, right, bottom;
} rectangle;

/* The boxes by the cells of a grid that they touch. */
struct grid {
    double cell; /* side */
    int columns, rows;
    int *start; /* of each cell in `boxes`, and the end of the last */
    int *boxes;
};

struct labels {
    const cf_scene *scene;
    struct grid grid;
    rectangle taken[MOST_LABELS];
    int count;
};

/* ---- where boxes are ---- */

static rectangle around_box(const cf_box *box)
{
    return (rectangle){ box->centre.x - box->width / 2.0 - AROUND,
                        box->centre.y - box->height / 2.0 - AROUND,
                        box->centre.x + box->width / 2.0 + AROUND,
                        box->centre.y + box->height / 2.0 + AROUND };
}

struct cells {
    int left, top, right, bottom; /* the last ones included */
};

static struct cells cells_of(const struct grid *grid, rectangle place)
{
    double columns = grid->columns - 1, rows = grid->rows - 1;

    return (struct cells){ (int)fmax(0.0, fmin(place.left / grid->cell, columns)),
                           (int)fmax(0.0, fmin(place.top / grid->cell, rows)),
                           (int)fmax(0.0, fmin(place.right / grid->cell, columns)),
                           (int)fmax(0.0, fmin(place.bottom / grid->cell, rows)) };
}

/* Counts the boxes of each cell, or lists them from its end on backwards. */
static int fill_grid(struct grid *grid, const cf_scene *scene)
{
    int count = 0;

    for (int i = 0; i < scene->picture->entity_count; i++) {
        struct cells cells = cells_of(grid, around_box(&scene->boxes[i]));

        for (int row = cells.top; row <= cells.bottom; row++) {
            for (int column = cells.left; column <= cells.right; column++, count++) {
                int *start = &grid->start[row * grid->columns + column];

                if (grid->boxes == NULL)
                    ++*start;
                else
                    grid->boxes[--*start] = i;
            }
        }
    }
    return count;
}

/* Some four cells a box at most, so that a search looks at few of either. */
static cf_status make_grid(struct grid *grid, cf_scene *scene)
{
    double area = scene->width * scene->height, most = 4.0 * scene->picture->entity_count;
    int count;

    grid->cell =
        fmax(fmax(LEAST_CELL, sqrt(area / (most + 1.0))), (scene->width + scene->height) / 1e5);
    grid->columns = 1 + (int)(scene->width / grid->cell);
    grid->rows = 1 + (int)(scene->height / grid->cell);
    count = grid->columns * grid->rows;
    grid->start = cf_arena_new(&scene->arena, (size_t)count + 1, sizeof *grid->start);
    if (grid->start == NULL)
        return CF_NO_MEMORY;
    grid->start[count] = fill_grid(grid, scene);
    for (int i = 1; i < count; i++)
        grid->start[i] += grid->start[i - 1];
    grid->boxes = cf_arena_new(&scene->arena, (size_t)grid->start[count], sizeof *grid->boxes);
    if (grid->boxes == NULL)
        return CF_NO_MEMORY;
    fill_grid(grid, scene);
    return CF_OK;
}

static bool overlap(rectangle a, rectangle b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static bool is_on_box(const struct labels *labels, rectangle wanted, int cell)
{
    const struct grid *grid = &labels->grid;

    for (int i = grid->start[cell]; i < grid->start[cell + 1]; i++)
        if (overlap(around_box(&labels->scene->boxes[grid->boxes[i]]), wanted))
            return true;
    return false;
}

static bool is_free(const struct labels *labels, rectangle wanted)
{
    struct cells cells = cells_of(&labels->grid, wanted);

    for (int i = 0; i < labels->count; i++)
        if (overlap(labels->taken[i], wanted))
            return false;
    for (int row = cells.top; row <= cells.bottom; row++)
        for (int column = cells.left; column <= cells.right; column++)
            if (is_on_box(labels, wanted, row * labels->grid.columns + column))
                return false;
    return true;
}

/* ---- labels ---- */

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
    double length = cf_curve_length(curve), half = cf_svg_text_width(text, SIZE, false) / 2.0 + 1.5;

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

cf_status cf_scene_put_labels(FILE *out, cf_scene *scene)
{
    struct labels labels = { .scene = scene };
    cf_status status = make_grid(&labels.grid, scene);

    if (status != CF_OK)
        return status;
    for (int i = 0; i < scene->picture->edge_count && labels.count < MOST_LABELS; i++) {
        const cf_ranked *next = &scene->order[i];
        char text[CF_MONEY_SIZE];

        if (next->amount <= 0.0)
            break; /* the others are open */
        cf_money_text(text, next->amount);
        try_places(out, &labels, next->edge, text);
    }
    return CF_OK;
}
