/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Splits a MathProg text into words, as GLPK's scanner does outside data sections. */
#include <string.h>

#include "model/model.h"

cf_tokens cf_tokens_of(const char *text, size_t size)
{
    return (cf_tokens){ .at = text, .end = text + size, .line_start = text, .line = 1 };
}

bool cf_token_is(const cf_token *token, const char *text)
{
    return token->kind != CF_TOKEN_STRING && token->length == strlen(text) &&
           memcmp(token->text, text, token->length) == 0;
}

static void skip_byte(cf_tokens *tokens)
{
    if (*tokens->at++ == '\n') {
        tokens->line++;
        tokens->line_start = tokens->at;
    }
}

static bool at_text(const cf_tokens *tokens, const char *text)
{
    size_t length = strlen(text);

    return (size_t)(tokens->end - tokens->at) >= length && memcmp(tokens->at, text, length) == 0;
}

/* Skips a comment; an unfinished one ends with the text. */
static void skip_comment(cf_tokens *tokens)
{
    tokens->at += 2;
    while (tokens->at < tokens->end && !at_text(tokens, "*/"))
        skip_byte(tokens);
    if (tokens->at < tokens->end)
        tokens->at += 2;
}

static void skip_blank(cf_tokens *tokens)
{
    while (tokens->at < tokens->end) {
        if (strchr(" \t\r\n\f\v", *tokens->at) != NULL && *tokens->at != '\0') {
            skip_byte(tokens);
        } else if (*tokens->at == '#') {
            while (tokens->at < tokens->end && *tokens->at != '\n')
                tokens->at++;
        } else if (at_text(tokens, "/*")) {
            skip_comment(tokens);
        } else {
            return;
        }
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t name_length(const cf_tokens *tokens)
{
    const char *at = tokens->at;

    while (at < tokens->end && (is_letter(*at) || is_digit(*at)))
        at++;
    if (at - tokens->at == 1 && at_text(tokens, "s.t."))
        at += 3;
    return (size_t)(at - tokens->at);
}

/* 1..5 is a number, dots, and a number. */
static size_t number_length(const cf_tokens *tokens)
{
    const char *at = tokens->at, *end = tokens->end;

    while (at < end && is_digit(*at))
        at++;
    if (at < end && *at == '.' && !(at + 1 < end && at[1] == '.'))
        for (at++; at < end && is_digit(*at);)
            at++;
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        while (at < end && is_digit(*at))
            at++;
    }
    return (size_t)(at - tokens->at);
}

/* Up to the closing quote; a doubled quote is part of the string. A string ends with its line. */
static size_t string_length(const cf_tokens *tokens)
{
    const char *at = tokens->at + 1;

    for (; at < tokens->end && *at != '\n'; at++) {
        if (*at != *tokens->at)
            continue;
        if (at + 1 == tokens->end || at[1] != *tokens->at)
            return (size_t)(at + 1 - tokens->at);
        at++;
    }
    return (size_t)(at - tokens->at);
}

static size_t other_length(const cf_tokens *tokens)
{
    static const char *const pairs[] = { "**", "<=", "<>", "<-", "==", ">=",
                                         ">>", "!=", "&&", "||", "..", ":=" };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (at_text(tokens, pairs[i]))
            return 2;
    }
    return 1;
}

cf_token cf_tokens_next(cf_tokens *tokens)
{
    cf_token token = { .kind = CF_TOKEN_END };

    skip_blank(tokens);
    token.text = tokens->at;
    token.line = tokens->line;
    token.line_start = tokens->line_start;
    if (tokens->at == tokens->end)
        return token;
    if (is_letter(*tokens->at)) {
        token.kind = CF_TOKEN_NAME;
        token.length = name_length(tokens);
    } else if (is_digit(*tokens->at) ||
               (*tokens->at == '.' && tokens->at + 1 < tokens->end && is_digit(tokens->at[1]))) {
        token.kind = CF_TOKEN_NUMBER;
        token.length = number_length(tokens);
    } else if (*tokens->at == '\'' || *tokens->at == '"') {
        token.kind = CF_TOKEN_STRING;
        token.length = string_length(tokens);
    } else {
        token.kind = CF_TOKEN_OTHER;
        token.length = other_length(tokens);
    }
    tokens->at += token.length;
    return token;
}
