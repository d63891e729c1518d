/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads numbers, and ranges of low, base and high. */
#include "scenario/values.h"

#include "scenario/fields.h"

static const char *show(double number, cf_shown *room)
{
    *room = cf_show_number(number);
    return room->text;
}

static bool check_fraction(const cf_json *node, double number)
{
    cf_shown room;

    if (number >= 0.0 && number <= 1.0)
        return true;
    cf_json_error(node, CF_CODE_BAD_FRACTION,
                  number > 1.0 && number <= 100.0
                      ? cf_show_hint("write %s for %s %%", cf_show_number(number / 100.0).text,
                                     show(number, &room))
                            .text
                      : NULL,
                  "%s must be from 0 to 1, but is %s", node->what, cf_show_number(number).text);
    return false;
}

static bool check_size(const cf_json *node, double number)
{
    if (number <= CF_LARGEST)
        return true;
    cf_json_error(node, CF_CODE_HUGE_NUMBER, "check the \"unit\" of the scenario",
                  "%s must be at most 1e18, but is %s", node->what, cf_show_number(number).text);
    return false;
}

static bool check(const cf_json *node, cf_number_kind kind, double number)
{
    if (kind == CF_NUMBER_FRACTION)
        return check_fraction(node, number);
    if (kind == CF_NUMBER_AMOUNT && number < 0.0) {
        cf_json_error(node, CF_CODE_NEGATIVE_AMOUNT, NULL, "%s must be 0 or more, but is %s",
                      node->what, cf_show_number(number).text);
        return false;
    }
    if (kind == CF_NUMBER_RATE && number <= 0.0) {
        cf_json_error(node, CF_CODE_BAD_RATE, NULL, "the rate of %s must be above 0, but is %s",
                      cf_show_text(node->what).text, cf_show_number(number).text);
        return false;
    }
    return check_size(node, number);
}

bool cf_json_number(const cf_json *node, cf_number_kind kind, double *number)
{
    double value;

    *number = 0.0;
    if (node->json == NULL)
        return false;
    if (!cf_datum_is(node->json, CF_DATUM_NUMBER)) {
        cf_json_wrong_type(node, "a number");
        return false;
    }
    value = node->json->number + 0.0; /* -0 becomes 0 */
    if (!check(node, kind, value))
        return false;
    *number = value;
    return true;
}

/* Fills in what is missing: low is base, or 0 where base is missing too; base is low; high is
 * base. */
static void complete(cf_range *range, bool low, bool base, bool high)
{
    if (!low)
        range->low = base ? range->base : 0.0;
    if (!base)
        range->base = range->low;
    if (!high)
        range->high = range->base;
}

static bool check_order(const cf_json *node, cf_range range, bool base)
{
    bool low_first = range.low > range.base;
    const char *low_name = low_first || !base ? "low" : "base";
    const char *high_name = low_first ? "base" : "high";

    if (range.low <= range.base && range.base <= range.high)
        return true;
    cf_json_error(node, CF_CODE_UNORDERED_RANGE, NULL,
                  "a range must rise from low to base to high, but %s %s is above %s %s", low_name,
                  cf_show_number(low_first ? range.low : range.base).text, high_name,
                  cf_show_number(low_first ? range.base : range.high).text);
    return false;
}

bool cf_json_range_object(const cf_json *node, cf_number_kind kind, cf_range *range)
{
    cf_json low = cf_json_member(node, "low");
    cf_json base = cf_json_member(node, "base");
    cf_json high = cf_json_member(node, "high");
    long errors = node->reader->errors;

    cf_json_number(&low, kind, &range->low);
    cf_json_number(&base, kind, &range->base);
    cf_json_number(&high, kind, &range->high);
    if (node->reader->errors > errors)
        return false;
    complete(range, low.json != NULL, base.json != NULL, high.json != NULL);
    return check_order(node, *range, base.json != NULL);
}

bool cf_json_range(const cf_json *node, cf_number_kind kind, cf_range *range)
{
    *range = (cf_range){ 0 };
    if (node->json == NULL)
        return false;
    if (cf_datum_is(node->json, CF_DATUM_OBJECT))
        return cf_fields_check(node, &cf_range_fields, NULL) &&
               cf_json_range_object(node, kind, range);
    if (!cf_datum_is(node->json, CF_DATUM_NUMBER)) {
        cf_json_wrong_type(node, "a number or a range");
        return false;
    }
    if (!cf_json_number(node, kind, &range->low))
        return false;
    range->base = range->high = range->low;
    return true;
}
