/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_GROUPS_H
#define CIRCFIN_PICTURES_GROUPS_H

/* The groups of a picture whose entities are placed together. */

#include "base/arena.h"
#include "circfin/picture.h"

typedef struct cf_groups {
    int *of;    /* of each entity: its group, or -1 */
    int *first; /* of each group: its first entity, whose group names it */
    int *next;  /* of each entity: the next one of its group, or -1 */
    int count;  /* in the order of their first entities */
} cf_groups;

/** The groups of a picture that has `cluster`; single members form no group. Allocates in the
 * arena.
 *  @return CF_OK or CF_NO_MEMORY. Time: O(entities) on average. */
CF_NODISCARD cf_status cf_groups_new(cf_groups *out, cf_arena *arena, const cf_picture *picture);

#endif
