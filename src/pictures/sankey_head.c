/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The title of a Sankey diagram: name, answer in a sentence, view. */
#include <math.h>

#include "pictures/sankey.h"
#include "pictures/svg.h"
#include "pictures/words.h"

enum { MOST_SUPPLIERS_TOLD = 3 };
#define ANSWER_SIZE 15.0

static bool needs_no_isolation(const char *name)
{
    while (*name != '\0' && (unsigned char)*name < 0x80)
        name++;
    return *name == '\0';
}

const char *cf_sankey_isolate(const char *name)
{
    return needs_no_isolation(name) ? "" : "\xE2\x81\xA8";
}

const char *cf_sankey_release(const char *name)
{
    return needs_no_isolation(name) ? "" : "\xE2\x81\xA9";
}

/* ---- the answer ---- */

static void add_supplier_name(cf_buffer *buffer, const cf_picture *picture,
                              const cf_picture_supplier *supplier)
{
    const char *name = picture->entities[supplier->entity].name;

    cf_buffer_add(buffer, cf_sankey_isolate(name));
    cf_buffer_add(buffer, name);
    cf_buffer_add(buffer, cf_sankey_release(name));
}

static void add_interval(cf_buffer *buffer, const cf_picture_supplier *supplier, const char *how)
{
    if (supplier->loopback_pro_rata > 0.0)
        cf_words_amount(buffer, supplier->loopback_pro_rata);
    else
        cf_buffer_add(buffer, "nothing");
    cf_buffer_add(buffer, how);
    if (isnan(supplier->loopback_min) || isnan(supplier->loopback_max) ||
        !(supplier->loopback_max > 0.0))
        return;
    cf_buffer_add(buffer, " (");
    cf_words_amount(buffer, supplier->loopback_min);
    cf_buffer_add(buffer, " to ");
    cf_words_amount(buffer, supplier->loopback_max);
    cf_buffer_add(buffer, ")");
}

static void add_first(cf_buffer *buffer, const cf_report *report, const cf_picture *picture)
{
    const cf_picture_supplier *supplier = &picture->suppliers[0];

    cf_buffer_add(buffer, "Of the ");
    cf_words_money(buffer, cf_report_scenario(report), supplier->invested);
    cf_buffer_add(buffer, " that ");
    add_supplier_name(buffer, picture, supplier);
    cf_buffer_add(buffer, " invested, ");
    add_interval(buffer, supplier, " comes back as revenue pro rata");
}

static void add_next(cf_buffer *buffer, const cf_picture *picture, int index)
{
    const cf_picture_supplier *supplier = &picture->suppliers[index];

    cf_buffer_add(buffer, "; of the ");
    cf_words_amount(buffer, supplier->invested);
    cf_buffer_add(buffer, " of ");
    add_supplier_name(buffer, picture, supplier);
    cf_buffer_add(buffer, ", ");
    add_interval(buffer, supplier, "");
}

static void write_answer(cf_buffer *buffer, const cf_report *report, int told)
{
    const cf_picture *picture = cf_report_picture(report);

    cf_buffer_clear(buffer);
    if (picture->supplier_count == 0) {
        cf_buffer_add(buffer, "Nobody here both invests and sells: no investment comes back as "
                              "revenue.");
        return;
    }
    add_first(buffer, report, picture);
    for (int i = 1; i < told; i++) {
        if (i < picture->supplier_count && picture->suppliers[i].loopback_pro_rata > 0.0)
            add_next(buffer, picture, i);
    }
    cf_buffer_add(buffer, ".");
}

const char *cf_sankey_answer(cf_buffer *buffer, const cf_report *report, double width)
{
    const char *text;
    int told = MOST_SUPPLIERS_TOLD;

    do {
        write_answer(buffer, report, told--);
        text = cf_buffer_text(buffer);
    } while (text != NULL && told > 0 && cf_svg_text_width(text, ANSWER_SIZE) > width);
    return text;
}

/* ---- all of it ---- */

static void put_head_text(FILE *out, const char *text, const char *class, double y, double size,
                          double width)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = text,
                                           .class = class,
                                           .x = CF_SANKEY_MARGIN,
                                           .y = y,
                                           .size = size,
                                           .width = width });
}

void cf_sankey_put_head(const cf_sankey_pen *pen, const char *answer, double width)
{
    const char *text;

    put_head_text(pen->out, cf_report_scenario(pen->report)->name, "cf-ink cf-strong", 42, 23,
                  width);
    put_head_text(pen->out, answer, "cf-ink", 69, ANSWER_SIZE, width);
    cf_words_view(pen->words, pen->report);
    text = cf_buffer_text(pen->words);
    if (text != NULL)
        put_head_text(pen->out, text, "cf-muted", 91, 12, width);
    cf_buffer_clear(pen->words);
}
