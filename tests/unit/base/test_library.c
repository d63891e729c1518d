/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/library.h"

#include <xlsxwriter.h>

#include "base/child.h"
#include "unit/testlib.h"

#define FUNCTIONS(FUNCTION) FUNCTION(lxw_strerror) FUNCTION(lxw_version)

struct functions {
    FUNCTIONS(CF_LIBRARY_POINTER)
};

Test(library, its_functions_are_found_by_name)
{
    struct functions by = { NULL };

    cr_assert_eq(cf_library_load(&by, CIRCFIN_LIBXLSXWRITER, FUNCTIONS(CF_LIBRARY_NAME)), CF_OK);
    cr_expect_str_eq(by.lxw_version(), lxw_version());
    cr_expect_str_eq(by.lxw_strerror(LXW_NO_ERROR), lxw_strerror(LXW_NO_ERROR));
}

Test(library, one_that_is_not_there_is_no_lack_of_memory)
{
    struct functions by;

    cr_expect_eq(cf_library_load(&by, "libnowhere.so.1", FUNCTIONS(CF_LIBRARY_NAME)),
                 CF_BAD_OPTION);
}

Test(library, one_that_lacks_a_function_is_refused)
{
    struct functions by;

    cr_expect_eq(cf_library_load(&by, CIRCFIN_LIBXLSXWRITER, "lxw_strerror\0lxw_nothing\0"),
                 CF_BAD_OPTION);
}

#if !defined(CIRCFIN_SANITIZED) /* which takes terabytes */

static void load_without_memory(FILE *out, void *data)
{
    void *rsvg_handle_new;

    (void)data;
    cf_child_limit_memory(0);
    putc((int)cf_library_load(&rsvg_handle_new, CIRCFIN_LIBRSVG, "rsvg_handle_new\0"), out);
}

Test(library, lack_of_memory_is_told_from_absence)
{
    char *answer;
    size_t size;
    cf_child_end end;

    cr_assert_eq(cf_child_run(&answer, &size, &end, load_without_memory, NULL, 0.0), CF_OK);
    cr_assert(end == CF_CHILD_DONE && size == 1);
    cr_expect_eq(answer[0], (char)CF_NO_MEMORY);
    free(answer);
}

#endif
