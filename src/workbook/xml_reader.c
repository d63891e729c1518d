/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drives libxml2's parser with the pieces of a part. It gets no way to open anything: no network,
 * no file, no external entity. A document type is refused where it begins, before any entity can be
 * declared.
 */
#include "workbook/xml_reader.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/library.h"

#define XML_FUNCTIONS(FUNCTION)                                                                    \
    FUNCTION(xmlInitParser)                                                                        \
    FUNCTION(xmlCreatePushParserCtxt)                                                              \
    FUNCTION(xmlCtxtUseOptions)                                                                    \
    FUNCTION(xmlParseChunk)                                                                        \
    FUNCTION(xmlStopParser)                                                                        \
    FUNCTION(xmlFreeParserCtxt)

enum { PIECE = 1 << 16, VALUES = 5 /* of an attribute, as libxml2 lays them out */ };

struct cf_xml_reader {
    struct {
        XML_FUNCTIONS(CF_LIBRARY_POINTER)
    } by;
    cf_package_part part;
    xmlParserCtxt *parser;
    const cf_xml_handler *handler;
    void *context;
    cf_status status; /* of the handler */
    bool has_type;    /* a document type */
    bool no_memory;
    char message[120]; /* of the first fatal error; "": none */
    int line;
    char piece[PIECE];
};

/* ---- events ---- */

static void keep(cf_xml_reader *reader, cf_status status)
{
    if (status == CF_OK || reader->status != CF_OK)
        return;
    reader->status = status;
    reader->by.xmlStopParser(reader->parser);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *space, int space_count, const xmlChar **spaces, int count,
                     int defaulted, const xmlChar **attributes)
{
    cf_xml_reader *reader = context;
    cf_xml_attributes list = { attributes, count };

    (void)prefix, (void)space, (void)space_count, (void)spaces, (void)defaulted;
    if (reader->status == CF_OK)
        keep(reader, reader->handler->start(reader->context, (const char *)name, &list));
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
    cf_xml_reader *reader = context;

    (void)prefix, (void)space;
    if (reader->status == CF_OK && reader->handler->end != NULL)
        keep(reader, reader->handler->end(reader->context, (const char *)name));
}

static void on_text(void *context, const xmlChar *text, int length)
{
    cf_xml_reader *reader = context;

    if (reader->status == CF_OK && reader->handler->text != NULL && length > 0)
        keep(reader, reader->handler->text(reader->context, (const char *)text, (size_t)length));
}

static void on_type(void *context, const xmlChar *name, const xmlChar *public_id,
                    const xmlChar *system_id)
{
    cf_xml_reader *reader = context;

    (void)name, (void)public_id, (void)system_id;
    reader->has_type = true;
    reader->by.xmlStopParser(reader->parser);
}

static void on_error(void *context, xmlError *error)
{
    cf_xml_reader *reader = context;

    if (error->code == XML_ERR_NO_MEMORY)
        reader->no_memory = true;
    if (error->level < XML_ERR_ERROR || reader->message[0] != '\0')
        return;
    strncpy(reader->message, error->message == NULL ? "an error" : error->message,
            sizeof reader->message - 1);
    reader->message[strcspn(reader->message, "\n")] = '\0';
    reader->line = error->line;
}

/* ---- attributes ---- */

const char *cf_xml_attribute_at(size_t *length, const cf_xml_attributes *attributes,
                                const char *name)
{
    for (int i = 0; i < attributes->count; i++) {
        const unsigned char *const *at = attributes->at + (size_t)i * VALUES;

        if (strcmp((const char *)at[0], name) != 0)
            continue;
        *length = (size_t)(at[4] - at[3]);
        return (const char *)at[3];
    }
    return NULL;
}

bool cf_xml_attribute(char *out, size_t room, const cf_xml_attributes *attributes,
                      const char *prefix, const char *name)
{
    for (int i = 0; i < attributes->count; i++) {
        const unsigned char *const *at = attributes->at + (size_t)i * VALUES;
        size_t length = (size_t)(at[4] - at[3]);

        if (strcmp((const char *)at[0], name) != 0 || length >= room ||
            (prefix != NULL && (at[1] == NULL) != (prefix[0] == '\0')))
            continue;
        memcpy(out, at[3], length);
        out[length] = '\0';
        return true;
    }
    out[0] = '\0';
    return false;
}

/* ---- the parser ---- */

static cf_status load(cf_xml_reader *reader)
{
    cf_status status = cf_library_load(&reader->by, CIRCFIN_LIBXML, XML_FUNCTIONS(CF_LIBRARY_NAME));

    if (status != CF_BAD_OPTION)
        return status;
    status = cf_diags_add(reader->part.package->diags, CF_ERROR, CF_CODE_WORKBOOK, NULL,
                          "install libxml2", "a workbook cannot be read without libxml2");
    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status start_parser(cf_xml_reader *reader)
{
    xmlSAXHandler events = { .initialized = XML_SAX2_MAGIC,
                             .startElementNs = on_start,
                             .endElementNs = on_end,
                             .characters = on_text,
                             .ignorableWhitespace = on_text,
                             .cdataBlock = on_text,
                             .internalSubset = on_type,
                             .serror = on_error };

    reader->by.xmlInitParser();
    reader->parser = reader->by.xmlCreatePushParserCtxt(&events, reader, NULL, 0, NULL);
    if (reader->parser == NULL)
        return CF_NO_MEMORY;
    /* Without declared entities, NOENT is about &amp; and the like in attributes. */
    reader->by.xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
    return CF_OK;
}

cf_status cf_xml_reader_open(cf_xml_reader **out, cf_package *package, const char *name,
                             const cf_xml_handler *handler, void *context)
{
    cf_xml_reader *reader = calloc(1, sizeof *reader);
    cf_status status;

    *out = reader;
    if (reader == NULL)
        return CF_NO_MEMORY;
    reader->handler = handler;
    reader->context = context;
    status = cf_package_part_open(&reader->part, package, name);
    if (status == CF_OK)
        status = load(reader);
    if (status == CF_OK)
        status = start_parser(reader);
    if (status == CF_OK)
        return CF_OK;
    cf_xml_reader_free(reader);
    *out = NULL;
    return status;
}

static cf_status report_type(const cf_xml_reader *reader)
{
    cf_status status = cf_diags_add(reader->part.package->diags, CF_ERROR, CF_CODE_BOOK_FORBIDDEN,
                                    NULL, "save it from a spreadsheet program",
                                    "no part of a workbook may have a document type, "
                                    "but %.60s has one",
                                    reader->part.name);

    return status == CF_OK ? CF_BAD_INPUT : status;
}

cf_status cf_xml_reader_more(cf_xml_reader *reader, bool *ended)
{
    size_t got;
    int error;
    cf_status status = cf_package_part_read(&reader->part, reader->piece, PIECE, &got);

    *ended = false;
    if (status != CF_OK)
        return status;
    error = reader->by.xmlParseChunk(reader->parser, reader->piece, (int)got, got == 0);
    if (reader->status != CF_OK)
        return reader->status;
    if (reader->has_type)
        return report_type(reader);
    if (reader->no_memory || error == XML_ERR_NO_MEMORY)
        return CF_NO_MEMORY;
    if (!reader->parser->wellFormed || (error != 0 && reader->parser->disableSAX))
        return cf_package_damaged(reader->part.package, reader->part.name, "line %d: %s",
                                  reader->line, reader->message);
    *ended = got == 0;
    return CF_OK;
}

double cf_xml_reader_bytes(const cf_xml_reader *reader)
{
    return reader->part.read;
}

void cf_xml_reader_free(cf_xml_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->parser != NULL)
        reader->by.xmlFreeParserCtxt(reader->parser);
    cf_package_part_close(&reader->part);
    free(reader);
}

cf_status cf_xml_read(cf_package *package, const char *name, const cf_xml_handler *handler,
                      void *context)
{
    cf_xml_reader *reader;
    bool ended = false;
    cf_status status = cf_xml_reader_open(&reader, package, name, handler, context);

    while (status == CF_OK && !ended)
        status = cf_xml_reader_more(reader, &ended);
    cf_xml_reader_free(reader);
    return status;
}
