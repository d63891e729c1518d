/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_HTML_LIBRARY_H
#define CIRCFIN_DOCUMENTS_HTML_LIBRARY_H

/* GLib, loaded when a page is written: its checksums. */

#include <glib.h>

#include "base/library.h"

#define HTML_FUNCTIONS(FUNCTION)                                                                   \
    FUNCTION(g_checksum_new)                                                                       \
    FUNCTION(g_checksum_update)                                                                    \
    FUNCTION(g_checksum_get_digest)                                                                \
    FUNCTION(g_checksum_free)                                                                      \
    FUNCTION(g_base64_encode)                                                                      \
    FUNCTION(g_free)

typedef struct cf_html_library {
    HTML_FUNCTIONS(CF_LIBRARY_POINTER)
} cf_html_library;

#endif
