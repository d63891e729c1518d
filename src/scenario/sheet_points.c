/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds columns of numbers that a decimal point and a decimal comma read differently. */
#include "scenario/sheet_points.h"

#include <string.h>

#include "base/text.h"

enum reading { ONE_WAY, SAME, TWO_WAYS };

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* 12.750 can be read in two ways, 125 means the same in both; 1500, 0.5 and 1e9 have one. */
static enum reading reading_of(const char *text, size_t length)
{
    size_t sign = length > 0 && (text[0] == '-' || text[0] == '+');
    size_t whole = digits_at(text + sign);

    if (sign + whole > length)
        whole = length - sign;
    if (whole == 0 && text[sign] != '.')
        return SAME; /* no number at all */
    if (whole == 0 || whole > 3)
        return ONE_WAY;
    if (sign + whole == length)
        return SAME;
    if (text[sign] == '0' || text[sign + whole] != '.' || length != sign + whole + 4 ||
        digits_at(text + sign + whole + 1) < 3)
        return ONE_WAY;
    return TWO_WAYS;
}

static void note(cf_sheet_point *point, cf_sheet_spot spot, const char *text, size_t length)
{
    enum reading reading = reading_of(text, length);

    point->one_way |= reading == ONE_WAY;
    if (reading != TWO_WAYS || point->text[0] != '\0' || length >= sizeof point->text)
        return;
    point->spot = spot;
    memcpy(point->text, text, length);
    point->text[length] = '\0';
}

/* A fraction has no thousands. */
static bool is_amount(const cf_column_use *use)
{
    return use->field->kind != CF_FIELD_FRACTION &&
           strcmp(use->part->keys[0] == NULL ? "" : use->part->keys[0], "share") != 0;
}

void cf_sheet_note_number(cf_sheet *sheet, int row, int column, const char *text)
{
    const cf_column_use *use = &sheet->uses[column];
    const cf_csv_cell *cell = &sheet->csv.cells[column];
    cf_sheet_spot spot = { cell->from, cell->to, sheet->row_list.at[row].number, use->name };
    cf_sheet_point *point = &sheet->points[column];

    if (sheet->decimal != '\0' || point->one_way || !is_amount(use) ||
        (cf_sheet_is_book(sheet) ? !cell->quoted : sheet->csv.separator == ','))
        return;
    if (use->part->cell == CF_CELL_STATED && *text == '[')
        return; /* JSON has decimal points only */
    if (use->part->cell != CF_CELL_SCHEDULE && use->part->cell != CF_CELL_STATED) {
        note(point, spot, text, strlen(text));
        return;
    }
    for (const char *amount = strchr(text, '='); amount != NULL; amount = strchr(amount, '=')) {
        size_t length;

        amount += 1 + strspn(amount + 1, " ");
        length = strcspn(amount, "; @");
        note(point, spot, amount, length);
    }
}

void cf_sheet_join_points(cf_sheet_point *point, const cf_sheet_point *other)
{
    bool one_way = point->one_way || other->one_way;

    if (other->text[0] != '\0' && (point->text[0] == '\0' || other->spot.from < point->spot.from))
        *point = *other;
    point->one_way = one_way;
}

static cf_status warn(cf_sheet *sheet, const cf_sheet_point *point)
{
    double number = 0.0;
    char whole[sizeof point->text];
    size_t used = 0;

    for (const char *c = point->text; *c != '\0'; c++)
        if (*c != '.')
            whole[used++] = *c;
    whole[used] = '\0';
    (void)cf_text_read_number(&number, point->text);
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    return cf_sheet_report(sheet, CF_WARNING, CF_CODE_CSV_POINT_IN_DOUBT, &point->spot,
                           "--decimal . keeps this reading, --decimal , takes the other",
                           "numbers in %s can be read in two ways: %s is taken as %s, but is %s if "
                           "points separate thousands",
                           point->spot.column, point->text, cf_show_number(number).text, whole);
}

cf_status cf_sheet_warn_of_points(cf_sheet *sheet)
{
    cf_status status = CF_OK;

    for (int i = 0; i < sheet->width && status == CF_OK; i++)
        if (!sheet->points[i].one_way && sheet->points[i].text[0] != '\0')
            status = warn(sheet, &sheet->points[i]);
    return status;
}
