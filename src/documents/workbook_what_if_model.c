/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sheet "what-if model". With s the supplier, a the amounts now and T what an entity mixes, the
 * coloured money c that arrives at each entity is the solution of one linear system, in which s
 * passes nothing on:
 *
 *     c_v - sum over u, not s, of a_uv / T_u c_u  =  a_sv on which money of s sets out
 *
 *     A..K     edges: what of each deal is not tied, and then tied money past its receiver
 *     M..S     suppliers: their numbers, and their figures as computed
 *     U..X     entities: what sets out to them (V), arrives (W: one MMULT of a MINVERSE), and the
 *              share of it that pays s for sales (X)
 *     Z..      the matrix of the system
 *
 * Shares are smaller by 1e-13, so that a circuit that nothing enters or leaves is no singular
 * matrix. What comes back is X W, and tied money of s that pays s at once.
 */
#include <math.h>
#include <stdlib.h>

#include "documents/workbook_what_if.h"

enum { LABEL, FROM, TO, PAST, SETS_OUT, TRADE, AMOUNT, TIED, PURCHASE, TIED_AMOUNT, ROOM };
enum { CHOICE = ROOM + 2, NUMBER, FIGURES };
enum { ENTITY = FIGURES + CF_WHAT_IF_FIGURE_COUNT + 1, INVESTED, COLOURED, PAYS_BACK };
enum { MATRIX = PAYS_BACK + 2 };
enum { CHOSEN_ROW = 2, HEAD = 3, FIRST = 4, LABEL_WIDTH = 30, TITLE_HEIGHT = 28 };
#define LESS "*(1-1E-13)"
#define FRONT "'" CF_WORKBOOK_WHAT_IF "'!"

static const char *const figure_columns[CF_WHAT_IF_FIGURE_COUNT] = {
    [CF_WHAT_IF_INVESTED] = "invested",          [CF_WHAT_IF_BACK] = "loopback_pro_rata",
    [CF_WHAT_IF_RATE] = "rate_pro_rata",         [CF_WHAT_IF_SALES] = "revenue",
    [CF_WHAT_IF_EXPOSURE] = "exposure_pro_rata",
};

static const struct {
    int column;
    const char *head;
} heads[] = {
    { LABEL, "deal" },
    { FROM, "from" },
    { TO, "to" },
    { PAST, "past" },
    { SETS_OUT, "sets out" },
    { TRADE, "is revenue" },
    { AMOUNT, "amount now" },
    { TIED, "tied deal" },
    { PURCHASE, "purchase" },
    { TIED_AMOUNT, "to tie" },
    { ROOM, "room" },
    { CHOICE, "supplier" },
    { NUMBER, "number" },
    { FIGURES + CF_WHAT_IF_INVESTED, "invested" },
    { FIGURES + CF_WHAT_IF_BACK, "comes back" },
    { FIGURES + CF_WHAT_IF_RATE, "rate" },
    { FIGURES + CF_WHAT_IF_SALES, "revenue" },
    { FIGURES + CF_WHAT_IF_EXPOSURE, "exposure" },
    { ENTITY, "entity" },
    { INVESTED, "invested in it" },
    { COLOURED, "arrives" },
    { PAYS_BACK, "share paid back" },
};

bool cf_what_if_is_share(cf_what_if_figure figure)
{
    return figure == CF_WHAT_IF_RATE || figure == CF_WHAT_IF_EXPOSURE;
}

double cf_what_if_computed(const cf_what_if_sheet *sheet, int choice, cf_what_if_figure figure)
{
    return cf_lookup_number(&sheet->workbook->suppliers, sheet->levers->choices[choice].row,
                            figure_columns[figure]);
}

const char *cf_what_if_choice(const cf_what_if_sheet *sheet, int choice)
{
    const cf_levers *levers = sheet->levers;
    int node = levers->entities[levers->choices[choice].entity - 1];

    return cf_xlsx_name(sheet->book, cf_levers_entity(levers, node)->id);
}

/* ---- places ---- */

static void place(const cf_what_if_sheet *sheet, char out[static CF_PLACE_SIZE], lxw_row_t row,
                  int column, int rows, int columns)
{
    sheet->book->by.lxw_rowcol_to_range_abs(out, row, (lxw_col_t)column, row + (lxw_row_t)rows - 1,
                                            (lxw_col_t)(column + columns - 1));
}

static void find_places(cf_what_if_sheet *sheet)
{
    const cf_levers *levers = sheet->levers;
    cf_what_if_places *at = &sheet->at;
    int edges = levers->deal_count + levers->tie_count, entities = levers->entity_count;

    place(sheet, at->from, FIRST, FROM, edges, 1);
    place(sheet, at->to, FIRST, TO, edges, 1);
    place(sheet, at->past, FIRST, PAST, edges, 1);
    place(sheet, at->sets_out, FIRST, SETS_OUT, edges, 1);
    place(sheet, at->trade, FIRST, TRADE, edges, 1);
    place(sheet, at->amount, FIRST, AMOUNT, edges, 1);
    place(sheet, at->names, FIRST, CHOICE, levers->choice_count, 1);
    place(sheet, at->numbers, FIRST, NUMBER, levers->choice_count, 1);
    for (int f = 0; f < CF_WHAT_IF_FIGURE_COUNT; f++)
        place(sheet, at->figures[f], FIRST, FIGURES + f, levers->choice_count, 1);
    place(sheet, at->invested, FIRST, INVESTED, entities, 1);
    place(sheet, at->coloured, FIRST, COLOURED, entities, 1);
    place(sheet, at->pays_back, FIRST, PAYS_BACK, entities, 1);
    place(sheet, at->matrix, FIRST, MATRIX, entities, entities);
    place(sheet, at->row, CHOSEN_ROW, NUMBER, 1, 1);
    place(sheet, at->supplier, CHOSEN_ROW, FIGURES, 1, 1);
}

/* ---- head and suppliers ---- */

static void put_text(cf_what_if_sheet *sheet, lxw_row_t row, int column, const char *text,
                     cf_xlsx_style style)
{
    cf_xlsx_put_text(sheet->book, sheet->model, row, column, text,
                     cf_xlsx_format(sheet->book, style, CF_XLSX_TEXT));
}

static void put_number(cf_what_if_sheet *sheet, lxw_row_t row, int column, double number, int look)
{
    cf_xlsx_put_number(sheet->book, sheet->model, row, column, number,
                       cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, look));
}

static void put_heads(cf_what_if_sheet *sheet)
{
    put_text(sheet, 0, 0, "What if: the system", CF_XLSX_TITLE);
    put_text(
        sheet, 1, 0,
        "Entities count from 1 in the order of column U; 0 is any other. Past: tied money goes "
        "past this entity to the seller. One system of equations says what of the supplier's "
        "money arrives where.",
        CF_XLSX_MUTED);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        put_text(sheet, HEAD, heads[i].column, heads[i].head,
                 heads[i].column == LABEL || heads[i].column == CHOICE || heads[i].column == ENTITY
                     ? CF_XLSX_HEAD
                     : CF_XLSX_HEAD_RIGHT);
}

/* The chosen supplier is looked up by EXACT and not by MATCH, which takes upper for lower case and
 * knows wildcards. */
static void put_choices(cf_what_if_sheet *sheet)
{
    const cf_levers *levers = sheet->levers;
    const cf_what_if_places *at = &sheet->at;
    lxw_format *count = cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, CF_XLSX_COUNT);

    put_text(sheet, CHOSEN_ROW, CHOICE, "the chosen one: its row, its number", CF_XLSX_MUTED);
    cf_xlsx_put_formula(sheet->book, sheet->model, CHOSEN_ROW, NUMBER, count, 1.0,
                        "=SUMPRODUCT(MAX(EXACT(%s," FRONT "$B$4)*(ROW(%s)-%d)))", at->names,
                        at->names, FIRST);
    cf_xlsx_put_formula(sheet->book, sheet->model, CHOSEN_ROW, FIGURES, count,
                        levers->choices[0].entity, "=IF(%s=0,0,INDEX(%s,%s))", at->row, at->numbers,
                        at->row);
    for (int i = 0; i < levers->choice_count; i++) {
        put_text(sheet, FIRST + (lxw_row_t)i, CHOICE, cf_what_if_choice(sheet, i), CF_XLSX_PLAIN);
        put_number(sheet, FIRST + (lxw_row_t)i, NUMBER, levers->choices[i].entity, CF_XLSX_COUNT);
        for (int f = 0; f < CF_WHAT_IF_FIGURE_COUNT; f++)
            put_number(sheet, FIRST + (lxw_row_t)i, FIGURES + f,
                       cf_what_if_computed(sheet, i, (cf_what_if_figure)f),
                       cf_what_if_is_share((cf_what_if_figure)f) ? CF_XLSX_SHARE : sheet->money);
    }
}

/* ---- edges ---- */

static void put_ends(cf_what_if_sheet *sheet, lxw_row_t row, const int ends[5])
{
    for (int i = 0; i < 5; i++)
        put_number(sheet, row, FROM + i, ends[i], CF_XLSX_COUNT);
}

/* What of a deal is not tied. */
static void put_left(cf_what_if_sheet *sheet, int n)
{
    const cf_levers *levers = sheet->levers;
    const cf_deal_lever *lever = &levers->deals[n];
    lxw_row_t row = FIRST + (lxw_row_t)n;
    lxw_format *format = cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, sheet->money);
    unsigned input = cf_what_if_deal_row(n + 1);
    int first = FIRST + levers->deal_count + 1, last = first + levers->tie_count - 1;

    put_text(sheet, row, LABEL, cf_levers_deal(levers, n)->id, CF_XLSX_PLAIN);
    put_ends(sheet, row,
             (const int[]){ lever->payer, lever->payee, 0, lever->sets_out, lever->is_trade });
    if (levers->tie_count == 0)
        cf_xlsx_put_formula(sheet->book, sheet->model, row, AMOUNT, format, lever->left,
                            "=N(" FRONT "F%u)", input);
    else
        cf_xlsx_put_formula(sheet->book, sheet->model, row, AMOUNT, format, lever->left,
                            "=MAX(0,N(" FRONT "F%u)-SUMIFS(G$%d:G$%d,H$%d:H$%d,%d)"
                            "-SUMIFS(G$%d:G$%d,I$%d:I$%d,%d))",
                            input, first, last, first, last, n + 1, first, last, first, last,
                            n + 1);
}

/* Proportional filling, where its first round is the only one. */
static void put_tie(cf_what_if_sheet *sheet, int n)
{
    const cf_levers *levers = sheet->levers;
    const cf_tie *tie = &levers->ties[n];
    lxw_row_t row = FIRST + (lxw_row_t)(levers->deal_count + n);
    lxw_format *format = cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, sheet->money);
    const cf_payment *payments = levers->network->network.payments;
    int first = FIRST + levers->deal_count + 1, last = first + levers->tie_count - 1;
    char own = tie->shared ? 'J' : 'K', other = tie->shared ? 'K' : 'J';
    char by = tie->shared ? 'I' : 'H';
    int key = tie->shared ? tie->purchase : tie->deal;

    put_text(sheet, row, LABEL, cf_levers_deal(levers, tie->deal - 1)->id, CF_XLSX_PLAIN);
    put_ends(sheet, row, (const int[]){ tie->payer, tie->payee, tie->past, 1, 1 });
    put_number(sheet, row, TIED, tie->deal, CF_XLSX_COUNT);
    put_number(sheet, row, PURCHASE, tie->purchase, CF_XLSX_COUNT);
    cf_xlsx_put_formula(sheet->book, sheet->model, row, TIED_AMOUNT, format,
                        payments[levers->deals[tie->deal - 1].payment].amount, "=N(" FRONT "F%u)",
                        cf_what_if_deal_row(tie->deal));
    cf_xlsx_put_formula(sheet->book, sheet->model, row, ROOM, format,
                        payments[levers->deals[tie->purchase - 1].payment].amount,
                        "=N(" FRONT "F%u)", cf_what_if_deal_row(tie->purchase));
    cf_xlsx_put_formula(sheet->book, sheet->model, row, AMOUNT, format, tie->amount,
                        "=IF(SUMIFS(%c$%d:%c$%d,%c$%d:%c$%d,%d)>0,%c%u*MIN(1,%c%u/"
                        "SUMIFS(%c$%d:%c$%d,%c$%d:%c$%d,%d)),0)",
                        own, first, own, last, by, first, by, last, key, own, row + 1, other,
                        row + 1, own, first, own, last, by, first, by, last, key);
}

/* ---- the system ---- */

/* Sums of edges between the entities, and what sets out, is paid back and passes for the first
 * choice. Index of u, v: u * entities + v. */
struct sums {
    double *passes;   /* from u to v */
    double *invested; /* sets out to v */
    double *back;     /* pays the supplier for sales */
};

static void add_edge(struct sums *sums, const cf_levers *levers, const int ends[3], bool sets_out,
                     bool trade, double amount)
{
    int s = levers->choices[0].entity, count = levers->entity_count;
    int from = ends[0], to = ends[1];

    if (from == s && to > 0 && to != s && sets_out)
        sums->invested[to - 1] += amount;
    if (from == 0 || to == 0 || from == s || ends[2] == s)
        return;
    sums->passes[(from - 1) * count + to - 1] += amount;
    if (to == s && trade)
        sums->back[from - 1] += amount;
}

static void add_up(struct sums *sums, const cf_levers *levers)
{
    for (int n = 0; n < levers->deal_count; n++) {
        const cf_deal_lever *lever = &levers->deals[n];

        add_edge(sums, levers, (const int[]){ lever->payer, lever->payee, 0 }, lever->sets_out,
                 lever->is_trade, lever->left);
    }
    for (int n = 0; n < levers->tie_count; n++) {
        const cf_tie *tie = &levers->ties[n];

        add_edge(sums, levers, (const int[]){ tie->payer, tie->payee, tie->past }, true, true,
                 tie->amount);
    }
}

static double mixed(const cf_levers *levers, int n)
{
    const cf_balance *balance = &levers->flow->balances[levers->entities[n]];

    return balance->in + balance->funds;
}

static double share(double part, double whole)
{
    return whole > 0.0 ? part / whole : 0.0;
}

static void put_cell(cf_what_if_sheet *sheet, const struct sums *sums, int v, int u)
{
    const cf_levers *levers = sheet->levers;
    const cf_what_if_places *at = &sheet->at;
    unsigned mixes = cf_what_if_entity_row(u + 1);
    double passed =
        share(sums->passes[u * levers->entity_count + v], mixed(levers, u)) * (1.0 - 1e-13);

    cf_xlsx_put_formula(sheet->book, sheet->model, FIRST + (lxw_row_t)v, MATRIX + u,
                        cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, CF_XLSX_MONEY + 3),
                        (v == u ? 1.0 : 0.0) - passed,
                        "=%d-IF(OR(%s=%d," FRONT
                        "$O$%u<=0),0,SUMIFS(%s,%s,%d,%s,%d,%s,\"<>\"&%s)/" FRONT "$O$%u" LESS ")",
                        v == u, at->supplier, u + 1, mixes, at->amount, at->from, u + 1, at->to,
                        v + 1, at->past, at->supplier, mixes);
}

static void put_entity(cf_what_if_sheet *sheet, const struct sums *sums, int n)
{
    const cf_levers *levers = sheet->levers;
    const cf_what_if_places *at = &sheet->at;
    lxw_row_t row = FIRST + (lxw_row_t)n;
    unsigned mixes = cf_what_if_entity_row(n + 1);

    put_text(sheet, row, ENTITY,
             cf_xlsx_name(sheet->book, cf_levers_entity(levers, levers->entities[n])->id),
             CF_XLSX_PLAIN);
    cf_xlsx_put_formula(sheet->book, sheet->model, row, INVESTED,
                        cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, sheet->money), sums->invested[n],
                        "=IF(%s=%d,0,SUMIFS(%s,%s,%s,%s,%d,%s,1))", at->supplier, n + 1, at->amount,
                        at->from, at->supplier, at->to, n + 1, at->sets_out);
    cf_xlsx_put_formula(sheet->book, sheet->model, row, PAYS_BACK,
                        cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, CF_XLSX_SHARE),
                        share(sums->back[n], mixed(levers, n)),
                        "=IF(OR(%s=%d," FRONT
                        "$O$%u<=0),0,SUMIFS(%s,%s,%d,%s,%s,%s,1,%s,\"<>\"&%s)/" FRONT "$O$%u)",
                        at->supplier, n + 1, mixes, at->amount, at->from, n + 1, at->to,
                        at->supplier, at->trade, at->past, at->supplier, mixes);
    for (int u = 0; u < levers->entity_count; u++)
        put_cell(sheet, sums, n, u);
}

/* What arrives at the supplier itself passes nothing on, so it follows from the others. */
static void find_arrivals(double *arrives, const cf_levers *levers, const struct sums *sums)
{
    int s = levers->choices[0].entity - 1, count = levers->entity_count;

    for (int n = 0; n < count; n++)
        arrives[n] = levers->coloured[n];
    arrives[s] = 0.0;
    for (int u = 0; u < count; u++)
        arrives[s] += share(sums->passes[u * count + s], mixed(levers, u)) * levers->coloured[u];
}

static void put_system(cf_what_if_sheet *sheet)
{
    const cf_levers *levers = sheet->levers;
    size_t count = (size_t)levers->entity_count;
    double *room = calloc(count * count + 3 * count, sizeof *room);
    struct sums sums = { .passes = room,
                         .invested = room == NULL ? NULL : room + count * count,
                         .back = room == NULL ? NULL : room + count * count + count };
    double *arrives = room == NULL ? NULL : room + count * count + 2 * count;

    if (room == NULL) {
        cf_xlsx_check_status(sheet->book, CF_NO_MEMORY);
        return;
    }
    add_up(&sums, levers);
    for (int n = 0; n < levers->entity_count; n++)
        put_entity(sheet, &sums, n);
    find_arrivals(arrives, levers, &sums);
    cf_xlsx_put_array_formula(sheet->book, sheet->model, FIRST, COLOURED, levers->entity_count,
                              cf_xlsx_format(sheet->book, CF_XLSX_PLAIN, sheet->money), arrives,
                              "{=MMULT(MINVERSE(%s),%s)}", sheet->at.matrix, sheet->at.invested);
    free(room);
}

static void set_up(cf_what_if_sheet *sheet)
{
    static const int wide[] = { LABEL, CHOICE, ENTITY };
    const cf_xlsx_library *by = &sheet->book->by;

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        cf_xlsx_check(sheet->book, by->worksheet_set_column(sheet->model, (lxw_col_t)wide[i],
                                                            (lxw_col_t)wide[i], LABEL_WIDTH, NULL));
    cf_xlsx_check(sheet->book, by->worksheet_set_row(sheet->model, 0, TITLE_HEIGHT, NULL));
    by->worksheet_freeze_panes(sheet->model, FIRST, 1);
    by->worksheet_set_tab_color(sheet->model, cf_xlsx_colour("s1"));
    cf_xlsx_leave_unprinted(sheet->book, sheet->model);
}

void cf_what_if_put_model(cf_what_if_sheet *sheet)
{
    sheet->model = cf_xlsx_add_sheet(sheet->book, CF_WORKBOOK_MODEL);
    if (sheet->model == NULL)
        return;
    find_places(sheet);
    set_up(sheet);
    put_heads(sheet);
    put_choices(sheet);
    for (int n = 0; n < sheet->levers->deal_count; n++)
        put_left(sheet, n);
    for (int n = 0; n < sheet->levers->tie_count; n++)
        put_tie(sheet, n);
    put_system(sheet);
}
