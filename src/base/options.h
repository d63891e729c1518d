/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_OPTIONS_H
#define CIRCFIN_BASE_OPTIONS_H

/* Options by name: taken from texts such as "view=firm", and looked up among those given. */

#include "circfin/diag.h"
#include "circfin/options.h"

/**
 * Reads options and checks them by their rows: names, values, choices, none given twice.
 *
 * @param[out] out  one for each option, `options_count` at most; free with free(); the strings are
 *                  those of `options` and `specs`
 * @param options   ends with NULL; may be NULL
 * @param specs     lists of rows, NULL after the last list
 * @return CF_OK, CF_BAD_OPTION (told in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_params_read(cf_param **out, int *count, const char *const *options,
                                      const cf_param_spec *const *specs, cf_diags *diags);

/** The row of this name, or NULL. `specs` may be NULL. */
const cf_param_spec *cf_param_spec_find(const cf_param_spec *specs, const char *name);

/** The value given last, "" for a switch, NULL where the option is not given. */
const char *cf_params_text(cf_params params, const char *name);

bool cf_params_has(cf_params params, const char *name);

/** The index of the value among the choices; -1 where the option is not given. */
int cf_params_choice(cf_params params, const char *name, cf_choice *choice);

/** The row of --threads: the members of a cf_param_spec. */
#define CF_PARAM_THREADS                                                                           \
    .name = "threads", .value = "N",                                                               \
    .help = "number of threads, 1 to 256; it does not change the result (default: one per "        \
            "processor)"

/** Reads --threads; *out is unchanged where it is not given.
 *  @return CF_OK, CF_BAD_OPTION (told in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_params_threads(int *out, cf_params params, cf_diags *diags);

/** Tells an error in an option. @return CF_BAD_OPTION or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_refuse(cf_diags *diags, cf_code code, const char *hint,
                                 const char *format, ...) CF_PRINTF(4, 5);

#endif
