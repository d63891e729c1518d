/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts and shares in the texts of a report. */
#include "report/money.h"

#include <math.h>

#include "circfin/report.h"

const char *cf_report_money(cf_report *report, double amount)
{
    char text[CF_MONEY_SIZE];

    cf_money_text(text, amount);
    return cf_report_text(report, "%s", text);
}

const char *cf_report_share(cf_report *report, double share)
{
    char text[CF_MONEY_SIZE];

    cf_share_text(text, share);
    return cf_report_text(report, "%s", text);
}

static int part_of_span(double part)
{
    return (int)lround(fmin(fmax(part, 0.0), 1.0) * CF_SPAN_WHOLE);
}

const char *cf_report_span(cf_report *report, double low, double middle, double high)
{
    if (isnan(low) || isnan(middle) || isnan(high))
        return "";
    return cf_report_text(report, "%d %d %d", part_of_span(low), part_of_span(middle),
                          part_of_span(high));
}
