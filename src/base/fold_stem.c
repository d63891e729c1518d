/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the legal form off the end of a name, by its last words. */
#include "base/fold.h"

#include <stdlib.h>
#include <string.h>

/* Longer than any legal form; words of which no form could be made are kept as "". */
enum { WORD_SIZE = 16, LAST_WORDS = 8 };

struct word {
    char text[WORD_SIZE];
    size_t end; /* its last byte, and one */
};

/* The last words of a name. */
struct words {
    struct word last[LAST_WORDS]; /* a ring: that of the word of number n is n % LAST_WORDS */
    int count;                    /* of all */
    size_t second;                /* where the second one begins */
    bool has_article;
};

/* ---- the words ---- */

static void add_letter(struct word *word, size_t *length, unsigned code)
{
    if (*length + 1 >= WORD_SIZE || code < 'a' || code > 'z') {
        word->text[0] = '\0';
        *length = WORD_SIZE; /* it is no form whatever follows */
        return;
    }
    word->text[(*length)++] = (char)code;
    word->text[*length] = '\0';
}

/* Points and apostrophes are inside words: N.V. is one. So are accents that stand alone. */
static bool is_inside(unsigned code)
{
    return code == '.' || code == '\'' || code == 0x2019 || (code >= 0x300 && code <= 0x36F);
}

static void split(struct words *words, const char *name, size_t left)
{
    const char *at = name;
    size_t length = 0;
    bool between = true;

    *words = (struct words){ .count = 0 };
    while (left > 0) {
        size_t start = (size_t)(at - name);
        unsigned code = cf_fold_next(&at, &left);

        if (is_inside(code))
            continue;
        if (!cf_fold_is_word(code)) {
            between = true;
            continue;
        }
        if (between) {
            words->has_article |= words->count == 1 && strcmp(words->last[0].text, "the") == 0;
            words->second = words->count == 1 ? start : words->second;
            words->last[words->count++ % LAST_WORDS] = (struct word){ .end = 0 };
            length = 0;
            between = false;
        }
        add_letter(&words->last[(words->count - 1) % LAST_WORDS], &length, code);
        words->last[(words->count - 1) % LAST_WORDS].end = (size_t)(at - name);
    }
}

/* ---- the forms ---- */

static int by_text(const void *key, const void *form)
{
    return strcmp(key, *(const char *const *)form);
}

static bool is_form(const char *text)
{
    static const char *const forms[] = {
        /* in order */
        "ab",       "abp",     "ag",           "aktiengesellschaft",
        "ao",       "aps",     "as",           "asa",
        "bhd",      "bv",      "cie",          "co",
        "company",  "corp",    "corporation",  "cv",
        "doo",      "gk",      "gmbh",         "gmbhcokg",
        "group",    "groupe",  "gruppe",       "holding",
        "holdings", "inc",     "incorporated", "jsc",
        "kft",      "kg",      "kgaa",         "kk",
        "lda",      "limited", "llc",          "llp",
        "lp",       "ltd",     "ltda",         "nv",
        "nyrt",     "oao",     "ohg",          "ojsc",
        "ooo",      "oy",      "oyj",          "pao",
        "pbc",      "pjsc",    "plc",          "pllc",
        "pte",      "pty",     "pvt",          "sa",
        "sab",      "sabdecv", "sadecv",       "sapa",
        "sarl",     "sas",     "sasu",         "sca",
        "scs",      "sdn",     "se",           "snc",
        "spa",      "spzoo",   "srl",          "sro",
        "tbk",      "ug",      "zao",          "zrt"
    };

    return *text != '\0' &&
           bsearch(text, forms, sizeof forms / sizeof *forms, sizeof *forms, by_text) != NULL;
}

static bool is_and(const char *text)
{
    return strcmp(text, "and") == 0 || strcmp(text, "et") == 0 || strcmp(text, "und") == 0;
}

/* How many of the first `count` words are a form together: one, or several short ones as in
 * "S. A." and "Sp. z o.o."; 0: none. */
static int form_words(const struct words *words, int count)
{
    enum { MOST = 3, SHORT = 3 };
    char text[WORD_SIZE] = "";
    int found = 0;

    for (int k = 1; k <= MOST && k < count && words->count - (count - k) < LAST_WORDS; k++) {
        const char *word = words->last[(count - k) % LAST_WORDS].text;
        size_t length = strlen(word);

        if (length == 0 || (k > 1 && (length > SHORT || strlen(text) > (size_t)(k - 1) * SHORT)))
            break;
        memmove(text + length, text, strlen(text) + 1);
        memcpy(text, word, length);
        found = is_form(text) ? k : found;
    }
    return found;
}

/* ---- marks ---- */

/* How long the mark at the end is: *, a dagger, [1], or a ticker such as (NVDA); 0: none. */
static size_t mark_length(const char *name, size_t length)
{
    char last = name[length - 1], opening = last == ']' ? '[' : '(';
    size_t inside = 0;

    if (last == '*' || last == ' ')
        return 1;
    if (length > 3 && (memcmp(name + length - 3, "\xE2\x80\xA0", 3) == 0 ||
                       memcmp(name + length - 3, "\xE2\x80\xA1", 3) == 0))
        return 3;
    if (last != ']' && last != ')')
        return 0;
    while (inside + 2 < length && name[length - 2 - inside] != opening) {
        char c = name[length - 2 - inside];

        if (!(c >= '0' && c <= '9') && (last == ']' || !((c >= 'A' && c <= 'Z') || c == ':')))
            return 0;
        inside++;
    }
    /* UK and US are no tickers */
    return inside < (last == ']' ? 1 : 3) || name[length - 2 - inside] != opening ? 0 : inside + 2;
}

static size_t without_marks(const char *name)
{
    size_t length = strlen(name), kept = length;

    while (length > 1) {
        bool is_space = name[length - 1] == ' ';
        size_t mark = mark_length(name, length);

        if (mark == 0 || mark >= length)
            break;
        length -= mark;
        if (!is_space)
            kept = length;
    }
    return kept;
}

cf_stem cf_fold_whole(const char *name)
{
    return (cf_stem){ name, strlen(name) };
}

cf_stem cf_fold_stem(const char *name)
{
    cf_stem stem = { name, without_marks(name) };
    struct words words;
    int count, taken = 1;

    split(&words, name, stem.length);
    count = words.count;
    while (taken > 0) {
        taken = form_words(&words, count);
        count -= taken;
        if (count < words.count && count > 1 && words.count - count < LAST_WORDS &&
            is_and(words.last[(count - 1) % LAST_WORDS].text))
            count--;
    }
    if (count < words.count)
        stem.length = words.last[(count - 1) % LAST_WORDS].end;
    if (words.has_article && count > 1) {
        stem.text += words.second;
        stem.length -= words.second;
    }
    return stem;
}
