/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/pictures/drawn.h"

enum { MOST_PARAMS = 8 };

/* With deals of unknown amount. */
cf_report *picture_of(const cf_scenario *scenario, const char *options, const cf_param *params,
                      int param_count)
{
    cf_param all[MOST_PARAMS] = { { "unknown", NULL } };
    cf_request request = { .scenario = scenario,
                           .view = options_from(options),
                           .params = all,
                           .param_count = param_count + 1 };
    cf_report *report = NULL;

    cr_assert_lt(param_count, MOST_PARAMS);
    for (int i = 0; i < param_count; i++)
        all[i + 1] = params[i];

    assert_ok(cf_analysis_run(&report, cf_analysis_find("graph"), &request, NULL));
    return report;
}

char *bytes_of(cf_status (*draw)(FILE *, const cf_report *), const cf_report *report, size_t *size)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    cr_assert_not_null(stream);
    assert_ok(draw(stream, report));
    cr_assert_eq(fclose(stream), 0);
    if (size != NULL)
        *size = length;
    return text;
}

cf_status draw_alone(FILE *out, const cf_report *report)
{
    return cf_draw_svg(out, report, &(cf_drawing){ .prefix = "" });
}

cf_status draw_inlined(FILE *out, const cf_report *report)
{
    return cf_draw_svg(out, report, &(cf_drawing){ .inlined = true, .prefix = "p-" });
}

cf_status draw_dot(FILE *out, const cf_report *report)
{
    return cf_draw_dot(out, report, &(cf_drawing){ .prefix = "" });
}

cf_status draw_png(FILE *out, const cf_report *report)
{
    return cf_draw_png(out, report, &(cf_drawing){ .prefix = "" });
}

cf_status draw_pdf(FILE *out, const cf_report *report)
{
    return cf_draw_pdf(out, report, &(cf_drawing){ .prefix = "" });
}

int count_of(const char *text, const char *part)
{
    int count = 0;

    for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part))
        count++;
    return count;
}
