/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>

#include "scenario/written_dates.h"
#include "scenario/written_words.h"

static cf_written_date read(const char *text, cf_date_order order)
{
    cf_written_date date;

    cf_written_date_read(&date, text, CF_FIRST_DAY, order);
    return date;
}

Test(written_dates, doubtful_dates_have_both_readings)
{
    cf_written_date date = read("03/04/2026", CF_DATES_OPEN);

    cr_expect_eq(date.reading, CF_DATE_DOUBT);
    cr_expect_str_eq(date.text, "2026-04-03");
    cr_expect_str_eq(date.other, "2026-03-04");
    cr_expect_str_eq(read("03/04/2026", CF_DATES_MDY).text, "2026-03-04");
    cr_expect_eq(read("15/03/2026", CF_DATES_MDY).reading, CF_DATE_NONE);
    cr_expect_eq(read("03/03/2026", CF_DATES_OPEN).reading, CF_DATE_READ);
    cr_expect_eq(read("15/03/2026", CF_DATES_OPEN).shows, CF_DATES_DMY);
    cr_expect_eq(read("03/15/2026", CF_DATES_OPEN).shows, CF_DATES_MDY);
    cr_expect_eq(read("03.04.2026", CF_DATES_OPEN).reading, CF_DATE_READ);
    cr_expect_str_eq(read("26/03/04", CF_DATES_YMD).text, "2026-03-04");
}

Test(written_dates, days_of_spreadsheets_begin_in_1899)
{
    cr_expect_str_eq(read("45000", CF_DATES_OPEN).text, "2023-03-15"); /* as LibreOffice shows it */
    cr_expect_str_eq(read("20000", CF_DATES_OPEN).text, "1954-10-03");
    cr_expect_eq(read("19999", CF_DATES_OPEN).reading, CF_DATE_NONE);
    cr_expect_eq(read("80001", CF_DATES_OPEN).reading, CF_DATE_NONE);
}

Test(written_dates, parts_of_a_year_end_where_they_should)
{
    cf_written_date date;

    cf_written_date_read(&date, "Q4 2025", CF_LAST_DAY, CF_DATES_OPEN);
    cr_expect_str_eq(date.text, "2025-12");
    cf_written_date_read(&date, "2025H1", CF_LAST_DAY, CF_DATES_OPEN);
    cr_expect_str_eq(date.text, "2025-06");
    cr_expect_eq(read("Q5 2025", CF_DATES_OPEN).reading, CF_DATE_NONE);
    cr_expect_eq(read("Q1", CF_DATES_OPEN).reading, CF_DATE_NONE);
}

Test(written_dates, what_is_no_date_is_none)
{
    static const char *const texts[] = { "",
                                         "soon",
                                         "31/02/2026",
                                         "2026-13-01",
                                         "12",
                                         "-2026",
                                         "(2026)",
                                         "2026?",
                                         "1/2/3/4",
                                         "Mar",
                                         "20260230",
                                         "2026.5",
                                         "99/99/9999",
                                         "10:30",
                                         "mars",
                                         "5 5 5 5 5 5 5 5",
                                         "Mar 26 2026 April" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_eq(read(texts[i], CF_DATES_OPEN).reading, CF_DATE_NONE, "%s", texts[i]);
}

Test(written_words, words_that_deny_or_contradict_mean_nothing)
{
    cr_expect_str_eq(cf_written_word(CF_FIELD_RELATION, "Senior secured loan"), "investor");
    cr_expect_str_eq(cf_written_word(CF_FIELD_STATUS, "Lettre d'intention"), "letter_of_intent");
    cr_expect_null(cf_written_word(CF_FIELD_STATUS, "not signed"));
    cr_expect_null(cf_written_word(CF_FIELD_STATUS, "signed?"));
    cr_expect_null(cf_written_word(CF_FIELD_RELATION, "loan or purchase"));
    cr_expect_null(cf_written_word(CF_FIELD_RELATION, "something else"));
    cr_expect_null(cf_written_word(CF_FIELD_RELATION, ""));
    cr_expect(cf_written_nothing("N/A"));
    cr_expect(cf_written_nothing("—"));
    cr_expect_not(cf_written_nothing("0"));
    cr_expect_eq(cf_written_flag("Oui"), 1);
    cr_expect_eq(cf_written_flag("maybe"), -1);
}
