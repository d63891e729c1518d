/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"

#include "unit/testlib.h"

/* The first known answers of Random123's own tests (kat_vectors) for philox4x32-10, read as two
 * numbers of 52 bits. */
Test(random, numbers_are_those_of_philox)
{
    static const struct {
        uint64_t seed;
        cf_random_place place;
        uint32_t words[4];
    } cases[] = {
        { 0, { 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
        { UINT64_MAX,
          { UINT64_MAX, UINT32_MAX, UINT32_MAX },
          { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
        { 0x299f31d0a4093822,
          { 0x85a308d3243f6a88, 0x13198a2e, 0x03707344 },
          { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double found[2];

        cf_random_uniform(found, cases[i].seed, cases[i].place);
        for (int k = 0; k < 2; k++) {
            double expected = (double)cases[i].words[2 * k] * 0x1p-32 +
                              ((double)(cases[i].words[2 * k + 1] >> 12) + 0.5) * 0x1p-52;

            cr_expect_eq(found[k], expected, "case %zu: %.17g", i, found[k]);
        }
    }
}

Test(random, numbers_below_a_limit_are_all_as_likely)
{
    enum { COUNT = 7, DRAWS = 70000 };
    int times[COUNT] = { 0 };
    double deviation = 0.0;

    for (uint64_t draw = 0; draw < DRAWS / 10; draw++) {
        cf_random_bits bits = cf_random_begin(5, draw, 9);

        for (int i = 0; i < 10; i++)
            times[cf_random_below(&bits, COUNT)]++;
    }
    for (int i = 0; i < COUNT; i++)
        deviation +=
            (times[i] - DRAWS / COUNT) * (times[i] - DRAWS / COUNT) / (double)(DRAWS / COUNT);
    cr_expect_lt(deviation, 27.9); /* chi-squared of 6, one in 10^4 */
}

Test(random, a_sequence_begins_anew_at_each_place)
{
    cf_random_bits a = cf_random_begin(1, 2, 3), b = cf_random_begin(1, 2, 3);
    cf_random_bits other = cf_random_begin(1, 3, 3);
    bool differs = false;

    for (int i = 0; i < 20; i++) {
        uint32_t number = cf_random_below(&a, 1000000);

        cr_expect_eq(number, cf_random_below(&b, 1000000));
        differs = differs || number != cf_random_below(&other, 1000000);
    }
    cr_expect(differs);
    cr_expect_eq(cf_random_below(&a, 1), 0);
}
