/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads single values of the JSON tree: texts, words, flags, dates, currencies. */
#include "scenario/values.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scenario/columns.h"

bool cf_json_is_object(const cf_json *node)
{
    if (node->json == NULL)
        return false;
    if (!cf_datum_is(node->json, CF_DATUM_OBJECT))
        cf_json_wrong_type(node, "an object");
    return cf_datum_is(node->json, CF_DATUM_OBJECT);
}

bool cf_json_is_list(const cf_json *node)
{
    if (node->json == NULL)
        return false;
    if (!cf_datum_is(node->json, CF_DATUM_LIST))
        cf_json_wrong_type(node, "a list");
    return cf_datum_is(node->json, CF_DATUM_LIST);
}

/* ---- texts ---- */

const char *cf_json_borrow(const cf_json *node, const char *expected)
{
    if (node->json == NULL)
        return NULL;
    if (!cf_datum_is(node->json, CF_DATUM_TEXT))
        cf_json_wrong_type(node, expected);
    return cf_datum_text(node->json);
}

const char *cf_json_copy(const cf_json *node, const char *text)
{
    const char *result =
        text == NULL ? NULL : cf_arena_copy(node->reader->arena, text, strlen(text));

    if (text != NULL && result == NULL)
        node->reader->status = CF_NO_MEMORY;
    return result;
}

const char *cf_json_text(const cf_json *node)
{
    return cf_json_copy(node, cf_json_borrow(node, "a text"));
}

const char *cf_json_name(const cf_json *node)
{
    const char *text = cf_json_borrow(node, "a text");

    if (text == NULL)
        return NULL;
    if (*text == '\0')
        cf_json_error(node, CF_CODE_EMPTY_TEXT, NULL, "%s must not be empty", node->what);
    for (const char *c = text; *c != '\0'; c++) {
        if ((unsigned char)*c >= 0x20 && *c != 0x7F)
            continue;
        cf_json_error(node, CF_CODE_CONTROL_CHARACTER, NULL,
                      "%s must not contain control characters, but U+%04X is in %s", node->what,
                      (unsigned)(unsigned char)*c, cf_show_text(text).text);
        break;
    }
    return cf_json_copy(node, text);
}

/* "investor, customer or supplier" */
void cf_list_words(char out[static CF_WORDS_SIZE], const char *const *words, int count)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < count && used < CF_WORDS_SIZE; i++)
        used += (size_t)snprintf(out + used, CF_WORDS_SIZE - used, "%s%s",
                                 i == 0           ? ""
                                 : i + 1 == count ? " or "
                                                  : ", ",
                                 words[i]);
}

static int index_of_word(const char *word, const char *const *words, int count)
{
    int i = 0;

    while (i < count && strcmp(word, words[i]) != 0)
        i++;
    return i;
}

/* In a spreadsheet, people write "Letter of intent". */
static int index_of_written(const cf_json *node, const char *word, const char *const *words,
                            int count)
{
    char normal[CF_COLUMN_NAME_SIZE];

    int index = index_of_word(word, words, count);

    if (index < count || !node->reader->spreadsheets || strlen(word) >= sizeof normal)
        return index;
    cf_column_normalise(normal, word, strlen(word));
    return index_of_word(normal, words, count);
}

/* Whether "LOI" stands for letter_of_intent. */
static bool has_initials(const char *word, const char *letters)
{
    const char *at = word;

    for (; *letters != '\0' && at != NULL; letters++) {
        if ((*letters | 0x20) != *at)
            return false;
        at = strchr(at, '_');
        at = at == NULL ? NULL : at + 1;
    }
    return *letters == '\0' && at == NULL && strchr(word, '_') != NULL;
}

static const char *suggest_word(const char *word, const char *const *words, int count,
                                cf_suggest *suggest)
{
    const char *near = suggest(word, words, (size_t)count);

    for (int i = 0; near == NULL && i < count; i++)
        if (has_initials(words[i], word))
            near = words[i];
    return near;
}

int cf_json_word(const cf_json *node, const char *const *words, int count, int fallback,
                 cf_suggest *suggest)
{
    const char *word = cf_datum_text(node->json), *near;
    char list[CF_WORDS_SIZE];
    int index;

    if (node->json == NULL)
        return fallback;
    index = word == NULL ? count : index_of_written(node, word, words, count);
    if (index < count)
        return index;
    cf_list_words(list, words, count);
    word = cf_json_borrow(node, list);
    if (word == NULL)
        return count;
    near = suggest_word(word, words, count, suggest);
    cf_json_error_about(node, CF_CODE_UNKNOWN_WORD, word,
                        near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                        "%s must be %s, but is %s", node->what, list, cf_show_text(word).text);
    return count;
}

bool cf_json_bool(const cf_json *node, bool fallback)
{
    if (node->json == NULL)
        return fallback;
    if (!cf_datum_is_bool(node->json)) {
        cf_json_wrong_type(node, "true or false");
        return fallback;
    }
    return cf_datum_is(node->json, CF_DATUM_TRUE);
}

bool cf_is_currency(const char *text)
{
    return strlen(text) == 3 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

const char *cf_json_currency(const cf_json *node)
{
    const char *text = cf_json_borrow(node, "three upper-case letters");

    if (text == NULL)
        return NULL;
    if (cf_is_currency(text))
        return cf_json_copy(node, text);
    cf_json_error_about(node, CF_CODE_BAD_CURRENCY, text, "write an ISO 4217 code, such as \"USD\"",
                        "%s must be three upper-case letters, but is %s", node->what,
                        cf_show_text(text).text);
    return NULL;
}

/* ---- dates ---- */

/* Whether a text has the shape of a date: 9999-99-99 or a part of it. */
static bool has_date_shape(const char *text)
{
    static const char shape[] = "9999-99-99";
    size_t length = strlen(text);

    if (length != 4 && length != 7 && length != 10)
        return false;
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';

        if (digit != (shape[i] == '9') || (!digit && text[i] != '-'))
            return false;
    }
    return true;
}

/* Why a text that looks like a date is none. */
static cf_shown hint_for_date(const char *text)
{
    char part[16], last_day[16];
    cf_day day;

    if (!has_date_shape(text))
        return cf_show_hint("write YYYY-MM-DD, YYYY-MM or YYYY");
    if (strncmp(text, "0000", 4) == 0)
        return cf_show_hint("years run from 0001 to 9999");
    snprintf(part, sizeof part, "%.7s", text);
    if (!cf_day_parse(&day, part, CF_LAST_DAY))
        return cf_show_hint("months run from 01 to 12");
    cf_day_format(last_day, day);
    return cf_show_hint("%s has %s days", part, last_day + strlen("9999-99-"));
}

/* 0202 and 2205 are dates, but more likely slips. */
static void check_year(const cf_json *node, const char *text)
{
    enum { FIRST_YEAR = 1900, LAST_YEAR = 2100 };
    int year = 0;

    for (int i = 0; i < 4; i++)
        year = year * 10 + (text[i] - '0');
    if (year < FIRST_YEAR || year > LAST_YEAR)
        cf_json_doubt(
            node, CF_CODE_ODD_YEAR, &(cf_doubt){ .value = text, .hint = "check the year" },
            "%s is usually from %d to %d, but is %s", node->what, FIRST_YEAR, LAST_YEAR, text);
}

cf_day cf_json_day(const cf_json *node, cf_day_end end)
{
    const char *text = cf_json_borrow(node, "a date");
    cf_day day = CF_NO_DAY;

    if (text == NULL)
        return day;
    if (cf_day_parse(&day, text, end))
        check_year(node, text);
    else
        cf_json_error(node, CF_CODE_BAD_DATE, hint_for_date(text).text,
                      "%s must be a date, but is %s", node->what, cf_show_text(text).text);
    return day;
}

void cf_json_check_order(const cf_json *from, cf_day from_day, const cf_json *to, cf_day to_day)
{
    char first[16], last[16];

    if (from_day == CF_NO_DAY || to_day == CF_NO_DAY || from_day <= to_day)
        return;
    cf_day_format(first, from_day);
    cf_day_format(last, to_day);
    cf_json_error(to, CF_CODE_DATES_REVERSED, NULL, "%s must not be before %s, but %s is before %s",
                  to->what, from->what, last, first);
}
