/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_CELL_TEXT_H
#define CIRCFIN_WORKBOOK_CELL_TEXT_H

/* Text that grows at its end, as a workbook has it: with escapes for what XML cannot hold. */

#include <stdbool.h>
#include <stddef.h>

typedef struct cf_book_text {
    char *at;
    size_t size, room;
} cf_book_text; /* all zero is an empty one */

/** False when memory ran out. Time: O(length) on average. */
bool cf_book_text_add(cf_book_text *text, const char *more, size_t length);
void cf_book_text_free(cf_book_text *text);

/** Replaces the escapes of Excel, such as _x000D_ and _x005F_, from byte `from` to the end; a NUL
 *  and halves of characters become U+FFFD. The text gets no longer. */
void cf_book_text_unescape(cf_book_text *text, size_t from);

#endif
