/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags, their attributes, and what only looks like one. */
#include <criterion/criterion.h>
#include <string.h>

#include "graph_files/xml_tags.h"

static cf_xml_tag next_of(const char *text)
{
    cf_xml_tag tag;

    cf_xml_next_tag(&tag, text, strlen(text), 0);
    return tag;
}

Test(xml_tags, comments_and_cdata_hold_no_tags)
{
    cf_xml_tag tag = next_of("<!-- <a> --><![CDATA[ <b> ]]><?pi <c> ?> <d >");

    cr_expect_eq(tag.kind, CF_XML_OPEN);
    cr_expect(cf_xml_piece_is(tag.name, "d"));
}

Test(xml_tags, kinds)
{
    cr_expect_eq(next_of("<a b='>'/>").kind, CF_XML_EMPTY);
    cr_expect_eq(next_of("</a>").kind, CF_XML_CLOSE);
    cr_expect_eq(next_of("<!DOCTYPE a>").kind, CF_XML_DOCTYPE);
    cr_expect_eq(next_of("<?xml version='1.0'?>").kind, CF_XML_DECLARATION);
    cr_expect_eq(next_of("<a b='>").kind, CF_XML_END);
    cr_expect_eq(next_of("<!-- ").kind, CF_XML_END);
    cr_expect_eq(next_of("").kind, CF_XML_END);
}

Test(xml_tags, attributes_are_found_by_their_whole_names)
{
    static const char text[] = "<a xid='1' id = \"2>\"\n for='3' />";
    cf_xml_tag tag = next_of(text);
    cf_xml_piece value;

    cr_assert(cf_xml_tag_value(&value, text, &tag, "id"));
    cr_expect(cf_xml_piece_is(value, "2>"));
    cr_assert(cf_xml_tag_value(&value, text, &tag, "for"));
    cr_expect(cf_xml_piece_is(value, "3"));
    cr_expect_not(cf_xml_tag_value(&value, text, &tag, "d"));
    cr_expect_not(cf_xml_tag_value(&value, text, &tag, "3"));
}
