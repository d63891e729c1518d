/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a parser has to say of the page is in tests/documents/test_page.py. */
#include "documents/documents.h"
#include "documents/html.h"
#include "unit/testlib.h"

cf_document_write cf_html_write;

static cf_dossier *dossier_of(const cf_scenario *scenario, const char *options)
{
    cf_dossier *dossier = NULL;
    cf_view_options view = options_from(options);

    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, NULL));
    return dossier;
}

/* The bytes of the page; to be freed. */
static char *page_of(const cf_scenario *scenario, const char *options)
{
    cf_dossier *dossier = dossier_of(scenario, options);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    cr_assert_not_null(out);
    assert_ok(cf_html_write(out, dossier));
    cr_assert_eq(fclose(out), 0);
    cf_dossier_free(dossier);
    return text;
}

static void expect_page(cf_scenario *scenario, const char *options, const char *const *words,
                        int count)
{
    char *text = page_of(scenario, options);

    for (int i = 0; i < count; i++)
        cr_expect_not_null(strstr(text, words[i]), "no \"%s\"", words[i]);
    free(text);
    cf_scenario_free(scenario);
}

#define EXPECT_PAGE(scenario, options, ...)                                                        \
    expect_page(scenario, options, (const char *const[]){ __VA_ARGS__ },                           \
                (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)))

Test(html, answers_in_a_sentence)
{
    EXPECT_PAGE(
        scenario_in("textbook/fungibility.json"), "",
        "Of the <b>USD\xC2\xA0"
        "100\xC2\xA0"
        "bn</b> that <bdi>S</bdi> has invested, "
        "<b>USD\xC2\xA0"
        "50\xC2\xA0"
        "bn</b> (50.0\xC2\xA0%) comes back as its revenue if money mixes pro rata.",
        "At least 20 must have come back, whatever was done with the money, and at most 80 can "
        "have.",
        "62.5\xC2\xA0% of its revenue in these deals");
}

Test(html, answers_where_nothing_comes_back)
{
    EXPECT_PAGE(scenario_in("textbook/open-loop.json"), "",
                "<b>nothing</b> comes back as its revenue by deals of known amount.",
                "None of it can have come back (up to 8 if deals of unknown amount carried it).");
}

Test(html, answers_what_joint_asks)
{
    EXPECT_PAGE(
        scenario_in("textbook/joint.json"), "--joint s1,s2",
        "that <bdi>S1</bdi> and <bdi>S2</bdi>, taken as one supplier, have invested in others, ",
        "comes back as their revenue if money mixes pro rata. Exactly 20 must have come back, "
        "whatever was done with the money.");
}

Test(html, says_that_weights_have_no_bounds)
{
    EXPECT_PAGE(scenario_in("textbook/fungibility.json"), "--weights probability",
                "Amounts are weighted by probability, so there is no min or max.");
}

Test(html, draws_only_the_loops_where_there_are_any)
{
    EXPECT_PAGE(scenario_in("textbook/bff-example-1.json"), "",
                "deals, USD 5 bn. <a href=\"graph.svg\">In full size</a>");
    EXPECT_PAGE(scenario_in("textbook/earmark.json"), "",
                ": those on which money can go round. <a href=\"graph.svg\">All deals</a>");
}

Test(html, says_that_nobody_is_a_supplier)
{
    EXPECT_PAGE(scenario_in("textbook/chip-maker.json"), "--reported-only",
                "No entity in this view both invests in others and has revenue",
                "There is no financing loop in this view.");
}

Test(html, tells_routes_and_where_the_rest_stays)
{
    EXPECT_PAGE(scenario_in("textbook/fungibility.json"), "",
                "<bdi>S</bdi> \xE2\x86\x92 <bdi>Lab</bdi> \xE2\x86\x92 <bdi>S</bdi>",
                ">31.2</span>",
                "<bdi>Lab</bdi> \xE2\x86\x92 <bdi>X</bdi> \xE2\x86\x92 <bdi>S</bdi>",
                ">18.8</span>", "stays with <bdi>Lab</bdi>", "stays with <bdi>X</bdi>");
}

Test(html, writes_loops_as_chains_with_the_smallest_hop_marked)
{
    EXPECT_PAGE(scenario_in("textbook/chip-maker.json"), "",
                "<bdi>Chip maker</bdi> <span class=\"hop capital least\">invests 100</span> "
                "<bdi>Lab</bdi> <span class=\"hop trade\">pays 300</span> <bdi>Cloud</bdi> "
                "<span class=\"hop trade\">pays 180</span> <bdi>Chip maker</bdi>",
                "No more than <b>100</b> can go round; pro rata, <b>60</b>");
}

Test(html, reads_ids_with_what_joins_them)
{
    EXPECT_PAGE(scenario_from("'entities': [{'id': 'a > b'}, {'id': 'c\\\\'}], 'deals': ["
                              "{'id': 'in+one;', 'relation': 'investor', 'payer': 'a > b', "
                              "'payee': 'c\\\\', 'amount': 3},"
                              "{'id': 'two', 'relation': 'investor', 'payer': 'a > b', "
                              "'payee': 'c\\\\', 'amount': 1},"
                              "{'id': 'back', 'relation': 'customer', 'payer': 'c\\\\', "
                              "'payee': 'a > b', 'amount': 2}]"),
                "",
                "<bdi>a &gt; b</bdi> <span class=\"hop capital\">invests 4</span> "
                "<bdi>c\\</bdi> <span class=\"hop trade least\">pays 2</span> "
                "<bdi>a &gt; b</bdi>",
                "<a href=\"#deal-0\"><bdi>in+one;</bdi></a> + <a href=\"#deal-1\">");
}

#define DEAL(more)                                                                                 \
    "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [{'id': 'd', 'relation': 'investor', "       \
    "'payer': 'a', 'payee': 'b'" more "}]"

Test(html, links_addresses_of_the_web)
{
    EXPECT_PAGE(scenario_from(DEAL(", 'sources': [{'url': 'https://x.org/?a=1&b=2'}]")), "",
                "<a href=\"https://x.org/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">");
}

Test(html, leaves_all_other_addresses_as_text)
{
    static const char *const texts[] = { "javascript:alert(1)", "//x.org",
                                         "https:///x",          "https://",
                                         "ftp://x.org",         "https://x.org/ y" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char members[400], *text;
        cf_scenario *scenario;

        snprintf(members, sizeof members, DEAL(", 'sources': [{'url': '%s'}]"), texts[i]);
        scenario = scenario_from(members);
        text = page_of(scenario, "");
        cr_expect_null(strstr(text, "noreferrer nofollow"), "%s is linked", texts[i]);
        cr_expect_not_null(strstr(text, texts[i]), "%s is not told", texts[i]);
        free(text);
        cf_scenario_free(scenario);
    }
}

Test(html, tells_amounts_as_the_file_states_them)
{
    EXPECT_PAGE(scenario_from(DEAL(", 'amount': {'low': 10, 'base': 20, 'high': 40}")), "",
                "20<small>stated: 10 to 40, base 20</small>");
    EXPECT_PAGE(scenario_from(DEAL("")), "", "<td class=\"n\">unknown</td>");
    EXPECT_PAGE(
        scenario_in("textbook/chip-maker.json"), "",
        "180<small>stated: 60.0\xC2\xA0% of <a href=\"#deal-1\"><bdi>compute</bdi></a></small>");
}

Test(html, tells_why_a_deal_is_not_counted)
{
    EXPECT_PAGE(scenario_from(DEAL(", 'amount': 1, 'status': 'letter_of_intent'")), "",
                "not counted<small>its status is letter_of_intent</small>");
}

Test(html, sets_the_readings_side_by_side)
{
    EXPECT_PAGE(scenario_in("textbook/programme.json"), "",
                ">Firm</th><th scope=\"colgroup\" colspan=\"2\" class=\"edge\">Base</th>"
                "<th scope=\"colgroup\" colspan=\"2\" class=\"edge\">Headline</th>");
    EXPECT_PAGE(scenario_in("textbook/programme.json"), "--status signed", ">This view</th>");
}

/* s -> lab 10; lab -> s 10, and a further purchase that is only announced. */
Test(html, explains_why_a_firmer_reading_gives_more)
{
    EXPECT_PAGE(
        scenario_from("'entities': [{'id': 's'}, {'id': 'lab'}, {'id': 'x'}], 'deals': ["
                      "{'id': 'a', 'relation': 'investor', 'payer': 's', 'payee': 'lab', "
                      "'amount': 10, 'status': 'signed'}, {'id': 'b', 'relation': 'customer', "
                      "'payer': 'lab', 'payee': 's', 'amount': 10, 'status': 'signed'}, "
                      "{'id': 'c', 'relation': 'customer', 'payer': 'lab', 'payee': 'x', "
                      "'amount': 10}]"),
        "",
        "The firmer reading gives more to <b><bdi>s</bdi></b> (10 firm, 5 in base). That is no "
        "error: it has fewer rival payments.");
}

Test(html, tells_how_firm_the_deals_are)
{
    EXPECT_PAGE(
        scenario_from("'entities': [{'id': 's'}, {'id': 'lab'}], 'deals': ["
                      "{'id': 'a', 'relation': 'investor', 'payer': 's', 'payee': 'lab', "
                      "'amount': 1, 'status': 'completed'}, {'id': 'b', 'relation': 'customer', "
                      "'payer': 'lab', 'payee': 's', 'amount': 2, 'status': 'signed'}, "
                      "{'id': 'c', 'relation': 'customer', 'payer': 'lab', 'payee': 's', "
                      "'amount': 3}, {'id': 'd', 'relation': 'customer', 'payer': 'lab', "
                      "'payee': 's', 'amount': 4, 'status': 'completed', 'basis': 'assumption'}, "
                      "{'id': 'e', 'relation': 'customer', 'payer': 'lab', 'payee': 's'}]"),
        "", "paid <tspan font-weight=\"600\">1</tspan> <tspan class=\"cf-muted\">(10.0 %)",
        "signed <tspan font-weight=\"600\">2</tspan>",
        "promised <tspan font-weight=\"600\">3</tspan>",
        "assumed <tspan font-weight=\"600\">4</tspan>", "1 more deal is of unknown amount");
}

/* On paper there is neither a script nor a file beside the page. */
Test(html, of_paper_has_its_size_and_no_script)
{
    cf_scenario *scenario = scenario_in("textbook/fungibility.json");
    cf_dossier *dossier = dossier_of(scenario, "");
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    cr_assert_not_null(out);
    cf_dossier_set_appendix(dossier, true);
    assert_ok(cf_html_write_for(out, dossier, "letter"));
    cr_assert_eq(fclose(out), 0);
    cr_expect_not_null(strstr(text, "@page { size: letter; }"));
    cr_expect_not_null(strstr(text, "class=\"with-appendix\""));
    cr_expect_null(strstr(text, "<script"));
    cr_expect_null(strstr(text, "script-src"));
    cr_expect_null(strstr(text, ".svg\""));
    free(text);
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
}

Test(html, fails_cleanly_without_memory)
{
    cf_scenario *scenario = scenario_in("textbook/chip-maker.json");
    cf_dossier *dossier = dossier_of(scenario, "");
    FILE *out = fopen("/dev/null", "w");
    cf_status status = CF_NO_MEMORY;
    long count;

    cr_assert_not_null(out);
    fputc('.', out);
    for (count = 0; status == CF_NO_MEMORY && count < 5000; count += 1 + count / 20) {
        allow_allocations(count);
        status = cf_html_write(out, dossier);
        cr_expect_eq(stop_counting_allocations(), 0, "leaks after %ld", count);
    }
    cr_expect_eq((int)status, (int)CF_OK);
    cr_expect_gt(count, 5, "nothing was allocated");
    fclose(out);
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
}
