/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables that the notebook shows, as HTML such as pandas gives and as plain text. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/money.h"
#include "base/width.h"
#include "base/xml.h"
#include "documents/notebook.h"
#include "writers/page.h"

enum { MOST_COLUMNS = 8, PLAIN_WIDTH = 100, SUPPLIERS = 12, ROWS = 10 };
#define UNKNOWN "\xE2\x80\x93"

/* ---- choosing: some columns under headings of their own, some rows ---- */

static const struct choice {
    const char *cell, *table;
    const char *first;   /* only rows whose cell here is the first supplier; or NULL: all */
    const char *largest; /* by this column, largest first; or NULL: as they are */
    long most;
    struct {
        const char *name, *heading;
    } columns[MOST_COLUMNS + 1];
} choices[] = {
    { "suppliers",
      "suppliers",
      NULL,
      NULL,
      SUPPLIERS,
      { { "entity", "supplier" },
        { "invested", "invested" },
        { "reachable", "reachable" },
        { "loopback_min", "min" },
        { "loopback_pro_rata", "pro rata" },
        { "loopback_max", "max" },
        { "loopback_max_open", "open" },
        { "exposure_pro_rata", "of revenue in deals" } } },
    { "routes",
      "routes",
      "supplier",
      "amount",
      ROWS,
      { { "investee", "invested in" },
        { "last_payer", "last payer" },
        { "amount", "comes back" } } },
    { "rests",
      "rests",
      "supplier",
      "amount",
      ROWS,
      { { "entity", "stays with" }, { "amount", "amount" } } },
    { "loops",
      "loops",
      NULL,
      NULL,
      ROWS,
      { { "rank", "rank" },
        { "path", "path" },
        { "classes", "steps" },
        { "amount", "amount" },
        { "through_flow", "through-flow" },
        { "supplier", "supplier" } } },
};

struct line {
    long row;
    double size; /* NaN stands last */
};

static int compare_lines(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    if (isnan(x->size) != isnan(y->size))
        return isnan(x->size) ? 1 : -1;
    if (x->size > y->size || x->size < y->size)
        return x->size > y->size ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static long choose_lines(struct line *lines, const cf_notebook *notebook,
                         const struct choice *choice, const cf_lookup *sheet)
{
    long count = 0;

    for (long i = 0; i < sheet->rows; i++) {
        if (choice->first != NULL && !cf_lookup_is(sheet, i, choice->first, notebook->first))
            continue;
        lines[count++] = (struct line){ i, choice->largest == NULL
                                               ? -(double)i
                                               : cf_lookup_number(sheet, i, choice->largest) };
    }
    if (count > 0)
        qsort(lines, (size_t)count, sizeof *lines, compare_lines);
    return count < choice->most ? count : choice->most;
}

static int count_columns(const struct choice *choice)
{
    int count = 0;

    while (choice->columns[count].name != NULL)
        count++;
    return count;
}

static cf_status add_line(cf_table *table, const cf_notebook *notebook, const struct choice *choice,
                          const cf_lookup *sheet, long row)
{
    cf_cell cells[MOST_COLUMNS];

    for (int c = 0; c < cf_table_column_count(table); c++) {
        cells[c] = cf_lookup_cell(sheet, row, choice->columns[c].name);
        if (cf_table_column(table, c)->kind == CF_ENTITY && cells[c].known)
            cells[c] = cf_cell_text(cf_notebook_name(notebook, cells[c].text));
    }
    return cf_table_add_row(table, cells, cf_table_column_count(table));
}

static cf_kind kind_of(const cf_lookup *sheet, const char *column)
{
    int index = cf_table_find_column(sheet->table, column);

    return index < 0 ? CF_TEXT : cf_table_column(sheet->table, index)->kind;
}

static cf_status choose(cf_table **out, const cf_notebook *notebook, const struct choice *choice)
{
    cf_lookup sheet = cf_notebook_sheet(notebook, choice->table);
    cf_column *columns = cf_report_columns(notebook->scratch, MOST_COLUMNS);
    struct line *lines = calloc((size_t)sheet.rows + 1, sizeof *lines);
    cf_status status = columns == NULL || lines == NULL ? CF_NO_MEMORY : CF_OK;
    long count = 0;

    for (int c = 0; status == CF_OK && c < count_columns(choice); c++)
        columns[c] =
            (cf_column){ choice->columns[c].heading, kind_of(&sheet, choice->columns[c].name) };
    if (status == CF_OK)
        status = cf_table_new(out, choice->cell, columns, count_columns(choice));
    if (status == CF_OK)
        count = choose_lines(lines, notebook, choice, &sheet);
    for (long i = 0; status == CF_OK && i < count; i++)
        status = add_line(*out, notebook, choice, &sheet, lines[i].row);
    free(lines);
    return status;
}

/* ---- worked out ---- */

static const double factors[] = { 0.5, 0.75, 1.0, 1.5, 2.0 };
enum { FACTOR_COUNT = sizeof factors / sizeof *factors };

static cf_status what_if(cf_table **out, const cf_notebook *notebook)
{
    static const cf_column columns[] = {
        { "supplier", CF_ENTITY },           { "revenue", CF_MONEY },
        { "% of 0.5 x revenue", CF_NUMBER }, { "% of 0.75 x revenue", CF_NUMBER },
        { "% of 1 x revenue", CF_NUMBER },   { "% of 1.5 x revenue", CF_NUMBER },
        { "% of 2 x revenue", CF_NUMBER },
    };
    const cf_lookup *suppliers = &notebook->suppliers;
    cf_status status = cf_table_new(out, "what-if", columns, FACTOR_COUNT + 2);

    for (long i = 0; status == CF_OK && i < suppliers->rows && i < SUPPLIERS; i++) {
        const char *id = cf_lookup_text(suppliers, i, "entity");
        double back = cf_lookup_number(suppliers, i, "loopback_pro_rata");
        double revenue = cf_lookup_number(suppliers, i, "revenue_reported");
        cf_cell cells[FACTOR_COUNT + 2] = { cf_cell_text(cf_notebook_name(notebook, id)) };

        if (isnan(revenue))
            revenue = cf_lookup_number(suppliers, i, "revenue");
        if (!(revenue > 0.0))
            revenue = NAN;
        cells[1] = cf_cell_number(revenue);
        for (int f = 0; f < FACTOR_COUNT; f++)
            cells[f + 2] = cf_cell_number(100.0 * back / (factors[f] * revenue));
        status = cf_table_add(*out, cells);
    }
    return status;
}

static cf_status system_figures(cf_table **out, const cf_notebook *notebook)
{
    static const cf_column columns[] = { { "figure", CF_TEXT }, { "value", CF_MONEY } };
    static const struct {
        const char *name, *shown;
    } figures[] = { { "gross", "gross" },
                    { "capital", "capital" },
                    { "trade", "trade" },
                    { "unquantified", "unquantified" },
                    { "funds_assumed", "funds assumed" },
                    { "funding_gap", "funding gap" },
                    { "circulation_max", "circulation max" } };
    const cf_report *score = notebook->dossier->parts[CF_PART_SCORE];
    cf_status status = cf_table_new(out, "system", columns, 2);

    for (size_t i = 0; status == CF_OK && i < sizeof figures / sizeof *figures; i++) {
        cf_cell cells[] = { cf_cell_text(figures[i].shown),
                            cf_cell_number(cf_lookup_figure(score, figures[i].name)) };

        status = cf_table_add(*out, cells);
    }
    return status;
}

static cf_status make_table(cf_table **out, const cf_notebook *notebook, const char *cell)
{
    *out = NULL;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (strcmp(choices[i].cell, cell) == 0)
            return choose(out, notebook, &choices[i]);
    if (strcmp(cell, "what-if") == 0)
        return what_if(out, notebook);
    if (strcmp(cell, "system") == 0)
        return system_figures(out, notebook);
    return CF_OK;
}

/* ---- writing ---- */

static void put_cell(FILE *out, cf_kind kind, const cf_cell *cell)
{
    char text[CF_MONEY_SIZE];

    if (!cell->known) {
        fputs(UNKNOWN, out);
    } else if (cf_kind_is_text(kind)) {
        cf_xml_text(out, cell->text);
    } else if (kind == CF_SHARE) {
        cf_share_text(text, cell->number);
        fputs(text, out);
    } else {
        cf_money_text(text, cell->number);
        cf_xml_text(out, text);
    }
}

static cf_status put_html(FILE *out, const cf_notebook *notebook, const void *what)
{
    const cf_table *table = what;

    (void)notebook;
    fputs("<table border=\"1\" class=\"dataframe\">\n  <thead>\n    <tr>\n", out);
    for (int c = 0; c < cf_table_column_count(table); c++)
        cf_xml_put(out, "      <th>%s</th>\n", cf_table_column(table, c)->name);
    fputs("    </tr>\n  </thead>\n  <tbody>\n", out);
    for (long r = 0; r < cf_table_row_count(table); r++) {
        fputs("    <tr>\n", out);
        for (int c = 0; c < cf_table_column_count(table); c++) {
            fputs("      <td>", out);
            put_cell(out, cf_table_column(table, c)->kind, cf_table_cell(table, r, c));
            fputs("</td>\n", out);
        }
        fputs("    </tr>\n", out);
    }
    fputs("  </tbody>\n</table>", out);
    return CF_OK;
}

static cf_status put_plain(FILE *out, const cf_notebook *notebook, const void *what)
{
    const cf_page page = { .out = out, .width = PLAIN_WIDTH };
    cf_ruler ruler;
    cf_status status;

    (void)notebook;
    cf_ruler_open(&ruler);
    status = cf_page_table(&page, what);
    cf_ruler_close(&ruler);
    return status;
}

static cf_status add_as(json_t *data, const char *type, const cf_notebook *notebook,
                        cf_notebook_put *put, const cf_table *table)
{
    json_t *lines;
    cf_status status = cf_notebook_lines(&lines, notebook, put, table);

    return status == CF_OK ? cf_notebook_set(data, type, lines) : status;
}

cf_status cf_notebook_add_table(json_t *data, const cf_notebook *notebook, const char *cell)
{
    cf_table *table;
    cf_status status = make_table(&table, notebook, cell);

    if (status == CF_OK && table != NULL)
        status = add_as(data, "text/html", notebook, put_html, table);
    if (status == CF_OK && table != NULL)
        status = add_as(data, "text/plain", notebook, put_plain, table);
    cf_table_free(table);
    return status;
}
