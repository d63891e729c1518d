/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vintages: the tables. */
#include "analyses/vintages.h"

#include <math.h>

#include "analyses/common_columns.h"
#include "analyses/params.h"
#include "analyses/world.h"
#include "base/sum.h"

const char *const cf_vintages_tables[VINTAGES_TABLE_COUNT + 1] = {
    [VINTAGES_VINTAGES] = "vintages", [VINTAGES_PERIODS] = "periods",
    [VINTAGES_LAGS] = "lags",         [VINTAGES_CASH] = "cash",
    [VINTAGES_FUNDING] = "funding",   [VINTAGES_SUPPORT] = "support_profile",
};

static const char *id_of(const cf_vintages *vintages, int entity)
{
    return vintages->view->entities[entity].id;
}

static cf_cell period_cell(const cf_vintages *vintages, int period)
{
    return cf_cell_text(cf_vintages_period(vintages, period));
}

/* ---- vintages ---- */

enum { VINTAGES_SUPPLIER, INVESTED_IN, RETURNED_IN, VINTAGES_INVESTED, VINTAGES_BACK };

static const cf_column vintages_rows[] = {
    [VINTAGES_SUPPLIER] = { COMMON_SUPPLIER, .shown = true },
    [INVESTED_IN] = { "invested_in", CF_DATE, "invested in",
                      "The period in which this vintage was invested.", .shown = true },
    [RETURNED_IN] = { "returned_in", CF_DATE, "returned in",
                      "The period in which this part of it comes back.", .shown = true },
    [VINTAGES_INVESTED] = { "invested", CF_MONEY, "invested", "The whole vintage.", .shown = true },
    [VINTAGES_BACK] = { "loopback_pro_rata", CF_MONEY, "pro rata",
                        "What of the vintage comes back as revenue in that period if everyone "
                        "mixes what they have and spends, keeps and carries it on in proportion.",
                        .shown = true },
};

static cf_status add_triangle(const cf_vintages *vintages, cf_table *table, const cf_run_off *row)
{
    int periods = vintages->periods->count;
    cf_status status = CF_OK;

    for (int q = 0; q < periods; q++) {
        for (int p = q; status == CF_OK && row->invested[q] > 0 && p < periods; p++) {
            cf_cell cells[] = {
                [VINTAGES_SUPPLIER] = cf_cell_text(id_of(vintages, row->entity)),
                [INVESTED_IN] = period_cell(vintages, q),
                [RETURNED_IN] = period_cell(vintages, p),
                [VINTAGES_INVESTED] = cf_cell_number(row->invested[q]),
                [VINTAGES_BACK] = cf_cell_number(row->back[q * periods + p]),
            };

            status = cf_table_add(table, cells);
        }
    }
    return status;
}

/* ---- periods ---- */

enum {
    PERIODS_SUPPLIER,
    PERIODS_PERIOD,
    PERIODS_INVESTED,
    PERIODS_REVENUE,
    PERIODS_BACK,
    PERIODS_EXPOSURE,
    CUMULATIVE_INVESTED,
    BACK_MIN,
    BACK_PRO_RATA,
    BACK_MAX
};

static const cf_column periods_rows[] = {
    [PERIODS_SUPPLIER] = { COMMON_SUPPLIER, .shown = true },
    [PERIODS_PERIOD] = { "period", CF_DATE, "period", "A year, quarter or month.", .shown = true },
    [PERIODS_INVESTED] = { "invested", CF_MONEY, "invested",
                           "Capital that the supplier put into others in the period.",
                           .shown = true },
    [PERIODS_REVENUE] = { "revenue", CF_MONEY, "revenue in deals",
                          "What deals pay the supplier for its sales in the period." },
    [PERIODS_BACK] = { "loopback_pro_rata", CF_MONEY, "pro rata",
                       "What comes back as revenue in the period, of all that was invested up to "
                       "then.",
                       .shown = true },
    [PERIODS_EXPOSURE] = { "exposure_pro_rata", CF_SHARE, "of revenue in deals",
                           "Pro rata / revenue in deals, in the period.", .shown = true },
    [CUMULATIVE_INVESTED] = { "cumulative_invested", CF_MONEY, "invested so far",
                              "Capital put into others up to the end of the period.",
                              .shown = true },
    [BACK_MIN] = { "back_min", CF_MONEY, "back at least",
                   "What of it must have come back as revenue by the end of the period.",
                   .shown = true, .rounding = CF_DOWN, .within = "back_pro_rata" },
    [BACK_PRO_RATA] = { "back_pro_rata", CF_MONEY, "back pro rata",
                        "What of it has come back by then pro rata.", .shown = true,
                        .within = "back_max" },
    [BACK_MAX] = { "back_max", CF_MONEY, "back at most", "What of it can have come back by then.",
                   .shown = true, .rounding = CF_UP, .within = "cumulative_invested" },
};

static cf_status add_periods(const cf_vintages *vintages, cf_table *table, const cf_run_off *row)
{
    cf_sum invested = { 0 }, back = { 0 };
    cf_status status = CF_OK;

    for (int p = 0; status == CF_OK && p < vintages->periods->count; p++) {
        double in = cf_run_off_in(vintages, row, p);

        cf_sum_add(&invested, row->invested[p]);
        cf_sum_add(&back, in);
        cf_cell cells[] = {
            [PERIODS_SUPPLIER] = cf_cell_text(id_of(vintages, row->entity)),
            [PERIODS_PERIOD] = period_cell(vintages, p),
            [PERIODS_INVESTED] = cf_cell_number(row->invested[p]),
            [PERIODS_REVENUE] = cf_cell_number(row->revenue[p]),
            [PERIODS_BACK] = cf_cell_number(in),
            [PERIODS_EXPOSURE] = cf_cell_number(cf_ratio(in, row->revenue[p])),
            [CUMULATIVE_INVESTED] = cf_cell_number(cf_sum_value(invested)),
            [BACK_MIN] = cf_cell_number(row->min[p]),
            [BACK_PRO_RATA] = cf_cell_number(cf_sum_value(back)),
            [BACK_MAX] = cf_cell_number(row->max[p]),
        };

        status = cf_table_add(table, cells);
    }
    return status;
}

/* ---- lags ---- */

enum { LAGS_SUPPLIER, LAGS_LAG, LAGS_HALF_BACK };

static const cf_column lags_rows[] = {
    [LAGS_SUPPLIER] = { COMMON_SUPPLIER },
    [LAGS_LAG] = { "lag", CF_NUMBER, "lag in years",
                   "The mean time from the middle of the period in which money was invested to "
                   "the middle of that in which it comes back, of what does within the periods.",
                   .unit = "years of 365.25 days" },
    [LAGS_HALF_BACK] = { "half_back", CF_DATE, "half back by",
                         "The first period by whose end half of that is back." },
};

static cf_status add_lag(const cf_vintages *vintages, cf_table *table, const cf_run_off *row)
{
    cf_cell cells[] = {
        [LAGS_SUPPLIER] = cf_cell_text(id_of(vintages, row->entity)),
        [LAGS_LAG] = cf_cell_number(row->lag),
        [LAGS_HALF_BACK] =
            row->half_back < 0 ? cf_cell_null() : period_cell(vintages, row->half_back),
    };

    return cf_table_add(table, cells);
}

/* ---- cash ---- */

enum {
    CASH_ENTITY,
    CASH_PERIOD,
    CASH_IN,
    CASH_OUT,
    CASH_CARRIED_IN,
    CASH_OUTSIDE_FUNDS,
    CASH_FUNDS_ASSUMED,
    CASH_FUNDING_GAP,
    CASH_CARRIED_OUT
};

static const cf_column cash_rows[] = {
    [CASH_ENTITY] = { COMMON_ENTITY },
    [CASH_PERIOD] = { "period", CF_DATE, "period", "A year, quarter or month." },
    [CASH_IN] = { COMMON_IN },
    [CASH_OUT] = { COMMON_OUT },
    [CASH_CARRIED_IN] = { "carried_in", CF_MONEY, "carried in",
                          "What it has left from earlier periods, money tied to its purchases "
                          "aside." },
    [CASH_OUTSIDE_FUNDS] = { COMMON_OUTSIDE_FUNDS },
    [CASH_FUNDS_ASSUMED] = { COMMON_FUNDS_ASSUMED },
    [CASH_FUNDING_GAP] = { COMMON_FUNDING_GAP },
    [CASH_CARRIED_OUT] = { "carried_out", CF_MONEY, "carried out",
                           "What it takes on into the next period; in the last period, what it "
                           "would take on." },
};

static bool is_still(const cf_cash *cash)
{
    return !(cash->in > 0 || cash->out > 0 || cash->carried_in > 0 || cash->funds > 0 ||
             cash->carried_out > 0);
}

static cf_status add_cash(const cf_vintages *vintages, cf_table *table, int entity)
{
    int nodes = vintages->view->entity_count;
    cf_status status = CF_OK;

    for (int p = 0; status == CF_OK && p < vintages->periods->count; p++) {
        const cf_cash *cash = &vintages->timed->cash[p * nodes + entity];
        cf_cell cells[] = {
            [CASH_ENTITY] = cf_cell_text(id_of(vintages, entity)),
            [CASH_PERIOD] = period_cell(vintages, p),
            [CASH_IN] = cf_cell_number(cash->in),
            [CASH_OUT] = cf_cell_number(cash->out),
            [CASH_CARRIED_IN] = cf_cell_number(cash->carried_in),
            [CASH_OUTSIDE_FUNDS] = cf_cell_number(cash->funds),
            [CASH_FUNDS_ASSUMED] = cf_cell_number(cash->assumed),
            [CASH_FUNDING_GAP] = cf_cell_number(cash->gap),
            [CASH_CARRIED_OUT] = cf_cell_number(cash->carried_out),
        };

        if (!is_still(cash))
            status = cf_table_add(table, cells);
    }
    return status;
}

/* ---- funding ---- */

enum {
    FUNDING_ENTITY,
    FUNDING_PERIOD,
    FUNDING_DUE,
    FUNDING_CARRIED,
    FUNDING_WAITING,
    FUNDING_CAPITAL,
    FUNDING_REVENUE,
    FUNDING_SERVICE,
    FUNDING_OUTSIDE,
    FUNDING_GAP
};

static const cf_column funding_rows[] = {
    [FUNDING_ENTITY] = { COMMON_ENTITY },
    [FUNDING_PERIOD] = { "period", CF_DATE, "period", "A year, quarter or month.", .shown = true },
    [FUNDING_DUE] = { "due", CF_MONEY, "due", "What it has to pay in the period.", .shown = true },
    [FUNDING_CARRIED] = { "carried_in", CF_MONEY, "carried in",
                          "What it has left from earlier periods.", .shown = true },
    [FUNDING_WAITING] = { "tied_in", CF_MONEY, "tied before",
                          "What investors have paid in earlier periods for certain purchases of "
                          "it, and still waits for them." },
    [FUNDING_CAPITAL] = { "capital_in", CF_MONEY, "capital in",
                          "What investors pay it in the period.", .shown = true },
    [FUNDING_REVENUE] = { "revenue_in", CF_MONEY, "revenue in",
                          "What customers pay it in the period.", .shown = true },
    [FUNDING_SERVICE] = { "service_in", CF_MONEY, "service in",
                          "What is given back to it, or paid for its capital, in the period." },
    [FUNDING_OUTSIDE] = { "outside", CF_MONEY, "outside",
                          "Its stated money from outside the scenario; where none is stated, "
                          "reported revenue beyond that of the deals.",
                          .shown = true },
    [FUNDING_GAP] = { "gap", CF_MONEY, "gap", "What of the payments due nothing of these pays for.",
                      .shown = true },
};

static cf_status add_funding(const cf_vintages *vintages, cf_table *table, int entity)
{
    cf_status status = CF_OK;

    for (int p = 0; status == CF_OK && p < vintages->periods->count; p++) {
        cf_funding funding = cf_vintages_funding(vintages, entity, p);
        cf_cell cells[] = {
            [FUNDING_ENTITY] = cf_cell_text(id_of(vintages, entity)),
            [FUNDING_PERIOD] = period_cell(vintages, p),
            [FUNDING_DUE] = cf_cell_number(funding.due),
            [FUNDING_CARRIED] = cf_cell_number(funding.carried),
            [FUNDING_WAITING] = cf_cell_number(funding.waiting),
            [FUNDING_CAPITAL] = cf_cell_number(funding.capital),
            [FUNDING_REVENUE] = cf_cell_number(funding.revenue),
            [FUNDING_SERVICE] = cf_cell_number(funding.service),
            [FUNDING_OUTSIDE] = cf_cell_number(funding.outside),
            [FUNDING_GAP] = cf_cell_number(funding.gap),
        };
        const cf_cash *cash = &vintages->timed->cash[p * vintages->view->entity_count + entity];

        if (!is_still(cash))
            status = cf_table_add(table, cells);
    }
    return status;
}

/* ---- all of them ---- */

static const cf_glance triangle = { .sheet = "triangle",
                                    .by = "supplier",
                                    .rows = "invested_in",
                                    .columns = "returned_in",
                                    .value = "loopback_pro_rata" };
static const cf_glance bands = { .sheet = "back by period",
                                 .by = "supplier",
                                 .rows = "period",
                                 .low = "back_min",
                                 .middle = "back_pro_rata",
                                 .high = "back_max" };

static const cf_columns columns[VINTAGES_SUPPORT] = {
    [VINTAGES_VINTAGES] = { vintages_rows, CF_COUNT_OF(vintages_rows),
                            "Each supplier, with what of each vintage comes back in each later "
                            "period.",
                            &triangle },
    [VINTAGES_PERIODS] = { periods_rows, CF_COUNT_OF(periods_rows),
                           "Each supplier, with what comes back in each period and by its end.",
                           &bands },
    [VINTAGES_LAGS] = { lags_rows, CF_COUNT_OF(lags_rows),
                        "Each supplier, with how long its money takes to come back." },
    [VINTAGES_CASH] = { cash_rows, CF_COUNT_OF(cash_rows),
                        "Each entity, with what it receives, pays and carries on in each "
                        "period." },
    [VINTAGES_FUNDING] = { funding_rows, CF_COUNT_OF(funding_rows),
                           "Each entity, with what pays for its payments in each period." },
};

const cf_columns *const cf_vintages_columns[VINTAGES_TABLE_COUNT] = {
    &columns[VINTAGES_VINTAGES], &columns[VINTAGES_PERIODS], &columns[VINTAGES_LAGS],
    &columns[VINTAGES_CASH],     &columns[VINTAGES_FUNDING], &cf_vintages_support_columns,
};

/* A table is filled by supplier or by entity. */
typedef cf_status add_supplier(const cf_vintages *vintages, cf_table *table, const cf_run_off *row);
typedef cf_status add_entity(const cf_vintages *vintages, cf_table *table, int entity);

static add_supplier *const by_supplier[VINTAGES_SUPPORT] = {
    [VINTAGES_VINTAGES] = add_triangle,
    [VINTAGES_PERIODS] = add_periods,
    [VINTAGES_LAGS] = add_lag,
};
static add_entity *const by_entity[VINTAGES_SUPPORT] = {
    [VINTAGES_CASH] = add_cash,
    [VINTAGES_FUNDING] = add_funding,
};

static cf_status fill(const cf_vintages *vintages, cf_table *table, int index)
{
    int first = vintages->entity < 0 ? 0 : vintages->entity;
    int past = vintages->entity < 0 ? vintages->view->entity_count : first + 1;
    cf_status status = CF_OK;

    for (int i = 0; by_supplier[index] != NULL && status == CF_OK && i < vintages->supplier_count;
         i++)
        status = by_supplier[index](vintages, table, &vintages->suppliers[i]);
    for (int v = first; by_entity[index] != NULL && status == CF_OK && v < past; v++)
        status = by_entity[index](vintages, table, v);
    return status;
}

cf_status cf_vintages_fill_tables(const cf_vintages *vintages, cf_report *report)
{
    cf_status status = CF_OK;

    for (int t = 0; status == CF_OK && t < VINTAGES_TABLE_COUNT; t++) {
        cf_table *table = NULL;

        if (!cf_request_wants(vintages->request, cf_vintages_tables[t]))
            continue;
        status = cf_table_new(&table, cf_vintages_tables[t], cf_vintages_columns[t]->at,
                              cf_vintages_columns[t]->count);
        if (status == CF_OK)
            status = t == VINTAGES_SUPPORT ? cf_vintages_fill_support(vintages, table, report)
                                           : fill(vintages, table, t);
        if (status == CF_OK)
            status = cf_report_take_table(report, &table);
        cf_table_free(table);
    }
    return status;
}
