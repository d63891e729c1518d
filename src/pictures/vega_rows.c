/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the rows of a chart: those that count, in groups, the groups by what they show. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "pictures/vega.h"

/* A group while rows are read. */
struct group {
    double least, most, size, sum, last; /* of the numbers it goes by */
    double then;
    bool some[2]; /* of its conditions hold */
    long order;   /* of its first row */
    int place;    /* -1: not chosen */
};

struct row {
    long row;
    long group;
    double within;
    int place;
};

struct search {
    cf_lookup sheet;
    const cf_vega_rows *rows;
    cf_map chosen; /* texts of the groups of the first data: their places */
    cf_map names;  /* texts of the groups: their numbers */
    struct group *groups;
    long group_count;
    struct row *read;
    long count;
};

bool cf_vega_next_word(char word[static CF_VEGA_WORD], const char **list)
{
    size_t length;

    *list += strspn(*list, " ");
    length = strcspn(*list, " ");
    snprintf(word, CF_VEGA_WORD, "%.*s", (int)length, *list);
    *list += length;
    return length > 0;
}

/* ---- which rows ------------------------------------------------------------------------------ */

static bool is_first(const cf_lookup *sheet, long row, const char *column)
{
    const char *first = cf_lookup_text(sheet, 0, column);

    return first != NULL && cf_lookup_is(sheet, row, column, first);
}

static bool is_one_of(const cf_lookup *sheet, long row, const char *column, const char *values)
{
    char word[CF_VEGA_WORD];

    while (cf_vega_next_word(word, &values))
        if (cf_lookup_is(sheet, row, column, word))
            return true;
    return false;
}

static int chosen_place(const struct search *search, long row, const char *column)
{
    const char *text = cf_lookup_text(&search->sheet, row, column);

    return text == NULL ? -1 : cf_map_find(&search->chosen, 0, text, strlen(text));
}

static bool is_among(const struct search *search, long row, const char *columns)
{
    char word[CF_VEGA_WORD];

    while (cf_vega_next_word(word, &columns))
        if (chosen_place(search, row, word) < 0)
            return false;
    return true;
}

static bool counts(const struct search *search, long row)
{
    const cf_vega_rows *rows = search->rows;
    const cf_lookup *sheet = &search->sheet;

    return (rows->group == NULL || cf_lookup_text(sheet, row, rows->group) != NULL) &&
           (rows->where == NULL || is_one_of(sheet, row, rows->where, rows->is)) &&
           (rows->alike == NULL || is_first(sheet, row, rows->alike)) &&
           (rows->among == NULL || is_among(search, row, rows->among));
}

/* ---- groups ---------------------------------------------------------------------------------- */

static cf_status find_group(long *group, struct search *search, long row)
{
    const char *column = search->rows->group;
    const char *text = column == NULL ? NULL : cf_lookup_text(&search->sheet, row, column);
    cf_status status = CF_OK;
    int found = -1;

    *group = search->group_count;
    if (text != NULL)
        status =
            cf_map_put(&search->names, 0, text, strlen(text), (int)search->group_count, &found);
    if (found >= 0)
        *group = found;
    else
        search->groups[search->group_count++] =
            (struct group){ .least = INFINITY, .most = -INFINITY, .last = NAN, .order = row };
    return status;
}

static void add_number(struct group *group, double number)
{
    group->last = number;
    if (isnan(number))
        return;
    group->least = fmin(group->least, number);
    group->most = fmax(group->most, number);
    group->size = fmax(group->size, fabs(number));
    group->sum += number;
}

static bool has_some(const cf_lookup *sheet, long row, const char *columns)
{
    char word[CF_VEGA_WORD];

    while (cf_vega_next_word(word, &columns))
        if (cf_lookup_number(sheet, row, word) > 0.0)
            return true;
    return false;
}

static void add_to_group(struct group *group, const struct search *search, long row)
{
    const cf_vega_rows *rows = search->rows;
    const char *by = rows->by == NULL ? "" : rows->by;
    char word[CF_VEGA_WORD];

    while (cf_vega_next_word(word, &by))
        add_number(group, cf_lookup_number(&search->sheet, row, word));
    for (int s = 0; s < 2; s++)
        group->some[s] =
            group->some[s] || rows->some[s] == NULL || has_some(&search->sheet, row, rows->some[s]);
    if (rows->then != NULL)
        group->then = cf_lookup_number(&search->sheet, row, rows->then);
}

static cf_status read_rows(struct search *search)
{
    const char *within = search->rows->within;
    cf_status status = CF_OK;

    for (long row = 0; status == CF_OK && row < search->sheet.rows; row++) {
        struct row *read = &search->read[search->count];

        if (!counts(search, row))
            continue;
        *read = (struct row){ .row = row };
        if (within != NULL)
            read->within = cf_lookup_number(&search->sheet, row, within);
        status = find_group(&read->group, search, row);
        add_to_group(&search->groups[read->group], search, row);
        search->count++;
    }
    return status;
}

static double score_of(const struct group *group, cf_vega_order order)
{
    switch (order) {
    case CF_BY_MOST:
        return group->most;
    case CF_BY_SIZE:
        return group->size;
    case CF_BY_SUM:
        return group->sum;
    case CF_BY_LAST:
        return group->last;
    case CF_BY_RANGE:
        return group->most - group->least;
    case CF_BY_TABLE:
    default:
        return 0.0;
    }
}

/* ---- the order ------------------------------------------------------------------------------- */

struct ranked {
    double score;
    long order;
    struct group *group;
};

static int largest_first(double x, double y)
{
    if (x > y || x < y)
        return x > y ? -1 : 1;
    return (isnan(x) != 0) - (isnan(y) != 0);
}

static int compare_ranked(const void *one, const void *other)
{
    const struct ranked *a = one, *b = other;
    int way = largest_first(a->score, b->score);

    return way != 0 ? way : (a->order > b->order) - (a->order < b->order);
}

static int compare_rows(const void *one, const void *other)
{
    const struct row *a = one, *b = other;
    int way;

    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    way = largest_first(a->within, b->within);
    return way != 0 ? way : (a->row > b->row) - (a->row < b->row);
}

static long rank_groups(struct ranked *ranked, struct search *search)
{
    long count = 0;

    for (long g = 0; g < search->group_count; g++) {
        struct group *group = &search->groups[g];
        double score = score_of(group, search->rows->order);

        group->place = -1;
        if (group->some[0] && group->some[1] && (!search->rows->above || score > 0.0))
            ranked[count++] = (struct ranked){ score, group->order, group };
    }
    if (count > 0)
        qsort(ranked, (size_t)count, sizeof *ranked, compare_ranked);
    return count;
}

/* Gives places to the groups that are shown. Those of `among` have the place that they have there.
 */
static cf_status place_groups(struct search *search, cf_vega_choice *out)
{
    const cf_vega_rows *rows = search->rows;
    struct ranked *ranked = calloc((size_t)search->group_count + 1, sizeof *ranked);
    long count;

    if (ranked == NULL)
        return CF_NO_MEMORY;
    out->all = count = rank_groups(ranked, search);
    if (rows->group != NULL && !rows->above)
        out->all = search->group_count;
    if (rows->most > 0 && count > rows->most)
        count = rows->most;
    out->groups = count;
    for (long i = 0; rows->then != NULL && i < count; i++)
        ranked[i].score = ranked[i].group->then;
    if (rows->then != NULL && count > 0)
        qsort(ranked, (size_t)count, sizeof *ranked, compare_ranked);
    for (long i = 0; i < count; i++)
        ranked[i].group->place = rows->among != NULL && rows->group != NULL
                                     ? chosen_place(search, ranked[i].order, rows->group)
                                     : (int)i;
    free(ranked);
    return CF_OK;
}

static void take_rows(struct search *search, cf_vega_choice *out)
{
    int rank = 0, place = -1;

    for (long i = 0; i < search->count; i++)
        search->read[i].place = search->groups[search->read[i].group].place;
    if (search->count > 0)
        qsort(search->read, (size_t)search->count, sizeof *search->read, compare_rows);
    for (long i = 0; i < search->count; i++) {
        const struct row *read = &search->read[i];

        rank = read->place == place ? rank + 1 : 0;
        place = read->place;
        if (place >= 0 && (search->rows->most_rows == 0 || rank < search->rows->most_rows))
            out->at[out->count++] = (cf_vega_pick){ read->row, place, rank };
    }
}

/* The groups of the first data by their texts. */
static cf_status read_chosen(struct search *search, const cf_vega_choice *first)
{
    cf_status status = CF_OK;

    for (long i = 0; first != NULL && status == CF_OK && i < first->count; i++) {
        const char *text =
            first->rows->group == NULL
                ? NULL
                : cf_lookup_text(&first->sheet, first->at[i].row, first->rows->group);
        int found;

        if (text != NULL)
            status = cf_map_put(&search->chosen, 0, text, strlen(text), first->at[i].place, &found);
    }
    return status;
}

cf_status cf_vega_choose(cf_vega_choice *out, const cf_report *report, const cf_vega_rows *rows,
                         const cf_vega_choice *first)
{
    struct search search = { .sheet = cf_lookup_of(report, rows->table), .rows = rows };
    size_t room = (size_t)search.sheet.rows + 1;
    cf_status status = CF_NO_MEMORY;

    *out = (cf_vega_choice){ .sheet = search.sheet, .rows = rows };
    search.groups = calloc(room, sizeof *search.groups);
    search.read = calloc(room, sizeof *search.read);
    out->at = calloc(room, sizeof *out->at);
    if (search.groups == NULL || search.read == NULL || out->at == NULL)
        goto out;
    status = read_chosen(&search, first);
    if (status == CF_OK)
        status = read_rows(&search);
    if (status == CF_OK)
        status = place_groups(&search, out);
    if (status == CF_OK)
        take_rows(&search, out);
out:
    if (status != CF_OK) {
        free(out->at);
        *out = (cf_vega_choice){ .at = NULL };
    }
    free(search.groups);
    free(search.read);
    cf_map_free(&search.names);
    cf_map_free(&search.chosen);
    return status;
}
