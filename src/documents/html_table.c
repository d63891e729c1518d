/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes one table of a report: the columns meant for people, under their headings. */
#include <stdlib.h>
#include <string.h>

#include "documents/html.h"
#include "writers/cell_style.h"

enum { MOST_COLUMNS = 64, LONG = 12 /* rows; longer tables are folded */ };

struct column {
    const cf_column *column;
    int index; /* in the report's table */
    cf_cell_style style;
};

struct grid {
    const cf_html *page;
    const cf_table *table;
    struct column columns[MOST_COLUMNS];
    int count;
};

static void choose_columns(struct grid *grid, bool whole)
{
    for (int c = 0; c < cf_table_column_count(grid->table) && grid->count < MOST_COLUMNS; c++) {
        const cf_column *column = cf_table_column(grid->table, c);

        if (strcmp(column->name, "name") != 0 && (whole || cf_lookup_shows(grid->table, c)))
            grid->columns[grid->count++] = (struct column){
                .column = column, .index = c, .style = cf_cell_style_of_column(grid->table, c)
            };
    }
}

static void put_number(const struct grid *grid, const struct column *column, const cf_cell *cell)
{
    char text[CF_CELL_SIZE];

    cf_cell_print(text, column->style, cell);
    if (column->style.kind == CF_FLAG)
        cf_xml_put(grid->page->out, "<td>%s</td>", cell->known && cell->number > 0.0 ? "yes" : "");
    else
        cf_xml_put(grid->page->out, "<td class=\"n\">%s</td>", text);
}

static void put_text(const struct grid *grid, const struct column *column, const cf_cell *cell)
{
    if (!cell->known)
        return;
    if (column->style.kind == CF_ENTITY)
        cf_html_entity(grid->page, cell->text);
    else if (strcmp(column->column->name, "deal") == 0)
        cf_html_deal(grid->page, cell->text,
                     cf_scenario_find_deal(grid->page->scenario, cell->text));
    else
        cf_xml_put(grid->page->out, "<bdi>%.1000s</bdi>", cell->text);
}

static void put_row(const struct grid *grid, long row)
{
    FILE *out = grid->page->out;

    fputs("<tr>", out);
    for (int c = 0; c < grid->count; c++) {
        const struct column *column = &grid->columns[c];
        const cf_cell *cell = cf_table_cell(grid->table, row, column->index);
        bool heads = c == 0 && cell->known; /* a row without a name has no header */

        if (!cf_cell_style_is_text(column->style)) {
            put_number(grid, column, cell);
            continue;
        }
        fputs(heads ? "<th scope=\"row\">" : "<td>", out);
        put_text(grid, column, cell);
        fputs(heads ? "</th>" : "</td>", out);
    }
    fputs("</tr>\n", out);
}

static void put_head(const struct grid *grid)
{
    fputs("<thead><tr>", grid->page->out);
    for (int c = 0; c < grid->count; c++) {
        const cf_column *column = grid->columns[c].column;

        cf_xml_put(grid->page->out, "<th scope=\"col\" class=\"%s\" title=\"%s\">%s</th>",
                   cf_cell_style_is_text(grid->columns[c].style) ? "" : "n",
                   column->meaning == NULL ? "" : column->meaning, cf_column_heading(column));
    }
    fputs("</tr></thead>\n<tbody>\n", grid->page->out);
}

static void put_left_out(const cf_html *page, const cf_html_table *table, long shown, long all)
{
    if (shown < all)
        cf_xml_put(page->out,
                   "<p class=\"note\">The first %d of %d rows. All of them are in %s.csv beside "
                   "this page.</p>\n",
                   (int)shown, (int)all, table->file == NULL ? table->name : table->file);
}

void cf_html_begin_table(const cf_html *page, const char *caption, const char *class)
{
    cf_xml_put(page->out,
               "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n"
               "<table class=\"%s\"><caption>%s</caption>\n",
               caption, class, caption);
}

void cf_html_end_table(const cf_html *page)
{
    fputs("</table>\n</div>\n", page->out);
}

void cf_html_begin_folded(const cf_html *page, const char *caption, long count)
{
    cf_xml_put(page->out, "<details class=\"appendix\"><summary>%s <span class=\"count\">(",
               caption);
    cf_html_number(page, (double)count);
    fputs(")</span></summary>\n", page->out);
}

void cf_html_end_folded(const cf_html *page)
{
    fputs("</details>\n", page->out);
}

void cf_html_begin_appendix(const cf_html *page)
{
    fputs("<div class=\"appendix\">\n", page->out);
}

void cf_html_end_appendix(const cf_html *page)
{
    fputs("</div>\n", page->out);
}

void cf_html_put_table(const cf_html *page, const cf_html_table *table)
{
    cf_lookup sheet = cf_lookup_of(table->report, table->name);
    long rows = table->most > 0 && sheet.rows > table->most ? table->most : sheet.rows;
    struct grid grid = { .page = page, .table = sheet.table };
    bool folded = table->folded || sheet.rows > LONG;

    if (rows == 0)
        return;
    choose_columns(&grid, table->whole);
    if (folded)
        cf_html_begin_folded(page, table->caption, sheet.rows);
    cf_html_begin_table(page, table->caption, folded ? "folded" : "");
    put_head(&grid);
    for (long row = 0; row < rows; row++)
        put_row(&grid, row);
    fputs("</tbody>", page->out);
    cf_html_end_table(page);
    put_left_out(page, table, rows, sheet.rows);
    if (folded)
        cf_html_end_folded(page);
}
