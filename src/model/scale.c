/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Takes a problem with very large or very small numbers to GLPK and back. GLPK's tolerances suit
 * numbers around 1: a deal of 1e-9 is 0 for it, and one of 1e-300 ends its own scaling.
 *
 *   problem ─ rows, columns and objective times powers of two ─► copy ─ solved ─┐
 *   problem with the solution ◄── the same basis, or the same values ───────────┘
 *
 * A column is divided by the magnitude that it can have: its bounds say so, or else the rows that
 * it is in. Columns of one row get the magnitude of the largest of them, so that a balance of
 * payments stays a sum of payments. Where bounds differ much, the small ones are brought to 1, not
 * the large ones, which seldom bind. All exponents are those of two, so no digit changes.
 */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/tolerance.h"
#include "model/scale.h"

enum {
    UNKNOWN = INT_MIN, /* a magnitude that nothing tells; of 0, nothing but other numbers tells */
    MOST_PASSES = 50,
    MOST_EXPONENT = 1000, /* 2^1000 and its inverse are numbers */
    MOST_ROOM = 30,       /* for bounds above those that are brought to 1 */
    LOST = -50,           /* beside 1, a number of this exponent is left out */
    /* GLPK may take factors and bounds of these exponents for 0; with branch and bound, sooner. */
    BLURRED = -30,
    BLURRED_IN_SEARCH = -20,
    BLURRED_BOUND = -12
};

/* Exponents of numbers that GLPK takes as they are. */
enum {
    LEAST_USUAL = -30,
    MOST_USUAL = 60,
    MOST_APART = MOST_ROOM - BLURRED_BOUND,
    LEAST_USUAL_BOUND = -3,
    LEAST_USUAL_OBJECTIVE = -10
};

struct cf_scaling {
    glp_prob *lp;
    int rows, columns;
    int *row;       /* from 1: times 2^-row */
    int *column;    /* from 1: x = 2^column y */
    int *magnitude; /* of a column: it is around 2^magnitude */
    bool *zero;     /* a column that its bounds hold at 0 */
    int objective;  /* times 2^-objective */
    int *index;     /* of a row */
    double *value;
    int room; /* bounds go up to 2^room */
    int blurred, blurred_bound;
    bool wide;
};

static int exponent_of(double number)
{
    int exponent = UNKNOWN;

    if (number < 0 || number > 0) /* GLPK keeps no factor of 0 */
        (void)frexp(number, &exponent);
    return exponent;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* UNKNOWN plus anything is UNKNOWN. */
static int plus(int exponent, int more)
{
    return exponent == UNKNOWN ? UNKNOWN : exponent + more;
}

static bool is_bound(double bound)
{
    return fabs(bound) < DBL_MAX;
}

/* The larger of two bounds; UNKNOWN if there is none but 0. */
static int exponent_of_bounds(double lower, double upper)
{
    return larger(is_bound(lower) ? exponent_of(lower) : UNKNOWN,
                  is_bound(upper) ? exponent_of(upper) : UNKNOWN);
}

static int exponent_of_row_bounds(const cf_scaling *scaling, int i)
{
    return exponent_of_bounds(glp_get_row_lb(scaling->lp, i), glp_get_row_ub(scaling->lp, i));
}

/* ---- magnitudes ---- */

static void take_column_bounds(cf_scaling *scaling, int j)
{
    double lower = glp_get_col_lb(scaling->lp, j), upper = glp_get_col_ub(scaling->lp, j);

    scaling->magnitude[j] = exponent_of_bounds(lower, upper);
    scaling->zero[j] = !(lower < 0) && !(upper > 0);
    if (scaling->magnitude[j] == UNKNOWN && glp_get_col_kind(scaling->lp, j) != GLP_CV)
        scaling->magnitude[j] = 0;
}

/* "x <= 5" as a row. */
static void take_single(cf_scaling *scaling, int i)
{
    int j, count = glp_get_mat_row(scaling->lp, i, scaling->index, scaling->value);
    double lower = glp_get_row_lb(scaling->lp, i), upper = glp_get_row_ub(scaling->lp, i);
    int bound;

    if (count != 1)
        return;
    j = scaling->index[1];
    bound = plus(exponent_of_row_bounds(scaling, i), -exponent_of(scaling->value[1]));
    if (glp_get_col_kind(scaling->lp, j) == GLP_CV && bound != UNKNOWN)
        scaling->magnitude[j] = scaling->magnitude[j] == UNKNOWN || bound < scaling->magnitude[j]
                                    ? bound
                                    : scaling->magnitude[j];
    else if (bound == UNKNOWN && is_bound(upper) && (is_bound(lower) || scaling->value[1] > 0))
        scaling->zero[j] = scaling->zero[j] || !(glp_get_col_lb(scaling->lp, j) < 0);
}

/* The magnitude of the largest term of a row. */
static int magnitude_of_terms(const cf_scaling *scaling, int i, const int *columns)
{
    int most = UNKNOWN;
    int count = glp_get_mat_row(scaling->lp, i, scaling->index, scaling->value);

    for (int k = 1; k <= count; k++) {
        int j = scaling->index[k];

        if (!scaling->zero[j])
            most = larger(most, plus(columns[j], exponent_of(scaling->value[k])));
    }
    return most;
}

/* Raises columns to what their rows are around: those whose magnitude is known, or the others.
 * Returns whether one changed. */
static bool spread(cf_scaling *scaling, int *to, bool to_known)
{
    bool changed = false;

    for (int i = 1; i <= scaling->rows; i++) {
        int most = larger(exponent_of_row_bounds(scaling, i),
                          magnitude_of_terms(scaling, i, scaling->magnitude));
        int count = glp_get_mat_row(scaling->lp, i, scaling->index, scaling->value);

        for (int k = 1; k <= count && most != UNKNOWN; k++) {
            int j = scaling->index[k], here = most - exponent_of(scaling->value[k]);
            bool known = scaling->magnitude[j] != UNKNOWN;

            if (glp_get_col_kind(scaling->lp, j) != GLP_CV || known != to_known || here <= to[j])
                continue;
            to[j] = here;
            changed = true;
        }
    }
    return changed;
}

static void find_magnitudes(cf_scaling *scaling)
{
    int known = UNKNOWN;

    for (int j = 1; j <= scaling->columns; j++)
        take_column_bounds(scaling, j);
    for (int i = 1; i <= scaling->rows; i++)
        take_single(scaling, i);
    for (int pass = 0; pass < MOST_PASSES; pass++) {
        for (int j = 1; j <= scaling->columns; j++)
            scaling->column[j] = scaling->magnitude[j];
        if (!spread(scaling, scaling->column, false))
            break;
        for (int j = 1; j <= scaling->columns; j++)
            scaling->magnitude[j] = scaling->column[j];
    }
    for (int j = 1; j <= scaling->columns; j++)
        known = glp_get_col_kind(scaling->lp, j) == GLP_CV && !scaling->zero[j]
                    ? larger(known, scaling->magnitude[j])
                    : known;
    for (int j = 1; j <= scaling->columns; j++)
        if (scaling->magnitude[j] == UNKNOWN)
            scaling->magnitude[j] = known == UNKNOWN ? 0 : known;
}

/* ---- ranges ---- */

struct range {
    int least, most;
};

static void widen(struct range *range, int exponent)
{
    if (exponent == UNKNOWN)
        return;
    range->least = exponent < range->least ? exponent : range->least;
    range->most = larger(range->most, exponent);
}

static void widen_by_bounds(struct range *range, double lower, double upper)
{
    widen(range, is_bound(lower) ? exponent_of(lower) : UNKNOWN);
    widen(range, is_bound(upper) ? exponent_of(upper) : UNKNOWN);
}

static void measure(const cf_scaling *scaling, struct range *factors, struct range *bounds)
{
    for (int i = 1; i <= scaling->rows; i++) {
        int count = glp_get_mat_row(scaling->lp, i, scaling->index, scaling->value);

        for (int k = 1; k <= count; k++)
            widen(factors, exponent_of(scaling->value[k]));
        widen_by_bounds(bounds, glp_get_row_lb(scaling->lp, i), glp_get_row_ub(scaling->lp, i));
    }
    for (int j = 1; j <= scaling->columns; j++) {
        widen(factors, exponent_of(glp_get_obj_coef(scaling->lp, j)));
        widen_by_bounds(bounds, glp_get_col_lb(scaling->lp, j), glp_get_col_ub(scaling->lp, j));
    }
}

/* ---- exponents ---- */

static int within_limits(int exponent)
{
    return exponent > MOST_EXPONENT    ? MOST_EXPONENT
           : exponent < -MOST_EXPONENT ? -MOST_EXPONENT
                                       : exponent;
}

/* Branch and bound needs factors around 1 more than bounds. */
static void choose_room(cf_scaling *scaling, const struct range *bounds)
{
    if (glp_get_num_int(scaling->lp) == 0 && bounds->most != INT_MIN)
        scaling->room =
            bounds->most - bounds->least < MOST_ROOM ? bounds->most - bounds->least : MOST_ROOM;
}

static void choose_exponents(cf_scaling *scaling)
{
    scaling->objective = UNKNOWN;
    for (int j = 1; j <= scaling->columns; j++)
        scaling->column[j] = scaling->magnitude[j];
    (void)spread(scaling, scaling->column, true);
    for (int j = 1; j <= scaling->columns; j++) {
        bool integer = glp_get_col_kind(scaling->lp, j) != GLP_CV;

        scaling->column[j] = integer ? 0 : within_limits(scaling->column[j] - scaling->room);
        if (!scaling->zero[j])
            scaling->objective =
                larger(scaling->objective,
                       plus(exponent_of(glp_get_obj_coef(scaling->lp, j)), scaling->column[j]));
    }
    for (int i = 1; i <= scaling->rows; i++) {
        int most = magnitude_of_terms(scaling, i, scaling->column);

        scaling->row[i] = most == UNKNOWN ? 0 : within_limits(most);
    }
    scaling->objective = scaling->objective == UNKNOWN ? 0 : within_limits(scaling->objective);
}

/* ---- whether it is needed ---- */

static bool is_unusual(const struct range *range)
{
    return range->most != INT_MIN && (range->least < LEAST_USUAL || range->most > MOST_USUAL ||
                                      range->most - range->least > MOST_APART);
}

static bool is_needed(const cf_scaling *scaling, const struct range *factors,
                      const struct range *bounds)
{
    if (is_unusual(factors) || is_unusual(bounds) ||
        (bounds->most != INT_MIN && bounds->most < LEAST_USUAL_BOUND))
        return true;
    return glp_get_num_int(scaling->lp) > 0 && scaling->objective < LEAST_USUAL_OBJECTIVE;
}

/* ---- the copy ---- */

static void put_bounds(void (*put)(glp_prob *lp, int at, int type, double lower, double upper),
                       glp_prob *lp, int at, int type, double lower, double upper)
{
    if (type == GLP_DB && !(lower < upper)) /* too close for their exponent */
        type = GLP_FX;
    put(lp, at, type, lower, upper);
}

static double times(double number, int exponent)
{
    return is_bound(number) ? ldexp(number, exponent) : number;
}

/* Notes when a bound is next to nothing beside the row's terms. */
static void put_row(cf_scaling *scaling, glp_prob *copy, int i)
{
    glp_prob *lp = scaling->lp;
    int down = -scaling->row[i], kept = 0;
    int count = glp_get_mat_row(lp, i, scaling->index, scaling->value);
    int bound = exponent_of_row_bounds(scaling, i);

    for (int k = 1; k <= count; k++) {
        int j = scaling->index[k];
        int exponent = plus(exponent_of(scaling->value[k]), scaling->column[j] + down);

        if (scaling->zero[j])
            continue;
        scaling->wide = scaling->wide || exponent < scaling->blurred;
        if (exponent < LOST)
            continue;
        kept++;
        scaling->index[kept] = j;
        scaling->value[kept] = ldexp(scaling->value[k], scaling->column[j] + down);
    }
    scaling->wide = scaling->wide || (bound != UNKNOWN && bound + down < scaling->blurred_bound);
    glp_set_mat_row(copy, i, kept, scaling->index, scaling->value);
    put_bounds(glp_set_row_bnds, copy, i, glp_get_row_type(lp, i),
               times(glp_get_row_lb(lp, i), down), times(glp_get_row_ub(lp, i), down));
}

static void put_column(cf_scaling *scaling, glp_prob *copy, int j)
{
    glp_prob *lp = scaling->lp;
    double factor = glp_get_obj_coef(lp, j);
    int exponent = plus(exponent_of(factor), scaling->column[j] - scaling->objective);
    int bound = exponent_of_bounds(glp_get_col_lb(lp, j), glp_get_col_ub(lp, j));
    bool moves = !scaling->zero[j];

    scaling->wide =
        scaling->wide || (moves && exponent != UNKNOWN && exponent < scaling->blurred) ||
        (moves && bound != UNKNOWN && bound - scaling->column[j] < scaling->blurred_bound);
    glp_set_obj_coef(
        copy, j,
        moves && exponent >= LOST ? ldexp(factor, scaling->column[j] - scaling->objective) : 0.0);
    if (!moves)
        glp_set_col_bnds(copy, j, GLP_FX, 0.0, 0.0);
    else if (glp_get_col_kind(lp, j) == GLP_CV)
        put_bounds(glp_set_col_bnds, copy, j, glp_get_col_type(lp, j),
                   times(glp_get_col_lb(lp, j), -scaling->column[j]),
                   times(glp_get_col_ub(lp, j), -scaling->column[j]));
}

static glp_prob *copy_of(cf_scaling *scaling)
{
    glp_prob *copy = glp_create_prob();

    glp_copy_prob(copy, scaling->lp, GLP_OFF);
    for (int i = 1; i <= scaling->rows; i++)
        put_row(scaling, copy, i);
    for (int j = 1; j <= scaling->columns; j++)
        put_column(scaling, copy, j);
    glp_set_obj_coef(copy, 0, times(glp_get_obj_coef(scaling->lp, 0), -scaling->objective));
    return copy;
}

/* ---- the way back ---- */

/* The same basis in the same scale. */
static bool take_basis(const cf_scaling *scaling, glp_prob *copy)
{
    for (int i = 1; i <= scaling->rows; i++) {
        glp_set_row_stat(scaling->lp, i, glp_get_row_stat(copy, i));
        glp_set_rii(scaling->lp, i, ldexp(1.0, -scaling->row[i]));
    }
    for (int j = 1; j <= scaling->columns; j++) {
        glp_set_col_stat(scaling->lp, j, glp_get_col_stat(copy, j));
        glp_set_sjj(scaling->lp, j, ldexp(1.0, scaling->column[j]));
    }
    return glp_warm_up(scaling->lp) == 0;
}

/* The same values: every column is held there, which is a solution without a step. */
static bool take_values(const cf_scaling *scaling, glp_prob *copy)
{
    glp_prob *bounds = glp_create_prob(), *lp = scaling->lp;
    glp_iocp control;
    bool taken;

    glp_copy_prob(bounds, lp, GLP_OFF);
    for (int j = 1; j <= scaling->columns; j++) {
        double value = ldexp(glp_mip_col_val(copy, j), scaling->column[j]);

        if (glp_get_col_kind(lp, j) != GLP_CV)
            value = round(value);
        glp_set_col_bnds(lp, j, GLP_FX, value, value);
    }
    for (int i = 1; i <= scaling->rows; i++)
        glp_set_row_bnds(lp, i, GLP_FR, 0.0, 0.0);
    glp_std_basis(lp);
    glp_init_iocp(&control);
    control.msg_lev = GLP_MSG_OFF;
    taken = glp_warm_up(lp) == 0 && glp_get_status(lp) == GLP_OPT &&
            glp_intopt(lp, &control) == 0 && glp_mip_status(lp) == GLP_OPT;
    for (int j = 1; j <= scaling->columns; j++)
        glp_set_col_bnds(lp, j, glp_get_col_type(bounds, j), glp_get_col_lb(bounds, j),
                         glp_get_col_ub(bounds, j));
    for (int i = 1; i <= scaling->rows; i++)
        glp_set_row_bnds(lp, i, glp_get_row_type(bounds, i), glp_get_row_lb(bounds, i),
                         glp_get_row_ub(bounds, i));
    glp_delete_prob(bounds);
    return taken;
}

/* ---- all together ---- */

static cf_scaling *scaling_of(glp_prob *lp)
{
    cf_scaling *scaling = calloc(1, sizeof *scaling);
    size_t rows = (size_t)glp_get_num_rows(lp) + 1, columns = (size_t)glp_get_num_cols(lp) + 1;

    if (scaling == NULL)
        return NULL;
    scaling->lp = lp;
    scaling->rows = (int)rows - 1;
    scaling->columns = (int)columns - 1;
    scaling->blurred = glp_get_num_int(lp) > 0 ? BLURRED_IN_SEARCH : BLURRED;
    scaling->blurred_bound = glp_get_num_int(lp) > 0 ? BLURRED_IN_SEARCH : BLURRED_BOUND;
    scaling->row = calloc(rows, sizeof *scaling->row);
    scaling->column = calloc(columns, sizeof *scaling->column);
    scaling->magnitude = calloc(columns, sizeof *scaling->magnitude);
    scaling->zero = calloc(columns, sizeof *scaling->zero);
    scaling->index = calloc(columns, sizeof *scaling->index);
    scaling->value = calloc(columns, sizeof *scaling->value);
    if (scaling->row != NULL && scaling->column != NULL && scaling->magnitude != NULL &&
        scaling->zero != NULL && scaling->index != NULL && scaling->value != NULL)
        return scaling;
    cf_scaling_free(scaling);
    return NULL;
}

cf_status cf_scaling_new(cf_scaling **out, glp_prob **copy, glp_prob *lp)
{
    struct range factors = { INT_MAX, INT_MIN }, bounds = { INT_MAX, INT_MIN };

    *copy = NULL;
    *out = scaling_of(lp);
    if (*out == NULL)
        return CF_NO_MEMORY;
    measure(*out, &factors, &bounds);
    find_magnitudes(*out);
    choose_room(*out, &bounds);
    choose_exponents(*out);
    if (is_needed(*out, &factors, &bounds))
        *copy = copy_of(*out);
    return CF_OK;
}

bool cf_scaling_is_wide(const cf_scaling *scaling)
{
    return scaling->wide;
}

/* GLPK gives a model 0 for any value up to this one. */
static const double LEAST_PRINTED = 1e-9;

bool cf_scaling_is_faint(const cf_scaling *scaling, glp_prob *copy, bool integer)
{
    for (int j = 1; j <= scaling->columns; j++) {
        double value = integer ? glp_mip_col_val(copy, j) : glp_get_col_prim(copy, j);

        if (fabs(value) > CF_SAME_FIGURE && fabs(ldexp(value, scaling->column[j])) < LEAST_PRINTED)
            return true;
    }
    return false;
}

bool cf_scaling_take_solution(const cf_scaling *scaling, glp_prob *copy, bool integer)
{
    return integer ? take_values(scaling, copy) : take_basis(scaling, copy);
}

void cf_scaling_free(cf_scaling *scaling)
{
    if (scaling == NULL)
        return;
    free(scaling->row);
    free(scaling->column);
    free(scaling->magnitude);
    free(scaling->zero);
    free(scaling->index);
    free(scaling->value);
    free(scaling);
}
