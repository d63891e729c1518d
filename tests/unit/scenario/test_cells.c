/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/cells.h"

#include "unit/scenario/datum_text.h"
#include "unit/testlib.h"

/* The value as add_datum() shows it, or "CF221: hint". */
static void expect_value(cf_cell_kind kind, const char *text, const char *expected)
{
    char copy[256], found[2000] = "";
    cf_arena arena = { 0 };
    cf_cell_flaw flaw;
    cf_datum *value;

    snprintf(copy, sizeof copy, "%s", text);
    value = cf_cell_value(&arena, kind, copy, '\0', &flaw);
    cr_assert_not_null(value);
    if (flaw.code != 0) {
        cr_expect(cf_datum_is(value, CF_DATUM_FALSE));
        snprintf(found, sizeof found, "CF%d: %s", (int)flaw.code, flaw.hint.text);
    } else {
        add_datum(found, value);
    }
    cr_expect_str_eq(found, expected, "\"%s\" is %s", text, found);
    cf_arena_free(&arena);
}

static void expect_number(const char *text, double expected)
{
    char copy[256];
    cf_arena arena = { 0 };
    cf_cell_flaw flaw;
    cf_datum *value;

    snprintf(copy, sizeof copy, "%s", text);
    value = cf_cell_value(&arena, CF_CELL_NUMBER, copy, '\0', &flaw);
    cr_expect_eq((int)flaw.code, 0, "%s", text);
    expect_near(value->number, expected);
    cf_arena_free(&arena);
}

Test(cells, numbers_are_decimals_with_a_point)
{
    expect_number("100", 100);
    expect_number("1e11", 1e11);
    expect_number("-0.5", -0.5);
    expect_number("+7.25E2", 725);
    expect_number(".5", 0.5);
}

Test(cells, thousands_may_be_parted_by_spaces_of_any_kind)
{
    expect_number("100 000", 100000);
    expect_number("1\xC2\xA0"
                  "234\xC2\xA0"
                  "567.25",
                  1234567.25);
    expect_number("12\xE2\x80\x89"
                  "345",
                  12345);
    expect_number("-1\xE2\x80\xAF"
                  "000",
                  -1000);
}

Test(cells, spaces_elsewhere_are_no_thousands)
{
    static const char *const texts[] = {
        "1 00", "1000 000", "1 0000", "1  000", "1 000 00", "1 2.5"
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_value(CF_CELL_NUMBER, texts[i],
                     "CF221: write the number alone, like 12, 0.5, 1e11 or 100 000");
}

Test(cells, a_comma_is_never_guessed_at)
{
    expect_value(CF_CELL_NUMBER, "1,5", "CF221: write 1.5, or use --decimal ,");
    expect_value(CF_CELL_NUMBER, "1,000",
                 "CF221: write 1000 if the comma separates thousands (--decimal .), else 1.000 "
                 "(--decimal ,)");
    expect_value(CF_CELL_NUMBER, "0,1234", "CF221: write 0.1234, or use --decimal ,");
    expect_value(CF_CELL_NUMBER, "1,234,567", "CF221: write 1234567, or use --decimal .");
    expect_value(CF_CELL_NUMBER, "1.234,5", "CF221: write 1234.5, or use --decimal ,");
    expect_value(CF_CELL_NUMBER, "1,234.5", "CF221: write 1234.5, or use --decimal .");
    expect_value(CF_CELL_NUMBER, "1 234,5", "CF221: write 1234.5, or use --decimal ,");
    expect_value(CF_CELL_NUMBER, "a,b",
                 "CF221: write the number alone, like 12, 0.5, 1e11 or 100 000");
}

Test(cells, what_is_no_number_has_a_way_out)
{
    expect_value(CF_CELL_NUMBER, "60%", "CF221: write 0.6");
    expect_value(CF_CELL_NUMBER, "60 %", "CF221: write 0.6");
    expect_value(CF_CELL_NUMBER, "1e999", "CF221: is it too large?");
    expect_value(CF_CELL_NUMBER, "nan",
                 "CF221: write the number alone, like 12, 0.5, 1e11 or 100 000");
    expect_value(CF_CELL_NUMBER, "0x10",
                 "CF221: write the number alone, like 12, 0.5, 1e11 or 100 000");
}

Test(cells, truth_has_three_pairs_of_words)
{
    expect_value(CF_CELL_BOOL, "TRUE", "true");
    expect_value(CF_CELL_BOOL, "Yes", "true");
    expect_value(CF_CELL_BOOL, "1", "true");
    expect_value(CF_CELL_BOOL, "false", "false");
    expect_value(CF_CELL_BOOL, "no", "false");
    expect_value(CF_CELL_BOOL, "0", "false");
    expect_value(CF_CELL_BOOL, "2", "CF222: yes, no, 1 and 0 also work");
}

Test(cells, words_are_kept_as_they_are_written)
{
    expect_value(CF_CELL_WORD, "Letter of Intent", "\"Letter of Intent\"");
}

Test(cells, lists_are_parted_by_semicolons)
{
    expect_value(CF_CELL_LIST, "a; b c ;d", "[\"a\",\"b c\",\"d\"]");
    expect_value(CF_CELL_LIST, "a;;b;", "[\"a\",\"b\"]");
    expect_value(CF_CELL_LIST, ";", "[]");
}

Test(cells, a_backslash_keeps_what_an_id_holds)
{
    expect_value(CF_CELL_LIST, "a\\;b;c", "[\"a;b\",\"c\"]");
    expect_value(CF_CELL_LIST, "a\\\\;b", "[\"a\\\",\"b\"]");
    expect_value(CF_CELL_LIST, "\\ a\\ ;b", "[\" a \",\"b\"]");
    expect_value(CF_CELL_LIST, "C:\\x", "[\"C:\\x\"]");
}

Test(cells, schedules_are_dates_with_amounts)
{
    expect_value(CF_CELL_SCHEDULE, "2026=5;2027-06 = 1 000 ;",
                 "[{\"date\":\"2026\",\"amount\":5},{\"date\":\"2027-06\",\"amount\":1000}]");
    expect_value(CF_CELL_SCHEDULE, "2026", "CF223: ");
    expect_value(CF_CELL_SCHEDULE, "=5", "CF223: ");
    expect_value(CF_CELL_SCHEDULE, "2026=1,5", "CF223: write 1.5, or use --decimal ,");
}

Test(cells, values_survive_every_failing_allocation)
{
    static const struct {
        cf_cell_kind kind;
        const char *text;
    } cells[] = { { CF_CELL_LIST, "a;b" },
                  { CF_CELL_SCHEDULE, "2026=5;2027=x" },
                  { CF_CELL_NUMBER, "5" },
                  { CF_CELL_TEXT, "x" } };

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        cf_datum *value = NULL;

        for (long allowed = 0; value == NULL; allowed++) {
            char copy[32];
            cf_arena arena = { 0 };
            cf_cell_flaw flaw;

            strcpy(copy, cells[i].text);
            cr_assert_lt(allowed, 100);
            allow_allocations(allowed);
            value = cf_cell_value(&arena, cells[i].kind, copy, '\0', &flaw);
            cf_arena_free(&arena);
            cr_assert_eq(stop_counting_allocations(), 0);
        }
    }
}

static void expect_decimal(char decimal, const char *text, double expected)
{
    char copy[64];
    cf_arena arena = { 0 };
    cf_cell_flaw flaw;
    cf_datum *value;

    strcpy(copy, text);
    value = cf_cell_value(&arena, CF_CELL_NUMBER, copy, decimal, &flaw);
    cr_expect_eq(cf_datum_is(value, CF_DATUM_NUMBER), expected >= 0.0, "%s", text);
    if (cf_datum_is(value, CF_DATUM_NUMBER))
        cr_expect_eq(value->number, expected, "%s", text);
    cf_arena_free(&arena);
}

Test(cells, a_decimal_sign_that_is_given_makes_the_other_one_part_thousands)
{
    enum { NONE = -1 };

    expect_decimal(',', "1.234,56", 1234.56);
    expect_decimal(',', "12.750", 12750);
    expect_decimal(',', "0,5", 0.5);
    expect_decimal(',', "1 234,5", 1234.5);
    expect_decimal(',', "1,5e3", 1500);
    expect_decimal(',', "12.5", NONE);
    expect_decimal(',', "0.500", NONE);
    expect_decimal(',', "1.23,4", NONE);
    expect_decimal(',', "1,234.5", NONE);
    expect_decimal(',', ".5", NONE);
    expect_decimal('.', "1,234.56", 1234.56);
    expect_decimal('.', "12.750", 12.75);
    expect_decimal('.', "1,5", NONE);
    expect_decimal('.', "1.234,5", NONE);
}
