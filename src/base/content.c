/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knows workbooks, archives, pictures and pages by the bytes with which they begin. */
#include "base/content.h"

#include <string.h>
#include <strings.h>

#include "base/graph_content.h"

#define AS_XLSX "save it as .xlsx from the spreadsheet program, or the sheet as CSV UTF-8"
#define READ "it is read where a scenario is, not here"
#define EXPORT "export it as CSV UTF-8 from the program that made it"
#define AS_GRAPHML "save it as GraphML, GML or a Pajek network"

/* ---- fixed bytes ---- */

static const struct row {
    size_t at; /* where the bytes are */
    const char *bytes;
    size_t length;
    cf_content content;
} rows[] = {
#define BYTES(text) text, sizeof(text) - 1
    { 0,
      BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
      { CF_CONTENT_WORKBOOK, "an old Excel workbook (.xls)", AS_XLSX } },
    { 0, BYTES("\x1F\x8B"), { CF_CONTENT_PACKED, "compressed by gzip", "unpack it with gunzip" } },
    { 4, BYTES("1AY&SY"), { CF_CONTENT_PACKED, "compressed by bzip2", "unpack it with bunzip2" } },
    { 0,
      BYTES("\xFD"
            "7zXZ\0"),
      { CF_CONTENT_PACKED, "compressed by xz", "unpack it with unxz" } },
    { 0,
      BYTES("\x28\xB5\x2F\xFD"),
      { CF_CONTENT_PACKED, "compressed by zstd", "unpack it with unzstd" } },
    { 0,
      BYTES("\x04\x22\x4D\x18"),
      { CF_CONTENT_PACKED, "compressed by lz4", "unpack it with unlz4" } },
    { 0,
      BYTES("\x1F\x9D"),
      { CF_CONTENT_PACKED, "compressed by compress", "unpack it with gunzip" } },
    { 0,
      BYTES("7z\xBC\xAF\x27\x1C"),
      { CF_CONTENT_PACKED, "a 7-Zip archive", "unpack it with 7z x" } },
    { 0,
      BYTES("Rar!\x1A\x07"),
      { CF_CONTENT_PACKED, "a RAR archive", "unpack it, and give the file in it" } },
    { 256,
      BYTES("\0ustar"),
      { CF_CONTENT_PACKED, "a tar archive", "unpack it with tar -xf, and give the file in it" } },
    { 0,
      BYTES("%PDF-"),
      { CF_CONTENT_OTHER, "a PDF document", "copy its figures into a CSV or JSON file" } },
    { 0, BYTES("{\\rtf"), { CF_CONTENT_OTHER, "a text document (RTF)", "save it as plain text" } },
    { 0, BYTES("SQLite format 3\0"), { CF_CONTENT_SHEETS, "an SQLite database", READ } },
    { 0, BYTES("PAR1"), { CF_CONTENT_OTHER, "a Parquet file", EXPORT } },
    { 0,
      BYTES("\x89PNG\r\n\x1A\n"),
      { CF_CONTENT_OTHER, "a picture (PNG)", "copy its figures into a CSV or JSON file" } },
    { 0,
      BYTES("\xFF\xD8\xFF"),
      { CF_CONTENT_OTHER, "a picture (JPEG)", "copy its figures into a CSV or JSON file" } },
};

/* ---- archives that are documents ---- */

static bool contains_bytes(const char *bytes, size_t size, const char *text, size_t length)
{
    while (size >= length) {
        const char *first = memchr(bytes, text[0], size - length + 1);

        if (first == NULL)
            return false;
        if (memcmp(first, text, length) == 0)
            return true;
        size -= (size_t)(first - bytes) + 1;
        bytes = first + 1;
    }
    return false;
}

static bool contains(const char *bytes, size_t size, const char *text)
{
    return contains_bytes(bytes, size, text, strlen(text));
}

/* An .xlsx with a password lies in a container as old workbooks do. */
static bool is_encrypted(const char *bytes, size_t size)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k";

    return memcmp(bytes, "\xD0\xCF", 2) == 0 && contains_bytes(bytes, size, name, sizeof name - 1);
}

static const cf_content *zip_content(const char *bytes, size_t size)
{
    static const cf_content archive = { CF_CONTENT_PACKED, "a ZIP archive",
                                        "unpack it with unzip, and give the file in it" };
    static const cf_content excel = { CF_CONTENT_SHEETS, "an Excel workbook (.xlsx)", READ };
    static const cf_content calc = { CF_CONTENT_SHEETS, "a LibreOffice workbook (.ods)", READ };
    static const cf_content numbers = { CF_CONTENT_WORKBOOK, "a Numbers workbook",
                                        "export it from Numbers as CSV, Unicode (UTF-8)" };
    static const cf_content document = { CF_CONTENT_OTHER, "an Office document",
                                         "copy its figures into a CSV or JSON file" };

    if (contains(bytes, size, "opendocument.spreadsheet"))
        return &calc;
    if (contains(bytes, size, "application/vnd.oasis.opendocument") ||
        contains(bytes, size, "word/") || contains(bytes, size, "ppt/"))
        return &document;
    if (contains(bytes, size, "[Content_Types].xml") || contains(bytes, size, "xl/"))
        return &excel;
    return contains(bytes, size, "Index/Document.iwa") ? &numbers : &archive;
}

/* ---- markup ---- */

static bool begins_with(const char *bytes, size_t size, const char *word)
{
    return size >= strlen(word) && strncasecmp(bytes, word, strlen(word)) == 0;
}

static const cf_content *xml_content(const char *bytes, size_t size)
{
    static const cf_content excel = { CF_CONTENT_WORKBOOK, "an Excel workbook (XML)", AS_XLSX };
    static const cf_content calc = { CF_CONTENT_WORKBOOK, "a LibreOffice workbook (XML)", AS_XLSX };
    static const cf_content other = { CF_CONTENT_OTHER, "an XML file", EXPORT };

    if (contains(bytes, size, "office:spreadsheet") || contains(bytes, size, "Excel.Sheet"))
        return &excel;
    return contains(bytes, size, "office:document") ? &calc : &other;
}

/* As Cytoscape or NetworkX write it. */
static bool is_graph_of_json(const char *bytes, size_t size)
{
    return contains(bytes, size, "\"nodes\"") && !contains(bytes, size, "\"circfin.") &&
           (contains(bytes, size, "\"elements\"") || contains(bytes, size, "\"edges\"") ||
            contains(bytes, size, "\"links\""));
}

static const cf_content *markup_content(const char *bytes, size_t size)
{
    static const cf_content page = { CF_CONTENT_OTHER, "a web page",
                                     "download the data to which the page links, not the page" };
    static const cf_content gexf = { CF_CONTENT_OTHER, "a GEXF graph", AS_GRAPHML };
    static const cf_content json = { CF_CONTENT_OTHER, "a graph in JSON, as of Cytoscape",
                                     AS_GRAPHML };
    static const char *const tags[] = { "<!doctype html", "<html",  "<head", "<body",
                                        "<table",         "<meta",  "<div",  "<script",
                                        "<style",         "<title", "<p>" };

    if (size > 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    while (size > 0 && strchr(" \t\r\n", *bytes) != NULL && *bytes != '\0') {
        bytes++;
        size--;
    }
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (begins_with(bytes, size, tags[i]))
            return &page;
    if (begins_with(bytes, size, "<gexf") ||
        (begins_with(bytes, size, "<?xml") && contains(bytes, size, "<gexf")))
        return &gexf;
    if (begins_with(bytes, size, "{") && is_graph_of_json(bytes, size))
        return &json;
    if (!begins_with(bytes, size, "<?xml"))
        return NULL;
    return contains(bytes, size, "<html") ? &page : xml_content(bytes, size);
}

static const cf_content *text_content(const char *bytes, size_t size)
{
    static const cf_content graphs[] = {
        [CF_GRAPHML] = { CF_CONTENT_GRAPH, "a GraphML graph", READ },
        [CF_GML] = { CF_CONTENT_GRAPH, "a GML graph", READ },
        [CF_PAJEK] = { CF_CONTENT_GRAPH, "a Pajek network", READ }
    };
    cf_graph_format format = cf_graph_format_of(bytes, size);

    return format == CF_NO_GRAPH ? markup_content(bytes, size) : &graphs[format];
}

/* ---- all ---- */

const cf_content *cf_content_of(const char *bytes, size_t size)
{
    static const cf_content encrypted = { CF_CONTENT_ENCRYPTED, "a workbook with a password",
                                          "save it without a password" };

    if (size > CF_CONTENT_BYTES)
        size = CF_CONTENT_BYTES;
    if (size >= 4 && memcmp(bytes, "PK", 2) == 0 &&
        (memcmp(bytes + 2, "\3\4", 2) == 0 || memcmp(bytes + 2, "\5\6", 2) == 0))
        return zip_content(bytes, size);
    if (size >= 2 && is_encrypted(bytes, size))
        return &encrypted;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].at + rows[i].length <= size &&
            memcmp(bytes + rows[i].at, rows[i].bytes, rows[i].length) == 0)
            return &rows[i].content;
    return text_content(bytes, size);
}

bool cf_content_is_address(const char *file)
{
    static const char *const schemes[] = { "http://", "https://", "ftp://", "ftps://", "s3://" };

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(file, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}
