/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data section: what is in it, under which names, and what does not fit. */
#include "circfin/model.h"

#include <unistd.h>

#include "unit/testlib.h"

static const cf_model_limits no_limits = { 0 };

static const char scenario_text_of_all[] =
    "'entities': [{'id': 's', 'outside_funds': 2.5}, {'id': 'lab', 'revenue': {'amount': 7}},"
    " {'id': 'x'}],"
    "'deals': [{'id': 'invest', 'payer': 's', 'payee': 'lab', 'relation': 'investor',"
    " 'amount': 0.1, 'earmark': ['buy']},"
    " {'id': 'buy', 'payer': 'lab', 'payee': 's', 'relation': 'customer', 'amount': 10,"
    " 'status': 'signed', 'basis': 'estimate'},"
    " {'id': 'hidden', 'payer': 'lab', 'payee': 'x', 'relation': 'supplier'}]";

static cf_model *model_from(const char *text)
{
    char path[] = "/tmp/circfin-test-XXXXXX";
    FILE *out = fdopen(mkstemp(path), "w");
    cf_model *model = NULL;

    fputs(text, out);
    fclose(out);
    assert_ok(cf_model_read(&model, path, NULL));
    unlink(path);
    return model;
}

/* The data of a scenario for a model, into `text`; its one problem, if there is any. */
static cf_status data_of(char *text, size_t size, const char *members, const char *model_text,
                         const char *options, const cf_model_question *asked)
{
    cf_scenario *scenario = scenario_from(members);
    cf_view *view = view_of(scenario, options);
    cf_model_question question = asked == NULL ? (cf_model_question){ 0 } : *asked;
    cf_model *model = model_from(model_text);
    cf_model_data *data = NULL;
    cf_diags *diags = NULL;
    cf_status status;

    assert_ok(cf_diags_new(&diags));
    question.view = view;
    status = cf_model_data_new(&data, model, &question, diags);
    text[0] = '\0';
    if (status == CF_OK)
        snprintf(text, size, "%s", data->text);
    else if (cf_diags_count(diags) > 0)
        snprintf(text, size, "%d:%d %s", cf_diags_at(diags, 0)->where.line,
                 cf_diags_at(diags, 0)->where.column, cf_diags_at(diags, 0)->message);
    cf_diags_free(diags);
    cf_model_data_free(data);
    cf_model_free(model);
    cf_view_free(view);
    cf_scenario_free(scenario);
    return status;
}

static void expect_data(const char *members, const char *model, const char *options,
                        const char *expected)
{
    char text[4096];

    assert_ok(data_of(text, sizeof text, members, model, options, NULL));
    cr_expect_str_eq(text, expected);
}

Test(model_data, has_the_deals_as_they_are)
{
    expect_data(scenario_text_of_all,
                "set ENTITIES; set EDGES; set SUPPLIERS; param supplier symbolic;"
                "param outside_funds {ENTITIES}; param funds_known {ENTITIES};"
                "param revenue {ENTITIES}; param revenue_known {ENTITIES};"
                "param payer {EDGES} symbolic; param payee {EDGES} symbolic; param amount {EDGES};"
                "param class {EDGES} symbolic; param open {EDGES}; param relation {EDGES} symbolic;"
                "param status {EDGES} symbolic; param basis {EDGES} symbolic;",
                "",
                "data;\n"
                "set ENTITIES :=\n  s\n  lab\n  x;\n"
                "set EDGES :=\n  invest\n  buy\n  hidden;\n"
                "set SUPPLIERS :=\n  s;\n"
                "param supplier := s;\n"
                "param : outside_funds funds_known revenue revenue_known :=\n"
                "  s 2.5 1 0 0\n  lab 0 0 7 1\n  x 0 0 0 0;\n"
                "param : payer payee amount class open relation status basis :=\n"
                "  invest s lab 0.1 capital 0 investor announced reported\n"
                "  buy lab s 10 trade 0 customer signed estimate\n"
                "  hidden lab x 0 trade 1 supplier announced reported;\n"
                "end;\n");
}

Test(model_data, has_tied_money_on_its_way)
{
    expect_data(scenario_text_of_all,
                "set VERTICES; set PARTS; param recipient {VERTICES} symbolic;"
                "param kept {VERTICES}; param bounded {VERTICES}; param tail {PARTS} symbolic;"
                "param head {PARTS} symbolic; param part_amount {PARTS};"
                "param part_class {PARTS} symbolic; param part_open {PARTS};"
                "param part_edge {PARTS} symbolic; param origin_all;",
                "--origin all",
                "data;\n"
                "set VERTICES :=\n  s\n  lab\n  x\n  invest.tied;\n"
                "set PARTS :=\n  buy\n  invest.tied\n  buy.invest\n  hidden;\n"
                "param origin_all := 1;\n"
                "param : recipient kept bounded :=\n"
                "  s s 12.4 1\n  lab lab 0 0\n  x x 0 0\n  invest.tied lab 0 1;\n"
                "param : tail head part_amount part_class part_open part_edge :=\n"
                "  buy lab s 9.9 trade 0 buy\n"
                "  invest.tied s invest.tied 0.1 capital 0 invest\n"
                "  buy.invest invest.tied s 0.1 trade 0 buy\n"
                "  hidden lab x 0 trade 1 hidden;\n"
                "end;\n");
}

Test(model_data, holds_only_what_the_model_declares_and_does_not_assign)
{
    expect_data(scenario_text_of_all,
                "# set ENTITIES;\n/* param amount {EDGES}; */\nset EDGES 'the deals'; "
                "param open {EDGES} default 0, >= 0; param class {EDGES} symbolic := 'set PARTS;';"
                "for {i in 1..2} { printf 'x'; } set SUPPLIERS := {'s'}; var amount; "
                "display EDGES; data; set VERTICES := a; end; set ENTITIES;",
                "",
                "data;\n"
                "set EDGES :=\n  invest\n  buy\n  hidden;\n"
                "param : open :=\n  invest 0\n  buy 0\n  hidden 1;\n"
                "end;\n");
    expect_data(scenario_text_of_all, "param p := 1; var x; minimize o: x; end;", "", "");
}

Test(model_data, numbers_have_all_their_digits)
{
    expect_data("'entities': [{'id': 'a'}, {'id': 'b'}],"
                "'deals': [{'id': 'd', 'payer': 'a', 'payee': 'b', 'relation': 'customer',"
                "'amount': 0.30000000000000004}, {'id': 'e', 'payer': 'a', 'payee': 'b',"
                "'relation': 'customer', 'amount': 1e-300}]",
                "param amount {EDGES};", "",
                "data;\nparam : amount :=\n  d 0.30000000000000004\n  e 1e-300;\nend;\n");
}

Test(model_data, joint_entities_are_the_first_of_them)
{
    expect_data(
        "'entities': [{'id': 'a'}, {'id': 'b'}, {'id': 'c'}],"
        "'deals': [{'id': 'd', 'payer': 'a', 'payee': 'c', 'relation': 'investor',"
        "'amount': 1}, {'id': 'e', 'payer': 'c', 'payee': 'b', 'relation': 'customer',"
        "'amount': 2}, {'id': 'f', 'payer': 'a', 'payee': 'b', 'relation': 'customer',"
        "'amount': 4}, {'id': 'g', 'payer': 'c', 'payee': 'a', 'relation': 'investor',"
        "'amount': 4}]",
        "set ENTITIES; set VERTICES; set SUPPLIERS; set EDGES; param payer {EDGES} symbolic;"
        "param payee {EDGES} symbolic; param supplier symbolic;",
        "--joint b,a",
        "data;\nset ENTITIES :=\n  a\n  c;\nset EDGES :=\n  d\n  e\n  g;\n"
        "set VERTICES :=\n  a\n  c;\nset SUPPLIERS :=\n  a;\nparam supplier := a;\n"
        "param : payer payee :=\n  d a c\n  e c a\n  g c a;\nend;\n");
}

/* ---- names ---- */

Test(model_data, any_id_comes_through_mathprog_and_back)
{
    static const char *const ids[] = {
        "plain",
        "1e5",
        "end",
        "data",
        "a;b",
        "it's \\\"quoted\\\"",
        "a,b]",
        ".",
        "*",
        "(tr)",
        "\\u00fcn\\u00efcode \\u4e2d",
        "long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-"
        "long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long",
        "long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-"
        "long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-"
        "longer",
        ".~1",
        "d0.tied",
        " ",
    };
    enum { COUNT = sizeof ids / sizeof *ids };
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    cf_scenario *scenario = NULL;
    cf_view *view;
    cf_model *model;
    cf_model_data *data = NULL;
    cf_model_result *result = NULL;

    fprintf(out, "{\"schema\": \"circfin.scenario/1\", \"name\": \"n\", \"currency\": \"USD\", "
                 "\"entities\": [");
    for (int i = 0; i < COUNT; i++)
        fprintf(out, "%s{\"id\": \"%s\"}", i > 0 ? ", " : "", ids[i]);
    fprintf(out, "], \"deals\": [");
    for (int i = 0; i < COUNT; i++)
        fprintf(
            out,
            "%s{\"id\": \"%s\", \"payer\": \"%s\", \"payee\": \"%s\", \"relation\": \"customer\", "
            "\"amount\": %d}",
            i > 0 ? ", " : "", ids[i], ids[i], ids[(i + 1) % COUNT], i + 1);
    fprintf(out, "]}");
    fclose(out);
    assert_ok(cf_scenario_parse(&scenario, text, size, "odd.json", NULL));
    free(text);
    view = view_of(scenario, "");
    model = model_from("set ENTITIES; set EDGES; param amount {EDGES};"
                       "param payer {EDGES} symbolic in ENTITIES; param payee {EDGES} symbolic;"
                       "var x {EDGES, ENTITIES} >= 0; minimize o: sum {e in EDGES, u in ENTITIES}"
                       "x[e, u]; s.t. c {e in EDGES}: x[e, payee[e]] >= amount[e]; end;");
    assert_ok(cf_model_data_new(&data, model, &(cf_model_question){ .view = view }, NULL));
    assert_ok(cf_model_solve(&result, model, data, &no_limits, NULL));
    cr_expect_eq(result->status, CF_MODEL_OPTIMAL);
    cr_assert_eq(result->constraint_count, COUNT);
    for (int i = 0; i < COUNT; i++) {
        char index[1024];

        cr_expect_str_eq(result->constraints[i].index, scenario->deals[i].id);
        snprintf(index, sizeof index, "%s,%s", scenario->deals[i].id,
                 scenario->entities[(i + 1) % COUNT].id);
        cr_expect_str_eq(result->variables[i * COUNT + (i + 1) % COUNT].index, index);
        expect_near(result->variables[i * COUNT + (i + 1) % COUNT].value, i + 1);
    }
    /* "." and the two long ones, each as an entity and as a deal. */
    cr_expect_eq(data->symbol_count, 2 * 3);
    for (int i = 0; i < data->symbol_count; i++) {
        cr_expect_leq(strlen(data->symbols[i].symbol), 60);
        for (int k = 0; k < i; k++)
            cr_expect_str_neq(data->symbols[i].symbol, data->symbols[k].symbol);
        for (int k = 0; k < COUNT; k++)
            cr_expect_str_neq(data->symbols[i].symbol, scenario->deals[k].id);
    }
    cf_model_result_free(result);
    cf_model_data_free(data);
    cf_model_free(model);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

/* ---- what does not fit ---- */

static void expect_refusal(const char *model, const cf_model_question *question, cf_status expected,
                           const char *message)
{
    char text[4096];
    cf_status status = data_of(text, sizeof text, scenario_text_of_all, model, "", question);

    cr_expect_eq((int)status, (int)expected, "%s: status %d", model, (int)status);
    cr_expect_str_eq(text, message);
}

Test(model_data, names_of_the_layout_have_its_shape)
{
    expect_refusal(
        "set EDGES;\n param amount;", NULL, CF_BAD_INPUT,
        "2:8 \"amount\" is a parameter of the scenario, declared as: param amount {EDGES};");
    expect_refusal("set EDGES {1..2};", NULL, CF_BAD_INPUT,
                   "1:5 \"EDGES\" is a set of the scenario, declared as: set EDGES;");
    expect_refusal("set EDGES dimen 2;", NULL, CF_BAD_INPUT,
                   "1:5 \"EDGES\" is a set of the scenario, declared as: set EDGES;");
    expect_refusal("param supplier {1..2};", NULL, CF_BAD_INPUT,
                   "1:7 \"supplier\" is a parameter of the scenario, declared as: param supplier;");
    expect_refusal("param PARTS;", NULL, CF_BAD_INPUT,
                   "1:7 \"PARTS\" is a set of the scenario, declared as: set PARTS;");
}

Test(model_data, settings_give_values_to_parameters)
{
    static const cf_model_setting good[] = { { "a", "1e-3" },
                                             { "b", "two words" },
                                             { "supplier", "x" } };
    static const struct {
        cf_model_setting setting;
        const char *message;
    } bad[] = {
        { { "q", "1" }, "0:0 --set q: the model declares no such parameter" },
        { { "EDGES", "1" }, "0:0 --set EDGES: the model declares no such parameter" },
        { { "c", "1" }, "0:0 --set c: it has subscripts, so one value is not enough" },
        { { "d", "1" }, "0:0 --set d: the model itself assigns its value" },
        { { "a", "" }, "0:0 --set a: its value must be a symbol of 1 to 60 bytes" },
        { { "a", "x\ny" }, "0:0 --set a: its value must be a symbol of 1 to 60 bytes" },
    };
    static const char model[] = "param a; param b symbolic default 'z', symbolic; param c {1..2};"
                                "param d := 3; set EDGES; param supplier symbolic;";
    cf_model_question question = { .settings = good, .setting_count = 3 };
    char text[4096];

    assert_ok(data_of(text, sizeof text, scenario_text_of_all, model, "", &question));
    cr_expect_str_eq(text, "data;\nset EDGES :=\n  invest\n  buy\n  hidden;\n"
                           "param a := 1e-3;\nparam b := 'two words';\nparam supplier := x;\n"
                           "end;\n");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        question = (cf_model_question){ .settings = &bad[i].setting, .setting_count = 1 };
        expect_refusal(model, &question, CF_BAD_OPTION, bad[i].message);
    }
}

Test(model_data, the_supplier_is_an_entity_of_the_view)
{
    cf_model_question question = { .supplier = "labb" };

    expect_refusal("param supplier symbolic;", &question, CF_BAD_OPTION,
                   "0:0 --supplier: the view has no entity \"labb\"");
    question.supplier = "x";
    expect_refusal("param supplier symbolic;", &question, CF_OK,
                   "data;\nparam supplier := x;\nend;\n");
}
