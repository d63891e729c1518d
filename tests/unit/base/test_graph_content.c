/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files are graphs. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/content.h"
#include "base/graph_content.h"

static cf_graph_format format_of(const char *text)
{
    return cf_graph_format_of(text, strlen(text));
}

Test(graph_content, graphml_is_known_by_its_first_element)
{
    cr_expect_eq(format_of("<graphml/>"), CF_GRAPHML);
    cr_expect_eq(format_of("\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- <a> -->\n<g:graphml >"),
                 CF_GRAPHML);
    cr_expect_eq(format_of("<!DOCTYPE g [<!ENTITY x \"y\">]>\n<graphml>"), CF_GRAPHML);
    cr_expect_eq(format_of("<graphmlx/>"), CF_NO_GRAPH);
    cr_expect_eq(format_of("<html><graphml/></html>"), CF_NO_GRAPH);
    cr_expect_eq(format_of("<?xml version='1.0'?>"), CF_NO_GRAPH);
}

Test(graph_content, gml_is_known_by_its_keys)
{
    cr_expect_eq(format_of("graph ["), CF_GML);
    cr_expect_eq(format_of("graph[ node"), CF_GML);
    cr_expect_eq(format_of("# x\nCreator \"a [ b\"\nVersion 1\nGraph\n\n[\n"), CF_GML);
    cr_expect_eq(format_of("graph,node\n"), CF_NO_GRAPH);
    cr_expect_eq(format_of("graph \"x\" {"), CF_NO_GRAPH);
    cr_expect_eq(format_of("id,payer,payee\n1,graph [,x\n"), CF_NO_GRAPH);
    cr_expect_eq(format_of("Creator \"never closed"), CF_NO_GRAPH);
    cr_expect_eq(format_of("graph"), CF_NO_GRAPH);
    cr_expect_eq(format_of(""), CF_NO_GRAPH);
}

Test(graph_content, pajek_is_known_by_its_sections)
{
    cr_expect_eq(format_of("*Vertices 3\n"), CF_PAJEK);
    cr_expect_eq(format_of("% made by hand\n\n*vertices\t3\n"), CF_PAJEK);
    cr_expect_eq(format_of("*Network deals\n*Vertices 3\n"), CF_PAJEK);
    cr_expect_eq(format_of("* a list\n* of things\n"), CF_NO_GRAPH);
    cr_expect_eq(format_of("*Network deals\n"), CF_NO_GRAPH);
}

Test(graph_content, names_end_as_those_of_graphs)
{
    cr_expect_eq(cf_graph_format_of_name("a/b.GraphML"), CF_GRAPHML);
    cr_expect_eq(cf_graph_format_of_name("x.gml"), CF_GML);
    cr_expect_eq(cf_graph_format_of_name("x.net"), CF_PAJEK);
    cr_expect_eq(cf_graph_format_of_name(".net"), CF_NO_GRAPH);
    cr_expect_eq(cf_graph_format_of_name("x.json"), CF_NO_GRAPH);
}

Test(graph_content, a_graph_is_no_scenario_in_json)
{
    const cf_content *content = cf_content_of("*Vertices 2\n", 12);

    cr_assert(content != NULL);
    cr_expect_eq(content->kind, CF_CONTENT_GRAPH);
}
