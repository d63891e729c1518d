/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend of a Sankey diagram: a scale, and the marks that occur. */
#include <math.h>

#include "base/text.h"
#include "pictures/occurs.h"
#include "pictures/sankey.h"
#include "pictures/svg.h"
#include "pictures/words.h"

enum { ROW = 25, SAMPLE = 42, GAP = 26 };
#define SIZE 12.0

typedef struct legend {
    FILE *out; /* or NULL */
    double x, y, width;
} legend;

/* Goes on to where the next entry fits; true where it is to be drawn. */
static bool begin_entry(legend *to, const char *text, double *sample)
{
    double most = to->width - 2 * CF_SANKEY_MARGIN - SAMPLE - 8;
    double need = SAMPLE + 8 + fmin(cf_svg_text_width(text, SIZE, false), most);

    if (to->x > CF_SANKEY_MARGIN && to->x + need > to->width - CF_SANKEY_MARGIN) {
        to->x = CF_SANKEY_MARGIN;
        to->y += ROW;
    }
    *sample = to->x;
    to->x += need + GAP;
    if (to->out == NULL)
        return false;
    cf_svg_put_label(to->out, &(cf_svg_label){ .text = text,
                                               .class = "cf-ink",
                                               .x = *sample + SAMPLE + 8,
                                               .y = to->y + 4,
                                               .size = SIZE,
                                               .width = most });
    return true;
}

enum { PATH_SIZE = 128 };

/* The same for an entry with a line, whose path it writes. */
static bool begin_path(char path[static PATH_SIZE], legend *to, const char *text)
{
    char x[32], y[32], end[32];
    double at;

    if (!begin_entry(to, text, &at))
        return false;
    cf_text_number(x, round(at));
    cf_text_number(y, round(to->y) + 0.5);
    cf_text_number(end, round(at) + SAMPLE);
    snprintf(path, PATH_SIZE, "M%s %sH%s", x, y, end);
    return true;
}

static void put_sample(legend *to, const char *text, cf_sankey_body body)
{
    char path[PATH_SIZE];

    if (!begin_path(path, to, text))
        return;
    body.path = path;
    cf_sankey_put_body(to->out, &body);
}

static void put_end_sample(legend *to, const char *text, cf_sankey_end end)
{
    bool kept = end == CF_END_KEPT;
    double at;

    if (!begin_entry(to, text, &at))
        return;
    cf_sankey_put_end(to->out, end, kept ? at : at + SAMPLE, to->y - 5, 11, kept ? 1 : -1);
}

/* ---- the scale: a round amount as thick as ribbons of it are ---- */

static double round_amount(double most)
{
    double power = pow(10.0, floor(log10(most)));

    return most >= 5.0 * power ? 5.0 * power : most >= 2.0 * power ? 2.0 * power : power;
}

static void put_scale(legend *to, const cf_sankey_pen *pen)
{
    double scale = pen->sankey->scale, amount, height, at;
    bool shown;

    if (!(scale > 0.0))
        return;
    amount = round_amount(17.0 / scale);
    height = amount * scale;
    cf_words_money(pen->words, cf_report_scenario(pen->report), amount);
    shown = !pen->words->failed && begin_entry(to, cf_buffer_text(pen->words), &at);
    cf_buffer_clear(pen->words);
    if (!shown)
        return;
    cf_xml_put(to->out, "<rect class=\"cf-ink\" x=\"%f\" y=\"%f\" width=\"%d\" height=\"%f\"/>\n",
               at, to->y - height / 2.0, SAMPLE, height);
}

/* ---- entries ---- */

static void put_classes(legend *to, const cf_picture *picture)
{
    for (int c = 0; c < CF_CLASS_COUNT; c++) {
        cf_sankey_body body = { .width = 11, .supplier = -1, .carries = (cf_class)c };

        if (cf_occurs_class(picture, body.carries))
            put_sample(to, cf_words_of_class(body.carries), body);
    }
}

/* Every colour in use, with all who have it. */
static void put_sankey_suppliers(legend *to, const cf_sankey_pen *pen)
{
    const cf_picture *picture = pen->sankey->picture;

    for (int s = 0; s < picture->supplier_count; s++) {
        if (cf_occurs_named(pen->words, picture, s) && cf_buffer_text(pen->words) != NULL)
            put_sample(to, cf_buffer_text(pen->words),
                       (cf_sankey_body){
                           .width = 11, .core = 5, .supplier = picture->suppliers[s].colour });
        cf_buffer_clear(pen->words);
    }
}

/* Whether there are deals of a form; those without an amount are lines and show no other form. */
static bool has_form(const cf_picture *picture, unsigned form, cf_class class)
{
    for (int e = 0; e < picture->edge_count; e++) {
        const cf_picture_edge *edge = &picture->edges[e];
        bool open = edge->form & CF_FORM_OPEN;

        if (edge->carries == class && edge->form & form && (!open || form == CF_FORM_OPEN))
            return true;
    }
    return false;
}

static void put_forms(legend *to, const cf_picture *picture)
{
    static const unsigned forms[] = { CF_FORM_TIED, CF_FORM_CONTINGENT, CF_FORM_NON_CASH,
                                      CF_FORM_TENTATIVE };
    static const cf_class classes[CF_CLASS_COUNT] = { CF_CAPITAL, CF_TRADE, CF_SERVICE };
    static const char *const open_words[CF_CLASS_COUNT] = { "capital, amount unknown",
                                                            "trade, amount unknown",
                                                            "service, amount unknown" };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        int c = 0;

        while (c < CF_CLASS_COUNT && !has_form(picture, forms[i], classes[c]))
            c++;
        if (c < CF_CLASS_COUNT)
            put_sample(to, cf_words_of_form(forms[i]),
                       (cf_sankey_body){
                           .width = 11, .supplier = -1, .carries = classes[c], .form = forms[i] });
    }
    for (int c = 0; c < CF_CLASS_COUNT; c++) {
        cf_sankey_body body = { .supplier = -1, .carries = classes[c], .form = CF_FORM_OPEN };

        if (has_form(picture, CF_FORM_OPEN, classes[c]))
            put_sample(to, open_words[c], body);
    }
}

static void put_open_ends(legend *to, const cf_sankey *sankey)
{
    bool stated = false, assumed = false, gap = false, kept = false;

    for (int v = 0; v < sankey->picture->entity_count; v++) {
        const cf_sankey_ends *ends = &sankey->ends[v];

        stated = stated || ends->stated > 0.0;
        assumed = assumed || ends->assumed > 0.0;
        gap = gap || ends->gap > 0.0;
        kept = kept || ends->kept > 0.0;
    }
    if (stated)
        put_end_sample(to, "from outside", CF_END_STATED);
    if (assumed)
        put_end_sample(to, "nobody is shown to have it", CF_END_ASSUMED);
    if (gap)
        put_end_sample(to, "lacking", CF_END_GAP);
    if (kept)
        put_end_sample(to, "kept", CF_END_KEPT);
}

static void put_money(legend *to, const cf_sankey_pen *pen)
{
    const cf_sankey *sankey = pen->sankey;

    put_classes(to, sankey->picture);
    put_sankey_suppliers(to, pen);
    put_forms(to, sankey->picture);
    put_open_ends(to, sankey);
}

/* ---- of a clearing ---- */

static void put_due_sample(legend *to, const char *text, cf_sankey_body body, double paid_share)
{
    char path[PATH_SIZE];

    if (begin_path(path, to, text)) {
        body.path = path;
        cf_sankey_put_due(to->out, &body, paid_share);
    }
}

static void put_clearing(legend *to, const cf_sankey *sankey)
{
    const cf_picture *picture = sankey->picture;
    static const char *const paid[CF_CLASS_COUNT] = { [CF_TRADE] = "purchases, paid",
                                                      [CF_CAPITAL] = "capital, paid",
                                                      [CF_SERVICE] = "debt service, paid" };
    bool cut = false, fails = false;
    double at;

    for (int c = 0; c < CF_CLASS_COUNT; c++) {
        cf_sankey_body body = { .width = 11, .supplier = -1, .carries = (cf_class)c };

        if (cf_occurs_class(picture, body.carries))
            put_due_sample(to, paid[c], body, 1.0);
    }
    for (int e = 0; e < picture->edge_count; e++)
        cut = cut || cf_sankey_is_short(sankey, e);
    for (int v = 0; v < picture->entity_count; v++)
        fails = fails || sankey->clearing->fails[v];
    if (cut)
        put_due_sample(to, "due, and only the core of it paid",
                       (cf_sankey_body){ .width = 13, .supplier = -1 }, 0.4);
    if (cf_occurs_forms(picture) & CF_FORM_CONTINGENT)
        put_due_sample(to, "paid as a guarantor",
                       (cf_sankey_body){ .width = 11, .supplier = -1, .form = CF_FORM_CONTINGENT },
                       1.0);
    if (fails && begin_entry(to, "fails; round 1: though all others pay", &at))
        cf_xml_put(to->out,
                   "<rect class=\"cf-short-fill\" x=\"%f\" y=\"%f\" width=\"%d\" "
                   "height=\"18\"/>\n",
                   at + SAMPLE - CF_SANKEY_BAR, to->y - 9.0, CF_SANKEY_BAR);
}

static void put_notes(legend *to, const cf_sankey_pen *pen)
{
    const char *text;

    cf_buffer_add(pen->words, "Shown: ");
    cf_words_extent(pen->words, pen->sankey->picture, cf_report_scenario(pen->report));
    cf_buffer_add(
        pen->words,
        pen->sankey->clearing != NULL
            ? ". Widths are what is due, to scale, but nothing thinner than 1.5 px. Money from "
              "outside is left out."
            : ". Heights to scale, but nothing thinner than 1.5 px; under 0.5 % coming round is "
              "not marked. Outside money that no deal here takes up is left out.");
    text = cf_buffer_text(pen->words);
    if (text != NULL) {
        cf_svg_label label = { .text = text,
                               .class = "cf-muted",
                               .x = CF_SANKEY_MARGIN,
                               .y = to->y + ROW,
                               .size = 11,
                               .width = to->width - 2 * CF_SANKEY_MARGIN,
                               .lines = 3,
                               .upwards = true };

        label.y += CF_SVG_LEADING * label.size * (cf_svg_label_lines(&label) - 1);
        to->y = label.y - ROW;
        if (to->out != NULL)
            cf_svg_put_label(to->out, &label);
    }
    cf_buffer_clear(pen->words);
}

double cf_sankey_put_legend(const cf_sankey_pen *pen, double top)
{
    const cf_sankey *sankey = pen->sankey;
    legend to = { .out = pen->out,
                  .x = CF_SANKEY_MARGIN,
                  .y = top + 24,
                  .width = sankey->right + CF_SANKEY_MARGIN };

    if (pen->out != NULL)
        cf_xml_put(pen->out, "<path class=\"cf-grid\" d=\"M%d %fH%f\"/>\n", CF_SANKEY_MARGIN, top,
                   sankey->right);
    put_scale(&to, pen);
    if (sankey->clearing != NULL)
        put_clearing(&to, sankey);
    else
        put_money(&to, pen);
    put_notes(&to, pen);
    return to.y + 2 * ROW;
}
