/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>

#include "base/sha256.h"

static void expect_digest(const char *bytes, size_t size, const char *expected)
{
    char text[CF_SHA256_BASE64_SIZE];

    cf_sha256_base64(text, bytes, size);
    cr_expect_str_eq(text, expected);
}

/* The examples of FIPS 180-4, as of openssl dgst -sha256 -binary | base64. */
Test(sha256, agrees_with_the_examples_of_the_standard)
{
    const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    expect_digest("", 0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    expect_digest("abc", 3, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    expect_digest(two, strlen(two), "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
}

Test(sha256, takes_every_length_around_a_block)
{
    static char many[1000000];

    memset(many, 'a', sizeof many);
    expect_digest(many, 55, "n0OQ+NMMLdkuyfCVtl4rmumwqSWlJY4kHJ8ekQ9zQxg=");
    expect_digest(many, 56, "s1Q5pKxvCUi21vnjxq8PX1kM4g8b3nCQ73lwaG7Gc4o=");
    expect_digest(many, 64, "/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs=");
    expect_digest(many, sizeof many, "zcduXJkU+5KBocfihNc+Z/GAmkiklyAOBG05zMcRLNA=");
}
