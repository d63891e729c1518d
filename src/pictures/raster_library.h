/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_RASTER_LIBRARY_H
#define CIRCFIN_PICTURES_RASTER_LIBRARY_H

/* librsvg and cairo, loaded when a PNG or PDF is drawn. The two bring forty other libraries. */

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>

#include "base/library.h"

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

typedef struct cf_raster_library {
    RASTER_FUNCTIONS(CF_LIBRARY_POINTER)
} cf_raster_library;

#endif
