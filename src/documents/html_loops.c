/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes loops as chains: Nvidia -invests 30-> OpenAI -pays 300-> Oracle -pays 150-> Nvidia. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "documents/html.h"

enum { UNFOLDED = 5 };

/* A row of the table loops, taken apart. */
struct chain {
    char **path; /* ids */
    cf_class *classes;
    double *amounts; /* NaN where unknown */
    int count;
    char *room; /* of the ids, and for one more text */
};

/* Copies the text up to the next separator that no backslash escapes, without the backslashes. *at
 * moves behind the separator, which is returned; 0 at the end. */
static char next_piece(char *piece, const char **at, const char *separators)
{
    const char *from = *at;

    while (*from != '\0' && strchr(separators, *from) == NULL) {
        from += *from == '\\' && from[1] != '\0';
        *piece++ = *from++;
    }
    *piece = '\0';
    *at = *from == '\0' ? from : from + 1;
    return *from;
}

static void free_chain(struct chain *chain)
{
    free(chain->path);
    free(chain->classes);
    free(chain->amounts);
    free(chain->room);
}

/* "a > b > c" */
static char *split_path(struct chain *chain, const char *path)
{
    char *piece = chain->room;

    for (int i = 0; i < chain->count; i++) {
        char separator = next_piece(piece, &path, ">");
        size_t length = strlen(piece);

        if (separator != '\0' && length > 0)
            piece[--length] = '\0'; /* the space before it */
        path += separator != '\0' && *path == ' ';
        chain->path[i] = piece;
        piece += length + 1;
    }
    return piece;
}

static cf_status read_chain(struct chain *chain, const cf_lookup *loops, long row)
{
    const char *path = cf_lookup_text(loops, row, "path");
    const char *classes = cf_lookup_text(loops, row, "classes");
    const char *amounts = cf_lookup_text(loops, row, "hop_amounts");
    size_t count = (size_t)cf_lookup_number(loops, row, "length");
    size_t room = strlen(path) + strlen(classes) + strlen(amounts == NULL ? "" : amounts) + 3;
    char *piece;

    *chain = (struct chain){ .path = calloc(count, sizeof *chain->path),
                             .classes = calloc(count, sizeof *chain->classes),
                             .amounts = calloc(count, sizeof *chain->amounts),
                             .count = (int)count,
                             .room = malloc(room + count) };
    if (chain->path == NULL || chain->classes == NULL || chain->amounts == NULL ||
        chain->room == NULL)
        return CF_NO_MEMORY;
    piece = split_path(chain, path);
    for (int i = 0; i < chain->count; i++) {
        next_piece(piece, &classes, ",");
        for (int c = 0; c < CF_CLASS_COUNT; c++)
            if (strcmp(piece, cf_class_names[c]) == 0)
                chain->classes[i] = (cf_class)c;
        if (amounts != NULL)
            next_piece(piece, &amounts, ";");
        if (amounts == NULL || !cf_text_read_number(&chain->amounts[i], piece))
            chain->amounts[i] = NAN;
    }
    return CF_OK;
}

/* ---- writing --------------------------------------------------------------------------------- */

static void put_hop(const cf_html *page, const struct chain *chain, int hop, double smallest)
{
    static const char *const verbs[CF_CLASS_COUNT] = {
        [CF_TRADE] = "pays", [CF_CAPITAL] = "invests", [CF_SERVICE] = "pays as debt service"
    };
    bool is_least = chain->amounts[hop] <= smallest;

    cf_xml_put(page->out, " <span class=\"hop %s%s\">%s ", cf_class_names[chain->classes[hop]],
               is_least ? " least" : "", verbs[chain->classes[hop]]);
    if (isnan(chain->amounts[hop]))
        fputs("an unknown amount", page->out);
    else
        cf_html_number(page, chain->amounts[hop]);
    fputs("</span> ", page->out);
}

static void put_chain(const cf_html *page, const struct chain *chain, double smallest)
{
    fputs("<p class=\"chain\">", page->out);
    for (int i = 0; i < chain->count; i++) {
        cf_html_entity(page, chain->path[i]);
        put_hop(page, chain, i, smallest);
    }
    cf_html_entity(page, chain->path[0]);
    fputs("</p>\n", page->out);
}

/* Ids of deals: of one hop joined by +, hops by ; */
static cf_status put_deals(const cf_html *page, const char *deals)
{
    char *piece, separator;

    if (deals == NULL)
        return CF_OK;
    piece = malloc(strlen(deals) + 1);
    if (piece == NULL)
        return CF_NO_MEMORY;
    fputs("<p class=\"note ids\">Deals: ", page->out);
    do {
        separator = next_piece(piece, &deals, "+;");
        cf_html_deal(page, piece, cf_scenario_find_deal(page->scenario, piece));
        cf_xml_put(page->out, "%s", separator == '+' ? " + " : separator == ';' ? "; " : "");
    } while (separator != '\0');
    fputs("</p>\n", page->out);
    free(piece);
    return CF_OK;
}

static void put_figures(const cf_html *page, const cf_lookup *loops, long row)
{
    double amount = cf_lookup_number(loops, row, "amount");
    double through = cf_lookup_number(loops, row, "through_flow");

    fputs("<p class=\"note\">", page->out);
    if (isnan(amount)) {
        fputs("Its amount is unknown, because that of a hop is.", page->out);
    } else {
        fputs("No more than <b>", page->out);
        cf_html_number(page, amount);
        fputs("</b> can go round", page->out);
        if (!isnan(through)) {
            fputs("; pro rata, <b>", page->out);
            cf_html_number(page, through);
            fputs("</b> of the money of ", page->out);
            cf_html_entity(page, cf_lookup_text(loops, row, "supplier"));
            fputs(" takes exactly this route", page->out);
        }
        fputs(".", page->out);
    }
    fputs("</p>\n", page->out);
}

static cf_status put_loop(const cf_html *page, const cf_lookup *loops, long row)
{
    struct chain chain = { .count = 0 };
    cf_status status = read_chain(&chain, loops, row);

    if (status != CF_OK)
        goto out;
    fputs("<li", page->out);
    cf_html_mark_loop(page, chain.path, chain.classes, chain.count);
    cf_xml_put(page->out,
               ">\n<button type=\"button\" class=\"light\" aria-pressed=\"false\">Highlight <span "
               "class=\"unseen\">loop %d</span></button>\n",
               (int)row + 1);
    put_chain(page, &chain, cf_lookup_number(loops, row, "amount"));
    put_figures(page, loops, row);
    status = put_deals(page, cf_lookup_text(loops, row, "deals"));
    fputs("</li>\n", page->out);
out:
    free_chain(&chain);
    return status;
}

static void put_count(const cf_html *page, const cf_report *report, long shown)
{
    double found = cf_report_number(report, "found");
    double unknown = cf_report_number(report, "unquantified");

    if (isnan(found)) {
        cf_xml_put(page->out, "<p>There are very many loops; these are the first %d.", (int)shown);
    } else {
        fputs("<p>", page->out);
        cf_html_number(page, found);
        fputs(found > 1.0 ? " loops" : " loop", page->out);
        if ((double)shown < found)
            cf_xml_put(page->out, ", of which these are the first %d", (int)shown);
        if (unknown > 0.0) {
            fputs("; ", page->out);
            cf_html_number(page, unknown);
            fputs(" have a hop without a known amount and stand last", page->out);
        }
        fputs(".", page->out);
    }
    fputs(" Each is a closed route for money, with at least one investment and one purchase and no "
          "entity twice. The smallest hop is underlined: no more can go round than it carries. "
          "Loops share deals, so their amounts do not add up.</p>\n",
          page->out);
}

static cf_status put_list(const cf_html *page, const cf_lookup *loops, long from, long to)
{
    cf_status status = CF_OK;

    cf_xml_put(page->out, "<ol class=\"loops\" start=\"%d\">\n", (int)from + 1);
    for (long row = from; status == CF_OK && row < to; row++)
        status = put_loop(page, loops, row);
    fputs("</ol>\n", page->out);
    return status;
}

static cf_status put_loops(const cf_html *page, const cf_lookup *loops)
{
    long first = loops->rows <= UNFOLDED + 2 ? loops->rows : UNFOLDED;
    cf_status status = put_list(page, loops, 0, first);

    if (status != CF_OK || first == loops->rows)
        return status;
    cf_html_begin_folded(page, "Further loops", loops->rows - first);
    status = put_list(page, loops, first, loops->rows);
    cf_html_end_folded(page);
    return status;
}

cf_status cf_html_loops(const cf_html *page)
{
    const cf_report *report = page->dossier->parts[CF_PART_LOOPS];
    cf_lookup loops = cf_lookup_of(report, "loops");
    cf_status status = CF_OK;

    if (loops.rows == 0) {
        fputs("<p>There is no financing loop in this view.</p>\n", page->out);
    } else {
        put_count(page, report, loops.rows);
        status = put_loops(page, &loops);
    }
    return status;
}
