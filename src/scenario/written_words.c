/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds out what the words in a cell mean. */
#include "scenario/written_words.h"

#include <string.h>

#include "scenario/plain_words.h"

static const struct row {
    cf_field_kind kind;
    const char *meaning, *phrases;
} rows[] = {
#define CF_WORD(field, meaning, phrases) { CF_FIELD_##field, meaning, phrases },
#include "scenario/words.def"
};

enum { ROWS = sizeof rows / sizeof *rows };

static const char *find_phrase(cf_field_kind kind, const char *phrase)
{
    for (int i = 0; i < ROWS; i++)
        if (rows[i].kind == kind && cf_plain_is_among(phrase, rows[i].phrases))
            return rows[i].meaning;
    return NULL;
}

/* A verdict on the words of a cell: they must not contradict each other. */
struct verdict {
    const char *meaning; /* NULL: none yet */
    bool doubtful;
};

static void add_meaning(struct verdict *verdict, const char *meaning)
{
    if (meaning == NULL || meaning[0] == '\0')
        return;
    if (strcmp(meaning, "?") == 0 ||
        (verdict->meaning != NULL && strcmp(verdict->meaning, meaning) != 0))
        verdict->doubtful = true;
    verdict->meaning = meaning;
}

/* "not signed", "ohne Vertrag", "signed?" */
static bool denies(const char *word)
{
    return cf_plain_is_among(word, "not|no|never|pas|sans|jamais|nicht|kein|keine|ohne|without|"
                                   "un|ex|anti|?|former|if|unless|to be|tbd");
}

/* The longest known phrases, from left to right; words that are not known say nothing. */
static void read_phrases(struct verdict *verdict, cf_field_kind kind, char *plain)
{
    char *at = plain;

    while (*at != '\0' && !verdict->doubtful) {
        char *end = at + strlen(at), *cut = end, *next = at + strcspn(at, " ");
        const char *meaning = NULL;

        while (meaning == NULL && cut > at) {
            char kept = *cut;

            *cut = '\0';
            meaning = find_phrase(kind, at);
            verdict->doubtful |= denies(at);
            *cut = kept;
            if (meaning != NULL)
                next = cut;
            while (cut > at && *--cut != ' ')
                ;
        }
        add_meaning(verdict, meaning);
        at = next + (*next == ' ');
    }
}

/* Words that stand together: as a whole, or one by one. */
static void read_text(struct verdict *verdict, cf_field_kind kind, const char *text)
{
    char plain[CF_PLAIN_SIZE];
    const char *whole;

    if (!cf_plain_words(plain, text, false) || plain[0] == '\0')
        return;
    for (char *dash = strchr(plain, '-'); dash != NULL; dash = strchr(plain, '-'))
        memmove(dash, dash + (dash[1] == ' ' ? 2 : 1), strlen(dash) - (dash[1] == ' '));
    whole = find_phrase(kind, plain);
    if (whole != NULL && whole[0] != '\0')
        add_meaning(verdict, whole);
    else
        read_phrases(verdict, kind, plain);
}

/* "equity / purchase": what a list names must be of one relation. */
static bool is_contradiction(const char *text)
{
    static const char between[] = "/+,;&|";
    struct verdict verdict = { .meaning = NULL };
    char part[CF_PLAIN_SIZE];

    while (*text != '\0' && !verdict.doubtful) {
        size_t length = strcspn(text, between);

        if (length < sizeof part) {
            memcpy(part, text, length);
            part[length] = '\0';
            read_text(&verdict, CF_FIELD_RELATION, part);
        }
        text += length + (text[length] != '\0');
    }
    return verdict.doubtful;
}

const char *cf_written_word(cf_field_kind kind, const char *text)
{
    struct verdict verdict = { .meaning = NULL };

    if (strlen(text) > 80 || (kind == CF_FIELD_RELATION && is_contradiction(text)))
        return NULL;
    read_text(&verdict, kind, text);
    return verdict.doubtful ? NULL : verdict.meaning;
}

bool cf_written_nothing(const char *text)
{
    static const char words[] =
        "-|- -|- - -|n a|na|n d|nd|n c|nc|n k|nk|ns|n s|tba|tbd|tbc|tbc?|unknown|undisclosed|"
        "not disclosed|not available|not applicable|unavailable|none|null|nan|unspecified|"
        "not specified|not public|not known|unpublished|confidential|private|to be determined|"
        "to be announced|to be confirmed|to be disclosed|missing|?|? ?|? ? ?|secret|withheld|"
        "non communique|non communiquee|non divulgue|non divulguee|non disponible|non precise|"
        "non precisee|non public|inconnu|inconnue|confidentiel|confidentielle|non connu|"
        "non renseigne|a determiner|a definir|a confirmer|indisponible|sans objet|"
        "unbekannt|k a|keine angabe|nicht bekannt|offen|vertraulich|entfallt|nicht veroffentlicht|"
        "not stated|not given|not reported|no amount|no data|undefined|empty";
    char plain[CF_PLAIN_SIZE];

    if (strlen(text) > 40 || strpbrk(text, "0123456789") != NULL)
        return false;
    if (strspn(text, ".-/* ") == strlen(text) || strcmp(text, "\xE2\x80\xA6") == 0)
        return true;
    return cf_plain_words(plain, text, false) && cf_plain_is_among(plain, words);
}

int cf_written_flag(const char *text)
{
    char plain[CF_PLAIN_SIZE];

    if (strlen(text) > 20 || !cf_plain_words(plain, text, false))
        return -1;
    if (cf_plain_is_among(plain, "y|yes|true|t|1|x|oui|o|vrai|ja|j|wahr|on|si|cash"))
        return 1;
    if (cf_plain_is_among(plain, "n|no|false|f|0|non|faux|nein|falsch|off|stock|shares"))
        return 0;
    return -1;
}
