/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the ribbons of a Sankey diagram as smooth paths (Fritsch, Butland 1984). */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "report/money.h"
#include "base/text.h"
#include "pictures/marks.h"
#include "pictures/occurs.h"
#include "pictures/sankey.h"
#include "pictures/svg.h"
#include "pictures/words.h"

enum { SCRATCH = 4096 };

/* ---- paths ---- */

/* A path is short: at most one piece a column. */
typedef struct path {
    char text[SCRATCH];
    size_t length;
} path;

static void add_number(path *out, double number)
{
    char text[32];
    size_t length;

    cf_text_number(text, round(number * 10.0) / 10.0 + 0.0);
    length = strlen(text);
    assert(out->length + length + 2 < sizeof out->text);
    memcpy(out->text + out->length, text, length);
    out->length += length;
    out->text[out->length++] = ' ';
    out->text[out->length] = '\0';
}

static void add_piece(path *out, char letter, const double *numbers, int count)
{
    out->text[out->length++] = letter;
    for (int i = 0; i < count; i++)
        add_number(out, numbers[i]);
}

#define PIECE(out, letter, ...)                                                                    \
    add_piece(out, letter, (const double[]){ __VA_ARGS__ },                                        \
              (int)(sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double)))

typedef struct waypoint {
    double x, y, slope;
} waypoint;

/* The beginning of step k, or the end of the ribbon for k = step_count.
 */
static waypoint point_of(const cf_sankey *sankey, const cf_sankey_ribbon *ribbon, int k)
{
    const cf_sankey_step *step = &sankey->steps[ribbon->first_step + k - (k > 0)];
    const cf_sankey_stop *stop = &sankey->stops[k > 0 ? step->to : step->from];
    double shift = k == 0 ? CF_SANKEY_BAR : k < ribbon->step_count ? CF_SANKEY_BAR / 2.0 : 0.0;

    return (waypoint){ .x = sankey->x[stop->column] + shift,
                       .y = stop->y + (k > 0 ? step->in : step->out) };
}

/* Level at bars and at extremes, else the harmonic mean of both slopes, which does not overshoot
 * (F. N. Fritsch, J. Butland 1984, https://doi.org/10.1137/0905021). */
static double slope_between(waypoint before, waypoint at, waypoint after)
{
    double one = (at.y - before.y) / (at.x - before.x);
    double other = (after.y - at.y) / (after.x - at.x);

    return one * other > 0.0 ? 2.0 * one * other / (one + other) : 0.0;
}

static void run_right(path *out, const cf_sankey *sankey, const cf_sankey_ribbon *ribbon)
{
    waypoint at = point_of(sankey, ribbon, 0);

    PIECE(out, 'M', at.x, at.y);
    for (int k = 1; k <= ribbon->step_count; k++) {
        waypoint next = point_of(sankey, ribbon, k);
        double reach = 0.45 * (next.x - at.x);

        if (k < ribbon->step_count)
            next.slope = slope_between(at, next, point_of(sankey, ribbon, k + 1));
        if (fabs(next.y - at.y) < 0.05)
            PIECE(out, 'L', next.x, next.y);
        else
            PIECE(out, 'C', at.x + reach, at.y + reach * at.slope, next.x - reach,
                  next.y - reach * next.slope, next.x, next.y);
        at = next;
    }
}

/* The path of a return: right, down, left below the bars, up, right. */
static void run_back(path *out, const cf_sankey *sankey, const cf_sankey_ribbon *ribbon)
{
    const cf_sankey_step *leave = &sankey->steps[ribbon->first_step], *reach = leave + 1;
    const cf_sankey_stop *from = &sankey->stops[leave->from], *to = &sankey->stops[reach->to];
    double x = sankey->x[from->column] + CF_SANKEY_BAR, y = from->y + leave->out;
    double end_x = sankey->x[to->column], end_y = to->y + reach->in;
    double down = fmin(ribbon->down - x, (ribbon->lane - y) / 2.0);
    double up = fmin(end_x - ribbon->up, (ribbon->lane - end_y) / 2.0);

    PIECE(out, 'M', x, y);
    PIECE(out, 'H', ribbon->down - down);
    PIECE(out, 'A', down, down, 0, 0, 1, ribbon->down, y + down);
    PIECE(out, 'V', ribbon->lane - down);
    PIECE(out, 'A', down, down, 0, 0, 1, ribbon->down - down, ribbon->lane);
    PIECE(out, 'H', ribbon->up + up);
    PIECE(out, 'A', up, up, 0, 0, 1, ribbon->up, ribbon->lane - up);
    PIECE(out, 'V', end_y + up);
    PIECE(out, 'A', up, up, 0, 0, 1, ribbon->up + up, end_y);
    PIECE(out, 'H', end_x);
}

/* ---- bodies ---- */

const char *cf_sankey_class(const cf_sankey_body *body)
{
    static const char *const classes[CF_CLASS_COUNT] = {
        [CF_TRADE] = "cf-trade", [CF_CAPITAL] = "cf-capital", [CF_SERVICE] = "cf-service"
    };

    return classes[body->carries];
}

/* The dash pattern of a ribbon, "" for none. */
static const char *dash_pattern(unsigned form, cf_class class)
{
    if (form & CF_FORM_OPEN)
        return class == CF_CAPITAL ? "9 4" : class == CF_TRADE ? "2 4" : "9 3 2 3";
    if (form & CF_FORM_CONTINGENT)
        return "4 4";
    if (form & CF_FORM_NON_CASH)
        return "12 3 3 3";
    return form & CF_FORM_TENTATIVE ? "12 4" : "";
}

void cf_sankey_put_stroke(FILE *out, const char *along, const char *class, double width,
                          const char *more)
{
    cf_xml_put(out, "<path class=\"%s-line\" fill=\"none\" stroke-width=\"%f\"", class, width);
    fprintf(out, "%s d=\"%s\"/>\n", more, along);
}

static void put_pale(FILE *out, const cf_sankey_body *body, double width)
{
    static const char *const opacities[CF_CLASS_COUNT] = {
        [CF_TRADE] = ".36", [CF_CAPITAL] = ".26", [CF_SERVICE] = ".14"
    };
    char more[64];
    const char *dash = dash_pattern(body->form, body->carries);

    snprintf(more, sizeof more, " stroke-opacity=\"%s\"%s%s%s", opacities[body->carries],
             *dash ? " stroke-dasharray=\"" : "", dash, *dash ? "\"" : "");
    cf_sankey_put_stroke(out, body->path, cf_sankey_class(body), width, more);
}

static void put_thin(FILE *out, const cf_sankey_body *body)
{
    char more[64];
    const char *dash = dash_pattern(body->form, body->carries);

    snprintf(more, sizeof more, "%s%s%s", *dash ? " stroke-dasharray=\"" : "", dash,
             *dash ? "\"" : "");
    cf_sankey_put_stroke(out, body->path, cf_sankey_class(body), CF_SANKEY_THIN, more);
}

/* A thin ribbon is a line, unless only a part of it loops back, which a line cannot show. */
void cf_sankey_put_body(FILE *out, const cf_sankey_body *body)
{
    bool in_part = body->supplier >= 0 && body->core < 0.9 * body->width;
    double width = fmax(body->width, in_part ? 2.4 * CF_SANKEY_THIN : 0.0);
    double edge = fmin(1.2, width / 8.0); /* width of the outline */
    char class[16];

    if (width < 2.0 * CF_SANKEY_THIN) {
        put_thin(out, body);
    } else if (body->carries != CF_TRADE) {
        cf_sankey_put_stroke(out, body->path, cf_sankey_class(body), width + 2.0 * edge, "");
        cf_sankey_put_stroke(out, body->path, "cf-paper", width, "");
        put_pale(out, body, width);
    } else {
        put_pale(out, body, width);
    }
    if (body->supplier >= 0) {
        snprintf(class, sizeof class, "cf-s%d", body->supplier);
        cf_sankey_put_stroke(out, body->path, class, fmax(body->core, CF_SANKEY_THIN), "");
    }
    if (body->form & CF_FORM_TIED && body->width >= 2.0 * CF_SANKEY_THIN)
        cf_sankey_put_stroke(out, body->path, "cf-paper", fmin(2.4, body->width / 2.0),
                             " stroke-linecap=\"round\" stroke-dasharray=\"0 7\"");
}

/* ---- words on ribbons ---- */

/* "Nvidia → OpenAI  30, 4.25 of it comes back"; short: "30, 4.25 back". To whom is said where the
 * supplier is neither the one nor the other. */
static void write_word(cf_buffer *words, const cf_sankey *sankey, int e, bool whole)
{
    const cf_picture *picture = sankey->picture;
    const cf_picture_edge *edge = &picture->edges[e];
    const cf_picture_supplier *supplier;

    if (whole) {
        cf_words_name(words, picture->entities[edge->payer].name);
        cf_buffer_add(words, " \xE2\x86\x92 ");
        cf_words_name(words, picture->entities[edge->payee].name);
        cf_buffer_add(words, "  ");
    }
    cf_words_amount(words, edge->amount);
    if (sankey->clearing != NULL || !(cf_occurs_share(edge) > 0.0))
        return;
    supplier = &picture->suppliers[edge->strands[0].supplier];
    cf_buffer_add(words, ", ");
    cf_words_amount(words, edge->strands[0].amount);
    cf_buffer_add(words, whole ? " of it comes back" : " back");
    if (supplier->entity != edge->payer && supplier->entity != edge->payee) {
        cf_buffer_add(words, " to ");
        cf_words_name(words, picture->entities[supplier->entity].name);
    }
}

/* Writes the words of a return on its run, between its bends: all of them where they have room. */
static void put_word(const cf_sankey_pen *pen, int e)
{
    const cf_sankey_ribbon *ribbon = &pen->sankey->ribbons[e];
    double room = ribbon->down - ribbon->up - 2.0 * (ribbon->width + CF_SANKEY_WORD);
    const double size = 11.0;

    for (int whole = 1; whole >= 0; whole--) {
        const char *text;

        write_word(pen->words, pen->sankey, e, whole == 1);
        text = cf_buffer_text(pen->words);
        if (text != NULL && cf_svg_text_width(text, size, false) <= room) {
            cf_svg_put_label(pen->out,
                             &(cf_svg_label){ .text = text,
                                              .class = "cf-muted cf-halo",
                                              .x = (ribbon->down + ribbon->up) / 2.0,
                                              .y = ribbon->lane - ribbon->width / 2.0 - 4.0,
                                              .size = size,
                                              .anchor = CF_SVG_MIDDLE });
            whole = 0;
        }
        cf_buffer_clear(pen->words);
    }
}

/* ---- all of them ---- */

static void put_ribbon(const cf_sankey_pen *pen, int e)
{
    const cf_sankey *sankey = pen->sankey;
    const cf_picture_edge *edge = &sankey->picture->edges[e];
    const cf_sankey_ribbon *ribbon = &sankey->ribbons[e];
    path line = { .length = 0 };
    cf_sankey_body body = { .path = line.text,
                            .carries = edge->carries,
                            .form = edge->form,
                            .width = ribbon->width,
                            .supplier = -1 };

    body.core = cf_occurs_share(edge) * ribbon->width;
    if (cf_occurs_share(edge) > 0.0)
        body.supplier = sankey->picture->suppliers[edge->strands[0].supplier].colour;
    if (ribbon->returns)
        run_back(&line, sankey, ribbon);
    else
        run_right(&line, sankey, ribbon);
    if (sankey->clearing != NULL) {
        cf_sankey_mark_due(pen, e);
        cf_sankey_put_due(pen->out, &body, sankey->clearing->paid[e] / edge->amount);
    } else {
        cf_mark_edge(pen->out, pen->report, e, pen->words);
        cf_sankey_put_body(pen->out, &body);
    }
    fputs("</g>\n", pen->out);
}

/* Whether the picture is about this edge: money that loops back, or is not paid. */
static bool stands_out(const cf_sankey *sankey, int e)
{
    return sankey->clearing != NULL ? cf_sankey_is_short(sankey, e)
                                    : cf_occurs_share(&sankey->picture->edges[e]) > 0.0;
}

/* Draws ribbons that stand out above others, and returns above ribbons that run right. */
void cf_sankey_put_ribbons(const cf_sankey_pen *pen)
{
    const cf_sankey *sankey = pen->sankey;
    const cf_picture *picture = sankey->picture;

    for (int layer = 0; layer < 4; layer++) {
        for (int e = 0; e < picture->edge_count; e++) {
            int own = 2 * stands_out(sankey, e) + sankey->ribbons[e].returns;

            if (own == layer)
                put_ribbon(pen, e);
        }
    }
    for (int i = 0; i < sankey->return_count; i++) {
        if (cf_sankey_has_word(sankey, sankey->returns[i]))
            put_word(pen, sankey->returns[i]);
    }
}
