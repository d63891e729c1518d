/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario as the tables of a report, for programs that keep tables. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/vec.h"
#include "circfin/report.h"
#include "circfin/sheets.h"

/* The sheet that is being put. Its first row names the columns, whose kinds its cells tell. */
struct putting {
    cf_report *report;
    const char *name;
    CF_VEC(cf_cell) row;
    cf_column *columns; /* NULL: the first row is still to come */
    bool *told;         /* of a column: whether a cell has told its kind */
    cf_table *table;
};

static cf_status finish_sheet(struct putting *putting)
{
    cf_status status = CF_OK;

    if (putting->table != NULL)
        status = cf_report_take_table(putting->report, &putting->table);
    free(putting->told);
    putting->told = NULL;
    putting->columns = NULL;
    return status;
}

static cf_status begin_sheet(void *context, const char *name)
{
    struct putting *putting = context;

    putting->name = name;
    return finish_sheet(putting);
}

static cf_status put(struct putting *putting, cf_kind kind, cf_cell cell)
{
    int column = putting->row.count;

    if (putting->columns != NULL && cell.known && !putting->told[column]) {
        putting->columns[column].kind = kind;
        putting->told[column] = true;
    }
    return cf_vec_push(&putting->row, cell) ? CF_OK : CF_NO_MEMORY;
}

static cf_status put_copy(void *context, cf_kind kind, const char *text)
{
    struct putting *putting = context;
    const char *copy = cf_report_text(putting->report, "%s", text);

    return copy == NULL ? CF_NO_MEMORY : put(putting, kind, cf_cell_text(copy));
}

static cf_status put_text(void *context, const char *text)
{
    return text == NULL ? put(context, CF_TEXT, cf_cell_null()) : put_copy(context, CF_TEXT, text);
}

/* In the values of settings, numbers stand among texts. */
static cf_status put_number(void *context, double number)
{
    const struct putting *putting = context;
    int column = putting->row.count;
    char text[32];

    if (putting->columns == NULL || !putting->told[column] ||
        !cf_kind_is_text(putting->columns[column].kind))
        return put(context, CF_NUMBER, cf_cell_number(number));
    cf_text_number(text, number);
    return put_copy(context, CF_TEXT, text);
}

static cf_status put_day(void *context, cf_day day)
{
    char text[CF_DAY_SIZE];

    cf_day_format(text, day);
    return put_copy(context, CF_DATE, text);
}

static cf_status put_flag(void *context, bool flag)
{
    return put(context, CF_FLAG, cf_cell_flag(flag));
}

static cf_status begin_table(struct putting *putting)
{
    int count = putting->row.count;

    putting->columns = cf_report_columns(putting->report, count);
    putting->told = calloc((size_t)count + 1, sizeof *putting->told);
    if (putting->columns == NULL || putting->told == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < count; i++)
        putting->columns[i] = (cf_column){ .name = putting->row.at[i].text, .kind = CF_TEXT };
    return cf_table_new(&putting->table, putting->name, putting->columns, count);
}

static cf_status end_row(void *context)
{
    struct putting *putting = context;
    cf_status status = putting->columns == NULL
                           ? begin_table(putting)
                           : cf_table_add_row(putting->table, putting->row.at, putting->row.count);

    putting->row.count = 0;
    return status;
}

cf_status cf_report_of_scenario(cf_report **out, const cf_scenario *scenario)
{
    struct putting putting = { .report = NULL };
    const cf_sheet_sink sink = { .context = &putting,
                                 .begin_sheet = begin_sheet,
                                 .text = put_text,
                                 .number = put_number,
                                 .day = put_day,
                                 .flag = put_flag,
                                 .end_row = end_row };
    cf_status status = cf_report_new(out, "scenario", scenario);

    putting.report = *out;
    if (status == CF_OK)
        status = cf_sheets_put(scenario, &sink);
    if (status == CF_OK)
        status = finish_sheet(&putting);
    if (status == CF_OK)
        status = cf_report_status(*out);
    cf_table_free(putting.table);
    free(putting.told);
    free(putting.row.at);
    if (status != CF_OK) {
        cf_report_free(*out);
        *out = NULL;
    }
    return status;
}
