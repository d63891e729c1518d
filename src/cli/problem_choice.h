/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_PROBLEM_CHOICE_H
#define CIRCFIN_CLI_PROBLEM_CHOICE_H

/* Which of many problems are told. */

#include "circfin/diag.h"

/**
 * Marks at most `most` problems in `shown`, which has one zeroed flag for each problem kept.
 *
 * A message is told once for each kind of problem. Where there are too many messages, errors come
 * before warnings and these before notes, then one kind of each code, so that no code hides
 * another, and at most three messages of a kind are told. So it is where a kind has more than five
 * warnings; of more than two notes the first is told.
 *
 * @param least  the least severe that are told at all
 * @return CF_OK or CF_NO_MEMORY
 *
 * Time: O(n log n) for n problems kept.
 */
CF_NODISCARD cf_status cli_problem_choose(bool *shown, const cf_diags *diags, cf_severity least,
                                          int most);

#endif
