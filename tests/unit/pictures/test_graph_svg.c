/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/pictures/drawn.h"

static cf_scenario *scenario;
static cf_report *report;
static char *text;

static void draw(const char *options, cf_status (*drawing)(FILE *, const cf_report *))
{
    scenario = scenario_from(every_mark);
    report = picture_of(scenario, options, NULL, 0);
    text = bytes_of(drawing, report, NULL);
}

static void close_all(void)
{
    free(text);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

TestSuite(graph_svg, .fini = close_all);

Test(graph_svg, every_edge_and_entity_is_marked_once)
{
    draw("--view headline --contingent", draw_alone);
    cr_expect_eq(count_of(text, "<g class=\"cf-edge\""), cf_report_picture(report)->edge_count);
    for (int i = 0; i < cf_report_picture(report)->edge_count; i++) {
        char mark[64];

        snprintf(mark, sizeof mark, "<g class=\"cf-edge\" data-edge=\"%d\" data-payer=\"", i);
        cr_expect_eq(count_of(text, mark), 1);
    }
    cr_expect_eq(count_of(text, "<g class=\"cf-entity\""), 4);
    expect_part(text, "data-entity=\"seller\"");
    expect_part(text, "data-suppliers=\"seller\"");
}

Test(graph_svg, tooltips_tell_the_deals_behind_an_edge)
{
    draw("", draw_alone);
    expect_part(text, "<title>Lab pays an unknown amount to Seller &amp; Sons\n"
                      "more: amount unknown, announced</title>");
}

Test(graph_svg, alone_it_is_a_document_and_inlined_it_has_neither_prolog_nor_style)
{
    draw("", draw_alone);
    cr_expect_eq(strncmp(text, "<?xml", 5), 0);
    cr_expect_eq(count_of(text, "<style>"), 1);
    free(text);
    text = bytes_of(draw_inlined, report, NULL);
    cr_expect_eq(strncmp(text, "<svg", 4), 0);
    cr_expect_eq(count_of(text, "<style>"), 0);
    expect_part(text, "id=\"p-title\"");
}

Test(graph_svg, capital_and_trade_differ_in_form)
{
    draw("--view firm", draw_alone); /* trade alone: hollow heads, no diamonds */
    cr_expect_eq(count_of(text, "class=\"cf-capital"), 0);
    expect_part(text, "<path class=\"cf-paper cf-trade-line\"");
    free(text);
    cf_report_free(report);
    report = picture_of(scenario, "", NULL, 0);
    text = bytes_of(draw_alone, report, NULL);
    expect_part(text, "<path class=\"cf-capital-fill\"");
}

Test(graph_svg, the_legend_explains_what_occurs_and_nothing_else)
{
    draw("--view headline --contingent", draw_alone);
    expect_part(text, ">amount unknown</text>");
    expect_part(text, ">guarantee or backstop</text>");
    expect_part(text, ">paid in shares or warrants</text>");
    expect_part(text, ">rumour or letter of intent</text>");
    expect_part(text, ">tied to a purchase</text>");
    expect_part(text, ">comes round to Seller &amp; Sons</text>");
    expect_part(text, ">lacks money for what it has to pay</text>");
    free(text);
    cf_report_free(report);
    report = picture_of(scenario, "--view firm", NULL, 0);
    text = bytes_of(draw_alone, report, NULL);
    cr_expect_eq(count_of(text, "guarantee"), 0);
    cr_expect_eq(count_of(text, "capital:"), 0);
    expect_part(text, ">USD 200 bn</text>");
}

Test(graph_svg, looping_money_runs_within_its_edge_as_wide_as_its_share)
{
    cf_picture_entity entities[] = {
        { .id = "s", .name = "S", .out = 4, .in = 4, .members = 1 },
        { .id = "c", .name = "C", .out = 4, .in = 4, .supplier = -1, .members = 1 }
    };
    cf_picture_supplier supplier = { .invested = 4, .loopback_pro_rata = 2 };
    cf_picture_deal deal = { .amount = 4, .looping = 2 };
    cf_picture_strand half = { .amount = 2 };
    cf_picture_edge edges[] = {
        { .payer = 0,
          .payee = 1,
          .carries = CF_CAPITAL,
          .amount = 4,
          .deals = &deal,
          .deal_count = 1,
          .strands = &half,
          .strand_count = 1 },
        { .payer = 1, .payee = 0, .amount = 1, .deals = &deal, .deal_count = 1 }
    };
    const cf_picture picture = { .entities = entities,
                                 .entity_count = 2,
                                 .edges = edges,
                                 .edge_count = 2,
                                 .suppliers = &supplier,
                                 .supplier_count = 1,
                                 .all_entities = 2,
                                 .all_deals = 2,
                                 .shown_deals = 2 };

    draw("", draw_alone);
    free(text);
    cf_report_set_picture(report, &picture);
    text = bytes_of(draw_alone, report, NULL);
    /* The largest is 12 wide; half of what its rim of 1.2 leaves is 5.4. A quarter of the amount
     * is half as wide. */
    expect_part(text, "<path class=\"cf-capital-line\" fill=\"none\" stroke-width=\"12\"");
    expect_part(text, "<path class=\"cf-s0-line\" fill=\"none\" stroke-width=\"5.4\"");
    expect_part(text, "<path class=\"cf-trade-line\" fill=\"none\" stroke-width=\"6\"");
}

Test(graph_svg, a_picture_of_nothing_is_still_a_picture)
{
    const cf_picture nothing = { .cluster = true };

    draw("", draw_alone);
    free(text);
    cf_report_set_picture(report, &nothing);
    text = bytes_of(draw_alone, report, NULL);
    expect_part(text, "0 entities, 0 deals, USD 0 bn");
}

Test(graph_svg, survives_running_out_of_memory)
{
    FILE *nowhere = fopen("/dev/null", "w");
    cf_status status = CF_NO_MEMORY;

    draw("--view headline --contingent", draw_alone);
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        allow_allocations(allowed);
        status = draw_alone(nowhere, report);
        cr_expect_eq(stop_counting_allocations(), 0);
        cr_assert(allowed > 1 || status == CF_NO_MEMORY);
    }
    cr_expect_eq(status, CF_OK);
    fclose(nowhere);
}
