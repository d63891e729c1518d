/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/backing.h"

#include "unit/testlib.h"

static const char loans[] =
    "'entities': [{'id': 's'}, {'id': 't'}, {'id': 'bank'}, {'id': 'lab'}], 'deals': ["
    " {'id': 'one', 'relation': 'investor', 'payer': 'bank', 'payee': 'lab', 'amount': 30,"
    "  'backed_by': ['by-s']},"
    " {'id': 'two', 'relation': 'investor', 'payer': 'bank', 'payee': 'lab', 'amount': 90,"
    "  'backed_by': ['by-s', 'by-t', 'gone', 'by-bank']},"
    " {'id': 'by-s', 'relation': 'investor', 'payer': 's', 'payee': 'lab', 'amount': 60,"
    "  'contingent': true},"
    " {'id': 'by-t', 'relation': 'customer', 'payer': 't', 'payee': 'lab', 'amount': 200,"
    "  'contingent': true},"
    " {'id': 'gone', 'relation': 'investor', 'payer': 't', 'payee': 'lab', 'amount': 5,"
    "  'contingent': true, 'status': 'rumoured'},"
    " {'id': 'by-bank', 'relation': 'investor', 'payer': 'bank', 'payee': 'lab', 'amount': 5,"
    "  'contingent': true}]";

Test(backing, a_guarantee_is_divided_by_what_it_backs)
{
    cf_scenario *scenario = scenario_from(loans);
    cf_view *view = view_of(scenario, "");
    cf_backed_part *parts = NULL;
    int count = 0;

    assert_ok(cf_view_backing(&parts, &count, view, false));
    cr_assert_eq(count, 3); /* the bank does not back what it pays itself */
    cr_expect_eq(parts[0].supplier, 0);
    cr_expect_eq(parts[0].view_deal, 0);
    expect_near(parts[0].share, 0.5); /* 60 for 120 */
    cr_expect_eq(parts[1].view_deal, 1);
    expect_near(parts[1].share, 0.5);
    cr_expect_eq(parts[2].supplier, 1);
    expect_near(parts[2].share, 1); /* no more than all of it; the rumoured one does not count */
    free(parts);
    cf_view_free(view);
    cf_scenario_free(scenario);
}

Test(backing, a_guarantee_stays_while_the_deal_grows)
{
    cf_scenario *scenario = scenario_from(loans);
    cf_view *view = view_of(scenario, "");
    cf_backing *backing = NULL;
    const cf_backed_part *parts;
    int count = 0;

    assert_ok(cf_backing_new(&backing, view, false));
    parts = cf_backing_parts(backing, &count);
    cr_assert_eq(count, 3);
    cf_backing_set_due(backing, 0, 210);
    cf_backing_share_out(backing);
    expect_near(parts[0].share, 0.2); /* 60 for 300 */
    cf_backing_set_due(backing, 1, 800);
    cf_backing_share_out(backing);
    expect_near(parts[2].share, 0.25);
    cf_backing_set_due(backing, 0, 0);
    cf_backing_share_out(backing);
    expect_near(parts[0].share, 0);
    cf_backing_free(backing);
    cf_view_free(view);
    cf_scenario_free(scenario);
}
