/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/build.h"

#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "scenario/fields.h"
#include "scenario/values.h"

/* ---- parties ---- */

static int read_party(const cf_json *node)
{
    cf_reader *reader = node->reader;
    const cf_scenario *scenario = &reader->store->scenario;
    const char *id = cf_json_borrow(node, "the id of an entity");
    const char *near;
    int index;

    if (id == NULL)
        return -1;
    index = cf_scenario_find_entity(scenario, id);
    if (index >= 0 || reader->entities_in_doubt)
        return index;
    near = cf_reader_suggest(reader, id, reader->entity_ids, scenario->entity_count);
    cf_json_error(node, CF_UNKNOWN_ENTITY,
                  near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                  "%s must be the id of an entity, but %s is none", node->what,
                  cf_show_text(id).text);
    return -1;
}

static void read_parties(const cf_json *node, cf_deal *deal)
{
    cf_json payer = cf_json_member(node, "payer");
    cf_json payee = cf_json_member(node, "payee");

    deal->payer = read_party(&payer);
    deal->payee = read_party(&payee);
    if (deal->payer >= 0 && deal->payer == deal->payee)
        cf_json_error(&payee, CF_SELF_DEAL, NULL, "payer and payee must differ, but both are %s",
                      cf_show_text(json_string_value(payee.json)).text);
}

/* ---- amount ---- */

/* A share: its deals are found later, when all are known. */
static bool read_share(const cf_json *node, cf_deal *deal)
{
    static const char *const figures[] = { "low", "base", "high" };
    cf_json share = cf_json_member(node, "share");
    cf_json of = cf_json_member(node, "of");

    deal->kind = CF_SHARE_OF;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (json_object_get(node->json, figures[i]) == NULL)
            continue;
        cf_json_error(node, CF_RANGE_AND_SHARE,
                      "a share may be a range itself: {\"share\": {\"low\": ...}, \"of\": [...]}",
                      "an amount must be a range or a share, but has \"%s\" and \"%s\"", figures[i],
                      share.json == NULL ? "of" : "share");
        return false;
    }
    if (share.json == NULL || of.json == NULL)
        cf_json_error(node, CF_MISSING_KEY, NULL,
                      "a share must have \"share\" and \"of\", but has no \"%s\"",
                      share.json == NULL ? "share" : "of");
    deal->has_range = json_is_object(share.json);
    return cf_json_range(&share, CF_NUMBER_FRACTION, &deal->share);
}

/* Whether the amount is fit to be compared with other keys. */
static bool read_amount(const cf_json *node, cf_deal *deal)
{
    deal->kind = CF_UNQUANTIFIED;
    if (node->json == NULL || json_is_null(node->json))
        return true;
    deal->kind = CF_QUANTIFIED;
    if (json_is_number(node->json))
        return cf_json_range(node, CF_NUMBER_AMOUNT, &deal->amount);
    if (!json_is_object(node->json)) {
        cf_json_wrong_type(node, "a number, a range or a share");
        return false;
    }
    if (!cf_fields_check(node, &cf_amount_fields))
        return false;
    if (json_object_get(node->json, "share") != NULL || json_object_get(node->json, "of") != NULL)
        return read_share(node, deal);
    deal->has_range = true;
    return cf_json_range_object(node, CF_NUMBER_AMOUNT, &deal->amount);
}

/* ---- currency ---- */

static void read_currency(const cf_json *node, cf_deal *deal)
{
    const cf_reader *reader = node->reader;
    const char *own = reader->store->scenario.currency;
    json_t *rate;

    deal->fx = 1.0;
    deal->currency = cf_json_currency(node);
    if (deal->currency == NULL || own == NULL || deal->kind == CF_SHARE_OF ||
        strcmp(deal->currency, own) == 0)
        return;
    rate = json_object_get(reader->fx, deal->currency);
    if (json_is_number(rate))
        deal->fx = json_number_value(rate);
    else if (rate == NULL && (reader->fx == NULL || json_is_object(reader->fx)))
        cf_json_error(node, CF_NO_RATE,
                      cf_show_hint("add \"fx\": {\"%s\": value of 1 %s in %s} to the scenario",
                                   deal->currency, deal->currency, own)
                          .text,
                      "a currency other than %s must have a rate in fx, but %s has none", own,
                      deal->currency);
}

/* ---- schedule ---- */

static void check_schedule_sum(const cf_json *node, const cf_deal *deal, bool amount_is_fit)
{
    cf_sum sum = { 0 };
    double base = deal->amount.base;

    for (int i = 0; i < deal->schedule_count; i++)
        cf_sum_add(&sum, deal->schedule[i].amount);
    if (!amount_is_fit || deal->kind == CF_SHARE_OF)
        return;
    if (deal->kind == CF_UNQUANTIFIED)
        cf_json_error(
            node, CF_SCHEDULE_WITHOUT_AMOUNT,
            cf_show_hint("add \"amount\": %s", cf_show_number(cf_sum_value(sum)).text).text,
            "a deal with a schedule must have an amount, but this one has none");
    else if (fabs(cf_sum_value(sum) - base) > 1e-6 * base)
        cf_json_error(node, CF_SCHEDULE_SUM, NULL,
                      "schedule must add up to the base amount %s, but adds up to %s",
                      cf_show_number(base).text, cf_show_number(cf_sum_value(sum)).text);
}

static void read_instalment(const cf_json *node, cf_instalment *instalment)
{
    cf_json date, amount;

    if (!cf_json_is_object(node))
        return;
    cf_fields_check(node, &cf_instalment_fields);
    date = cf_json_member(node, "date");
    amount = cf_json_member(node, "amount");
    instalment->date = cf_json_day(&date, CF_FIRST_DAY);
    cf_json_number(&amount, CF_NUMBER_AMOUNT, &instalment->amount);
}

static void read_schedule(const cf_json *node, cf_deal *deal, bool amount_is_fit)
{
    size_t count = cf_json_is_list(node) ? json_array_size(node->json) : 0;
    cf_instalment *list = cf_reader_new(node->reader, count, sizeof *list);
    long errors = node->reader->errors;

    deal->schedule = list;
    if (list == NULL || !json_is_array(node->json))
        return;
    deal->schedule_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        cf_json element = cf_json_element(node, i, "an instalment");

        read_instalment(&element, &list[i]);
    }
    if (node->reader->errors == errors)
        check_schedule_sum(node, deal, amount_is_fit);
}

/* ---- dates ---- */

static void read_dates(const cf_json *node, cf_deal *deal)
{
    cf_json announced = cf_json_member(node, "announced");
    cf_json cancelled = cf_json_member(node, "cancelled");
    cf_json start = cf_json_member(node, "start");
    cf_json end = cf_json_member(node, "end");
    char first[16], last[16];

    deal->announced = cf_json_day(&announced, CF_FIRST_DAY);
    deal->cancelled = cf_json_day(&cancelled, CF_LAST_DAY);
    deal->start = cf_json_day(&start, CF_FIRST_DAY);
    deal->end = cf_json_day(&end, CF_LAST_DAY);
    cf_json_check_order(&start, deal->start, &end, deal->end);
    if (deal->announced == CF_NO_DAY || deal->cancelled == CF_NO_DAY ||
        deal->announced <= deal->cancelled)
        return;
    cf_day_format(first, deal->announced);
    cf_day_format(last, deal->cancelled);
    cf_json_warn(&cancelled, CF_CANCELLED_EARLY, NULL,
                 "cancelled is usually not before announced, but %s is before %s", last, first);
}

static void check_timed_share(const cf_json *node, const cf_deal *deal)
{
    static const char *const keys[] = { "schedule", "start", "end" };

    for (size_t i = 0; deal->kind == CF_SHARE_OF && i < sizeof keys / sizeof *keys; i++) {
        cf_json member = cf_json_member(node, keys[i]);

        if (member.json != NULL)
            cf_json_error(&member, CF_TIMED_SHARE, "take it out: the time is that of those deals",
                          "a share of other deals must have no %s, but this one has", keys[i]);
    }
}

/* ---- the whole deal ---- */

static void read_words(const cf_json *node, cf_deal *deal)
{
    cf_json relation = cf_json_member(node, "relation");
    cf_json status = cf_json_member(node, "status");
    cf_json basis = cf_json_member(node, "basis");
    cf_json instrument = cf_json_member(node, "instrument");
    cf_json note = cf_json_member(node, "note");
    cf_json cash = cf_json_member(node, "cash");
    cf_json contingent = cf_json_member(node, "contingent");

    deal->relation = (cf_relation)cf_json_word(&relation, cf_relation_names, CF_RELATION_COUNT,
                                               CF_RELATION_COUNT, cf_text_nearest);
    deal->status = (cf_deal_status)cf_json_word(&status, cf_deal_status_names, CF_DEAL_STATUS_COUNT,
                                                CF_ANNOUNCED, cf_text_nearest);
    deal->basis = (cf_basis)cf_json_word(&basis, cf_basis_names, CF_BASIS_COUNT, CF_REPORTED,
                                         cf_text_nearest);
    deal->instrument = cf_json_text(&instrument);
    deal->note = cf_json_text(&note);
    deal->cash = cf_json_bool(&cash, true);
    deal->contingent = cf_json_bool(&contingent, false);
}

static void read_deal(const cf_json *node, cf_deal *deal)
{
    cf_json amount = cf_json_member(node, "amount");
    cf_json currency = cf_json_member(node, "currency");
    cf_json schedule = cf_json_member(node, "schedule");
    cf_json probability = cf_json_member(node, "probability");
    cf_json sources = cf_json_member(node, "sources");
    bool amount_is_fit;

    read_words(node, deal);
    read_parties(node, deal);
    amount_is_fit = read_amount(&amount, deal);
    read_currency(&currency, deal);
    read_dates(node, deal);
    read_schedule(&schedule, deal, amount_is_fit);
    check_timed_share(node, deal);
    if (!cf_json_number(&probability, CF_NUMBER_FRACTION, &deal->probability))
        deal->probability = -1.0;
    cf_json_sources(&sources, &deal->sources, &deal->source_count);
}

/* Whether anything of a deal names other deals. */
static bool names_deals(const json_t *deal)
{
    return json_is_object(json_object_get(deal, "amount")) ||
           json_object_get(deal, "earmark") != NULL || json_object_get(deal, "part_of") != NULL ||
           json_object_get(deal, "supersedes") != NULL;
}

void cf_build_deals(cf_reader *reader, const cf_json *list)
{
    size_t count = cf_json_size(list);

    reader->deals = cf_reader_new(reader, count, sizeof *reader->deals);
    reader->deal_ids = cf_reader_new(reader, count, sizeof *reader->deal_ids);
    reader->refers = cf_reader_new(reader, count, 1);
    for (size_t i = 0; i < count && reader->status == CF_OK; i++) {
        cf_json node = cf_json_element(list, i, "a deal");
        cf_json id = cf_json_member(&node, "id");
        const char *text = NULL;
        cf_deal *deal = &reader->deals[i];

        *deal = (cf_deal){ .payer = -1, .payee = -1, .relation = CF_RELATION_COUNT, .part_of = -1 };
        if (cf_json_is_object(&node)) {
            cf_fields_check(&node, &cf_deal_fields);
            text = cf_json_name(&id);
            read_deal(&node, deal);
            reader->refers[i] = names_deals(node.json);
        }
        deal->id = text;
        reader->deal_ids[i] = text == NULL ? "" : text;
        reader->deals_in_doubt |= text == NULL;
        if (text != NULL)
            cf_build_add_id(list, i, &id, CF_DEAL_IDS, text);
    }
}
