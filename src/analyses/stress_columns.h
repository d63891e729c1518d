/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_STRESS_COLUMNS_H
#define CIRCFIN_ANALYSES_STRESS_COLUMNS_H

/* The rows of columns that several tables of stress have: name, kind, heading, meaning. */

#define CALLED                                                                                     \
    "guarantees_called", CF_MONEY, "called", "What its guarantees were called for by creditors."
#define GUARANTEED                                                                                 \
    "guarantees_paid", CF_MONEY, "paid as guarantor",                                              \
        "What it paid as a guarantor, less what creditors gave back."
#define REVENUE_LOST                                                                               \
    "revenue_lost", CF_MONEY, "revenue lost",                                                      \
        "What customers do not pay it for its sales, less what guarantors pay instead."
#define CAPITAL_LOST                                                                               \
    "capital_lost", CF_MONEY, "capital lost",                                                      \
        "What it invested in entities that fail, less what is recovered of it."
#define LOSS                                                                                       \
    "loss", CF_MONEY, "loss",                                                                      \
        "Revenue lost, capital lost and paid as guarantor together. Losses of several suppliers "  \
        "do not add up: one missing dollar is counted all along the chain."
#define UNPAID                                                                                     \
    "unpaid", CF_MONEY, "unpaid", "What is due under all deals and is not paid by their payers."
#define FAILED "failed", CF_COUNT, "fail", "Entities that pay less than is due, or were hit."

#endif
