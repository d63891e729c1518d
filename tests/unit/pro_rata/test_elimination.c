/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pro_rata/elimination.h"

#include "unit/testlib.h"

Test(elimination, shares_follow_from_what_arrives_and_what_leaks)
{
    /* 0 -> 1 -> 2 -> 0, of 3 each, 1 leaks 1: of what arrives at 0, all leaks there. */
    cf_arc arcs[] = { { 0, 1, 3 }, { 1, 2, 2 }, { 1, 2, 1 }, { 2, 0, 3 } };
    double leak[] = { 0, 1, 0 }, share[] = { 1, 0, 0 };
    cf_elimination *elimination = NULL;

    assert_ok(cf_elimination_new(&elimination, 3, arcs, 4));
    cf_elimination_solve(elimination, arcs, leak, share);
    expect_near(share[1], 1); /* 1 leaks of 1 x g */
    expect_near(share[2], 1);
    expect_near(share[0], (1 + 3) / 3.0); /* 3 g_0 = 1 + 3 g_2 */
    cf_elimination_free(elimination);
}

/* What a method with a subtraction loses: a leak of 1 in 10^15 of what goes round. */
Test(elimination, a_circuit_that_is_all_but_closed_keeps_its_digits)
{
    cf_arc arcs[] = { { 0, 1, 1e12 }, { 1, 0, 1e12 } };
    double leak[] = { 1e-3, 2e-3 }, share[] = { 3e-3, 0 };
    cf_elimination *elimination = NULL;

    assert_ok(cf_elimination_new(&elimination, 2, arcs, 2));
    cf_elimination_solve(elimination, arcs, leak, share);
    expect_near(share[0], 1.0 + 2e-3 / 3 * 3e-3 / 1e12);
    expect_near(share[1], 1.0);
    cf_elimination_free(elimination);
}

static double some(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / 16777216.0;
}

Test(elimination, one_plan_solves_its_equations_whatever_the_amounts)
{
    enum { SIZE = 30, ARCS = 120 };
    cf_arc arcs[ARCS];
    double leak[SIZE], share[SIZE], kept[SIZE], arriving[SIZE];
    cf_elimination *elimination = NULL;
    unsigned state = 3;

    for (int i = 0; i < ARCS; i++) {
        arcs[i].tail = (int)(some(&state) * SIZE);
        arcs[i].head = (arcs[i].tail + 1 + (int)(some(&state) * (SIZE - 1))) % SIZE;
    }
    assert_ok(cf_elimination_new(&elimination, SIZE, arcs, ARCS));
    for (int n = 0; n < 200; n++) {
        double balance[SIZE];

        for (int i = 0; i < ARCS; i++)
            arcs[i].capacity = pow(10, 6 * some(&state) - 3);
        for (int v = 0; v < SIZE; v++) {
            leak[v] = kept[v] = some(&state);
            share[v] = arriving[v] = some(&state) < 0.3 ? some(&state) : 0;
            balance[v] = arriving[v];
        }
        cf_elimination_solve(elimination, arcs, leak, share);
        for (int v = 0; v < SIZE; v++)
            balance[v] -= kept[v] * share[v];
        for (int i = 0; i < ARCS; i++) {
            balance[arcs[i].head] += arcs[i].capacity * share[arcs[i].tail];
            balance[arcs[i].tail] -= arcs[i].capacity * share[arcs[i].tail];
        }
        for (int v = 0; v < SIZE; v++)
            cr_expect_lt(fabs(balance[v]), 1e-9, "round %d vertex %d: %g", n, v, balance[v]);
    }
    cf_elimination_free(elimination);
}

Test(elimination, a_plan_with_too_many_products_is_not_made)
{
    enum { SIZE = 220 };
    static cf_arc arcs[SIZE * SIZE];
    cf_elimination *elimination = NULL;
    int count = 0;

    for (int v = 0; v < SIZE; v++) {
        for (int w = 0; w < SIZE; w++) {
            if (v != w)
                arcs[count++] = (cf_arc){ v, w, 1 };
        }
    }
    assert_ok(cf_elimination_new(&elimination, SIZE, arcs, count));
    cr_expect_null(elimination);
    assert_ok(cf_elimination_new(&elimination, SIZE, arcs, 2 * SIZE));
    cr_expect_not_null(elimination);
    cf_elimination_free(elimination);
    cf_elimination_free(NULL);
}
