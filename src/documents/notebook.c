/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/notebook.h"

#include <stdlib.h>
#include <string.h>

#include "documents/documents.h"

static const unsigned char program[] = {
#include "notebook_program.inc"
    , '\0'
};

/* ---- what the cells share ---- */

static cf_status name_entities(cf_notebook *notebook)
{
    long rows = notebook->entities.rows;

    notebook->names = cf_report_room(notebook->scratch, (size_t)rows + 1, sizeof *notebook->names);
    if (notebook->names == NULL)
        return CF_NO_MEMORY;
    for (long i = 0; i < rows; i++) {
        const char *id = cf_lookup_text(&notebook->entities, i, "entity");
        const char *name = cf_lookup_text(&notebook->entities, i, "name");

        notebook->names[i] = name == NULL ? id : name;
    }
    return CF_OK;
}

const char *cf_notebook_name(const cf_notebook *notebook, const char *id)
{
    long row = cf_lookup_find(&notebook->entities, 0, "entity", id);
    const char *name = row < notebook->entities.rows ? notebook->names[row] : id;
    int bearers = 0;

    for (long i = 0; i < notebook->entities.rows; i++)
        bearers += strcmp(notebook->names[i], name) == 0;
    return bearers > 1 ? cf_report_text(notebook->scratch, "%s (%s)", name, id) : name;
}

cf_lookup cf_notebook_sheet(const cf_notebook *notebook, const char *table)
{
    cf_lookup sheet = { .table = NULL };

    for (int i = 0; i < CF_TABLE_PART_COUNT && sheet.table == NULL; i++)
        sheet = cf_lookup_of(notebook->dossier->parts[cf_table_parts[i]], table);
    return sheet;
}

static cf_status open_notebook(cf_notebook *notebook, const cf_dossier *dossier)
{
    cf_status status = cf_report_new(&notebook->scratch, "notebook", dossier->scenario);

    notebook->dossier = dossier;
    notebook->suppliers = cf_notebook_sheet(notebook, "suppliers");
    notebook->entities = cf_notebook_sheet(notebook, "entities");
    if (notebook->suppliers.rows > 0)
        notebook->first = cf_lookup_text(&notebook->suppliers, 0, "entity");
    return status == CF_OK ? name_entities(notebook) : status;
}

/* ---- texts ---- */

cf_status cf_notebook_set(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0 ? CF_OK : CF_NO_MEMORY;
}

static json_t *split(const char *text)
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

cf_status cf_notebook_lines(json_t **out, const cf_notebook *notebook, cf_notebook_put *put,
                            const void *what)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    cf_status status = stream == NULL ? CF_NO_MEMORY : put(stream, notebook, what);

    *out = NULL;
    if (stream != NULL && fclose(stream) != 0)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        *out = split(text);
    free(text);
    return status == CF_OK && *out == NULL ? CF_NO_MEMORY : status;
}

/* ---- cells ---- */

/* A line of text is a comment of the program: "# words", "#", or "# @name". */
static cf_status put_text_line(FILE *out, const cf_notebook *notebook, const char *line,
                               size_t length)
{
    char name[CF_CELL_NAME];

    if (length > 3 && length < sizeof name && strncmp(line, "# @", 3) == 0) {
        memcpy(name, line + 3, length - 3);
        name[length - 3] = '\0';
        return cf_notebook_words(out, notebook, name);
    }
    if (length > 2)
        fwrite(line + 2, 1, length - 2, out);
    return CF_OK;
}

static cf_status put_source(FILE *out, const cf_notebook *notebook, const void *what)
{
    const cf_notebook_cell *cell = what;
    const char *line = cell->source, *end = line + cell->length;
    cf_status status = CF_OK;

    if (!cell->is_text)
        fwrite(line, 1, cell->length, out);
    while (cell->is_text && line < end && status == CF_OK) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((stop == NULL ? end : stop) - line);

        status = put_text_line(out, notebook, line, length);
        if (stop != NULL)
            putc('\n', out);
        line += length + 1;
    }
    return status;
}

static cf_status add_outputs(json_t *cell, const cf_notebook *notebook, const char *id)
{
    json_t *data = NULL, *outputs = json_array();
    cf_status status = cf_notebook_output(&data, notebook, id);

    if (status == CF_OK && data != NULL) {
        json_t *output =
            json_pack("{s:s, s:O, s:{}}", "output_type", "display_data", "data", data, "metadata");

        if (json_array_append_new(outputs, output) != 0)
            status = CF_NO_MEMORY;
    }
    json_decref(data);
    if (status != CF_OK) {
        json_decref(outputs);
        return status;
    }
    return cf_notebook_set(cell, "outputs", outputs);
}

static json_t *metadata_of(const cf_notebook_cell *cell)
{
    if (cell->is_hidden)
        return json_pack("{s:{s:b}}", "jupyter", "source_hidden", 1);
    return json_object();
}

/* Takes its number from *run, where it is code. */
static cf_status fill_cell(json_t *object, const cf_notebook *notebook,
                           const cf_notebook_cell *cell, int *run)
{
    json_t *source;
    cf_status status = cf_notebook_lines(&source, notebook, put_source, cell);

    if (status == CF_OK)
        status = cf_notebook_set(object, "source", source);
    if (status == CF_OK)
        status = cf_notebook_set(object, "id", json_string(cell->id));
    if (status == CF_OK)
        status = cf_notebook_set(object, "metadata", metadata_of(cell));
    if (status == CF_OK)
        status =
            cf_notebook_set(object, "cell_type", json_string(cell->is_text ? "markdown" : "code"));
    if (status == CF_OK && !cell->is_text)
        status = cf_notebook_set(object, "execution_count", json_integer(++*run));
    if (status == CF_OK && !cell->is_text)
        status = add_outputs(object, notebook, cell->id);
    return status;
}

static bool is_wanted(const cf_notebook *notebook, const cf_notebook_cell *cell)
{
    for (int i = 0; i < 2; i++)
        if (cell->needs[i][0] != '\0' && cf_notebook_sheet(notebook, cell->needs[i]).rows == 0)
            return false;
    return true;
}

static cf_status add_cells(json_t *cells, const cf_notebook *notebook)
{
    const char *at = (const char *)program;
    cf_notebook_cell cell;
    int run = 0;
    cf_status status = CF_OK;

    while (status == CF_OK && cf_notebook_next(&cell, &at)) {
        json_t *object;

        if (!is_wanted(notebook, &cell))
            continue;
        object = json_object();
        status = object == NULL ? CF_NO_MEMORY : fill_cell(object, notebook, &cell, &run);
        if (json_array_append_new(cells, object) != 0)
            status = CF_NO_MEMORY;
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
    cf_notebook notebook = { .dossier = NULL };
    json_t *json = new_notebook();
    cf_status status = json == NULL ? CF_NO_MEMORY : open_notebook(&notebook, dossier);

    if (status == CF_OK)
        status = add_cells(json_object_get(json, "cells"), &notebook);
    if (status == CF_OK)
        status = write_json(out, json);
    json_decref(json);
    cf_report_free(notebook.scratch);
    return status;
}
