/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep: the figures of every supplier along a line or a grid of what-ifs. */
#include "analyses/sweep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/params.h"
#include "analyses/world.h"
#include "circfin/text.h"

static const char *const tables[] = { "sweep", NULL };

double cf_sweep_value(const cf_sweep *sweep, int axis, long point)
{
    if (axis == sweep->axis_count - 1)
        return cf_axis_value(&sweep->axes[axis], point % sweep->axes[axis].count);
    return cf_axis_value(&sweep->axes[axis], point / sweep->axes[sweep->axis_count - 1].count);
}

double cf_sweep_exposure(const cf_loopback *loopback)
{
    return cf_ratio(loopback->pro_rata, loopback->revenue);
}

/* ---- what varies ---- */

static cf_status refuse_axes(cf_diags *diags, cf_code code, const char *hint, const char *message)
{
    cf_status status = cf_diags_add(diags, CF_ERROR, code, NULL, hint, "%s", message);

    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status read_axes(cf_sweep *sweep, const cf_axis_scope *scope)
{
    const cf_request *request = sweep->request;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < request->param_count; i++) {
        if (strcmp(request->params[i].name, "vary") != 0)
            continue;
        if (sweep->axis_count == SWEEP_MOST_AXES)
            return refuse_axes(scope->diags, CF_CODE_SWEEP_TWICE,
                               "run it once for each value of the third, with the file edited",
                               "--vary may be given once or twice, for a line or a grid");
        status = cf_axis_read(&sweep->axes[sweep->axis_count++], request->params[i].value, scope);
    }
    if (status == CF_OK && sweep->axis_count == 0)
        status = refuse_axes(scope->diags, CF_CODE_SWEEP_FORM, "such as --vary deal:ID=0:100:10",
                             "--vary is required: it sets what varies");
    return status;
}

/* A factor cannot move a deal without an amount, unless the other axis gives it one. */
static bool has_effect(const cf_sweep *sweep, const cf_axis *axis)
{
    const cf_payment *payments = sweep->network->network.payments;

    if (axis->kind == AXIS_DEAL || axis->kind == AXIS_FUNDS)
        return true;
    for (int k = 0; k < axis->payment_count; k++) {
        if (payments[axis->payments[k]].amount > 0)
            return true;
        for (int a = 0; a < sweep->axis_count; a++) {
            if (sweep->axes[a].kind == AXIS_DEAL && sweep->axes[a].payments[0] == axis->payments[k])
                return true;
        }
    }
    return false;
}

static cf_status check_axes(cf_sweep *sweep, cf_diags *diags)
{
    const cf_axis *axes = sweep->axes;
    char message[160], shown[80];

    for (int a = 0; a < sweep->axis_count; a++) {
        if (has_effect(sweep, &axes[a]))
            continue;
        cf_text_printable(shown, sizeof shown, axes[a].name);
        snprintf(message, sizeof message, "--vary: %s has no effect: no amount is known", shown);
        return refuse_axes(diags, CF_CODE_SWEEP_NO_AMOUNT,
                           "give amounts instead: deal:ID=FROM:TO:STEP", message);
    }
    sweep->point_count = axes[0].count;
    if (sweep->axis_count == 1)
        return CF_OK;
    if (strcmp(axes[0].name, axes[1].name) == 0)
        return refuse_axes(diags, CF_CODE_SWEEP_TWICE, "the second --vary must vary something else",
                           "--vary names the same quantity twice");
    if (axes[0].count > SWEEP_MOST_POINTS / axes[1].count) {
        snprintf(message, sizeof message,
                 "--vary: a grid of %ld by %ld has %.0f points, more than %d", axes[0].count,
                 axes[1].count, (double)axes[0].count * (double)axes[1].count, SWEEP_MOST_POINTS);
        return refuse_axes(diags, CF_CODE_SWEEP_POINTS, "use larger steps", message);
    }
    sweep->point_count *= axes[1].count;
    return CF_OK;
}

/* ---- points ---- */

/* First a deal's own amount, then all factors on it. */
static void sweep_go_to(cf_sweep *sweep, long point)
{
    const cf_network *network = &sweep->network->network;

    for (int i = 0; i < network->payment_count; i++)
        sweep->amounts[i] = network->payments[i].amount;
    for (int pass = 0; pass < 2; pass++) {
        for (int a = 0; a < sweep->axis_count; a++) {
            const cf_axis *axis = &sweep->axes[a];
            double value = cf_sweep_value(sweep, a, point);

            for (int k = 0; k < axis->payment_count; k++) {
                double *amount = &sweep->amounts[axis->payments[k]];

                if ((axis->kind == AXIS_DEAL) == (pass == 0))
                    *amount = axis->kind == AXIS_DEAL ? value : *amount * value;
            }
            if (axis->kind == AXIS_FUNDS)
                cf_what_if_set_funds(sweep->bench, axis->node, true, value);
        }
    }
    for (int i = 0; i < network->payment_count; i++) {
        if (sweep->moves[i])
            cf_what_if_set_amount(sweep->bench, i, sweep->amounts[i]);
    }
}

static bool is_supplier(const cf_sweep *sweep, int entity, const cf_loopback *loopback)
{
    cf_exposure exposure = { .invested = loopback->invested,
                             .revenue = loopback->revenue,
                             .reported = sweep->view->entities[entity].revenue_known
                                             ? sweep->view->entities[entity].revenue
                                             : (double)NAN };

    return cf_exposure_is_supplier(&exposure);
}

static cf_status add_sweep_row(cf_sweep *sweep, long point, int entity, const cf_loopback *loopback)
{
    return cf_vec_push(&sweep->rows,
                       (cf_sweep_row){ .point = point, .entity = entity, .loopback = *loopback })
               ? CF_OK
               : CF_NO_MEMORY;
}

static bool sweep_goes_on(const cf_sweep *sweep)
{
    const cf_progress *progress = sweep->request->progress;
    cf_progress_state state = { .done = (double)sweep->done,
                                .total = (double)sweep->point_count,
                                .unit = "points",
                                .found = -1 };

    return progress == NULL || progress->step(progress->payload, &state);
}

/* Called once for each measurement; asks every few milliseconds. */
static bool asks_and_goes_on(cf_sweep *sweep)
{
    const int often = 64;

    if (++sweep->measured % often == 0)
        sweep->stopped = sweep->stopped || !sweep_goes_on(sweep);
    return !sweep->stopped;
}

static cf_status measure_point(cf_sweep *sweep, long point)
{
    bool weighted = sweep->view->options.probability_weights;
    unsigned figures =
        weighted ? (unsigned)CF_MEASURE_BIT(CF_MEASURE_PRO_RATA) : (unsigned)CF_MEASURES_KNOWN;
    cf_status status = CF_OK;

    sweep_go_to(sweep, point);
    for (int i = 0; status == CF_OK && i < sweep->candidate_count && asks_and_goes_on(sweep); i++) {
        int entity = sweep->candidates[i];
        cf_loopback loopback;

        status = cf_what_if_measure(&loopback, sweep->bench, entity, 0);
        if (status != CF_OK || (!sweep->steady[entity] && !is_supplier(sweep, entity, &loopback)))
            continue;
        status = cf_what_if_measure(&loopback, sweep->bench, entity, figures);
        if (status == CF_OK)
            status = add_sweep_row(sweep, point, entity, &loopback);
    }
    return status;
}

enum { INVESTS = 1, SELLS = 2, TOUCHED = 4 };

static void mark_payment(const cf_sweep *sweep, unsigned char *marks, int index)
{
    const cf_payment *payment = &sweep->network->network.payments[index];
    int touched = sweep->moves[index] ? TOUCHED : 0;

    if (payment->capital || sweep->view->options.origin_all)
        marks[payment->payer] |= INVESTS;
    if (!payment->capital)
        marks[payment->payee] |= SELLS;
    marks[payment->payer] |= (unsigned char)touched;
    marks[payment->payee] |= (unsigned char)touched;
}

/* Only what invests and sells, at whatever amounts, may be a supplier. An entity whose deals no
 * axis moves is one at every point or at none. */
static cf_status find_candidates(cf_sweep *sweep)
{
    const cf_network *network = &sweep->network->network;
    unsigned char *marks = calloc((size_t)network->node_count + 1, sizeof *marks);
    cf_status status = marks == NULL ? CF_NO_MEMORY : CF_OK;

    for (int i = 0; status == CF_OK && i < network->payment_count; i++) {
        mark_payment(sweep, marks, i);
    }
    for (int v = 0; status == CF_OK && v < network->node_count && asks_and_goes_on(sweep); v++) {
        cf_loopback loopback;

        if ((marks[v] & INVESTS) == 0 ||
            ((marks[v] & SELLS) == 0 && !sweep->view->entities[v].revenue_known))
            continue;
        status = cf_what_if_measure(&loopback, sweep->bench, v, 0);
        sweep->steady[v] = status == CF_OK && is_supplier(sweep, v, &loopback);
        if (sweep->chosen[v] && ((marks[v] & TOUCHED) != 0 || sweep->steady[v]))
            sweep->candidates[sweep->candidate_count++] = v;
    }
    free(marks);
    return status;
}

/* ---- rows ---- */

/* Behind a column for each axis. */
enum { SUPPLIER, LOOPBACK_MIN, LOOPBACK_PRO_RATA, LOOPBACK_MAX, EXPOSURE_PRO_RATA, FIGURES };

static const cf_column figures[FIGURES] = {
    [SUPPLIER] = { COMMON_SUPPLIER },
    [LOOPBACK_MIN] = { COMMON_LOOPBACK_MIN },
    [LOOPBACK_PRO_RATA] = { COMMON_LOOPBACK_PRO_RATA },
    [LOOPBACK_MAX] = { COMMON_LOOPBACK_MAX },
    [EXPOSURE_PRO_RATA] = { COMMON_EXPOSURE_PRO_RATA },
};

const cf_columns cf_sweep_figures = {
    figures, FIGURES, "Each point with each supplier; a column for each --vary stands first."
};
static const cf_columns *const table_columns[] = { &cf_sweep_figures };

cf_column cf_sweep_axis_column(const cf_sweep *sweep, int axis, cf_report *report)
{
    static const char meaning[] = "What is varied: the value that it has in this row.";
    bool money = sweep->axes[axis].kind == AXIS_DEAL || sweep->axes[axis].kind == AXIS_FUNDS;
    const char *name = cf_report_text(report, "%s", sweep->axes[axis].name);

    return (cf_column){ name, money ? CF_MONEY : CF_NUMBER, name, meaning };
}

static cf_status open_columns(cf_sweep *sweep, cf_report *report)
{
    int axes = sweep->axis_count;
    cf_column *columns = cf_report_columns(report, axes + FIGURES);

    if (columns == NULL)
        return CF_NO_MEMORY;
    for (int a = 0; a < axes; a++) {
        columns[a] = cf_sweep_axis_column(sweep, a, report);
        if (columns[a].name == NULL)
            return CF_NO_MEMORY;
    }
    memcpy(&columns[axes], figures, sizeof figures);
    sweep->columns = columns;
    return CF_OK;
}

static void fill_row(cf_cell *cells, const cf_sweep *sweep, const cf_sweep_row *row)
{
    cf_cell *figure = &cells[sweep->axis_count];

    for (int a = 0; a < sweep->axis_count; a++)
        cells[a] = cf_cell_number(cf_sweep_value(sweep, a, row->point));
    figure[SUPPLIER] = cf_cell_text(sweep->view->entities[row->entity].id);
    figure[LOOPBACK_MIN] = cf_cell_number(row->loopback.min);
    figure[LOOPBACK_PRO_RATA] = cf_cell_number(row->loopback.pro_rata);
    figure[LOOPBACK_MAX] = cf_cell_number(row->loopback.max);
    figure[EXPOSURE_PRO_RATA] = cf_cell_number(cf_sweep_exposure(&row->loopback));
}

static cf_status fill_sweep(const cf_sweep *sweep, cf_report *report)
{
    int width = sweep->axis_count + FIGURES;
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, tables[0], sweep->columns, width);

    for (long r = 0; status == CF_OK && r < sweep->rows.count; r++) {
        cf_cell cells[SWEEP_MOST_AXES + FIGURES];

        fill_row(cells, sweep, &sweep->rows.at[r]);
        status = cf_table_add_row(table, cells, width);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

/* Hands over the rows of a point, if somebody takes them, and keeps none of them then. */
static void stream_point(cf_sweep *sweep)
{
    const cf_row_sink *sink = sweep->request->stream;

    for (long r = 0; sink != NULL && !sweep->unwanted && r < sweep->rows.count; r++) {
        cf_cell cells[SWEEP_MOST_AXES + FIGURES];

        fill_row(cells, sweep, &sweep->rows.at[r]);
        sweep->unwanted =
            !sink->row(sink->payload, sweep->columns, sweep->axis_count + FIGURES, cells);
    }
    if (sink != NULL)
        sweep->rows.count = 0;
}

/* ---- the walk ---- */

static cf_status sweep_walk(cf_sweep *sweep, cf_diags *diags)
{
    cf_status status = find_candidates(sweep);

    if (status == CF_OK && sweep->candidate_count == 0)
        sweep->done = sweep->point_count; /* no figure at any point */
    while (status == CF_OK && !sweep->unwanted && sweep->done < sweep->point_count &&
           asks_and_goes_on(sweep)) {
        int before = sweep->rows.count;

        status = measure_point(sweep, sweep->done);
        if (sweep->stopped)
            sweep->rows.count = before; /* a point is in the table as a whole or not at all */
        else
            sweep->done++;
        stream_point(sweep);
    }
    if (status == CF_OK && !sweep->unwanted && sweep->done < sweep->point_count)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SWEEP_STOPPED, NULL, NULL,
                              "the sweep was stopped after %ld of %ld points", sweep->done,
                              sweep->point_count);
    return status;
}

/* ---- all together ---- */

static cf_status sweep_open(cf_sweep *sweep, cf_diags *diags)
{
    const cf_view *view = sweep->view;
    size_t entities = (size_t)view->entity_count + 1, payments;
    cf_axis_scope scope = { .view = view, .diags = diags };
    cf_status status = cf_view_network_new(&sweep->network, view, false);

    if (status != CF_OK)
        return status;
    scope.network = sweep->network;
    payments = (size_t)sweep->network->network.payment_count + 1;
    sweep->chosen = calloc(entities, sizeof *sweep->chosen);
    sweep->steady = calloc(entities, sizeof *sweep->steady);
    sweep->candidates = calloc(entities, sizeof *sweep->candidates);
    sweep->moves = calloc(payments, sizeof *sweep->moves);
    sweep->amounts = calloc(payments, sizeof *sweep->amounts);
    if (sweep->chosen == NULL || sweep->steady == NULL || sweep->candidates == NULL ||
        sweep->moves == NULL || sweep->amounts == NULL)
        return CF_NO_MEMORY;
    status = cf_what_if_new(&sweep->bench, &sweep->network->network, view->options.origin_all);
    if (status == CF_OK)
        status = cf_param_entities(sweep->chosen, sweep->request, "supplier", view, diags);
    if (status == CF_OK)
        status = read_axes(sweep, &scope);
    if (status == CF_OK)
        status = check_axes(sweep, diags);
    for (int a = 0; status == CF_OK && a < sweep->axis_count; a++) {
        for (int k = 0; k < sweep->axes[a].payment_count; k++)
            sweep->moves[sweep->axes[a].payments[k]] = true;
    }
    if (status == CF_OK && view->joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SWEEP_JOINT, NULL, NULL,
                              "--joint has no effect: a sweep has no joint figures");
    return status;
}

static void sweep_close(cf_sweep *sweep)
{
    for (int a = 0; a < sweep->axis_count; a++)
        cf_axis_close(&sweep->axes[a]);
    cf_what_if_free(sweep->bench);
    cf_view_network_free(sweep->network);
    free(sweep->chosen);
    free(sweep->steady);
    free(sweep->candidates);
    free(sweep->moves);
    free(sweep->amounts);
    free(sweep->rows.at);
}

static cf_status sweep_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_sweep sweep = { .request = request };
    cf_view_options options = request->view;
    cf_view *view = NULL;
    cf_status status;

    options.empty = true; /* what may come is often "up to": 0 until firm */
    status = cf_view_new(&view, request->scenario, &options, diags);

    sweep.view = view;
    if (status == CF_OK)
        status = sweep_open(&sweep, diags);
    if (status == CF_OK)
        status = open_columns(&sweep, report);
    if (status == CF_OK)
        status = sweep_walk(&sweep, diags);
    if (status == CF_OK && cf_request_wants(request, tables[0]))
        status = fill_sweep(&sweep, report);
    if (status == CF_OK && request->stream == NULL)
        status = cf_sweep_write_digest(&sweep, report);
    sweep_close(&sweep);
    cf_view_free(view);
    return status;
}

static const cf_param_spec params[] = {
    { .name = "vary",
      .value = "SPEC",
      .help = "what to vary: deal:ID=FROM:TO:STEP (the amount of a deal), scale:ID=... (a factor "
              "on it), entity:ID.outside_funds=... or relation:investor=... (a factor on all such "
              "deals); required, twice for a grid",
      .repeatable = true },
    { CF_PARAM_SUPPLIER },
    { .name = "stream", .help = "write each row as a line of JSON as soon as it is known" },
    { .name = NULL },
};

const cf_analysis cf_analysis_sweep = {
    .name = "sweep",
    .summary = "Recompute the figures along a line or a grid of what-ifs",
    .description =
        "A sweep varies one amount or factor along a line, or two over a grid, and computes "
        "the figures of every supplier at each point. Use it to see how much a result "
        "depends on an amount that is not known well. Other amounts stay as they are: a "
        "programme does not shrink as its part grows. Tied money is placed and balances are "
        "computed again at each point. Ctrl-C ends a sweep with the points computed so far.",
    .memory = "about 1,800 bytes a deal, and 1,500 for each point and supplier; the worlds between "
              "the points are not kept.",
    .example = "circfin sweep data/ai-deals.json --vary deal:nvidia-openai-30=0:100:10",
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .stoppable = true,
    .run = sweep_run,
};
