/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WHAT_IF_MEASUREMENT_H
#define CIRCFIN_WHAT_IF_MEASUREMENT_H

/*
 * The loop-back of one supplier on a flow whose amounts change and whose edges stay: measured on
 * what lies between its capital and its revenue (bounds/between.h), and only when amounts there
 * have changed.
 */

#include "bounds/nearby.h"
#include "circfin/what_if.h"

typedef struct cf_measurement cf_measurement;

/** @param[out] out  owned by the caller; NULL unless CF_OK */
CF_NODISCARD cf_status cf_measurement_new(cf_measurement **out, int supplier, bool origin_all);
void cf_measurement_free(cf_measurement *measurement); /* NULL is allowed */

/** Keeps the figures and frees what they were measured on, which is O(vertices + edges). */
void cf_measurement_shrink(cf_measurement *measurement);

/** About how many bytes shrinking would free. */
size_t cf_measurement_size(const cf_measurement *measurement);

/** The figures depend on the balance of this vertex or on its edges; before the first measurement,
 *  on any. */
bool cf_measurement_depends_on(const cf_measurement *measurement, int vertex);

/** Amounts changed: forgets the figures. */
void cf_measurement_forget(cf_measurement *measurement);

/** Whether pro rata is not known and a trace will find it, as far as can be told. */
bool cf_measurement_needs_trace(cf_measurement *measurement, cf_nearby *nearby);

/**
 * Figures on the flow as it is now. What was measured since the last cf_measurement_forget() is not
 * measured again.
 *
 * @param nearby  of this flow, or NULL. If it finds the figures, what lies between is not searched,
 *                and after any change they are measured again
 * @param trace  of this flow, shared by its measurements; NULL at first, made where it is needed
 * @return CF_OK; CF_NO_MEMORY or CF_SOLVER only where the network is too large for an elimination
 */
CF_NODISCARD cf_status cf_measurement_measure(cf_loopback *out, cf_measurement *measurement,
                                              const cf_flow *flow, cf_nearby *nearby,
                                              cf_trace **trace, unsigned figures);

#endif
