/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/datum_read.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "scenario/scan.h"
#include "unit/scenario/datum_text.h"

static void expect_read(const char *text, const char *expected, bool doubled)
{
    cf_arena arena = { 0 };
    bool found = false;
    char shown[2000] = "";
    const cf_datum *datum = cf_datum_read(&arena, text, strlen(text), &found);

    cr_assert_not_null(datum);
    add_datum(shown, datum);
    cr_expect_str_eq(shown, expected, "%s is read as %s", text, shown);
    cr_expect_eq(found, doubled, "%s", text);
    cf_arena_free(&arena);
}

Test(datum_read, reads_every_kind_of_value)
{
    expect_read(" null ", "null", false);
    expect_read("-12.5e1", "-125", false);
    expect_read("[ ]", "[]", false);
    expect_read("{\t}", "{}", false);
    expect_read("{\"a\" : [1 , true,{ \"b\":false } ,\"c\"],\r\n\"d\":{}}",
                "{\"a\":[1,true,{\"b\":false},\"c\"],\"d\":{}}", false);
    expect_read("[\"\\u00e4\\\\\", \"]\\\"\", \"\"]", "[\"\xC3\xA4\\\",\"]\"\",\"\"]", false);
}

Test(datum_read, of_a_doubled_key_the_last_value_counts)
{
    expect_read("{\"a\": [1], \"b\": 2, \"\\u0061\": {\"c\": 3}}", "{\"a\":{\"c\":3},\"b\":2}",
                true);
    expect_read("[{\"a\": 1}, {\"a\": 1}]", "[{\"a\":1},{\"a\":1}]", false);
}

/* ---- against jansson ---- */

static void expect_same(const cf_datum *datum, const json_t *json)
{
    static const int kinds[] = {
        [CF_DATUM_NULL] = JSON_NULL,    [CF_DATUM_FALSE] = JSON_FALSE, [CF_DATUM_TRUE] = JSON_TRUE,
        [CF_DATUM_NUMBER] = JSON_REAL,  [CF_DATUM_TEXT] = JSON_STRING, [CF_DATUM_LIST] = JSON_ARRAY,
        [CF_DATUM_OBJECT] = JSON_OBJECT
    };
    size_t i = 0;

    cr_assert_eq(kinds[datum->kind], (int)json_typeof(json));
    if (datum->kind == CF_DATUM_NUMBER) {
        cr_assert_eq(datum->number, json_real_value(json));
        cr_assert_eq(signbit(datum->number) != 0, signbit(json_real_value(json)) != 0);
    }
    if (datum->kind == CF_DATUM_TEXT)
        cr_assert_str_eq(datum->text, json_string_value(json));
    if (datum->kind == CF_DATUM_LIST)
        cr_assert_eq((size_t)datum->count, json_array_size(json));
    if (datum->kind == CF_DATUM_OBJECT)
        cr_assert_eq((size_t)datum->count, json_object_size(json));
    for (const cf_datum *at = cf_datum_first(datum); at != NULL; at = at->next)
        expect_same(at, datum->kind == CF_DATUM_LIST ? json_array_get(json, i++)
                                                     : json_object_get(json, at->key));
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

/* Adds a random value. */
static void add_value(char *text, unsigned *state, int depth)
{
    static const char *const scalars[] = { "0",
                                           "-0.0",
                                           "12345678901234567890",
                                           "6.5e-3",
                                           "true",
                                           "false",
                                           "null",
                                           "\"\"",
                                           "\"a\\n\"",
                                           "1e22",
                                           "9007199254740993",
                                           "\"\\ud83d\\ude00\"",
                                           "0.1e-320",
                                           "3.3333333333333335" };
    static const char *const keys[] = { "\"a\"", "\"b\"", "\"\\u0061\"", "\"\"", "\"c d\"" };
    static const char *const layout[] = { "", " ", "\n", "\t " };
    unsigned kind = next_random(state) % (depth > 3 ? 2 : 4), count = next_random(state) % 4;

    strcat(text, layout[next_random(state) % 4]);
    if (kind < 2) {
        strcat(text, scalars[next_random(state) % (sizeof scalars / sizeof *scalars)]);
        return;
    }
    strcat(text, kind == 2 ? "[" : "{");
    for (unsigned i = 0; i < count; i++) {
        strcat(text, i > 0 ? "," : "");
        if (kind == 3) {
            strcat(text, keys[next_random(state) % 5]);
            strcat(text, layout[next_random(state) % 4]);
            strcat(text, ":");
        }
        add_value(text, state, depth + 1);
    }
    strcat(text, layout[next_random(state) % 4]);
    strcat(text, kind == 2 ? "]" : "}");
}

Test(datum_read, agrees_with_jansson)
{
    enum { FLAGS = JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, ROOM = 40000 };
    char *text = malloc(ROOM);
    unsigned state = 1;
    int twice = 0;

    for (int i = 0; i < 20000; i++) {
        cf_arena arena = { 0 };
        bool doubled = false;
        json_error_t error;
        json_t *json;

        text[0] = '\0';
        add_value(text, &state, 0);
        json = json_loadb(text, strlen(text), FLAGS | JSON_REJECT_DUPLICATES, &error);
        const cf_datum *datum = cf_datum_read(&arena, text, strlen(text), &doubled);
        cr_assert_eq(doubled, json == NULL, "%s", text);
        twice += doubled;
        if (json == NULL)
            json = json_loadb(text, strlen(text), FLAGS, &error);
        cr_assert_not_null(json, "%s", text);
        expect_same(datum, json);
        json_decref(json);
        cf_arena_free(&arena);
    }
    cr_expect_gt(twice, 500);
    free(text);
}

Test(datum_read, nesting_as_deep_as_the_scanner_allows_is_no_trouble)
{
    char text[2 * CF_SCAN_DEPTH + 1];
    cf_arena arena = { 0 };
    bool doubled = false;

    memset(text, '[', CF_SCAN_DEPTH);
    memset(text + CF_SCAN_DEPTH, ']', CF_SCAN_DEPTH);
    cr_expect_not_null(cf_datum_read(&arena, text, 2 * CF_SCAN_DEPTH, &doubled));
    cf_arena_free(&arena);
}
