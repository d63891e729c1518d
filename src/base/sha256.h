/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_SHA256_H
#define CIRCFIN_BASE_SHA256_H

/* SHA-256 (FIPS 180-4, 10.6028/NIST.FIPS.180-4), by which a page names what it lets run. */

#include <stddef.h>

enum { CF_SHA256_BASE64_SIZE = 45 };

/** The digest of some bytes in base64, with its NUL. Time: O(size). */
void cf_sha256_base64(char text[static CF_SHA256_BASE64_SIZE], const void *bytes, size_t size);

#endif
