/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_HTML_ENGINE_H
#define CIRCFIN_DOCUMENTS_HTML_ENGINE_H

/* The engine of the page (src/web), and the numbers that it is handed. */

#include <stdio.h>

#include "circfin/view.h"

/** Whether this program was built with the engine: where its toolchain is missing, pages do without
 *  the panel and say so. */
bool cf_html_has_engine(void);

/** The engine in base64, in an element that runs nothing. Nothing without an engine.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_html_put_engine(FILE *out);

/** A text of JSON that cannot end the element that it stands in; NULL: null. */
void cf_html_put_json(FILE *out, const char *text);

/** A view as numbers with commas, and a 0 at the end that is none of them: in the order of
 *  web/load.c, with amounts as they are due. The view must have been made with `empty`.
 *  @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_html_put_view(FILE *out, const cf_view *view);

#endif
