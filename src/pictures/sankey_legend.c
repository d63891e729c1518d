/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "base/text.h"
#include "base/money.h"
#include "pictures/sankey.h"
#include "pictures/svg.h"

enum { ROW = 25, SAMPLE = 42, GAP = 26, MOST_COLOURS = 4, MOST_TEXT = 300 };
#define SIZE 12.0

typedef struct legend {
    FILE *out; /* or NULL */
    double x, y, width;
} legend;

/* Goes on to where the next entry fits; true where it is to be drawn. */
static bool begin_entry(legend *to, const char *text, double *sample)
{
    double need = SAMPLE + 8 + fmin(cf_svg_text_width(text, SIZE), MOST_TEXT);

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
                                               .width = MOST_TEXT });
    return true;
}

static void put_sample(legend *to, const char *text, cf_sankey_body body)
{
    char path[128], x[32], y[32], end[32];
    double at;

    if (!begin_entry(to, text, &at))
        return;
    cf_text_number(x, round(at));
    cf_text_number(y, round(to->y) + 0.5);
    cf_text_number(end, round(at) + SAMPLE);
    snprintf(path, sizeof path, "M%s %sH%s", x, y, end);
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

static void put_scale(legend *to, const cf_sankey *sankey, const cf_report *report)
{
    char text[CF_SANKEY_AMOUNT_SIZE];
    double amount, height, at;

    if (!(sankey->scale > 0.0))
        return;
    amount = round_amount(17.0 / sankey->scale);
    height = amount * sankey->scale;
    cf_sankey_amount(text, report, amount);
    if (!begin_entry(to, text, &at))
        return;
    cf_xml_put(to->out, "<rect class=\"cf-ink\" x=\"%f\" y=\"%f\" width=\"%d\" height=\"%f\"/>\n",
               at, to->y - height / 2.0, SAMPLE, height);
}

/* ---- entries ---- */

static void put_classes(legend *to, const cf_picture *picture)
{
    bool seen[2] = { false, false };

    for (int e = 0; e < picture->edge_count; e++)
        seen[picture->edges[e].capital] = true;
    if (seen[0])
        put_sample(to, "Trade: pays for goods or services",
                   (cf_sankey_body){ .width = 11, .supplier = -1 });
    if (seen[1])
        put_sample(to, "Capital: invests",
                   (cf_sankey_body){ .width = 11, .supplier = -1, .capital = true });
}

/* Colours in use, in their order; a strand that is not the largest has none. */
static void put_suppliers(legend *to, const cf_picture *picture)
{
    for (int s = 0, told = 0; s < picture->supplier_count && told < MOST_COLOURS; s++) {
        const cf_picture_entity *entity = &picture->entities[picture->suppliers[s].entity];
        bool used = false;
        char text[512];

        for (int e = 0; !used && e < picture->edge_count; e++) {
            used = picture->edges[e].strand_count > 0 && picture->edges[e].strands[0].supplier == s;
        }
        if (!used)
            continue;
        snprintf(text, sizeof text, "%s%.400s", told++ == 0 ? "On its way back to " : "to ",
                 entity->name);
        put_sample(to, text, (cf_sankey_body){ .width = 11, .core = 5, .supplier = s });
    }
}

static void put_forms(legend *to, const cf_picture *picture)
{
    static const struct {
        unsigned form;
        const char *text;
    } forms[] = {
        { CF_FORM_TIED, "Tied to a purchase" },
        { CF_FORM_CONTINGENT, "Contingent" },
        { CF_FORM_NON_CASH, "Not in cash" },
        { CF_FORM_TENTATIVE, "Rumoured or intended" },
    };
    bool open[2] = { false, false };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        bool used = false;

        for (int e = 0; e < picture->edge_count; e++)
            used =
                used || (picture->edges[e].form & (forms[i].form | CF_FORM_OPEN)) == forms[i].form;
        if (used)
            put_sample(to, forms[i].text,
                       (cf_sankey_body){
                           .width = 11, .supplier = -1, .capital = true, .form = forms[i].form });
    }
    for (int e = 0; e < picture->edge_count; e++)
        open[picture->edges[e].capital] |= (picture->edges[e].form & CF_FORM_OPEN) != 0;
    for (int capital = 0; capital < 2; capital++) {
        if (open[capital])
            put_sample(
                to, capital ? "Capital, amount unknown" : "Trade, amount unknown",
                (cf_sankey_body){ .supplier = -1, .capital = capital, .form = CF_FORM_OPEN });
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
        put_end_sample(to, "From outside", CF_END_STATED);
    if (assumed)
        put_end_sample(to, "From outside, taken for granted", CF_END_ASSUMED);
    if (gap)
        put_end_sample(to, "Lacking", CF_END_GAP);
    if (kept)
        put_end_sample(to, "Kept", CF_END_KEPT);
}

static void put_notes(legend *to, const cf_sankey *sankey, const cf_report *report)
{
    const cf_picture *picture = sankey->picture;
    char text[2048] = "", all[CF_SANKEY_AMOUNT_SIZE], shown[CF_MONEY_SIZE];
    size_t used;

    if (to->out == NULL)
        return;
    used = (size_t)snprintf(text, sizeof text,
                            "Heights to scale; what is thinner than %s px is drawn as thick. Money "
                            "from outside that no deal here takes up is left out.",
                            "1.5");
    cf_sankey_amount(all, report, picture->all_amount);
    cf_money_text(shown, picture->shown_amount);
    if (picture->entity_count < picture->all_entities || picture->shown_deals < picture->all_deals)
        snprintf(text + used, sizeof text - used,
                 " Shown: %d of %d entities, %d of %d deals, %s of %s.", picture->entity_count,
                 picture->all_entities, picture->shown_deals, picture->all_deals, shown, all);
    cf_svg_put_label(to->out, &(cf_svg_label){ .text = text,
                                               .class = "cf-muted",
                                               .x = CF_SANKEY_MARGIN,
                                               .y = to->y + ROW,
                                               .size = 11,
                                               .width = to->width - 2 * CF_SANKEY_MARGIN });
}

double cf_sankey_put_legend(FILE *out, const cf_sankey *sankey, const cf_report *report, double top)
{
    legend to = {
        .out = out, .x = CF_SANKEY_MARGIN, .y = top + 24, .width = sankey->right + CF_SANKEY_MARGIN
    };

    if (out != NULL)
        cf_xml_put(out, "<path class=\"cf-grid\" d=\"M%d %fH%f\"/>\n", CF_SANKEY_MARGIN, top,
                   sankey->right);
    put_scale(&to, sankey, report);
    put_classes(&to, sankey->picture);
    put_suppliers(&to, sankey->picture);
    put_forms(&to, sankey->picture);
    put_open_ends(&to, sankey);
    put_notes(&to, sankey, report);
    return to.y + 2 * ROW;
}
