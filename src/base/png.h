/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_PNG_H
#define CIRCFIN_BASE_PNG_H

#include <stdbool.h>
#include <stddef.h>

/** The size in pixels of a PNG, from its first bytes; false where they are none of a PNG. */
bool cf_png_size(double *width, double *height, const char *bytes, size_t size);

#endif
