/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_PARAMS_H
#define CIRCFIN_ANALYSES_PARAMS_H

/* The parameters of a request as numbers, words and entities. A value that does not fit gets a
 * diagnostic. */

#include "base/options.h"
#include "circfin/analysis.h"

/** Rows that several analyses have: the members of a cf_param_spec. */
#define CF_PARAM_SUPPLIER                                                                          \
    .name = "supplier", .value = "ENTITY",                                                         \
    .help = "show only this supplier, such as nvidia (default: all)", .repeatable = true
/** The parameters of an analysis that has --supplier, --threads and no others; ends with a NULL
 *  name. */
extern const cf_param_spec cf_supplier_params[];

/** Reads --threads; *out is unchanged where it is not given. */
CF_NODISCARD cf_status cf_param_threads(double *out, const cf_request *request, cf_diags *diags);

/** Whether the report is to have a table: all of them unless one is named, none for a digest. */
bool cf_request_wants(const cf_request *request, const char *table);

/** Adds the warnings of reading among the diagnostics to a report, as running an analysis does.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_report_add_reading_warnings(cf_report *report, const cf_diags *diags);

/** The value given last, or NULL; for a switch, whether it was given. */
const char *cf_param_text(const cf_request *request, const char *name);
bool cf_param_has(const cf_request *request, const char *name);

/** What a number may be. */
typedef struct cf_number_rule {
    double least, most;
    bool above; /* `least` itself is too little */
    bool whole;
    const char *word; /* a word that stands for `word_value`, such as "all"; NULL: none */
    double word_value;
} cf_number_rule;

/**
 * Reads a number; *out keeps its value where the parameter is not given.
 *
 * @return CF_OK, CF_BAD_OPTION (with a diagnostic) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_param_number(double *out, const cf_request *request, const char *name,
                                       const cf_number_rule *rule, cf_diags *diags);

/** Reads one of `words` (NULL at the end): *out is its index, unchanged where not given. */
CF_NODISCARD cf_status cf_param_choice(int *out, const cf_request *request, const char *name,
                                       const char *const *words, cf_diags *diags);

/** Reads the id of an entity of the view: *out is its index, unchanged where not given. */
CF_NODISCARD cf_status cf_param_entity(int *out, const cf_request *request, const char *name,
                                       const cf_view *view, cf_diags *diags);

/** The entities that a repeatable parameter names; all of them where it is not given. */
CF_NODISCARD cf_status cf_param_entities(bool *chosen, const cf_request *request, const char *name,
                                         const cf_view *view, cf_diags *diags);

#endif
