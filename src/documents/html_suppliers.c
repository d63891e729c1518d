/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes an article on each supplier: what comes back, by which routes, and where the rest stays.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "documents/html.h"
#include "pictures/charts.h"
#include "report/company.h"
#include "pictures/svg.h"

enum { MOST_PARTS = 5 };

struct part {
    const char *one, *other; /* entities; other NULL where there is only one */
    double amount;
    long row;
};

/* The parts of one supplier, largest first. */
struct list {
    const char *supplier;
    struct part *parts;
    int count;
};

static int by_amount(const void *a, const void *b)
{
    const struct part *x = a, *y = b;

    if (x->amount > y->amount || x->amount < y->amount)
        return x->amount > y->amount ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* list->parts is to be freed. */
static cf_status read_list(struct list *list, const cf_lookup *sheet, const char *supplier,
                           const char *one, const char *other)
{
    long row = cf_lookup_find(sheet, 0, "supplier", supplier);

    list->supplier = supplier;
    list->parts = calloc((size_t)sheet->rows + 1, sizeof *list->parts);
    if (list->parts == NULL)
        return CF_NO_MEMORY;
    while (row < sheet->rows) {
        list->parts[list->count++] =
            (struct part){ .one = cf_lookup_text(sheet, row, one),
                           .other = other == NULL ? NULL : cf_lookup_text(sheet, row, other),
                           .amount = cf_lookup_number(sheet, row, "amount"),
                           .row = row };
        row = cf_lookup_find(sheet, row + 1, "supplier", supplier);
    }
    qsort(list->parts, (size_t)list->count, sizeof *list->parts, by_amount);
    return CF_OK;
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void put_bar(const cf_html *page, double amount, double whole, int colour)
{
    cf_xml_put(page->out,
               "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
               "aria-hidden=\"true\"><rect class=\"cf-s%d-fill\" width=\"%f\" height=\"10\"/>"
               "</svg><span class=\"n\">",
               colour, whole > 0.0 ? fmin(100.0 * amount / whole, 100.0) : 0.0);
    cf_html_number(page, amount);
    fputs("</span></li>\n", page->out);
}

typedef void put_what(const cf_html *page, const char *supplier, const struct part *part);

/* Whether one pays the other in this view. */
static bool has_deal(const cf_html *page, const char *payer, const char *payee)
{
    cf_lookup deals = cf_lookup_of(page->score, "deals");
    long row = cf_lookup_find(&deals, 0, "payer", payer);

    while (row < deals.rows && !cf_lookup_is(&deals, row, "payee", payee))
        row = cf_lookup_find(&deals, row + 1, "payer", payer);
    return row < deals.rows;
}

static void put_route(const cf_html *page, const char *supplier, const struct part *part)
{
    cf_pen pen = cf_html_pen(page);

    cf_sentence_route(
        &pen, cf_lookup_name(page->scenario, supplier), cf_lookup_name(page->scenario, part->one),
        cf_lookup_name(page->scenario, part->other), has_deal(page, part->one, part->other));
}

static void put_rest(const cf_html *page, const char *supplier, const struct part *part)
{
    (void)supplier;
    fputs(part->one == NULL ? "returned as capital" : "stays with ", page->out);
    if (part->one != NULL)
        cf_html_entity(page, part->one);
}

/* How many are shown: one more than most, rather than "1 others". */
static int shown_of(const struct list *list)
{
    return list->count > MOST_PARTS + 1 ? MOST_PARTS : list->count;
}

static double others_of(const struct list *list)
{
    cf_sum rest = { 0 };

    for (int i = shown_of(list); i < list->count; i++)
        cf_sum_add(&rest, list->parts[i].amount);
    return cf_sum_value(rest);
}

/* The largest parts, and what all others come to: nothing is left out of the sum. */
static void put_parts(const cf_html *page, const struct list *list, double whole, int colour,
                      put_what *what)
{
    int shown = shown_of(list);

    fputs("<ul class=\"parts\">\n", page->out);
    for (int i = 0; i < shown; i++) {
        fputs("<li><span>", page->out);
        what(page, list->supplier, &list->parts[i]);
        fputs("</span>", page->out);
        put_bar(page, list->parts[i].amount, whole, colour);
    }
    if (shown < list->count) {
        cf_xml_put(page->out, "<li><span>%d others</span>", list->count - shown);
        put_bar(page, others_of(list), whole, colour);
    }
    fputs("</ul>\n", page->out);
}

static double largest_of(const struct list *list)
{
    return list->count > 0 ? fmax(list->parts[0].amount, others_of(list)) : 0.0;
}

static void put_lists(const cf_html *page, const struct list *routes, const struct list *rests,
                      int colour)
{
    double whole = fmax(largest_of(routes), largest_of(rests));

    fputs("<div class=\"pair\">\n<div><h4>How it comes back</h4>\n", page->out);
    if (routes->count > 0)
        put_parts(page, routes, whole, colour, put_route);
    else
        fputs("<p class=\"note\">Nothing does, by deals of known amount.</p>\n", page->out);
    fputs("</div>\n<div><h4>Where the rest stays</h4>\n", page->out);
    if (rests->count > 0)
        put_parts(page, rests, whole, colour, put_rest);
    else
        fputs("<p class=\"note\">All of it comes back.</p>\n", page->out);
    fputs("</div>\n</div>\n", page->out);
}

/* ---- one supplier ---------------------------------------------------------------------------- */

static void put_figures(const cf_html *page, long row)
{
    static cf_sentence *const sentences[] = { cf_sentence_return, cf_sentence_bounds,
                                              cf_sentence_exposure, cf_sentence_reach };
    const char *name = cf_html_supplier(page, row);
    cf_return figures = cf_return_of(page->scenario, &name, &page->suppliers, row);

    fputs("<p>", page->out);
    cf_html_say(page, sentences, CF_COUNT_OF(sentences), &figures);
    fputs("</p>\n", page->out);
}

/* Capital that this view leaves out. */
static void put_beside(const cf_html *page, long row)
{
    static const struct {
        const char *column, *words;
    } kinds[] = { { "letters", "letters of intent" },
                  { "contingent", "contingent" },
                  { "non_cash", "not in cash" } };
    int listed = 0;

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        double amount = cf_lookup_number(&page->suppliers, row, kinds[k].column);

        if (!(amount > 0.0))
            continue;
        fputs(listed++ == 0 ? "<p class=\"note\">Not counted in this view: " : ", ", page->out);
        cf_xml_put(page->out, "%s ", kinds[k].words);
        cf_html_number(page, amount);
    }
    if (listed > 0)
        fputs(".</p>\n", page->out);
}

static cf_status put_supplier(const cf_html *page, int rank)
{
    const char *supplier = cf_lookup_text(&page->suppliers, rank, "entity");
    cf_lookup route_rows = cf_lookup_of(page->score, "routes");
    cf_lookup rest_rows = cf_lookup_of(page->score, "rests");
    struct list routes = { .count = 0 }, rests = { .count = 0 };
    cf_status status = read_list(&routes, &route_rows, supplier, "investee", "last_payer");

    if (status == CF_OK)
        status = read_list(&rests, &rest_rows, supplier, "entity", NULL);
    if (status != CF_OK)
        goto out;
    fputs("<article class=\"supplier\"", page->out);
    cf_html_mark_supplier(page, supplier);
    fputs(">\n<h3>", page->out);
    cf_html_entity(page, supplier);
    fputs("</h3>\n", page->out);
    if (cf_lookup_number(&page->suppliers, rank, "loopback_pro_rata") > 0.0)
        cf_html_put_button(page, cf_lookup_name(page->scenario, supplier));
    put_figures(page, rank);
    put_beside(page, rank);
    put_lists(page, &routes, &rests, cf_report_colour(page->score, supplier));
    fputs("</article>\n", page->out);
out:
    free(routes.parts);
    free(rests.parts);
    return status;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* Those from a rank to another. */
static cf_status put_articles(const cf_html *page, int from, int to)
{
    cf_status status = CF_OK;

    for (int i = from; status == CF_OK && i < to; i++)
        status = put_supplier(page, i);
    return status;
}

/* Folded from the first on to which nothing comes back: they stand last. */
static cf_status put_all(const cf_html *page, int count)
{
    int some = 0;
    cf_status status;

    while (some < count && cf_lookup_number(&page->suppliers, some, "loopback_pro_rata") > 0.0)
        some++;
    status = put_articles(page, 0, some);
    if (status != CF_OK || some == count)
        return status;
    cf_html_begin_folded(page, "Suppliers to which nothing comes back", count - some);
    status = put_articles(page, some, count);
    cf_html_end_folded(page);
    return status;
}

cf_status cf_html_suppliers(const cf_html *page)
{
    long count = page->suppliers.rows;
    cf_status status;

    cf_xml_put(
        page->out,
        "<p>Money is fungible, so there is no saying which dollar came back. The bar runs from "
        "what must have come back to what can have; the mark shows what does if each "
        "entity mixes what it receives and spends it in proportion. Amounts in %s.</p>\n",
        page->unit);
    cf_html_begin_appendix(page); /* the first screen has the leading ones */
    status = cf_html_put_chart(page, cf_chart_exposure, page->score, "exposure-",
                               "Chart: what comes back to each supplier");
    cf_html_end_appendix(page);
    if (status == CF_OK)
        status = put_all(page, (int)(count < CF_HTML_SUPPLIERS ? count : CF_HTML_SUPPLIERS));
    if (count > CF_HTML_SUPPLIERS)
        cf_xml_put(page->out,
                   "<p class=\"note\">The first %d of %d suppliers. The routes and rests of all of "
                   "them are in routes.csv and rests.csv beside this page.</p>\n",
                   CF_HTML_SUPPLIERS, (int)count);
    cf_html_put_table(page, &(cf_html_table){ .report = page->score,
                                              .name = "suppliers",
                                              .caption = "All suppliers in figures",
                                              .whole = true,
                                              .folded = true });
    return status;
}
