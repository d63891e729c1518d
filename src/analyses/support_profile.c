/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How much an entity stands behind on each day: the sum of parts, each of which begins on a day and
 * stays, or falls evenly to 0. Between the days on which parts begin or end the sum is a straight
 * line that does not rise, so it is largest on the first day of a period or when a part begins.
 */
#include <stdio.h>
#include <stdlib.h>

#include "analyses/support.h"
#include "base/sum.h"
#include "base/vec.h"

static const double days_of_year = 365.2425;

/* Begins on `from`; gone on `past`. */
struct part {
    cf_day from, past; /* CF_NO_DAY: always, never */
    bool falls;
    double amount;
};

typedef CF_VEC(struct part) part_list;

/* The same date some years later: the last day of February for a leap day. */
static cf_day years_later(cf_day day, int years)
{
    char text[CF_DAY_SIZE], later[32];
    cf_day result;
    int year;

    cf_day_format(text, day); /* YYYY-MM-DD */
    year = (int)strtol(text, NULL, 10) + years;
    snprintf(later, sizeof later, "%04d%.6s", year, text + 4);
    if (cf_day_parse(&result, later, CF_FIRST_DAY))
        return result;
    snprintf(later, sizeof later, "%04d-02", year);
    if (cf_day_parse(&result, later, CF_LAST_DAY))
        return result;
    return day + (int)(days_of_year * years); /* beyond the year 9999 */
}

static struct part part_of(const cf_deal *deal, cf_day from, double amount)
{
    struct part part = { .from = from, .past = CF_NO_DAY, .amount = amount };

    part.falls = deal->run_off_years > 0 && from != CF_NO_DAY;
    if (part.falls)
        part.past = years_later(from, deal->run_off_years);
    else if (deal->end != CF_NO_DAY)
        part.past = deal->end + 1;
    return part;
}

static bool list_parts(part_list *parts, const cf_view *view, const cf_support *support)
{
    const cf_deal *deal = &view->scenario->deals[support->deal];
    cf_sum scheduled = { 0 };
    bool good = true;

    for (int i = 0; i < deal->schedule_count; i++)
        cf_sum_add(&scheduled, deal->schedule[i].amount);
    if (!(cf_sum_value(scheduled) > 0)) {
        cf_day from = deal->start != CF_NO_DAY ? deal->start : deal->announced;

        return cf_vec_push(parts, part_of(deal, from, support->maximum));
    }
    for (int i = 0; good && i < deal->schedule_count; i++)
        good = cf_vec_push(
            parts, part_of(deal, deal->schedule[i].date,
                           support->maximum * deal->schedule[i].amount / cf_sum_value(scheduled)));
    return good;
}

/* ---- periods ---- */

static void widen(cf_day *from, cf_day *to, cf_day first, cf_day last)
{
    if (first == CF_NO_DAY)
        return;
    if (*from == CF_NO_DAY || first < *from)
        *from = first;
    if (*to == CF_NO_DAY || last > *to)
        *to = last;
}

static cf_status list_periods(cf_period **out, int *count, cf_period_kind kind, cf_day from,
                              cf_day to)
{
    CF_VEC(cf_period) list = { 0 };
    bool good = true;

    for (cf_day day = from; good && day <= to; day = list.at[list.count - 1].to + 1)
        good = cf_vec_push(&list, cf_period_of(kind, day));
    *out = list.at;
    *count = list.count;
    return good ? CF_OK : CF_NO_MEMORY;
}

cf_status cf_supports_periods(cf_period **out, int *count, const cf_supports *supports,
                              const bool *chosen, cf_period_kind kind, cf_day from, cf_day to)
{
    part_list parts = { 0 };
    bool good = true;

    *out = NULL;
    *count = 0;
    for (int i = 0; good && i < supports->count; i++)
        if (chosen[supports->at[i].payer] && supports->at[i].known)
            good = list_parts(&parts, supports->view, &supports->at[i]);
    for (int i = 0; i < parts.count; i++) {
        const struct part *part = &parts.at[i];

        widen(&from, &to, part->from, part->past == CF_NO_DAY ? part->from : part->past - 1);
    }
    free(parts.at);
    if (!good || from == CF_NO_DAY)
        return good ? CF_OK : CF_NO_MEMORY;
    return list_periods(out, count, kind, cf_period_of(kind, from).from, cf_period_of(kind, to).to);
}

/* ---- the sum day by day ---- */

/* A part begins or is gone. */
struct event {
    cf_day day;
    int part;
    bool ends;
};

static int compare_events(const void *a, const void *b)
{
    const struct event *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->part > y->part) - (x->part < y->part);
}

/* The sum is level - slope * day, of the parts that stand; days count from `zero`. */
struct line {
    cf_day zero;
    cf_sum level, slope;
    int standing;
};

static void apply(struct line *line, const struct part *part, bool ends)
{
    double sign = ends ? -1.0 : 1.0;

    line->standing += ends ? -1 : 1;
    cf_sum_add(&line->level, sign * part->amount);
    if (part->falls) {
        double daily = part->amount / ((double)part->past - part->from);

        cf_sum_add_product(&line->level, sign * daily, (double)part->from - line->zero);
        cf_sum_add(&line->slope, sign * daily);
    }
    if (line->standing == 0)
        line->level = line->slope = (cf_sum){ 0 };
}

static double value_on(const struct line *line, cf_day day)
{
    cf_sum sum = line->level;

    cf_sum_add_product(&sum, -cf_sum_value(line->slope), (double)day - line->zero);
    return fmax(cf_sum_value(sum), 0.0);
}

static int list_events(struct event *events, const part_list *parts)
{
    int count = 0;

    for (int i = 0; i < parts->count; i++) {
        const struct part *part = &parts->at[i];

        if (part->past != CF_NO_DAY && part->from != CF_NO_DAY && part->past <= part->from)
            continue;                                             /* over before it begins */
        events[count++] = (struct event){ part->from, i, false }; /* CF_NO_DAY is the smallest */
        if (part->past != CF_NO_DAY)
            events[count++] = (struct event){ part->past, i, true };
    }
    qsort(events, (size_t)count, sizeof *events, compare_events);
    return count;
}

static void sweep(double *maximum, const cf_period *periods, int count, const part_list *parts,
                  const struct event *events, int event_count)
{
    struct line line = { .zero = periods[0].from };
    int next = 0;

    for (int p = 0; p < count; p++) {
        while (next < event_count && events[next].day <= periods[p].from) {
            apply(&line, &parts->at[events[next].part], events[next].ends);
            next++;
        }
        maximum[p] = value_on(&line, periods[p].from);
        while (next < event_count && events[next].day <= periods[p].to) {
            cf_day day = events[next].day;

            for (; next < event_count && events[next].day == day; next++)
                apply(&line, &parts->at[events[next].part], events[next].ends);
            maximum[p] = fmax(maximum[p], value_on(&line, day));
        }
    }
}

static double whole(const part_list *parts)
{
    cf_sum sum = { 0 };

    for (int i = 0; i < parts->count; i++)
        cf_sum_add(&sum, parts->at[i].amount);
    return cf_sum_value(sum);
}

cf_status cf_supports_profile(double *maximum, const cf_supports *supports, int payer,
                              const cf_period *periods, int count)
{
    part_list parts = { 0 };
    struct event *events = NULL;
    bool good = true;
    int first, past;

    cf_supports_of(supports, payer, &first, &past);
    for (int i = first; good && i < past; i++)
        if (supports->at[i].known)
            good = list_parts(&parts, supports->view, &supports->at[i]);
    if (good)
        events = calloc(2 * (size_t)parts.count + 1, sizeof *events);
    if (events != NULL && periods[0].from == CF_NO_DAY)
        maximum[0] = whole(&parts); /* one period, without a name */
    else if (events != NULL)
        sweep(maximum, periods, count, &parts, events, list_events(events, &parts));
    good = events != NULL;
    free(events);
    free(parts.at);
    return good ? CF_OK : CF_NO_MEMORY;
}
