/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

Test(values, texts_are_kept_as_they_are)
{
    cf_scenario *scenario = good(
        HEAD "'description': '', 'entities': [{'id': ' \\u00fc, \\ud83d\\ude00; \\\"q\\\" > ', "
             "'name': 'two\\nlines', 'note': '\\t'}], 'deals': []}");

    cr_expect_str_eq(scenario->name, "T");
    cr_expect_str_eq(scenario->description, "");
    cr_expect_str_eq(scenario->entities[0].id, " \xC3\xBC, \xF0\x9F\x98\x80; \"q\" > ");
    cr_expect_str_eq(scenario->entities[0].name, "two\nlines");
    cr_expect_str_eq(scenario->entities[0].note, "\t");
    cf_scenario_free(scenario);
}

Test(values, ids_and_groups_are_neither_empty_nor_hold_control_characters)
{
    expect_problems(HEAD "'entities': [{'id': ''}, {'id': 'a\\u007f', 'group': 'x\\ty'}, "
                         "{'id': 'b', 'group': ''}], 'deals': []}",
                    "CF210 /entities/0/id, CF211 /entities/1/id, CF211 /entities/1/group, "
                    "CF210 /entities/2/group");
}

Test(values, words_are_those_of_the_format)
{
    expect_message(DEALS(INVESTMENT("d", ", 'status': 'Signed'")),
                   "status must be rumoured, letter_of_intent, announced, signed, completed or "
                   "cancelled, but is \"Signed\"",
                   "did you mean \"signed\"?");
    expect_message(DEALS(INVESTMENT("d", ", 'basis': 1")),
                   "basis must be reported, estimate or assumption, but is 1", NULL);
}

Test(values, currencies_are_three_capitals)
{
    expect_problems(DEALS(INVESTMENT("d", ", 'currency': 'usd'")), "CF213 /deals/0/currency");
    expect_problems(DEALS(INVESTMENT("d", ", 'currency': 'US'")), "CF213 /deals/0/currency");
    expect_problems(DEALS(INVESTMENT("d", ", 'currency': 'U$D'")), "CF213 /deals/0/currency");
}

Test(values, a_date_that_is_none_is_told_why)
{
    static const char *const cases[][2] = {
        { "2025-02-29", "2025-02 has 28 days" },
        { "2024-02-30", "2024-02 has 29 days" },
        { "2025-11-31", "2025-11 has 30 days" },
        { "2025-01-00", "2025-01 has 31 days" },
        { "2025-13", "months run from 01 to 12" },
        { "2025-00-10", "months run from 01 to 12" },
        { "0000-01", "years run from 0001 to 9999" },
        { "Q1 2025", "write YYYY-MM-DD, YYYY-MM or YYYY" },
        { "2025-1-5", "write YYYY-MM-DD, YYYY-MM or YYYY" },
        { "", "write YYYY-MM-DD, YYYY-MM or YYYY" },
    };
    char text[500], message[200];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, HEAD "'as_of': '%s', 'entities': [], 'deals': []}",
                 cases[i][0]);
        snprintf(message, sizeof message, "as_of must be a date, but is \"%s\"", cases[i][0]);
        expect_message(text, message, cases[i][1]);
    }
}

Test(values, sources_keep_their_parts)
{
    cf_scenario *scenario = good(DEALS(INVESTMENT(
        "d", ", 'sources': [{'title': 't', 'publisher': 'p', 'date': 'May', 'url': 'u'}, "
             "{'url': 'v'}]")));
    const cf_deal *deal = &scenario->deals[0];

    cr_assert_eq(deal->source_count, 2);
    cr_expect_str_eq(deal->sources[0].title, "t");
    cr_expect_str_eq(deal->sources[0].publisher, "p");
    cr_expect_str_eq(deal->sources[0].date, "May");
    cr_expect_str_eq(deal->sources[0].url, "u");
    cr_expect_null(deal->sources[1].title);
    cr_expect_str_eq(deal->sources[1].url, "v");
    cf_scenario_free(scenario);
}
