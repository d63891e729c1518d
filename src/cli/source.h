/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_SOURCE_H
#define CIRCFIN_CLI_SOURCE_H

/* Reads scenarios, and knows which files they are read from, so that none of them is overwritten.
 */

#include "circfin/input.h"
#include "cli/output.h"

/** cf_input_read() with a line of progress. */
CF_NODISCARD cf_status cli_source_read(cf_scenario **out, const cf_input *source, const char *file,
                                       const cli_output *output, cf_diags *diags);

/** Whether two names denote one file, which need not exist. "-" equals nothing. */
bool cli_is_same_file(const char *a, const char *b);

/** Whether an input is the file at `path`; "-" is standard input, by its device and inode. */
bool cli_reads_file(const char *input, const char *path);

/** Whether `is` says so of one of the files from which a scenario is read: those named, and the
 *  three spreadsheets of a folder or beside a deals.csv, whether they are there or not. */
typedef bool cli_source_is(const char *path, void *data);
bool cli_source_any(const cf_input *source, const char *file, cli_source_is *is, void *data);

/** Whether a scenario is read from `path`, named or found beside the deals. */
bool cli_source_reads(const cf_input *source, const char *file, const char *path);

/** Refuses a folder if writing into it would replace the spreadsheets of the scenario. */
cli_exit cli_source_check_folder(const cf_input *source, const char *file, const char *folder);

/** Whether a name ends as that of a scenario does, in upper or lower case. */
bool cli_is_scenario_name(const char *file);

#endif
