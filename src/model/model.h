/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_MODEL_H
#define CIRCFIN_MODEL_MODEL_H

/* The steps from a MathProg model to its solution, one file each:
 *
 *   tokens.c     the words of MathProg, with their places
 *   statements.c where statements begin, and which of them read or write files
 *   read.c       the file, its declarations and its use of files
 *   symbols.c    ids of the scenario as symbols of MathProg, and back
 *   instance.c   a view prepared for its data section: graph, symbols, suppliers
 *   layout.c     the sets and parameters that models can declare
 *   data.c       the data section
 *   run.c        translation and solution by GLPK, in a child process (base/child.h)
 *   solve.c      the choice of solver
 *   scale.c      problems with very large or very small numbers, to GLPK and back
 *   ranges.c     how far bounds and coefficients of an optimal basis can move
 *   messages.c   messages of GLPK as diagnostics
 *   answer.c     the solution on its way from the child
 *   model.c      all steps in order: temporary files, the child, the result
 */

#include <stdio.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/map.h"
#include "base/vec.h"
#include "circfin/model.h"

/* ---- tokens ---- */

typedef enum cf_token_kind {
    CF_TOKEN_END,
    CF_TOKEN_NAME,
    CF_TOKEN_NUMBER,
    CF_TOKEN_STRING,
    CF_TOKEN_OTHER
} cf_token_kind;

typedef struct cf_token {
    cf_token_kind kind;
    const char *text;
    size_t length;
    int line;
    const char *line_start;
} cf_token;

typedef struct cf_tokens {
    const char *at, *end, *line_start;
    int line;
} cf_tokens;

cf_tokens cf_tokens_of(const char *text, size_t size);
cf_token cf_tokens_next(cf_tokens *tokens);
bool cf_token_is(const cf_token *token, const char *text);

/* ---- statements ---- */

/** A place among the statements of a model; begins as {0}. */
typedef struct cf_statements {
    cf_token first;    /* of the statement */
    bool begins;       /* the last token taken is `first` */
    bool ends;         /* the last token taken ends the statement */
    bool expects_body; /* of a loop, whose domain is complete */
    int depth;         /* open brackets, with those of `loops` */
    int loops;         /* open bodies of loops */
    int conditions;    /* "if" whose "then" is to come, outside brackets */
} cf_statements;

void cf_statements_take(cf_statements *at, const cf_token *token);

/** Whether the token taken last ends the model section: data, end, or the end of the text. */
bool cf_statements_at_end(const cf_statements *at);

/** How the token taken last makes the statement read or write a file: "printf ... >", for example;
 *  NULL if it does not. */
const char *cf_statements_file_use(const cf_statements *at, const cf_token *token);

/* ---- the model ---- */

/** A set or parameter that the model declares. */
typedef struct cf_declaration {
    const char *name;
    bool is_set;
    bool has_domain; /* has subscripts, or members that are tuples */
    bool assigned;   /* has a value by :=, so takes no data */
    cf_token token;  /* its name, in the model's text */
} cf_declaration;

/** A statement that reads or writes a file. */
typedef struct cf_file_use {
    const char *how; /* see cf_statements_file_use */
    cf_token token;
} cf_file_use;

struct cf_model {
    cf_arena arena;
    const char *file; /* as in diagnostics */
    const char *text;
    size_t size;
    CF_VEC(cf_declaration) declarations;
    cf_map by_name;
    CF_VEC(cf_file_use) file_uses;
};

const cf_declaration *cf_model_find(const cf_model *model, const char *name); /* or NULL */

/** Whether it is declared and needs data. */
bool cf_declaration_takes_data(const cf_declaration *declaration);

/* ---- problems ---- */

/** Adds a diagnostic at a token of the model's text. CF_OK or CF_NO_MEMORY. */
CF_NODISCARD cf_status cf_model_add_diag(const cf_model *model, cf_diags *diags,
                                         cf_severity severity, cf_code code, const cf_token *token,
                                         const char *hint, const char *format, ...) CF_PRINTF(7, 8);

/** The token at which GLPK stopped, in this line or before: the one at which the text reads as in
 *  "Context:". If there is none, the beginning of the line, with length 0. */
cf_token cf_model_locate(const cf_model *model, int line, const char *context);

/** Appends what GLPK prints to `log`, a cf_buffer: a terminal hook. */
int cf_glpk_log_hook(void *log, const char *text);

/** Adds GLPK's warnings about a file as diagnostics of the model. */
CF_NODISCARD cf_status cf_glpk_log_add_warnings(const cf_buffer *log, const cf_model *model,
                                                const char *scratch, cf_diags *diags);

/** Adds the error that ended GLPK as a diagnostic. `scratch` is the temporary name of the model, or
 *  of the data under CF_CODE_MODEL_DATA: then the place is the declaration that does not match.
 *  `mebibytes` is the memory limit. @return CF_BAD_INPUT, CF_SOLVER (GLPK named no line) or
 *  CF_NO_MEMORY */
CF_NODISCARD cf_status cf_glpk_log_add_error(const cf_buffer *log, const cf_model *model,
                                             const char *scratch, cf_code code, int mebibytes,
                                             cf_diags *diags);

/* ---- symbols ---- */

typedef struct cf_symbols {
    cf_arena *arena;
    cf_map ids;     /* ids that are symbols themselves */
    cf_map changed; /* invented symbols: index in made */
    CF_VEC(cf_model_symbol) made;
} cf_symbols;

/** Longest symbol, in bytes. MathProg allows 100, but names of 255 bytes should hold several. */
enum { CF_SYMBOL_SIZE = 60 };

/** Reserves an id. Call it for all ids of the scenario before cf_symbols_for. CF_OK or
 * CF_NO_MEMORY. */
CF_NODISCARD cf_status cf_symbols_reserve(cf_symbols *symbols, const char *id);

/** The symbol of an id: the id itself if MathProg accepts it. An id that is not `reserved` gets
 *  another symbol if its own is taken. NULL when memory ran out. */
const char *cf_symbols_for(cf_symbols *symbols, const char *id, bool reserved);
void cf_symbols_free(cf_symbols *symbols);

/** Writes a symbol or a text into a data section, in quotes where needed. */
void cf_symbol_put(FILE *out, const char *symbol);

/** Splits "x[a,'b c']" into name and index, with ids in place of symbols. CF_OK or CF_NO_MEMORY. */
CF_NODISCARD cf_status cf_symbols_split(cf_arena *arena, const cf_map *map,
                                        const cf_model_symbol *list, const char *text,
                                        const char **name, const char **index);

/* ---- the data section and what it owns ---- */

typedef struct cf_model_data_store {
    cf_model_data data; /* first: the caller's pointer is this one */
    cf_arena arena;
    cf_symbols symbols;
    char *text;
} cf_model_data_store;

/* ---- solving ---- */

typedef struct cf_model_store {
    cf_model_result result; /* first: the caller's pointer is this one */
    cf_arena arena;
} cf_model_store;

/** The step at which the work ended. */
typedef enum cf_model_stage { CF_STAGE_READ, CF_STAGE_DATA, CF_STAGE_RUN } cf_model_stage;

typedef struct cf_model_outcome {
    cf_status status; /* CF_BAD_INPUT, CF_SOLVER: see the log */
    cf_model_stage stage;
    cf_buffer log; /* what GLPK printed */
} cf_model_outcome;

/** The input of a child. */
typedef struct cf_model_task {
    const cf_model_data *data; /* for the names; NULL: none */
    const cf_model_limits *limits;
    double end; /* of the time limit, on the clock; INFINITY: none */
    const char *model_file, *data_file, *print_file; /* temporary; data_file may be NULL */
} cf_model_task;

/** Translates, solves and sends: the work of the child. `data` is a cf_model_task. */
void cf_model_work(FILE *out, void *data);

/** Sends and receives a solution. Receiving gives CF_OK or CF_NO_MEMORY; the store then owns the
 * text of the log. */
void cf_model_send(FILE *out, const cf_model_outcome *outcome, const cf_model_result *result);
CF_NODISCARD cf_status cf_model_receive(cf_model_outcome *outcome, cf_model_store *store,
                                        const char *bytes, size_t size);

/** Solves a translated problem, in its scale or another, and fills the head of the result. May
 * tighten bounds of integer columns. Call it inside cf_glpk_run. `lp` is a glp_prob; `end` is a
 * time of cf_clock_seconds(). */
CF_NODISCARD cf_status cf_model_optimise(cf_model_result *result, void *lp, double end);

#endif
