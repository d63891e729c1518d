/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

static const char deals[] =
    "'entities': [{'id': 'a', 'group': 'G'}, {'id': 'b'}, {'id': 'c', 'group': 'G'}], 'deals': ["
    " {'id': 'in', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1},"
    " {'id': 'open', 'relation': 'investor', 'payer': 'a', 'payee': 'b'},"
    " {'id': 'later', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1,"
    "  'announced': '2026-05'},"
    " {'id': 'cancelled', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1,"
    "  'announced': '2024', 'cancelled': '2025-03'},"
    " {'id': 'old', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1},"
    " {'id': 'new', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1,"
    "  'supersedes': ['old']},"
    " {'id': 'rumour', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1,"
    "  'status': 'rumoured'},"
    " {'id': 'stock', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1,"
    "  'cash': false},"
    " {'id': 'backstop', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1,"
    "  'contingent': true},"
    " {'id': 'guess', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': 1,"
    "  'basis': 'estimate'},"
    " {'id': 'group', 'relation': 'investor', 'payer': 'a', 'payee': 'c', 'amount': 1},"
    " {'id': 'up-to', 'relation': 'investor', 'payer': 'a', 'payee': 'b', 'amount': {'high': 9}}]";

Test(exclusion, each_reason_is_named_with_the_way_in)
{
    static const struct {
        const char *deal, *reason, *way_in;
    } cases[] = {
        { "in", NULL, NULL },
        { "open", NULL, NULL },
        { "later", "announced after", "--as-of" },
        { "cancelled", "cancelled", "--as-of" },
        { "old", "supersedes", NULL },
        { "rumour", "rumoured", "--status" },
        { "stock", "not in cash", "--non-cash" },
        { "backstop", "contingent", "--contingent" },
        { "guess", "not reported", "--reported-only" },
        { "group", "one group", "--consolidate" },
        { "up-to", "is 0", "--case high" },
    };
    cf_scenario *scenario = scenario_from(deals);
    cf_view *view = view_of(scenario, "--as-of 2025-12 --reported-only --consolidate");

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *reason, *way_in;
        int deal = cf_scenario_find_deal(scenario, cases[i].deal);

        assert_ok(cf_view_exclusion(&reason, &way_in, view, deal));
        cr_expect_eq(reason == NULL, cases[i].reason == NULL, "%s: %s", cases[i].deal, reason);
        cr_expect_eq(way_in == NULL, cases[i].way_in == NULL, "%s: %s", cases[i].deal, way_in);
        if (reason != NULL && cases[i].reason != NULL)
            cr_expect_not_null(strstr(reason, cases[i].reason), "%s: %s", cases[i].deal, reason);
        if (way_in != NULL && cases[i].way_in != NULL)
            cr_expect_not_null(strstr(way_in, cases[i].way_in), "%s: %s", cases[i].deal, way_in);
    }
    cf_view_free(view);
    cf_scenario_free(scenario);
}
