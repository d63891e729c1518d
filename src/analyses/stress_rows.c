/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: the tables and figures. */
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/params.h"
#include "analyses/stress.h"
#include "analyses/world.h"
#include "base/sum.h"

#define CALLED                                                                                     \
    "guarantees_called", CF_MONEY, "called", "What its guarantees were called for by creditors."
#define GUARANTEED                                                                                 \
    "guarantees_paid", CF_MONEY, "paid as guarantor",                                              \
        "What it paid as a guarantor, less what creditors gave back."
#define REVENUE_LOST                                                                               \
    "revenue_lost", CF_MONEY, "revenue lost",                                                      \
        "What customers do not pay it for its sales, less what guarantors pay instead."
#define CAPITAL_LOST                                                                               \
    "capital_lost", CF_MONEY, "capital lost",                                                      \
        "What it invested in entities that fail, less what is recovered of it."
#define LOSS                                                                                       \
    "loss", CF_MONEY, "loss",                                                                      \
        "Revenue lost, capital lost and paid as guarantor together. Losses of several suppliers "  \
        "do not add up: one missing dollar is counted all along the chain."
#define UNPAID                                                                                     \
    "unpaid", CF_MONEY, "unpaid", "What is due under all deals and is not paid by their payers."
#define FAILED "failed", CF_COUNT, "fail", "Entities that pay less than is due, or were hit."

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

/* ---- each and curve ---- */

enum {
    STEP,
    STEP_SUPPLIER,
    STEP_REVENUE_LOST,
    STEP_CAPITAL_LOST,
    STEP_CALLED,
    STEP_GUARANTEED,
    STEP_LOSS,
    STEP_UNPAID,
    STEP_FAILED,
    STEP_COLUMNS
};

#define STEPS                                                                                      \
    [STEP_SUPPLIER] = { "supplier", CF_ENTITY, "supplier",                                         \
                        "The supplier that loses; null: all entities together." },                 \
    [STEP_REVENUE_LOST] = { REVENUE_LOST }, [STEP_CAPITAL_LOST] = { CAPITAL_LOST },                \
    [STEP_CALLED] = { CALLED }, [STEP_GUARANTEED] = { GUARANTEED }, [STEP_LOSS] = { LOSS },        \
    [STEP_UNPAID] = { UNPAID }, [STEP_FAILED] = { FAILED }

static const cf_column each_columns[] = {
    [STEP] = { "entity", CF_ENTITY, "entity", "The one whose outside funds are cut." },
    STEPS,
};
static const cf_column curve_columns[] = {
    [STEP] = { "value", CF_NUMBER, "factor", "The factor of the shock of --curve." },
    STEPS,
};
const cf_columns cf_stress_each = { each_columns, STEP_COLUMNS,
                                    "The outside funds of each entity cut alone, and what that "
                                    "costs each supplier." };
const cf_columns cf_stress_curve = { curve_columns, STEP_COLUMNS,
                                     "Each value of the shock, with what it costs each supplier." };

/* ---- figures ---- */

enum { FIGURE_UNPAID, FIGURE_FAILED, FIGURE_CALLED, FIGURE_GUARANTEED, UNTIL, FIGURE_COUNT };

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
};
const cf_columns cf_stress_figures = { figure_rows, FIGURE_COUNT, "One row with the figures." };

void cf_stress_figure_cells(cf_cell *cells, const cf_stress_bench *bench)
{
    cells[FIGURE_UNPAID] = cf_cell_number(bench->unpaid);
    cells[FIGURE_FAILED] = cf_cell_number(bench->failed);
    cells[FIGURE_CALLED] = cf_cell_number(bench->called);
    cells[FIGURE_GUARANTEED] = cf_cell_number(bench->guaranteed);
    cells[UNTIL] = cf_cell_number(bench->stress->until_factor);
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

static cf_status fill_steps(cf_table *table, const cf_stress *stress, bool curve)
{
    const cf_stress_rows *rows = curve ? &stress->curve_rows : &stress->each_rows;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < rows->count; i++) {
        const cf_stress_row *row = &rows->at[i];
        bool all = row->entity < 0;
        cf_cell cells[] = {
            [STEP] = curve ? cf_cell_number(cf_axis_value(&stress->curve, row->step))
                           : cf_cell_text(stress->view->entities[row->step].id),
            [STEP_SUPPLIER] =
                all ? cf_cell_null() : cf_cell_text(stress->view->entities[row->entity].id),
            [STEP_REVENUE_LOST] = all ? cf_cell_null() : cf_cell_number(row->loss.revenue_lost),
            [STEP_CAPITAL_LOST] = all ? cf_cell_null() : cf_cell_number(row->loss.capital_lost),
            [STEP_CALLED] = cf_cell_number(row->loss.guarantees_called),
            [STEP_GUARANTEED] = cf_cell_number(row->loss.guarantees_paid),
            [STEP_LOSS] = all ? cf_cell_null() : cf_cell_number(cf_loss_sum(&row->loss)),
            [STEP_UNPAID] = all ? cf_cell_number(row->unpaid) : cf_cell_null(),
            [STEP_FAILED] = all ? cf_cell_number(row->failed) : cf_cell_null(),
        };

        status = cf_table_add(table, cells);
    }
    return status;
}

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
        return fill_steps(table, bench->stress, which == 4);
    }
}

cf_status cf_stress_fill_tables(const cf_stress_bench *bench, cf_report *report)
{
    static const char *const names[] = { "suppliers", "entities", "deals", "each", "curve" };
    const cf_columns *columns[] = { &cf_stress_suppliers, &cf_stress_entities, &cf_stress_deals,
                                    &cf_stress_each, &cf_stress_curve };
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < CF_COUNT_OF(names); i++) {
        cf_table *table = NULL;

        if (!cf_request_wants(bench->stress->request, names[i]))
            continue;
        status = cf_table_new(&table, names[i], columns[i]->at, columns[i]->count);
        if (status == CF_OK)
            status = fill_table(table, i, bench, report);
        if (status == CF_OK)
            status = cf_report_take_table(report, &table);
        cf_table_free(table);
    }
    return status;
}
