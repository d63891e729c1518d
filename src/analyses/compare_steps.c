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
#include "analyses/series.h"
#include "base/sum.h"

enum { VALUES = CF_MEASURE_KNOWN_COUNT }; /* by cf_measure */

struct journey {
    cf_comparison *comparison;
    cf_blend blend; /* at the beginning: all as in A, regrouped */
    cf_view_options options;
    cf_view *every; /* all that is on the way */
    cf_world world;
    cf_step_row *steps;               /* their first halves: what each changes */
    int *payment;                     /* of a deal of the union in each version; -1: none */
    int *candidates, candidate_count; /* who can be a supplier on the way */
    double (*told)[VALUES];           /* of an entity: where its last row ended */
    long *last;                       /* its last row; -1: none */
    int *movers, mover_count;         /* entities whose funds are a step, by id */
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

static void set_deal(const struct journey *journey, cf_world *world, int deal, cf_stage version)
{
    for (int v = CF_REGROUPED; v < CF_VERSION_COUNT; v++) {
        int payment = journey->payment[deal * CF_VERSION_COUNT + v];
        double amount = cf_union_amount(&journey->comparison->of, deal, (cf_stage)v);

        if (payment >= 0)
            cf_what_if_set_amount(world->bench, payment,
                                  v == (int)version && !isnan(amount) ? amount : 0.0);
    }
}

static void set_entity(const struct journey *journey, cf_world *world, int entity, cf_stage version)
{
    cf_view_entity as = cf_union_entity_as(&journey->comparison->of, entity, version);

    cf_what_if_set_funds(world->bench, entity, as.funds_known, as.funds);
    cf_what_if_set_revenue(world->bench, entity, as.revenue_known ? as.revenue : 0.0);
    cf_union_view_set_entity(world->shown, &journey->comparison->of, entity, version);
}

/* Takes a step, or undoes it. */
static void set_step(const struct journey *journey, cf_world *world, int index, cf_stage version)
{
    const cf_step_row *step = &journey->steps[index];

    if (step->entity >= 0)
        set_entity(journey, world, step->entity, version);
    if (step->change >= 0)
        set_deal(journey, world, journey->comparison->changes[step->change].deal, version);
}

static cf_status go_to_beginning(const struct journey *journey, cf_world *world)
{
    cf_view *beginning = NULL;
    cf_status status =
        cf_union_view(&beginning, &journey->comparison->of, &journey->blend, &journey->options);

    return status == CF_OK ? cf_world_show(world, journey->every, &beginning, cf_union_view_free)
                           : status;
}

static cf_status go_to_step(cf_world *world, int from, int to, const cf_series *series)
{
    const struct journey *journey = series->payload;
    cf_status status = from < 0 ? go_to_beginning(journey, world) : CF_OK;

    if (status != CF_OK)
        return status;
    for (int i = from + 1; i <= to; i++)
        set_step(journey, world, i, CF_AS_B);
    for (int i = from; i > to; i--)
        set_step(journey, world, i, CF_REGROUPED);
    return cf_world_keep_up(world);
}

static cf_status take_step(int step, const cf_exposure *exposures, bool *goes_on,
                           const cf_series *series)
{
    struct journey *journey = series->payload;
    cf_step_row row = journey->steps[step];
    cf_status status = CF_OK;

    (void)goes_on;
    for (int i = 0; status == CF_OK && i < journey->candidate_count; i++) {
        const cf_exposure *exposure = &exposures[i];
        double values[VALUES];

        values_of(values, exposure, cf_exposure_is_supplier(exposure));
        drop_bounds(journey, values);
        row.supplier = exposure->entity;
        if (is_moved(journey->told[row.supplier], values, exposure->invested))
            status = add_step(journey, row, values);
    }
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

/* Grouping and origin, funds, then deals. */
static cf_status list_steps(struct journey *journey)
{
    const cf_comparison *comparison = journey->comparison;
    size_t most = 1 + (size_t)journey->mover_count + (size_t)comparison->change_count;
    int count = 0;

    journey->steps = calloc(most, sizeof *journey->steps);
    if (journey->steps == NULL)
        return CF_NO_MEMORY;
    if (is_regrouped(comparison))
        journey->steps[count++] = (cf_step_row){ .entity = -1, .change = -1 };
    for (int i = 0; i < journey->mover_count; i++)
        journey->steps[count++] = (cf_step_row){ .entity = journey->movers[i], .change = -1 };
    for (int i = 0; i < comparison->change_count; i++) {
        if (comparison->changes[i].flows)
            journey->steps[count++] = (cf_step_row){ .entity = -1, .change = i };
    }
    journey->comparison->steps_asked = count;
    return CF_OK;
}

static cf_status make_room(struct journey *journey)
{
    const cf_union *of = &journey->comparison->of;
    size_t entities = (size_t)of->entity_count + 1, deals = (size_t)of->deal_count + 1;

    journey->blend.of_entity = calloc(entities, sizeof *journey->blend.of_entity);
    journey->blend.of_deal = calloc(deals, sizeof *journey->blend.of_deal);
    journey->payment = calloc(deals * CF_VERSION_COUNT, sizeof *journey->payment);
    journey->candidates = calloc(entities, sizeof *journey->candidates);
    journey->told = calloc(entities, sizeof *journey->told);
    journey->last = calloc(entities, sizeof *journey->last);
    return journey->blend.of_entity == NULL || journey->blend.of_deal == NULL ||
                   journey->payment == NULL || journey->candidates == NULL ||
                   journey->told == NULL || journey->last == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

static cf_status journey_open(struct journey *journey)
{
    cf_comparison *comparison = journey->comparison;
    const cf_union *of = &comparison->of;
    cf_status status = make_room(journey);

    journey->options = comparison->request->other_view;
    journey->options.probability_weights =
        journey->options.probability_weights || comparison->request->view.probability_weights;
    if (status != CF_OK)
        return status;
    for (int e = 0; e < of->entity_count; e++) {
        journey->last[e] = -1;
        values_of(journey->told[e], &comparison->exposures[0][e], comparison->is_supplier[0][e]);
        drop_bounds(journey, journey->told[e]);
        journey->blend.of_entity[e] = CF_REGROUPED;
    }
    for (int d = 0; d < of->deal_count; d++)
        journey->blend.of_deal[d] = CF_REGROUPED;
    status = find_movers(journey);
    return status == CF_OK ? list_steps(journey) : status;
}

static void journey_close(struct journey *journey)
{
    cf_world_close(&journey->world);
    cf_union_view_free(journey->every);
    free(journey->blend.of_entity);
    free(journey->blend.of_deal);
    free(journey->steps);
    free(journey->payment);
    free(journey->candidates);
    free(journey->told);
    free(journey->last);
    free(journey->movers);
}

/* ---- from A to B ---- */

/* Entities that may be suppliers at some step; those that are in A, where the steps begin, perhaps
 * with another origin; and those with reported revenue there, as the world has that of B. */
static cf_status list_candidates(struct journey *journey)
{
    const cf_comparison *comparison = journey->comparison;
    const cf_union *of = &comparison->of;
    bool *others = calloc((size_t)of->entity_count + 1, sizeof *others);

    if (others == NULL)
        return CF_NO_MEMORY;
    for (int e = 0; e < of->entity_count; e++)
        others[e] =
            comparison->chosen[e] && (comparison->is_supplier[0][e] ||
                                      cf_union_entity_as(of, e, CF_REGROUPED).revenue_known);
    journey->candidate_count =
        cf_series_candidates(journey->candidates, &journey->world, comparison->chosen, others);
    free(others);
    return journey->candidate_count < 0 ? CF_NO_MEMORY : CF_OK;
}

static cf_status open_world(struct journey *journey)
{
    cf_comparison *comparison = journey->comparison;
    const cf_view_network *network;
    cf_status status = cf_union_view(&journey->every, &comparison->of, NULL, &journey->options);

    if (status == CF_OK)
        status = cf_world_open(&journey->world, journey->every, false);
    if (status != CF_OK)
        return status;
    network = journey->world.network;
    for (int i = 0; i < comparison->of.deal_count * CF_VERSION_COUNT; i++)
        journey->payment[i] = -1;
    for (int p = 0; p < network->network.payment_count; p++)
        journey->payment[journey->every->deals[network->view_deal[p]].deal] = p;
    return list_candidates(journey);
}

static cf_status journey_walk(struct journey *journey)
{
    cf_comparison *comparison = journey->comparison;
    cf_status status = open_world(journey);
    const cf_series series = { .world = &journey->world,
                               .step_count = comparison->steps_asked,
                               .entities = journey->candidates,
                               .entity_count = journey->candidate_count,
                               .threads = (int)comparison->threads,
                               .progress = comparison->request->progress,
                               .unit = "steps",
                               .go = go_to_step,
                               .take = take_step,
                               .payload = journey };

    return status == CF_OK ? cf_series_run(&series, &comparison->steps_done) : status;
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
