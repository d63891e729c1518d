/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_SHA256_H
#define CIRCFIN_BASE_SHA256_H

/*
 * Checksums of files, the same as those of sha256sum: SHA-256, FIPS 180-4,
 * https://doi.org/10.6028/NIST.FIPS.180-4.
 */

#include <stddef.h>
#include <stdint.h>

enum {
    CF_SHA256_SIZE = 32,
    CF_SHA256_TEXT = 65 /* 64 hexadecimal digits and a NUL */
};

typedef struct cf_sha256 {
    uint32_t state[8];
    uint64_t size;           /* bytes so far */
    unsigned char block[64]; /* the last size % 64 of them */
} cf_sha256;

void cf_sha256_begin(cf_sha256 *hash);

/** Time: O(size), some 200 MB a second. */
void cf_sha256_add(cf_sha256 *hash, const void *bytes, size_t size);

/** Writes the checksum of what was added; nothing can be added afterwards. */
void cf_sha256_end(cf_sha256 *hash, char text[static CF_SHA256_TEXT]);

/** The same as bytes. */
void cf_sha256_end_bytes(cf_sha256 *hash, char bytes[static CF_SHA256_SIZE]);

#endif
