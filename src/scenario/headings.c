/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes headings apart: which column they mean, in which unit and currency. */
#include "scenario/headings.h"

#include <stdio.h>
#include <string.h>

#include "scenario/plain_words.h"

/* ---- what columns hold ---- */

static bool is_share_part(const cf_column_use *use)
{
    return use->field->kind == CF_FIELD_AMOUNT && use->part->name != NULL &&
           strncmp(use->part->name, "share", strlen("share")) == 0;
}

bool cf_column_is_money(const cf_column_use *use)
{
    if (use->field == NULL || use->source > 0 || use->part->cell != CF_CELL_NUMBER)
        return false;
    switch (use->field->kind) {
    case CF_FIELD_AMOUNT:
        return !is_share_part(use);
    case CF_FIELD_RANGE:
    case CF_FIELD_FUNDS:
    case CF_FIELD_REVENUE:
    case CF_FIELD_BACKLOG:
        return true;
    default:
        return false;
    }
}

bool cf_column_is_share(const cf_column_use *use)
{
    if (use->field == NULL || use->source > 0 || use->part->cell != CF_CELL_NUMBER)
        return false;
    return use->field->kind == CF_FIELD_FRACTION || use->field->kind == CF_FIELD_PART ||
           is_share_part(use);
}

bool cf_column_is_date(const cf_column_use *use, cf_day_end *end)
{
    const char *part = use->part == NULL || use->part->name == NULL ? "" : use->part->name;

    if (use->field == NULL || use->source > 0 || use->part->cell != CF_CELL_TEXT)
        return false;
    *end = use->field->kind == CF_FIELD_LAST_DAY || strcmp(part, "_to") == 0 ? CF_LAST_DAY
                                                                             : CF_FIRST_DAY;
    return use->field->kind == CF_FIELD_FIRST_DAY || use->field->kind == CF_FIELD_LAST_DAY ||
           strcmp(part, "_from") == 0 || strcmp(part, "_to") == 0 || strcmp(part, "_date") == 0;
}

/* ---- aliases ---- */

enum { DEALS, ENTITIES };

static const struct alias {
    int sheet;
    const char *column;
    cf_role role;
    const char *phrases;
} aliases[] = {
#define CF_ALIAS(sheet, column, role, phrases) { sheet, column, CF_ROLE_##role, phrases },
#include "scenario/aliases.def"
};

/* Words that a heading may have beside what matters. */
#define NOISE                                                                                      \
    "the|of|name|names|in|en|n|no|nr|s|transfer|transferred|flow|company|party|entity|firm|side|"  \
    "organisation|organization|"                                                                   \
    "node|deal|"                                                                                   \
    "transaction|contract|announced|reported|total|approx|approximate|gross|net|agreed|nominal|"   \
    "du|de|la|le|les|l|d|des|der|die|das|nom|societe|partie|entite|contrat|total|annonce|estime|"  \
    "estimated|est|agreement|accord|vertrag|firmen|account|compte|konto|ca|about|headline|"        \
    "initial|"                                                                                     \
    "purchase|order|commitment|investment|loan|payment|funding|facility|financing|invoice|"        \
    "capital|"                                                                                     \
    "committed|invested|paid|engagement|investissement|pret|commande|facture|ttc|ht|is|that|who|"  \
    "figure|current|latest|full|main|lead|signed|expected|planned|and|or|et|ou|und|by|per|-|"      \
    "units|unit|unite|equiv|equivalent|nominale|corporate|legal|cumulative"

static int sheet_of(const cf_sheet_kind *kind)
{
    return kind == &cf_entity_sheet ? ENTITIES : DEALS;
}

static bool find_alias(cf_heading *out, const cf_sheet_kind *kind, const char *phrase)
{
    if (kind == &cf_setting_sheet)
        return false;
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        const struct alias *alias = &aliases[i];

        if (alias->sheet != sheet_of(kind) || !cf_plain_is_among(phrase, alias->phrases))
            continue;
        out->use = cf_column_find(kind, alias->column, strlen(alias->column));
        out->role = alias->role;
        return out->use.field != NULL;
    }
    return false;
}

/* The column of this name, or of this alias. */
static bool find_phrase(cf_heading *out, const cf_sheet_kind *kind, const char *phrase)
{
    cf_column_use use = cf_column_find(kind, phrase, strlen(phrase));

    if (find_alias(out, kind, phrase))
        return true;
    out->use = use;
    return use.field != NULL;
}

/* ---- words ---- */

enum { MOST_WORDS = 16 };

struct words {
    char text[CF_PLAIN_SIZE];
    char *at[MOST_WORDS];
    int count; /* -1: too many */
};

static void split(struct words *words)
{
    char *at = words->text;

    words->count = 0;
    while (*at != '\0' && words->count >= 0) {
        if (words->count == MOST_WORDS) {
            words->count = -1;
            return;
        }
        words->at[words->count++] = at;
        at += strcspn(at, " ");
        if (*at == ' ')
            *at++ = '\0';
    }
}

static void remove_words(struct words *words, int from, int count)
{
    memmove(&words->at[from], &words->at[from + count],
            (size_t)(words->count - from - count) * sizeof *words->at);
    words->count -= count;
}

static void join(char out[static CF_PLAIN_SIZE], const struct words *words)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < words->count; i++)
        used += (size_t)snprintf(out + used, CF_PLAIN_SIZE - used, "%s%s", i == 0 ? "" : " ",
                                 words->at[i]);
}

/* ---- units ---- */

/* The dollar that a word before $ makes: us $, c $, hk $. */
static const char *dollar_of(const char *word)
{
    static const char *const dollars[][2] = { { "us", "USD" }, { "u", "USD" },  { "c", "CAD" },
                                              { "ca", "CAD" }, { "a", "AUD" },  { "au", "AUD" },
                                              { "hk", "HKD" }, { "nt", "TWD" }, { "s", "SGD" },
                                              { "nz", "NZD" } };

    for (size_t i = 0; i < sizeof dollars / sizeof *dollars; i++)
        if (strcmp(word, dollars[i][0]) == 0)
            return dollars[i][1];
    return NULL;
}

static bool take_dollar(cf_heading *out, struct words *words, int at)
{
    const char *code = NULL;
    bool dollar = at + 1 < words->count && (strcmp(words->at[at + 1], "$") == 0 ||
                                            strncmp(words->at[at + 1], "dollar", 6) == 0);

    if (dollar)
        code = dollar_of(words->at[at]);
    if (code == NULL)
        return false;
    strcpy(out->money.currency, code);
    remove_words(words, at, 2);
    return true;
}

/* One word that says a currency or a power of ten. False where it says neither, or what another
 * word has said already. */
static bool take_unit(cf_heading *out, struct words *words, int at)
{
    cf_money_word word;

    if (take_dollar(out, words, at))
        return true;
    if (!cf_money_word_read(&word, words->at[at], strlen(words->at[at])))
        return false;
    if ((word.currency[0] != '\0' && out->money.currency[0] != '\0') ||
        (word.power >= 0 && out->money.power >= 0))
        return false;
    if (word.currency[0] != '\0') {
        strcpy(out->money.currency, word.currency);
        out->money.sign = word.sign;
    }
    if (word.power >= 0)
        out->money.power = word.power;
    remove_words(words, at, 1);
    return true;
}

static void take_units(cf_heading *out, struct words *words)
{
    for (int i = 0; i < words->count;) {
        if (strcmp(words->at[i], "%") == 0 ||
            cf_plain_is_among(words->at[i], "percent|pct|prozent")) {
            out->percent = true;
            remove_words(words, i, 1);
        } else if (!take_unit(out, words, i)) {
            i++;
        }
    }
}

static void remove_noise(struct words *words)
{
    for (int i = words->count - 1; i >= 0; i--)
        if (words->count > 1 && cf_plain_is_among(words->at[i], NOISE))
            remove_words(words, i, 1);
}

/* ---- the column ---- */

static void clear_unit(cf_heading *out)
{
    out->money = (cf_money_word){ .power = -1 };
    out->percent = false;
}

static bool accepts_unit(const cf_heading *out)
{
    if (out->use.field == NULL)
        return false;
    if (cf_heading_has_unit(out) && !cf_column_is_money(&out->use))
        return false;
    return !out->percent || cf_column_is_share(&out->use);
}

/* Looks up words with or without what they say of a unit. */
static bool find_words(cf_heading *out, const cf_sheet_kind *kind, const struct words *words)
{
    char phrase[CF_PLAIN_SIZE];

    join(phrase, words);
    return find_phrase(out, kind, phrase) && accepts_unit(out);
}

/* Nothing but a unit is an amount. */
static bool is_bare_unit(cf_heading *out, const cf_sheet_kind *kind, const struct words *words)
{
    if (kind == &cf_entity_sheet || words->count > 0 || !cf_heading_has_unit(out))
        return false;
    out->use = cf_column_find(kind, "amount", strlen("amount"));
    return out->use.field != NULL && !out->percent;
}

/* Of two columns of which one says more than the other, as in "Minimum amount": that one. */
static const char *closer_of(const char *a, const char *b)
{
    static const char *const pairs[][2] = {
        { "amount", "amount_low" },       { "amount", "amount_high" },
        { "announced", "start" },         { "announced", "end" },
        { "announced", "cancelled" },     { "source_title", "source_url" },
        { "source_title", "source_date" }
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (int other = 0; other <= 1; other++)
            if (strcmp(a, pairs[i][other]) == 0 && strcmp(b, pairs[i][1 - other]) == 0)
                return pairs[i][1];
    return strcmp(a, b) == 0 ? a : NULL;
}

/* Where each word alone is an alias, and all say the same thing. */
static bool find_each_word(cf_heading *out, const cf_sheet_kind *kind, const struct words *words)
{
    for (int i = 0; i < words->count; i++) {
        cf_heading one = *out;

        if (!find_phrase(&one, kind, words->at[i]) || one.role >= CF_ROLE_WEAK)
            return false;
        out->role = i == 0 || out->role == one.role ? one.role : CF_ROLE_PLAIN;
        if (i == 0)
            out->use = one.use;
        else if (closer_of(out->use.name, one.use.name) == NULL)
            return false;
        else if (strcmp(closer_of(out->use.name, one.use.name), one.use.name) == 0)
            out->use = one.use;
    }
    return words->count > 0 && accepts_unit(out);
}

static bool has_word(const struct words *words, const char *list)
{
    for (int i = 0; i < words->count; i++)
        if (cf_plain_is_among(words->at[i], list))
            return true;
    return false;
}

/* Unit prices, sums of all rows before and values of companies are no amounts of a deal; nor is a
 * column of units. */
static bool is_other_figure(const struct words *words)
{
    if (has_word(words, "cumulative|cumulated|cumul|cumule|kumuliert") ||
        (has_word(words, "price|prices|cost|costs|prix|cout|preis|rate") &&
         has_word(words, "per|unit|units|unite|unitaire|each|stuck")))
        return true;
    for (int i = 0; i + 1 < words->count; i++) {
        const char *next = words->at[i + 1];

        if (cf_plain_is_among(words->at[i], "company|firm|corporate|entity|unit|unite") &&
            cf_plain_is_among(next, "value|worth|price|cost|size|amount|valeur|montant"))
            return true;
        if (strcmp(words->at[i], "per") == 0 &&
            !cf_plain_is_among(next, "deal|transaction|contract|agreement|row|line"))
            return true;
    }
    return false;
}

static bool find_in_words(cf_heading *out, const cf_sheet_kind *kind, struct words *words)
{
    if (is_bare_unit(out, kind, words) || find_words(out, kind, words))
        return true;
    remove_noise(words);
    return find_words(out, kind, words) || find_each_word(out, kind, words);
}

static bool find_column(cf_heading *out, const cf_sheet_kind *kind, const char *plain)
{
    bool other;

    struct words words;

    if (find_phrase(out, kind, plain))
        return true;
    strcpy(words.text, plain);
    split(&words);
    if (words.count <= 0)
        return false;
    other = kind != &cf_entity_sheet && is_other_figure(&words);
    take_units(out, &words);
    other |= kind != &cf_entity_sheet && words.count > 1 && !cf_heading_has_unit(out) &&
             cf_plain_is_among(words.at[words.count - 1], "unit|unite|einheit");
    return find_in_words(out, kind, &words) && !(other && cf_column_is_money(&out->use));
}

bool cf_heading_has_unit(const cf_heading *heading)
{
    return heading->money.power >= 0 || heading->money.currency[0] != '\0';
}

void cf_heading_read_unit(cf_heading *out, const char *text)
{
    struct words words;

    *out = (cf_heading){ .money = { .power = -1 } };
    if (!cf_plain_words(words.text, text, true))
        return;
    split(&words);
    if (words.count > 0)
        take_units(out, &words);
}

bool cf_heading_is_middle(const char *text)
{
    cf_heading unit = { .money = { .power = -1 } };
    char phrase[CF_PLAIN_SIZE];
    struct words words;

    if (!cf_plain_words(words.text, text, true))
        return false;
    split(&words);
    if (words.count <= 0)
        return false;
    take_units(&unit, &words);
    join(phrase, &words);
    return cf_plain_is_among(
        phrase, "base|base case|base estimate|most likely|central|central case|central estimate|"
                "best estimate|expected|mid|middle|midpoint|likely|plus probable|"
                "le plus probable|hypothese centrale|estimation centrale");
}

void cf_heading_read(cf_heading *out, const cf_sheet_kind *kind, const char *text)
{
    char plain[CF_PLAIN_SIZE];

    *out = (cf_heading){ .money = { .power = -1 } };
    out->use = cf_column_find(kind, text, strlen(text));
    out->is_name = out->use.field != NULL;
    if (out->is_name)
        return;
    for (int camel = 0; camel <= 1; camel++) {
        clear_unit(out);
        out->use = (cf_column_use){ .field = NULL };
        out->role = CF_ROLE_NONE;
        if (cf_plain_words(plain, text, camel == 1) && plain[0] != '\0' &&
            find_column(out, kind, plain))
            return;
    }
    out->use = (cf_column_use){ .field = NULL };
    clear_unit(out);
    out->role = CF_ROLE_NONE;
}
