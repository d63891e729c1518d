/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vintages: what entities stand behind without having paid, period by period. */
#include <stdlib.h>

#include "analyses/support.h"
#include "analyses/vintages.h"

enum { SUPPLIER, PERIOD, MAXIMUM };

static const cf_column rows[] = {
    [SUPPLIER] = { "supplier", CF_ENTITY, "supplier",
                   "The payer of guarantees and other contingent deals.", .shown = true },
    [PERIOD] = { "period", CF_DATE, "period",
                 "Without --window from the first period of the horizon or of these deals to the "
                 "last.",
                 .shown = true },
    [MAXIMUM] = { "maximum", CF_MONEY, "at most",
                  "What it stands behind on the largest day: each part from its date on, less what "
                  "has run off. Without run_off_years a part stays until its end; without a date "
                  "it counts in every period.",
                  .shown = true },
};
const cf_columns cf_vintages_support_columns = {
    rows, CF_COUNT_OF(rows),
    "Each period, with the most that an entity stands behind on one of its days.", NULL
};

/* The periods of the horizon, or more where it follows from the deals alone. */
static cf_status choose_periods(cf_period **out, int *count, const cf_vintages *vintages,
                                const cf_supports *supports)
{
    const cf_periods *periods = vintages->periods;
    const cf_view_options *asked = &vintages->request->view;

    *out = NULL;
    *count = 0;
    if (asked->window_from == CF_NO_DAY)
        return cf_supports_periods(out, count, supports, vintages->chosen, vintages->kind,
                                   periods->at[0].from, periods->at[periods->count - 1].to);
    *out = malloc((size_t)periods->count * sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    for (int p = 0; p < periods->count; p++)
        (*out)[p] = periods->at[p];
    *count = periods->count;
    return CF_OK;
}

static cf_status add_profile(const cf_vintages *vintages, cf_table *table, cf_report *report,
                             int payer, const cf_period *periods, int count, const double *maximum)
{
    cf_status status = CF_OK;

    for (int p = 0; status == CF_OK && p < count; p++) {
        const char *name =
            periods[p].name[0] == '\0' ? NULL : cf_report_text(report, "%s", periods[p].name);
        cf_cell cells[] = {
            [SUPPLIER] = cf_cell_text(vintages->view->entities[payer].id),
            [PERIOD] = cf_cell_text(name),
            [MAXIMUM] = cf_cell_number(maximum[p]),
        };

        if (maximum[p] > 0)
            status = cf_table_add(table, cells);
    }
    return status;
}

static cf_status fill(const cf_vintages *vintages, cf_table *table, cf_report *report,
                      const cf_supports *supports, const cf_period *periods, int count)
{
    double *maximum = calloc((size_t)count + 1, sizeof *maximum);
    cf_status status = maximum == NULL ? CF_NO_MEMORY : CF_OK;
    int first, past;

    for (int i = 0; status == CF_OK && i < supports->count; i = past) {
        int payer = supports->at[i].payer;

        cf_supports_of(supports, payer, &first, &past);
        if (!vintages->chosen[payer])
            continue;
        status = cf_supports_profile(maximum, supports, payer, periods, count);
        if (status == CF_OK)
            status = add_profile(vintages, table, report, payer, periods, count, maximum);
    }
    free(maximum);
    return status;
}

cf_status cf_vintages_fill_support(const cf_vintages *vintages, cf_table *table, cf_report *report)
{
    static const cf_period nameless = { .from = CF_NO_DAY, .to = CF_NO_DAY };
    cf_supports supports = { .at = NULL };
    cf_period *periods = NULL;
    int count = 0;
    cf_status status = cf_supports_list(&supports, vintages->view);

    if (status == CF_OK && supports.count > 0)
        status = choose_periods(&periods, &count, vintages, &supports);
    if (status == CF_OK && supports.count > 0)
        status = fill(vintages, table, report, &supports, count > 0 ? periods : &nameless,
                      count > 0 ? count : 1);
    free(periods);
    cf_supports_free(&supports);
    return status;
}
