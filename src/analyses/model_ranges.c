/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * model --ranges: the tables that an answer sheet of a solver has, and beside those of loopback.mod
 * what `drivers` says of each deal. A row of that model has the price of one amount in one place; a
 * deal has its amount in several rows, so its figure is not the price of any of them.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "analyses/model.h"
#include "analyses/params.h"
#include "circfin/drivers.h"

/* ---- variables ---- */

enum {
    VARIABLE,
    INDEX,
    VALUE,
    REDUCED_COST,
    LOWER,
    UPPER,
    LOWER_FROM,
    LOWER_TO,
    COEFFICIENT,
    COEFFICIENT_FROM,
    COEFFICIENT_TO,
    ENTERS,
    UPPER_FROM,
    UPPER_TO
};

static const cf_column variable_columns[] = {
    [VARIABLE] = { "variable", CF_TEXT, "variable", "The variable of the model." },
    [INDEX] = { "index", CF_TEXT, "index", "Its place in the sets of the model." },
    [VALUE] = { "value", CF_MONEY, "value", "Its value in the solution." },
    [REDUCED_COST] = { "reduced_cost", CF_MONEY, "reduced cost",
                       "Change of the objective for each unit that it is forced up by." },
    [LOWER] = { "lower", CF_MONEY, "lower bound", "Its lower bound; empty: none." },
    [UPPER] = { "upper", CF_MONEY, "upper bound", "Its upper bound; empty: none." },
    [LOWER_FROM] = { "lower_from", CF_MONEY, "lower bound from",
                     "The least lower bound at which the basis stays optimal; empty: any." },
    [LOWER_TO] = { "lower_to", CF_MONEY, "lower bound to",
                   "The largest lower bound at which the basis stays optimal; empty: any." },
    [COEFFICIENT] = { "coefficient", CF_NUMBER, "coefficient", "Its factor in the objective." },
    [COEFFICIENT_FROM] = { "coefficient_from", CF_NUMBER, "coefficient from",
                           "The least factor at which the solution stays; empty: any." },
    [COEFFICIENT_TO] = { "coefficient_to", CF_NUMBER, "coefficient to",
                         "The largest factor at which the solution stays; empty: any." },
    [ENTERS] = { "enters", CF_TEXT, "enters",
                 "What enters the basis beyond the nearer end of the range; empty: nothing." },
    [UPPER_FROM] = { "upper_from", CF_MONEY, "upper bound from",
                     "The least upper bound at which the basis stays optimal; empty: any." },
    [UPPER_TO] = { "upper_to", CF_MONEY, "upper bound to",
                   "The largest upper bound at which the basis stays optimal; empty: any." },
};
const cf_columns cf_model_range_variables = {
    variable_columns, CF_COUNT_OF(variable_columns),
    "Each variable of the model, one row for each of its indices."
};

static cf_cell copied(cf_report *report, const char *text)
{
    return text == NULL ? cf_cell_null() : cf_cell_text(cf_report_text(report, "%s", text));
}

static cf_status add_variable(cf_table *table, cf_report *report, const cf_model_line *line)
{
    const cf_cell cells[] = {
        [VARIABLE] = copied(report, line->name),
        [INDEX] = copied(report, line->index),
        [VALUE] = cf_cell_number(line->value),
        [REDUCED_COST] = cf_cell_number(line->marginal),
        [LOWER] = cf_cell_number(line->lower),
        [UPPER] = cf_cell_number(line->upper),
        [LOWER_FROM] = cf_cell_number(line->lower_range.from),
        [LOWER_TO] = cf_cell_number(line->lower_range.to),
        [COEFFICIENT] = cf_cell_number(line->coefficient),
        [COEFFICIENT_FROM] = cf_cell_number(line->coefficient_range.from),
        [COEFFICIENT_TO] = cf_cell_number(line->coefficient_range.to),
        [ENTERS] = copied(report, line->enters),
        [UPPER_FROM] = cf_cell_number(line->upper_range.from),
        [UPPER_TO] = cf_cell_number(line->upper_range.to),
    };

    return cells[VARIABLE].known && cells[INDEX].known ? cf_table_add(table, cells) : CF_NO_MEMORY;
}

/* ---- rows ---- */

enum {
    ROW,
    ROW_INDEX,
    ACTIVITY,
    SLACK,
    SHADOW_PRICE,
    ROW_LOWER,
    ROW_UPPER,
    SIDE_FROM,
    SIDE_TO,
    ROW_ENTERS,
    PRICE_DOWN,
    PRICE_UP
};

static const cf_column row_columns[] = {
    [ROW] = { "row", CF_TEXT, "row", "The constraint of the model." },
    [ROW_INDEX] = { "index", CF_TEXT, "index", "Its place in the sets of the model." },
    [ACTIVITY] = { "activity", CF_MONEY, "activity",
                   "The value of its left side in the solution." },
    [SLACK] = { "slack", CF_MONEY, "slack", "How far that is from the nearer bound." },
    [SHADOW_PRICE] = { "shadow_price", CF_MONEY, "shadow price",
                       "Change of the objective for each unit that its right side is larger by." },
    [ROW_LOWER] = { "lower", CF_MONEY, "lower bound", "Its lower bound; empty: none." },
    [ROW_UPPER] = { "upper", CF_MONEY, "upper bound", "Its upper bound; empty: none." },
    [SIDE_FROM] = { "side_from", CF_MONEY, "side from",
                    "The least right side at which the price holds; empty: any." },
    [SIDE_TO] = { "side_to", CF_MONEY, "side to",
                  "The largest right side at which the price holds; empty: any." },
    [ROW_ENTERS] = { "enters", CF_TEXT, "enters",
                     "What enters the basis beyond the nearer end of the range; empty: nothing." },
    [PRICE_DOWN] = { "price_down", CF_MONEY, "per 1 less",
                     "What the objective loses for each unit that the right side is smaller by, "
                     "whatever the basis; empty: there is no solution then." },
    [PRICE_UP] = { "price_up", CF_MONEY, "per 1 more",
                   "What the objective gains for each unit that the right side is larger by, "
                   "whatever the basis; empty: there is no solution then." },
};
const cf_columns cf_model_range_rows = {
    row_columns, CF_COUNT_OF(row_columns),
    "With --ranges, each constraint of the model, one row for each of its indices."
};

cf_model_range cf_model_side(const cf_model_line *line)
{
    double below = line->value - line->lower, above = line->upper - line->value;
    bool at_upper = isnan(line->lower) || above < below;

    return at_upper && !isnan(line->upper) ? line->upper_range : line->lower_range;
}

static double slack_of(const cf_model_line *line)
{
    double slack = fmin(line->value - line->lower, line->upper - line->value); /* of NaNs: NaN */

    return line->nonbasic || slack < 0 ? 0.0 : slack;
}

static cf_status add_row(cf_table *table, cf_report *report, const cf_model_line *line)
{
    const cf_model_range side = cf_model_side(line);
    const cf_cell cells[] = {
        [ROW] = copied(report, line->name),
        [ROW_INDEX] = copied(report, line->index),
        [ACTIVITY] = cf_cell_number(line->value),
        [SLACK] = cf_cell_number(slack_of(line)),
        [SHADOW_PRICE] = cf_cell_number(line->marginal),
        [ROW_LOWER] = cf_cell_number(line->lower),
        [ROW_UPPER] = cf_cell_number(line->upper),
        [SIDE_FROM] = cf_cell_number(side.from),
        [SIDE_TO] = cf_cell_number(side.to),
        [ROW_ENTERS] = copied(report, line->enters),
        [PRICE_DOWN] = cf_cell_number(line->down),
        [PRICE_UP] = cf_cell_number(line->up),
    };

    return cells[ROW].known && cells[ROW_INDEX].known ? cf_table_add(table, cells) : CF_NO_MEMORY;
}

/* ---- the drivers of a bound ---- */

enum { DEAL, AMOUNT, MARGINAL_DOWN, MARGINAL_UP, KINK, VALID_FROM, VALID_TO };

static const cf_column driver_columns[] = {
    [DEAL] = { "deal", CF_TEXT, "deal", "The deal whose amount changes." },
    [AMOUNT] = { "amount", CF_MONEY, "amount", "The amount of the deal in the view." },
    [MARGINAL_DOWN] = { "marginal_down", CF_SHARE, "a unit less",
                        "What the bound loses for each unit that the deal is smaller by." },
    [MARGINAL_UP] = { "marginal_up", CF_SHARE, "a unit more",
                      "What the bound gains for each unit that the deal is larger by." },
    [KINK] = { "kink", CF_FLAG, "kink", "Whether the two sides differ." },
    [VALID_FROM] = { "valid_from", CF_MONEY, "valid from",
                     "The amount down to which the first stays as it is." },
    [VALID_TO] = { "valid_to", CF_MONEY, "valid to",
                   "The amount up to which the second stays as it is." },
};
const cf_columns cf_model_range_drivers = {
    driver_columns, CF_COUNT_OF(driver_columns),
    "With --ranges, each deal of known amount where the model is loopback.mod: the exact one-sided "
    "figures of drivers."
};

/* What a model's objective is, by its name; CF_MEASURE_COUNT: nothing that drivers knows. */
static cf_measure measure_of(const cf_model_result *result)
{
    if (result->objective == NULL)
        return CF_MEASURE_COUNT;
    if (strcmp(result->objective, "can_have_come_back") == 0)
        return CF_MEASURE_MAX;
    if (strcmp(result->objective, "must_have_come_back") == 0)
        return CF_MEASURE_MIN;
    return CF_MEASURE_COUNT;
}

static int supplier_of(const cf_model_job *job)
{
    for (int i = 0; job->data->supplier != NULL && i < job->view->entity_count; i++)
        if (strcmp(job->view->entities[i].id, job->data->supplier) == 0)
            return i;
    return -1;
}

struct bound {
    const cf_model_job *job;
    cf_measure measure;
    cf_view_network *network;
    cf_flow *flow;
    cf_drivers *drivers;
};

static cf_status open_bound(struct bound *bound, int supplier)
{
    const cf_view *view = bound->job->view;
    cf_status status = cf_view_network_new(&bound->network, view, view->joint_count > 1);

    if (status == CF_OK)
        status = cf_flow_new(&bound->flow, &bound->network->network, true);
    if (status == CF_OK)
        status = cf_drivers_new(&bound->drivers, bound->flow);
    if (status == CF_OK)
        status = cf_drivers_supplier(bound->drivers, supplier, view->options.origin_all,
                                     CF_MEASURE_BIT(bound->measure));
    return status;
}

static void close_bound(struct bound *bound)
{
    cf_drivers_free(bound->drivers);
    cf_flow_free(bound->flow);
    cf_view_network_free(bound->network);
}

/* A model that was changed, or bound max_open, has another objective. */
static bool is_same_figure(const struct bound *bound)
{
    const double rounding = 1e-7;
    double value = bound->job->result->value;
    double expected = cf_drivers_value(bound->drivers, bound->measure);

    return fabs(value - expected) <= rounding * fmax(fabs(value), fabs(expected));
}

static cf_status add_driver(cf_table *table, const struct bound *bound, int payment)
{
    const double kink = 1e-6;
    const cf_view *view = bound->job->view;
    const cf_view_deal *deal = &view->deals[bound->network->view_deal[payment]];
    cf_marginal marginal = { (double)NAN, (double)NAN };
    cf_validity valid = { (double)NAN, (double)NAN };
    cf_status status = cf_drivers_marginal(bound->drivers, bound->measure, payment, &marginal);

    if (status == CF_OK)
        status = cf_drivers_validity(bound->drivers, bound->measure, payment, marginal, &valid);
    const cf_cell cells[] = {
        [DEAL] = cf_cell_text(view->scenario->deals[deal->deal].id),
        [AMOUNT] = cf_cell_number(deal->amount),
        [MARGINAL_DOWN] = cf_cell_number(marginal.down),
        [MARGINAL_UP] = cf_cell_number(marginal.up),
        [KINK] = cf_cell_flag(fabs(marginal.up - marginal.down) > kink),
        [VALID_FROM] = cf_cell_number(valid.from),
        [VALID_TO] = cf_cell_number(valid.to),
    };
    return status == CF_OK ? cf_table_add(table, cells) : status;
}

static cf_status fill_drivers(const cf_model_job *job, cf_table *table)
{
    struct bound bound = { .job = job, .measure = measure_of(job->result) };
    int supplier = supplier_of(job);
    cf_status status;

    if (!job->result->ranged || bound.measure == CF_MEASURE_COUNT || supplier < 0 ||
        job->request->view.probability_weights)
        return CF_OK;
    status = open_bound(&bound, supplier);
    if (status == CF_OK && is_same_figure(&bound)) {
        const cf_network *network = &bound.network->network;

        for (int i = 0; status == CF_OK && i < network->payment_count; i++)
            if (!network->payments[i].open)
                status = add_driver(table, &bound, i);
    }
    close_bound(&bound);
    return status;
}

/* ---- all together ---- */

static cf_status fill_variables(const cf_model_job *job, cf_report *report, cf_table *table)
{
    cf_status status = CF_OK;

    for (int i = 0; i < job->result->variable_count && status == CF_OK; i++)
        status = add_variable(table, report, &job->result->variables[i]);
    return status;
}

static cf_status fill_rows(const cf_model_job *job, cf_report *report, cf_table *table)
{
    cf_status status = CF_OK;

    for (int i = 0; job->limits.ranges && i < job->result->constraint_count && status == CF_OK; i++)
        status = add_row(table, report, &job->result->constraints[i]);
    return status;
}

static cf_status add_table(const cf_model_job *job, cf_report *report, const char *name,
                           const cf_columns *columns)
{
    cf_table *table = NULL;
    cf_status status;

    if (!cf_request_wants(job->request, name))
        return CF_OK;
    status = cf_table_new(&table, name, columns->at, columns->count);
    if (status == CF_OK && columns == &cf_model_range_variables)
        status = fill_variables(job, report, table);
    else if (status == CF_OK && columns == &cf_model_range_rows)
        status = fill_rows(job, report, table);
    else if (status == CF_OK)
        status = fill_drivers(job, table);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

cf_status cf_model_add_range_variables(const cf_model_job *job, cf_report *report)
{
    return add_table(job, report, "variables", &cf_model_range_variables);
}

cf_status cf_model_add_range_rows(const cf_model_job *job, cf_report *report)
{
    cf_status status = add_table(job, report, "rows", &cf_model_range_rows);

    return status == CF_OK ? add_table(job, report, "drivers", &cf_model_range_drivers) : status;
}

/* ---- warnings ---- */

static cf_status warn_without_ranges(const cf_model_result *result, cf_diags *diags)
{
    if (result->integer)
        return cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_NO_RANGES, NULL,
                            "take integer and binary out of a copy of the model: the ranges are "
                            "then those of its relaxation",
                            "an integer programme has no prices and ranges");
    if (result->status == CF_MODEL_OPTIMAL)
        return cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_NO_RANGES, NULL,
                            "write the amounts in another unit, or leave out the smallest",
                            "GLPK cannot factorise the basis of the solution, so there are no "
                            "ranges");
    return cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_NO_RANGES, NULL,
                        "run it without --ranges until it has an optimal solution",
                        "the model is %s, so there are no prices and ranges",
                        cf_model_status_names[result->status]);
}

cf_status cf_model_warn_ranges(const cf_model_job *job, cf_diags *diags)
{
    const cf_model_result *result = job->result;
    cf_status status = CF_OK;

    if (!job->limits.ranges)
        return CF_OK;
    if (!result->ranged)
        return warn_without_ranges(result, diags);
    if (result->degenerate)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_DEGENERATE, NULL,
                              "price_down and price_up of the rows do not depend on the basis",
                              "the solution is degenerate: reduced costs, shadow prices and their "
                              "ranges are those of one basis, and hold on one side at best");
    if (status == CF_OK && !result->one_sided)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_ONE_SIDED, NULL,
                              "ask about a smaller view, or raise --time-limit",
                              "the model is too large for one-sided prices of its rows");
    return status;
}
