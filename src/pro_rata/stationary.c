/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stationary weights by state reduction: see the header. */
#include "pro_rata/stationary.h"

void cf_stationary_weights(double *rates, int size, double *weights)
{
    for (int k = size - 1; k > 0; k--) {
        double pays = 0.0;

        for (int j = 0; j < k; j++)
            pays += rates[k * size + j];
        for (int i = 0; i < k; i++) {
            double part = rates[i * size + k] /= pays;

            for (int j = 0; part > 0 && j < k; j++)
                rates[i * size + j] += part * rates[k * size + j];
        }
    }
    weights[0] = 1.0;
    for (int k = 1; k < size; k++) {
        weights[k] = 0.0;
        for (int i = 0; i < k; i++)
            weights[k] += weights[i] * rates[i * size + k];
    }
}
