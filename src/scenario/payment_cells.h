/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_PAYMENT_CELLS_H
#define CIRCFIN_SCENARIO_PAYMENT_CELLS_H

/* The cells of a payment, by the rules and with the messages for those of a deal. Each function
 * reports what is wrong with the last row, and returns CF_OK or CF_NO_MEMORY. */

#include "scenario/payments.h"
#include "scenario/values.h"

/** A quote that is open for longer than this, in bytes, is taken as forgotten. */
#define CF_LONGEST_ROW ((size_t)16 << 20)

CF_NODISCARD cf_status cf_payment_check_name(cf_payments *payments, int column,
                                             cf_payment_party name);
CF_NODISCARD cf_status cf_payment_relation(cf_payments *payments, cf_class *class);

/** The amount of a cell that is not plainly a number from 0 to CF_LARGEST. */
CF_NODISCARD cf_status cf_payment_amount(cf_payments *payments, double *amount);

/** Payer and payee are the same. */
CF_NODISCARD cf_status cf_payment_self(cf_payments *payments);

/** Whether cells of a column decide if a deal counts, or at which amount. */
bool cf_payment_counts(const cf_column_use *column);

/** A cell of such a column, which must say what holds without it. */
CF_NODISCARD cf_status cf_payment_other(cf_payments *payments, int column);

/** Warns of a column that view options need and that is not kept. */
CF_NODISCARD cf_status cf_payment_warn_of(cf_payments *payments, int column);

/** Says how many payments to oneself are left out. */
CF_NODISCARD cf_status cf_payment_warn_of_self(cf_payments *payments);

#endif
