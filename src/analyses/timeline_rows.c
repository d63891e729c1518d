/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline: the table. */
#include "analyses/timeline.h"

#include <string.h>

#include "analyses/common_columns.h"
#include "base/buffer.h"

const char *cf_timeline_deals(const cf_timeline *timeline, cf_report *report,
                              const cf_moment *moment, bool cancelled)
{
    cf_buffer text = { .text = NULL };
    const char *kept = NULL;

    cf_buffer_add(&text, "");
    for (int i = 0; i < moment->event_count; i++) {
        const cf_event *event = &timeline->events[moment->first_event + i];

        if (event->cancelled != cancelled)
            continue;
        cf_buffer_add(&text, text.length > 0 ? "+" : "");
        cf_buffer_add_escaped(&text, timeline->view->scenario->deals[event->deal].id, "+\\");
    }
    if (cf_buffer_text(&text) != NULL)
        kept = cf_report_text(report, "%s", cf_buffer_text(&text));
    cf_buffer_free(&text);
    return kept;
}

static cf_cell list_cell(const char *list)
{
    return list[0] == '\0' ? cf_cell_null() : cf_cell_text(list);
}

enum {
    DATE,
    DEALS,
    GROSS,
    CIRCULARITY_MAX,
    SUPPLIER,
    INVESTED,
    REVENUE,
    LOOPBACK_MIN,
    LOOPBACK_PRO_RATA,
    LOOPBACK_MAX,
    EXPOSURE_PRO_RATA,
    CANCELLED,
    EXPOSURE_REPORTED_PRO_RATA,
    COLUMN_COUNT
};

static const cf_column columns[COLUMN_COUNT] = {
    [DATE] = { "date", CF_DATE, "as of",
               "The day of an announcement or cancellation; the figures are as of its end." },
    [DEALS] = { "deals", CF_TEXT, "announced that day", "The deals announced on that day." },
    [GROSS] = { "gross", CF_MONEY, "gross", "The sum of all deals so far." },
    [CIRCULARITY_MAX] = { "circularity_max", CF_SHARE, "circularity max",
                          "The largest part of gross that can be going in circles.",
                          .rounding = CF_UP },
    [SUPPLIER] = { COMMON_SUPPLIER },
    [INVESTED] = { "invested", CF_MONEY, "invested",
                   "Capital that the supplier put into others so far." },
    [REVENUE] = { "revenue", CF_MONEY, "revenue in deals",
                  "What the deals so far pay the supplier for its sales." },
    [LOOPBACK_MIN] = { COMMON_LOOPBACK_MIN },
    [LOOPBACK_PRO_RATA] = { COMMON_LOOPBACK_PRO_RATA },
    [LOOPBACK_MAX] = { COMMON_LOOPBACK_MAX },
    [EXPOSURE_PRO_RATA] = { COMMON_EXPOSURE_PRO_RATA },
    [CANCELLED] = { "cancelled", CF_TEXT, "cancelled that day",
                    "The deals cancelled on that day." },
    [EXPOSURE_REPORTED_PRO_RATA] = { COMMON_EXPOSURE_REPORTED_PRO_RATA },
};
const cf_columns cf_timeline_columns = { columns, COLUMN_COUNT, "Each day with each supplier." };

static cf_status add_moment(const cf_timeline *timeline, cf_report *report, cf_table *table,
                            const cf_moment *moment)
{
    const char *deals = cf_timeline_deals(timeline, report, moment, false);
    const char *cancelled = cf_timeline_deals(timeline, report, moment, true);
    char day[16];
    cf_cell cells[COLUMN_COUNT] = {
        [GROSS] = cf_cell_number(moment->gross),
        [CIRCULARITY_MAX] = cf_cell_number(cf_ratio(moment->circulation, moment->gross)),
    };
    cf_status status = CF_OK;

    cf_day_format(day, moment->day);
    cells[DATE] = cf_cell_text(cf_report_text(report, "%s", day));
    if (deals == NULL || cancelled == NULL || !cells[DATE].known)
        return CF_NO_MEMORY;
    cells[DEALS] = list_cell(deals);
    cells[CANCELLED] = list_cell(cancelled);
    if (moment->row_count == 0)
        return cf_table_add(table, cells);
    for (long r = 0; status == CF_OK && r < moment->row_count; r++) {
        const cf_timeline_row *row = &timeline->rows.at[moment->first_row + r];

        cells[SUPPLIER] = cf_cell_text(timeline->view->entities[row->entity].id);
        cells[INVESTED] = cf_cell_number(row->loopback.invested);
        cells[REVENUE] = cf_cell_number(row->loopback.revenue);
        cells[LOOPBACK_MIN] = cf_cell_number(row->loopback.min);
        cells[LOOPBACK_PRO_RATA] = cf_cell_number(row->loopback.pro_rata);
        cells[LOOPBACK_MAX] = cf_cell_number(row->loopback.max);
        cells[EXPOSURE_PRO_RATA] =
            cf_cell_number(cf_ratio(row->loopback.pro_rata, row->loopback.revenue));
        cells[EXPOSURE_REPORTED_PRO_RATA] =
            cf_cell_number(cf_ratio(row->loopback.pro_rata, row->reported));
        status = cf_table_add(table, cells);
    }
    return status;
}

/* For the chart: whose reported revenue is scaled by days. */
static cf_status attach_bases(const cf_timeline *timeline, cf_report *report)
{
    cf_status status = CF_OK;

    for (int v = 0; status == CF_OK && v < timeline->view->entity_count; v++) {
        const cf_view_entity *entity = &timeline->view->entities[v];
        const char *name;

        if (!entity->revenue_scaled)
            continue;
        name = cf_report_text(report, "scaled:%s", entity->id);
        status = name == NULL ? CF_NO_MEMORY : cf_report_attach(report, name, "scaled");
    }
    return status;
}

cf_status cf_timeline_fill_table(const cf_timeline *timeline, cf_report *report)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "timeline", columns, COLUMN_COUNT);

    for (int i = 0; status == CF_OK && i < timeline->done; i++)
        status = add_moment(timeline, report, table, &timeline->moments[i]);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status == CF_OK ? attach_bases(timeline, report) : status;
}
