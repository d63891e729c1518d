/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pictures/charts.h"
#include "unit/testlib.h"

static char *drawn(const cf_report *score, const char *supplier)
{
    const cf_drawing drawing = { .prefix = "p-" };
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    assert_ok(cf_chart_concentration(stream, score, supplier, &drawing));
    fclose(stream);
    return text;
}

static const char two_payers[] =
    "'entities': [{'id': 's'}, {'id': 'a'}, {'id': 'b', 'name': 'B <&>'}], 'deals': ["
    "{'id': 'x', 'relation': 'customer', 'payer': 'a', 'payee': 's', 'amount': 25},"
    "{'id': 'y', 'relation': 'customer', 'payer': 'b', 'payee': 's', 'amount': 75}]";

Test(chart_concentration, payers_stand_largest_first_with_amount_and_share)
{
    cf_scenario *scenario = scenario_from(two_payers);
    cf_report *score = score_of(scenario, "");
    char *text = drawn(score, "s");
    const char *large = strstr(text, "75  (75.0 %)"), *small = strstr(text, "25  (25.0 %)");

    cr_assert_not_null(large);
    cr_assert_not_null(small);
    cr_expect(large < small);
    cr_expect_not_null(strstr(text, "B &lt;&amp;&gt;"));
    free(text);
    cf_report_free(score);
    cf_scenario_free(scenario);
}

Test(chart_concentration, says_in_words_that_there_is_no_payer)
{
    cf_scenario *scenario = scenario_from(two_payers);
    cf_report *score = score_of(scenario, "");
    char *text = drawn(score, "a");

    cr_expect_not_null(strstr(text, "Nobody pays it"));
    free(text);
    cf_report_free(score);
    cf_scenario_free(scenario);
}
