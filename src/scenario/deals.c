/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of a deal that are more than one value (amount, currency), and what must hold between
 * its fields. */
#include "scenario/build.h"

#include <string.h>

#include "base/text.h"
#include "scenario/fields.h"
#include "scenario/values.h"

static const double UNFIT = -1.0;

/* ---- parties ---- */

int cf_build_find_entity(const cf_json *node)
{
    cf_reader *reader = node->reader;
    const cf_scenario *scenario = &reader->store->scenario;
    const char *id = cf_json_borrow(node, "the id of an entity");
    const char *near;
    int index;

    if (id == NULL)
        return -1;
    if (node->json->entity > 0)
        return node->json->entity - 1;
    index = cf_scenario_find_entity(scenario, id);
    if (index < 0)
        index = cf_map_find(&reader->store->ids[CF_ENTITY_ALIASES], 0, id, strlen(id));
    if (index >= 0 || reader->entities_in_doubt)
        return index;
    near = cf_reader_suggest(reader, id, reader->entity_ids, scenario->entity_count);
    cf_json_error_about(node, CF_CODE_UNKNOWN_ENTITY, id,
                        near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                        "%s must be the id of an entity, but no entity has the id %s", node->what,
                        cf_show_text(id).text);
    return -1;
}

/* ---- amount ---- */

/* How a part of an amount is called where it is written. */
static const char *part_name(const cf_json *node, const char *key)
{
    static const char *const columns[][2] = { { "low", "amount_low" },
                                              { "base", "amount" },
                                              { "high", "amount_high" },
                                              { "of", "share_of" } };

    for (size_t i = 0; node->reader->spreadsheets && i < sizeof columns / sizeof *columns; i++)
        if (strcmp(key, columns[i][0]) == 0)
            return columns[i][1];
    return key;
}

/* A share: its deals are found later, when all are known. */
static bool read_share(const cf_json *node, cf_deal *deal)
{
    static const char *const figures[] = { "low", "base", "high" };
    cf_json share = cf_json_member(node, "share");
    cf_json of = cf_json_member(node, "of");

    deal->kind = CF_SHARE_OF;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (cf_datum_get(node->json, figures[i]) == NULL)
            continue;
        cf_json_error(
            node, CF_CODE_RANGE_AND_SHARE,
            node->reader->spreadsheets
                ? "a share may be a range itself: share_low, share, share_high"
                : "a share may be a range itself: {\"share\": {\"low\": ...}, \"of\": [...]}",
            "an amount must be a range or a share, but has \"%s\" and \"%s\"",
            part_name(node, figures[i]), part_name(node, share.json == NULL ? "of" : "share"));
        return false;
    }
    if (share.json == NULL || of.json == NULL)
        cf_json_error(node, CF_CODE_MISSING_KEY, NULL,
                      "a share must have \"share\" and \"%s\", but has no \"%s\"",
                      part_name(node, "of"), part_name(node, share.json == NULL ? "share" : "of"));
    deal->has_range = cf_datum_is(share.json, CF_DATUM_OBJECT);
    return cf_json_range(&share, CF_NUMBER_FRACTION, &deal->share);
}

static bool read_quantity(const cf_json *node, cf_deal *deal)
{
    deal->kind = CF_QUANTIFIED;
    if (cf_datum_is(node->json, CF_DATUM_NUMBER))
        return cf_json_range(node, CF_NUMBER_AMOUNT, &deal->amount);
    if (!cf_datum_is(node->json, CF_DATUM_OBJECT)) {
        cf_json_wrong_type(node, "a number, a range or a share");
        return false;
    }
    if (!cf_fields_check(node, &cf_amount_fields, NULL))
        return false;
    if (cf_datum_get(node->json, "share") != NULL || cf_datum_get(node->json, "of") != NULL)
        return read_share(node, deal);
    deal->has_range = true;
    return cf_json_range_object(node, CF_NUMBER_AMOUNT, &deal->amount);
}

/* What is unfit to be compared with other fields has the base UNFIT. */
void cf_read_amount(const cf_json *node, const cf_field *field, void *record)
{
    cf_deal *deal = record;

    (void)field;
    node->reader->names_deals |= cf_datum_is(node->json, CF_DATUM_OBJECT);
    if (node->json != NULL && !cf_datum_is(node->json, CF_DATUM_NULL) && !read_quantity(node, deal))
        deal->amount.base = UNFIT;
}

/* ---- currency ---- */

static cf_shown hint_for_rate(const cf_reader *reader, const char *currency, const char *own)
{
    if (reader->spreadsheets)
        return cf_show_hint("add --fx %s=1.3 if 1 %s is worth 1.3 %s, or fx.%s,1.3 to scenario.csv",
                            currency, currency, own, currency);
    return cf_show_hint("add \"fx\": {\"%s\": value of 1 %s in %s} to the scenario", currency,
                        currency, own);
}

void cf_read_currency(const cf_json *node, const cf_field *field, void *record)
{
    cf_deal *deal = record;
    const cf_reader *reader = node->reader;
    const char *own = reader->store->scenario.currency;
    const cf_datum *rate;

    (void)field;
    deal->fx = 1.0;
    deal->currency = cf_json_currency(node);
    if (deal->currency == NULL || own == NULL || deal->kind == CF_SHARE_OF ||
        strcmp(deal->currency, own) == 0)
        return;
    rate = cf_datum_get(reader->fx, deal->currency);
    if (cf_datum_is(rate, CF_DATUM_NUMBER))
        deal->fx = rate->number;
    else if (rate == NULL && (reader->fx == NULL || cf_datum_is(reader->fx, CF_DATUM_OBJECT)))
        cf_json_error_about(node, CF_CODE_NO_RATE, deal->currency,
                            hint_for_rate(reader, deal->currency, own).text,
                            "a currency other than %s must have a rate%s, but %s has none", own,
                            reader->spreadsheets ? "" : " in fx", deal->currency);
}

/* ---- between fields ---- */

static void check_parties(const cf_json *node, const cf_deal *deal)
{
    cf_json payee;

    if (deal->payer < 0 || deal->payer != deal->payee)
        return;
    payee = cf_json_member(node, "payee");
    if (node->reader->drop_self_deals) {
        node->reader->dropped[node->index] = 1;
        node->reader->dropped_count++;
    } else {
        cf_json_error(&payee, CF_CODE_SELF_DEAL, "--self-deals drop leaves such deals out",
                      "payer and payee must differ, but both are %s",
                      cf_show_text(node->reader->entity_ids[deal->payee]).text);
    }
}

static void check_dates(const cf_json *node, const cf_deal *deal)
{
    if (deal->end == CF_NO_DAY && deal->cancelled == CF_NO_DAY)
        return;
    cf_json cancelled = cf_json_member(node, "cancelled");
    cf_json start = cf_json_member(node, "start");
    cf_json end = cf_json_member(node, "end");
    char first[16], last[16];

    cf_json_check_order(&start, deal->start, &end, deal->end);
    if (deal->announced == CF_NO_DAY || deal->cancelled == CF_NO_DAY ||
        deal->announced <= deal->cancelled)
        return;
    cf_day_format(first, deal->announced);
    cf_day_format(last, deal->cancelled);
    cf_json_warn(&cancelled, CF_CODE_CANCELLED_EARLY, NULL,
                 "cancelled is usually not before announced, but %s is before %s", last, first);
}

static void check_timed_share(const cf_json *node, const cf_deal *deal)
{
    static const char *const keys[] = { "schedule", "start", "end" };

    for (size_t i = 0; deal->kind == CF_SHARE_OF && i < sizeof keys / sizeof *keys; i++) {
        cf_json member = cf_json_member(node, keys[i]);

        if (member.json != NULL)
            cf_json_error(&member, CF_CODE_TIMED_SHARE,
                          "remove it: a share is paid when those deals are",
                          "a share of other deals must have no %s, but this one does", keys[i]);
    }
}

/* kind, escrow and run-off describe a support. */
static void check_support(const cf_json *node, const cf_deal *deal)
{
    static const char *const keys[] = { "kind", "escrow", "run_off_years" };

    for (size_t i = 0; !deal->contingent && i < sizeof keys / sizeof *keys; i++) {
        cf_json member = cf_json_member(node, keys[i]);

        if (member.json != NULL)
            cf_json_warn(&member, CF_CODE_NOT_CONTINGENT, "is \"contingent\": true missing?",
                         "%s has an effect on contingent deals alone, but this one is not "
                         "contingent",
                         keys[i]);
    }
}

void cf_check_deal(const cf_json *node, const void *record)
{
    check_parties(node, record);
    check_dates(node, record);
    check_timed_share(node, record);
    check_support(node, record);
}
