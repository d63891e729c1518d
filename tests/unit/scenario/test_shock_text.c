/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circfin/shocks.h"
#include "unit/testlib.h"

static void expect_shock(const char *text, cf_shock_kind kind, const char *name, double factor)
{
    cf_shock_text shock;

    cr_assert(cf_shock_read(&shock, text), "%s: %s", text, shock.hint);
    cr_expect_eq((int)shock.kind, (int)kind, "%s", text);
    cr_expect(shock.factor >= factor && shock.factor <= factor, "%s", text);
    cr_expect_null(shock.wrong);
    if (name == NULL)
        cr_expect_null(shock.name, "%s", text);
    else
        cr_expect(shock.length == strlen(name) && strncmp(shock.name, name, shock.length) == 0,
                  "%s", text);
}

static void expect_refused(const char *text, const char *wrong, const char *hint)
{
    cf_shock_text shock;

    cr_assert_not(cf_shock_read(&shock, text), "%s", text);
    cr_expect_str_eq(shock.wrong, wrong);
    cr_expect_str_eq(shock.hint, hint);
}

Test(shock_text, every_form_is_read)
{
    expect_shock("funds:lab=0.5", CF_SHOCK_FUNDS, "lab", 0.5);
    expect_shock("funds=0", CF_SHOCK_FUNDS, NULL, 0);
    expect_shock("assumed:lab=2", CF_SHOCK_ASSUMED, "lab", 2);
    expect_shock("assumed=1e18", CF_SHOCK_ASSUMED, NULL, 1e18);
    expect_shock("deal:d=1", CF_SHOCK_DEAL, "d", 1);
    expect_shock("relation:investor=0.8", CF_SHOCK_RELATION, "investor", 0.8);
    expect_shock("fail:lab", CF_SHOCK_FAIL, "lab", 1);
}

Test(shock_text, an_id_may_have_any_character)
{
    expect_shock("deal:a=b:c=0.5", CF_SHOCK_DEAL, "a=b:c", 0.5);
    expect_shock("fail:a=0.5", CF_SHOCK_FAIL, "a=0.5", 1);
    expect_shock("funds::=1", CF_SHOCK_FUNDS, ":", 1);
}

Test(shock_text, what_is_wrong_is_said)
{
    expect_refused("funds:lab", "funds:lab", "write \"=\" and a factor behind it, such as 0.5");
    expect_refused("fail", "fail", "write fail:ID");
    expect_refused("fail:", "fail:", "write the id after \"fail:\"");
    expect_refused("funds:=1", "funds:=1", "write the id after \"funds:\"");
    expect_refused("deal=1", "deal=1", "write the id after \"deal:\"");
    expect_refused("assumd=1", "assumd=1", "did you mean \"assumed\"?");
    expect_refused("=1", "=1", "");
    expect_refused("a-kind-that-is-much-too-long:x=1", "a-kind-that-is-much-too-long:x=1", "");
    expect_refused("funds=-1", "-1", "write it with a point, such as 0.5 for half of it");
    expect_refused("funds=1e19", "1e19", "write it with a point, such as 0.5 for half of it");
    expect_refused("funds=nan", "nan", "write it with a point, such as 0.5 for half of it");
    expect_refused("funds=", "", "write it with a point, such as 0.5 for half of it");
}
