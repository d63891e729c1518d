/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first screen, down to the streams of html_money.c: the answer in sentences, how firm the
 * deals are, and beside it the suppliers as intervals. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "documents/html.h"
#include "pictures/charts.h"

/* ---- the sentences --------------------------------------------------------------------------- */

/* Several suppliers as one: --joint. */
static cf_status put_joint(const cf_html *page)
{
    static cf_sentence *const sentences[] = { cf_sentence_return, cf_sentence_bounds };
    cf_lookup members = cf_lookup_of(page->score, "joint");
    cf_return figures = { .scenario = page->scenario,
                          .name_count = (int)members.rows,
                          .invested = cf_report_number(page->score, "joint_invested"),
                          .min = cf_report_number(page->score, "joint_loopback_min"),
                          .pro_rata = cf_report_number(page->score, "joint_loopback_pro_rata"),
                          .max = cf_report_number(page->score, "joint_loopback_max"),
                          .open = NAN };
    const char **names;

    if (members.rows == 0 || isnan(figures.invested))
        return CF_OK;
    names = calloc((size_t)members.rows, sizeof *names);
    if (names == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < members.rows; i++)
        names[i] = cf_lookup_name(page->scenario, cf_lookup_text(&members, i, "member"));
    figures.names = names;
    fputs("<p class=\"lead\">", page->out);
    cf_html_say(page, sentences, CF_COUNT_OF(sentences), &figures);
    fputs("</p>\n", page->out);
    free(names);
    return CF_OK;
}

static void put_answer(const cf_html *page)
{
    static cf_sentence *const answer[] = { cf_sentence_return };
    static cf_sentence *const lead[] = { cf_sentence_bounds, cf_sentence_exposure };
    const char *name = cf_html_supplier(page, 0);
    cf_return figures = cf_return_of(page->scenario, &name, &page->suppliers, 0);

    fputs("<p class=\"answer\">", page->out);
    cf_html_say(page, answer, 1, &figures);
    fputs("</p>\n<p class=\"lead\">", page->out);
    cf_html_say(page, lead, CF_COUNT_OF(lead), &figures);
    fputs("</p>\n", page->out);
}

/* ---- the first screen -------------------------------------------------------------------------
 */

/* Opens the figure of the bar. */
static void put_gross(const cf_html *page)
{
    char gross[CF_MONEY_SIZE + CF_UNIT_SIZE];

    cf_money_with_unit(gross, page->scenario, cf_report_number(page->score, "gross"));
    cf_xml_put(page->out,
               "<figure class=\"firmness\">\n<figcaption>How firm are the deals of %s?"
               "</figcaption>\n",
               gross);
}

/* What is said, and below it how firm the deals are. */
static cf_status put_words(const cf_html *page)
{
    cf_status status;

    if (page->suppliers.rows > 0)
        put_answer(page);
    else
        cf_xml_put(page->out, "<p class=\"answer\">%s</p>\n", cf_sentence_nobody(page->score));
    status = put_joint(page);
    if (status == CF_OK && cf_report_number(page->score, "gross") > 0.0) {
        put_gross(page);
        status = cf_html_put_chart(page, cf_chart_firmness, page->score, "firmness-",
                                   "Chart: how firm the deals are");
        fputs("</figure>\n", page->out);
    }
    return status;
}

cf_status cf_html_answer(const cf_html *page)
{
    cf_status status;

    fputs("<div class=\"first\">\n<div>\n", page->out);
    status = put_words(page);
    fputs("</div>\n<div class=\"beside\">\n", page->out);
    if (status == CF_OK)
        status = cf_html_put_chart(page, cf_chart_intervals, page->score, "intervals-",
                                   "Chart: what comes back to the leading suppliers");
    fputs("</div>\n</div>\n", page->out);
    return status;
}
