/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads scenarios from JSON files, spreadsheets, folders and memory; the options for them. */
#include "circfin/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/options.h"
#include "scenario/graph_sheet.h"
#include "scenario/sheet_books.h"

static const char *unit_at(int index)
{
    return index < CF_UNIT_COUNT ? cf_unit_names[index] : NULL;
}

static const char *decimal_at(int index)
{
    static const char *const words[] = { ".", ",", "point", "comma", NULL };

    return words[index];
}

static const char *relation_at(int index)
{
    return index < CF_RELATION_COUNT ? cf_relation_names[index] : NULL;
}

static const char *date_order_at(int index)
{
    static const char *const words[] = { "dmy", "mdy", "ymd", NULL };

    return words[index];
}

enum { SELF_DEALS_ERROR, SELF_DEALS_DROP };

static const char *self_deals_at(int index)
{
    static const char *const words[] = {
        [SELF_DEALS_ERROR] = "error", [SELF_DEALS_DROP] = "drop", NULL
    };

    return words[index];
}

/* Rows that two lists share. */
#define SELF_DEALS_ROW                                                                             \
    {                                                                                              \
        .name = "self-deals", .choice = self_deals_at,                                             \
        .help = "deals whose payer is their payee: error, or drop: leave them out with a warning " \
                "(default: error)"                                                                 \
    }
#define NAME_ROW                                                                                   \
    {                                                                                              \
        .name = "name", .value = "TEXT",                                                           \
        .help = "title in reports (default: the name of the file)"                                 \
    }
#define UNIT_ROW                                                                                   \
    {                                                                                              \
        .name = "unit", .value = "UNIT",                                                           \
        .help = "unit of every amount: one, thousand, million or bn (default: one)",               \
        .parts = unit_at                                                                           \
    }
#define DECIMAL_ROW                                                                                \
    {                                                                                              \
        .name = "decimal", .choice = decimal_at,                                                   \
        .help = "decimal sign of the numbers, . (point) or , (comma); the other one then "         \
                "separates thousands, as in 1.234,56 (default: . and commas only where they can "  \
                "be nothing else)"                                                                 \
    }

#define SHEET_ROW(whose, repeats)                                                                  \
    {                                                                                              \
        .name = "sheet", .value = "NAME",                                                          \
        .help = "which sheet of a workbook, or table of a database, " whose, .repeatable = repeats \
    }

const cf_param_spec cf_reading_specs[] = { SELF_DEALS_ROW, { NULL } };

const cf_param_spec cf_reading_threads_specs[] = { { CF_PARAM_THREADS }, { NULL } };

enum { SHEET_FILES = 3 }; /* the first rows name files and sheets, the others are settings */

const cf_param_spec cf_sheet_specs[] = {
    { .name = "entities",
      .value = "FILE",
      .help = "the entities (default: entities.csv beside deals.csv)" },
    { .name = "settings",
      .value = "FILE",
      .help = "the settings below, as a spreadsheet (default: scenario.csv beside deals.csv)" },
    SHEET_ROW(
        "has the deals, such as \"Deals 2026\"; --sheet entities=NAME and --sheet "
        "scenario=NAME say it of the others (default: the sheets deals, entities and scenario, "
        "else the first two that are no cover)",
        true),
    NAME_ROW,
    { .name = "currency",
      .value = "CODE",
      .help = "currency of every result, such as USD; required here or in the settings" },
    UNIT_ROW,
    { .name = "span",
      .value = "FROM..TO",
      .help = "period that the amounts cover, such as 2025..2031 (default: none)" },
    { .name = "fx",
      .value = "CODE=RATE",
      .help = "value of one unit of CODE in the currency of the results, such as EUR=1.08",
      .repeatable = true },
    DECIMAL_ROW,
    { .name = "map",
      .value = "COLUMN=HEADING",
      .help = "the heading that stands for a column, such as payer=\"Who pays\"; none=HEADING "
              "ignores one",
      .repeatable = true },
    { .name = "relation",
      .choice = relation_at,
      .help = "relation of the deals whose row has none" },
    { .name = "date-order",
      .choice = date_order_at,
      .help = "order of day and month in dates such as 03/04/2026 (default: as a day above 12 in "
              "the column shows, else an error)" },
    { NULL },
};

const cf_param_spec cf_payment_specs[] = {
    NAME_ROW,
    { .name = "currency",
      .value = "CODE",
      .help = "currency of every amount, such as USD; required" },
    UNIT_ROW,
    DECIMAL_ROW,
    SHEET_ROW("has the payments (default: payments or deals, else the first)", false),
    SELF_DEALS_ROW,
    { NULL },
};

/* ---- options ---- */

/* A source that is being filled. */
struct choosing {
    cf_input *source;
    cf_params params;
    char *room; /* the next free byte of the text */
};

void cf_input_set(cf_input *source, const char *key, const char *value)
{
    if (value != NULL)
        source->settings[source->sheets.given_count++] = (cf_sheet_setting){ key, value };
}

/* Copies `length` bytes of a value after a prefix; the copy lives as long as the source. */
static const char *cut_value(struct choosing *choosing, const char *prefix, const char *from,
                             size_t length)
{
    char *text = choosing->room;

    choosing->room += sprintf(text, "%s%.*s", prefix, (int)length, from) + 1;
    return text;
}

static cf_status set_span(struct choosing *choosing, cf_diags *diags)
{
    const char *text = cf_params_text(choosing->params, "span");
    const char *between = text == NULL ? NULL : strstr(text, "..");

    if (text == NULL)
        return CF_OK;
    if (between == NULL)
        return cf_refuse(diags, CF_CODE_NOT_A_PERIOD,
                         "write --span 2025..2031, or --span 2025..2025 for one year",
                         "--span must be FROM..TO, but is \"%.60s\"", text);
    cf_input_set(choosing->source, "span_from",
                 cut_value(choosing, "", text, (size_t)(between - text)));
    cf_input_set(choosing->source, "span_to", between + 2);
    return CF_OK;
}

static cf_status set_rates(struct choosing *choosing, cf_diags *diags)
{
    for (int i = 0; i < choosing->params.count; i++) {
        const cf_param *given = &choosing->params.at[i];
        const char *equals;

        if (strcmp(given->name, "fx") != 0)
            continue;
        equals = strchr(given->value, '=');
        if (equals == NULL)
            return cf_refuse(diags, CF_CODE_NOT_A_RATE, "write --fx EUR=1.08",
                             "--fx must be CODE=RATE, but is \"%.60s\"", given->value);
        cf_input_set(choosing->source,
                     cut_value(choosing, "fx.", given->value, (size_t)(equals - given->value)),
                     equals + 1);
    }
    return CF_OK;
}

/* --sheet NAME is that of the deals; entities=NAME and scenario=NAME are others. */
static void set_sheets(cf_reading *reading, cf_params params)
{
    struct {
        const char *prefix;
        const char **name;
    } const parts[] = { { "deals=", &reading->deal_sheet },
                        { "entities=", &reading->entity_sheet },
                        { "scenario=", &reading->setting_sheet } };

    for (int i = 0; i < params.count; i++) {
        const char *value = params.at[i].value;
        bool found = false;

        if (strcmp(params.at[i].name, "sheet") != 0 || value == NULL)
            continue;
        for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
            if (strncasecmp(value, parts[part].prefix, strlen(parts[part].prefix)) != 0)
                continue;
            *parts[part].name = value + strlen(parts[part].prefix);
            found = true;
        }
        if (!found)
            reading->deal_sheet = value;
    }
}

static cf_status set_maps(struct choosing *choosing, cf_diags *diags)
{
    cf_input *source = choosing->source;

    for (int i = 0; i < choosing->params.count; i++) {
        const cf_param *given = &choosing->params.at[i];

        if (strcmp(given->name, "map") != 0)
            continue;
        if (strchr(given->value, '=') == NULL)
            return cf_refuse(diags, CF_CODE_NOT_A_MAP, "write --map payer=\"Who pays\"",
                             "--map must be COLUMN=HEADING, but is \"%.60s\"", given->value);
        source->maps[source->sheets.map_count++] = given->value;
    }
    source->sheets.maps = source->maps;
    return CF_OK;
}

static cf_status set_reading(struct choosing *choosing, cf_diags *diags)
{
    cf_sheets *sheets = &choosing->source->sheets;
    const char *decimal = cf_params_text(choosing->params, "decimal");
    const char *order = cf_params_text(choosing->params, "date-order");

    sheets->reading.drop_self_deals =
        cf_params_choice(choosing->params, "self-deals", self_deals_at) == SELF_DEALS_DROP;
    if (decimal != NULL)
        sheets->reading.decimal = decimal[0] == ',' || decimal[0] == 'c' ? ',' : '.';
    if (order != NULL)
        sheets->date_order = (cf_date_order)(CF_DATES_DMY + cf_choice_find(date_order_at, order));
    sheets->relation = cf_params_text(choosing->params, "relation");
    set_sheets(&sheets->reading, choosing->params);
    return set_maps(choosing, diags);
}

static const char *given_option(cf_params params)
{
    for (const cf_param_spec *spec = cf_sheet_specs; spec->name != NULL; spec++)
        if (cf_params_has(params, spec->name))
            return spec->name;
    return NULL;
}

static cf_status allocate_settings(cf_input *source, cf_params params)
{
    size_t size = 1;

    for (int i = 0; i < params.count; i++)
        if (params.at[i].value != NULL)
            size += strlen(params.at[i].value) + sizeof "fx.";
    source->settings = calloc((size_t)params.count * 2 + 1, sizeof *source->settings);
    source->text = malloc(size);
    source->maps = calloc((size_t)params.count + 1, sizeof *source->maps);
    return source->settings == NULL || source->text == NULL || source->maps == NULL ? CF_NO_MEMORY
                                                                                    : CF_OK;
}

cf_status cf_input_choose(cf_input *out, cf_params params, cf_diags *diags)
{
    struct choosing choosing = { .source = out, .params = params };
    cf_status status;

    *out = (cf_input){ .option = given_option(params) };
    status = allocate_settings(out, params);
    if (status != CF_OK)
        return status;
    choosing.room = out->text;
    out->sheets.given = out->settings;
    out->sheets.entities = cf_params_text(params, "entities");
    out->sheets.settings = cf_params_text(params, "settings");
    cf_input_set(out, "name", cf_params_text(params, "name"));
    cf_input_set(out, "currency", cf_params_text(params, "currency"));
    cf_input_set(out, "unit", cf_params_text(params, "unit"));
    status = cf_params_threads(&out->sheets.reading.threads, params, diags);
    if (status == CF_OK)
        status = set_reading(&choosing, diags);
    if (status == CF_OK)
        status = set_span(&choosing, diags);
    return status == CF_OK ? set_rates(&choosing, diags) : status;
}

void cf_input_free(cf_input *source)
{
    free(source->settings);
    free(source->text);
    free(source->maps);
    *source = (cf_input){ .option = NULL };
}

/* ---- files ---- */

static bool is_sheet(const cf_input *source, const char *file)
{
    return cf_sheets_is_name(file) ||
           (strcmp(file, "-") == 0 && (source->option != NULL || cf_sheet_is_book_file(file) ||
                                       cf_sheet_is_graph_file(file)));
}

cf_status cf_input_check(const cf_input *source, const char *const *files, int count,
                         cf_diags *diags)
{
    if (source->option == NULL)
        return CF_OK;
    for (int i = 0; i < count; i++)
        if (files[i] != NULL && (is_sheet(source, files[i]) || cf_file_is_foreign(files[i])))
            return CF_OK;
    return cf_refuse(diags, CF_CODE_NOT_A_SPREADSHEET, "set it in the JSON file",
                     "--%s applies to spreadsheets only, but \"%.60s\" is not one", source->option,
                     files[0]);
}

cf_status cf_input_read(cf_scenario **out, const cf_input *source, const char *file,
                        cf_diags *diags)
{
    cf_sheets sheets = source->sheets;

    if (!is_sheet(source, file))
        return cf_scenario_read_as(out, file, &source->sheets.reading, diags);
    sheets.deals = file;
    return cf_sheets_read(out, &sheets, diags);
}

/* ---- options as texts ---- */

/* Options for input as they were given, in parsed form. */
struct given {
    cf_param *params;
    cf_input input;
};

static cf_status read_given(struct given *out, const cf_param_spec *const *specs,
                            const char *const *options, cf_diags *diags)
{
    int count;
    cf_status status = cf_params_read(&out->params, &count, options, specs, diags);

    return status == CF_OK ? cf_input_choose(&out->input, (cf_params){ out->params, count }, diags)
                           : status;
}

static void free_given(struct given *given)
{
    cf_input_free(&given->input);
    free(given->params);
}

cf_status cf_scenario_load(cf_scenario **out, const char *file, const char *const *options,
                           cf_diags *diags)
{
    static const cf_param_spec *const specs[] = { cf_reading_specs, cf_reading_threads_specs,
                                                  cf_sheet_specs, NULL };
    struct given given = { .params = NULL };
    cf_status status = CF_OK;

    *out = NULL;
    if (file == NULL)
        status = cf_refuse(diags, CF_CODE_NO_INPUT, NULL, "the name of a file must not be NULL");
    if (status == CF_OK)
        status = read_given(&given, specs, options, diags);
    if (status == CF_OK)
        status = cf_input_check(&given.input, &file, 1, diags);
    if (status == CF_OK)
        status = cf_input_read(out, &given.input, file, diags);
    free_given(&given);
    return status;
}

/* ---- from memory ---- */

static cf_status check_cells(const cf_cells *cells, const char *name, cf_diags *diags)
{
    if (cells != NULL && cells->cells != NULL && cells->rows >= 0 && cells->columns >= 0)
        return CF_OK;
    return cf_refuse(diags, CF_CODE_NO_INPUT, NULL,
                     cells == NULL || cells->cells == NULL
                         ? "the cells of %s must not be NULL"
                         : "the rows and columns of %s must be 0 or more",
                     name);
}

static bool is_given(const cf_sheets *sheets, const char *key)
{
    for (int i = 0; i < sheets->given_count; i++)
        if (strcmp(sheets->given[i].key, key) == 0)
            return true;
    return false;
}

/* The options for input as settings, and behind them those for which there is no option. */
static cf_status join_settings(cf_sheet_setting **out, cf_sheets *sheets,
                               const cf_building *building)
{
    int count = sheets->given_count;

    *out = calloc((size_t)count + (size_t)building->setting_count + 1, sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    memcpy(*out, sheets->given, (size_t)count * sizeof **out);
    for (int i = 0; i < building->setting_count; i++)
        if (!is_given(sheets, building->settings[i].key))
            (*out)[count++] = building->settings[i];
    sheets->given = *out;
    sheets->given_count = count;
    return CF_OK;
}

cf_status cf_scenario_build(cf_scenario **out, const cf_building *building, cf_diags *diags)
{
    static const cf_param_spec *const specs[] = { cf_reading_specs, cf_reading_threads_specs,
                                                  cf_sheet_specs + SHEET_FILES, NULL };
    struct given given = { .params = NULL };
    cf_sheets *sheets = &given.input.sheets;
    cf_sheet_setting *settings = NULL;
    cf_status status = check_cells(building->deals, "deals", diags);

    *out = NULL;
    if (status == CF_OK && building->entities != NULL)
        status = check_cells(building->entities, "entities", diags);
    if (status == CF_OK)
        status = read_given(&given, specs, building->options, diags);
    if (status == CF_OK)
        status = join_settings(&settings, sheets, building);
    if (status == CF_OK) {
        sheets->deals = "deals";
        sheets->deal_cells = building->deals;
        sheets->entities = building->entities == NULL ? NULL : "entities";
        sheets->entity_cells = building->entities;
        status = cf_sheets_read(out, sheets, diags);
    }
    free(settings);
    free_given(&given);
    return status;
}

cf_status cf_scenario_make(cf_scenario **out, const cf_cells *deals, const cf_cells *entities,
                           const char *const *options, cf_diags *diags)
{
    const cf_building building = { .deals = deals, .entities = entities, .options = options };

    return cf_scenario_build(out, &building, diags);
}
