/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/scenario/parsed.h"

#include "scenario/tree.h"

Test(tree, pointers_lead_to_the_value)
{
    expect_problems(HEAD
                    "'entities': [{'id': 'a', 'revenue': {'amount': {'low': -1}}}], 'deals': []}",
                    "CF204 /entities/0/revenue/amount/low");
    expect_problems(HEAD "'fx': {'a/b~c': 1}, 'entities': [], 'deals': []}", "CF213 /fx/a~1b~0c");
}

Test(tree, a_wrong_type_is_told_with_what_was_found)
{
    expect_message(DEALS(INVESTMENT("d", ", 'note': 12.5")), "note must be a text, but is 12.5",
                   "write \"12.5\"");
    expect_message(DEALS(INVESTMENT("d", ", 'note': [1, 2]")), "note must be a text, but is a list",
                   NULL);
    expect_message(DEALS(INVESTMENT("d", ", 'note': {}")), "note must be a text, but is an object",
                   NULL);
    expect_message(DEALS(INVESTMENT("d", ", 'note': true")), "note must be a text, but is true",
                   NULL);
    expect_message(DEALS(INVESTMENT("d", ", 'note': null")), "note must be a text, but is null",
                   "leave the key out if the value is unknown");
}

Test(tree, hints_fit_what_was_found)
{
    expect_message(DEALS(INVESTMENT("d", ", 'probability': '0.5'")),
                   "probability must be a number, but is the text \"0.5\"",
                   "write 0.5 without quotes");
    expect_message(DEALS(INVESTMENT("d", ", 'probability': 'half'")),
                   "probability must be a number, but is the text \"half\"",
                   "write a number, without quotes");
    expect_message(DEALS(INVESTMENT("d", ", 'cash': 'true'")),
                   "cash must be true or false, but is the text \"true\"",
                   "write true without quotes");
    expect_message(DEALS(INVESTMENT("d", ", 'start': 2025")), "start must be a date, but is 2025",
                   "write \"2025\"");
    expect_message(DEALS(INVESTMENT("d", ", 'supersedes': 'e'")),
                   "supersedes must be a list, but is the text \"e\"", "put it in brackets: [...]");
    expect_message(DEALS("null"), "a deal must be an object, but is null", NULL);
}

Test(tree, texts_in_messages_are_printable_and_short)
{
    char long_text[500];
    cf_shown shown;

    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    shown = cf_show_text(long_text);
    cr_expect_lt(strlen(shown.text), 80);
    cr_expect_eq(shown.text[strlen(shown.text) - 1], '"');
    cr_expect_str_eq(cf_show_text("a\x1B[2Jb").text, "\"a\xEF\xBF\xBD[2Jb\"");
    cr_expect_lt(strlen(cf_show_hint("%s", long_text).text), 100);
}
