/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out and draws a Sankey diagram: the order of steps. */
#include "pictures/head.h"
#include "pictures/sankey.h"

#include <math.h>

#include "pictures/svg.h"

enum {
    HEIGHT = 516, /* of the drawing below the head, unless names need more */
    BELOW_HEAD = 18
};

static void put_nothing(FILE *out, double top)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = "There is nothing to draw.",
                                           .class = "cf-muted",
                                           .x = CF_SANKEY_MARGIN,
                                           .y = top + 24,
                                           .size = 13 });
}

static const char *subtitle_of(const cf_report *report, const cf_drawing *drawing)
{
    return drawing->subtitle == NULL ? cf_report_scenario(report)->name : drawing->subtitle;
}

static void draw(const cf_sankey_pen *pen, const cf_sankey_words *words, double top,
                 const cf_drawing *drawing)
{
    const cf_sankey *sankey = pen->sankey;
    cf_sankey_pen nowhere = { NULL, sankey, pen->report, pen->words, false };
    double legend = fmax(sankey->bottom, top + 28) + 22;
    cf_svg_frame frame = { .width = sankey->right + CF_SANKEY_MARGIN,
                           .height = cf_sankey_put_legend(&nowhere, legend),
                           .title = cf_buffer_text(&words->title),
                           .description = cf_buffer_text(&words->text),
                           .prefix = drawing->prefix,
                           .inlined = drawing->inlined };

    if (frame.description == NULL)
        frame.description = cf_buffer_text(&words->view);
    cf_svg_begin(pen->out, &frame);
    cf_sankey_put_head(pen->out, words, subtitle_of(pen->report, drawing),
                       CF_SANKEY_WIDTH - 2 * CF_SANKEY_MARGIN);
    if (sankey->picture->entity_count == 0)
        put_nothing(pen->out, top);
    cf_sankey_put_ribbons(pen);
    cf_sankey_put_groups(pen->out, sankey);
    cf_sankey_put_bars(pen);
    cf_sankey_put_legend(pen, legend);
    cf_svg_end(pen->out);
}

/* Lays out below the head, and draws. */
static cf_status draw_below(FILE *out, const cf_report *report, const cf_drawing *drawing,
                            const cf_picture *picture, const cf_sankey_clearing *clearing,
                            const cf_sankey_words *words, cf_arena *arena)
{
    cf_buffer scratch = { 0 };
    cf_sankey sankey;
    const cf_sankey_pen pen = { out, &sankey, report, &scratch, drawing->inlined };
    double top = cf_sankey_put_head(NULL, words, subtitle_of(report, drawing),
                                    CF_SANKEY_WIDTH - 2 * CF_SANKEY_MARGIN) +
                 BELOW_HEAD;
    const cf_sankey_box box = { .left = CF_SANKEY_MARGIN,
                                .right = CF_SANKEY_WIDTH - CF_SANKEY_MARGIN,
                                .top = top,
                                .bottom = top + HEIGHT };
    cf_status status = cf_sankey_lay_out(&sankey, picture, clearing, box, arena);

    if (status == CF_OK) /* the drawing may exceed its box */
        draw(&pen, words, top, drawing);
    if (scratch.failed)
        status = CF_NO_MEMORY;
    cf_buffer_free(&scratch);
    return status;
}

cf_status cf_draw_sankey(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    cf_arena arena = { 0 };
    cf_sankey_words words = { 0 };
    cf_status status = cf_sankey_write_words(&words, report, drawing);

    if (status == CF_OK)
        status = draw_below(out, report, drawing, cf_report_picture(report), NULL, &words, &arena);
    cf_sankey_free_words(&words);
    cf_arena_free(&arena);
    return status;
}

cf_status cf_sankey_draw_clearing(FILE *out, const cf_report *report, const cf_drawing *drawing,
                                  const cf_picture *picture, const cf_sankey_clearing *clearing,
                                  cf_sankey_words *words, cf_arena *arena)
{
    cf_status status = cf_sankey_write_view(words, report);

    if (status == CF_OK && drawing->title != NULL) {
        cf_buffer_clear(&words->title);
        cf_buffer_add(&words->title, drawing->title);
        status = words->title.failed ? CF_NO_MEMORY : CF_OK;
    }
    if (status == CF_OK && drawing->told != NULL)
        cf_told_take(drawing->told,
                     &(cf_head){ .title = cf_buffer_text(&words->title),
                                 .subtitle = subtitle_of(report, drawing),
                                 .view = cf_buffer_text(&words->view) },
                     cf_buffer_text(&words->text));
    if (status == CF_OK)
        status = draw_below(out, report, drawing, picture, clearing, words, arena);
    return status;
}
