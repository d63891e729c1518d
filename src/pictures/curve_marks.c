/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where entities begin to fail along a shock: marks, and the words that say so. */
#include <math.h>
#include <stdio.h>

#include "base/buffer.h"
#include "pictures/curve_marks.h"
#include "report/money.h"

double cf_curve_x(const struct cf_curve_sheet *sheet, double value)
{
    double x = cf_plot_at(&sheet->across, value);
    bool falling = sheet->values[sheet->steps - 1] < sheet->values[0];

    return falling ? 2.0 * LEFT + LENGTH - x : x;
}

/* "OpenAI fails", "OpenAI, Oracle fail", "OpenAI and 3 more fail" */
static cf_status name_mark(struct cf_curve_mark *mark, const struct cf_curve_sheet *sheet)
{
    cf_buffer words = { 0 };
    char more[32];

    for (long i = 0; i < (mark->count == 2 ? 2 : 1); i++) {
        const char *id = cf_lookup_text(&sheet->falls, mark->first + i, "entity");
        const char *name = cf_lookup_name(sheet->scenario, id);

        cf_buffer_add(&words, i > 0 ? ", " : "");
        cf_buffer_add(&words, cf_svg_isolate(name));
        cf_buffer_add_name(&words, name);
        cf_buffer_add(&words, cf_svg_release(name));
    }
    snprintf(more, sizeof more, " and %ld more", mark->count - 1);
    cf_buffer_add(&words, mark->count > 2 ? more : "");
    cf_buffer_add(&words, mark->count == 1 ? " fails" : " fail");
    if (cf_buffer_text(&words) != NULL)
        mark->words = cf_arena_copy(sheet->arena, cf_buffer_text(&words), words.length);
    cf_buffer_free(&words);
    return mark->words == NULL ? CF_NO_MEMORY : CF_OK;
}

/* Where it begins: "between 1 and 0.9", two points of the curve; or "from 0.9 on" where that is the
 * one next to 1, no shock. */
static void say_where(struct cf_curve_mark *mark, const struct cf_curve_sheet *sheet)
{
    bool milder = mark->value < 1.0, rising = sheet->values[0] < sheet->values[sheet->steps - 1];
    char here[CF_MONEY_SIZE], before[CF_MONEY_SIZE];
    int i = 0;

    cf_money_text(here, mark->value);
    while (i + 1 < sheet->steps &&
           (sheet->values[i] < mark->value || sheet->values[i] > mark->value))
        i++;
    i += milder == rising ? 1 : -1;
    if (i >= 0 && i < sheet->steps &&
        (milder ? sheet->values[i] <= 1.0 : sheet->values[i] >= 1.0)) {
        cf_money_text(before, sheet->values[i]);
        snprintf(mark->where, sizeof mark->where, "between %s and %s", before, here);
    } else {
        snprintf(mark->where, sizeof mark->where, "from %s on", here);
    }
}

static bool is_row_free(const struct cf_curve_sheet *sheet, const struct cf_curve_mark *mark,
                        int row)
{
    for (const struct cf_curve_mark *other = sheet->marks; other < mark; other++)
        if (other->row == row && other->from < mark->to + 8.0 && other->to > mark->from - 8.0)
            return false;
    return true;
}

/* Its words begin at the mark, or end there where the edge is near. The first row with room; a mark
 * goes down through the rows below its own, and none may stand there. */
static void place_mark(const struct cf_curve_sheet *sheet, struct cf_curve_mark *mark)
{
    double width = fmin(cf_svg_text_width(mark->words, CF_PLOT_SMALL, false), MOST_FALL);

    mark->x = cf_curve_x(sheet, mark->value);
    mark->from = mark->x + 4.0 + width > WIDTH ? mark->x - 4.0 - width : mark->x + 4.0;
    mark->to = mark->from + width;
    mark->row = 0;
    while (mark->row < MOST_ROWS && !is_row_free(sheet, mark, mark->row))
        mark->row++;
    if (mark->row == MOST_ROWS)
        mark->row = -1;
}

cf_status cf_curve_read_marks(struct cf_curve_sheet *sheet)
{
    sheet->marks = cf_arena_new(sheet->arena, (size_t)sheet->falls.rows + 1, sizeof *sheet->marks);
    if (sheet->marks == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < sheet->falls.rows; i++) {
        double value = cf_lookup_number(&sheet->falls, i, "value");
        struct cf_curve_mark *last =
            sheet->mark_count == 0 ? NULL : &sheet->marks[sheet->mark_count - 1];

        if (last != NULL && !(value < last->value) && !(value > last->value))
            last->count++;
        else
            sheet->marks[sheet->mark_count++] =
                (struct cf_curve_mark){ .value = value, .first = i, .count = 1 };
    }
    for (int m = 0; m < sheet->mark_count; m++) {
        if (name_mark(&sheet->marks[m], sheet) != CF_OK)
            return CF_NO_MEMORY;
        say_where(&sheet->marks[m], sheet);
        place_mark(sheet, &sheet->marks[m]);
        if (sheet->marks[m].row >= sheet->rows_of_marks)
            sheet->rows_of_marks = sheet->marks[m].row + 1;
    }
    return CF_OK;
}
