/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the deals that deals name, once all ids are known: shares, earmarks, programmes, what a
 * deal supersedes, requires or covers. */
#include "scenario/build.h"

#include <string.h>

#include "scenario/values.h"

static int find_deal(const cf_json *node)
{
    cf_reader *reader = node->reader;
    const cf_scenario *scenario = &reader->store->scenario;
    const char *id = cf_json_borrow(node, "the id of a deal");
    const char *near;
    int index;

    if (id == NULL)
        return -1;
    index = cf_scenario_find_deal(scenario, id);
    if (index >= 0 && reader->dropped[index]) {
        cf_json_error_about(
            node, CF_CODE_DROPPED_DEAL, id, "leave out this deal, too",
            "%s must be a deal that counts, but %s is left out: an entity pays itself", node->what,
            cf_show_text(id).text);
        return -1;
    }
    if (index >= 0 || reader->deals_in_doubt)
        return index;
    near = cf_reader_suggest(reader, id, reader->deal_ids, scenario->deal_count);
    cf_json_error_about(node, CF_CODE_UNKNOWN_DEAL, id,
                        near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                        "%s must be the id of a deal, but no deal has the id %s", node->what,
                        cf_show_text(id).text);
    return -1;
}

/* Which list named each deal last, so that one named twice is found without a search. */
struct seen {
    int *list; /* by deal */
    int count; /* of the lists so far */
};

/* The deals of a list in the order of the file. */
static cf_deal_list read_deals(const cf_json *node, struct seen *seen)
{
    cf_shown what = cf_show_hint("an entry of \"%s\"", node->key);
    bool is_list = cf_json_is_list(node);
    const cf_datum *next = is_list ? cf_datum_first(node->json) : NULL;
    int *at =
        cf_reader_new(node->reader, is_list ? (size_t)cf_datum_count(node->json) : 0, sizeof *at);
    cf_deal_list list = { .at = at };

    seen->count++;
    for (size_t i = 0; at != NULL && next != NULL; next = next->next, i++) {
        cf_json element = cf_json_element_at(node, i, next, what.text);
        int deal = find_deal(&element);

        if (deal < 0)
            continue;
        if (seen->list[deal] == seen->count)
            cf_json_error(&element, CF_CODE_LISTED_TWICE, "remove it",
                          "a deal must be listed once, but %s is repeated",
                          cf_show_text(cf_datum_text(element.json)).text);
        else
            at[list.count++] = deal;
        seen->list[deal] = seen->count;
    }
    return list;
}

/* ---- earmarks ---- */

/* Which element of the file's list names a deal; the list has no deal twice. */
static void check_earmarked(const cf_json *element, const cf_deal *deal, const cf_deal *paid)
{
    const cf_reader *reader = element->reader;

    if (paid->relation != CF_RELATION_COUNT && cf_relation_class(paid->relation) != CF_TRADE)
        cf_json_error(element, CF_CODE_EARMARK_NOT_TRADE, NULL,
                      "an earmark must be a customer or supplier deal, but %s is %s %s deal",
                      cf_show_text(paid->id).text, paid->relation == CF_REPAYMENT ? "a" : "an",
                      cf_relation_names[paid->relation]);
    else if (deal->payee >= 0 && paid->payer >= 0 && paid->payer != deal->payee)
        cf_json_error(element, CF_CODE_EARMARK_OTHER_PAYER, NULL,
                      "an earmark must be paid by %s, who gets the money, but %s is paid by %s",
                      cf_show_text(reader->entity_ids[deal->payee]).text,
                      cf_show_text(paid->id).text,
                      cf_show_text(reader->entity_ids[paid->payer]).text);
}

/* Checks each deal of a list that could be read. */
static void check_each(const cf_json *node, const char *what, const cf_deal *deal,
                       void (*check)(const cf_json *, const cf_deal *, const cf_deal *))
{
    const cf_reader *reader = node->reader;
    size_t i = 0;

    for (const cf_datum *at = cf_datum_first(node->json); at != NULL; at = at->next, i++) {
        cf_json element = cf_json_element_at(node, i, at, what);
        const char *id = cf_datum_text(element.json);
        int index = id == NULL ? -1 : cf_scenario_find_deal(&reader->store->scenario, id);

        if (index >= 0)
            check(&element, deal, &reader->deals[index]);
    }
}

static void check_earmark(const cf_json *node, const cf_deal *deal)
{
    if (deal->earmark.count == 0 || deal->relation == CF_RELATION_COUNT)
        return;
    if (deal->relation != CF_INVESTOR) {
        cf_json_error(node, CF_CODE_EARMARK_NOT_ALLOWED, NULL,
                      "only an investor deal may have an earmark, but this is %s %s deal",
                      deal->relation == CF_INTEREST ? "an" : "a",
                      cf_relation_names[deal->relation]);
        return;
    }
    check_each(node, "an entry of \"earmark\"", deal, check_earmarked);
}

/* ---- guarantees ---- */

/* A guarantee is a contingent deal from the guarantor to the debtor, so what it covers are deals
 * that its payee pays. */
static void check_covered(const cf_json *element, const cf_deal *deal, const cf_deal *debt)
{
    const cf_reader *reader = element->reader;

    if (deal->payer < 0 || deal->payee < 0 || debt->payer < 0 || debt->payee < 0)
        return;
    if (debt->payer != deal->payee)
        cf_json_error(element, CF_CODE_COVERS_OTHER_DEBT, NULL,
                      "covers must name deals that %s pays, but %s is paid by %s",
                      cf_show_text(reader->entity_ids[deal->payee]).text,
                      cf_show_text(debt->id).text,
                      cf_show_text(reader->entity_ids[debt->payer]).text);
    else if (debt->payee == deal->payer)
        cf_json_error(element, CF_CODE_COVERS_OTHER_DEBT, NULL,
                      "covers must name deals that others are paid, but %s is paid to %s, the "
                      "guarantor",
                      cf_show_text(debt->id).text,
                      cf_show_text(reader->entity_ids[debt->payee]).text);
}

static void check_covers(const cf_json *node, const cf_deal *deal)
{
    if (deal->covers.count == 0)
        return;
    if (deal->contingent)
        check_each(node, "an entry of \"covers\"", deal, check_covered);
    else
        cf_json_error(node, CF_CODE_COVERS_NOT_ALLOWED, "is \"contingent\": true missing?",
                      "only a contingent deal may have covers, but this one is not contingent");
}

/* ---- all references of a deal ---- */

static void read_share_of(const cf_json *node, cf_deal *deal, struct seen *seen)
{
    cf_json of = cf_json_member(node, "of");

    deal->share_of = read_deals(&of, seen);
    if (cf_datum_is(of.json, CF_DATUM_LIST) && cf_datum_count(of.json) == 0)
        cf_json_error(&of, CF_CODE_EMPTY_LIST, NULL, "of must list one deal or more, but is empty");
}

static void read_references(const cf_json *node, cf_deal *deal, struct seen *seen)
{
    cf_json earmark = cf_json_member(node, "earmark");
    cf_json covers = cf_json_member(node, "covers");

    for (int i = 0; i < cf_deal_fields.count; i++) {
        const cf_field *field = &cf_deal_fields.rows[i];
        cf_json member = cf_json_member(node, field->key);
        void *value = (char *)deal + field->offset;

        if (field->kind == CF_FIELD_DEAL)
            *(int *)value = find_deal(&member);
        else if (field->kind == CF_FIELD_DEALS)
            *(cf_deal_list *)value = read_deals(&member, seen);
        else if (field->kind == CF_FIELD_AMOUNT && cf_datum_is(member.json, CF_DATUM_OBJECT))
            read_share_of(&member, deal, seen);
    }
    check_earmark(&earmark, deal);
    check_covers(&covers, deal);
}

void cf_build_references(cf_reader *reader, const cf_json *list)
{
    size_t count = cf_json_size(list);
    struct seen seen = { .list = cf_reader_new(reader, count, sizeof *seen.list) };

    for (size_t i = 0; i < count && reader->status == CF_OK; i++) {
        cf_json node;

        if (!reader->refers[i])
            continue;
        node = cf_json_element(list, i, "a deal");
        if (cf_datum_is(node.json, CF_DATUM_OBJECT))
            read_references(&node, &reader->deals[i], &seen);
    }
}
