/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include "unit/pictures/drawn.h"

static cf_scenario *scenario;
static cf_report *report;

static void open_report(void)
{
    scenario = scenario_from(every_mark);
    report = picture_of(scenario, "", NULL, 0);
}

static void close_report(void)
{
    cf_report_free(report);
    cf_scenario_free(scenario);
}

TestSuite(raster, .init = open_report, .fini = close_report);

/* A number of four bytes, the first the largest, as PNG has it. */
static unsigned long long_at(const char *bytes)
{
    unsigned long number = 0;

    for (int i = 0; i < 4; i++)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

static unsigned long attribute(const char *svg, const char *name)
{
    return strtoul(strstr(svg, name) + strlen(name), NULL, 10);
}

Test(raster, a_png_has_two_pixels_for_each_of_the_drawing)
{
    char *svg = bytes_of(draw_alone, report, NULL), *png = bytes_of(draw_png, report, NULL);

    cr_assert_eq(memcmp(png, "\x89PNG\r\n\x1A\n", 8), 0);
    cr_expect_leq(labs((long)long_at(png + 16) - 2 * (long)attribute(svg, " width=\"")), 2);
    cr_expect_leq(labs((long)long_at(png + 20) - 2 * (long)attribute(svg, " height=\"")), 2);
    free(svg);
    free(png);
}

/* Its date is the scenario's, not the clock's. */
Test(raster, a_pdf_is_the_same_a_second_later)
{
    const struct timespec second = { .tv_sec = 1, .tv_nsec = 100000000 };
    size_t sizes[2];
    char *one = bytes_of(draw_pdf, report, &sizes[0]), *two;

    nanosleep(&second, NULL);
    two = bytes_of(draw_pdf, report, &sizes[1]);
    cr_assert_eq(memcmp(one, "%PDF-", 5), 0);
    cr_expect_eq(sizes[0], sizes[1]);
    cr_expect_eq(memcmp(one, two, sizes[0]), 0);
    free(one);
    free(two);
}

Test(raster, a_png_is_the_same_again)
{
    size_t sizes[2];
    char *one = bytes_of(draw_png, report, &sizes[0]);
    char *two = bytes_of(draw_png, report, &sizes[1]);

    cr_expect_eq(sizes[0], sizes[1]);
    cr_expect_eq(memcmp(one, two, sizes[0]), 0);
    free(one);
    free(two);
}

Test(raster, survives_running_out_of_memory)
{
    FILE *nowhere = fopen("/dev/null", "w");
    cf_status status = CF_NO_MEMORY;

    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        allow_allocations(allowed);
        status = draw_png(nowhere, report);
        stop_counting_allocations(); /* librsvg's own do not count */
        cr_assert(allowed > 1 || status == CF_NO_MEMORY);
    }
    cr_expect_eq(status, CF_OK);
    fclose(nowhere);
}
