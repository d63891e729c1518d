/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads scenarios from JSON files, spreadsheets and folders; the options for spreadsheets. */
#include "cli/source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *unit_at(int index)
{
    return index < CF_UNIT_COUNT ? cf_unit_names[index] : NULL;
}

static const char *decimal_at(int index)
{
    static const char *const words[] = { ".", ",", NULL };

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

const cli_option cli_source_options[] = {
    { .kind = CLI_HEADING, .help = "Input" },
    { .kind = CLI_VALUE,
      .name = "self-deals",
      .choice = self_deals_at,
      .help = "deals whose payer is their payee: error, or drop: leave them out with a warning "
              "(default: error)" },
    { .kind = CLI_HEADING, .help = "Input from spreadsheets (.csv, .tsv or a folder)" },
    { .kind = CLI_VALUE,
      .name = "entities",
      .value = "FILE",
      .help = "the entities (default: entities.csv beside deals.csv)" },
    { .kind = CLI_VALUE,
      .name = "settings",
      .value = "FILE",
      .help = "the settings below, as a spreadsheet (default: scenario.csv beside deals.csv)" },
    { .kind = CLI_VALUE,
      .name = "name",
      .value = "TEXT",
      .help = "title in reports (default: the name of the file)" },
    { .kind = CLI_VALUE,
      .name = "currency",
      .value = "CODE",
      .help = "currency of every result, such as USD; required here or in the settings" },
    { .kind = CLI_VALUE,
      .name = "unit",
      .value = "UNIT",
      .help = "unit of every amount: one, thousand, million or bn (default: one)",
      .parts = unit_at },
    { .kind = CLI_VALUE,
      .name = "span",
      .value = "FROM..TO",
      .help = "period that the amounts cover, such as 2025..2031 (default: none)" },
    { .kind = CLI_LIST,
      .name = "fx",
      .value = "CODE=RATE",
      .help = "value of one unit of CODE in the currency of the results, such as EUR=1.08" },
    { .kind = CLI_VALUE,
      .name = "decimal",
      .choice = decimal_at,
      .help = "decimal sign of the numbers; the other one then separates thousands, as in 1.234,56 "
              "(default: . and only spaces separate thousands)" },
    { .kind = CLI_END }
};

/* ---- options ---- */

/* A source that is being filled. */
struct choosing {
    cli_source *source;
    const cli_args *args;
    char *room; /* the next free byte of the text */
};

void cli_source_set(cli_source *source, const char *key, const char *value)
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

static cli_exit set_span(struct choosing *choosing)
{
    const char *text = cli_value(choosing->args, "span");
    const char *between = text == NULL ? NULL : strstr(text, "..");

    if (text == NULL)
        return CLI_DONE;
    if (between == NULL)
        return cli_usage_error("write --span 2025..2031, or --span 2025..2025 for one year",
                               "--span must be FROM..TO, but is \"%.60s\"", text);
    cli_source_set(choosing->source, "span_from",
                   cut_value(choosing, "", text, (size_t)(between - text)));
    cli_source_set(choosing->source, "span_to", between + 2);
    return CLI_DONE;
}

static cli_exit set_rates(struct choosing *choosing)
{
    for (int i = 0; i < choosing->args->given_count; i++) {
        const cli_given *given = &choosing->args->given[i];
        const char *equals;

        if (strcmp(given->option->name, "fx") != 0)
            continue;
        equals = strchr(given->value, '=');
        if (equals == NULL)
            return cli_usage_error("write --fx EUR=1.08",
                                   "--fx must be CODE=RATE, but is \"%.60s\"", given->value);
        cli_source_set(choosing->source,
                       cut_value(choosing, "fx.", given->value, (size_t)(equals - given->value)),
                       equals + 1);
    }
    return CLI_DONE;
}

/* An option for spreadsheets that is given: those below the second heading. */
static const char *given_option(const cli_args *args)
{
    const cli_option *option = cli_source_options + 1;

    while (option->kind != CLI_HEADING)
        option++;
    for (; option->kind != CLI_END; option++)
        if (option->kind != CLI_HEADING && cli_has(args, option->name))
            return option->name;
    return NULL;
}

static cli_exit allocate_settings(cli_source *source, const cli_args *args)
{
    size_t size = 1;

    for (int i = 0; i < args->given_count; i++)
        if (args->given[i].value != NULL)
            size += strlen(args->given[i].value) + sizeof "fx.";
    source->settings = calloc((size_t)args->given_count * 2 + 1, sizeof *source->settings);
    source->text = malloc(size);
    return source->settings == NULL || source->text == NULL ? cli_no_memory() : CLI_DONE;
}

cli_exit cli_source_choose(cli_source *out, const cli_args *args)
{
    struct choosing choosing = { .source = out, .args = args };
    cli_exit code;

    *out = (cli_source){ .option = given_option(args) };
    code = allocate_settings(out, args);
    if (code != CLI_DONE)
        return code;
    choosing.room = out->text;
    out->sheets.given = out->settings;
    out->sheets.entities = cli_value(args, "entities");
    out->sheets.settings = cli_value(args, "settings");
    out->sheets.reading.drop_self_deals = cli_choice_of(args, "self-deals") == SELF_DEALS_DROP;
    if (cli_has(args, "decimal"))
        out->sheets.reading.decimal = cli_value(args, "decimal")[0];
    cli_source_set(out, "name", cli_value(args, "name"));
    cli_source_set(out, "currency", cli_value(args, "currency"));
    cli_source_set(out, "unit", cli_value(args, "unit"));
    code = set_span(&choosing);
    return code == CLI_DONE ? set_rates(&choosing) : code;
}

void cli_source_free(cli_source *source)
{
    free(source->settings);
    free(source->text);
    *source = (cli_source){ .option = NULL };
}

/* ---- files ---- */

static bool is_sheet(const cli_source *source, const char *file)
{
    return cf_sheets_is_name(file) || (strcmp(file, "-") == 0 && source->option != NULL);
}

cli_exit cli_source_check(const cli_source *source, const char *const *files, int count)
{
    if (source->option == NULL)
        return CLI_DONE;
    for (int i = 0; i < count; i++)
        if (files[i] != NULL && (is_sheet(source, files[i]) || cf_file_is_foreign(files[i])))
            return CLI_DONE;
    return cli_usage_error("set it in the JSON file",
                           "--%s applies to spreadsheets only, but \"%.60s\" is not one",
                           source->option, files[0]);
}

cf_status cli_source_read(cf_scenario **out, const cli_source *source, const char *file,
                          cf_diags *diags)
{
    cf_sheets sheets = source->sheets;

    if (!is_sheet(source, file))
        return cf_scenario_read_as(out, file, &source->sheets.reading, diags);
    sheets.deals = file;
    return cf_sheets_read(out, &sheets, diags);
}

bool cli_is_same_file(const char *a, const char *b)
{
    struct stat one, other;

    if (strcmp(a, "-") == 0 || strcmp(b, "-") == 0)
        return false;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && S_ISREG(one.st_mode) &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

bool cli_reads_file(const char *input, const char *path)
{
    struct stat one, other;

    if (strcmp(input, "-") != 0 || strcmp(path, "-") == 0)
        return cli_is_same_file(input, path);
    return fstat(STDIN_FILENO, &one) == 0 && stat(path, &other) == 0 && S_ISREG(one.st_mode) &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static const char *const SHEETS[] = { "deals.csv", "entities.csv", "scenario.csv" };
enum { SHEET_COUNT = sizeof SHEETS / sizeof *SHEETS, PATH_SIZE = 4200 };

/* Whether `path` is one of the spreadsheets beside `file`, a folder or the deals.csv in one. */
static bool is_in_folder_of(const char *file, const char *path)
{
    const char *slash = strrchr(file, '/'), *name = slash == NULL ? file : slash + 1;
    int length = strcmp(name, SHEETS[0]) == 0 ? (int)(name - file) : (int)strlen(file);
    char sheet[PATH_SIZE];

    for (int i = 0; i < SHEET_COUNT; i++) {
        snprintf(sheet, sizeof sheet, "%.*s%s%s", length, file, file[length] == '\0' ? "/" : "",
                 SHEETS[i]);
        if (cli_is_same_file(sheet, path))
            return true;
    }
    return false;
}

bool cli_source_reads(const cli_source *source, const char *file, const char *path)
{
    const char *entities = source->sheets.entities, *settings = source->sheets.settings;

    return cli_reads_file(file, path) || (entities != NULL && cli_reads_file(entities, path)) ||
           (settings != NULL && cli_reads_file(settings, path)) ||
           (cf_sheets_is_name(file) && is_in_folder_of(file, path));
}

cli_exit cli_source_check_folder(const cli_source *source, const char *file, const char *folder)
{
    char sheet[PATH_SIZE];

    for (int i = 0; i < SHEET_COUNT; i++) {
        snprintf(sheet, sizeof sheet, "%s/%s", folder, SHEETS[i]);
        if (cli_source_reads(source, file, sheet))
            return cli_usage_error("give -o another name",
                                   "-o would overwrite the spreadsheets of the scenario");
    }
    return CLI_DONE;
}

bool cli_is_scenario_name(const char *file)
{
    static const char *const endings[] = { ".json", ".csv", ".tsv" };
    size_t length = strlen(file);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);

        if (length > ending && strcasecmp(file + length - ending, endings[i]) == 0)
            return true;
    }
    return false;
}
