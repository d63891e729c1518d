/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/settlement.h"

#include "unit/testlib.h"

enum { MOST = 8 };

/* A small case with all that a settlement has. */
struct staged {
    cf_due dues[MOST];
    cf_share_due shares[MOST];
    cf_guarantee guarantees[MOST];
    cf_obligations obligations;
    double cash[MOST], factors[MOST], backing[MOST];
    bool hit[MOST];
    cf_settling *settling;
    cf_settlement result;
};

static void stage(struct staged *staged, int entity_count)
{
    memset(staged, 0, sizeof *staged);
    staged->obligations = (cf_obligations){ .entity_count = entity_count,
                                            .dues = staged->dues,
                                            .shares = staged->shares,
                                            .guarantees = staged->guarantees };
    for (int i = 0; i < MOST; i++)
        staged->factors[i] = 1.0;
}

static int owe(struct staged *staged, int payer, int payee, double amount)
{
    staged->dues[staged->obligations.due_count] = (cf_due){ payer, payee, amount, 1 };
    return staged->obligations.due_count++;
}

static void settle(struct staged *staged)
{
    const cf_strain strain = { .cash = staged->cash,
                               .hit = staged->hit,
                               .factors = staged->factors,
                               .backing = staged->backing,
                               .left = { 1, 1 } };

    assert_ok(cf_settling_new(&staged->settling, &staged->obligations));
    assert_ok(cf_settling_run(&staged->result, staged->settling, &strain));
    cr_expect(staged->result.settled);
}

/* s invests 30 in a lab that has half of 270 and owes a cloud 300, which owes s 60 % of it. */
enum { S, LAB, CLOUD };

static void stage_lab(struct staged *staged, double guaranteed)
{
    static const cf_share_base of_cloud = { .due = 1, .weight = 1 };
    static const int covered[] = { 1 };

    stage(staged, 3);
    owe(staged, S, LAB, 30);
    owe(staged, LAB, CLOUD, 300);
    owe(staged, CLOUD, S, 180);
    staged->shares[0] = (cf_share_due){ 2, &of_cloud, 1 };
    staged->obligations.share_count = 1;
    staged->cash[S] = 30;
    staged->cash[LAB] = 135;
    if (guaranteed > 0) {
        staged->guarantees[0] = (cf_guarantee){ S, guaranteed, covered, 1 };
        staged->obligations.guarantee_count = 1;
        staged->backing[S] = 1;
    }
    settle(staged);
}

Test(settling, a_share_follows_what_is_paid)
{
    struct staged staged;

    stage_lab(&staged, 0);
    expect_near(staged.result.paid[1], 165.0);
    expect_near(staged.result.due[2], 99.0);
    expect_near(staged.result.paid[2], 99.0);
    cr_expect(staged.result.round[LAB] == 1 && staged.result.round[CLOUD] == CF_NEVER_FAILS);
    cf_settling_free(staged.settling);
}

Test(settling, a_guarantor_pays_the_creditor_and_is_taken_to_have_it)
{
    struct staged staged;

    stage_lab(&staged, 105);
    expect_near(staged.result.paid[1], 165.0);
    expect_near(staged.result.calls[0].called, 105.0);
    expect_near(staged.result.calls[0].paid, 105.0);
    expect_near(staged.result.calls[0].returned, 0.0);
    expect_near(staged.result.paid[2], 162.0);
    expect_near(staged.result.cash[S], 135.0);
    cf_settling_free(staged.settling);
}

Test(settling, a_guarantee_covers_what_it_says_and_no_more_than_is_short)
{
    static const int lease[] = { 0 };
    static const double dues[][2] = { { 100, 100 }, { 20, 180 } }, called[] = { 50, 10 };

    for (int i = 0; i < 2; i++) {
        struct staged staged;

        stage(&staged, 4); /* v, landlord, others, guarantor */
        owe(&staged, 0, 1, dues[i][0]);
        owe(&staged, 0, 2, dues[i][1]);
        staged.cash[0] = 100;
        staged.cash[3] = 50;
        staged.guarantees[0] = (cf_guarantee){ 3, 50, lease, 1 };
        staged.obligations.guarantee_count = 1;
        settle(&staged);
        expect_near(staged.result.paid[0], dues[i][0] / 2);
        expect_near(staged.result.paid[1], dues[i][1] / 2);
        expect_near(staged.result.calls[0].paid, called[i]);
        cf_settling_free(staged.settling);
    }
}

Test(settling, what_a_creditor_has_beyond_its_due_goes_back)
{
    static const int covered[] = { 0 };
    struct staged staged;

    stage(&staged, 4); /* d, c, x, s */
    owe(&staged, 0, 1, 100);
    owe(&staged, 1, 0, 50);
    owe(&staged, 1, 2, 50);
    staged.cash[0] = 10;
    staged.cash[3] = 100;
    staged.guarantees[0] = (cf_guarantee){ 3, 100, covered, 1 };
    staged.obligations.guarantee_count = 1;
    settle(&staged);
    expect_near(staged.result.calls[0].called, 80.0);
    expect_near(staged.result.paid[0], 60.0);
    expect_near(staged.result.calls[0].paid, 80.0);
    expect_near(staged.result.calls[0].returned, 40.0);
    expect_near(staged.result.paid[2], 50.0);
    cf_settling_free(staged.settling);
}

Test(settling, guarantors_share_a_shortfall_in_proportion_to_what_they_offer)
{
    static const int covered[] = { 0, 1 };
    struct staged staged;

    stage(&staged, 5); /* v, landlord, others, two guarantors */
    owe(&staged, 0, 1, 100);
    owe(&staged, 0, 2, 100);
    staged.cash[3] = 500;
    staged.hit[4] = true; /* offers all the same, and pays nothing */
    staged.guarantees[0] = (cf_guarantee){ 3, 150, covered, 1 }; /* offers all of the lease */
    staged.guarantees[1] = (cf_guarantee){ 4, 100, covered, 2 }; /* offers half of everything */
    staged.obligations.guarantee_count = 2;
    settle(&staged);
    expect_near(staged.result.calls[0].called, 100.0 / 1.5);
    expect_near(staged.result.calls[1].called, 50.0 / 1.5);
    expect_near(staged.result.calls[2].called, 50.0);
    expect_near(staged.result.calls[0].paid, 100.0 / 1.5);
    cr_expect(staged.result.calls[1].paid == 0 && staged.result.calls[2].paid == 0);
    cr_expect_eq(staged.result.round[4], 0);
    cf_settling_free(staged.settling);
}
