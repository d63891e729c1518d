/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/csv.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void expect_guard(const char *text, bool expected)
{
    char written[64];

    cr_expect_eq(cf_csv_needs_guard(text), expected, "%s", text);
    snprintf(written, sizeof written, "%s%s", expected ? "'" : "", text);
    cr_expect_eq(cf_csv_has_guard(written, strlen(written)), expected, "%s", written);
}

Test(csv_guard, what_a_spreadsheet_runs_is_guarded)
{
    static const char *const texts[] = { "=1+1", "+1", "-5", "@SUM(A1)", "\tx", "\rx", "\nx" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_guard(texts[i], true);
}

Test(csv_guard, what_already_looks_guarded_is_guarded_again)
{
    expect_guard("'=1+1", true);
    expect_guard("''x", true);
    expect_guard("'", true);
}

Test(csv_guard, other_texts_stay_as_they_are)
{
    static const char *const texts[] = { "", "a=b", "'tis", "5", " =1+1", "ü", "a'" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_guard(texts[i], false);
}

Test(csv_guard, a_cell_is_judged_by_its_length_alone)
{
    cr_expect(cf_csv_has_guard("'x", 1));
    cr_expect_not(cf_csv_has_guard("'", 0));
}
