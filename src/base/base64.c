/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three bytes as four characters, after RFC 4648. */
#include "base/base64.h"

#include <stdint.h>
#include <stdlib.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *cf_base64(const char *bytes, size_t size)
{
    const unsigned char *in = (const unsigned char *)bytes;
    size_t groups = size / 3 + (size % 3 > 0);
    char *text = groups > (SIZE_MAX - 1) / 4 ? NULL : malloc(4 * groups + 1);
    char *out = text;

    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        unsigned long group = (unsigned long)in[i] << 16;

        group |= left > 1 ? (unsigned long)in[i + 1] << 8 : 0;
        group |= left > 2 ? (unsigned long)in[i + 2] : 0;
        *out++ = letters[group >> 18 & 63];
        *out++ = letters[group >> 12 & 63];
        *out++ = left > 1 ? letters[group >> 6 & 63] : '=';
        *out++ = left > 2 ? letters[group & 63] : '=';
    }
    *out = '\0';
    return text;
}
