/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section about what entities stand behind, what single customers touch, and what entities
 * state themselves. */
#include "documents/html.h"
#include "pictures/charts.h"

enum { MOST_ROWS = 200 };

static bool has_rows(const cf_report *report, const char *table)
{
    return cf_lookup_of(report, table).rows > 0;
}

static cf_status put_support(const cf_html *page)
{
    const cf_report *vintages = page->dossier->parts[CF_PART_VINTAGES];
    cf_status status;

    fputs(
        "<p>Guarantees and other contingent deals cost nothing as long as all goes well: they "
        "are beside the figures above, never in them. These are the most that they may cost.</p>\n",
        page->out);
    status = cf_html_put_chart(page, cf_chart_support, page->score, "support-",
                               "Chart: who stands behind whom");
    cf_html_begin_appendix(page);
    if (status == CF_OK && has_rows(vintages, "support_profile"))
        status = cf_html_put_chart(page, cf_chart_profile, vintages, "profile-",
                                   "Chart: what stands behind others in each period");
    cf_html_end_appendix(page);
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "support",
                                              .caption = "Who stands behind whom, in figures",
                                              .most = MOST_ROWS,
                                              .folded = true });
    return status;
}

static cf_status put_stack(const cf_html *page)
{
    cf_status status;

    cf_html_begin_appendix(page);
    fputs("<h3>What single customers touch</h3>\n<p>All that a supplier has with one customer: "
          "sales, capital, guarantees less what is set aside, warrants. It is what the customer "
          "touches, not a loss, and must not be added up over customers.</p>\n",
          page->out);
    status = cf_html_put_chart(page, cf_chart_stack, page->score, "stack-",
                               "Chart: what the largest customers touch");
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "stack",
                                              .caption = "What each customer touches, in figures",
                                              .most = MOST_ROWS,
                                              .folded = true });
    cf_html_end_appendix(page);
    return status;
}

static void put_stated(const cf_html *page)
{
    fputs("<h3>What entities state themselves</h3>\n<p>How much of a stated total the deals "
          "name. More than all of it: something may be counted twice.</p>\n",
          page->out);
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "stated",
                                              .caption = "Stated totals and the deals",
                                              .most = MOST_ROWS });
}

cf_status cf_html_support(const cf_html *page)
{
    cf_status status = CF_OK;

    if (has_rows(page->score, "support"))
        status = put_support(page);
    else
        fputs("<p>The file has no guarantees or other contingent deals in this view.</p>\n",
              page->out);
    if (status == CF_OK && has_rows(page->score, "stack"))
        status = put_stack(page);
    if (status == CF_OK && has_rows(page->score, "stated"))
        put_stated(page);
    return status;
}
