/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns messages of GLPK into diagnostics with a place in the model. GLPK gives:
 *
 *   /tmp/circfin-4711:12: syntax error in expression        only the line
 *   Context: ... sum { i in A } p [ i                       the words before the error
 */
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "base/text.h"
#include "model/model.h"

enum {
    CONTEXT = 60,
    MOST_LOGGED = 1 << 20,
    MOST_SOURCE = 200,
    MESSAGE_SIZE = 512,
    HINT_SIZE = 160
};

int cf_glpk_log_hook(void *data, const char *text)
{
    cf_buffer *log = data;
    size_t length = strlen(text);

    if (log->length + length >= MOST_LOGGED) /* errors come last */
        cf_buffer_clear(log);
    if (length < MOST_LOGGED)
        cf_buffer_add(log, text);
    return 1; /* nothing goes to the terminal */
}

/* ---- places ---- */

static size_t line_length(const cf_model *model, const char *line)
{
    const char *end = model->text + model->size;
    const char *newline = memchr(line, '\n', (size_t)(end - line));

    return (size_t)((newline == NULL ? end : newline) - line);
}

/* Appends a word to the context as GLPK does: after a space. */
static void append_context(char last[static CONTEXT + 1], const char *word, size_t length)
{
    for (size_t i = 0; i <= length; i++) {
        memmove(last, last + 1, CONTEXT - 1);
        last[CONTEXT - 1] = i == 0 ? ' ' : word[i - 1];
    }
}

cf_token cf_model_locate(const cf_model *model, int line, const char *context)
{
    cf_tokens tokens = cf_tokens_of(model->text, model->size);
    cf_token token, first = { .kind = CF_TOKEN_END, .text = model->text + model->size };
    cf_token found = { .line = 0 };
    char last[CONTEXT + 1] = "";

    memset(last, ' ', CONTEXT);
    do {
        token = cf_tokens_next(&tokens);
        if (token.line > line)
            break;
        if (token.line == line && first.line_start == NULL)
            first = token;
        if (token.kind == CF_TOKEN_STRING)
            append_context(last, "'...'", 5);
        else if (token.kind == CF_TOKEN_END)
            append_context(last, "_|_", 3);
        else
            append_context(last, token.text, token.length);
        if (context != NULL && strcmp(last, context) == 0)
            found = token;
    } while (token.kind != CF_TOKEN_END);
    if (found.line > 0)
        return found;
    if (first.line_start == NULL)
        first = (cf_token){ .text = token.line_start, .line_start = token.line_start };
    first.line = line;
    first.length = 0;
    return first;
}

/* Fills in the place of a token; column and length count characters. */
static cf_status locate_token(cf_diags *diags, cf_where *where, const cf_model *model,
                              const cf_token *token)
{
    size_t length = line_length(model, token->line_start);
    char source[MOST_SOURCE + 1];

    snprintf(source, sizeof source, "%.*s", (int)(length < MOST_SOURCE ? length : MOST_SOURCE),
             token->line_start);
    where->line = token->line;
    where->column =
        1 + (int)cf_text_characters(token->line_start, (size_t)(token->text - token->line_start));
    where->length = token->length == 0 ? 1 : (int)cf_text_characters(token->text, token->length);
    if ((size_t)(token->text - token->line_start) >= MOST_SOURCE)
        return CF_OK; /* too far right to show */
    where->source_column = where->column;
    where->source_line = cf_arena_copy(&diags->arena, source, strlen(source));
    return where->source_line == NULL ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_model_add_diag(const cf_model *model, cf_diags *diags, cf_severity severity,
                            cf_code code, const cf_token *token, const char *hint,
                            const char *format, ...)
{
    cf_problem problem = { .severity = severity, .code = code, .hint = hint };
    cf_where *where = NULL;
    cf_status status = cf_diags_open(diags, model->file);
    va_list args;

    va_start(args, format);
    if (status == CF_OK)
        status = cf_diags_report(diags, &where, &problem, format, args);
    va_end(args);
    if (status == CF_OK && where != NULL && token != NULL)
        status = locate_token(diags, where, model, token);
    cf_diags_close(diags);
    return status;
}

/* ---- parsing the messages ---- */

struct remark {
    int line;
    const char *text; /* without the place, up to the end of its line */
    size_t length;
    const char *context; /* CONTEXT characters, or NULL */
};

static bool starts_with(const char *text, const char *with)
{
    while (*with != '\0' && *text == *with)
        text++, with++;
    return *with == '\0';
}

static const char *next_line(const char *text)
{
    const char *newline = strchr(text, '\n');

    return newline == NULL ? text + strlen(text) : newline + 1;
}

/* "NAME:12: words" at the beginning of a line. */
static bool read_remark(struct remark *remark, const char *line, const char *name)
{
    size_t length = strlen(name);
    char *end;

    if (strncmp(line, name, length) != 0 || line[length] != ':')
        return false;
    remark->line = (int)strtol(line + length + 1, &end, 10);
    if (end == line + length + 1 || strncmp(end, ": ", 2) != 0)
        return false;
    remark->text = end + 2;
    remark->length = strcspn(remark->text, "\n");
    return true;
}

/* "Context: ...words" */
static const char *read_context(char context[static CONTEXT + 1], const char *line)
{
    static const char begin[] = "Context: ", dots[] = "...";
    size_t length;

    if (!starts_with(line, begin))
        return NULL;
    line += sizeof begin - 1;
    length = strcspn(line, "\n");
    if (length == CONTEXT + 3 && strncmp(line, dots, 3) == 0)
        line += 3, length -= 3;
    if (length != CONTEXT)
        return NULL;
    memcpy(context, line, CONTEXT);
    context[CONTEXT] = '\0';
    return context;
}

static bool is_warning(const struct remark *remark)
{
    return remark->length >= 9 && memcmp(remark->text, "warning: ", 9) == 0;
}

cf_status cf_glpk_log_add_warnings(const cf_buffer *log, const cf_model *model, const char *scratch,
                                   cf_diags *diags)
{
    cf_status status = log->failed ? CF_NO_MEMORY : CF_OK;
    struct remark remark;

    if (log->text == NULL)
        return status;
    for (const char *at = log->text; *at != '\0' && status == CF_OK; at = next_line(at)) {
        cf_token token;

        if (!read_remark(&remark, at, scratch) || !is_warning(&remark))
            continue;
        token = cf_model_locate(model, remark.line, NULL);
        status = cf_model_add_diag(model, diags, CF_WARNING, CF_CODE_MODEL_WARNING, &token, NULL,
                                   "%.*s", (int)remark.length - 9, remark.text + 9);
    }
    return status;
}

/* GLPK ended without naming a line: reports its last message. */
static cf_status add_final_error(const cf_buffer *log, const cf_model *model, int mebibytes,
                                 cf_diags *diags)
{
    char words[MESSAGE_SIZE] = "";
    cf_status status;

    if (log->text != NULL && strstr(log->text, ": no memory available\n") != NULL)
        return CF_NO_MEMORY; /* of the machine */
    if (log->text != NULL && strstr(log->text, "memory allocation limit exceeded") != NULL) {
        status =
            cf_model_add_diag(model, diags, CF_ERROR, CF_CODE_MODEL_MEMORY, NULL,
                              "check for a set or a sum that is larger than intended, or raise "
                              "--memory-limit",
                              "the model needs more than %d MiB of memory", mebibytes);
        return status == CF_OK ? CF_BAD_INPUT : status;
    }
    for (const char *at = log->text; at != NULL && *at != '\0'; at = next_line(at)) {
        if (*at != '\n' && !starts_with(at, "Context:") && !starts_with(at, "Error detected"))
            snprintf(words, sizeof words, "%.*s", (int)strcspn(at, "\n"), at);
    }
    status = cf_model_add_diag(model, diags, CF_ERROR, CF_CODE_MODEL_GAVE_UP, NULL, NULL,
                               "GLPK gave up: %s", words);
    return status == CF_OK ? CF_SOLVER : status;
}

/* The declaration of the name that a message begins with. */
static const cf_declaration *declaration_in(const struct remark *remark, const cf_model *model)
{
    char name[MESSAGE_SIZE];

    snprintf(name, sizeof name, "%.*s", (int)strcspn(remark->text, " [\n"), remark->text);
    return cf_model_find(model, name);
}

/* GLPK names the statement that uses a value; the hint names its declaration. */
static const char *hint_for(char hint[static HINT_SIZE], const struct remark *remark,
                            const cf_model *model)
{
    const cf_declaration *declared = declaration_in(remark, model);

    if (starts_with(remark->text, "no value for supplier\n"))
        return "no entity of this view both invests and sells: name one with --supplier";
    if (declared == NULL || declared->token.line == remark->line)
        return NULL;
    snprintf(hint, HINT_SIZE, "line %d declares %.100s", declared->token.line, declared->name);
    return hint;
}

/* "amount requires numeric data": the place is the declaration of amount. */
static cf_status add_data_error(const struct remark *remark, const cf_model *model, cf_diags *diags)
{
    const cf_declaration *declared = declaration_in(remark, model);

    return cf_model_add_diag(
        model, diags, CF_ERROR, CF_CODE_MODEL_DATA, declared == NULL ? NULL : &declared->token,
        "models/README.md lists the declarations that match the scenario's data",
        "the scenario's data does not match the declaration: %.*s", (int)remark->length,
        remark->text);
}

/* Whether to name the word that GLPK stopped at, which it rarely does itself. */
static bool needs_word(const struct remark *remark)
{
    static const char where[] = "where expected";

    return starts_with(remark->text, "syntax error") || starts_with(remark->text, "invalid use") ||
           (remark->length >= sizeof where - 1 &&
            starts_with(remark->text + remark->length - (sizeof where - 1), where));
}

static cf_status add_error_at(const struct remark *remark, const cf_model *model, cf_code code,
                              cf_diags *diags)
{
    enum { MOST_SHOWN = 40 };
    cf_token token = cf_model_locate(model, remark->line, remark->context);
    int shown = token.length < MOST_SHOWN ? (int)token.length : MOST_SHOWN;
    char hint[HINT_SIZE];

    if (token.length == 0 || !needs_word(remark))
        return cf_model_add_diag(model, diags, CF_ERROR, code, &token,
                                 hint_for(hint, remark, model), "%.*s", (int)remark->length,
                                 remark->text);
    return cf_model_add_diag(model, diags, CF_ERROR, code, &token, NULL, "%.*s at \"%.*s\"",
                             (int)remark->length, remark->text, shown, token.text);
}

cf_status cf_glpk_log_add_error(const cf_buffer *log, const cf_model *model, const char *scratch,
                                cf_code code, int mebibytes, cf_diags *diags)
{
    struct remark remark, last = { .text = NULL };
    char context[CONTEXT + 1];
    cf_status status;

    if (log->failed)
        return CF_NO_MEMORY;
    for (const char *at = log->text; at != NULL && *at != '\0'; at = next_line(at)) {
        if (!read_remark(&remark, at, scratch) || is_warning(&remark))
            continue;
        last = remark;
        last.context = read_context(context, next_line(at));
    }
    if (last.text == NULL)
        return add_final_error(log, model, mebibytes, diags);
    status = code == CF_CODE_MODEL_DATA ? add_data_error(&last, model, diags)
                                        : add_error_at(&last, model, code, diags);
    return status == CF_OK ? CF_BAD_INPUT : status;
}
