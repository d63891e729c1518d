/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_STRESS_H
#define CIRCFIN_ANALYSES_STRESS_H

/* The parts of `stress`:
 *
 *   stress.c         its row among the analyses, the options
 *   stress_shocks.c  what a shock says
 *   stress_rule.c    what --until asks
 *   stress_owed.c    who owes whom what in a view, and who stands in for whom
 *   stress_bench.c   one clearing under shocks: who fails, who loses what
 *   stress_series.c  many of them: --each, --curve, --named
 *   stress_until.c   the search of --until
 *   stress_rows.c    the tables of one clearing, and the figures
 *   stress_steps.c   those of many
 *   stress_digest.c  what a person reads first
 */

#include "analyses/sweep.h"
#include "base/arena.h"
#include "base/vec.h"
#include "circfin/analysis.h"
#include "circfin/settlement.h"
#include "circfin/shocks.h"

/** A shock, read. */
typedef struct cf_shock {
    cf_shock_kind kind;
    int at; /* an entity of the view, or -1 for all; a due, or -1 for none; a relation */
    double factor;
} cf_shock;

typedef CF_VEC(cf_shock) cf_shock_list;

/** What one supplier loses. */
typedef struct cf_loss {
    double revenue_lost, capital_lost, guarantees_called, guarantees_paid;
} cf_loss;

double cf_loss_sum(const cf_loss *loss);

/** A rule of --until: a cell of `suppliers` or `entities`, or a figure, against a number. */
typedef struct cf_stress_rule {
    enum { RULE_NONE, RULE_SUPPLIER, RULE_ENTITY, RULE_FIGURE } of;
    int entity, column;
    char comparison[3];
    double limit;
} cf_stress_rule;

/** What one supplier loses at one step of --each or --curve, or all together. */
typedef struct cf_stress_row {
    int step;   /* an entity of the view, a point of the curve, or a shock that the file names */
    int entity; /* the supplier; -1: all together */
    cf_loss loss;
    double unpaid;
    int failed;
} cf_stress_row;

typedef CF_VEC(cf_stress_row) cf_stress_rows;

/** Where along the curve an entity begins to fail: at the value next to 1, no shock. */
typedef struct cf_stress_fall {
    int step; /* a point of the curve; -1: it fails at none */
    int round;
    double due, paid; /* there */
} cf_stress_fall;

typedef struct cf_stress {
    const cf_request *request;
    const cf_view *view;
    cf_arena arena; /* for what follows */

    cf_view_dues *dues;        /* owned */
    cf_obligations owed;       /* with guarantees */
    const int *view_deal;      /* of a due */
    const int *due_of;         /* of a deal of the scenario, or -1 */
    int *guarantee_deal;       /* of a guarantee: the deal of the scenario */
    int unquantified;          /* guarantees of unknown amount, which offer nothing */
    double *stated;            /* by entity: outside funds that are stated, else 0 */
    double *assumed;           /* what is assumed beyond them */
    double *written_down;      /* by due: what is lost of capital where its payee fails, 0..1 */
    double *revenue, *capital; /* by entity: trade into it, capital out of it */

    cf_shock_list shocks;
    double recovery;
    int by_shortfall; /* --write-down shortfall */
    cf_default_cost left;
    double threads;
    double each; /* NaN: not asked for */
    cf_axis curve;
    cf_shock curve_shock; /* its factor is set for each point */
    cf_shock_list named;  /* for each shock that the file names: those of --shock, then its own */
    int *named_from;      /* by step: the first of these, and the end. NULL: not asked for */
    int *named_shock;     /* by step: the shock, without those that the view cannot apply */
    int named_count;
    cf_stress_rule until;
    int until_shock;     /* the shock whose factor is sought; -1: none */
    double until_factor; /* what was found; NaN: nothing */

    cf_stress_rows each_rows, curve_rows, named_rows;
    int each_done, curve_done, named_done; /* steps */
    cf_stress_fall *falls;                 /* by entity, along the curve */
} cf_stress;

/* ---- reading ---- */

/** Reads a shock, or those of a named one, and adds them to `out`.
 *  @param option  as messages call it, such as "--shock"
 *  @return CF_OK, CF_BAD_OPTION or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_shocks_read(cf_shock_list *out, const char *text, const char *option,
                                      const cf_stress *stress, cf_diags *diags);

/** Reads "SPEC=FROM:TO:STEP": the shock without its factor, and the factors. */
CF_NODISCARD cf_status cf_stress_read_curve(cf_stress *stress, const char *text, cf_diags *diags);

/** Reads all shocks that the scenario names, for --named. */
CF_NODISCARD cf_status cf_stress_read_named(cf_stress *stress, cf_diags *diags);

/** Reads a rule such as "nvidia.loss>10" or "unpaid>0". */
CF_NODISCARD cf_status cf_stress_read_rule(cf_stress_rule *out, const char *text,
                                           const cf_view *view, cf_diags *diags);

/** Fills `owed` and what goes with it. Needs the recovery, not the shocks. */
CF_NODISCARD cf_status cf_stress_list_owed(cf_stress *stress);

/* ---- one clearing ---- */

/** A workbench, for one thread; arrays are by entity. */
typedef struct cf_stress_bench {
    const cf_stress *stress;
    cf_settling *settling;
    cf_settlement result; /* of the last run */
    double *cash, *backing, *factors, *on_funds, *on_assumed;
    bool *hit;
    double *due, *paid; /* calls included */
    cf_loss *losses;
    double called, guaranteed; /* guarantees called and paid, all together */
    double unpaid;
    int failed;
} cf_stress_bench;

/** Call cf_stress_bench_close() whatever the status. */
CF_NODISCARD cf_status cf_stress_bench_open(cf_stress_bench *bench, const cf_stress *stress);
void cf_stress_bench_close(cf_stress_bench *bench);

/** Clears under the shocks of the request and one more, or none (NULL). */
CF_NODISCARD cf_status cf_stress_bench_run(cf_stress_bench *bench, const cf_shock *more);

/** The same with other shocks than those of the request. */
CF_NODISCARD cf_status cf_stress_bench_run_on(cf_stress_bench *bench, const cf_shock *shocks,
                                              int count, const cf_shock *more);

bool cf_stress_fails(const cf_stress_bench *bench, int entity);
bool cf_stress_is_supplier(const cf_stress_bench *bench, int entity);

/** Whether the rule holds for the last run; not where its value is null. */
bool cf_stress_rule_holds(const cf_stress_rule *rule, const cf_stress_bench *bench);

/* ---- many ---- */

/** Fills the rows of --each, --curve and --named. */
CF_NODISCARD cf_status cf_stress_walk(cf_stress *stress, cf_diags *diags);

/** Fills until_factor: what --until asks. */
CF_NODISCARD cf_status cf_stress_search(cf_stress *stress);

/* ---- tables ---- */

extern const cf_columns cf_stress_suppliers, cf_stress_entities, cf_stress_deals, cf_stress_each,
    cf_stress_curve, cf_stress_falls, cf_stress_shocks, cf_stress_figures;

/** The tables in their order, and the places of those of many clearings. */
enum { CF_STRESS_EACH = 3, CF_STRESS_CURVE, CF_STRESS_FALLS, CF_STRESS_SHOCKS };
extern const char *const cf_stress_tables[];
extern const cf_columns *const cf_stress_table_columns[];

enum { CF_MOST_STRESS_CELLS = 10 };

/** The cells of a row of `suppliers`, of `entities`, and the figures. */
void cf_stress_supplier_cells(cf_cell *cells, const cf_stress_bench *bench, int entity);
void cf_stress_entity_cells(cf_cell *cells, const cf_stress_bench *bench, int entity);
void cf_stress_figure_cells(cf_cell *cells, const cf_stress_bench *bench);

/** The figures that are texts, which the ones before leave empty. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_stress_text_cells(cf_cell *cells, const cf_stress *stress,
                                            cf_report *report);

/** Fills one of the tables of many clearings. */
CF_NODISCARD cf_status cf_stress_fill_steps(cf_table *table, const cf_stress *stress, int which);

/** The suppliers of the last run, largest loss first; the caller frees *out. */
CF_NODISCARD cf_status cf_stress_rank(int **out, int *count, const cf_stress_bench *bench);

CF_NODISCARD cf_status cf_stress_fill_tables(const cf_stress_bench *bench, cf_report *report);
CF_NODISCARD cf_status cf_stress_write_digest(const cf_stress_bench *bench, cf_report *report);

#endif
