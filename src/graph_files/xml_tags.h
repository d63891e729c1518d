/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GRAPH_FILES_XML_TAGS_H
#define CIRCFIN_GRAPH_FILES_XML_TAGS_H

/* The tags of an XML text, one after the other, with their places. Whether the text is well-formed
 * is for the parser to say; here it ends where it no longer looks so. */

#include <stdbool.h>
#include <stddef.h>

typedef struct cf_xml_piece {
    const char *at;
    size_t length;
} cf_xml_piece;

typedef enum cf_xml_tag_kind {
    CF_XML_OPEN,  /* <name ...> */
    CF_XML_EMPTY, /* <name ... /> */
    CF_XML_CLOSE, /* </name> */
    CF_XML_DOCTYPE,
    CF_XML_DECLARATION, /* <?xml ...?> */
    CF_XML_END          /* there is no more */
} cf_xml_tag_kind;

typedef struct cf_xml_tag {
    cf_xml_tag_kind kind;
    size_t from, to; /* bytes of the text */
    cf_xml_piece name;
} cf_xml_tag;

/** The next tag from byte `at` on; comments, CDATA and instructions are passed over.
 *  Time: O(bytes passed). */
void cf_xml_next_tag(cf_xml_tag *out, const char *text, size_t size, size_t at);

/** The value of an attribute of an open or empty tag, without its quotes; false: it has none. */
bool cf_xml_tag_value(cf_xml_piece *out, const char *text, const cf_xml_tag *tag, const char *name);

bool cf_xml_piece_is(cf_xml_piece piece, const char *word);

/** Whether a name, whatever its prefix is, is a word. */
bool cf_xml_is_local(cf_xml_piece name, const char *word);

#endif
