/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explains why a text is not JSON. */
#include "scenario/syntax.h"

#include <stdint.h>
#include <string.h>

#include "base/diags.h"
#include "base/text.h"
#include "scenario/cursor.h"
#include "scenario/scan.h"

/* A problem at bytes from..to. */
struct spot {
    cf_diags *diags;
    const char *text;
    size_t size, from, to;
};

static cf_status report_spot(const struct spot *spot, cf_code code, const char *hint,
                             const char *format, ...) CF_PRINTF(4, 5);

static cf_status report_spot(const struct spot *spot, cf_code code, const char *hint,
                             const char *format, ...)
{
    cf_problem problem = { .severity = CF_ERROR, .code = code, .hint = hint };
    cf_where *where;
    cf_cursor cursor = { .text = NULL };
    cf_status status;
    va_list args;

    va_start(args, format);
    status = cf_diags_report(spot->diags, &where, &problem, format, args);
    va_end(args);
    cf_cursor_start(&cursor, spot->text, spot->size);
    if (status == CF_OK && where != NULL)
        status = cf_cursor_place(&cursor, where, spot->from, spot->to, &spot->diags->arena);
    return status == CF_OK ? CF_BAD_SYNTAX : status;
}

/* ---- bytes ---- */

static bool is_white(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n' && text[i] != '\r')
            return false;
    }
    return true;
}

static cf_status report_encoding(const struct spot *spot)
{
    const unsigned char *bytes = (const unsigned char *)spot->text;
    const char *hint = "save the file as UTF-8";
    const unsigned char *at = bytes + spot->from;

    if (spot->size >= 2 &&
        ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        hint = "it looks like UTF-16: save the file as UTF-8";
    else if (spot->from + 2 < spot->size && at[0] == 0xED && at[1] >= 0xA0)
        hint = "it is half of a surrogate pair (CESU-8): save the file as UTF-8";
    return report_spot(spot, CF_CODE_NOT_UTF8, hint,
                       "the file must be UTF-8, but byte 0x%02X is not", bytes[spot->from]);
}

/* UTF-16 without a byte order mark: every other byte of plain letters is 0. */
static bool is_wide_text(const char *text, size_t size)
{
    size_t zeros[2] = { 0 }, length = size < 64 ? size & ~(size_t)1 : 64;

    for (size_t i = 0; i < length; i++)
        zeros[i % 2] += text[i] == '\0';
    return (zeros[0] == 0 || zeros[1] == 0) && (zeros[0] + zeros[1]) * 4 > length;
}

static cf_status report_wide(const struct spot *spot)
{
    return report_spot(spot, CF_CODE_NOT_UTF8, "it looks like UTF-16: save the file as UTF-8",
                       "the file must be UTF-8, but every other byte is 0");
}

/* Past plain ASCII without a NUL, eight bytes at a time. */
static size_t skip_ascii(const char *text, size_t size, size_t at)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    uint64_t bytes;

    for (; at + sizeof bytes <= size; at += sizeof bytes) {
        memcpy(&bytes, text + at, sizeof bytes);
        if ((bytes & tops) != 0 || ((bytes - ones) & ~bytes & tops) != 0)
            break;
    }
    return at;
}

cf_status cf_syntax_check_bytes(cf_diags *diags, const char *text, size_t size)
{
    struct spot spot = { diags, text, size, 0, 0 };
    size_t at = 0;

    if (is_white(text, size)) {
        cf_status status =
            cf_diags_add(diags, CF_ERROR, CF_CODE_EMPTY_FILE, NULL, NULL, "the file is empty");

        return status == CF_OK ? CF_BAD_SYNTAX : status;
    }
    for (at = skip_ascii(text, size, at); at < size; at = skip_ascii(text, size, at)) {
        unsigned code = (unsigned char)text[at];
        size_t length = code < 0x80 ? 1 : cf_text_character(text + at, size - at, &code);

        spot.from = at;
        spot.to = at + 1;
        if (length == 0)
            return report_encoding(&spot);
        if (code == 0 && is_wide_text(text, size))
            return report_wide(&spot);
        if (code == 0)
            return report_spot(&spot, CF_CODE_NUL_CHARACTER, "check that it is a text file",
                               "the file contains a NUL byte");
        at += length;
    }
    return CF_OK;
}

/* ---- grammar ---- */

enum { TOKEN_SHOWN = 48 };

/* The token at the spot, for a message. */
struct token {
    char text[TOKEN_SHOWN];
};

static bool is_word_part(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static struct token token_at(struct spot *spot)
{
    struct token token;
    char raw[4 * TOKEN_SHOWN];
    const char *text = spot->text + spot->from;
    size_t left = spot->size - spot->from;
    size_t length = spot->to - spot->from;
    unsigned code;

    if (left == 0)
        return (struct token){ "the end" };
    if (*text == '"')
        return (struct token){ "a text" };
    if (length == 1)
        length = cf_text_character(text, left, &code);
    while (is_word_part(text[0]) && length < left && is_word_part(text[length]))
        length++;
    spot->to = spot->from + length;
    if (length > sizeof raw - 1)
        length = sizeof raw - 1;
    memcpy(raw, text, length);
    raw[length] = '\0';
    cf_text_printable(token.text, sizeof token.text, raw);
    return token;
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words != NULL && strcmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

static cf_status report_word(const struct spot *spot, const char *word)
{
    static const char *const not_numbers[] = { "NaN",  "nan", "Infinity", "-Infinity", "inf",
                                               "-inf", "Inf", "-Inf",     NULL };
    static const char *const capitals[] = { "True", "TRUE", "False", "FALSE", NULL };
    static const char *const nothings[] = { "None", "NULL", "Null", "nil", "undefined", NULL };

    if (is_one_of(word, not_numbers))
        return report_spot(spot, CF_CODE_MALFORMED, "leave the key out if the figure is unknown",
                           "a number must be finite, but is %s", word);
    if (is_one_of(word, capitals))
        return report_spot(spot, CF_CODE_MALFORMED, "write it in lower case",
                           "%s is not a JSON value", word);
    if (is_one_of(word, nothings))
        return report_spot(spot, CF_CODE_MALFORMED, "leave the key out, or write null",
                           "%s is not a JSON value", word);
    if (strchr("+-.0123456789", word[0]) != NULL)
        return report_spot(
            spot, CF_CODE_MALFORMED,
            "write it like 12, 0.5, -3 or 1e6: no plus sign, no leading zero, and a digit "
            "on both sides of the point",
            "%s is not a JSON number", word);
    return report_spot(spot, CF_CODE_MALFORMED, NULL,
                       "a text must be in double quotes, but %s is not", word);
}

static cf_status report_cut_off(struct spot *spot, const cf_scan *scan)
{
    if (scan->start < scan->size)
        return report_spot(spot, CF_CODE_CUT_OFF, "copy the whole file again",
                           "the file ends within the text that begins here");
    while (spot->from > 0 && is_white(spot->text + spot->from - 1, 1))
        spot->from--;
    spot->from -= spot->from > 0;
    spot->to = spot->from + 1;
    return report_spot(spot, CF_CODE_CUT_OFF, "copy the whole file again",
                       "the file ends too early: %d bracket%s still open", scan->depth,
                       scan->depth == 1 ? " is" : "s are");
}

static cf_status report_start(const struct spot *spot, const char *token)
{
    const char *hint = NULL;

    if (token[0] == '<')
        hint = "it may be a web page";
    else if (strchr(",;", token[0]) == NULL)
        hint = "it is not JSON; use circfin import for a spreadsheet";
    return report_spot(spot, CF_CODE_MALFORMED, hint,
                       "a scenario must begin with {, but begins with %s", token);
}

/* Whether a text begins as JSON does, comments aside: of what begins with # most is none. */
static bool begins_as_json(const char *text, size_t size)
{
    size_t at = 0;

    while (at < size && strchr(" \t\r\n#/", text[at]) != NULL) {
        const char *end =
            strchr("#/", text[at]) == NULL ? NULL : memchr(text + at, '\n', size - at);

        if (strchr("#/", text[at]) != NULL && end == NULL)
            return false;
        at = end == NULL ? at + 1 : (size_t)(end - text);
    }
    return at < size && text[at] == '{';
}

static cf_status report_key(const struct spot *spot, const char *token)
{
    bool digit = token[0] >= '0' && token[0] <= '9';

    return report_spot(spot, CF_CODE_MALFORMED,
                       digit ? "write numbers without separators, like 1000 for 1,000" : NULL,
                       "expected a key in double quotes, but found %s", token);
}

static const char *hint_for_value(const char *token)
{
    static const char *const curly[] = { "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E",
                                         "\xE2\x80\x98", "\xE2\x80\x99", NULL };

    if (is_one_of(token, curly))
        return "use the straight double quote \"";
    return strcmp(token, "}") == 0 || strcmp(token, ",") == 0
               ? "leave the key out if there is no value"
               : NULL;
}

/* Flaws whose words depend on nothing but the token. */
static cf_status report_token(const struct spot *spot, cf_flaw flaw, const char *token)
{
    switch (flaw) {
    case CF_FLAW_TRAILING:
        return report_spot(spot, CF_CODE_TRAILING_TEXT, NULL,
                           "nothing may follow the scenario, but found %s", token);
    case CF_FLAW_ESCAPE:
        return report_spot(spot, CF_CODE_MALFORMED, "write a backslash as \\\\",
                           "%s is not a JSON escape", token);
    case CF_FLAW_SURROGATE:
        return report_spot(spot, CF_CODE_MALFORMED,
                           "write the character itself, or both halves, such as \\ud83d\\ude00",
                           "%s is a lone surrogate: half of a character, without its other half",
                           token);
    case CF_FLAW_QUOTE:
        return report_spot(spot, CF_CODE_MALFORMED, NULL,
                           "a text must be in double quotes, not single ones");
    case CF_FLAW_MISSING_COMMA:
        return report_spot(spot, CF_CODE_MALFORMED, NULL, "a comma is missing before %s", token);
    case CF_FLAW_COLON:
        return report_spot(spot, CF_CODE_MALFORMED, NULL,
                           "expected a colon after the key, but found %s", token);
    case CF_FLAW_BRACKET:
        return report_spot(spot, CF_CODE_MALFORMED, NULL, "%s does not match the open bracket",
                           token);
    case CF_FLAW_STRAY:
        return report_spot(spot, CF_CODE_MALFORMED, NULL,
                           "expected a comma or a closing bracket, but found %s", token);
    default:
        return report_spot(spot, CF_CODE_MALFORMED, hint_for_value(token),
                           "expected a value, but found %s", token);
    }
}

static cf_status report_flaw(struct spot *spot, const cf_scan *scan)
{
    struct token token;

    if (scan->flaw == CF_FLAW_CUT_OFF)
        return report_cut_off(spot, scan);
    token = token_at(spot);
    switch (scan->flaw) {
    case CF_FLAW_DEEP:
        return report_spot(spot, CF_CODE_TOO_DEEP, NULL, "brackets are nested more than %d deep",
                           CF_SCAN_DEPTH);
    case CF_FLAW_NUL:
        return report_spot(spot, CF_CODE_NUL_CHARACTER, "remove it",
                           "a text must not contain the NUL character, but this one does");
    case CF_FLAW_OPEN_STRING:
        return report_spot(
            spot, CF_CODE_MALFORMED,
            "close it with a double quote; a line break within a text is written \\n",
            "the text that begins here is not closed on its line");
    case CF_FLAW_CONTROL:
        return report_spot(spot, CF_CODE_MALFORMED,
                           spot->text[spot->from] == '\t' ? "write a tab as \\t" : "remove it",
                           "a text must not contain the control character U+%04X",
                           (unsigned)(unsigned char)spot->text[spot->from]);
    case CF_FLAW_COMMENT:
        if (scan->depth == 0 && !begins_as_json(spot->text, spot->size))
            return report_start(spot, token.text);
        return report_spot(spot, CF_CODE_MALFORMED,
                           "use \"note\", or a key of your own that begins with x-",
                           "JSON has no comments");
    case CF_FLAW_EXTRA_COMMA:
        return report_spot(spot, CF_CODE_MALFORMED, "remove it", "nothing follows this comma");
    case CF_FLAW_KEY:
        return report_key(spot, token.text);
    default:
        break;
    }
    if (scan->depth == 0 && scan->flaw != CF_FLAW_TRAILING && scan->flaw != CF_FLAW_ESCAPE &&
        scan->flaw != CF_FLAW_SURROGATE)
        return report_start(spot, token.text);
    if (scan->flaw == CF_FLAW_WORD)
        return report_word(spot, token.text);
    return report_token(spot, scan->flaw, token.text);
}

static void spot_at_token(struct spot *spot, const cf_scan *scan)
{
    spot->from = scan->start;
    spot->to = scan->end;
}

cf_status cf_syntax_explain(cf_diags *diags, const char *text, size_t size)
{
    struct spot spot = { diags, text, size, 0, 0 };
    cf_scan_event event;
    cf_scan scan;

    cf_scan_start(&scan, text, size);
    do
        event = cf_scan_next(&scan);
    while (event != CF_SCAN_END && event != CF_SCAN_FLAW);
    if (event == CF_SCAN_END)
        return CF_OK;
    spot_at_token(&spot, &scan);
    return report_flaw(&spot, &scan);
}

cf_status cf_syntax_report_overflow(cf_diags *diags, const char *text, size_t size, size_t from)
{
    struct spot spot = { diags, text, size, from, from + 1 };

    while (spot.to < size && strchr("+-.eE0123456789", text[spot.to]) != NULL)
        spot.to++;
    return report_spot(&spot, CF_CODE_NUMBER_OVERFLOW, NULL,
                       "a number must be finite, but %s is too large", token_at(&spot).text);
}
