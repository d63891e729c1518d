/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_DRIVERS_H
#define CIRCFIN_ANALYSES_DRIVERS_H

/* The parts of `drivers`:
 *
 *   drivers.c         its row among the analyses, parameters, the table
 *   drivers_walk.c    the suppliers, their order, and all of them on several threads
 *   drivers_rows.c    the rows of one supplier and measure, ranked
 *   drivers_levers.c  what can move: deals, and funds and revenue of entities
 *   drivers_bench.c   figures and marginals, from derivatives or measured anew
 *   attribution.c     --attribution: the figure, divided among the deals
 *   drivers_digest.c  what a person reads first
 */

#include "analyses/attribution.h"
#include "analyses/world.h"
#include "circfin/analysis.h"
#include "circfin/drivers.h"
#include "report/columns.h"

/** What an entity has from outside. */
typedef struct cf_drives_lever {
    int node;
    cf_lever lever;
    const char *name; /* "funds:ID" or "revenue:ID" */
    double amount;    /* over the view's time */
    double low, high; /* of its range, where it has one */
    bool has_range;
} cf_drives_lever;

/** What one deal, or lever, does to one measure of one supplier. NaN is null. */
typedef struct cf_drive {
    int subject; /* a payment; from the number of payments on, a lever */
    bool choke;
    double impact; /* the larger |marginal × amount|, by which rows are ranked */
    cf_marginal marginal;
    cf_validity valid;
    double without, low, high;
} cf_drive;

/** What moves one supplier. */
typedef struct cf_driven {
    int supplier;
    double value[CF_MEASURE_KNOWN_COUNT];
    cf_drive *rows[CF_MEASURE_KNOWN_COUNT]; /* of each measure asked for, largest impact first */
    int row_count;                          /* of each of them */
    int *choke, choke_count;                /* payments */
    const cf_attribution *attribution;      /* borrowed; NULL: not asked for */
    bool kept;                              /* among those told */
} cf_driven;

void cf_driven_free(cf_driven *driven); /* NULL is allowed */

typedef struct cf_drives {
    const cf_request *request;
    const cf_view *view;
    cf_view_network *network;
    cf_flow *flow;
    cf_drives_lever *levers;
    int lever_count;
    unsigned measures; /* set of CF_MEASURE_BIT */
    double top;        /* rows of each supplier and measure, as asked for */
    int row_count;     /* rows of each, but none that nobody sees */
    double swing;      /* percent */
    double threads;    /* --threads; 0: all */
    bool top_given, supplier_given;
    bool attribution;       /* pro rata is to be divided among the deals */
    bool shown_attribution; /* the table has columns for it */
    double draws, seed;
    int *suppliers; /* those chosen, largest pro rata first */
    int supplier_count;
    cf_attribution *attributions; /* of the first suppliers; NULL: not asked for */
    int done;                     /* suppliers whose rows were found, the first ones */
    cf_driven **told;             /* the first suppliers, for the digest */
    int told_count;
} cf_drives;

/** Room for one supplier at a time, on one thread. */
typedef struct cf_drives_bench {
    const cf_drives *drives;
    cf_drivers *drivers;
    bool *choke;         /* of each payment */
    cf_what_if *what_if; /* where derivatives do not reach every figure; else NULL */
    cf_what_if *anew;    /* the same, where they do not reach those of the supplier */
    int supplier;
} cf_drives_bench;

/** Call cf_drives_bench_close whatever the status. */
CF_NODISCARD cf_status cf_drives_bench_open(cf_drives_bench *out, const cf_drives *drives);
void cf_drives_bench_close(cf_drives_bench *bench);

/** Turns to a supplier; all calls below are about it. */
CF_NODISCARD cf_status cf_drives_bench_turn(cf_drives_bench *bench, int supplier);

CF_NODISCARD cf_status cf_drives_bench_value(cf_drives_bench *bench, cf_measure measure,
                                             double *value);

/** An upper bound on the absolute value of both sides of a marginal. */
double cf_drives_bench_limit(const cf_drives_bench *bench, cf_measure measure, int subject);

/**
 * The one-sided derivatives by what a subject is worth. They are exact, but where figures are
 * measured anew: there they come from amounts up to 1 part in 65,536 away, and are good to some 9
 * digits unless a kink lies in between.
 */
CF_NODISCARD cf_status cf_drives_bench_marginal(cf_drives_bench *bench, cf_measure measure,
                                                int subject, cf_marginal *out);

/** How far they hold; NaN where no end is given. */
CF_NODISCARD cf_status cf_drives_bench_validity(cf_drives_bench *bench, cf_measure measure,
                                                int subject, cf_marginal marginal,
                                                cf_validity *out);

/** The figure with another amount of a subject; NaN: without it (funds not stated, revenue not
 *  reported). */
CF_NODISCARD cf_status cf_drives_bench_value_at(cf_drives_bench *bench, cf_measure measure,
                                                int subject, double amount, double *value);

/** Only the pro rata figure of a supplier; then the calls below need another turn. */
CF_NODISCARD cf_status cf_drives_bench_pro_rata(cf_drives_bench *bench, int supplier,
                                                double *value);

/** Fills bench->choke. */
CF_NODISCARD cf_status cf_drives_bench_choke(const cf_drives_bench *bench);

/**
 * Finds what moves a supplier.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: two traces, two maximum flows and one for the choke points; O(payments) to rank them; and
 * what cf_drivers_validity() and cf_drivers_value_at() take, for the rows alone.
 */
CF_NODISCARD cf_status cf_drives_find(cf_driven **out, cf_drives_bench *bench, int supplier);

/** Suppliers that the digest tells of: those asked for, else the first few; all if verbose. */
int cf_drives_shown(const cf_drives *drives);
enum { CF_DRIVES_SHOWN = 8 }; /* rows of each in it, where --top is not given */

typedef cf_status cf_drives_add(const cf_drives *drives, const cf_driven *driven, void *payload);

/** Finds the order of the chosen suppliers, and what moves each of them: `add`, which may be NULL,
 *  gets them in order, on one thread at a time. Warns where it is stopped early. */
CF_NODISCARD cf_status cf_drives_walk(cf_drives *drives, const bool *chosen, cf_drives_add *add,
                                      void *payload, cf_diags *diags);

/** Lists the levers: stated funds, and reported revenue where no funds are stated. */
CF_NODISCARD cf_status cf_drives_list_levers(cf_drives *drives, cf_report *report);

/** Numbers of subjects are below this. */
int cf_drives_subjects_end(const cf_drives *drives);

/** Whether it is a deal that counts in the view, or a lever. */
bool cf_drives_is_subject(const cf_drives *drives, int subject);

/** The deal behind a payment; NULL for a lever. */
const cf_view_deal *cf_drives_deal(const cf_drives *drives, int subject);

/** The lever; NULL for a payment. */
const cf_drives_lever *cf_drives_lever_of(const cf_drives *drives, int subject);

/** The id of the deal, or the name of the lever. */
const char *cf_drives_name(const cf_drives *drives, int subject);

/** What is due on the deal, 0 where unknown; or what the lever is. */
double cf_drives_amount(const cf_drives *drives, int subject);

/** The amounts of the columns `low` and `high`. */
void cf_drives_ends(const cf_drives *drives, int subject, double *low, double *high);

CF_NODISCARD cf_status cf_drives_write_digest(const cf_drives *drives, cf_report *report);

extern const cf_columns cf_drivers_columns;
extern const char *const cf_measure_names[CF_MEASURE_KNOWN_COUNT + 1]; /* NULL at the end */

#endif
