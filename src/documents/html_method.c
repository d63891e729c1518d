/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The method in plain words, what the figures do not say, the view, and the warnings. */
#include <string.h>

#include "documents/documents.h"
#include "documents/html.h"

static const char method[] =
    "<dl class=\"terms\">\n"
    "<dt>Supplier</dt><dd>Whoever both invests in others and sells. Its <em>invested</em> money is "
    "the capital it put into others in this view; its revenue is what it is paid for.</dd>\n"
    "<dt>Pro rata</dt><dd>Everybody is taken to mix what they receive with what they have from "
    "elsewhere, and to spend and keep it in proportion. What then arrives at the supplier as "
    "revenue is the pro rata figure. It is a convention, chosen because it favours nobody; it "
    "is not an observation.</dd>\n"
    "<dt>Min and max</dt><dd>Exact bounds that need no convention. Min must have come back "
    "whatever anybody did with the money, given the deals, the tied purchases and the stated "
    "funds; max can have. Both are sums of amounts of deals.</dd>\n"
    "<dt>Open</dt><dd>Max, if every deal whose amount nobody knows carried as much as you like. "
    "Where it is far above max, silence could hide that much.</dd>\n"
    "<dt>Reachable</dt><dd>The part of the invested money from which some way of deals leads back "
    "to the supplier's revenue.</dd>\n"
    "<dt>Of revenue</dt><dd>The pro rata figure as a share of the supplier's revenue: "
    "<em>reported</em> over the same time, <em>scaled</em> by days from another time, or the "
    "revenue that the deals themselves show.</dd>\n"
    "<dt>Tied money</dt><dd>Capital that may only be spent on named purchases runs straight to "
    "them, and is not mixed.</dd>\n"
    "<dt>Loop</dt><dd>A way on which money can go round: each entity once, at least one "
    "investment and one purchase on it.</dd>\n"
    "<dt>Largest circulation</dt><dd>The most that can go round in all deals taken together, a "
    "sum with no supplier in mind. <em>Balanced forwarding</em> is what goes round if everybody "
    "passes money on in the proportions of their payments.</dd>\n"
    "</dl>\n"
    "<h3>What these figures do not say</h3>\n"
    "<ul class=\"limits\">\n"
    "<li>They are not evidence that anybody did anything wrong. A loop of deals can be good "
    "business for all.</li>\n"
    "<li>They do not say which dollar went where. Between min and max there is no one true "
    "figure.</li>\n"
    "<li>They cover the deals in this file. What is not in it, be it a way back or another source "
    "of money, is not in the figures.</li>\n"
    "<li>Announced totals are not payments. How much will be paid, and when, is for the reader to "
    "judge; the three readings show how much hangs on it.</li>\n"
    "<li>An entity whose outside funds are not stated may keep any part of what it receives, so "
    "min is low where accounts are closed. That is ignorance, not safety.</li>\n"
    "<li>Figures of several suppliers do not add up: the same dollar may come back to "
    "several.</li>\n"
    "<li>They say nothing about profit, prices or the quality of what is bought.</li>\n"
    "</ul>\n";

cf_status cf_html_method(const cf_html *page)
{
    fputs(method, page->out);
    return CF_OK;
}

/* The name of a file without its folders: a page is the same wherever it is made. */
static const char *base_name(const char *file)
{
    const char *slash = strrchr(file, '/');

    return slash == NULL ? file : slash + 1;
}

static const char *words_for(const char *setting)
{
    static const char *const words[][2] = {
        { "case", "Figure of a range that counts" },
        { "as_of", "As of" },
        { "status", "Statuses that count" },
        { "non_cash", "Payments in shares count" },
        { "contingent", "Guarantees count" },
        { "reported_only", "Only what is reported" },
        { "window", "Only what falls in" },
        { "weights", "Amounts weighted by" },
        { "origin", "Money of a supplier that is followed" },
        { "consolidate", "A group is one entity" },
        { "joint", "Taken as one supplier" },
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], setting) == 0)
            return words[i][1];
    return setting;
}

static void put_settings(const cf_html *page)
{
    fputs("<h3>The view</h3>\n<dl class=\"settings\">\n", page->out);
    for (int i = 0; i < cf_report_setting_count(page->score); i++) {
        const cf_setting *setting = cf_report_setting(page->score, i);
        const char *text = setting->is_switch ? setting->on ? "yes" : "no" : setting->text;

        cf_xml_put(page->out, "<div><dt>%s</dt><dd><bdi>%s</bdi></dd></div>\n",
                   words_for(setting->name), text == NULL ? "\xE2\x80\x93" : text);
    }
    fputs("</dl>\n", page->out);
}

static void put_warnings(const cf_html *page)
{
    int told = 0;

    fputs("<h3>Warnings</h3>\n", page->out);
    for (int p = 0; p < CF_PART_COUNT; p++) {
        const cf_report *report = page->dossier->parts[p];

        for (int i = 0; report != NULL && i < cf_report_warning_count(report); i++)
            if (!cf_is_repeated(page->dossier, (cf_part)p, i))
                cf_xml_put(page->out,
                           told++ == 0 ? "<ul>\n<li dir=\"auto\">%s</li>\n"
                                       : "<li dir=\"auto\">%s</li>\n",
                           cf_report_warning(report, i));
    }
    fputs(told > 0 ? "</ul>\n" : "<p>None.</p>\n", page->out);
}

cf_status cf_html_provenance(const cf_html *page)
{
    put_settings(page);
    put_warnings(page);
    cf_xml_put(page->out,
               "<h3>Version</h3>\n<p>circfin %s, from the file <bdi>%s</bdi>. The same file and "
               "view give the same page, byte for byte.</p>\n",
               cf_version(), base_name(page->scenario->file));
    return CF_OK;
}
