/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"

/* RFC 4648, section 10 */
Test(base64, bytes_are_written_as_the_rfc_has_them)
{
    static const char *const pairs[][2] = {
        { "", "" },
        { "f", "Zg==" },
        { "fo", "Zm8=" },
        { "foo", "Zm9v" },
        { "foob", "Zm9vYg==" },
        { "fooba", "Zm9vYmE=" },
        { "foobar", "Zm9vYmFy" },
        { "\xFF\xFE\xFD", "//79" },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *text = cf_base64(pairs[i][0], strlen(pairs[i][0]));

        cr_expect_str_eq(text, pairs[i][1]);
        free(text);
    }
}
