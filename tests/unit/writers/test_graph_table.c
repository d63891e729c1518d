/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"
#include "writers/graph_table.h"

/* A report with a picture and its table. */
struct made {
    cf_scenario *scenario;
    cf_report *report;
    cf_graph_table *table;
};

static struct made make(const char *text, const char *view, const cf_param *params, int count)
{
    struct made made = { .scenario = scenario_from(text) };
    cf_request request = { .scenario = made.scenario,
                           .view = options_from(view),
                           .params = params,
                           .param_count = count };

    assert_ok(cf_analysis_run(&made.report, cf_analysis_find("graph"), &request, NULL));
    assert_ok(cf_graph_table_new(&made.table, made.report));
    return made;
}

static void drop(struct made *made)
{
    cf_graph_table_free(made->table);
    cf_report_free(made->report);
    cf_scenario_free(made->scenario);
}

static int column(const struct made *made, cf_graph_part part, const char *name)
{
    int count;
    const cf_column *columns = cf_graph_table_columns(made->table, part, &count);

    for (int i = 0; i < count; i++)
        if (strcmp(columns[i].name, name) == 0)
            return i;
    return -1;
}

/* The cell of the row with this id. */
static cf_cell cell(const struct made *made, cf_graph_part part, const char *id, const char *name)
{
    for (int row = 0; row < cf_graph_table_count(made->table, part); row++) {
        const cf_cell *cells = cf_graph_table_row(made->table, part, row);

        cr_assert_not_null(cells);
        if (strcmp(cells[CF_GRAPH_ID].text, id) == 0) {
            cr_assert_geq(column(made, part, name), 0, "no column %s", name);
            return cells[column(made, part, name)];
        }
    }
    cr_assert_fail("no row %s", id);
    return cf_cell_null();
}

static const char ring[] =
    "'as_of': '2026-02-01',"
    "'entities': [{'id': 's', 'name': 'Seller'}, {'id': 'a', 'outside_funds': 7}, {'id': 'b'}],"
    "'deals': ["
    " {'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10,"
    "  'announced': '2026-01', 'earmark': ['buy; \\\\more', 'open', 'buy2']},"
    " {'id': 'buy; \\\\more', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 6},"
    " {'id': 'buy2', 'relation': 'customer', 'payer': 'a', 'payee': 'b', 'amount': 6,"
    "  'status': 'signed'},"
    " {'id': 'open', 'relation': 'supplier', 'payer': 'a', 'payee': 'b'}]";

Test(graph_table, an_edge_is_a_deal_and_edges_are_in_file_order)
{
    struct made made = make(ring, "", NULL, 0);
    static const char *const ids[] = { "in", "buy; \\more", "buy2" };

    cr_assert_eq(cf_graph_table_count(made.table, CF_GRAPH_EDGES), 3);
    for (int i = 0; i < 3; i++) {
        cr_expect_str_eq(cf_graph_table_deal(made.table, i)->id, ids[i]);
        cr_expect_str_eq(cf_graph_table_row(made.table, CF_GRAPH_EDGES, i)[CF_GRAPH_ID].text,
                         ids[i]);
    }
    cr_expect_eq(cf_graph_table_edge(made.table, 0)->payer, 0);
    cr_expect_eq(cf_graph_table_edge(made.table, 0)->payee, 1);
    cr_expect_str_eq(cell(&made, CF_GRAPH_EDGES, "buy2", "status").text, "signed");
    drop(&made);
}

Test(graph_table, what_is_unknown_is_null_and_never_zero)
{
    static const cf_param unknown = { "unknown", NULL };
    struct made made = make(ring, "", &unknown, 1);

    cr_expect_not(cell(&made, CF_GRAPH_EDGES, "open", "amount").known);
    cr_expect_not(cell(&made, CF_GRAPH_EDGES, "open", "looping").known);
    cr_expect(cell(&made, CF_GRAPH_EDGES, "buy2", "looping").known);
    cr_expect_not(cell(&made, CF_GRAPH_VERTICES, "s", "outside_funds").known);
    expect_near(cell(&made, CF_GRAPH_VERTICES, "a", "outside_funds").number, 7);
    cr_expect_not(cell(&made, CF_GRAPH_VERTICES, "a", "invested").known);
    drop(&made);
}

Test(graph_table, columns_that_say_nothing_are_left_out)
{
    struct made made = make(ring, "", NULL, 0);

    cr_expect_eq(column(&made, CF_GRAPH_EDGES, "instrument"), -1);
    cr_expect_eq(column(&made, CF_GRAPH_EDGES, "cash"), -1); /* true of all, as by default */
    cr_expect_eq(column(&made, CF_GRAPH_EDGES, "payer"), -1);
    cr_expect_eq(column(&made, CF_GRAPH_VERTICES, "group"), -1);
    cr_expect_eq(column(&made, CF_GRAPH_VERTICES, "name"), CF_GRAPH_NAME);
    drop(&made);
}

Test(graph_table, a_list_names_the_deals_that_are_edges_as_a_spreadsheet_does)
{
    struct made made = make(ring, "", NULL, 0);

    cr_expect_str_eq(cell(&made, CF_GRAPH_EDGES, "in", "earmark").text, "buy\\; \\\\more;buy2");
    cr_expect_str_eq(cell(&made, CF_GRAPH_EDGES, "in", "announced").text, "2026-01-01");
    drop(&made);
}

Test(graph_table, looping_is_that_of_the_supplier_it_names)
{
    struct made made = make(ring, "", NULL, 0);

    expect_near(cell(&made, CF_GRAPH_EDGES, "buy; \\more", "looping").number,
                cell(&made, CF_GRAPH_VERTICES, "s", "loopback_pro_rata").number);
    cr_expect_str_eq(cell(&made, CF_GRAPH_EDGES, "in", "looping_supplier").text, "s");
    cr_expect_not(cell(&made, CF_GRAPH_EDGES, "buy2", "looping_supplier").known);
    cr_expect(cell(&made, CF_GRAPH_VERTICES, "s", "supplier").number > 0);
    drop(&made);
}

Test(graph_table, merged_entities_are_one_vertex_with_an_id_of_its_own)
{
    static const cf_param top = { "top", "1" };
    struct made made = make("'deals': ["
                            " {'id': 'x', 'relation': 'customer', 'payer': 'big',"
                            "  'payee': '+others', 'amount': 9},"
                            " {'id': 'y', 'relation': 'customer', 'payer': 'big',"
                            "  'payee': 'c', 'amount': 1},"
                            " {'id': 'z', 'relation': 'customer', 'payer': 'c',"
                            "  'payee': '+others', 'amount': 1}],"
                            "'entities': [{'id': 'big'}, {'id': '+others'}, {'id': 'c'}]",
                            "", &top, 1);

    cr_assert_eq(cf_graph_table_count(made.table, CF_GRAPH_VERTICES), 2);
    cr_assert_eq(cf_graph_table_count(made.table, CF_GRAPH_EDGES), 2); /* z is inside */
    expect_near(cell(&made, CF_GRAPH_VERTICES, "++others", "members").number, 2);
    cr_expect_not(cell(&made, CF_GRAPH_VERTICES, "big", "members").known);
    drop(&made);
}

Test(graph_table, the_graph_has_the_settings_of_the_scenario)
{
    struct made made = make(ring, "", NULL, 0);
    const cf_cell *cells = cf_graph_table_row(made.table, CF_GRAPH_ITSELF, 0);

    cr_expect_str_eq(cells[column(&made, CF_GRAPH_ITSELF, "as_of")].text, "2026-02-01");
    cr_expect_str_eq(cells[column(&made, CF_GRAPH_ITSELF, "currency")].text, "USD");
    cr_expect_geq(column(&made, CF_GRAPH_ITSELF, "view"), 0);
    drop(&made);
}

Test(graph_table, there_is_none_without_a_picture)
{
    cf_scenario *scenario = scenario_from(ring);
    cf_report *report = NULL;
    cf_graph_table *table = NULL;

    assert_ok(cf_report_new(&report, "score", scenario));
    cr_expect_eq(cf_graph_table_new(&table, report), CF_BAD_OPTION);
    cr_expect_null(table);
    cf_graph_table_free(table);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(graph_table, an_empty_graph_has_no_columns)
{
    struct made made = make("'entities': [], 'deals': []", "", NULL, 0);
    int count = -1;

    cf_graph_table_columns(made.table, CF_GRAPH_EDGES, &count);
    cr_expect_eq(count, 0);
    cr_expect_eq(cf_graph_table_count(made.table, CF_GRAPH_VERTICES), 0);
    drop(&made);
}
