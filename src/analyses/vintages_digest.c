/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vintages: what a person reads first. The length of a period stands beside every figure. */
#include <math.h>

#include "analyses/names.h"
#include "analyses/nobody.h"
#include "analyses/params.h"
#include "analyses/prose.h"
#include "analyses/vintages.h"

enum { MOST_SUPPLIERS = 8, MOST_TRIANGLES = 2, MOST_COLUMNS = 10, HEIGHTS = 40 };

struct digest {
    const cf_vintages *vintages;
    cf_report *report;
    const char *const *names; /* of entities */
};

static cf_status write_head(const struct digest *digest)
{
    const cf_vintages *vintages = digest->vintages;
    const cf_periods *periods = vintages->periods;
    static const char *const carried[CF_CARRY_COUNT] = {
        [CF_CARRY_AUTO] = ("who reports no revenue carries on what it keeps, who does only capital "
                           "not spent yet"),
        [CF_CARRY_ALL] = "everybody carries on what it keeps",
        [CF_CARRY_NONE] = "nobody carries anything on",
    };
    cf_prose prose = { .report = digest->report };
    cf_status status;

    cf_prose_view(&prose, &vintages->headed);
    cf_prose_measure(&prose, &vintages->headed);
    status = cf_prose_end(&prose, 0);
    if (status == CF_OK) {
        cf_prose_unit(&prose, vintages->view->scenario);
        cf_prose_add(&prose, " · by ");
        cf_prose_add(&prose, cf_period_kind_names[vintages->kind]);
        if (vintages->names[0] != NULL) {
            cf_prose_add(&prose, ", ");
            cf_prose_add(&prose, vintages->names[0]);
            cf_prose_add(&prose, " to ");
            cf_prose_add(&prose, vintages->names[periods->count - 1]);
        }
        cf_prose_add(&prose, "; ");
        cf_prose_add(&prose, carried[vintages->carry]);
        status = cf_prose_end(&prose, 0);
    }
    cf_prose_free(&prose);
    return status;
}

/* What is back by the end of each period, at even distances; '1' is nothing, '8' all that was
 * invested. */
static const char *course_of(const struct digest *digest, const cf_run_off *row)
{
    const cf_vintages *vintages = digest->vintages;
    int periods = vintages->periods->count;
    double all = cf_run_off_invested(row, periods - 1);
    char heights[HEIGHTS + 1] = "";
    int count = periods < HEIGHTS ? periods : HEIGHTS;

    for (int i = 0; i < count; i++) {
        int p = count == 1 ? periods - 1 : (int)((double)i * (periods - 1) / (count - 1) + 0.5);
        double part = cf_run_off_back(vintages, row, p) / all;

        heights[i] = (char)('1' + (int)ceil(part * 7.0 - 1e-9));
    }
    return cf_report_text(digest->report, "%s", heights);
}

static cf_status add_supplier(const struct digest *digest, cf_table *table, const cf_run_off *row)
{
    const cf_vintages *vintages = digest->vintages;
    int last = vintages->periods->count - 1;
    const cf_cell cells[] = {
        cf_cell_text(digest->names[row->entity]),
        cf_cell_number(cf_run_off_invested(row, last)),
        cf_cell_text(course_of(digest, row)),
        cf_cell_number(row->min[last]),
        cf_cell_number(row->total),
        cf_cell_number(row->max[last]),
        cf_cell_number(round(row->lag * 1e3) / 1e3), /* some hours are no lag */
        row->half_back < 0 ? cf_cell_null() : cf_cell_text(vintages->names[row->half_back]),
    };

    return cf_table_add(table, cells);
}

static cf_status write_suppliers(const struct digest *digest, int level, int from, int past)
{
    static const cf_column columns[] = {
        { "supplier", CF_ENTITY },
        { "invested", CF_MONEY },
        { "back so far", CF_COURSE },
        { "min", CF_MONEY, .rounding = CF_DOWN, .within = "pro rata" },
        { "pro rata", CF_MONEY, .within = "max" },
        { "max", CF_MONEY, .rounding = CF_UP, .within = "invested" },
        { "lag", CF_NUMBER },
        { "half back by", CF_TEXT },
    };
    cf_table *table = NULL;
    cf_status status = CF_OK;

    if (from >= past)
        return CF_OK;
    status = cf_table_new(&table,
                          level == 0
                              ? cf_report_text(digest->report, "What comes back as revenue, by %s",
                                               cf_period_kind_names[digest->vintages->kind])
                              : "Further suppliers",
                          columns, CF_COUNT_OF(columns));
    for (int i = from; status == CF_OK && i < past; i++)
        status = add_supplier(digest, table, &digest->vintages->suppliers[i]);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, level, &table);
    cf_table_free(table);
    return status;
}

/* ---- one supplier: its triangle ---- */

/* How many periods fit beside each other. */
static int columns_of(const struct digest *digest)
{
    int periods = digest->vintages->periods->count;

    return periods < MOST_COLUMNS ? periods : MOST_COLUMNS;
}

/* Where there are more, they begin with the first in which the supplier invests. */
static int first_of(const struct digest *digest, const cf_run_off *row)
{
    int last = digest->vintages->periods->count - columns_of(digest), first = 0;

    while (first < last && !(row->invested[first] > 0))
        first++;
    return first;
}

static const char *period_name(const struct digest *digest, int period)
{
    const char *name = digest->vintages->names[period];

    return name == NULL ? "all time" : name;
}

/* Only of vintages in which something was invested. */
static cf_status add_vintage(const struct digest *digest, cf_table *table, const cf_run_off *row,
                             int vintage)
{
    double invested = row->invested[vintage];
    cf_cell cells[MOST_COLUMNS + 2] = { cf_cell_text(period_name(digest, vintage)),
                                        cf_cell_number(invested) };
    int periods = digest->vintages->periods->count, shown = columns_of(digest);
    int first = first_of(digest, row);

    for (int c = 0; c < shown; c++) {
        double back = row->back[vintage * periods + first + c];

        cells[c + 2] = first + c < vintage ? cf_cell_null() : cf_cell_shaded(back, back / invested);
    }
    return cf_table_add_row(table, cells, shown + 2);
}

/* The last rows: by the end of each period. */
static cf_status add_cumulative(const struct digest *digest, cf_table *table, const cf_run_off *row)
{
    static const char *const names[] = { "min, in all", "pro rata, in all", "max, in all" };
    const cf_vintages *vintages = digest->vintages;
    int shown = columns_of(digest), first = first_of(digest, row);
    cf_status status = CF_OK;

    for (int which = 0; status == CF_OK && which < 3; which++) {
        cf_cell cells[MOST_COLUMNS + 2] = { cf_cell_text(names[which]), cf_cell_null() };

        if (vintages->view->options.probability_weights && which != 1)
            continue;
        for (int p = first; p < first + shown; p++)
            cells[p - first + 2] = which == 0   ? cf_cell_rounded(row->min[p], CF_DOWN)
                                   : which == 1 ? cf_cell_number(cf_run_off_back(vintages, row, p))
                                                : cf_cell_rounded(row->max[p], CF_UP);
        status = cf_table_add_row(table, cells, shown + 2);
    }
    return status;
}

static cf_status write_triangle(const struct digest *digest, const cf_run_off *row)
{
    const cf_vintages *vintages = digest->vintages;
    int shown = columns_of(digest), first = first_of(digest, row);
    cf_column *columns = cf_report_columns(digest->report, shown + 2);
    cf_table *table = NULL;
    cf_status status;

    if (columns == NULL)
        return CF_NO_MEMORY;
    columns[0] = (cf_column){ "invested in", CF_TEXT };
    columns[1] = (cf_column){ "invested", CF_MONEY };
    for (int p = 0; p < shown; p++)
        columns[p + 2] = (cf_column){ period_name(digest, first + p), CF_MONEY };
    status = cf_table_new(&table,
                          cf_report_text(digest->report, "%.100s: what comes back in which %s",
                                         digest->names[row->entity],
                                         cf_period_kind_names[vintages->kind]),
                          columns, shown + 2);
    for (int q = first; status == CF_OK && q < first + shown; q++) {
        if (row->invested[q] > 0)
            status = add_vintage(digest, table, row, q);
    }
    if (status == CF_OK)
        status = add_cumulative(digest, table, row);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, 0, &table);
    cf_table_free(table);
    return status;
}

/* ---- all together ---- */

static cf_status write_none(const struct digest *digest)
{
    return cf_report_add_paragraph(
        digest->report, 0,
        cf_param_has(digest->vintages->request, "supplier")
            ? "None of the suppliers asked for both invests and has revenue in these periods."
            : cf_nobody_text(digest->report,
                             "No entity in this view both invests in others and has revenue, so "
                             "nothing can come back.",
                             digest->vintages->view));
}

static cf_status write_triangles(const struct digest *digest, int most)
{
    const cf_vintages *vintages = digest->vintages;
    int left_out = vintages->periods->count - columns_of(digest);
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < most && i < vintages->supplier_count; i++)
        status = write_triangle(digest, &vintages->suppliers[i]);
    if (status == CF_OK)
        status = cf_report_add_paragraph(
            digest->report, 0,
            "Shades: \xE2\x96\x91 up to a quarter of what was invested in that period, "
            "\xE2\x96\x92 up to a half, \xE2\x96\x93 up to three quarters, \xE2\x96\x88 more.");
    if (status == CF_OK && left_out > 0)
        status = cf_report_add_paragraph(
            digest->report, 0,
            cf_report_text(
                digest->report,
                "The triangle%s %d periods from the first investment on; --format csv has all %d.",
                most > 1 ? "s show" : " shows", columns_of(digest), vintages->periods->count));
    return status;
}

static cf_status write_supplier_part(const struct digest *digest)
{
    const cf_vintages *vintages = digest->vintages;
    int count = vintages->supplier_count;
    int shown = count < MOST_SUPPLIERS ? count : MOST_SUPPLIERS;
    cf_status status = write_suppliers(digest, 0, 0, shown);

    if (status == CF_OK)
        status = cf_report_add_paragraph(
            digest->report, 0,
            "Min, pro rata, max: by the end of the last period. Lag: years until what comes back "
            "does, on average.");
    if (status == CF_OK && count > shown)
        status = cf_further_suppliers(digest->report, count - shown, true);
    if (status == CF_OK)
        status = write_triangles(digest, MOST_TRIANGLES);
    return status == CF_OK ? write_suppliers(digest, 1, shown, count) : status;
}

cf_status cf_vintages_write_digest(const cf_vintages *vintages, cf_report *report)
{
    struct digest digest = { .vintages = vintages,
                             .report = report,
                             .names = cf_names_of(report, vintages->view) };
    cf_status status = digest.names == NULL ? CF_NO_MEMORY : write_head(&digest);

    if (status == CF_OK && vintages->entity >= 0)
        status = cf_vintages_write_funding(vintages, report);
    if (status != CF_OK)
        return status;
    return vintages->supplier_count == 0 ? write_none(&digest) : write_supplier_part(&digest);
}
