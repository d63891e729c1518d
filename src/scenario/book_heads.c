/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the header of a sheet of a workbook, below titles and with merged heads. */
#include "scenario/book_heads.h"

#include <stdio.h>
#include <string.h>

#include "scenario/sheet_heading.h"

static bool is_known(const cf_book_csv *csv, const char *name)
{
    return name[0] != '\0' && cf_sheet_knows_heading(csv->kind, csv->asked, name);
}

static bool is_column(const cf_book_csv *csv, const char *name)
{
    return cf_column_find(csv->kind, name, strlen(name)).field != NULL;
}

/* The text of a cell, on one line and without spaces around it; "" where it is an error. */
static void copy_name(char name[static CF_BOOK_NAME_SIZE], const cf_book_row *row,
                      const cf_book_cell *cell)
{
    const char *from = row->text + cell->from;
    size_t used = 0;

    name[0] = '\0';
    if (cell->kind == CF_BOOK_ERROR || cell->length >= CF_BOOK_NAME_SIZE)
        return;
    for (size_t i = 0; i < cell->length; i++) {
        bool is_space = strchr(" \t\r\n", from[i]) != NULL;

        if (!is_space)
            name[used++] = from[i];
        else if (used > 0 && name[used - 1] != ' ')
            name[used++] = ' ';
    }
    while (used > 0 && name[used - 1] == ' ')
        used--;
    name[used] = '\0';
}

/* The first row in which the most cells, as they stand there, name columns. */
static int find_names(const cf_book_csv *csv, int *known)
{
    int best = 0;

    *known = 0;
    for (int i = 0; i < csv->heads.count; i++) {
        const cf_book_row *row = &csv->heads.at[i].row;
        int count = 0;

        for (int c = 0; c < row->count; c++) {
            char name[CF_BOOK_NAME_SIZE];

            copy_name(name, row, &row->cells[c]);
            count += is_known(csv, name);
        }
        if (count > *known) {
            *known = count;
            best = i;
        }
    }
    return best;
}

int cf_book_heads_width(const cf_book_csv *csv, int header)
{
    int width = 0;

    for (int i = 0; i <= header; i++) {
        const cf_book_row *row = &csv->heads.at[i].row;
        int end = row->cells[row->count - 1].column + 1;

        if (end > width && (i == header || end <= CF_MOST_COLUMNS * 4))
            width = end;
    }
    return width;
}

/* The cell at a column, or the nearest one to the left of it. */
static const cf_book_cell *cell_at(const cf_book_row *row, int column, bool or_left)
{
    const cf_book_cell *found = NULL;

    for (int i = 0; i < row->count && row->cells[i].column <= column; i++)
        if (or_left || row->cells[i].column == column)
            found = &row->cells[i];
    return found;
}

/* A head that goes down to the header, over blank cells. */
static void name_above(char name[static CF_BOOK_NAME_SIZE], const cf_book_csv *csv, int header,
                       int column, bool *is_head)
{
    for (int i = header - 1; i >= 0; i--) {
        const cf_book_row *row = &csv->heads.at[i].row;
        const cf_book_cell *cell = cell_at(row, column, false);

        if (cell == NULL)
            continue;
        copy_name(name, row, cell);
        if (is_known(csv, name))
            is_head[i] = true;
        else
            name[0] = '\0';
        return;
    }
}

/* ---- a head over a name ---- */

/* What a head says of a unit: as a whole, or in its brackets, as in "Range (USD bn)". */
static bool read_unit(cf_heading *out, const cf_book_csv *csv, const char *over)
{
    const char *bracket = strrchr(over, '(');

    cf_heading_read(out, csv->kind, over);
    if (out->use.field == NULL)
        cf_heading_read(out, &cf_deal_sheet, over);
    if (out->use.field == NULL && bracket != NULL)
        cf_heading_read(out, &cf_deal_sheet, bracket);
    return out->use.field != NULL && cf_heading_has_unit(out);
}

static const char *power_word(int power)
{
    return power == 3 ? "k" : power == 6 ? "m" : power == 9 ? "bn" : power == 12 ? "tn" : "";
}

static const char *currency_word(const cf_money_word *money)
{
    if (!money->sign)
        return money->currency;
    return strcmp(money->currency, "USD") == 0 ? "$" : "\xC2\xA5";
}

/* "Amount ($bn)" over "Low" makes it "Low ($bn)"; a name keeps what it says of its own. */
static bool hand_on_unit(char name[static CF_BOOK_NAME_SIZE], const cf_book_csv *csv,
                         const char *over)
{
    char both[CF_BOOK_NAME_SIZE];
    cf_heading own, above, joined;
    const char *currency = "", *power = "";

    cf_heading_read(&own, csv->kind, name);
    if (!cf_column_is_money(&own.use) || !read_unit(&above, csv, over))
        return false;
    if (own.money.currency[0] == '\0')
        currency = currency_word(&above.money);
    if (own.money.power < 0)
        power = power_word(above.money.power);
    if ((*currency == '\0' && *power == '\0') ||
        snprintf(both, sizeof both, "%s (%s%s%s)", name, currency,
                 above.money.sign || *currency == '\0' || *power == '\0' ? "" : " ",
                 power) >= (int)sizeof both)
        return false;
    cf_heading_read(&joined, csv->kind, both);
    if (joined.use.field == NULL || strcmp(joined.use.name, own.use.name) != 0 ||
        !cf_heading_has_unit(&joined))
        return false;
    strcpy(name, both);
    return true;
}

/* "Source" over "title" is source_title, and "Date" over "Signature" is Date de Signature. */
static bool join_names(char name[static CF_BOOK_NAME_SIZE], const cf_book_csv *csv,
                       const char *over)
{
    static const char *const joints[] = { "_", " of ", " de " };
    char both[CF_BOOK_NAME_SIZE];
    bool known = is_known(csv, name);

    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        if (snprintf(both, sizeof both, "%s%s%s", over, joints[i], name) >= (int)sizeof both)
            return false;
        if (!is_column(csv, both) && (known || !is_known(csv, both)))
            continue;
        strcpy(name, both);
        return true;
    }
    return false;
}

/* The head in the row over a name says what it is of, or its unit. */
static void join_above(char name[static CF_BOOK_NAME_SIZE], const cf_book_csv *csv, int header,
                       int column, bool *is_head)
{
    char over[CF_BOOK_NAME_SIZE];
    const cf_book_row *row = &csv->heads.at[header].row, *above;
    const cf_book_cell *cell;

    if (header == 0)
        return;
    above = &csv->heads.at[header - 1].row;
    cell = above->number + 1 == row->number ? cell_at(above, column, true) : NULL;
    if (cell == NULL)
        return;
    copy_name(over, above, cell);
    if (over[0] != '\0' && (join_names(name, csv, over) || hand_on_unit(name, csv, over)))
        is_head[header - 1] = true;
}

void cf_book_heads_name(char name[static CF_BOOK_NAME_SIZE], const cf_book_csv *csv, int header,
                        int column, bool *is_head)
{
    const cf_book_row *row = &csv->heads.at[header].row;
    const cf_book_cell *cell = cell_at(row, column, false);

    name[0] = '\0';
    if (cell != NULL)
        copy_name(name, row, cell);
    if (cell == NULL)
        name_above(name, csv, header, column, is_head);
    else if (name[0] != '\0')
        join_above(name, csv, header, column, is_head);
}

/* How many columns are known with the heads above, unless none of the row itself is. */
static int known_with_heads(const cf_book_csv *csv, int header)
{
    const cf_book_row *row = &csv->heads.at[header].row;
    int width = cf_book_heads_width(csv, header), known = 0, own = 0;

    for (int column = 0; column < width; column++) {
        char name[CF_BOOK_NAME_SIZE];
        bool is_head[CF_BOOK_HEAD_ROWS];

        cf_book_heads_name(name, csv, header, column, is_head);
        known += is_known(csv, name);
        own += is_known(csv, name) && cell_at(row, column, false) != NULL;
    }
    return own > 0 ? known : 0;
}

int cf_book_heads_find(const cf_book_csv *csv, int *known)
{
    int best = find_names(csv, known);

    if (*known > 0)
        *known = known_with_heads(csv, best);
    /* The lower one of two rows of heads has fewer names of its own. */
    for (int i = best + 1; i<csv->heads.count && * known> 0; i++) {
        int count = known_with_heads(csv, i);

        if (csv->heads.at[i].row.number != csv->heads.at[best].row.number + 1 || count <= *known)
            break;
        *known = count;
        best = i;
    }
    return best;
}
