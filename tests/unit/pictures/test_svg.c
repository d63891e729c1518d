/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "../testlib.h"
#include "pictures/svg.h"

static char *text;
static size_t size;
static FILE *out;

static void begin(void)
{
    out = open_memstream(&text, &size);
}

static void end(void)
{
    free(text);
}

TestSuite(svg, .init = begin, .fini = end);

static const char *written(void)
{
    fclose(out);
    return text;
}

Test(svg, a_label_that_fits_is_whole)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = "A & B", .class = "cf-ink", .size = 10 });
    cr_assert_str_eq(written(),
                     "<text x=\"0\" y=\"0\" font-size=\"10\" class=\"cf-ink\">A &amp; B</text>\n");
}

Test(svg, a_label_too_long_is_cut_between_characters_and_whole_in_its_tooltip)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F",
                                           .class = "cf-ink",
                                           .size = 10,
                                           .width = 20 });
    cr_assert_not_null(
        strstr(written(), "<title>\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F</title>\xC3\xA4\xE2\x80\xA6<"));
}

Test(svg, wider_text_is_wider)
{
    cr_assert_gt(cf_svg_text_width("WWW", 10, false), cf_svg_text_width("iii", 10, false));
    cr_assert_gt(cf_svg_text_width("\xE6\xBC\xA2", 10, false), cf_svg_text_width("a", 10, false));
    cr_assert_float_eq(cf_svg_text_width("ab", 20, false), 2 * cf_svg_text_width("ab", 10, false),
                       1e-9);
}

Test(svg, a_label_of_several_lines_breaks_between_words_before_it_is_cut)
{
    const cf_svg_label label = { .text = "one two three",
                                 .class = "cf-ink",
                                 .size = 10,
                                 .width = cf_svg_text_width("one two ", 10, false),
                                 .lines = 2,
                                 .upwards = true };

    cr_assert_eq(cf_svg_label_lines(&label), 2);
    cf_svg_put_label(out, &label);
    cr_assert_str_eq(written(), "<text x=\"0\" y=\"-11.5\" font-size=\"10\" class=\"cf-ink\">"
                                "one two<tspan x=\"0\" dy=\"11.5\">three</tspan></text>\n");
}

Test(svg, a_drawing_inside_a_page_brings_no_style)
{
    cf_svg_begin(out, &(cf_svg_frame){ .width = 1,
                                       .height = 2,
                                       .title = "<t>",
                                       .description = "d",
                                       .prefix = "p-",
                                       .inlined = true });
    cf_svg_end(out);
    written();
    cr_assert_null(strstr(text, "<style"));
    cr_assert_null(strstr(text, "<?xml"));
    cr_assert_not_null(strstr(text, "<title id=\"p-title\">&lt;t&gt;</title>"));
}

Test(svg, an_amount_follows_its_text_wherever_that_ends)
{
    cf_svg_put_label(
        out, &(cf_svg_label){
                 .text = "A", .amount = "2 & 3", .class = "cf-ink", .strong = true, .size = 20 });
    cr_assert_str_eq(written(),
                     "<text x=\"0\" y=\"0\" font-size=\"20\" class=\"cf-ink\" "
                     "font-weight=\"600\">A<tspan class=\"cf-muted\" font-weight=\"400\" "
                     "font-size=\"18.46\" dx=\"6\">2 &amp; 3</tspan></text>\n");
}

Test(svg, an_amount_stays_behind_a_name_from_right_to_left)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = "\xD7\x91", .amount = "2", .class = "c" });
    cr_assert_not_null(strstr(written(), ">\xE2\x81\xA8\xD7\x91\xE2\x81\xA9<tspan"));
}

Test(svg, text_is_as_wide_as_in_dejavu_sans)
{
    double width = cf_svg_text_width("Microsoft", 1, true);

    cr_expect(width >= 10867 / 2048.0 && width < 1.02 * 10867 / 2048.0, "%g", width);
    cr_expect_gt(width, cf_svg_text_width("Microsoft", 1, false));
    cr_expect_float_eq(cf_svg_text_width("e\xCC\x81", 1, true), cf_svg_text_width("e", 1, true),
                       1e-9, "a mark takes no room");
    cr_expect_gt(cf_svg_text_width("\xF0\x9F\x9A\x80", 1, false), 1.2, "an emoji");
}
