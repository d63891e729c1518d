/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WORKBOOK_PARTS_H
#define CIRCFIN_WORKBOOK_PARTS_H

/* Which part of a package is what. */

#include "base/arena.h"
#include "base/vec.h"
#include "workbook/package.h"

typedef struct cf_book_relation {
    const char *id;
    const char *type; /* its last word, such as "worksheet" */
    const char *part; /* its name; NULL: it lies outside of the file, and is not looked at */
} cf_book_relation;

typedef struct cf_book_relations {
    CF_VEC(cf_book_relation) list;
    cf_arena *arena;
    const char *folder; /* of the part whose relations these are: "xl/" */
} cf_book_relations;

/** Reads the relations of a part, "" being the whole; texts are the arena's. Free out->list.at
 *  whatever the status. @return see cf_book_open() */
CF_NODISCARD cf_status cf_book_relations_read(cf_book_relations *out, cf_arena *arena,
                                              cf_package *package, const char *part);

/** The first one of this type, or of this id; NULL: none. */
const cf_book_relation *cf_book_relation_of_type(const cf_book_relations *list, const char *type);
const cf_book_relation *cf_book_relation_by_id(const cf_book_relations *list, const char *id);

#endif
