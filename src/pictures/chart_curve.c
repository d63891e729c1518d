/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What suppliers lose along a shock: a line for each of those that lose most, with its name at its
 * end, and a mark where each entity begins to fail. The values run as the curve does, from no shock
 * on the left to the worst on the right in most cases.
 *
 *      Lab fails   Fab fails
 *       :            :   ____ Cloud 300
 *       :        ____:--'
 *     0 |:___,--'____:_______ Fab 12
 *        1     0.5       0   funds:lab times
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/map.h"
#include "pictures/charts.h"
#include "pictures/curve_marks.h"
#include "pictures/sankey.h"

static const char heading[] = "What suppliers lose along a shock";

/* ---- reading --------------------------------------------------------------------------------- */

/* The step of a row; rows go by value. */
static bool is_next_step(const struct cf_curve_sheet *sheet, long row)
{
    double value = cf_lookup_number(&sheet->rows, row, "value");

    return sheet->steps == 0 || value < sheet->values[sheet->steps - 1] ||
           value > sheet->values[sheet->steps - 1];
}

static double loss_at(const struct cf_curve_sheet *sheet, long row)
{
    double loss = cf_lookup_number(&sheet->rows, row, "loss");

    return isnan(loss) ? 0.0 : loss;
}

static cf_status read_largest(struct cf_curve_sheet *sheet)
{
    size_t room = (size_t)sheet->rows.rows + 1;
    cf_map ids = { 0 };
    cf_status status = CF_OK;

    sheet->courses = cf_arena_new(sheet->arena, room, sizeof *sheet->courses);
    sheet->values = cf_arena_new(sheet->arena, room, sizeof *sheet->values);
    if (sheet->courses == NULL || sheet->values == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; status == CF_OK && i < sheet->rows.rows; i++) {
        const char *id = cf_lookup_text(&sheet->rows, i, "supplier");
        int at;

        if (is_next_step(sheet, i))
            sheet->values[sheet->steps++] = cf_lookup_number(&sheet->rows, i, "value");
        if (id == NULL)
            continue;
        status = cf_map_put(&ids, 0, id, strlen(id), sheet->course_count, &at);
        if (at < 0) {
            at = sheet->course_count++;
            sheet->courses[at] = (struct cf_curve_course){ .id = id, .order = at };
        }
        sheet->courses[at].most = fmax(sheet->courses[at].most, loss_at(sheet, i));
    }
    cf_map_free(&ids);
    return status;
}

static int compare_courses(const void *a, const void *b)
{
    const struct cf_curve_course *x = a, *y = b;

    if (x->most > y->most || x->most < y->most)
        return x->most > y->most ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* The points of those that lose most; where a supplier has no row, it loses nothing. */
static cf_status read_points(struct cf_curve_sheet *sheet)
{
    int step = 0;

    qsort(sheet->courses, (size_t)sheet->course_count, sizeof *sheet->courses, compare_courses);
    while (sheet->drawn < sheet->course_count && sheet->drawn < MOST_LINES &&
           sheet->courses[sheet->drawn].most > 1e-9 * sheet->courses[0].most)
        sheet->drawn++;
    for (int c = 0; c < sheet->drawn; c++) {
        struct cf_curve_course *course = &sheet->courses[c];

        course->points = cf_arena_new(sheet->arena, (size_t)sheet->steps, sizeof(double));
        if (course->points == NULL)
            return CF_NO_MEMORY;
    }
    for (long i = 0; i < sheet->rows.rows; i++) {
        const char *id = cf_lookup_text(&sheet->rows, i, "supplier");
        double value = cf_lookup_number(&sheet->rows, i, "value");

        while (value < sheet->values[step] || value > sheet->values[step])
            step++;
        for (int c = 0; id != NULL && c < sheet->drawn; c++)
            if (strcmp(sheet->courses[c].id, id) == 0)
                sheet->courses[c].points[step] = loss_at(sheet, i);
    }
    return CF_OK;
}

/* ---- the scales ------------------------------------------------------------------------------ */

static double y_of(const struct cf_curve_sheet *sheet, double loss)
{
    return sheet->bottom - GRAPH * loss / sheet->up.to;
}

static cf_status read_sheet(struct cf_curve_sheet *sheet)
{
    double least = 0.0, most = 0.0;
    cf_status status = read_largest(sheet);

    if (status == CF_OK && sheet->course_count > 0)
        status = read_points(sheet);
    if (status != CF_OK || sheet->drawn == 0)
        return status;
    least = fmin(sheet->values[0], sheet->values[sheet->steps - 1]);
    most = fmax(sheet->values[0], sheet->values[sheet->steps - 1]);
    sheet->across = cf_plot_of(least, most, LEFT, LENGTH);
    sheet->up = cf_plot_of(0.0, sheet->courses[0].most, 0.0, 1.0);
    status = cf_curve_read_marks(sheet);
    sheet->top = 24.0 + ROW * sheet->rows_of_marks;
    sheet->bottom = sheet->top + GRAPH;
    return status;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void put_number(FILE *out, double number, double x, double y, cf_svg_anchor anchor)
{
    char text[CF_MONEY_SIZE];

    cf_money_text(text, number);
    cf_plot_put_text(out, text, "cf-muted", x, y, CF_PLOT_SMALL, anchor);
}

/* What moves, below the values: "factor on funds:openai". */
static void put_subject(FILE *out, const struct cf_curve_sheet *sheet)
{
    cf_cell curve = cf_lookup_figure(sheet->report, "curve");
    char text[160];

    snprintf(text, sizeof text, "factor on %.120s", curve.known ? curve.text : "the shock");
    cf_svg_put_label(out, &(cf_svg_label){ .text = text,
                                           .class = "cf-muted",
                                           .x = LEFT + LENGTH / 2.0,
                                           .y = sheet->bottom + 32.0,
                                           .size = CF_PLOT_SMALL,
                                           .width = LENGTH - 120.0,
                                           .anchor = CF_SVG_MIDDLE });
}

static void put_grounds(FILE *out, const struct cf_curve_sheet *sheet)
{
    const cf_plot *up = &sheet->up, *across = &sheet->across;
    int rows = (int)lround(up->to / up->step);
    int columns = (int)lround((across->to - across->from) / across->step);

    for (int i = 0; i <= rows; i++) {
        double y = y_of(sheet, i * up->step);

        cf_xml_put(out, "<path class=\"%s\" d=\"M%d %fh%d\"/>\n", i == 0 ? "cf-axis" : "cf-grid",
                   LEFT, y, LENGTH);
        put_number(out, i * up->step, LEFT - 8.0, y + 4.0, CF_SVG_END);
    }
    for (int i = 0; i <= columns; i++) {
        double value = across->from + i * across->step, x = cf_curve_x(sheet, value);

        cf_xml_put(out, "<path class=\"cf-axis\" d=\"M%f %fv4\"/>\n", x, sheet->bottom);
        put_number(out, fabs(value) < across->step * 1e-6 ? 0.0 : value, x, sheet->bottom + 17.0,
                   CF_SVG_MIDDLE);
    }
}

static double y_of_words(const struct cf_curve_sheet *sheet, const struct cf_curve_mark *mark)
{
    return sheet->top - 14.0 - ROW * mark->row;
}

static void put_mark(FILE *out, const struct cf_curve_sheet *sheet,
                     const struct cf_curve_mark *mark)
{
    cf_xml_put(out, "<g class=\"cf-fall\"><title>%s %s</title>\n", mark->words, mark->where);
    cf_xml_put(out, "<path class=\"cf-short-line\" stroke-dasharray=\"3 3\" d=\"M%f %fV%f\"/>\n",
               mark->x, mark->row < 0 ? sheet->top : y_of_words(sheet, mark) - 8.0, sheet->bottom);
    cf_xml_put(out, "<path class=\"cf-short-fill\" d=\"M%f %fl-5 -8h10z\"/></g>\n", mark->x,
               sheet->bottom);
}

/* Above the lines of other marks. */
static void put_words(FILE *out, const struct cf_curve_sheet *sheet,
                      const struct cf_curve_mark *mark)
{
    if (mark->row >= 0)
        cf_svg_put_label(out, &(cf_svg_label){ .text = mark->words,
                                               .class = "cf-short-fill cf-halo",
                                               .x = mark->from,
                                               .y = y_of_words(sheet, mark),
                                               .size = CF_PLOT_SMALL,
                                               .width = MOST_FALL });
}

static void put_line(FILE *out, const struct cf_curve_sheet *sheet, int index)
{
    static const char *const dashes[] = { "", " stroke-dasharray=\"9 3\"",
                                          " stroke-dasharray=\"2 3\"" };
    const struct cf_curve_course *course = &sheet->courses[index];

    cf_xml_put(out, "<g data-supplier=\"%.100s\"><title>%.100s</title>\n", course->id,
               cf_lookup_name(sheet->scenario, course->id));
    cf_xml_put(out, "<path class=\"cf-s%d-line\" fill=\"none\" stroke-width=\"2.5\"",
               cf_report_colour(sheet->report, sheet->courses[index].id));
    fprintf(out, "%s d=\"", dashes[index % 3]);
    for (int i = 0; i < sheet->steps; i++)
        cf_xml_put(out, "%c%f %f", i == 0 ? 'M' : 'L', cf_curve_x(sheet, sheet->values[i]),
                   y_of(sheet, course->points[i]));
    fputs("\"/>\n</g>\n", out);
}

static double end_of(const struct cf_curve_sheet *sheet, int course)
{
    return sheet->courses[course].points[sheet->steps - 1];
}

/* The lines by the heights of their ends, the highest first. */
static void order_ends(int *order, const struct cf_curve_sheet *sheet)
{
    for (int i = 0, at; i < sheet->drawn; i++) {
        for (at = i; at > 0 && end_of(sheet, order[at - 1]) < end_of(sheet, i); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static void put_end(FILE *out, const struct cf_curve_sheet *sheet, int index, double y)
{
    double x = cf_curve_x(sheet, sheet->values[sheet->steps - 1]);
    char money[CF_MONEY_SIZE];

    cf_money_text(money, end_of(sheet, index));
    cf_xml_put(out, "<path class=\"cf-s%d-line\" d=\"M%f %fL%f %f\"/>\n",
               cf_report_colour(sheet->report, sheet->courses[index].id), x,
               y_of(sheet, end_of(sheet, index)), x + 14.0, y);
    cf_svg_put_label(
        out, &(cf_svg_label){ .text = cf_lookup_name(sheet->scenario, sheet->courses[index].id),
                              .amount = money,
                              .class = "cf-ink cf-halo",
                              .x = x + 18.0,
                              .y = y + 4.0,
                              .size = CF_PLOT_TEXT,
                              .width = NAMES });
}

/* The names at the ends of lines, moved apart as little as possible. */
static void put_names(FILE *out, const struct cf_curve_sheet *sheet)
{
    double wish[MOST_LINES], weight[MOST_LINES], room[MOST_LINES], pools[2][MOST_LINES];
    int order[MOST_LINES], sizes[MOST_LINES];
    cf_sankey_pile pile = { .count = sheet->drawn,
                            .wish = wish,
                            .weight = weight,
                            .room = room,
                            .least = sheet->top,
                            .most = sheet->bottom,
                            .pools = { pools[0], pools[1] },
                            .sizes = sizes };

    order_ends(order, sheet);
    for (int i = 0; i < sheet->drawn; i++) {
        wish[i] = y_of(sheet, end_of(sheet, order[i]));
        weight[i] = 1.0;
        room[i] = ROW;
    }
    cf_sankey_settle(&pile);
    for (int i = 0; i < sheet->drawn; i++)
        put_end(out, sheet, order[i], wish[i]);
}

/* "Oracle loses up to 124; OpenAI fails between 1 and 0.9" */
static void write_title(cf_buffer *words, const struct cf_curve_sheet *sheet)
{
    char number[CF_MONEY_SIZE];

    cf_buffer_add_name(words, cf_lookup_name(sheet->scenario, sheet->courses[0].id));
    cf_money_text(number, sheet->courses[0].most);
    cf_buffer_add(words, " loses up to ");
    cf_buffer_add(words, number);
    if (sheet->mark_count == 0)
        return;
    snprintf(number, sizeof number, "%ld fail", sheet->marks[0].count);
    cf_buffer_add(words, "; ");
    cf_buffer_add(words, sheet->marks[0].count == 1 ? sheet->marks[0].words : number);
    cf_buffer_add(words, " ");
    cf_buffer_add(words, sheet->marks[0].where);
}

/* Counts those without a line. */
static void put_rest(FILE *out, const struct cf_curve_sheet *sheet)
{
    char text[96];

    if (sheet->drawn == sheet->course_count)
        return;
    snprintf(text, sizeof text, "%d of %d suppliers; table curve has all", sheet->drawn,
             sheet->course_count);
    cf_plot_put_text(out, text, "cf-muted", WIDTH, sheet->bottom + 32.0, CF_PLOT_SMALL, CF_SVG_END);
}

static cf_status put_sheet(FILE *out, const struct cf_curve_sheet *sheet, const cf_drawing *drawing)
{
    cf_buffer title = { 0 };
    cf_status status = CF_NO_MEMORY;

    write_title(&title, sheet);
    if (cf_buffer_text(&title) == NULL)
        goto out;
    status = cf_plot_begin(
        out, sheet->report, drawing,
        &(cf_svg_frame){ .width = WIDTH,
                         .height = sheet->bottom + 40.0,
                         .title = "What suppliers lose along a shock",
                         .finding = cf_buffer_text(&title),
                         .description = "Over the values of the shock a line for each supplier: "
                                        "revenue lost, capital lost and what it pays as a "
                                        "guarantor together. Triangles mark where entities begin "
                                        "to fail." });
    put_grounds(out, sheet);
    for (int m = 0; m < sheet->mark_count; m++)
        put_mark(out, sheet, &sheet->marks[m]);
    for (int m = 0; m < sheet->mark_count; m++)
        put_words(out, sheet, &sheet->marks[m]);
    for (int c = sheet->drawn - 1; c >= 0; c--)
        put_line(out, sheet, c);
    put_names(out, sheet);
    put_subject(out, sheet);
    put_rest(out, sheet);
    cf_svg_end(out);
out:
    cf_buffer_free(&title);
    return status;
}

cf_status cf_chart_curve(FILE *out, const cf_report *stress, const cf_drawing *drawing)
{
    cf_arena arena = { 0 };
    struct cf_curve_sheet sheet = { .report = stress,
                                    .scenario = cf_report_scenario(stress),
                                    .arena = &arena,
                                    .rows = cf_lookup_of(stress, "curve"),
                                    .falls = cf_lookup_of(stress, "falls") };
    cf_status status = read_sheet(&sheet);

    if (status == CF_OK && sheet.drawn > 0)
        status = put_sheet(out, &sheet, drawing);
    else if (status == CF_OK)
        status = cf_plot_put_nothing(out, stress, drawing, heading,
                                     sheet.rows.rows == 0
                                         ? "Ask for a curve with --curve SPEC=FROM:TO:STEP."
                                         : "Nobody loses anything along this shock.");
    cf_arena_free(&arena);
    return status;
}
