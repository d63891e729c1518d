/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin trim: the order of work. */
#include "circfin/trim.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "base/options.h"
#include "base/target_folder.h"
#include "scenario/write.h"
#include "trim/core.h"
#include "trim/manifest.h"

enum {
    LEAST_EACH = 96,     /* bytes for an entity, without its name */
    TELL_EACH = 1 << 14, /* rows */
    TEXT_SIZE = 600
};

enum { DEALS, ENTITIES, SETTINGS, MANIFEST, FILES };
static const char *const files[FILES] = { "deals.csv", "entities.csv", "scenario.csv",
                                          "manifest.json" };

/* ---- settings ---- */

static bool has_currency(const cf_sheets *sheets)
{
    for (int i = 0; i < sheets->given_count; i++)
        if (strcmp(sheets->given[i].key, "currency") == 0)
            return true;
    return false;
}

/* The settings as a scenario without deals: the same rules, and the same messages. */
static cf_status read_settings(cf_scenario **out, const cf_trim_request *request, cf_diags *diags)
{
    cf_sheets sheets = request->input->sheets;

    if (!has_currency(&sheets))
        return cf_refuse(diags, CF_CODE_SETTING_MISSING, "use --currency USD",
                         "the payments must have a currency, but none is given");
    sheets.deals = strcmp(request->file, "-") == 0 ? "payments" : request->file;
    return cf_head_read(out, &sheets, diags);
}

/* ---- reading ---- */

static cf_status check_memory(const cf_core *core, double memory)
{
    double needed = (double)core->names.bytes + LEAST_EACH * (double)core->names.count;
    cf_status status;

    if (needed <= memory && core->names.count < CF_MOST_NAMES)
        return CF_OK;
    status = cf_diags_add(core->diags, CF_ERROR, CF_CODE_CORE_MEMORY, NULL,
                          "raise --memory-limit, in mebibytes",
                          "half of --memory-limit must hold the entities, but %zu of them need "
                          "%.1f MiB of %.1f MiB",
                          core->names.count, needed / 1048576.0, memory / 1048576.0);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status take_payment(cf_core *core, cf_sorter *sorter, const cf_payment_row *row)
{
    uint32_t payer, payee;
    cf_status status = cf_names_add(&core->names, row->payer.text, row->payer.length, &payer);

    if (status == CF_OK)
        status = cf_names_add(&core->names, row->payee.text, row->payee.length, &payee);
    if (status != CF_OK || !row->counts)
        return status;
    core->payments++;
    core->unquantified += row->open;
    return cf_sorter_add(
        sorter, (cf_edge_entry){ cf_entry_key(payer, payee, row->class, row->open), row->amount });
}

/* After the first error, rows are only checked. */
static cf_status read_rows(cf_core *core, cf_payments *payments, cf_sorter *sorter, double memory)
{
    cf_payment_row row;
    bool there = true;
    cf_status status = CF_OK;

    while (status == CF_OK && there) {
        status = cf_payments_next(payments, &row, &there);
        if (status != CF_OK || !there || payments->sheet.errors > 0)
            continue;
        status = take_payment(core, sorter, &row);
        if (status != CF_OK || core->payments % TELL_EACH != 0)
            continue;
        status = check_memory(core, memory);
        cf_trim_tell(core->progress, (double)payments->blocks.hash.size, payments->blocks.total,
                     "bytes");
    }
    return status == CF_OK ? check_memory(core, memory) : status;
}

static cf_status read_payments(cf_core *core, cf_sorter *sorter, const cf_trim_request *request)
{
    cf_payments payments = { .currency = NULL };
    cf_status status =
        cf_diags_open(core->diags, strcmp(request->file, "-") == 0 ? "<stdin>" : request->file);

    if (status == CF_OK)
        status = cf_payments_open(&payments, request->file, &request->input->sheets.reading,
                                  core->settings->currency, core->diags);
    if (status == CF_OK)
        status = read_rows(core, &payments, sorter, request->memory / 2.0);
    if (status == CF_OK)
        status = cf_payments_end(&payments);
    core->rows = payments.row_count;
    core->to_self = payments.self_count;
    core->zero = payments.zero_count;
    core->source_bytes = (double)payments.blocks.hash.size;
    cf_sha256_end(&payments.blocks.hash, core->source_hash);
    cf_payments_free(&payments);
    cf_diags_close(core->diags);
    return status;
}

/* ---- writing ---- */

static cf_status check_names(const cf_core *core)
{
    cf_status status = CF_OK;

    for (size_t v = 0; v < core->names.count && status == CF_OK; v++) {
        const char *name = core->names.at[v];

        if (!core->peeled.kept[v] || name[0] != '(' ||
            (strcmp(name, CF_PAYERS_LEFT_OUT) != 0 && strcmp(name, CF_PAYEES_LEFT_OUT) != 0))
            continue;
        status = cf_diags_add(core->diags, CF_ERROR, CF_CODE_CORE_NAME, NULL, "rename it",
                              "no entity of a core may be called %s, but one is", name);
        if (status == CF_OK)
            status = CF_BAD_INPUT;
    }
    return status;
}

static cf_status put_settings(const cf_core *core, FILE *out, const char *source)
{
    char text[TEXT_SIZE];
    cf_scenario settings = *core->settings;

    snprintf(
        text, sizeof text,
        "The core of %.200s: %zu of its %zu entities, those that can lie on a loop or between "
        "loops. Loop-backs, routes, loops, circulation and gross are those of the whole file; "
        "entities, deals, funds_assumed, finn_cycling_index, payers_hhi, rests, cross, origins "
        "and concentration count those left out as one payer and one payee.",
        source, core->kept.entities, core->names.count);
    settings.description = text;
    return cf_put_settings(out, &settings);
}

/* Takes the checksums of the files before they are renamed. */
static cf_status put_manifest(const cf_core *core, cf_target_folder *target, const char *source)
{
    const char *paths[MANIFEST];
    cf_status status = CF_OK;

    for (int i = 0; i < MANIFEST; i++) {
        const cf_target *file = &target->files[i];

        paths[i] = file->temporary.path != NULL ? file->temporary.path : file->path;
        if (fflush(file->stream) != 0)
            return cf_target_add_error(file, errno, core->diags);
    }
    status =
        cf_core_put_manifest(core, target->files[MANIFEST].stream, source, files, paths, MANIFEST);
    return status == CF_IO ? cf_target_add_error(&target->files[MANIFEST], errno, core->diags)
                           : status;
}

static cf_status write_core(cf_core *core, const char *folder, const char *file)
{
    cf_target_folder target;
    const char *source = strcmp(file, "-") == 0 ? "standard input" : file;
    cf_status status = cf_target_folder_open(&target, folder, files, FILES, core->diags);

    if (status == CF_OK)
        status = cf_core_put_deals(core, target.files[DEALS].stream);
    if (status == CF_OK) {
        cf_core_put_entities(core, target.files[ENTITIES].stream);
        status = put_settings(core, target.files[SETTINGS].stream, source);
    }
    if (status == CF_OK)
        status = put_manifest(core, &target, source);
    if (status == CF_OK)
        status = cf_target_folder_finish(&target, core->diags);
    cf_target_folder_release(&target);
    return status;
}

/* ---- the whole ---- */

static void free_core(cf_core *core)
{
    cf_names_free(&core->names);
    cf_edges_free(&core->edges);
    cf_peeled_free(&core->peeled);
    free(core->in);
    free(core->out);
    free(core->traits);
}

static cf_trim_summary summary_of(const cf_core *core)
{
    return (cf_trim_summary){ .payments = (double)core->payments,
                              .entities = (double)core->names.count,
                              .core_entities = (double)core->kept.entities,
                              .core_deals = (double)core->deals,
                              .gross = cf_sum_value(core->gross),
                              .core_gross = cf_class_sum(core->kept.inside) };
}

static cf_status make_core(cf_core *core, const cf_trim_request *request)
{
    cf_sorter sorter;
    cf_status status;

    cf_sorter_begin(&sorter, (size_t)(request->memory / 2.0), core->diags);
    status = read_payments(core, &sorter, request);
    if (status == CF_OK)
        status = cf_sorter_finish(&sorter, &core->edges);
    cf_sorter_free(&sorter);
    if (status == CF_OK)
        status = cf_peel(&core->peeled, &core->edges, core->names.count,
                         (size_t)(request->memory / 2.0), core->progress, core->diags);
    return status == CF_OK ? check_names(core) : status;
}

cf_status cf_trim(cf_trim_summary *out, const cf_trim_request *request, const char *folder,
                  cf_diags *diags)
{
    cf_core core = { .progress = request->progress,
                     .diags = diags,
                     .edges = { .file = { .descriptor = -1 } } };
    cf_scenario *settings = NULL;
    cf_status status = read_settings(&settings, request, diags);

    *out = (cf_trim_summary){ 0 };
    core.settings = settings;
    if (status == CF_OK)
        status = make_core(&core, request);
    if (status == CF_OK)
        status = write_core(&core, folder, request->file);
    if (status == CF_OK)
        *out = summary_of(&core);
    free_core(&core);
    cf_scenario_free(settings);
    return status;
}
