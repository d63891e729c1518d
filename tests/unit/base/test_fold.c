/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>

#include "base/fold.h"

static void expect_alike(const char *a, const char *b, bool expected)
{
    cf_stem left = cf_fold_whole(a), right = cf_fold_whole(b);

    cr_expect_eq(cf_fold_is_alike(left, right), expected, "%s and %s", a, b);
    cr_expect_eq(cf_fold_hash(left) == cf_fold_hash(right), expected, "%s and %s", a, b);
}

Test(fold, case_spaces_and_punctuation_do_not_tell_names_apart)
{
    expect_alike("Plane", "plane", true);
    expect_alike("\xC3\x9C"
                 "bersee",
                 "\xC3\xBC"
                 "BERSEE",
                 true);
    expect_alike("Bank Co", "Bank  Co", true);
    expect_alike("Bank Co",
                 "Bank\xC2\xA0"
                 "Co ",
                 true);
    expect_alike("bank_co", "Bank-Co.", true);
    expect_alike("x 1", "x1", true);
}

Test(fold, accents_do_not_tell_names_apart)
{
    expect_alike("Nestl\xC3\xA9", "NESTLE", true);
    expect_alike("Nestl\xC3\xA9", "Nestle\xCC\x81", true); /* an accent of its own */
    expect_alike("\xC3\x98rsted", "Orsted", true);
    expect_alike("\xC5\x81\xC3\xB3"
                 "d\xC5\xBA",
                 "Lodz", true);
    expect_alike("Stra\xC3\x9F"
                 "e",
                 "STRASSE", true);
    expect_alike("\xC3\x86gir", "aegir", true);
    expect_alike("\xEF\xBC\xAE\xEF\xBC\xB6", "nv", true); /* full width */
    expect_alike("Yahoo!", "yahoo", true);
    expect_alike("Alpha (US)", "Alpha US", true);
    expect_alike("\xD0\x90", "A", false); /* a Cyrillic letter */
}

Test(fold, letters_digits_and_signs_do)
{
    expect_alike("bank", "banks", false);
    expect_alike("supplier-1", "supplier-2", false);
    expect_alike("C", "C++", false);
    expect_alike("AT&T", "ATT", false);
}

Test(fold, what_stands_between_digits_counts)
{
    expect_alike("n-1-12", "n-11-2", false);
    expect_alike("n1_12", "n112", false);
    expect_alike("n1_12", "N 1-12", true);
}

Test(fold, a_name_of_punctuation_has_no_hash)
{
    cr_expect_eq(cf_fold_hash(cf_fold_whole(" - ")), 0);
    cr_expect_eq(cf_fold_hash(cf_fold_whole("")), 0);
    cr_expect_neq(cf_fold_hash(cf_fold_whole("a")), 0);
}
