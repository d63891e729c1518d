/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_SUPPORT_H
#define CIRCFIN_ANALYSES_SUPPORT_H

/* What entities stand behind without having paid: their contingent deals, whether a view counts
 * these or not, and how the sum changes through time. */

#include "circfin/periods.h"

/** A contingent deal that the day and the statuses of the view pass. */
typedef struct cf_support {
    int deal;         /* index in the scenario */
    int payer, payee; /* indices of entities of the view; never the same */
    cf_support_kind kind;
    bool beside;    /* the view leaves it out because it is contingent */
    bool known;     /* its amount is */
    double maximum; /* own full amount less the supports that are part of it; 0 where not known */
    double escrow;  /* 0 where the file states none */
} cf_support;

typedef struct cf_supports {
    const cf_view *view; /* borrowed */
    cf_support *at;      /* sorted by payer, payee and kind, then in file order */
    int count;
} cf_supports;

/** Lists the supports of a view, at the amounts of its case. Free them with cf_supports_free()
 *  whatever the status. Time: O(deals + supports log supports). @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_supports_list(cf_supports *out, const cf_view *view);
void cf_supports_free(cf_supports *supports);

/** The periods from the first day on which one of the supports of chosen[payer] begins to the last
 *  on which one still stands, widened to from..to unless these are CF_NO_DAY. One that never ends
 *  counts as its first day. *out has *count of them, none where nothing has a date; free() it
 *  whatever the status. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_supports_periods(cf_period **out, int *count, const cf_supports *supports,
                                           const bool *chosen, cf_period_kind kind, cf_day from,
                                           cf_day to);

/**
 * What one entity stands behind on the largest day of each period: maximum[count].
 *
 * Each part of the schedule (else the whole at the start, else when it was announced) begins on its
 * date. With run_off_years it falls to 0 by the same date so many years later, evenly by day;
 * without, it stays until the end of the deal. What has no date counts in every period.
 *
 * Time: O(supports + instalments log instalments + periods). @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_supports_profile(double *maximum, const cf_supports *supports, int payer,
                                           const cf_period *periods, int count);

/** The supports of one payer, or from one entity for another: at[*first] .. at[*past - 1]. Time:
 * O(log supports). */
void cf_supports_of(const cf_supports *supports, int payer, int *first, int *past);
void cf_supports_between(const cf_supports *supports, int payer, int payee, int *first, int *past);

#endif
