/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>

#include "scenario/json_rows.h"

static bool find(cf_json_rows *rows, const char *text)
{
    bool usable;

    cr_assert_eq(cf_json_rows_find(rows, text, strlen(text), &usable), CF_OK);
    return usable;
}

Test(json_rows, leaves_a_frame_and_parses_elements_when_they_are_asked_for)
{
    cf_json_rows rows;
    const cf_datum *deal;

    cr_assert(find(&rows,
                   "{\"deals\": [{\"id\": \"]}\"}, 7, [1, [2]]], \"name\": {\"deals\": [3]}, "
                   "\"enti\\u0074ies\": [ ]}"));
    cr_expect_eq(rows.deals.rows.count, 3);
    cr_expect_eq(rows.entities.rows.count, 0);
    cr_expect_eq(strncmp(rows.frame,
                         "{\"deals\": [], \"name\": {\"deals\": [3]}, \"enti\\u0074ies\": []}",
                         rows.frame_size),
                 0);
    deal = rows.deals.rows.at(&rows.deals.rows, 0);
    cr_expect_str_eq(cf_datum_text(cf_datum_get(deal, "id")), "]}");
    cr_expect_eq(rows.deals.rows.at(&rows.deals.rows, 1)->number, 7.0);
    cr_expect_eq(cf_datum_count(rows.deals.rows.at(&rows.deals.rows, 2)), 2);
    cr_expect_not(rows.doubled);
    cf_json_rows_free(&rows);
}

Test(json_rows, tell_where_a_text_cannot_be_used)
{
    static const struct {
        const char *text;
        size_t flaw;
        bool overflow;
    } cases[] = {
        { "{\"deals\": [1e999]}", 11, true },   { "{\"x\": -1e400}", 6, true },
        { "{\"deals\": [}", 11, false },        { "{\"deals\": [\"\\ud800\"]}", 12, false },
        { "{\"deals\": []} extra", 14, false }, { "", 0, false }
    };
    cf_json_rows rows;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_not(find(&rows, cases[i].text), "%s", cases[i].text);
        cr_expect_eq(rows.flaw, cases[i].flaw, "%s", cases[i].text);
        cr_expect_eq(rows.overflow, cases[i].overflow, "%s", cases[i].text);
        cf_json_rows_free(&rows);
    }
    cr_expect(find(&rows, "7"));
    cf_json_rows_free(&rows);
}

Test(json_rows, of_a_list_that_is_there_twice_are_those_of_the_last)
{
    cf_json_rows rows;

    cr_assert(find(&rows, "{\"deals\": [1, 2], \"deals\": [3]}"));
    cr_expect_eq(rows.deals.rows.count, 1);
    cr_expect_eq(rows.deals.rows.at(&rows.deals.rows, 0)->number, 3.0);
    cr_expect_eq(strncmp(rows.frame, "{\"deals\": [1, 2], \"deals\": []}", rows.frame_size), 0);
    cf_json_rows_free(&rows);
    cr_assert(find(&rows, "{\"deals\": [1, 2], \"deals\": 3}"));
    cr_expect_eq(rows.deals.to, 0);
    cf_json_rows_free(&rows);
}

Test(json_rows, notes_keys_that_an_element_has_twice)
{
    cf_json_rows rows;
    const cf_datum *deal;

    cr_assert(find(&rows, "{\"deals\": [{\"a\": 1, \"a\": 2}]}"));
    deal = rows.deals.rows.at(&rows.deals.rows, 0);
    cr_expect(rows.doubled);
    cr_expect_eq(cf_datum_get(deal, "a")->number, 2.0);
    cf_json_rows_free(&rows);
}
