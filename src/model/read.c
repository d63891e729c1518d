/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a model, its declarations and its use of files. Refuses what would crash GLPK. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/content.h"
#include "model/model.h"

enum {
    MOST_BYTES = 16 << 20,
    PART_BYTES = 1 << 14,
    MOST_NESTED = 200,    /* GLPK recurses a dozen functions deep for each bracket */
    MOST_TOKENS = 10000,  /* of one statement: expressions are evaluated recursively */
    MOST_WIDTH = 255,     /* of a printf: GLPK formats into 1,024 bytes without a check */
    MOST_IN_FORMAT = 1000 /* all conversions of one printf */
};

/* ---- the file ---- */

static cf_status cannot_read(const cf_model *model, cf_diags *diags, int error)
{
    cf_status status = cf_diags_add(diags, CF_ERROR, CF_CODE_MODEL_CANNOT_READ, NULL, NULL,
                                    "cannot read the model %s: %s", model->file, strerror(error));

    return status == CF_OK ? CF_IO : status;
}

static cf_status report_address(const cf_model *model, cf_diags *diags)
{
    cf_status status =
        cf_diags_add(diags, CF_ERROR, CF_CODE_MODEL_CANNOT_READ, NULL,
                     "download it first, such as with curl -O, and give the name of the file",
                     "cannot read the model %s: it is an address on the web", model->file);

    return status == CF_OK ? CF_IO : status;
}

/* A workbook, an archive and the like, whatever its name. */
static cf_status check_content(const cf_model *model, const char *text, cf_diags *diags)
{
    const cf_content *content = cf_content_of(text, model->size);
    cf_status status;

    if (content == NULL)
        return CF_OK;
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_MODEL_CANNOT_READ, NULL, content->advice,
                          "the model %s must be MathProg, but is %s", model->file, content->what);
    return status == CF_OK ? CF_BAD_INPUT : status;
}

typedef CF_VEC(char) bytes;

/* Reads up to the end of the file, or until the limit is exceeded. */
static cf_status read_stream(bytes *text, FILE *in)
{
    do {
        if (!cf_vec_reserve(text, text->count + PART_BYTES))
            return CF_NO_MEMORY;
        text->count += (int)fread(text->at + text->count, 1, PART_BYTES, in);
    } while (!feof(in) && !ferror(in) && text->count <= MOST_BYTES);
    return ferror(in) ? CF_IO : CF_OK;
}

static cf_status read_model_file(cf_model *model, const char *file, cf_diags *diags)
{
    bool is_stdin = strcmp(file, "-") == 0;
    FILE *in = is_stdin ? stdin : fopen(file, "rb");
    bytes text = { NULL };
    cf_status status;

    if (in == NULL && cf_content_is_address(file))
        return report_address(model, diags);
    if (in == NULL)
        return cannot_read(model, diags, errno);
    status = read_stream(&text, in);
    model->size = (size_t)text.count;
    if (status == CF_IO)
        status = cannot_read(model, diags, errno);
    if (status == CF_OK && model->size > MOST_BYTES) {
        status = cf_diags_add(diags, CF_ERROR, CF_CODE_MODEL_TOO_LARGE, NULL,
                              "put data into the scenario, not into the model",
                              "the model %s is larger than 16 MiB", model->file);
        status = status == CF_OK ? CF_BAD_INPUT : status;
    }
    if (status == CF_OK)
        status = check_content(model, text.at, diags);
    if (status == CF_OK) {
        model->text = cf_arena_copy(&model->arena, text.at, model->size);
        status = model->text == NULL ? CF_NO_MEMORY : CF_OK;
    }
    free(text.at);
    if (!is_stdin)
        fclose(in);
    return status;
}

/* ---- declarations ---- */

static cf_status declare(cf_model *model, const cf_declaration *declaration)
{
    const char *name = declaration->name;
    int index = model->declarations.count;

    if (cf_map_find(&model->by_name, 0, name, strlen(name)) >= 0)
        return CF_OK; /* GLPK will report that it is declared twice */
    if (!cf_vec_push(&model->declarations, *declaration))
        return CF_NO_MEMORY;
    return cf_map_add(&model->by_name, 0, name, strlen(name), index);
}

const cf_declaration *cf_model_find(const cf_model *model, const char *name)
{
    int index = cf_map_find(&model->by_name, 0, name, strlen(name));

    return index < 0 ? NULL : &model->declarations.at[index];
}

bool cf_declaration_takes_data(const cf_declaration *declaration)
{
    return declaration != NULL && !declaration->assigned;
}

/* ---- one pass over the text ---- */

struct pass {
    cf_model *model;
    cf_diags *diags;
    cf_statements at;
    int nested, tokens; /* in the statement */
    cf_token before;
    cf_declaration open; /* name NULL: not a declaration */
};

static cf_status refuse_token(const struct pass *pass, cf_code code, const cf_token *token,
                              const char *hint, const char *message)
{
    cf_status status =
        cf_model_add_diag(pass->model, pass->diags, CF_ERROR, code, token, hint, "%s", message);

    return status == CF_OK ? CF_BAD_INPUT : status;
}

/* Reads the digits at *at; returns at most 1000. */
static int number_at(const char **at, const char *end)
{
    int number = 0;

    for (; *at < end && **at >= '0' && **at <= '9'; (*at)++)
        number = number > 99 ? 1000 : 10 * number + (**at - '0');
    return number;
}

/* "%255d" is allowed; "%5000d", or many of the first, would crash GLPK. */
static bool is_too_wide(const cf_token *token)
{
    const char *end = token->text + token->length, *at = token->text;
    int total = 0;

    while ((at = memchr(at, '%', (size_t)(end - at))) != NULL) {
        int width, precision = 0;

        at++;
        if (at < end && *at == '%') { /* a percent sign */
            at++;
            continue;
        }
        while (at < end && strchr("+-# 0", *at) != NULL)
            at++;
        width = number_at(&at, end);
        if (at < end && *at == '.') {
            at++;
            precision = number_at(&at, end);
        }
        total += width + precision;
        if (width > MOST_WIDTH || precision > MOST_WIDTH || total > MOST_IN_FORMAT)
            return true;
    }
    return false;
}

static cf_status check_limits(struct pass *pass, const cf_token *token)
{
    if (cf_token_is(token, "(") || cf_token_is(token, "{") || cf_token_is(token, "["))
        pass->nested++;
    else if (cf_token_is(token, ")") || cf_token_is(token, "}") || cf_token_is(token, "]"))
        pass->nested--;
    if (pass->nested > MOST_NESTED)
        return refuse_token(pass, CF_CODE_MODEL_NESTED, token,
                            "move parts of the expression into parameters",
                            "brackets are nested more than 200 deep");
    if (++pass->tokens > MOST_TOKENS)
        return refuse_token(pass, CF_CODE_MODEL_NESTED, token, "put long lists into a data section",
                            "a statement has more than 10,000 words");
    if (token->kind == CF_TOKEN_STRING && is_too_wide(token))
        return refuse_token(pass, CF_CODE_MODEL_FORMAT, token,
                            "use at most 255 columns and 255 decimals",
                            "a printf format is too wide");
    return CF_OK;
}

/* "set NAME" or "param NAME" at the beginning of a statement. */
static cf_status begin_declaration(struct pass *pass, const cf_token *token)
{
    bool is_set = cf_token_is(&pass->before, "set");

    pass->open = (cf_declaration){ .is_set = is_set, .token = *token };
    pass->open.name = cf_arena_copy(&pass->model->arena, token->text, token->length);
    return pass->open.name == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status follow_declaration(struct pass *pass, const cf_token *token)
{
    const cf_token *before = &pass->before;

    if (cf_token_is(token, "{") &&
        (before->text == pass->open.token.text || before->kind == CF_TOKEN_STRING))
        pass->open.has_domain = true; /* behind the name or its alias */
    if (pass->open.is_set && cf_token_is(before, "dimen") && !cf_token_is(token, "1"))
        pass->open.has_domain = true; /* its members are tuples */
    if (cf_token_is(token, ":="))
        pass->open.assigned = true;
    return cf_token_is(token, ";") ? declare(pass->model, &pass->open) : CF_OK;
}

static cf_status note_file_use(struct pass *pass, const cf_token *token)
{
    cf_file_use use = { cf_statements_file_use(&pass->at, token), *token };

    return use.how == NULL || cf_vec_push(&pass->model->file_uses, use) ? CF_OK : CF_NO_MEMORY;
}

static cf_status read_token(struct pass *pass, const cf_token *token)
{
    const cf_token *before = &pass->before;
    bool declares = before->text == pass->at.first.text &&
                    (cf_token_is(before, "set") || cf_token_is(before, "param"));
    cf_status status = check_limits(pass, token);

    if (status == CF_OK)
        status = note_file_use(pass, token);
    if (status == CF_OK && declares && token->kind == CF_TOKEN_NAME)
        status = begin_declaration(pass, token);
    else if (status == CF_OK && pass->open.name != NULL)
        status = follow_declaration(pass, token);
    if (cf_token_is(token, ";")) {
        pass->tokens = 0;
        pass->open.name = NULL;
    }
    pass->before = *token;
    return status;
}

/* Scans up to the data section, which declares nothing and has no statements that use files. */
static cf_status scan_model(cf_model *model, cf_diags *diags)
{
    cf_tokens tokens = cf_tokens_of(model->text, model->size);
    struct pass pass = { .model = model, .diags = diags };
    cf_status status = CF_OK;

    while (status == CF_OK) {
        cf_token token = cf_tokens_next(&tokens);

        cf_statements_take(&pass.at, &token);
        if (token.kind == CF_TOKEN_END || cf_statements_at_end(&pass.at))
            break;
        status = read_token(&pass, &token);
    }
    return status;
}

cf_status cf_model_read(cf_model **out, const char *file, cf_diags *diags)
{
    cf_model *model = calloc(1, sizeof *model);
    const char *name = strcmp(file, "-") == 0 ? "<stdin>" : file;
    cf_status status = CF_NO_MEMORY;

    *out = NULL;
    if (model == NULL)
        return CF_NO_MEMORY;
    model->file = cf_arena_copy(&model->arena, name, strlen(name));
    if (model->file != NULL)
        status = read_model_file(model, file, diags);
    if (status == CF_OK)
        status = scan_model(model, diags);
    if (status == CF_OK)
        *out = model;
    else
        cf_model_free(model);
    return status;
}

void cf_model_free(cf_model *model)
{
    if (model == NULL)
        return;
    cf_map_free(&model->by_name);
    free(model->declarations.at);
    free(model->file_uses.at);
    cf_arena_free(&model->arena);
    free(model);
}
