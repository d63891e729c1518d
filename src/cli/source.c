/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads scenarios, and compares files, so that none that is read is overwritten. */
#include "cli/source.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/progress.h"

cf_status cli_source_read(cf_scenario **out, const cf_input *source, const char *file,
                          const cli_output *output, cf_diags *diags)
{
    cf_input told = *source;
    cli_progress progress;
    cf_status status;

    cli_progress_begin(&progress, cli_progress_is_wanted(output), CLI_STOP_NEVER);
    cli_progress_tell(output, "reading", strcmp(file, "-") == 0 ? "standard input" : file);
    told.sheets.reading.progress = &progress.progress;
    status = cf_input_read(out, &told, file, diags);
    cli_progress_end();
    return status;
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

static bool is_folder(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool cli_source_any(const cf_input *source, const char *file, cli_source_is *is, void *data)
{
    const char *const named[] = { file, source->sheets.entities, source->sheets.settings };
    const char *slash = strrchr(file, '/'), *name = slash == NULL ? file : slash + 1;
    int length = strcmp(name, SHEETS[0]) == 0 ? (int)(name - file) : (int)strlen(file);
    char sheet[PATH_SIZE];

    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (named[i] != NULL && is(named[i], data))
            return true;
    if (!cf_sheets_is_name(file) && !is_folder(file))
        return false;
    for (int i = 0; i < SHEET_COUNT; i++) {
        snprintf(sheet, sizeof sheet, "%.*s%s%s", length, file, file[length] == '\0' ? "/" : "",
                 SHEETS[i]);
        if (is(sheet, data))
            return true;
    }
    return false;
}

static bool is_file(const char *input, void *path)
{
    return cli_reads_file(input, *(const char **)path);
}

bool cli_source_reads(const cf_input *source, const char *file, const char *path)
{
    return cli_source_any(source, file, is_file, &path);
}

cli_exit cli_source_check_folder(const cf_input *source, const char *file, const char *folder)
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
    static const char *const endings[] = { ".json", ".csv",    ".tsv",     ".xlsx",
                                           ".xlsm", ".ods",    ".graphml", ".gml",
                                           ".net",  ".sqlite", ".sqlite3", ".db" };
    size_t length = strlen(file);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);

        if (length > ending && strcasecmp(file + length - ending, endings[i]) == 0)
            return true;
    }
    return false;
}
