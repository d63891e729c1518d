/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens workbooks, by their content whatever their names, and chooses their sheets. */
#include "scenario/sheet_books.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/content.h"
#include "base/diags.h"
#include "scenario/book_csv.h"
#include "scenario/read.h"

enum { NAMES_SHOWN = 300 };

/* ---- which files ---- */

/* A zip archive or a database: a scenario in JSON begins with no P or S, and deals in CSV not with
 * PK or SQL. */
static bool is_book_on_stdin(void)
{
    static const char *const marks[] = { "PK", "SQL" };
    int next = getc(stdin), count = 0;
    const char *mark = "";
    bool found;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (next == marks[i][0])
            mark = marks[i];
    while (mark[count] != '\0' && next == mark[count])
        if (mark[++count] != '\0')
            next = getc(stdin);
    found = count > 0 && mark[count] == '\0';
    if (!found && next != EOF)
        ungetc(next, stdin);
    while (count > 0)
        ungetc(mark[--count], stdin);
    return found;
}

bool cf_sheet_is_book_file(const char *file)
{
    char bytes[CF_CONTENT_BYTES];
    const cf_content *content;
    struct stat about;
    FILE *stream;
    size_t size;

    if (strcmp(file, "-") == 0)
        return is_book_on_stdin();
    stream = stat(file, &about) == 0 && S_ISREG(about.st_mode) ? fopen(file, "rb") : NULL;
    if (stream == NULL)
        return false;
    size = fread(bytes, 1, 2, stream);
    if (size == 2 && (memcmp(bytes, "PK", 2) == 0 || memcmp(bytes, "SQ", 2) == 0))
        size += fread(bytes + 2, 1, sizeof bytes - 2, stream);
    fclose(stream);
    content = size > 2 ? cf_content_of(bytes, size) : NULL;
    return content != NULL && content->kind == CF_CONTENT_SHEETS;
}

/* All of standard input, which a zip archive needs: its list is at its end. */
static cf_status read_stdin(char **bytes, size_t *size, cf_diags *diags)
{
    cf_book_text all = { .at = NULL };
    char piece[16384];
    size_t part = 1;
    cf_status status = CF_OK;

    errno = 0;
    while (status == CF_OK && (part = fread(piece, 1, sizeof piece, stdin)) > 0)
        if (all.size + part > CF_FILE_LIMIT || !cf_book_text_add(&all, piece, part))
            status = CF_NO_MEMORY;
    if (status == CF_OK && ferror(stdin))
        status = cf_read_report(errno, diags);
    *bytes = all.at;
    *size = all.size;
    return status;
}

static cf_status hash_file(cf_sha256 *hash, const char *file, cf_diags *diags)
{
    char piece[16384];
    FILE *stream;
    size_t part;
    cf_status status = cf_read_open(&stream, file, diags);

    if (status != CF_OK)
        return status;
    errno = 0;
    while ((part = fread(piece, 1, sizeof piece, stream)) > 0)
        cf_sha256_add(hash, piece, part);
    if (ferror(stream))
        status = cf_read_report(errno, diags);
    fclose(stream);
    return status;
}

cf_status cf_sheet_book_open(cf_book **out, const char *file, cf_sha256 *hash, cf_diags *diags)
{
    char *bytes = NULL;
    size_t size = 0;
    cf_status status = CF_OK;

    *out = NULL;
    if (strcmp(file, "-") != 0) {
        if (hash != NULL)
            status = hash_file(hash, file, diags);
        return status == CF_OK ? cf_book_open(out, file, diags) : status;
    }
    status = read_stdin(&bytes, &size, diags);
    if (status == CF_OK && hash != NULL)
        cf_sha256_add(hash, bytes, size);
    if (status == CF_OK)
        return cf_book_take_bytes(out, &bytes, size, diags);
    free(bytes);
    return status;
}

/* ---- which sheets ---- */

static cf_status no_such_sheet(const cf_book *workbook, const char *name, bool asked,
                               cf_diags *diags)
{
    bool is_database = cf_book_is_database(workbook);
    char names[NAMES_SHOWN] = "";
    size_t used = 0;
    cf_status status;

    for (int i = 0; i < cf_book_sheet_count(workbook) && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s\"%.60s\"",
                                 i == 0 ? "" : ", ", cf_book_sheet_name(workbook, i));
    status = cf_diags_add(
        diags, CF_ERROR, CF_CODE_BOOK_SHEET, NULL,
        cf_show_hint("%s%s", asked ? "it has " : "--sheet names another: ", names).text,
        "the %s must have the %s%s, but has no %s", is_database ? "database" : "workbook",
        is_database ? "table or view" : "sheet", asked ? " that --sheet names" : " of the deals",
        cf_show_text(name).text);
    return status != CF_OK ? status : asked ? CF_BAD_OPTION : CF_BAD_INPUT;
}

/* The sheet that is asked for, or that is called so; -1: none. */
static cf_status find_sheet(int *out, const cf_book *workbook, const char *asked, const char *name,
                            cf_diags *diags)
{
    *out = cf_book_find_sheet(workbook, asked != NULL ? asked : name);
    return *out < 0 && asked != NULL ? no_such_sheet(workbook, asked, true, diags) : CF_OK;
}

/* The first one from `from` on that is not hidden, or just the first one; -1: none. */
static int next_sheet(const cf_book *workbook, int from)
{
    for (int i = from; i < cf_book_sheet_count(workbook); i++)
        if (!cf_book_sheet_is_hidden(workbook, i))
            return i;
    return from == 0 ? 0 : -1;
}

/* Where no sheet is called so. The tables of a database have no order that says anything, so only
 * one that is alone will do. */
static cf_status first_sheet(int *out, const cf_book *workbook, const char *name, cf_diags *diags)
{
    if (cf_book_is_database(workbook) && cf_book_sheet_count(workbook) > 1)
        return no_such_sheet(workbook, name, false, diags);
    *out = next_sheet(workbook, 0);
    return CF_OK;
}

enum { LEAST_COLUMNS = 2, LEAST_OF_ANOTHER = 3 /* id and note may be in any sheet */ };

/* Whether the header of a sheet has columns of this kind, `least` of them. */
static cf_status has_columns(bool *out, cf_book *workbook, int sheet, const cf_sheet_kind *kind,
                             int least)
{
    cf_book_csv csv;
    cf_status status = cf_book_csv_open(&csv, workbook, sheet, kind, NULL);

    *out = status == CF_OK && csv.known >= least;
    cf_book_csv_close(&csv);
    return status;
}

static cf_status warn_of_sheet(const cf_book *workbook, int sheet, cf_diags *diags)
{
    return cf_diags_add(diags, CF_WARNING, CF_CODE_BOOK_IGNORED, NULL,
                        "give it the columns id and name, or a name of its own: --sheet entities=",
                        "the sheet %s has no columns of entities, so it is ignored",
                        cf_show_text(cf_book_sheet_name(workbook, sheet)).text);
}

/* Behind the deals, if there are such columns. */
static cf_status guess_entities(int *out, cf_book *workbook, int deals, int settings,
                                cf_diags *diags)
{
    int sheet = next_sheet(workbook, deals + 1);
    bool are_there;
    cf_status status;

    *out = -1;
    if (sheet < 0 || sheet == settings)
        return CF_OK;
    status = has_columns(&are_there, workbook, sheet, &cf_entity_sheet, LEAST_COLUMNS);
    if (status != CF_OK)
        return status;
    if (are_there)
        *out = sheet;
    return are_there ? CF_OK : warn_of_sheet(workbook, sheet, diags);
}

static const char *const NAMES[CF_BOOK_PARTS] = { "deals", "entities", "scenario" };

/* The sheets with columns of deals behind a first one without them: the first of these, their
 * number, and their names. */
struct others {
    int first, count;
    char names[200];
};

static cf_status find_others(struct others *out, cf_book *workbook, int from)
{
    size_t used = 0;

    *out = (struct others){ .first = -1 };
    for (int i = next_sheet(workbook, from); i >= 0; i = next_sheet(workbook, i + 1)) {
        bool are_there = false;
        cf_status status =
            i == cf_book_find_sheet(workbook, NAMES[CF_BOOK_ENTITIES])
                ? CF_OK
                : has_columns(&are_there, workbook, i, &cf_deal_sheet, LEAST_OF_ANOTHER);

        if (status != CF_OK)
            return status;
        if (!are_there)
            continue;
        if (out->count++ == 0)
            out->first = i;
        if (used < sizeof out->names)
            used += (size_t)snprintf(out->names + used, sizeof out->names - used, "%s%s",
                                     used == 0 ? "" : ", ",
                                     cf_show_text(cf_book_sheet_name(workbook, i)).text);
    }
    return CF_OK;
}

static cf_status refuse_to_guess(const char *first, const struct others *others, cf_diags *diags)
{
    cf_status status = cf_diags_add(
        diags, CF_ERROR, CF_CODE_CSV_NO_HEADER, NULL, "name the one with the deals: --sheet NAME",
        "the first sheet must have columns of deals, but %s has none, and %d others have: %s",
        cf_show_text(first).text, others->count, others->names);

    return status == CF_OK ? CF_BAD_INPUT : status;
}

/* The first sheet; of deals the only one with such columns where the first has none, because a
 * cover often comes first. */
static cf_status guess_sheet(int *out, cf_book *workbook, int part, cf_diags *diags)
{
    const char *first;
    struct others others;
    bool are_there;
    cf_status status;

    status = first_sheet(out, workbook, NAMES[part], diags);
    if (status != CF_OK || part != CF_BOOK_DEALS || cf_book_is_database(workbook))
        return status;
    first = cf_book_sheet_name(workbook, *out);
    status = has_columns(&are_there, workbook, *out, &cf_deal_sheet, LEAST_COLUMNS);
    if (status != CF_OK || are_there)
        return status;
    status = find_others(&others, workbook, *out + 1);
    if (status != CF_OK || others.count == 0)
        return status;
    if (others.count > 1)
        return refuse_to_guess(first, &others, diags);
    status = cf_diags_add(diags, CF_WARNING, CF_CODE_BOOK_IGNORED, NULL,
                          "say so with --sheet, or begin the workbook with the deals",
                          "the sheet %s has no columns of deals, so the deals are read from %s",
                          cf_show_text(first).text, others.names);
    *out = others.first;
    return status;
}

/* ---- the workbooks of a scenario ---- */

static const char *asked_sheet(const cf_reading *reading, int part)
{
    const char *const asked[CF_BOOK_PARTS] = { reading->deal_sheet, reading->entity_sheet,
                                               reading->setting_sheet };

    return asked[part];
}

/* In the order of problems: settings, entities, deals. */
static cf_status turn(cf_diags *diags, const char *file, int part)
{
    return cf_diags_turn(diags, strcmp(file, "-") == 0 ? "<stdin>" : file, CF_BOOK_PARTS - part);
}

static void take(cf_sheet_books *books, int part, cf_book *workbook, int sheet)
{
    if (sheet >= 0)
        books->sources[part] = (cf_sheet_source){ .workbook = workbook, .sheet = sheet };
}

/* A workbook of its own for a part. */
static cf_status open_own(cf_sheet_books *books, int part, const char *file,
                          const cf_reading *reading, cf_diags *diags)
{
    int sheet = -1;
    cf_status status = turn(diags, file, part);

    if (status == CF_OK)
        status = cf_sheet_book_open(&books->own[part], file, NULL, diags);
    if (status == CF_OK)
        status =
            find_sheet(&sheet, books->own[part], asked_sheet(reading, part), NAMES[part], diags);
    if (status == CF_OK)
        status = sheet >= 0 ? CF_OK : guess_sheet(&sheet, books->own[part], part, diags);
    if (status == CF_OK)
        take(books, part, books->own[part], sheet);
    return status;
}

/* Entities and settings in the workbook of the deals. */
static cf_status share_own(cf_sheet_books *books, const char *const *files,
                           const cf_reading *reading, cf_diags *diags)
{
    cf_book *workbook = books->own[CF_BOOK_DEALS];
    int deals = books->sources[CF_BOOK_DEALS].sheet, entities = -1, settings = -1;
    cf_status status = CF_OK;

    if (files[CF_BOOK_SETTINGS] == NULL)
        status =
            find_sheet(&settings, workbook, reading->setting_sheet, NAMES[CF_BOOK_SETTINGS], diags);
    if (status == CF_OK && files[CF_BOOK_ENTITIES] == NULL) {
        status =
            find_sheet(&entities, workbook, reading->entity_sheet, NAMES[CF_BOOK_ENTITIES], diags);
        if (status == CF_OK && entities < 0 && !cf_book_is_database(workbook))
            status = guess_entities(&entities, workbook, deals, settings, diags);
    }
    take(books, CF_BOOK_ENTITIES, workbook, entities == deals ? -1 : entities);
    take(books, CF_BOOK_SETTINGS, workbook, settings == deals ? -1 : settings);
    return status;
}

cf_status cf_sheet_books_open(cf_sheet_books *out, const char *const files[static CF_BOOK_PARTS],
                              const cf_reading *reading, cf_diags *diags)
{
    cf_status status = CF_OK;

    *out = (cf_sheet_books){ .own = { NULL } };
    for (int part = 0; part < CF_BOOK_PARTS && status == CF_OK; part++)
        if (files[part] != NULL && cf_sheet_is_book_file(files[part]))
            status = open_own(out, part, files[part], reading, diags);
    if (status == CF_OK && out->own[CF_BOOK_DEALS] != NULL) {
        status = turn(diags, files[CF_BOOK_DEALS], CF_BOOK_DEALS);
        if (status == CF_OK)
            status = share_own(out, files, reading, diags);
    }
    return status;
}

cf_status cf_sheet_book_payments(int *out, const cf_book *workbook, const cf_reading *reading,
                                 cf_diags *diags)
{
    cf_status status = find_sheet(out, workbook, reading->deal_sheet, "payments", diags);

    if (status == CF_OK && *out < 0)
        *out = cf_book_find_sheet(workbook, NAMES[CF_BOOK_DEALS]);
    return status == CF_OK && *out < 0 ? first_sheet(out, workbook, "payments", diags) : status;
}

void cf_sheet_books_close(cf_sheet_books *books)
{
    for (int part = 0; part < CF_BOOK_PARTS; part++)
        cf_book_close(books->own[part]);
}

void cf_sheet_books_free(cf_sheet_books *books)
{
    for (int part = 0; part < CF_BOOK_PARTS; part++)
        cf_book_free(books->own[part]);
    *books = (cf_sheet_books){ .own = { NULL } };
}
