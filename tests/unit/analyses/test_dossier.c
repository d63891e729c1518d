/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/dossier.h"
#include "unit/testlib.h"

Test(dossier, has_every_part_under_its_own_view)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_view_options view = options_from("--as-of 2025-12-05");
    cf_dossier *dossier;

    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, NULL));
    for (int p = 0; p < CF_PART_COUNT; p++)
        cr_expect_not_null(dossier->parts[p]);
    expect_near(number_at(dossier->parts[CF_PART_SCORE], "suppliers", "nvidia", "invested"), 10.35);
    expect_near(number_at(dossier->parts[CF_PART_HEADLINE], "suppliers", "nvidia", "invested"),
                120.35);
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
