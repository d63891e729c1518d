/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_RECORDS_H
#define CIRCFIN_SCENARIO_RECORDS_H

/*
 * Entities or deals from their rows, on several threads:
 *
 *   rows ─┬─ fork, worker: rows 0 .. 4095    ──┬──► in order: ids; a part with problems once more
 *         └─ fork, worker: rows 4096 .. 8191 ──┘
 *
 * A worker reads a part of the rows and tells nothing. A part in which something would have to be
 * told is read again in its turn, by the only reader that tells. So problems, their order and their
 * places are those of one thread.
 */

#include "scenario/fields.h"
#include "scenario/tree.h"

/** The id is the first field of both. */
typedef struct cf_records {
    const cf_fields *fields;
    size_t size;
    int map; /* of the ids */
    void (*check)(const cf_json *node, const void *record);
    const char **ids;      /* "" where one is missing */
    unsigned char *refers; /* by record: whether it names deals; NULL where none does */
    bool *in_doubt;        /* set where an id is missing */
} cf_records;

/** Reads all elements of a list into an array of its own, in the scenario's arena. NULL with the
 *  reader's status set when memory ran out. */
void *cf_records_read(const cf_json *list, const cf_records *records);

#endif
