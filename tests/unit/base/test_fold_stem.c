/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>

#include "base/fold.h"

static void expect_stem(const char *name, const char *expected)
{
    cf_stem stem = cf_fold_stem(name);

    cr_expect(stem.length == strlen(expected) && strncmp(stem.text, expected, stem.length) == 0,
              "%s: \"%.*s\", but should be \"%s\"", name, (int)stem.length, stem.text, expected);
}

Test(fold_stem, a_legal_form_at_the_end_goes)
{
    expect_stem("NVIDIA Corp", "NVIDIA");
    expect_stem("NVIDIA CORPORATION", "NVIDIA");
    expect_stem("OpenAI, Inc.", "OpenAI");
    expect_stem("Samsung Electronics Co., Ltd.", "Samsung Electronics");
    expect_stem("Alpha GmbH & Co. KG", "Alpha");
    expect_stem("Goldman Sachs & Co", "Goldman Sachs");
    expect_stem("nvidia-corp", "nvidia");
    expect_stem("Nebius Group N.V.", "Nebius");
    expect_stem("Arm Holdings plc", "Arm");
}

Test(fold_stem, a_form_may_be_written_in_pieces)
{
    expect_stem("Soci\xC3\xA9t\xC3\xA9 S. A.", "Soci\xC3\xA9t\xC3\xA9");
    expect_stem("Vestas A/S", "Vestas");
    expect_stem("Eni S.p.A.", "Eni");
    expect_stem("Alpha Sp. z o.o.", "Alpha");
    expect_stem("Alpha KG a. A.", "Alpha");
    expect_stem("Cemex S.A.B. de C.V.", "Cemex");
    expect_stem("Femsa S.A. de C.V.", "Femsa");
}

Test(fold_stem, other_words_stay)
{
    expect_stem("Oracle Cloud", "Oracle Cloud");
    expect_stem("Group Nine", "Group Nine");
    expect_stem("Alpha Corporate", "Alpha Corporate");
    expect_stem("bank-1", "bank-1");
    expect_stem("Alpha and Beta", "Alpha and Beta");
}

Test(fold_stem, nothing_is_left_empty)
{
    expect_stem("Limited", "Limited");
    expect_stem("The Company", "The");
    expect_stem("AG", "AG");
    expect_stem("", "");
    expect_stem(" - ", " - ");
    expect_stem("The Bank", "Bank");
    expect_stem("a b c d e f g h i j AG Inc Ltd Co Corp LLC LLP SA", "a b c d e f g h i j AG");
}

Test(fold_stem, bytes_that_are_no_text_do_no_harm)
{
    expect_stem("\xFF\xFE Inc", "\xFF\xFE");
    expect_stem("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa Ltd",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}
