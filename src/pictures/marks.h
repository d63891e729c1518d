/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_MARKS_H
#define CIRCFIN_PICTURES_MARKS_H

/* The elements and tooltips that all drawings share: see draw.h. `words` is scratch: empty before
 * and after. If its memory runs out, it keeps the failure and the tooltip is cut. */

#include <stdio.h>

#include "base/buffer.h"
#include "circfin/report.h"

/** Opens the <g> of an edge: who pays whom how much, and the deals behind it. */
void cf_mark_edge(FILE *out, const cf_report *report, int edge, cf_buffer *words);

/** Opens the <g> of an entity: its flows, its balance and what comes back. The second has its name
 *  as a whole, for drawings that stand alone; a page lists the names itself. */
void cf_mark_entity(FILE *out, const cf_report *report, int entity, cf_buffer *words);
void cf_mark_entity_alone(FILE *out, const cf_report *report, int entity, cf_buffer *words);

#endif
