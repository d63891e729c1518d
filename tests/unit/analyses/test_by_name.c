/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fifteen functions of circfin/circfin.h, as a program of somebody else's uses them. */
#include <pthread.h>
#include <unistd.h>

#include "circfin/circfin.h"
#include "circfin/diag.h"
#include "circfin/sheets.h"
#include "circfin/writer.h"
#include "unit/testlib.h"

static cf_diags *diags;
static cf_scenario *scenario;

static const char *const deal_cells[][6] = {
    { "id", "relation", "payer", "payee", "amount", "note" },
    { "stake", "investor", "chips", "lab", "10", "=1+1, \"quoted\"\nand on" },
    { NULL, NULL, NULL, NULL, NULL, "" },
    { "buy", "customer", "lab", "chips", "12", NULL },
    { "wages", "supplier", "lab", "staff", "8", "" },
};
static const char *const entity_cells[][2] = {
    { "id", "outside_funds" }, { "chips", NULL }, { "lab", "10" }, { "staff", "" }
};
static const cf_cells deals = { deal_cells[0], 6, 5 }, entities = { entity_cells[0], 2, 4 };

static void make(void)
{
    const char *const options[] = { "currency=USD", "--unit=bn", NULL };

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_scenario_make(&scenario, &deals, &entities, options, diags));
}

static void drop(void)
{
    cf_scenario_free(scenario);
    cf_diags_free(diags);
}

TestSuite(by_name, .init = make, .fini = drop);

Test(by_name, a_scenario_is_made_of_cells_as_of_a_spreadsheet)
{
    cr_expect_eq(scenario->deal_count, 3);
    cr_expect_eq(scenario->entity_count, 3);
    cr_expect_str_eq(scenario->deals[0].note, "=1+1, \"quoted\"\nand on");
    cr_expect_null(scenario->deals[1].note);
    cr_expect_str_eq(scenario->name, "deals");
    cr_expect_str_eq(cf_diags_text(diags), "");
}

Test(by_name, problems_of_cells_have_the_row_and_the_column)
{
    static const char *const wrong[][5] = { { "id", "relation", "payer", "payee", "amount" },
                                            { "a", "custmer", "x", "y", "ten" } };
    const cf_cells cells = { wrong[0], 5, 2 };
    cf_scenario *none = NULL;
    const char *const dollars[] = { "currency=USD", NULL };

    cr_expect_eq(cf_scenario_make(&none, &cells, NULL, dollars, diags), CF_BAD_INPUT);
    cr_expect_null(none);
    cr_expect_not_null(
        strstr(cf_diags_text(diags),
               "error: relation must be investor, customer, supplier, repayment or "
               "interest, but is \"custmer\" [CF212] (row 2, relation)\n  hint: did you mean"));
    cr_expect_not_null(strstr(cf_diags_text(diags), "[CF221] (row 2, amount)"));
}

/* Whatever CSV would need of quotes, apostrophes and lines before the cell. */
Test(by_name, places_of_cells_are_their_numbers)
{
    static const char *const wrong[][6] = {
        { "id", "note", "relation", "payer", "payee", "amount" },
        { "a", "\"x\", 'y'\nand on", "customer", "x", "y", "5" },
        { NULL, "=1", "customer", "x", "'", "-12" }
    };
    const cf_cells cells = { wrong[0], 6, 3 };
    const char *const dollars[] = { "currency=USD", NULL };
    cf_scenario *none = NULL;

    cr_expect_eq(cf_scenario_make(&none, &cells, NULL, dollars, diags), CF_BAD_INPUT);
    for (int i = 0; i < cf_diags_count(diags); i++) {
        const cf_where *where = &cf_diags_at(diags, i)->where;

        if (cf_diags_at(diags, i)->severity != CF_ERROR)
            continue;
        cr_expect_eq(where->line, 3);
        cr_expect_eq(where->column, 6);
        cr_expect_str_eq(where->source_line, "-12");
        cr_expect_null(where->sheet);
    }
    cr_expect_eq(cf_diags_total(diags, CF_ERROR), 1);
}

/* The options are gone before the report is read. */
static cf_report *analysed(const char *analysis, const char *a, const char *b)
{
    char *copies[3] = { strdup(a), b == NULL ? NULL : strdup(b), NULL };
    cf_report *report = NULL;

    cr_expect_eq(
        cf_scenario_analyse(&report, scenario, analysis, (const char *const *)copies, diags), CF_OK,
        "%s: %s", analysis, cf_diags_text(diags));
    for (int i = 0; i < 2 && copies[i] != NULL; i++) {
        memset(copies[i], '#', strlen(copies[i])); /* what is borrowed from them shows */
        free(copies[i]);
    }
    return report;
}

Test(by_name, figures_and_cells_are_read_by_name)
{
    cf_report *report = analysed("score", "--joint=chips,lab", "origin=capital");
    const cf_table *suppliers = cf_report_find_table(report, "suppliers");

    expect_near(cf_report_number(report, "gross"), 30);
    cr_expect(isnan(cf_report_number(report, "no such figure")));
    cr_expect_eq(cf_table_row_count(suppliers), 1);
    cr_expect_str_eq(cf_table_text(suppliers, 0, "entity"), "chips");
    expect_near(cf_table_number(suppliers, 0, "loopback_min"), 2);
    expect_near(cf_table_number(suppliers, 0, "loopback_pro_rata"), 6);
    expect_near(cf_table_number(suppliers, 0, "loopback_max"), 10);
    cr_expect(isnan(cf_table_number(suppliers, 0, "entity")), "a text");
    cr_expect(isnan(cf_table_number(suppliers, 0, "revenue_reported")), "null");
    cr_expect(isnan(cf_table_number(suppliers, 1, "invested")), "no such row");
    cr_expect(isnan(cf_table_number(suppliers, -1, "invested")), "no such row");
    cr_expect_null(cf_table_text(suppliers, 0, "invested"), "a number");
    cr_expect_null(cf_table_text(suppliers, 0, "no such column"));
    cr_expect_null(cf_report_find_table(report, "no such table"));
    cr_expect_eq(cf_table_row_count(NULL), 0);
    cr_expect_null(cf_table_text(NULL, 0, "entity"));
    cf_report_free(report);
}

static bool note_step(void *payload, const cf_progress_state *state)
{
    (void)state;
    return ++*(int *)payload < 2;
}

Test(by_name, a_question_has_one_table_another_scenario_and_progress)
{
    static const char *const many[] = { "draws=10000000", "threads=1", NULL };
    int steps = 0;
    const cf_progress progress = { .step = note_step, .payload = &steps };
    cf_scenario *other = scenario_in("ai-deals.json");
    cf_question question = { .analysis = "score", .scenario = scenario, .table = "suppliers" };
    cf_report *report = NULL;

    assert_ok(cf_question_answer(&report, &question, diags));
    cr_expect_eq(cf_report_table_count(report), 1);
    cf_report_free(report);
    question.table = "supplier";
    cr_expect_eq(cf_question_answer(&report, &question, diags), CF_BAD_OPTION);
    cr_expect_null(report);
    cr_expect_not_null(strstr(cf_diags_text(diags), "did you mean \"suppliers\"?"));
    question = (cf_question){ .analysis = "compare", .scenario = scenario, .other = other };
    cr_assert_eq(cf_question_answer(&report, &question, diags), CF_OK, "%s", cf_diags_text(diags));
    expect_near(cf_report_number(report, "gross_a"), 30);
    cr_expect_gt(cf_report_number(report, "gross_b"), 1000);
    cf_report_free(report);
    question = (cf_question){
        .analysis = "simulate", .scenario = other, .options = many, .progress = &progress
    };
    cr_assert_eq(cf_question_answer(&report, &question, diags), CF_OK, "%s", cf_diags_text(diags));
    cr_expect_eq(steps, 2);
    cr_expect_lt(cf_report_number(report, "draws"), 1e7);
    cf_report_free(report);
    cf_scenario_free(other);
}

Test(by_name, a_scenario_may_be_built_with_settings)
{
    static const cf_sheet_setting settings[] = { { "as_of", "2026-06-30" }, { "currency", "EUR" } };
    static const char *const dollars[] = { "currency=USD", NULL };
    cf_building building = {
        .deals = &deals, .entities = &entities, .settings = settings, .setting_count = 2
    };
    cf_scenario *built = NULL;

    assert_ok(cf_scenario_build(&built, &building, diags));
    cr_expect_str_eq(built->currency, "EUR");
    cr_expect_neq(built->as_of, CF_NO_DAY);
    cf_scenario_free(built);
    building.options = dollars; /* they come first */
    assert_ok(cf_scenario_build(&built, &building, diags));
    cr_expect_str_eq(built->currency, "USD");
    cf_scenario_free(built);
}

Test(by_name, a_chart_is_rendered_into_memory)
{
    cf_report *report = analysed("score", "view=base", NULL);
    const cf_writer *svg = cf_writer_find("svg");
    const cf_write_options exposure = { .chart = "exposure" }, stack = { .chart = "stack" };
    char *first = NULL, *second = NULL;
    size_t size;

    assert_ok(cf_report_render_as(&first, &size, report, svg, &exposure, diags));
    cr_expect_eq(strlen(first), size);
    assert_ok(cf_report_render_as(&second, &size, report, svg, &stack, diags));
    cr_expect_str_neq(first, second);
    free(first);
    free(second);
    cf_report_free(report);
}

Test(by_name, every_analysis_runs_and_every_format_renders)
{
    static const struct {
        const char *analysis, *option;
    } runs[] = { { "score", "view=firm" },         { "loops", "top=all" },
                 { "drivers", "measure=max" },     { "sweep", "vary=deal:buy=0:20:10" },
                 { "timeline", "supplier=chips" }, { "stress", "shock=funds:lab=0.5" },
                 { "compare", "view-b=headline" }, { "vintages", "period=year" },
                 { "simulate", "draws=20" },       { "chance", "draws=20" },
                 { "graph", "--loops-only" },      { "model", "model=models/loopback.mod" } };

    cr_assert_eq(chdir(CIRCFIN_SOURCE), 0);
    cr_expect_eq(CF_COUNT_OF(runs), cf_analysis_count(), "every one");
    for (int i = 0; i < CF_COUNT_OF(runs); i++) {
        const char *second = strcmp(runs[i].analysis, "model") == 0 ? "supplier=chips" : NULL;
        cf_report *report = analysed(runs[i].analysis, runs[i].option, second);

        for (int w = 0; report != NULL && w < cf_writer_count(); w++) {
            const cf_writer *writer = cf_writer_at(w);
            bool suits = cf_writer_suits(writer, cf_analysis_find(runs[i].analysis));
            char *text;
            size_t size;
            cf_status status = cf_report_render(&text, &size, report, writer->name, NULL, diags);

            if (!suits) {
                cr_expect_eq(status, CF_BAD_OPTION, "%s as %s", runs[i].analysis, writer->name);
                continue;
            }
            cr_expect_eq(status, CF_OK, "%s as %s", runs[i].analysis, writer->name);
            cr_expect(size > 10 && text[size] == '\0', "%s as %s", runs[i].analysis, writer->name);
            cr_expect_null(strstr(text, "####"), "%s as %s", runs[i].analysis, writer->name);
            free(text);
        }
        cf_report_free(report);
    }
}

Test(by_name, a_report_borrows_nothing_from_options)
{
    static const struct {
        const char *analysis, *a, *b;
    } runs[] = { { "score", "joint=chips", "supplier=chips" },
                 { "score", "joint=chips,lab", "as-of=2026-05-05" },
                 { "score", "status=signed,announced", "window=2026..2027" },
                 { "compare", "joint=chips", "joint-b=lab" },
                 { "model", "model=models/loopback.mod", "supplier=chips" },
                 { "sweep", "vary=scale:buy=0:2:1", "supplier=chips" } };

    cr_assert_eq(chdir(CIRCFIN_SOURCE), 0);
    for (int i = 0; i < CF_COUNT_OF(runs); i++) {
        cf_report *report = analysed(runs[i].analysis, runs[i].a, runs[i].b);
        char *text;
        size_t size;

        assert_ok(cf_report_render(&text, &size, report, "json", NULL, diags));
        cr_expect_null(strstr(text, "####"), "%s: %s", runs[i].analysis, text);
        free(text);
        cf_report_free(report);
    }
}

Test(by_name, a_report_has_its_own_warnings_and_those_of_the_scenario)
{
    const char *const vary[] = { "vary=deal:buy=0:20:10", "joint=chips", NULL };
    const char *const dollars[] = { "currency=USD", NULL };
    cf_scenario *named = NULL;
    cf_report *swept = NULL, *scored = NULL;

    assert_ok(cf_scenario_make(&named, &deals, NULL, dollars, diags)); /* CF411 */
    assert_ok(cf_scenario_analyse(&swept, named, "sweep", vary, diags));
    assert_ok(cf_scenario_analyse(&scored, named, "score", NULL, diags));
    cr_assert_eq(cf_report_warning_count(swept), 2);
    cr_expect_not_null(strstr(cf_report_warning(swept, 0), "[CF411]"));
    cr_expect_not_null(strstr(cf_report_warning(swept, 1), "[CF528]"));
    cr_assert_eq(cf_report_warning_count(scored), 1);
    cr_expect_not_null(strstr(cf_report_warning(scored, 0), "[CF411]"));
    cf_report_free(swept);
    cf_report_free(scored);
    cf_scenario_free(named);
}

Test(by_name, one_table_is_rendered)
{
    cf_report *report = analysed("score", "reported-only", NULL);
    char *text;
    size_t size;

    cr_expect_eq(cf_report_render(&text, &size, report, "csv", "routes", diags), CF_OK);
    cr_expect_str_eq(text, "supplier,investee,last_payer,amount\r\nchips,lab,lab,6\r\n");
    cr_expect_eq(size, strlen(text));
    free(text);
    cr_expect_eq(cf_report_render(&text, &size, report, "csv", "route", diags), CF_BAD_OPTION);
    cr_expect_null(text);
    cr_expect_eq(cf_report_render(&text, &size, report, "docx", NULL, diags), CF_BAD_OPTION);
    cr_expect_not_null(strstr(cf_diags_text(diags), "there is no format \"docx\" [CF572]\n"
                                                    "  hint: one of table, "));
    cf_report_free(report);
}

/* ---- row by row ---- */

struct taken {
    int rows, most;
    double sum;
};

static bool take(void *payload, const cf_table *rows, long row)
{
    struct taken *taken = payload;

    taken->sum += cf_table_number(rows, row, "loopback_pro_rata");
    return ++taken->rows < taken->most;
}

static int rows_of(const char *analysis, const char *option, int most)
{
    const char *const options[] = { option, NULL };
    struct taken taken = { .most = most };

    cr_expect_eq(cf_scenario_each_row(scenario, analysis, options, take, &taken, diags), CF_OK,
                 "%s", cf_diags_text(diags));
    return taken.rows;
}

Test(by_name, rows_are_handed_over_until_the_function_has_enough)
{
    struct taken taken = { .most = 1000 };
    const char *const options[] = { "vary=deal:buy=0:20:1", NULL };

    cr_expect_eq(rows_of("sweep", "vary=deal:buy=0:20:1", 1000), 21);
    cr_expect_eq(rows_of("sweep", "vary=deal:buy=0:20:1", 4), 4);
    cr_expect_eq(rows_of("loops", "kind=all", 1000), 1);
    cr_expect_eq(rows_of("score", "consolidate", 1000), 1, "does not stream");
    assert_ok(cf_scenario_each_row(scenario, "sweep", options, take, &taken, diags));
    cr_expect(taken.sum > 60 && taken.sum < 200, "%g", taken.sum);
    cr_expect_str_eq(cf_diags_text(diags), "", "no warning that it was stopped");
}

Test(by_name, streamed_rows_of_a_sweep_are_those_of_its_table)
{
    cf_report *report = analysed("sweep", "vary=deal:buy=0:20:1", "vary=scale:wages=0:2:0.5");
    const cf_table *table = cf_report_find_table(report, "sweep");
    struct taken taken = { .most = 1000 };
    const char *const options[] = { "vary=deal:buy=0:20:1", "vary=scale:wages=0:2:0.5", NULL };
    double sum = 0;

    for (long row = 0; row < cf_table_row_count(table); row++)
        sum += cf_table_number(table, row, "loopback_pro_rata");
    assert_ok(cf_scenario_each_row(scenario, "sweep", options, take, &taken, diags));
    cr_expect_eq(taken.rows, cf_table_row_count(table));
    cr_expect(taken.sum == sum, "to the last bit");
    cf_report_free(report);
}

/* ---- what is wrong ---- */

static cf_status made_of(const cf_cells *cells, const char *option)
{
    const char *const options[] = { "currency=USD", option, NULL };
    cf_scenario *none = NULL;
    cf_status status = cf_scenario_make(&none, cells, NULL, options, diags);

    cr_expect_null(none);
    return status;
}

Test(by_name, cells_that_are_no_table_are_refused)
{
    static const char *const latin[] = { "id", "relation", "payer",     "payee", "amount",
                                         "a",  "investor", "M\xfcller", "b",     "5" };
    static const char *const headless[] = { "", NULL, "" };

    cr_expect_eq(made_of(NULL, NULL), CF_BAD_OPTION);
    cr_expect_eq(made_of(&(cf_cells){ NULL, 5, 2 }, NULL), CF_BAD_OPTION);
    cr_expect_eq(made_of(&(cf_cells){ latin, 5, -1 }, NULL), CF_BAD_OPTION);
    cr_expect_eq(made_of(&(cf_cells){ latin, -5, 2 }, NULL), CF_BAD_OPTION);
    cr_expect_eq(made_of(&(cf_cells){ latin, 0, 2 }, NULL), CF_BAD_SYNTAX);
    cr_expect_eq(made_of(&(cf_cells){ latin, 5, 0 }, NULL), CF_BAD_SYNTAX);
    cr_expect_eq(made_of(&(cf_cells){ headless, 3, 1 }, NULL), CF_BAD_INPUT);
    cr_expect_eq(made_of(&(cf_cells){ latin, 5, 2 }, NULL), CF_BAD_SYNTAX, "not UTF-8");
    cr_expect_not_null(strstr(cf_diags_text(diags), "deals:2:18: error: the file must be UTF-8"),
                       "%s", cf_diags_text(diags));
    cr_expect_eq(made_of(&deals, "settings=a.csv"), CF_BAD_OPTION, "no files");
    cr_expect_eq(made_of(&deals, "entities=a.csv"), CF_BAD_OPTION, "no files");
}

Test(by_name, null_is_refused_or_empty)
{
    cf_scenario *none = NULL;

    cr_expect_eq(cf_scenario_load(&none, NULL, NULL, diags), CF_BAD_OPTION);
    cr_expect_null(none);
    cr_expect_not_null(strstr(cf_diags_text(diags), "[CF574]"));
    cr_expect(isnan(cf_report_number(NULL, "gross")));
    cr_expect_null(cf_report_find_table(NULL, "suppliers"));
    cr_expect_eq(cf_scenario_load(&none, "no such file", NULL, NULL), CF_IO, "no diags");
    cf_report_free(NULL);
    cf_scenario_free(NULL);
    cf_diags_free(NULL);
}

/* ---- options that are wrong ---- */

Test(by_name, a_wrong_option_is_told_with_the_way_out)
{
    static const struct {
        const char *analysis, *option, *told;
    } cases[] = {
        { "scores", "view=firm", "there is no analysis \"scores\" [CF571]\n  hint: did you mean" },
        { "x", NULL, "[CF571]\n  hint: one of score, loops, " },
        { "score", "veiw=firm",
          "there is no option \"veiw\" [CF560]\n  hint: did you mean \"view" },
        { "score", "view", "view needs a value: view=firm, base or headline [CF561]" },
        { "score", "as-of", "as-of needs a value: as-of=DATE [CF561]" },
        { "score", "non-cash=1", "non-cash takes no value, but has \"1\" [CF562]" },
        { "score", "view=firme", "view must be firm, base or headline, but is \"firme\" [CF564]" },
        { "score", "status=sgined", "[CF565]\n  hint: did you mean \"signed\"?" },
        { "score", "as-of=2026-13", "--as-of must be a day, month or year, but is" },
        { "score", "supplier=nobody", "the view has no entity \"nobody\" [CF501]" },
        { "score", "view-b=firm", "there is no option \"view-b\" [CF560]" },
        { "score", "", "there is no option \"\" [CF560]" },
        { "score", "=", "there is no option \"\" [CF560]" },
        { "model", "set=a=1", "needs the option model=FILE [CF561]" },
        { "model", "data-out=x.dat",
          "data-out writes a file, which only the command does [CF575]" },
        { "loops", "stream", "--stream needs something that takes the rows [CF573]" },
        { "sweep", "vary=deal:no=0:1:1", "[CF522]" },
    };

    for (int i = 0; i < CF_COUNT_OF(cases); i++) {
        const char *const options[] = { cases[i].option, NULL };
        cf_diags *told = NULL;
        cf_report *none = NULL;

        assert_ok(cf_diags_new(&told));
        cr_expect_eq(cf_scenario_analyse(&none, scenario, cases[i].analysis, options, told),
                     CF_BAD_OPTION, "%s", cases[i].option);
        cr_expect_null(none);
        cr_expect_not_null(strstr(cf_diags_text(told), cases[i].told), "%s: %s", cases[i].option,
                           cf_diags_text(told));
        cf_diags_free(told);
    }
}

Test(by_name, an_option_is_given_once_unless_it_may_be_repeated)
{
    const char *const twice[] = { "case=low", "case=high", NULL };
    const char *const same[] = { "case=low", "--case=low", "joint=chips", "joint=lab", NULL };
    cf_report *report = NULL;

    cr_expect_eq(cf_scenario_analyse(&report, scenario, "score", twice, diags), CF_BAD_OPTION);
    cr_expect_not_null(
        strstr(cf_diags_text(diags), "case is given twice, as \"low\" and \"high\" [CF563]"));
    assert_ok(cf_scenario_analyse(&report, scenario, "score", same, diags));
    expect_near(cf_report_number(report, "joint_invested"), 0);
    cf_report_free(report);
}

Test(by_name, files_are_read_by_their_kind_and_options)
{
    static const struct {
        const char *file, *option;
        cf_status status;
    } cases[] = { { "data/ai-deals.json", NULL, CF_OK },
                  { "data/ai-deals.json", "unit=bn", CF_BAD_OPTION },
                  { "data/ai-deals.json", "self-deals=drop", CF_OK },
                  { "data/template/deals.csv", NULL, CF_OK },
                  { "data/template/", NULL, CF_OK },
                  { "data/template/deals.csv", "fx=EUR", CF_BAD_OPTION },
                  { "data/template/deals.csv", "span=2026", CF_BAD_OPTION },
                  { "data/template/deals.csv", "view=firm", CF_BAD_OPTION },
                  { "data/none.json", NULL, CF_IO },
                  { "README.md", NULL, CF_BAD_SYNTAX } };

    cr_assert_eq(chdir(CIRCFIN_SOURCE), 0);
    for (int i = 0; i < CF_COUNT_OF(cases); i++) {
        const char *const options[] = { cases[i].option, NULL };
        cf_scenario *read = NULL;

        cr_expect_eq(cf_scenario_load(&read, cases[i].file, options, diags), cases[i].status,
                     "%s %s: %s", cases[i].file, cases[i].option, cf_diags_text(diags));
        cr_expect_eq(read != NULL, cases[i].status == CF_OK);
        cf_scenario_free(read);
    }
}

Test(by_name, the_text_of_problems_grows_and_counts_what_is_not_kept)
{
    cr_expect_str_eq(cf_diags_text(NULL), "");
    assert_ok(cf_diags_add(diags, CF_WARNING, 999, NULL, "write b", "a %s", "is raw\033"));
    cr_expect_str_eq(cf_diags_text(diags),
                     "circfin: warning: a is raw\xEF\xBF\xBD [CF999]\n  hint: write b\n");
    for (int i = 0; i < 5000; i++)
        assert_ok(cf_diags_add(diags, CF_ERROR, 998, "/deals/1", NULL, "again"));
    cr_expect_not_null(strstr(cf_diags_text(diags), "\n... and 4994 more\n"), "%s",
                       cf_diags_text(diags));
}

/* ---- threads ---- */

static void *render_score(void *data)
{
    const char *const options[] = { "joint=chips,lab", NULL };
    cf_diags *own = NULL;
    cf_report *report = NULL;
    size_t size;
    char **text = data;

    if (cf_diags_new(&own) != CF_OK ||
        cf_scenario_analyse(&report, scenario, "score", options, own) != CF_OK ||
        cf_report_render(text, &size, report, "json", NULL, own) != CF_OK)
        *text = NULL;
    cf_report_free(report);
    cf_diags_free(own);
    return NULL;
}

Test(by_name, threads_share_a_scenario)
{
    enum { THREADS = 8 };
    pthread_t threads[THREADS];
    char *texts[THREADS] = { NULL }, *alone = NULL;

    render_score(&alone);
    cr_assert_not_null(alone);
    for (int i = 0; i < THREADS; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, render_score, &texts[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        cr_expect(texts[i] != NULL && strcmp(texts[i], alone) == 0, "thread %d", i);
        free(texts[i]);
    }
    free(alone);
}

/* ---- memory ---- */

static cf_status all_at_once(void)
{
    const char *const source[] = { "currency=USD", NULL };
    const char *const options[] = { "joint=chips,lab", "view=firm", NULL };
    cf_diags *told = NULL;
    cf_scenario *made = NULL;
    cf_report *report = NULL;
    char *text = NULL;
    size_t size;
    cf_status status = cf_diags_new(&told);

    if (status == CF_OK)
        status = cf_scenario_make(&made, &deals, &entities, source, told);
    if (status == CF_OK)
        status = cf_scenario_analyse(&report, made, "score", options, told);
    if (status == CF_OK)
        status = cf_report_render(&text, &size, report, "json", NULL, told);
    cr_expect_eq(text != NULL, status == CF_OK);
    free(text);
    cf_report_free(report);
    cf_scenario_free(made);
    cf_diags_free(told);
    return status;
}

Test(by_name, lack_of_memory_is_a_status)
{
    long needed;

    allow_allocations(1000000);
    assert_ok(all_at_once());
    needed = tried_allocations();
    cr_expect_eq(stop_counting_allocations(), 0);
    cr_assert(needed > 100);
    for (long count = 0; count < needed; count++) {
        cf_status status;

        allow_allocations(count);
        status = all_at_once();
        cr_assert_eq(stop_counting_allocations(), 0, "a leak after %ld", count);
        cr_assert_eq(status, CF_NO_MEMORY, "after %ld: %s", count, cf_status_text(status));
    }
    assert_ok(all_at_once());
}
