/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_REPORT_COMPANY_H
#define CIRCFIN_REPORT_COMPANY_H

/* Which colour a company has: the same in every view, chart and format of a scenario, and as far as
 * others leave it free, in every scenario. The colours themselves are those of pictures/svg.h. */

#include "circfin/report.h"

enum {
    CF_COLOURS = 9,      /* of companies of their own: 0 to 8 */
    CF_COLOUR_OTHERS = 9 /* of all others together */
};

/** By colour: the entity of the scenario that has it, or NULL. */
typedef struct cf_companies {
    const cf_entity *of[CF_COLOURS];
} cf_companies;

/**
 * Gives colours to the largest companies, whatever the view: first those that invest and have
 * revenue, by the smaller of the two, then those that have revenue. Each gets the colour that its
 * id chooses, or the next free one.
 *
 * @return CF_OK or CF_NO_MEMORY. Time: O(entities + deals).
 */
CF_NODISCARD cf_status cf_companies_find(cf_companies *out, const cf_scenario *scenario);

/** The colour of an entity, or of a group, which has that of one of its members. */
int cf_report_colour(const cf_report *report, const char *id);

#endif
