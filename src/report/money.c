/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts and shares as people read them. */
#include "report/money.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

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

double cf_money_step(double amount)
{
    double size = fabs(amount);

    return size > 0.0 && isfinite(size) ? pow(10.0, -decimals_of(size)) : 0.0;
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

/* An amount too small for its decimals: a bound stays one, and others are not 0. */
static const char *tiny(double amount, cf_rounding rounding)
{
    if (rounding == CF_NEAREST)
        return amount > 0.0 ? "less than 0.000001" : "almost 0";
    if (rounding == CF_UP)
        return amount > 0.0 ? "0.000001" : "0";
    return amount > 0.0 ? "0" : CF_MINUS "0.000001";
}

static void set_minus(char text[static CF_MONEY_SIZE])
{
    if (text[0] != '-')
        return;
    memmove(text + strlen(CF_MINUS), text + 1, strlen(text)); /* with its NUL */
    memcpy(text, CF_MINUS, strlen(CF_MINUS));
}

void cf_money_bound(char text[static CF_MONEY_SIZE], double amount, cf_rounding rounding)
{
    double size = fabs(amount);

    if (!isfinite(amount)) {
        strcpy(text, "unknown");
    } else if (size > 0.0 && size < LEAST_SHOWN) {
        strcpy(text, tiny(amount, rounding));
    } else if (size >= MOST_WRITTEN_OUT) {
        cf_text_number(text, amount);
    } else {
        cf_text_rounded(text, amount + 0.0, size > 0.0 ? decimals_of(size) : 0, rounding);
        drop_trailing_zeros(text);
    }
    set_minus(text);
}

void cf_share_bound(char text[static CF_MONEY_SIZE], double share, cf_rounding rounding)
{
    double percent = share * 100.0 + 0.0;

    if (!isfinite(percent)) {
        strcpy(text, "unknown");
        return;
    }
    if (fabs(percent) >= MOST_WRITTEN_OUT)
        cf_text_number(text, percent);
    else
        cf_text_rounded(text, percent, 1, rounding); /* at most 30 bytes, of 400 */
    set_minus(text);
    strcat(text, " %");
}

void cf_money_text(char text[static CF_MONEY_SIZE], double amount)
{
    cf_money_bound(text, amount, CF_NEAREST);
}

void cf_share_text(char text[static CF_MONEY_SIZE], double share)
{
    cf_share_bound(text, share, CF_NEAREST);
}

void cf_money_with_unit(char text[static CF_MONEY_SIZE + CF_UNIT_SIZE], const cf_scenario *scenario,
                        double amount)
{
    bool single = scenario->unit == CF_ONE;
    char number[CF_MONEY_SIZE];

    cf_money_text(number, amount);
    snprintf(text, CF_MONEY_SIZE + CF_UNIT_SIZE, "%.16s %s%s%s", scenario->currency, number,
             single ? "" : " ", single ? "" : cf_unit_names[scenario->unit]);
}

void cf_unit_text(char text[static CF_UNIT_SIZE], const cf_scenario *scenario)
{
    bool single = scenario->unit == CF_ONE;

    snprintf(text, CF_UNIT_SIZE, "%.16s%s%s", scenario->currency, single ? "" : " ",
             single ? "" : cf_unit_names[scenario->unit]);
}
