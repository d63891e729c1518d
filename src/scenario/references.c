/* SPDX-License-Identifier: GPL-3.0-or-later */
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
    if (index >= 0 || reader->deals_in_doubt)
        return index;
    near = cf_reader_suggest(reader, id, reader->deal_ids, scenario->deal_count);
    cf_json_error(node, CF_UNKNOWN_DEAL,
                  near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                  "%s must be the id of a deal, but %s is none", node->what, cf_show_text(id).text);
    return -1;
}

/* The deals of a list in the order of the file. `seen` has a mark for every deal: the list that
 * named it last; `mark` is this one's. */
static cf_deal_list read_list(const cf_json *node, const char *what, int *seen, int mark)
{
    size_t size = cf_json_is_list(node) ? json_array_size(node->json) : 0;
    int *at = cf_reader_new(node->reader, size, sizeof *at);
    cf_deal_list list = { .at = at };

    for (size_t i = 0; at != NULL && i < size; i++) {
        cf_json element = cf_json_element(node, i, what);
        int deal = find_deal(&element);

        if (deal < 0)
            continue;
        if (seen[deal] == mark)
            cf_json_error(&element, CF_LISTED_TWICE, "take it out",
                          "a deal must be listed only once, but %s is there again",
                          cf_show_text(json_string_value(element.json)).text);
        else
            at[list.count++] = deal;
        seen[deal] = mark;
    }
    return list;
}

/* ---- earmarks ---- */

/* Which element of the file's list names a deal; the list has no deal twice. */
static void check_earmarked(const cf_json *element, const cf_deal *deal, const cf_deal *paid)
{
    const cf_reader *reader = element->reader;

    if (paid->relation == CF_INVESTOR)
        cf_json_error(element, CF_EARMARK_NOT_TRADE, NULL,
                      "an earmark must be a customer or supplier deal, but %s is an investor deal",
                      cf_show_text(paid->id).text);
    else if (deal->payee >= 0 && paid->payer >= 0 && paid->payer != deal->payee)
        cf_json_error(element, CF_EARMARK_OTHER_PAYER, NULL,
                      "an earmark must be paid by %s, who gets the money, but %s is paid by %s",
                      cf_show_text(reader->entity_ids[deal->payee]).text,
                      cf_show_text(paid->id).text,
                      cf_show_text(reader->entity_ids[paid->payer]).text);
}

static void read_earmark(const cf_json *node, cf_deal *deal, int *seen, int mark)
{
    const cf_reader *reader = node->reader;

    deal->earmark = read_list(node, "an entry of \"earmark\"", seen, mark);
    if (deal->earmark.count == 0 || deal->relation == CF_RELATION_COUNT)
        return;
    if (deal->relation != CF_INVESTOR) {
        cf_json_error(node, CF_EARMARK_NOT_ALLOWED, NULL,
                      "only an investor deal may have an earmark, but this is a %s deal",
                      cf_relation_names[deal->relation]);
        return;
    }
    for (size_t i = 0; i < json_array_size(node->json); i++) {
        cf_json element = cf_json_element(node, i, "an entry of \"earmark\"");
        const char *id = json_string_value(element.json);
        int index = id == NULL ? -1 : cf_scenario_find_deal(&reader->store->scenario, id);

        if (index >= 0)
            check_earmarked(&element, deal, &reader->deals[index]);
    }
}

/* ---- all references of a deal ---- */

static void read_share_of(const cf_json *node, cf_deal *deal, int *seen, int mark)
{
    cf_json of = cf_json_member(node, "of");

    deal->share_of = read_list(&of, "an entry of \"of\"", seen, mark);
    if (json_is_array(of.json) && json_array_size(of.json) == 0)
        cf_json_error(&of, CF_EMPTY_LIST, NULL, "of must list one deal or more, but is empty");
}

static void read_references(const cf_json *node, cf_deal *deal, int *seen, int first_mark)
{
    cf_json amount = cf_json_member(node, "amount");
    cf_json earmark = cf_json_member(node, "earmark");
    cf_json part_of = cf_json_member(node, "part_of");
    cf_json supersedes = cf_json_member(node, "supersedes");

    if (json_is_object(amount.json))
        read_share_of(&amount, deal, seen, first_mark);
    read_earmark(&earmark, deal, seen, first_mark + 1);
    deal->part_of = find_deal(&part_of);
    deal->supersedes = read_list(&supersedes, "an entry of \"supersedes\"", seen, first_mark + 2);
}

void cf_build_references(cf_reader *reader, const cf_json *list)
{
    size_t count = cf_json_size(list);
    int *seen = cf_reader_new(reader, count, sizeof *seen);

    for (size_t i = 0; i < count && reader->status == CF_OK; i++) {
        cf_json node;

        if (!reader->refers[i])
            continue;
        node = cf_json_element(list, i, "a deal");
        if (json_is_object(node.json))
            read_references(&node, &reader->deals[i], seen, 3 * (int)i + 1);
    }
}
