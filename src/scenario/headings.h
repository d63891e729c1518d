/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_HEADINGS_H
#define CIRCFIN_SCENARIO_HEADINGS_H

/*
 * What people write above a column, taken apart:
 *
 *   Amount ($bn)            amount, in 10^9, USD
 *   Montant TTC (k€)        amount, in 10^3, EUR
 *   Seller                  payee, who sells to the payer
 *   Probability %           probability, in percent
 *
 * aliases.def has the words.
 */

#include "scenario/columns.h"
#include "scenario/money_words.h"

/** What payer and payee are to each other, by the headings. */
typedef enum cf_role {
    CF_ROLE_NONE,    /* no party at all */
    CF_ROLE_PLAIN,   /* from, to */
    CF_ROLE_SALE,    /* buyer, seller */
    CF_ROLE_TRADE,   /* customer, supplier */
    CF_ROLE_DEBT,    /* debtor, creditor */
    CF_ROLE_CAPITAL, /* investor, investee; lender, borrower */
    CF_ROLE_WEAK,    /* company: only if no other heading is the payee */
    CF_ROLE_LOOSE    /* no party; of two such headings the first counts */
} cf_role;

typedef struct cf_heading {
    cf_column_use use; /* use.field NULL: nothing known */
    bool is_name;      /* it is the name of the column, and says no more */
    cf_role role;
    cf_money_word money; /* power -1 and currency "": it says nothing */
    bool percent;
} cf_heading;

/** Time: O(length of the heading, and of aliases.def). */
void cf_heading_read(cf_heading *out, const cf_sheet_kind *kind, const char *text);

/** The same for a column that is known: only what the heading says of its unit. */
void cf_heading_read_unit(cf_heading *out, const char *text);

/** Whether beside a low and a high it is what lies between: "Base ($bn)", "Most likely". */
bool cf_heading_is_middle(const char *text);

/** Whether it says a unit or a currency. */
bool cf_heading_has_unit(const cf_heading *heading);

/** Whether a column holds money, so that it has a unit and a currency. */
bool cf_column_is_money(const cf_column_use *use);

/** Whether it holds a share, so that it may be in percent. */
bool cf_column_is_share(const cf_column_use *use);

/** Whether it holds a day; *end says which day a shorter date means there. */
bool cf_column_is_date(const cf_column_use *use, cf_day_end *end);

#endif
