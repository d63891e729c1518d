/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

#define BETWEEN "'relation': 'customer', 'payer': 'a', 'payee': 'b'"
#define ENTITIES "'entities': [{'id': 'a'}, {'id': 'b'}], "

/* One deal `d`, or what is said after it; its amount under some options. */
struct example {
    const char *deals, *options;
    double amount; /* of deal d; -1: not in the view */
};

static void expect_amounts(const char *head, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char members[2000];
        cf_scenario *scenario;
        cf_view *view;
        double amount;

        snprintf(members, sizeof members, "%s" ENTITIES "'deals': [{'id': 'd', " BETWEEN ", %s]",
                 head, examples[i].deals);
        scenario = scenario_from(members);
        view = view_of(scenario, examples[i].options);
        amount = view_amount(view, "d");
        cr_expect(is_near(amount, examples[i].amount), "%s under \"%s\": %.17g, not %.17g",
                  examples[i].deals, examples[i].options, amount, examples[i].amount);
        cf_view_free(view);
        cf_scenario_free(scenario);
    }
}

#define EXPECT_AMOUNTS(head, examples)                                                             \
    expect_amounts(head, examples, sizeof(examples) / sizeof *(examples))

Test(amounts, ranges_by_case)
{
    static const struct example examples[] = {
        { "'amount': 7}", "", 7 },
        { "'amount': 7}", "--case low", 7 },
        { "'amount': {'low': 1, 'base': 2, 'high': 3}}", "--case low", 1 },
        { "'amount': {'low': 1, 'base': 2, 'high': 3}}", "", 2 },
        { "'amount': {'low': 1, 'base': 2, 'high': 3}}", "--case high", 3 },
        { "'amount': {'high': 100}}", "", -1 }, /* up to 100: 0 until firm, and not counted */
        { "'amount': {'high': 100}}", "--case high", 100 },
        { "'amount': {'low': 10, 'high': 40}}", "", 10 },
        { "'amount': {'low': 10, 'high': 40}}", "--case high", 40 },
        { "'amount': {'base': 5}}", "--case low", 5 },
        { "'amount': {'base': 5}}", "--case high", 5 },
        { "'amount': {'low': 5}}", "--case high", 5 },
        { "'amount': 0}", "", -1 },
        { "'amount': null}", "", 0 }, /* unquantified: there, without an amount */
    };

    EXPECT_AMOUNTS("", examples);
}

Test(amounts, currencies_at_their_rate)
{
    static const struct example examples[] = {
        { "'amount': 7, 'currency': 'EUR'}", "", 7 * 1.1 },
        { "'amount': 7, 'currency': 'USD'}", "", 7 },
    };

    EXPECT_AMOUNTS("'fx': {'EUR': 1.1}, ", examples);
}

#define BASE "{'id': 'k', " BETWEEN ", 'amount': {'low': 10, 'base': 20, 'high': 40}}"
#define EURO "{'id': 'm', " BETWEEN ", 'amount': 10, 'currency': 'EUR'}"

Test(amounts, shares_are_of_full_amounts)
{
    static const struct example examples[] = {
        { "'amount': {'share': 0.5, 'of': ['k']}}, " BASE, "", 10 },
        { "'amount': {'share': 0.5, 'of': ['k']}}, " BASE, "--case high", 20 },
        { "'amount': {'share': {'low': 0.1, 'base': 0.5}, 'of': ['k']}}, " BASE, "--case low", 1 },
        { "'amount': {'share': 0.5, 'of': ['k', 'm']}}, " BASE ", " EURO, "", 0.5 * (20 + 11) },
        /* shares of shares, in whatever order they are written */
        { "'amount': {'share': 0.5, 'of': ['h']}}, {'id': 'h', " BETWEEN
          ", 'amount': {'share': 0.5, 'of': ['k']}}, " BASE,
          "", 5 },
        /* out of the view, or unquantified: 0 */
        { "'amount': {'share': 0.5, 'of': ['k']}}, {'id': 'k', " BETWEEN
          ", 'amount': 20, 'status': 'rumoured'}",
          "", -1 },
        { "'amount': {'share': 0.5, 'of': ['k']}}, {'id': 'k', " BETWEEN "}", "", -1 },
        /* the full amount of k, not what its part leaves */
        { "'amount': {'share': 0.5, 'of': ['k']}}, " BASE ", {'id': 'p', " BETWEEN
          ", 'amount': 15, 'part_of': 'k'}",
          "", 10 },
    };

    EXPECT_AMOUNTS("'fx': {'EUR': 1.1}, ", examples);
}

#define PART "{'id': 'p', " BETWEEN ", 'amount': 30, 'part_of': 'd'"

Test(amounts, a_programme_keeps_what_its_selected_parts_leave)
{
    static const struct example examples[] = {
        { "'amount': 100}, " PART "}", "", 70 },
        { "'amount': 20}, " PART "}", "", -1 }, /* never below 0 */
        { "'amount': 30}, " PART "}", "", -1 },
        { "'amount': 100}, " PART ", 'status': 'rumoured'}", "", 100 },
        { "'amount': 100}, " PART "}, {'id': 'q', " BETWEEN ", 'amount': 20, 'part_of': 'p'}", "",
          70 }, /* a part of a part is in the part */
        { "'amount': 0.3}, {'id': 'p', " BETWEEN
          ", 'amount': 0.1, 'part_of': 'd'}, {'id': 'q', " BETWEEN
          ", 'amount': 0.2, 'part_of': 'd'}",
          "", -1 }, /* nothing is left but a rounding */
    };

    EXPECT_AMOUNTS("", examples);
}

Test(amounts, windows_take_their_part)
{
    static const struct example examples[] = {
        /* by schedule; a date is its first day */
        { "'amount': 10, 'schedule': [{'date': '2025', 'amount': 4},"
          " {'date': '2026-03', 'amount': 6}]}",
          "--window 2025..2025", 4 },
        { "'amount': {'low': 5, 'base': 10}, 'schedule': [{'date': '2025', 'amount': 4},"
          " {'date': '2026-03', 'amount': 6}]}",
          "--window 2026..2026 --case low", 3 },
        { "'amount': 10, 'schedule': [{'date': '2025', 'amount': 10}], 'start': '2026',"
          " 'end': '2026'}",
          "--window 2025..2025", 10 }, /* before start and end */
        /* even by day, both days included: 31 of 365 */
        { "'amount': 365, 'start': '2025', 'end': '2025'}", "--window 2025-01..2025-01", 31 },
        { "'amount': 2, 'start': '2025-01-01', 'end': '2025-01-02'}", "--window 2025-01-02..2030",
          1 },
        { "'amount': 365, 'start': '2025', 'end': '2025'}", "--window 2026..2026", -1 },
        /* all on the first day of start, else on announced */
        { "'amount': 9, 'start': '2025-06', 'announced': '2024'}", "--window 2025-06-01..2025-06",
          9 },
        { "'amount': 9, 'start': '2025-06', 'announced': '2024'}", "--window 2024..2024", -1 },
        { "'amount': 9, 'announced': '2024'}", "--window 2024..2024", 9 },
        /* only an end: no start, so all on announced */
        { "'amount': 9, 'announced': '2024', 'end': '2026'}", "--window 2025..2026", -1 },
        { "'amount': 9}", "--window 2024..2024", 9 },
        { "'amount': null, 'announced': '2020'}", "--window 2024..2024", 0 },
    };

    EXPECT_AMOUNTS("", examples);
}

Test(amounts, a_deal_without_a_date_is_warned_of_under_a_window)
{
    cf_scenario *scenario =
        scenario_from(ENTITIES "'deals': [{'id': 'd', " BETWEEN
                               ", 'amount': 1}, {'id': 'e', " BETWEEN ", 'amount': 1}]");
    cf_view_options options = options_from("--window 2024..2024");
    cf_diags *diags = NULL;
    cf_view *view = NULL;

    assert_ok(cf_diags_new(&diags));
    assert_ok(cf_view_new(&view, scenario, &options, diags));
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq((int)cf_diags_at(diags, 0)->severity, (int)CF_WARNING);
    cr_expect_eq(cf_diags_at(diags, 0)->code, 505);
    cf_diags_free(diags);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(amounts, probability_weights)
{
    static const struct example examples[] = {
        { "'amount': 10}", "--weights probability", 8 },
        { "'amount': 10}", "", 10 },
        { "'amount': 10, 'probability': 0.25}", "--weights probability", 2.5 },
        { "'amount': 10, 'probability': 0}", "--weights probability", -1 },
        { "'amount': 10, 'status': 'signed'}", "--weights probability", 10 }, /* not given: 1 */
        { "'amount': null, 'probability': 0}", "--weights probability", 0 },
        /* a programme of 100 less a part of 30, and then times its own probability */
        { "'amount': 100, 'probability': 0.5}, " PART ", 'probability': 0.1}",
          "--weights probability", 35 },
    };

    EXPECT_AMOUNTS("'status_probability': {'announced': 0.8}, ", examples);
}

/* k counts 20 at half a window and 0.5, m 60 at a whole window and 1. */
#define TIMED                                                                                      \
    "{'id': 'k', " BETWEEN ", 'amount': 20, 'probability': 0.5, 'schedule':"                       \
    " [{'date': '2025', 'amount': 10}, {'date': '2026', 'amount': 10}]}, "                         \
    "{'id': 'm', " BETWEEN ", 'amount': 60, 'probability': 1, 'announced': '2025'}"

Test(amounts, a_share_has_the_timing_and_risk_of_what_it_is_a_share_of)
{
    static const struct example examples[] = {
        { "'amount': {'share': 0.5, 'of': ['k', 'm']}}, " TIMED, "--window 2025..2025",
          40 * (20 * 0.5 + 60) / 80 },
        { "'amount': {'share': 0.5, 'of': ['k', 'm']}}, " TIMED, "--weights probability",
          40 * (20 * 0.5 + 60) / 80 },
        { "'amount': {'share': 0.5, 'of': ['k', 'm']}}, " TIMED,
          "--window 2025..2025 --weights probability", 40 * (20 * 0.25 + 60) / 80 },
        /* its own probability comes on top, that of its status does not */
        { "'amount': {'share': 0.5, 'of': ['k']}, 'probability': 0.5}, " TIMED,
          "--weights probability", 10 * 0.5 * 0.5 },
    };

    EXPECT_AMOUNTS("'status_probability': {'announced': 0.8}, ", examples);
}

/* Each deal is the sum of the two before it: they grow like Fibonacci's rabbits, beyond 1e100. */
Test(amounts, an_amount_too_large_to_be_added_up_is_told)
{
    enum { DEALS = 330 };
    char *members = malloc(DEALS * 120), *end = members;
    cf_view_options options = options_from("");
    cf_scenario *scenario;
    cf_diags *diags = NULL;
    cf_view *view = NULL;

    end += sprintf(end, "'fx': {'EUR': 1e18}, " ENTITIES "'deals': ["
                        "{'id': '0', " BETWEEN ", 'amount': 1e18, 'currency': 'EUR'},"
                        "{'id': '1', " BETWEEN ", 'amount': 1e18, 'currency': 'EUR'}");
    for (int i = 2; i < DEALS; i++)
        end +=
            sprintf(end, ",{'id': '%d', " BETWEEN ", 'amount': {'share': 1, 'of': ['%d', '%d']}}",
                    i, i - 1, i - 2);
    strcpy(end, "]");
    scenario = scenario_from(members);
    assert_ok(cf_diags_new(&diags));
    cr_expect_eq((int)cf_view_new(&view, scenario, &options, diags), (int)CF_BAD_INPUT);
    cr_expect_null(view);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_eq(cf_diags_at(diags, 0)->code, 504);
    cf_diags_free(diags);
    cf_scenario_free(scenario);
    free(members);
}

/* ---- the deal alone at its low or high ---- */

static void expect_alone(const char *deals, const char *options, double low, double high)
{
    char members[2000];
    cf_scenario *scenario;
    cf_view *view;

    snprintf(members, sizeof members, ENTITIES "'deals': [{'id': 'd', " BETWEEN ", %s]", deals);
    scenario = scenario_from(members);
    view = view_of(scenario, options);
    cr_expect(is_near(view->deals[0].low, low) && is_near(view->deals[0].high, high),
              "%s under \"%s\": %g to %g", deals, options, view->deals[0].low, view->deals[0].high);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(amounts, what_a_deal_alone_could_be)
{
    static const char range[] = "'amount': {'low': 4, 'base': 10, 'high': 40}";
    char text[600];

    expect_alone("'amount': 7}", "", 7, 7);
    snprintf(text, sizeof text, "%s}", range);
    expect_alone(text, "", 4, 40);
    expect_alone(text, "--case high", 4, 40);
    snprintf(text, sizeof text, "%s, 'probability': 0.5}", range);
    expect_alone(text, "--weights probability", 2, 20);
    snprintf(text, sizeof text, "%s, 'start': '2025', 'end': '2026'}", range);
    expect_alone(text, "--window 2025..2025", 2, 20);
    /* Parts and what it is a share of stay as the view has them. */
    snprintf(text, sizeof text,
             "%s}, {'id': 'p', " BETWEEN ", 'part_of': 'd', 'amount': {'low': 1, 'base': 6}}",
             range);
    expect_alone(text, "", 0, 34);
    expect_alone(text, "--case low", 3, 39);
    snprintf(text, sizeof text,
             "'amount': {'share': {'low': 0.1, 'base': 0.5}, 'of': ['p']}}, {'id': 'p', " BETWEEN
             ", %s}",
             range);
    expect_alone(text, "", 1, 5);
    expect_alone(text, "--case high", 4, 20);
}

Test(amounts, a_range_is_what_is_written_as_one)
{
    static const char *const written[] = { "7", "{'base': 7}", "{'low': 1, 'high': 2}",
                                           "{'share': 0.5, 'of': ['p']}",
                                           "{'share': {'base': 0.5}, 'of': ['p']}" };
    static const bool has_range[] = { false, true, true, false, true };

    for (int i = 0; i < 5; i++) {
        char members[600];
        cf_scenario *scenario;

        snprintf(members, sizeof members,
                 ENTITIES "'deals': [{'id': 'd', " BETWEEN ", 'amount': %s}, {'id': 'p', " BETWEEN
                          "}]",
                 written[i]);
        scenario = scenario_from(members);
        cr_expect_eq(scenario->deals[0].has_range, has_range[i], "%s", written[i]);
        cf_scenario_free(scenario);
    }
}
