/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/world.h"
#include "scenario/view.h"
#include "unit/testlib.h"

static cf_exposure exposure_of(const char *file, const char *options, const char *entity)
{
    cf_scenario *scenario = scenario_in(file);
    cf_view *view = view_of(scenario, options);
    cf_world world;
    cf_exposure exposure;

    assert_ok(cf_world_open(&world, view, false));
    assert_ok(cf_exposure_measure(&exposure, &world, cf_view_find_entity(view, entity)));
    cf_world_close(&world);
    cf_view_free(view);
    cf_scenario_free(scenario);
    return exposure;
}

Test(world, an_exposure_has_all_figures_of_a_supplier)
{
    cf_exposure exposure = exposure_of("textbook/fungibility.json", "", "s");

    expect_near(exposure.invested, 100);
    expect_near(exposure.reachable, 100);
    expect_near(exposure.revenue, 80);
    expect_near(exposure.loopback[CF_MEASURE_PRO_RATA], 50);
    expect_near(exposure.loopback[CF_MEASURE_MIN], 20);
    expect_near(exposure.loopback[CF_MEASURE_MAX], 80);
    expect_near(exposure.loopback[CF_MEASURE_MAX_OPEN], 80);
    cr_expect(isnan(exposure.reported));
    cr_expect(cf_exposure_is_supplier(&exposure));
}

Test(world, who_invests_and_sells_nothing_is_no_supplier)
{
    cf_exposure buyer = exposure_of("textbook/fungibility.json", "", "lab");
    cf_exposure investor = exposure_of("textbook/earmark.json", "", "v");

    cr_expect_not(cf_exposure_is_supplier(&buyer));
    cr_expect_not(cf_exposure_is_supplier(&investor));
    cr_expect_gt(investor.invested, 0);
}

Test(world, under_probability_weights_there_are_no_bounds)
{
    cf_exposure exposure = exposure_of("textbook/fungibility.json", "--weights probability", "s");

    cr_expect(isnan(exposure.loopback[CF_MEASURE_MIN]));
    cr_expect(isnan(exposure.loopback[CF_MEASURE_MAX]));
    cr_expect(isnan(exposure.loopback[CF_MEASURE_MAX_OPEN]));
    expect_near(exposure.loopback[CF_MEASURE_PRO_RATA], 50);
}

Test(world, a_ratio_of_nothing_is_unknown)
{
    expect_near(cf_ratio(1, 4), 0.25);
    cr_expect(isnan(cf_ratio(1, 0)));
    cr_expect(isnan(cf_ratio(0, 0)));
    cr_expect(isnan(cf_ratio(NAN, 1)));
    cr_expect(isnan(cf_ratio(1, NAN)));
}

Test(world, may_be_closed_twice)
{
    cf_world world = { 0 };

    cf_world_close(&world);
    cf_world_close(&world);
}

Test(world, exposures_stand_by_amount_and_equals_by_id)
{
    cf_scenario *scenario = scenario_in("textbook/joint.json"); /* s1, s2, c1, c2 */
    cf_view *view = view_of(scenario, "");
    cf_exposure exposures[] = { { .entity = 0, .loopback[CF_MEASURE_PRO_RATA] = 1 },
                                { .entity = 2, .loopback[CF_MEASURE_PRO_RATA] = 1 - 1e-15 },
                                { .entity = 3, .loopback[CF_MEASURE_PRO_RATA] = 1 + 1e-15 },
                                { .entity = 1, .loopback[CF_MEASURE_PRO_RATA] = 2 } };

    assert_ok(cf_exposure_sort(exposures, 4, view));
    cr_expect_eq(exposures[0].entity, 1);
    cr_expect_eq(exposures[1].entity, 2);
    cr_expect_eq(exposures[2].entity, 3);
    cr_expect_eq(exposures[3].entity, 0);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
