/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spans: all ways to choose the payments of a path, as first and last days. Kumar and Calders
 * (2018, https://doi.org/10.14778/3236187.3236197) call a path with all its choices a bundle, and
 * count the choices; here their days are needed.
 */
#include "loops/in_order.h"

/* The place of the first day that is not before `day`. */
static int first_from(const cf_day *days, int count, cf_day day)
{
    int low = 0, high = count;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (days[middle] < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int cf_spans_extend(const cf_dated_hops *dated, const cf_span *from, int count, int hop,
                    cf_day most, cf_span *to)
{
    const cf_day *days = dated->days + dated->day_start[hop];
    int day_count = dated->day_start[hop + 1] - dated->day_start[hop], found = 0;
    int at = count > 0 ? first_from(days, day_count, from[0].last) : day_count;

    for (int i = 0; i < count; i++) {
        while (at < day_count && days[at] < from[i].last)
            at++;
        if (at == day_count || days[at] > most)
            break;
        if (days[at] - from[i].first > dated->within)
            continue;
        if (found == 0 || to[found - 1].last < days[at])
            found++;
        to[found - 1] = (cf_span){ from[i].first, days[at] };
    }
    return found;
}

/* Spans of the whole loop that begin with loop[start], into room->from. */
static int go_round(const cf_dated_hops *dated, const int *loop, int length, int start,
                    cf_span_room *room)
{
    int first = dated->day_start[loop[start]], count = dated->day_start[loop[start] + 1] - first;

    for (int i = 0; i < count; i++)
        room->from[i] = (cf_span){ dated->days[first + i], dated->days[first + i] };
    for (int i = 1; count > 0 && i < length; i++) {
        int at = start + i < length ? start + i : start + i - length;
        cf_span *spans = room->from;

        count = cf_spans_extend(dated, spans, count, loop[at], INT_MAX, room->to);
        room->from = room->to;
        room->to = spans;
    }
    return count;
}

static bool is_better(cf_span a, cf_span b)
{
    int days = a.last - a.first, other = b.last - b.first;

    return days < other || (days == other && a.first < b.first);
}

static bool has_capital(const cf_dated_hops *dated, const int *loop, int length)
{
    for (int i = 0; i < length; i++) {
        if (dated->hops->hops[loop[i]].carries == CF_CAPITAL)
            return true;
    }
    return false;
}

bool cf_spans_judge(const cf_dated_hops *dated, const int *loop, int length, const cf_batch *batch,
                    cf_span_room *room, cf_span *best)
{
    bool capital = has_capital(dated, loop, length), found = false;

    for (int start = 0; start < length; start++) {
        int hop = loop[start], count;

        if (capital && dated->hops->hops[hop].carries != CF_CAPITAL)
            continue;
        count = go_round(dated, loop, length, start, room);
        if (count == 0)
            continue;
        if (hop < batch->hop || (hop == batch->hop && (room->from[0].first < batch->first ||
                                                       room->from[0].first > batch->last)))
            return false;
        for (int i = 0; i < count; i++) {
            if (!found || is_better(room->from[i], *best))
                *best = room->from[i];
            found = true;
        }
    }
    return found;
}
