/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/pictures/drawn.h"
#include "pictures/words.h"

static cf_scenario *scenario;
static cf_report *report;
static cf_buffer words;

static void open_with(const char *options, const cf_param *params, int count)
{
    scenario = scenario_from(every_mark);
    report = picture_of(scenario, options, params, count);
}

static void close_all(void)
{
    cf_buffer_free(&words);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

static void expect_words(const char *expected)
{
    cr_expect_str_eq(cf_buffer_text(&words), expected);
    cf_buffer_clear(&words);
}

static const cf_picture_edge *edge_of(const char *deal)
{
    const cf_picture *picture = cf_report_picture(report);

    for (int i = 0; i < picture->edge_count; i++) {
        for (int d = 0; d < picture->edges[i].deal_count; d++) {
            if (strcmp(scenario->deals[picture->edges[i].deals[d].deal].id, deal) == 0)
                return &picture->edges[i];
        }
    }
    cr_assert_fail("no edge for %s", deal);
    return NULL;
}

TestSuite(words, .fini = close_all);

Test(words, a_view_is_told_with_what_is_unusual_in_it)
{
    open_with("--view headline --contingent --window 2026..2030", NULL, 0);
    cf_words_view(&words, report);
    expect_words(
        "USD bn, high case, as of 2026-01-31, letter of intent, announced, signed, "
        "completed, with non-cash deals, with contingent deals, in 2026-01-01..2030-12-31");
}

Test(words, a_usual_view_is_told_shortly)
{
    open_with("", NULL, 0);
    cf_words_view(&words, report);
    expect_words("USD bn, base case, as of 2026-01-31, announced, signed, completed");
}

Test(words, the_extent_says_what_is_not_shown)
{
    const cf_param most = { "min-amount", "100" };

    open_with("", &most, 1);
    cf_words_extent(&words, cf_report_picture(report), cf_report_scenario(report));
    expect_words("3 entities, 2 of 5 deals, USD 450 bn of 500");
}

Test(words, entities_have_flows_and_balances)
{
    const cf_picture_entity entity = {
        .in = 5, .out = 8, .funds = 4, .assumed = 3, .gap = 2, .kept = 1
    };
    const cf_picture_entity nothing = { .in = 0 };

    cf_words_flows(&words, &entity);
    expect_words("in 5, out 8");
    cf_words_balance(&words, &entity);
    expect_words("from outside 4, of which nobody is shown to have 3, lacks 2, kept 1");
    cf_words_flows(&words, &nothing);
    cf_words_balance(&words, &nothing);
    cr_expect_eq(words.length, 0u);
}

Test(words, a_supplier_is_told_what_comes_back)
{
    cf_words_supplier(&words, cf_label_return,
                      &(cf_picture_supplier){ .invested = 50.9, .loopback_pro_rata = 7.47 });
    expect_words("7.47 of 50.9 comes back");
    cf_words_supplier(
        &words, cf_label_bounds,
        &(cf_picture_supplier){
            .invested = 50.9, .loopback_min = 2, .loopback_pro_rata = 7.47, .loopback_max = 34.4 });
    expect_words("7.47 of 50.9 comes back, at least 2, at most 34.4");
    cf_words_supplier(&words, cf_label_bounds,
                      &(cf_picture_supplier){ .loopback_min = NAN, .loopback_max = NAN });
    expect_words("0 of 0 comes back");
}

Test(words, edges_and_deals_are_sentences)
{
    open_with("", NULL, 0);
    cf_words_edge(&words, cf_report_picture(report), edge_of("more"));
    expect_words("Lab pays an unknown amount to Seller & Sons");
    cf_words_edge(&words, cf_report_picture(report), edge_of("stake"));
    expect_part(cf_buffer_text(&words), "Seller & Sons puts 40 into Lab, of which ");
    expect_part(cf_buffer_text(&words), " comes round to Seller & Sons");
    cf_buffer_clear(&words);
    cf_words_deal(&words, scenario, &edge_of("stake")->deals[0]);
    expect_words("stake: 40, announced, equity, announced 2025-09-01");
    cf_words_deal(&words, scenario, &edge_of("hours")->deals[0]);
    expect_words("hours: 300, signed, from 2027-01-01 to 2031-12-31");
    cf_words_deal(&words, scenario, &edge_of("more")->deals[0]);
    expect_words("more: amount unknown, announced");
}

Test(words, of_many_suppliers_only_the_first_are_named)
{
    cf_picture_entity entities[] = { { .name = "A" }, { .name = "B" } };
    cf_picture_supplier suppliers[7] = { { .entity = 0 } };
    cf_picture_strand strands[7] = { { .amount = 1 } };
    cf_picture_edge edge = { .payee = 1, .amount = 9, .strands = strands, .strand_count = 7 };
    cf_picture picture = { .entities = entities, .suppliers = suppliers };

    cf_words_edge(&words, &picture, &edge);
    expect_words("A pays 9 to B, of which 1 comes round to A, 0 to A, 0 to A, 0 to A, 0 to A, "
                 "and to 2 more");
}
