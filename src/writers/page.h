/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_PAGE_H
#define CIRCFIN_WRITERS_PAGE_H

/* Text on a page of limited width. A cf_ruler must be open. */

#include <stdio.h>

#include "circfin/report.h"

typedef struct cf_page {
    FILE *out;
    size_t width; /* in columns */
    bool colour;
} cf_page;

/** Writes a paragraph, wrapped; lines after the first are indented. CF_OK or CF_NO_MEMORY. */
CF_NODISCARD cf_status cf_page_paragraph(const cf_page *page, const char *text);

/** The same as a heading. */
CF_NODISCARD cf_status cf_page_heading(const cf_page *page, const char *text);

/** Writes headings and rows, and a note that names columns left out. CF_OK or CF_NO_MEMORY. */
CF_NODISCARD cf_status cf_page_table(const cf_page *page, const cf_table *table);

#endif
