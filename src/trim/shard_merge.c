/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Combines the reports of shards. Rows are those of the shards. Circulation adds up; shares are
 * weighted by what they are shares of: circularity by amounts, Finn's index by throughflow. All
 * other figures come from the manifest.
 */
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "base/vec.h"
#include "trim/shards.h"

/* A row with what it is sorted by. */
struct ranked {
    cf_cell *cells;
    double amount;
    const char *id;
};

struct cf_merge {
    const cf_shards *shards;
    const cf_columns *columns;
    cf_report *report;
    CF_VEC(struct ranked) rows;
    cf_sum gap, circulation, circular, cycled; /* NaN once one of them is unknown */
    bool begun;
};

cf_status cf_merge_new(cf_merge **out, const cf_shards *shards)
{
    cf_status status;

    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    (*out)->shards = shards;
    (*out)->columns = cf_analysis_find("score")->columns[0];
    status = cf_report_new(&(*out)->report, "score", shards->head);
    if (status != CF_OK) {
        cf_merge_free(*out);
        *out = NULL;
    }
    return status;
}

void cf_merge_free(cf_merge *merge)
{
    if (merge == NULL)
        return;
    cf_report_free(merge->report);
    free(merge->rows.at);
    free(merge);
}

/* ---- views ---- */

/* A setting by another name, such as as_of of a core, is compared like any other. */
static bool is_same_setting(const cf_setting *a, const cf_setting *b)
{
    if (strcmp(a->name, b->name) != 0 || a->is_switch != b->is_switch || a->on != b->on)
        return false;
    return a->text == NULL ? b->text == NULL : b->text != NULL && strcmp(a->text, b->text) == 0;
}

static cf_status take_view(cf_merge *merge, const cf_report *part)
{
    cf_status status = CF_OK;

    for (int i = 0; i < cf_report_setting_count(part) && status == CF_OK; i++) {
        const cf_setting *setting = cf_report_setting(part, i);
        const char *name = cf_report_text(merge->report, "%s", setting->name);
        const char *text =
            setting->text == NULL ? NULL : cf_report_text(merge->report, "%s", setting->text);

        if (name == NULL)
            return CF_NO_MEMORY;
        status = setting->is_switch ? cf_report_add_switch(merge->report, name, setting->on)
                                    : cf_report_add_setting(merge->report, name, text);
    }
    return status;
}

static cf_status check_view(cf_merge *merge, const cf_report *part, const char *result,
                            cf_diags *diags)
{
    int count = cf_report_setting_count(part);

    if (!merge->begun) {
        merge->begun = true;
        return take_view(merge, part);
    }
    for (int i = 0; i < count; i++)
        if (i >= cf_report_setting_count(merge->report) ||
            !is_same_setting(cf_report_setting(part, i), cf_report_setting(merge->report, i)))
            return cf_shards_refuse(diags, CF_CODE_SHARD_VIEW, "score all shards alike",
                                    "the results of all shards must have the same view, but %s has "
                                    "another %s",
                                    result, cf_report_setting(part, i)->name);
    return CF_OK;
}

/* ---- rows ---- */

static cf_status add_row(cf_merge *merge, const cf_table *table, long row)
{
    const cf_columns *columns = merge->columns;
    struct ranked ranked = { .cells = cf_report_room(merge->report, (size_t)columns->count,
                                                     sizeof(cf_cell)) };

    if (ranked.cells == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < columns->count; i++) {
        cf_cell cell = *cf_table_cell(table, row, i);

        if (cell.known && cf_kind_is_text(columns->at[i].kind))
            cell = cf_cell_text(cf_report_text(merge->report, "%s", cell.text));
        ranked.cells[i] = cell;
    }
    ranked.amount = cf_sort_amount(cf_table_number(table, row, "loopback_pro_rata"));
    ranked.id = ranked.cells[cf_table_find_column(table, "entity")].text;
    return cf_vec_push(&merge->rows, ranked) ? cf_report_status(merge->report) : CF_NO_MEMORY;
}

/* A shard without amounts has no share. */
static void add_share(cf_sum *sum, double share, double of)
{
    if (of > 0.0)
        cf_sum_add_product(sum, share, of);
}

cf_status cf_merge_add(cf_merge *merge, const cf_shard *shard, const cf_report *part,
                       const char *result, cf_diags *diags)
{
    const cf_table *table = cf_report_find_table(part, "suppliers");
    cf_status status = check_view(merge, part, result, diags);

    for (long row = 0; row < cf_table_row_count(table) && status == CF_OK; row++)
        status = add_row(merge, table, row);
    cf_sum_add(&merge->gap, cf_report_number(part, "funding_gap"));
    cf_sum_add(&merge->circulation, cf_report_number(part, "circulation_max"));
    add_share(&merge->circular, cf_report_number(part, "circularity_bff"), shard->scored_gross);
    add_share(&merge->cycled, cf_report_number(part, "finn_cycling_index"),
              shard->scored_throughflow);
    return status;
}

/* ---- the result ---- */

static double ratio(double part, double whole)
{
    return whole > 0.0 ? part / whole : (double)NAN;
}

/* The figure of this name; NaN where parts do not give it. */
static double figure_of(const cf_merge *merge, const char *name)
{
    const cf_shards *shards = merge->shards;
    double circulation = cf_sum_value(merge->circulation);
    const struct {
        const char *name;
        double value;
    } figures[] = {
        { "entities", shards->entities },
        { "deals", shards->payments },
        { "unquantified", shards->unquantified },
        { "gross", shards->gross },
        { "capital", shards->capital },
        { "trade", shards->trade },
        { "service", shards->service },
        { "funding_gap", cf_sum_value(merge->gap) },
        { "funds_assumed", shards->funds },
        { "circulation_max", circulation },
        { "net", shards->gross - circulation },
        { "circularity_max", ratio(circulation, shards->gross) },
        { "circularity_bff", ratio(cf_sum_value(merge->circular), shards->gross) },
        { "finn_cycling_index", ratio(cf_sum_value(merge->cycled), shards->throughflow) },
    };

    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (strcmp(figures[i].name, name) == 0)
            return figures[i].value;
    return (double)NAN;
}

static cf_status add_figures(cf_merge *merge)
{
    const cf_columns *columns = cf_analysis_find("score")->figures;
    cf_cell *cells = cf_report_room(merge->report, (size_t)columns->count, sizeof *cells);

    if (cells == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < columns->count; i++)
        cells[i] = cf_cell_number(figure_of(merge, columns->at[i].name));
    return cf_report_add_figures(merge->report, *columns, cells);
}

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return cf_compare_ranked(x->amount, x->id, y->amount, y->id);
}

static cf_status fill_table(cf_table **out, const cf_merge *merge, int most)
{
    cf_status status = cf_table_new(out, "suppliers", merge->columns->at, merge->columns->count);

    for (int i = 0; i < merge->rows.count && i < most && status == CF_OK; i++)
        status = cf_table_add_row(*out, merge->rows.at[i].cells, merge->columns->count);
    return status;
}

static cf_status add_table(cf_merge *merge)
{
    cf_table *table = NULL;
    cf_status status;

    if (merge->rows.count > 0)
        qsort(merge->rows.at, (size_t)merge->rows.count, sizeof *merge->rows.at, compare_ranked);
    status = fill_table(&table, merge, merge->rows.count);
    if (status == CF_OK)
        status = cf_report_take_table(merge->report, &table);
    cf_table_free(table);
    return status;
}

static const char *title_of(const cf_merge *merge)
{
    const cf_scenario *head = merge->shards->head;
    bool one = head->unit == CF_ONE;

    return cf_report_text(merge->report,
                          "Capital invested, and what of it comes back as revenue (%s%s%s)",
                          head->currency, one ? "" : " ", one ? "" : cf_unit_names[head->unit]);
}

/* The columns of the short selection, and the first rows. */
static cf_status add_digest_table(cf_merge *merge)
{
    enum { SHOWN_ROWS = 8 };
    int count = 0;
    cf_column *columns = cf_report_columns(merge->report, merge->columns->count);
    cf_cell *cells = cf_report_room(merge->report, (size_t)merge->columns->count, sizeof *cells);
    cf_table *table = NULL;
    cf_status status = CF_OK;

    if (columns == NULL || cells == NULL || title_of(merge) == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < merge->columns->count; i++)
        if (merge->columns->at[i].shown)
            columns[count++] = merge->columns->at[i];
    status = cf_table_new(&table, title_of(merge), columns, count);
    for (int row = 0; row < merge->rows.count && row < SHOWN_ROWS && status == CF_OK; row++) {
        int used = 0;

        for (int i = 0; i < merge->columns->count; i++)
            if (merge->columns->at[i].shown)
                cells[used++] = merge->rows.at[row].cells[i];
        status = cf_table_add_row(table, cells, count);
    }
    if (status == CF_OK)
        status = cf_report_take_digest_table(merge->report, 0, &table);
    cf_table_free(table);
    return status;
}

static cf_status add_digest(cf_merge *merge)
{
    const cf_shards *shards = merge->shards;
    cf_report *report = merge->report;
    cf_status status = cf_report_add_paragraph(
        report, 0,
        cf_report_text(
            report,
            "%d shard%s of a network of %.0f entities. %s of gross %s can go in circles. "
            "%d of %.0f suppliers can have loop-back.",
            shards->count, shards->count == 1 ? "" : "s", shards->entities,
            cf_report_money(report, cf_sum_value(merge->circulation)),
            cf_report_money(report, shards->gross), merge->rows.count, shards->suppliers));

    return status == CF_OK && merge->rows.count > 0 ? add_digest_table(merge) : status;
}

cf_status cf_merge_finish(cf_report **out, cf_merge *merge)
{
    cf_status status = add_table(merge);

    *out = NULL;
    if (status == CF_OK)
        status = add_figures(merge);
    if (status == CF_OK)
        status = add_digest(merge);
    if (status == CF_OK)
        status = cf_report_status(merge->report);
    if (status == CF_OK) {
        *out = merge->report;
        merge->report = NULL;
    }
    return status;
}
