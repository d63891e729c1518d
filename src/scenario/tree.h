/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_TREE_H
#define CIRCFIN_SCENARIO_TREE_H

/*
 * A value of the JSON tree together with the way to it, so that a problem can be reported with its
 * place. Reading goes on after a problem: functions return something harmless, and the reader
 * counts what was wrong. When memory runs out the reader's status says so, and what is returned
 * means nothing any more.
 */

#include "circfin/scenario.h"
#include "scenario/datum.h"
#include "scenario/store.h"

/** The elements of a list that are made when they are asked for, such as rows of a spreadsheet. */
typedef struct cf_rows cf_rows;
struct cf_rows {
    int count;
    /** Owned by the rows, good until the next one is asked for; NULL when memory ran out. */
    const cf_datum *(*at)(cf_rows *rows, int index);
    /** Takes an error of a row, which is then not reported; NULL: errors are reported. */
    cf_status (*note)(cf_rows *rows, int index, cf_code code, const char *message);
    /** The same rows for one more thread. Its `at` tells nothing, but sets *problem where something
     *  would have to be told. The rows themselves may be read meanwhile. NULL when memory ran out.
     */
    cf_rows *(*fork)(const cf_rows *rows, bool *problem);
    /** Of a fork: the rows since the last call are read, and what was counted in them counts or,
     *  where they will be read again, does not. NULL: nothing is counted. */
    void (*keep)(cf_rows *fork, bool keep);
    void (*join)(cf_rows *rows, cf_rows *fork); /* frees a fork after its thread has ended */
    /** The rows before `end` were read by forks, without problems. NULL: nothing to do. */
    void (*pass)(cf_rows *rows, int end);
};

/** What is shared by all of one reading. */
typedef struct cf_reader {
    cf_diags *diags;             /* may be NULL */
    const cf_progress *progress; /* may be NULL */
    struct cf_scenario_store *store;
    cf_arena *arena;    /* the store's */
    cf_status status;   /* CF_OK, or CF_NO_MEMORY */
    bool *problem;      /* NULL, or nothing is told, but this is set instead: see records.h */
    int threads;        /* at most; 0: one for each processor */
    long errors;        /* reported so far */
    long comparisons;   /* of words that may still be made for suggestions */
    const cf_datum *fx; /* borrowed; NULL where there is none */
    const char **entity_ids, **deal_ids;    /* "" where one is missing */
    bool entities_in_doubt, deals_in_doubt; /* an id is missing, so unknown ones are not reported */
    cf_entity *entities;
    cf_deal *deals;
    bool names_deals;                 /* the deal being read names other deals */
    unsigned char *refers;            /* by deal: whether it does */
    cf_rows *entity_rows, *deal_rows; /* NULL: there is no such list */
    bool spreadsheets; /* `false` stands for a value that could not be read and is reported */
    bool drop_self_deals, compare_totals, notes; /* see cf_reading */
    unsigned char *dropped;                      /* by deal: it is left out */
    int dropped_count;
    int unkept; /* keys that begin with "x-" of entities and deals */
} cf_reader;

typedef struct cf_json {
    cf_reader *reader;
    const struct cf_json *parent; /* NULL: the root; must live as long */
    const char *key;              /* in an object; NULL in a list */
    size_t index;                 /* in a list */
    const char *what;             /* for messages, such as "amount" or "deal" */
    const cf_datum *json;         /* NULL: not there */
    cf_rows *rows;                /* the elements of entities and deals; else NULL */
} cf_json;

cf_json cf_json_root(cf_reader *reader, const cf_datum *json);
cf_json cf_json_member(const cf_json *object, const char *key);

/** A member or an element whose value is at hand. */
cf_json cf_json_member_at(const cf_json *object, const cf_datum *member);
cf_json cf_json_element_at(const cf_json *list, size_t index, const cf_datum *element,
                           const char *what);

/** An entity or a deal, which is read now. */
cf_json cf_json_element(const cf_json *list, size_t index, const char *what);

/** How many elements a list has; 0 where it is none. */
size_t cf_json_size(const cf_json *list);

/** Memory in the scenario's arena; NULL with the reader's status set when there is none. */
void *cf_reader_new(cf_reader *reader, size_t count, size_t size);

/** The word nearest to one that was not found, or NULL; gives up when it has searched much. */
const char *cf_reader_suggest(cf_reader *reader, const char *word, const char *const *words,
                              int count);

/** Reports an error at a value. `hint` may be NULL. */
void cf_json_error(const cf_json *node, cf_code code, const char *hint, const char *format, ...)
    CF_PRINTF(4, 5);

/** The same for an error about one word, such as a currency without a rate: errors about another
 *  word are of another kind. */
void cf_json_error_about(const cf_json *node, cf_code code, const char *same, const char *hint,
                         const char *format, ...) CF_PRINTF(5, 6);

/** Reports an error that also names the line of another place: `hint` is followed by that line. */
void cf_json_error_with(const cf_json *node, const cf_json *other, cf_code code, const char *hint,
                        const char *format, ...) CF_PRINTF(5, 6);

void cf_json_warn(const cf_json *node, cf_code code, const char *hint, const char *format, ...)
    CF_PRINTF(4, 5);

/** What a suspicion is about: see cf_diag. */
typedef struct cf_doubt {
    bool is_note;
    const cf_json *other; /* a second place; or NULL */
    const char *of, *value, *expected;
    const char *hint; /* followed by the second place where there is one */
} cf_doubt;

/** Warns of what is probably wrong. */
void cf_json_doubt(const cf_json *node, cf_code code, const cf_doubt *doubt, const char *format,
                   ...) CF_PRINTF(4, 5);

/** Reports a problem of a key rather than of its value. */
void cf_json_key_problem(const cf_json *node, cf_severity severity, cf_code code, const char *hint,
                         const char *format, ...) CF_PRINTF(5, 6);

/** "amount must be a number, but is a list", with a hint that fits what was found. */
void cf_json_wrong_type(const cf_json *node, const char *expected);

/** A short printable text for a message; lives to the end of the expression. */
typedef struct cf_shown {
    char text[100];
} cf_shown;

cf_shown cf_show_text(const char *text); /* "in quotes", cut to a sensible length */
cf_shown cf_show_number(double number);
cf_shown cf_show_json(const cf_datum *json); /* a list and an object without what is in them */
cf_shown cf_show_hint(const char *format, ...) CF_PRINTF(1, 2); /* cut with an ellipsis */

#endif
