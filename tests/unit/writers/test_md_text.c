/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "writers/md_text.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static void expect_text(const char *text, bool begins_line, const char *expected)
{
    char *written = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&written, &size);

    cf_md_text(stream, text, begins_line);
    fclose(stream);
    cr_expect_str_eq(written, expected);
    free(written);
}

Test(md_text, marks_have_a_backslash_wherever_they_stand)
{
    expect_text("a|b", false, "a\\|b");
    expect_text("\\|", false, "\\\\\\|");
    expect_text("<b>*x*</b>", false, "\\<b>\\*x\\*\\</b>");
    expect_text("[a](b) `c` ~d~ #e &f; $g$", false,
                "\\[a\\](b) \\`c\\` \\~d\\~ \\#e \\&f; \\$g\\$");
}

Test(md_text, underscores_inside_words_stay_readable)
{
    expect_text("a_b _c_", false, "a_b \\_c\\_");
}

Test(md_text, addresses_are_no_links)
{
    expect_text("http://x.y www.x.y a:b 1.5", false, "http\\://x.y www\\.x.y a:b 1.5");
}

Test(md_text, only_where_a_line_begins_can_a_list_or_a_ruler_begin)
{
    expect_text("- a", true, "\\- a");
    expect_text("- a", false, "- a");
    expect_text("12. a", true, "12\\. a");
    expect_text("1.5 a", true, "1.5 a");
    expect_text("===", true, "\\===");
}

Test(md_text, what_cannot_be_shown_is_replaced)
{
    expect_text("a\nb\xE2\x80\xAE"
                "c\xFF"
                "d\xC2\xA0"
                "e",
                false,
                "a\xEF\xBF\xBD"
                "b\xEF\xBF\xBD"
                "c\xEF\xBF\xBD"
                "d e");
}
