/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a workbook, lists its sheets and knows its styles. */
#include "workbook/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "workbook/parts.h"
#include "workbook/sheets.h"

enum { NAME_SIZE = 512, MOST_SHEETS = 1000 };

/* ---- the sheets of an .xlsx ---- */

struct listing {
    cf_book *workbook;
    cf_book_relations relations;
};

static cf_status add_sheet(struct listing *listing, const cf_xml_attributes *attributes)
{
    cf_book *workbook = listing->workbook;
    char text[NAME_SIZE];
    const cf_book_relation *relation;
    cf_book_sheet sheet = { .index = 0 };

    cf_xml_attribute(text, sizeof text, attributes, "r", "id");
    relation = cf_book_relation_by_id(&listing->relations, text);
    if (relation == NULL || strcmp(relation->type, "worksheet") != 0)
        return CF_OK; /* a sheet of charts or dialogs */
    sheet.part = relation->part;
    cf_xml_attribute(text, sizeof text, attributes, NULL, "state");
    sheet.hidden = strcmp(text, "hidden") == 0 || strcmp(text, "veryHidden") == 0;
    cf_xml_attribute(text, sizeof text, attributes, NULL, "name");
    sheet.name = cf_arena_copy(&workbook->arena, text, strlen(text));
    if (workbook->sheets.count == MOST_SHEETS)
        return cf_package_too_large(&workbook->package, "a workbook must have at most %d sheets",
                                    MOST_SHEETS);
    return sheet.name != NULL && cf_vec_push(&workbook->sheets, sheet) ? CF_OK : CF_NO_MEMORY;
}

static cf_status on_start(void *context, const char *name, const cf_xml_attributes *attributes)
{
    struct listing *listing = context;
    char text[16];

    if (strcmp(name, "workbookPr") == 0 &&
        cf_xml_attribute(text, sizeof text, attributes, NULL, "date1904"))
        listing->workbook->from_1904 = strcmp(text, "1") == 0 || strcmp(text, "true") == 0;
    return strcmp(name, "sheet") == 0 ? add_sheet(listing, attributes) : CF_OK;
}

static cf_status find_parts(cf_book *workbook, const cf_book_relations *relations)
{
    const cf_book_relation *styles = cf_book_relation_of_type(relations, "styles");
    const cf_book_relation *strings = cf_book_relation_of_type(relations, "sharedStrings");

    if (strings != NULL)
        workbook->strings_part = strings->part;
    if (styles == NULL || !cf_package_has(&workbook->package, styles->part))
        return CF_OK;
    return cf_book_styles_read(&workbook->styles, &workbook->package, styles->part);
}

static cf_status list_sheets(cf_book *workbook, const char *main_part)
{
    static const cf_xml_handler handler = { .start = on_start };
    struct listing listing = { .workbook = workbook };
    cf_status status =
        cf_book_relations_read(&listing.relations, &workbook->arena, &workbook->package, main_part);

    if (status == CF_OK)
        status = cf_xml_read(&workbook->package, main_part, &handler, &listing);
    if (status == CF_OK)
        status = find_parts(workbook, &listing.relations);
    free(listing.relations.list.at);
    return status;
}

/* ---- which format ---- */

static cf_status refuse_other(const cf_book *workbook, const char *what)
{
    cf_status status = cf_diags_add(workbook->package.diags, CF_ERROR, CF_CODE_WORKBOOK, NULL,
                                    "save it as .xlsx or .ods",
                                    "the file must be a workbook (.xlsx or .ods), JSON or CSV, but "
                                    "is %s",
                                    what);

    return status == CF_OK ? CF_BAD_SYNTAX : status;
}

static cf_status open_xlsx(cf_book *workbook)
{
    cf_book_relations relations;
    const cf_book_relation *main_part;
    const char *name = "xl/workbook.xml";
    cf_status status = cf_book_relations_read(&relations, &workbook->arena, &workbook->package, "");

    if (status == CF_OK) {
        main_part = cf_book_relation_of_type(&relations, "officeDocument");
        name = main_part == NULL ? name : main_part->part;
    }
    free(relations.list.at);
    if (status != CF_OK)
        return status;
    if (strlen(name) > 4 && strcmp(name + strlen(name) - 4, ".bin") == 0)
        return refuse_other(workbook, "a binary Excel workbook (.xlsb)");
    if (!cf_package_has(&workbook->package, name))
        return refuse_other(workbook, "a zip archive without a workbook");
    return list_sheets(workbook, name);
}

/* Whether a file, or what is in memory, is a database. What cannot be read is told later. */
static bool is_database(const char *file, char *const *bytes, size_t size)
{
    char head[CF_DATABASE_HEAD];
    FILE *stream;

    if (bytes != NULL)
        return cf_database_is(*bytes, size);
    stream = fopen(file, "rb");
    if (stream == NULL)
        return false;
    size = fread(head, 1, sizeof head, stream);
    fclose(stream);
    return cf_database_is(head, size);
}

static cf_status open_database(cf_book *workbook, const char *file, char **bytes, size_t size,
                               cf_diags *diags)
{
    cf_status status = bytes == NULL
                           ? cf_database_open(&workbook->database, file, diags)
                           : cf_database_take_bytes(&workbook->database, bytes, size, diags);

    workbook->package.diags = diags;
    return status == CF_OK ? cf_book_table_sheets(workbook) : status;
}

static cf_status open_any(cf_book *workbook)
{
    cf_status status;

    workbook->is_ods = cf_package_has(&workbook->package, "content.xml") &&
                       !cf_package_has(&workbook->package, "xl/workbook.xml");
    status = workbook->is_ods ? cf_book_ods_sheets(workbook) : open_xlsx(workbook);
    if (status == CF_OK && workbook->sheets.count == 0)
        status = cf_package_damaged(&workbook->package, NULL, "it has no sheet");
    return status;
}

static cf_status open_package(cf_book **out, const char *file, char **bytes, size_t size,
                              cf_diags *diags)
{
    cf_book *workbook = calloc(1, sizeof *workbook);
    cf_status status = CF_NO_MEMORY;

    *out = workbook;
    if (workbook == NULL) {
        if (bytes != NULL)
            free(*bytes);
    } else if (is_database(file, bytes, size)) {
        status = open_database(workbook, file, bytes, size, diags);
    } else {
        status = cf_package_open(&workbook->package, file, bytes, size, diags);
        if (status == CF_OK)
            status = open_any(workbook);
    }
    if (status == CF_OK)
        return CF_OK;
    cf_book_free(workbook);
    *out = NULL;
    return status;
}

cf_status cf_book_open(cf_book **out, const char *file, cf_diags *diags)
{
    return open_package(out, file, NULL, 0, diags);
}

cf_status cf_book_take_bytes(cf_book **out, char **bytes, size_t size, cf_diags *diags)
{
    cf_status status = open_package(out, NULL, bytes, size, diags);

    *bytes = NULL;
    return status;
}

void cf_book_close(cf_book *workbook)
{
    if (workbook == NULL)
        return;
    cf_database_close(workbook->database);
    cf_package_close(&workbook->package);
    cf_book_strings_free(&workbook->strings);
    cf_book_styles_free(&workbook->styles);
}

void cf_book_free(cf_book *workbook)
{
    if (workbook == NULL)
        return;
    cf_book_close(workbook);
    cf_database_free(workbook->database);
    free(workbook->sheets.at);
    cf_arena_free(&workbook->arena);
    free(workbook);
}

/* ---- its sheets ---- */

bool cf_book_is_database(const cf_book *workbook)
{
    return workbook->database != NULL;
}

int cf_book_sheet_count(const cf_book *workbook)
{
    return workbook->sheets.count;
}

const char *cf_book_sheet_name(const cf_book *workbook, int sheet)
{
    return workbook->sheets.at[sheet].name;
}

bool cf_book_sheet_is_hidden(const cf_book *workbook, int sheet)
{
    return workbook->sheets.at[sheet].hidden;
}

int cf_book_find_sheet(const cf_book *workbook, const char *name)
{
    for (int i = 0; i < workbook->sheets.count; i++)
        if (strcasecmp(workbook->sheets.at[i].name, name) == 0)
            return i;
    return -1;
}
