/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/pictures/charted.h"

const cf_drawing plain = { .prefix = "t-" };
const cf_drawing inlined = { .inlined = true, .prefix = "t-" };

char *drawn(chart *draw, const cf_report *report, const cf_drawing *drawing)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    cr_assert_not_null(out);
    assert_ok(draw(out, report, drawing));
    cr_assert_eq(fclose(out), 0);
    return text;
}

void expect_drawn(chart *draw, const cf_report *report, const char *const *words, int count)
{
    char *text = drawn(draw, report, &plain);

    for (int i = 0; i < count; i++)
        cr_expect_not_null(strstr(text, words[i]), "no %s", words[i]);
    free(text);
}

void expect_not_drawn(chart *draw, const cf_report *report, const char *words)
{
    char *text = drawn(draw, report, &plain);

    cr_expect_null(strstr(text, words), "%s", words);
    free(text);
}

void expect_no_leak(chart *draw, const cf_report *report)
{
    cf_status status = CF_NO_MEMORY;
    FILE *out = fopen("/dev/null", "w");

    cr_assert_not_null(out);
    fputc('.', out); /* it has its buffer now */
    for (long count = 0; status == CF_NO_MEMORY && count < 200; count++) {
        allow_allocations(count);
        status = draw(out, report, &plain);
        cr_expect_eq(stop_counting_allocations(), 0);
    }
    cr_expect_eq((int)status, (int)CF_OK);
    fclose(out);
}
