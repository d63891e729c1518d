/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: the cells of all rows in one array that doubles, so that a row of millions costs O(1). A
 * base/vec.h counts by int, which the cells of a large table exceed. */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/report.h"

struct cf_table {
    const char *name;
    const cf_column *columns;
    int column_count;
    cf_cell *cells;       /* row 0, row 1, ... */
    long row_count, room; /* in rows */
};

bool cf_kind_is_text(cf_kind kind)
{
    return kind == CF_TEXT || kind == CF_ENTITY || kind == CF_DATE || kind == CF_COURSE ||
           kind == CF_SPAN;
}

const char *cf_column_heading(const cf_column *column)
{
    return column->heading != NULL ? column->heading : column->name;
}

const char *cf_column_unit(const cf_column *column, const char *money)
{
    static const char *const units[CF_KIND_COUNT] = {
        [CF_TEXT] = "text",     [CF_ENTITY] = "id of an entity",
        [CF_DATE] = "date",     [CF_SHARE] = "share, shown in percent",
        [CF_COUNT] = "count",   [CF_FLAG] = "TRUE or FALSE",
        [CF_NUMBER] = "number", [CF_BAR] = "number",
        [CF_COURSE] = "text",   [CF_SPAN] = "text",
    };

    if (column->unit != NULL)
        return column->unit;
    if (column->kind == CF_MONEY)
        return money != NULL && *money != '\0' ? money : "money";
    return units[column->kind];
}

cf_cell cf_cell_null(void)
{
    return (cf_cell){ .number = 0.0, .known = false };
}

cf_cell cf_cell_text(const char *text)
{
    return (cf_cell){ .text = text, .known = text != NULL };
}

cf_cell cf_cell_number(double number)
{
    if (!isfinite(number))
        return cf_cell_null();
    return (cf_cell){ .number = number + 0.0, .known = true }; /* -0 + 0 is 0 */
}

cf_cell cf_cell_rounded(double number, cf_rounding rounding)
{
    cf_cell cell = cf_cell_number(number);

    cell.rounding = (unsigned char)rounding;
    return cell;
}

cf_cell cf_cell_shaded(double number, double part)
{
    cf_cell cell = cf_cell_number(number);

    if (part >= 0.005)
        cell.shade = (unsigned char)fmin(1.0 + floor(part * 4.0), 4.0);
    return cell;
}

cf_cell cf_cell_flag(bool flag)
{
    return (cf_cell){ .number = flag ? 1.0 : 0.0, .known = true };
}

cf_status cf_table_new(cf_table **out, const char *name, const cf_column *columns, int column_count)
{
    assert(name != NULL && column_count > 0);
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    **out = (cf_table){ .name = name, .columns = columns, .column_count = column_count };
    return CF_OK;
}

void cf_table_free(cf_table *table)
{
    if (table == NULL)
        return;
    free(table->cells);
    free(table);
}

static cf_status grow_table(cf_table *table)
{
    size_t row_size = (size_t)table->column_count * sizeof(cf_cell);
    long room = table->room == 0 ? 16 : table->room * 2;
    cf_cell *cells;

    if ((size_t)room > SIZE_MAX / 2 / row_size)
        return CF_NO_MEMORY;
    cells = realloc(table->cells, (size_t)room * row_size);
    if (cells == NULL)
        return CF_NO_MEMORY;
    table->cells = cells;
    table->room = room;
    return CF_OK;
}

cf_status cf_table_add_row(cf_table *table, const cf_cell *row, int count)
{
    size_t width = (size_t)table->column_count;

    assert(count == table->column_count);
    if (count != table->column_count)
        return CF_SOLVER;
    if (table->row_count == table->room && grow_table(table) != CF_OK)
        return CF_NO_MEMORY;
    memcpy(table->cells + (size_t)table->row_count * width, row, width * sizeof *row);
    table->row_count++;
    return CF_OK;
}

void cf_table_clear(cf_table *table)
{
    table->row_count = 0;
}

const char *cf_table_name(const cf_table *table)
{
    return table->name;
}

int cf_table_column_count(const cf_table *table)
{
    return table->column_count;
}

const cf_column *cf_table_column(const cf_table *table, int column)
{
    assert(column >= 0 && column < table->column_count);
    return &table->columns[column];
}

int cf_table_find_column(const cf_table *table, const char *name)
{
    for (int c = 0; c < table->column_count; c++)
        if (strcmp(table->columns[c].name, name) == 0)
            return c;
    return -1;
}

long cf_table_row_count(const cf_table *table)
{
    return table == NULL ? 0 : table->row_count;
}

const cf_cell *cf_table_cell(const cf_table *table, long row, int column)
{
    assert(row >= 0 && row < table->row_count && column >= 0 && column < table->column_count);
    return &table->cells[(size_t)row * (size_t)table->column_count + (size_t)column];
}
