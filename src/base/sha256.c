/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256, with the names of section 6.2 of FIPS 180-4. */
#include "base/sha256.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "circfin/input.h"

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t rotate(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void spread(uint32_t W[static 64], const unsigned char *block)
{
    for (int t = 0; t < 16; t++)
        W[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | (uint32_t)block[4 * t + 3];
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = rotate(W[t - 15], 7) ^ rotate(W[t - 15], 18) ^ W[t - 15] >> 3;
        uint32_t s1 = rotate(W[t - 2], 17) ^ rotate(W[t - 2], 19) ^ W[t - 2] >> 10;

        W[t] = s1 + W[t - 7] + s0 + W[t - 16];
    }
}

static void take_block(uint32_t state[static 8], const unsigned char *block)
{
    uint32_t W[64], a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

    spread(W, block);
    for (int t = 0; t < 64; t++) {
        uint32_t S1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        uint32_t S0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        uint32_t T1 = h + S1 + ((e & f) ^ (~e & g)) + K[t] + W[t];
        uint32_t T2 = S0 + ((a & b) ^ (a & c) ^ (b & c));

        h = g;
        g = f;
        f = e;
        e = d + T1;
        d = c;
        c = b;
        b = a;
        a = T1 + T2;
    }
    const uint32_t more[8] = { a, b, c, d, e, f, g, h };

    for (int i = 0; i < 8; i++)
        state[i] += more[i];
}

void cf_sha256_begin(cf_sha256 *hash)
{
    *hash = (cf_sha256){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                    0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } };
}

void cf_sha256_add(cf_sha256 *hash, const void *bytes, size_t size)
{
    const unsigned char *from = bytes;
    size_t held = (size_t)(hash->size % 64);

    hash->size += size;
    if (held > 0) {
        size_t part = size < 64 - held ? size : 64 - held;

        memcpy(hash->block + held, from, part);
        from += part;
        size -= part;
        if (held + part < 64)
            return;
        take_block(hash->state, hash->block);
    }
    for (; size >= 64; from += 64, size -= 64)
        take_block(hash->state, from);
    memcpy(hash->block, from, size);
}

static void finish(cf_sha256 *hash)
{
    unsigned char end[72] = { 0x80 };
    uint64_t bits = hash->size * 8;
    size_t padding =
        (size_t)((119 - hash->size % 64) % 64 + 1); /* up to 8 bytes before a block's end */

    for (int i = 0; i < 8; i++)
        end[padding + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
    cf_sha256_add(hash, end, padding + 8);
}

void cf_sha256_end(cf_sha256 *hash, char text[static CF_SHA256_TEXT])
{
    finish(hash);
    for (int i = 0; i < 8; i++)
        snprintf(text + 8 * i, 9, "%08x", (unsigned)hash->state[i]);
}

void cf_sha256_end_bytes(cf_sha256 *hash, char bytes[static CF_SHA256_SIZE])
{
    finish(hash);
    for (int i = 0; i < CF_SHA256_SIZE; i++)
        bytes[i] = (char)(hash->state[i / 4] >> (24 - 8 * (i % 4)) & 255);
}

cf_status cf_file_checksum(char out[CF_CHECKSUM_SIZE], double *bytes, const char *file)
{
    enum { BLOCK = 1 << 16 };
    char block[BLOCK];
    cf_sha256 sum;
    FILE *stream = fopen(file, "rb");
    size_t part = 1;
    int failed;

    if (stream == NULL)
        return CF_IO;
    cf_sha256_begin(&sum);
    for (*bytes = 0.0; part > 0; *bytes += (double)part) {
        part = fread(block, 1, sizeof block, stream);
        cf_sha256_add(&sum, block, part);
    }
    failed = ferror(stream) ? errno : 0;
    fclose(stream);
    cf_sha256_end(&sum, out);
    errno = failed;
    return failed != 0 ? CF_IO : CF_OK;
}

_Static_assert((int)CF_CHECKSUM_SIZE == (int)CF_SHA256_TEXT, "the same text");
