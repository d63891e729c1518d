/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>

#include "circfin/circfin.h"
#include "unit/testlib.h"

/* stress with options such as "shock=funds:lab=0.5|recovery=0.2". */
static cf_report *stress_of(const cf_scenario *scenario, const char *options)
{
    const char *words[16];
    char copy[400];
    cf_report *report = NULL;
    cf_diags *diags = NULL;
    int count = 0;

    snprintf(copy, sizeof copy, "%s", options);
    for (char *word = strtok(copy, "|"); word != NULL && count < 15; word = strtok(NULL, "|"))
        words[count++] = word;
    words[count] = NULL;
    assert_ok(cf_diags_new(&diags));
    cr_assert_eq((int)cf_scenario_analyse(&report, scenario, "stress", words, diags), (int)CF_OK,
                 "%s", cf_diags_text(diags));
    cf_diags_free(diags);
    return report;
}

static void expect_exact(double actual, double expected)
{
    cr_expect(fabs(actual - expected) <= 1e-12 * fmax(1.0, fabs(expected)), "%.17g, not %.17g",
              actual, expected);
}

static double paid_by(const cf_report *report, const char *entity)
{
    return number_at(report, "entities", entity, "paid");
}

/* ---- worked by hand ---- */

Test(stress, three_banks_as_exact_fractions)
{
    cf_scenario *scenario = scenario_in("published/systemicrisk-2013.json");
    cf_report *report = stress_of(scenario, "shock=assumed=0");

    expect_exact(paid_by(report, "a"), 165.0 / 112.0);
    expect_exact(paid_by(report, "b"), 159.0 / 112.0);
    expect_exact(paid_by(report, "c"), 1.5);
    cf_report_free(report);
    report = stress_of(scenario, "shock=assumed=0|default-cost=0.5,0.7");
    expect_exact(paid_by(report, "a"), 4225.0 / 8416.0);
    expect_exact(paid_by(report, "b"), 160275.0 / 311392.0);
    expect_exact(paid_by(report, "c"), 176055.0 / 311392.0);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(stress, a_lab_with_half_its_funds)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *report = stress_of(scenario, "shock=funds:lab=0.5");

    expect_exact(number_at(report, "entities", "lab", "paid_share"), 0.55);
    expect_exact(number_at(report, "entities", "lab", "round"), 1);
    expect_exact(number_at(report, "suppliers", "s", "revenue_lost"), 81);
    expect_exact(number_at(report, "suppliers", "s", "capital_lost"), 24);
    expect_exact(number_at(report, "suppliers", "s", "loss"), 105);
    expect_exact(number_at(report, "suppliers", "s", "loss_share"), 0.5);
    expect_exact(number_at(report, "deals", "cloud-s", "due"), 99);
    expect_exact(figure_of(report, "unpaid"), 135);
    expect_exact(figure_of(report, "failed"), 1);
    cf_report_free(report);
    report = stress_of(scenario, "shock=funds:lab=0.5|write-down=shortfall");
    expect_exact(number_at(report, "suppliers", "s", "loss"), 91.8);
    cf_report_free(report);
    report = stress_of(scenario, "shock=funds:lab=0.5|default-cost=0.5,1");
    expect_exact(paid_by(report, "lab"), 97.5);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(stress, a_guarantee_pays_the_creditor)
{
    cf_scenario *scenario = scenario_in("textbook/guarantee.json");
    cf_report *report = stress_of(scenario, "shock=assumed=0");

    expect_exact(paid_by(report, "v"), 100);
    expect_exact(number_at(report, "deals", "guarantee:s-v-guarantee", "paid"), 50);
    expect_exact(number_at(report, "suppliers", "landlord", "revenue_lost"), 0);
    expect_exact(number_at(report, "suppliers", "others", "revenue_lost"), 50);
    expect_exact(number_at(report, "suppliers", "s", "loss"), 50);
    cf_report_free(report);
    report = stress_of(scenario, "shock=assumed=0|shock=deal:lease=0.2|shock=deal:supplies=1.8");
    expect_exact(figure_of(report, "guarantees_called"), 10);
    expect_exact(figure_of(report, "guarantees_paid"), 10);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(stress, what_creditors_have_too_much_goes_back)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'd', 'outside_funds': 10}, {'id': 'c', 'outside_funds': 0}, "
        "{'id': 'x'}, {'id': 's', 'outside_funds': 100}], 'deals': ["
        "{'id': 'dc', 'relation': 'customer', 'payer': 'd', 'payee': 'c', 'amount': 100}, "
        "{'id': 'cd', 'relation': 'customer', 'payer': 'c', 'payee': 'd', 'amount': 50}, "
        "{'id': 'cx', 'relation': 'customer', 'payer': 'c', 'payee': 'x', 'amount': 50}, "
        "{'id': 'g', 'relation': 'investor', 'payer': 's', 'payee': 'd', 'amount': 100, "
        "'contingent': true}]");
    cf_report *report = stress_of(scenario, "shock=assumed=0");

    expect_exact(figure_of(report, "guarantees_called"), 80);
    expect_exact(figure_of(report, "guarantees_paid"), 40);
    expect_exact(paid_by(report, "d"), 60);
    expect_exact(number_at(report, "suppliers", "c", "revenue_lost"), 0);
    expect_exact(number_at(report, "suppliers", "s", "loss"), 40);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(stress, equity_is_lost_and_loans_are_recovered_in_part)
{
    static const struct {
        const char *extra;
        double lost;
    } cases[] = { { "", 6 },
                  { ", 'instrument': 'Equity'", 10 },
                  { ", 'instrument': 'preferred stock'", 6 },
                  { ", 'instrument': 'equity', 'recovery': 0.25", 7.5 } };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char members[500];
        cf_scenario *scenario;
        cf_report *report;

        snprintf(members, sizeof members,
                 "'entities': [{'id': 's'}, {'id': 'v'}, {'id': 'x'}], 'deals': ["
                 "{'id': 'i', 'relation': 'investor', 'payer': 's', 'payee': 'v', 'amount': 10%s}, "
                 "{'id': 'p', 'relation': 'customer', 'payer': 'v', 'payee': 'x', 'amount': 20}]",
                 cases[i].extra);
        scenario = scenario_from(members);
        report = stress_of(scenario, "shock=funds:v=0.5");
        expect_exact(number_at(report, "suppliers", "s", "capital_lost"), cases[i].lost);
        cf_report_free(report);
        cf_scenario_free(scenario);
    }
}

/* ---- until, each, curve ---- */

Test(stress, until_holds_at_its_factor_and_not_beside_it)
{
    static const char *const rules[] = { "s.loss>50", "lab.paid_share<0.75", "unpaid>=1" };
    cf_scenario *scenario = scenario_in("textbook/clearing.json");

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        double factors[2];
        char options[200];
        cf_report *report;

        snprintf(options, sizeof options, "shock=funds:lab=0|until=%s", rules[i]);
        report = stress_of(scenario, options);
        factors[0] = figure_of(report, "until");
        factors[1] = factors[0] + 2e-6;
        cr_assert(factors[0] > 0 && factors[1] < 1);
        cf_report_free(report);
        for (int side = 0; side < 2; side++) {
            snprintf(options, sizeof options, "shock=funds:lab=%.17g", factors[side]);
            report = stress_of(scenario, options);
            cr_expect_eq(i == 0   ? number_at(report, "suppliers", "s", "loss") > 50
                         : i == 1 ? number_at(report, "entities", "lab", "paid_share") < 0.75
                                  : figure_of(report, "unpaid") >= 1,
                         side == 0, "%s at %.17g", rules[i], factors[side]);
            cf_report_free(report);
        }
    }
    cf_scenario_free(scenario);
}

Test(stress, each_and_curve_are_single_runs_on_any_number_of_threads)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *alone = stress_of(scenario, "shock=funds:lab=0.5");
    cf_report *one = stress_of(scenario, "each=0.5|curve=funds:lab=1:0:-0.25|threads=1");
    cf_report *many = stress_of(scenario, "each=0.5|curve=funds:lab=1:0:-0.25|threads=3");

    expect_exact(number_at(one, "each", "lab/s", "loss"),
                 number_at(alone, "suppliers", "s", "loss"));
    expect_exact(cf_table_number(cf_report_find_table(one, "curve"), 6, "value"), 0.5); /* of s */
    expect_exact(cf_table_number(cf_report_find_table(one, "curve"), 6, "loss"),
                 number_at(alone, "suppliers", "s", "loss"));
    expect_exact(number_at(one, "each", "lab/-", "unpaid"), figure_of(alone, "unpaid"));
    cr_assert_eq(row_count(one, "curve"), row_count(many, "curve"));
    for (long r = 0; r < row_count(one, "each"); r++) {
        const cf_table *tables[] = { cf_report_find_table(one, "each"),
                                     cf_report_find_table(many, "each") };

        cr_expect_eq(cf_table_cell(tables[0], r, 6)->number,
                     cf_table_cell(tables[1], r, 6)->number);
    }
    cf_report_free(alone);
    cf_report_free(one);
    cf_report_free(many);
    cf_scenario_free(scenario);
}

Test(stress, without_a_shock_and_with_full_funding_nobody_loses)
{
    static const char *const files[] = { "ai-deals.json", "textbook/joint.json",
                                         "textbook/clearing.json", "textbook/closed-ring.json" };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cf_scenario *scenario = scenario_in(files[i]);
        cf_report *report = stress_of(scenario, "");

        cr_expect_eq(figure_of(report, "unpaid"), 0.0, "%s", files[i]);
        cr_expect_eq(figure_of(report, "failed"), 0.0, "%s", files[i]);
        cf_report_free(report);
        cf_scenario_free(scenario);
    }
}

/* ---- many clearings ---- */

/* Lab of 270 owes 300 and gets 30: at 0.75 it pays 232.5. At 0 nobody has money, and S owes 30. */
Test(stress, falls_name_the_point_of_a_curve_next_to_no_shock)
{
    static const char *const curves[] = { "curve=funds:lab=0:1:0.25", "curve=funds:lab=1:0:-0.25" };
    static const double lab[] = { 0.75, 1, 300, 232.5 }, s[] = { 0, 1, 30, 0 };
    static const char *const columns[] = { "value", "round", "due", "paid" };
    cf_scenario *scenario = scenario_in("textbook/clearing.json");

    for (int c = 0; c < 2; c++) {
        cf_report *report = stress_of(scenario, curves[c]);
        const cf_table *falls = cf_report_find_table(report, "falls");

        cr_assert_eq(cf_table_row_count(falls), 2);
        for (int i = 0; i < 4; i++) {
            expect_exact(cf_table_number(falls, 0, columns[i]), lab[i]);
            cr_expect(fabs(cf_table_number(falls, 1, columns[i]) - s[i]) < 1e-9);
        }
        cf_report_free(report);
    }
    cf_scenario_free(scenario);
}

Test(stress, named_shocks_are_those_of_the_file_one_by_one)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *one = stress_of(scenario, "shock=@half-funds"), *all = stress_of(scenario, "named");

    expect_exact(number_at(all, "shocks", "half-funds/s", "loss"), 105);
    expect_exact(number_at(all, "shocks", "half-funds/-", "unpaid"), figure_of(one, "unpaid"));
    expect_exact(figure_of(all, "unpaid"), 0);
    cf_report_free(one);
    cf_report_free(all);
    cf_scenario_free(scenario);
}

Test(stress, a_named_shock_that_the_view_cannot_apply_is_left_out)
{
    cf_scenario *scenario = scenario_from(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [{'id': 'd', 'relation': 'customer', "
        "'payer': 'a', 'payee': 'b', 'amount': 5}], 'shocks': [{'id': 'x', 'apply': "
        "['funds=0', 'fail:nobody']}, {'id': 'y', 'apply': ['fail:a']}]");
    cf_report *report = stress_of(scenario, "named");

    cr_expect_not(has_row(report, "shocks", "x/b"));
    expect_exact(number_at(report, "shocks", "y/b", "loss"), 5);
    cr_assert_eq(cf_report_warning_count(report), 1);
    cr_expect_not_null(strstr(cf_report_warning(report, 0), "so the shock @x is left out"));
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(stress, figures_say_which_shocks_and_which_curve)
{
    cf_scenario *scenario = scenario_in("textbook/clearing.json");
    cf_report *report =
        stress_of(scenario, "shock=funds:lab=0.5|shock=fail:s|curve=assumed=1:0:-1");

    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        if (strcmp(figure->name, "shock") == 0)
            cr_expect_str_eq(figure->value.text, "funds:lab=0.5; fail:s");
        if (strcmp(figure->name, "curve") == 0)
            cr_expect_str_eq(figure->value.text, "assumed");
    }
    cf_report_free(report);
    cf_scenario_free(scenario);
}
