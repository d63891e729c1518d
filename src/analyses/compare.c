/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: two scenarios, or one under two views, side by side. */
#include "analyses/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/params.h"

static const char *const tables[] = { "compare", "deals", "steps", "vintages", NULL };
enum { COMPARE, DEALS, STEPS, VINTAGES };

/* ---- the two sides ---- */

/* Units differ by powers of 1000. Only the user can convert currencies. */
static cf_status check_money(double *scale, const cf_request *request, cf_diags *diags)
{
    const cf_scenario *a = request->scenario, *b = request->other;
    cf_status status;

    *scale = pow(1000.0, (double)b->unit - (double)a->unit);
    if (strcmp(a->currency, b->currency) == 0)
        return CF_OK;
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_COMPARE_CURRENCY, NULL,
                          "give one file the currency of the other, and its deals their own with "
                          "a rate in \"fx\"",
                          "A is in %s and B in %s: their figures cannot be compared", a->currency,
                          b->currency);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status tell_options(const cf_request *request, cf_diags *diags)
{
    cf_status status = CF_OK;

    if (request->view.joint_count + request->other_view.joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_COMPARE_JOINT, NULL, NULL,
                              "--joint has no effect: a comparison has no joint figures");
    if (status == CF_OK &&
        request->view.probability_weights != request->other_view.probability_weights)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_COMPARE_WEIGHTS, NULL, NULL,
                              "only one of the two is weighted by probability, so there are no "
                              "bounds to compare");
    return status;
}

/* A's deals under the groups and the origin of B; A's own view where these are the same. */
static cf_status open_views(cf_comparison *comparison, cf_view *views[CF_VERSION_COUNT],
                            cf_diags *diags)
{
    const cf_request *request = comparison->request;
    cf_view_options options = request->view;
    bool regrouped = options.consolidate != request->other_view.consolidate ||
                     options.origin_all != request->other_view.origin_all;
    cf_status status = cf_view_new(&views[CF_AS_A], request->scenario, &request->view, diags);

    if (status == CF_OK)
        status = cf_view_new(&views[CF_AS_B], request->other, &request->other_view, diags);
    options.joint_count = 0;
    options.consolidate = request->other_view.consolidate;
    options.origin_all = request->other_view.origin_all;
    if (status == CF_OK && regrouped)
        status = cf_view_new(&views[CF_REGROUPED], request->scenario, &options, NULL);
    comparison->views[CF_AS_A] = views[CF_AS_A];
    comparison->views[CF_REGROUPED] = views[regrouped ? CF_REGROUPED : CF_AS_A];
    comparison->views[CF_AS_B] = views[CF_AS_B];
    return status;
}

/* ---- figures of both ---- */

/* Begins the exposure of every entity, and measures the suppliers. */
static cf_status measure_suppliers(cf_comparison *comparison, int side, const cf_world *world)
{
    cf_exposure *exposures = comparison->exposures[side];
    int entities = world->view->entity_count, count = 0;
    cf_exposure *suppliers = calloc((size_t)entities + 1, sizeof *suppliers);
    cf_status status;

    if (suppliers == NULL)
        return CF_NO_MEMORY;
    for (int e = 0; e < entities; e++) {
        cf_exposure_begin(&exposures[e], world, e);
        comparison->is_supplier[side][e] =
            comparison->chosen[e] && cf_exposure_is_supplier(&exposures[e]);
        if (comparison->is_supplier[side][e])
            suppliers[count++] = exposures[e];
    }
    status = cf_exposure_measure_many(suppliers, count, world, (int)comparison->threads, NULL);
    for (int i = 0; i < count; i++)
        exposures[suppliers[i].entity] = suppliers[i];
    free(suppliers);
    return status;
}

static cf_status measure_view(cf_comparison *comparison, int side, const cf_view *view)
{
    size_t entities = (size_t)view->entity_count + 1;
    cf_world world;
    cf_status status = cf_world_open(&world, view, false);

    comparison->exposures[side] = calloc(entities, sizeof *comparison->exposures[side]);
    comparison->is_supplier[side] = calloc(entities, sizeof *comparison->is_supplier[side]);
    if (comparison->exposures[side] == NULL || comparison->is_supplier[side] == NULL)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        status = measure_suppliers(comparison, side, &world);
    if (status == CF_OK)
        status = cf_world_circulation(&world, &comparison->circulation[side]);
    if (status == CF_OK)
        comparison->gross[side] = cf_world_gross(&world);
    cf_world_close(&world);
    return status;
}

static cf_status measure_side(cf_comparison *comparison, int side, bool choose, cf_diags *diags)
{
    const cf_union *of = &comparison->of;
    const cf_request *request = comparison->request;
    cf_stage version = side == 0 ? CF_AS_A : CF_AS_B;
    cf_blend blend = {
        .of_entity = calloc((size_t)of->entity_count + 1, sizeof *blend.of_entity),
        .of_deal = calloc((size_t)of->deal_count + 1, sizeof *blend.of_deal),
    };
    cf_view *view = NULL;
    cf_status status = CF_NO_MEMORY;

    if (blend.of_entity == NULL || blend.of_deal == NULL)
        goto out;
    for (int e = 0; e < of->entity_count; e++)
        blend.of_entity[e] = version;
    for (int d = 0; d < of->deal_count; d++)
        blend.of_deal[d] = version;
    status = cf_union_view(&view, of, &blend, side == 0 ? &request->view : &request->other_view);
    if (status == CF_OK && choose)
        status = cf_param_entities(comparison->chosen, request, "supplier", view, diags);
    if (status == CF_OK)
        status = measure_view(comparison, side, view);

out:
    cf_union_view_free(view);
    free(blend.of_entity);
    free(blend.of_deal);
    return status;
}

struct ranked {
    const char *id;
    double in_b, in_a;
    int entity;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->in_b < y->in_b || x->in_b > y->in_b)
        return x->in_b > y->in_b ? -1 : 1;
    if (x->in_a < y->in_a || x->in_a > y->in_a)
        return x->in_a > y->in_a ? -1 : 1;
    return strcmp(x->id, y->id);
}

static cf_status rank_suppliers(cf_comparison *comparison)
{
    const cf_union *of = &comparison->of;
    struct ranked *ranked = calloc((size_t)of->entity_count + 1, sizeof *ranked);

    comparison->suppliers = calloc((size_t)of->entity_count + 1, sizeof *comparison->suppliers);
    if (ranked == NULL || comparison->suppliers == NULL) {
        free(ranked);
        return CF_NO_MEMORY;
    }
    for (int e = 0; e < of->entity_count; e++) {
        if (comparison->is_supplier[0][e] || comparison->is_supplier[1][e])
            ranked[comparison->supplier_count++] =
                (struct ranked){ of->entities[e].id,
                                 comparison->exposures[1][e].loopback[CF_MEASURE_PRO_RATA],
                                 comparison->exposures[0][e].loopback[CF_MEASURE_PRO_RATA], e };
    }
    qsort(ranked, (size_t)comparison->supplier_count, sizeof *ranked, by_rank);
    for (int i = 0; i < comparison->supplier_count; i++)
        comparison->suppliers[i] = ranked[i].entity;
    free(ranked);
    return CF_OK;
}

/* ---- the table ---- */

enum { MEASURES = 14 };
static const struct {
    const char *name;
    cf_rounding rounding; /* of its values; a change is rounded to the nearest */
} measures[MEASURES] = {
    { "invested", CF_NEAREST },
    { "reachable", CF_NEAREST },
    { "revenue", CF_NEAREST },
    { "revenue_reported", CF_NEAREST },
    { "loopback_min", CF_DOWN },
    { "loopback_pro_rata", CF_NEAREST },
    { "loopback_max", CF_UP },
    { "loopback_max_open", CF_UP },
    { "rate_pro_rata", CF_NEAREST },
    { "exposure_min", CF_DOWN },
    { "exposure_pro_rata", CF_NEAREST },
    { "exposure_max", CF_UP },
    { "exposure_reported_pro_rata", CF_NEAREST },
    { "vendor_financing", CF_NEAREST },
};

static void measures_of(double values[MEASURES], const cf_exposure *of)
{
    const double all[MEASURES] = {
        of->invested,
        of->reachable,
        of->revenue,
        of->reported,
        of->loopback[CF_MEASURE_MIN],
        of->loopback[CF_MEASURE_PRO_RATA],
        of->loopback[CF_MEASURE_MAX],
        of->loopback[CF_MEASURE_MAX_OPEN],
        cf_ratio(of->loopback[CF_MEASURE_PRO_RATA], of->invested),
        cf_ratio(of->loopback[CF_MEASURE_MIN], of->revenue),
        cf_ratio(of->loopback[CF_MEASURE_PRO_RATA], of->revenue),
        cf_ratio(of->loopback[CF_MEASURE_MAX], of->revenue),
        cf_ratio(of->loopback[CF_MEASURE_PRO_RATA], of->reported),
        cf_ratio(of->reachable, of->reported),
    };

    memcpy(values, all, sizeof all);
}

enum { SUPPLIER, MEASURE, A, B, CHANGE };

/* Money or a share: the measure says which. */
static const cf_column columns[] = {
    [SUPPLIER] = { COMMON_SUPPLIER },
    [MEASURE] = { "measure", CF_TEXT, "measure", "The figure: a column of score's suppliers." },
    [A] = { "a", CF_NUMBER, "in A", "Its value in A.", .unit = "as the measure" },
    [B] = { "b", CF_NUMBER, "in B", "Its value in B.", .unit = "as the measure" },
    [CHANGE] = { "change", CF_NUMBER, "change", "B less A.", .unit = "as the measure" },
};
static const cf_columns compare_columns = { columns, CF_COUNT_OF(columns),
                                            "Each figure of each supplier." };
static const cf_columns *const table_columns[] = {
    [COMPARE] = &compare_columns,
    [DEALS] = &cf_compare_deal_columns,
    [STEPS] = &cf_compare_step_columns,
    [VINTAGES] = &cf_compare_vintage_columns,
};

static cf_status fill_compare(const cf_comparison *comparison, cf_report *report)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, tables[COMPARE], columns, CF_COUNT_OF(columns));

    for (int i = 0; i < comparison->supplier_count; i++) {
        int e = comparison->suppliers[i];
        double values[2][MEASURES];

        for (int side = 0; side < 2; side++) {
            measures_of(values[side], &comparison->exposures[side][e]);
            for (int m = 0; m < MEASURES && !comparison->is_supplier[side][e]; m++)
                values[side][m] = (double)NAN;
        }
        for (int m = 0; status == CF_OK && m < MEASURES; m++) {
            cf_cell cells[] = {
                [SUPPLIER] = cf_cell_text(comparison->of.entities[e].id),
                [MEASURE] = cf_cell_text(measures[m].name),
                [A] = cf_cell_rounded(values[0][m], measures[m].rounding),
                [B] = cf_cell_rounded(values[1][m], measures[m].rounding),
                [CHANGE] = cf_cell_number(values[1][m] - values[0][m]),
            };

            status = cf_table_add(table, cells);
        }
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

enum { DEALS_A, DEALS_B, DEALS_CHANGED, GROSS_A, GROSS_B, CIRCULARITY_MAX_A, CIRCULARITY_MAX_B };

static const cf_column figure_rows[] = {
    [DEALS_A] = { "deals_a", CF_COUNT, NULL, "The deals of A." },
    [DEALS_B] = { "deals_b", CF_COUNT, NULL, "The deals of B." },
    [DEALS_CHANGED] = { "deals_changed", CF_COUNT, NULL, "The deals that are not the same." },
    [GROSS_A] = { "gross_a", CF_MONEY, NULL, "All known amounts of A, added up." },
    [GROSS_B] = { "gross_b", CF_MONEY, NULL, "All known amounts of B, added up." },
    [CIRCULARITY_MAX_A] = { "circularity_max_a", CF_SHARE, NULL,
                            "The largest share of gross_a that can go in circles.",
                            .rounding = CF_UP },
    [CIRCULARITY_MAX_B] = { "circularity_max_b", CF_SHARE, NULL,
                            "The largest share of gross_b that can go in circles.",
                            .rounding = CF_UP },
};
static const cf_columns figures = { figure_rows, CF_COUNT_OF(figure_rows) };

static cf_status add_compare_figures(const cf_comparison *comparison, cf_report *report)
{
    const double *gross = comparison->gross, *circulation = comparison->circulation;
    const cf_cell cells[] = {
        [DEALS_A] = cf_cell_number(comparison->views[CF_AS_A]->deal_count),
        [DEALS_B] = cf_cell_number(comparison->views[CF_AS_B]->deal_count),
        [DEALS_CHANGED] = cf_cell_number(comparison->change_count),
        [GROSS_A] = cf_cell_number(gross[0]),
        [GROSS_B] = cf_cell_number(gross[1]),
        [CIRCULARITY_MAX_A] = cf_cell_number(cf_ratio(circulation[0], gross[0])),
        [CIRCULARITY_MAX_B] = cf_cell_number(cf_ratio(circulation[1], gross[1])),
    };

    return cf_report_add_figures(report, figures, cells);
}

/* ---- all together ---- */

static cf_status compare_measure(cf_comparison *comparison, cf_report *report, cf_diags *diags)
{
    double scale[CF_VERSION_COUNT] = { 1.0, 1.0, 1.0 };
    cf_status status = check_money(&scale[CF_AS_B], comparison->request, diags);

    if (status == CF_OK)
        status = cf_union_open(&comparison->of, comparison->views, scale);
    if (status != CF_OK)
        return status;
    comparison->chosen =
        calloc((size_t)comparison->of.entity_count + 1, sizeof *comparison->chosen);
    if (comparison->chosen == NULL)
        return CF_NO_MEMORY;
    status = measure_side(comparison, 0, true, diags);
    if (status == CF_OK)
        status = measure_side(comparison, 1, false, diags);
    if (status == CF_OK)
        status = rank_suppliers(comparison);
    return status == CF_OK ? cf_compare_deals(comparison, report) : status;
}

static void compare_close(cf_comparison *comparison)
{
    for (int side = 0; side < 2; side++) {
        free(comparison->exposures[side]);
        free(comparison->is_supplier[side]);
    }
    free(comparison->chosen);
    free(comparison->changes);
    free(comparison->suppliers);
    free(comparison->steps.at);
    cf_union_close(&comparison->of);
}

static cf_status compare_fill(cf_comparison *comparison, cf_report *report, cf_diags *diags)
{
    const cf_request *request = comparison->request;
    bool digest = !request->no_digest, steps = cf_request_wants(request, tables[STEPS]);
    bool split = digest && comparison->supplier_count > 0; /* the digest splits their changes */
    cf_status status = steps || split ? cf_compare_steps(comparison, diags) : CF_OK;

    if (status == CF_OK)
        status = add_compare_figures(comparison, report);
    if (status == CF_OK && cf_request_wants(request, tables[COMPARE]))
        status = fill_compare(comparison, report);
    if (status == CF_OK && cf_request_wants(request, tables[DEALS]))
        status = cf_compare_fill_deals(comparison, report);
    if (status == CF_OK && steps)
        status = cf_compare_fill_steps(comparison, report);
    if (status == CF_OK && cf_request_wants(request, tables[VINTAGES]))
        status = cf_compare_fill_vintages(comparison, report, diags);
    if (status == CF_OK && digest)
        status = cf_compare_write_digest(comparison, report);
    return status;
}

static cf_status compare_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_comparison comparison = { .request = request };
    cf_view *views[CF_VERSION_COUNT] = { NULL };
    cf_status status = tell_options(request, diags);

    if (status == CF_OK)
        status = cf_param_threads(&comparison.threads, request, diags);
    if (status == CF_OK)
        status = cf_compare_read_periods(&comparison, diags);
    if (status == CF_OK)
        status = open_views(&comparison, views, diags);
    if (status == CF_OK)
        status = compare_measure(&comparison, report, diags);
    if (status == CF_OK)
        status = compare_fill(&comparison, report, diags);
    compare_close(&comparison);
    for (int v = 0; v < CF_VERSION_COUNT; v++)
        cf_view_free(views[v]);
    return status;
}

static const cf_param_spec params[] = {
    { CF_PARAM_SUPPLIER },
    { .name = "period",
      .value = "year|quarter|month",
      .help = "how long a period of the table vintages is (default: year)" },
    { .name = "carry",
      .value = "auto|all|none",
      .help = "in the table vintages, what an entity takes on into the next period, as in "
              "circfin vintages (default: auto)" },
    { CF_PARAM_THREADS },
    { .name = NULL },
};

const cf_analysis cf_analysis_compare = {
    .name = "compare",
    .summary = "Compare two scenarios, or one scenario under two views, and explain the change "
               "deal by deal",
    .description =
        "Two scenarios, or one scenario under two views, are compared by the ids of their "
        "entities and deals. The result shows every supplier's figures in A and in B, which "
        "deals changed, and how much of the change of pro rata each of them explains. The "
        "change is split step by step: first grouping and origin, then outside funds, then "
        "deals by day. The steps add up to the whole change, but another order may split it "
        "differently. Amounts of B are converted to the unit of A; two currencies are an "
        "error. The table vintages shows how the run-off triangles differ: what of each vintage "
        "comes back when, in A and in B.",
    .memory = "about 1,500 bytes a deal of either side, and 1,500 for each step "
              "and supplier; for the table vintages as much as vintages for either side.",
    .example = "circfin compare data/ai-deals.json --as-of 2026-01 --as-of-b 2026-08",
    .compares = true,
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .figures = &figures,
    .stoppable = true,
    .run = compare_run,
};
