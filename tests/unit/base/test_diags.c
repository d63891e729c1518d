/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/diags.h"

static cf_diags *new_diags(void)
{
    cf_diags *diags = NULL;

    cr_assert_eq(cf_diags_new(&diags), CF_OK);
    return diags;
}

static cf_where *report(cf_diags *diags, cf_severity severity, int code, ...)
{
    cf_problem problem = { .severity = severity, .code = code };
    cf_where *place;
    va_list args;

    va_start(args, code);
    cr_assert_eq(cf_diags_report(diags, &place, &problem, "problem", args), CF_OK);
    va_end(args);
    return place;
}

Test(diags, every_status_has_a_text)
{
    for (int i = -1; i <= CF_STATUS_COUNT; i++) {
        const char *text = cf_status_text((cf_status)i);

        cr_expect_not_null(text);
        cr_expect_eq(strcmp(text, "unknown status") == 0, i < 0 || i == CF_STATUS_COUNT);
    }
}

Test(diags, strings_are_copied)
{
    cf_diags *diags = new_diags();
    char pointer[] = "/deals/3", hint[] = "mend it";

    cr_assert_eq(cf_diags_add(diags, CF_ERROR, 204, pointer, hint, "found %d", -5), CF_OK);
    memset(pointer, 'x', sizeof pointer - 1);
    memset(hint, 'x', sizeof hint - 1);
    cr_assert_eq(cf_diags_count(diags), 1);
    cr_expect_str_eq(cf_diags_at(diags, 0)->message, "found -5");
    cr_expect_str_eq(cf_diags_at(diags, 0)->hint, "mend it");
    cr_expect_str_eq(cf_diags_at(diags, 0)->where.pointer, "/deals/3");
    cr_expect_eq(cf_diags_at(diags, 0)->code, 204);
    cr_expect_eq(cf_diags_at(diags, 0)->where.line, 0);
    cr_expect_null(cf_diags_at(diags, 0)->where.file);
    cf_diags_free(diags);
}

Test(diags, without_a_collection_problems_are_dropped)
{
    cr_expect_eq(cf_diags_add(NULL, CF_ERROR, 204, NULL, NULL, "lost"), CF_OK);
    cr_expect_eq(cf_diags_open(NULL, "a.json"), CF_OK);
    cf_diags_close(NULL);
    cf_diags_free(NULL);
}

Test(diags, problems_of_a_file_come_in_its_order)
{
    static const int places[][2] = { { 9, 1 }, { 2, 7 }, { 0, 0 }, { 2, 3 }, { 2, 3 } };
    static const int expected[] = { 2, 3, 4, 1, 0 };
    cf_diags *diags = new_diags();

    cr_assert_eq(cf_diags_open(diags, "a.json"), CF_OK);
    for (int i = 0; i < 5; i++) {
        cf_where *place = report(diags, CF_ERROR, i);

        place->line = places[i][0];
        place->column = places[i][1];
    }
    cf_diags_close(diags);
    for (int i = 0; i < 5; i++)
        cr_expect_eq(cf_diags_at(diags, i)->code, expected[i]);
    cf_diags_free(diags);
}

Test(diags, files_stay_in_the_order_in_which_they_were_read)
{
    cf_diags *diags = new_diags();

    cr_assert_eq(cf_diags_open(diags, "a.json"), CF_OK);
    report(diags, CF_ERROR, 1)->line = 100;
    cf_diags_close(diags);
    cr_assert_eq(cf_diags_open(diags, "b.json"), CF_OK);
    report(diags, CF_ERROR, 2)->line = 5;
    report(diags, CF_ERROR, 3)->line = 4;
    cf_diags_close(diags);
    report(diags, CF_ERROR, 4);
    cr_expect_str_eq(cf_diags_at(diags, 0)->where.file, "a.json");
    cr_expect_eq(cf_diags_at(diags, 1)->code, 3);
    cr_expect_str_eq(cf_diags_at(diags, 1)->where.file, "b.json");
    cr_expect_eq(cf_diags_at(diags, 2)->code, 2);
    cr_expect_null(cf_diags_at(diags, 3)->where.file);
    cf_diags_free(diags);
}

Test(diags, many_warnings_leave_room_for_an_error)
{
    cf_diags *diags = new_diags();

    for (int i = 0; i < 5 * CF_DIAGS_KEPT; i++)
        (void)report(diags, CF_WARNING, 401);
    cr_expect_not_null(report(diags, CF_ERROR, 204));
    cr_expect_null(report(diags, CF_WARNING, 401));
    cr_expect_eq(cf_diags_count(diags), CF_DIAGS_KEPT + 1);
    cr_expect_eq(cf_diags_total(diags, CF_WARNING), 5 * CF_DIAGS_KEPT + 1);
    cr_expect_eq(cf_diags_total(diags, CF_ERROR), 1);
    cf_diags_free(diags);
}

static cf_status report_at(cf_diags *diags, const char *pointer, const char *same,
                           const char *format, ...)
{
    cf_problem problem = { .severity = CF_ERROR, .code = 305, .pointer = pointer, .same = same };
    cf_status status;
    va_list args;

    va_start(args, format);
    status = cf_diags_report(diags, NULL, &problem, format, args);
    va_end(args);
    return status;
}

Test(diags, a_repeated_problem_is_counted_and_hides_no_other)
{
    cf_diags *diags = new_diags();
    char pointer[64];

    for (int i = 0; i < 3 * CF_DIAGS_KEPT; i++) {
        snprintf(pointer, sizeof pointer, "/deals/%d/currency", i);
        cr_assert_eq(report_at(diags, pointer, i == 2999 ? "NOK" : "GBP", "no rate"), CF_OK);
    }
    cr_assert_eq(report_at(diags, "/deals/7/amount", NULL, "other place"), CF_OK);
    cr_assert_eq(cf_diags_count(diags), CF_DIAGS_KEPT + 2);
    cr_expect_eq(cf_diags_of_kind(diags, cf_diags_at(diags, 0)), 3 * CF_DIAGS_KEPT - 1);
    cr_expect_eq(cf_diags_of_kind(diags, cf_diags_at(diags, CF_DIAGS_KEPT)), 1);
    cr_expect_str_eq(cf_diags_at(diags, CF_DIAGS_KEPT)->where.pointer, "/deals/2999/currency");
    cr_expect_eq(cf_diags_total(diags, CF_ERROR), 3 * CF_DIAGS_KEPT + 1);
    cf_diags_free(diags);
}

Test(diags, kinds_beyond_the_limit_share_one_and_lose_no_count)
{
    cf_diags *diags = new_diags();
    int total = 0, last = -1;
    char same[64];

    for (int i = 0; i < 2 * CF_DIAGS_KINDS; i++) {
        snprintf(same, sizeof same, "word %d", i);
        cr_assert_eq(report_at(diags, "/deals/1/payer", same, "unknown"), CF_OK);
    }
    for (int i = 0; i < cf_diags_count(diags); i++) {
        const cf_diag *diag = cf_diags_at(diags, i);

        if (diag->kind > last)
            total += cf_diags_of_kind(diags, diag);
        last = diag->kind > last ? diag->kind : last;
    }
    cr_expect_eq(total, 2 * CF_DIAGS_KINDS);
    cr_expect_leq(last, CF_DIAGS_KINDS);
    cf_diags_free(diags);
}

Test(diags, problems_without_a_place_are_of_one_kind_if_they_say_the_same)
{
    cf_diags *diags = new_diags();

    cr_assert_eq(report_at(diags, NULL, NULL, "lost %d", 1), CF_OK);
    cr_assert_eq(report_at(diags, NULL, NULL, "lost %d", 2), CF_OK);
    cr_assert_eq(report_at(diags, NULL, NULL, "lost %d", 1), CF_OK);
    cr_expect_eq(cf_diags_of_kind(diags, cf_diags_at(diags, 0)), 2);
    cr_expect_eq(cf_diags_of_kind(diags, cf_diags_at(diags, 1)), 1);
    cf_diags_free(diags);
}

Test(diags, files_do_not_share_kinds)
{
    cf_diags *diags = new_diags();

    for (int i = 0; i < 2; i++) {
        cr_assert_eq(cf_diags_open(diags, i == 0 ? "a.json" : "b.json"), CF_OK);
        cr_assert_eq(report_at(diags, "/deals/1/payer", NULL, "unknown"), CF_OK);
        cf_diags_close(diags);
    }
    cr_expect_eq(cf_diags_of_kind(diags, cf_diags_at(diags, 0)), 1);
    cf_diags_free(diags);
}
