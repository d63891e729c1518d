/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: what a person reads first. It always says what it leaves out. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/drivers.h"
#include "analyses/names.h"
#include "analyses/nobody.h"
#include "analyses/prose.h"
#include "base/sum.h"
#include "report/money.h"
#include "report/sentences.h"

struct digest {
    const cf_drives *drives;
    cf_report *report;
    const char *const *names; /* of entities */
    const cf_driven *driven;  /* at hand */
};

/* A printf-style text; NULL where an argument is NULL for want of memory. */
#define join(digest, text, format, ...)                                                            \
    ((text) == NULL ? NULL : cf_report_text((digest)->report, "%s" format, (text), __VA_ARGS__))

static cf_status add_paragraph(const struct digest *digest, int level, const char *text)
{
    return text == NULL ? CF_NO_MEMORY : cf_report_add_paragraph(digest->report, level, text);
}

static const char *name_of(const struct digest *digest, int entity)
{
    return digest->names[entity];
}

/* Who pays whom, or what a lever is. */
static const char *pays_text(const struct digest *digest, int subject)
{
    const cf_view_deal *deal = cf_drives_deal(digest->drives, subject);

    if (deal != NULL)
        return cf_report_text(digest->report, "%s → %s", name_of(digest, deal->payer),
                              name_of(digest, deal->payee));
    return cf_drives_lever_of(digest->drives, subject)->lever == CF_LEVER_FUNDS
               ? "stated funds"
               : "reported revenue";
}

static cf_status write_drivers_view(const struct digest *digest)
{
    cf_prose prose = { .report = digest->report };
    cf_status status;

    cf_prose_view(&prose, digest->drives->view);
    cf_prose_measure(&prose, digest->drives->view);
    status = cf_prose_end(&prose, 0);
    cf_prose_free(&prose);
    return status;
}

/* ---- one supplier and measure ---- */

enum { DEAL, PAYS, AMOUNT, LESS, MORE, WITHOUT, LOW, HIGH, SWING };

static const cf_column columns[] = {
    [DEAL] = { "deal" },
    [PAYS] = { "pays", CF_TEXT, "pays" },
    [AMOUNT] = { "amount" },
    [LESS] = { "marginal_down" },
    [MORE] = { "marginal_up" },
    [WITHOUT] = { "without" },
    [LOW] = { "low" },
    [HIGH] = { "high" },
    [SWING] = { "swing", CF_SPAN, "" },
};

/* From the least to the most figure of the rows of a table: the whole length of its lines. */
struct scale {
    double least, most;
};

static struct scale scale_of(const struct digest *digest, cf_measure measure, int first, int past)
{
    double value = digest->driven->value[measure];
    struct scale scale = { value, value };

    for (int i = first; i < past; i++) {
        const cf_drive *row = &digest->driven->rows[measure][i];

        scale.least = fmin(scale.least, fmin(row->low, row->high)); /* NaN: unknown */
        scale.most = fmax(scale.most, fmax(row->low, row->high));
    }
    return scale;
}

/* The figure from one end of the range to the other, with a mark where it is. */
static const char *swing_text(const struct digest *digest, const cf_drive *row, double value,
                              struct scale scale)
{
    double whole = scale.most - scale.least;
    double low = fmin(value, fmin(row->low, row->high));
    double high = fmax(value, fmax(row->low, row->high));

    if (!(whole > 0) || isnan(row->low) || isnan(row->high))
        return "";
    return cf_report_span(digest->report, (low - scale.least) / whole,
                          (value - scale.least) / whole, (high - scale.least) / whole);
}

static bool moves_nothing(const cf_drive *row)
{
    return !(fabs(row->marginal.up) > 0 || fabs(row->marginal.down) > 0);
}

static cf_status add_drive_line(const struct digest *digest, cf_table *table, const cf_drive *row,
                                cf_measure measure, struct scale scale)
{
    cf_rounding rounding = cf_measure_rounding(measure);
    const char *swing = swing_text(digest, row, digest->driven->value[measure], scale);
    const cf_view_deal *deal = cf_drives_deal(digest->drives, row->subject);
    double amount = cf_drives_amount(digest->drives, row->subject);
    const char *pays = pays_text(digest, row->subject);
    cf_cell cells[] = {
        [DEAL] = cf_cell_text(cf_drives_name(digest->drives, row->subject)),
        [PAYS] = cf_cell_text(pays),
        [AMOUNT] = deal == NULL || deal->quantified ? cf_cell_number(amount) : cf_cell_null(),
        [LESS] = cf_cell_number(row->marginal.down),
        [MORE] = cf_cell_number(row->marginal.up),
        [WITHOUT] = cf_cell_rounded(row->without, rounding),
        [LOW] = cf_cell_rounded(row->low, rounding),
        [HIGH] = cf_cell_rounded(row->high, rounding),
        [SWING] = cf_cell_text(swing),
    };

    return pays == NULL || swing == NULL ? CF_NO_MEMORY : cf_table_add(table, cells);
}

static const char *title(const struct digest *digest, cf_measure measure)
{
    static const char *const words[CF_MEASURE_KNOWN_COUNT] = {
        [CF_MEASURE_MIN] = "the least that must come back",
        [CF_MEASURE_PRO_RATA] = "what comes back pro rata",
        [CF_MEASURE_MAX] = "the most that can come back",
    };
    char unit[CF_UNIT_SIZE], value[CF_MONEY_SIZE];

    cf_money_bound(value, digest->driven->value[measure], cf_measure_rounding(measure));
    cf_unit_text(unit, digest->drives->view->scenario);
    return cf_report_text(digest->report, "%s: what moves %s, %s (%s)",
                          name_of(digest, digest->driven->supplier), words[measure], value, unit);
}

static cf_status write_rows(const struct digest *digest, cf_measure measure, int level,
                            const char *name, int first, int past)
{
    const cf_columns wanted = { columns, CF_COUNT_OF(columns) };
    const cf_column *chosen = cf_columns_choose(digest->report, cf_drivers_columns, wanted);
    struct scale scale = scale_of(digest, measure, first, past);
    cf_table *table = NULL;
    cf_status status = CF_NO_MEMORY;

    if (name != NULL && chosen != NULL)
        status = cf_table_new(&table, name, chosen, wanted.count);
    for (int i = first; status == CF_OK && i < past; i++)
        status = add_drive_line(digest, table, &digest->driven->rows[measure][i], measure, scale);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, level, &table);
    cf_table_free(table);
    return status;
}

static cf_status write_measure(const struct digest *digest, cf_measure measure, int level)
{
    const cf_drives *drives = digest->drives;
    const cf_drive *rows = digest->driven->rows[measure];
    int all = digest->driven->row_count, moving = 0, shown;
    cf_status status = CF_OK;

    while (moving < all && !moves_nothing(&rows[moving]))
        moving++;
    shown = !drives->top_given && moving > CF_DRIVES_SHOWN ? CF_DRIVES_SHOWN : moving;
    if (status == CF_OK && moving == 0)
        status = add_paragraph(digest, level, "");
    if (status == CF_OK && moving == 0)
        return add_paragraph(digest, level,
                             join(digest, title(digest, measure), "%s", " - no deal does."));
    if (status == CF_OK)
        status = write_rows(digest, measure, level, title(digest, measure), 0, shown);
    if (status == CF_OK && shown < moving)
        status = write_rows(digest, measure, 1, "Further deals", shown, moving);
    return status;
}

static cf_status write_choke(const struct digest *digest, int level)
{
    const cf_drives *drives = digest->drives;
    const char *list = "";
    char sum[CF_MONEY_SIZE + CF_UNIT_SIZE];
    double amount = 0.0;
    int count = digest->driven->choke_count;

    for (int i = 0; i < count; i++) {
        int payment = digest->driven->choke[i];

        amount += drives->network->network.payments[payment].amount;
        list = join(digest, list, "%s%s", i == 0 ? "" : ", ", cf_drives_name(drives, payment));
    }
    if (count == 0)
        return CF_OK;
    if (list == NULL)
        return CF_NO_MEMORY;
    cf_money_with_unit(sum, drives->view->scenario, amount);
    return add_paragraph(
        digest, level,
        cf_report_text(digest->report,
                       "Choke point%s: %s, %s%s. Without %s nothing could come back to %s, "
                       "however much it invests, and no cheaper set of deals has that effect.",
                       count == 1 ? "" : "s", list, count == 1 ? "" : "together ", sum,
                       count == 1 ? "it" : "them", name_of(digest, digest->driven->supplier)));
}

/* ---- the attribution ---- */

enum { PART_DEAL, PART_PAYS, PART_AMOUNT, PART_SHARE, PART_ERROR };

static const cf_column part_columns[] = {
    [PART_DEAL] = { "deal" },        [PART_PAYS] = { "pays", CF_TEXT, "pays" },
    [PART_AMOUNT] = { "amount" },    [PART_SHARE] = { "shapley" },
    [PART_ERROR] = { "shapley_se" },
};

/* Largest first, whatever the sign; equals in file order. */
static int compare_shares(const void *a, const void *b)
{
    const cf_share *x = a, *y = b;
    double by_x = cf_sort_amount(fabs(x->value)), by_y = cf_sort_amount(fabs(y->value));

    if (by_x > by_y || by_x < by_y)
        return by_x > by_y ? -1 : 1;
    return (x->payment > y->payment) - (x->payment < y->payment);
}

static cf_status add_part(const struct digest *digest, cf_table *table, const cf_share *share)
{
    const cf_view_deal *deal = cf_drives_deal(digest->drives, share->payment);
    const char *pays = cf_report_text(digest->report, "%s → %s", name_of(digest, deal->payer),
                                      name_of(digest, deal->payee));
    const cf_cell cells[] = {
        [PART_DEAL] = cf_cell_text(cf_drives_name(digest->drives, share->payment)),
        [PART_PAYS] = cf_cell_text(pays),
        [PART_AMOUNT] = cf_cell_number(deal->amount),
        [PART_SHARE] = cf_cell_number(share->value),
        [PART_ERROR] = cf_cell_number(share->error),
    };

    return pays == NULL ? CF_NO_MEMORY
                        : cf_table_add_row(table, cells, cf_table_column_count(table));
}

static cf_status write_others(const struct digest *digest, int level, const cf_share *shares,
                              int count)
{
    char amount[CF_MONEY_SIZE];
    cf_sum sum = { 0 };

    for (int i = 0; i < count; i++)
        cf_sum_add(&sum, shares[i].value);
    cf_money_text(amount, cf_sum_value(sum));
    return add_paragraph(digest, level,
                         cf_report_text(digest->report, "... and %d further deal%s: %s together",
                                        count, count == 1 ? "" : "s", amount));
}

static const char *attribution_title(const struct digest *digest)
{
    const cf_attribution *attribution = digest->driven->attribution;
    char unit[CF_UNIT_SIZE], value[CF_MONEY_SIZE];

    cf_money_text(value, digest->driven->value[CF_MEASURE_PRO_RATA]);
    cf_unit_text(unit, digest->drives->view->scenario);
    if (!(attribution->draws > 0))
        return cf_report_text(digest->report,
                              "%s: what each deal contributes to these %s (%s), together all of it",
                              name_of(digest, digest->driven->supplier), value, unit);
    return cf_report_text(digest->report,
                          "%s: what each deal contributes to these %s (%s), together all of it, by "
                          "%.0f random orders",
                          name_of(digest, digest->driven->supplier), value, unit,
                          attribution->draws);
}

static cf_status write_shares(const struct digest *digest, int level, const cf_share *shares,
                              int shown)
{
    const cf_attribution *attribution = digest->driven->attribution;
    int column_count = attribution->draws > 0 ? PART_ERROR + 1 : PART_ERROR;
    const cf_columns wanted = { part_columns, column_count };
    const cf_column *chosen = cf_columns_choose(digest->report, *cf_drivers_columns.with, wanted);
    const char *name = attribution_title(digest);
    cf_table *table = NULL;
    cf_status status = CF_NO_MEMORY;

    if (name != NULL && chosen != NULL)
        status = cf_table_new(&table, name, chosen, column_count);
    for (int i = 0; status == CF_OK && i < shown; i++)
        status = add_part(digest, table, &shares[i]);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, level, &table);
    if (status == CF_OK && shown < attribution->count)
        status = write_others(digest, level, &shares[shown], attribution->count - shown);
    cf_table_free(table);
    return status;
}

static cf_status write_attribution(const struct digest *digest, int level)
{
    const cf_attribution *attribution = digest->driven->attribution;
    bool all = digest->drives->top_given;
    int count = attribution == NULL ? 0 : attribution->count;
    double most = all ? digest->drives->top : CF_DRIVES_SHOWN;
    cf_share *shares;
    cf_status status;

    if (count == 0)
        return CF_OK;
    shares = malloc((size_t)count * sizeof *shares);
    if (shares == NULL)
        return CF_NO_MEMORY;
    memcpy(shares, attribution->players, (size_t)count * sizeof *shares);
    qsort(shares, (size_t)count, sizeof *shares, compare_shares);
    status = write_shares(digest, level, shares, count <= most + 1 ? count : (int)most);
    free(shares);
    return status;
}

static cf_status write_supplier(const struct digest *digest, int level)
{
    cf_status status = CF_OK;

    for (int m = 0; status == CF_OK && m < CF_MEASURE_KNOWN_COUNT; m++) {
        if ((digest->drives->measures & CF_MEASURE_BIT(m)) != 0)
            status = write_measure(digest, (cf_measure)m, level);
    }
    if (status == CF_OK)
        status = write_attribution(digest, level);
    return status == CF_OK ? write_choke(digest, level) : status;
}

/* ---- all together ---- */

static cf_status write_no_drivers(const struct digest *digest)
{
    return add_paragraph(
        digest, 0,
        digest->drives->supplier_given
            ? "None of the suppliers asked for has both invested and earned in this view."
            : cf_nobody_text(digest->report, cf_sentence_none, digest->drives->view));
}

static const char legend_what[] =
    "Per 1 less and per 1 more: what the figure loses for each 1 that the deal is smaller by, and "
    "gains for each 1 that it is larger by. Without it, at low, at high: the figure without the "
    "deal, and at the ends of its range, which the line shows with the figure as its mark";

static const char legend_how[] =
    "Deals are listed by what the same part of each, such as 1 %, moves: per 1 times amount. "
    "Pictures put the longest line first. "
    "One amount changes at a time: other amounts and stated funds stay, tied money is placed "
    "again, and what a payer then lacks is assumed. Funds and revenue are those of an entity; "
    "without them, what it needs is assumed. Where the two sides differ, the deal sits at a "
    "limit: of tied money, of an entity's funds, or of two equal bottlenecks.";

static cf_status write_legend(const struct digest *digest)
{
    char swing[32];
    const char *text;

    (void)snprintf(swing, sizeof swing, "%g", digest->drives->swing);
    text = cf_report_text(digest->report, "%s, or %s %% less and more where it has none.",
                          legend_what, swing);
    if (text == NULL)
        return CF_NO_MEMORY;
    if (add_paragraph(digest, 0, "") != CF_OK)
        return CF_NO_MEMORY;
    return add_paragraph(digest, 0, join(digest, text, " %s", legend_how));
}

cf_status cf_drives_write_digest(const cf_drives *drives, cf_report *report)
{
    enum { SHOWN = 3 }; /* above the others, unless they are asked for */
    struct digest digest = { .drives = drives,
                             .report = report,
                             .names = cf_names_of(report, drives->view) };
    int count = drives->supplier_count;
    cf_status status = digest.names == NULL ? CF_NO_MEMORY : write_drivers_view(&digest);

    if (status == CF_OK && count == 0)
        return write_no_drivers(&digest);
    for (int i = 0; status == CF_OK && i < drives->told_count; i++) {
        digest.driven = drives->told[i];
        status = write_supplier(&digest, drives->supplier_given || i < SHOWN ? 0 : 1);
    }
    if (status == CF_OK)
        status = write_legend(&digest);
    if (status == CF_OK && drives->told_count < count)
        status = cf_further_suppliers(report, count - drives->told_count, true);
    return status;
}
