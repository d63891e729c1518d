/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_ANALYSES_NAMES_H
#define CIRCFIN_ANALYSES_NAMES_H

/* What the entities of a view are called where people read. */

#include "circfin/report.h"
#include "circfin/view.h"

/**
 * One text for each entity: its name; its id where it has none; "NAME (ID)" where several have that
 * name. At most CF_NAME_SHOWN characters of each. They live as long as view and report.
 *
 * @return NULL when memory ran out. Time: O(entities · log entities)
 */
const char *const *cf_names_of(cf_report *report, const cf_view *view);

/** An entity by its id and its name, which may be NULL. */
typedef struct cf_called {
    const char *id, *name;
} cf_called;

/** The same of entities that are in no single view. The texts of `called` must live as long as the
 *  report. */
const char *const *cf_names_make(cf_report *report, const cf_called *called, int count);

#endif
