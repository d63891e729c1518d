/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_STYLES_H
#define CIRCFIN_WORKBOOK_STYLES_H

/* What the number format of a cell makes of its number. */

#include "base/vec.h"
#include "workbook/package.h"

typedef enum cf_book_format { CF_FORMAT_PLAIN, CF_FORMAT_DAY, CF_FORMAT_PERCENT } cf_book_format;

/** Of a format code, such as "dd/mm/yyyy;@" or "0.0%". A time of day alone is plain. */
cf_book_format cf_book_format_of(const char *code);

/** The formats by number, of those given with the workbook. */
typedef struct cf_book_custom {
    int number;
    cf_book_format format;
} cf_book_custom;

typedef struct cf_book_styles {
    CF_VEC(cf_book_custom) custom;
    CF_VEC(unsigned char) cells; /* cf_book_format by the style of a cell */
    bool in_cells;
} cf_book_styles; /* all zero: every style is plain */

/** Reads styles.xml. @return see cf_book_open() */
CF_NODISCARD cf_status cf_book_styles_read(cf_book_styles *out, cf_package *package,
                                           const char *name);
cf_book_format cf_book_style(const cf_book_styles *styles, long style);
void cf_book_styles_free(cf_book_styles *styles);

#endif
