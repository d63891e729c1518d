/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph.dot, graph.svg and sankey.svg. */
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
