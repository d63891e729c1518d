/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pictures of notebook.ipynb. They are attached to their cell, so that the notebook has them
 * wherever it goes, and as PNG, since Jupyter shows no other attachments. Where they cannot be
 * drawn, the cell shows the SVG files beside the notebook.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "documents/documents.h"
#include "documents/notebook.h"

#define MOST_PIXELS 1600.0 /* a notebook is opened as a whole, so it should not weigh much */

static const struct {
    const char *name, *attached, *file, *about;
    cf_part part;
} pictures[CF_NOTEBOOK_PICTURES] = {
    { "streams", "sankey.png", "sankey.svg",
      "The money as streams, as wide as it is: what comes back bends back underneath",
      CF_PART_SANKEY },
    { "graph", "graph.png", "graph.svg", "Who pays whom: capital and trade between the entities",
      CF_PART_GRAPH },
};

cf_status cf_notebook_draw(cf_notebook_pictures *out, const cf_dossier *dossier)
{
    cf_status status = CF_OK;

    *out = (cf_notebook_pictures){ .bytes = { NULL } };
    for (int i = 0; status == CF_OK && i < CF_NOTEBOOK_PICTURES; i++)
        status =
            cf_picture_png(&out->bytes[i], &out->sizes[i], dossier, pictures[i].part, MOST_PIXELS);
    return status;
}

void cf_notebook_release(cf_notebook_pictures *drawn)
{
    for (int i = 0; i < CF_NOTEBOOK_PICTURES; i++)
        free(drawn->bytes[i]);
}

int cf_notebook_picture(const char *name)
{
    for (int i = 0; i < CF_NOTEBOOK_PICTURES; i++)
        if (strcmp(pictures[i].name, name) == 0)
            return i;
    return -1;
}

void cf_notebook_put_picture(FILE *out, const cf_notebook_pictures *drawn, int i)
{
    if (drawn->bytes[i] != NULL)
        fprintf(out, "![%s](attachment:%s)", pictures[i].about, pictures[i].attached);
    else if (pictures[i].part != CF_PART_GRAPH || cf_documents_have(CF_FEATURE_PICTURES))
        fprintf(out, "![%s](%s)", pictures[i].about, pictures[i].file);
}

static json_t *picture_of(const char *bytes, size_t size)
{
    char *text = cf_base64(bytes, size);
    json_t *picture = text == NULL ? NULL : json_pack("{s:s}", "image/png", text);

    free(text);
    return picture;
}

json_t *cf_notebook_attachments(const cf_notebook_pictures *drawn)
{
    json_t *all = json_object();

    for (int i = 0; all != NULL && i < CF_NOTEBOOK_PICTURES; i++)
        if (drawn->bytes[i] != NULL &&
            json_object_set_new(all, pictures[i].attached,
                                picture_of(drawn->bytes[i], drawn->sizes[i])) != 0) {
            json_decref(all);
            return NULL;
        }
    return all;
}
