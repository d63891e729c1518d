/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* The shortest of 15, 16 and 17 digits that reads back, as the C library writes it. */
static void expect_shortest(double number)
{
    char text[32], expected[64];
    double back;

    cf_text_number(text, number);
    for (int digits = fabs(number) < DBL_MIN ? 1 : 15; digits <= 17; digits++) {
        snprintf(expected, sizeof expected, "%.*g", digits, number);
        if (strtod(expected, NULL) == number)
            break;
    }
    cr_assert_str_eq(text, number == 0.0 ? "0" : expected);
    cr_assert(cf_text_read_number(&back, text));
    cr_assert_eq(back, number, "%s is read as %.17g", text, back);
}

Test(number, is_written_as_the_shortest_text_that_reads_back)
{
    static const double numbers[] = { 0.0,
                                      -0.0,
                                      1.0,
                                      0.5,
                                      0.1,
                                      1e15,
                                      9e15,
                                      1e16,
                                      1e22,
                                      1e23,
                                      1e-5,
                                      9.9e-6,
                                      0.00012345,
                                      123456.0,
                                      -2.5,
                                      1024.0,
                                      5e-324,
                                      1e300,
                                      DBL_MAX,
                                      DBL_MIN,
                                      0.3,
                                      2.0 / 3,
                                      100.0,
                                      999999999999999.9,
                                      9007199254740993.0,
                                      8999999999999999.0 };
    uint64_t state = 88172645463325252u;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        expect_shortest(numbers[i]);
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = next_random(&state);
        double any, power = pow(10.0, (double)(bits % 24) - 7.0);

        memcpy(&any, &bits, sizeof any);
        if (isfinite(any) && i % 8 == 0)
            expect_shortest(any);
        expect_shortest((double)(bits >> 11) * 0x1p-53 * power);
        expect_shortest((double)(bits % 100000) / 1000.0 * power);
    }
    for (int power = -20; power < 60; power++) {
        expect_shortest(ldexp(1.0, power));
        expect_shortest(nextafter(ldexp(1.0, power), 0.0));
        expect_shortest(nextafter(ldexp(1.0, power), 1e30));
    }
}

static void expect_read(const char *text)
{
    double number, expected = strtod(text, NULL);
    bool good = cf_text_read_decimal(&number, text, strlen(text));

    cr_assert_eq(good, isfinite(expected), "%s", text);
    if (good)
        cr_assert_eq(number, expected, "%s is %.17g, not %.17g", text, number, expected);
}

Test(number, is_read_as_the_nearest_double)
{
    static const char *const texts[] = {
        "0",
        "-0",
        "9007199254740993",
        "9007199254740992.5",
        "9007199254740993.0", /* half way, and the even one is below */
        "9007199254740995.0", /* above */
        "4503599627370497.50",
        "4503599627370498.50",
        "1e22",
        "1e23",
        "8.5e22",
        "123456789012345678901234567890",
        "1e999",
        "-1e999",
        "1e-999",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.2250738585072011e-308",
        "1.7976931348623159e308",
        "1.7976931348623157e308",
        "0.000000000000000000000000000001",
        "1e99999999999999999999",
        "0e99999999999999999999",
        "1e-99999999999999999999",
        "18446744073709551615.5",
        "9999999999999999999",
        "9999999999999999999e-19",
        "1.00000000000000011102230246251565",
        "1.000000000000000111022302462515654042363166809082031250000000000000000000000000001"
    };
    uint64_t state = 2463534242u;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_read(texts[i]);
    for (int i = 0; i < 400000; i++) {
        uint64_t digits = next_random(&state), more = next_random(&state);
        char text[80];

        if (i % 3 == 0)
            snprintf(text, sizeof text, "%llu", (unsigned long long)(digits >> (more % 60)));
        else if (i % 3 == 1)
            snprintf(text, sizeof text, "%llu.%0*llu", (unsigned long long)(digits % 100000),
                     (int)(more % 16) + 1, (unsigned long long)(more % 1000000000000000u));
        else
            snprintf(text, sizeof text, "%llue%d", (unsigned long long)(digits >> (more % 60)),
                     (int)(more % 60) - 30);
        expect_read(text);
    }
}

/* The middle between 1 and the next double has 53 digits; what comes a thousand digits later
 * decides. */
Test(number, no_digit_is_too_far_out_to_count)
{
    static const char middle[] = "1.00000000000000011102230246251565404236316680908203125";
    char text[2000];
    double number;

    strcpy(text, middle);
    memset(text + strlen(middle), '0', 1000);
    strcpy(text + strlen(middle) + 1000, "0");
    cr_assert(cf_text_read_decimal(&number, text, strlen(text)));
    cr_expect_eq(number, 1.0);
    strcpy(text + strlen(middle) + 1000, "1");
    cr_assert(cf_text_read_decimal(&number, text, strlen(text)));
    cr_expect_eq(number, nextafter(1.0, 2.0));
    strcpy(text + strlen(middle) + 1000, "1e3");
    cr_assert(cf_text_read_decimal(&number, text, strlen(text)));
    cr_expect_eq(number, nextafter(1000.0, 0.0) + 2.0 * (1000.0 - nextafter(1000.0, 0.0)));
}

Test(number, what_is_no_decimal_is_refused)
{
    static const char *const texts[] = { "",    "+",     "-",   ".",    "e5",  "1e",
                                         "1e+", "1.2.3", "1x",  "0x10", "inf", "nan",
                                         " 1",  "1 ",    "1,5", "--1",  ".e1" };
    double number;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_not(cf_text_read_number(&number, texts[i]), "%s", texts[i]);
    cr_expect(cf_text_read_number(&number, "+1.") && cf_text_read_number(&number, ".5"));
    cr_expect_eq(number, 0.5);
}
