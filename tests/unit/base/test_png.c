/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>

#include "base/png.h"

static const char head[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x01\x02\0\0\0\x03";

Test(png, the_head_has_the_size)
{
    double width = 0.0, height = 0.0;

    cr_assert(cf_png_size(&width, &height, head, sizeof head - 1));
    cr_expect_eq(width, 258.0);
    cr_expect_eq(height, 3.0);
}

Test(png, what_is_cut_empty_or_another_format_has_none)
{
    double width, height;
    char other[sizeof head];

    for (size_t size = 0; size < sizeof head - 1; size++)
        cr_expect_not(cf_png_size(&width, &height, head, size));
    for (size_t at = 0; at < 8; at++) {
        memcpy(other, head, sizeof head);
        other[at]++;
        cr_expect_not(cf_png_size(&width, &height, other, sizeof head - 1));
    }
    memcpy(other, head, sizeof head);
    other[23] = 0; /* no height */
    cr_expect_not(cf_png_size(&width, &height, other, sizeof head - 1));
}
