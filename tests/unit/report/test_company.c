/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/company.h"
#include "unit/testlib.h"

static int colour_in(const char *file, const char *id)
{
    cf_scenario *scenario = scenario_in(file);
    cf_report *report = NULL;
    int colour;

    assert_ok(cf_report_new(&report, "score", scenario));
    colour = cf_report_colour(report, id);
    cf_report_free(report);
    cf_scenario_free(scenario);
    return colour;
}

Test(company, the_suppliers_that_are_told_of_most_have_colours_of_their_own)
{
    cr_expect_eq(colour_in("ai-deals.json", "nvidia"), 0);
    cr_expect_eq(colour_in("ai-deals.json", "amazon"), 1);
    cr_expect_eq(colour_in("ai-deals.json", "microsoft"), 2);
    cr_expect_eq(colour_in("ai-deals.json", "google"), 3);
}

Test(company, a_company_has_the_same_colour_in_every_file)
{
    cr_expect_eq(colour_in("published/nvidia-2025.json", "nvidia"), 0);
    cr_expect_eq(colour_in("published/microsoft-openai-2026.json", "microsoft"), 2);
    cr_expect_eq(colour_in("published/lucent-1999.json", "lucent"),
                 colour_in("published/lucent-2000.json", "lucent"));
}

Test(company, whoever_sells_nothing_shares_a_colour)
{
    cr_expect_eq(colour_in("ai-deals.json", "magnetar-blackstone"), CF_COLOUR_OTHERS);
    cr_expect_eq(colour_in("ai-deals.json", "nobody"), CF_COLOUR_OTHERS);
}
