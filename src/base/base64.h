/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_BASE64_H
#define CIRCFIN_BASE_BASE64_H

#include <stddef.h>

/** Bytes as text (RFC 4648), on one line; to be freed; NULL for want of memory. */
char *cf_base64(const char *bytes, size_t size);

#endif
