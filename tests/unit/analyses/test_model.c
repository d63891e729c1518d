/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of `model`: its figures, its tables, and what it takes in and refuses. */
#include <unistd.h>

#include "unit/testlib.h"

static cf_status run(cf_report **out, const cf_scenario *scenario, const char *model,
                     const cf_param *params, int count, cf_diags *diags)
{
    static char file[512];
    cf_request request = { .scenario = scenario,
                           .view = options_from(""),
                           .operand = file,
                           .params = params,
                           .param_count = count };

    snprintf(file, sizeof file, "%s%s", model[0] == '/' ? "" : CIRCFIN_SOURCE "/models/", model);
    return cf_analysis_run(out, cf_analysis_find("model"), &request, diags);
}

static const char *text_figure(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        if (strcmp(figure->name, name) == 0)
            return figure->value.known ? figure->value.text : NULL;
    }
    return NULL;
}

Test(model_analysis, has_the_solution_in_figures_and_tables)
{
    const cf_param params[] = { { "set", "bound=min" }, { "supplier", "s" } };
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_report *report = NULL;

    assert_ok(run(&report, scenario, "loopback.mod", params, 2, NULL));
    cr_expect_str_eq(text_figure(report, "status"), "optimal");
    cr_expect_str_eq(text_figure(report, "kind"), "LP");
    cr_expect_str_eq(text_figure(report, "supplier"), "s");
    cr_expect_str_eq(text_figure(report, "objective_name"), "must_have_come_back");
    expect_near(figure_of(report, "objective"), 20);
    expect_near(figure_of(report, "variables"), 6);
    cr_expect(isnan(figure_of(report, "gap")));
    expect_near(number_at(report, "variables", "x/x-s", "value"), 20);
    expect_near(number_at(report, "constraints", "no_more_than_kept/lab", "dual"), -1);
    expect_near(number_at(report, "constraints", "sets_out/s-lab", "lower"), 100);
    cr_expect_eq(row_count(report, "symbols"), 0);
    cr_expect_eq(row_count(report, "printed"), 1);
    cr_expect_null(cf_report_attachment(report, "data-out"));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* What another unit of a bound is worth, against solving again. */
Test(model_analysis, duals_are_what_a_larger_deal_adds)
{
    static const char *const deals[] = { "s-lab", "lab-s", "lab-x", "x-s" };
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_report *report = NULL;

    assert_ok(run(&report, scenario, "circulation.mod", NULL, 0, NULL));
    for (size_t i = 0; i < 4; i++) {
        cf_deal *deal = (cf_deal *)&scenario->deals[cf_scenario_find_deal(scenario, deals[i])];
        char key[64];
        cf_report *larger = NULL;

        deal->amount.base += 0.5;
        assert_ok(run(&larger, scenario, "circulation.mod", NULL, 0, NULL));
        deal->amount.base -= 0.5;
        snprintf(key, sizeof key, "no_more_than_paid/%s", deals[i]);
        expect_near(number_at(report, "constraints", key, "dual"),
                    (figure_of(larger, "objective") - figure_of(report, "objective")) / 0.5);
        cf_report_free(larger);
    }
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(model_analysis, attaches_the_data_where_they_are_asked_for)
{
    const cf_param params[] = { { "data-out", "anywhere" } };
    cf_scenario *scenario = scenario_in("textbook/swap.json");
    cf_report *report = NULL;

    assert_ok(run(&report, scenario, "circulation.mod", params, 1, NULL));
    cr_assert_not_null(cf_report_attachment(report, "data-out"));
    cr_expect_eq(strncmp(cf_report_attachment(report, "data-out"), "data;\nset ENTITIES :=\n", 22),
                 0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(model_analysis, refuses_what_does_not_fit)
{
    static const struct {
        cf_param param;
        int code;
    } bad[] = { { { "set", "bound" }, 709 },      { { "set", "=max" }, 709 },
                { { "set", "nothing=1" }, 709 },  { { "time-limit", "" }, 506 },
                { { "time-limit", "." }, 506 },   { { "memory-limit", "1.5" }, 506 },
                { { "supplier", "nobody" }, 501 } };
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cf_report *report = NULL;
        cf_diags *diags = NULL;

        assert_ok(cf_diags_new(&diags));
        cr_expect_eq((int)run(&report, scenario, "loopback.mod", &bad[i].param, 1, diags),
                     (int)CF_BAD_OPTION, "%s", bad[i].param.value);
        cr_expect_null(report);
        cr_assert_eq(cf_diags_count(diags), 1);
        cr_expect_eq(cf_diags_at(diags, 0)->code, bad[i].code);
        cf_diags_free(diags);
    }
    cf_scenario_free(scenario);
}

Test(model_analysis, the_digest_cuts_what_is_long)
{
    char path[] = "/tmp/circfin-test-XXXXXX";
    FILE *out = fdopen(mkstemp(path), "w");
    cf_scenario *scenario = scenario_in("textbook/swap.json");
    cf_report *report = NULL;
    int notes = 0;

    fputs("set A := 1..50; var x {A} >= 1; minimize o: sum {i in A} i * x[i];\n"
          "s.t. c {i in A}: x[i] >= 2; solve; for {i in 1..60} { printf \"%d\\n\", i; } end;\n",
          out);
    fclose(out);
    assert_ok(run(&report, scenario, path, NULL, 0, NULL));
    unlink(path);
    for (int i = 0; i < cf_report_block_count(report); i++) {
        const cf_block *block = cf_report_block(report, i);

        if (block->table != NULL)
            cr_expect_eq(cf_table_row_count(block->table), 30);
        else if (strncmp(block->paragraph, "... and 20 more:", 16) == 0)
            notes++;
    }
    cr_expect_eq(notes, 3); /* variables, constraints, lines */
    cr_expect_eq(row_count(report, "variables"), 50);
    cr_expect_eq(row_count(report, "printed"), 60);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(model_analysis, says_so_where_not_all_that_was_printed_is_kept)
{
    char path[] = "/tmp/circfin-test-XXXXXX";
    FILE *out = fdopen(mkstemp(path), "w");
    cf_scenario *scenario = scenario_in("textbook/swap.json");
    cf_report *report = NULL;
    cf_diags *diags = NULL;

    fputs("set EDGES; for {i in 1..11000} { printf \"%100d\\n\", i; } var x >= 0; minimize o: x; "
          "end;",
          out);
    fclose(out);
    assert_ok(cf_diags_new(&diags));
    assert_ok(run(&report, scenario, path, NULL, 0, diags));
    unlink(path);
    cr_expect_eq(row_count(report, "printed"), 10382); /* 2^20 / 101, the last one cut */
    cr_assert_eq(cf_report_warning_count(report), 2);  /* the other: no line end at the end */
    cr_expect_not_null(strstr(cf_report_warning(report, 1), "more than 1 MiB"));
    cf_report_free(report);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}
