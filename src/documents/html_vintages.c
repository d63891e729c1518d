/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section about time: when what was invested comes back, and who runs out of money. */
#include "documents/html.h"
#include "pictures/charts.h"

enum { MOST_ROWS = 200 };

/* How the money goes on from one period to the next. */
static const char *carry_words(const char *carry)
{
    if (carry != NULL && carry[0] == 'n')
        return "nobody carries money on into the next";
    if (carry != NULL && carry[0] == 'a' && carry[1] == 'l')
        return "everybody carries on what it keeps";
    return "who reports no revenue carries on what it keeps, who reports some only capital that it "
           "has not spent yet";
}

static void put_intro(const cf_html *page, const cf_report *vintages)
{
    const char *period = cf_lookup_figure(vintages, "period").text;

    cf_xml_put(
        page->out,
        "<p>The same money, followed from %s to %s: deals are due when the file says, and %s."
        " Other periods give other figures, since what is bought before the money for it "
        "comes cannot be paid with it.</p>\n",
        period == NULL ? "period" : period, period == NULL ? "period" : period,
        carry_words(cf_lookup_figure(vintages, "carry").text));
}

static cf_status put_funding(const cf_html *page, const cf_report *vintages)
{
    fputs("<h3>What is due, and what pays for it</h3>\n<p>", page->out);
    cf_html_entity(page, cf_chart_funding_entity(vintages));
    fputs(" is the one whose payments exceed its money most.</p>\n", page->out);
    return cf_html_put_chart(page, cf_chart_funding, vintages, "funding-",
                             "Chart: what is due in each period, and what pays for it");
}

static cf_status put_charts(const cf_html *page, const cf_report *vintages)
{
    cf_status status = cf_html_put_chart(page, cf_chart_back, vintages, "back-",
                                         "Chart: how much has come back by the end of each period");

    cf_html_begin_appendix(page);
    if (status == CF_OK)
        status = cf_html_put_chart(page, cf_chart_triangle, vintages, "triangle-",
                                   "Chart: when what was invested comes back");
    if (status == CF_OK && cf_lookup_of(vintages, "funding").rows > 0)
        status = put_funding(page, vintages);
    cf_html_end_appendix(page);
    return status;
}

cf_status cf_html_vintages(const cf_html *page)
{
    static const struct {
        const char *name, *caption;
    } tables[] = { { "lags", "How long it takes" },
                   { "periods", "All periods in figures" },
                   { "vintages", "All vintages in figures" },
                   { "funding", "What is due, and what pays for it" },
                   { "cash", "What each entity carries on" },
                   { "support_profile", "What entities stand behind in each period" } };
    const cf_report *vintages = page->dossier->parts[CF_PART_VINTAGES];
    cf_status status;

    put_intro(page, vintages);
    status = put_charts(page, vintages);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        cf_html_put_table(page, &(cf_html_table){ .report = vintages,
                                                  .name = tables[i].name,
                                                  .caption = tables[i].caption,
                                                  .most = MOST_ROWS,
                                                  .folded = true });
    return status;
}
