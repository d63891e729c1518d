/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SOURCE_H
#define CIRCFIN_CLI_SOURCE_H

/* Input: a JSON file, or spreadsheets and their options. */

#include "circfin/sheets.h"
#include "cli/cli.h"

extern const cli_option cli_source_options[];

/** The options in parsed form. Owns what it points to, except the strings of argv. */
typedef struct cli_source {
    cf_sheets sheets; /* without the file of deals */
    cf_sheet_setting *settings;
    char *text;
    const char *option; /* one of the given options, or NULL; a JSON file takes none */
} cli_source;

/** Prints errors. Free *out whatever the status. */
cli_exit cli_source_choose(cli_source *out, const cli_args *args);
void cli_source_free(cli_source *source);

/** Adds a setting of a command's own; NULL as value adds none. Both strings are borrowed. */
void cli_source_set(cli_source *source, const char *key, const char *value);

/** Refuses options for spreadsheets if none of the files is one. */
cli_exit cli_source_check(const cli_source *source, const char *const *files, int count);

/** Reads a scenario: a spreadsheet or folder by its name, everything else as JSON. "-" is a
 * spreadsheet if an option for spreadsheets was given. Returns the status of cf_sheets_read() or
 * cf_scenario_read(). */
CF_NODISCARD cf_status cli_source_read(cf_scenario **out, const cli_source *source,
                                       const char *file, cf_diags *diags);

/** Whether two names denote one file, which need not exist. "-" equals nothing. */
bool cli_is_same_file(const char *a, const char *b);

/** Whether an input is the file at `path`; "-" is standard input, by its device and inode. */
bool cli_reads_file(const char *input, const char *path);

/** Whether a scenario is read from `path`, named or found beside the deals. */
bool cli_source_reads(const cli_source *source, const char *file, const char *path);

/** Refuses a folder if writing into it would replace the spreadsheets of the scenario. */
cli_exit cli_source_check_folder(const cli_source *source, const char *file, const char *folder);

/** Whether a name ends in .json, .csv or .tsv, in upper or lower case. */
bool cli_is_scenario_name(const char *file);

#endif
