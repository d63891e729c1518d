/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_MD_TEXT_H
#define CIRCFIN_WRITERS_MD_TEXT_H

/* Escaped text for GitHub-flavoured Markdown, also inside a table. */

#include <stdbool.h>
#include <stdio.h>

/**
 * Writes a text so that nothing in it becomes markup, a link or a tag, by backslashes. (E-mail
 * addresses become links; Markdown cannot prevent that.) Controls and bytes that are not UTF-8
 * become U+FFFD, no-break spaces become spaces.
 *
 * @param begins_line  a list, a heading or a ruler could begin here
 */
void cf_md_text(FILE *out, const char *text, bool begins_line);

#endif
