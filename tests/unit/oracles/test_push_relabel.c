/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracles/oracles.h"
#include "unit/testproblem.h"

Test(push_relabel, finds_a_smallest_cut)
{
    expect_known_maximum_flows(oracle_push_relabel);
}
