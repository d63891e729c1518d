/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_INPUT_H
#define CIRCFIN_INPUT_H

/* Advanced tier. Where a scenario comes from, a JSON file or spreadsheets, and the options for it.
 */

#include "circfin/options.h"
#include "circfin/sheets.h"

CF_PUBLIC

/** The rows of the options for any file, and of those for spreadsheets only. */
extern const cf_param_spec cf_reading_specs[];
extern const cf_param_spec cf_sheet_specs[];

/** --threads, of commands that do little else than read. */
extern const cf_param_spec cf_reading_threads_specs[];

/** Those of them that a file of payments has: see circfin/trim.h. */
extern const cf_param_spec cf_payment_specs[];

/** The options in parsed form. Owns what it points to, except the values of the options. */
typedef struct cf_input {
    cf_sheets sheets; /* without the file of deals */
    cf_sheet_setting *settings;
    char *text;
    const char **maps;
    const char *option; /* one of those for spreadsheets that is given, or NULL */
} cf_input;

/**
 * Reads the options for input; others are ignored. Free *out with cf_input_free() whatever the
 * status.
 *
 * @return CF_OK, CF_BAD_OPTION (told in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_input_choose(cf_input *out, cf_params params, cf_diags *diags);
void cf_input_free(cf_input *source);

/** Adds a setting; NULL as value adds none. Both strings are borrowed. At most one for each option
 *  that was read. */
void cf_input_set(cf_input *source, const char *key, const char *value);

/** Refuses options for spreadsheets if none of the files is one; a NULL among them is no file.
 *  @return CF_OK, CF_BAD_OPTION (told in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_input_check(const cf_input *source, const char *const *files, int count,
                                      cf_diags *diags);

/** Reads a scenario: a spreadsheet or folder by its name, everything else as JSON. "-" is a
 *  spreadsheet if an option for spreadsheets was given. @return the status of cf_sheets_read() or
 *  cf_scenario_read() */
CF_NODISCARD cf_status cf_input_read(cf_scenario **out, const cf_input *source, const char *file,
                                     cf_diags *diags);

/** Whether two contents are the same: the SHA-256 of a file, as sha256sum prints it. Follows links,
 *  and waits where the file is a pipe. @return CF_OK, or CF_IO with errno set
 *  Time: O(size), some 200 MB a second. */
enum { CF_CHECKSUM_SIZE = 65 };
CF_NODISCARD cf_status cf_file_checksum(char out[CF_CHECKSUM_SIZE], double *bytes,
                                        const char *file);

CF_PUBLIC_END

#endif
