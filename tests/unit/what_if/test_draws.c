/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/draws.h"

#include "circfin/rules.h"
#include "unit/testlib.h"

static const cf_draw_options usual = { .seed = 1, .market = 0.2 };

struct drawing {
    cf_scenario *scenario;
    cf_view *view;
    cf_view_network *network;
    cf_draws *draws;
    cf_draw_bench *bench;
};

static struct drawing drawing_of(const char *members, const char *options,
                                 const cf_draw_options *how)
{
    struct drawing drawing = { .scenario = scenario_from(members) };
    cf_view_options view = options_from(options);

    view.which = CF_CASE_HIGH;
    view.empty = true;
    assert_ok(cf_view_new(&drawing.view, drawing.scenario, &view, NULL));
    assert_ok(cf_view_network_new(&drawing.network, drawing.view, false));
    assert_ok(cf_draws_new(&drawing.draws, drawing.view, how));
    assert_ok(cf_draw_bench_new(&drawing.bench, drawing.draws, drawing.network));
    return drawing;
}

static void close_drawing(struct drawing *drawing)
{
    cf_draw_bench_free(drawing->bench);
    cf_draws_free(drawing->draws);
    cf_view_network_free(drawing->network);
    cf_view_free(drawing->view);
    cf_scenario_free(drawing->scenario);
}

static void show(struct drawing *drawing, uint64_t draw)
{
    cf_draw_bench_begin(drawing->bench, draw);
    cf_draw_bench_show(drawing->bench, CF_DRAW_A, CF_NO_SOURCE);
}

static const cf_network *shown(const struct drawing *drawing)
{
    return cf_what_if_network(cf_draw_bench_what_if(drawing->bench));
}

static int deal(const struct drawing *drawing, const char *id)
{
    int found = cf_scenario_find_deal(drawing->scenario, id);

    cr_assert_geq(found, 0, "no deal is called %s", id);
    return found;
}

static double amount(const struct drawing *drawing, const char *id)
{
    for (int i = 0; i < shown(drawing)->payment_count; i++) {
        if (drawing->view->deals[drawing->network->view_deal[i]].deal == deal(drawing, id))
            return shown(drawing)->payments[i].amount;
    }
    cr_assert_fail("%s is not in the view", id);
    return 0;
}

#define DEAL(id, more)                                                                             \
    "{'id': '" id "', 'payer': 'a', 'payee': 'b', 'relation': 'customer', " more "}"

#define LEVEL DEAL("level", "'amount': {'low': 0, 'high': 100}")
#define RISKY DEAL("risky", "'amount': {'low': 10, 'high': 20}, 'probability': 0.4")

/* Under a correlation of 1 both have the same u, which the level shows as 100 u. The risky deal
 * happens in the upper part of it, and its amount is spread over that part alone. */
Test(draws, a_deal_is_worth_the_quantile_of_what_is_left_of_u)
{
    const cf_draw_options how = { .seed = 5, .market = 1, .spread = CF_UNIFORM };
    struct drawing drawing = drawing_of(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [" LEVEL "," RISKY "]", "", &how);
    int happened = 0;

    for (uint64_t n = 0; n < 500; n++) {
        double u, expected;

        show(&drawing, n);
        u = amount(&drawing, "level") / 100;
        expected = u >= 0.6 ? 10 + 10 * (u - 0.6) / 0.4 : 0;
        expect_near(amount(&drawing, "risky"), expected);
        happened += u >= 0.6;
    }
    cr_expect(happened > 145 && happened < 255, "%d", happened); /* 5 standard deviations */
    close_drawing(&drawing);
}

#define EUROS                                                                                      \
    DEAL("euros", "'amount': {'low': 10, 'high': 20}, 'currency': 'EUR', 'probability': 0.5")

/* 1 euro is 3 of the scenario's dollars. */
Test(draws, an_amount_is_drawn_in_its_own_currency)
{
    const cf_draw_options how = { .seed = 5, .market = 1, .spread = CF_UNIFORM };
    struct drawing drawing = drawing_of(
        "'fx': {'EUR': 3}, 'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [" LEVEL "," EUROS "]",
        "", &how);

    for (uint64_t n = 0; n < 50; n++) {
        double u;

        show(&drawing, n);
        u = amount(&drawing, "level") / 100;
        expect_near(amount(&drawing, "euros"), u >= 0.5 ? 3 * (10 + 10 * (u - 0.5) / 0.5) : 0);
    }
    close_drawing(&drawing);
}

/* Of all that happen together by one probability, all or none. */
Test(draws, correlation_1_makes_deals_of_one_probability_happen_together)
{
    const cf_draw_options how = { .seed = 3, .market = 1 };
    struct drawing drawing = drawing_of(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [" DEAL(
            "x",
            "'amount': 1, "
            "'probability': "
            "0.4") "," DEAL("y",
                            "'amount': 2, 'probability': 0.4") "," DEAL("z",
                                                                        "'amount': 3, "
                                                                        "'probability': 0.9") "]",
        "", &how);
    int times[3] = { 0 };

    cr_expect_eq(cf_draws_source_count(drawing.draws), 1); /* the market alone */
    for (uint64_t n = 0; n < 2000; n++) {
        bool x, y, z;

        show(&drawing, n);
        x = cf_draw_bench_happens(drawing.bench, deal(&drawing, "x"));
        y = cf_draw_bench_happens(drawing.bench, deal(&drawing, "y"));
        z = cf_draw_bench_happens(drawing.bench, deal(&drawing, "z"));
        cr_expect_eq(x, y);
        cr_expect(z || !x);
        times[0] += x;
        times[1] += z;
    }
    cr_expect(abs(times[0] - 800) < 110 && abs(times[1] - 1800) < 68, "%d and %d", times[0],
              times[1]); /* 5 standard deviations */
    close_drawing(&drawing);
}

/* The same, but only among the deals of one payer. */
Test(draws, the_second_correlation_is_that_of_one_payer)
{
    const cf_draw_options how = { .seed = 3, .payer = 1 };
    struct drawing drawing = drawing_of(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [" DEAL(
            "x",
            "'amount': 1, "
            "'probability': "
            "0.5") "," DEAL("y", "'amount': 2, 'probability': 0.5") ", {'id': 'z', 'payer': 'b', "
                                                                    "'payee': 'a', 'relation': "
                                                                    "'customer', 'amount': 1,"
                                                                    " 'probability': 0.5}]",
        "", &how);
    int apart = 0;

    cr_expect_eq(cf_draws_source_count(drawing.draws), 2);
    for (uint64_t n = 0; n < 1000; n++) {
        bool x;

        show(&drawing, n);
        x = cf_draw_bench_happens(drawing.bench, deal(&drawing, "x"));
        cr_expect_eq(x, cf_draw_bench_happens(drawing.bench, deal(&drawing, "y")));
        apart += x != cf_draw_bench_happens(drawing.bench, deal(&drawing, "z"));
    }
    cr_expect(abs(apart - 500) < 80, "%d", apart);
    close_drawing(&drawing);
}

/* 100 of which a part of 60 was drawn; 60 % of what is drawn of another. */
Test(draws, programmes_and_shares_follow_what_was_drawn)
{
    struct drawing drawing = drawing_of(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [" DEAL(
            "programme",
            "'amount': 100") "," DEAL("part",
                                      "'amount': {'low': 40, 'base': 60, 'high': 120}, 'part_of': "
                                      "'programme',"
                                      " 'probability': 0.6") "," DEAL("share",
                                                                      "'amount': {'share': {'low': "
                                                                      "0.2, 'high': 0.9}, 'of': "
                                                                      "['part', 'programme']}") "]",
        "", &usual);
    int without = 0, beyond = 0;

    for (uint64_t n = 0; n < 500; n++) {
        double part, share;

        show(&drawing, n);
        part = amount(&drawing, "part");
        share = amount(&drawing, "share") / (100 + part); /* of full amounts */
        expect_near(amount(&drawing, "programme"), fmax(0, 100 - part));
        cr_expect(share >= 0.2 && share <= 0.9, "%g", share);
        without += part <= 0;
        beyond += part > 100;
    }
    cr_expect(without > 100 && without < 300 && beyond > 5, "%d and %d", without, beyond);
    close_drawing(&drawing);
}

/* The window takes its part of the drawn amount, and a share the average of what it follows. */
Test(draws, a_window_takes_its_part_of_what_was_drawn)
{
    struct drawing drawing = drawing_of(
        "'span': {'from': '2026', 'to': '2029'},"
        "'entities': [{'id': 'a', 'outside_funds': {'low': 8, 'base': 16, 'high': 24}},"
        " {'id': 'b', 'revenue': {'amount': {'low': 1, 'high': 5}, 'from': '2026-01-01',"
        " 'to': '2026-12-31'}}],"
        "'deals': [" DEAL(
            "half",
            "'amount': {'low': 10, 'high': 30}, 'start': '2026-01-01',"
            " 'end': '2027-12-31'") "," DEAL("none", "'amount': {'low': 10, 'high': 30}, 'start': "
                                                     "'2028-01-01'") "," DEAL("share",
                                                                              "'amount': {'share': "
                                                                              "0.5, 'of': ['half', "
                                                                              "'none']}") "]",
        "--window 2026..2026", &usual);

    for (uint64_t n = 0; n < 50; n++) {
        const cf_node *nodes;

        show(&drawing, n);
        nodes = shown(&drawing)->nodes;
        cr_expect(amount(&drawing, "half") >= 5 && amount(&drawing, "half") <= 15);
        cr_expect_eq(amount(&drawing, "none"), 0);
        expect_near(amount(&drawing, "share"), amount(&drawing, "half") / 2);
        cr_expect(nodes[0].funds_known && nodes[0].funds > 8 * 365.0 / 1461 &&
                  nodes[0].funds < 24 * 365.0 / 1461);
        cr_expect(nodes[1].revenue >= 1 && nodes[1].revenue <= 5);
    }
    close_drawing(&drawing);
}

Test(draws, what_is_certain_is_no_source)
{
    struct drawing drawing = drawing_of(
        "'status_probability': {'announced': 0.5},"
        "'entities': [{'id': 'a', 'outside_funds': 3}, {'id': 'b'}], 'deals': "
        "[" DEAL("certain", "'amount': 1, 'probability': 1") "," DEAL(
            "never",
            "'amo"
            "unt'"
            ": "
            "{'"
            "low'"
            ": "
            "1, "
            "'hig"
            "h': "
            "2}, "
            "'pro"
            "babi"
            "lity"
            "': "
            "0") "," DEAL("open",
                          "'probability': 0.5") "," DEAL("status",
                                                         "'amount': 1") "," DEAL("signed",
                                                                                 "'amount': 1, "
                                                                                 "'status': "
                                                                                 "'signed'") "," DEAL("out",
                                                                                                      "'amount': 1, 'status': "
                                                                                                      "'rumoured', 'probability': "
                                                                                                      "0.5") "," DEAL("range",
                                                                                                                      "'amount': "
                                                                                                                      "{'low': 1, "
                                                                                                                      "'high': "
                                                                                                                      "2}, "
                                                                                                                      "'probabilit"
                                                                                                                      "y': 1") "," DEAL("share",
                                                                                                                                        "'amount': {'share': 0.5, 'of': ['status']}") "]",
        "", &usual);
    static const char *const expected[] = { "status", "range" };

    cr_assert_eq(cf_draws_source_count(drawing.draws), 3);
    cr_expect_eq(cf_draws_source(drawing.draws, 0).kind, CF_SOURCE_MARKET);
    for (int i = 0; i < 2; i++) {
        cr_expect_eq(cf_draws_source(drawing.draws, i + 1).kind, CF_SOURCE_DEAL);
        cr_expect_eq(cf_draws_source(drawing.draws, i + 1).index, deal(&drawing, expected[i]));
    }
    for (uint64_t n = 0; n < 100; n++) {
        show(&drawing, n);
        cr_expect_eq(amount(&drawing, "never"), 0);
        cr_expect_eq(amount(&drawing, "certain"), 1);
        expect_near(amount(&drawing, "share"), amount(&drawing, "status") / 2);
    }
    close_drawing(&drawing);
}

/* Through a chain; what the view leaves out happens, what was cancelled or replaced does not. */
Test(draws, a_deal_happens_only_with_all_that_it_requires)
{
    struct drawing drawing =
        drawing_of("'as_of': '2026-06-30', 'entities': [{'id': 'a'}, {'id': "
                   "'b'}], 'deals': [" DEAL("chain",
                                            "'amount': 1, 'requires': ['link']") "," DEAL("link",
                                                                                          "'amount'"
                                                                                          ": "
                                                                                          "{'low': "
                                                                                          "2, "
                                                                                          "'high': "
                                                                                          "4}, "
                                                                                          "'require"
                                                                                          "s': "
                                                                                          "['first'"
                                                                                          ", "
                                                                                          "'second'"
                                                                                          "]") "," DEAL("first", "'amount': 1, 'probability': 0.5") "," DEAL("second",
                                                                                                                                                             "'amount': 1, 'probability': 0.5") "," DEAL("beside", "'amount': 1, 'requires': ['rumour', 'unknown']") "," DEAL("rumour", "'amount': 1, 'status': 'rumoured', 'requires': ['gone']") "," DEAL("unknown", "'probability': 0.1, 'requires': ['gone']") "," DEAL("lost",
                                                                                                                                                                                                                                                                                                                                                                                                                            "'amount': 1, 'requires': ['gone']") "," DEAL("gone",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                          "'amount': 1, 'cancelled': '2026-01-01'") "," DEAL("late", "'amount': 1, 'requires': ['future']") "," DEAL("future",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     "'amount': 1, 'announced': '2027-01-01'") "," DEAL("void",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        "'amount': 1, 'requires': ['called-off']") "," DEAL("called-off", "'amount': 1, 'status': 'cancelled'") "," DEAL("old", "'amount': 1, 'requires': ['replaced']") "," DEAL("replaced", "'amount': 1") "," DEAL("new",
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                      "'amount': 1, 'supersedes': ['replaced']") "]",
                   "", &usual);
    int times = 0;

    for (uint64_t n = 0; n < 400; n++) {
        bool both;

        show(&drawing, n);
        both = amount(&drawing, "first") > 0 && amount(&drawing, "second") > 0;
        times += both;
        cr_expect_eq(amount(&drawing, "link") > 0, both);
        cr_expect_eq(amount(&drawing, "chain"), both ? 1 : 0);
        cr_expect_eq(amount(&drawing, "beside"), 1);
        cr_expect_eq(amount(&drawing, "lost"), 0);
        cr_expect_eq(amount(&drawing, "late"), 0);
        cr_expect_eq(amount(&drawing, "void"), 0);
        cr_expect_eq(amount(&drawing, "old"), 0);
    }
    cr_expect(times > 60 && times < 180, "%d", times);
    close_drawing(&drawing);
}

/* A source from the other set moves its own deal, and no other. */
Test(draws, one_source_is_exchanged_at_a_time)
{
    const cf_draw_options how = { .seed = 9 };
    struct drawing drawing = drawing_of(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [" DEAL(
            "x", "'amount': {'low': 1, 'high': 2}") "," DEAL("y",
                                                             "'amount': {'low': 1, 'high': 2}") "]",
        "", &how);
    double x[3], y[3];

    cf_draw_bench_begin(drawing.bench, 7);
    for (int i = 0; i < 3; i++) {
        cf_draw_bench_show(drawing.bench, i == 1 ? CF_DRAW_B : CF_DRAW_A,
                           i == 2 ? 0 : CF_NO_SOURCE);
        x[i] = amount(&drawing, "x");
        y[i] = amount(&drawing, "y");
    }
    cr_expect(x[0] != x[1] && y[0] != y[1]);
    cr_expect(x[2] == x[1] && y[2] == y[0]);
    close_drawing(&drawing);
}
