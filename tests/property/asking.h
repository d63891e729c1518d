/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PROPERTY_ASKING_H
#define CIRCFIN_PROPERTY_ASKING_H

/* What the tests of vintages share: a random scenario with the way in which its vintages are asked
 * for, and tables by name. A failing seed is printed; CIRCFIN_SEED=17 runs that one only. */

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/analysis.h"
#include "property/random_scenario.h"

/** A scenario, and how its vintages are asked for. */
struct asking {
    random_scenario random;
    cf_scenario *scenario;
    cf_view_options options;
    char ids[3][16];
    const char *joint[3];
    const char *kind, *carry;
};

extern const random_variation plainly;

void open_asking(struct asking *out, unsigned seed, const random_variation *variation);
void close_asking(struct asking *asking);

/** The report of "vintages" or "score". */
cf_report *run(const struct asking *asking, const char *analysis);

void for_seeds(unsigned first, void (*law)(unsigned seed));

/** A law as two tests, which may run side by side. */
#define LAW(name)                                                                                  \
    static void name(unsigned seed);                                                               \
    Test(SUITE, name##_1)                                                                          \
    {                                                                                              \
        for_seeds(0, name);                                                                        \
    }                                                                                              \
    Test(SUITE, name##_2)                                                                          \
    {                                                                                              \
        for_seeds(1, name);                                                                        \
    }                                                                                              \
    static void name(unsigned seed)

double number(const cf_table *table, long row, const char *column);
bool same_text(const char *a, const char *b);

/** The row of a supplier (and a period, or NULL for any), or -1. */
long find_row(const cf_table *table, const char *supplier, const char *period);

#endif
