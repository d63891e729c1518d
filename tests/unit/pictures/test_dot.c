/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/pictures/drawn.h"

static char *dot_of(const char *members, const char *options, const cf_param *params, int count)
{
    cf_scenario *scenario = scenario_from(members);
    cf_report *report = picture_of(scenario, options, params, count);
    char *text = bytes_of(draw_dot, report, NULL);

    cf_report_free(report);
    cf_scenario_free(scenario);
    return text;
}

Test(dot, says_scenario_view_and_extent)
{
    char *text = dot_of(every_mark, "", NULL, 0);

    expect_part(text, "USD bn, base case, as of 2026-01-31, announced, signed, completed\\l");
    expect_part(text, "3 entities, 5 deals, USD 500 bn\\l");
    free(text);
}

Test(dot, tells_classes_and_forms_apart_without_colours)
{
    char *text = dot_of(every_mark, "--view headline --contingent", NULL, 0);

    expect_part(text, "arrowhead=normal, dir=both, arrowtail=diamond");
    expect_part(text, "arrowhead=empty, dir=both, arrowtail=none, style=dashed");
    expect_part(text, "arrowtail=odotdiamond");
    expect_part(text, "arrowtail=oboxdiamond");
    expect_part(text, "arrowtail=diamond, style=dotted");
    expect_part(text, "arrowtail=diamond, style=dashed");
    free(text);
}

Test(dot, its_legend_has_what_occurs_and_nothing_else)
{
    char *every = dot_of(every_mark, "--view headline --contingent", NULL, 0);
    char *few = dot_of(every_mark, "--view firm", NULL, 0);

    expect_part(every, "\"guarantee or backstop\"");
    expect_part(every, "\"paid in shares or warrants\"");
    expect_part(every, "\"comes round to Seller &amp; Sons\"");
    expect_part(every, "\"lab\" [label=\"Lab\\nin 51, out 300\\nlacks ");
    cr_expect_null(strstr(few, "guarantee"));
    cr_expect_null(strstr(few, "capital"));
    free(every);
    free(few);
}

Test(dot, no_name_leaves_its_string)
{
    char *text = dot_of(
        "'entities': [{'id': 'a\\\\', 'name': '\\\\N \\\"q\\\" &lt; <b>\\nx'}, {'id': 'key'},"
        " {'id': 'key_'}], 'deals': [{'id': 'd', 'relation': 'customer',"
        " 'payer': 'a\\\\', 'payee': 'key', 'amount': 1},"
        " {'id': 'e', 'relation': 'customer', 'payer': 'key', 'payee': 'key_'}]",
        "", NULL, 0);

    expect_part(text, "\n  \"a\\\\\" [label=\"\\\\N \\\"q\\\" &amp;lt; <b> x\\nout 1\"");
    expect_part(text, "\"key__0\" -> \"key__1\"");
    free(text);
}

Test(dot, a_long_name_is_cut_in_its_box_and_whole_in_its_tooltip)
{
    char *text = dot_of(
        "'entities': [{'id': 'a', 'name': 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'},"
        " {'id': 'b'}], 'deals': [{'id': 'd', 'relation': 'customer',"
        " 'payer': 'a', 'payee': 'b', 'amount': 1}]",
        "", NULL, 0);

    expect_part(text, "label=\"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn\xE2\x80\xA6\\nout 1\"");
    expect_part(text, "tooltip=\"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\\n");
    free(text);
}

Test(dot, groups_are_clusters_where_asked_for)
{
    const cf_param group = { "group", "" };
    char *apart = dot_of(every_mark, "", NULL, 0), *grouped = dot_of(every_mark, "", &group, 1);

    cr_expect_null(strstr(apart, "makers"));
    cr_expect_eq(count_of(grouped, "label=\"makers\""), 1);
    free(apart);
    free(grouped);
}

Test(dot, gives_the_same_bytes_again)
{
    char *one = dot_of(every_mark, "", NULL, 0), *two = dot_of(every_mark, "", NULL, 0);

    cr_expect_str_eq(one, two);
    free(one);
    free(two);
}

Test(dot, survives_running_out_of_memory)
{
    cf_scenario *scenario = scenario_from(every_mark);
    cf_report *report = picture_of(scenario, "--view headline", NULL, 0);
    FILE *nowhere = fopen("/dev/null", "w");
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        allow_allocations(allowed);
        status = draw_dot(nowhere, report);
        cr_expect_eq(stop_counting_allocations(), 0);
        cr_assert(allowed > 1 || status == CF_NO_MEMORY);
    }
    cr_expect_eq(status, CF_OK);
    fclose(nowhere);
    cf_report_free(report);
    cf_scenario_free(scenario);
}
