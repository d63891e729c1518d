/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The title of a Sankey diagram: name, answer in a sentence, view. */
#include <math.h>

#include "pictures/sankey.h"
#include "pictures/svg.h"
#include "pictures/words.h"

enum { EXTENT_MOST = 3 };
#define ANSWER_SIZE 15.0

/* ---- the answer ---- */

static void add_words(void *buffer, const char *words)
{
    cf_buffer_add(buffer, words);
}

static void add_name(void *buffer, const char *name)
{
    cf_buffer_add(buffer, cf_svg_isolate(name));
    cf_buffer_add(buffer, name);
    cf_buffer_add(buffer, cf_svg_release(name));
}

static void add_number(void *buffer, const char *number, bool strong)
{
    (void)strong;
    cf_buffer_add(buffer, number);
}

/* The sentence alone, with bounds, with the next supplier, with the two next. */
static void write_answer(cf_buffer *buffer, const cf_report *report, int extent)
{
    const cf_picture *picture = cf_report_picture(report);
    cf_pen pen = { add_words, add_name, add_number, buffer };
    const char *names[EXTENT_MOST];
    cf_return figures[EXTENT_MOST];
    int count = 0;

    cf_buffer_clear(buffer);
    for (; count < picture->supplier_count && count < EXTENT_MOST; count++) {
        names[count] = picture->entities[picture->suppliers[count].entity].name;
        figures[count] = cf_words_figures(report, &picture->suppliers[count], &names[count]);
    }
    if (count == 0) {
        cf_buffer_add(buffer, cf_sentence_none);
        return;
    }
    cf_sentence_return(&pen, &figures[0]);
    cf_buffer_add(buffer, extent > 0 ? " " : "");
    if (extent > 0)
        cf_sentence_bounds(&pen, &figures[0]);
    count = count < extent ? count : extent;
    if (count > 1 && figures[1].pro_rata > 0.0) {
        cf_buffer_add(buffer, " ");
        cf_sentence_next(&pen, &figures[1], count - 1);
    }
}

const char *cf_sankey_answer(cf_buffer *buffer, const cf_report *report, double width)
{
    const char *text;
    int extent = EXTENT_MOST;

    do {
        write_answer(buffer, report, extent--);
        text = cf_buffer_text(buffer);
    } while (text != NULL && extent >= 0 && cf_svg_text_width(text, ANSWER_SIZE, false) > width);
    return text;
}

/* ---- all of it ---- */

static void put_head_text(FILE *out, const char *text, const char *class, double y, double size,
                          double width)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = text,
                                           .class = class,
                                           .strong = size > ANSWER_SIZE,
                                           .x = CF_SANKEY_MARGIN,
                                           .y = y,
                                           .size = size,
                                           .width = width });
}

void cf_sankey_put_head(const cf_sankey_pen *pen, const char *title, const char *answer,
                        double width)
{
    const char *text;

    put_head_text(pen->out, title, "cf-ink", 42, CF_SANKEY_TITLE, width);
    put_head_text(pen->out, answer, "cf-ink", 69, ANSWER_SIZE, width);
    cf_words_view(pen->words, pen->report);
    text = cf_buffer_text(pen->words);
    if (text != NULL)
        put_head_text(pen->out, text, "cf-muted", 91, 12, width);
    cf_buffer_clear(pen->words);
}
