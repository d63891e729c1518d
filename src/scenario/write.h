/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_WRITE_H
#define CIRCFIN_SCENARIO_WRITE_H

/* What the writers of scenarios share. */

#include <stdio.h>

#include "circfin/scenario.h"

/** Writes scenario.csv: name, dates, currency, unit, rates and probabilities. @return CF_OK */
CF_NODISCARD cf_status cf_put_settings(FILE *out, const cf_scenario *scenario);

/** Writes stated totals as the JSON list that they could have been read from, on one line. */
void cf_put_json_stated(FILE *out, const cf_stated *list, int count);

#endif
