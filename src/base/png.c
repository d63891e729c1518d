/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the head of a PNG (ISO/IEC 15948): a signature of eight bytes, then the chunk IHDR. */
#include "base/png.h"

#include <string.h>

static double number_at(const char *bytes)
{
    const unsigned char *at = (const unsigned char *)bytes;

    return ((at[0] * 256.0 + at[1]) * 256.0 + at[2]) * 256.0 + at[3];
}

bool cf_png_size(double *width, double *height, const char *bytes, size_t size)
{
    enum { IHDR = 12, WIDTH = 16, HEIGHT = 20, END = 24 };

    if (size < END || memcmp(bytes, "\x89PNG\r\n\x1A\n", 8) != 0 ||
        memcmp(bytes + IHDR, "IHDR", 4) != 0)
        return false;
    *width = number_at(bytes + WIDTH);
    *height = number_at(bytes + HEIGHT);
    return *width > 0.0 && *height > 0.0;
}
