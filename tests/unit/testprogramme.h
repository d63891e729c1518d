/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_TESTPROGRAMME_H
#define CIRCFIN_UNIT_TESTPROGRAMME_H

/* Maximum-flow problems with known answers, for the engine and for each oracle. */

#include "bounds/programme.h"
#include "unit/testlib.h"

typedef cf_status programme_solver(const cf_programme *programme, bool *source_side);

/** Solves a few, and checks the value of the cut that comes back. */
void expect_known_maximum_flows(programme_solver *solve);

#endif
