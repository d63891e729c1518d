/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep: what a person reads first. It always says what it leaves out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/common_columns.h"
#include "analyses/names.h"
#include "analyses/nobody.h"
#include "analyses/params.h"
#include "analyses/prose.h"
#include "analyses/sweep.h"
#include "base/text.h"
#include "base/tolerance.h"
#include "report/sentences.h"

enum { MOST_BLOCKS = 4, MOST_LINES = 24, MOST_DOWN = 16, MOST_ACROSS = 8, MOST_NAMED = 12 };
static const double little = 0.05; /* of what the first one moves: too little for a block */

/* What one supplier does over all points. */
struct course {
    int entity;
    bool moves;
    cf_loopback low, high;        /* the least and the most of each figure */
    double low_share, high_share; /* of revenue; NaN: there is none at any point */
    const char *basis;            /* which revenue that is; NULL: not the same at all points */
};

struct digest {
    const cf_sweep *sweep;
    cf_report *report;
    const char *const *names; /* of entities */
    struct course *courses;   /* of suppliers with a row, those that move most first */
    int count, moving;
};

/* A printf-style text; NULL where an argument is NULL for want of memory. */
#define join(digest, text, format, ...)                                                            \
    ((text) == NULL ? NULL : cf_report_text((digest)->report, "%s" format, (text), __VA_ARGS__))

static const char *number_text(const struct digest *digest, double number)
{
    char text[32];

    cf_text_number(text, fabs(number));
    return cf_report_text(digest->report, "%s%s", number < 0 ? CF_MINUS : "", text);
}

/* What comes back pro rata, of the revenue that people read. */
static double share_of(const cf_sweep_row *row)
{
    return cf_ratio(row->loopback.pro_rata, cf_revenue_shown(row->reported, row->loopback.revenue));
}

/* A revenue that is varied is for the time of the view. */
static const char *basis_of(const cf_sweep *sweep, const cf_sweep_row *row)
{
    for (int a = 0; a < sweep->axis_count; a++)
        if (sweep->axes[a].kind == AXIS_REVENUE && sweep->axes[a].node == row->entity &&
            row->reported > 0)
            return "reported";
    return cf_revenue_basis(&sweep->view->entities[row->entity], row->reported);
}

static const char *share_text(const struct digest *digest, double share)
{
    return isnan(share) ? "no revenue" : cf_report_share(digest->report, share);
}

/* "3.3 %" or "1.0 % to 6.2 %" */
static const char *course_text(const struct digest *digest, const struct course *course)
{
    const char *low = share_text(digest, course->low_share);
    const char *high = share_text(digest, course->high_share);

    if (low == NULL || high == NULL || strcmp(low, high) == 0)
        return low == NULL ? "" : low;
    return join(digest, low, " to %s", high);
}

/* ---- courses ---- */

static void stretch(double *low, double *high, double value)
{
    *low = fmin(*low, value); /* both pass over NaN */
    *high = fmax(*high, value);
}

static bool differs(double low, double high)
{
    return high - low > CF_SAME_FIGURE * fabs(high);
}

static void follow_axis(struct course *course, const cf_sweep_row *row, const char *basis)
{
    const cf_loopback *loopback = &row->loopback;

    if (course->basis != NULL && strcmp(course->basis, basis) != 0)
        course->basis = NULL;
    stretch(&course->low.min, &course->high.min, loopback->min);
    stretch(&course->low.pro_rata, &course->high.pro_rata, loopback->pro_rata);
    stretch(&course->low.max, &course->high.max, loopback->max);
    stretch(&course->low_share, &course->high_share, share_of(row));
    course->moves = differs(course->low.min, course->high.min) ||
                    differs(course->low.pro_rata, course->high.pro_rata) ||
                    differs(course->low.max, course->high.max) ||
                    differs(course->low_share, course->high_share);
}

static int compare_courses(const void *a, const void *b)
{
    const struct course *x = a, *y = b;
    double of_x = x->high.pro_rata - x->low.pro_rata, of_y = y->high.pro_rata - y->low.pro_rata;

    if (x->moves != y->moves)
        return x->moves ? -1 : 1;
    if (of_x < of_y || of_x > of_y)
        return of_x > of_y ? -1 : 1;
    return x->entity < y->entity ? -1 : 1;
}

static cf_status follow_all(struct digest *digest)
{
    const cf_sweep *sweep = digest->sweep;
    size_t entities = (size_t)sweep->view->entity_count + 1;
    int *place = calloc(entities, sizeof *place); /* from 1 */

    digest->courses = calloc(entities, sizeof *digest->courses);
    if (place == NULL || digest->courses == NULL) {
        free(place);
        return CF_NO_MEMORY;
    }
    for (long r = 0; r < sweep->rows.count; r++) {
        const cf_sweep_row *row = &sweep->rows.at[r];

        if (place[row->entity] == 0) {
            double share = share_of(row);

            place[row->entity] = ++digest->count;
            digest->courses[digest->count - 1] = (struct course){ .entity = row->entity,
                                                                  .low = row->loopback,
                                                                  .high = row->loopback,
                                                                  .low_share = share,
                                                                  .high_share = share,
                                                                  .basis = basis_of(sweep, row) };
        }
        follow_axis(&digest->courses[place[row->entity] - 1], row, basis_of(sweep, row));
    }
    free(place);
    for (int i = 0; i < digest->count; i++)
        digest->moving += digest->courses[i].moves;
    if (digest->count > 0)
        qsort(digest->courses, (size_t)digest->count, sizeof *digest->courses, compare_courses);
    return CF_OK;
}

/* ---- some of many ---- */

/* Of `count` points every `stride`-th is shown, from the first on. */
struct choice {
    long stride, shown;
    bool ends; /* with the last one */
};

/* As many as fit at even distances; a few less where the last one is then among them. */
static struct choice choose(long count, long most)
{
    long least = count <= most ? 1 : (count - 2) / (most - 1) + 1;

    for (long stride = least; (count - 1) / stride + 1 > most / 2; stride++)
        if ((count - 1) % stride == 0)
            return (struct choice){ stride, (count - 1) / stride + 1, true };
    return (struct choice){ least, (count - 1) / least + 1, (count - 1) % least == 0 };
}

static const cf_sweep_row *find_row(const cf_sweep *sweep, long point, int entity)
{
    long low = 0, high = sweep->rows.count;

    while (low < high) {
        long middle = low + (high - low) / 2;
        const cf_sweep_row *row = &sweep->rows.at[middle];

        if (row->point < point || (row->point == point && row->entity < entity))
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sweep->rows.count && sweep->rows.at[low].point == point &&
        sweep->rows.at[low].entity == entity)
        return &sweep->rows.at[low];
    return NULL;
}

/* ---- one axis: lines with bars ---- */

enum { AXIS, MIN, PRO_RATA, MAX, SHARE, BAR, LINE_COLUMNS };

/* " of reported revenue": which revenue the shares of a supplier are of. */
static const char *basis_text(const struct course *course)
{
    if (isnan(course->low_share))
        return "";
    if (course->basis == NULL)
        return " of revenue, reported where it is known, else in deals";
    return strcmp(course->basis, "in deals") == 0 ? " of revenue in deals"
           : strcmp(course->basis, "scaled") == 0 ? " of reported revenue, scaled by days"
                                                  : " of reported revenue";
}

static const char *title_of(const struct digest *digest, const struct course *course)
{
    return join(digest, digest->names[course->entity], ": %s%s", course_text(digest, course),
                basis_text(course));
}

static cf_status add_point_line(const cf_sweep *sweep, cf_table *table, const struct course *course,
                                long point)
{
    const cf_sweep_row *row = find_row(sweep, point, course->entity);
    const cf_loopback none = { .min = (double)NAN, .pro_rata = (double)NAN, .max = (double)NAN };
    const cf_loopback *loopback = row == NULL ? &none : &row->loopback;
    double share = row == NULL ? (double)NAN : share_of(row);
    cf_cell cells[] = {
        [AXIS] = cf_cell_number(cf_sweep_value(sweep, 0, point)),
        [MIN] = cf_cell_number(loopback->min),
        [PRO_RATA] = cf_cell_number(loopback->pro_rata),
        [MAX] = cf_cell_number(loopback->max),
        [SHARE] = cf_cell_number(share),
        [BAR] = cf_cell_number(course->high_share > 0 ? share / course->high_share : share),
    };

    return cf_table_add(table, cells);
}

static cf_status write_line_block(const struct digest *digest, const struct course *course)
{
    const cf_sweep *sweep = digest->sweep;
    const char *title = title_of(digest, course);
    struct choice choice = choose(sweep->done, MOST_LINES);
    cf_column *columns = cf_report_columns(digest->report, LINE_COLUMNS);
    cf_table *table = NULL;
    cf_status status = columns == NULL || title == NULL ? CF_NO_MEMORY : CF_OK;

    if (status == CF_OK) {
        static const char *const names[] = { "loopback_min", "loopback_pro_rata", "loopback_max" };

        columns[AXIS] = cf_sweep_axis_column(sweep, 0, digest->report);
        for (int c = MIN; c <= MAX; c++)
            columns[c] = *cf_columns_find(cf_sweep_figures, names[c - MIN]);
        columns[SHARE] = (cf_column){ COMMON_OF_REVENUE };
        columns[BAR] = (cf_column){ "bar", CF_BAR, "" };
        status = columns[AXIS].name == NULL ? CF_NO_MEMORY
                                            : cf_table_new(&table, title, columns, LINE_COLUMNS);
    }
    for (long i = 0; status == CF_OK && i < choice.shown; i++)
        status = add_point_line(sweep, table, course, i * choice.stride);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, 0, &table);
    cf_table_free(table);
    return status;
}

/* ---- two axes: a grid ---- */

static cf_status head_grid(const struct digest *digest, cf_column *columns, struct choice across)
{
    const cf_axis *axes = digest->sweep->axes;

    columns[0] = (cf_column){ cf_report_text(digest->report, "%s", axes[0].name), CF_NUMBER };
    if (columns[0].name == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < across.shown; i++) {
        double value = cf_axis_value(&axes[1], i * across.stride);

        columns[i + 1] = (cf_column){ number_text(digest, value), CF_SHARE };
        if (columns[i + 1].name == NULL)
            return CF_NO_MEMORY;
    }
    return CF_OK;
}

static cf_status fill_grid(const cf_sweep *sweep, cf_table *table, const struct course *course,
                           struct choice down, struct choice across)
{
    long columns = sweep->axes[1].count;
    cf_status status = CF_OK;

    for (long i = 0; status == CF_OK && i < down.shown; i++) {
        long first = i * down.stride * columns;
        cf_cell cells[MOST_ACROSS + 1];

        cells[0] = cf_cell_number(cf_sweep_value(sweep, 0, first));
        for (long k = 0; k < across.shown; k++) {
            const cf_sweep_row *row = find_row(sweep, first + k * across.stride, course->entity);

            cells[k + 1] = row == NULL ? cf_cell_null() : cf_cell_number(share_of(row));
        }
        status = cf_table_add_row(table, cells, (int)across.shown + 1);
    }
    return status;
}

static cf_status write_grid_block(const struct digest *digest, const struct course *course)
{
    const cf_sweep *sweep = digest->sweep;
    const char *title = join(digest, title_of(digest, course), "; across: %s", sweep->axes[1].name);
    struct choice down = choose(sweep->axes[0].count, MOST_DOWN);
    struct choice across = choose(sweep->axes[1].count, MOST_ACROSS);
    cf_column *columns = cf_report_columns(digest->report, (int)across.shown + 1);
    cf_table *table = NULL;
    cf_status status =
        columns == NULL || title == NULL ? CF_NO_MEMORY : head_grid(digest, columns, across);

    if (status == CF_OK)
        status = cf_table_new(&table, title, columns, (int)across.shown + 1);
    if (status == CF_OK)
        status = fill_grid(sweep, table, course, down, across);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, 0, &table);
    cf_table_free(table);
    return status;
}

/* ---- words ---- */

static cf_status add_axes(const struct digest *digest, cf_prose *prose)
{
    const cf_sweep *sweep = digest->sweep;

    for (int a = 0; a < sweep->axis_count; a++) {
        const cf_axis *axis = &sweep->axes[a];
        const char *from = number_text(digest, axis->from), *to = number_text(digest, axis->to);
        const char *step = number_text(digest, axis->step);

        if (from == NULL || to == NULL || step == NULL)
            return CF_NO_MEMORY;
        cf_prose_add(prose, cf_report_text(digest->report, "%s %s from %s to %s by %s",
                                           a == 0 ? ":" : ",", axis->name, from, to, step));
    }
    return CF_OK;
}

/* The view, then the points in a paragraph of their own. */
static cf_status write_sweep_head(const struct digest *digest)
{
    const cf_sweep *sweep = digest->sweep;
    cf_prose prose = { .report = digest->report };
    cf_status status;

    cf_prose_view(&prose, sweep->view);
    cf_prose_measure(&prose, sweep->view);
    status = cf_prose_end(&prose, 0);
    if (status == CF_OK) {
        cf_prose_unit(&prose, sweep->view->scenario);
        cf_prose_count(&prose, " · ", (double)sweep->point_count);
        cf_prose_add(&prose, sweep->point_count == 1 ? " point" : " points");
        status = add_axes(digest, &prose);
    }
    if (status == CF_OK && sweep->done < sweep->point_count)
        cf_prose_count(&prose, "; stopped after ", (double)sweep->done);
    if (status == CF_OK)
        status = cf_prose_end(&prose, 0);
    cf_prose_free(&prose);
    return status;
}

/* Which revenue the shares up to here are of, where the next one's is another. */
static const char *basis_until(const struct course *course, const struct course *next)
{
    const char *basis = basis_text(course);

    return next != NULL && strcmp(basis, basis_text(next)) == 0 ? "" : basis;
}

/* "Unmoved: Amazon 0.2 %, Google 0.0 % of reported revenue, 3 others." */
static cf_status write_list(const struct digest *digest, const char *head, int first, int past)
{
    int named = past - first < MOST_NAMED ? past - first : MOST_NAMED;
    const char *text = head;

    for (int i = first; i < first + named; i++) {
        const struct course *course = &digest->courses[i];
        const struct course *next = i + 1 < first + named ? course + 1 : NULL;

        text =
            join(digest, text, "%s %s %s%s", i == first ? "" : ",", digest->names[course->entity],
                 course_text(digest, course), basis_until(course, next));
    }
    if (past - first > named)
        text = join(digest, text, ", %d others", past - first - named);
    return past == first
               ? CF_OK
               : cf_report_add_paragraph(digest->report, 0, join(digest, text, "%s", "."));
}

/* " 2 steps of deal:x apart, without the last" */
static const char *distance_text(const struct digest *digest, const char *text, int axis,
                                 struct choice choice)
{
    text = join(digest, text, "%s %ld step%s", axis == 0 ? "," : " and", choice.stride,
                choice.stride == 1 ? "" : "s");
    if (digest->sweep->axis_count == 2)
        text = join(digest, text, " of %s", digest->sweep->axes[axis].name);
    text = join(digest, text, "%s", " apart");
    return choice.ends ? text : join(digest, text, "%s", " (without the last)");
}

/* Says which points the blocks leave out. */
static cf_status write_left_out(const struct digest *digest)
{
    const cf_sweep *sweep = digest->sweep;
    bool grid = sweep->axis_count == 2;
    struct choice down =
        grid ? choose(sweep->axes[0].count, MOST_DOWN) : choose(sweep->done, MOST_LINES);
    struct choice across =
        grid ? choose(sweep->axes[1].count, MOST_ACROSS) : (struct choice){ 1, 1, true };
    long all = grid ? sweep->point_count : sweep->done;
    const char *text;

    if (down.shown * across.shown >= all || digest->moving == 0)
        return CF_OK;
    text =
        cf_report_text(digest->report, "Shown: %ld of %ld points", down.shown * across.shown, all);
    text = distance_text(digest, text, 0, down);
    if (grid)
        text = distance_text(digest, text, 1, across);
    return cf_report_add_paragraph(digest->report, 0,
                                   join(digest, text, "%s", "; --format csv has all of them."));
}

/* A block for each supplier that moves as much as others do. */
static int count_blocks(const struct digest *digest)
{
    const struct course *courses = digest->courses;
    int count = 0;

    while (count < digest->moving && count < MOST_BLOCKS &&
           courses[count].high.pro_rata - courses[count].low.pro_rata >=
               little * (courses[0].high.pro_rata - courses[0].low.pro_rata))
        count++;
    return count;
}

static cf_status write_blocks(const struct digest *digest, int blocks)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < blocks; i++) {
        if (digest->sweep->axis_count == 1)
            status = write_line_block(digest, &digest->courses[i]);
        else
            status = write_grid_block(digest, &digest->courses[i]);
    }
    return status;
}

cf_status cf_sweep_write_digest(const cf_sweep *sweep, cf_report *report)
{
    struct digest digest = { .sweep = sweep,
                             .report = report,
                             .names = cf_names_of(report, sweep->view) };
    cf_status status = digest.names == NULL ? CF_NO_MEMORY : follow_all(&digest);
    int blocks = 0;

    if (status == CF_OK)
        status = write_sweep_head(&digest);
    if (status == CF_OK && digest.count == 0)
        status = cf_report_add_paragraph(
            report, 0,
            cf_param_has(sweep->request, "supplier")
                ? "None of the suppliers asked for both invests and has revenue at any point."
                : cf_nobody_text(report, cf_sentence_none, sweep->view));
    if (status == CF_OK && digest.count > 0)
        blocks = count_blocks(&digest);
    if (status == CF_OK)
        status = write_blocks(&digest, blocks);
    if (status == CF_OK && digest.count > 0)
        status = cf_report_add_paragraph(
            report, 0,
            "Of revenue: what comes back pro rata, as a share of the supplier's reported revenue; "
            "where it reports none, of its revenue in the deals.");
    if (status == CF_OK)
        status = write_list(&digest, "Moved less:", blocks, digest.moving);
    if (status == CF_OK)
        status = write_list(&digest, "The same at every point:", digest.moving, digest.count);
    if (status == CF_OK)
        status = write_left_out(&digest);
    free(digest.courses);
    return status;
}
