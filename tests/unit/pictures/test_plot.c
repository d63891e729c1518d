/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pictures/plot.h"
#include "unit/testlib.h"

Test(plot, begins_and_ends_on_round_numbers)
{
    const struct {
        double least, largest, from, to, step;
    } cases[] = {
        { 0.0, 50.85, 0.0, 60.0, 10.0 }, { 0.0, 60.0, 0.0, 60.0, 10.0 },
        { 8.0, 19.6, 8.0, 20.0, 2.0 },   { 0.0, 13.0, 0.0, 15.0, 2.5 },
        { 0.0, 3e-7, 0.0, 3e-7, 5e-8 },  { 0.0, 1e17, 0.0, 1e17, 2e16 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cf_plot plot = cf_plot_of(cases[i].least, cases[i].largest, 0.0, 1.0);

        expect_near(plot.from, cases[i].from);
        expect_near(plot.to, cases[i].to);
        expect_near(plot.step, cases[i].step);
    }
}

Test(plot, has_a_scale_where_all_is_0_or_alike)
{
    cf_plot nothing = cf_plot_of(0.0, 0.0, 10.0, 100.0), alike = cf_plot_of(7.0, 7.0, 0.0, 1.0);

    expect_near(cf_plot_at(&nothing, 0.0), 10.0);
    cr_expect_gt(nothing.to, nothing.from);
    cr_expect_gt(alike.to, alike.from);
}

Test(plot, puts_values_in_proportion_and_never_outside)
{
    cf_plot plot = cf_plot_of(0.0, 50.0, 100.0, 200.0);

    expect_near(cf_plot_at(&plot, 0.0), 100.0);
    expect_near(cf_plot_at(&plot, 25.0), 200.0);
    expect_near(cf_plot_at(&plot, 50.0), 300.0);
    expect_near(cf_plot_at(&plot, 70.0), 300.0);
    expect_near(cf_plot_at(&plot, -1.0), 100.0);
}

Test(plot, passes_over_what_is_unknown)
{
    expect_near(cf_plot_larger(1.0, NAN), 1.0);
    expect_near(cf_plot_larger(NAN, 1.0), 1.0);
    expect_near(cf_plot_larger(1.0, 2.0), 2.0);
}
