/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WHAT_IF_CIRCUIT_H
#define CIRCFIN_WHAT_IF_CIRCUIT_H

/*
 * The loop-back of one supplier on a flow whose amounts change and whose edges stay: measured on
 * what lies between its capital and its revenue (bounds/between.h), and only when amounts there
 * have changed.
 */

#include "circfin/what_if.h"

typedef struct cf_circuit cf_circuit;

/** `flow` must have the same edges in every later call. Time: O(vertices + edges) and the plan of
 *  the elimination. */
CF_NODISCARD cf_status cf_circuit_new(cf_circuit **out, const cf_flow *flow, int supplier,
                                      bool origin_all);
void cf_circuit_free(cf_circuit *circuit); /* NULL is allowed */

/** The figures depend on the balance of this vertex or on an edge of its. */
bool cf_circuit_depends_on(const cf_circuit *circuit, int vertex);

/** Amounts changed: forgets the figures. */
void cf_circuit_forget(cf_circuit *circuit);

/**
 * Figures on the flow as it is now. What was measured since the last cf_circuit_forget() is not
 * measured again.
 *
 * @param trace  of this flow, shared by its circuits; NULL at first, made where it is needed
 * @return CF_OK; CF_NO_MEMORY or CF_SOLVER only where the circuit is too large for an elimination
 */
CF_NODISCARD cf_status cf_circuit_measure(cf_loopback *out, cf_circuit *circuit,
                                          const cf_flow *flow, cf_trace **trace, unsigned figures);

#endif
