/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/build.h"

#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "scenario/fields.h"
#include "scenario/values.h"

/* ---- parties ---- */

static int read_party(const cf_node *node)
{
    cf_reader *reader = node->reader;
    const cf_scenario *scenario = &reader->store->scenario;
    const char *id = cf_node_borrow(node, "the id of an entity");
    const char *near;
    int index;

    if (id == NULL)
        return -1;
    index = cf_scenario_find_entity(scenario, id);
    if (index >= 0 || reader->entities_in_doubt)
        return index;
    near = cf_build_suggest(reader, id, reader->entity_ids, scenario->entity_count);
    cf_node_error(node, CF_UNKNOWN_ENTITY,
                  near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                  "%s must be the id of an entity, but %s is none", node->what,
                  cf_show_text(id).text);
    return -1;
}

static void read_parties(const cf_node *node, cf_deal *deal)
{
    cf_node payer = cf_node_member(node, "payer");
    cf_node payee = cf_node_member(node, "payee");

    deal->payer = read_party(&payer);
    deal->payee = read_party(&payee);
    if (deal->payer >= 0 && deal->payer == deal->payee)
        cf_node_error(&payee, CF_SELF_DEAL, NULL, "payer and payee must differ, but both are %s",
                      cf_show_text(json_string_value(payee.json)).text);
}

/* ---- amount ---- */

/* A share: its deals are found later, when all are known. */
static bool read_share(const cf_node *node, cf_deal *deal)
{
    static const char *const figures[] = { "low", "base", "high" };
    cf_node share = cf_node_member(node, "share");
    cf_node of = cf_node_member(node, "of");

    deal->kind = CF_SHARE_OF;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (json_object_get(node->json, figures[i]) == NULL)
            continue;
        cf_node_error(node, CF_RANGE_AND_SHARE,
                      "a share may be a range itself: {\"share\": {\"low\": ...}, \"of\": [...]}",
                      "an amount must be a range or a share, but has \"%s\" and \"%s\"",
                      figures[i], share.json == NULL ? "of" : "share");
        return false;
    }
    if (share.json == NULL || of.json == NULL)
        cf_node_error(node, CF_MISSING_KEY, NULL,
                      "a share must have \"share\" and \"of\", but has no \"%s\"",
                      share.json == NULL ? "share" : "of");
    return cf_node_range(&share, CF_NUMBER_FRACTION, &deal->share);
}

/* Whether the amount is fit to be compared with other keys. */
static bool read_amount(const cf_node *node, cf_deal *deal)
{
    deal->kind = CF_UNQUANTIFIED;
    if (node->json == NULL || json_is_null(node->json))
        return true;
    deal->kind = CF_QUANTIFIED;
    if (json_is_number(node->json))
        return cf_node_range(node, CF_NUMBER_AMOUNT, &deal->amount);
    if (!json_is_object(node->json)) {
        cf_node_wrong_type(node, "a number, a range or a share");
        return false;
    }
    if (!cf_fields_check(node, &cf_amount_fields))
        return false;
    if (json_object_get(node->json, "share") != NULL || json_object_get(node->json, "of") != NULL)
        return read_share(node, deal);
    return cf_node_range_object(node, CF_NUMBER_AMOUNT, &deal->amount);
}

/* ---- currency ---- */

static void read_currency(const cf_node *node, cf_deal *deal)
{
    const cf_reader *reader = node->reader;
    const char *own = reader->store->scenario.currency;
    json_t *rate;

    deal->fx = 1.0;
    deal->currency = cf_node_currency(node);
    if (deal->currency == NULL || own == NULL || deal->kind == CF_SHARE_OF ||
        strcmp(deal->currency, own) == 0)
        return;
    rate = json_object_get(reader->fx, deal->currency);
    if (json_is_number(rate))
        deal->fx = json_number_value(rate);
    else if (rate == NULL && (reader->fx == NULL || json_is_object(reader->fx)))
        cf_node_error(node, CF_NO_RATE,
                      cf_show_hint("add \"fx\": {\"%s\": value of 1 %s in %s} to the scenario",
                                   deal->currency, deal->currency, own)
                          .text,
                      "a currency other than %s must have a rate in fx, but %s has none", own,
                      deal->currency);
}

/* ---- schedule ---- */

static void check_schedule_sum(const cf_node *node, const cf_deal *deal, bool amount_is_fit)
{
    cf_sum sum = { 0 };
    double base = deal->amount.base;

    for (int i = 0; i < deal->schedule_count; i++)
        cf_sum_add(&sum, deal->schedule[i].amount);
    if (!amount_is_fit || deal->kind == CF_SHARE_OF)
        return;
    if (deal->kind == CF_UNQUANTIFIED)
        cf_node_error(node, CF_SCHEDULE_WITHOUT_AMOUNT,
                      cf_show_hint("add \"amount\": %s", cf_show_number(cf_sum_value(sum)).text)
                          .text,
                      "a deal with a schedule must have an amount, but this one has none");
    else if (fabs(cf_sum_value(sum) - base) > 1e-6 * base)
        cf_node_error(node, CF_SCHEDULE_SUM, NULL,
                      "schedule must add up to the base amount %s, but adds up to %s",
                      cf_show_number(base).text, cf_show_number(cf_sum_value(sum)).text);
}

static void read_instalment(const cf_node *node, cf_instalment *instalment)
{
    cf_node date, amount;

    if (!cf_node_is_object(node))
        return;
    cf_fields_check(node, &cf_instalment_fields);
    date = cf_node_member(node, "date");
    amount = cf_node_member(node, "amount");
    instalment->date = cf_node_day(&date, CF_FIRST_DAY);
    cf_node_number(&amount, CF_NUMBER_AMOUNT, &instalment->amount);
}

static void read_schedule(const cf_node *node, cf_deal *deal, bool amount_is_fit)
{
    size_t count = cf_node_is_list(node) ? json_array_size(node->json) : 0;
    cf_instalment *list = cf_reader_new(node->reader, count, sizeof *list);
    long errors = node->reader->errors;

    deal->schedule = list;
    if (list == NULL || !json_is_array(node->json))
        return;
    deal->schedule_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        cf_node element = cf_node_element(node, i, "an instalment");

        read_instalment(&element, &list[i]);
    }
    if (node->reader->errors == errors)
        check_schedule_sum(node, deal, amount_is_fit);
}

/* ---- dates ---- */

static void read_dates(const cf_node *node, cf_deal *deal)
{
    cf_node announced = cf_node_member(node, "announced");
    cf_node cancelled = cf_node_member(node, "cancelled");
    cf_node start = cf_node_member(node, "start");
    cf_node end = cf_node_member(node, "end");
    char first[16], last[16];

    deal->announced = cf_node_day(&announced, CF_FIRST_DAY);
    deal->cancelled = cf_node_day(&cancelled, CF_LAST_DAY);
    deal->start = cf_node_day(&start, CF_FIRST_DAY);
    deal->end = cf_node_day(&end, CF_LAST_DAY);
    cf_node_check_order(&start, deal->start, &end, deal->end);
    if (deal->announced == CF_NO_DAY || deal->cancelled == CF_NO_DAY ||
        deal->announced <= deal->cancelled)
        return;
    cf_day_format(first, deal->announced);
    cf_day_format(last, deal->cancelled);
    cf_node_warn(&cancelled, CF_CANCELLED_EARLY, NULL,
                 "cancelled is usually not before announced, but %s is before %s", last, first);
}

static void check_timed_share(const cf_node *node, const cf_deal *deal)
{
    static const char *const keys[] = { "schedule", "start", "end" };

    for (size_t i = 0; deal->kind == CF_SHARE_OF && i < sizeof keys / sizeof *keys; i++) {
        cf_node member = cf_node_member(node, keys[i]);

        if (member.json != NULL)
            cf_node_error(&member, CF_TIMED_SHARE, "take it out: the time is that of those deals",
                          "a share of other deals must have no %s, but this one has", keys[i]);
    }
}

/* ---- the whole deal ---- */

static void read_words(const cf_node *node, cf_deal *deal)
{
    cf_node relation = cf_node_member(node, "relation");
    cf_node status = cf_node_member(node, "status");
    cf_node basis = cf_node_member(node, "basis");
    cf_node instrument = cf_node_member(node, "instrument");
    cf_node note = cf_node_member(node, "note");
    cf_node cash = cf_node_member(node, "cash");
    cf_node contingent = cf_node_member(node, "contingent");

    deal->relation = (cf_relation)cf_node_word(&relation, cf_relation_names, CF_RELATION_COUNT,
                                               CF_RELATION_COUNT, cf_text_nearest);
    deal->status = (cf_deal_status)cf_node_word(&status, cf_deal_status_names,
                                                CF_DEAL_STATUS_COUNT, CF_ANNOUNCED, cf_text_nearest);
    deal->basis = (cf_basis)cf_node_word(&basis, cf_basis_names, CF_BASIS_COUNT, CF_REPORTED,
                                         cf_text_nearest);
    deal->instrument = cf_node_text(&instrument);
    deal->note = cf_node_text(&note);
    deal->cash = cf_node_bool(&cash, true);
    deal->contingent = cf_node_bool(&contingent, false);
}

static void read_deal(const cf_node *node, cf_deal *deal)
{
    cf_node amount = cf_node_member(node, "amount");
    cf_node currency = cf_node_member(node, "currency");
    cf_node schedule = cf_node_member(node, "schedule");
    cf_node probability = cf_node_member(node, "probability");
    cf_node sources = cf_node_member(node, "sources");
    bool amount_is_fit;

    read_words(node, deal);
    read_parties(node, deal);
    amount_is_fit = read_amount(&amount, deal);
    read_currency(&currency, deal);
    read_dates(node, deal);
    read_schedule(&schedule, deal, amount_is_fit);
    check_timed_share(node, deal);
    if (!cf_node_number(&probability, CF_NUMBER_FRACTION, &deal->probability))
        deal->probability = -1.0;
    cf_node_sources(&sources, &deal->sources, &deal->source_count);
}

void cf_build_deals(cf_reader *reader, const cf_node *list)
{
    size_t count = json_array_size(list->json);

    reader->deals = cf_reader_new(reader, count, sizeof *reader->deals);
    reader->deal_ids = cf_reader_new(reader, count, sizeof *reader->deal_ids);
    for (size_t i = 0; i < count && reader->status == CF_OK; i++) {
        cf_node node = cf_node_element(list, i, "a deal");
        cf_node id = cf_node_member(&node, "id");
        const char *text = NULL;
        cf_deal *deal = &reader->deals[i];

        *deal = (cf_deal){ .payer = -1, .payee = -1, .relation = CF_RELATION_COUNT, .part_of = -1 };
        if (cf_node_is_object(&node)) {
            cf_fields_check(&node, &cf_deal_fields);
            text = cf_node_name(&id);
            read_deal(&node, deal);
        }
        deal->id = text;
        reader->deal_ids[i] = text == NULL ? "" : text;
        reader->deals_in_doubt |= text == NULL;
        if (text != NULL)
            cf_build_add_id(list, i, &id, CF_DEAL_IDS, text);
    }
}
