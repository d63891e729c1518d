/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_GRAPH_FILES_PREPARE_H
#define CIRCFIN_GRAPH_FILES_PREPARE_H

/*
 * Makes the copy of a graph file that igraph reads. It has the lines of the file, so that igraph's
 * line numbers are right, and differs in three ways:
 *
 *   - values are texts, whatever type the file gives them
 *   - every node and edge has one more attribute, CF_GRAPH_MARK: where it begins in the file
 *   - what says the same in other words than igraph understands is put into these
 *
 * What igraph would read as something else, without a word, is a problem. A syntax error is none:
 * igraph finds it, and says it in its own words.
 */

#include <stdio.h>

#include "base/memory_file.h"
#include "base/vec.h"
#include "graph_files/graph_files.h"

#define CF_GRAPH_MARK "circfinplace"

/** Stands between the name of an attribute and a number that makes it unique: a character for
 *  private use, U+F8FF. */
#define CF_GRAPH_KEY_MARK "\xEF\xA3\xBF"

typedef struct cf_graph_draft {
    cf_graph_format format;
    const char *text; /* of the file */
    size_t size;
    FILE *out;    /* the copy */
    size_t done;  /* bytes of the text that are in the copy, or were left out on purpose */
    int nodes;    /* that the file lists */
    bool numbers; /* Pajek: edges have marks by `places` instead */
    CF_VEC(size_t) places;
    char *title; /* Pajek: of the network; NULL: none; to be freed */
    cf_graph_problem *problem;
    const char *remarks[CF_GRAPH_MOST_REMARKS]; /* static */
    int remark_count;
} cf_graph_draft;

/** Each writes draft->out. @return CF_OK, CF_BAD_INPUT (draft->problem says why) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_graph_prepare_graphml(cf_graph_draft *draft);
CF_NODISCARD cf_status cf_graph_prepare_gml(cf_graph_draft *draft);
CF_NODISCARD cf_status cf_graph_prepare_pajek(cf_graph_draft *draft);

/** Says what is wrong with the bytes from..to. @return CF_BAD_INPUT */
CF_NODISCARD cf_status cf_graph_refuse(cf_graph_draft *draft, cf_code code, size_t from, size_t to,
                                       const char *hint, const char *format, ...) CF_PRINTF(6, 7);

/** Says that a graph is undirected, at this place. @return CF_BAD_INPUT */
CF_NODISCARD cf_status cf_graph_refuse_undirected(cf_graph_draft *draft, size_t from, size_t to);

/** Remembers what is left out; the text is static. */
void cf_graph_remark(cf_graph_draft *draft, const char *text);

/** Copies the text up to this byte. */
void cf_graph_copy_to(cf_graph_draft *draft, size_t end);

/** Leaves it out, but for the ends of lines. */
void cf_graph_skip_to(cf_graph_draft *draft, size_t end);

/** Keys that were seen, such as those of one edge. */
typedef struct cf_graph_seen {
    struct cf_graph_seen_key {
        const char *at;
        size_t length;
    } keys[64];
    int count;
} cf_graph_seen;

/** Whether a key was seen before; it now has been. Beyond 64 keys nothing is remembered. */
bool cf_graph_has_seen(cf_graph_seen *seen, const char *key, size_t length);

/** The character that &#228; or &#xE4; stands for, and the length of that; 0: it is none. There is
 * a NUL behind the text. */
size_t cf_graph_character(const char *text, size_t size, unsigned *code);

/** Finds the first node of GraphML whose id another one has, and refuses it. */
CF_NODISCARD cf_status cf_graph_refuse_double(cf_graph_draft *draft);

#endif
