/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the tables of a report by the names of their columns. */
#include "report/lookup.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

cf_lookup cf_lookup_of(const cf_report *report, const char *table)
{
    cf_lookup sheet = { .table = NULL };

    if (report != NULL)
        sheet.table = cf_report_find_table(report, table);
    if (sheet.table != NULL)
        sheet.rows = cf_table_row_count(sheet.table);
    return sheet;
}

/* The place of a column that the program itself names; -1 only where the table is missing. */
static int find_column(const cf_lookup *sheet, const char *name)
{
    int index = sheet->table == NULL ? -1 : cf_table_find_column(sheet->table, name);

    assert(sheet->table == NULL || index >= 0);
    return index;
}

const cf_column *cf_lookup_column(const cf_lookup *sheet, const char *name)
{
    int index = find_column(sheet, name);

    return index < 0 ? NULL : cf_table_column(sheet->table, index);
}

bool cf_lookup_has(const cf_lookup *sheet, const char *name)
{
    return sheet->table != NULL && cf_table_find_column(sheet->table, name) >= 0;
}

cf_cell cf_lookup_cell(const cf_lookup *sheet, long row, const char *column)
{
    int index = find_column(sheet, column);

    return index < 0 ? cf_cell_null() : *cf_table_cell(sheet->table, row, index);
}

double cf_lookup_number(const cf_lookup *sheet, long row, const char *column)
{
    cf_cell cell = cf_lookup_cell(sheet, row, column);

    return cell.known ? cell.number : NAN;
}

const char *cf_lookup_text(const cf_lookup *sheet, long row, const char *column)
{
    cf_cell cell = cf_lookup_cell(sheet, row, column);

    return cell.known ? cell.text : NULL;
}

const char *cf_lookup_first_text(const cf_lookup *sheet, const char *column)
{
    return sheet->rows > 0 ? cf_lookup_text(sheet, 0, column) : NULL;
}

bool cf_lookup_is(const cf_lookup *sheet, long row, const char *column, const char *text)
{
    const char *found = cf_lookup_text(sheet, row, column);

    return found != NULL && strcmp(found, text) == 0;
}

long cf_lookup_find(const cf_lookup *sheet, long row, const char *column, const char *text)
{
    while (row < sheet->rows && !cf_lookup_is(sheet, row, column, text))
        row++;
    return row;
}

int cf_lookup_rank(const cf_lookup *sheet, const char *column, const char *text)
{
    const char *last = NULL;
    int rank = -1;

    for (long i = 0; i < sheet->rows; i++) {
        if (last != NULL && cf_lookup_is(sheet, i, column, last))
            continue;
        last = cf_lookup_text(sheet, i, column);
        rank++;
        if (cf_lookup_is(sheet, i, column, text))
            return rank;
    }
    return 0;
}

cf_status cf_lookup_deals(long **out, const cf_lookup *sheet, const cf_scenario *scenario)
{
    long *rows = malloc(((size_t)scenario->deal_count + 1) * sizeof *rows);

    *out = rows;
    if (rows == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < scenario->deal_count; i++)
        rows[i] = -1;
    for (long row = 0; row < sheet->rows; row++) {
        const char *id = cf_lookup_text(sheet, row, "deal");
        int deal = id == NULL ? -1 : cf_scenario_find_deal(scenario, id);

        if (deal >= 0)
            rows[deal] = row;
    }
    return CF_OK;
}

bool cf_lookup_shows(const cf_table *table, int column)
{
    if (cf_table_column(table, column)->shown)
        return true;
    for (int c = 0; c < cf_table_column_count(table); c++)
        if (cf_table_column(table, c)->shown)
            return false;
    return true;
}

const char *cf_lookup_name(const cf_scenario *scenario, const char *id)
{
    int index = scenario == NULL || id == NULL ? -1 : cf_scenario_find_entity(scenario, id);
    const char *name = index < 0 ? NULL : scenario->entities[index].name;

    return name == NULL || *name == '\0' ? id : name;
}

cf_cell cf_lookup_figure(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++)
        if (strcmp(cf_report_figure(report, i)->name, name) == 0)
            return cf_report_figure(report, i)->value;
    return cf_cell_null();
}

const char *cf_lookup_driver(char room[static CF_DRIVER_SIZE], const cf_scenario *scenario,
                             const char *name)
{
    static const char *const levers[] = { "funds", "revenue" };

    for (int i = 0; i < 2 && name != NULL && cf_scenario_find_deal(scenario, name) < 0; i++) {
        size_t length = strlen(levers[i]);
        const char *who;

        if (strncmp(name, levers[i], length) != 0 || name[length] != ':')
            continue;
        who = cf_lookup_name(scenario, name + length + 1);
        (void)snprintf(room, CF_DRIVER_SIZE, "%s of %.*s", levers[i],
                       (int)cf_text_beginning(who, CF_NAME_SHOWN), who);
        return room;
    }
    return name;
}
