/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_SCAN_H
#define CIRCFIN_SCENARIO_SCAN_H

/*
 * Walks over JSON text, decides whether it is JSON and says where its parts are. datum_read.c reads
 * the values without keeping their places, so the same walk finds them when a problem has to be
 * reported.
 */

#include <stdbool.h>
#include <stddef.h>

enum { CF_SCAN_DEPTH = 2048 }; /* deeper nesting is refused */

typedef enum cf_scan_event {
    CF_SCAN_KEY,    /* a key; its value comes next */
    CF_SCAN_SCALAR, /* a text, number, true, false or null */
    CF_SCAN_OPEN,   /* { or [ */
    CF_SCAN_CLOSE,  /* } or ] */
    CF_SCAN_END,    /* the end of the text, where it should be */
    CF_SCAN_FLAW    /* the text is not JSON; the walk ends */
} cf_scan_event;

typedef enum cf_flaw {
    CF_NO_FLAW,
    CF_FLAW_CUT_OFF,
    CF_FLAW_TRAILING,
    CF_FLAW_DEEP,
    CF_FLAW_NUL,
    CF_FLAW_OPEN_STRING,
    CF_FLAW_CONTROL,
    CF_FLAW_ESCAPE,
    CF_FLAW_SURROGATE, /* half of a character that escapes write in two halves */
    CF_FLAW_WORD,      /* a bare word or a malformed number */
    CF_FLAW_QUOTE,
    CF_FLAW_COMMENT,
    CF_FLAW_MISSING_COMMA,
    CF_FLAW_EXTRA_COMMA,
    CF_FLAW_COLON,
    CF_FLAW_KEY,
    CF_FLAW_BRACKET,
    CF_FLAW_VALUE, /* no value where one must be */
    CF_FLAW_STRAY, /* neither a comma nor a closing bracket where one must be */
    CF_FLAW_COUNT
} cf_flaw;

typedef struct cf_scan {
    const char *text;
    size_t size;
    size_t start, end; /* the token of the last event, in bytes */
    int depth;         /* brackets open after the last event */
    bool in_object[CF_SCAN_DEPTH];
    int expected; /* see scan.c */
    cf_flaw flaw;
} cf_scan;

void cf_scan_start(cf_scan *scan, const char *text, size_t size);

/** The next event. Time: O(size) for the whole walk; memory: none. */
cf_scan_event cf_scan_next(cf_scan *scan);

/** Whether the innermost open bracket is an object's. */
bool cf_scan_is_in_object(const cf_scan *scan);

/** Decodes a token that is a text without flaws, `size` bytes with its quotes, into fewer bytes.
 *  @return the length; no NUL is added */
size_t cf_scan_decode(const char *token, size_t size, char *out);

#endif
