/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the evidence: every deal and every entity of the scenario, with notes and sources. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/fields.h"
#include "documents/html.h"

enum { DATE_SIZE = 16 };

/* ---- sources --------------------------------------------------------------------------------- */

static void put_source(const cf_html *page, const cf_source *source)
{
    const char *title = source->title != NULL       ? source->title
                        : source->publisher != NULL ? source->publisher
                        : source->url != NULL       ? source->url
                                                    : source->date;
    bool linked = source->url != NULL && cf_xml_can_link(source->url);

    fputs("<li>", page->out);
    if (linked)
        cf_xml_put(page->out, "<a href=\"%s\" rel=\"noopener noreferrer nofollow\">", source->url);
    cf_xml_put(page->out, "<bdi>%s</bdi>", title);
    fputs(linked ? "</a>" : "", page->out);
    if (source->publisher != NULL && source->publisher != title)
        cf_xml_put(page->out, ", <bdi>%s</bdi>", source->publisher);
    if (source->date != NULL && source->date != title)
        cf_xml_put(page->out, ", <bdi>%s</bdi>", source->date);
    if (source->url != NULL && !linked && source->url != title)
        cf_xml_put(page->out, ", <bdi>%s</bdi>", source->url);
    fputs("</li>\n", page->out);
}

static void put_sources(const cf_html *page, const cf_source *sources, int count)
{
    if (count == 0)
        return;
    fputs("<ul class=\"sources\">\n", page->out);
    for (int i = 0; i < count; i++)
        put_source(page, &sources[i]);
    fputs("</ul>\n", page->out);
}

/* ---- amounts --------------------------------------------------------------------------------- */

static void put_range(const cf_html *page, cf_range range, bool share)
{
    void (*put)(const cf_html *, double) = share ? cf_html_share : cf_html_number;

    if (range.high > range.low) {
        put(page, range.low);
        fputs(" to ", page->out);
        put(page, range.high);
        fputs(", base ", page->out);
    }
    put(page, range.base);
}

/* As the file states it. */
static void put_stated(const cf_html *page, const cf_deal *deal)
{
    if (deal->kind == CF_UNQUANTIFIED)
        return;
    if (deal->kind == CF_SHARE_OF) {
        fputs("<small>stated: ", page->out);
        put_range(page, deal->share, true);
        fputs(" of ", page->out);
        for (int i = 0; i < deal->share_of.count; i++) {
            fputs(i > 0 ? ", " : "", page->out);
            cf_html_deal(page, page->scenario->deals[deal->share_of.at[i]].id,
                         deal->share_of.at[i]);
        }
        fputs("</small>", page->out);
    } else if (deal->amount.high > deal->amount.low || deal->currency != NULL) {
        cf_xml_put(page->out, "<small>stated: %s%s", deal->currency,
                   deal->currency == NULL ? NULL : " ");
        put_range(page, deal->amount, false);
        fputs("</small>", page->out);
    }
}

/* ---- one deal -------------------------------------------------------------------------------- */

struct evidence {
    const cf_html *page;
    cf_lookup deals; /* of the score */
    long *rows;      /* of each deal of the scenario: its row in `deals`, or -1 */
    cf_view *view;
};

static void put_what(const cf_html *page, int index)
{
    static const char *const verbs[CF_RELATION_COUNT] = { [CF_INVESTOR] = "invests in",
                                                          [CF_CUSTOMER] = "buys from",
                                                          [CF_SUPPLIER] = "pays",
                                                          [CF_REPAYMENT] = "pays back to",
                                                          [CF_INTEREST] =
                                                              "pays for the capital of" };
    const cf_deal *deal = &page->scenario->deals[index];
    const cf_entity *entities = page->scenario->entities;

    cf_xml_put(page->out, "<tr id=\"deal-%d\"><th scope=\"row\">", index);
    cf_html_entity(page, entities[deal->payer].id);
    cf_xml_put(page->out, " %s ", verbs[deal->relation]);
    cf_html_entity(page, entities[deal->payee].id);
    cf_xml_put(page->out, "<small><bdi>%s</bdi></small></th>", deal->id);
}

/* A status as it counts on the day of the view, where the deal is in it. */
static void put_status(const struct evidence *evidence, int index)
{
    const cf_deal *deal = &evidence->page->scenario->deals[index];
    long row = evidence->rows[index];
    const char *status = row < 0 ? cf_deal_status_names[deal->status]
                                 : cf_lookup_text(&evidence->deals, row, "status");
    bool letter = strcmp(status, cf_deal_status_names[CF_LETTER_OF_INTENT]) == 0;
    char day[DATE_SIZE] = "";

    if (deal->announced != CF_NO_DAY)
        cf_day_format(day, deal->announced);
    cf_xml_put(evidence->page->out, "<td>%s<small>%s</small><small>%s</small></td>",
               letter ? "letter of intent" : status, cf_basis_names[deal->basis], day);
}

/* Two cells: what it counts with, and what of that comes back. */
static cf_status put_amount(const struct evidence *evidence, int index)
{
    const cf_html *page = evidence->page;
    const cf_deal *deal = &page->scenario->deals[index];
    const char *reason = NULL, *way_in;
    long row = evidence->rows[index];
    double amount, looping;
    cf_status status = CF_OK;

    fputs("<td class=\"n\">", page->out);
    if (row < 0) {
        status = cf_view_exclusion(&reason, &way_in, evidence->view, index);
        cf_xml_put(page->out, "not counted<small>%s</small>", reason);
        put_stated(page, deal);
        fputs("</td><td></td>", page->out);
        return status;
    }
    amount = cf_lookup_number(&evidence->deals, row, "amount");
    looping = cf_lookup_number(&evidence->deals, row, "looping");
    cf_html_number(page, amount);
    put_stated(page, deal);
    fputs("</td><td class=\"n\">", page->out);
    if (looping > 0.0) {
        cf_html_number(page, looping);
        fputs("<small>to ", page->out);
        cf_html_entity(page, cf_lookup_text(&evidence->deals, row, "looping_supplier"));
        fputs("</small>", page->out);
    }
    fputs("</td>", page->out);
    return CF_OK;
}

static void put_terms(const cf_html *page, const cf_deal *deal)
{
    const struct {
        bool holds;
        const char *words;
    } terms[] = {
        { !deal->cash, "not in cash" },
        { deal->contingent, "contingent" },
        { deal->earmark.count > 0, "tied to a purchase" },
        { deal->part_of >= 0, "part of a programme" },
        { deal->supersedes.count > 0, "takes the place of another" },
    };
    int listed = 0;

    if (deal->instrument != NULL) {
        cf_xml_put(page->out, "<p class=\"note\"><bdi>%s</bdi>", deal->instrument);
        listed++;
    }
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        if (terms[i].holds)
            cf_xml_put(page->out, listed++ == 0 ? "<p class=\"note\">%s" : ", %s", terms[i].words);
    if (listed > 0)
        fputs("</p>\n", page->out);
}

/* Fields that this page shows in its own way, or leaves to the workbook. */
static bool has_its_place(const char *field)
{
    static const char *const names[] = {
        "id",          "relation",   "payer",     "payee",      "amount",   "currency",
        "instrument",  "announced",  "cancelled", "start",      "end",      "status",
        "probability", "basis",      "cash",      "contingent", "schedule", "earmark",
        "part_of",     "supersedes", "note",      "sources",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], field) == 0)
            return true;
    return false;
}

static void put_value(const cf_html *page, const cf_value *value)
{
    char day[DATE_SIZE];

    if (value->kind == CF_VALUE_TEXT)
        cf_xml_put(page->out, "<bdi>%s</bdi>", value->text);
    else if (value->kind == CF_VALUE_NUMBER)
        cf_html_number(page, value->number);
    else if (value->kind == CF_VALUE_SHARE)
        cf_html_share(page, value->number);
    else if (value->kind == CF_VALUE_RANGE)
        put_range(page, value->range, false);
    else if (value->kind == CF_VALUE_FLAG)
        fputs(value->flag ? "yes" : "no", page->out);
    else if (value->kind == CF_VALUE_DAY) {
        cf_day_format(day, value->day);
        fputs(day, page->out);
    }
    for (int i = 0; value->kind == CF_VALUE_DEALS && i < value->deals.count; i++) {
        fputs(i > 0 ? ", " : "", page->out);
        cf_html_deal(page, page->scenario->deals[value->deals.at[i]].id, value->deals.at[i]);
    }
}

/* Every other field of the deal that the file fills in, with what it means. */
static void put_further_fields(const cf_html *page, const cf_deal *deal)
{
    for (int f = 0; f < cf_deal_field_count(); f++) {
        const cf_field *field = cf_deal_field(f);
        cf_value value = cf_field_value(field, page->scenario, deal);

        if (has_its_place(cf_field_name(field)) || value.kind == CF_VALUE_NONE || value.is_default)
            continue;
        cf_xml_put(page->out,
                   "<p class=\"note\"><span title=\"%s\">%s</span>: ", cf_field_meaning(field),
                   cf_field_name(field));
        put_value(page, &value);
        fputs("</p>\n", page->out);
    }
}

static cf_status put_deal(const struct evidence *evidence, int index)
{
    const cf_html *page = evidence->page;
    const cf_deal *deal = &page->scenario->deals[index];
    cf_status status;

    put_what(page, index);
    put_status(evidence, index);
    status = put_amount(evidence, index);
    fputs("<td class=\"why\">", page->out);
    put_terms(page, deal);
    put_further_fields(page, deal);
    if (deal->note != NULL)
        cf_xml_put(page->out, "<p dir=\"auto\">%s</p>\n", deal->note);
    put_sources(page, deal->sources, deal->source_count);
    fputs("</td></tr>\n", page->out);
    return status;
}

/* A browser cannot handle all rows of a large scenario. */
static void put_rest(const cf_html *page, int count, const char *what)
{
    if (count > CF_HTML_ROWS)
        cf_xml_put(page->out,
                   "<p class=\"note\">These are the first %d of %d %s of the file; %s.csv beside "
                   "this page "
                   "has all those of the view.</p>\n",
                   (int)CF_HTML_ROWS, count, what, what);
}

/* ---- all deals ------------------------------------------------------------------------------- */

/* What the deals' rows need beyond the score: the view says why a deal is left out. */
static cf_status gather(struct evidence *evidence, const cf_html *page)
{
    cf_diags *diags = NULL;
    cf_status status;

    *evidence = (struct evidence){ .page = page, .deals = cf_lookup_of(page->score, "deals") };
    status = cf_lookup_deals(&evidence->rows, &evidence->deals, page->scenario);
    if (status == CF_OK)
        status = cf_diags_new(&diags);
    if (status == CF_OK)
        status = cf_view_new(&evidence->view, page->scenario, &page->dossier->view, diags);
    cf_diags_free(diags);
    return status;
}

cf_status cf_html_deals(const cf_html *page)
{
    struct evidence evidence = { .rows = NULL };
    cf_status status = gather(&evidence, page);

    if (status != CF_OK)
        goto out;
    fputs(
        "<p>All deals of the file. Those that this view leaves out have the reason beside them. "
        "The "
        "amount is the one that counts in this view; a range, another currency or a share, as the "
        "file states it, is below.</p>\n",
        page->out);
    cf_html_begin_folded(page, "Every deal with its status, amount and sources",
                         page->scenario->deal_count);
    cf_html_begin_table(page, "Every deal with its status, amount and sources", "folded evidence");
    cf_xml_put(page->out,
               "<thead><tr><th scope=\"col\">Deal</th><th scope=\"col\">Status</th>"
               "<th scope=\"col\" class=\"n\">Amount<small>%s</small></th>"
               "<th scope=\"col\" class=\"n\">Comes back<small>pro rata</small></th>"
               "<th scope=\"col\">What is known, and from where</th></tr></thead>\n<tbody>\n",
               page->unit);
    for (int i = 0; status == CF_OK && i < page->scenario->deal_count && i < CF_HTML_ROWS; i++)
        status = put_deal(&evidence, i);
    fputs("</tbody>", page->out);
    cf_html_end_table(page);
    put_rest(page, page->scenario->deal_count, "deals");
    cf_html_end_folded(page);
out:
    cf_view_free(evidence.view);
    free(evidence.rows);
    return status;
}

/* ---- entities -------------------------------------------------------------------------------- */

static void put_accounts(const cf_html *page, const cf_entity *entity)
{
    char from[DATE_SIZE], to[DATE_SIZE];

    fputs("<td class=\"n\">", page->out);
    if (entity->revenue_known)
        put_range(page, entity->revenue, false);
    if (entity->revenue_known && entity->revenue_from != CF_NO_DAY) {
        cf_day_format(from, entity->revenue_from);
        cf_day_format(to, entity->revenue_to);
        cf_xml_put(page->out, "<small>%s to %s</small>", from, to);
    }
    fputs("</td><td class=\"n\">", page->out);
    if (entity->outside_funds_known)
        put_range(page, entity->outside_funds, false);
    fputs("</td>", page->out);
}

static void put_entity(const cf_html *page, const cf_entity *entity)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cf_xml_put(page->out, "<bdi>%s</bdi>", cf_lookup_name(page->scenario, entity->id));
    cf_xml_put(page->out, "<small><bdi>%s</bdi></small></th><td><bdi>%.100s</bdi>", entity->id,
               entity->sector);
    if (entity->group != NULL)
        cf_xml_put(page->out, "<small>group <bdi>%.100s</bdi></small>", entity->group);
    fputs("</td>", page->out);
    put_accounts(page, entity);
    fputs("<td class=\"why\">", page->out);
    if (entity->note != NULL)
        cf_xml_put(page->out, "<p dir=\"auto\">%s</p>\n", entity->note);
    put_sources(page, entity->sources, entity->source_count);
    fputs("</td></tr>\n", page->out);
}

cf_status cf_html_entities(const cf_html *page)
{
    cf_html_begin_folded(page, "Every entity with its accounts and sources",
                         page->scenario->entity_count);
    cf_html_begin_table(page, "Every entity with its accounts and sources", "folded evidence");
    cf_xml_put(page->out,
               "<thead><tr><th scope=\"col\">Entity</th><th scope=\"col\">Sector</th>"
               "<th scope=\"col\" class=\"n\">Revenue<small>reported, %s</small></th>"
               "<th scope=\"col\" class=\"n\">Outside funds<small>stated, %s</small></th>"
               "<th scope=\"col\">What is known, and from where</th></tr></thead>\n<tbody>\n",
               page->unit, page->unit);
    for (int i = 0; i < page->scenario->entity_count && i < CF_HTML_ROWS; i++)
        put_entity(page, &page->scenario->entities[i]);
    fputs("</tbody>", page->out);
    cf_html_end_table(page);
    put_rest(page, page->scenario->entity_count, "entities");
    cf_html_end_folded(page);
    return CF_OK;
}
