/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PARTS_H
#define CIRCFIN_PARTS_H

/*
 * Advanced tier. Draws of `simulate` that were made in parts, on one machine or many, and put
 * together again. A part has the scenario and the options with it:
 *
 *     simulate --from 0 --to 500 ──► a.part ┐
 *     simulate --from 500 --to 1000 ► b.part ┴─ cf_draw_parts_open ─► request.parts ─► the result
 */

#include "circfin/analysis.h"

CF_PUBLIC

/**
 * Reads parts, in any order, and checks that each is whole, that they come from one scenario, one
 * set of options and one version, and that together they have every draw once.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_IO, CF_BAD_INPUT (both told in diags) or CF_NO_MEMORY
 *
 * Time: O(size of the files). Memory: the same.
 */
CF_NODISCARD cf_status cf_draw_parts_open(cf_draw_parts **out, const char *const *files, int count,
                                          cf_diags *diags);
void cf_draw_parts_free(cf_draw_parts *parts); /* NULL is allowed */

/** The scenario that was drawn, and the options of the view and of `simulate`, as they were given.
 *  Borrowed. */
const cf_scenario *cf_draw_parts_scenario(const cf_draw_parts *parts);
cf_params cf_draw_parts_options(const cf_draw_parts *parts);

CF_PUBLIC_END

#endif
