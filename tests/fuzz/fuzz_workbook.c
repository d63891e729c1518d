/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes at all as a workbook: a scenario comes out, or at least one error does, with cells as
 * places.
 *
 * What begins with PK is the file itself. Otherwise NUL bytes divide it into parts, which are put
 * into an archive with the right checksums: the sheet of deals, shared strings, styles, and the
 * sheet of entities; or, if it begins with "<o", the content of an OpenDocument file.
 */
#include "fuzz.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static char path[FUZZ_PATH];

/* ---- an archive without compression ---- */

enum { MOST_PARTS = 8 };

struct archive {
    FILE *out;
    struct {
        const char *name;
        uint32_t at, size, crc;
    } parts[MOST_PARTS];
    int count;
};

static uint32_t crc_of(const uint8_t *data, size_t size)
{
    uint32_t crc = ~0u;

    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

static void put(FILE *out, uint32_t number, int bytes)
{
    for (; bytes > 0; bytes--, number >>= 8)
        putc((int)(number & 0xFF), out);
}

static void put_sizes(FILE *out, uint32_t crc, uint32_t size, const char *name)
{
    put(out, crc, 4);
    put(out, size, 4);
    put(out, size, 4);
    put(out, (uint32_t)strlen(name), 2);
    put(out, 0, 2);
}

static void add_part(struct archive *archive, const char *name, const uint8_t *data, size_t size)
{
    uint32_t crc = crc_of(data, size), at = (uint32_t)ftell(archive->out);

    archive->parts[archive->count].name = name;
    archive->parts[archive->count].at = at;
    archive->parts[archive->count].size = (uint32_t)size;
    archive->parts[archive->count++].crc = crc;
    put(archive->out, 0x04034B50, 4);
    put(archive->out, 10, 4); /* version, flags */
    put(archive->out, 0, 2);  /* stored */
    put(archive->out, 0x00210000, 4);
    put_sizes(archive->out, crc, (uint32_t)size, name);
    fputs(name, archive->out);
    fwrite(data, 1, size, archive->out);
}

static void add_text(struct archive *archive, const char *name, const char *text)
{
    add_part(archive, name, (const uint8_t *)text, strlen(text));
}

static void end_archive(struct archive *archive)
{
    uint32_t start = (uint32_t)ftell(archive->out), end;

    for (int i = 0; i < archive->count; i++) {
        put(archive->out, 0x02014B50, 4);
        put(archive->out, 10 | 10 << 16, 4);
        put(archive->out, 0, 4);
        put(archive->out, 0x00210000, 4);
        put_sizes(archive->out, archive->parts[i].crc, archive->parts[i].size,
                  archive->parts[i].name);
        put(archive->out, 0, 4);
        put(archive->out, 0, 4);
        put(archive->out, 0, 2);
        put(archive->out, archive->parts[i].at, 4);
        fputs(archive->parts[i].name, archive->out);
    }
    end = (uint32_t)ftell(archive->out);
    put(archive->out, 0x06054B50, 4);
    put(archive->out, 0, 4);
    put(archive->out, (uint32_t)archive->count, 2);
    put(archive->out, (uint32_t)archive->count, 2);
    put(archive->out, end - start, 4);
    put(archive->out, start, 4);
    put(archive->out, 0, 2);
}

/* ---- the file ---- */

static void add_fixed_parts(struct archive *archive)
{
    add_text(archive, "[Content_Types].xml", "<Types/>");
    add_text(archive, "xl/workbook.xml",
             "<workbook xmlns:r='r'><sheets><sheet name='deals' r:id='a'/>"
             "<sheet name='entities' r:id='b'/></sheets></workbook>");
    add_text(archive, "xl/_rels/workbook.xml.rels",
             "<R><Relationship Id='a' Type='" OFFICE "worksheet' Target='a.xml'/>"
             "<Relationship Id='b' Type='" OFFICE "worksheet' Target='b.xml'/>"
             "<Relationship Id='s' Type='" OFFICE "sharedStrings' Target='s.xml'/>"
             "<Relationship Id='f' Type='" OFFICE "styles' Target='f.xml'/></R>");
}

static void add_parts(struct archive *archive, const uint8_t *data, size_t size)
{
    static const char *const names[] = { "xl/a.xml", "xl/s.xml", "xl/f.xml", "xl/b.xml" };

    for (int i = 0; i < 4 && size > 0; i++) {
        const uint8_t *end = memchr(data, 0, size);
        size_t length = end == NULL ? size : (size_t)(end - data);

        add_part(archive, names[i], data, length);
        length += end != NULL;
        data += length;
        size -= length;
    }
}

static void write_book(const uint8_t *data, size_t size)
{
    struct archive archive = { .out = fopen(path, "wb") };

    demand(archive.out != NULL);
    if (size >= 2 && memcmp(data, "PK", 2) == 0) {
        fwrite(data, 1, size, archive.out);
    } else if (size >= 2 && memcmp(data, "<o", 2) == 0) {
        add_text(&archive, "mimetype", "application/vnd.oasis.opendocument.spreadsheet");
        add_part(&archive, "content.xml", data, size);
        end_archive(&archive);
    } else {
        add_fixed_parts(&archive);
        add_parts(&archive, data, size);
        end_archive(&archive);
    }
    demand(fclose(archive.out) == 0);
}

/* ---- what comes out ---- */

static void check_diag(const cf_diag *diag)
{
    const cf_where *where = &diag->where;

    if (diag->code < 126 || diag->code > 133) /* what libxml2 says may have anything in it */
        demand_printable(diag->message);
    if (where->line == 0)
        return;
    demand(where->file != NULL && where->line > 0 && where->column > 0 && where->length > 0);
    if (where->sheet != NULL)
        demand(where->line <= 1048576 && where->column <= 16384);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_make_file(path);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    write_book(data, size);
    fuzz_read(path, check_diag);
    return 0;
}
