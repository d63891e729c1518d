/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warns of amounts that are probably of another unit than the others of their column. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "scenario/build.h"

/* A column of a list: the amounts of deals, the revenue or the funds of entities. */
struct column {
    const cf_json *list;
    int count;
    const char *key;
    int fewest;                                           /* with fewer amounts nothing is told */
    double (*amount)(const cf_reader *reader, int index); /* 0: none */
    const char *(*id)(const cf_reader *reader, int index);
};

static double deal_amount(const cf_reader *reader, int index)
{
    const cf_deal *deal = &reader->deals[index];

    return deal->kind == CF_QUANTIFIED && !cf_is_huge_amount(reader, deal)
               ? deal->amount.base * deal->fx
               : 0.0;
}

static double revenue(const cf_reader *reader, int index)
{
    const cf_entity *entity = &reader->entities[index];

    return entity->revenue_known ? entity->revenue.base : 0.0;
}

static double outside_funds(const cf_reader *reader, int index)
{
    const cf_entity *entity = &reader->entities[index];

    return entity->outside_funds_known ? entity->outside_funds.base : 0.0;
}

static const char *deal_id(const cf_reader *reader, int index)
{
    return reader->deals[index].id;
}

static const char *entity_id(const cf_reader *reader, int index)
{
    return reader->entities[index].id;
}

/* ---- telling ---- */

/* The first row with this amount. */
static int find_row(const struct column *column, double amount)
{
    int i = 0;

    while (i + 1 < column->count && column->amount(column->list->reader, i) != amount)
        i++;
    return i;
}

/* How many times as much the larger one is, to three digits. */
static cf_shown show_factor(double a, double b)
{
    double factor = a > b ? a / b : b / a, digit = pow(10.0, floor(log10(factor)) - 2.0);

    return cf_show_number(isfinite(factor) ? round(factor / digit) * digit : DBL_MAX);
}

static void warn(const struct column *column, int index, int usual, double median)
{
    const cf_reader *reader = column->list->reader;
    double amount = column->amount(reader, index);
    cf_json row = cf_json_element_at(column->list, (size_t)index, NULL, "a row");
    cf_json node = cf_json_member(&row, column->key);
    cf_json usual_row = cf_json_element_at(column->list, (size_t)usual, NULL, "a row");
    cf_json other = cf_json_member(&usual_row, column->key);
    cf_json_doubt(&node, CF_CODE_OTHER_UNIT,
                  &(cf_doubt){ .other = &other,
                               .of = column->id(reader, index),
                               .value = cf_show_number(amount).text,
                               .expected = cf_show_number(median).text,
                               .hint = "is it in another unit, such as one instead of bn? The "
                                       "median is" },
                  "amounts of a file are usually of one unit, but %s %s is %s times %s the "
                  "median of the others, %s",
                  column->key, cf_show_number(amount).text, show_factor(amount, median).text,
                  amount > median ? "as much as" : "less than", cf_show_number(median).text);
}

static void look_closely(const struct column *column)
{
    cf_reader *reader = column->list->reader;
    double *amounts = malloc(((size_t)column->count + 1) * sizeof *amounts);
    cf_unit_limits limits;
    int count = 0, usual;

    if (amounts == NULL) {
        reader->status = CF_NO_MEMORY;
        return;
    }
    for (int i = 0; i < column->count; i++)
        if (column->amount(reader, i) > 0.0)
            amounts[count++] = column->amount(reader, i);
    limits = cf_sizes_limits(amounts, count);
    free(amounts);
    if (count < column->fewest)
        return;
    usual = find_row(column, limits.median);
    for (int i = 0; i < column->count && reader->status == CF_OK; i++) {
        double amount = column->amount(reader, i);

        if (amount > 0.0 && (amount >= limits.high || amount <= limits.low))
            warn(column, i, usual, limits.median);
    }
}

static void doubt_column(const struct column *column)
{
    cf_sizes *sizes = calloc(1, sizeof *sizes);

    if (sizes == NULL) {
        column->list->reader->status = CF_NO_MEMORY;
        return;
    }
    for (int i = 0; i < column->count; i++)
        cf_sizes_add(sizes, column->amount(column->list->reader, i));
    if (cf_sizes_has_gap(sizes))
        look_closely(column);
    free(sizes);
}

void cf_build_doubt_units(const cf_json *entities, const cf_json *deals, const cf_survey *survey)
{
    const cf_scenario *scenario = &deals->reader->store->scenario;
    const struct column columns[] = {
        { deals, scenario->deal_count, "amount", 2, deal_amount, deal_id },
        { entities, scenario->entity_count, "revenue", 5, revenue, entity_id },
        { entities, scenario->entity_count, "outside_funds", 5, outside_funds, entity_id },
    };

    if (cf_sizes_has_gap(&survey->amounts))
        look_closely(&columns[0]);
    for (size_t i = 1; i < sizeof columns / sizeof *columns; i++)
        if (deals->reader->status == CF_OK)
            doubt_column(&columns[i]);
}
