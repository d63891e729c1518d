/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes what the engine of the page is handed: the engine itself, and firm, base and headline as
 * numbers, in the order that web/load.c reads them.
 */
#include "documents/html_engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/put.h"
#include "base/text.h"

#if CIRCFIN_WEB
static const unsigned char engine[] = {
#include "engine_wasm.inc"
};
#endif

bool cf_html_has_engine(void)
{
    return CIRCFIN_WEB;
}

cf_status cf_html_put_engine(FILE *out)
{
#if CIRCFIN_WEB
    char *text = cf_base64((const char *)engine, sizeof engine);

    if (text == NULL)
        return CF_NO_MEMORY;
    fprintf(out, "<script type=\"text/plain\" id=\"engine\">%s</script>\n", text);
    free(text);
#else
    (void)out;
#endif
    return CF_OK;
}

/* ---- pieces ---- */

/* Neither ends the element that it stands in, nor begins a comment in it. */
static const char *escape_json(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    if (code >= 0x20 && code != '"' && code != '\\' && code != '<' && code != '>' && code != '&')
        return NULL;
    snprintf(scratch, CF_ESCAPE_SIZE, "\\u%04x", code);
    return scratch;
}

void cf_html_put_json(FILE *out, const char *text)
{
    if (text == NULL) {
        fputs("null", out);
        return;
    }
    putc('"', out);
    cf_put_text(out, text, escape_json);
    putc('"', out);
}

static void put(FILE *out, double number)
{
    char text[32];

    cf_text_number(text, number);
    fprintf(out, "%s,", text);
}

static void put_whole(FILE *out, int number)
{
    fprintf(out, "%d,", number);
}

static void put_deals(FILE *out, cf_deal_list list)
{
    put_whole(out, list.count);
    for (int i = 0; i < list.count; i++)
        put_whole(out, list.at[i]);
}

/* ---- a view ---- */

static void put_scenario_deal(FILE *out, const cf_deal *deal, cf_standing standing, double own)
{
    /* Only what is equity is of interest, and its words are short: see analyses/stress_owed.c. */
    enum { LONGEST_WORD = 40 };
    size_t length = deal->instrument == NULL ? 0 : strlen(deal->instrument);

    put_whole(out, deal->payer);
    put_whole(out, deal->payee);
    put_whole(out, (int)deal->relation);
    put_whole(out, (int)deal->kind);
    put_whole(out, deal->rank);
    put(out, deal->recovery);
    put_whole(out, (int)standing);
    put(out, own);
    if (length > LONGEST_WORD)
        length = 0;
    put_whole(out, (int)length);
    for (size_t i = 0; i < length; i++)
        put_whole(out, (unsigned char)deal->instrument[i]);
    put_deals(out, deal->earmark);
    put_deals(out, deal->share_of);
    put_deals(out, deal->covers);
    put_deals(out, deal->backed_by);
}

static void put_view_deals(FILE *out, const cf_view *view)
{
    for (int i = 0; i < view->deal_count; i++) {
        const cf_view_deal *deal = &view->deals[i];

        put_whole(out, deal->deal);
        put_whole(out, deal->payer);
        put_whole(out, deal->payee);
        put_whole(out, deal->quantified);
        put(out, deal->due);
    }
}

static void put_numbers(FILE *out, const cf_view *view, const cf_standing *standings,
                        const double *own)
{
    const cf_scenario *scenario = view->scenario;

    put_whole(out, scenario->entity_count);
    put_whole(out, scenario->deal_count);
    put_whole(out, view->entity_count);
    put_whole(out, view->deal_count);
    put_whole(out, view->options.origin_all);
    put_whole(out, view->options.origin_backed);
    put_whole(out, view->options.gap_cut);
    put_whole(out, view->options.probability_weights);
    for (int i = 0; i < scenario->entity_count; i++)
        put_whole(out, view->entity_of[i]);
    for (int v = 0; v < view->entity_count; v++) {
        put(out, view->entities[v].funds_known ? view->entities[v].funds : -1.0);
        put(out, view->entities[v].revenue_known ? view->entities[v].revenue : -1.0);
    }
    for (int i = 0; i < scenario->deal_count; i++)
        put_scenario_deal(out, &scenario->deals[i], standings[i], own[i]);
    put_view_deals(out, view);
    fputs("0", out); /* closes the list; no number of the view */
}

cf_status cf_html_put_view(FILE *out, const cf_view *view)
{
    size_t deals = (size_t)view->scenario->deal_count + 1;
    cf_standing *standings = calloc(deals, sizeof *standings);
    double *own = calloc(deals, sizeof *own);
    cf_status status =
        standings == NULL || own == NULL ? CF_NO_MEMORY : cf_view_standings(standings, own, view);

    if (status == CF_OK)
        put_numbers(out, view, standings, own);
    free(standings);
    free(own);
    return status;
}
