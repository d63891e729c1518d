/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each chart finds, from the tables it draws. */
#include "pictures/findings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pictures/charts.h"
#include "pictures/words.h"
#include "report/lookup.h"
#include "report/money.h"

/* ---- small parts ---- */

static const char *name_of(const cf_report *report, const cf_lookup *rows, long row,
                           const char *column)
{
    const char *id = cf_lookup_text(rows, row, column);
    const char *name = cf_lookup_name(cf_report_scenario(report), id);

    return name == NULL ? "nobody" : name;
}

/* The row with the largest number in a column, of those that `counts` takes; -1 if none is above
 * 0. */
static long largest_row(const cf_lookup *rows, const char *column,
                        bool (*counts)(const cf_lookup *rows, long row, const char *about),
                        const char *about)
{
    double most = 0.0;
    long found = -1;

    for (long row = 0; row < rows->rows; row++) {
        double number = cf_lookup_number(rows, row, column);

        if (number > most && (counts == NULL || counts(rows, row, about))) {
            most = number;
            found = row;
        }
    }
    return found;
}

/* "USD 12.3 bn" */
static void money_at(char text[static CF_MONEY_SIZE + CF_UNIT_SIZE], const cf_report *report,
                     const cf_lookup *rows, long row, const char *column)
{
    cf_money_with_unit(text, cf_report_scenario(report), cf_lookup_number(rows, row, column));
}

static void amount_at(char text[static CF_MONEY_SIZE], const cf_lookup *rows, long row,
                      const char *column)
{
    cf_money_text(text, cf_lookup_number(rows, row, column));
}

void cf_finding_driver(char text[static CF_DRIVER_SIZE], const cf_scenario *scenario,
                       const char *id)
{
    int index = cf_scenario_find_deal(scenario, id);

    if (index >= 0)
        snprintf(text, CF_DRIVER_SIZE, "%.150s \xE2\x86\x92 %.150s",
                 cf_lookup_name(scenario, scenario->entities[scenario->deals[index].payer].id),
                 cf_lookup_name(scenario, scenario->entities[scenario->deals[index].payee].id));
    else
        snprintf(text, CF_DRIVER_SIZE, "%.300s",
                 cf_lookup_driver((char[CF_DRIVER_SIZE]){ 0 }, scenario, id));
}

/* ---- score ---- */

const char *cf_finding_exposure(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "suppliers");
    cf_buffer words = { 0 };
    cf_pen pen = cf_words_pen(&words);
    const char *name, *written;
    cf_return figures;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    if (rows.rows == 0)
        return NULL;
    name = name_of(report, &rows, 0, "entity");
    figures = (cf_return){ .scenario = cf_report_scenario(report),
                           .names = &name,
                           .name_count = 1,
                           .invested = cf_lookup_number(&rows, 0, "invested"),
                           .min = cf_lookup_number(&rows, 0, "loopback_min"),
                           .pro_rata = cf_lookup_number(&rows, 0, "loopback_pro_rata"),
                           .max = cf_lookup_number(&rows, 0, "loopback_max"),
                           .open = cf_lookup_number(&rows, 0, "loopback_max_open") };
    cf_headline_return(&pen, &figures);
    written = cf_buffer_text(&words);
    if (written != NULL)
        snprintf(text, CF_FINDING_SIZE, "%.1000s", written);
    cf_buffer_free(&words);
    return written == NULL ? NULL : text;
}

static bool is_others(const cf_lookup *rows, long row, const char *about)
{
    (void)about;
    return !cf_lookup_is(rows, row, "to", cf_lookup_text(rows, row, "from"));
}

const char *cf_finding_financing(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "cross");
    char money[CF_MONEY_SIZE + CF_UNIT_SIZE];
    long row = largest_row(&rows, "pro_rata", is_others, NULL);

    if (cf_report_scenario(report) == NULL)
        return NULL;
    if (row < 0)
        return NULL;
    money_at(money, report, &rows, row, "pro_rata");
    snprintf(text, CF_FINDING_SIZE, "%.60s of what %.150s has invested becomes revenue of %.150s",
             money, name_of(report, &rows, row, "from"), name_of(report, &rows, row, "to"));
    return text;
}

static bool gives_and_sells(const cf_lookup *rows, long row, const char *about)
{
    (void)about;
    return cf_lookup_number(rows, row, "revenue") > 0.0 &&
           cf_lookup_number(rows, row, "touches") > cf_lookup_number(rows, row, "revenue");
}

const char *cf_finding_stack(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "stack");
    char money[CF_MONEY_SIZE + CF_UNIT_SIZE], share[CF_MONEY_SIZE];
    long row = largest_row(&rows, "touches", gives_and_sells, NULL);
    double of_revenue;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    if (row < 0)
        return NULL;
    money_at(money, report, &rows, row, "touches");
    of_revenue = cf_lookup_number(&rows, row, "share_of_revenue");
    cf_share_text(share, of_revenue);
    snprintf(text, CF_FINDING_SIZE, "%.150s touches %.60s of %.150s%s%.40s%s",
             name_of(report, &rows, row, "customer"), money,
             name_of(report, &rows, row, "supplier"), isnan(of_revenue) ? "" : ": as much as ",
             isnan(of_revenue) ? "" : share, isnan(of_revenue) ? "" : " of its revenue");
    return text;
}

const char *cf_finding_support(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "support");
    char money[CF_MONEY_SIZE + CF_UNIT_SIZE];
    long row = largest_row(&rows, "maximum", NULL, NULL);

    if (cf_report_scenario(report) == NULL)
        return NULL;
    if (row < 0)
        return NULL;
    money_at(money, report, &rows, row, "maximum");
    snprintf(text, CF_FINDING_SIZE, "%.150s stands behind %.150s with %.60s that it has not paid",
             name_of(report, &rows, row, "supplier"), name_of(report, &rows, row, "entity"), money);
    return text;
}

/* ---- drivers ---- */

static bool is_row_of(const cf_lookup *rows, long row, const char *supplier)
{
    return cf_lookup_is(rows, row, "supplier", supplier) &&
           cf_lookup_is(rows, row, "measure", "pro_rata");
}

const char *cf_finding_drivers(char text[static CF_FINDING_SIZE], const cf_report *report,
                               const char *supplier)
{
    cf_lookup rows = cf_lookup_of(report, "drivers");
    char driver[CF_DRIVER_SIZE], low[CF_MONEY_SIZE], high[CF_MONEY_SIZE];
    double most = 0.0;
    long found = -1;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    for (long row = 0; row < rows.rows; row++) {
        double width =
            fabs(cf_lookup_number(&rows, row, "high") - cf_lookup_number(&rows, row, "low"));

        if (width > most && is_row_of(&rows, row, supplier)) {
            most = width;
            found = row;
        }
    }
    if (found < 0)
        return NULL;
    cf_finding_driver(driver, cf_report_scenario(report), cf_lookup_text(&rows, found, "deal"));
    amount_at(low, &rows, found, "low");
    amount_at(high, &rows, found, "high");
    snprintf(text, CF_FINDING_SIZE, "%.300s moves what comes back to %.150s most: %.60s to %.60s",
             driver, name_of(report, &rows, found, "supplier"), low, high);
    return text;
}

const char *cf_finding_waterfall(char text[static CF_FINDING_SIZE], const cf_report *report,
                                 const char *supplier)
{
    cf_lookup rows = cf_lookup_of(report, "drivers");
    char driver[CF_DRIVER_SIZE], part[CF_MONEY_SIZE], whole[CF_MONEY_SIZE + CF_UNIT_SIZE];
    long row =
        cf_lookup_has(&rows, "shapley") ? largest_row(&rows, "shapley", is_row_of, supplier) : -1;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    if (row < 0)
        return NULL;
    cf_finding_driver(driver, cf_report_scenario(report), cf_lookup_text(&rows, row, "deal"));
    amount_at(part, &rows, row, "shapley");
    money_at(whole, report, &rows, row, "value");
    snprintf(text, CF_FINDING_SIZE, "%.300s brings %.60s of the %.60s that comes back to %.150s",
             driver, part, whole, name_of(report, &rows, row, "supplier"));
    return text;
}

/* ---- timeline, chance ---- */

/* The supplier to which most comes back on the last day, and the most on any day before. */
const char *cf_finding_timeline(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "timeline");
    char money[CF_MONEY_SIZE + CF_UNIT_SIZE], before[CF_MONEY_SIZE];
    const char *last = rows.rows == 0 ? NULL : cf_lookup_text(&rows, rows.rows - 1, "date");
    long now = -1, first = -1;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    for (long row = rows.rows - 1;
         last != NULL && row >= 0 && cf_lookup_is(&rows, row, "date", last); row--)
        if (now < 0 || cf_lookup_number(&rows, row, "loopback_pro_rata") >=
                           cf_lookup_number(&rows, now, "loopback_pro_rata"))
            now = row;
    if (now < 0 || !(cf_lookup_number(&rows, now, "loopback_pro_rata") > 0.0))
        return NULL;
    for (long row = now - 1; row >= 0; row--)
        if (cf_lookup_is(&rows, row, "supplier", cf_lookup_text(&rows, now, "supplier")) &&
            cf_lookup_number(&rows, row, "loopback_pro_rata") > 0.0)
            first = row;
    money_at(money, report, &rows, now, "loopback_pro_rata");
    if (first < 0) {
        snprintf(text, CF_FINDING_SIZE, "%.60s comes back to %.150s as of %.20s", money,
                 name_of(report, &rows, now, "supplier"), last);
        return text;
    }
    amount_at(before, &rows, first, "loopback_pro_rata");
    snprintf(text, CF_FINDING_SIZE, "%.60s comes back to %.150s as of %.20s, %.60s as of %.20s",
             money, name_of(report, &rows, now, "supplier"), last, before,
             cf_lookup_text(&rows, first, "date"));
    return text;
}

const char *cf_finding_chance(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "chance");
    long row = cf_lookup_find(&rows, 0, "statistic", "circularity_max");
    char share[CF_MONEY_SIZE];
    double p = row < rows.rows ? cf_lookup_number(&rows, row, "p") : NAN;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    if (isnan(p))
        return NULL;
    cf_share_text(share, p);
    snprintf(text, CF_FINDING_SIZE,
             "%s%.40s of networks made by chance are as circular as this one",
             p < 0.5 ? "Only " : "", share);
    return text;
}

/* ---- vintages ---- */

const char *cf_finding_back(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "periods");
    long row = largest_row(&rows, "back_pro_rata", NULL, NULL);
    char money[CF_MONEY_SIZE + CF_UNIT_SIZE], invested[CF_MONEY_SIZE];
    const char *period;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    if (row < 0)
        return NULL;
    period = cf_lookup_text(&rows, row, "period");
    money_at(money, report, &rows, row, "back_pro_rata");
    amount_at(invested, &rows, row, "cumulative_invested");
    snprintf(text, CF_FINDING_SIZE,
             "%.60s of the %.60s that %.150s has invested is back by the end of %.40s", money,
             invested, name_of(report, &rows, row, "supplier"), period == NULL ? "all" : period);
    return text;
}

static bool has_half(const cf_lookup *rows, long row, const char *about)
{
    (void)about;
    return cf_lookup_text(rows, row, "half_back") != NULL;
}

const char *cf_finding_triangle(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "lags");

    if (cf_report_scenario(report) == NULL)
        return NULL;
    for (long row = 0; row < rows.rows; row++) {
        if (!has_half(&rows, row, NULL))
            continue;
        snprintf(text, CF_FINDING_SIZE, "Half of what comes back to %.150s is back by %.40s",
                 name_of(report, &rows, row, "supplier"), cf_lookup_text(&rows, row, "half_back"));
        return text;
    }
    return NULL;
}

const char *cf_finding_funding(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "funding");
    const char *entity = cf_chart_funding_entity(report), *period;
    char money[CF_MONEY_SIZE + CF_UNIT_SIZE], due[CF_MONEY_SIZE];
    double most = 0.0;
    long found = -1;
    bool lacks = false;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    for (long row = 0; row < rows.rows; row++)
        lacks = lacks || (cf_lookup_number(&rows, row, "gap") > 0.0 &&
                          cf_lookup_is(&rows, row, "entity", entity));
    for (long row = 0; row < rows.rows; row++) {
        double amount = cf_lookup_number(&rows, row, lacks ? "gap" : "due");

        if (amount > most && cf_lookup_is(&rows, row, "entity", entity)) {
            most = amount;
            found = row;
        }
    }
    if (found < 0)
        return NULL;
    period = cf_lookup_text(&rows, found, "period");
    amount_at(due, &rows, found, "due");
    money_at(money, report, &rows, found, lacks ? "gap" : "due");
    if (lacks)
        snprintf(text, CF_FINDING_SIZE, "%.150s lacks %.60s of the %.60s that is due in %.40s",
                 name_of(report, &rows, found, "entity"), money, due,
                 period == NULL ? "all" : period);
    else
        snprintf(text, CF_FINDING_SIZE, "%.150s has most to pay in %.40s: %.60s",
                 name_of(report, &rows, found, "entity"), period == NULL ? "all" : period, money);
    return text;
}

const char *cf_finding_profile(char text[static CF_FINDING_SIZE], const cf_report *report)
{
    cf_lookup rows = cf_lookup_of(report, "support_profile");
    long row = largest_row(&rows, "maximum", NULL, NULL);
    char money[CF_MONEY_SIZE + CF_UNIT_SIZE];
    const char *period;

    if (cf_report_scenario(report) == NULL)
        return NULL;
    if (row < 0)
        return NULL;
    period = cf_lookup_text(&rows, row, "period");
    money_at(money, report, &rows, row, "maximum");
    snprintf(text, CF_FINDING_SIZE, "%.150s stands behind others with up to %.60s at once%s%.40s",
             name_of(report, &rows, row, "supplier"), money, period == NULL ? "" : ", in ",
             period == NULL ? "" : period);
    return text;
}
