/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks that sums add up: in a manifest, and between a shard and its result. */
#include <stddef.h>
#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "trim/shards.h"

/* ---- the manifest ---- */

/* Of one member, which is a double, over all shards and the rest. */
static double sum_of(const cf_shards *shards, size_t member)
{
    cf_sum sum = { 0 };
    double value;

    for (int i = 0; i <= shards->count; i++) {
        const cf_shard *shard = i < shards->count ? &shards->at[i] : &shards->rest;

        memcpy(&value, (const char *)shard + member, sizeof value);
        cf_sum_add(&sum, value);
    }
    return cf_sum_value(sum);
}

#define SUM_OF(shards, member) sum_of((shards), offsetof(cf_shard, member))

/* A tolerance, because figures may be added up in another order on another machine. */
static bool agree(double a, double b)
{
    return fabs(a - b) <= CF_SAME_FIGURE * fmax(fabs(a), fabs(b));
}

cf_status cf_shards_check_sums(const cf_shards *shards, cf_diags *diags)
{
    double between = SUM_OF(shards, out);
    const struct {
        const char *what;
        double found, expected;
    } sums[] = {
        { "entities", SUM_OF(shards, entities), shards->entities },
        { "suppliers", SUM_OF(shards, suppliers), shards->suppliers },
        { "inside and out", SUM_OF(shards, inside) + between, shards->gross },
        { "in", SUM_OF(shards, in), between },
        { "throughflow", SUM_OF(shards, throughflow), shards->throughflow },
        { "outside_funds", SUM_OF(shards, funds), shards->funds },
        { "capital, trade and service", shards->capital + shards->trade + shards->service,
          shards->gross },
    };

    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (!agree(sums[i].found, sums[i].expected))
            return cf_shards_refuse(
                diags, CF_CODE_SHARD_SUM, "write the shards and their manifest again",
                "%s of the shards and the rest must add up to %.15g, but add up "
                "to %.15g in %s",
                sums[i].what, sums[i].expected, sums[i].found, shards->file);
    return CF_OK;
}

/* ---- a result ---- */

static const char *view_of(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_setting_count(report); i++)
        if (strcmp(cf_report_setting(report, i)->name, name) == 0)
            return cf_report_setting(report, i)->text;
    return NULL;
}

static bool follows_capital(const cf_report *report)
{
    const char *origin = view_of(report, "origin");

    return origin == NULL || strcmp(origin, "capital") == 0;
}

/* Whether each row says which supplier it is of, and what comes back. */
static bool has_rows(const cf_table *table)
{
    for (long row = 0; row < cf_table_row_count(table); row++)
        if (cf_table_text(table, row, "entity") == NULL ||
            isnan(cf_table_number(table, row, "loopback_pro_rata")))
            return false;
    return table != NULL;
}

cf_status cf_shard_check(const cf_shard *shard, const cf_report *part, const char *result,
                         cf_diags *diags)
{
    const cf_table *table = cf_report_find_table(part, "suppliers");
    const struct {
        const char *what;
        double found, expected;
    } figures[] = {
        { "entities", cf_report_number(part, "entities"), shard->scored_entities },
        { "deals", cf_report_number(part, "deals"), shard->scored_deals },
        { "gross", cf_report_number(part, "gross"), shard->scored_gross },
        { "suppliers", follows_capital(part) ? (double)cf_table_row_count(table) : shard->suppliers,
          shard->suppliers },
    };

    if (!has_rows(table))
        return cf_shards_refuse(diags, CF_CODE_SHARD_FILE, "write it with score --format json",
                                "%s must have the table suppliers, each with its loop-back",
                                result);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (!agree(figures[i].found, figures[i].expected))
            return cf_shards_refuse(
                diags, CF_CODE_SHARD_SUM, "score the whole shard again, in the base view",
                "%s of the shard %.60s must be %.15g, but %s has %.15g", figures[i].what,
                shard->name, figures[i].expected, result, figures[i].found);
    return CF_OK;
}
