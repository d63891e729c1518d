/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_RANDOM_H
#define CIRCFIN_BASE_RANDOM_H

/*
 * Random numbers without a state: each is a function of a seed and of where it is needed, so it is
 * the same on every thread and in every part of a run. Philox4x32-10 of Random123: J. K. Salmon,
 * M. A. Moraes, R. O. Dror, D. E. Shaw (2011), https://doi.org/10.1145/2063384.2063405.
 */

#include <stdint.h>

/** A place: four words, of which `draw` takes two. */
typedef struct cf_random_place {
    uint64_t draw;
    uint32_t kind, index;
} cf_random_place;

/** Two independent numbers, evenly spread over 0 < u < 1 in steps of 2^-52. */
void cf_random_uniform(double out[static 2], uint64_t seed, cf_random_place place);

/** Random bits as a sequence, for a shuffle: each place begins another one. */
typedef struct cf_random_bits {
    uint64_t seed;
    cf_random_place place; /* of the next four words; `index` counts them */
    uint32_t words[4];
    int used;
} cf_random_bits;

cf_random_bits cf_random_begin(uint64_t seed, uint64_t draw, uint32_t kind);

/** A whole number in 0 .. count - 1, each as likely: numbers that would favour some are passed over
 *  (D. Lemire, 2019, https://doi.org/10.1145/3230636). */
uint32_t cf_random_below(cf_random_bits *bits, uint32_t count);

#endif
