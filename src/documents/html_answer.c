/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the answer in sentences, the key figures, and how the answer depends on the reading. */
#include <math.h>
#include <stdlib.h>
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

/* ---- the sentences --------------------------------------------------------------------------- */

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
    bool firm = put_other(page, CF_PART_FIRM, " Counting only firm deals, it is ");
    bool headline = put_other(page, CF_PART_HEADLINE,
                              firm ? "; taking every headline at face value, "
                                   : " Taking every headline at face value, it is ");

    fputs(firm || headline ? "." : " The firm and headline readings give the same.", page->out);
}

/* The other suppliers to which something comes back, as far as a sentence goes. */
static void put_next(const cf_html *page)
{
    cf_pen pen = cf_html_pen(page);
    const char *names[MOST_NEXT];
    cf_return figures[MOST_NEXT];
    int count = 0;

    for (long row = 1; row < page->suppliers.rows && count < MOST_NEXT; row++, count++) {
        names[count] = cf_html_supplier(page, row);
        figures[count] = cf_return_of(page->scenario, &names[count], &page->suppliers, row);
    }
    fputs(count > 0 && figures[0].pro_rata > 0.0 ? " " : "", page->out);
    cf_sentence_next(&pen, figures, count);
}

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
    put_key(page, "Taken for granted", "funds_assumed",
            "from outside: other revenue, or what payments lack");
    put_key(page, "Funding gap", "funding_gap", "of that, beyond stated funds");
    put_key(page, "Deals", "deals", "counted in this view");
    put_key(page, "Without an amount", "unquantified", "deals, in no sum");
    fputs("</dl>\n", page->out);
}

cf_status cf_html_answer(const cf_html *page)
{
    cf_status status;

    if (page->suppliers.rows > 0)
        put_answer(page);
    else
        cf_xml_put(page->out, "<p class=\"answer\">%s</p>\n", cf_sentence_nobody(page->score));
    status = put_joint(page);
    put_keys(page);
    if (page->scenario->description != NULL)
        cf_xml_put(page->out, "<p class=\"about\" dir=\"auto\">%s</p>\n",
                   page->scenario->description);
    return status;
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
        put_reading(page, page->dossier->parts[readings[r].part], entity);
    fputs("</tr>\n", page->out);
}

static void put_gross_row(const cf_html *page)
{
    fputs("<tfoot><tr><th scope=\"row\">All deals, gross</th>", page->out);
    for (int r = 0; r < READINGS; r++) {
        fputs("<td class=\"n edge\">", page->out);
        cf_html_number(page, cf_report_number(page->dossier->parts[readings[r].part], "gross"));
        fputs("</td><td></td>", page->out);
    }
    fputs("</tr></tfoot>\n", page->out);
}

/* Whether one of the first few suppliers of the readings before. */
static bool is_listed(const cf_html *page, int before, const char *entity)
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

            if (!is_listed(page, r, entity))
                put_supplier_row(page, entity);
        }
    }
}

cf_status cf_html_views(const cf_html *page)
{
    fputs("<p><b>Firm</b> takes the low figure of every range and only what is signed or "
          "completed. <b>Headline</b> takes the high figure, letters of intent, and what is paid "
          "in shares. <b>This view</b> is that of the rest of the page. Where the three "
          "lie far apart, the answer depends on whether announcements are kept: that is a "
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
