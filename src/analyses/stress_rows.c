/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: the tables of one clearing, and the figures. */
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/params.h"
#include "analyses/stress.h"
#include "analyses/stress_columns.h"
#include "analyses/world.h"
#include "base/buffer.h"
#include "base/sum.h"

/* ---- suppliers ---- */

enum {
    SUPPLIER,
    REVENUE,
    SUPPLIER_REVENUE_LOST,
    CAPITAL,
    SUPPLIER_CAPITAL_LOST,
    SUPPLIER_CALLED,
    SUPPLIER_GUARANTEED,
    SUPPLIER_LOSS,
    LOSS_SHARE,
    SUPPLIER_COLUMNS
};

static const cf_column supplier_columns[] = {
    [SUPPLIER] = { "supplier", CF_ENTITY, "supplier",
                   "An entity that invests, sells, or has guaranteed what somebody owes.",
                   .shown = true },
    [REVENUE] = { "revenue", CF_MONEY, "revenue", "What deals pay it for its sales, in full.",
                  .shown = true },
    [SUPPLIER_REVENUE_LOST] = { REVENUE_LOST, .shown = true },
    [CAPITAL] = { "capital", CF_MONEY, "capital", "What it invests in others, in full.",
                  .shown = true },
    [SUPPLIER_CAPITAL_LOST] = { CAPITAL_LOST, .shown = true },
    [SUPPLIER_CALLED] = { CALLED },
    [SUPPLIER_GUARANTEED] = { GUARANTEED, .shown = true },
    [SUPPLIER_LOSS] = { LOSS, .shown = true },
    [LOSS_SHARE] = { "loss_share", CF_SHARE, "of all at stake",
                     "Loss / (revenue + capital + guarantees called).", .shown = true },
};
const cf_columns cf_stress_suppliers = { supplier_columns, SUPPLIER_COLUMNS,
                                         "Each supplier, the largest loss first." };

void cf_stress_supplier_cells(cf_cell *cells, const cf_stress_bench *bench, int entity)
{
    const cf_loss *loss = &bench->losses[entity];
    double revenue = bench->stress->revenue[entity], capital = bench->stress->capital[entity];
    double sum = cf_loss_sum(loss);

    cells[SUPPLIER] = cf_cell_text(bench->stress->view->entities[entity].id);
    cells[REVENUE] = cf_cell_number(revenue);
    cells[SUPPLIER_REVENUE_LOST] = cf_cell_number(loss->revenue_lost);
    cells[CAPITAL] = cf_cell_number(capital);
    cells[SUPPLIER_CAPITAL_LOST] = cf_cell_number(loss->capital_lost);
    cells[SUPPLIER_CALLED] = cf_cell_number(loss->guarantees_called);
    cells[SUPPLIER_GUARANTEED] = cf_cell_number(loss->guarantees_paid);
    cells[SUPPLIER_LOSS] = cf_cell_number(sum);
    cells[LOSS_SHARE] = cf_cell_number(cf_ratio(sum, revenue + capital + loss->guarantees_called));
}

/* ---- entities ---- */

enum { ENTITY, CASH, DUE, PAID, PAID_SHARE, SHORTFALL, FAILS, ROUND, ENTITY_COLUMNS };

static const cf_column entity_columns[] = {
    [ENTITY] = { COMMON_ENTITY },
    [CASH] = { "cash", CF_MONEY, "cash",
               "What it has from outside, stated or assumed, after the shock; a guarantor of "
               "unknown funds also has what is called." },
    [DUE] = { "due", CF_MONEY, "due",
              "What it owes: its deals after the shock, and what its "
              "guarantees are called for." },
    [PAID] = { "paid", CF_MONEY, "paid", "What it pays of that.", .within = "due" },
    [PAID_SHARE] = { "paid_share", CF_SHARE, "paid of due", "Paid / due." },
    [SHORTFALL] = { "shortfall", CF_MONEY, "short", "Due less paid." },
    [FAILS] = { "fails", CF_FLAG, "fails", "It pays less than is due, or was hit by fail." },
    [ROUND] = { "round", CF_COUNT, "round",
                "1: it cannot pay though all others do; 2: it cannot once these fall short; and so "
                "on. 0: hit by fail. Null: it does not fail." },
};
const cf_columns cf_stress_entities = { entity_columns, ENTITY_COLUMNS,
                                        "Each entity: whether it can pay." };

void cf_stress_entity_cells(cf_cell *cells, const cf_stress_bench *bench, int entity)
{
    double due = bench->due[entity], paid = bench->paid[entity];
    bool fails = cf_stress_fails(bench, entity);

    cells[ENTITY] = cf_cell_text(bench->stress->view->entities[entity].id);
    cells[CASH] = cf_cell_number(bench->result.cash[entity]);
    cells[DUE] = cf_cell_number(due);
    cells[PAID] = cf_cell_number(paid);
    cells[PAID_SHARE] = cf_cell_number(cf_ratio(paid, due));
    cells[SHORTFALL] = cf_cell_number(cf_excess(due, paid));
    cells[FAILS] = cf_cell_flag(fails);
    cells[ROUND] = fails ? cf_cell_number(bench->result.round[entity]) : cf_cell_null();
}

/* ---- deals ---- */

enum { DEAL, DEAL_PAYER, DEAL_PAYEE, DEAL_DUE, DEAL_PAID, DEAL_COLUMNS };

static const cf_column deal_columns[] = {
    [DEAL] = { "deal", CF_TEXT, "deal",
               "Its id in the scenario; \"guarantee:\" and the id of a guarantee for each debt "
               "that "
               "it is called for." },
    [DEAL_PAYER] = { COMMON_PAYER },
    [DEAL_PAYEE] = { COMMON_PAYEE },
    [DEAL_DUE] = { "due", CF_MONEY, "due", "What is due of it, after the shock." },
    [DEAL_PAID] = { "paid", CF_MONEY, "paid", "What its payer pays of that.", .within = "due" },
};
const cf_columns cf_stress_deals = {
    deal_columns, DEAL_COLUMNS, "Each deal with an amount, then each guarantee that is called."
};

/* ---- figures ---- */

enum {
    FIGURE_UNPAID,
    FIGURE_FAILED,
    FIGURE_CALLED,
    FIGURE_GUARANTEED,
    UNTIL,
    FIGURE_SHOCK,
    FIGURE_CURVE,
    FIGURE_COUNT
};

static const cf_column figure_rows[] = {
    [FIGURE_UNPAID] = { UNPAID },
    [FIGURE_FAILED] = { FAILED },
    [FIGURE_CALLED] = { "guarantees_called", CF_MONEY, NULL,
                        "What guarantees were called for by creditors." },
    [FIGURE_GUARANTEED] = { "guarantees_paid", CF_MONEY, NULL,
                            "What guarantors paid, less what creditors gave back." },
    [UNTIL] = { "until", CF_NUMBER, NULL,
                "The mildest factor of the shock at which the rule of --until holds; null: not "
                "asked for, or it holds at none." },
    [FIGURE_SHOCK] = { "shock", CF_TEXT, NULL,
                       "The shocks as they were given, joined by \"; \"; null: none." },
    [FIGURE_CURVE] = { "curve", CF_TEXT, NULL,
                       "The shock of --curve, without its values; null: not asked for." },
};
const cf_columns cf_stress_figures = { figure_rows, FIGURE_COUNT, "One row with the figures." };

/* "funds:lab=0.5; fail:cloud" */
static cf_status join_shocks(cf_cell *out, const cf_request *request, cf_report *report)
{
    cf_buffer words = { 0 };
    const char *text;

    for (int i = 0; i < request->param_count; i++) {
        if (strcmp(request->params[i].name, "shock") != 0)
            continue;
        cf_buffer_add(&words, words.length > 0 ? "; " : "");
        cf_buffer_add(&words, request->params[i].value);
    }
    text = words.length == 0 ? NULL : cf_report_text(report, "%s", cf_buffer_text(&words));
    *out = text == NULL ? cf_cell_null() : cf_cell_text(text);
    words.failed |= words.length > 0 && text == NULL;
    cf_buffer_free(&words);
    return words.failed ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_stress_text_cells(cf_cell *cells, const cf_stress *stress, cf_report *report)
{
    const char *curve = stress->curve.name;

    if (curve != NULL) {
        curve = cf_report_text(report, "%s", curve);
        if (curve == NULL)
            return CF_NO_MEMORY;
        cells[FIGURE_CURVE] = cf_cell_text(curve);
    }
    return join_shocks(&cells[FIGURE_SHOCK], stress->request, report);
}

void cf_stress_figure_cells(cf_cell *cells, const cf_stress_bench *bench)
{
    cells[FIGURE_UNPAID] = cf_cell_number(bench->unpaid);
    cells[FIGURE_FAILED] = cf_cell_number(bench->failed);
    cells[FIGURE_CALLED] = cf_cell_number(bench->called);
    cells[FIGURE_GUARANTEED] = cf_cell_number(bench->guaranteed);
    cells[UNTIL] = cf_cell_number(bench->stress->until_factor);
    cells[FIGURE_SHOCK] = cells[FIGURE_CURVE] = cf_cell_null();
}

/* ---- filling ---- */

struct ranked {
    double loss;
    const char *id;
    int entity;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return cf_compare_ranked(cf_sort_amount(x->loss), x->id, cf_sort_amount(y->loss), y->id);
}

cf_status cf_stress_rank(int **out, int *count, const cf_stress_bench *bench)
{
    const cf_stress *stress = bench->stress;
    size_t entities = (size_t)stress->owed.entity_count;
    struct ranked *ranked = calloc(entities + 1, sizeof *ranked);

    *count = 0;
    *out = calloc(entities + 1, sizeof **out);
    if (ranked == NULL || *out == NULL) {
        free(ranked);
        return CF_NO_MEMORY;
    }
    for (int u = 0; u < stress->owed.entity_count; u++) {
        if (cf_stress_is_supplier(bench, u))
            ranked[(*count)++] =
                (struct ranked){ cf_loss_sum(&bench->losses[u]), stress->view->entities[u].id, u };
    }
    qsort(ranked, (size_t)*count, sizeof *ranked, compare_ranked);
    for (int i = 0; i < *count; i++)
        (*out)[i] = ranked[i].entity;
    free(ranked);
    return CF_OK;
}

static cf_status fill_suppliers(cf_table *table, const cf_stress_bench *bench)
{
    int *order, count;
    cf_status status = cf_stress_rank(&order, &count, bench);

    for (int i = 0; status == CF_OK && i < count; i++) {
        cf_cell cells[SUPPLIER_COLUMNS];

        cf_stress_supplier_cells(cells, bench, order[i]);
        status = cf_table_add(table, cells);
    }
    free(order);
    return status;
}

static cf_status fill_entities(cf_table *table, const cf_stress_bench *bench)
{
    cf_status status = CF_OK;

    for (int u = 0; status == CF_OK && u < bench->stress->owed.entity_count; u++) {
        cf_cell cells[ENTITY_COLUMNS];

        cf_stress_entity_cells(cells, bench, u);
        status = cf_table_add(table, cells);
    }
    return status;
}

static cf_status add_deal(cf_table *table, const cf_stress *stress, const char *id, int payer,
                          int payee, double due, double paid)
{
    cf_cell cells[] = {
        [DEAL] = cf_cell_text(id),
        [DEAL_PAYER] = cf_cell_text(stress->view->entities[payer].id),
        [DEAL_PAYEE] = cf_cell_text(stress->view->entities[payee].id),
        [DEAL_DUE] = cf_cell_number(due),
        [DEAL_PAID] = cf_cell_number(paid),
    };

    return id == NULL ? CF_NO_MEMORY : cf_table_add(table, cells);
}

static cf_status fill_deals(cf_table *table, const cf_stress_bench *bench, cf_report *report)
{
    const cf_stress *stress = bench->stress;
    const cf_scenario *scenario = stress->view->scenario;
    cf_status status = CF_OK;

    for (int d = 0; status == CF_OK && d < stress->owed.due_count; d++) {
        const cf_due *due = &stress->owed.dues[d];
        int deal = stress->view->deals[stress->view_deal[d]].deal;

        status = add_deal(table, stress, scenario->deals[deal].id, due->payer, due->payee,
                          bench->result.due[d], bench->result.paid[d]);
    }
    for (int c = 0; status == CF_OK && c < bench->result.call_count; c++) {
        const cf_call *call = &bench->result.calls[c];
        int deal = stress->guarantee_deal[call->guarantee];

        if (call->called > 0)
            status = add_deal(table, stress,
                              cf_report_text(report, "guarantee:%s", scenario->deals[deal].id),
                              stress->owed.guarantees[call->guarantee].guarantor,
                              stress->owed.dues[call->due].payee, call->called, call->paid);
    }
    return status;
}

const char *const cf_stress_tables[] = { "suppliers", "entities", "deals",  "each",
                                         "curve",     "falls",    "shocks", NULL };
const cf_columns *const cf_stress_table_columns[] = { &cf_stress_suppliers, &cf_stress_entities,
                                                      &cf_stress_deals,     &cf_stress_each,
                                                      &cf_stress_curve,     &cf_stress_falls,
                                                      &cf_stress_shocks };

static cf_status fill_table(cf_table *table, int which, const cf_stress_bench *bench,
                            cf_report *report)
{
    switch (which) {
    case 0:
        return fill_suppliers(table, bench);
    case 1:
        return fill_entities(table, bench);
    case 2:
        return fill_deals(table, bench, report);
    default:
        return cf_stress_fill_steps(table, bench->stress, which);
    }
}

cf_status cf_stress_fill_tables(const cf_stress_bench *bench, cf_report *report)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && cf_stress_tables[i] != NULL; i++) {
        const cf_columns *columns = cf_stress_table_columns[i];
        cf_table *table = NULL;

        if (!cf_request_wants(bench->stress->request, cf_stress_tables[i]))
            continue;
        status = cf_table_new(&table, cf_stress_tables[i], columns->at, columns->count);
        if (status == CF_OK)
            status = fill_table(table, i, bench, report);
        if (status == CF_OK)
            status = cf_report_take_table(report, &table);
        cf_table_free(table);
    }
    return status;
}
