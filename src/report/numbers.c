/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts and shares in the texts of a report. */
#include "report/money.h"
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
