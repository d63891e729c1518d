/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A matrix of who finances whose revenue: the money of the supplier of a row that becomes revenue
 * of the supplier of a column. Stronger ground means more.
 *
 *                to Amazon   to Nvidia
 *     Amazon      [9.39]       0.81
 *     Nvidia       2.4        [7.47]
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/findings.h"
#include "pictures/plot.h"
#include "report/company.h"

static const char heading[] = "Who finances whose revenue";

enum {
    MOST = 16,
    LEFT = 176,
    TOP = 52,
    CELL_HEIGHT = 36,
    WIDTH = 720, /* the least */
    LEAST_CELL = 76,
    MOST_CELL = 104
};

struct matrix {
    int count; /* of suppliers: rows and columns */
    const char *ids[MOST], *names[MOST];
    int colours[MOST];
    double amounts[MOST][MOST]; /* from, to; 0 where nothing arrives */
    double largest;
    double cell; /* the width of one, in pixels */
};

static int supplier_index(const struct matrix *matrix, const char *id)
{
    for (int i = 0; id != NULL && i < matrix->count; i++)
        if (strcmp(matrix->ids[i], id) == 0)
            return i;
    return -1;
}

static void set_amount(struct matrix *matrix, int from, int to, double amount)
{
    if (from < 0 || to < 0 || isnan(amount))
        return;
    matrix->amounts[from][to] = amount;
    matrix->largest = fmax(matrix->largest, amount);
}

static void read_suppliers(struct matrix *matrix, const cf_report *score)
{
    cf_lookup suppliers = cf_lookup_of(score, "suppliers");

    for (long i = 0; i < suppliers.rows && i < MOST; i++) {
        matrix->ids[i] = cf_lookup_text(&suppliers, i, "entity");
        matrix->names[i] = cf_lookup_name(cf_report_scenario(score), matrix->ids[i]);
        matrix->colours[i] = cf_report_colour(score, matrix->ids[i]);
        matrix->count++;
        set_amount(matrix, (int)i, (int)i, cf_lookup_number(&suppliers, i, "loopback_pro_rata"));
    }
    matrix->cell = (double)(WIDTH - LEFT) / (matrix->count > 0 ? matrix->count : 1);
    matrix->cell = fmax(LEAST_CELL, fmin(matrix->cell, MOST_CELL));
}

static void read_cross(struct matrix *matrix, const cf_report *score)
{
    cf_lookup cross = cf_lookup_of(score, "cross");

    for (long i = 0; i < cross.rows; i++)
        set_amount(matrix, supplier_index(matrix, cf_lookup_text(&cross, i, "from")),
                   supplier_index(matrix, cf_lookup_text(&cross, i, "to")),
                   cf_lookup_number(&cross, i, "pro_rata"));
}

static double top_of(int row)
{
    return TOP + (double)row * CELL_HEIGHT;
}

/* The opacity of a cell, limited so that its number stays readable. */
static double strength(const struct matrix *matrix, double amount)
{
    return matrix->largest > 0.0 ? 0.08 + 0.34 * sqrt(amount / matrix->largest) : 0.0;
}

static void put_ground(FILE *out, const struct matrix *matrix, int from, int to)
{
    cf_xml_put(out,
               "<rect class=\"cf-s%d-fill\" fill-opacity=\"%f\" x=\"%f\" y=\"%f\" width=\"%f\" "
               "height=\"%f\"/>\n",
               matrix->colours[from], strength(matrix, matrix->amounts[from][to]),
               LEFT + to * matrix->cell + 1.0, top_of(from) + 1.0, matrix->cell - 2.0,
               CELL_HEIGHT - 2.0);
    if (from == to)
        cf_xml_put(out,
                   "<rect class=\"cf-s%d-line\" fill=\"none\" stroke-width=\"2\" x=\"%f\" "
                   "y=\"%f\" width=\"%f\" height=\"%f\"/>\n",
                   matrix->colours[from], LEFT + to * matrix->cell + 2.0, top_of(from) + 2.0,
                   matrix->cell - 4.0, CELL_HEIGHT - 4.0);
}

static void put_cell(FILE *out, const struct matrix *matrix, int from, int to)
{
    double amount = matrix->amounts[from][to];
    char text[CF_MONEY_SIZE];

    cf_money_text(text, amount);
    cf_xml_put(out, "<g><title>%s of the money of %.100s becomes revenue of %.100s</title>\n", text,
               matrix->names[from], matrix->names[to]);
    if (amount > 0.0)
        put_ground(out, matrix, from, to);
    cf_svg_put_label(out, &(cf_svg_label){ .text = amount > 0.0 ? text : "\xC2\xB7",
                                           .class = amount > 0.0 ? "cf-ink" : "cf-muted",
                                           .x = LEFT + (to + 0.5) * matrix->cell,
                                           .y = top_of(from) + 23.0,
                                           .size = CF_PLOT_TEXT,
                                           .width = matrix->cell - 4.0,
                                           .anchor = CF_SVG_MIDDLE });
    fputs("</g>\n", out);
}

static void put_heads(FILE *out, const struct matrix *matrix)
{
    cf_plot_put_text(out, "money of", "cf-muted", 0.0, TOP - 10.0, CF_PLOT_SMALL, CF_SVG_START);
    cf_plot_put_text(out, "becomes revenue of", "cf-muted", LEFT + 4.0, 16.0, CF_PLOT_SMALL,
                     CF_SVG_START);
    for (int i = 0; i < matrix->count; i++) {
        cf_svg_put_label(out, &(cf_svg_label){ .text = matrix->names[i],
                                               .class = "cf-ink",
                                               .x = LEFT + (i + 0.5) * matrix->cell,
                                               .y = TOP - 10.0,
                                               .size = 12.0,
                                               .width = matrix->cell - 6.0,
                                               .lines = 2,
                                               .small = CF_PLOT_SMALL,
                                               .upwards = true,
                                               .anchor = CF_SVG_MIDDLE });
        cf_svg_put_label(out, &(cf_svg_label){ .text = matrix->names[i],
                                               .class = "cf-ink",
                                               .y = top_of(i) + 23.0,
                                               .size = CF_PLOT_TEXT,
                                               .width = LEFT - 16.0,
                                               .lines = 2,
                                               .small = CF_PLOT_SMALL });
    }
}

static void put_note(FILE *out, const struct matrix *matrix, long all)
{
    char text[160] = "Outlined: the supplier's own revenue. Rows do not add up: the same dollar "
                     "may pass several.";

    if (all > matrix->count)
        snprintf(text, sizeof text,
                 "Outlined: the supplier's own revenue. The first %d of %ld suppliers; table "
                 "cross has all.",
                 matrix->count, all);
    cf_plot_put_text(out, text, "cf-muted", 0.0, top_of(matrix->count) + 20.0, CF_PLOT_SMALL,
                     CF_SVG_START);
}

static cf_status put_matrix(FILE *out, const struct matrix *matrix, const cf_report *score,
                            const cf_drawing *drawing)
{
    char finding[CF_FINDING_SIZE];
    cf_status status = cf_plot_begin(
        out, score, drawing,
        &(cf_svg_frame){ .width = fmax(WIDTH, LEFT + matrix->count * matrix->cell),
                         .height = top_of(matrix->count) + 30.0,
                         .title = heading,
                         .finding = cf_finding_financing(finding, score),
                         .description = "A row for each supplier whose invested money is "
                                        "followed, a column for each supplier whose revenue "
                                        "it becomes, pro rata; the diagonal is its own." });

    put_heads(out, matrix);
    for (int from = 0; from < matrix->count; from++)
        for (int to = 0; to < matrix->count; to++)
            put_cell(out, matrix, from, to);
    put_note(out, matrix, cf_lookup_of(score, "suppliers").rows);
    cf_svg_end(out);
    return status;
}

cf_status cf_chart_financing(FILE *out, const cf_report *score, const cf_drawing *drawing)
{
    struct matrix *matrix = calloc(1, sizeof *matrix);
    cf_status status;

    if (matrix == NULL)
        return CF_NO_MEMORY;
    read_suppliers(matrix, score);
    read_cross(matrix, score);
    if (matrix->largest > 0.0)
        status = put_matrix(out, matrix, score, drawing);
    else
        status = cf_plot_put_nothing(out, score, drawing, heading,
                                     "No supplier's money becomes revenue of a supplier.");
    free(matrix);
    return status;
}
