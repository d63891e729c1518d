/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out and draws a Sankey diagram: the order of steps. */
#include "pictures/sankey.h"

#include <math.h>

#include "pictures/svg.h"

enum { TOP = 112, BOTTOM = 628 };

static void put_nothing(FILE *out)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = "There is nothing to draw.",
                                           .class = "cf-muted",
                                           .x = CF_SANKEY_MARGIN,
                                           .y = TOP + 24,
                                           .size = 13 });
}

static void draw(const cf_sankey_pen *pen, const char *title, const char *answer,
                 const cf_drawing *drawing)
{
    const cf_sankey *sankey = pen->sankey;
    cf_sankey_pen nowhere = { NULL, sankey, pen->report, pen->words, false };
    double legend = fmax(sankey->bottom, TOP + 28) + 22;
    cf_svg_frame frame = { .width = sankey->right + CF_SANKEY_MARGIN,
                           .height = cf_sankey_put_legend(&nowhere, legend),
                           .title = title,
                           .description = answer,
                           .prefix = drawing->prefix,
                           .inlined = drawing->inlined };

    cf_svg_begin(pen->out, &frame);
    cf_sankey_put_head(pen, frame.title, answer, frame.width - 2 * CF_SANKEY_MARGIN);
    if (sankey->picture->entity_count == 0)
        put_nothing(pen->out);
    cf_sankey_put_ribbons(pen);
    cf_sankey_put_bars(pen);
    cf_sankey_put_legend(pen, legend);
    cf_svg_end(pen->out);
}

static const cf_sankey_box box = { .left = CF_SANKEY_MARGIN,
                                   .right = CF_SANKEY_WIDTH - CF_SANKEY_MARGIN,
                                   .top = TOP,
                                   .bottom = BOTTOM };

cf_status cf_draw_sankey(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    cf_arena arena = { 0 };
    cf_buffer sentence = { 0 }, words = { 0 };
    cf_sankey sankey;
    const cf_sankey_pen pen = { out, &sankey, report, &words, drawing->inlined };
    const char *answer = NULL;
    cf_status status = cf_sankey_lay_out(&sankey, cf_report_picture(report), NULL, box, &arena);

    if (status == CF_OK) /* the drawing may exceed its box */
        answer = cf_sankey_answer(&sentence, report, sankey.right - CF_SANKEY_MARGIN);
    if (answer != NULL)
        draw(&pen, cf_report_scenario(report)->name, answer, drawing);
    else if (status == CF_OK)
        status = CF_NO_MEMORY;
    if (words.failed)
        status = CF_NO_MEMORY;
    cf_buffer_free(&sentence);
    cf_buffer_free(&words);
    cf_arena_free(&arena);
    return status;
}

cf_status cf_sankey_draw_clearing(FILE *out, const cf_report *report, const cf_drawing *drawing,
                                  const cf_picture *picture, const cf_sankey_clearing *clearing,
                                  const cf_sankey_title *title, cf_arena *arena)
{
    cf_buffer words = { 0 };
    cf_sankey sankey;
    const cf_sankey_pen pen = { out, &sankey, report, &words, drawing->inlined };
    cf_status status = cf_sankey_lay_out(&sankey, picture, clearing, box, arena);

    if (status == CF_OK)
        draw(&pen, title->title, title->below, drawing);
    if (words.failed)
        status = CF_NO_MEMORY;
    cf_buffer_free(&words);
    return status;
}
