/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare: from A to B one change at a time. Each row of a supplier begins at the value at which
 * the row before it ended; the first begins at A's figure and the last ends at B's. So the changes
 * add up to the difference between the two, whatever rounding does on the way.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/compare.h"
#include "base/sum.h"

enum { VALUES = CF_MEASURE_KNOWN_COUNT }; /* by cf_measure */

struct journey {
    cf_comparison *comparison;
    cf_blend blend;
    cf_view_options options;
    cf_view *every, *here; /* all that is on the way, and where it is now */
    cf_world world;
    cf_exposure *exposures; /* of each entity, here */
    bool *is_supplier;
    bool complete;            /* all suppliers were measured here */
    double (*told)[VALUES];   /* of an entity: where its last row ended */
    long *last;               /* its last row; -1: none */
    int *movers, mover_count; /* entities whose funds are a step, by id */
};

/* ---- rows ---- */

static void values_of(double values[VALUES], const cf_exposure *exposure, bool has_loop_back)
{
    for (int m = 0; m < VALUES; m++)
        values[m] = has_loop_back ? exposure->loopback[m] : 0.0;
}

/* Where one of the two has no bounds, there are none on the way. */
static void drop_bounds(const struct journey *journey, double values[VALUES])
{
    if (journey->options.probability_weights)
        values[CF_MEASURE_MIN] = values[CF_MEASURE_MAX] = (double)NAN;
}

/* Amounts that are tiny against what was invested are rounding. */
static bool is_moved(const double a[VALUES], const double b[VALUES], double invested)
{

    for (int i = 0; i < VALUES; i++) {
        double largest = fmax(fabs(a[i]), fabs(b[i]));

        if (fabs(a[i] - b[i]) > CF_SAME_AMOUNT * largest && largest > CF_ROUNDING * invested)
            return true;
    }
    return false;
}

static cf_status add_step(struct journey *journey, cf_step_row row, const double values[VALUES])
{
    cf_comparison *comparison = journey->comparison;

    memcpy(row.before, journey->told[row.supplier], sizeof row.before);
    memcpy(row.after, values, sizeof row.after);
    memcpy(journey->told[row.supplier], values, sizeof row.after);
    journey->last[row.supplier] = comparison->steps.count;
    return cf_vec_push(&comparison->steps, row) ? CF_OK : CF_NO_MEMORY;
}

/* ---- one step ---- */

static cf_status journey_go(struct journey *journey)
{
    const cf_comparison *comparison = journey->comparison;
    cf_view *next = NULL;
    cf_status status = cf_union_view(&next, &comparison->of, &journey->blend, &journey->options);

    if (status == CF_OK)
        status = cf_world_show(&journey->world, journey->every, next);
    if (status == CF_OK)
        status = cf_world_measure_all(&journey->world, comparison->chosen, journey->exposures,
                                      journey->is_supplier, &journey->complete);
    cf_union_view_free(journey->here);
    journey->here = next;
    return status;
}

static bool journey_goes_on(const void *payload)
{
    const cf_comparison *comparison = payload;
    const cf_progress *progress = comparison->request->progress;
    cf_progress_state state = { .done = comparison->steps_done,
                                .total = comparison->steps_asked,
                                .unit = "steps",
                                .found = -1 };

    return progress == NULL || progress->step(progress->payload, &state);
}

static cf_status take_step(struct journey *journey, cf_step_row row)
{
    cf_comparison *comparison = journey->comparison;
    cf_status status = journey_go(journey);

    for (int e = 0; status == CF_OK && journey->complete && e < comparison->of.entity_count; e++) {
        double values[VALUES];

        if (!comparison->chosen[e])
            continue;
        values_of(values, &journey->exposures[e], journey->is_supplier[e]);
        drop_bounds(journey, values);
        row.supplier = e;
        if (is_moved(journey->told[e], values, journey->exposures[e].invested))
            status = add_step(journey, row, values);
    }
    comparison->steps_done += status == CF_OK && journey->complete;
    return status;
}

/* ---- what there is to do ---- */

static bool has_other_funds(const cf_union *of, int entity)
{
    cf_view_entity a = cf_union_entity_as(of, entity, CF_REGROUPED);
    cf_view_entity b = cf_union_entity_as(of, entity, CF_AS_B);

    if (of->entities[entity].at[CF_REGROUPED] < 0 || of->entities[entity].at[CF_AS_B] < 0)
        return false;
    if (a.funds_known != b.funds_known || fabs(a.funds - b.funds) > 0)
        return true;
    return !b.funds_known &&
           fabs((a.revenue_known ? a.revenue : 0.0) - (b.revenue_known ? b.revenue : 0.0)) > 0;
}

struct named {
    const char *id;
    int entity;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return strcmp(x->id, y->id);
}

static cf_status find_movers(struct journey *journey)
{
    const cf_union *of = &journey->comparison->of;
    struct named *named = calloc((size_t)of->entity_count + 1, sizeof *named);

    journey->movers = calloc((size_t)of->entity_count + 1, sizeof *journey->movers);
    if (named == NULL || journey->movers == NULL) {
        free(named);
        return CF_NO_MEMORY;
    }
    for (int e = 0; e < of->entity_count; e++) {
        if (has_other_funds(of, e))
            named[journey->mover_count++] = (struct named){ of->entities[e].id, e };
    }
    qsort(named, (size_t)journey->mover_count, sizeof *named, compare_named);
    for (int i = 0; i < journey->mover_count; i++)
        journey->movers[i] = named[i].entity;
    free(named);
    return CF_OK;
}

static bool is_regrouped(const cf_comparison *comparison)
{
    return comparison->views[CF_AS_A] != comparison->views[CF_REGROUPED];
}

static void count_steps(struct journey *journey)
{
    cf_comparison *comparison = journey->comparison;

    comparison->steps_asked = journey->mover_count + is_regrouped(comparison);
    for (int i = 0; i < comparison->change_count; i++)
        comparison->steps_asked += comparison->changes[i].flows;
}

static cf_status journey_open(struct journey *journey)
{
    cf_comparison *comparison = journey->comparison;
    const cf_union *of = &comparison->of;
    size_t entities = (size_t)of->entity_count + 1, deals = (size_t)of->deal_count + 1;
    cf_status status;

    journey->options = comparison->request->other_view;
    journey->options.probability_weights =
        journey->options.probability_weights || comparison->request->view.probability_weights;
    journey->blend.of_entity = calloc(entities, sizeof *journey->blend.of_entity);
    journey->blend.of_deal = calloc(deals, sizeof *journey->blend.of_deal);
    journey->told = calloc(entities, sizeof *journey->told);
    journey->last = calloc(entities, sizeof *journey->last);
    journey->exposures = calloc(entities, sizeof *journey->exposures);
    journey->is_supplier = calloc(entities, sizeof *journey->is_supplier);
    if (journey->blend.of_entity == NULL || journey->blend.of_deal == NULL ||
        journey->told == NULL || journey->last == NULL || journey->exposures == NULL ||
        journey->is_supplier == NULL)
        return CF_NO_MEMORY;
    for (int e = 0; e < of->entity_count; e++) {
        journey->last[e] = -1;
        values_of(journey->told[e], &comparison->exposures[0][e], comparison->is_supplier[0][e]);
        drop_bounds(journey, journey->told[e]);
        journey->blend.of_entity[e] = CF_REGROUPED;
    }
    for (int d = 0; d < of->deal_count; d++)
        journey->blend.of_deal[d] = CF_REGROUPED;
    status = find_movers(journey);
    count_steps(journey);
    return status;
}

static void journey_close(struct journey *journey)
{
    cf_world_close(&journey->world);
    cf_union_view_free(journey->every);
    cf_union_view_free(journey->here);
    free(journey->exposures);
    free(journey->is_supplier);
    free(journey->blend.of_entity);
    free(journey->blend.of_deal);
    free(journey->told);
    free(journey->last);
    free(journey->movers);
}

/* ---- from A to B ---- */

static cf_status journey_walk(struct journey *journey)
{
    cf_comparison *comparison = journey->comparison;
    cf_status status = cf_union_view(&journey->every, &comparison->of, NULL, &journey->options);

    if (status == CF_OK)
        status = cf_world_open(&journey->world, journey->every, false);
    journey->world.goes_on = journey_goes_on;
    journey->world.payload = comparison;
    if (status == CF_OK && is_regrouped(comparison))
        status = take_step(journey, (cf_step_row){ .entity = -1, .change = -1 });
    for (int i = 0; status == CF_OK && i < journey->mover_count && journey_goes_on(comparison);
         i++) {
        journey->blend.of_entity[journey->movers[i]] = CF_AS_B;
        status = take_step(journey, (cf_step_row){ .entity = journey->movers[i], .change = -1 });
    }
    for (int i = 0; status == CF_OK && i < comparison->change_count; i++) {
        if (!comparison->changes[i].flows)
            continue;
        if (!journey_goes_on(comparison))
            break;
        journey->blend.of_deal[comparison->changes[i].deal] = CF_AS_B;
        status = take_step(journey, (cf_step_row){ .entity = -1, .change = i });
    }
    return status;
}

/* The last row ends at B's figure; steps not taken are one row. */
static cf_status journey_arrive(struct journey *journey)
{
    cf_comparison *comparison = journey->comparison;
    bool stopped = comparison->steps_done < comparison->steps_asked;
    cf_status status = CF_OK;

    for (int e = 0; status == CF_OK && e < comparison->of.entity_count; e++) {
        const cf_exposure *exposure = &comparison->exposures[1][e];
        double values[VALUES];

        values_of(values, exposure, comparison->is_supplier[1][e]);
        drop_bounds(journey, values);
        if (stopped && comparison->chosen[e] &&
            is_moved(journey->told[e], values, exposure->invested))
            status = add_step(
                journey, (cf_step_row){ .supplier = e, .entity = -1, .change = -1, .rest = true },
                values);
        else if (journey->last[e] >= 0)
            memcpy(comparison->steps.at[journey->last[e]].after, values, sizeof values);
    }
    return status;
}

cf_status cf_compare_steps(cf_comparison *comparison, cf_diags *diags)
{
    struct journey journey = { .comparison = comparison };
    cf_status status = journey_open(&journey);

    if (status == CF_OK && comparison->steps_asked > 0)
        status = journey_walk(&journey);
    if (status == CF_OK)
        status = journey_arrive(&journey);
    journey_close(&journey);
    if (status == CF_OK && comparison->steps_done < comparison->steps_asked)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_COMPARE_STOPPED, NULL, NULL,
                              "the change was split for %d of %d steps, then stopped; the rest of "
                              "it is one row",
                              comparison->steps_done, comparison->steps_asked);
    return status;
}

/* ---- the table ---- */

static const char *what_of(const cf_comparison *comparison, const cf_step_row *row)
{
    if (row->rest)
        return "rest";
    if (row->change >= 0)
        return cf_change_names[comparison->changes[row->change].kind];
    return row->entity >= 0 ? "funds" : "view";
}

enum {
    SUPPLIER,
    WHAT,
    DEAL,
    ENTITY,
    DATE,
    PRO_RATA_BEFORE,
    PRO_RATA_AFTER,
    CHANGE,
    MIN_BEFORE,
    MIN_AFTER,
    MAX_BEFORE,
    MAX_AFTER
};

static const cf_column columns[] = {
    [SUPPLIER] = { "supplier", CF_ENTITY, "supplier", "The entity whose loop-back moves." },
    [WHAT] = { "what", CF_TEXT, "what",
               "What the step changes: the change of a deal, funds, the view, or the rest." },
    [DEAL] = { "deal", CF_TEXT, "deal", "The deal that the step changes." },
    [ENTITY] = { "entity", CF_ENTITY, "entity", "The entity whose funds the step changes." },
    [DATE] = { "date", CF_DATE, "day", "The day of the change, where the scenario has one." },
    [PRO_RATA_BEFORE] = { "loopback_pro_rata_before", CF_MONEY, "pro rata before",
                          "The pro rata figure before the step." },
    [PRO_RATA_AFTER] = { "loopback_pro_rata_after", CF_MONEY, "pro rata after",
                         "The pro rata figure after the step." },
    [CHANGE] = { "change", CF_MONEY, "change", "What the step adds to the pro rata figure." },
    [MIN_BEFORE] = { "loopback_min_before", CF_MONEY, "min before", "The min before the step.",
                     .rounding = CF_DOWN },
    [MIN_AFTER] = { "loopback_min_after", CF_MONEY, "min after", "The min after the step.",
                    .rounding = CF_DOWN },
    [MAX_BEFORE] = { "loopback_max_before", CF_MONEY, "max before", "The max before the step.",
                     .rounding = CF_UP },
    [MAX_AFTER] = { "loopback_max_after", CF_MONEY, "max after", "The max after the step.",
                    .rounding = CF_UP },
};
const cf_columns cf_compare_step_columns = {
    columns, CF_COUNT_OF(columns), "Each step on the way from A to B, for every supplier."
};

cf_status cf_compare_fill_steps(const cf_comparison *comparison, cf_report *report)
{
    const cf_union *of = &comparison->of;
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "steps", columns, CF_COUNT_OF(columns));

    for (long r = 0; status == CF_OK && r < comparison->steps.count; r++) {
        const cf_step_row *row = &comparison->steps.at[r];
        const cf_change *change = row->change < 0 ? NULL : &comparison->changes[row->change];
        cf_cell cells[] = {
            [SUPPLIER] = cf_cell_text(of->entities[row->supplier].id),
            [WHAT] = cf_cell_text(what_of(comparison, row)),
            [DEAL] = cf_cell_text(change == NULL ? NULL : of->deals[change->deal].id),
            [ENTITY] = cf_cell_text(row->entity < 0 ? NULL : of->entities[row->entity].id),
            [PRO_RATA_BEFORE] = cf_cell_number(row->before[CF_MEASURE_PRO_RATA]),
            [PRO_RATA_AFTER] = cf_cell_number(row->after[CF_MEASURE_PRO_RATA]),
            [CHANGE] =
                cf_cell_number(row->after[CF_MEASURE_PRO_RATA] - row->before[CF_MEASURE_PRO_RATA]),
            [MIN_BEFORE] = cf_cell_number(row->before[CF_MEASURE_MIN]),
            [MIN_AFTER] = cf_cell_number(row->after[CF_MEASURE_MIN]),
            [MAX_BEFORE] = cf_cell_number(row->before[CF_MEASURE_MAX]),
            [MAX_AFTER] = cf_cell_number(row->after[CF_MEASURE_MAX]),
        };

        if (change != NULL)
            status = cf_compare_put_day(&cells[DATE], report, change->day);
        if (status == CF_OK)
            status = cf_table_add(table, cells);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}
