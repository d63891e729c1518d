/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_TESTPROBLEM_H
#define CIRCFIN_UNIT_TESTPROBLEM_H

/* Maximum-flow problems with known answers, for the engine and for each oracle. */

#include "bounds/smallest_cut.h"
#include "unit/testlib.h"

typedef cf_status problem_solver(const cf_flow_problem *problem, bool *source_side);

/** Solves a few, and checks the value of the cut that comes back. */
void expect_known_maximum_flows(problem_solver *solve);

#endif
