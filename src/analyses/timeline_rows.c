/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline: the table. */
#include <string.h>

#include "analyses/timeline.h"
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

enum { DATE, DEALS, GROSS, CIRCULARITY, FIGURES, CANCELLED = FIGURES + 7, COLUMNS };

static cf_status add_moment(const cf_timeline *timeline, cf_report *report, cf_table *table,
                            const cf_moment *moment)
{
    const char *deals = cf_timeline_deals(timeline, report, moment, false);
    const char *cancelled = cf_timeline_deals(timeline, report, moment, true);
    char day[16];
    cf_cell cells[COLUMNS];
    cf_status status = CF_OK;

    cf_day_format(day, moment->day);
    cells[DATE] = cf_cell_text(cf_report_text(report, "%s", day));
    if (deals == NULL || cancelled == NULL || !cells[DATE].known)
        return CF_NO_MEMORY;
    cells[DEALS] = list_cell(deals);
    cells[CANCELLED] = list_cell(cancelled);
    cells[GROSS] = cf_cell_number(moment->gross);
    cells[CIRCULARITY] = cf_cell_number(cf_ratio(moment->circulation, moment->gross));
    for (int i = FIGURES; i < CANCELLED; i++)
        cells[i] = cf_cell_null();
    if (moment->row_count == 0)
        return cf_table_add(table, cells);
    for (long r = 0; status == CF_OK && r < moment->row_count; r++) {
        const cf_timeline_row *row = &timeline->rows[moment->first_row + r];
        cf_cell *cell = &cells[FIGURES];

        *cell++ = cf_cell_text(timeline->view->entities[row->entity].id);
        *cell++ = cf_cell_number(row->loopback.invested);
        *cell++ = cf_cell_number(row->loopback.revenue);
        *cell++ = cf_cell_number(row->loopback.min);
        *cell++ = cf_cell_number(row->loopback.pro_rata);
        *cell++ = cf_cell_number(row->loopback.max);
        *cell++ = cf_cell_number(cf_timeline_exposure(&row->loopback));
        status = cf_table_add(table, cells);
    }
    return status;
}

cf_status cf_timeline_fill_table(const cf_timeline *timeline, cf_report *report)
{
    static const cf_column columns[] = {
        { "date", CF_DATE },
        { "deals", CF_TEXT },
        { "gross", CF_MONEY },
        { "circularity_max", CF_SHARE },
        { "supplier", CF_ENTITY },
        { "invested", CF_MONEY },
        { "revenue", CF_MONEY },
        { "loopback_min", CF_MONEY },
        { "loopback_pro_rata", CF_MONEY },
        { "loopback_max", CF_MONEY },
        { "exposure_pro_rata", CF_SHARE },
        { "cancelled", CF_TEXT },
    };
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "timeline", columns, COLUMNS);

    for (int i = 0; status == CF_OK && i < timeline->done; i++)
        status = add_moment(timeline, report, table, &timeline->moments[i]);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}
