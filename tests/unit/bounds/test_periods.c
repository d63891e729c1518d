/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/periods.h"

#include "unit/testlib.h"

enum { MOST_PERIODS = 8 };

typedef struct timed_bounds {
    int periods;
    double min[MOST_PERIODS], max[MOST_PERIODS];
} timed_bounds;

typedef struct paid {
    const char *relation, *payer, *payee, *year;
    double amount;
} paid;

/* A scenario of s, which invests, of the lab with its funds as of 2025, and of x. To be freed. */
static cf_scenario *scenario_of(double funds, const paid *deals, size_t count)
{
    char members[4096], *at = members;

    at += sprintf(at,
                  "'entities': [{'id': 's'}, {'id': 'x'}, {'id': 'lab', 'outside_funds': {'base': "
                  "%.17g, 'schedule': [{'date': '2025-02', 'amount': %.17g}]}}], 'deals': [",
                  funds, funds);
    for (size_t i = 0; i < count; i++)
        at += sprintf(at,
                      "%s{'id': 'd%zu', 'relation': '%s', 'payer': '%s', 'payee': '%s', "
                      "'amount': %.17g, 'start': '%s-06-01'}",
                      i == 0 ? "" : ", ", i, deals[i].relation, deals[i].payer, deals[i].payee,
                      deals[i].amount, deals[i].year);
    strcpy(at, "]");
    return scenario_from(members);
}

/* Of s, by year. */
static timed_bounds bounds_of(double funds, const paid *deals, size_t count, cf_carry carry)
{
    cf_scenario *scenario = scenario_of(funds, deals, count);
    cf_view *view = view_of(scenario, "");
    cf_periods *periods = NULL;
    cf_timed_flow *timed = NULL;
    timed_bounds found;

    assert_ok(cf_periods_new(&periods, view, CF_YEAR, CF_NO_DAY, CF_NO_DAY, NULL));
    found.periods = periods->count;
    cr_assert_leq(found.periods, MOST_PERIODS);
    assert_ok(cf_timed_flow_new(&timed, view, periods, carry));
    assert_ok(cf_bound_periods(timed->flow, 0, false, found.min, found.max));
    cf_timed_flow_free(timed);
    cf_periods_free(periods);
    cf_view_free(view);
    cf_scenario_free(scenario);
    return found;
}

static void expect_bounds(timed_bounds found, int periods, const double *min, const double *max)
{
    cr_assert_eq(found.periods, periods);
    for (int p = 0; p < periods; p++) {
        cr_expect(is_near(found.min[p], min[p]), "min %d: %.17g, not %g", p, found.min[p], min[p]);
        cr_expect(is_near(found.max[p], max[p]), "max %d: %.17g, not %g", p, found.max[p], max[p]);
    }
}

#define EXPECT_BOUNDS(funds, deals, carry, periods, min, max)                                      \
    expect_bounds(bounds_of(funds, deals, sizeof(deals) / sizeof *(deals), carry), periods, min,   \
                  max)

/* The lab has 10 of s and 4 of others; it buys 6 a year. Of the first 6, at most 4 are of others;
 * at the end of 2026 it has paid 12 of 14, so 8 of the 10 must be back. */
static const paid lab[] = { { "investor", "s", "lab", "2025", 10 },
                            { "customer", "lab", "s", "2025", 6 },
                            { "customer", "lab", "s", "2026", 6 } };

Test(bound_periods, what_is_carried_on_comes_back_later)
{
    static const double min[] = { 2, 8 }, max[] = { 6, 10 };

    EXPECT_BOUNDS(4, lab, CF_CARRY_ALL, 2, min, max);
}

/* What is left of 2025 is gone: s gets 6 of new money in 2026, none of it its own. */
Test(bound_periods, nothing_is_carried_on)
{
    static const double min[] = { 2, 2 }, max[] = { 6, 6 };

    EXPECT_BOUNDS(4, lab, CF_CARRY_NONE, 2, min, max);
}

/* s invests in each year, so that the flow of one year is kept for the next. All is its money:
 *
 *     2025   the lab has 10, pays s 3 and x 2, carries 5
 *     2026   has 15, pays s 4 and x 8, carries 3
 *     2027   has 13, pays s 13 */
Test(bound_periods, a_flow_grows_from_year_to_year)
{
    static const paid deals[] = {
        { "investor", "s", "lab", "2025", 10 }, { "investor", "s", "lab", "2026", 10 },
        { "investor", "s", "lab", "2027", 10 }, { "customer", "lab", "s", "2025", 3 },
        { "customer", "lab", "x", "2025", 2 },  { "customer", "lab", "s", "2026", 4 },
        { "customer", "lab", "x", "2026", 8 },  { "customer", "lab", "s", "2027", 13 },
    };
    static const double back[] = { 3, 7, 20 };

    EXPECT_BOUNDS(0, deals, CF_CARRY_ALL, 3, back, back);
}

/* The lab has paid s 9 of others' money before s invests. */
Test(bound_periods, money_does_not_run_backwards)
{
    static const paid deals[] = { { "customer", "lab", "s", "2025", 9 },
                                  { "investor", "s", "lab", "2026", 5 },
                                  { "customer", "lab", "s", "2027", 2 } };
    static const double back[] = { 0, 0, 2 };

    EXPECT_BOUNDS(9, deals, CF_CARRY_ALL, 3, back, back);
}

/* The grid of whole numbers of one year does not do for the next. */
Test(bound_periods, a_year_may_be_a_million_times_the_last)
{
    static const paid deals[] = { { "investor", "s", "lab", "2025", 3e-6 },
                                  { "customer", "lab", "s", "2025", 1e-6 },
                                  { "investor", "s", "lab", "2026", 4e9 },
                                  { "customer", "lab", "s", "2026", 3e9 } };
    static const double back[] = { 1e-6, 3e9 + 1e-6 };

    EXPECT_BOUNDS(0, deals, CF_CARRY_ALL, 2, back, back);
}
