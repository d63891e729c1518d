/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Number formats as Excel and LibreOffice write them. */
#include <criterion/criterion.h>

#include "workbook/styles.h"

Test(styles, formats_with_days_or_months_are_dates)
{
    static const char *const codes[] = { "dd/mm/yyyy", "yyyy\\-mm\\-dd;@", "[$-40C]d mmm yyyy;@",
                                         "mmm-yy",     "m/d/yy h:mm",      "[Red]YYYY",
                                         "mmmm",       "jj/mm/aaaa",       "\"am \"d" };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        cr_expect_eq(cf_book_format_of(codes[i]), CF_FORMAT_DAY, "%s", codes[i]);
}

Test(styles, percent_signs_outside_of_quotes_count)
{
    cr_expect_eq(cf_book_format_of("0%"), CF_FORMAT_PERCENT);
    cr_expect_eq(cf_book_format_of("#,##0.00\\ %"), CF_FORMAT_PERCENT);
    cr_expect_eq(cf_book_format_of("0\"%\""), CF_FORMAT_PLAIN);
    cr_expect_eq(cf_book_format_of("0\\%"), CF_FORMAT_PLAIN);
}

Test(styles, amounts_and_times_are_plain)
{
    static const char *const codes[] = { "General",          "Standard",  "#,##0.00\\ \"Md€\"",
                                         "[$$-409]#,##0.00", "0.00E+00",  "h:mm",
                                         "[h]:mm:ss",        "mm:ss.0",   "_-* #,##0_-",
                                         "\"day \"0",        "[Blue]0.0", "0;0.0%;dd/mm/yyyy",
                                         "\"never closed d", "0\\",       "" };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        cr_expect_eq(cf_book_format_of(codes[i]), CF_FORMAT_PLAIN, "%s", codes[i]);
}

Test(styles, a_style_beyond_the_list_is_plain)
{
    cf_book_styles styles = { .in_cells = false };

    cr_expect_eq(cf_book_style(&styles, 0), CF_FORMAT_PLAIN);
    cr_expect_eq(cf_book_style(&styles, -1), CF_FORMAT_PLAIN);
    cr_expect_eq(cf_book_style(&styles, 1L << 40), CF_FORMAT_PLAIN);
}
