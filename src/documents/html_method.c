/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The method in plain words, what the figures do not say, the view, and the warnings. */
#include <string.h>

#include "documents/documents.h"
#include "documents/html.h"
#include "documents/html_engine.h"

static const char method[] =
    "<dl class=\"terms\">\n"
    "<dt>Supplier</dt><dd>An entity that both invests in others and sells. Its <em>invested</em> "
    "money is the capital that it put into others in this view; its revenue is what it is paid "
    "for its sales.</dd>\n"
    "<dt>Pro rata</dt><dd>Each entity is assumed to mix what it receives with what it has from "
    "elsewhere, and to spend and keep it in proportion. What then arrives at the supplier as "
    "revenue is the pro rata figure. It is a convention, chosen because it favours no one; it is "
    "not an observation.</dd>\n"
    "<dt>Min and max</dt><dd>Exact bounds that need no convention. Min must have come back, "
    "whatever was done with the money, given the deals, the tied purchases and the stated funds; "
    "max can have. Both are sums of amounts of deals.</dd>\n"
    "<dt>Open</dt><dd>Max if every deal of unknown amount could carry any amount. Where it is far "
    "above max, undisclosed amounts could hide that much.</dd>\n"
    "<dt>Reachable</dt><dd>The part of the invested money from which some chain of deals leads "
    "back to the supplier's revenue.</dd>\n"
    "<dt>Of revenue</dt><dd>The pro rata figure as a share of the supplier's revenue: "
    "<em>reported</em> for the same period, <em>scaled</em> by days from another period, or the "
    "revenue that the deals themselves show.</dd>\n"
    "<dt>Tied money</dt><dd>Capital that may only be spent on named purchases goes straight to "
    "them and is not mixed.</dd>\n"
    "<dt>Loop</dt><dd>A closed route for money: each entity once, with at least one investment "
    "and one purchase.</dd>\n"
    "<dt>Largest circulation</dt><dd>The most that can circulate in all deals taken together, "
    "whoever the supplier. <em>Balanced forwarding</em> is what circulates if each entity passes "
    "money on in the proportions of its payments.</dd>\n"
    "</dl>\n"
    "<h3>What these figures do not say</h3>\n"
    "<ul class=\"limits\">\n"
    "<li>They are not evidence of wrongdoing. A loop of deals can be good business for all "
    "involved.</li>\n"
    "<li>They do not say which dollar went where. Between min and max there is no single true "
    "figure.</li>\n"
    "<li>They cover the deals in this file. A route or a source of money that is missing from the "
    "file is missing from the figures.</li>\n"
    "<li>Announced totals are not payments. How much will be paid, and when, is for the reader to "
    "judge; the three readings show how much depends on it.</li>\n"
    "<li>An entity whose outside funds are not stated may keep any part of what it receives, so "
    "min is low where accounts are closed. That reflects missing information, not safety.</li>\n"
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
        { "gap", "Where stated funds do not suffice" },
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
    int shown = 0;

    fputs("<h3>Warnings</h3>\n", page->out);
    for (int p = 0; p < CF_PART_COUNT; p++) {
        const cf_report *report = page->dossier->parts[p];

        for (int i = 0; report != NULL && i < cf_report_warning_count(report); i++)
            if (!cf_is_repeated(page->dossier, (cf_part)p, i))
                cf_xml_put(page->out,
                           shown++ == 0 ? "<ul>\n<li dir=\"auto\">%s</li>\n"
                                        : "<li dir=\"auto\">%s</li>\n",
                           cf_report_warning(report, i));
    }
    fputs(shown > 0 ? "</ul>\n" : "<p>None.</p>\n", page->out);
}

/* Why there is no panel. */
static void put_panel_note(const cf_html *page)
{
    if (cf_html_has_panel(page->dossier))
        return;
    if (cf_html_has_engine())
        cf_xml_put(
            page->out,
            "<p>The page has no panel \xE2\x80\x9CWhat if\xE2\x80\x9D: the file has more than %d "
            "deals.</p>\n",
            (int)CF_HTML_ROWS);
    else
        fputs("<p>The page has no panel \xE2\x80\x9CWhat if\xE2\x80\x9D: this circfin was built "
              "without its engine, for which clang, lld and wasi-libc are needed.</p>\n",
              page->out);
}

cf_status cf_html_provenance(const cf_html *page)
{
    if (page->scenario->description != NULL)
        cf_xml_put(page->out, "<h3>The file</h3>\n<p dir=\"auto\">%s</p>\n",
                   page->scenario->description);
    put_settings(page);
    put_warnings(page);
    cf_xml_put(page->out,
               "<h3>Version</h3>\n<p>circfin %s, from the file <bdi>%s</bdi>. The same file and "
               "view give the same page, byte for byte.</p>\n",
               cf_version(), base_name(page->scenario->file));
    put_panel_note(page);
    return CF_OK;
}
