/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes how the answer depends on the reading: firm, base, headline, side by side, and what it
 * means where a firmer one gives more; then the key figures. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "documents/html.h"

enum { MOST_VIEWED = 8, READINGS = 3, MOST_NAMED = 3 };

struct reading {
    cf_part part;
    const char *heading;
};

/* Whether the page's own view takes the deals as the preset does. */
static bool is_base(const cf_view_options *view)
{
    cf_view_options base = cf_view_options_of(CF_VIEW_BASE);

    return view->which == base.which && view->statuses == base.statuses &&
           view->non_cash == base.non_cash && view->contingent == base.contingent;
}

static struct reading reading_at(const cf_html *page, int index)
{
    static const struct reading readings[READINGS] = { { CF_PART_FIRM, "Firm" },
                                                       { CF_PART_SCORE, "This view" },
                                                       { CF_PART_HEADLINE, "Headline" } };
    struct reading reading = readings[index];

    if (reading.part == CF_PART_SCORE && is_base(&page->dossier->view))
        reading.heading = "Base";
    return reading;
}

static cf_lookup suppliers_of(const cf_html *page, int reading)
{
    return cf_lookup_of(page->dossier->parts[reading_at(page, reading).part], "suppliers");
}

/* ---- where a firmer reading gives more ------------------------------------------------------- */

static double back_in(const cf_html *page, int reading, const char *entity)
{
    cf_lookup suppliers = suppliers_of(page, reading);
    long row = cf_lookup_find(&suppliers, 0, "entity", entity);

    return row == suppliers.rows ? 0.0 : cf_lookup_number(&suppliers, row, "loopback_pro_rata");
}

static cf_view_options options_of(const cf_html *page, int reading)
{
    return reading == 0   ? cf_view_options_of(CF_VIEW_FIRM)
           : reading == 1 ? page->dossier->view
                          : cf_view_options_of(CF_VIEW_HEADLINE);
}

/* Whether a reading takes fewer deals than the next, and none at a higher amount: the page's own
 * may be any. */
static bool is_firmer(const cf_html *page, int reading)
{
    cf_view_options one = options_of(page, reading), next = options_of(page, reading + 1);

    return (one.statuses & ~next.statuses) == 0 && one.which <= next.which &&
           (!one.non_cash || next.non_cash) && (!one.contingent || next.contingent);
}

static bool gives_more(double firmer, double other)
{
    return firmer > other && !cf_same(firmer, other);
}

/* "AMD (1.2, against 0.9 in base)" */
static void put_more(const cf_html *page, const char *entity, int firmer)
{
    fputs("<b>", page->out);
    cf_html_entity(page, entity);
    fputs("</b> (", page->out);
    cf_html_number(page, back_in(page, firmer, entity));
    fputs(firmer == 0 ? " firm, " : ", ", page->out);
    cf_html_number(page, back_in(page, firmer + 1, entity));
    cf_xml_put(page->out, firmer == 0 ? " in %s)" : " in the headline reading)",
               strcmp(reading_at(page, 1).heading, "Base") == 0 ? "base" : "this view");
}

/* A firmer reading counts fewer deals; that more comes back all the same is no error. */
static void put_firmer(const cf_html *page)
{
    int named = 0;

    for (int r = 0; r + 1 < READINGS; r++) {
        cf_lookup suppliers = suppliers_of(page, r);

        for (long i = 0; is_firmer(page, r) && i < suppliers.rows && named < MOST_NAMED; i++) {
            const char *entity = cf_lookup_text(&suppliers, i, "entity");

            if (!gives_more(back_in(page, r, entity), back_in(page, r + 1, entity)))
                continue;
            fputs(named++ == 0 ? "<p>The firmer reading gives more to " : ", ", page->out);
            put_more(page, entity, r);
        }
    }
    if (named > 0)
        fputs(". That is no error: it has fewer rival payments. Of an entity's money, less goes to "
              "others and more to the supplier that funded it, and fewer investments of others "
              "are mixed in.</p>\n",
              page->out);
}

/* ---- side by side ---------------------------------------------------------------------------- */

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
        fputs("<small>", page->out);
        cf_html_bound(page, min, CF_DOWN);
        fputs(" to ", page->out);
        cf_html_bound(page, cf_lookup_number(&suppliers, row, "loopback_max"), CF_UP);
        fputs("</small>", page->out);
    }
    fputs("</td>", page->out);
}

static void put_supplier_row(const cf_html *page, const char *entity)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cf_html_entity(page, entity);
    fputs("</th>", page->out);
    for (int r = 0; r < READINGS; r++)
        put_reading(page, page->dossier->parts[reading_at(page, r).part], entity);
    fputs("</tr>\n", page->out);
}

static void put_gross_row(const cf_html *page)
{
    fputs("<tfoot><tr><th scope=\"row\">All deals, gross</th>", page->out);
    for (int r = 0; r < READINGS; r++) {
        fputs("<td class=\"n edge\">", page->out);
        cf_html_number(page,
                       cf_report_number(page->dossier->parts[reading_at(page, r).part], "gross"));
        fputs("</td><td></td>", page->out);
    }
    fputs("</tr></tfoot>\n", page->out);
}

/* Rows go by the page's own reading; then those that only another one has. */
static const int order[READINGS] = { 1, 0, 2 };

/* Whether one of the first few suppliers of the first so many readings. */
static bool is_listed(const cf_html *page, int readings, const char *entity)
{
    for (int r = 0; r < readings; r++) {
        cf_lookup suppliers = suppliers_of(page, order[r]);

        for (long i = 0; i < suppliers.rows && i < MOST_VIEWED; i++)
            if (cf_lookup_is(&suppliers, i, "entity", entity))
                return true;
    }
    return false;
}

/* The suppliers of a reading that have no row. */
struct others {
    int count;
    const char *first;
    double invested, back;
};

static struct others others_of(const cf_html *page, int reading)
{
    cf_lookup suppliers = suppliers_of(page, reading);
    struct others others = { .count = 0 };
    cf_sum invested = { 0 }, back = { 0 };

    for (long i = MOST_VIEWED; i < suppliers.rows; i++) {
        const char *entity = cf_lookup_text(&suppliers, i, "entity");

        if (is_listed(page, READINGS, entity))
            continue;
        others.first = others.count++ == 0 ? entity : others.first;
        cf_sum_add(&invested, cf_lookup_number(&suppliers, i, "invested"));
        cf_sum_add(&back, cf_lookup_number(&suppliers, i, "loopback_pro_rata"));
    }
    others.invested = cf_sum_value(invested);
    others.back = cf_sum_value(back);
    return others;
}

static void put_others_cells(const cf_html *page, const struct others *others)
{
    if (others->count == 0) {
        fputs("<td class=\"n edge\">\xE2\x80\x93</td><td class=\"n\">\xE2\x80\x93</td>", page->out);
        return;
    }
    fputs("<td class=\"n edge\">", page->out);
    cf_html_number(page, others->invested);
    fputs("</td><td class=\"n\">", page->out);
    cf_html_number(page, others->back);
    cf_xml_put(page->out, "<small>%d more</small></td>", others->count);
}

/* Whoever has no row, in sum; a single one gets its row after all. */
static void put_others(const cf_html *page)
{
    struct others others[READINGS];
    const char *only = NULL;
    bool several = false;

    for (int r = 0; r < READINGS; r++) {
        others[r] = others_of(page, r);
        if (others[r].count == 0)
            continue;
        several =
            several || others[r].count > 1 || (only != NULL && strcmp(only, others[r].first) != 0);
        only = others[r].first;
    }
    if (only == NULL)
        return;
    if (!several) {
        put_supplier_row(page, only);
        return;
    }
    fputs("<tr><th scope=\"row\">Further suppliers, together</th>", page->out);
    for (int r = 0; r < READINGS; r++)
        put_others_cells(page, &others[r]);
    fputs("</tr>\n", page->out);
}

/* The first few of each reading, each once, and the others. */
static void put_supplier_rows(const cf_html *page)
{
    for (int r = 0; r < READINGS; r++) {
        cf_lookup suppliers = suppliers_of(page, order[r]);

        for (long i = 0; i < suppliers.rows && i < MOST_VIEWED; i++) {
            const char *entity = cf_lookup_text(&suppliers, i, "entity");

            if (!is_listed(page, r, entity))
                put_supplier_row(page, entity);
        }
    }
    put_others(page);
}

static void put_table(const cf_html *page)
{
    cf_html_begin_table(page, "What comes back, by how the deals are read", "views");
    fputs("<thead><tr><td rowspan=\"2\"></td>", page->out);
    for (int r = 0; r < READINGS; r++)
        cf_xml_put(page->out, "<th scope=\"colgroup\" colspan=\"2\" class=\"edge\">%s</th>",
                   reading_at(page, r).heading);
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
}

/* ---- key figures ----------------------------------------------------------------------------- */

static void begin_key(const cf_html *page, const char *name)
{
    cf_xml_put(page->out, "<div><dt>%s</dt><dd>", name);
}

static void put_key(const cf_html *page, const char *name, const char *figure, const char *words)
{
    double value = cf_report_number(page->score, figure);

    if (isnan(value))
        return;
    begin_key(page, name);
    cf_html_number(page, value);
    cf_xml_put(page->out, "<small>%s</small></dd></div>\n", words);
}

static void put_key_share(const cf_html *page, const char *name, const char *figure,
                          cf_rounding rounding, const char *words)
{
    double value = cf_report_number(page->score, figure);

    if (isnan(value))
        return;
    begin_key(page, name);
    cf_html_share_bound(page, value, rounding);
    cf_xml_put(page->out, "<small>%s</small></dd></div>\n", words);
}

static void put_keys(const cf_html *page)
{
    fputs("<dl class=\"keys\">\n", page->out);
    put_key(page, "All deals", "gross", page->unit);
    put_key(page, "Capital", "capital", "of that, invested or lent");
    put_key(page, "Trade", "trade", "of that, bought and sold");
    if (cf_report_number(page->score, "service") > 0)
        put_key(page, "Debt service", "service", "of that, capital given back or paid for");
    put_key_share(page, "Goes round at most", "circularity_max", CF_UP,
                  "of gross, largest circulation");
    put_key_share(page, "Goes round", "circularity_bff", CF_NEAREST,
                  "of gross, balanced forwarding");
    if (cf_report_number(page->score, "funding_gap") > 0)
        put_key(page, "Funding gap", "funding_gap", "promised beyond stated funds");
    put_key(page, "Deals", "deals", "counted in this view");
    put_key(page, "Without an amount", "unquantified", "deals, in no sum");
    fputs("</dl>\n", page->out);
}

cf_status cf_html_views(const cf_html *page)
{
    cf_xml_put(page->out,
               "<p><b>Firm</b> takes the low figure of every range and only what is signed or "
               "completed. <b>%s</b> is the reading of the rest of the page. <b>Headline</b> takes "
               "the high figure, letters of intent, and what is paid in shares. Where the three "
               "lie far apart, the answer depends on whether announcements are kept: that is a "
               "finding, not noise.</p>\n",
               reading_at(page, 1).heading);
    put_table(page);
    put_firmer(page);
    put_keys(page);
    return CF_OK;
}
