/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections of tables: those that any analysis gets, and those that have a chart as well. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "documents/html.h"
#include "pictures/charts.h"

enum { MOST_ROWS = 1000, MOST_TORNADOES = 6 };

/* ---- any analysis ---------------------------------------------------------------------------- */

void cf_html_put_tables(const cf_html *page, cf_part part)
{
    const cf_report *report = page->dossier->parts[part];
    const char *summary = cf_analysis_find(cf_sections[part].analysis)->summary;
    long rows = 0;

    cf_xml_put(page->out, "<p>%s.</p>\n", summary);
    for (int i = 0; i < cf_report_table_count(report); i++) {
        const cf_table *table = cf_report_table(report, i);
        const char *name = cf_table_name(table);
        char file[CF_TABLE_NAME_SIZE];

        cf_section_name_table(file, part, name);
        cf_html_put_table(
            page,
            &(cf_html_table){
                .report = report, .name = name, .file = file, .caption = name, .most = MOST_ROWS });
        rows += cf_table_row_count(table);
    }
    if (rows == 0)
        fputs("<p class=\"note\">Its tables have no rows in this view.</p>\n", page->out);
}

/* ---- who finances whose revenue -------------------------------------------------------------- */

cf_status cf_html_financing(const cf_html *page)
{
    cf_status status;

    fputs("<p>A row is the money that one supplier invested, a column the revenue that it becomes, "
          "pro rata. Off the diagonal, a supplier pays for the sales of another, which no loop "
          "of its own shows.</p>\n",
          page->out);
    status = cf_html_put_chart(page, cf_chart_financing, page->score, "financing-",
                               "Chart: who finances whose revenue");
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "pairs",
                                              .caption = "Capital against direct sales",
                                              .most = MOST_ROWS });
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "concentration",
                                              .caption = "Customers by share of a seller's revenue",
                                              .most = MOST_ROWS,
                                              .folded = true });
    return status;
}

/* ---- drivers --------------------------------------------------------------------------------- */

static cf_status put_tornado(const cf_html *page, int rank)
{
    const char *supplier = cf_lookup_text(&page->suppliers, rank, "entity");
    char prefix[32];
    cf_status status;

    snprintf(prefix, sizeof prefix, "drivers-%d-", rank);
    fputs("<h3>", page->out);
    cf_html_entity(page, supplier);
    cf_xml_put(page->out,
               "</h3>\n<div class=\"scroll chart\" tabindex=\"0\" role=\"region\" "
               "aria-label=\"Chart: what moves the figure of %s (%d)\">\n",
               cf_lookup_name(page->scenario, supplier), rank + 1);
    status = cf_chart_drivers(page->out, page->dossier->parts[CF_PART_DRIVERS], supplier,
                              &(cf_drawing){ .inlined = true, .prefix = prefix });
    fputs("</div>\n", page->out);
    return status;
}

static bool has_drivers(const cf_html *page, int rank)
{
    cf_lookup drivers = cf_lookup_of(page->dossier->parts[CF_PART_DRIVERS], "drivers");
    const char *supplier = cf_lookup_text(&page->suppliers, rank, "entity");

    return cf_lookup_find(&drivers, 0, "supplier", supplier) < drivers.rows;
}

/* Of the leading suppliers, whose figures deals move. */
static int count_tornadoes(const cf_html *page)
{
    int count = 0;

    while (count < page->suppliers.rows && count < MOST_TORNADOES &&
           cf_lookup_number(&page->suppliers, count, "loopback_pro_rata") > 0.0 &&
           has_drivers(page, count))
        count++;
    return count;
}

/* What the figure of the leading supplier is made of, where that was found. */
static cf_status put_waterfall(const cf_html *page)
{
    const cf_report *report = page->dossier->parts[CF_PART_ATTRIBUTION];
    cf_lookup drivers = cf_lookup_of(report, "drivers");
    const char *supplier = cf_lookup_first_text(&drivers, "supplier");
    cf_status status;

    if (report == NULL)
        fputs("<p>What each deal contributes to a figure, so that the parts add up to it, is left "
              "out here for the number of deals: <code>circfin drivers --attribution</code>.</p>\n",
              page->out);
    if (supplier == NULL)
        return CF_OK;
    cf_html_begin_appendix(page);
    fputs("<h3>What this figure is made of: ", page->out);
    cf_html_entity(page, supplier);
    fputs("</h3>\n<p>What each deal contributes, so that the parts add up: the gain when it is "
          "added, on average over all orders in which the deals can be added (its Shapley "
          "value).</p>\n<div class=\"scroll chart\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"Chart: what the figure is made of\">\n",
          page->out);
    status = cf_chart_waterfall(page->out, report, supplier,
                                &(cf_drawing){ .inlined = true, .prefix = "waterfall-" });
    fputs("</div>\n", page->out);
    cf_html_end_appendix(page);
    return status;
}

cf_status cf_html_drivers(const cf_html *page)
{
    cf_status status = CF_OK;
    int drawn;

    fputs(
        "<p>A supplier's pro rata figure with one deal at the low and at the high end of its "
        "range, or at 10 % less and more where it has no range; all other deals stay as they are. "
        "A bar to one side only belongs to a deal that is already at one end of its range.</p>\n",
        page->out);
    drawn = count_tornadoes(page);
    for (int i = 0; status == CF_OK && i < drawn; i++) {
        if (i == 1)
            cf_html_begin_folded(page, "The same for further suppliers", drawn - 1);
        status = put_tornado(page, i);
    }
    if (drawn > 1)
        cf_html_end_folded(page);
    if (drawn == 0)
        fputs("<p>No deal moves a figure: nothing comes back in this view.</p>\n", page->out);
    else if (status == CF_OK)
        status = put_waterfall(page);
    cf_html_put_table(page, &(cf_html_table){ .report = page->dossier->parts[CF_PART_DRIVERS],
                                              .name = "drivers",
                                              .caption = "All drivers in figures",
                                              .most = MOST_ROWS,
                                              .folded = true });
    return status;
}

/* ---- over time ------------------------------------------------------------------------------- */

cf_status cf_html_timeline(const cf_html *page)
{
    const cf_report *timeline = page->dossier->parts[CF_PART_TIMELINE];
    cf_status status;

    fputs("<p>The same figures as of each day on which a deal was announced or cancelled. Statuses "
          "are those that the file gives now; only the date moves.</p>\n",
          page->out);
    status = cf_html_put_chart(page, cf_chart_timeline, timeline, "timeline-",
                               "Chart: what came back as of each day");
    cf_html_put_table(page, &(cf_html_table){ .report = timeline,
                                              .name = "timeline",
                                              .caption = "All days in figures",
                                              .most = MOST_ROWS,
                                              .folded = true });
    return status;
}

/* ---- balances -------------------------------------------------------------------------------- */

static void put_gap(const cf_html *page)
{
    double assumed = cf_report_number(page->score, "funds_assumed");
    double gap = cf_report_number(page->score, "funding_gap");

    fputs("<p>What each entity receives and pays in these deals, and what it must have from "
          "elsewhere. <b>",
          page->out);
    cf_html_number(page, assumed);
    cf_xml_put(
        page->out,
        "</b> %s is assumed: for entities that report revenue, the part of it that is not in "
        "these deals; for others, what they pay beyond what they receive. ",
        page->unit);
    if (gap > 0.0) {
        fputs("Of that, <b>", page->out);
        cf_html_number(page, gap);
        fputs("</b> is more than the payers' stated funds can pay: a funding gap.", page->out);
    } else {
        fputs("No entity with stated funds has promised more than it can pay.", page->out);
    }
    fputs("</p>\n", page->out);
}

cf_status cf_html_balances(const cf_html *page)
{
    put_gap(page);
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "entities",
                                              .caption = "Balance of every entity" });
    return CF_OK;
}
