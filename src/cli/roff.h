/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_ROFF_H
#define CIRCFIN_CLI_ROFF_H

/* Manual pages in roff, with the macros of man(7). Texts are plain: what roff would take for its
 * own is escaped here. An option in a text, such as --table, is bold. */

#include <stdio.h>

/** The title line of a page of section 1: of `circfin`, or `circfin-COMMAND`. */
void cli_roff_title(FILE *out, const char *command);
void cli_roff_section(FILE *out, const char *name);
void cli_roff_subsection(FILE *out, const char *name);

/** A text on lines of its own. */
void cli_roff_text(FILE *out, const char *text);
void cli_roff_paragraph(FILE *out, const char *text);

/** Begins an item: its tag follows on one line, and then its text. */
void cli_roff_item(FILE *out);

/** Part of a line, letter by letter: no word of it is prose. */
void cli_roff_literal(FILE *out, const char *text);
void cli_roff_bold(FILE *out, const char *text);
void cli_roff_italic(FILE *out, const char *text);

/** Lines as they stand, such as a command. */
void cli_roff_example(FILE *out, const char *lines);

/** The page of a command in a list, or of circfin where it is NULL: "circfin-score(1)". */
void cli_roff_page(FILE *out, const char *command);

#endif
