/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections that are a chart and its table: financing, drivers, the timeline, balances. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "documents/html.h"
#include "pictures/charts.h"

enum { MOST_ROWS = 1000, MOST_TORNADOES = 6 };

/* ---- who finances whose revenue -------------------------------------------------------------- */

static const cf_html_column pair_columns[] = {
    { "supplier", "Supplier" },
    { "customer", "Customer" },
    { "capital", "capital into it" },
    { "trade", "sales to it" },
    { "ratio", "capital / sales" },
    { "round_trip", "the smaller of both" },
    { NULL, NULL },
};

static const cf_html_column concentration_columns[] = {
    { "entity", "Seller" }, { "payer", "Customer" },
    { "amount", "paid" },   { "share", "of the seller's revenue in deals" },
    { NULL, NULL },
};

cf_status cf_html_financing(const cf_html *page)
{
    cf_status status;

    cf_html_begin(page, "financing", "Who finances whose revenue");
    fputs("<p>A row is the money that one supplier invested, a column the revenue that it becomes, "
          "pro rata. Off the diagonal a supplier pays for the sales of another: no loop of its "
          "own shows it.</p>\n",
          page->out);
    status = cf_html_put_chart(page, cf_chart_financing, page->score, "financing-",
                               "Chart: who finances whose revenue");
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "pairs",
                                              .caption = "Capital against sales, straight",
                                              .columns = pair_columns,
                                              .most = MOST_ROWS });
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "concentration",
                                              .caption = "Customers by share of a seller's revenue",
                                              .columns = concentration_columns,
                                              .most = MOST_ROWS,
                                              .folded = true });
    cf_html_end(page);
    return status;
}

/* ---- drivers --------------------------------------------------------------------------------- */

static const cf_html_column driver_columns[] = {
    { "supplier", "Supplier" },
    { "deal", "Deal" },
    { "amount", "amount" },
    { "marginal_down", "lost for each 1 less" },
    { "marginal_up", "gained for each 1 more" },
    { "without", "figure without it" },
    { "low", "at its low" },
    { "high", "at its high" },
    { "kink", "kink" },
    { "choke", "choke point" },
    { NULL, NULL },
};

static cf_status put_tornado(const cf_html *page, int rank)
{
    const char *supplier = cf_lookup_text(&page->suppliers, rank, "entity");
    char prefix[32];
    cf_status status;

    snprintf(prefix, sizeof prefix, "drivers-%d-", rank);
    fputs("<h3>", page->out);
    cf_html_entity(page, supplier);
    cf_xml_put(page->out,
               "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
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

cf_status cf_html_drivers(const cf_html *page)
{
    long count = page->suppliers.rows;
    cf_status status = CF_OK;
    int told = 0;

    cf_html_begin(page, "drivers", "What moves the figure");
    fputs("<p>What a supplier's pro rata figure would be with one deal at the low and at the high "
          "end of its range, or at 10 % less and more where it has none; all other deals "
          "stay. A bar to one side only belongs to a deal whose range begins or ends where it "
          "stands now.</p>\n",
          page->out);
    for (int i = 0; status == CF_OK && i < count && told < MOST_TORNADOES; i++) {
        if (!(cf_lookup_number(&page->suppliers, i, "loopback_pro_rata") > 0.0) ||
            !has_drivers(page, i))
            continue;
        status = put_tornado(page, i);
        told++;
    }
    if (told == 0)
        fputs("<p>No deal moves a figure: nothing comes back in this view.</p>\n", page->out);
    cf_html_put_table(page, &(cf_html_table){ .report = page->dossier->parts[CF_PART_DRIVERS],
                                              .name = "drivers",
                                              .caption = "All drivers in figures",
                                              .columns = driver_columns,
                                              .most = MOST_ROWS,
                                              .folded = true });
    cf_html_end(page);
    return status;
}

/* ---- over time ------------------------------------------------------------------------------- */

static const cf_html_column timeline_columns[] = {
    { "date", "As of" },        { "deals", "Announced that day" },
    { "supplier", "Supplier" }, { "invested", "invested" },
    { "loopback_min", "min" },  { "loopback_pro_rata", "pro rata" },
    { "loopback_max", "max" },  { "exposure_pro_rata", "of revenue in deals" },
    { "gross", "all deals" },   { NULL, NULL },
};

cf_status cf_html_timeline(const cf_html *page)
{
    const cf_report *timeline = page->dossier->parts[CF_PART_TIMELINE];
    cf_status status;

    cf_html_begin(page, "timeline", "Over time");
    fputs("<p>The same figures as a reader would have worked them out on each day on which a deal "
          "was announced or cancelled. Statuses are those that the file gives now: only days are "
          "turned back.</p>\n",
          page->out);
    status = cf_html_put_chart(page, cf_chart_timeline, timeline, "timeline-",
                               "Chart: what came back, as of each day");
    cf_html_put_table(page, &(cf_html_table){ .report = timeline,
                                              .name = "timeline",
                                              .caption = "All days in figures",
                                              .columns = timeline_columns,
                                              .most = MOST_ROWS,
                                              .folded = true });
    cf_html_end(page);
    return status;
}

/* ---- balances -------------------------------------------------------------------------------- */

static const cf_html_column balance_columns[] = {
    { "entity", "Entity" },
    { "in", "received" },
    { "out", "paid" },
    { "outside_funds", "from outside" },
    { "funds_assumed", "of it taken for granted" },
    { "funding_gap", "beyond stated funds" },
    { "retained", "kept" },
    { NULL, NULL },
};

static void put_gap(const cf_html *page)
{
    double assumed = cf_lookup_figure(page->score, "funds_assumed");
    double gap = cf_lookup_figure(page->score, "funding_gap");

    fputs("<p>What each entity receives and pays in these deals, and what it must have from "
          "elsewhere. <b>",
          page->out);
    cf_html_number(page, assumed);
    cf_xml_put(page->out,
               "</b> %s is taken for granted: for those who report revenue, the part of it that is "
               "not in these deals; for others, what they pay beyond what they receive. ",
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

void cf_html_balances(const cf_html *page)
{
    cf_html_begin(page, "balances", "Balances and funding gaps");
    put_gap(page);
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "entities",
                                              .caption = "Balance of every entity",
                                              .columns = balance_columns });
    cf_html_end(page);
}
