/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_MODEL_H
#define CIRCFIN_MODEL_MODEL_H

/* The parts of a model's way through GLPK, each in a file of its own:
 *
 *   model_tokens.c    the words of MathProg, with their places
 *   model_read.c      the file, and what it declares
 *   model_symbols.c   ids of the scenario as symbols of MathProg, and back
 *   model_scene.c     a view, ready to be written: graph, symbols, suppliers
 *   model_layout.c    the sets and parameters that there are
 *   model_data.c      the data section
 *   model_messages.c  what GLPK says, as problems with a place
 *   model_solve.c     the solver
 *   model_run.c       through GLPK, in a child process (apart.c)
 *   model_answer.c    the answer on its way back
 *   model.c           the order of work: temporary files, the child, the result
 */

#include <stdio.h>

#include "base/arena.h"
#include "base/map.h"
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

/* ---- the model ---- */

/** A set or parameter that the model declares. */
typedef struct cf_declaration {
    const char *name;
    bool is_set;
    bool has_domain; /* it has subscripts, or members that are pairs and more */
    bool assigned;   /* := gives it its value, so that it takes no data */
    cf_token token;  /* its name, in the model's text */
} cf_declaration;

struct cf_model {
    cf_arena arena;
    const char *file; /* as in diagnostics */
    const char *text;
    size_t size;
    cf_declaration *declarations;
    int declaration_count, declaration_room;
    cf_map by_name;
};

const cf_declaration *cf_model_find(const cf_model *model, const char *name); /* or NULL */

/** Whether it is declared and the model itself does not give it its value. */
bool cf_declaration_takes_data(const cf_declaration *declaration);

/* ---- problems ---- */

/** A problem at a token of the model's text. CF_OK or CF_NO_MEMORY. */
CF_NODISCARD cf_status cf_model_add_diag(const cf_model *model, cf_diags *diags,
                                         cf_severity severity, int code, const cf_token *token,
                                         const char *hint, const char *format, ...) CF_PRINTF(7, 8);

/** The token that GLPK stumbled over, in this line or before it: the text up to there reads as in
 *  its "Context:". Else the beginning of the line, with length 0. */
cf_token cf_model_locate(const cf_model *model, int line, const char *context);

/** What GLPK has said while it worked on a model. */
typedef struct cf_glpk_log {
    char *text;
    size_t used, room;
    bool failed; /* no memory: text is missing */
} cf_glpk_log;

int cf_glpk_log_hook(void *log, const char *text); /* a terminal hook */

/** GLPK's warnings about a file, under its real name. */
CF_NODISCARD cf_status cf_glpk_log_add_warnings(const cf_glpk_log *log, const cf_model *model,
                                                const char *scratch, cf_diags *diags);

/** The error that GLPK ended with. `scratch` is the name under which it knows the model, or the
 *  data under CF_CODE_MODEL_DATA: then the place is where the model declares what does not fit.
 *  @return CF_BAD_INPUT, CF_SOLVER (GLPK gave up without a line) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_glpk_log_add_error(const cf_glpk_log *log, const cf_model *model,
                                             const char *scratch, int code, cf_diags *diags);

/* ---- symbols ---- */

typedef struct cf_symbols {
    cf_arena *arena;
    cf_map ids;     /* that are symbols themselves */
    cf_map changed; /* symbols made up: index in list */
    cf_model_symbol *list;
    int count, room;
} cf_symbols;

/** What a model may take, in MiB: an endless set would take the machine with it. */
enum { CF_MODEL_MEMORY = 2048 };

/** Longest symbol, in bytes: MathProg takes 100, but names of 255 should hold several. */
enum { CF_SYMBOL_SIZE = 60 };

/** First all ids of the scenario, then what stands for them. CF_OK or CF_NO_MEMORY. */
CF_NODISCARD cf_status cf_symbols_reserve(cf_symbols *symbols, const char *id);

/** The symbol of an id: itself where MathProg takes it. An id that is not `reserved`, made up by
 *  us, gets one of its own where that one is taken. NULL when memory ran out. */
const char *cf_symbols_for(cf_symbols *symbols, const char *id, bool reserved);
void cf_symbols_free(cf_symbols *symbols);

/** Writes a symbol or a text into a data section, in quotes where it needs them. */
void cf_symbol_put(FILE *out, const char *symbol);

/** Takes "x[a,'b c']" apart, with ids for symbols. CF_OK or CF_NO_MEMORY. */
CF_NODISCARD cf_status cf_symbols_split(cf_arena *arena, const cf_map *map,
                                        const cf_model_symbol *list, const char *text,
                                        const char **name, const char **index);

/* ---- the data section with what it keeps ---- */

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

/** Where the work stood when it ended. */
typedef enum cf_model_stage { CF_STAGE_READ, CF_STAGE_DATA, CF_STAGE_RUN } cf_model_stage;

typedef struct cf_model_outcome {
    cf_status status; /* CF_BAD_INPUT, CF_SOLVER: see what GLPK said */
    cf_model_stage stage;
    cf_glpk_log log;
} cf_model_outcome;

/** What a child has to know. */
typedef struct cf_model_task {
    const cf_model_data *data; /* for the names; NULL: none */
    double time_limit;
    const char *model_file, *data_file, *print_file; /* temporary; data_file may be NULL */
} cf_model_task;

/** Translates, solves and collects: what the child does. `data` is a cf_model_task. */
void cf_model_work(FILE *out, void *data);

/** The way there and back. Receiving gives CF_OK or CF_NO_MEMORY; the log's text then belongs
 * to the store. */
void cf_model_send(FILE *out, const cf_model_outcome *outcome, const cf_model_result *result);
CF_NODISCARD cf_status cf_model_receive(cf_model_outcome *outcome, cf_model_store *store,
                                        const char *bytes, size_t size);

/** Solves a problem as translated, which may tighten bounds of integer columns, and fills the
 *  head of the result. To be called inside cf_glpk_run. `lp` is a glp_prob. */
void cf_model_optimise(cf_model_result *result, void *lp, double time_limit);

#endif
