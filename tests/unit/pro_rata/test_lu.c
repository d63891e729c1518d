/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pro_rata/lu.h"
#include "unit/testlib.h"

Test(lu, solves_and_may_write_over_the_right_side)
{
    /* 2x + y = 4, 3y - z = 3, x + z = 4 has the solution (1, 2, 3). */
    static const cf_entry entries[] = { { 0, 0, 2 },  { 0, 1, 1 }, { 1, 1, 3 },
                                        { 1, 2, -1 }, { 2, 0, 1 }, { 2, 2, 1 } };
    double x[3] = { 4, 3, 4 };
    cf_lu *lu = NULL;

    assert_ok(cf_lu_new(&lu, 3, entries, 6));
    for (int again = 0; again < 2; again++) {
        x[0] = 4, x[1] = 3, x[2] = 4;
        cf_lu_solve(lu, x, x);
        for (int i = 0; i < 3; i++)
            expect_near(x[i], i + 1);
    }
    cf_lu_free(lu);
}

Test(lu, entries_of_the_same_place_add_up)
{
    static const cf_entry entries[] = { { 0, 0, 1 }, { 0, 0, 3 }, { 1, 1, 5 } };
    double x[2] = { 8, 10 };
    cf_lu *lu = NULL;

    assert_ok(cf_lu_new(&lu, 2, entries, 3));
    cf_lu_solve(lu, x, x);
    expect_near(x[0], 2);
    expect_near(x[1], 2);
    cf_lu_free(lu);
}

Test(lu, a_singular_matrix_is_refused)
{
    static const cf_entry closed[] = { { 0, 0, 1 }, { 0, 1, -1 }, { 1, 0, -1 }, { 1, 1, 1 } };
    cf_lu *lu = NULL;

    cr_expect_eq((int)cf_lu_new(&lu, 2, closed, 4), (int)CF_SOLVER);
    cr_expect_null(lu);
    cf_lu_free(NULL);
}
