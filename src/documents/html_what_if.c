/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The panel "What if": what page_what_if.js builds its controls from. Its data stand in an element
 * that runs nothing:
 *
 *   {"file": name, "unit": words, "options": words of the command, "view": 0 .. 2,
 *    "entities": [[id, name, colour, "reported" or "scaled"] ...], "deals": [id ...],
 *    "edges": [[deal ...] ...] of the streams, "views": [numbers of firm, base, headline]}
 */
#include <string.h>

#include "circfin/text.h"
#include "documents/html.h"
#include "documents/html_engine.h"
#include "report/company.h"

static const char panel[] =
    "<p>Move a deal, what an entity has from outside, or how much of that comes, and every figure "
    "below is computed anew, here, by the engine of circfin itself. Nothing is sent "
    "anywhere.</p>\n"
    "<div id=\"panel\"></div>\n";

bool cf_html_has_panel(const cf_dossier *dossier)
{
    return cf_html_has_engine() && dossier->scenario->deal_count <= CF_HTML_ROWS;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* ---- the command ---- */

static void put_word(FILE *out, const char *option, const char *value)
{
    fputs(",", out);
    cf_html_put_json(out, option);
    if (value == NULL)
        return;
    fputs(",", out);
    cf_html_put_json(out, value);
}

/* What the views have in common and is not the default. */
static void put_options(FILE *out, const cf_view_options *view)
{
    char from[CF_DAY_SIZE], to[CF_DAY_SIZE], window[2 * CF_DAY_SIZE + 2];

    fputs("\"options\":[0", out);
    if (view->as_of != CF_NO_DAY) {
        cf_day_format(from, view->as_of);
        put_word(out, "--as-of", from);
    }
    if (view->window_from != CF_NO_DAY) {
        cf_day_format(from, view->window_from);
        cf_day_format(to, view->window_to);
        snprintf(window, sizeof window, "%s..%s", from, to);
        put_word(out, "--window", window);
    }
    if (view->reported_only)
        put_word(out, "--reported-only", NULL);
    if (view->probability_weights)
        put_word(out, "--weights", "probability");
    if (view->origin_all || view->origin_backed)
        put_word(out, "--origin", view->origin_all ? "all" : "backed");
    if (view->gap_cut)
        put_word(out, "--gap", "cut");
    if (view->consolidate)
        put_word(out, "--consolidate", NULL);
    fputs("],\n", out);
}

/* ---- names, and what the picture shows ---- */

/* As far as a control shows it. */
static void put_name(FILE *out, const char *name)
{
    char shown[200];

    if (name != NULL)
        cf_text_printable(shown, sizeof shown, name);
    cf_html_put_json(out, name == NULL ? NULL : shown);
}

static void put_names(const cf_html *page, const cf_view *view)
{
    FILE *out = page->out;

    fputs("\"entities\":[", out);
    for (int v = 0; v < view->entity_count; v++) {
        fputs(v > 0 ? ",[" : "[", out);
        cf_html_put_json(out, view->entities[v].id);
        fputs(",", out);
        put_name(out, view->entities[v].name);
        cf_xml_put(out, ",%d", cf_report_colour(page->score, view->entities[v].id));
        fputs(view->entities[v].revenue_scaled ? ",\"scaled\"]" : ",\"reported\"]", out);
    }
    fputs("],\n\"deals\":[", out);
    for (int i = 0; i < view->scenario->deal_count; i++) {
        fputs(i > 0 ? "," : "", out);
        cf_html_put_json(out, view->scenario->deals[i].id);
    }
    fputs("],\n", out);
}

static void put_edges(FILE *out, const cf_picture *picture)
{
    fputs("\"edges\":[", out);
    for (int e = 0; e < picture->edge_count; e++) {
        fputs(e > 0 ? ",[" : "[", out);
        for (int k = 0; k < picture->edges[e].deal_count; k++)
            cf_xml_put(out, k > 0 ? ",%d" : "%d", picture->edges[e].deals[k].deal);
        fputs("]", out);
    }
    fputs("],\n", out);
}

/* ---- all together ---- */

/* Which of the presets the report is of, base where it is of none. */
static int shown_view(const cf_view_options *view)
{
    for (int p = 0; p < CF_PRESET_COUNT; p++) {
        cf_view_options preset = cf_view_options_of((cf_preset)p);

        if (view->which == preset.which && view->statuses == preset.statuses &&
            view->non_cash == preset.non_cash && view->contingent == preset.contingent)
            return p;
    }
    return CF_VIEW_BASE;
}

static cf_status put_preset(const cf_html *page, cf_preset preset)
{
    cf_view_options options = cf_dossier_preset(&page->dossier->view, preset);
    cf_view *view = NULL;
    cf_status status;

    options.empty = true; /* a deal of amount 0 may be given one */
    options.gap_cut = false;
    options.joint_count = 0;
    status = cf_view_new(&view, page->scenario, &options, NULL);
    if (status == CF_OK && preset == CF_VIEW_FIRM)
        put_names(page, view);
    if (status == CF_OK) {
        view->options.gap_cut = page->dossier->view.gap_cut; /* the engine cuts */
        fputs(preset == CF_VIEW_FIRM ? "\"views\":[[" : ",\n[", page->out);
        status = cf_html_put_view(page->out, view);
        fputs("]", page->out);
    }
    cf_view_free(view);
    return status;
}

static cf_status put_data(const cf_html *page)
{
    FILE *out = page->out;
    cf_status status = CF_OK;

    fputs("<script type=\"application/json\" id=\"what-if-data\">{\"file\":", out);
    cf_html_put_json(out, file_name(page->scenario->file));
    fputs(",\"unit\":", out);
    cf_html_put_json(out, page->unit);
    cf_xml_put(out, ",\"view\":%d,\n", shown_view(&page->dossier->view));
    put_options(out, &page->dossier->view);
    put_edges(out, cf_report_picture(page->dossier->parts[CF_PART_SANKEY]));
    for (int p = 0; status == CF_OK && p < CF_PRESET_COUNT; p++)
        status = put_preset(page, (cf_preset)p);
    fputs("]}</script>\n", out);
    return status;
}

cf_status cf_html_what_if(const cf_html *page)
{
    cf_status status;

    fputs(panel, page->out);
    status = put_data(page);
    return status == CF_OK ? cf_html_put_engine(page->out) : status;
}
