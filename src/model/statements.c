/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says where the statements of a model begin and which of them read or write files:
 *
 *   table t IN "CSV" "file": ...;   printf "...", x > "file";   printf "...", x >> "file";
 *
 * MathProg takes any name for a keyword where a statement begins, and nowhere else: a parameter
 * may be named table. The body of a loop is statements, too. */
#include "model/model.h"

static bool opens(const cf_token *token)
{
    return cf_token_is(token, "(") || cf_token_is(token, "[") || cf_token_is(token, "{");
}

static bool closes(const cf_token *token)
{
    return cf_token_is(token, ")") || cf_token_is(token, "]") || cf_token_is(token, "}");
}

/* The tokens of a statement behind its first. */
static void continue_statement(cf_statements *at, const cf_token *token)
{
    bool is_outer = at->depth == at->loops;

    if (opens(token))
        at->depth++;
    else if (closes(token))
        at->depth--;
    else if (is_outer && cf_token_is(token, "if"))
        at->conditions++; /* up to its "then", > compares */
    else if (is_outer && cf_token_is(token, "then"))
        at->conditions--;
    at->expects_body = cf_token_is(&at->first, "for") && at->depth == at->loops && closes(token);
    at->ends = cf_token_is(token, ";");
}

/* Whether a token between the domain of a loop and its body was taken: ":" or "{". */
static bool take_loop(cf_statements *at, const cf_token *token)
{
    if (cf_token_is(token, ":"))
        return true;
    at->expects_body = false;
    at->ends = true;
    if (!cf_token_is(token, "{"))
        return false;
    at->depth++;
    at->loops++;
    return true;
}

void cf_statements_take(cf_statements *at, const cf_token *token)
{
    at->begins = false;
    if (at->expects_body && take_loop(at, token))
        return;
    if (!at->ends && at->first.text != NULL) {
        continue_statement(at, token);
        return;
    }
    if (cf_token_is(token, "}") && at->loops > 0) {
        at->depth = --at->loops; /* and the next token begins a statement */
        return;
    }
    at->begins = true;
    at->ends = cf_token_is(token, ";");
    at->first = *token;
    at->depth = at->loops; /* whatever is not balanced is a syntax error */
    at->conditions = 0;
}

bool cf_statements_at_end(const cf_statements *at)
{
    return at->begins && (cf_token_is(&at->first, "data") || cf_token_is(&at->first, "end") ||
                          at->first.kind == CF_TOKEN_END);
}

const char *cf_statements_file_use(const cf_statements *at, const cf_token *token)
{
    if (at->begins && cf_token_is(token, "table"))
        return "table";
    if (at->begins || !cf_token_is(&at->first, "printf") || at->depth != at->loops ||
        at->conditions > 0)
        return NULL;
    return cf_token_is(token, ">")    ? "printf ... >"
           : cf_token_is(token, ">>") ? "printf ... >>"
                                      : NULL;
}
