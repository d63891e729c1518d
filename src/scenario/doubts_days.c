/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warns of dates that are far from all others, and of deals that last very long. */
#include <stdlib.h>
#include <string.h>

#include "scenario/build.h"

enum {
    THIRTY_YEARS = 10958,
    FORTY_YEARS = 14610,
    FIRST_USUAL_DAY = -25567, /* 1900-01-01: other years are in doubt by themselves */
    LAST_USUAL_DAY = 47846,   /* 2100-12-31 */
};

/* What dates are held against: the day of the scenario, or the median date of its deals. */
struct reference {
    cf_day day; /* CF_NO_DAY: there is none */
    int deal;   /* which has it; -1: the scenario */
    const char *key;
    cf_json node; /* of that deal */
};

struct day_text {
    char text[2 * CF_DAY_SIZE + 2];
};

static struct day_text show_day(cf_day day)
{
    struct day_text shown;

    cf_day_format(shown.text, day);
    return shown;
}

static struct day_text show_days(cf_day from, cf_day to)
{
    struct day_text shown;

    cf_day_format(shown.text, from);
    strcat(shown.text, "..");
    cf_day_format(shown.text + strlen(shown.text), to);
    return shown;
}

/* ---- the reference ---- */

struct dated {
    cf_day day;
    int deal;
};

static int by_day(const void *left, const void *right)
{
    const struct dated *a = left, *b = right;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->deal > b->deal) - (a->deal < b->deal);
}

/* CF_NO_DAY is none, too. */
static bool is_usual(cf_day day)
{
    return day >= FIRST_USUAL_DAY && day <= LAST_USUAL_DAY;
}

/* The first usual one that a deal has, and its key; CF_NO_DAY where there is none. */
static cf_day first_day(const cf_deal *deal, const char **key)
{
    const cf_day days[] = { deal->announced, deal->start, deal->end };
    static const char *const keys[] = { "announced", "start", "end" };

    for (int i = 0; i < 3; i++) {
        *key = keys[i];
        if (is_usual(days[i]))
            return days[i];
    }
    return CF_NO_DAY;
}

/* The lower one of two. */
static struct reference median_of(cf_reader *reader)
{
    int deals = reader->store->scenario.deal_count, count = 0;
    struct dated *dated = malloc(((size_t)deals + 1) * sizeof *dated);
    struct reference median = { CF_NO_DAY, -1, NULL, { NULL } };
    const char *key;

    if (dated == NULL) {
        reader->status = CF_NO_MEMORY;
        return median;
    }
    for (int i = 0; i < deals; i++)
        if (first_day(&reader->deals[i], &key) != CF_NO_DAY)
            dated[count++] = (struct dated){ first_day(&reader->deals[i], &key), i };
    qsort(dated, (size_t)count, sizeof *dated, by_day);
    if (count > 0) {
        median.day = dated[(count - 1) / 2].day;
        median.deal = dated[(count - 1) / 2].deal;
        (void)first_day(&reader->deals[median.deal], &median.key);
    }
    free(dated);
    return median;
}

static bool is_far(const cf_survey *survey, cf_day day)
{
    return survey->earliest != CF_NO_DAY && ((long)survey->latest - day > THIRTY_YEARS ||
                                             (long)day - survey->earliest > THIRTY_YEARS);
}

/* Where no date can be far from it, it is not looked for. */
static struct reference find_reference(cf_reader *reader, const cf_survey *survey)
{
    struct reference none = { CF_NO_DAY, -1, NULL, { NULL } };

    if (reader->store->scenario.as_of != CF_NO_DAY) {
        none.day = reader->store->scenario.as_of;
        return none;
    }
    return is_far(survey, survey->latest) ? median_of(reader) : none;
}

/* ---- one date ---- */

static void warn(const cf_json *date, const char *of, cf_day day, const struct reference *reference)
{
    const char *what =
        reference->deal < 0 ? "the day of the scenario (as_of)" : "the median date of the deals";
    cf_json other = reference->deal < 0
                        ? cf_json_member(&(cf_json){ .reader = date->reader }, "as_of")
                        : cf_json_member(&reference->node, reference->key);

    cf_json_doubt(
        date, CF_CODE_FAR_DATE,
        &(cf_doubt){
            .other = &other,
            .of = of,
            .value = show_day(day).text,
            .expected =
                show_days(reference->day - THIRTY_YEARS, reference->day + THIRTY_YEARS).text,
            .hint = reference->deal < 0 ? "check the year, and that of as_of"
                                        : "check the year; the other date is" },
        "%s is usually within 30 years of %s, %s, but is %s", date->key, what,
        show_day(reference->day).text, show_day(day).text);
}

/* A day that may be `later` than usual by so much. */
static void check_day(const cf_json *object, const char *key, const char *of, cf_day day,
                      cf_day latest, const struct reference *reference)
{
    cf_json date;

    if (day == CF_NO_DAY || reference->day == CF_NO_DAY || !is_usual(day) ||
        (day >= (long)reference->day - THIRTY_YEARS && day <= latest))
        return;
    date = cf_json_member(object, key);
    warn(&date, of, day, reference);
}

static void check_schedule(const cf_json *node, const cf_deal *deal, cf_day latest,
                           const struct reference *reference)
{
    cf_json schedule = cf_json_member(node, "schedule");

    for (int i = 0; i < deal->schedule_count; i++) {
        cf_json element = cf_json_element_at(&schedule, (size_t)i, NULL, "a payment");

        check_day(&element, "date", deal->id, deal->schedule[i].date, latest, reference);
    }
}

static void check_term(const cf_json *node, const cf_deal *deal)
{
    cf_json start = cf_json_member(node, "start"), end = cf_json_member(node, "end");

    if (deal->start == CF_NO_DAY || deal->end == CF_NO_DAY || !is_usual(deal->start) ||
        !is_usual(deal->end) || (long)deal->end - deal->start <= FORTY_YEARS)
        return;
    cf_json_doubt(&end, CF_CODE_LONG_TERM,
                  &(cf_doubt){ .other = &start,
                               .of = deal->id,
                               .value = show_day(deal->end).text,
                               .expected = show_days(deal->start, deal->start + FORTY_YEARS).text,
                               .hint = "check both years; start is" },
                  "a deal usually lasts 40 years at most, but this one is from %s to %s",
                  show_day(deal->start).text, show_day(deal->end).text);
}

/* The end of a deal, and its payments, may be 40 years after it begins. */
static void check_deal(const cf_json *list, int index, const struct reference *reference)
{
    const cf_deal *deal = &list->reader->deals[index];
    cf_json node = cf_json_element_at(list, (size_t)index, NULL, "a deal");
    cf_day begins = deal->start != CF_NO_DAY       ? deal->start
                    : deal->announced != CF_NO_DAY ? deal->announced
                                                   : reference->day;
    cf_day near = reference->day == CF_NO_DAY ? CF_NO_DAY : reference->day + THIRTY_YEARS;
    cf_day late = begins == CF_NO_DAY ? CF_NO_DAY : begins + FORTY_YEARS;

    check_day(&node, "announced", deal->id, deal->announced, near, reference);
    check_day(&node, "cancelled", deal->id, deal->cancelled, near, reference);
    check_day(&node, "start", deal->id, deal->start, near, reference);
    if (deal->start == CF_NO_DAY)
        check_day(&node, "end", deal->id, deal->end, late, reference);
    check_schedule(&node, deal, late, reference);
    check_term(&node, deal);
}

/* ---- the whole ---- */

void cf_build_doubt_days(const cf_json *deals, const cf_survey *survey)
{
    cf_reader *reader = deals->reader;
    struct reference reference = find_reference(reader, survey);
    bool far = reference.day != CF_NO_DAY && is_far(survey, reference.day);

    if (reader->status != CF_OK || (!far && survey->longest_days <= FORTY_YEARS))
        return;
    if (reference.deal >= 0)
        reference.node = cf_json_element_at(deals, (size_t)reference.deal, NULL, "a deal");
    for (int i = 0; i < reader->store->scenario.deal_count && reader->status == CF_OK; i++)
        check_deal(deals, i, &reference);
}
