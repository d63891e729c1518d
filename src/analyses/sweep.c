/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep: the figures of every supplier along a line or a grid of what-ifs. */
#include "analyses/sweep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/params.h"
#include "analyses/series.h"
#include "circfin/text.h"

static const char *const tables[] = { "sweep", NULL };

double cf_sweep_value(const cf_sweep *sweep, int axis, long point)
{
    if (axis == sweep->axis_count - 1)
        return cf_axis_value(&sweep->axes[axis], point % sweep->axes[axis].count);
    return cf_axis_value(&sweep->axes[axis], point / sweep->axes[sweep->axis_count - 1].count);
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

static double due_on(const cf_sweep *sweep, int payment)
{
    return sweep->view->deals[sweep->network->view_deal[payment]].due;
}

/* A factor cannot move a deal without an amount, unless the other axis gives it one. */
static bool has_effect(const cf_sweep *sweep, const cf_axis *axis)
{
    if (axis->kind == AXIS_DEAL || axis->kind == AXIS_FUNDS || axis->kind == AXIS_REVENUE)
        return true;
    for (int k = 0; k < axis->payment_count; k++) {
        if (due_on(sweep, axis->payments[k]) > 0)
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
static double amount_at(const cf_sweep *sweep, int payment, int point)
{
    double amount = due_on(sweep, payment);

    for (int pass = 0; pass < 2; pass++) {
        for (int a = 0; a < sweep->axis_count; a++) {
            bool own = sweep->axes[a].kind == AXIS_DEAL;

            if ((sweep->axes_of[payment] & 1u << a) == 0 || own != (pass == 0))
                continue;
            amount =
                own ? cf_sweep_value(sweep, a, point) : amount * cf_sweep_value(sweep, a, point);
        }
    }
    return amount;
}

static cf_status go_to_point(cf_world *world, int from, int to, const cf_series *series)
{
    const cf_sweep *sweep = series->payload;

    (void)from;
    for (int i = 0; i < sweep->moved_count; i++)
        cf_what_if_set_amount(world->bench, sweep->moved[i], amount_at(sweep, sweep->moved[i], to));
    for (int a = 0; a < sweep->axis_count; a++) {
        if (sweep->axes[a].kind == AXIS_FUNDS)
            cf_what_if_set_funds(world->bench, sweep->axes[a].node, true,
                                 cf_sweep_value(sweep, a, to));
        if (sweep->axes[a].kind == AXIS_REVENUE)
            cf_what_if_set_revenue(world->bench, sweep->axes[a].node, cf_sweep_value(sweep, a, to));
    }
    return cf_world_keep_up(world);
}

/* An entity whose deals no axis moves is a supplier at every point or at none, unless what is paid
 * of others follows. */
static cf_status find_candidates(cf_sweep *sweep)
{
    const cf_payment *payments = sweep->network->network.payments;
    bool *touched = calloc((size_t)sweep->view->entity_count + 1, sizeof *touched);
    int count = -1;

    for (int a = 0; touched != NULL && a < sweep->axis_count; a++) {
        if (sweep->axes[a].kind == AXIS_REVENUE)
            touched[sweep->axes[a].node] = sweep->chosen[sweep->axes[a].node];
    }
    if (touched != NULL)
        count = cf_series_candidates(sweep->candidates, &sweep->world, sweep->chosen, touched);
    if (count < 0) {
        free(touched);
        return CF_NO_MEMORY;
    }
    for (int i = 0; i < sweep->moved_count; i++) {
        touched[payments[sweep->moved[i]].payer] = true;
        touched[payments[sweep->moved[i]].payee] = true;
    }
    for (int i = 0; i < count; i++) {
        int entity = sweep->candidates[i];
        cf_exposure exposure;

        cf_exposure_begin(&exposure, &sweep->world, entity);
        sweep->steady[entity] = cf_exposure_is_supplier(&exposure);
        if (touched[entity] || sweep->steady[entity] || sweep->world.follows_dues)
            sweep->candidates[sweep->candidate_count++] = entity;
    }
    free(touched);
    return CF_OK;
}

/* ---- rows ---- */

/* Behind a column for each axis. */
enum {
    SUPPLIER,
    LOOPBACK_MIN,
    LOOPBACK_PRO_RATA,
    LOOPBACK_MAX,
    EXPOSURE_PRO_RATA,
    EXPOSURE_REPORTED_PRO_RATA,
    FIGURES
};

static const cf_column figures[FIGURES] = {
    [SUPPLIER] = { COMMON_SUPPLIER },
    [LOOPBACK_MIN] = { COMMON_LOOPBACK_MIN },
    [LOOPBACK_PRO_RATA] = { COMMON_LOOPBACK_PRO_RATA },
    [LOOPBACK_MAX] = { COMMON_LOOPBACK_MAX },
    [EXPOSURE_PRO_RATA] = { COMMON_EXPOSURE_PRO_RATA },
    [EXPOSURE_REPORTED_PRO_RATA] = { COMMON_EXPOSURE_REPORTED_PRO_RATA },
};

const cf_columns cf_sweep_figures = {
    figures, FIGURES, "Each point with each supplier; a column for each --vary stands first."
};
static const cf_columns *const table_columns[] = { &cf_sweep_figures };

cf_column cf_sweep_axis_column(const cf_sweep *sweep, int axis, cf_report *report)
{
    static const char meaning[] = "What is varied: the value that it has in this row.";
    cf_axis_kind kind = sweep->axes[axis].kind;
    bool money = kind == AXIS_DEAL || kind == AXIS_FUNDS || kind == AXIS_REVENUE;
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
    figure[EXPOSURE_PRO_RATA] =
        cf_cell_number(cf_ratio(row->loopback.pro_rata, row->loopback.revenue));
    figure[EXPOSURE_REPORTED_PRO_RATA] =
        cf_cell_number(cf_ratio(row->loopback.pro_rata, row->reported));
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

    for (int r = 0; sink != NULL && !sweep->unwanted && r < sweep->rows.count; r++) {
        cf_cell cells[SWEEP_MOST_AXES + FIGURES];

        fill_row(cells, sweep, &sweep->rows.at[r]);
        sweep->unwanted =
            !sink->row(sink->payload, sweep->columns, sweep->axis_count + FIGURES, cells);
    }
    if (sink != NULL)
        sweep->rows.count = 0;
}

/* ---- the walk ---- */

static cf_status take_point(int step, const cf_exposure *exposures, bool *goes_on,
                            const cf_series *series)
{
    cf_sweep *sweep = series->payload;

    for (int i = 0; i < sweep->candidate_count; i++) {
        const cf_exposure *of = &exposures[i];
        const cf_sweep_row row = { .point = step,
                                   .entity = of->entity,
                                   .loopback = cf_exposure_figures(of),
                                   .reported = of->reported };

        if ((sweep->steady[of->entity] || cf_exposure_is_supplier(of)) &&
            !cf_vec_push(&sweep->rows, row))
            return CF_NO_MEMORY;
    }
    stream_point(sweep);
    *goes_on = !sweep->unwanted;
    return CF_OK;
}

static cf_status sweep_walk(cf_sweep *sweep, cf_diags *diags)
{
    cf_status status = find_candidates(sweep);
    const cf_series series = { .world = &sweep->world,
                               .step_count = (int)sweep->point_count,
                               .entities = sweep->candidates,
                               .entity_count = sweep->candidate_count,
                               .steady = sweep->steady,
                               .threads = (int)sweep->threads,
                               .progress = sweep->request->progress,
                               .unit = "points",
                               .go = go_to_point,
                               .take = take_point,
                               .payload = sweep };

    sweep->done = (int)sweep->point_count; /* where there is no figure at any point */
    if (status == CF_OK && sweep->candidate_count > 0)
        status = cf_series_run(&series, &sweep->done);
    if (status == CF_OK && !sweep->unwanted && sweep->done < sweep->point_count)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SWEEP_STOPPED, NULL, NULL,
                              "the sweep was stopped after %d of %ld points", sweep->done,
                              sweep->point_count);
    return status;
}

/* ---- all together ---- */

static cf_status make_room(cf_sweep *sweep)
{
    size_t entities = (size_t)sweep->view->entity_count + 1;
    size_t payments = (size_t)sweep->network->network.payment_count + 1;

    sweep->chosen = calloc(entities, sizeof *sweep->chosen);
    sweep->steady = calloc(entities, sizeof *sweep->steady);
    sweep->candidates = calloc(entities, sizeof *sweep->candidates);
    sweep->axes_of = calloc(payments, sizeof *sweep->axes_of);
    sweep->moved = calloc(payments, sizeof *sweep->moved);
    return sweep->chosen == NULL || sweep->steady == NULL || sweep->candidates == NULL ||
                   sweep->axes_of == NULL || sweep->moved == NULL
               ? CF_NO_MEMORY
               : CF_OK;
}

static void list_moved(cf_sweep *sweep)
{
    for (int a = 0; a < sweep->axis_count; a++) {
        for (int k = 0; k < sweep->axes[a].payment_count; k++) {
            int payment = sweep->axes[a].payments[k];

            if (sweep->axes_of[payment] == 0)
                sweep->moved[sweep->moved_count++] = payment;
            sweep->axes_of[payment] |= (unsigned char)(1u << a);
        }
    }
}

static cf_status sweep_open(cf_sweep *sweep, cf_diags *diags)
{
    const cf_view *view = sweep->view;
    cf_axis_scope scope = { .view = view, .option = "--vary", .diags = diags };
    cf_status status = cf_world_open(&sweep->world, view, false);

    sweep->network = scope.network = sweep->world.network;
    if (status == CF_OK)
        status = cf_world_follow_dues(&sweep->world);
    if (status == CF_OK)
        status = make_room(sweep);
    if (status == CF_OK)
        status = cf_param_threads(&sweep->threads, sweep->request, diags);
    if (status == CF_OK)
        status = cf_param_entities(sweep->chosen, sweep->request, "supplier", view, diags);
    if (status == CF_OK)
        status = read_axes(sweep, &scope);
    if (status == CF_OK)
        status = check_axes(sweep, diags);
    for (int a = 0; status == CF_OK && a < sweep->axis_count; a++)
        sweep->world.moves_revenue =
            sweep->world.moves_revenue || sweep->axes[a].kind == AXIS_REVENUE;
    if (status == CF_OK)
        list_moved(sweep);
    if (status == CF_OK && view->joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_SWEEP_JOINT, NULL, NULL,
                              "--joint has no effect: a sweep has no joint figures");
    return status;
}

static void sweep_close(cf_sweep *sweep)
{
    for (int a = 0; a < sweep->axis_count; a++)
        cf_axis_close(&sweep->axes[a]);
    cf_world_close(&sweep->world);
    free(sweep->chosen);
    free(sweep->steady);
    free(sweep->candidates);
    free(sweep->axes_of);
    free(sweep->moved);
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
              "on it), entity:ID.outside_funds=..., entity:ID.revenue=... (what it reports) or "
              "relation:investor=... (a factor on all such deals); required, twice for a grid",
      .repeatable = true },
    { CF_PARAM_SUPPLIER },
    { CF_PARAM_THREADS },
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
    .memory = "about 1,800 bytes a deal, and 1,500 for each point and supplier.",
    .example = "circfin sweep data/ai-deals.json --vary deal:nvidia-openai-30=0:100:10",
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .stoppable = true,
    .backs = true,
    .run = sweep_run,
};
