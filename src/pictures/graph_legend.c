/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend of a money-flow graph: the marks that occur in it. */
#include <math.h>
#include <string.h>

#include "pictures/graph.h"
#include "pictures/occurs.h"
#include "pictures/words.h"

#define SAMPLE 44.0 /* length of a sample */
#define SIZE 11.0
#define GAP 22.0
#define ROW 24.0
#define MOST_WORDS 260.0 /* names can be long */

enum { WIDTHS = 3 };

struct legend {
    FILE *out; /* NULL: only measured */
    cf_scene *scene;
    double width, x, y;
};

/* Writes the words of an entry behind its sample. */
static void put_legend_words(struct legend *legend, const char *words)
{
    cf_svg_label label = { .text = words,
                           .class = "cf-muted",
                           .x = legend->x + SAMPLE + 7.0,
                           .y = legend->y + 4.0,
                           .size = SIZE,
                           .width = MOST_WORDS };

    if (legend->out != NULL)
        cf_svg_put_label(legend->out, &label);
}

static double words_width(const char *words)
{
    return fmin(cf_svg_text_width(words, SIZE, false), MOST_WORDS);
}

static void reserve_entry(struct legend *legend, const char *words)
{
    if (legend->x > 0.0 && legend->x + SAMPLE + 7.0 + words_width(words) > legend->width) {
        legend->x = 0.0;
        legend->y += ROW;
    }
}

static void go_on(struct legend *legend, const char *words)
{
    legend->x += SAMPLE + 7.0 + words_width(words) + GAP;
}

static void put_stroke(struct legend *legend, const cf_stroke *stroke, const char *words)
{
    reserve_entry(legend, words);
    if (legend->out != NULL) {
        double x = legend->x, y = legend->y;
        cf_point points[4] = {
            { x, y }, { x + SAMPLE / 3.0, y }, { x + SAMPLE * 2.0 / 3.0, y }, { x + SAMPLE, y }
        };
        cf_curve curve = { points, 4 };

        cf_scene_put_stroke(legend->out, &curve, stroke);
    }
    put_legend_words(legend, words);
    go_on(legend, words);
}

/* ---- forms and widths
 * ---------------------------------------------------------------------------- */

/* The class of the line to show a form on. */
static cf_class class_of_form(const cf_picture *picture, unsigned form)
{
    for (int i = 0; i < picture->edge_count; i++) {
        if ((picture->edges[i].form & form) != 0)
            return picture->edges[i].carries;
    }
    return CF_TRADE;
}

/* ---- the entries ---------------------------------------------------------------------------- */

static void put_classes(struct legend *legend)
{
    static const cf_class classes[] = { CF_CAPITAL, CF_TRADE, CF_SERVICE };

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        cf_stroke stroke = { .carries = classes[i], .width = 4.0, .colour = -1 };

        if (cf_occurs_class(legend->scene->picture, classes[i]))
            put_stroke(legend, &stroke, cf_words_of_class(classes[i]));
    }
}

/* 1, 2 or 5 times a power of ten, at most `amount`. */
static double round_down(double amount)
{
    double power = pow(10.0, floor(log10(amount)));
    double digit = amount / power;

    return power * (digit >= 5.0 ? 5.0 : digit >= 2.0 ? 2.0 : 1.0);
}

/* Lists sample amounts: the largest, then each a tenth of the one before, down to the smallest. */
static int list_widths(double amounts[static WIDTHS], const cf_scene *scene)
{
    double least = scene->largest;
    int count = 0;

    for (int i = 0; i < scene->picture->edge_count; i++) {
        double amount = scene->picture->edges[i].amount;

        least = amount > 0.0 ? fmin(least, amount) : least;
    }
    if (scene->largest <= 0.0)
        return 0;
    amounts[count++] = round_down(scene->largest);
    while (count < WIDTHS && amounts[count - 1] > least) {
        amounts[count] = amounts[count - 1] / 10.0;
        count++;
    }
    return count;
}

/* cf_draw_graph() asks whether all words could be kept. */
static void end_words(const struct legend *legend, cf_buffer *words)
{
    legend->scene->arena.failed = legend->scene->arena.failed || words->failed;
    cf_buffer_free(words);
}

static void put_widths(struct legend *legend)
{
    double amounts[WIDTHS];
    int count = list_widths(amounts, legend->scene);
    cf_buffer words = { 0 };

    for (int i = 0; i < count; i++) {
        cf_stroke stroke = { .bare = true,
                             .width = cf_scene_stroke(legend->scene, amounts[i]),
                             .colour = -1 };

        if (i == 0)
            cf_words_money(&words, cf_report_scenario(legend->scene->report), amounts[i]);
        else
            cf_words_amount(&words, amounts[i]);
        cf_buffer_add(&words, i > 0 && i + 1 == count ? " (width: square root)" : "");
        put_stroke(legend, &stroke, words.failed ? "" : cf_buffer_text(&words));
        cf_buffer_clear(&words);
    }
    end_words(legend, &words);
}

static void put_graph_suppliers(struct legend *legend)
{
    const cf_picture *picture = legend->scene->picture;
    cf_buffer words = { 0 };

    for (int i = 0; i < picture->supplier_count; i++) {
        cf_stroke stroke = { .width = 8.0, .colour = picture->suppliers[i].colour, .share = 0.5 };

        if (cf_occurs_named(&words, picture, i))
            put_stroke(legend, &stroke, words.failed ? "" : cf_buffer_text(&words));
        cf_buffer_clear(&words);
    }
    end_words(legend, &words);
}

static void put_forms(struct legend *legend)
{
    static const unsigned forms[] = { CF_FORM_OPEN, CF_FORM_TENTATIVE, CF_FORM_CONTINGENT,
                                      CF_FORM_NON_CASH, CF_FORM_TIED };
    unsigned occurring = cf_occurs_forms(legend->scene->picture);

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        cf_stroke stroke = { .carries = class_of_form(legend->scene->picture, forms[i]),
                             .form = forms[i],
                             .width = forms[i] == CF_FORM_OPEN ? 1.2 : 3.0,
                             .colour = -1 };

        if ((occurring & forms[i]) != 0)
            put_stroke(legend, &stroke, cf_words_of_form(forms[i]));
    }
}

static void put_gap(struct legend *legend)
{
    static const char words[] = "lacks money for what it has to pay";
    bool occurs = false;

    for (int i = 0; i < legend->scene->picture->entity_count; i++)
        occurs = occurs || legend->scene->picture->entities[i].gap > 0.0;
    if (!occurs)
        return;
    reserve_entry(legend, words);
    if (legend->out != NULL)
        cf_xml_put(legend->out,
                   "<rect class=\"cf-short-line\" fill=\"none\" stroke-width=\"1.6\" x=\"%f\" "
                   "y=\"%f\" width=\"%f\" height=\"14\" rx=\"4\"/>\n",
                   legend->x + 4.0, legend->y - 7.0, SAMPLE - 8.0);
    put_legend_words(legend, words);
    go_on(legend, words);
}

double cf_scene_put_legend(FILE *out, cf_scene *scene, double width, double y)
{
    struct legend legend = { .out = out, .scene = scene, .width = width, .y = y };

    put_classes(&legend);
    put_widths(&legend);
    put_graph_suppliers(&legend);
    put_forms(&legend);
    put_gap(&legend);
    return legend.y + ROW - y;
}
