/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the money-flow graph as SVG: title, extent, and all steps in order. */
#include <math.h>
#include <stdlib.h>

#include "pictures/graph.h"
#include "pictures/head.h"
#include "pictures/words.h"

#define MARGIN 28.0
#define LEAST_WIDTH 760.0
#define TITLE_SIZE 22.0
#define TEXT_SIZE 14.0
#define VIEW_SIZE 12.0

struct page {
    double width;
    double top;    /* of the graph */
    double legend; /* its first line */
    double legend_height;
    const char *title, *subtitle, *story, *view;
};

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
    cf_status status = cf_groups_new(&scene->groups, &scene->arena, scene->picture);

    scene->frames = cf_arena_new(&scene->arena, (size_t)scene->groups.count, sizeof *scene->frames);
    scene->curves = cf_arena_new(&scene->arena, count, sizeof *scene->curves);
    scene->order = cf_arena_new(&scene->arena, count, sizeof *scene->order);
    if (status != CF_OK || scene->frames == NULL || scene->curves == NULL || scene->order == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < scene->picture->edge_count; i++)
        scene->order[i] = (cf_ranked){ scene->picture->edges[i].amount, i };
    qsort(scene->order, count, sizeof *scene->order, larger_first);
    scene->largest = count > 0 ? scene->order[0].amount : 0.0;
    return cf_scene_measure(scene);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static cf_status write_words(struct page *page, cf_scene *scene, const cf_drawing *drawing)
{
    cf_buffer words = { 0 };

    page->subtitle =
        drawing->subtitle == NULL ? cf_report_scenario(scene->report)->name : drawing->subtitle;
    if (drawing->title == NULL)
        cf_words_finding(&words, scene->report);
    else
        cf_buffer_add(&words, drawing->title);
    page->title = cf_scene_keep(scene, &words);
    cf_words_nobody(&words, scene->report);
    page->story = words.length == 0 ? "" : cf_scene_keep(scene, &words);
    cf_buffer_add(&words, "Who pays whom: ");
    cf_words_view(&words, scene->report);
    cf_buffer_add(&words, " \xC2\xB7 ");
    cf_words_extent(&words, cf_report_picture(scene->report), cf_report_scenario(scene->report));
    page->view = cf_scene_keep(scene, &words);
    cf_buffer_free(&words);
    return page->title == NULL || page->story == NULL || page->view == NULL ? CF_NO_MEMORY : CF_OK;
}

static double put_picture_head(FILE *out, const struct page *page)
{
    return cf_head_put(out, &(cf_head){ .title = page->title,
                                        .subtitle = page->subtitle,
                                        .story = page->story,
                                        .view = page->view,
                                        .title_size = TITLE_SIZE,
                                        .text_size = TEXT_SIZE,
                                        .view_size = VIEW_SIZE,
                                        .top = -8.0,
                                        .width = page->width });
}

static void begin_page(FILE *out, const struct page *page, const cf_drawing *drawing)
{
    const cf_svg_frame frame = { .width = page->width + 2.0 * MARGIN,
                                 .height = page->legend + page->legend_height + 1.5 * MARGIN,
                                 .title = page->title,
                                 .description = page->view,
                                 .prefix = drawing->prefix,
                                 .inlined = drawing->inlined };

    cf_svg_begin(out, &frame);
    cf_xml_put(out, "<g transform=\"translate(%f,%f)\">\n", MARGIN, MARGIN);
}

static cf_status put_graph(FILE *out, cf_scene *scene, const struct page *page)
{
    cf_status status;

    cf_xml_put(out, "<g transform=\"translate(%f,%f)\">\n",
               fmax(0.0, (page->width - scene->width) / 2.0), page->top);
    cf_scene_put_frames(out, scene);
    status = cf_scene_put_edges(out, scene);
    if (status == CF_OK)
        status = cf_scene_put_boxes(out, scene);
    if (status == CF_OK)
        status = cf_scene_put_labels(out, scene);
    fputs("</g>\n", out);
    return status;
}

static cf_status put_page(FILE *out, cf_scene *scene, const cf_drawing *drawing)
{
    struct page page = { .width = fmax(scene->width, LEAST_WIDTH) };
    cf_status status = write_words(&page, scene, drawing);

    if (status != CF_OK)
        return status;
    page.top = put_picture_head(NULL, &page) + 0.7 * MARGIN;
    page.legend = page.top + scene->height + 1.2 * MARGIN;
    page.legend_height = cf_scene_put_legend(NULL, scene, page.width, 0.0);
    begin_page(out, &page, drawing);
    put_picture_head(out, &page);
    status = put_graph(out, scene, &page);
    cf_xml_put(out, "<path class=\"cf-grid\" d=\"M0,%fh%f\"/>\n", page.legend - 0.7 * MARGIN,
               page.width);
    cf_scene_put_legend(out, scene, page.width, page.legend);
    fputs("</g>\n", out);
    cf_svg_end(out);
    return status;
}

cf_status cf_draw_graph(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    cf_scene scene = { .report = report,
                       .picture = cf_report_picture(report),
                       .inlined = drawing->inlined };
    cf_status status = prepare(&scene);

    if (status == CF_OK)
        status = cf_scene_lay_out(&scene);
    if (status == CF_OK)
        status = cf_scene_move_apart(&scene);
    if (status == CF_OK)
        status = cf_scene_lead_around(&scene);
    if (status == CF_OK)
        status = put_page(out, &scene, drawing);
    if (status == CF_OK && scene.arena.failed)
        status = CF_NO_MEMORY;
    cf_arena_free(&scene.arena);
    return status;
}
