/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: what of each vintage comes back when, in A and in B. */
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/compare.h"
#include "analyses/params.h"
#include "analyses/vintages.h"

/* A period of either side. */
struct period {
    const char *name; /* in the report; NULL: nothing has a date */
    int at[2];        /* in the periods of A and B, or -1 */
};

struct triangles {
    const cf_comparison *comparison;
    cf_request requests[2];
    cf_vintages sides[2];
    const cf_run_off **rows[2]; /* of an entity of the union; NULL: no supplier */
    int *suppliers;             /* of the union, of either side */
    int supplier_count;
    struct period *periods; /* in the order of time */
    int period_count;
};

static cf_stage version_of(int side)
{
    return side == 0 ? CF_AS_A : CF_AS_B;
}

/* ---- the horizon ---- */

/* Warns only where the table is asked for by its name: it is one of several elsewhere. */
static cf_status cut(cf_vintages *side, cf_day from, cf_day to, bool warn, cf_diags *diags)
{
    cf_status status;

    cf_periods_free(side->periods);
    status = cf_periods_new(&side->periods, side->view, side->kind, from, to, warn ? diags : NULL);
    if (status == CF_BAD_OPTION && !warn) /* an error is told in any case */
        status = cf_periods_new(&side->periods, side->view, side->kind, from, to, diags);
    return status;
}

/* The horizon of both: from the first day of either to the last one. */
static void find_horizon(cf_day *from, cf_day *to, const struct triangles *triangles)
{
    *from = *to = CF_NO_DAY;
    for (int side = 0; side < 2; side++) {
        const cf_periods *periods = triangles->sides[side].periods;
        cf_day first = periods->at[0].from, last = periods->at[periods->count - 1].to;

        if (first == CF_NO_DAY)
            continue;
        *from = *from == CF_NO_DAY || first < *from ? first : *from;
        *to = *to == CF_NO_DAY || last > *to ? last : *to;
    }
}

/* A side with a window has that one, as elsewhere. */
static cf_status cut_both(struct triangles *triangles, cf_diags *diags)
{
    bool warn = triangles->comparison->request->table != NULL;
    cf_day from, to;
    cf_status status = CF_OK;

    for (int side = 0; status == CF_OK && side < 2; side++) {
        const cf_view_options *asked = &triangles->requests[side].view;

        status = cut(&triangles->sides[side], asked->window_from, asked->window_to, false, diags);
    }
    if (status != CF_OK)
        return status;
    find_horizon(&from, &to, triangles);
    for (int side = 0; status == CF_OK && side < 2; side++) {
        const cf_view_options *asked = &triangles->requests[side].view;
        bool window = asked->window_from != CF_NO_DAY;

        status = cut(&triangles->sides[side], window ? asked->window_from : from,
                     window ? asked->window_to : to, warn, diags);
    }
    return status;
}

static const char *name_of(const struct triangles *triangles, int side, int period)
{
    const cf_periods *periods = triangles->sides[side].periods;

    return period < periods->count ? periods->at[period].name : NULL;
}

/* The periods of both by name; names of one kind are in the order of time. */
static cf_status join_periods(struct triangles *triangles, cf_report *report)
{
    int a = 0, b = 0;
    size_t most =
        (size_t)triangles->sides[0].periods->count + (size_t)triangles->sides[1].periods->count;

    triangles->periods = calloc(most + 1, sizeof *triangles->periods);
    if (triangles->periods == NULL)
        return CF_NO_MEMORY;
    for (;;) {
        const char *in_a = name_of(triangles, 0, a), *in_b = name_of(triangles, 1, b);
        int order = in_a == NULL ? 1 : in_b == NULL ? -1 : strcmp(in_a, in_b);
        const char *name = order <= 0 ? in_a : in_b;

        if (name == NULL)
            return cf_report_status(report);
        triangles->periods[triangles->period_count++] =
            (struct period){ .name = name[0] == '\0' ? NULL : cf_report_text(report, "%s", name),
                             .at = { order <= 0 ? a : -1, order >= 0 ? b : -1 } };
        a += order <= 0;
        b += order >= 0;
    }
}

/* ---- one side ---- */

static cf_status open_side(struct triangles *triangles, int side)
{
    const cf_comparison *comparison = triangles->comparison;
    const cf_request *request = comparison->request;
    const int *entity_of = comparison->of.entity_of[version_of(side)];
    cf_vintages *vintages = &triangles->sides[side];
    cf_status status;

    triangles->requests[side] = *request;
    if (side == 1) {
        triangles->requests[side].scenario = request->other;
        triangles->requests[side].view = request->other_view;
    }
    *vintages = (cf_vintages){ .request = &triangles->requests[side],
                               .kind = comparison->kind,
                               .carry = comparison->carry,
                               .threads = comparison->threads,
                               .entity = -1 };
    status = cf_vintages_open_view(vintages, NULL); /* compare has told of it */
    for (int e = 0; status == CF_OK && e < vintages->view->entity_count; e++)
        vintages->chosen[e] = comparison->chosen[entity_of[e]];
    return status;
}

static cf_status measure_side(struct triangles *triangles, int side)
{
    const cf_union *of = &triangles->comparison->of;
    cf_vintages *vintages = &triangles->sides[side];
    cf_status status =
        cf_timed_flow_new(&vintages->timed, vintages->view, vintages->periods, vintages->carry);

    triangles->rows[side] = calloc((size_t)of->entity_count + 1, sizeof *triangles->rows[side]);
    if (triangles->rows[side] == NULL)
        return CF_NO_MEMORY;
    if (status == CF_OK)
        status = cf_vintages_list_suppliers(vintages, NULL);
    if (status == CF_OK)
        status = cf_vintages_measure_suppliers(vintages);
    for (int i = 0; status == CF_OK && i < vintages->wanted_count; i++)
        triangles->rows[side][of->entity_of[version_of(side)][vintages->suppliers[i].entity]] =
            &vintages->suppliers[i];
    return status;
}

/* ---- suppliers ---- */

struct named {
    const char *id;
    int entity;
};

static int by_id(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return strcmp(x->id, y->id);
}

/* Those without a rank, by id: tied money that waits can leave an entity more, or less, of its own
 * in some period than in all of them together. */
static cf_status add_unranked(struct triangles *triangles, const bool *ranked)
{
    const cf_union *of = &triangles->comparison->of;
    struct named *more = calloc((size_t)of->entity_count + 1, sizeof *more);
    int count = 0;

    if (more == NULL)
        return CF_NO_MEMORY;
    for (int e = 0; e < of->entity_count; e++) {
        if (!ranked[e] && (triangles->rows[0][e] != NULL || triangles->rows[1][e] != NULL))
            more[count++] = (struct named){ of->entities[e].id, e };
    }
    qsort(more, (size_t)count, sizeof *more, by_id);
    for (int i = 0; i < count; i++)
        triangles->suppliers[triangles->supplier_count++] = more[i].entity;
    free(more);
    return CF_OK;
}

/* In the order of the other tables. */
static cf_status list_suppliers(struct triangles *triangles)
{
    const cf_comparison *comparison = triangles->comparison;
    size_t entities = (size_t)comparison->of.entity_count + 1;
    bool *ranked = calloc(entities, sizeof *ranked);
    cf_status status = CF_NO_MEMORY;

    triangles->suppliers = calloc(entities, sizeof *triangles->suppliers);
    if (ranked != NULL && triangles->suppliers != NULL) {
        for (int i = 0; i < comparison->supplier_count; i++) {
            triangles->suppliers[triangles->supplier_count++] = comparison->suppliers[i];
            ranked[comparison->suppliers[i]] = true;
        }
        status = add_unranked(triangles, ranked);
    }
    free(ranked);
    return status;
}

/* ---- the table ---- */

enum { SUPPLIER, INVESTED_IN, RETURNED_IN, A, B, CHANGE };

static const cf_column columns[] = {
    [SUPPLIER] = { COMMON_SUPPLIER },
    [INVESTED_IN] = { "invested_in", CF_DATE, "invested in",
                      "The period in which the vintage was invested." },
    [RETURNED_IN] = { "returned_in", CF_DATE, "returned in",
                      "The period in which this part of it comes back." },
    [A] = { "a", CF_MONEY, "in A", "What of it comes back then pro rata in A." },
    [B] = { "b", CF_MONEY, "in B", "What of it comes back then pro rata in B." },
    [CHANGE] = { "change", CF_MONEY, "change", "B less A." },
};
const cf_columns cf_compare_vintage_columns = {
    columns, CF_COUNT_OF(columns),
    "Each supplier, with what of each vintage comes back in each later period, in A and in B."
};

/* In A's unit; 0 outside of the side's horizon. */
static double back_in(const struct triangles *triangles, int side, int entity,
                      const struct period *vintage, const struct period *period)
{
    const cf_run_off *row = triangles->rows[side][entity];
    int q = vintage->at[side], p = period->at[side];

    if (row == NULL || q < 0 || p < 0)
        return 0.0;
    return row->back[q * triangles->sides[side].periods->count + p] *
           triangles->comparison->of.scale[version_of(side)];
}

static bool has_invested(const struct triangles *triangles, int entity,
                         const struct period *vintage)
{
    bool any = false;

    for (int side = 0; side < 2; side++) {
        const cf_run_off *row = triangles->rows[side][entity];

        any =
            any || (row != NULL && vintage->at[side] >= 0 && row->invested[vintage->at[side]] > 0);
    }
    return any;
}

static cf_status add_vintage(const struct triangles *triangles, cf_table *table, int entity,
                             int vintage)
{
    const struct period *in = &triangles->periods[vintage];
    cf_status status = CF_OK;

    for (int p = vintage; status == CF_OK && p < triangles->period_count; p++) {
        const struct period *period = &triangles->periods[p];
        double a = back_in(triangles, 0, entity, in, period);
        double b = back_in(triangles, 1, entity, in, period);
        cf_cell cells[] = {
            [SUPPLIER] = cf_cell_text(triangles->comparison->of.entities[entity].id),
            [INVESTED_IN] = cf_cell_text(in->name),
            [RETURNED_IN] = cf_cell_text(period->name),
            [A] = cf_cell_number(a),
            [B] = cf_cell_number(b),
            [CHANGE] = cf_cell_number(b - a),
        };

        if (a > 0 || b > 0)
            status = cf_table_add(table, cells);
    }
    return status;
}

/* A supplier that the run was stopped before, on either side, has no rows. */
static bool is_measured(const struct triangles *triangles, int entity)
{
    bool all = true;

    for (int side = 0; side < 2; side++)
        all = all &&
              (triangles->rows[side][entity] == NULL || triangles->rows[side][entity]->measured);
    return all;
}

static cf_status add_suppliers(const struct triangles *triangles, cf_table *table, cf_diags *diags)
{
    int left_out = 0;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < triangles->supplier_count; i++) {
        int entity = triangles->suppliers[i];
        bool measured = is_measured(triangles, entity);

        left_out += !measured;
        for (int q = 0; measured && status == CF_OK && q < triangles->period_count; q++) {
            if (has_invested(triangles, entity, &triangles->periods[q]))
                status = add_vintage(triangles, table, entity, q);
        }
    }
    if (status == CF_OK && left_out > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_VINTAGES_STOPPED, NULL, NULL,
                              "the table vintages was stopped with %d of %d suppliers measured",
                              triangles->supplier_count - left_out, triangles->supplier_count);
    return status;
}

/* ---- all together ---- */

cf_status cf_compare_read_periods(cf_comparison *comparison, cf_diags *diags)
{
    cf_vintages vintages = { .request = comparison->request };
    cf_status status = cf_vintages_read_options(&vintages, diags);

    comparison->kind = vintages.kind;
    comparison->carry = vintages.carry;
    return status;
}

static cf_status measure(struct triangles *triangles, cf_report *report, cf_diags *diags)
{
    cf_status status = open_side(triangles, 0);

    if (status == CF_OK)
        status = open_side(triangles, 1);
    if (status == CF_OK)
        status = cut_both(triangles, diags);
    if (status == CF_OK)
        status = join_periods(triangles, report);
    for (int side = 0; status == CF_OK && side < 2; side++)
        status = measure_side(triangles, side);
    return status == CF_OK ? list_suppliers(triangles) : status;
}

cf_status cf_compare_fill_vintages(const cf_comparison *comparison, cf_report *report,
                                   cf_diags *diags)
{
    struct triangles triangles = { .comparison = comparison };
    const cf_request *request = comparison->request;
    bool supposed = request->view.what_if_count + request->other_view.what_if_count > 0;
    cf_table *table = NULL;
    cf_status status = CF_OK;

    if (!supposed) /* an amount of the whole view has no period */
        status = measure(&triangles, report, diags);
    if (status == CF_OK)
        status = cf_table_new(&table, "vintages", columns, CF_COUNT_OF(columns));
    if (status == CF_OK)
        status = add_suppliers(&triangles, table, diags);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    for (int side = 0; side < 2; side++) {
        cf_vintages_close(&triangles.sides[side]);
        free((void *)triangles.rows[side]);
    }
    free(triangles.suppliers);
    free(triangles.periods);
    return status;
}
