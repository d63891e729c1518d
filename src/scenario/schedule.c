/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what is paid at several dates: the schedule of a deal, and that of outside funds. */
#include "scenario/build.h"

#include <math.h>

#include "base/sum.h"
#include "scenario/fields.h"
#include "scenario/values.h"

/* What the payments divide. */
struct divided {
    const char *what;   /* for messages, ... */
    const char *none;   /* ... and who has no amount */
    const char *key;    /* of its base ... */
    const char *column; /* ... and where that is in a spreadsheet */
    bool known;
    double base; /* below 0 where it could not be read */
};

static void no_amount(const cf_json *node, double sum, const struct divided *whole)
{
    cf_shown number = cf_show_number(sum);
    cf_shown hint = node->reader->spreadsheets
                        ? cf_show_hint("write %s into the column %s", number.text, whole->column)
                        : cf_show_hint("add \"%s\": %s", whole->key, number.text);

    cf_json_error(node, CF_CODE_SCHEDULE_WITHOUT_AMOUNT, hint.text,
                  "%s with a schedule must have an amount, but %s", whole->what, whole->none);
}

static void check_sum(const cf_json *node, const cf_instalment *list, int count,
                      const struct divided *whole)
{
    cf_sum sum = { 0 };

    for (int i = 0; i < count; i++)
        cf_sum_add(&sum, list[i].amount);
    if (!whole->known)
        no_amount(node, cf_sum_value(sum), whole);
    else if (whole->base >= 0.0 && fabs(cf_sum_value(sum) - whole->base) > 1e-6 * whole->base)
        cf_json_error(node, CF_CODE_SCHEDULE_SUM, NULL,
                      "schedule must add up to the base amount %s, but adds up to %s",
                      cf_show_number(whole->base).text, cf_show_number(cf_sum_value(sum)).text);
}

static const cf_instalment *read_instalments(const cf_json *node, int *count,
                                             const struct divided *whole)
{
    long errors = node->reader->errors;
    const cf_instalment *list = cf_build_list(node, &cf_instalment_fields, sizeof *list, count);

    if (cf_datum_is(node->json, CF_DATUM_LIST) && node->reader->errors == errors)
        check_sum(node, list, *count, whole);
    return list;
}

void cf_read_schedule(const cf_json *node, const cf_field *field, void *record)
{
    cf_deal *deal = record;
    const struct divided whole = { .what = "a deal",
                                   .none = "this one has none",
                                   .key = "amount",
                                   .column = "amount",
                                   .known = deal->kind != CF_UNQUANTIFIED,
                                   .base = deal->kind == CF_SHARE_OF ? -1.0 : deal->amount.base };

    (void)field;
    deal->schedule = read_instalments(node, &deal->schedule_count, &whole);
}

static bool has_figure(const cf_json *node)
{
    return cf_datum_get(node->json, "low") != NULL || cf_datum_get(node->json, "base") != NULL ||
           cf_datum_get(node->json, "high") != NULL;
}

void cf_read_funds(const cf_json *node, const cf_field *field, void *record)
{
    cf_funds *funds = (cf_funds *)((char *)record + field->offset);
    struct divided whole = {
        .what = "outside funds", .none = "these have none", .key = "base", .column = node->key
    };
    cf_json schedule;

    if (!cf_datum_is(node->json, CF_DATUM_OBJECT)) {
        funds->amount.known = cf_json_range(node, CF_NUMBER_AMOUNT, &funds->amount.range);
        return;
    }
    if (!cf_fields_check(node, &cf_funds_fields, NULL))
        return;
    schedule = cf_json_member(node, "schedule");
    whole.known = has_figure(node);
    funds->amount.known =
        whole.known && cf_json_range_object(node, CF_NUMBER_AMOUNT, &funds->amount.range);
    whole.base = funds->amount.known ? funds->amount.range.base : -1.0;
    funds->schedule = read_instalments(&schedule, &funds->schedule_count, &whole);
}
