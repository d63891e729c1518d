/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: the deals that changed, in the digest. */
#include <math.h>
#include <stdlib.h>

#include "analyses/compare.h"

enum { MOST_DEALS = 12 };

/* By the amount at stake, then in their order. */
struct seen {
    const cf_change *change;
    double a, b;
};

static double weight(const struct seen *seen)
{
    return fabs((isnan(seen->b) ? 0.0 : seen->b) - (isnan(seen->a) ? 0.0 : seen->a));
}

static int compare_seen(const void *x, const void *y)
{
    const struct seen *a = x, *b = y;
    double of_a = weight(a), of_b = weight(b);

    if (of_a < of_b || of_a > of_b)
        return of_a > of_b ? -1 : 1;
    return a->change < b->change ? -1 : 1;
}

static int compare_in_time(const void *x, const void *y)
{
    const struct seen *a = x, *b = y;

    return (a->change > b->change) - (a->change < b->change);
}

static cf_status add_deal(const cf_comparison *comparison, cf_report *report, cf_table *table,
                          const struct seen *seen)
{
    const cf_change *change = seen->change;
    char day[16] = "";
    const char *text;
    cf_cell cells[6];

    if (change->day != CF_NO_DAY)
        cf_day_format(day, change->day);
    text = cf_report_text(report, "%s", day);
    if (text == NULL)
        return CF_NO_MEMORY;
    cells[0] = cf_cell_text(comparison->of.deals[change->deal].id);
    cells[1] = cf_cell_text(cf_change_names[change->kind]);
    cells[2] = cf_cell_number(seen->a);
    cells[3] = cf_cell_number(seen->b);
    cells[4] = change->day == CF_NO_DAY ? cf_cell_null() : cf_cell_text(text);
    cells[5] = cf_cell_text(change->why != NULL ? change->why : change->fields);
    return cf_table_add(table, cells);
}

cf_status cf_compare_write_deals(const cf_comparison *comparison, cf_report *report)
{
    static const cf_column columns[] = {
        { "deal", CF_TEXT },  { "change", CF_TEXT }, { "in A", CF_MONEY },
        { "in B", CF_MONEY }, { "day", CF_TEXT },    { "what, or why not in the other", CF_TEXT },
    };
    int count = comparison->change_count, shown = count < MOST_DEALS ? count : MOST_DEALS;
    struct seen *seen = calloc((size_t)count + 1, sizeof *seen);
    cf_table *table = NULL;
    cf_status status = seen == NULL ? CF_NO_MEMORY : CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        const cf_change *change = &comparison->changes[i];

        seen[i] = (struct seen){ change, cf_union_amount(&comparison->of, change->deal, CF_AS_A),
                                 cf_union_amount(&comparison->of, change->deal, CF_AS_B) };
    }
    if (status == CF_OK && count > 0) {
        qsort(seen, (size_t)count, sizeof *seen, compare_seen);
        qsort(seen, (size_t)shown, sizeof *seen, compare_in_time);
        status = cf_table_new(&table, shown < count ? "The largest changes of deals" : "Deals",
                              columns, sizeof columns / sizeof *columns);
    }
    for (int i = 0; status == CF_OK && i < shown; i++)
        status = add_deal(comparison, report, table, &seen[i]);
    if (status == CF_OK && count > 0)
        status = cf_report_take_digest_table(report, 0, &table);
    if (status == CF_OK && shown < count)
        status =
            cf_report_add_paragraph(report, 0,
                                    cf_report_text(report, "%d more deal%s: --table deals has all.",
                                                   count - shown, count - shown == 1 ? "" : "s"));
    cf_table_free(table);
    free(seen);
    return status;
}
