/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures and draws the boxes of entities; more throughflow makes a larger box. */
#include <math.h>
#include <string.h>

#include "pictures/graph.h"
#include "pictures/marks.h"
#include "pictures/occurs.h"
#include "pictures/words.h"

#define LEAST_NAME 11.0
#define MORE_NAME 8.0 /* points more for the largest */
#define SMALL_TEXT 10.0
#define NAME_EMS 12.0 /* longest line of a name */
#define TEXT_EMS 19.0 /* and of figures */
#define LEADING 1.25
#define PADDING 8.0
#define BAR 5.0 /* width of the bar in a supplier's colour */
#define ROUND 6.0
#define MOST_STRETCH 130.0 /* most height added for its edges */

enum { NAME_LINES = 4 };

/* ---- measuring ------------------------------------------------------------------------------ */

const char *cf_scene_keep(cf_scene *scene, cf_buffer *words)
{
    const char *text = cf_buffer_text(words);

    if (text != NULL)
        text = cf_arena_copy(&scene->arena, text, words->length);
    scene->arena.failed = scene->arena.failed || text == NULL; /* cf_draw_graph() asks */
    cf_buffer_clear(words);
    return text;
}

static void add_box_line(cf_box *box, const char *text, const char *class, double size)
{
    box->lines[box->line_count++] = (cf_box_line){ .text = text, .class = class, .size = size };
}

/* Breaks the name into a few lines; the label cuts the last if it is too long. */
static cf_status add_box_name(cf_scene *scene, cf_box *box, const char *name, double size)
{
    for (int i = 0; i < NAME_LINES && *name != '\0'; i++) {
        bool last = i + 1 == NAME_LINES;
        size_t length = last ? strlen(name) : cf_svg_line(name, size, true, NAME_EMS * size);
        const char *line = cf_arena_copy(&scene->arena, name, length);

        if (line == NULL)
            return CF_NO_MEMORY;
        add_box_line(box, line, "cf-ink", size);
        box->lines[box->line_count - 1].strong = true;
        name += length;
        name += strspn(name, " ");
    }
    return CF_OK;
}

static double limit_of(const cf_box_line *line)
{
    return line->strong ? NAME_EMS * fmax(line->size, LEAST_NAME + 1.0) : TEXT_EMS * line->size;
}

static double box_text_width(const cf_box_line *line)
{
    return fmin(cf_svg_text_width(line->text, line->size, line->strong), limit_of(line));
}

static void add_up(cf_box *box, bool is_supplier)
{
    double edges = fmin(box->height, MOST_STRETCH);

    box->height = 1.3 * PADDING;
    for (int i = 0; i < box->line_count; i++) {
        box->width = fmax(box->width, box_text_width(&box->lines[i]));
        box->height += box->lines[i].size * LEADING;
    }
    box->width += 2.0 * PADDING + (is_supplier ? BAR : 0.0);
    box->stretch = fmax(0.0, edges - box->height);
    box->height += box->stretch;
}

/* Money that nobody is shown to have is told of where it is much. */
static bool is_telling(const cf_scene *scene, double amount)
{
    return amount > 0.1 * scene->picture->all_amount;
}

static cf_status measure_box(cf_scene *scene, int entity, double importance, cf_buffer *words)
{
    static const char *const fills[] = { "cf-s0-fill", "cf-s1-fill", "cf-s2-fill", "cf-s3-fill",
                                         "cf-s4-fill", "cf-s5-fill", "cf-s6-fill", "cf-s7-fill",
                                         "cf-s8-fill", "cf-s9-fill" };
    const cf_picture_entity *shown = &scene->picture->entities[entity];
    cf_box *box = &scene->boxes[entity];
    int supplier = cf_occurs_colour(scene->picture, shown);
    cf_status status = add_box_name(scene, box, shown->name, LEAST_NAME + MORE_NAME * importance);

    cf_words_flows(words, shown);
    if (words->length > 0)
        add_box_line(box, cf_scene_keep(scene, words), "cf-muted", SMALL_TEXT);
    if (shown->supplier >= 0) {
        cf_words_supplier(words, cf_label_return, &scene->picture->suppliers[shown->supplier]);
        add_box_line(box, cf_scene_keep(scene, words), supplier < 0 ? "cf-muted" : fills[supplier],
                     SMALL_TEXT);
    }
    if (shown->gap > 0.0) {
        cf_buffer_add(words, "lacks ");
        cf_words_amount(words, shown->gap);
        add_box_line(box, cf_scene_keep(scene, words), "cf-short-fill", SMALL_TEXT);
    } else if (is_telling(scene, cf_words_unshown(shown))) {
        cf_words_amount(words, cf_words_unshown(shown));
        cf_buffer_add(words, " of it nobody is shown to have");
        add_box_line(box, cf_scene_keep(scene, words), "cf-short-fill", SMALL_TEXT);
    }
    for (int i = 0; i < box->line_count; i++) {
        if (box->lines[i].text == NULL)
            return CF_NO_MEMORY;
    }
    add_up(box, supplier >= 0);
    return status;
}

static double turnover(const cf_picture_entity *entity)
{
    return fmax(entity->in, entity->out);
}

cf_status cf_scene_measure(cf_scene *scene)
{
    size_t count = (size_t)scene->picture->entity_count;
    cf_buffer words = { 0 };
    double most = 0.0;
    cf_status status = CF_OK;

    scene->boxes = cf_arena_new(&scene->arena, count, sizeof *scene->boxes);
    if (scene->boxes == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < scene->picture->edge_count; i++) {
        double room = (cf_scene_stroke(scene, scene->picture->edges[i].amount) + 5.0) / 2.2;

        scene->boxes[scene->picture->edges[i].payer].height += room;
        scene->boxes[scene->picture->edges[i].payee].height += room;
    }
    for (int i = 0; i < scene->picture->entity_count; i++)
        most = fmax(most, turnover(&scene->picture->entities[i]));
    for (int i = 0; i < scene->picture->entity_count && status == CF_OK; i++) {
        double share = most > 0.0 ? turnover(&scene->picture->entities[i]) / most : 0.0;

        status = measure_box(scene, i, sqrt(share), &words);
    }
    cf_buffer_free(&words);
    return status;
}

/* ---- drawing -------------------------------------------------------------------------------- */

void cf_scene_put_frames(FILE *out, const cf_scene *scene)
{
    for (int i = 0; i < scene->groups.count; i++) {
        const cf_group_frame *frame = &scene->frames[i];
        cf_svg_label label = { .text = scene->picture->entities[scene->groups.first[i]].group,
                               .class = "cf-muted",
                               .x = frame->left + 7.0,
                               .y = frame->top + 15.0,
                               .size = 11.0,
                               .width = frame->width - 12.0 };

        if (frame->width <= 0.0)
            continue;
        cf_xml_put(out, "<rect class=\"cf-grid\" x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" ",
                   frame->left, frame->top, frame->width, frame->height);
        fputs("rx=\"10\" stroke-width=\"1.5\"/>\n", out);
        cf_svg_put_label(out, &label);
    }
}

static void put_rect(FILE *out, const cf_box *box, const char *attributes)
{
    cf_xml_put(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" rx=\"%f\" ",
               box->centre.x - box->width / 2.0, box->centre.y - box->height / 2.0, box->width,
               box->height, ROUND);
    fprintf(out, "%s/>\n", attributes);
}

/* Round on the left, straight on the right. */
static void put_supplier_bar(FILE *out, const cf_box *box, int colour)
{
    double left = box->centre.x - box->width / 2.0, top = box->centre.y - box->height / 2.0;

    cf_xml_put(out, "<path class=\"cf-s%d-fill\" d=\"M%f,%fa%f,%f 0 0 0 ", colour, left + ROUND,
               top, ROUND, ROUND);
    cf_xml_put(out, "%f,%fv%fa%f,%f 0 0 0 %f,%fz\"/>\n", -ROUND, ROUND, box->height - 2.0 * ROUND,
               ROUND, ROUND, ROUND, ROUND);
}

static void put_lines(FILE *out, const cf_box *box, double x)
{
    double y = box->centre.y - (box->height - box->stretch) / 2.0 + 0.65 * PADDING;

    for (int i = 0; i < box->line_count; i++) {
        const cf_box_line *line = &box->lines[i];
        cf_svg_label label = { .text = line->text,
                               .class = line->class,
                               .strong = line->strong,
                               .x = x,
                               .y = y + line->size * 0.98,
                               .size = line->size,
                               .width = limit_of(line),
                               .anchor = CF_SVG_MIDDLE };

        cf_svg_put_label(out, &label);
        y += line->size * LEADING;
    }
}

static void put_box(FILE *out, const cf_box *box, const cf_picture_entity *entity, int supplier)
{
    const char *outline = entity->gap > 0.0
                              ? "class=\"cf-short-line\" fill=\"none\" stroke-width=\"1.6\""
                          : entity->members > 1 ? "class=\"cf-axis\" stroke-dasharray=\"3 2\""
                                                : "class=\"cf-axis\"";

    put_rect(out, box, "class=\"cf-paper\"");
    if (supplier >= 0)
        put_supplier_bar(out, box, supplier);
    put_rect(out, box, outline);
    put_lines(out, box, box->centre.x + (supplier >= 0 ? BAR / 2.0 : 0.0));
}

cf_status cf_scene_put_boxes(FILE *out, cf_scene *scene)
{
    cf_buffer words = { 0 };
    bool failed;

    for (int i = 0; i < scene->picture->entity_count; i++) {
        const cf_picture_entity *entity = &scene->picture->entities[i];

        (scene->inlined ? cf_mark_entity : cf_mark_entity_alone)(out, scene->report, i, &words);
        put_box(out, &scene->boxes[i], entity, cf_occurs_colour(scene->picture, entity));
        fputs("</g>\n", out);
    }
    failed = words.failed;
    cf_buffer_free(&words);
    return failed ? CF_NO_MEMORY : CF_OK;
}
