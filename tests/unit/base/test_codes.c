/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/codes.h"
#include "unit/testlib.h"

/* Text that any terminal shows, with single spaces. */
static void expect_clean(const char *text, int code)
{
    cr_expect_null(strstr(text, "  "), "CF%d: two spaces in: %s", code, text);
    for (const char *c = text; *c != '\0'; c++)
        cr_expect((unsigned char)*c >= ' ' && *c != 0x7F, "CF%d: %s", code, text);
}

static void expect_sentences(const char *text, int code)
{
    size_t length = strlen(text);

    cr_assert_gt(length, 2, "CF%d has no text", code);
    cr_expect(text[length - 1] == '.' || text[length - 1] == ':', "CF%d: %s", code, text);
    expect_clean(text, code);
}

static void expect_example(const char *example, int code)
{
    enum { MOST = 92 }; /* columns, beside the margin */

    while (*example != '\0') {
        size_t length = strcspn(example, "\n");

        cr_expect(length > 0 && length <= MOST, "CF%d: a line of %zu", code, length);
        example += length + (example[length] == '\n');
        cr_expect(*example != '\0' || example[-1] != '\n', "CF%d: an empty last line", code);
    }
}

Test(codes, every_code_is_explained)
{
    cr_assert_gt(cf_code_count(), 100);
    for (int i = 0; i < cf_code_count(); i++) {
        const cf_code_about *about = cf_code_at(i);
        int code = (int)about->code;
        size_t title = strlen(about->title);

        cr_expect(about->is_error || about->is_warning || about->is_note, "CF%d is neither", code);
        cr_assert_gt(title, 2, "CF%d has no title", code);
        cr_expect_neq(about->title[title - 1], '.', "CF%d", code);
        expect_clean(about->title, code);
        expect_sentences(about->what, code);
        expect_sentences(about->way_out, code);
        expect_example(about->example, code);
        if (about->way_out[strlen(about->way_out) - 1] == ':')
            cr_expect_gt(strlen(about->example), 0, "CF%d promises an example", code);
    }
}

Test(codes, numbers_ascend_within_named_groups_and_are_found)
{
    int before = 99;

    for (int i = 0; i < cf_code_count(); i++) {
        const cf_code_about *about = cf_code_at(i);
        int code = (int)about->code;

        cr_expect_gt(code, before, "CF%d follows CF%d", code, before);
        cr_expect_lt(code, 1000, "CF%d has not three digits", code);
        cr_expect_not_null(cf_code_group(code / 100), "CF%d is of no group", code);
        cr_expect_eq(cf_code_find(code), about, "CF%d", code);
        before = code;
    }
    cr_expect_null(cf_code_find(0));
    cr_expect_null(cf_code_find(299));
    cr_expect_null(cf_code_group(9));
    cr_expect_str_eq(cf_code_find(CF_CODE_NEGATIVE_AMOUNT)->slug, "negative-amount");
}
