/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sheet to go on working with. Marked cells are the reader's; all others follow by formulas,
 * each with its value worked out here, for viewers that do not calculate:
 *
 *     B4, B5     changes of revenue and loop-back, for all suppliers
 *     C..G       a supplier's figures, as they came out
 *     H..N       what follows
 *     below      exposure along a row of changes of revenue
 */
#include <math.h>

#include "base/sum.h"
#include "documents/workbook.h"
#include "report/sentences.h"

enum {
    SUPPLIER,
    NAME,
    INVESTED,
    LEAST,
    PRO_RATA,
    MOST,
    REVENUE,
    THEN, /* revenue, changed */
    EXPOSURE_LEAST,
    EXPOSURE,
    EXPOSURE_MOST,
    RATE,
    REPORTED,
    CHANGE,
    COLUMN_COUNT
};
enum { REVENUE_CHANGE_ROW = 3, LOOPBACK_CHANGE_ROW = 4, HEAD_ROW = 6, FIRST_ROW = 7 };
enum { STEP_COUNT = 7, CHART_MOST = 15, WIDTH = 190, TITLE_HEIGHT = 28, HEAD_HEIGHT = 30 };

/* Headings are those of the rows of the table suppliers, or `head` where a formula makes more of
 * them. */
static const struct {
    const char *column, *head;
    double width;
} columns[COLUMN_COUNT] = {
    [SUPPLIER] = { "entity", NULL, 22 },
    [NAME] = { "name", NULL, 22 },
    [INVESTED] = { "invested", NULL, 12 },
    [LEAST] = { "loopback_min", NULL, 12 },
    [PRO_RATA] = { "loopback_pro_rata", NULL, 12 },
    [MOST] = { "loopback_max", NULL, 12 },
    [REVENUE] = { "revenue", NULL, 12 },
    [THEN] = { "revenue", "revenue after the change", 13 },
    [EXPOSURE_LEAST] = { "exposure_min", NULL, 12 },
    [EXPOSURE] = { "exposure_pro_rata", NULL, 12 },
    [EXPOSURE_MOST] = { "exposure_max", NULL, 12 },
    [RATE] = { "rate_pro_rata", NULL, 12 },
    [REPORTED] = { "exposure_pro_rata", "exposure as calculated", 13 },
    [CHANGE] = { "exposure_pro_rata", "difference", 12 },
};
static const double steps[STEP_COUNT] = { -0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5 };

struct sheet {
    cf_workbook *workbook;
    cf_xlsx *book;
    const cf_xlsx_library *by; /* of the book */
    lxw_worksheet *sheet;
    long count;              /* of suppliers */
    int looks[COLUMN_COUNT]; /* number formats: those of bounds have more decimals */
    lxw_format *money, *share, *input_share, *head, *head_right;
};

/* Number of the row, from 1, in which formulas name the n-th supplier or the sums. */
static long row_name(long n)
{
    return FIRST_ROW + n + 1;
}

static const char *heading_of(const struct sheet *sheet, int column)
{
    const cf_column *row = cf_lookup_column(&sheet->workbook->suppliers, columns[column].column);

    if (columns[column].head != NULL)
        return columns[column].head;
    return row == NULL ? columns[column].column : cf_column_heading(row);
}

static double figure(const struct sheet *sheet, long n, int column)
{
    return cf_lookup_number(&sheet->workbook->suppliers, n, columns[column].column);
}

static double ratio(double part, double whole)
{
    return whole > 0.0 ? part / whole : (double)NAN; /* NaN in part stays */
}

/* ---- head ---- */

static void put_text(struct sheet *sheet, lxw_row_t row, int column, const char *text,
                     cf_xlsx_style style)
{
    cf_xlsx_put_text(sheet->book, sheet->sheet, row, column, text,
                     cf_xlsx_format(sheet->book, style, CF_XLSX_TEXT));
}

static void put_top(struct sheet *sheet)
{
    char text[256];

    snprintf(
        text, sizeof text,
        "Change the marked cells; all others follow by formulas. Amounts in %s. Loop-back does "
        "not react to a change of revenue here: \"circfin sweep\" recomputes it.",
        sheet->book->unit);
    cf_xlsx_check(sheet->book, sheet->by->worksheet_set_row(sheet->sheet, 0, TITLE_HEIGHT, NULL));
    put_text(sheet, 0, 0, "What if", CF_XLSX_TITLE);
    put_text(sheet, 1, 0, text, CF_XLSX_MUTED);
    put_text(sheet, REVENUE_CHANGE_ROW, 0, "revenue changes by", CF_XLSX_PLAIN);
    cf_xlsx_put_number(sheet->book, sheet->sheet, REVENUE_CHANGE_ROW, 1, 0.0, sheet->input_share);
    put_text(sheet, LOOPBACK_CHANGE_ROW, 0, "loop-back changes by", CF_XLSX_PLAIN);
    cf_xlsx_put_number(sheet->book, sheet->sheet, LOOPBACK_CHANGE_ROW, 1, 0.0, sheet->input_share);
    cf_xlsx_check(sheet->book,
                  sheet->by->worksheet_set_row(sheet->sheet, HEAD_ROW, HEAD_HEIGHT, NULL));
    for (int c = 0; c < COLUMN_COUNT; c++)
        cf_xlsx_put_text(sheet->book, sheet->sheet, HEAD_ROW, c, heading_of(sheet, c),
                         c <= NAME ? sheet->head : sheet->head_right);
}

/* ---- a row a supplier ---- */

static void put_inputs(struct sheet *sheet, long n)
{
    const cf_lookup *suppliers = &sheet->workbook->suppliers;
    lxw_row_t row = (lxw_row_t)(FIRST_ROW + n);

    put_text(sheet, row, SUPPLIER, cf_lookup_text(suppliers, n, "entity"), CF_XLSX_PLAIN);
    put_text(sheet, row, NAME, cf_workbook_supplier(sheet->workbook, n), CF_XLSX_PLAIN);
    for (int c = INVESTED; c <= REVENUE; c++) {
        double value = figure(sheet, n, c);
        lxw_format *format = cf_xlsx_format(sheet->book, CF_XLSX_INPUT, sheet->looks[c]);

        if (isnan(value) && sheet->sheet != NULL)
            cf_xlsx_check(sheet->book, sheet->by->worksheet_write_blank(sheet->sheet, row,
                                                                        (lxw_col_t)c, format));
        cf_xlsx_put_number(sheet->book, sheet->sheet, row, c, value, format);
    }
}

/* Exposures, for the n-th supplier or (n = count) for the sums. */
static void put_exposures(struct sheet *sheet, long n, const double loopbacks[3], double revenue,
                          cf_xlsx_style style)
{
    long at = row_name(n);

    for (int i = 0; i < 3; i++) {
        char column = (char)('A' + LEAST + i);

        cf_xlsx_put_formula(sheet->book, sheet->sheet, (lxw_row_t)(at - 1), EXPOSURE_LEAST + i,
                            cf_xlsx_format(sheet->book, style, sheet->looks[EXPOSURE_LEAST + i]),
                            ratio(loopbacks[i], revenue),
                            "=IF(AND(ISNUMBER(%c%ld),H%ld>0),%c%ld*(1+$B$5)/H%ld,\"\")", column, at,
                            at, column, at, at);
    }
}

/* The supplier is looked up by EXACT and not by MATCH, which takes upper for lower case and knows
 * wildcards; so the row is found even after the sheet has been sorted. */
static void put_reported(struct sheet *sheet, long n, int column, double value)
{
    long at = row_name(n), last = sheet->count + 1;
    char found[128], name[8];

    sheet->by->lxw_col_to_name(name, (lxw_col_t)column, LXW_FALSE);
    snprintf(found, sizeof found, "EXACT(suppliers!$A$2:$A$%ld,$A%ld)*", last, at);
    cf_xlsx_put_formula(sheet->book, sheet->sheet, (lxw_row_t)(at - 1), REPORTED, sheet->share,
                        value,
                        "=IF(SUMPRODUCT(%sISNUMBER(suppliers!$%s$2:$%s$%ld))=0,\"\","
                        "SUMPRODUCT(%ssuppliers!$%s$2:$%s$%ld))",
                        found, name, name, last, found, name, name, last);
}

static void put_results(struct sheet *sheet, long n)
{
    const cf_lookup *suppliers = &sheet->workbook->suppliers;
    double revenue = figure(sheet, n, REVENUE), loopback = figure(sheet, n, PRO_RATA);
    double exposure = ratio(loopback, revenue);
    double reported = cf_lookup_number(suppliers, n, "exposure_pro_rata");
    int column = (int)(cf_lookup_column(suppliers, "exposure_pro_rata") -
                       cf_table_column(suppliers->table, 0));
    const double loopbacks[3] = { figure(sheet, n, LEAST), loopback, figure(sheet, n, MOST) };
    long at = row_name(n);
    lxw_row_t row = (lxw_row_t)(at - 1);

    cf_xlsx_put_formula(sheet->book, sheet->sheet, row, THEN, sheet->money,
                        isnan(revenue) ? 0.0 : revenue, "=G%ld*(1+$B$4)", at);
    put_exposures(sheet, n, loopbacks, revenue, CF_XLSX_PLAIN);
    cf_xlsx_put_formula(sheet->book, sheet->sheet, row, RATE, sheet->share,
                        ratio(loopback, figure(sheet, n, INVESTED)),
                        "=IF(AND(ISNUMBER(E%ld),C%ld>0),E%ld*(1+$B$5)/C%ld,\"\")", at, at, at, at);
    put_reported(sheet, n, column, reported);
    cf_xlsx_put_formula(sheet->book, sheet->sheet, row, CHANGE, sheet->share, exposure - reported,
                        "=IF(AND(ISNUMBER(J%ld),ISNUMBER(M%ld)),J%ld-M%ld,\"\")", at, at, at, at);
}

/* ---- sums ---- */

/* NaN where no supplier has a figure. */
static double sum_of(const struct sheet *sheet, int column)
{
    cf_sum sum = { 0 };
    bool any = false;

    for (long n = 0; n < sheet->count; n++) {
        double value = figure(sheet, n, column);

        if (!isnan(value))
            cf_sum_add(&sum, value);
        any = any || !isnan(value);
    }
    return any ? cf_sum_value(sum) : (double)NAN;
}

static void put_sums(struct sheet *sheet)
{
    lxw_format *share = cf_xlsx_format(sheet->book, CF_XLSX_TOTAL, CF_XLSX_SHARE);
    double sums[COLUMN_COUNT];
    long at = row_name(sheet->count);
    lxw_row_t row = (lxw_row_t)(at - 1);

    put_text(sheet, row, SUPPLIER, "sum", CF_XLSX_TOTAL);
    put_text(sheet, row, NAME, " ", CF_XLSX_TOTAL);
    for (int c = INVESTED; c <= THEN; c++) {
        sums[c] = sum_of(sheet, c == THEN ? REVENUE : c);
        cf_xlsx_put_formula(sheet->book, sheet->sheet, row, c,
                            cf_xlsx_format(sheet->book, CF_XLSX_TOTAL, sheet->looks[c]), sums[c],
                            "=IF(COUNT(%c%d:%c%ld)=0,\"\",SUM(%c%d:%c%ld))", 'A' + c, FIRST_ROW + 1,
                            'A' + c, at - 1, 'A' + c, FIRST_ROW + 1, 'A' + c, at - 1);
    }
    put_exposures(sheet, sheet->count, sums + LEAST, sums[THEN], CF_XLSX_TOTAL);
    cf_xlsx_put_formula(sheet->book, sheet->sheet, row, RATE, share,
                        ratio(sums[PRO_RATA], sums[INVESTED]),
                        "=IF(C%ld>0,E%ld*(1+$B$5)/C%ld,\"\")", at, at, at);
    put_text(sheet, row + 1, SUPPLIER,
             "Money of one supplier that comes back through another's may count in both rows, and "
             "so twice in the sum.",
             CF_XLSX_MUTED);
}

/* ---- exposure along changes of revenue ---- */

static void put_step(struct sheet *sheet, lxw_row_t row, long n, int step, long head)
{
    double revenue = figure(sheet, n, REVENUE) * (1.0 + steps[step]);
    char column = (char)('A' + INVESTED + step);
    long at = row_name(n);

    cf_xlsx_put_formula(sheet->book, sheet->sheet, row, INVESTED + step, sheet->share,
                        ratio(figure(sheet, n, PRO_RATA), revenue),
                        "=IF(AND(ISNUMBER($E%ld),$G%ld*(1+%c$%ld)>0),"
                        "$E%ld*(1+$B$5)/($G%ld*(1+%c$%ld)),\"\")",
                        at, at, column, head, at, at, column, head);
}

static lxw_row_t put_steps(struct sheet *sheet, lxw_row_t top)
{
    const cf_lookup *suppliers = &sheet->workbook->suppliers;
    lxw_row_t head = top + 1;

    put_text(sheet, top, 0, "Exposure pro rata where revenue changes by", CF_XLSX_HEADING);
    put_text(sheet, head, SUPPLIER, heading_of(sheet, SUPPLIER), CF_XLSX_HEAD);
    put_text(sheet, head, NAME, heading_of(sheet, NAME), CF_XLSX_HEAD);
    for (int i = 0; i < STEP_COUNT; i++)
        cf_xlsx_put_number(sheet->book, sheet->sheet, head, INVESTED + i, steps[i],
                           sheet->input_share);
    for (long n = 0; n < sheet->count; n++) {
        lxw_row_t row = head + 1 + (lxw_row_t)n;

        put_text(sheet, row, SUPPLIER, cf_lookup_text(suppliers, n, "entity"), CF_XLSX_PLAIN);
        put_text(sheet, row, NAME, cf_workbook_supplier(sheet->workbook, n), CF_XLSX_PLAIN);
        for (int i = 0; i < STEP_COUNT; i++)
            put_step(sheet, row, n, i, (long)head + 1);
    }
    return head;
}

/* ---- the rest ---- */

static void allow_from(struct sheet *sheet, lxw_row_t first, int first_column, lxw_row_t last,
                       int last_column, double least)
{
    lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_DECIMAL,
                                 .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
                                 .value_number = least,
                                 .error_message = least < 0.0 ? "A change: -100 % or more."
                                                              : "An amount: 0 or more." };

    cf_xlsx_check(sheet->book, sheet->by->worksheet_data_validation_range(
                                   sheet->sheet, first, (lxw_col_t)first_column, last,
                                   (lxw_col_t)last_column, &rule));
}

static void put_chart(struct sheet *sheet, lxw_row_t row)
{
    static const int shown[2] = { REPORTED, EXPOSURE };
    static const char *const names[2] = { "as calculated", "with your cells" };
    static const lxw_color_t colours[2] = { 0xA9C5DB, 0x1B4965 };
    lxw_chart *chart = sheet->by->workbook_add_chart(sheet->book->book, LXW_CHART_COLUMN);
    lxw_row_t last = FIRST_ROW + (lxw_row_t)(sheet->count < CHART_MOST ? sheet->count : CHART_MOST);

    if (chart == NULL) {
        cf_xlsx_check(sheet->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    for (int i = 0; i < 2; i++) {
        lxw_chart_series *series = sheet->by->chart_add_series(chart, NULL, NULL);
        lxw_col_t column = (lxw_col_t)shown[i];

        sheet->by->chart_series_set_categories(series, CF_WORKBOOK_WHAT_IF, FIRST_ROW, NAME,
                                               last - 1, NAME);
        sheet->by->chart_series_set_values(series, CF_WORKBOOK_WHAT_IF, FIRST_ROW, column, last - 1,
                                           column);
        sheet->by->chart_series_set_name(series, names[i]);
        sheet->by->chart_series_set_fill(series, &(lxw_chart_fill){ .color = colours[i] });
    }
    sheet->by->chart_title_set_name(chart, "Exposure pro rata");
    sheet->by->chart_title_set_name_font(chart, &(lxw_chart_font){ .size = 11, .bold = 1 });
    sheet->by->chart_axis_major_gridlines_set_line(chart->y_axis,
                                                   &(lxw_chart_line){ .color = 0xD5DBE1 });
    sheet->by->chart_chartarea_set_line(chart, &(lxw_chart_line){ .none = 1 });
    sheet->by->chart_axis_set_num_format(chart->y_axis, "0.0%");
    sheet->by->chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    cf_xlsx_check(sheet->book,
                  sheet->by->worksheet_insert_chart_opt(
                      sheet->sheet, row, 0, chart,
                      &(lxw_chart_options){ .x_scale = 1.8,
                                            .description = "Exposure of each supplier as it came "
                                                           "out, and with the cells above" }));
}

static void set_up(struct sheet *sheet)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        cf_xlsx_check(sheet->book,
                      sheet->by->worksheet_set_column(sheet->sheet, (lxw_col_t)c, (lxw_col_t)c,
                                                      columns[c].width, NULL));
    sheet->by->worksheet_freeze_panes(sheet->sheet, FIRST_ROW, 1);
    sheet->by->worksheet_gridlines(sheet->sheet, LXW_HIDE_ALL_GRIDLINES);
    sheet->by->worksheet_set_tab_color(sheet->sheet, 0xE0A800);
    cf_xlsx_set_up_page(sheet->book, sheet->sheet, WIDTH, 0, 0);
}

static int look_of(const struct sheet *sheet, int column)
{
    const cf_table *suppliers = sheet->workbook->suppliers.table;
    int index = suppliers == NULL ? -1 : cf_table_find_column(suppliers, columns[column].column);
    const cf_column *row = index < 0 ? NULL : cf_table_column(suppliers, index);

    if (row != NULL && row->rounding != CF_NEAREST)
        return cf_xlsx_number_of(suppliers, index);
    return row != NULL && row->kind == CF_SHARE ? CF_XLSX_SHARE : sheet->workbook->money;
}

static void find_looks(struct sheet *sheet)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        sheet->looks[c] = look_of(sheet, c);
    sheet->money = cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, sheet->workbook->money);
    sheet->share = cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, CF_XLSX_SHARE);
    sheet->input_share = cf_xlsx_format(sheet->book, CF_XLSX_INPUT, CF_XLSX_SHARE);
    sheet->head = cf_xlsx_format(sheet->book, CF_XLSX_HEAD, CF_XLSX_GENERAL);
    sheet->head_right = cf_xlsx_format(sheet->book, CF_XLSX_HEAD_RIGHT, CF_XLSX_GENERAL);
}

void cf_workbook_put_what_if(cf_workbook *workbook, lxw_worksheet *worksheet)
{
    struct sheet sheet = { .workbook = workbook,
                           .book = &workbook->book,
                           .by = &workbook->book.by,
                           .sheet = worksheet,
                           .count = workbook->suppliers.rows };
    lxw_row_t last = FIRST_ROW + (lxw_row_t)sheet.count, steps_head;

    if (worksheet == NULL)
        return;
    find_looks(&sheet);
    set_up(&sheet);
    put_top(&sheet);
    if (sheet.count == 0) {
        put_text(&sheet, FIRST_ROW, 0, cf_sentence_none, CF_XLSX_MUTED);
        return;
    }
    for (long n = 0; n < sheet.count; n++) {
        put_inputs(&sheet, n);
        put_results(&sheet, n);
    }
    put_sums(&sheet);
    steps_head = put_steps(&sheet, last + 3);
    allow_from(&sheet, REVENUE_CHANGE_ROW, 1, LOOPBACK_CHANGE_ROW, 1, -1.0);
    allow_from(&sheet, FIRST_ROW, INVESTED, last - 1, REVENUE, 0.0);
    allow_from(&sheet, steps_head, INVESTED, steps_head, INVESTED + STEP_COUNT - 1, -1.0);
    put_chart(&sheet, steps_head + (lxw_row_t)sheet.count + 2);
}
