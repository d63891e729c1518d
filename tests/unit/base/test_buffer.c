/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"

#include "unit/testlib.h"

Test(buffer, joins_what_is_added)
{
    cf_buffer buffer = { .text = NULL };

    cr_expect_str_eq(cf_buffer_text(&buffer), "");
    for (int i = 0; i < 100; i++)
        cf_buffer_add(&buffer, "ab");
    cf_buffer_add(&buffer, "");
    cr_expect_eq(buffer.length, 200);
    cr_expect_eq(strlen(cf_buffer_text(&buffer)), 200);
    cf_buffer_clear(&buffer);
    cr_expect_str_eq(cf_buffer_text(&buffer), "");
    cf_buffer_add(&buffer, "c");
    cr_expect_str_eq(cf_buffer_text(&buffer), "c");
    cf_buffer_free(&buffer);
}

Test(buffer, has_no_text_once_something_was_lost)
{
    cf_buffer buffer = { .text = NULL };

    cf_buffer_add(&buffer, "a");
    cf_buffer_add(&buffer, NULL);
    cf_buffer_add(&buffer, "b");
    cr_expect_null(cf_buffer_text(&buffer));
    cf_buffer_clear(&buffer);
    cr_expect_null(cf_buffer_text(&buffer));
    cf_buffer_free(&buffer);
    allow_allocations(0);
    cf_buffer_add(&buffer, "a");
    stop_counting_allocations();
    cr_expect_null(cf_buffer_text(&buffer));
    cf_buffer_free(&buffer);
}
