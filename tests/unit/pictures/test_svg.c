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
    cr_assert_gt(cf_svg_text_width("WWW", 10), cf_svg_text_width("iii", 10));
    cr_assert_gt(cf_svg_text_width("\xE6\xBC\xA2", 10), cf_svg_text_width("a", 10));
    cr_assert_float_eq(cf_svg_text_width("ab", 20), 2 * cf_svg_text_width("ab", 10), 1e-9);
}

Test(svg, the_eighth_supplier_and_all_later_ones_are_alike)
{
    cr_assert_eq(cf_svg_colour(6), 6);
    cr_assert_eq(cf_svg_colour(7), cf_svg_colour(70));
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
