/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphs as tables: what igraph alone would lose, and where things stand. */
#include <criterion/criterion.h>
#include <string.h>

#include "graph_files/graph_files.h"

static cf_graph_file *read_graph(const char *text)
{
    cf_graph_problem problem = { .message = "" };
    cf_graph_file *graph = NULL;
    size_t size = strlen(text);

    cr_assert_eq(cf_graph_file_read(&graph, text, size, cf_graph_format_of(text, size), &problem),
                 CF_OK, "%s", problem.message);
    return graph;
}

static void expect_tables(const char *text, const char *nodes, const char *edges)
{
    cf_graph_file *graph = read_graph(text);

    cr_expect_str_eq(graph->parts[CF_GRAPH_FILE_NODES].text, nodes);
    cr_expect_str_eq(graph->parts[CF_GRAPH_FILE_EDGES].text, edges);
    cf_graph_file_free(graph);
}

static void expect_problem(const char *text, cf_code code, const char *at)
{
    cf_graph_problem problem = { .message = "" };
    cf_graph_file *graph = NULL;
    size_t size = strlen(text);

    cr_assert_eq(cf_graph_file_read(&graph, text, size, cf_graph_format_of(text, size), &problem),
                 CF_BAD_INPUT);
    cr_expect_eq(graph, NULL);
    cr_expect_eq(problem.code, code, "%s", problem.message);
    cr_expect_eq(strncmp(text + problem.from, at, strlen(at)), 0, "at %.20s", text + problem.from);
}

/* The place of a cell of the edges. */
static void expect_place(const char *text, int row, int column, const char *at)
{
    cf_graph_file *graph = read_graph(text);
    size_t from, to;

    cf_graph_file_place(graph, CF_GRAPH_FILE_EDGES, row, column, &from, &to);
    cr_expect_eq(strncmp(text + from, at, strlen(at)), 0, "at %.20s", text + from);
    cr_expect(to > from);
    cf_graph_file_free(graph);
}

#define GRAPHML(keys, inside)                                                                      \
    "<graphml>" keys                                                                               \
    "<graph edgedefault=\"directed\"><node id=\"a &amp; b\"/><node id='c'/>" inside                \
    "</graph></graphml>"

Test(graph_read, two_keys_of_one_name_are_one_column)
{
    expect_tables(GRAPHML("<key id=\"d0\" for=\"edge\" attr.name=\"amount\" attr.type=\"long\"/>"
                          "<key id=\"d1\" for=\"edge\" attr.name=\"amount\" attr.type=\"double\"/>",
                          "<edge source=\"a &amp; b\" target=\"c\"><data key=\"d0\">3</data></edge>"
                          "<edge source=\"c\" target=\"a &amp; b\"><data key=\"d1\">0.30</data>"
                          "</edge>"),
                  "id\na & b\nc\n",
                  "id,payer,payee,amount\nedge-1,a & b,c,3\n"
                  "edge-2,c,a & b,0.30\n");
}

Test(graph_read, values_are_what_is_written_and_missing_ones_are_empty)
{
    expect_tables(GRAPHML("<key id='c' for='edge' attr.name='cash' attr.type='boolean'/>"
                          "<key id='n' for='all' attr.name='note'><default>d</default></key>",
                          "<edge id='x' source='c' target='a &amp; b'><data key='c'>\n TRUE\n"
                          "</data><data key='n'>&lt;\"&gt;</data></edge>"
                          "<edge id='y' source='c' target='c'/>"),
                  "id,note\na & b,\nc,\n",
                  "id,payer,payee,cash,note\nx,c,a & b,TRUE,\"<\"\">\"\ny,c,c,,\n");
}

Test(graph_read, classes_become_relations)
{
    expect_tables("graph [ directed 1 node [ id 1 ] node [ id 7 label \"x&#228;&amp;#228;\" ] "
                  "edge [ source 1 target 7 class \"Capital\" amount 12345678901234567890 ] "
                  "edge [ source 7 target 1 class \"service\" relation \"\" backedBy \"d\" ] "
                  "edge [ source 7 target 1 class \"trade\" relation \"interest\" ] ]",
                  "id,name\n1,\n7,x\xC3\xA4&#228;\n",
                  "id,payer,payee,relation,amount,backed_by\n"
                  "edge-1,1,7,investor,12345678901234567890,\n"
                  "edge-2,7,1,repayment,,d\n"
                  "edge-3,7,1,interest,,\n");
}

Test(graph_read, labels_of_gml_are_ids_unless_two_are_alike)
{
    static const char edges[] = "id,payer,payee,amount\nedge-1,a,1,5\n";

    expect_tables("graph [ directed 1 node [ id 1 label \"a\" ] node [ id 2 label \"1\" ] "
                  "edge [ source 1 target 2 amount 5 ] ]",
                  "id\na\n1\n", edges);
    expect_tables("graph [ directed 1 node [ id 1 label \"x\" entityId \"a\" ] "
                  "node [ id 2 label \"y\" entityId \"1\" ] edge [ source 1 target 2 amount 5 ] ]",
                  "id,name\na,x\n1,y\n", edges);
    expect_tables("graph [ directed 1 node [ id 1 label \"a\" ] node [ id 2 label \"a\" ] ]",
                  "id,name\n1,a\n2,a\n", "id,payer,payee,relation,amount\n");
}

Test(graph_read, data_of_ports_is_not_of_the_node)
{
    expect_tables("<graphml><key id='n' for='node' attr.name='note'/><key id='p' for='port'/>"
                  "<graph edgedefault='directed'><node id='a'><data key='n'>x</data>"
                  "<port name='1'><data key='p'/></port><port name='2'><data key='p'/></port>"
                  "</node></graph></graphml>",
                  "id,note\na,x\n", "id,payer,payee,relation,amount\n");
}

Test(graph_read, spaces_around_numbers_are_no_part_of_them)
{
    expect_tables(GRAPHML("<key id='d' for='edge' attr.name='amount'/>"
                          "<key id='t' for='edge' attr.name='note'/>",
                          "<edge source='c' target='c'><data key='d'> 1e3 </data>"
                          "<data key='t'> x </data></edge>"),
                  "id\na & b\nc\n", "id,payer,payee,amount,note\nedge-1,c,c,1e3,\" x \"\n");
}

Test(graph_read, blank_lines_may_come_before_a_network)
{
    expect_tables("\n % x\n \r\n*Network \"a\"\n\n*Vertices 2\n1 a\n2 b\n*Arcs\n1 2 5\n",
                  "id\na\nb\n", "id,payer,payee,amount\nedge-1,a,b,5\n");
    expect_place("\n\n*Vertices 2\n1 a\n2 b\n*Arcs\n1 2 5\n", 1, 3, "1 2 5");
}

static void expect_remark(const char *text, const char *begins)
{
    cf_graph_file *graph = read_graph(text);

    cr_expect_eq(graph->remark_count, begins == NULL ? 0 : 1);
    if (begins != NULL && graph->remark_count == 1)
        cr_expect_eq(strncmp(graph->remarks[0], begins, strlen(begins)), 0);
    cf_graph_file_free(graph);
}

Test(graph_read, labels_of_yed_are_told)
{
#define YED(name)                                                                                  \
    "<graphml xmlns:y='y'><key id='g' for='node' yfiles.type='nodegraphics'/>"                     \
    "<key id='n' for='node' attr.name='" name "'/><graph edgedefault='directed'><node id='a'>"     \
    "<data key='g'><y:NodeLabel>Lab</y:NodeLabel></data></node></graph></graphml>"

    expect_remark(YED("note"), "labels that yEd draws");
    expect_remark(YED("name"), NULL);
}

Test(graph_read, an_empty_section_of_edges_turns_no_arc_around)
{
    expect_tables("*Vertices 2\n1 \"a&#34;b\" 0.5 0.5\n2 c\n*Arcs\n2 1 0.1 l \"trade\"\n*Edges\n\n",
                  "id,x,y\n\"a\"\"b\",0.5,0.5\nc,0,0\n",
                  "id,payer,payee,relation,amount\nedge-1,c,\"a\"\"b\",customer,0.1\n");
}

Test(graph_read, labels_of_arcs_that_are_no_classes_stay)
{
    expect_tables("*Vertices 2\n1 \"a\"\n2 \"a\"\n*Matrix\n0 5\n7 0\n", "id,name\n1,a\n2,a\n",
                  "id,payer,payee,amount\nedge-1,1,2,5\nedge-2,2,1,7\n");
    expect_tables("*Vertices 2\n1 a\n2 b\n*Arcs\n1 2 5 l \"cloud contract\"\n", "id\na\nb\n",
                  "id,payer,payee,amount,label\nedge-1,a,b,5,cloud contract\n");
}

Test(graph_read, cells_have_places)
{
    static const char graphml[] =
        GRAPHML("<key id=\"d0\" for=\"edge\" attr.name=\"amount\" attr.type=\"long\"/>",
                "<!-- <edge source='c' target='c'/> -->"
                "<edge source=\"c\" target=\"a &amp; b\"><data key=\"d0\">37</data></edge>");
    static const char gml[] = "graph [ directed 1 node [ id 1 ] node [ id 2 ] edge [ note \"]\" "
                              "source 1 target 2 outsideFunds 5 backedBy 37 ] ]";

    expect_place(graphml, 1, 3, "37<");
    expect_place("<g:graphml xmlns:g='g'><g:key id='d' for='edge' attr.name='amount'/>"
                 "<g:graph edgedefault='directed'><g:node id='a'/>"
                 "<g:edge source='a' target='a'><g:data key='d'>37</g:data></g:edge></g:graph>"
                 "</g:graphml>",
                 1, 3, "37<");
    expect_place(graphml, 1, 1, "c\" target");
    expect_place(graphml, 1, 2, "a &amp;");
    expect_place(gml, 1, 5, "37 ]");
    expect_place(gml, 1, 1, "1 target");
    expect_place("*Vertices 2\n1 a\n2 b\n*Arcs\n% x\n1 2 5\n\n2 1 7\n", 2, 3, "2 1 7");
}

Test(graph_read, what_cannot_be_a_payment_is_refused)
{
    expect_problem(GRAPHML("", "<edge source='c' target='x'/>"), CF_CODE_GRAPH_NODE, "<edge");
    expect_problem(GRAPHML("", "<edge source='c'/>"), CF_CODE_GRAPH_NODE, "<edge");
    expect_problem(GRAPHML("", "<node id='c'/>"), CF_CODE_GRAPH_NODE, "<node id='c'/></graph>");
    expect_problem(GRAPHML("", "<edge source='c' target='c' directed='false'/>"),
                   CF_CODE_GRAPH_UNDIRECTED, "<edge");
    expect_problem("graph [ edge [ source 1 target 2 ] ]", CF_CODE_GRAPH_UNDIRECTED, "graph");
    expect_problem("*Vertices 1\n1 a\n*Edges\n1 1 5\n", CF_CODE_GRAPH_UNDIRECTED, "1 1 5");
    expect_problem("*Vertices 1\n1 a\n*Arcs\n1 1\n", CF_CODE_GRAPH_NO_AMOUNTS, "1 1");
    expect_problem("graph [ directed 1 node [ id 1 graph [ ] ] ]", CF_CODE_GRAPH_PART, "graph [ ]");
    expect_problem("<graphml><graph></graphml>", CF_CODE_GRAPH_SYNTAX, "<graphml>");
}

Test(graph_read, undirected_graphs_may_have_directed_edges)
{
    expect_tables("<graphml><graph edgedefault='undirected'><node id='a'/><node id='b'/>"
                  "<edge source='b' target='a' directed='true'/></graph></graphml>",
                  "id\na\nb\n", "id,payer,payee\nedge-1,b,a\n");
}
