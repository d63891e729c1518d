/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/sections.h"

#include "base/diags.h"
#include "unit/testlib.h"

/* Gross depends on the case, on the statuses and on what is not cash. */
static void expect_same_gross(const cf_scenario *scenario, const char *options,
                              const cf_report *part)
{
    cf_report *score = score_of(scenario, options);

    expect_near(figure_of(part, "gross"), figure_of(score, "gross"));
    cf_report_free(score);
}

Test(dossier, has_every_part_under_its_own_view)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_view_options view = options_from("--as-of 2025-12-05");
    cf_dossier *dossier;

    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, NULL));
    for (int p = 0; p < CF_PART_COUNT; p++)
        cr_expect_eq(dossier->parts[p] != NULL, cf_sections[p].analysis != NULL);
    expect_near(number_at(dossier->parts[CF_PART_SCORE], "suppliers", "nvidia", "invested"), 10.35);
    expect_near(number_at(dossier->parts[CF_PART_HEADLINE], "suppliers", "nvidia", "invested"),
                120.35);
    expect_same_gross(scenario, "--view firm --as-of 2025-12-05", dossier->parts[CF_PART_FIRM]);
    expect_same_gross(scenario, "--view headline --as-of 2025-12-05",
                      dossier->parts[CF_PART_HEADLINE]);
    cr_expect_eq((int)cf_report_picture(dossier->parts[CF_PART_SANKEY])->style,
                 (int)CF_PICTURE_SANKEY);
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
}

Test(dossier, tells_each_warning_once)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_view_options view = options_from("--window 2026..2027");
    cf_diags *diags;
    cf_dossier *dossier;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, diags));
    cr_assert_gt(cf_diags_count(diags), 0);
    for (int i = 0; i < cf_diags_count(diags); i++)
        for (int j = 0; j < i; j++)
            cr_expect_str_neq(cf_diags_at(diags, i)->message, cf_diags_at(diags, j)->message);
    cf_dossier_free(dossier);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

Test(dossier, its_score_warns_of_the_file_as_score_does)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_view_options view = options_from("");
    cf_dossier *dossier;
    cf_diags *diags;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_diags_add(diags, CF_WARNING, 401, "/deals/0/colour", NULL, "of the file"));
    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, diags));
    cr_assert_eq(cf_report_warning_count(dossier->parts[CF_PART_SCORE]), 1);
    cr_expect_str_eq(cf_report_warning(dossier->parts[CF_PART_SCORE], 0),
                     "of the file [CF401] (/deals/0/colour)");
    cr_expect_eq(cf_report_warning_count(dossier->parts[CF_PART_LOOPS]), 0);
    cf_dossier_free(dossier);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

Test(dossier, fails_as_its_analyses_do)
{
    static const char *const nobody[] = { "nobody" };
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_view_options view = options_from("");
    cf_dossier *dossier;
    cf_diags *diags;

    view.joint = nobody;
    view.joint_count = 1;
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_dossier_new(&dossier, scenario, &view, NULL, diags), (int)CF_BAD_OPTION);
    cr_expect_null(dossier);
    cr_expect_eq(cf_diags_count(diags), 1);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}

enum { MANY = 30 };

/* Each of 30 invests 1 in c, which later buys for less and less from them. */
static cf_scenario *many_suppliers(void)
{
    char text[16384], piece[400];

    strcpy(text, "'entities': [{'id': 'c'}");
    for (int i = 0; i < MANY; i++) {
        snprintf(piece, sizeof piece, ", {'id': 's%d'}", i);
        strcat(text, piece);
    }
    strcat(text, "], 'deals': [");
    for (int i = 0; i < MANY; i++) {
        snprintf(piece, sizeof piece,
                 "%s{'id': 'in%d', 'relation': 'investor', 'payer': 's%d', 'payee': 'c',"
                 " 'amount': 1, 'announced': '2025-01-02'},"
                 " {'id': 'buy%d', 'relation': 'customer', 'payer': 'c', 'payee': 's%d',"
                 " 'amount': 0.%d, 'announced': '2025-02-03'}",
                 i > 0 ? ", " : "", i, i, i, i, 99 - i);
        strcat(text, piece);
    }
    strcat(text, "]");
    return scenario_from(text);
}

Test(dossier, of_very_many_suppliers_follows_the_first_24_through_what_takes_long_and_says_so)
{
    cf_scenario *scenario = many_suppliers();
    cf_view_options view = options_from("");
    cf_diags *diags;
    cf_dossier *dossier;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, diags));
    cr_expect_eq(row_count(dossier->parts[CF_PART_SCORE], "suppliers"), MANY);
    cr_expect_eq(row_count(dossier->parts[CF_PART_TIMELINE], "timeline"), 1 + 24);
    cr_expect(has_row(dossier->parts[CF_PART_DRIVERS], "drivers", "s23"));
    cr_expect_not(has_row(dossier->parts[CF_PART_DRIVERS], "drivers", "s24"));
    cr_expect_eq(row_count(dossier->parts[CF_PART_VINTAGES], "lags"), 24);
    cr_expect_eq(cf_diags_total(diags, CF_WARNING), 4); /* one of chance: all are alike */
    cf_dossier_free(dossier);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
}
