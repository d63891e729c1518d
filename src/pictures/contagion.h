/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_CONTAGION_H
#define CIRCFIN_PICTURES_CONTAGION_H

/* What chart_contagion.c reads from the tables of stress, and what contagion_words.c says of it. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/map.h"
#include "circfin/picture.h"
#include "circfin/report.h"

/** An entity. */
typedef struct cf_contagion_node {
    const char *id;
    double in, out, shortfall, loss, stake, paid_share;
    bool fails;
    int round, place; /* place: in the picture */
} cf_contagion_node;

/** A deal on its way into an edge: those of one payer, payee, class and form become one. */
typedef struct cf_contagion_line {
    int payer, payee, deal; /* deal: of the scenario, or -1 */
    cf_class carries;
    bool guarantee;
    double due, paid;
} cf_contagion_line;

typedef struct cf_contagion {
    const cf_report *report;
    const cf_scenario *scenario;
    cf_arena *arena;
    cf_map ids; /* of nodes */
    cf_contagion_node *nodes;
    int node_count, active;
    cf_contagion_node **ranked;
    cf_contagion_line *lines;
    int line_count, others; /* others: entities that are one */
    double all_due;
    cf_picture picture;
    cf_picture_entity *entities;
    cf_picture_edge *edges;
    cf_picture_deal *deals;
    double *paid;
    bool *fails;
    const char **told;
    int short_of_money;             /* entities that fail */
    const cf_contagion_node *worst; /* the supplier that loses most */
} cf_contagion;

/** The finding in a sentence, as long as fits; and what it is out of. */
void cf_contagion_title(cf_buffer *words, const cf_contagion *chart);
void cf_contagion_below(cf_buffer *words, const cf_contagion *chart);

/** What stands below the name of an entity; NULL for one that can pay and loses nothing, and where
 *  memory runs out. */
const char *cf_contagion_told(cf_contagion *chart, const cf_contagion_node *node);

/** The larger of what it fails to pay and of what it loses. */
double cf_contagion_hurt(const cf_contagion_node *node);

#endif
