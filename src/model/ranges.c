/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ranges of an optimal basis. Of what is at a bound, the bound can move until some basic variable
 * reaches a bound of its own; of what is basic, the coefficient can move until some reduced cost
 * is 0: GLPK's glp_analyze_bound and glp_analyze_coef. The dual ratio test says what enters after
 * the former.
 */
#include "model/ranges.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/clock.h"

/* Of the numbers that a value is computed from, a difference up to this part is rounding. */
static const double ROUNDING = 1e-10;
static const double PIVOT = 1e-9; /* GLPK passes over smaller ones in its own ratio tests */

struct cf_ranging {
    glp_prob *lp;
    int rows, columns;
    bool degenerate;
    double *row_size, *column_size; /* of the numbers that a value is computed from; from 1 */
    int *index;
    double *value;
};

/* Rows are 1 .. rows, columns rows + 1 .. rows + columns. */
struct line {
    int number, status;
    double at, lower, upper; /* bounds without limit are infinite */
    double size;
};

static double finite_or_nan(double number)
{
    return fabs(number) < DBL_MAX ? number + 0.0 : (double)NAN;
}

static double bound_of(double bound)
{
    return fabs(bound) < DBL_MAX ? bound : copysign(INFINITY, bound);
}

static struct line line_of_row(const cf_ranging *ranging, int i)
{
    return (struct line){ .number = i,
                          .status = glp_get_row_stat(ranging->lp, i),
                          .at = glp_get_row_prim(ranging->lp, i),
                          .lower = bound_of(glp_get_row_lb(ranging->lp, i)),
                          .upper = bound_of(glp_get_row_ub(ranging->lp, i)),
                          .size = ranging->row_size[i] };
}

static struct line line_of_column(const cf_ranging *ranging, int j)
{
    return (struct line){ .number = ranging->rows + j,
                          .status = glp_get_col_stat(ranging->lp, j),
                          .at = glp_get_col_prim(ranging->lp, j),
                          .lower = bound_of(glp_get_col_lb(ranging->lp, j)),
                          .upper = bound_of(glp_get_col_ub(ranging->lp, j)),
                          .size = ranging->column_size[j] };
}

static struct line line_of(const cf_ranging *ranging, int number)
{
    return number <= ranging->rows ? line_of_row(ranging, number)
                                   : line_of_column(ranging, number - ranging->rows);
}

static bool is_at(const struct line *line, double bound)
{
    return isfinite(bound) && fabs(line->at - bound) <= ROUNDING * line->size;
}

static bool is_at_lower(const struct line *line)
{
    return line->status == GLP_NL || line->status == GLP_NS || is_at(line, line->lower);
}

static bool is_at_upper(const struct line *line)
{
    return line->status == GLP_NU || line->status == GLP_NS || is_at(line, line->upper);
}

/* ---- sizes ---- */

static double size_of_bounds(double lower, double upper)
{
    return fmax(fabs(lower) < DBL_MAX ? fabs(lower) : 0.0,
                fabs(upper) < DBL_MAX ? fabs(upper) : 0.0);
}

/* A row has the size of its largest term; a column that of the row which tells it best. */
static void measure_sizes(cf_ranging *ranging)
{
    glp_prob *lp = ranging->lp;

    for (int i = 1; i <= ranging->rows; i++) {
        int count = glp_get_mat_row(lp, i, ranging->index, ranging->value);
        double size = size_of_bounds(glp_get_row_lb(lp, i), glp_get_row_ub(lp, i));

        for (int k = 1; k <= count; k++)
            size = fmax(size, fabs(ranging->value[k] * glp_get_col_prim(lp, ranging->index[k])));
        ranging->row_size[i] = size;
    }
    for (int j = 1; j <= ranging->columns; j++) {
        int count = glp_get_mat_col(lp, j, ranging->index, ranging->value);
        double size = size_of_bounds(glp_get_col_lb(lp, j), glp_get_col_ub(lp, j));
        double least = count == 0 ? 0.0 : INFINITY;

        for (int k = 1; k <= count; k++)
            least = fmin(least, ranging->row_size[ranging->index[k]] / fabs(ranging->value[k]));
        ranging->column_size[j] = fmax(fmax(size, least), fabs(glp_get_col_prim(lp, j)));
    }
}

static bool find_degenerate(const cf_ranging *ranging)
{
    for (int number = 1; number <= ranging->rows + ranging->columns; number++) {
        struct line line = line_of(ranging, number);

        if (line.status == GLP_BS && (is_at(&line, line.lower) || is_at(&line, line.upper)))
            return true;
    }
    return false;
}

/* ---- what enters ---- */

/* A basic line is to leave the basis downwards (-1) or upwards: what takes its place, or 0. */
static int entering_for(const cf_ranging *ranging, int basic, int direction)
{
    int count = glp_eval_tab_row(ranging->lp, basic, ranging->index, ranging->value);
    int place =
        glp_dual_rtest(ranging->lp, count, ranging->index, ranging->value, direction, PIVOT);

    return place == 0 ? 0 : ranging->index[place];
}

/* The bound of `number` moves by `step`, until `basic` is at a bound of its own, and beyond. */
static int entering_beyond(const cf_ranging *ranging, int number, int basic, double step)
{
    int count = glp_eval_tab_row(ranging->lp, basic, ranging->index, ranging->value);

    for (int k = 1; k <= count; k++)
        if (ranging->index[k] == number)
            return entering_for(ranging, basic, ranging->value[k] * step < 0 ? 1 : -1);
    return 0;
}

/* ---- ranges of bounds ---- */

struct reach {
    double from, to;
    int first, last; /* the basic line that ends it on each side; 0: none */
};

static struct reach reach_of_bound(const cf_ranging *ranging, const struct line *line)
{
    struct reach reach = { 0 };

    glp_analyze_bound(ranging->lp, line->number, &reach.from, &reach.first, &reach.to, &reach.last);
    return reach;
}

static bool has_active_bound(const struct line *line)
{
    return line->status == GLP_NL || line->status == GLP_NU || line->status == GLP_NS;
}

/* A bound that is not active can move up to the value and any way in the other direction. */
static void range_bounds(const struct line *line, const struct reach *reach, cf_model_line *out)
{
    const cf_model_range active = { finite_or_nan(reach->from), finite_or_nan(reach->to) };

    out->lower_range = out->upper_range = (cf_model_range){ (double)NAN, (double)NAN };
    if (line->status == GLP_NL || line->status == GLP_NS)
        out->lower_range = active;
    else if (isfinite(line->lower))
        out->lower_range.to = line->at + 0.0;
    if (line->status == GLP_NU || line->status == GLP_NS)
        out->upper_range = active;
    else if (isfinite(line->upper))
        out->upper_range.from = line->at + 0.0;
}

/* Beyond the end of the range that is nearer to the bound. */
static int entering_at_bound(const cf_ranging *ranging, const struct line *line,
                             const struct reach *reach)
{
    double less = reach->first == 0 ? INFINITY : line->at - reach->from;
    double more = reach->last == 0 ? INFINITY : reach->to - line->at;

    if (isinf(less) && isinf(more))
        return 0;
    return less <= more ? entering_beyond(ranging, line->number, reach->first, -1.0)
                        : entering_beyond(ranging, line->number, reach->last, 1.0);
}

/* A row that is not active: its nearer bound comes to the activity, and goes on. */
static int entering_at_activity(const cf_ranging *ranging, const struct line *line)
{
    if (isinf(line->lower) && isinf(line->upper))
        return 0;
    return entering_for(ranging, line->number,
                        line->upper - line->at <= line->at - line->lower ? -1 : 1);
}

void cf_ranging_of_row(cf_ranging *ranging, int i, cf_model_line *out, int *enters)
{
    struct line line = line_of_row(ranging, i);
    struct reach reach = { 0 };
    bool active = has_active_bound(&line);

    out->coefficient_range = (cf_model_range){ (double)NAN, (double)NAN };
    *enters = 0;
    if (active)
        reach = reach_of_bound(ranging, &line);
    range_bounds(&line, &reach, out);
    if (active)
        *enters = entering_at_bound(ranging, &line, &reach);
    else if (line.status == GLP_BS)
        *enters = entering_at_activity(ranging, &line);
    if (!ranging->degenerate)
        out->down = out->up = active ? out->marginal : 0.0;
}

/* ---- ranges of coefficients ---- */

/* A column that is at a bound stays there until its reduced cost is 0, and enters itself. */
static void range_at_bound(const cf_ranging *ranging, const struct line *line, double cost,
                           cf_model_line *out, int *enters)
{
    double end = out->coefficient - cost + 0.0;
    bool minimises = glp_get_obj_dir(ranging->lp) == GLP_MIN;

    if (line->status == GLP_NS)
        return;
    if (line->status == GLP_NF || (line->status == GLP_NL) == minimises)
        out->coefficient_range.from = end;
    if (line->status == GLP_NF || (line->status == GLP_NL) != minimises)
        out->coefficient_range.to = end;
    *enters = line->number;
}

static void range_basic(const cf_ranging *ranging, const struct line *line, cf_model_line *out,
                        int *enters)
{
    double from, to;
    int first, last;

    glp_analyze_coef(ranging->lp, line->number, &from, &first, NULL, &to, &last, NULL);
    out->coefficient_range = (cf_model_range){ finite_or_nan(from), finite_or_nan(to) };
    if (first != 0 || last != 0)
        *enters = last == 0 || (first != 0 && out->coefficient - from <= to - out->coefficient)
                      ? first
                      : last;
}

void cf_ranging_of_column(cf_ranging *ranging, int j, cf_model_line *out, int *enters)
{
    struct line line = line_of_column(ranging, j);
    struct reach reach = { 0 };

    out->coefficient = glp_get_obj_coef(ranging->lp, j) + 0.0;
    out->coefficient_range = (cf_model_range){ (double)NAN, (double)NAN };
    *enters = 0;
    if (has_active_bound(&line))
        reach = reach_of_bound(ranging, &line);
    range_bounds(&line, &reach, out);
    if (line.status == GLP_BS)
        range_basic(ranging, &line, out, enters);
    else
        range_at_bound(ranging, &line, glp_get_col_dual(ranging->lp, j), out, enters);
}

/* ---- one-sided prices ---- */

/* The sign that a dual or reduced cost may have at an optimum: that of improving by leaving the
 * bound is excluded. */
static void bound_price(const cf_ranging *ranging, const struct line *line, double shift, int at,
                        glp_prob *face,
                        void (*put)(glp_prob *lp, int at, int type, double lower, double upper))
{
    bool minimises = glp_get_obj_dir(ranging->lp) == GLP_MIN;
    bool lower = is_at_lower(line), upper = is_at_upper(line);
    int type = lower && upper         ? GLP_FR
               : !lower && !upper     ? GLP_FX
               : (lower == minimises) ? GLP_LO
                                      : GLP_UP;

    put(face, at, type, shift, shift);
}

/* All optimal duals: a column for each row, a row for each column's reduced cost
 * d = c - sum of a times duals, as  sum of a times duals = c - d. */
static glp_prob *face_of(const cf_ranging *ranging)
{
    glp_prob *face = glp_create_prob(), *lp = ranging->lp;

    if (ranging->columns > 0)
        glp_add_rows(face, ranging->columns);
    if (ranging->rows > 0)
        glp_add_cols(face, ranging->rows);
    for (int i = 1; i <= ranging->rows; i++) {
        struct line line = line_of_row(ranging, i);
        int count = glp_get_mat_row(lp, i, ranging->index, ranging->value);

        bound_price(ranging, &line, 0.0, i, face, glp_set_col_bnds);
        glp_set_mat_col(face, i, count, ranging->index, ranging->value);
    }
    for (int j = 1; j <= ranging->columns; j++) {
        struct line line = line_of_column(ranging, j);
        double cost = glp_get_obj_coef(lp, j);

        bound_price(ranging, &line, cost, j, face, glp_set_row_bnds);
        if (glp_get_row_type(face, j) == GLP_LO) /* d at least 0: the sum is at most c */
            glp_set_row_bnds(face, j, GLP_UP, cost, cost);
        else if (glp_get_row_type(face, j) == GLP_UP)
            glp_set_row_bnds(face, j, GLP_LO, cost, cost);
    }
    glp_scale_prob(face, GLP_SF_AUTO);
    glp_adv_basis(face, 0);
    return face;
}

/* The least or largest price of row i; NaN where there is none. False: it was not found. */
static bool find_price(glp_prob *face, int i, int direction, double *out, double end)
{
    double seconds = end - cf_clock_seconds();
    glp_smcp control;

    if (seconds <= 0)
        return false;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    if (seconds < 1e6)
        control.tm_lim = (int)(1000.0 * seconds) + 1;
    glp_set_obj_dir(face, direction);
    glp_set_obj_coef(face, i, 1.0);
    if (glp_simplex(face, &control) != 0)
        return false;
    *out = glp_get_status(face) == GLP_OPT ? glp_get_col_prim(face, i) + 0.0 : (double)NAN;
    glp_set_obj_coef(face, i, 0.0);
    return glp_get_status(face) == GLP_OPT || glp_get_status(face) == GLP_UNBND;
}

bool cf_ranging_prices(cf_ranging *ranging, double *down, double *up, double end)
{
    const double most = 4e6; /* rows times columns */
    bool minimises = glp_get_obj_dir(ranging->lp) == GLP_MIN, found;
    glp_prob *face;

    for (int i = 0; i <= ranging->rows; i++)
        down[i] = up[i] = 0.0;
    found = (double)ranging->rows * ranging->columns <= most;
    face = found ? face_of(ranging) : NULL;
    for (int i = 1; found && i <= ranging->rows; i++) {
        if (cf_ranging_row_is_bound(ranging, i))
            found = find_price(face, i, GLP_MIN, minimises ? &down[i] : &up[i], end) &&
                    find_price(face, i, GLP_MAX, minimises ? &up[i] : &down[i], end);
    }
    for (int i = 0; !found && i <= ranging->rows; i++)
        down[i] = up[i] = (double)NAN;
    if (face != NULL)
        glp_delete_prob(face);
    return found;
}

/* ---- all together ---- */

bool cf_ranging_is_degenerate(const cf_ranging *ranging)
{
    return ranging->degenerate;
}

bool cf_ranging_row_is_bound(const cf_ranging *ranging, int i)
{
    struct line line = line_of_row(ranging, i);

    return is_at_lower(&line) || is_at_upper(&line);
}

cf_status cf_ranging_new(cf_ranging **out, glp_prob *lp)
{
    size_t rows = (size_t)glp_get_num_rows(lp) + 1, columns = (size_t)glp_get_num_cols(lp) + 1;
    cf_ranging *ranging;

    *out = NULL;
    if (glp_get_status(lp) != GLP_OPT || (!glp_bf_exists(lp) && glp_factorize(lp) != 0))
        return CF_OK;
    ranging = calloc(1, sizeof *ranging);
    if (ranging == NULL)
        return CF_NO_MEMORY;
    ranging->lp = lp;
    ranging->rows = (int)rows - 1;
    ranging->columns = (int)columns - 1;
    ranging->row_size = calloc(rows, sizeof *ranging->row_size);
    ranging->column_size = calloc(columns, sizeof *ranging->column_size);
    ranging->index = calloc(rows + columns, sizeof *ranging->index);
    ranging->value = calloc(rows + columns, sizeof *ranging->value);
    if (ranging->row_size == NULL || ranging->column_size == NULL || ranging->index == NULL ||
        ranging->value == NULL) {
        cf_ranging_free(ranging);
        return CF_NO_MEMORY;
    }
    measure_sizes(ranging);
    ranging->degenerate = find_degenerate(ranging);
    *out = ranging;
    return CF_OK;
}

void cf_ranging_free(cf_ranging *ranging)
{
    if (ranging == NULL)
        return;
    free(ranging->row_size);
    free(ranging->column_size);
    free(ranging->index);
    free(ranging->value);
    free(ranging);
}
