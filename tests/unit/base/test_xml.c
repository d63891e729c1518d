/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "../testlib.h"
#include "base/xml.h"

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

TestSuite(xml, .init = begin, .fini = end);

static const char *written(void)
{
    fclose(out);
    return text;
}

Test(xml, what_markup_is_made_of_is_escaped)
{
    cf_xml_text(out, "a<b>&\"c'");
    cr_assert_str_eq(written(), "a&lt;b&gt;&amp;&quot;c&#39;");
}

Test(xml, white_space_becomes_a_space_and_what_xml_forbids_is_replaced)
{
    cf_xml_text(out, "a\tb\nc\rd\x01\x7F\xFF\xEF\xBF\xBE\xEF\xBF\xBF.");
    cr_assert_str_eq(written(),
                     "a b c d\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD.");
}

Test(xml, a_value_keeps_white_space_and_what_would_be_hidden)
{
    cf_xml_value(out, "a\tb\nc\rd\x7F\xC2\x85\xE2\x80\xAE<\x01\xFF\xEF\xBF\xBE.");
    cr_assert_str_eq(written(), "a&#9;b&#10;c&#13;d&#127;&#133;&#8238;&lt;\xEF\xBF\xBD"
                                "\xEF\xBF\xBD\xEF\xBF\xBD.");
}

Test(xml, characters_of_all_scripts_stay)
{
    cf_xml_text(out, "\xD7\xA9 \xE6\xBC\xA2 \xF0\x9F\x92\xB0");
    cr_assert_str_eq(written(), "\xD7\xA9 \xE6\xBC\xA2 \xF0\x9F\x92\xB0");
}

Test(xml, numbers_have_at_most_two_decimals)
{
    cf_xml_put(out, "%f %f %f %f", 1.0, -0.001, 1.005, 1234567.891);
    cr_assert_str_eq(written(), "1 0 1 1234567.89");
}

static const char *volatile nothing;

Test(xml, a_pattern_is_markup_and_its_texts_are_not)
{
    cf_xml_put(out, "<a b=\"%s\">%d%c %s%%</a>", "\"", 7, 'x', nothing);
    cr_assert_str_eq(written(), "<a b=\"&quot;\">7x %</a>");
}

Test(xml, only_addresses_of_the_web_become_links)
{
    static const char *const others[] = { "javascript:alert(1)",   "data:text/html,x", "https://",
                                          "https:///evil",         "http://a b",       "ftp://a",
                                          "https://a.example\\@b", "a.example",        "" };

    cr_expect(cf_xml_can_link("https://a.example/?q=1&r=\"2\"#x"));
    cr_expect(cf_xml_can_link("HTTP://a.example"));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_not(cf_xml_can_link(others[i]), "%s", others[i]);
}
