/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_XML_READER_H
#define CIRCFIN_WORKBOOK_XML_READER_H

/*
 * One part of a workbook as events, piece by piece. Names are local ones: prefixes differ from
 * program to program, and no name that is asked for stands in two namespaces.
 */

#include "workbook/package.h"

/** The attributes of an element, valid during the event. */
typedef struct cf_xml_attributes {
    const unsigned char *const *at;
    int count;
} cf_xml_attributes;

/** Copies the value of an attribute; false where there is none, or it has no room. `prefix` NULL is
 *  any. */
bool cf_xml_attribute(char *out, size_t room, const cf_xml_attributes *attributes,
                      const char *prefix, const char *name);

/** Where the value lies, without a NUL; NULL where there is none. */
const char *cf_xml_attribute_at(size_t *length, const cf_xml_attributes *attributes,
                                const char *name);

/** What is called for each event; a status other than CF_OK ends the reading and is passed on. */
typedef struct cf_xml_handler {
    cf_status (*start)(void *context, const char *name, const cf_xml_attributes *attributes);
    cf_status (*end)(void *context, const char *name);
    cf_status (*text)(void *context, const char *text, size_t length); /* in pieces */
} cf_xml_handler;

typedef struct cf_xml_reader cf_xml_reader;

/** @param name  of the part; borrowed. @return see cf_book_open() */
CF_NODISCARD cf_status cf_xml_reader_open(cf_xml_reader **out, cf_package *package,
                                          const char *name, const cf_xml_handler *handler,
                                          void *context);

/** Reads the next piece, at most 64 KB. *ended: the part is used up, and was whole. */
CF_NODISCARD cf_status cf_xml_reader_more(cf_xml_reader *reader, bool *ended);

/** Bytes of XML so far. */
double cf_xml_reader_bytes(const cf_xml_reader *reader);
void cf_xml_reader_free(cf_xml_reader *reader); /* NULL is allowed */

/** Opens a part, reads all of it, and closes it. */
CF_NODISCARD cf_status cf_xml_read(cf_package *package, const char *name,
                                   const cf_xml_handler *handler, void *context);

#endif
