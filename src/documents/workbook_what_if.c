/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sheet to go on working with. Marked cells are the reader's; all others follow by formulas,
 * each with its value worked out here, for viewers that do not calculate:
 *
 *     B4            the supplier, from a list
 *     E6..G10       its figures: as computed, now, change
 *     A14..G        deals: F is the reader's amount
 *     I14..O        entities: J and K are the reader's, and their balances follow (src/README.md)
 *
 * What comes back is solved on the next sheet: workbook_what_if_model.c.
 */
#include <math.h>

#include "documents/workbook_what_if.h"

enum { DEAL, PAYER, PAYEE, CARRIES, COMPUTED, NOW, CHANGE, GAP, ENTITY, FUNDS, REVENUE, RECEIVES };
enum { PAYS = RECEIVES + 1, OUTSIDE, MIXES, COLUMN_COUNT };
enum { CHOICE_ROW = 3, FIGURES_HEAD = 4, FIGURES = 5, HEAD = 12, PRINTED = 60 };
enum { TITLE_HEIGHT = 28, HEAD_HEIGHT = 30 };

static const struct {
    const char *head;
    double width;
} columns[COLUMN_COUNT] = {
    [DEAL] = { "deal", 34 },
    [PAYER] = { "payer", 22 },
    [PAYEE] = { "payee", 22 },
    [CARRIES] = { "carries", 9 },
    [COMPUTED] = { "amount as computed", 12 },
    [NOW] = { "amount now", 12 },
    [CHANGE] = { "change", 11 },
    [GAP] = { NULL, 3 },
    [ENTITY] = { "entity", 24 },
    [FUNDS] = { "stated outside funds", 12 },
    [REVENUE] = { "reported revenue", 12 },
    [RECEIVES] = { "receives", 11 },
    [PAYS] = { "pays", 11 },
    [OUTSIDE] = { "has from outside", 11 },
    [MIXES] = { "mixes", 11 },
};

static const char *const notes[] = {
    "Choose a supplier and change the marked cells: what comes back to it follows by formulas, pro "
    "rata. Min and max do not follow here; circfin computes them for a changed file.",
    "Amounts are those of the view, each by itself: a deal that is a share of others, or a "
    "programme with parts, stays as it is unless you change it. An empty amount is unknown and "
    "counts 0; empty funds and revenue are unknown.",
};

/* ---- pieces ---- */

static void put_text(cf_what_if_sheet *sheet, lxw_row_t row, int column, const char *text,
                     cf_xlsx_style style)
{
    cf_xlsx_put_text(sheet->book, sheet->front, row, column, text,
                     cf_xlsx_format(sheet->book, style, CF_XLSX_TEXT));
}

static lxw_format *look(cf_what_if_sheet *sheet, cf_xlsx_style style, bool share)
{
    return cf_xlsx_format(sheet->book, style, share ? CF_XLSX_SHARE : sheet->money);
}

/* An input cell, empty where the number is unknown. */
static void put_input(cf_what_if_sheet *sheet, lxw_row_t row, int column, double number)
{
    lxw_format *format = look(sheet, CF_XLSX_INPUT, false);

    if (isnan(number) && sheet->front != NULL)
        cf_xlsx_check(sheet->book, sheet->book->by.worksheet_write_blank(
                                       sheet->front, row, (lxw_col_t)column, format));
    cf_xlsx_put_number(sheet->book, sheet->front, row, column, number, format);
}

static void put_head(cf_what_if_sheet *sheet, lxw_row_t row, int column, const char *text,
                     bool right)
{
    cf_xlsx_put_text(
        sheet->book, sheet->front, row, column, text,
        cf_xlsx_format(sheet->book, right ? CF_XLSX_HEAD_RIGHT : CF_XLSX_HEAD, CF_XLSX_GENERAL));
}

/* ---- head ---- */

static void put_top(cf_what_if_sheet *sheet, bool has_notes)
{
    char text[64];

    snprintf(text, sizeof text, "What if (%s)", sheet->book->unit);
    cf_xlsx_check(sheet->book,
                  sheet->book->by.worksheet_set_row(sheet->front, 0, TITLE_HEIGHT, NULL));
    put_text(sheet, 0, 0, text, CF_XLSX_TITLE);
    for (size_t i = 0; has_notes && i < sizeof notes / sizeof *notes; i++)
        put_text(sheet, 1 + (lxw_row_t)i, 0, notes[i], CF_XLSX_MUTED);
}

static void put_choice(cf_what_if_sheet *sheet)
{
    char list[80];
    lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                 .value_formula = list,
                                 .error_message = "One of the suppliers in the list." };

    snprintf(list, sizeof list, "='" CF_WORKBOOK_MODEL "'!%s", sheet->at.names);
    put_text(sheet, CHOICE_ROW, 0, "supplier", CF_XLSX_STRONG);
    put_text(sheet, CHOICE_ROW, 1, cf_what_if_choice(sheet, 0), CF_XLSX_INPUT);
    cf_xlsx_check(sheet->book, sheet->book->by.worksheet_data_validation_range(
                                   sheet->front, CHOICE_ROW, 1, CHOICE_ROW, 1, &rule));
}

/* ---- figures ---- */

#define THERE "'" CF_WORKBOOK_MODEL "'!"

static void put_now(cf_what_if_sheet *sheet, cf_what_if_figure figure, double value)
{
    const cf_what_if_places *at = &sheet->at;
    lxw_row_t row = FIGURES + (lxw_row_t)figure;
    lxw_format *format = look(sheet, CF_XLSX_PLAIN, cf_what_if_is_share(figure));

    switch (figure) {
    case CF_WHAT_IF_INVESTED:
        cf_xlsx_put_formula(sheet->book, sheet->front, row, NOW, format, value,
                            "=SUMIFS(" THERE "%s," THERE "%s," THERE "%s," THERE "%s,1)",
                            at->amount, at->from, at->supplier, at->sets_out);
        return;
    case CF_WHAT_IF_BACK:
        cf_xlsx_put_formula(sheet->book, sheet->front, row, NOW, format, value,
                            "=SUMPRODUCT(" THERE "%s," THERE "%s)+SUMIFS(" THERE "%s," THERE
                            "%s," THERE "%s," THERE "%s," THERE "%s," THERE "%s,1)",
                            at->coloured, at->pays_back, at->amount, at->from, at->supplier, at->to,
                            at->supplier, at->sets_out);
        return;
    case CF_WHAT_IF_SALES:
        cf_xlsx_put_formula(sheet->book, sheet->front, row, NOW, format, value,
                            "=SUMIFS(" THERE "%s," THERE "%s," THERE "%s," THERE "%s,1)",
                            at->amount, at->to, at->supplier, at->trade);
        return;
    default: /* a ratio of what comes back */
        cf_xlsx_put_formula(
            sheet->book, sheet->front, row, NOW, format, value, "=IF(F%d>0,F%d/F%d,\"\")",
            FIGURES + 1 + (figure == CF_WHAT_IF_RATE ? CF_WHAT_IF_INVESTED : CF_WHAT_IF_SALES),
            FIGURES + 1 + CF_WHAT_IF_BACK,
            FIGURES + 1 + (figure == CF_WHAT_IF_RATE ? CF_WHAT_IF_INVESTED : CF_WHAT_IF_SALES));
    }
}

static void put_figures(cf_what_if_sheet *sheet)
{
    static const char *const names[CF_WHAT_IF_FIGURE_COUNT] = {
        [CF_WHAT_IF_INVESTED] = "invested",
        [CF_WHAT_IF_BACK] = "comes back, pro rata",
        [CF_WHAT_IF_RATE] = "rate: comes back / invested",
        [CF_WHAT_IF_SALES] = "revenue in the deals",
        [CF_WHAT_IF_EXPOSURE] = "exposure: comes back / revenue in the deals",
    };

    put_head(sheet, FIGURES_HEAD, 0, "what comes back to it", false);
    for (int c = 1; c <= CHANGE; c++)
        put_head(sheet, FIGURES_HEAD, c,
                 c < COMPUTED    ? " "
                 : c == COMPUTED ? "as computed"
                 : c == NOW      ? "now"
                                 : "change",
                 c >= COMPUTED);
    for (int f = 0; f < CF_WHAT_IF_FIGURE_COUNT; f++) {
        lxw_row_t row = FIGURES + (lxw_row_t)f;
        double value = cf_what_if_computed(sheet, 0, (cf_what_if_figure)f);
        lxw_format *format = look(sheet, CF_XLSX_PLAIN, cf_what_if_is_share((cf_what_if_figure)f));

        put_text(sheet, row, 0, names[f], CF_XLSX_PLAIN);
        cf_xlsx_put_formula(sheet->book, sheet->front, row, COMPUTED, format, value,
                            "=IF(" THERE "%s=0,\"\",INDEX(" THERE "%s," THERE "%s))", sheet->at.row,
                            sheet->at.figures[f], sheet->at.row);
        put_now(sheet, (cf_what_if_figure)f, value);
        cf_xlsx_put_formula(sheet->book, sheet->front, row, CHANGE, format,
                            isnan(value) ? value : 0.0,
                            "=IF(AND(ISNUMBER(E%u),ISNUMBER(F%u)),F%u-E%u,\"\")", row + 1, row + 1,
                            row + 1, row + 1);
    }
}

/* ---- deals and entities ---- */

static void put_deal(cf_what_if_sheet *sheet, int n)
{
    static const char *const carries[] = {
        [CF_CAPITAL] = "capital", [CF_TRADE] = "trade", [CF_SERVICE] = "service"
    };
    const cf_levers *levers = sheet->levers;
    const cf_payment *payment = &levers->network->network.payments[levers->deals[n].payment];
    lxw_row_t row = HEAD + 1 + (lxw_row_t)n;
    double amount = payment->open ? (double)NAN : payment->amount;

    put_text(sheet, row, DEAL, cf_levers_deal(levers, n)->id, CF_XLSX_PLAIN);
    put_text(sheet, row, PAYER,
             cf_xlsx_name(sheet->book, cf_levers_entity(levers, payment->payer)->id),
             CF_XLSX_PLAIN);
    put_text(sheet, row, PAYEE,
             cf_xlsx_name(sheet->book, cf_levers_entity(levers, payment->payee)->id),
             CF_XLSX_PLAIN);
    put_text(sheet, row, CARRIES, carries[payment->carries], CF_XLSX_PLAIN);
    cf_xlsx_put_number(sheet->book, sheet->front, row, COMPUTED, amount,
                       look(sheet, CF_XLSX_PLAIN, false));
    put_input(sheet, row, NOW, amount);
    cf_xlsx_put_formula(sheet->book, sheet->front, row, CHANGE, look(sheet, CF_XLSX_PLAIN, false),
                        0.0, "=N(F%u)-N(E%u)", row + 1, row + 1);
}

/* See "Balances" in src/README.md. */
static void put_balance(cf_what_if_sheet *sheet, int n, lxw_row_t row)
{
    const cf_balance *balance = &sheet->levers->flow->balances[sheet->levers->entities[n]];
    const cf_what_if_places *at = &sheet->at;
    lxw_format *format = look(sheet, CF_XLSX_PLAIN, false);
    unsigned here = row + 1;

    cf_xlsx_put_formula(sheet->book, sheet->front, row, RECEIVES, format, balance->in,
                        "=SUMIFS(" THERE "%s," THERE "%s,%d)", at->amount, at->to, n + 1);
    cf_xlsx_put_formula(sheet->book, sheet->front, row, PAYS, format, balance->out,
                        "=SUMIFS(" THERE "%s," THERE "%s,%d)", at->amount, at->from, n + 1);
    cf_xlsx_put_formula(sheet->book, sheet->front, row, OUTSIDE, format, balance->funds,
                        "=MAX(0,M%u-L%u,IF(ISNUMBER(J%u),J%u,IF(ISNUMBER(K%u),K%u-SUMIFS(" THERE
                        "%s," THERE "%s,%d," THERE "%s,1),0)))",
                        here, here, here, here, here, here, at->amount, at->to, n + 1, at->trade);
    cf_xlsx_put_formula(sheet->book, sheet->front, row, MIXES, format, balance->in + balance->funds,
                        "=L%u+N%u", here, here);
}

static void put_entity(cf_what_if_sheet *sheet, int n)
{
    int node = sheet->levers->entities[n];
    const cf_view_entity *entity = cf_levers_entity(sheet->levers, node);
    lxw_row_t row = HEAD + 1 + (lxw_row_t)n;

    put_text(sheet, row, ENTITY, cf_xlsx_name(sheet->book, entity->id), CF_XLSX_PLAIN);
    put_input(sheet, row, FUNDS, entity->funds_known ? entity->funds : (double)NAN);
    put_input(sheet, row, REVENUE, entity->revenue_known ? entity->revenue : (double)NAN);
    put_balance(sheet, n, row);
}

/* ---- the rest ---- */

static void allow_from_0(cf_what_if_sheet *sheet, int first_column, int last_column, int rows)
{
    lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_DECIMAL,
                                 .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
                                 .ignore_blank = LXW_VALIDATION_ON,
                                 .value_number = 0.0,
                                 .error_message = "An amount: 0 or more." };

    cf_xlsx_check(sheet->book, sheet->book->by.worksheet_data_validation_range(
                                   sheet->front, HEAD + 1, (lxw_col_t)first_column,
                                   HEAD + (lxw_row_t)rows, (lxw_col_t)last_column, &rule));
}

static void set_up(cf_what_if_sheet *sheet)
{
    const cf_xlsx_library *by = &sheet->book->by;

    for (int c = 0; c < COLUMN_COUNT; c++)
        cf_xlsx_check(sheet->book, by->worksheet_set_column(sheet->front, (lxw_col_t)c,
                                                            (lxw_col_t)c, columns[c].width, NULL));
    by->worksheet_gridlines(sheet->front, LXW_HIDE_ALL_GRIDLINES);
    by->worksheet_set_tab_color(sheet->front, cf_xlsx_colour("s1"));
}

static void print_first(cf_what_if_sheet *sheet)
{
    int deals = sheet->levers->deal_count, entities = sheet->levers->entity_count;
    int rows = HEAD + 1 + (deals > entities ? deals : entities);

    cf_xlsx_print(sheet->book, sheet->front,
                  &(cf_xlsx_area){ .pages = 1,
                                   .rows = (lxw_row_t)(rows < PRINTED ? rows : PRINTED),
                                   .all_rows = (lxw_row_t)rows,
                                   .columns = COLUMN_COUNT,
                                   .all_columns = COLUMN_COUNT });
}

static void put_all(cf_what_if_sheet *sheet)
{
    const cf_levers *levers = sheet->levers;

    put_choice(sheet);
    put_figures(sheet);
    cf_xlsx_check(sheet->book,
                  sheet->book->by.worksheet_set_row(sheet->front, HEAD, HEAD_HEIGHT, NULL));
    for (int c = 0; c < COLUMN_COUNT; c++)
        if (columns[c].head != NULL)
            put_head(sheet, HEAD, c, columns[c].head,
                     c != ENTITY && (c >= COMPUTED) && columns[c].head != NULL);
    for (int n = 0; n < levers->deal_count; n++)
        put_deal(sheet, n);
    for (int n = 0; n < levers->entity_count; n++)
        put_entity(sheet, n);
    allow_from_0(sheet, NOW, NOW, levers->deal_count);
    allow_from_0(sheet, FUNDS, REVENUE, levers->entity_count);
    sheet->book->by.worksheet_freeze_panes(sheet->front, HEAD + 1, 1);
    print_first(sheet);
}

unsigned cf_what_if_deal_row(int lever)
{
    return HEAD + 1 + (unsigned)lever; /* levers count from 1, and so do rows */
}

unsigned cf_what_if_entity_row(int entity)
{
    return HEAD + 1 + (unsigned)entity;
}

void cf_workbook_put_what_if(cf_workbook *workbook)
{
    cf_levers levers;
    cf_what_if_sheet sheet = {
        .workbook = workbook,
        .book = &workbook->book,
        .levers = &levers,
        .front = cf_xlsx_add_sheet(&workbook->book, CF_WORKBOOK_WHAT_IF),
        .money = workbook->money,
    };

    cf_xlsx_check_status(sheet.book, cf_levers_new(&levers, workbook->dossier));
    if (sheet.front != NULL && sheet.book->status == CF_OK) {
        set_up(&sheet);
        put_top(&sheet, levers.why_not == NULL);
        if (levers.why_not != NULL) {
            put_text(&sheet, CHOICE_ROW, 0, levers.why_not, CF_XLSX_PLAIN);
            cf_xlsx_leave_unprinted(sheet.book, sheet.front);
        } else {
            cf_what_if_put_model(&sheet);
            put_all(&sheet);
        }
    }
    cf_levers_free(&levers);
}
