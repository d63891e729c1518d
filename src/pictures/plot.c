/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale of a chart, its grid and its texts. */
#include "pictures/plot.h"

#include <math.h>

#include "base/buffer.h"
#include "base/tolerance.h"
#include "pictures/head.h"
#include "pictures/words.h"

enum { MOST_STEPS = 6 };
enum { TITLE_SIZE = 17, BELOW_HEAD = 14, MARGIN = 16 }; /* of a chart alone */

/* The smallest of 1, 2, 2.5, 5 times a power of ten that needs few steps up to `largest`. */
static double round_step(double largest)
{
    static const double steps[] = { 1.0, 2.0, 2.5, 5.0, 10.0 };
    double power = pow(10.0, floor(log10(largest / MOST_STEPS)));

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * power * MOST_STEPS >= largest)
            return steps[i] * power;
    return 10.0 * power;
}

cf_plot cf_plot_of(double least, double largest, double left, double length)
{
    cf_plot plot = { .from = 0.0, .to = 1.0, .step = 1.0, .left = left, .length = length };

    if (largest - least > 1e-300) {
        plot.step = round_step(largest - least);
        plot.from = floor(least / plot.step * (1.0 + CF_SAME_AMOUNT)) * plot.step;
        plot.to = ceil(largest / plot.step * (1.0 - CF_SAME_AMOUNT)) * plot.step;
    }
    return plot;
}

double cf_plot_at(const cf_plot *plot, double value)
{
    double part = (value - plot->from) / (plot->to - plot->from);

    return plot->left + plot->length * fmin(fmax(part, 0.0), 1.0);
}

void cf_plot_put_grid(FILE *out, const cf_plot *plot, double top, double bottom)
{
    int steps = (int)lround((plot->to - plot->from) / plot->step);

    for (int i = 0; i <= steps; i++) {
        double value = plot->from + i * plot->step, x = cf_plot_at(plot, value);
        bool zero = fabs(value) < plot->step * 1e-6;
        char number[CF_MONEY_SIZE];

        cf_money_text(number, zero ? 0.0 : value);
        cf_xml_put(out, "<path class=\"%s\" d=\"M%f %fV%f\"/>\n", zero ? "cf-axis" : "cf-grid", x,
                   top, bottom);
        cf_plot_put_text(out, number, "cf-muted", x, top - 6.0, CF_PLOT_SMALL, CF_SVG_MIDDLE);
    }
}

void cf_plot_put_text(FILE *out, const char *text, const char *class, double x, double y,
                      double size, cf_svg_anchor anchor)
{
    cf_svg_put_label(
        out, &(cf_svg_label){
                 .text = text, .class = class, .x = x, .y = y, .size = size, .anchor = anchor });
}

void cf_plot_put_deal(FILE *out, const cf_scenario *scenario, const char *id, double amount,
                      double left, double y)
{
    enum { AMOUNT_GAP = 14, AMOUNT_ROOM = 80, SIZE = 12, NAMES_SIZE = 400 };
    int index = cf_scenario_find_deal(scenario, id);
    const cf_deal *deal = index < 0 ? NULL : &scenario->deals[index];
    char figure[CF_MONEY_SIZE], names[NAMES_SIZE], driver[CF_DRIVER_SIZE];

    cf_money_text(figure, amount);
    cf_plot_put_text(out, figure, "cf-muted", left - AMOUNT_GAP, y, SIZE, CF_SVG_END);
    if (deal != NULL)
        snprintf(names, sizeof names, "%.150s \xE2\x86\x92 %.150s",
                 cf_lookup_name(scenario, scenario->entities[deal->payer].id),
                 cf_lookup_name(scenario, scenario->entities[deal->payee].id));
    cf_svg_put_label(
        out, &(cf_svg_label){ .text = deal == NULL ? cf_lookup_driver(driver, scenario, id) : names,
                              .class = "cf-ink",
                              .y = y,
                              .size = SIZE,
                              .width = left - AMOUNT_ROOM,
                              .lines = 2,
                              .small = CF_PLOT_SMALL });
}

double cf_plot_larger(double a, double b)
{
    return isnan(a) || b > a ? b : a;
}

/* ---- the frame ------------------------------------------------------------------------------- */

/* "What comes back to each supplier · USD bn, base case, as of ..." */
static void add_view(cf_buffer *words, const cf_report *report, const char *shown)
{
    cf_buffer_add(words, shown == NULL ? "" : shown);
    if (cf_report_scenario(report) == NULL)
        return;
    cf_buffer_add(words, shown == NULL ? "" : " \xC2\xB7 ");
    cf_words_view(words, report);
}

/* The name of the scenario where there is one, unless a subtitle is asked for. */
static const char *subtitle_of(const cf_report *report, const cf_drawing *drawing)
{
    if (drawing->subtitle != NULL)
        return drawing->subtitle;
    return cf_report_scenario(report) == NULL ? NULL : cf_report_scenario(report)->name;
}

cf_status cf_plot_begin(FILE *out, const cf_report *report, const cf_drawing *drawing,
                        const cf_svg_frame *frame)
{
    cf_svg_frame whole = *frame;
    cf_buffer words = { 0 };
    cf_head head = { .title = frame->finding == NULL ? frame->title : frame->finding,
                     .subtitle = subtitle_of(report, drawing),
                     .title_size = TITLE_SIZE,
                     .text_size = CF_PLOT_TEXT,
                     .view_size = CF_PLOT_SMALL,
                     .width = frame->width };
    bool failed;

    if (drawing->title != NULL)
        head.title = drawing->title;
    add_view(&words, report, head.title == frame->title ? NULL : frame->title);
    head.view = cf_buffer_text(&words);
    if (drawing->told != NULL)
        cf_told_take(drawing->told, &head, frame->description);
    whole.title = head.title;
    whole.prefix = drawing->prefix;
    whole.inlined = drawing->inlined;
    head.top = drawing->inlined ? 0.0 : -cf_head_put(NULL, &head) - BELOW_HEAD;
    whole.above = -head.top;
    whole.around = drawing->inlined ? 0.0 : MARGIN;
    cf_svg_begin(out, &whole);
    if (!drawing->inlined)
        cf_head_put(out, &head);
    failed = words.failed;
    cf_buffer_free(&words);
    return failed ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_plot_put_nothing(FILE *out, const cf_report *report, const cf_drawing *drawing,
                              const char *title, const char *words)
{
    cf_status status = cf_plot_begin(
        out, report, drawing,
        &(cf_svg_frame){ .width = 720.0, .height = 60.0, .title = title, .description = words });

    if (drawing->told != NULL)
        drawing->told->has_rows = false;
    cf_svg_put_label(out, &(cf_svg_label){ .text = words,
                                           .class = "cf-muted",
                                           .x = 0.0,
                                           .y = 34.0,
                                           .size = CF_PLOT_TEXT,
                                           .width = 720.0 });
    cf_svg_end(out);
    return status;
}
