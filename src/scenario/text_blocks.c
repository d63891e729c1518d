/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a text file block by block, and checks once for each byte that it is text. */
#include "scenario/text_blocks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "scenario/read.h"
#include "scenario/sheet_books.h"
#include "scenario/syntax.h"

enum { BLOCK = 1 << 20, WORD = sizeof(uint64_t) };

/* ---- is it text? ---- */

/* Eight bytes of ASCII, none of them NUL. */
static bool is_plain(const char *at)
{
    uint64_t word;

    memcpy(&word, at, WORD);
    return ((word | (word - 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

/* How many bytes of a character begin here, by its first byte. */
static size_t expected_length(unsigned char first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static void end_at_flaw(cf_text_blocks *blocks, size_t at, cf_code code)
{
    blocks->flaw = at;
    blocks->flaw_code = code;
    blocks->ended = true;
}

/* Checks new bytes; an incomplete character at the end waits for the next block. */
static void check_text(cf_text_blocks *blocks)
{
    const char *text = blocks->text;
    size_t at = blocks->checked, size = blocks->size;

    while (at < size && blocks->flaw_code == 0) {
        unsigned code;
        size_t length;

        if (at + WORD <= size && is_plain(text + at)) {
            at += WORD;
            continue;
        }
        code = (unsigned char)text[at];
        if (!blocks->ended && size - at < expected_length((unsigned char)text[at]))
            break;
        length = code < 0x80 ? 1 : cf_text_character(text + at, size - at, &code);
        if (length == 0)
            end_at_flaw(blocks, at, CF_CODE_NOT_UTF8);
        else if (code == 0)
            end_at_flaw(blocks, at, CF_CODE_NUL_CHARACTER);
        at += length;
    }
    blocks->checked = at;
}

static void unify_line_ends(cf_text_blocks *blocks, size_t from)
{
    for (size_t i = from; blocks->old_ends && i < blocks->size; i++)
        if (blocks->text[i] == '\r')
            blocks->text[i] = '\n';
}

/* ---- bytes ---- */

static cf_status fill(cf_text_blocks *blocks)
{
    size_t before = blocks->size, part, offset = (size_t)(blocks->text - blocks->bytes);
    cf_status status = CF_OK;

    if (blocks->room - offset - before < BLOCK / 2) {
        char *bytes = realloc(blocks->bytes, blocks->room * 2);

        if (bytes == NULL)
            return CF_NO_MEMORY;
        blocks->bytes = bytes;
        blocks->text = bytes + offset;
        blocks->room *= 2;
    }
    if (blocks->stream == NULL) {
        status = cf_book_csv_read(&blocks->sheet, blocks->text + before,
                                  blocks->room - offset - before, &part);
        blocks->ended = part == 0;
        blocks->size += part;
        return status;
    }
    errno = 0;
    part = fread(blocks->text + before, 1, blocks->room - offset - before, blocks->stream);
    blocks->ended = part == 0 || feof(blocks->stream);
    if (ferror(blocks->stream))
        status = cf_read_report(errno, blocks->diags);
    cf_sha256_add(&blocks->hash, blocks->text + before, part);
    blocks->size += part;
    return status;
}

/* Rows of a sheet: an end of a line in quotes is part of a cell. */
static int count_rows(const char *text, size_t size)
{
    int rows = 0;
    bool quoted = false;

    for (size_t i = 0; i < size; i++) {
        quoted ^= text[i] == '"';
        rows += !quoted && text[i] == '\n';
    }
    return rows;
}

static int count_lines(const char *text, size_t size)
{
    int lines = 0;

    for (const char *end = memchr(text, '\n', size); end != NULL;
         end = memchr(end + 1, '\n', size - (size_t)(end + 1 - text)))
        lines++;
    return lines;
}

cf_status cf_text_blocks_more(cf_text_blocks *blocks, size_t used)
{
    size_t before = blocks->size - used;
    cf_status status;

    blocks->line +=
        blocks->stream == NULL ? count_rows(blocks->text, used) : count_lines(blocks->text, used);
    memmove(blocks->bytes, blocks->text + used, before);
    blocks->text = blocks->bytes;
    blocks->size = before;
    blocks->checked -= used < blocks->checked ? used : blocks->checked;
    status = fill(blocks);
    if (status != CF_OK)
        return status;
    unify_line_ends(blocks, before);
    check_text(blocks);
    if (blocks->flaw_code != 0)
        blocks->size = blocks->flaw;
    return CF_OK;
}

/* ---- the beginning ---- */

/* Checks what only the beginning can show: an empty file, or UTF-16. */
static cf_status check_beginning(cf_text_blocks *blocks)
{
    size_t size = blocks->size;

    while (!blocks->ended && size > 0 && (unsigned char)blocks->text[size - 1] >= 0x80)
        size--;
    return cf_syntax_check_bytes(blocks->diags, blocks->text, size);
}

static cf_status read_beginning(cf_text_blocks *blocks)
{
    cf_status status = fill(blocks);

    if (status == CF_OK && blocks->stream != NULL)
        status = cf_read_check_content(blocks->diags, blocks->bytes, blocks->size);
    if (status == CF_OK && blocks->size >= 3 && memcmp(blocks->text, "\xEF\xBB\xBF", 3) == 0) {
        blocks->text += 3;
        blocks->size -= 3;
    }
    if (status == CF_OK)
        status = check_beginning(blocks);
    blocks->old_ends = memchr(blocks->text, '\n', blocks->size) == NULL;
    unify_line_ends(blocks, 0);
    check_text(blocks);
    return status;
}

static cf_status open_sheet(cf_text_blocks *blocks, const char *file, const cf_sheet_kind *kind,
                            const cf_reading *reading)
{
    int sheet = 0;
    cf_status status = cf_sheet_book_open(&blocks->workbook, file, &blocks->hash, blocks->diags);

    if (status == CF_OK)
        status = cf_sheet_book_payments(&sheet, blocks->workbook, reading, blocks->diags);
    if (status == CF_OK)
        status = cf_book_csv_open(&blocks->sheet, blocks->workbook, sheet, kind, NULL);
    if (status != CF_OK)
        return status;
    blocks->sheet_name = cf_book_sheet_name(blocks->workbook, sheet);
    blocks->is_table = cf_book_is_database(blocks->workbook);
    status = cf_book_csv_warn(&blocks->sheet, blocks->sheet_name, blocks->diags);
    return status == CF_OK ? read_beginning(blocks) : status;
}

cf_status cf_text_blocks_open(cf_text_blocks *out, const char *file, const cf_sheet_kind *kind,
                              const cf_reading *reading, cf_diags *diags)
{
    struct stat about;
    cf_status status;

    *out = (cf_text_blocks){ .diags = diags, .line = 1, .total = -1.0, .room = 2 * BLOCK };
    cf_sha256_begin(&out->hash);
    out->bytes = out->text = malloc(out->room);
    if (out->bytes == NULL)
        return CF_NO_MEMORY;
    if (cf_sheet_is_book_file(file))
        return open_sheet(out, file, kind, reading);
    status = cf_read_open(&out->stream, file, diags);
    if (status != CF_OK)
        return status;
    if (out->stream != stdin) /* of which a byte was looked at */
        setvbuf(out->stream, NULL, _IONBF, 0);
    if (fstat(fileno(out->stream), &about) == 0 && S_ISREG(about.st_mode))
        out->total = (double)about.st_size;
    return read_beginning(out);
}

void cf_text_blocks_close(cf_text_blocks *blocks)
{
    if (blocks->stream != NULL && blocks->stream != stdin)
        fclose(blocks->stream);
    cf_book_csv_close(&blocks->sheet);
    cf_book_free(blocks->workbook);
    free(blocks->bytes);
    *blocks = (cf_text_blocks){ .stream = NULL };
}
