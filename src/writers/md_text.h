/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_MD_TEXT_H
#define CIRCFIN_WRITERS_MD_TEXT_H

/* Text in GitHub-flavoured Markdown, also inside a table. */

#include <stdbool.h>
#include <stdio.h>

/**
 * Writes a text that cannot become markup, a link or a tag: what could begin one has a backslash
 * before it. (Only e-mail addresses are links wherever they stand; nothing in Markdown stops that.)
 * Controls and what is not UTF-8 become U+FFFD, no-break spaces become spaces.
 *
 * @param begins_line  it stands where a list, a heading or a ruler could begin
 */
void cf_md_text(FILE *out, const char *text, bool begins_line);

#endif
