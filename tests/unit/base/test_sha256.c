/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sha256.h"
#include "unit/testlib.h"

static void expect_hash(const char *text, size_t part, const char *expected)
{
    cf_sha256 hash;
    char hex[CF_SHA256_TEXT];
    size_t size = strlen(text);

    cf_sha256_begin(&hash);
    for (size_t at = 0; at < size; at += part)
        cf_sha256_add(&hash, text + at, size - at < part ? size - at : part);
    cf_sha256_end(&hash, hex);
    cr_expect_str_eq(hex, expected, "\"%s\" by %zu", text, part);
}

Test(sha256, the_bytes_are_those_of_the_text)
{
    cf_sha256 hash;
    char bytes[CF_SHA256_SIZE];

    cf_sha256_begin(&hash);
    cf_sha256_add(&hash, "abc", 3);
    cf_sha256_end_bytes(&hash, bytes);
    cr_expect_eq(memcmp(bytes,
                        "\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22"
                        "\x23\xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00"
                        "\x15\xad",
                        sizeof bytes),
                 0);
}

/* The examples of FIPS 180. */
Test(sha256, checksums_are_those_of_the_standard)
{
    expect_hash("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect_hash("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

Test(sha256, parts_of_any_length_give_the_same)
{
    static const char text[] = "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                               "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

    for (size_t part = 1; part <= sizeof text; part++)
        expect_hash(text, part, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}
