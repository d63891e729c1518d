/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_HTML_H
#define CIRCFIN_DOCUMENTS_HTML_H

/*
 * report.html: html.c writes head, contents and foot around the sections of sections.def.
 *
 *   html_answer.c     the first screen: the answer, intervals, streams, key figures
 *   html_views.c      the three readings
 *   html_suppliers.c  each supplier: interval, routes, rests
 *   html_money.c      the two pictures, and what a supplier or a loop highlights in them
 *   html_what_if.c    the panel that computes (page_what_if.js), and its data
 *   html_engine.c     the engine of src/web, and views as the numbers that it reads
 *   html_loops.c      loops as chains
 *   html_tables.c     a section of tables, as any analysis gets it; with a chart: financing,
 *                     drivers, timeline, balances
 *   html_vintages.c   when it comes back, period by period
 *   html_stress.c     if the money stops: named shocks, and the end of each
 *   html_support.c    guarantees, what single customers touch, stated totals
 *   html_chance.c     whether chance explains it
 *   html_uncertainty.c  how sure the figures are, and what makes them uncertain
 *   html_deals.c      every deal and entity, with notes and sources
 *   html_method.c     method, warnings, view
 *   html_table.c      one table of a report
 *
 * Text from outside goes through cf_xml_put's %s only.
 */

#include "base/xml.h"
#include "documents/sections.h"
#include "pictures/draw.h"
#include "report/lookup.h"
#include "report/money.h"
#include "report/sentences.h"

struct cf_html {
    FILE *out;
    const cf_dossier *dossier;
    const cf_scenario *scenario;
    const cf_report *score;
    cf_lookup suppliers; /* of the score */
    char unit[CF_UNIT_SIZE];
    const char *paper; /* the page is made to be printed on it, without a script; NULL: it is not */
};

enum {
    CF_HTML_SUPPLIERS = 12, /* suppliers with an article of their own */
    CF_HTML_ROWS = 2000     /* deals and entities with a row of their own */
};

/** report.html for a paper as CSS names it ("A4"), to be printed at once. As a cf_document_write.
 */
CF_NODISCARD cf_status cf_html_write_for(FILE *out, const cf_dossier *dossier, const char *paper);

/* ---- sections, without their headings: CF_OK, CF_NO_MEMORY or CF_SOLVER ---- */

CF_NODISCARD cf_status cf_html_answer(const cf_html *page);
CF_NODISCARD cf_status cf_html_views(const cf_html *page);
CF_NODISCARD cf_status cf_html_suppliers(const cf_html *page);
CF_NODISCARD cf_status cf_html_money(const cf_html *page); /* as streams */
CF_NODISCARD cf_status cf_html_what_if(const cf_html *page);
CF_NODISCARD cf_status cf_html_graph(const cf_html *page);
CF_NODISCARD cf_status cf_html_loops(const cf_html *page);
CF_NODISCARD cf_status cf_html_financing(const cf_html *page);
CF_NODISCARD cf_status cf_html_drivers(const cf_html *page);
CF_NODISCARD cf_status cf_html_uncertainty(const cf_html *page);
CF_NODISCARD cf_status cf_html_timeline(const cf_html *page);
CF_NODISCARD cf_status cf_html_vintages(const cf_html *page);
CF_NODISCARD cf_status cf_html_stress(const cf_html *page);
CF_NODISCARD cf_status cf_html_support(const cf_html *page);
CF_NODISCARD cf_status cf_html_chance(const cf_html *page);
CF_NODISCARD cf_status cf_html_balances(const cf_html *page);
CF_NODISCARD cf_status cf_html_deals(const cf_html *page);
CF_NODISCARD cf_status cf_html_entities(const cf_html *page);
CF_NODISCARD cf_status cf_html_method(const cf_html *page);
CF_NODISCARD cf_status cf_html_provenance(const cf_html *page);

/** Whether the page has the panel: the program was built with the engine, and the file has no more
 *  than CF_HTML_ROWS deals. */
bool cf_html_has_panel(const cf_dossier *dossier);

/** Any section: what its analysis does, and all its tables. */
void cf_html_put_tables(const cf_html *page, cf_part part);

/* ---- pieces ---- */

/** An entity by its name, set apart from the text around it whatever its direction. */
void cf_html_entity(const cf_html *page, const char *id);

/** A number for people; "unknown" for NaN. */
void cf_html_number(const cf_html *page, double amount);
void cf_html_share(const cf_html *page, double share);
/** Bounds, rounded so that they stay bounds. */
void cf_html_bound(const cf_html *page, double amount, cf_rounding rounding);
void cf_html_share_bound(const cf_html *page, double share, cf_rounding rounding);

/** What to call the supplier of a row: its name, or its id. */
const char *cf_html_supplier(const cf_html *page, long row);

/** Sentences of report/sentences.h, with spaces between them. */
void cf_html_say(const cf_html *page, cf_sentence *const *sentences, int count,
                 const cf_return *figures);
cf_pen cf_html_pen(const cf_html *page);

/** A deal by its id, linked to its row if it has one; `index` in the scenario or -1. */
void cf_html_deal(const cf_html *page, const char *id, int index);

/** A chart that is one of pictures/charts.h, in a frame that scrolls where it is too wide. */
typedef cf_status cf_html_chart(FILE *out, const cf_report *report, const cf_drawing *drawing);
CF_NODISCARD cf_status cf_html_put_chart(const cf_html *page, cf_html_chart *chart,
                                         const cf_report *report, const char *prefix,
                                         const char *label);

/* ---- tables ---- */

typedef struct cf_html_table {
    const cf_report *report;
    const char *name; /* of the table */
    const char *file; /* of its csv, without the ending; NULL: the name */
    const char *caption;
    long most;   /* rows at most; 0: all */
    bool folded; /* behind its caption until opened, as all long ones are */
    bool whole;  /* all columns, not only those that are shown */
} cf_html_table;

/** The table with its columns' headings; nothing where it has no rows. A column "name" is left out:
 *  entities go by their names as it is. */
void cf_html_put_table(const cf_html *page, const cf_html_table *table);

/** What is folded behind a caption with a count, and printed only with the appendix. */
void cf_html_begin_folded(const cf_html *page, const char *caption, long count);
void cf_html_end_folded(const cf_html *page);

/** The same without folding. */
void cf_html_begin_appendix(const cf_html *page);
void cf_html_end_appendix(const cf_html *page);

/** What surrounds a table of one's own: a region that scrolls, and the caption. */
void cf_html_begin_table(const cf_html *page, const char *caption, const char *class);
void cf_html_end_table(const cf_html *page);

/* ---- the pictures, and what is highlighted in them ---- */

/** Attributes that name the edges of both pictures on which a supplier's money returns, and weigh
 *  them by how much. */
void cf_html_mark_supplier(const cf_html *page, const char *supplier);

/** The same for the hops of a loop, by amount: `count` entities, and what the hop from each
 * carries.
 */
void cf_html_mark_loop(const cf_html *page, char *const *path, const cf_class *classes, int count);

/** The button that highlights what the element around it is marked with. */
void cf_html_put_button(const cf_html *page, const char *label);

#endif
