/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section about draws: how sure the figures are, and what makes them uncertain. */
#include <stdio.h>

#include "documents/html.h"
#include "pictures/charts.h"

enum { MOST_TORNADOES = 3, MOST_ROWS = 1000 };

/* "In nine of ten of these 500 draws, 3.24 to 20.8 of what it invested comes back to Amazon pro
 * rata; in half of them more than 13.9." */
static void put_finding(const cf_html *page, const cf_lookup *rows, long row, double draws)
{
    fputs("<p>In nine of ten of these ", page->out);
    cf_html_number(page, draws);
    fputs(" draws, <b>", page->out);
    cf_html_number(page, cf_lookup_number(rows, row, "p05"));
    fputs("</b> to <b>", page->out);
    cf_html_number(page, cf_lookup_number(rows, row, "p95"));
    cf_xml_put(page->out, "</b> (%s) comes back to ", page->unit);
    cf_html_entity(page, cf_lookup_text(rows, row, "supplier"));
    fputs(" pro rata; in half of them more than ", page->out);
    cf_html_number(page, cf_lookup_number(rows, row, "p50"));
    fputs(". More draws move the ends a little: <code>circfin simulate</code> makes 10,000 unless "
          "told otherwise.</p>\n",
          page->out);
}

static bool varies(const cf_lookup *rows, long row)
{
    return row < rows->rows && cf_lookup_number(rows, row, "sd") > 0.0;
}

/* The row of a measure of a supplier, or `rows`. */
static long row_of(const cf_lookup *rows, const char *supplier, const char *measure)
{
    long row = cf_lookup_find(rows, 0, "supplier", supplier);

    while (row < rows->rows && !cf_lookup_is(rows, row, "measure", measure))
        row = cf_lookup_find(rows, row + 1, "supplier", supplier);
    return row;
}

/* The answer's first supplier if its figure varies, else the first whose does, or `rows`: draws may
 * have suppliers that the page's view does not have. */
static long first_varying(const cf_html *page, const cf_lookup *rows, const char *measure)
{
    const cf_lookup suppliers = cf_lookup_of(page->score, "suppliers");
    long row = rows->rows;

    if (suppliers.rows > 0)
        row = row_of(rows, cf_lookup_text(&suppliers, 0, "entity"), measure);
    if (varies(rows, row))
        return row;
    row = cf_lookup_find(rows, 0, "measure", measure);
    while (row < rows->rows && !varies(rows, row))
        row = cf_lookup_find(rows, row + 1, "measure", measure);
    return row;
}

static void put_intro(const cf_html *page, const cf_report *simulate)
{
    double draws = cf_report_number(simulate, "draws");
    cf_lookup rows = cf_lookup_of(simulate, "simulate");
    long row = first_varying(page, &rows, "loopback_pro_rata");

    fputs("<p>Amounts are ranges, and deals may not come about. Each of ", page->out);
    cf_html_number(page, draws);
    fputs(" draws decides which deals happen, by their probability, and at which amount of their "
          "range, and computes every figure anew. Probabilities are those that the file states "
          "for deals or statuses.</p>\n",
          page->out);
    if (row < rows.rows)
        put_finding(page, &rows, row, draws);
}

static bool is_divided(const cf_report *simulate, const char *supplier)
{
    cf_lookup sources = cf_lookup_of(simulate, "sources");

    for (long i = cf_lookup_find(&sources, 0, "supplier", supplier);
         i < sources.rows && cf_lookup_is(&sources, i, "supplier", supplier); i++)
        if (cf_lookup_number(&sources, i, "total") > 0.0)
            return true;
    return false;
}

static cf_status put_sources(const cf_html *page, const cf_report *simulate, const char *supplier,
                             int rank)
{
    char prefix[32];
    cf_status status;

    snprintf(prefix, sizeof prefix, "sources-%d-", rank);
    fputs("<h3>What makes the exposure of ", page->out);
    cf_html_entity(page, supplier);
    cf_xml_put(page->out,
               " uncertain</h3>\n<div class=\"scroll chart\" tabindex=\"0\" role=\"region\" "
               "aria-label=\"Chart: where the spread of %s comes from (%d)\">\n",
               cf_lookup_name(page->scenario, supplier), rank + 1);
    status = cf_chart_sources(page->out, simulate, supplier,
                              &(cf_drawing){ .inlined = true, .prefix = prefix });
    fputs("</div>\n", page->out);
    return status;
}

static cf_status put_all_sources(const cf_html *page, const cf_report *simulate)
{
    cf_lookup rows = cf_lookup_of(simulate, "simulate");
    const char *divided[MOST_TORNADOES];
    cf_status status = CF_OK;
    int count = 0;

    for (long row = cf_lookup_find(&rows, 0, "measure", "exposure_pro_rata");
         row < rows.rows && count < MOST_TORNADOES;
         row = cf_lookup_find(&rows, row + 1, "measure", "exposure_pro_rata"))
        if (is_divided(simulate, cf_lookup_text(&rows, row, "supplier")))
            divided[count++] = cf_lookup_text(&rows, row, "supplier");
    cf_html_begin_appendix(page);
    for (int i = 0; status == CF_OK && i < count; i++) {
        if (i == 1)
            cf_html_begin_folded(page, "The same for further suppliers", count - 1);
        status = put_sources(page, simulate, divided[i], i);
    }
    if (count > 1)
        cf_html_end_folded(page);
    cf_html_end_appendix(page);
    if (cf_lookup_of(simulate, "sources").rows == 0)
        fputs("<p>The scenario is too large for its report to say what makes most of the spread: "
              "<code>circfin simulate</code> does.</p>\n",
              page->out);
    return status;
}

cf_status cf_html_uncertainty(const cf_html *page)
{
    static const struct {
        const char *name, *caption;
    } tables[] = { { "simulate", "All figures over the draws" },
                   { "sources", "What makes the spread, in figures" },
                   { "densities", "How the draws are spread, bin by bin" } };
    const cf_report *simulate = page->dossier->parts[CF_PART_UNCERTAINTY];
    cf_status status;

    put_intro(page, simulate);
    status = cf_html_put_chart(page, cf_chart_density, simulate, "density-",
                               "Chart: how the draws of what comes back are spread");
    if (status == CF_OK)
        status = put_all_sources(page, simulate);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        cf_html_put_table(page, &(cf_html_table){ .report = simulate,
                                                  .name = tables[i].name,
                                                  .caption = tables[i].caption,
                                                  .most = MOST_ROWS,
                                                  .folded = true });
    return status;
}
