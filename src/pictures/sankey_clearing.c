/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dues in a Sankey diagram: who pays how much of what it owes. A ribbon is as wide as its due, like
 * a pipe: full where it is paid, and hollow for the rest.
 *
 *      ════════════════   due 300
 *      ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓   paid 165
 *      ════════════════
 */
#include <math.h>

#include "pictures/sankey.h"
#include "pictures/svg.h"
#include "pictures/words.h"
#include "report/money.h"

enum { MOST_DEALS_TOLD = 12 };
#define LEAST_SHORT 1e-9 /* of a due: less is rounding */
#define RIM 1.4

bool cf_sankey_is_short(const cf_sankey *sankey, int e)
{
    double amount = sankey->picture->edges[e].amount;

    return amount - sankey->clearing->paid[e] > LEAST_SHORT * amount;
}

/* ---- the ribbon ---- */

/* A line too thin to be hollow is dashed where less than half is paid. */
static void put_thin_due(FILE *out, const cf_sankey_body *body, double paid_share, bool is_short)
{
    const char *class = is_short ? "cf-short" : cf_sankey_class(body);

    cf_sankey_put_stroke(out, body->path, class, CF_SANKEY_THIN,
                         !is_short           ? " stroke-opacity=\".5\""
                         : paid_share >= 0.5 ? ""
                                             : " stroke-dasharray=\"4 3\"");
}

void cf_sankey_put_due(FILE *out, const cf_sankey_body *body, double paid_share)
{
    const char *class = cf_sankey_class(body);
    bool is_short = 1.0 - paid_share > LEAST_SHORT;
    double core = body->width * fmin(fmax(paid_share, 0.0), 1.0);
    double rim = fmin(RIM, body->width / 5.0);

    if (body->width < 2.0 * CF_SANKEY_THIN) {
        put_thin_due(out, body, paid_share, is_short);
    } else if (!is_short) {
        cf_sankey_put_stroke(out, body->path, class, body->width,
                             body->form & CF_FORM_CONTINGENT
                                 ? " stroke-opacity=\".6\" stroke-dasharray=\"9 3\""
                                 : " stroke-opacity=\".32\"");
    } else {
        cf_sankey_put_stroke(out, body->path, "cf-short", body->width, "");
        cf_sankey_put_stroke(out, body->path, "cf-paper", body->width - 2.0 * rim, "");
        core = fmin(core, body->width - 2.0 * rim);
        if (core > 0.0)
            cf_sankey_put_stroke(out, body->path, class, fmax(core, 0.6),
                                 body->form & CF_FORM_CONTINGENT ? " stroke-dasharray=\"9 3\""
                                                                 : "");
    }
}

/* ---- tooltips ---- */

static void put_money(FILE *out, const char *before, double amount)
{
    char money[CF_MONEY_SIZE];

    cf_money_text(money, amount);
    cf_xml_put(out, "%s%s", before, money);
}

void cf_sankey_mark_due(const cf_sankey_pen *pen, int e)
{
    const cf_sankey *sankey = pen->sankey;
    const cf_picture_edge *edge = &sankey->picture->edges[e];
    const char *payer = sankey->picture->entities[edge->payer].name;
    const char *payee = sankey->picture->entities[edge->payee].name;
    int told = edge->deal_count <= MOST_DEALS_TOLD ? edge->deal_count : MOST_DEALS_TOLD;

    cf_xml_put(pen->out, "<g class=\"cf-due\"><title>%s%s%s owes %s%s%s ", cf_svg_isolate(payer),
               payer, cf_svg_release(payer), cf_svg_isolate(payee), payee, cf_svg_release(payee));
    put_money(pen->out, "", edge->amount);
    if (cf_sankey_is_short(sankey, e))
        put_money(pen->out, " and pays ", sankey->clearing->paid[e]);
    else
        fputs(" and pays all", pen->out);
    for (int i = 0; i < told; i++) {
        cf_words_deal(pen->words, cf_report_scenario(pen->report), &edge->deals[i]);
        cf_xml_put(pen->out, "\n%s", cf_buffer_text(pen->words));
        cf_buffer_clear(pen->words);
    }
    if (told < edge->deal_count)
        cf_xml_put(pen->out, "\nand %d more", edge->deal_count - told);
    fputs("</title>\n", pen->out);
}

void cf_sankey_mark_payer(const cf_sankey_pen *pen, int v)
{
    const cf_picture_entity *entity = &pen->sankey->picture->entities[v];
    const char *told = pen->sankey->clearing->told[v];

    cf_xml_put(pen->out, "<g class=\"cf-payer\" data-entity=\"%.100s\"><title>%s", entity->id,
               entity->whole_name == NULL ? entity->name : entity->whole_name);
    put_money(pen->out, "\ndue to it ", entity->in);
    put_money(pen->out, ", owes ", entity->out);
    cf_xml_put(pen->out, "%s%s</title>\n", told == NULL ? "" : "\n", told);
}
