/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's way through GLPK: every answer, and every way of going wrong. */
#include "circfin/model.h"

#include <unistd.h>

#include "unit/testlib.h"

static const cf_model_limits no_limits = { 0 }, little_memory = { .mebibytes = 256 };

/* A model from a text, through a file of its own. */
static cf_model *model_from(const char *text, cf_diags *diags)
{
    char path[] = "/tmp/circfin-test-XXXXXX";
    FILE *out = fdopen(mkstemp(path), "w");
    cf_model *model = NULL;
    cf_status status;

    cr_assert_not_null(out);
    fputs(text, out);
    fclose(out);
    status = cf_model_read(&model, path, diags);
    unlink(path);
    cr_assert_eq((int)status, model == NULL ? (int)CF_BAD_INPUT : (int)CF_OK);
    return model;
}

static cf_model_result *solve(const char *text)
{
    cf_diags *diags = NULL;
    cf_model *model;
    cf_model_result *result = NULL;

    assert_ok(cf_diags_new(&diags));
    model = model_from(text, diags);
    assert_ok(cf_model_solve(&result, model, NULL, &no_limits, diags));
    cf_model_free(model);
    cf_diags_free(diags);
    return result;
}

static cf_model_status status_of(const char *text)
{
    cf_model_result *result = solve(text);
    cf_model_status status = result->status;

    cf_model_result_free(result);
    return status;
}

static double value_of(const cf_model_result *result, const char *name, const char *index)
{
    for (int i = 0; i < result->variable_count; i++) {
        const cf_model_line *line = &result->variables[i];

        if (strcmp(line->name, name) == 0 && strcmp(line->index, index) == 0)
            return line->value;
    }
    cr_assert_fail("no variable %s[%s]", name, index);
    return NAN;
}

/* The one problem that a model has, as "LINE:COLUMN CODE MESSAGE". */
static void expect_problem(const char *text, cf_status expected, const char *problem)
{
    cf_diags *diags = NULL;
    cf_model *model;
    cf_model_result *result = NULL;
    cf_status status = CF_BAD_INPUT;
    const cf_diag *diag;
    char told[512];

    assert_ok(cf_diags_new(&diags));
    model = model_from(text, diags);
    if (model != NULL)
        status = cf_model_solve(&result, model, NULL, &little_memory, diags);
    cr_assert_eq((int)status, (int)expected, "%s: status %d", text, (int)status);
    cr_assert_null(result);
    cr_assert_eq(cf_diags_count(diags), 1, "%s: %d problems", text, cf_diags_count(diags));
    diag = cf_diags_at(diags, 0);
    snprintf(told, sizeof told, "%d:%d %d %s", diag->where.line, diag->where.column, diag->code,
             diag->message);
    cr_expect_str_eq(told, problem);
    cr_expect_not_null(diag->where.file);
    cf_model_free(model);
    cf_diags_free(diags);
}

/* ---- answers ---- */

Test(model, a_linear_programme_has_values_and_marginals)
{
    /* max 3x + 2y, x + y <= 4, x + 3y <= 8, x <= 3: x 3, y 1; worth of the bounds by hand */
    cf_model_result *result = solve("var x >= 0, <= 3; var y >= 0;\n"
                                    "maximize profit: 3 * x + 2 * y + 10;\n"
                                    "s.t. a: x + y <= 4; s.t. b: x + 3 * y <= 8;\n"
                                    "end;\n");

    cr_expect_eq(result->status, CF_MODEL_OPTIMAL);
    cr_expect_not(result->integer);
    cr_expect(result->maximise);
    cr_expect_str_eq(result->objective, "profit");
    expect_near(result->value, 21);
    expect_near(value_of(result, "x", ""), 3);
    expect_near(value_of(result, "y", ""), 1);
    expect_near(result->variables[0].marginal, 1);
    cr_assert_eq(result->constraint_count, 2); /* the objective is none */
    cr_expect_str_eq(result->constraints[0].name, "a");
    expect_near(result->constraints[0].value, 4);
    expect_near(result->constraints[0].marginal, 2);
    cr_expect(isnan(result->constraints[0].lower));
    expect_near(result->constraints[0].upper, 4);
    cr_expect(result->constraints[0].nonbasic);
    cr_expect_not(result->constraints[1].nonbasic);
    cf_model_result_free(result);
}

Test(model, integer_variables_make_an_integer_programme)
{
    cf_model_result *result = solve("var x integer >= 0.5; var y binary; var z >= 0, <= 0.5;\n"
                                    "maximize o: 5 * x + 4 * y + z;\n"
                                    "s.t. c: 6 * x + 5 * y <= 15.9;\nend;\n");

    cr_expect_eq(result->status, CF_MODEL_OPTIMAL);
    cr_expect(result->integer);
    expect_near(result->value, 10.5); /* x 2: the bound of x and 15.9 / 6 are no whole numbers */
    expect_near(value_of(result, "x", ""), 2);
    cr_expect(result->variables[0].integer);
    cr_expect_not(result->variables[2].integer);
    cr_expect(isnan(result->variables[0].marginal));
    cf_model_result_free(result);
}

Test(model, what_has_no_solution_or_no_best_one_is_an_answer)
{
    static const struct {
        const char *text;
        cf_model_status status;
    } cases[] = {
        { "var x >= 0; maximize o: x; s.t. a: x <= 1; s.t. b: x >= 2;", CF_MODEL_INFEASIBLE },
        { "var x >= 0; maximize o: x; s.t. a: x >= 1;", CF_MODEL_UNBOUNDED },
        { "var x >= 3, <= 1; minimize o: x;", CF_MODEL_INFEASIBLE },
        { "var x; var y; minimize o: x; s.t. a: x + y = 1; s.t. b: 2 * x + 2 * y = 3;",
          CF_MODEL_INFEASIBLE },
        { "var x >= 0; var y >= 0; maximize o: x; s.t. a: x - y <= 1; s.t. b: y - x >= 1;",
          CF_MODEL_UNBOUNDED },
        { "var x; minimize o: x;", CF_MODEL_UNBOUNDED },
        { "var x integer; minimize o: x;", CF_MODEL_UNBOUNDED },
        { "var x integer >= 0; maximize o: x; s.t. a: 2 * x = 3;", CF_MODEL_INFEASIBLE },
        { "var x integer >= 0.2, <= 0.8; minimize o: x;", CF_MODEL_INFEASIBLE },
        { "var x binary; var y integer >= 0; maximize o: y; s.t. a: x >= 0.5;",
          CF_MODEL_UNBOUNDED },
        { "var x >= 1; minimize o: x;", CF_MODEL_OPTIMAL },
        { "var x >= 1; s.t. a: x <= 2;", CF_MODEL_OPTIMAL },
        { "param p := 1; display p;", CF_MODEL_OPTIMAL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(status_of(cases[i].text), cases[i].status, "%s: %s", cases[i].text,
                     cf_model_status_names[status_of(cases[i].text)]);
}

Test(model, without_a_solution_there_are_no_values)
{
    cf_model_result *result = solve("var x >= 0; maximize o: x; s.t. a: x >= 1;\n"
                                    "solve; printf \"%g\\n\", x; end;\n");

    cr_expect(isnan(result->value));
    cr_expect(isnan(result->variables[0].value) && isnan(result->variables[0].marginal));
    cr_expect(isnan(result->constraints[0].value));
    cr_expect_eq(result->variables[0].lower, 0.0);
    cr_expect_eq(result->printed_count, 0); /* what follows `solve` has nothing to print */
    cf_model_result_free(result);
}

Test(model, what_a_model_prints_is_kept_before_and_after_solving)
{
    static const char *const lines[] = { "before 1", "Display statement at line 3",
                                         "p = 7",    "",
                                         "x  = 7",   "no newline" };
    cf_model_result *result =
        solve("printf \"before %d\\n\", 1;\nparam p := 7;\ndisplay p;\n"
              "printf \"\\n\"; var x >= p; minimize o: x;\n"
              "solve; printf \"x  = %g\\n\", x; printf \"no newline\"; end;\n");

    cr_assert_eq(result->printed_count, 6);
    for (int i = 0; i < 6; i++)
        cr_expect_str_eq(result->printed[i], lines[i]);
    cf_model_result_free(result);
}

Test(model, a_model_without_data_reads_its_own)
{
    cf_model_result *result =
        solve("set A; param p {A}; var x {A} >= 0;\n"
              "minimize o: sum {i in A} x[i]; s.t. c {i in A}: x[i] >= p[i];\n"
              "data; set A := a 'b c' 1; param p := a 1 'b c' 2 1 3;\n");

    expect_near(result->value, 6);
    expect_near(value_of(result, "x", "b c"), 2);
    expect_near(value_of(result, "x", "1"), 3);
    cf_model_result_free(result);
}

/* Integer programmes that no branch and bound finishes soon: R. G. Jeroslow (1974),
 * https://doi.org/10.1007/BF01580225, and one that it never does. */
Test(model, a_time_limit_ends_what_would_take_for_ever)
{
    static const struct {
        const char *text;
        cf_model_status status;
    } cases[] = {
        { "set A := 1..61; var x {A} binary; var y integer >= 0;\n"
          "minimize o: y; s.t. c: 2 * sum {i in A} x[i] + y = 61; end;\n",
          CF_MODEL_FEASIBLE },
        { "var x integer; var y integer; maximize o: y; s.t. a: 2 * x - 2 * y = 1; end;",
          CF_MODEL_UNDEFINED },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_model_limits short_limits = { .seconds = 0.8 };
        cf_model *model = model_from(cases[i].text, NULL);
        cf_model_result *result = NULL;

        assert_ok(cf_model_solve(&result, model, NULL, &short_limits, NULL));
        cr_expect_eq(result->status, cases[i].status, "%s: %s", cases[i].text,
                     cf_model_status_names[result->status]);
        if (result->status == CF_MODEL_FEASIBLE)
            expect_near(result->gap, 1); /* 1 found, no better bound than 0 */
        cf_model_result_free(result);
        cf_model_free(model);
    }
}

/* ---- problems ---- */

Test(model, a_syntax_error_has_its_line_and_column)
{
    expect_problem("var x >= 0;\nminimize o: x +;\nend;\n", CF_BAD_INPUT,
                   "2:16 703 syntax error in expression at \";\"");
    expect_problem("# a\n/* b\n*/ set A;\nparam p {A;\nend;\n", CF_BAD_INPUT,
                   "4:11 703 syntax error in indexing expression at \";\"");
    expect_problem("var x >= 0;\nminimize o: x\n\ns.t. c: x >= 1;\nend;\n", CF_BAD_INPUT,
                   "4:1 703 syntax error in objective statement at \"s.t.\"");
    expect_problem("display 'open;\nend;\n", CF_BAD_INPUT,
                   "1:9 703 unexpected end of line; string literal incomplete");
    expect_problem("var x;\n\n  \xC3\xA9;\nend;\n", CF_BAD_INPUT,
                   "3:3 703 character \xC3 not allowed");
    expect_problem("", CF_BAD_INPUT, "0:1 703 empty model section not allowed");
}

Test(model, an_error_while_it_runs_has_the_line_of_its_statement)
{
    expect_problem("var x >= 0;\n\nparam p := 1 / 0;\nminimize o:\n  p * x;\nend;\n", CF_BAD_INPUT,
                   "4:1 704 1 / 0; floating-point zero divide");
    expect_problem("set A;\nvar x {A};\nminimize o: sum {i in A} x[i];\nend;\n", CF_BAD_INPUT,
                   "3:1 704 no value for A");
    expect_problem("param p {1..2} := 1;\nvar x;\n  minimize o: p[3] * x;\nend;\n", CF_BAD_INPUT,
                   "3:3 704 p[3] out of domain");
    expect_problem("var x >= 1;\ncheck 1 = 2;\nminimize o: x;\nend;\n", CF_BAD_INPUT,
                   "2:1 704 check failed");
    expect_problem("var x >= 1;\nminimize o: x;\nsolve;\nprintf \"%g\", 1 / (x - 1);\nend;\n",
                   CF_BAD_INPUT, "4:1 704 1 / 0; floating-point zero divide");
}

Test(model, what_glpk_would_not_survive_is_refused_or_caught)
{
    char deep[1200] = "param p := ";
    char *list = calloc(60000, 1);

    cr_assert_not_null(list);
    for (int i = 0; i < 201; i++)
        strcat(deep, "(");
    expect_problem(deep, CF_BAD_INPUT, "1:212 707 brackets are nested more than 200 deep");
    strcpy(list, "param p := 1");
    for (int i = 0; i < 5000; i++)
        strcpy(list + strlen(list), " + 1");
    expect_problem(list, CF_BAD_INPUT, "1:20006 707 a statement has more than 10,000 words");
    expect_problem("var x;\nprintf \"100 %% %5000d\\n\", 1;\n", CF_BAD_INPUT,
                   "2:8 708 a printf format is too wide");
    expect_problem("printf \"%255d%255d%255d%255d\\n\", 1, 1, 1, 1;\n", CF_BAD_INPUT,
                   "1:8 708 a printf format is too wide");
    expect_problem("set A := 1..1e9;\ndisplay card(A);\nend;\n", CF_BAD_INPUT,
                   "0:0 714 the model needs more than 256 MiB of memory");
    cr_expect_eq(status_of("var x >= 1; minimize o: x;"), CF_MODEL_OPTIMAL); /* afterwards */
    cr_expect_eq(status_of("printf \"100 %% 5000 %255d\\n\", 1;"), CF_MODEL_OPTIMAL);
    free(list);
}

/* Each by itself ends glpsol with a signal, or never. */
Test(model, a_crash_of_glpk_is_an_error_of_the_model)
{
    static const char *const texts[] = {
        "param p {i in 1..2} := p[i] + 1; var x >= p[1]; minimize o: x; end;",
        "param w symbolic := '%' & '5000d'; var x >= 0; minimize o: x; solve; printf w, 1; end;",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_problem(texts[i], CF_BAD_INPUT, "0:0 715 GLPK crashed on this model");
    cr_expect_eq(status_of("var x >= 1; minimize o: x;"), CF_MODEL_OPTIMAL);
}

/* glpsol crashes on 10,000. */
Test(model, parameters_may_be_defined_by_long_chains)
{
    cf_model_result *result = solve("param p {i in 0..20000} := if i = 0 then 0 else p[i-1] + 1;\n"
                                    "var x >= p[20000]; minimize o: x; end;\n");

    expect_near(result->value, 20000);
    cf_model_result_free(result);
}

Test(model, warnings_of_glpk_have_the_model_line)
{
    cf_diags *diags = NULL;
    cf_model *model;
    cf_model_result *result = NULL;

    assert_ok(cf_diags_new(&diags));
    model = model_from("var x >= 1;\nminimize o: x;\n", diags);
    assert_ok(cf_model_solve(&result, model, NULL, &no_limits, diags));
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->severity, CF_WARNING);
    cr_expect_eq(cf_diags_at(diags, 0)->where.line, 2);
    cr_expect_str_eq(cf_diags_at(diags, 0)->message,
                     "unexpected end of file; missing end statement inserted");
    cf_model_result_free(result);
    cf_model_free(model);
    cf_diags_free(diags);
}

Test(model, a_folder_for_temporary_files_that_is_not_there_is_told)
{
    cf_diags *diags = NULL;
    cf_model *model = model_from("var x >= 1; minimize o: x; end;\n", NULL);
    cf_model_result *result = NULL;

    assert_ok(cf_diags_new(&diags));
    setenv("TMPDIR", "/nowhere/at/all", 1);
    cr_expect_eq((int)cf_model_solve(&result, model, NULL, &no_limits, diags), (int)CF_IO);
    unsetenv("TMPDIR");
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, CF_CODE_MODEL_SCRATCH);
    cf_model_free(model);
    cf_diags_free(diags);
}

/* ---- memory ---- */

Test(model, memory_may_run_out_anywhere)
{
    static const char text[] =
        "set EDGES; param amount {EDGES}; set ENTITIES; var x {EDGES} >= 0;\n"
        "maximize o: sum {e in EDGES} x[e];\n"
        "s.t. c {e in EDGES}: x[e] <= amount[e];\n"
        "solve; display x;\n"
        "printf \"a\\nb\\n\"; end;\n";
    cf_scenario *scenario =
        scenario_from("'entities': [{'id': 'a\xC3\xA9'}, {'id': '.'}],"
                      "'deals': [{'id': 'd', 'payer': '.', 'payee': 'a\xC3\xA9',"
                      "'relation': 'investor', 'amount': 1}]");
    cf_view *view = view_of(scenario, "");
    cf_model_question question = { .view = view };
    char path[] = "/tmp/circfin-test-XXXXXX";
    FILE *out = fdopen(mkstemp(path), "w");
    bool done = false;

    fputs(text, out);
    fclose(out);
    for (long allowed = 0; !done; allowed++) {
        cf_diags *diags = NULL;
        cf_model *model = NULL;
        cf_model_data *data = NULL;
        cf_model_result *result = NULL;
        cf_status status;

        assert_ok(cf_diags_new(&diags));
        allow_allocations(allowed);
        status = cf_model_read(&model, path, diags);
        if (status == CF_OK)
            status = cf_model_data_new(&data, model, &question, diags);
        if (status == CF_OK)
            status = cf_model_solve(&result, model, data, &no_limits, diags);
        cr_expect(status == CF_OK || status == CF_NO_MEMORY, "%ld: status %d", allowed,
                  (int)status);
        cr_expect_eq(result != NULL, status == CF_OK);
        done = status == CF_OK;
        if (done)
            cr_expect_str_eq(result->printed[result->printed_count - 1], "b");
        cf_model_result_free(result);
        cf_model_data_free(data);
        cf_model_free(model);
        stop_counting_allocations();
        cf_diags_free(diags);
        cr_assert_lt(allowed, 1000);
    }
    unlink(path);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
