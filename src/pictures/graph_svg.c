/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the money-flow graph as SVG: title, extent, and all steps in order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/graph.h"
#include "pictures/words.h"

#define MARGIN 28.0
#define LEAST_WIDTH 760.0
#define TITLE_SIZE 22.0
#define TEXT_SIZE 13.0
#define LEADING 18.0
#define FIRST_LINE 38.0

struct page {
    double width;
    double top;    /* of the graph */
    double legend; /* its first line */
    double legend_height;
    const char *view, *extent;
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

/* ---- the title ------------------------------------------------------------------------ */

static void put_head_line(FILE *out, const char *text, double size, double y, double width)
{
    cf_svg_label label = {
        .text = text, .class = "cf-muted", .size = size, .y = y, .width = width
    };

    cf_svg_put_label(out, &label);
}

static void put_title(FILE *out, const char *name, double width)
{
    cf_svg_label label = { .text = name,
                           .class = "cf-ink",
                           .strong = true,
                           .size = TITLE_SIZE,
                           .y = 16.0,
                           .width = width };

    cf_svg_put_label(out, &label);
}

/* Writes lines from y on and sets y to the next one; only counts if `out` is NULL. */
static cf_status put_paragraph(FILE *out, cf_scene *scene, const char *text, double width,
                               double *y)
{
    while (*text != '\0') {
        size_t length = cf_svg_line(text, TEXT_SIZE, false, width);
        const char *line = cf_arena_copy(&scene->arena, text, length);

        if (line == NULL)
            return CF_NO_MEMORY;
        if (out != NULL)
            put_head_line(out, line, TEXT_SIZE, *y, width);
        *y += LEADING;
        text += length;
        text += strspn(text, " ");
    }
    return CF_OK;
}

static cf_status put_picture_head(FILE *out, cf_scene *scene, const struct page *page, double *y)
{
    cf_status status;

    *y = FIRST_LINE;
    if (out != NULL)
        put_title(out, cf_report_scenario(scene->report)->name, page->width);
    status = put_paragraph(out, scene, page->view, page->width, y);
    return status == CF_OK ? put_paragraph(out, scene, page->extent, page->width, y) : status;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static cf_status write_words(struct page *page, cf_scene *scene)
{
    cf_buffer words = { 0 };

    cf_buffer_add(&words, "Who pays whom: ");
    cf_words_view(&words, scene->report);
    page->view = cf_scene_keep(scene, &words);
    cf_words_extent(&words, cf_report_picture(scene->report), cf_report_scenario(scene->report));
    page->extent = cf_scene_keep(scene, &words);
    cf_buffer_free(&words);
    return page->view == NULL || page->extent == NULL ? CF_NO_MEMORY : CF_OK;
}

static void begin_page(FILE *out, cf_scene *scene, const struct page *page,
                       const cf_drawing *drawing)
{
    const cf_svg_frame frame = { .width = page->width + 2.0 * MARGIN,
                                 .height = page->legend + page->legend_height + 1.5 * MARGIN,
                                 .title = cf_report_scenario(scene->report)->name,
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
    double end;
    cf_status status = write_words(&page, scene);

    if (status == CF_OK)
        status = put_picture_head(NULL, scene, &page, &end);
    if (status != CF_OK)
        return status;
    page.top = end + 0.5 * MARGIN;
    page.legend = page.top + scene->height + 1.2 * MARGIN;
    page.legend_height = cf_scene_put_legend(NULL, scene, page.width, 0.0);
    begin_page(out, scene, &page, drawing);
    status = put_picture_head(out, scene, &page, &end);
    if (status == CF_OK)
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
        status = put_page(out, &scene, drawing);
    if (status == CF_OK && scene.arena.failed)
        status = CF_NO_MEMORY;
    cf_arena_free(&scene.arena);
    return status;
}
