/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_WRITERS_WRITTEN_H
#define CIRCFIN_UNIT_WRITERS_WRITTEN_H

/* What the tests of the formats share: a small report, and what a format makes of it. */

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/writer.h"

/** The bytes that a format writes; to be freed. */
static inline char *written(const char *format, const cf_report *report,
                            const cf_write_options *options)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    cr_assert_not_null(stream);
    cr_assert_eq(cf_writer_find(format)->write(stream, report, options), CF_OK);
    cr_assert_eq(fclose(stream), 0);
    return text;
}

static inline cf_report *new_report(const cf_scenario *scenario)
{
    cf_report *report = NULL;

    cr_assert_eq(cf_report_new(&report, "score", scenario), CF_OK);
    return report;
}

/** Adds a table of rows given one after the other. */
static inline void add_table(cf_report *report, const char *name, const cf_column *columns,
                             int column_count, const cf_cell *cells, int row_count)
{
    cf_table *table = NULL;

    cr_assert_eq(cf_table_new(&table, name, columns, column_count), CF_OK);
    for (int r = 0; r < row_count; r++)
        cr_assert_eq(cf_table_add_row(table, cells + r * column_count, column_count), CF_OK);
    cr_assert_eq(cf_report_take_table(report, &table), CF_OK);
}

static inline void expect_written(const char *format, const cf_report *report,
                                  const cf_write_options *options, const char *expected)
{
    char *text = written(format, report, options);

    cr_expect_str_eq(text, expected);
    free(text);
}

/** What a format makes of one table of one column. */
static inline void expect_column(const char *format, int width, cf_column column,
                                 const cf_cell *cells, int count, const char *expected)
{
    cf_report *report = new_report(NULL);
    cf_write_options options = { .width = width, .table = "t" };

    add_table(report, "t", &column, 1, cells, count);
    expect_written(format, report, &options, expected);
    cf_report_free(report);
}

#endif
