/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_XML_H
#define CIRCFIN_BASE_XML_H

/* Markup (SVG, HTML) that no text can break. */

#include <stdbool.h>
#include <stdio.h>

#include "circfin/diag.h"

/** Writes text as the content of an element or of an attribute in quotes: & < > " ' become
 *  entities; bytes that are not UTF-8, and characters that XML 1.0 forbids, become U+FFFD. */
void cf_xml_text(FILE *out, const char *text);

/** The same for data: line ends, tabs and what would be hidden become character references, so that
 *  a parser gets back what was there. */
void cf_xml_value(FILE *out, const char *text);

/** The same as the first, but no more than so many characters and an ellipsis. */
void cf_xml_text_cut(FILE *out, const char *text, int most);

/**
 * Writes markup by a printf-like pattern. It knows only %s (text, escaped as above; NULL writes
 * nothing), %.100s (the same, cut after so many characters), %f (a number with at most two
 * decimals), %d, %c and %%, without widths. The pattern itself is written as it is: markup belongs
 * there, and never anything that came from outside.
 */
void cf_xml_put(FILE *out, const char *pattern, ...) CF_PRINTF(2, 3);

/** Whether a text may become a link: http or https, a host, no spaces and no backslashes. Any other
 *  text, such as a script or a file, is only shown. */
bool cf_xml_can_link(const char *url);

#endif
