/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer in a sentence, the key figures, and how the answer depends on the reading. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "documents/html.h"

enum { MOST_VIEWED = 8, MOST_NEXT = 3 };

static double cell(const cf_html *page, const char *column)
{
    return cf_lookup_number(&page->suppliers, 0, column);
}

static void put_money(const cf_html *page, const char *before, double amount, const char *after)
{
    fputs(before, page->out);
    cf_html_number(page, amount);
    fputs(after, page->out);
}

static void put_unit_money(const cf_html *page, double amount)
{
    const cf_scenario *scenario = page->scenario;

    cf_xml_put(page->out, "%s\xC2\xA0", scenario->currency);
    cf_html_number(page, amount);
    cf_xml_put(page->out, scenario->unit == CF_ONE ? "%s" : "\xC2\xA0%s",
               scenario->unit == CF_ONE ? NULL : cf_unit_names[scenario->unit]);
}

/* ---- the sentence ---------------------------------------------------------------------------- */

/* What nobody can doubt: "Whatever ..., at least 2 must have come back and at most 34.4 can have".
 */
static void put_interval(const cf_html *page, double min, double max, double invested)
{
    fputs("Whatever anybody did with the money, ", page->out);
    if (!(max > 0.0)) {
        fputs("nothing comes back", page->out);
        return;
    }
    if (cf_same(min, max)) {
        put_money(page, "exactly ", min, " comes back");
        return;
    }
    if (min > 0.0)
        put_money(page, "at least ", min, " must have come back");
    else
        fputs("none of it need have come back", page->out);
    if (cf_same(max, invested))
        fputs(", and all of it can have", page->out);
    else
        put_money(page, ", and at most ", max, " can have");
}

static void put_bounds(const cf_html *page)
{
    double min = cell(page, "loopback_min"), max = cell(page, "loopback_max");
    double open = cell(page, "loopback_max_open");

    if (isnan(min) || isnan(max)) {
        fputs("Every amount counts times how likely its deal is; under such weights nothing can "
              "be said of least and most.",
              page->out);
        return;
    }
    put_interval(page, min, max, cell(page, "invested"));
    if (open > max && !cf_same(open, max))
        put_money(page, " (or up to ", open, ", if deals of unknown amount carried it)");
    fputs(".", page->out);
}

static void put_share(const cf_html *page)
{
    const char *basis = cf_lookup_text(&page->suppliers, 0, "revenue_basis");
    double reported = cell(page, "exposure_reported_pro_rata");
    double shown = cell(page, "exposure_pro_rata");

    if (!(cell(page, "loopback_pro_rata") > 0.0))
        return;
    if (!isnan(reported)) {
        fputs(" Pro rata, that is ", page->out);
        cf_html_share(page, reported);
        cf_xml_put(page->out, " of its reported revenue%s",
                   basis != NULL && strcmp(basis, "scaled") == 0
                       ? ", scaled by days to the time of the deals"
                       : "");
        if (!isnan(shown)) {
            fputs(", and ", page->out);
            cf_html_share(page, shown);
            fputs(" of the revenue that these deals show", page->out);
        }
        fputs(".", page->out);
    } else if (!isnan(shown)) {
        fputs(" Pro rata, that is ", page->out);
        cf_html_share(page, shown);
        fputs(" of the revenue that these deals show.", page->out);
    }
}

/* What the first supplier's figure is in another reading: false where that is the same. */
static bool put_other(const cf_html *page, cf_part part, const char *before)
{
    cf_lookup suppliers = cf_lookup_of(page->dossier->parts[part], "suppliers");
    long row =
        cf_lookup_find(&suppliers, 0, "entity", cf_lookup_text(&page->suppliers, 0, "entity"));
    double here = cell(page, "loopback_pro_rata"), invested = cell(page, "invested"), there;

    if (row == suppliers.rows) {
        cf_xml_put(page->out, "%snothing", before);
        return true;
    }
    there = cf_lookup_number(&suppliers, row, "loopback_pro_rata");
    if (cf_same(there, here) && cf_same(cf_lookup_number(&suppliers, row, "invested"), invested))
        return false;
    put_money(page, before, there, " of ");
    cf_html_number(page, cf_lookup_number(&suppliers, row, "invested"));
    return true;
}

static void put_others(const cf_html *page)
{
    bool firm = put_other(page, CF_PART_FIRM, " Counting only what is firm, it is ");
    bool headline = put_other(page, CF_PART_HEADLINE,
                              firm ? "; taking every headline at its word, "
                                   : " Taking every headline at its word, it is ");

    fputs(firm || headline ? "." : " A firm reading and the headlines say the same.", page->out);
}

/* The other suppliers to which something comes back, as far as a sentence goes. */
static void put_next(const cf_html *page)
{
    long row = 1;

    for (; row < page->suppliers.rows && row <= MOST_NEXT; row++) {
        double back = cf_lookup_number(&page->suppliers, row, "loopback_pro_rata");

        if (!(back > 0.0))
            break;
        fputs(row == 1 ? " Next, pro rata: " : "; ", page->out);
        cf_html_entity(page, cf_lookup_text(&page->suppliers, row, "entity"));
        put_money(page, ", ", back, " of ");
        cf_html_number(page, cf_lookup_number(&page->suppliers, row, "invested"));
    }
    fputs(row > 1 ? "." : "", page->out);
}

/* What was asked for by --joint. */
static void put_joint(const cf_html *page)
{
    cf_lookup members = cf_lookup_of(page->score, "joint");
    double invested = cf_lookup_figure(page->score, "joint_invested");
    double min = cf_lookup_figure(page->score, "joint_loopback_min");
    double max = cf_lookup_figure(page->score, "joint_loopback_max");

    if (members.rows == 0 || isnan(invested))
        return;
    fputs("<p class=\"lead\">Taken as one supplier, ", page->out);
    for (long i = 0; i < members.rows; i++) {
        fputs(i == 0 ? "" : i + 1 < members.rows ? ", " : " and ", page->out);
        cf_html_entity(page, cf_lookup_text(&members, i, "member"));
    }
    put_money(page, " invested <b>", invested, "</b> in others");
    put_money(page, ", and <b>", cf_lookup_figure(page->score, "joint_loopback_pro_rata"),
              "</b> comes back to them as revenue, pro rata");
    if (!isnan(min) && !isnan(max)) {
        fputs(". ", page->out);
        put_interval(page, min, max, invested);
    }
    fputs(".</p>\n", page->out);
}

static void put_nobody(const cf_html *page)
{
    fputs("<p class=\"answer\">Nobody in this view both invests and has revenue, so no "
          "supplier's money can come back to it.</p>\n",
          page->out);
}

static void put_sentence(const cf_html *page)
{
    double back = cell(page, "loopback_pro_rata");

    fputs("<p class=\"answer\">Of the <b>", page->out);
    put_unit_money(page, cell(page, "invested"));
    fputs("</b> that ", page->out);
    cf_html_entity(page, cf_lookup_text(&page->suppliers, 0, "entity"));
    fputs(" has invested, <b>", page->out);
    if (back > 0.0) {
        put_unit_money(page, back);
        fputs("</b> comes back as its own revenue if everybody mixes what they receive.</p>\n",
              page->out);
    } else {
        fputs("nothing</b> comes back as its own revenue by deals of known amounts, and to no "
              "other supplier either.</p>\n",
              page->out);
    }
    fputs("<p class=\"lead\">", page->out);
    put_bounds(page);
    put_share(page);
    put_others(page);
    put_next(page);
    fputs("</p>\n", page->out);
}

/* ---- key figures ----------------------------------------------------------------------------- */

static void begin_key(const cf_html *page, const char *name)
{
    cf_xml_put(page->out, "<div><dt>%s</dt><dd>", name);
}

static void put_key(const cf_html *page, const char *name, const char *figure, const char *words)
{
    double value = cf_lookup_figure(page->score, figure);

    if (isnan(value))
        return;
    begin_key(page, name);
    cf_html_number(page, value);
    cf_xml_put(page->out, "<small>%s</small></dd></div>\n", words);
}

static void put_key_share(const cf_html *page, const char *name, const char *figure,
                          const char *words)
{
    double value = cf_lookup_figure(page->score, figure);

    if (isnan(value))
        return;
    begin_key(page, name);
    cf_html_share(page, value);
    cf_xml_put(page->out, "<small>%s</small></dd></div>\n", words);
}

static void put_keys(const cf_html *page)
{
    fputs("<dl class=\"keys\">\n", page->out);
    put_key(page, "All deals", "gross", page->unit);
    put_key(page, "Capital", "capital", "of that, invested or lent");
    put_key(page, "Trade", "trade", "of that, bought and sold");
    put_key_share(page, "Goes round at most", "circularity_max", "of gross, largest circulation");
    put_key_share(page, "Goes round", "circularity_bff", "of gross, balanced forwarding");
    put_key(page, "Taken for granted", "funds_assumed",
            "from outside: other revenue, or what payments lack");
    put_key(page, "Funding gap", "funding_gap", "of that, beyond stated funds");
    put_key(page, "Deals", "deals", "counted in this view");
    put_key(page, "Without an amount", "unquantified", "deals, in no sum");
    fputs("</dl>\n", page->out);
}

cf_status cf_html_answer(const cf_html *page)
{
    if (page->suppliers.rows > 0)
        put_sentence(page);
    else
        put_nobody(page);
    put_joint(page);
    put_keys(page);
    if (page->scenario->description != NULL)
        cf_xml_put(page->out, "<p class=\"about\" dir=\"auto\">%s</p>\n",
                   page->scenario->description);
    return CF_OK;
}

/* ---- three readings -------------------------------------------------------------------------- */

static const struct {
    cf_part part;
    const char *heading;
} readings[] = { { CF_PART_SCORE, "This view" },
                 { CF_PART_FIRM, "Firm" },
                 { CF_PART_HEADLINE, "Headline" } };

enum { READINGS = 3 };

/* Two cells: what was invested; what of it comes back, and its bounds. */
static void put_reading(const cf_html *page, const cf_report *score, const char *entity)
{
    cf_lookup suppliers = cf_lookup_of(score, "suppliers");
    long row = cf_lookup_find(&suppliers, 0, "entity", entity);
    double min;

    if (row == suppliers.rows) {
        fputs("<td class=\"n edge\">\xE2\x80\x93</td><td class=\"n\">\xE2\x80\x93</td>", page->out);
        return;
    }
    min = cf_lookup_number(&suppliers, row, "loopback_min");
    fputs("<td class=\"n edge\">", page->out);
    cf_html_number(page, cf_lookup_number(&suppliers, row, "invested"));
    fputs("</td><td class=\"n\"><b>", page->out);
    cf_html_number(page, cf_lookup_number(&suppliers, row, "loopback_pro_rata"));
    fputs("</b>", page->out);
    if (!isnan(min)) {
        put_money(page, "<small>", min, " to ");
        put_money(page, "", cf_lookup_number(&suppliers, row, "loopback_max"), "</small>");
    }
    fputs("</td>", page->out);
}

static void put_supplier_row(const cf_html *page, const char *entity)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cf_html_entity(page, entity);
    fputs("</th>", page->out);
    for (int r = 0; r < READINGS; r++)
        put_reading(page, page->dossier->parts[readings[r].part], entity);
    fputs("</tr>\n", page->out);
}

static void put_gross_row(const cf_html *page)
{
    fputs("<tfoot><tr><th scope=\"row\">All deals, gross</th>", page->out);
    for (int r = 0; r < READINGS; r++) {
        fputs("<td class=\"n edge\">", page->out);
        cf_html_number(page, cf_lookup_figure(page->dossier->parts[readings[r].part], "gross"));
        fputs("</td><td></td>", page->out);
    }
    fputs("</tr></tfoot>\n", page->out);
}

/* Whether one of the first few suppliers of the readings before. */
static bool is_told(const cf_html *page, int before, const char *entity)
{
    for (int r = 0; r < before; r++) {
        cf_lookup suppliers = cf_lookup_of(page->dossier->parts[readings[r].part], "suppliers");
        long row = cf_lookup_find(&suppliers, 0, "entity", entity);

        if (row < suppliers.rows && row < MOST_VIEWED)
            return true;
    }
    return false;
}

/* The first few of each reading, each once. */
static void put_supplier_rows(const cf_html *page)
{
    for (int r = 0; r < READINGS; r++) {
        cf_lookup suppliers = cf_lookup_of(page->dossier->parts[readings[r].part], "suppliers");

        for (long i = 0; i < suppliers.rows && i < MOST_VIEWED; i++) {
            const char *entity = cf_lookup_text(&suppliers, i, "entity");

            if (!is_told(page, r, entity))
                put_supplier_row(page, entity);
        }
    }
}

cf_status cf_html_views(const cf_html *page)
{
    fputs("<p><b>Firm</b> takes the low figure of every range and only what is signed or "
          "completed. <b>Headline</b> takes the high figure, letters of intent, and what is paid "
          "in shares. <b>This view</b> is the one that the rest of the page tells of. Where the "
          "three lie far apart, the answer depends on whether announcements are kept: that is a "
          "finding, not noise.</p>\n",
          page->out);
    cf_html_begin_table(page, "What comes back, by how the deals are read", "views");
    fputs("<thead><tr><td rowspan=\"2\"></td>", page->out);
    for (int r = 0; r < READINGS; r++)
        cf_xml_put(page->out, "<th scope=\"colgroup\" colspan=\"2\" class=\"edge\">%s</th>",
                   readings[r].heading);
    fputs("</tr>\n<tr>", page->out);
    for (int r = 0; r < READINGS; r++)
        fputs("<th scope=\"col\" class=\"n edge\">invested</th>"
              "<th scope=\"col\" class=\"n\">back, pro rata<small>min to max</small></th>",
              page->out);
    fputs("</tr></thead>\n<tbody>\n", page->out);
    put_supplier_rows(page);
    fputs("</tbody>\n", page->out);
    put_gross_row(page);
    cf_html_end_table(page);
    return CF_OK;
}
