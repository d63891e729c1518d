/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the text of a cell as the value that it stands for. */
#include "scenario/cells.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "scenario/datum_read.h"
#include "scenario/scan.h"

static const char number_hint[] = "write the number alone, like 12, 0.5, 1e11 or 100 000";

static const char instalments[] = "instalments such as 2026=5;2027-06=3";

static cf_datum *flawed(cf_arena *arena, cf_cell_flaw *flaw, cf_code code, const char *should,
                        cf_shown hint)
{
    *flaw = (cf_cell_flaw){ code, should, hint };
    return cf_datum_new(arena, CF_DATUM_FALSE);
}

/* ---- numbers ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of a space between thousands: a plain one, one that does not break, a thin one ... */
static size_t thousands_space(const char *text)
{
    static const char *const spaces[] = { " ", "\xC2\xA0", "\xE2\x80\x87", "\xE2\x80\x89",
                                          "\xE2\x80\xAF" };

    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (strncmp(text, spaces[i], strlen(spaces[i])) == 0)
            return strlen(spaces[i]);
    return 0;
}

/* Bytes of what stands between thousands: a space, or `mark` unless that is 0. */
static size_t thousands_mark(const char *text, char mark)
{
    return mark != '\0' && *text == mark ? 1 : thousands_space(text);
}

/* Takes the marks out of 100 000; only between groups of three digits are there any, and the first
 * group does not begin with 0 where it is one of two readings. */
static bool close_thousands(char *text, char mark)
{
    char *to = text + (*text == '-' || *text == '+'), *from = to;
    int digits = 0; /* of the group */
    bool grouped = false;

    for (;;) {
        size_t between = digits > 0 ? thousands_mark(from, mark) : 0;

        if (between == 0 && !is_digit(*from))
            break;
        if (between == 0) {
            digits++;
            *to++ = *from++;
            continue;
        }
        if (digits > 3 || (grouped && digits != 3) || !is_digit(from[between]) ||
            (!grouped && *from == mark && to[-digits] == '0'))
            return false;
        grouped = true;
        digits = 0;
        from += between;
    }
    memmove(to, from, strlen(from) + 1);
    return !grouped || digits == 3;
}

/* Writes 1.234,56 with a point and no thousands. False where it is no number. */
static bool unify(char *text, char decimal)
{
    char mark = decimal == ',' ? '.' : decimal == '.' ? ',' : '\0';
    char *comma;

    if (!close_thousands(text, mark))
        return false;
    if (decimal != ',')
        return true;
    if (strchr(text, '.') != NULL)
        return false;
    comma = strchr(text, ',');
    if (comma != NULL)
        *comma = '.';
    return true;
}

static size_t count_of(const char *text, char c)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += *text == c;
    return count;
}

/* A number with commas in it: what it may mean, written as it should be. */
static cf_shown hint_for_comma(const char *text)
{
    const char *comma = strrchr(text, ','), *point = strrchr(text, '.');
    size_t commas = count_of(text, ',');
    bool decimal = commas == 1 && (point == NULL || point < comma);
    char plain[64], *to = plain;

    if (strlen(text) >= sizeof plain || strspn(text, "+-0123456789.,eE ") != strlen(text))
        return cf_show_hint("%s", number_hint);
    for (const char *from = text; *from != '\0'; from++) {
        if (*from == ',' && decimal)
            *to++ = '.';
        else if (*from != ',' && *from != ' ' && (*from != '.' || !decimal))
            *to++ = *from;
    }
    *to = '\0';
    if (decimal && point == NULL && comma - text <= 3 && strlen(comma) == 4)
        return cf_show_hint("write %.*s%s if the comma separates thousands (--decimal .), else %s "
                            "(--decimal ,)",
                            (int)(comma - text), text, comma + 1, plain);
    return cf_show_hint("write %s, or use --decimal %c", plain, decimal ? ',' : '.');
}

/* 1.234.567 without its points; "" where it is no such number. */
static cf_shown without_points(const char *text)
{
    cf_shown plain;

    if (count_of(text, '.') < 2 || strlen(text) >= sizeof plain.text)
        return (cf_shown){ "" };
    strcpy(plain.text, text);
    return unify(plain.text, ',') ? plain : (cf_shown){ "" };
}

static cf_shown hint_for_number(const char *text)
{
    double number;
    char plain[32];
    size_t length = strlen(text);

    if (strchr(text, ',') != NULL)
        return hint_for_comma(text);
    if (without_points(text).text[0] != '\0')
        return cf_show_hint("write %s, or use --decimal ,", without_points(text).text);
    if (length > 1 && length < sizeof plain && text[length - 1] == '%') {
        snprintf(plain, sizeof plain, "%.*s", (int)length - 1, text);
        plain[strcspn(plain, " ")] = '\0';
        if (cf_text_read_number(&number, plain))
            return cf_show_hint("write %s", cf_show_number(number / 100.0).text);
    }
    if (strspn(text, "+-.0123456789eE") == length && strpbrk(text, "eE") != NULL)
        return cf_show_hint("is it too large?");
    return cf_show_hint("%s", number_hint);
}

static cf_datum *number_of(cf_arena *arena, const char *text, char decimal, cf_cell_flaw *flaw)
{
    char unified[128];
    double number;

    if (decimal == '\0' && cf_text_read_number(&number, text))
        return cf_datum_new_number(arena, number);
    snprintf(unified, sizeof unified, "%s", text);
    if (strlen(text) < sizeof unified && unify(unified, decimal) &&
        cf_text_read_number(&number, unified))
        return cf_datum_new_number(arena, number);
    if (decimal == '\0')
        return flawed(arena, flaw, CF_CODE_CELL_NO_NUMBER, "a number", hint_for_number(text));
    return flawed(arena, flaw, CF_CODE_CELL_NO_NUMBER, "a number",
                  cf_show_hint("--decimal %c reads numbers like %s", decimal,
                               decimal == ',' ? "1234,56 or 1.234,56" : "1234.56 or 1,234.56"));
}

/* ---- words ---- */

static cf_datum *bool_of(cf_arena *arena, const char *text, cf_cell_flaw *flaw)
{
    static const char *const words[][2] = { { "false", "true" }, { "no", "yes" }, { "0", "1" } };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (int truth = 0; truth < 2; truth++)
            if (strcasecmp(text, words[i][truth]) == 0)
                return cf_datum_new(arena, truth ? CF_DATUM_TRUE : CF_DATUM_FALSE);
    return flawed(arena, flaw, CF_CODE_CELL_NO_BOOL, "true or false",
                  cf_show_hint("yes, no, 1 and 0 also work"));
}

/* ---- lists ---- */

/* Where a backslash takes the meaning of the next character away: ; and \ inside of ids. */
static bool is_escape(const char *text)
{
    return text[0] == '\\' && (text[1] == ';' || text[1] == '\\' || text[1] == ' ');
}

/* Cuts the first item of a list off, without the spaces around it; *rest is NULL after the last. */
static char *cut_item(char **rest)
{
    char *item = *rest + strspn(*rest, " "), *from = item, *to = item, *end = item;

    while (*from != '\0' && *from != ';') {
        bool escaped = is_escape(from);

        from += escaped;
        *to++ = *from;
        if (escaped || *from != ' ')
            end = to;
        from++;
    }
    *rest = *from == ';' ? from + 1 : NULL;
    *end = '\0';
    return item;
}

static cf_datum *list_of(cf_arena *arena, char *text)
{
    cf_datum *list = cf_datum_new(arena, CF_DATUM_LIST);
    char *rest = text;

    while (list != NULL && rest != NULL) {
        const char *item = cut_item(&rest);
        cf_datum *element = *item == '\0' ? NULL : cf_datum_new_text(arena, item);

        if (element != NULL)
            cf_datum_append(list, element);
        else if (*item != '\0')
            list = NULL;
    }
    return list;
}

/* "2026-07=5" as an object; *flaw where it is none. */
static cf_datum *instalment_of(cf_arena *arena, char *text, char decimal, cf_cell_flaw *flaw)
{
    static const char *const date_key[CF_MOST_KEYS] = { "date" };
    static const char *const amount_key[CF_MOST_KEYS] = { "amount" };
    char *equals = strrchr(text, '='), *end = equals;
    cf_datum *date, *amount, *result;

    if (equals == NULL || equals == text)
        return flawed(arena, flaw, CF_CODE_CELL_NO_SCHEDULE, instalments, (cf_shown){ "" });
    while (end > text && end[-1] == ' ')
        end--;
    *end = '\0';
    date = cf_datum_new_text(arena, text);
    amount = number_of(arena, equals + 1 + strspn(equals + 1, " "), decimal, flaw);
    if (flaw->code != 0)
        *flaw = (cf_cell_flaw){ CF_CODE_CELL_NO_SCHEDULE, instalments, flaw->hint };
    result = cf_datum_new(arena, CF_DATUM_OBJECT);
    if (date == NULL || amount == NULL || result == NULL ||
        !cf_datum_put(arena, result, date_key, date) ||
        !cf_datum_put(arena, result, amount_key, amount))
        return NULL;
    return result;
}

/* ---- stated totals ---- */

static const char totals[] = "totals such as commitments=5@2026-09;revenue=3";

static cf_datum *bad_total(cf_arena *arena, cf_cell_flaw *flaw)
{
    return flawed(arena, flaw, CF_CODE_CELL_NO_STATED, totals, flaw->hint);
}

static bool put_part(cf_arena *arena, cf_datum *object, const char *key, const cf_datum *value)
{
    const char *const keys[CF_MOST_KEYS] = { key };

    return object != NULL && value != NULL && cf_datum_put(arena, object, keys, value);
}

/* "commitments=5@2026-09" as an object; *flaw where it is none. */
static cf_datum *total_of(cf_arena *arena, char *text, char decimal, cf_cell_flaw *flaw)
{
    char *equals = strchr(text, '='), *at = strchr(text, '@');
    cf_datum *result = cf_datum_new(arena, CF_DATUM_OBJECT), *amount;

    if (equals == NULL || equals == text || (at != NULL && at < equals))
        return bad_total(arena, flaw);
    *equals = '\0';
    if (at != NULL)
        *at = '\0';
    amount = number_of(arena, equals + 1, decimal, flaw);
    if (flaw->code != 0)
        return bad_total(arena, flaw);
    if (!put_part(arena, result, "of", cf_datum_new_text(arena, text)) ||
        !put_part(arena, result, "amount", amount) ||
        (at != NULL && !put_part(arena, result, "date", cf_datum_new_text(arena, at + 1))))
        return NULL;
    return result;
}

static bool is_no_huge_number(const cf_scan *scan)
{
    const char *token = scan->text + scan->start;
    double number;

    return (*token != '-' && !is_digit(*token)) ||
           cf_text_read_decimal(&number, token, scan->end - scan->start);
}

/* The list as JSON has it. */
static cf_datum *totals_of_json(cf_arena *arena, const char *text, cf_cell_flaw *flaw)
{
    cf_scan scan;
    cf_scan_event event;
    bool fits = true, doubled = false;
    cf_datum *list;

    cf_scan_start(&scan, text, strlen(text));
    do {
        event = cf_scan_next(&scan);
        fits = fits && (event != CF_SCAN_SCALAR || is_no_huge_number(&scan));
    } while (event != CF_SCAN_END && event != CF_SCAN_FLAW);
    if (event == CF_SCAN_FLAW || !fits)
        return bad_total(arena, flaw);
    list = cf_datum_read(arena, text, strlen(text), &doubled);
    return doubled ? bad_total(arena, flaw) : list;
}

/* The items of a cell as a list. */
static cf_datum *items_of(cf_arena *arena, char *text, char decimal, cf_cell_flaw *flaw,
                          cf_datum *(*item_of)(cf_arena *, char *, char, cf_cell_flaw *))
{
    cf_datum *list = cf_datum_new(arena, CF_DATUM_LIST);
    char *rest = text;

    while (list != NULL && rest != NULL && flaw->code == 0) {
        char *item = cut_item(&rest);
        cf_datum *element = *item == '\0' ? NULL : item_of(arena, item, decimal, flaw);

        if (element != NULL)
            cf_datum_append(list, element);
        else if (*item != '\0')
            list = NULL;
    }
    return list == NULL || flaw->code == 0 ? list : cf_datum_new(arena, CF_DATUM_FALSE);
}

cf_datum *cf_cell_value(cf_arena *arena, cf_cell_kind kind, char *text, char decimal,
                        cf_cell_flaw *flaw)
{
    *flaw = (cf_cell_flaw){ .code = 0 };
    switch (kind) {
    case CF_CELL_NUMBER:
        return number_of(arena, text, decimal, flaw);
    case CF_CELL_BOOL:
        return bool_of(arena, text, flaw);
    case CF_CELL_LIST:
        return list_of(arena, text);
    case CF_CELL_SCHEDULE:
        return items_of(arena, text, decimal, flaw, instalment_of);
    case CF_CELL_STATED:
        return *text == '[' ? totals_of_json(arena, text, flaw)
                            : items_of(arena, text, decimal, flaw, total_of);
    case CF_CELL_TEXT:
    case CF_CELL_WORD: /* its spelling is looked at where the words are known */
    case CF_CELL_ENTITY:
        break;
    }
    return cf_datum_new_text(arena, text);
}
