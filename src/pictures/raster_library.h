/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_RASTER_LIBRARY_H
#define CIRCFIN_PICTURES_RASTER_LIBRARY_H

/*
 * librsvg and cairo, loaded when a PNG or PDF is drawn. The two bring forty other libraries; if
 * every run of circfin loaded them, it would take twice as long to start.
 */

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>

#include "circfin/circfin.h"

#define RASTER_FUNCTIONS(FUNCTION)                                                                 \
    FUNCTION(rsvg_handle_new_from_data)                                                            \
    FUNCTION(rsvg_handle_get_intrinsic_size_in_pixels)                                             \
    FUNCTION(rsvg_handle_render_document)                                                          \
    FUNCTION(g_object_unref)                                                                       \
    FUNCTION(cairo_create)                                                                         \
    FUNCTION(cairo_destroy)                                                                        \
    FUNCTION(cairo_status)                                                                         \
    FUNCTION(cairo_image_surface_create)                                                           \
    FUNCTION(cairo_surface_write_to_png_stream)                                                    \
    FUNCTION(cairo_pdf_surface_create_for_stream)                                                  \
    FUNCTION(cairo_pdf_surface_set_metadata)                                                       \
    FUNCTION(cairo_surface_finish)                                                                 \
    FUNCTION(cairo_surface_status)                                                                 \
    FUNCTION(cairo_surface_destroy)

/** Each by its own name. */
typedef struct cf_raster_library {
#define FUNCTION(name) __typeof__(&name) name;
    RASTER_FUNCTIONS(FUNCTION)
#undef FUNCTION
} cf_raster_library;

/** Loads them; they stay in the process. @return CF_OK, CF_NO_MEMORY, or CF_BAD_OPTION where
 * librsvg is not there or too old */
CF_NODISCARD cf_status cf_raster_library_load(cf_raster_library *out);

#endif
