/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph.dot, graph.svg and sankey.svg, and the pictures inside other documents. */
#include <stdlib.h>

#include "base/memory_file.h"
#include "documents/documents.h"
#include "pictures/draw.h"

static const cf_drawing standing_alone = { .prefix = "" };

cf_document_write cf_graph_dot_write, cf_graph_svg_write, cf_sankey_svg_write;

cf_status cf_graph_dot_write(FILE *out, const cf_dossier *dossier)
{
    return cf_draw_dot(out, dossier->parts[CF_PART_GRAPH], &standing_alone);
}

cf_status cf_graph_svg_write(FILE *out, const cf_dossier *dossier)
{
    return cf_draw_graph(out, dossier->parts[CF_PART_GRAPH], &standing_alone);
}

cf_status cf_sankey_svg_write(FILE *out, const cf_dossier *dossier)
{
    return cf_draw_sankey(out, dossier->parts[CF_PART_SANKEY], &standing_alone);
}

cf_status cf_picture_png(char **bytes, size_t *size, const cf_dossier *dossier, cf_part part,
                         double most_pixels)
{
    const cf_drawing drawing = { .prefix = "", .most_pixels = most_pixels };
    cf_memory_file file;
    cf_status closed, status = cf_memory_file_open(&file);

    *bytes = NULL;
    *size = 0;
    if (status != CF_OK)
        return status;
    status = cf_draw_png(file.stream, dossier->parts[part], &drawing);
    closed = cf_memory_file_close(&file, bytes, size);
    if (status == CF_OK)
        status = closed;
    if (status != CF_OK) {
        free(*bytes);
        *bytes = NULL;
    }
    return status == CF_BAD_OPTION ? CF_OK : status;
}
