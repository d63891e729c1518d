/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes notebook.ipynb. Its outputs are left to Jupyter: `circfin report --run-notebook` and the
 * reader's Run All both execute the cells, so there is one implementation of what they show.
 */
#include "documents/notebook.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory_file.h"
#include "documents/documents.h"
#include "report/lookup.h"

static const unsigned char program[] = {
#include "notebook_program.inc"
    , '\0'
};

struct making {
    const cf_dossier *dossier;
    cf_notebook_pictures pictures;
    json_t *cells;
};

/* ---- texts ---- */

/* As Jupyter keeps a text: a list of lines, each with its line end. */
static json_t *split_lines(const char *text)
{
    json_t *lines = json_array();

    while (lines != NULL && *text != '\0') {
        size_t length = strcspn(text, "\n");

        length += text[length] == '\n';
        if (json_array_append_new(lines, json_stringn(text, length)) != 0) {
            json_decref(lines);
            return NULL;
        }
        text += length;
    }
    return lines;
}

/* A line of a Markdown cell is a comment of the program: "# words", "#", or "# @name". */
static cf_status put_text_line(FILE *out, const struct making *making, const char *line,
                               size_t length)
{
    char name[CF_CELL_NAME];

    if (length > 3 && length < sizeof name && strncmp(line, "# @", 3) == 0) {
        memcpy(name, line + 3, length - 3);
        name[length - 3] = '\0';
        if (cf_notebook_picture(name) < 0)
            return cf_notebook_words(out, making->dossier, name);
        cf_notebook_put_picture(out, &making->pictures, cf_notebook_picture(name));
        return CF_OK;
    }
    if (length > 2)
        fwrite(line + 2, 1, length - 2, out);
    return CF_OK;
}

static cf_status put_text(FILE *out, const struct making *making, const cf_notebook_cell *cell)
{
    const char *line = cell->source, *end = line + cell->length;
    cf_status status = CF_OK;

    while (line < end && status == CF_OK) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((stop == NULL ? end : stop) - line);

        status = put_text_line(out, making, line, length);
        if (stop != NULL)
            putc('\n', out);
        line += length + 1;
    }
    return status;
}

static cf_status read_source(json_t **out, const struct making *making,
                             const cf_notebook_cell *cell)
{
    char *text = NULL;
    cf_memory_file file;
    cf_status status = cf_memory_file_open(&file);

    *out = NULL;
    if (status != CF_OK)
        return status;
    if (cell->is_text)
        status = put_text(file.stream, making, cell);
    else
        fwrite(cell->source, 1, cell->length, file.stream);
    if (cf_memory_file_close(&file, &text, NULL) != CF_OK)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        *out = split_lines(text);
    free(text);
    return status == CF_OK && *out == NULL ? CF_NO_MEMORY : status;
}

/* ---- cells ---- */

static json_t *metadata_of(const cf_notebook_cell *cell)
{
    if (cell->tag[0] != '\0')
        return json_pack("{s:[s]}", "tags", cell->tag);
    if (cell->is_hidden)
        return json_pack("{s:{s:b}, s:[s], s:s}", "jupyter", "source_hidden", 1, "tags",
                         "hide-input", "cellView", "form");
    return json_object();
}

/* NULL for want of memory; takes the source. */
static json_t *new_cell(const cf_notebook_cell *cell, json_t *source)
{
    json_t *made = json_pack("{s:s, s:s, s:o, s:o}", "id", cell->id, "cell_type",
                             cell->is_text ? "markdown" : "code", "metadata", metadata_of(cell),
                             "source", source);

    if (made != NULL && !cell->is_text &&
        (json_object_set_new(made, "execution_count", json_null()) != 0 ||
         json_object_set_new(made, "outputs", json_array()) != 0)) {
        json_decref(made);
        return NULL;
    }
    return made;
}

static bool is_wanted(const cf_dossier *dossier, const cf_notebook_cell *cell)
{
    for (int i = 0; i < 2; i++)
        if (cell->needs[i][0] != '\0' && cf_dossier_lookup(dossier, cell->needs[i]).rows == 0)
            return false;
    return true;
}

static cf_status add_cell(struct making *making, const cf_notebook_cell *cell)
{
    json_t *source, *made;
    cf_status status = read_source(&source, making, cell);

    if (status != CF_OK)
        return status;
    made = new_cell(cell, source);
    if (made != NULL && cell->has_pictures &&
        json_object_set_new(made, "attachments", cf_notebook_attachments(&making->pictures)) != 0)
        status = CF_NO_MEMORY;
    if (json_array_append_new(making->cells, made) != 0)
        status = CF_NO_MEMORY;
    return status;
}

/* A cell whose text is made here: id and source are those given. */
static cf_status add_made_cell(struct making *making, bool is_text, const char *id,
                               const char *source)
{
    cf_notebook_cell cell = { .is_text = is_text, .source = source, .length = strlen(source) };

    snprintf(cell.id, sizeof cell.id, "%s", id);
    return add_cell(making, &cell);
}

/* A section that notebook.py says nothing about: a heading, and a cell for each table. */
static cf_status add_section(struct making *making, cf_part part)
{
    const cf_report *report = cf_section_report(making->dossier, part);
    char id[CF_CELL_NAME], name[CF_TABLE_NAME_SIZE], source[512];
    cf_status status;

    snprintf(id, sizeof id, "%.20s-text", cf_sections[part].id);
    snprintf(source, sizeof source, "# ## %s\n#\n# %.300s.", cf_sections[part].title,
             cf_analysis_find(cf_sections[part].analysis)->summary);
    status = add_made_cell(making, true, id, source);
    for (int i = 0; status == CF_OK && i < cf_report_table_count(report); i++) {
        cf_section_name_table(name, part, cf_table_name(cf_report_table(report, i)));
        snprintf(id, sizeof id, "table-%d-%d", (int)part, i);
        snprintf(source, sizeof source, "show(\"%s\")", name);
        status = add_made_cell(making, false, id, source);
    }
    return status;
}

static cf_status add_other_sections(struct making *making)
{
    cf_status status = CF_OK;

    for (int p = 0; status == CF_OK && p < CF_PART_COUNT; p++)
        if (cf_section_report(making->dossier, (cf_part)p) != NULL && !cf_sections[p].has_cells)
            status = add_section(making, (cf_part)p);
    return status;
}

static cf_status add_cells(struct making *making)
{
    const char *at = (const char *)program;
    cf_notebook_cell cell;
    cf_status status = CF_OK;

    while (status == CF_OK && cf_notebook_next(&cell, &at)) {
        if (strcmp(cell.id, "other-sections") == 0)
            status = add_other_sections(making);
        else if (is_wanted(making->dossier, &cell))
            status = add_cell(making, &cell);
    }
    return status;
}

static json_t *new_notebook(void)
{
    return json_pack("{s:[], s:{s:{s:s, s:s, s:s}, s:{s:s, s:s, s:s}}, s:i, s:i}", "cells",
                     "metadata", "kernelspec", "display_name", "Python 3", "language", "python",
                     "name", "python3", "language_info", "name", "python", "file_extension", ".py",
                     "mimetype", "text/x-python", "nbformat", 4, "nbformat_minor", 5);
}

/* As Jupyter itself writes notebooks. */
static cf_status write_json(FILE *out, const json_t *json)
{
    if (json_dumpf(json, out, JSON_INDENT(1) | JSON_SORT_KEYS) != 0 && !ferror(out))
        return CF_NO_MEMORY;
    putc('\n', out);
    return CF_OK;
}

cf_document_write cf_notebook_write;

cf_status cf_notebook_write(FILE *out, const cf_dossier *dossier)
{
    json_t *json = new_notebook();
    struct making making = { .dossier = dossier, .cells = json_object_get(json, "cells") };
    cf_status status = json == NULL ? CF_NO_MEMORY : cf_notebook_draw(&making.pictures, dossier);

    if (status == CF_OK)
        status = add_cells(&making);
    cf_notebook_release(&making.pictures);
    if (status == CF_OK)
        status = write_json(out, json);
    json_decref(json);
    return status;
}
