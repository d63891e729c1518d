/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the two pictures of the money, and which of their edges a supplier or a loop highlights.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "documents/html.h"
#include "pictures/draw.h"
#include "pictures/words.h"

static const char *const ids[] = { "graph", "sankey" };

enum { PICTURES = 2 };

static bool is_round(const cf_html *page)
{
    return cf_report_picture(page->dossier->parts[CF_PART_ROUND])->edge_count > 0;
}

/* Of the graph only what lies on a loop, where there is one: a page has no room for all of it. */
static const cf_report *report_of(const cf_html *page, int index)
{
    cf_part graph = is_round(page) ? CF_PART_ROUND : CF_PART_GRAPH;

    return page->dossier->parts[index == 0 ? graph : CF_PART_SANKEY];
}

static const cf_picture *picture_of(const cf_html *page, int index)
{
    return cf_report_picture(report_of(page, index));
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* What an edge of a picture carries of what is highlighted; 0 where it is not on its way. */
typedef double weigh(const cf_picture *picture, const cf_picture_edge *edge, const void *way);

static double largest(const cf_picture *picture, weigh *weight, const void *way)
{
    double most = 0.0;

    for (int e = 0; e < picture->edge_count; e++)
        most = fmax(most, weight(picture, &picture->edges[e], way));
    return most;
}

/* data-graph="0:100 4:7" data-sankey="1:100": edges by their indices, which the pictures' edges
 * have, too, and what each carries in percent of the largest. */
static void put_marks(const cf_html *page, weigh *weight, const void *way)
{
    fputs(" data-way=\"\"", page->out);
    for (int p = 0; p < PICTURES; p++) {
        const cf_picture *picture = picture_of(page, p);
        double most = largest(picture, weight, way);
        int marked = 0;

        cf_xml_put(page->out, " data-%s=\"", ids[p]);
        for (int e = 0; e < picture->edge_count; e++) {
            double amount = weight(picture, &picture->edges[e], way);

            if (amount > 0.0)
                cf_xml_put(page->out, marked++ == 0 ? "%d:%d" : " %d:%d", e,
                           (int)ceil(100.0 * amount / most));
        }
        fputs("\"", page->out);
    }
}

static bool is_id(const cf_picture *picture, int entity, const char *id)
{
    return strcmp(picture->entities[entity].id, id) == 0;
}

/* Of a supplier's money. */
static double strand_of(const cf_picture *picture, const cf_picture_edge *edge, const void *way)
{
    for (int s = 0; s < edge->strand_count; s++)
        if (is_id(picture, picture->suppliers[edge->strands[s].supplier].entity, way))
            return edge->strands[s].amount;
    return 0.0;
}

void cf_html_mark_supplier(const cf_html *page, const char *supplier)
{
    put_marks(page, strand_of, supplier);
}

struct loop {
    char *const *path;
    const cf_class *classes;
    int count;
};

/* Of the deals of a loop's hops; next to nothing where the amount is unknown. */
static double hop_of(const cf_picture *picture, const cf_picture_edge *edge, const void *way)
{
    const struct loop *loop = way;

    for (int i = 0; i < loop->count; i++)
        if (edge->carries == loop->classes[i] && is_id(picture, edge->payer, loop->path[i]) &&
            is_id(picture, edge->payee, loop->path[(i + 1) % loop->count]))
            return edge->amount > 0.0 ? edge->amount : DBL_MIN;
    return 0.0;
}

void cf_html_mark_loop(const cf_html *page, char *const *path, const cf_class *classes, int count)
{
    put_marks(page, hop_of, &(struct loop){ path, classes, count });
}

void cf_html_put_button(const cf_html *page, const char *label)
{
    cf_xml_put(page->out,
               "<button type=\"button\" class=\"light\" aria-pressed=\"false\">Highlight "
               "<bdi>%.100s</bdi></button>\n",
               label);
}

/* ---- the pictures ---------------------------------------------------------------------------- */

/* Suppliers to which something comes back. */
static void put_choice(const cf_html *page)
{
    fputs("<ul class=\"choice\" aria-label=\"Suppliers whose money can be highlighted\">\n",
          page->out);
    for (long i = 0; i < page->suppliers.rows && i < CF_HTML_SUPPLIERS; i++) {
        const char *supplier = cf_lookup_text(&page->suppliers, i, "entity");

        if (!(cf_lookup_number(&page->suppliers, i, "loopback_pro_rata") > 0.0))
            break;
        fputs("<li", page->out);
        cf_html_mark_supplier(page, supplier);
        fputs(">", page->out);
        cf_html_put_button(page, cf_lookup_name(page->scenario, supplier));
        fputs("</li>\n", page->out);
    }
    fputs("</ul>\n", page->out);
}

/* Whether the smaller entities are one. */
static bool is_merged(const cf_picture *picture)
{
    for (int i = 0; i < picture->entity_count; i++)
        if (picture->entities[i].members > 1)
            return true;
    return false;
}

/* How much of the scenario is seen here, and where all of it is. */
static cf_status put_extent(const cf_html *page, int index)
{
    const cf_picture *picture = picture_of(page, index);
    bool part = index == 0 && picture->shown_deals < picture->all_deals;
    bool merged = index == 0 && is_merged(picture);
    const char *rest = merged ? ", with the smaller entities as one (deals.csv has all)" : "";
    cf_buffer words = { 0 };
    cf_status status;

    cf_words_extent(&words, cf_report_picture(report_of(page, index)), page->scenario);
    status = words.failed ? CF_NO_MEMORY : CF_OK;
    if (status == CF_OK)
        cf_xml_put(page->out, " Shown: %s%s%s.", cf_buffer_text(&words),
                   part ? ": those on which money can go round" : "", rest);
    if (status == CF_OK && page->paper == NULL) /* which has no file beside it */
        cf_xml_put(page->out, " <a href=\"%s.svg\">%s</a>.", ids[index],
                   !part    ? "In full size"
                   : merged ? "All deals of the largest entities"
                            : "All deals");
    fputs("</figcaption>\n</figure>\n", page->out);
    cf_buffer_free(&words);
    return status;
}

static cf_status put_picture(const cf_html *page, int index, const char *label, const char *words)
{
    cf_drawing drawing = { .inlined = true, .prefix = index == 0 ? "graph-" : "sankey-" };
    cf_status status;

    cf_xml_put(page->out,
               "<figure class=\"picture\" id=\"%s\">\n<div class=\"scroll\" tabindex=\"0\" "
               "role=\"region\" aria-label=\"%s\">\n",
               ids[index], label);
    status = cf_draw_svg(page->out, report_of(page, index), &drawing);
    cf_xml_put(page->out, "</div>\n<figcaption>%s", words);
    return status == CF_OK ? put_extent(page, index) : status;
}

cf_status cf_html_money(const cf_html *page)
{
    put_choice(page);
    return put_picture(page, 1, "Picture: the money as streams",
                       "The money as streams. Coloured is a supplier's money on its way back, pro "
                       "rata; it bends back underneath.");
}

cf_status cf_html_graph(const cf_html *page)
{
    fputs("<p>Each entity once, whom it pays, and how much. The coloured part of a payment is "
          "a supplier's money on its way back, pro rata. <span class=\"scripted\">Point at a "
          "supplier or a loop anywhere on this page, or press its button, to highlight its way in "
          "both pictures: the more it carries, the stronger the line.</span></p>\n",
          page->out);
    return put_picture(page, 0, "Picture: who pays whom",
                       "Who pays whom: capital and trade, width by amount.");
}
