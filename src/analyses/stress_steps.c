/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: the tables of many clearings: each, curve, falls, shocks. */
#include <math.h>
#include <stdlib.h>

#include "analyses/common_columns.h"
#include "analyses/stress.h"
#include "analyses/stress_columns.h"
#include "base/text.h"

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
static const cf_column shock_columns[] = {
    [STEP] = { "shock", CF_TEXT, "shock", "The id of the shock in the scenario." },
    STEPS,
};
const cf_columns cf_stress_each = { each_columns, STEP_COLUMNS,
                                    "The outside funds of each entity cut alone, and what that "
                                    "costs each supplier." };
const cf_columns cf_stress_curve = { curve_columns, STEP_COLUMNS,
                                     "Each value of the shock, with what it costs each supplier." };
const cf_columns cf_stress_shocks = { shock_columns, STEP_COLUMNS,
                                      "Each shock that the scenario names, and what it costs each "
                                      "supplier." };

/* The cell that says which step a row is of. */
static cf_cell step_cell(const cf_stress *stress, int which, int step)
{
    if (which == CF_STRESS_CURVE)
        return cf_cell_number(cf_axis_value(&stress->curve, step));
    if (which == CF_STRESS_EACH)
        return cf_cell_text(stress->view->entities[step].id);
    return cf_cell_text(stress->view->scenario->shocks[stress->named_shock[step]].id);
}

static cf_status add_step(cf_table *table, const cf_stress *stress, int which,
                          const cf_stress_row *row)
{
    bool all = row->entity < 0;
    cf_cell cells[] = {
        [STEP] = step_cell(stress, which, row->step),
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

    return cf_table_add(table, cells);
}

/* ---- falls ---- */

enum { FALL_VALUE, FALL_ENTITY, FALL_ROUND, FALL_DUE, FALL_PAID, FALL_COLUMNS };

static const cf_column fall_columns[] = {
    [FALL_VALUE] = { "value", CF_NUMBER, "factor",
                     "The factor next to 1 (no shock) at which it fails." },
    [FALL_ENTITY] = { COMMON_ENTITY },
    [FALL_ROUND] = { "round", CF_COUNT, "round",
                     "There: 1 where it cannot pay though all others do, and so on." },
    [FALL_DUE] = { "due", CF_MONEY, "due", "What it owes there." },
    [FALL_PAID] = { "paid", CF_MONEY, "paid", "What it pays of that.", .within = "due" },
};
const cf_columns cf_stress_falls = { fall_columns, FALL_COLUMNS,
                                     "Each entity that fails along --curve, and where: the first "
                                     "to fail first." };

struct fall {
    double distance; /* from no shock */
    int round, entity;
};

static int compare_falls(const void *a, const void *b)
{
    const struct fall *x = a, *y = b;

    if (x->distance < y->distance || x->distance > y->distance)
        return x->distance < y->distance ? -1 : 1;
    if (x->round != y->round)
        return x->round < y->round ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

static int list_falls(struct fall *falls, const cf_stress *stress)
{
    int count = 0;

    for (int u = 0; stress->falls != NULL && u < stress->owed.entity_count; u++) {
        const cf_stress_fall *fall = &stress->falls[u];

        if (fall->step >= 0)
            falls[count++] = (struct fall){ fabs(cf_axis_value(&stress->curve, fall->step) - 1.0),
                                            fall->round, u };
    }
    qsort(falls, (size_t)count, sizeof *falls, compare_falls);
    return count;
}

static cf_status fill_falls(cf_table *table, const cf_stress *stress)
{
    struct fall *falls = calloc((size_t)stress->owed.entity_count + 1, sizeof *falls);
    int count = falls == NULL ? 0 : list_falls(falls, stress);
    cf_status status = falls == NULL ? CF_NO_MEMORY : CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        const cf_stress_fall *fall = &stress->falls[falls[i].entity];

        status = cf_table_add(
            table,
            (cf_cell[]){ [FALL_VALUE] = cf_cell_number(cf_axis_value(&stress->curve, fall->step)),
                         [FALL_ENTITY] = cf_cell_text(stress->view->entities[falls[i].entity].id),
                         [FALL_ROUND] = cf_cell_number(fall->round),
                         [FALL_DUE] = cf_cell_number(fall->due),
                         [FALL_PAID] = cf_cell_number(fall->paid) });
    }
    free(falls);
    return status;
}

/* ---- filling ---- */

cf_status cf_stress_fill_steps(cf_table *table, const cf_stress *stress, int which)
{
    const cf_stress_rows *rows = which == CF_STRESS_EACH    ? &stress->each_rows
                                 : which == CF_STRESS_CURVE ? &stress->curve_rows
                                                            : &stress->named_rows;
    cf_status status = CF_OK;

    if (which == CF_STRESS_FALLS)
        return fill_falls(table, stress);
    for (int i = 0; status == CF_OK && i < rows->count; i++)
        status = add_step(table, stress, which, &rows->at[i]);
    return status;
}
