/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for people, in running text. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "circfin/report.h"

enum { MOST_DECIMALS = 6 };
#define LEAST_SHOWN 1e-6      /* 10^-MOST_DECIMALS */
#define MOST_WRITTEN_OUT 1e15 /* larger numbers have more digits than a reader or a double */

/* Decimals for three significant digits; a value of 100 or more has them before the point. */
static int decimals_of(double size)
{
    int decimals = 2 - (int)floor(log10(size));

    if (decimals < 0)
        return 0;
    return decimals < MOST_DECIMALS ? decimals : MOST_DECIMALS;
}

/* 12.0 says no more than 12 in a sentence. */
static void drop_trailing_zeros(char *text)
{
    size_t length = strlen(text);

    if (strchr(text, '.') == NULL)
        return;
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.')
        length--;
    text[length] = '\0';
}

const char *cf_report_money(cf_report *report, double amount)
{
    double size = fabs(amount);
    char text[400];

    if (!isfinite(amount))
        return "unknown";
    if (size > 0.0 && size < LEAST_SHOWN)
        return amount > 0.0 ? "less than 0.000001" : "almost 0";
    if (size >= MOST_WRITTEN_OUT) {
        cf_text_number(text, amount);
        return cf_report_text(report, "%s", text);
    }
    cf_text_fixed(text, amount + 0.0, size > 0.0 ? decimals_of(size) : 0);
    drop_trailing_zeros(text);
    return cf_report_text(report, "%s", text);
}

const char *cf_report_share(cf_report *report, double share)
{
    double percent = share * 100.0 + 0.0;
    char text[400];

    if (!isfinite(percent))
        return "unknown";
    if (fabs(percent) >= MOST_WRITTEN_OUT)
        cf_text_number(text, percent);
    else
        cf_text_fixed(text, percent, 1);
    return cf_report_text(report, "%s %%", text);
}
