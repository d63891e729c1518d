/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What single customers touch: for each supplier that has put something into its customers, a
 * stacked bar for each of the three that touch most. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/bars.h"
#include "pictures/charts.h"
#include "pictures/findings.h"
#include "report/lookup.h"
#include "report/money.h"

enum { MOST_SUPPLIERS = 5, MOST_CUSTOMERS = 3, MOST_BARS = MOST_SUPPLIERS * MOST_CUSTOMERS };

static const cf_bar_kind kinds[] = {
    { "sales", "cf-trade-fill", 0.9 },
    { "capital paid", "cf-capital-fill", 0.9 },
    { "capital to come", "cf-capital-fill", 0.45 },
    { "contingent, less what is set aside", "cf-short-fill", 0.6 },
    { "not in cash", "cf-s5-fill", 0.6 },
};

/* The rows of one supplier, which stand together. */
struct stack {
    long first, past;
    double largest; /* of what a customer touches */
};

struct ranked {
    long row;
    double touches;
};

static double amount_of(const cf_lookup *rows, long row, const char *column)
{
    double amount = cf_lookup_number(rows, row, column);

    return isnan(amount) ? 0.0 : amount;
}

static bool gives(const cf_lookup *rows, long row)
{
    return amount_of(rows, row, "capital_completed") > 0 ||
           amount_of(rows, row, "capital_open") > 0 || amount_of(rows, row, "contingent") > 0 ||
           amount_of(rows, row, "non_cash") > 0;
}

/* A supplier sells and gives; its largest customer decides its place. */
static bool read_stack(struct stack *out, const cf_lookup *rows, long row)
{
    const char *supplier = cf_lookup_text(rows, row, "supplier");
    bool sells = false, has_given = false;

    *out = (struct stack){ .first = row };
    for (out->past = row; out->past < rows->rows && supplier != NULL &&
                          cf_lookup_is(rows, out->past, "supplier", supplier);
         out->past++) {
        sells = sells || amount_of(rows, out->past, "revenue") > 0;
        has_given = has_given || gives(rows, out->past);
        out->largest = fmax(out->largest, amount_of(rows, out->past, "touches"));
    }
    out->past = out->past > row ? out->past : row + 1;
    return sells && has_given;
}

/* The suppliers whose largest customers touch most, the largest first. */
static int choose_suppliers(struct stack chosen[static MOST_SUPPLIERS], const cf_lookup *rows)
{
    int count = 0;
    struct stack stack;

    for (long row = 0; row < rows->rows; row = stack.past) {
        int place;

        if (!read_stack(&stack, rows, row))
            continue;
        for (place = count; place > 0 && chosen[place - 1].largest < stack.largest; place--)
            if (place < MOST_SUPPLIERS)
                chosen[place] = chosen[place - 1];
        if (place < MOST_SUPPLIERS)
            chosen[place] = stack;
        count += count < MOST_SUPPLIERS;
    }
    return count;
}

static int choose_customers(struct ranked best[static MOST_CUSTOMERS], const cf_lookup *rows,
                            const struct stack *stack)
{
    int count = 0;

    for (long row = stack->first; row < stack->past; row++) {
        double touches = amount_of(rows, row, "touches");
        int place;

        for (place = count; place > 0 && best[place - 1].touches < touches; place--)
            if (place < MOST_CUSTOMERS)
                best[place] = best[place - 1];
        if (place < MOST_CUSTOMERS)
            best[place] = (struct ranked){ row, touches };
        count += count < MOST_CUSTOMERS;
    }
    return count;
}

/* "440 = 114 % of reported revenue; sales 45 % of backlog" */
static void write_note(char note[static CF_BAR_NOTE], const cf_lookup *rows, long row)
{
    char money[CF_MONEY_SIZE], share[CF_MONEY_SIZE];
    double of_revenue = cf_lookup_number(rows, row, "share_of_revenue");
    double of_backlog = cf_lookup_number(rows, row, "backlog_share");
    int length;

    cf_money_text(money, amount_of(rows, row, "touches"));
    length = snprintf(note, CF_BAR_NOTE, "%.40s", money);
    cf_share_text(share, of_revenue);
    if (!isnan(of_revenue))
        length +=
            snprintf(note + length, CF_BAR_NOTE - (size_t)length, ", %.20s of revenue", share);
    cf_share_text(share, of_backlog);
    if (of_backlog > 0)
        snprintf(note + length, CF_BAR_NOTE - (size_t)length, "; sales %.20s of backlog", share);
}

static cf_bar bar_of(const cf_lookup *rows, long row, const cf_scenario *scenario)
{
    cf_bar bar = {
        .name = cf_lookup_name(scenario, cf_lookup_text(rows, row, "customer")),
        .parts = { amount_of(rows, row, "revenue"), amount_of(rows, row, "capital_completed"),
                   amount_of(rows, row, "capital_open"),
                   fmax(amount_of(rows, row, "contingent") - amount_of(rows, row, "escrow"), 0.0),
                   amount_of(rows, row, "non_cash") },
    };

    write_note(bar.note, rows, row);
    return bar;
}

cf_status cf_chart_stack(FILE *out, const cf_report *score, const cf_drawing *drawing)
{
    char finding[CF_FINDING_SIZE];
    cf_lookup rows = cf_lookup_of(score, "stack");
    const cf_scenario *scenario = cf_report_scenario(score);
    struct stack suppliers[MOST_SUPPLIERS];
    cf_bar bars[MOST_BARS];
    int count = choose_suppliers(suppliers, &rows), bar_count = 0;

    for (int s = 0; s < count; s++) {
        struct ranked best[MOST_CUSTOMERS];
        int customers = choose_customers(best, &rows, &suppliers[s]);

        for (int c = 0; c < customers; c++) {
            bars[bar_count] = bar_of(&rows, best[c].row, scenario);
            if (c == 0)
                bars[bar_count].heading =
                    cf_lookup_name(scenario, cf_lookup_text(&rows, best[c].row, "supplier"));
            bar_count++;
        }
    }
    return cf_bars_draw(
        out, score, drawing,
        &(cf_bars){ .finding = cf_finding_stack(finding, score),
                    .title = "What single customers touch",
                    .description = "For each supplier its three largest customers, a bar each: "
                                   "sales to it, capital in it and what the supplier stands "
                                   "behind.",
                    .nothing = "No supplier has put anything into its customers.",
                    .kinds = kinds,
                    .kind_count = sizeof kinds / sizeof *kinds,
                    .at = bars,
                    .count = bar_count });
}
