/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyses/frame.h"

#include "unit/testlib.h"

/* Two circuits of s and t, bridged one way by `over`; s also buys from outside. */
static const char two_circuits[] =
    "'entities': [{'id': 's'}, {'id': 'a'}, {'id': 't'}, {'id': 'b'}, {'id': 'o'}],"
    "'deals': ["
    " {'id': 's-a', 'relation': 'investor', 'payer': 's', 'payee': 'a', 'amount': 10},"
    " {'id': 'a-s', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 6},"
    " {'id': 't-b', 'relation': 'investor', 'payer': 't', 'payee': 'b', 'amount': 8},"
    " {'id': 'b-t', 'relation': 'customer', 'payer': 'b', 'payee': 't', 'amount': 4,"
    "  'announced': '2025-01'},"
    " {'id': 'b-t-2', 'relation': 'customer', 'payer': 'b', 'payee': 't', 'amount': 1,"
    "  'announced': '2025-02'},"
    " {'id': 'over', 'relation': 'supplier', 'payer': 'o', 'payee': 'b', 'amount': 1,"
    "  'announced': '2025-03'},"
    " {'id': 'back', 'relation': 'supplier', 'payer': 'b', 'payee': 'o', 'amount': 1,"
    "  'announced': '2025-04'}]";

struct day {
    cf_view *view;
    cf_frame frame;
};

static void open_day(struct day *day, const cf_scenario *scenario, const char *options,
                     const struct day *before)
{
    static const bool all[] = { true, true, true, true, true };

    day->view = view_of(scenario, options);
    assert_ok(cf_frame_open(&day->frame, day->view, all, before == NULL ? NULL : &before->frame));
}

static void close_day(struct day *day)
{
    cf_frame_close(&day->frame);
    cf_view_free(day->view);
}

static void expect_measured(const char *before, const char *now, int measured)
{
    cf_scenario *scenario = scenario_from(two_circuits);
    struct day first, second, alone;

    open_day(&first, scenario, before, NULL);
    open_day(&second, scenario, now, &first);
    open_day(&alone, scenario, now, NULL);
    cr_expect_eq(second.frame.measured, measured, "%s to %s: %d", before, now,
                 second.frame.measured);
    for (int v = 0; v < second.view->entity_count; v++) {
        cr_expect_eq(second.frame.has_loop_back[v], alone.frame.has_loop_back[v]);
        expect_near(second.frame.exposures[v].pro_rata, alone.frame.exposures[v].pro_rata);
        expect_near(second.frame.exposures[v].invested, alone.frame.exposures[v].invested);
    }
    close_day(&first);
    close_day(&second);
    close_day(&alone);
    cf_scenario_free(scenario);
}

Test(frame, nothing_is_measured_again_where_nothing_changed)
{
    expect_measured("--as-of 2025-01", "--as-of 2025-01", 0);
}

Test(frame, only_the_supplier_in_whose_circuit_money_changed_is_measured)
{
    expect_measured("--as-of 2024", "--as-of 2025-01", 1);
    expect_measured("--as-of 2025-01", "--as-of 2025-02", 1);
    expect_measured("--as-of 2025-02", "--as-of 2025-01", 1);
}

Test(frame, what_comes_in_from_elsewhere_concerns_the_circuit_that_it_runs_into)
{
    expect_measured("--as-of 2025-02", "--as-of 2025-03", 1);
    expect_measured("--as-of 2025-03", "--as-of 2025-04", 1);
}

static double circulation(const struct day *day, const struct day *before, double of_before)
{
    double value = 0;

    assert_ok(cf_frame_circulation(&day->frame, before == NULL ? NULL : &before->frame, of_before,
                                   &value));
    return value;
}

Test(frame, the_circulation_is_taken_over_only_where_no_circuit_changed)
{
    cf_scenario *scenario = scenario_from(two_circuits);
    struct day january, march, april;

    open_day(&january, scenario, "--as-of 2025-02", NULL);
    open_day(&march, scenario, "--as-of 2025-03", &january);
    open_day(&april, scenario, "--as-of 2025-04", &march);
    expect_near(circulation(&january, NULL, 0), 22);
    expect_near(circulation(&march, &january, 7), 7); /* it is not asked: no circuit has changed */
    expect_near(circulation(&april, &march, 7), 24);
    close_day(&january);
    close_day(&march);
    close_day(&april);
    cf_scenario_free(scenario);
}
