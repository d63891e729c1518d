/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/scan.h"

/* The events of a walk as letters: key, value, open, close, end, flaw. */
static const char *walk(const char *text, cf_scan *scan)
{
    static const char letters[] = "kvoceF";
    static char found[200];
    size_t used = 0;
    cf_scan_event event;

    cf_scan_start(scan, text, strlen(text));
    do {
        event = cf_scan_next(scan);
        found[used++] = letters[event];
    } while (event != CF_SCAN_END && event != CF_SCAN_FLAW && used < 199);
    found[used] = '\0';
    return found;
}

Test(scan, tells_keys_values_and_brackets_in_order)
{
    cf_scan scan;

    cr_expect_str_eq(walk("{\"a\": [1, true, \"x\", {}], \"b\": null}", &scan), "okovvvocckvce");
    cr_expect_str_eq(walk(" 5 ", &scan), "ve");
    cr_expect_str_eq(walk("[]", &scan), "oce");
}

Test(scan, gives_the_bytes_of_each_token)
{
    cf_scan scan;

    cf_scan_start(&scan, "{ \"ab\" : -1.5e3}", 16);
    cf_scan_next(&scan);
    cr_expect_eq(cf_scan_next(&scan), CF_SCAN_KEY);
    cr_expect_eq(scan.start, 2);
    cr_expect_eq(scan.end, 6);
    cr_expect_eq(cf_scan_next(&scan), CF_SCAN_SCALAR);
    cr_expect_eq(scan.start, 9);
    cr_expect_eq(scan.end, 15);
}

static void expect_flaw(const char *text, cf_flaw flaw, size_t start)
{
    cf_scan scan;

    walk(text, &scan);
    cr_expect_eq(scan.flaw, flaw, "%s has flaw %d", text, (int)scan.flaw);
    cr_expect_eq(scan.start, start, "%s: at %zu", text, scan.start);
}

Test(scan, tells_the_first_flaw_and_where_it_is)
{
    expect_flaw("", CF_FLAW_CUT_OFF, 0);
    expect_flaw("[1", CF_FLAW_CUT_OFF, 2);
    expect_flaw("[\"ab", CF_FLAW_CUT_OFF, 1);
    expect_flaw("[] 5", CF_FLAW_TRAILING, 3);
    expect_flaw("[\"a\\u0000\"]", CF_FLAW_NUL, 3);
    expect_flaw("[\"a\n\"]", CF_FLAW_OPEN_STRING, 1);
    expect_flaw("[\"a\t\"]", CF_FLAW_CONTROL, 3);
    expect_flaw("[\"\\x\"]", CF_FLAW_ESCAPE, 2);
    expect_flaw("[\"\\ud800\"]", CF_FLAW_SURROGATE, 2);
    expect_flaw("[\"\\ud800\\u0041\"]", CF_FLAW_SURROGATE, 2);
    expect_flaw("[\"\\udc00\"]", CF_FLAW_SURROGATE, 2);
    expect_flaw("[nope]", CF_FLAW_WORD, 1);
    expect_flaw("['a']", CF_FLAW_QUOTE, 1);
    expect_flaw("[1] // x", CF_FLAW_COMMENT, 4);
    expect_flaw("[1 2]", CF_FLAW_MISSING_COMMA, 3);
    expect_flaw("[1, ]", CF_FLAW_EXTRA_COMMA, 2);
    expect_flaw("[,1]", CF_FLAW_EXTRA_COMMA, 1);
    expect_flaw("[1,,2]", CF_FLAW_EXTRA_COMMA, 3);
    expect_flaw("{\"a\": 1, }", CF_FLAW_EXTRA_COMMA, 7);
    expect_flaw("{\"a\" 1}", CF_FLAW_COLON, 5);
    expect_flaw("{\"a\"}", CF_FLAW_COLON, 4);
    expect_flaw("{a: 1}", CF_FLAW_KEY, 1);
    expect_flaw("{1: 1}", CF_FLAW_KEY, 1);
    expect_flaw("[1}", CF_FLAW_BRACKET, 2);
    expect_flaw("{\"a\": 1]", CF_FLAW_BRACKET, 7);
    expect_flaw("]", CF_FLAW_BRACKET, 0);
    expect_flaw("{\"a\": }", CF_FLAW_VALUE, 6);
    expect_flaw("{\"a\":: 1}", CF_FLAW_VALUE, 5);
    expect_flaw("[1; 2]", CF_FLAW_STRAY, 2);
}

Test(scan, knows_the_numbers_of_json)
{
    static const char *const good[] = { "0", "-0", "10", "1.5", "-1.50e+10", "1E5", "0.0e-0" };
    static const char *const bad[] = { "01",  "+1",   ".5",   "5.",    "1e",    "1e+", "-",
                                       "--1", "1.e5", "0x10", "1_000", "1.2.3", "-a" };
    cf_scan scan;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        cr_expect_str_eq(walk(good[i], &scan), "ve", "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_str_eq(walk(bad[i], &scan), "F", "%s", bad[i]);
}

Test(scan, decodes_every_escape)
{
    cf_scan scan;
    char out[64];

    walk("\"a\\n\\\"\\\\\\/\\t\\u00fc\\u20ac\\ud83d\\ude00\\b\\f\\r\"", &scan);
    cf_scan_start(&scan, scan.text, scan.size);
    cf_scan_next(&scan);
    out[cf_scan_decode(scan.text + scan.start, scan.end - scan.start, out)] = '\0';
    cr_expect_str_eq(out, "a\n\"\\/\t\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80\b\f\r");
}

Test(scan, refuses_nesting_deeper_than_jansson_does)
{
    char text[2 * CF_SCAN_DEPTH + 4];
    cf_scan scan;

    for (int depth = CF_SCAN_DEPTH; depth <= CF_SCAN_DEPTH + 1; depth++) {
        json_t *json;
        cf_scan_event event;

        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        json = json_loadb(text, 2 * (size_t)depth, 0, NULL);
        cf_scan_start(&scan, text, 2 * (size_t)depth);
        do
            event = cf_scan_next(&scan);
        while (event != CF_SCAN_END && event != CF_SCAN_FLAW);
        cr_expect_eq(event == CF_SCAN_END, json != NULL);
        cr_expect_eq(json != NULL, depth == CF_SCAN_DEPTH);
        json_decref(json);
    }
}

/* Small texts of all the signs that matter: the scan and jansson agree on each. */
Test(scan, agrees_with_jansson_on_what_json_is)
{
    static const char signs[] = "{}[]:,\"1-. eau\\";
    const size_t count = sizeof signs - 1;
    unsigned state = 1;
    int valid = 0;

    for (int i = 0; i < 400000; i++) {
        char text[10];
        size_t length = 1 + (size_t)(i % 8);
        cf_scan scan;
        cf_scan_event event;
        json_t *json;

        for (size_t k = 0; k < length; k++) {
            state = state * 1664525u + 1013904223u;
            text[k] = signs[(state >> 16) % count];
        }
        json = json_loadb(text, length, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
        cf_scan_start(&scan, text, length);
        do
            event = cf_scan_next(&scan);
        while (event != CF_SCAN_END && event != CF_SCAN_FLAW);
        cr_assert_eq(event == CF_SCAN_END, json != NULL, "%.*s", (int)length, text);
        valid += json != NULL;
        json_decref(json);
    }
    cr_assert_gt(valid, 1000);
}
