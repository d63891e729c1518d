/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "property/outcome.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "property/random_scenario.h"

struct listing {
    outcome outcome;
    int room;
};

static void add(struct listing *listing, const char *name, const char *column, const cf_cell *cell,
                cf_kind kind)
{
    outcome *list = &listing->outcome;
    outcome_entry *entry;

    if (list->count == listing->room) {
        listing->room = 2 * listing->room + 256;
        list->entries = realloc(list->entries, (size_t)listing->room * sizeof *list->entries);
    }
    entry = &list->entries[list->count++];
    snprintf(entry->name, sizeof entry->name, "%s%s", name, column);
    entry->value = cell->known ? cell->number : (double)NAN;
    entry->kind = kind;
}

/* Of several suppliers with the same looping part any may be named. */
static bool is_free_choice(const cf_column *column)
{
    return strcmp(column->name, "looping_supplier") == 0;
}

/* The period by whose end half is back is a result. */
static bool is_key(const cf_column *column)
{
    return cf_kind_is_text(column->kind) && strcmp(column->name, "half_back") != 0;
}

static void add_row(struct listing *listing, const cf_table *table, long row)
{
    char name[96];
    size_t length = (size_t)snprintf(name, sizeof name, "%s ", cf_table_name(table));

    for (int c = 0; c < cf_table_column_count(table); c++) {
        const cf_column *column = cf_table_column(table, c);
        const cf_cell *cell = cf_table_cell(table, row, c);
        bool is_name = column->kind == CF_ENTITY || strcmp(column->name, "deal") == 0 ||
                       strcmp(column->name, "name") == 0; /* that of a group */
        char plain[16] = "-";

        if (!is_key(column) || is_free_choice(column))
            continue;
        if (cell->known && is_name)
            random_plain_id(plain, cell->text);
        length += (size_t)snprintf(name + length, sizeof name - length, "%s ",
                                   is_name || !cell->known ? plain : cell->text);
    }
    for (int c = 0; c < cf_table_column_count(table); c++) {
        const cf_column *column = cf_table_column(table, c);

        if (!cf_kind_is_text(column->kind))
            add(listing, name, column->name, cf_table_cell(table, row, c), column->kind);
    }
}

static int compare_entries(const void *a, const void *b)
{
    return strcmp(((const outcome_entry *)a)->name, ((const outcome_entry *)b)->name);
}

static void merge(outcome *list)
{
    int merged = 0;

    qsort(list->entries, (size_t)list->count, sizeof *list->entries, compare_entries);
    for (int i = 0; i < list->count; i++) {
        if (merged > 0 && compare_entries(&list->entries[merged - 1], &list->entries[i]) == 0)
            list->entries[merged - 1].value += list->entries[i].value;
        else
            list->entries[merged++] = list->entries[i];
    }
    list->count = merged;
}

outcome outcome_of(const cf_report *report)
{
    struct listing listing = { .room = 0 };

    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        add(&listing, "figures ", figure->name, &figure->value, figure->kind);
    }
    for (int t = 0; t < cf_report_table_count(report); t++) {
        const cf_table *table = cf_report_table(report, t);

        for (long row = 0; row < cf_table_row_count(table); row++)
            add_row(&listing, table, row);
    }
    merge(&listing.outcome);
    return listing.outcome;
}

void outcome_free(outcome *of)
{
    free(of->entries);
    *of = (outcome){ 0 };
}

double outcome_at(const outcome *of, const char *name)
{
    outcome_entry key;
    const outcome_entry *found;

    snprintf(key.name, sizeof key.name, "%s", name);
    found = bsearch(&key, of->entries, (size_t)of->count, sizeof key, compare_entries);
    return found == NULL ? 0.0 : found->value;
}

double outcome_sum(const outcome *of, const char *table, const char *key, const char *column)
{
    char start[96];
    double sum = 0.0;

    snprintf(start, sizeof start, "%s %s", table, key);
    for (int i = 0; i < of->count; i++) {
        const char *name = of->entries[i].name;

        if (strncmp(name, start, strlen(start)) == 0 && strcmp(strrchr(name, ' ') + 1, column) == 0)
            sum += of->entries[i].value;
    }
    return sum;
}

/* To 1 part in 10^7; and what is nothing beside all the money that moves may be nothing at all. In
 * an exposure such a nothing is divided by what may be little revenue. */
static bool same(double one, double other, const outcome_entry *entry, double gross)
{
    double nothing = entry->kind == CF_MONEY ? 1e-12 * gross : entry->kind == CF_SHARE ? 1e-9 : 0.0;
    double part = strstr(entry->name, " exposure_") != NULL ? 1e-4 : 1e-7;

    if (isnan(one) || isnan(other))
        return isnan(one) && isnan(other);
    return fabs(one - other) <= part * fmax(fabs(one), fabs(other)) + nothing;
}

/* A missing entry is 0, and a null one stands for nothing in particular. */
static double factor(cf_kind kind, double scale)
{
    return kind == CF_MONEY ? scale : 1.0;
}

static bool may_differ(const outcome_entry *entry)
{
    return strcmp(entry->name, "figures deals") == 0; /* a split deal counts twice */
}

const char *outcome_difference(const outcome *one, const outcome *other, double scale)
{
    static char said[256];
    double gross = outcome_at(one, "figures gross") * scale;
    int i = 0, j = 0;

    if (!(gross > 0)) /* vintages: what all entities receive */
        gross = outcome_sum(one, "cash", "", "in") * scale;

    while (i < one->count || j < other->count) {
        const outcome_entry *a = i < one->count ? &one->entries[i] : NULL;
        const outcome_entry *b = j < other->count ? &other->entries[j] : NULL;
        int order = a == NULL ? 1 : b == NULL ? -1 : strcmp(a->name, b->name);
        const outcome_entry *either = order <= 0 ? a : b;
        double first = order <= 0 ? a->value * factor(a->kind, scale) : 0.0;
        double second = order >= 0 ? b->value : 0.0;

        if (!may_differ(either) && !same(first, second, either, gross)) {
            snprintf(said, sizeof said, "%s: %.17g, but %.17g", either->name, first, second);
            return said;
        }
        i += order <= 0;
        j += order >= 0;
    }
    return NULL;
}
