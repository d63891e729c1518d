/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PRO_RATA_STATIONARY_H
#define CIRCFIN_PRO_RATA_STATIONARY_H

/**
 * The stationary weights of a small strong component, the first being 1: what each pays, times its
 * weight, is as much as what all pay it, times theirs. By elimination without a subtraction, so
 * that every weight is right to its last digits, however far apart the amounts: W. K. Grassmann, M.
 * I. Taksar, D. P. Heyman (1985), https://doi.org/10.1287/opre.33.5.1107.
 *
 * @param rates  rates[i * size + j] is what i pays j; overwritten
 *
 * Time: O(size^3).
 */
void cf_stationary_weights(double *rates, int size, double *weights);

#endif
