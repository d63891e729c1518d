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
    json_t *deal;

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
    cr_expect_str_eq(json_string_value(json_object_get(deal, "id")), "]}");
    cr_expect_eq(json_number_value(rows.deals.rows.at(&rows.deals.rows, 1)), 7.0);
    cr_expect_eq(json_array_size(rows.deals.rows.at(&rows.deals.rows, 2)), 2);
    cr_expect_not(rows.doubled);
    cf_json_rows_free(&rows);
}

Test(json_rows, leaves_to_jansson_what_is_not_sure)
{
    static const char *const texts[] = { "{\"deals\": [1e999]}",  "{\"deals\": [], \"deals\": []}",
                                         "[{\"deals\": []}]",     "{\"deals\": [}",
                                         "{\"x\": -1e400}",       "{\"deals\": [\"\\ud800\"]}",
                                         "{\"deals\": []} extra", "" };
    cf_json_rows rows;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_expect_not(find(&rows, texts[i]), "%s", texts[i]);
        cf_json_rows_free(&rows);
    }
    cr_expect(find(&rows, "7"));
    cf_json_rows_free(&rows);
}

Test(json_rows, notes_keys_that_an_element_has_twice)
{
    cf_json_rows rows;
    json_t *deal;

    cr_assert(find(&rows, "{\"deals\": [{\"a\": 1, \"a\": 2}]}"));
    deal = rows.deals.rows.at(&rows.deals.rows, 0);
    cr_expect(rows.doubled);
    cr_expect_eq(json_number_value(json_object_get(deal, "a")), 2.0);
    cf_json_rows_free(&rows);
}
