/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money-flow graph as SVG: the order of work, its title and its frame. */
#include <math.h>
#include <stdlib.h>

#include "pictures/graph.h"
#include "pictures/words.h"

#define MARGIN 28.0
#define HEAD 88.0
#define LEAST_WIDTH 760.0
#define TITLE_SIZE 22.0
#define TEXT_SIZE 13.0

static int larger_first(const void *a, const void *b)
{
    const cf_ranked *first = a, *second = b;

    if (first->amount != second->amount)
        return first->amount > second->amount ? -1 : 1;
    return first->edge < second->edge ? -1 : 1;
}

static cf_status prepare(cf_scene *scene)
{
    size_t count = (size_t)scene->picture->edge_count;

    scene->curves = cf_arena_new(&scene->arena, count, sizeof *scene->curves);
    scene->order = cf_arena_new(&scene->arena, count, sizeof *scene->order);
    if (scene->curves == NULL || scene->order == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < scene->picture->edge_count; i++)
        scene->order[i] = (cf_ranked){ scene->picture->edges[i].amount, i };
    qsort(scene->order, count, sizeof *scene->order, larger_first);
    scene->largest = count > 0 ? scene->order[0].amount : 0.0;
    return cf_scene_measure(scene);
}

static void put_text(FILE *out, const char *text, const char *class, double size, double y,
                     double width)
{
    cf_svg_label label = { .text = text, .class = class, .size = size, .y = y, .width = width };

    cf_svg_put_label(out, &label);
}

static cf_status put_all(FILE *out, cf_scene *scene, const cf_drawing *drawing, cf_buffer *words)
{
    const char *name = cf_report_scenario(scene->report)->name, *view, *extent;
    double width = fmax(scene->width, LEAST_WIDTH);
    double legend = cf_scene_put_legend(NULL, scene, width, 0.0);
    cf_svg_frame frame = { .width = width + 2.0 * MARGIN,
                           .height = HEAD + scene->height + legend + 2.5 * MARGIN,
                           .title = name,
                           .prefix = drawing->prefix,
                           .inlined = drawing->inlined };
    cf_status status;

    cf_buffer_add(words, "Who pays whom: ");
    cf_words_view(words, scene->report);
    view = cf_scene_keep(scene, words);
    cf_words_extent(words, scene->report);
    extent = cf_scene_keep(scene, words);
    if (view == NULL || extent == NULL)
        return CF_NO_MEMORY;
    frame.description = view;
    cf_svg_begin(out, &frame);
    cf_xml_put(out, "<g transform=\"translate(%f,%f)\">\n<g font-weight=\"700\">", MARGIN, MARGIN);
    put_text(out, name, "cf-ink", TITLE_SIZE, 16.0, width / 1.08);
    fputs("</g>\n", out);
    put_text(out, view, "cf-muted", TEXT_SIZE, 38.0, width);
    put_text(out, extent, "cf-muted", TEXT_SIZE, 56.0, width);
    cf_xml_put(out, "<g transform=\"translate(%f,%f)\">\n", fmax(0.0, (width - scene->width) / 2.0),
               HEAD);
    cf_scene_put_clusters(out, scene);
    status = cf_scene_put_edges(out, scene);
    if (status == CF_OK)
        status = cf_scene_put_boxes(out, scene);
    cf_scene_put_labels(out, scene);
    fputs("</g>\n", out);
    cf_xml_put(out, "<path class=\"cf-grid\" d=\"M0,%fh%f\"/>\n",
               HEAD + scene->height + MARGIN / 2.0, width);
    cf_scene_put_legend(out, scene, width, HEAD + scene->height + 1.2 * MARGIN);
    fputs("</g>\n", out);
    cf_svg_end(out);
    return status;
}

cf_status cf_draw_graph(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    cf_scene scene = { .report = report, .picture = cf_report_picture(report) };
    cf_buffer words = { 0 };
    cf_status status = prepare(&scene);

    if (status == CF_OK)
        status = cf_scene_lay_out(&scene);
    if (status == CF_OK)
        status = cf_scene_move_apart(&scene);
    if (status == CF_OK)
        status = put_all(out, &scene, drawing, &words);
    cf_buffer_free(&words);
    cf_arena_free(&scene.arena);
    return status;
}
