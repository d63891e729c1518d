/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Draws a picture as pixels or as a page, by librsvg and cairo:
 *
 *   cf_draw_svg ──► text ──► RsvgHandle ──► cairo surface ──► PNG or PDF bytes
 *
 * A drawing that is too large for the format, or in a PDF for a sheet, is scaled down. The
 * libraries abort or crash where memory runs out, so from the handle on they run in a child
 * process; but not in a host that has threads, one of which may hold a lock of theirs.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/memory_file.h"
#include "pictures/draw.h"
#include "pictures/raster_library.h"

#define PIXELS 2.0       /* pixels per pixel of the drawing, for dense screens */
#define POINTS 0.75      /* points per pixel of the drawing, 96 pixels to the inch */
#define MOST_PIXELS 10e3 /* side of a PNG; 0.4 GB if both sides have it */
#define LONG_SIDE 841.89 /* of A4, in points */
#define SHORT_SIDE 595.28
#define LEAST_SCALE 0.36 /* on a sheet: text of 11 pixels then has 4 points */

/* What is drawn. */
struct job {
    const cf_report *report;
    const cf_drawing *drawing;
    char *text; /* its SVG */
    size_t size;
    cf_status (*render)(FILE *out, const struct job *job);
};

typedef struct loaded {
    cf_raster_library by;
    RsvgHandle *handle;
    double width, height; /* in pixels of the drawing */
} loaded;

static void unload(loaded *drawing)
{
    if (drawing->handle != NULL)
        drawing->by.g_object_unref(drawing->handle);
}

static cf_status load(loaded *out, const struct job *job)
{
    cf_status status =
        cf_library_load(&out->by, CIRCFIN_LIBRSVG, RASTER_FUNCTIONS(CF_LIBRARY_NAME));

    if (status != CF_OK)
        return status;
    out->handle = out->by.rsvg_handle_new_from_data((const guint8 *)job->text, job->size, NULL);
    if (out->handle == NULL ||
        !out->by.rsvg_handle_get_intrinsic_size_in_pixels(out->handle, &out->width, &out->height))
        return CF_SOLVER;
    return out->width > 0.0 && out->height > 0.0 ? CF_OK : CF_SOLVER;
}

/* For dense screens, or the largest that a PNG may have, or that is asked for. */
static double scale_to_pixels(const loaded *drawing, double most)
{
    return fmin(PIXELS, (most > 0.0 ? most : MOST_PIXELS) / fmax(drawing->width, drawing->height));
}

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    return fwrite(bytes, 1, length, closure) == length ? CAIRO_STATUS_SUCCESS
                                                       : CAIRO_STATUS_WRITE_ERROR;
}

/* An error of the stream stays there. */
static cf_status status_of(cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_WRITE_ERROR)
        return CF_OK;
    return status == CAIRO_STATUS_NO_MEMORY ? CF_NO_MEMORY : CF_SOLVER;
}

static cf_status render(cairo_surface_t *surface, const loaded *drawing, double width,
                        double height)
{
    const RsvgRectangle page = { .width = width, .height = height };
    cairo_t *context = drawing->by.cairo_create(surface);
    bool drawn = drawing->by.rsvg_handle_render_document(drawing->handle, context, &page, NULL);
    cf_status status = status_of(drawing->by.cairo_status(context));

    drawing->by.cairo_destroy(context);
    return status == CF_OK && !drawn ? CF_SOLVER : status;
}

static cf_status render_png(FILE *out, const struct job *job)
{
    loaded drawing = { 0 };
    cairo_surface_t *surface = NULL;
    cf_status status = load(&drawing, job);

    if (status == CF_OK) {
        double scale = scale_to_pixels(&drawing, job->drawing->most_pixels);
        double width = ceil(drawing.width * scale), height = ceil(drawing.height * scale);

        surface =
            drawing.by.cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)width, (int)height);
        status = render(surface, &drawing, width, height);
    }
    if (status == CF_OK)
        status = status_of(drawing.by.cairo_surface_write_to_png_stream(surface, write_bytes, out));
    if (surface != NULL)
        drawing.by.cairo_surface_destroy(surface);
    unload(&drawing);
    return status;
}

/* Dates the PDF by the scenario: the clock would make every run differ. */
static void describe_pdf(cairo_surface_t *surface, const cf_raster_library *by,
                         const cf_report *report)
{
    const cf_scenario *scenario = cf_report_scenario(report);
    char day[16], time[32];

    cf_day_format(day, scenario->as_of == CF_NO_DAY ? 0 : scenario->as_of);
    snprintf(time, sizeof time, "%sT00:00:00Z", day);
    by->cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, scenario->name);
    by->cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
}

/* On the smallest sheet from A4 to A0 on which it can be read, upright or across. */
static double scale_to_sheet(const loaded *drawing)
{
    double longer = fmax(drawing->width, drawing->height);
    double shorter = fmin(drawing->width, drawing->height), scale = 0.0, sheet = 1.0;

    for (int size = 4; size >= 0; size--, sheet *= sqrt(2.0)) {
        scale = fmin(POINTS, sheet * fmin(LONG_SIDE / longer, SHORT_SIDE / shorter));
        if (scale >= LEAST_SCALE)
            break;
    }
    return scale;
}

static cf_status render_pdf(FILE *out, const struct job *job)
{
    loaded drawing = { 0 };
    cairo_surface_t *surface = NULL;
    cf_status status = load(&drawing, job);

    if (status == CF_OK) {
        double scale = scale_to_sheet(&drawing);
        double width = drawing.width * scale, height = drawing.height * scale;

        surface = drawing.by.cairo_pdf_surface_create_for_stream(write_bytes, out, width, height);
        describe_pdf(surface, &drawing.by, job->report);
        status = render(surface, &drawing, width, height);
        drawing.by.cairo_surface_finish(surface);
        if (status == CF_OK)
            status = status_of(drawing.by.cairo_surface_status(surface));
    }
    if (surface != NULL)
        drawing.by.cairo_surface_destroy(surface);
    unload(&drawing);
    return status;
}

/* ---- in a child ---- */

/* The status is the last byte. */
static void work(FILE *out, void *data)
{
    const struct job *job = data;
    cf_status status = job->render(out, job);

    putc((int)status, out);
}

static cf_status render_in_child(FILE *out, struct job *job)
{
    char *bytes;
    size_t size;
    cf_child_end end;
    cf_status status = cf_child_run(&bytes, &size, &end, work, job, 0.0);

    if (status == CF_OK && (end != CF_CHILD_DONE || size == 0))
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        status = (cf_status)bytes[size - 1];
    if (status == CF_OK)
        fwrite(bytes, 1, size - 1, out);
    free(bytes);
    return status;
}

/* ---- the whole ---- */

static cf_status draw_text(struct job *job)
{
    cf_memory_file file;
    cf_status status = cf_memory_file_open(&file);

    if (status != CF_OK)
        return status;
    status = cf_draw_svg(file.stream, job->report, job->drawing);
    if (cf_memory_file_close(&file, &job->text, &job->size) != CF_OK && status == CF_OK)
        status = CF_NO_MEMORY;
    return status;
}

static cf_status draw(FILE *out, struct job job)
{
    cf_status status = draw_text(&job);

    if (status == CF_OK)
        status = cf_child_finds_no_locks() ? render_in_child(out, &job) : job.render(out, &job);
    free(job.text);
    return status;
}

cf_status cf_draw_png(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    return draw(out, (struct job){ .report = report, .drawing = drawing, .render = render_png });
}

cf_status cf_draw_pdf(FILE *out, const cf_report *report, const cf_drawing *drawing)
{
    return draw(out, (struct job){ .report = report, .drawing = drawing, .render = render_pdf });
}
