/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names without regard to case: the simple case folding of Unicode, whatever the locale. */
#include "base/fold.h"

#include <string.h>

#include "base/text.h"

static const struct {
    unsigned first, last;
    int step, more;
} folds[] = {
#define FOLD(first, last, step, more) { first, last, step, more },
#include "base/fold.inc"
#undef FOLD
};

unsigned cf_fold(unsigned code)
{
    size_t low = 0, high = sizeof folds / sizeof *folds;

    if (code < 0x80)
        return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (code > folds[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == sizeof folds / sizeof *folds || code < folds[low].first ||
        (code - folds[low].first) % (unsigned)folds[low].step != 0)
        return code;
    return (unsigned)((int)code + folds[low].more);
}

/* Folds the next character; what is not UTF-8 stays the byte that it is. */
static unsigned next_folded(const char **text, size_t *left)
{
    unsigned code;
    size_t length = cf_text_character(*text, *left, &code);

    if (length == 0)
        code = 0x110000u + (unsigned char)**text;
    length = length == 0 ? 1 : length;
    *text += length;
    *left -= length;
    return cf_fold(code);
}

bool cf_fold_is_same(const char *a, const char *b)
{
    size_t left_a = strlen(a), left_b = strlen(b);

    while (left_a > 0 && left_b > 0)
        if (next_folded(&a, &left_a) != next_folded(&b, &left_b))
            return false;
    return left_a == 0 && left_b == 0;
}

/* ---- names that are alike ---- */

/* What joins or cuts words, such as a space, a hyphen or a point. */
static bool is_joint(unsigned code)
{
    if (code < 0x80)
        return code <= ' ' || strchr("-_.,'", (int)code) != NULL;
    return code == 0xA0 || code == 0xAD || code == 0x1680 || (code >= 0x2000 && code <= 0x2019) ||
           code == 0x202F || code == 0x205F || code == 0x2060 || code == 0x2212 || code == 0x3000 ||
           code == 0xFEFF;
}

static bool is_digit(unsigned code)
{
    return code >= '0' && code <= '9';
}

/* A name that is being read, by the characters that tell it from others. */
struct telling {
    const char *text;
    size_t left;
    unsigned last, held; /* 0: none */
};

static struct telling begin(const char *text)
{
    return (struct telling){ .text = text, .left = strlen(text) };
}

/* The next one, folded, or 0 at the end; all that stands between two digits is one hyphen. */
static unsigned next_telling(struct telling *name)
{
    bool apart = false;
    unsigned code = name->held;

    name->held = 0;
    while (code == 0 && name->left > 0) {
        code = next_folded(&name->text, &name->left);
        if (is_joint(code)) {
            apart = true;
            code = 0;
        }
    }
    if (apart && is_digit(name->last) && is_digit(code)) {
        name->held = code;
        code = '-';
    }
    return name->last = code;
}

bool cf_fold_is_alike(const char *a, const char *b)
{
    struct telling left = begin(a), right = begin(b);
    unsigned code;

    do {
        code = next_telling(&left);
        if (code != next_telling(&right))
            return false;
    } while (code != 0);
    return true;
}

uint64_t cf_fold_hash(const char *name)
{
    struct telling rest = begin(name);
    uint64_t hash = 0;
    unsigned code;

    while ((code = next_telling(&rest)) != 0) {
        hash = (hash ^ code) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    return hash;
}

/* ---- the core of a name ---- */

static size_t encode(char out[static 4], unsigned code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* Letters, digits and whatever else is no space or punctuation. */
static bool is_core(unsigned code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z');
    return code >= 0xA0 && code != 0xA0 && code != 0xB7 && code != 0xD7 &&
           !(code >= 0x2000 && code <= 0x206F) && !(code >= 0x3000 && code <= 0x3003) &&
           code != 0xFEFF && code < 0x110000u;
}

static bool is_legal_form(const char *word)
{
    static const char *const forms[] = { "inc",     "incorporated", "corp",    "corporation", "co",
                                         "company", "ltd",          "limited", "llc",         "plc",
                                         "lp",      "llp",          "ag",      "gmbh",        "kg",
                                         "se",      "sa",           "sas",     "sarl",        "spa",
                                         "srl",     "nv",           "bv",      "ab",          "as",
                                         "asa",     "oy",           "oyj",     "kk",          "pte",
                                         "pty",     "holdings",     "group" };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(word, forms[i]) == 0)
            return true;
    return false;
}

void cf_fold_core(char *out, size_t size, const char *name)
{
    size_t left = strlen(name), used = 0, word = 0; /* where the last word begins */
    bool between = true;

    while (left > 0 && used + 5 <= size) {
        unsigned code = next_folded(&name, &left);

        if (code == '.' || code == '\'')
            continue; /* N.V. is one word */
        if (!is_core(code)) {
            between = true;
            continue;
        }
        word = between ? used : word;
        between = false;
        used += encode(out + used, code);
    }
    out[used] = '\0';
    if (word > 0 && is_legal_form(out + word))
        out[word] = '\0';
}
