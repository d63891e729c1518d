/* SPDX-License-Identifier: GPL-3.0-or-later */
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

static cf_status draw(FILE *out, const cf_report *report, const cf_sankey *sankey,
                      const char *answer, const cf_drawing *drawing)
{
    double legend = fmax(sankey->bottom, TOP + 28) + 22;
    cf_svg_frame frame = { .width = sankey->right + CF_SANKEY_MARGIN,
                           .height = cf_sankey_put_legend(NULL, sankey, report, legend),
                           .title = cf_report_scenario(report)->name,
                           .description = answer,
                           .prefix = drawing->prefix,
                           .inlined = drawing->inlined };
    cf_status status;

    cf_svg_begin(out, &frame);
    status = cf_sankey_put_head(out, report, answer, frame.width - 2 * CF_SANKEY_MARGIN);
    if (sankey->picture->entity_count == 0)
        put_nothing(out);
    cf_sankey_put_ribbons(out, sankey, report);
    cf_sankey_put_bars(out, sankey, report);
    cf_sankey_put_legend(out, sankey, report, legend);
    cf_svg_end(out);
    return status;
}

cf_status cf_draw_sankey(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    const cf_sankey_box box = { .left = CF_SANKEY_MARGIN,
                                .right = CF_SANKEY_WIDTH - CF_SANKEY_MARGIN,
                                .top = TOP,
                                .bottom = BOTTOM };
    cf_arena arena = { 0 };
    cf_buffer buffer = { 0 };
    cf_sankey sankey;
    const char *answer = cf_sankey_answer(&buffer, report, box.right - box.left);
    cf_status status = cf_sankey_lay_out(&sankey, cf_report_picture(report), box, &arena);

    if (status == CF_OK)
        status = answer == NULL ? CF_NO_MEMORY : draw(out, report, &sankey, answer, drawing);
    cf_buffer_free(&buffer);
    cf_arena_free(&arena);
    return status;
}
