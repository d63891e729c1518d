/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_COMMON_COLUMNS_H
#define CIRCFIN_ANALYSES_COMMON_COLUMNS_H

/* The rows of columns that several tables have: name, kind, heading, meaning of a cf_column. */

#define COMMON_SUPPLIER                                                                            \
    "supplier", CF_ENTITY, "supplier", "An entity that invests in others and has revenue."
#define COMMON_INVESTOR "supplier", CF_ENTITY, "supplier", "The entity that invested."

#define COMMON_LOOPBACK_MIN                                                                        \
    "loopback_min", CF_MONEY, "min",                                                               \
        "Invested money that must have come back as revenue, whatever anyone did with the money.", \
        .rounding = CF_DOWN, .within = "loopback_pro_rata", .spare = 1
#define COMMON_LOOPBACK_PRO_RATA                                                                   \
    "loopback_pro_rata", CF_MONEY, "pro rata",                                                     \
        "Invested money that comes back as revenue if everyone mixes what they have and spends "   \
        "it in proportion.",                                                                       \
        .within = "loopback_max"
#define COMMON_LOOPBACK_MAX                                                                        \
    "loopback_max", CF_MONEY, "max", "Invested money that can have come back as revenue.",         \
        .rounding = CF_UP, .within = "invested", .spare = 1
#define COMMON_EXPOSURE_PRO_RATA                                                                   \
    "exposure_pro_rata", CF_SHARE, "of revenue in deals",                                          \
        "Pro rata / revenue in deals: the circular exposure."

#define COMMON_EXPOSURE_REPORTED_PRO_RATA                                                          \
    "exposure_reported_pro_rata", CF_SHARE, "of reported revenue", "Pro rata / reported revenue."

/* In digests: the one share of revenue that people read, and of which revenue it is. */
#define COMMON_OF_REVENUE                                                                          \
    "of_revenue", CF_SHARE, "of revenue",                                                          \
        "Pro rata / reported revenue where there is one, else / revenue in deals."
#define COMMON_BASIS                                                                               \
    "basis", CF_TEXT, "basis",                                                                     \
        "Which revenue that is: reported for the same time, scaled to it by days, or in deals."

#define COMMON_ENTITY "entity", CF_ENTITY, "entity", "Its id in the scenario."
#define COMMON_NAME "name", CF_TEXT, "name", "Its name in the scenario."
#define COMMON_PAYER "payer", CF_ENTITY, "payer", "The entity that pays."
#define COMMON_PAYEE "payee", CF_ENTITY, "payee", "The entity that is paid."

#define COMMON_IN "in", CF_MONEY, "received", "What its deals pay it."
#define COMMON_OUT "out", CF_MONEY, "paid", "What it pays under its deals."
#define COMMON_OUTSIDE_FUNDS                                                                       \
    "outside_funds", CF_MONEY, "outside funds",                                                    \
        "Money from outside the scenario, stated or assumed."
#define COMMON_FUNDS_ASSUMED                                                                       \
    "funds_assumed", CF_MONEY, "funds assumed",                                                    \
        "The part of outside funds that the scenario does not state."
#define COMMON_FUNDING_GAP                                                                         \
    "funding_gap", CF_MONEY, "funding gap",                                                        \
        "Payments that neither its deals nor its stated funds cover."
#define COMMON_RETAINED "retained", CF_MONEY, "kept", "What it keeps."

#endif
