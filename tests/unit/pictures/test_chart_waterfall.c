/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waterfall of drivers --attribution. */
#include "pictures/svg.h"
#include "unit/pictures/charted.h"

static cf_report *attributed(const cf_scenario *scenario, const char *top)
{
    const cf_param params[] = { { "attribution", NULL }, { "top", top }, { "draws", "40" } };
    const cf_request request = {
        .scenario = scenario, .view = options_from(""), .params = params, .param_count = 3
    };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("drivers"), &request, NULL));
    return report;
}

static const char worked[] =
    "'entities': [{'id': 's', 'name': 'S <b>&'}, {'id': 'lab'}, {'id': 'cloud'}],"
    "'deals': ["
    "{'id': 'invest', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 30},"
    "{'id': '<rent>', 'relation': 'supplier', 'payer': 'lab', 'payee': 'cloud', 'amount': 40},"
    "{'id': 'buy', 'relation': 'customer', 'payer': 'lab', 'payee': 's', 'amount': 20}]";

/* On a scale from 0 to 15: 20/3 up to 20/3, 20/3 more, then 10/3 down to 10. */
Test(waterfall, ends_where_the_bars_lead)
{
    cf_scenario *scenario = scenario_from(worked);
    cf_report *report = attributed(scenario, "all");
    char *text = drawn(cf_chart_first_waterfall, report, &plain);
    double x[4], width[4];
    const char *at = text;

    for (int i = 0; i < 4; i++) {
        at = strstr(at, "height=\"14\"");
        cr_assert_not_null(at);
        for (const char *mark = at; *mark != '<'; mark--)
            if (sscanf(mark, " x=\"%lf\"", &x[i]) == 1)
                break;
        for (const char *mark = at; *mark != '<'; mark--)
            if (sscanf(mark, " width=\"%lf\"", &width[i]) == 1)
                break;
        at++;
    }
    cr_expect(fabs(x[0] - 296) < 0.1 && fabs(x[3] - 296) < 0.1);
    cr_expect(fabs(x[1] - (x[0] + width[0])) < 0.1, "the second begins where the first ends");
    cr_expect(fabs(x[2] + width[2] - (x[1] + width[1])) < 0.1, "the third leads down from there");
    cr_expect(fabs(x[2] - (x[3] + width[3])) < 0.1, "and ends at the whole");
    cr_expect_not_null(strstr(text, ">+6.67</text>"));
    cr_expect_not_null(strstr(text, ">\xE2\x88\x92"
                                    "3.33</text>"));
    cr_expect_not_null(strstr(text, ">10</text>"));
    cr_expect_null(strstr(text, "other deals"));
    cr_expect_null(strstr(text, "\xC2\xB1"), "it is exact");
    free(text);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

Test(waterfall, names_cannot_break_out)
{
    cf_scenario *scenario = scenario_from(worked);
    cf_report *report = attributed(scenario, "all");

    EXPECT_DRAWN(cf_chart_first_waterfall, report, "S &lt;b&gt;&amp;", "&lt;rent&gt;: contributes");
    expect_not_drawn(cf_chart_first_waterfall, report, "<b>");
    expect_not_drawn(cf_chart_first_waterfall, report, "<rent>");
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Also of deals that have no row: what is left of the whole. */
Test(waterfall, has_a_bar_for_all_others)
{
    cf_scenario *scenario = scenario_from(worked), *large = scenario_in("ai-deals.json");
    cf_report *first = attributed(scenario, "1"), *all = attributed(large, "all");

    EXPECT_DRAWN(cf_chart_first_waterfall, first, "all other deals together", ">+3.33</text>");
    EXPECT_DRAWN(cf_chart_first_waterfall, all, "all other deals together", " \xC2\xB1 ",
                 "random orders");
    cf_report_free(first);
    cf_report_free(all);
    cf_scenario_free(scenario);
    cf_scenario_free(large);
}

Test(waterfall, of_nothing_says_so)
{
    cf_scenario *scenario = scenario_from(worked);
    cf_report *report = attributed(scenario, "all"), *without = NULL;
    const cf_request request = { .scenario = scenario, .view = options_from("") };

    assert_ok(cf_analysis_run(&without, cf_analysis_find("drivers"), &request, NULL));
    EXPECT_DRAWN(cf_chart_first_waterfall, without, "--attribution");
    cf_report_free(without);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* It is the chart of a report that has the column, and the tornado that of one that has not. */
Test(waterfall, is_the_default_where_there_is_an_attribution)
{
    cf_scenario *scenario = scenario_from(worked);
    cf_report *report = attributed(scenario, "all"), *other = NULL;
    const cf_request request = { .scenario = scenario, .view = options_from("") };

    assert_ok(cf_analysis_run(&other, cf_analysis_find("drivers"), &request, NULL));
    cr_expect_str_eq(cf_chart_default(report)->name, "waterfall");
    cr_expect_str_eq(cf_chart_default(other)->name, "drivers");
    cf_report_free(report);
    cf_report_free(other);
    cf_scenario_free(scenario);
}

Test(waterfall, fails_cleanly_without_memory)
{
    cf_scenario *scenario = scenario_from(worked);
    cf_report *report = attributed(scenario, "all");

    expect_no_leak(cf_chart_first_waterfall, report);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

/* Each text in its place: none reaches into the next, nor out of the picture. */
Test(waterfall, texts_stay_apart_and_inside)
{
    cf_scenario *scenario = scenario_in("ai-deals.json");
    cf_report *report = attributed(scenario, "all");
    char *text = drawn(cf_chart_first_waterfall, report, &inlined);

    for (const char *at = strstr(text, "\xC2\xB1"); at != NULL; at = strstr(at + 1, "\xC2\xB1")) {
        const char *begin = at, *label;
        char figure[100] = "";
        double x = NAN;

        while (strncmp(begin, "<text", 5) != 0)
            begin--;
        label = strchr(begin, '>') + 1;
        cr_assert_not_null(strstr(begin, " x=\""));
        cr_assert_eq(sscanf(strstr(begin, " x=\""), " x=\"%lf\"", &x), 1);
        cr_assert_eq(sscanf(label, "%99[^<]", figure), 1);
        cr_expect_leq(x + cf_svg_text_width(figure, 11, false), 720, "%s at %g", figure, x);
    }
    free(text);
    cf_report_free(report);
    cf_scenario_free(scenario);
}
