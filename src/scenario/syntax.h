/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SYNTAX_H
#define CIRCFIN_SCENARIO_SYNTAX_H

/* Why a text is not JSON, in words. Each function reports what it finds in `diags`, with
 * its place. A byte order mark is not part of the text. */

#include "circfin/diag.h"

/** Text that is empty, not UTF-8, or has a NUL in it. @return CF_OK, CF_BAD_SYNTAX, CF_NO_MEMORY */
CF_NODISCARD cf_status cf_syntax_check_bytes(cf_diags *diags, const char *text, size_t size);

/** The first place where the text breaks the grammar of JSON.
 *  @return CF_OK where there is none, else CF_BAD_SYNTAX or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_syntax_explain(cf_diags *diags, const char *text, size_t size);

/** A number at byte `from` that no double can hold. @return CF_BAD_SYNTAX or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_syntax_report_overflow(cf_diags *diags, const char *text, size_t size,
                                                 size_t from);

/** Every key that stands in its object a second time, up to where the text stops being JSON.
 *  @return CF_OK or CF_NO_MEMORY; time O(size), memory O(keys) */
CF_NODISCARD cf_status cf_syntax_find_duplicates(cf_diags *diags, const char *text, size_t size);

/** Whether there is such a key. *status gets CF_OK or CF_NO_MEMORY. */
bool cf_syntax_has_duplicates(const char *text, size_t size, cf_status *status);

#endif
