/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the manifest of a core: counts, sums and checksums. circfin merge reads it. */
#include <errno.h>

#include "base/json_put.h"
#include "base/put.h"
#include "circfin/analysis.h"
#include "circfin/input.h"
#include "trim/core.h"
#include "trim/manifest.h"

enum { MOST_ROUNDS = 1000 }; /* the last one stands for all that follow */

cf_status cf_head_read(cf_scenario **out, const cf_sheets *settings, cf_diags *diags)
{
    static const char *const header[] = { "id", "relation", "payer", "payee", "amount" };
    static const cf_cells none = { .cells = header, .rows = 1, .columns = CF_COUNT_OF(header) };
    cf_sheets sheets = *settings;

    sheets.deal_cells = &none;
    return cf_sheets_read(out, &sheets, diags);
}

/* ---- pieces ---- */

static void put_number(FILE *out, const char *before, const char *key, double number)
{
    cf_put_json_key(out, before, key);
    cf_put_number(out, CF_MONEY, number);
}

/* ---- parts ---- */

static void put_source(const cf_core *core, FILE *out, const char *source)
{
    cf_put_json_key(out, ",\n ", "source");
    cf_put_json_key(out, "{", "file");
    cf_put_json_text(out, source);
    put_number(out, ", ", "bytes", core->source_bytes);
    cf_put_json_key(out, ", ", "sha256");
    cf_put_json_text(out, core->source_hash);
    put_number(out, ", ", "rows", core->rows);
    put_number(out, ", ", "to_self", core->to_self);
    put_number(out, ", ", "zero", core->zero);
    putc('}', out);
}

static double sum_of(cf_sum a, cf_sum b)
{
    cf_sum_add(&a, cf_sum_value(b));
    return cf_sum_value(a);
}

static void put_whole(const cf_core *core, FILE *out)
{
    const cf_tally *kept = &core->kept, *dropped = &core->dropped;
    double capital = cf_sum_value(core->classes[CF_CAPITAL]);
    double trade = cf_sum_value(core->classes[CF_TRADE]);
    double service = cf_sum_value(core->classes[CF_SERVICE]);

    cf_put_json_key(out, ",\n ", "whole");
    put_number(out, "{", "entities", (double)core->names.count);
    put_number(out, ", ", "payments", (double)core->payments);
    put_number(out, ", ", "gross", cf_class_sum(core->classes));
    put_number(out, ", ", "capital", capital);
    put_number(out, ", ", "trade", trade);
    put_number(out, ", ", "service", service);
    put_number(out, ", ", "unquantified", (double)core->unquantified);
    put_number(out, ", ", "throughflow", sum_of(kept->throughflow, dropped->throughflow));
    put_number(out, ", ", "outside_funds", sum_of(kept->funds, dropped->funds));
    put_number(out, ", ", "suppliers", (double)(kept->suppliers + dropped->suppliers));
    putc('}', out);
}

static void put_tally(FILE *out, const char *before, const cf_tally *tally)
{
    put_number(out, before, "entities", (double)tally->entities);
    put_number(out, ", ", "edges", (double)tally->edges);
    put_number(out, ", ", "inside", cf_class_sum(tally->inside));
    put_number(out, ", ", "in", cf_sum_value(tally->in));
    put_number(out, ", ", "out", cf_sum_value(tally->out));
    put_number(out, ", ", "throughflow", cf_sum_value(tally->throughflow));
    put_number(out, ", ", "outside_funds", cf_sum_value(tally->funds));
    put_number(out, ", ", "suppliers", (double)tally->suppliers);
}

static void put_rest(const cf_core *core, FILE *out)
{
    cf_put_json_key(out, ",\n ", "rest");
    put_tally(out, "{", &core->dropped);
    putc('}', out);
}

static void put_round(FILE *out, int number, cf_round round)
{
    fputs(number > 1 ? ",\n   " : "\n   ", out);
    put_number(out, "{", "round", number);
    put_number(out, ", ", "no_way_in", (double)round.no_way_in);
    put_number(out, ", ", "no_way_out", (double)round.no_way_out);
    putc('}', out);
}

static void put_rounds(const cf_core *core, FILE *out)
{
    int count = core->peeled.rounds.count;
    cf_round last = { 0 };

    put_number(out, ",\n ", "rounds", count);
    cf_put_json_key(out, ",\n ", "dropped");
    putc('[', out);
    for (int i = 0; i < count; i++) {
        cf_round round = core->peeled.rounds.at[i];

        if (i + 1 < MOST_ROUNDS) {
            put_round(out, i + 1, round);
            continue;
        }
        last.no_way_in += round.no_way_in;
        last.no_way_out += round.no_way_out;
    }
    if (count >= MOST_ROUNDS)
        put_round(out, MOST_ROUNDS, last);
    putc(']', out);
}

/* ---- files ---- */

static cf_status put_file(FILE *out, const char *before, const char *name, const char *path)
{
    char hash[CF_SHA256_TEXT];
    double bytes;
    cf_status status = cf_file_checksum(hash, &bytes, path);

    cf_put_json_key(out, before, name);
    put_number(out, "{", "bytes", bytes);
    cf_put_json_key(out, ", ", "sha256");
    cf_put_json_text(out, hash);
    putc('}', out);
    return status;
}

static cf_status put_shard(const cf_core *core, FILE *out, const char *const *names,
                           const char *const *paths, int count)
{
    cf_status status = CF_OK;

    cf_put_json_key(out, ",\n ", "shards");
    putc('[', out);
    cf_put_json_key(out, "\n   {", "folder");
    cf_put_json_text(out, ".");
    cf_put_json_key(out, ", ", "name");
    cf_put_json_text(out, core->settings->name);
    put_tally(out, ", ", &core->kept);
    cf_put_json_key(out, ",\n    ", "scenario");
    put_number(out, "{", "entities", (double)core->entities);
    put_number(out, ", ", "deals", (double)core->deals);
    put_number(out, ", ", "gross", cf_sum_value(core->gross));
    put_number(out, ", ", "throughflow", cf_sum_value(core->throughflow));
    cf_put_json_key(out, "},\n    ", "files");
    for (int i = 0; i < count && status == CF_OK; i++)
        status = put_file(out, i > 0 ? ",\n     " : "{", names[i], paths[i]);
    fputs("}}]", out);
    return status;
}

cf_status cf_core_put_manifest(const cf_core *core, FILE *out, const char *source,
                               const char *const *names, const char *const *paths, int count)
{
    cf_status status;

    cf_put_json_key(out, "{", "schema");
    cf_put_json_text(out, CF_MANIFEST_SCHEMA);
    cf_put_json_key(out, ",\n ", "version");
    cf_put_json_text(out, cf_version());
    cf_put_json_key(out, ",\n ", "name");
    cf_put_json_text(out, core->settings->name);
    cf_put_json_key(out, ",\n ", "currency");
    cf_put_json_text(out, core->settings->currency);
    cf_put_json_key(out, ",\n ", "unit");
    cf_put_json_text(out, cf_unit_names[core->settings->unit]);
    put_source(core, out, source);
    put_whole(core, out);
    put_rest(core, out);
    put_rounds(core, out);
    status = put_shard(core, out, names, paths, count);
    fputs("}\n", out);
    return status;
}
