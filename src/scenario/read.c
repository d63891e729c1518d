/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a scenario file: its bytes, its JSON, the scenario, the places of its problems. */
#include "scenario/read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/content.h"
#include "base/diags.h"
#include "scenario/build.h"
#include "scenario/datum_read.h"
#include "scenario/json_rows.h"
#include "scenario/locate.h"
#include "scenario/scan.h"
#include "scenario/syntax.h"

/* ---- files ---- */

static cf_status report_address(cf_diags *diags)
{
    cf_status status =
        cf_diags_add(diags, CF_ERROR, CF_CODE_INPUT_NOT_OPENED, NULL,
                     "download it first, such as with curl -O, and give the name of the file",
                     "the file cannot be opened: it is an address on the web");

    return status == CF_OK ? CF_IO : status;
}

/* A workbook, an archive and the like, whatever its name. */
cf_status cf_read_check_content(cf_diags *diags, const char *bytes, size_t size)
{
    static const cf_code codes[] = {
        [CF_CONTENT_SHEETS] = CF_CODE_WORKBOOK,          [CF_CONTENT_WORKBOOK] = CF_CODE_WORKBOOK,
        [CF_CONTENT_ENCRYPTED] = CF_CODE_BOOK_ENCRYPTED, [CF_CONTENT_PACKED] = CF_CODE_PACKED_FILE,
        [CF_CONTENT_GRAPH] = CF_CODE_OTHER_CONTENT,      [CF_CONTENT_OTHER] = CF_CODE_OTHER_CONTENT
    };
    const cf_content *content = cf_content_of(bytes, size);
    cf_status status;

    if (content == NULL)
        return CF_OK;
    status = cf_diags_add(diags, CF_ERROR, codes[content->kind], NULL, content->advice,
                          "the file must be text, JSON or CSV, but is %s", content->what);
    return status == CF_OK ? CF_BAD_SYNTAX : status;
}

bool cf_file_is_foreign(const char *file)
{
    char bytes[CF_CONTENT_BYTES];
    struct stat about;
    FILE *stream;
    size_t size;

    if (stat(file, &about) != 0)
        return cf_content_is_address(file);
    stream = S_ISREG(about.st_mode) ? fopen(file, "rb") : NULL;
    if (stream == NULL)
        return false;
    size = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    return cf_content_of(bytes, size) != NULL;
}

/* Tells a problem of the whole file, and passes the status on. */
static cf_status report_file(cf_diags *diags, cf_status status, cf_code code, const char *what,
                             int error)
{
    char reason[128] = "unknown error";

    if (error == ENOENT)
        strcpy(reason, "there is no such file");
    else if (error == EISDIR)
        strcpy(reason, "it is a directory");
    else if (strerror_r(error, reason, sizeof reason) != 0)
        strcpy(reason, "unknown error");
    if (cf_diags_add(diags, CF_ERROR, code, NULL, NULL, "%s: %s", what, reason) != CF_OK)
        return CF_NO_MEMORY;
    return status;
}

static cf_status report_size(cf_diags *diags, cf_code code, size_t limit)
{
    if (cf_diags_add(diags, CF_ERROR, code, NULL, NULL,
                     "a file must be at most %zu bytes, but this one is larger", limit) != CF_OK)
        return CF_NO_MEMORY;
    return CF_BAD_INPUT;
}

cf_status cf_read_open(FILE **out, const char *file, cf_diags *diags)
{
    *out = strcmp(file, "-") == 0 ? stdin : fopen(file, "rb");
    if (*out != NULL)
        return CF_OK;
    if (errno == ENOENT && cf_content_is_address(file))
        return report_address(diags);
    return report_file(diags, CF_IO, CF_CODE_INPUT_NOT_OPENED, "the file cannot be opened", errno);
}

cf_status cf_read_report(int error, cf_diags *diags)
{
    return report_file(diags, CF_IO, CF_CODE_INPUT_NOT_READ, "the file cannot be read", error);
}

/* A text that is being read. */
struct buffer {
    char *text;
    size_t size, room;
    bool graph; /* it may be a graph */
};

static cf_status grow_text(struct buffer *buffer, size_t limit)
{
    size_t room = buffer->room == 0 ? 65536 : buffer->room * 2;
    char *text;

    if (buffer->size < buffer->room)
        return CF_OK;
    if (room > limit)
        room = limit + 1; /* one more byte shows that the file is too large */
    text = realloc(buffer->text, room);
    if (text == NULL)
        return CF_NO_MEMORY;
    buffer->text = text;
    buffer->room = room;
    return CF_OK;
}

static cf_status check_beginning(const struct buffer *buffer, size_t size, cf_diags *diags)
{
    const cf_content *content = buffer->graph ? cf_content_of(buffer->text, size) : NULL;

    if (content != NULL && content->kind == CF_CONTENT_GRAPH)
        return CF_OK;
    return cf_read_check_content(diags, buffer->text, size);
}

static cf_status read_all(struct buffer *buffer, FILE *stream, size_t limit, cf_diags *diags)
{
    size_t part = 1;
    bool nul = false;
    cf_status status;

    while (part > 0 && !nul) {
        if (grow_text(buffer, limit) != CF_OK)
            return CF_NO_MEMORY;
        errno = 0;
        part = fread(buffer->text + buffer->size, 1, buffer->room - buffer->size, stream);
        status = buffer->size == 0 ? check_beginning(buffer, part, diags) : CF_OK;
        if (status != CF_OK)
            return status;
        nul = part > 0 && memchr(buffer->text + buffer->size, '\0', part) != NULL;
        buffer->size += part;
        if (ferror(stream))
            return cf_read_report(errno, diags);
        if (buffer->size > limit && !nul)
            return report_size(diags, buffer->graph ? CF_CODE_GRAPH_TOO_LARGE : CF_CODE_TOO_LARGE,
                               limit);
    }
    return CF_OK;
}

static cf_status read_file(char **text, size_t *size, const char *file, size_t limit, bool graph,
                           cf_diags *diags)
{
    struct buffer buffer = { .graph = graph };
    FILE *stream;
    cf_status status = cf_read_open(&stream, file, diags);

    *text = NULL;
    *size = 0;
    if (status != CF_OK)
        return status;
    status = read_all(&buffer, stream, limit, diags);
    if (status == CF_OK) {
        *text = buffer.text;
        *size = buffer.size;
        buffer.text = NULL;
    }
    free(buffer.text);
    if (stream != stdin)
        fclose(stream);
    return status;
}

cf_status cf_read_file(char **text, size_t *size, const char *file, size_t limit, cf_diags *diags)
{
    return read_file(text, size, file, limit, false, diags);
}

cf_status cf_read_graph_text(char **text, size_t *size, const char *file, size_t limit,
                             cf_diags *diags)
{
    return read_file(text, size, file, limit, true, diags);
}

/* ---- JSON ---- */

/* Reports why the text cannot be used, and the keys before that place that are there twice. */
static cf_status explain(cf_diags *diags, const char *text, size_t size, const cf_json_rows *rows)
{
    cf_status status = CF_OK;

    if (cf_syntax_has_duplicates(text, rows->flaw, &status))
        status = cf_syntax_find_duplicates(diags, text, size);
    if (status != CF_OK)
        return status;
    return rows->overflow ? cf_syntax_report_overflow(diags, text, size, rows->flaw)
                          : cf_syntax_explain(diags, text, size);
}

/* Reads all but the entities and deals, which `rows` then has. */
static cf_status read_frame(cf_datum **root, cf_arena *arena, cf_json_rows *rows,
                            cf_build_source *source, const char *text, size_t size, cf_diags *diags)
{
    bool usable = false;
    cf_status status = cf_json_rows_find(rows, text, size, &usable);

    if (status != CF_OK)
        return status;
    if (!usable)
        return explain(diags, text, size, rows);
    *root = cf_datum_read(arena, rows->frame, rows->frame_size, &rows->doubled);
    source->entities = rows->entities.to > 0 ? &rows->entities.rows : NULL;
    source->deals = rows->deals.to > 0 ? &rows->deals.rows : NULL;
    return *root == NULL ? CF_NO_MEMORY : CF_OK;
}

/* A byte order mark is allowed at the start, and no part of the text. */
static void skip_mark(const char **text, size_t *size)
{
    if (*size < 3 || memcmp(*text, "\xEF\xBB\xBF", 3) != 0)
        return;
    *text += 3;
    *size -= 3;
}

static cf_status parse_text(cf_scenario **out, const char *text, size_t size, const char *file,
                            const cf_reading *reading, cf_diags *diags)
{
    cf_build_source source = { .progress = reading == NULL ? NULL : reading->progress,
                               .threads = reading == NULL ? 0 : reading->threads,
                               .drop_self_deals = reading != NULL && reading->drop_self_deals,
                               .compare_totals = reading != NULL && reading->compare_totals,
                               .notes = reading != NULL && reading->notes };
    cf_json_rows rows = { .frame = NULL };
    cf_arena arena = { 0 };
    cf_datum *root = NULL;
    bool frame_doubled;
    cf_status status;

    skip_mark(&text, &size);
    status = cf_syntax_check_bytes(diags, text, size);
    if (status == CF_OK)
        status = read_frame(&root, &arena, &rows, &source, text, size, diags);
    frame_doubled = rows.doubled;
    if (status == CF_OK && frame_doubled)
        status = cf_syntax_find_duplicates(diags, text, size);
    if (status == CF_OK)
        status = cf_build(out, root, &source, file, diags);
    if (rows.doubled && !frame_doubled && (status == CF_OK || status == CF_BAD_INPUT) &&
        cf_syntax_find_duplicates(diags, text, size) != CF_OK)
        status = CF_NO_MEMORY;
    if (status == CF_OK && rows.doubled)
        status = CF_BAD_INPUT;
    if (status == CF_OK || status == CF_BAD_INPUT) {
        if (cf_locate(diags, text, size) != CF_OK)
            status = CF_NO_MEMORY;
    }
    cf_arena_free(&arena);
    cf_json_rows_free(&rows);
    if (status != CF_OK) {
        cf_scenario_free(*out);
        *out = NULL;
    }
    return status;
}

/* ---- both ---- */

static const char *name_of(const char *file)
{
    return strcmp(file, "-") == 0 ? "<stdin>" : file;
}

static cf_status parse(cf_scenario **out, const char *text, size_t size, const char *file,
                       const cf_reading *reading, cf_diags *diags)
{
    cf_status status = cf_diags_open(diags, name_of(file));

    *out = NULL;
    if (status == CF_OK && size > CF_FILE_LIMIT)
        status = report_size(diags, CF_CODE_TOO_LARGE, CF_FILE_LIMIT);
    if (status == CF_OK)
        status = parse_text(out, text, size, file, reading, diags);
    cf_diags_close(diags);
    return status;
}

cf_status cf_scenario_parse(cf_scenario **out, const char *text, size_t size, const char *file,
                            cf_diags *diags)
{
    return parse(out, text, size, file, NULL, diags);
}

cf_status cf_scenario_read_as(cf_scenario **out, const char *file, const cf_reading *reading,
                              cf_diags *diags)
{
    char *text = NULL;
    size_t size = 0;
    cf_status status = cf_diags_open(diags, name_of(file));

    *out = NULL;
    if (status == CF_OK)
        status = cf_read_file(&text, &size, file, CF_FILE_LIMIT, diags);
    cf_diags_close(diags);
    if (status == CF_OK)
        status = parse(out, text, size, file, reading, diags);
    free(text);
    return status;
}

cf_status cf_scenario_read(cf_scenario **out, const char *file, cf_diags *diags)
{
    return cf_scenario_read_as(out, file, NULL, diags);
}

/* ---- any JSON ---- */

/* Walks over the text: is it JSON, and do its numbers fit? */
static cf_status check_json(const char *text, size_t size, cf_diags *diags)
{
    cf_scan scan;
    cf_scan_event event = CF_SCAN_OPEN;

    cf_scan_start(&scan, text, size);
    while (event != CF_SCAN_END) {
        event = cf_scan_next(&scan);
        if (event == CF_SCAN_FLAW)
            return cf_syntax_explain(diags, text, size);
        if (event == CF_SCAN_SCALAR && cf_json_is_overflow(&scan))
            return cf_syntax_report_overflow(diags, text, size, scan.start);
    }
    return CF_OK;
}

static cf_status parse_any(cf_datum **out, cf_arena *arena, const char *text, size_t size,
                           cf_diags *diags)
{
    bool doubled = false;
    cf_status status = cf_syntax_check_bytes(diags, text, size);

    if (status == CF_OK)
        status = check_json(text, size, diags);
    if (status != CF_OK)
        return status;
    *out = cf_datum_read(arena, text, size, &doubled);
    if (*out == NULL)
        return CF_NO_MEMORY;
    if (doubled)
        status = cf_syntax_find_duplicates(diags, text, size);
    return doubled && status == CF_OK ? CF_BAD_INPUT : status;
}

cf_status cf_read_json(cf_datum **out, cf_arena *arena, const char *file, cf_diags *diags)
{
    char *text = NULL;
    const char *start;
    size_t size = 0;
    cf_status status = cf_diags_open(diags, name_of(file));

    *out = NULL;
    if (status == CF_OK)
        status = cf_read_file(&text, &size, file, CF_FILE_LIMIT, diags);
    start = text;
    if (status == CF_OK) {
        skip_mark(&start, &size);
        status = parse_any(out, arena, start, size, diags);
    }
    cf_diags_close(diags);
    free(text);
    if (status != CF_OK)
        *out = NULL;
    return status;
}
