/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What entities stand behind: a bar for each entity and kind, with what is set aside, under those
 * who stand for most. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pictures/bars.h"
#include "pictures/charts.h"
#include "pictures/findings.h"
#include "report/lookup.h"
#include "report/money.h"

enum { MOST_SUPPLIERS = 6, MOST_SHOWN = 6 };

static const cf_bar_kind kinds[] = {
    { "set aside", "cf-trade-fill", 0.9 },
    { "the rest of what it may have to pay", "cf-short-fill", 0.6 },
};

struct payer {
    long first, past;
    double maximum; /* all that is known */
};

static double amount_of(const cf_lookup *rows, long row, const char *column)
{
    double amount = cf_lookup_number(rows, row, column);

    return isnan(amount) ? 0.0 : amount;
}

static struct payer read_payer(const cf_lookup *rows, long row)
{
    const char *supplier = cf_lookup_text(rows, row, "supplier");
    struct payer payer = { .first = row, .past = row };

    while (payer.past == row ||
           (payer.past < rows->rows && cf_lookup_is(rows, payer.past, "supplier", supplier)))
        payer.maximum += amount_of(rows, payer.past++, "maximum");
    return payer;
}

static int choose_payers(struct payer chosen[static MOST_SUPPLIERS], const cf_lookup *rows)
{
    int count = 0;
    struct payer payer;

    for (long row = 0; row < rows->rows; row = payer.past) {
        int place;

        payer = read_payer(rows, row);
        for (place = count; place > 0 && chosen[place - 1].maximum < payer.maximum; place--)
            if (place < MOST_SUPPLIERS)
                chosen[place] = chosen[place - 1];
        if (place < MOST_SUPPLIERS)
            chosen[place] = payer;
        count += count < MOST_SUPPLIERS;
    }
    return count;
}

/* "105 guarantee, 0.7 % set aside" */
static void write_note(char note[static CF_BAR_NOTE], const cf_lookup *rows, long row)
{
    char money[CF_MONEY_SIZE], share[CF_MONEY_SIZE], kind[40];
    double escrow = amount_of(rows, row, "escrow");

    cf_money_text(money, cf_lookup_number(rows, row, "maximum"));
    cf_share_text(share, cf_lookup_number(rows, row, "coverage"));
    snprintf(kind, sizeof kind, "%s", cf_lookup_text(rows, row, "kind"));
    for (char *c = kind; *c != '\0'; c++)
        *c = *c == '_' ? ' ' : *c;
    if (escrow > 0)
        snprintf(note, CF_BAR_NOTE, "%s %.40s, %.20s set aside", kind, money, share);
    else
        snprintf(note, CF_BAR_NOTE, "%s %.40s", kind, money);
}

static void write_total(char note[static CF_BAR_NOTE], const cf_lookup *rows,
                        const struct payer *payer)
{
    double maximum = amount_of(rows, payer->first, "maximum");
    double share = amount_of(rows, payer->first, "share_of_revenue");
    char money[CF_MONEY_SIZE], text[CF_MONEY_SIZE];
    int length;

    cf_money_text(money, payer->maximum);
    length = snprintf(note, CF_BAR_NOTE, "%.40s in all", money);
    cf_share_text(text, maximum > 0 ? share * payer->maximum / maximum : 0.0);
    if (share > 0 && maximum > 0)
        snprintf(note + length, CF_BAR_NOTE - (size_t)length, ", %.20s of reported revenue", text);
}

static cf_bar bar_of(const cf_lookup *rows, long row, const cf_scenario *scenario)
{
    double maximum = amount_of(rows, row, "maximum");
    double escrow = fmin(amount_of(rows, row, "escrow"), maximum);
    cf_bar bar = { .name = cf_lookup_name(scenario, cf_lookup_text(rows, row, "entity")),
                   .parts = { escrow, maximum - escrow } };

    write_note(bar.note, rows, row);
    return bar;
}

/* The largest rows of a payer, then the others as one. */
static int add_bars(cf_bar *bars, const cf_lookup *rows, const struct payer *payer,
                    const cf_scenario *scenario)
{
    long shown[MOST_SHOWN], others = 0;
    double rest = 0.0, aside = 0.0;
    int count = 0;

    for (long row = payer->first; row < payer->past; row++) {
        double maximum = amount_of(rows, row, "maximum");
        long place, last = count < MOST_SHOWN ? row : shown[MOST_SHOWN - 1];

        for (place = count; place > 0 && amount_of(rows, shown[place - 1], "maximum") < maximum;
             place--)
            if (place < MOST_SHOWN)
                shown[place] = shown[place - 1];
        if (place < MOST_SHOWN)
            shown[place] = row;
        else
            last = row;
        if (count == MOST_SHOWN) {
            others++;
            rest += amount_of(rows, last, "maximum");
            aside += fmin(amount_of(rows, last, "escrow"), amount_of(rows, last, "maximum"));
        }
        count += count < MOST_SHOWN;
    }
    for (int i = 0; i < count; i++)
        bars[i] = bar_of(rows, shown[i], scenario);
    if (others > 0) {
        char money[CF_MONEY_SIZE];

        bars[count] = (cf_bar){ .name = "others", .parts = { aside, rest - aside } };
        cf_money_text(money, rest);
        snprintf(bars[count].note, CF_BAR_NOTE, "%ld more, %.40s", others, money);
        count++;
    }
    return count;
}

cf_status cf_chart_support(FILE *out, const cf_report *score, const cf_drawing *drawing)
{
    char finding[CF_FINDING_SIZE];
    cf_lookup rows = cf_lookup_of(score, "support");
    const cf_scenario *scenario = cf_report_scenario(score);
    struct payer payers[MOST_SUPPLIERS];
    cf_bar bars[MOST_SUPPLIERS * (MOST_SHOWN + 1)];
    int count = choose_payers(payers, &rows), bar_count = 0;

    for (int p = 0; p < count; p++) {
        int added = add_bars(&bars[bar_count], &rows, &payers[p], scenario);

        bars[bar_count].heading =
            cf_lookup_name(scenario, cf_lookup_text(&rows, payers[p].first, "supplier"));
        write_total(bars[bar_count].heading_note, &rows, &payers[p]);
        bar_count += added;
    }
    return cf_bars_draw(
        out, score, drawing,
        &(cf_bars){ .finding = cf_finding_support(finding, score),
                    .title = "What stands behind others without having been paid",
                    .description = "A bar for each entity that a guarantee or another contingent "
                                   "deal stands for: what is set aside, and the rest.",
                    .nothing = "There are no guarantees or other contingent deals.",
                    .kinds = kinds,
                    .kind_count = sizeof kinds / sizeof *kinds,
                    .at = bars,
                    .count = bar_count });
}
