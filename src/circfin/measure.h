/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MEASURE_H
#define CIRCFIN_MEASURE_H

/* Advanced tier. The names of the figures. */

/** What can be said of the loop-back of a supplier: 0 ≤ min ≤ pro rata ≤ max ≤ max_open. */
typedef enum cf_measure {
    CF_MEASURE_MIN,      /* what must have come back */
    CF_MEASURE_PRO_RATA, /* what comes back if money mixes and is spent in proportion */
    CF_MEASURE_MAX,      /* what can have come back */
    CF_MEASURE_MAX_OPEN, /* and with what deals of unknown amount could carry */
    CF_MEASURE_COUNT
} cf_measure;

/** Sets of measures, as bits. */
#define CF_MEASURE_BIT(measure) (1u << (unsigned)(measure))

/** Min, pro rata and max: what depends on known amounts alone. */
enum { CF_MEASURES_KNOWN = 7, CF_MEASURE_KNOWN_COUNT = 3 };

#endif
