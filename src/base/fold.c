/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names without regard to case, accents and punctuation: the simple case folding of Unicode and its
 * Latin letters, whatever the locale. */
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

/* Without the spaces around it. */
static size_t trim(const char **text)
{
    size_t length;

    *text += strspn(*text, " \t");
    length = strlen(*text);
    while (length > 0 && ((*text)[length - 1] == ' ' || (*text)[length - 1] == '\t'))
        length--;
    return length;
}

bool cf_fold_is_same(const char *a, const char *b)
{
    size_t left_a = trim(&a), left_b = trim(&b);

    while (left_a > 0 && left_b > 0)
        if (next_folded(&a, &left_a) != next_folded(&b, &left_b))
            return false;
    return left_a == 0 && left_b == 0;
}

/* ---- accents ---- */

enum { BLOCK = 64 };

static const struct {
    unsigned first;
    char letters[BLOCK + 1];
} latin[] = {
#define LATIN(first, letters) { first, letters },
#include "base/latin.inc"
#undef LATIN
};

/* A character without its accent, or itself. */
static unsigned without_accent(unsigned code)
{
    if (code >= 0xFF01 && code <= 0xFF5E) /* of full width */
        return cf_fold(code - 0xFEE0);
    for (size_t i = 0; i < sizeof latin / sizeof *latin && code >= latin[i].first; i++) {
        char letter = code - latin[i].first < BLOCK ? latin[i].letters[code - latin[i].first] : '.';

        if (letter != '.')
            return (unsigned char)letter;
    }
    return code;
}

unsigned cf_fold_next(const char **text, size_t *left)
{
    unsigned code = next_folded(text, left);

    return code < 0x80 ? code : without_accent(code);
}

/* ---- names that are alike ---- */

/* What joins or cuts words, such as a space, a hyphen or a point; accents that stand alone. */
static bool is_joint(unsigned code)
{
    if (code < 0x80)
        return code <= ' ' || strchr("-_.,'/()[]\":;!?`", (int)code) != NULL;
    return code == 0xA0 || code == 0xA9 || code == 0xAB || code == 0xAD || code == 0xAE ||
           code == 0xB4 || code == 0xB7 || code == 0xBB || (code >= 0x300 && code <= 0x36F) ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x2026) || code == 0x202F ||
           code == 0x205F || code == 0x2060 || code == 0x2122 || code == 0x2212 || code == 0x3000 ||
           code == 0xFEFF;
}

bool cf_fold_is_word(unsigned code)
{
    return !is_joint(code) && code != '&' && code != '+';
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

static struct telling begin(cf_stem stem)
{
    return (struct telling){ .text = stem.text, .left = stem.length };
}

/* The second letter of one that is written as two: ae, oe, ss. */
static unsigned second_letter(unsigned *code)
{
    if (*code == 0xE6 || *code == 0x153) {
        *code = *code == 0xE6 ? 'a' : 'o';
        return 'e';
    }
    if (*code != 0xDF)
        return 0;
    return *code = 's';
}

/* The next one, folded, or 0 at the end; all that stands between two digits is one hyphen. */
static unsigned next_telling(struct telling *name)
{
    bool apart = false;
    unsigned code = name->held;

    name->held = 0;
    while (code == 0 && name->left > 0) {
        code = cf_fold_next(&name->text, &name->left);
        if (is_joint(code)) {
            apart = true;
            code = 0;
        }
    }
    if (apart && is_digit(name->last) && is_digit(code)) {
        name->held = code;
        code = '-';
    } else if (code >= 0x80) {
        name->held = second_letter(&code);
    }
    return name->last = code;
}

bool cf_fold_is_alike(cf_stem a, cf_stem b)
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

uint64_t cf_fold_hash(cf_stem name)
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
