/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_MODEL_INSTANCE_H
#define CIRCFIN_MODEL_INSTANCE_H

/* The source of a data section. It has two graphs, because only some models need earmarks:
 *
 *   ENTITIES, EDGES   the deals as they are
 *   VERTICES, PARTS   the same money with tied money on edges of its own, as in circfin/flow.h
 *
 * models/README.md lists all names. */

#include "circfin/flow.h"
#include "model/model.h"

/** A view, its graph and its symbols. */
typedef struct cf_instance {
    const cf_model *model;
    const cf_model_question *question;
    const cf_view *view;
    cf_view_network *network;
    cf_flow *flow;
    cf_model_data_store *store;
    const char **entities, **deals, **vertices, **parts; /* symbols; NULL: not in the graph */
    int part_count, first_open_part; /* edges with an amount, then those of unknown amount */
    const int *part_edges;           /* their numbers in the flow */
    int *suppliers, supplier_count;  /* the largest investor first */
    int supplier;                    /* the value of parameter supplier, or -1 */
    FILE *out;
} cf_instance;

/** Gives all symbols and lists the suppliers. Call cf_instance_close whatever the status. */
CF_NODISCARD cf_status cf_instance_open(cf_instance *instance, cf_diags *diags);
void cf_instance_close(cf_instance *instance);

const char *cf_instance_entity_id(const cf_instance *instance, int entity);
const cf_deal *cf_instance_deal(const cf_instance *instance, int payment);
const cf_edge *cf_instance_part(const cf_instance *instance, int part);

/* ---- the layout: what models can declare ---- */

typedef enum cf_over {
    CF_OVER_NOTHING,
    CF_OVER_ENTITIES,
    CF_OVER_EDGES,
    CF_OVER_VERTICES,
    CF_OVER_PARTS
} cf_over;

typedef struct cf_layout_item {
    const char *name;
    cf_over over; /* the set of its subscripts */
    void (*put)(const cf_instance *instance, int index);
} cf_layout_item;

enum { CF_LAYOUT_COUNT = 24 };

extern const cf_layout_item cf_layout[CF_LAYOUT_COUNT];
extern const char *const cf_layout_sets[]; /* by cf_over; NULL for CF_OVER_NOTHING */
extern const char cf_layout_suppliers[];

#endif
