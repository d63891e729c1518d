/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the notebook's cells of code show: a table, or a chart. */
#include <stdlib.h>
#include <string.h>

#include "base/xml.h"
#include "documents/notebook.h"
#include "pictures/charts.h"

/* ---- charts, as images that every viewer shows alike ---- */

struct chart {
    const char *cell, *about; /* as in notebook.py */
    cf_status (*draw)(FILE *out, const cf_notebook *notebook, const cf_drawing *drawing);
};

static cf_status draw_exposure(FILE *out, const cf_notebook *notebook, const cf_drawing *drawing)
{
    return cf_chart_exposure(out, notebook->dossier->parts[CF_PART_SCORE], drawing);
}

static cf_status draw_financing(FILE *out, const cf_notebook *notebook, const cf_drawing *drawing)
{
    return cf_chart_financing(out, notebook->dossier->parts[CF_PART_SCORE], drawing);
}

static cf_status draw_payers(FILE *out, const cf_notebook *notebook, const cf_drawing *drawing)
{
    return cf_chart_concentration(out, notebook->dossier->parts[CF_PART_SCORE], notebook->first,
                                  drawing);
}

static cf_status draw_drivers(FILE *out, const cf_notebook *notebook, const cf_drawing *drawing)
{
    return cf_chart_drivers(out, notebook->dossier->parts[CF_PART_DRIVERS], notebook->first,
                            drawing);
}

static cf_status draw_timeline(FILE *out, const cf_notebook *notebook, const cf_drawing *drawing)
{
    return cf_chart_timeline(out, notebook->dossier->parts[CF_PART_TIMELINE], drawing);
}

static const struct chart charts[] = {
    { "exposure", "What comes back to each supplier", draw_exposure },
    { "financing", "Who finances whose revenue", draw_financing },
    { "concentration", "Who pays for its revenue", draw_payers },
    { "drivers", "What moves the figure", draw_drivers },
    { "timeline", "What came back as of each day", draw_timeline },
};

static void put_base64(FILE *out, const char *text, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = (const unsigned char *)text;

    for (size_t i = 0; i < size; i += 3) {
        unsigned three = (unsigned)bytes[i] << 16;
        size_t count = size - i < 3 ? size - i : 3;

        three |= count > 1 ? (unsigned)bytes[i + 1] << 8 : 0;
        three |= count > 2 ? bytes[i + 2] : 0;
        for (size_t k = 0; k < 4; k++)
            putc(k <= count ? digits[three >> (18 - 6 * k) & 63] : '=', out);
    }
}

static cf_status put_chart(FILE *out, const cf_notebook *notebook, const void *what)
{
    const struct chart *chart = what;
    const cf_drawing drawing = { .prefix = "" };
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    cf_status status = stream == NULL ? CF_NO_MEMORY : chart->draw(stream, notebook, &drawing);

    if (stream != NULL && fclose(stream) != 0)
        status = CF_NO_MEMORY;
    if (status == CF_OK) {
        cf_xml_put(out, "<img alt=\"%s\" src=\"data:image/svg+xml;base64,", chart->about);
        put_base64(out, text, size);
        fputs("\">", out);
    }
    free(text);
    return status;
}

static cf_status add_chart(json_t *data, const cf_notebook *notebook, const struct chart *chart)
{
    json_t *lines;
    cf_status status = cf_notebook_lines(&lines, notebook, put_chart, chart);

    if (status == CF_OK)
        status = cf_notebook_set(data, "text/html", lines);
    if (status == CF_OK)
        status = cf_notebook_set(data, "text/plain", json_pack("[s]", chart->about));
    if (status == CF_OK && strcmp(chart->cell, "exposure") == 0) {
        json_t *lively;

        status = cf_notebook_lively(&lively, notebook);
        if (status == CF_OK)
            status = cf_notebook_set(data, "application/vnd.vegalite.v5+json", lively);
    }
    return status;
}

/* ---- all outputs ---- */

static const struct chart *find_chart(const char *cell)
{
    for (size_t i = 0; i < sizeof charts / sizeof *charts; i++)
        if (strcmp(charts[i].cell, cell) == 0)
            return &charts[i];
    return NULL;
}

cf_status cf_notebook_output(json_t **out, const cf_notebook *notebook, const char *cell)
{
    const struct chart *chart = find_chart(cell);
    json_t *data = json_object();
    cf_status status = data == NULL ? CF_NO_MEMORY : CF_OK;

    *out = NULL;
    if (status == CF_OK)
        status = chart != NULL ? add_chart(data, notebook, chart)
                               : cf_notebook_add_table(data, notebook, cell);
    if (status == CF_OK && json_object_size(data) > 0)
        *out = json_incref(data);
    json_decref(data);
    return status;
}
