/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the manifest of shards, scores them one by one, and combines the results. */
#include "trim/shards.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "base/files.h"
#include "base/text.h"
#include "circfin/input.h"
#include "circfin/sheets.h"
#include "scenario/read.h"
#include "trim/manifest.h"

cf_status cf_shards_refuse(cf_diags *diags, cf_code code, const char *hint, const char *format, ...)
{
    char message[512], shown[512];
    cf_status status;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    cf_text_printable(shown, sizeof shown, message);
    status = cf_diags_add(diags, CF_ERROR, code, NULL, hint, "%s", shown);
    return status == CF_OK ? CF_BAD_INPUT : status;
}

/* ---- the manifest ---- */

static double number_of(const cf_datum *object, const char *key, bool *there)
{
    const cf_datum *value = cf_datum_get(object, key);

    *there = *there && cf_datum_is(value, CF_DATUM_NUMBER) && value->number >= 0.0;
    return *there ? value->number : 0.0;
}

static const char *text_of(const cf_datum *object, const char *key, bool *there)
{
    const char *text = cf_datum_text(cf_datum_get(object, key));

    *there = *there && text != NULL;
    return text;
}

static bool read_tally(cf_shard *out, const cf_datum *object)
{
    bool there = cf_datum_is(object, CF_DATUM_OBJECT);

    out->entities = number_of(object, "entities", &there);
    out->suppliers = number_of(object, "suppliers", &there);
    out->inside = number_of(object, "inside", &there);
    out->in = number_of(object, "in", &there);
    out->out = number_of(object, "out", &there);
    out->throughflow = number_of(object, "throughflow", &there);
    out->funds = number_of(object, "outside_funds", &there);
    return there;
}

static bool read_shard(cf_shard *out, const cf_datum *object)
{
    const cf_datum *scored = cf_datum_get(object, "scenario");
    bool there = read_tally(out, object);

    out->folder = text_of(object, "folder", &there);
    out->name = text_of(object, "name", &there);
    out->scored_entities = number_of(scored, "entities", &there);
    out->scored_deals = number_of(scored, "deals", &there);
    out->scored_gross = number_of(scored, "gross", &there);
    out->scored_throughflow = number_of(scored, "throughflow", &there);
    out->files = cf_datum_get(object, "files");
    return there && cf_datum_is(out->files, CF_DATUM_OBJECT);
}

/* A manifest from somebody else must not lead to files outside its folder. */
static bool is_inside(const char *folder)
{
    return folder[0] != '/' && strstr(folder, "..") == NULL && folder[0] != '\0';
}

static bool read_whole(cf_shards *shards)
{
    const cf_datum *whole = cf_datum_get(shards->json, "whole");
    bool there = cf_datum_is(whole, CF_DATUM_OBJECT);

    shards->entities = number_of(whole, "entities", &there);
    shards->payments = number_of(whole, "payments", &there);
    shards->unquantified = number_of(whole, "unquantified", &there);
    shards->gross = number_of(whole, "gross", &there);
    shards->capital = number_of(whole, "capital", &there);
    shards->trade = number_of(whole, "trade", &there);
    shards->service = cf_datum_get(whole, "service") == NULL
                          ? 0.0 /* as in manifests of programs that know no debt service */
                          : number_of(whole, "service", &there);
    shards->throughflow = number_of(whole, "throughflow", &there);
    shards->funds = number_of(whole, "outside_funds", &there);
    shards->suppliers = number_of(whole, "suppliers", &there);
    return there && read_tally(&shards->rest, cf_datum_get(shards->json, "rest"));
}

static bool read_manifest(cf_shards *shards)
{
    const cf_datum *list = cf_datum_get(shards->json, "shards"), *each = cf_datum_first(list);
    const char *schema = cf_datum_text(cf_datum_get(shards->json, "schema"));
    bool good = schema != NULL && strcmp(schema, CF_MANIFEST_SCHEMA) == 0 && read_whole(shards) &&
                cf_datum_is(list, CF_DATUM_LIST);

    for (int i = 0; i < shards->count && good; i++, each = each->next)
        good = read_shard(&shards->at[i], each) && is_inside(shards->at[i].folder);
    return good;
}

/* Name, currency and unit, by the rules of every scenario. */
static cf_status read_head(cf_shards *shards, cf_diags *diags)
{
    static const char *const keys[] = { "name", "currency", "unit" };
    cf_sheet_setting given[CF_COUNT_OF(keys)];
    cf_sheets sheets = { .deals = shards->file, .given = given, .given_count = CF_COUNT_OF(keys) };
    bool there = true;

    for (int i = 0; i < CF_COUNT_OF(keys); i++)
        given[i] = (cf_sheet_setting){ keys[i], text_of(shards->json, keys[i], &there) };
    if (!there)
        return cf_shards_refuse(diags, CF_CODE_SHARD_FILE, NULL,
                                "%s must have a name, a currency and a unit", shards->file);
    return cf_head_read(&shards->head, &sheets, diags);
}

static bool is_json_name(const char *file)
{
    size_t length = strlen(file);

    return length > 5 && strcmp(file + length - 5, ".json") == 0;
}

static cf_status find_manifest(cf_shards *shards, const char *folder)
{
    const char *slash = strrchr(folder, '/');

    if (!is_json_name(folder)) {
        shards->folder = cf_path_format("%s", folder);
        shards->file = cf_path_format("%s/manifest.json", folder);
    } else {
        shards->folder = slash == NULL ? cf_path_format(".")
                                       : cf_path_format("%.*s", (int)(slash - folder), folder);
        shards->file = cf_path_format("%s", folder);
    }
    return shards->folder == NULL || shards->file == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status open_manifest(cf_shards *shards, cf_diags *diags)
{
    cf_status status = cf_read_json(&shards->json, &shards->arena, shards->file, diags);

    if (status != CF_OK)
        return status;
    shards->count = cf_datum_count(cf_datum_get(shards->json, "shards"));
    shards->at = calloc((size_t)shards->count + 1, sizeof *shards->at);
    if (shards->at == NULL)
        return CF_NO_MEMORY;
    if (!read_manifest(shards))
        return cf_shards_refuse(diags, CF_CODE_SHARD_FILE,
                                "circfin trim and the programs in src/examples/cluster write one",
                                "%s must be a manifest of schema %s with all its keys",
                                shards->file, CF_MANIFEST_SCHEMA);
    status = read_head(shards, diags);
    return status == CF_OK ? cf_shards_check_sums(shards, diags) : status;
}

cf_status cf_shards_open(cf_shards **out, const char *folder, cf_diags *diags)
{
    cf_status status = CF_NO_MEMORY;

    *out = calloc(1, sizeof **out);
    if (*out != NULL)
        status = find_manifest(*out, folder);
    if (status == CF_OK)
        status = open_manifest(*out, diags);
    if (status != CF_OK) {
        cf_shards_free(*out);
        *out = NULL;
    }
    return status;
}

void cf_shards_free(cf_shards *shards)
{
    if (shards == NULL)
        return;
    free(shards->folder);
    free(shards->file);
    free(shards->at);
    cf_arena_free(&shards->arena);
    cf_scenario_free(shards->head);
    free(shards);
}

/* ---- scoring ---- */

/* Checks that the files have the checksums of the manifest. */
static cf_status check_files(const cf_shard *shard, const char *folder, cf_diags *diags)
{
    cf_status status = CF_OK;

    for (const cf_datum *about = cf_datum_first(shard->files); about != NULL; about = about->next) {
        const char *name = about->key;
        const char *expected = cf_datum_text(cf_datum_get(about, "sha256"));
        char *path = cf_path_format("%s/%s", folder, name);
        char hash[CF_CHECKSUM_SIZE];
        double bytes;

        if (path == NULL)
            return CF_NO_MEMORY;
        errno = EACCES;
        if (!is_inside(name) || cf_file_checksum(hash, &bytes, path) != CF_OK)
            status = cf_shards_refuse(diags, CF_CODE_SHARD_CHANGED, NULL,
                                      "%s must be a file of the shard %s, but cannot be read: %s",
                                      path, shard->name, strerror(errno));
        else if (expected == NULL || strcmp(expected, hash) != 0)
            status = cf_shards_refuse(
                diags, CF_CODE_SHARD_CHANGED, "write the shards and their manifest again",
                "%s must have the checksum that the manifest gives, but has another", path);
        free(path);
        if (status != CF_OK)
            return status;
    }
    return CF_OK;
}

static cf_status score_shard(cf_merge *merge, const cf_shards *shards, const cf_shard *shard,
                             const cf_request *request, cf_diags *diags)
{
    cf_request own = *request;
    cf_scenario *scenario = NULL;
    cf_report *part = NULL;
    char *folder = cf_path_format("%s/%s", shards->folder, shard->folder);
    cf_sheets sheets = { .deals = folder };
    cf_status status = folder == NULL ? CF_NO_MEMORY : check_files(shard, folder, diags);

    if (status == CF_OK)
        status = cf_sheets_read(&scenario, &sheets, diags);
    own.scenario = scenario;
    own.table = "suppliers";
    own.digest_only = false;
    own.no_digest = true;
    own.of_shard = true;
    if (status == CF_OK)
        status = cf_analysis_run(&part, cf_analysis_find("score"), &own, diags);
    if (status == CF_OK)
        status = cf_shard_check(shard, part, folder, diags);
    if (status == CF_OK)
        status = cf_merge_add(merge, shard, part, folder, diags);
    cf_report_free(part);
    cf_scenario_free(scenario);
    free(folder);
    return status;
}

static cf_status refuse_options(const cf_request *request, cf_diags *diags)
{
    const cf_view_options *view = &request->view;
    const char *option = view->joint_count > 0 ? "joint"
                         : view->gap_cut       ? "gap cut"
                         : view->origin_backed ? "origin backed"
                                               : NULL;
    cf_status status;

    for (int i = 0; i < request->param_count && option == NULL; i++)
        option = strcmp(request->params[i].name, "supplier") == 0 ? "supplier" : NULL;
    if (option == NULL)
        return CF_OK;
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_SHARD_OPTION, NULL,
                          "score one shard, or the whole file, without --shards",
                          "--shards measures every supplier by itself, so it does not go with --%s",
                          option);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

/* The parameters for one shard: all but --shards. */
static cf_param *params_of_one(cf_request *own, const cf_request *request)
{
    cf_param *params = calloc((size_t)request->param_count + 1, sizeof *params);

    *own = *request;
    own->params = params;
    own->param_count = 0;
    for (int i = 0; params != NULL && i < request->param_count; i++)
        if (strcmp(request->params[i].name, "shards") != 0)
            params[own->param_count++] = request->params[i];
    return params;
}

cf_status cf_shards_score(cf_report **out, cf_shards *shards, const cf_request *request,
                          cf_diags *diags)
{
    cf_merge *merge = NULL;
    cf_request own;
    cf_param *params = params_of_one(&own, request);
    cf_status status = params == NULL ? CF_NO_MEMORY : refuse_options(request, diags);

    *out = NULL;
    if (status == CF_OK)
        status = cf_merge_new(&merge, shards);
    for (int i = 0; i < shards->count && status == CF_OK; i++) {
        const cf_progress_state state = { .done = i, .total = shards->count, .unit = "shards" };

        if (request->progress != NULL)
            request->progress->step(request->progress->payload, &state);
        status = score_shard(merge, shards, &shards->at[i], &own, diags);
    }
    if (status == CF_OK)
        status = cf_merge_finish(out, merge);
    cf_merge_free(merge);
    free(params);
    return status;
}

/* ---- merging ---- */

static cf_shard *find_shard(const cf_shards *shards, const char *name)
{
    for (int i = 0; i < shards->count; i++)
        if (strcmp(shards->at[i].name, name) == 0)
            return &shards->at[i];
    return NULL;
}

static cf_status take_result(cf_merge *merge, const cf_shards *shards, const char *result,
                             cf_diags *diags)
{
    cf_report *part = NULL;
    const char *name = NULL;
    cf_shard *shard;
    cf_status status = cf_shard_part(&part, &name, shards, result, diags);

    if (status != CF_OK)
        return status;
    shard = find_shard(shards, name);
    if (shard == NULL)
        status = cf_shards_refuse(diags, CF_CODE_SHARD_UNKNOWN, NULL,
                                  "%s must be the result of a shard, but none is called \"%.60s\"",
                                  result, name);
    else if (shard->result != NULL)
        status = cf_shards_refuse(diags, CF_CODE_SHARD_TWICE, "leave out one of them",
                                  "the shard %.60s must have one result, but %s and %s are both "
                                  "its",
                                  name, shard->result, result);
    if (status == CF_OK)
        status = cf_shard_check(shard, part, result, diags);
    if (status == CF_OK) {
        shard->result = result;
        status = cf_merge_add(merge, shard, part, result, diags);
    }
    cf_report_free(part);
    return status;
}

static cf_status check_all_there(const cf_shards *shards, cf_diags *diags)
{
    int missing = 0;
    const char *first = NULL;

    for (int i = 0; i < shards->count; i++)
        if (shards->at[i].result == NULL) {
            first = missing++ == 0 ? shards->at[i].name : first;
        }
    if (missing == 0)
        return CF_OK;
    return cf_shards_refuse(
        diags, CF_CODE_SHARD_MISSING, NULL,
        "every one of the %d shards must have a result, but %d %s none: %.60s%s", shards->count,
        missing, missing == 1 ? "has" : "have", first, missing == 1 ? "" : " and others");
}

cf_status cf_shards_merge(cf_report **out, cf_shards *shards, const char *const *results, int count,
                          cf_diags *diags)
{
    cf_merge *merge = NULL;
    cf_status status = cf_merge_new(&merge, shards);

    *out = NULL;
    for (int i = 0; i < shards->count; i++)
        shards->at[i].result = NULL;
    for (int i = 0; i < count && status == CF_OK; i++)
        status = take_result(merge, shards, results[i], diags);
    if (status == CF_OK)
        status = check_all_there(shards, diags);
    if (status == CF_OK)
        status = cf_merge_finish(out, merge);
    cf_merge_free(merge);
    return status;
}
