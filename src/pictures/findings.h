/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_FINDINGS_H
#define CIRCFIN_PICTURES_FINDINGS_H

/* What each chart finds, in a line: its title. Each reads the tables of a report and returns
 * `text`, or NULL where there is nothing to say. Time: O(rows) of its table. */

#include "report/lookup.h"

enum { CF_FINDING_SIZE = 1200 };

typedef const char *cf_finding(char text[static CF_FINDING_SIZE], const cf_report *report);

cf_finding cf_finding_exposure, cf_finding_financing, cf_finding_stack, cf_finding_support;
cf_finding cf_finding_timeline, cf_finding_chance;
cf_finding cf_finding_back, cf_finding_triangle, cf_finding_funding, cf_finding_profile;

/** Of one supplier. */
typedef const char *cf_finding_of(char text[static CF_FINDING_SIZE], const cf_report *report,
                                  const char *supplier);

cf_finding_of cf_finding_drivers, cf_finding_waterfall;

/** "OpenAI → Oracle", or what else the column `deal` of drivers names. */
void cf_finding_driver(char text[static CF_DRIVER_SIZE], const cf_scenario *scenario,
                       const char *id);

#endif
