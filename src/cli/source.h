/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SOURCE_H
#define CIRCFIN_CLI_SOURCE_H

/* Where scenarios come from: a JSON file, or spreadsheets and what their options say of them. */

#include "circfin/sheets.h"
#include "cli/cli.h"

extern const cli_option cli_source_options[];

/** What the options say, with the memory it refers to. */
typedef struct cli_source {
    cf_sheets sheets; /* without the file of deals */
    cf_sheet_setting *settings;
    char *text;
    const char *option; /* one that was given, or NULL: a JSON file takes none */
} cli_source;

/** Mistakes are told. *out is to be freed in each case. */
cli_exit cli_source_choose(cli_source *out, const cli_args *args);
void cli_source_free(cli_source *source);

/** Adds a setting of a command of its own; a NULL value adds none. Both strings are borrowed. */
void cli_source_set(cli_source *source, const char *key, const char *value);

/** Tells where options for spreadsheets were given, but none of the files is one. */
cli_exit cli_source_check(const cli_source *source, const char *const *files, int count);

/** Reads a scenario by its name: a spreadsheet as such, all else as JSON. "-" is a spreadsheet
 * where an option for spreadsheets was given. Returns what cf_sheets_read() and cf_scenario_read()
 * do. */
CF_NODISCARD cf_status cli_source_read(cf_scenario **out, const cli_source *source,
                                       const char *file, cf_diags *diags);

/** Whether two names are of one file, which need not exist. Standard input is not standard output.
 */
bool cli_is_same_file(const char *a, const char *b);

/** Whether `path` is one of the files that a scenario is read from, named or found beside. */
bool cli_source_reads(const cli_source *source, const char *file, const char *path);

/** Refuses a folder whose spreadsheets, if written, would replace those of the scenario. */
cli_exit cli_source_check_folder(const cli_source *source, const char *file, const char *folder);

/** Whether a name ends as those of scenarios do: .json, .csv or .tsv, in any letters. */
bool cli_is_scenario_name(const char *file);

#endif
