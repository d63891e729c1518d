/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_WRITTEN_MONEY_H
#define CIRCFIN_SCENARIO_WRITTEN_MONEY_H

/* Amounts as people write them: $10bn, 1,5 Md€, up to 100, >100, ~13, 10-15, (5). */

#include "scenario/money_words.h"

typedef enum cf_money_bound {
    CF_MONEY_EXACT,
    CF_MONEY_ABOUT,    /* ~13 */
    CF_MONEY_UP_TO,    /* up to 100 */
    CF_MONEY_AT_LEAST, /* >100 */
    CF_MONEY_BETWEEN   /* 10-15 */
} cf_money_bound;

enum { CF_DIGITS_SIZE = 48 };

/** One number: its digits with a point, and the power of ten that stands behind it. */
typedef struct cf_written_number {
    char digits[CF_DIGITS_SIZE];
    int power; /* -1: none */
} cf_written_number;

typedef struct cf_money {
    cf_money_bound bound;
    bool about; /* also of a range */
    bool negative, percent;
    bool grouped;                    /* commas, points or apostrophes stand between thousands */
    cf_written_number first, second; /* second: of BETWEEN */
    char currency[CF_CURRENCY_SIZE]; /* "" for none */
    bool sign;                       /* see cf_money_word */
} cf_money;

/** What a comma or a point is. */
typedef enum cf_marks {
    CF_MARKS_OPEN,  /* a point is the decimal sign; one comma alone is in doubt */
    CF_MARKS_POINT, /* --decimal . */
    CF_MARKS_COMMA, /* --decimal , */
    CF_MARKS_GROUPS /* as open, and other cells show that commas separate thousands */
} cf_marks;

/** False where the text is no such amount, or can be read in two ways. Time: O(length). */
bool cf_money_read(cf_money *out, const char *text, cf_marks marks);

/** What a comma in the text shows: 1: commas separate thousands (1,234,567 or 1,234.5); -1: it is
 *  a decimal sign (12,5 or 1234,56); 0: nothing. */
int cf_money_comma(const char *text);

/** The number times ten to the `shift`, rounded once. False where it is too large to be stored. */
bool cf_written_number_value(double *out, const cf_written_number *number, int shift);

#endif
