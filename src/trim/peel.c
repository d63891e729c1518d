/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drops entities that nobody pays or that pay nobody: by passes over the edges while they do not
 * fit into memory, then with a list of what to drop next. Both drop the same in each round. */
#include "trim/peel.h"

#include <stdlib.h>
#include <string.h>

void cf_trim_tell(const cf_progress *progress, double done, double total, const char *unit)
{
    const cf_progress_state state = { .done = done, .total = total, .unit = unit, .found = -1.0 };

    if (progress != NULL)
        progress->step(progress->payload, &state);
}

static bool add_round(cf_peeled *peeled, cf_round round)
{
    if (round.no_way_in + round.no_way_out == 0)
        return true;
    return cf_vec_push(&peeled->rounds, round);
}

/* ---- passes over the edges ---- */

/* What each pass needs. */
struct peeling {
    cf_peeled *out;
    const cf_edges *edges;
    size_t entities, left; /* edges between entities that are kept */
    const cf_progress *progress;
    cf_diags *diags;
};

/* Calls `take` for each edge between entities that are kept. */
static cf_status each_edge(struct peeling *peeling,
                           void (*take)(void *payload, uint32_t payer, uint32_t payee),
                           void *payload)
{
    const bool *kept = peeling->out->kept;
    cf_edge_reader reader;
    const cf_edge_entry *block;
    size_t count = 1;
    cf_status status = cf_edge_reader_begin(&reader, peeling->edges, peeling->diags);

    while (status == CF_OK && count > 0) {
        status = cf_edge_reader_next(&reader, &block, &count);
        for (size_t i = 0; status == CF_OK && i < count; i++) {
            uint32_t payer = cf_entry_payer(block[i]), payee = cf_entry_payee(block[i]);

            if (kept[payer] && kept[payee])
                take(payload, payer, payee);
        }
        cf_trim_tell(peeling->progress, (double)reader.next, (double)peeling->edges->count,
                     "edges");
    }
    cf_edge_reader_end(&reader);
    return status;
}

enum { PAID = 1, PAYS = 2 };

struct marks {
    unsigned char *of; /* by entity */
    size_t count;      /* of edges */
};

static void mark(void *payload, uint32_t payer, uint32_t payee)
{
    struct marks *marks = payload;

    marks->of[payer] |= PAYS;
    marks->of[payee] |= PAID;
    marks->count++;
}

static cf_status one_round(struct peeling *peeling, cf_round *round)
{
    struct marks marks = { calloc(peeling->entities + 1, 1), 0 };
    bool *kept = peeling->out->kept;
    cf_status status = marks.of == NULL ? CF_NO_MEMORY : each_edge(peeling, mark, &marks);

    *round = (cf_round){ 0 };
    for (size_t v = 0; status == CF_OK && v < peeling->entities; v++) {
        if (!kept[v] || marks.of[v] == (PAID | PAYS))
            continue;
        kept[v] = false;
        if ((marks.of[v] & PAID) == 0)
            round->no_way_in++;
        else
            round->no_way_out++;
    }
    peeling->left = marks.count;
    free(marks.of);
    if (status == CF_OK && !add_round(peeling->out, *round))
        status = CF_NO_MEMORY;
    return status;
}

/* ---- in memory ---- */

/* Neighbours on one side: those of v are at[start[v]] ... at[start[v + 1]]. */
struct side {
    uint32_t *start, *at, *left; /* left: how many neighbours are not dropped yet */
};

struct graph {
    struct side out, in;
    uint32_t *dropped; /* in the order of dropping */
    size_t dropped_count, entities;
    bool *kept;
};

static bool make_side(struct side *side, size_t entities, size_t edges)
{
    side->start = calloc(entities + 2, sizeof *side->start);
    side->at = malloc((edges + 1) * sizeof *side->at);
    side->left = calloc(entities + 1, sizeof *side->left);
    return side->start != NULL && side->at != NULL && side->left != NULL;
}

static void free_side(struct side *side)
{
    free(side->start);
    free(side->at);
    free(side->left);
}

static void count_edge(void *payload, uint32_t payer, uint32_t payee)
{
    struct graph *graph = payload;

    graph->out.left[payer]++;
    graph->in.left[payee]++;
}

static void place_edge(void *payload, uint32_t payer, uint32_t payee)
{
    struct graph *graph = payload;

    graph->out.at[graph->out.start[payer + 1]++] = payee;
    graph->in.at[graph->in.start[payee + 1]++] = payer;
}

/* start[v + 1] is where the next neighbour of v goes, and at the end where those of v end. */
static void start_side(struct side *side, size_t entities)
{
    uint32_t at = 0;

    for (size_t v = 0; v < entities; v++) {
        side->start[v + 1] = at;
        at += side->left[v];
    }
}

static cf_status load(struct peeling *peeling, struct graph *graph)
{
    cf_status status;

    graph->dropped = malloc((graph->entities + 1) * sizeof *graph->dropped);
    if (graph->dropped == NULL || !make_side(&graph->out, graph->entities, peeling->left) ||
        !make_side(&graph->in, graph->entities, peeling->left))
        return CF_NO_MEMORY;
    status = each_edge(peeling, count_edge, graph);
    start_side(&graph->out, graph->entities);
    start_side(&graph->in, graph->entities);
    return status == CF_OK ? each_edge(peeling, place_edge, graph) : status;
}

static void drop_if_loose(struct graph *graph, uint32_t v)
{
    if (!graph->kept[v] || (graph->in.left[v] > 0 && graph->out.left[v] > 0))
        return;
    graph->kept[v] = false;
    graph->dropped[graph->dropped_count++] = v;
}

/* Takes the edges of v away from its neighbours on the other side. */
static void loosen(const struct graph *graph, const struct side *side, uint32_t *left, uint32_t v)
{
    for (uint32_t i = side->start[v]; i < side->start[v + 1]; i++)
        if (graph->kept[side->at[i]])
            left[side->at[i]]--;
}

static void drop_neighbours(struct graph *graph, const struct side *side, uint32_t v)
{
    for (uint32_t i = side->start[v]; i < side->start[v + 1]; i++)
        drop_if_loose(graph, side->at[i]);
}

/* Removes the edges of the entities dropped from `from` to `to`; those that then have no payer or
 * no payee left are the next round. */
static cf_round end_round(struct graph *graph, size_t from, size_t to)
{
    cf_round round = { 0 };

    for (size_t i = from; i < to; i++) {
        bool unpaid = graph->in.left[graph->dropped[i]] == 0;

        round.no_way_in += unpaid;
        round.no_way_out += !unpaid;
    }
    for (size_t i = from; i < to; i++) {
        loosen(graph, &graph->out, graph->in.left, graph->dropped[i]);
        loosen(graph, &graph->in, graph->out.left, graph->dropped[i]);
    }
    for (size_t i = from; i < to; i++) {
        drop_neighbours(graph, &graph->out, graph->dropped[i]);
        drop_neighbours(graph, &graph->in, graph->dropped[i]);
    }
    return round;
}

static cf_status peel_in_memory(struct peeling *peeling)
{
    struct graph graph = { .entities = peeling->entities, .kept = peeling->out->kept };
    cf_status status = load(peeling, &graph);
    size_t from = 0;

    for (size_t v = 0; status == CF_OK && v < graph.entities; v++)
        drop_if_loose(&graph, (uint32_t)v);
    while (status == CF_OK && from < graph.dropped_count) {
        size_t to = graph.dropped_count;

        if (!add_round(peeling->out, end_round(&graph, from, to)))
            status = CF_NO_MEMORY;
        from = to;
    }
    free_side(&graph.out);
    free_side(&graph.in);
    free(graph.dropped);
    return status;
}

/* ---- the whole ---- */

static bool fits(const struct peeling *peeling, size_t memory)
{
    size_t needed = peeling->left * 8 + peeling->entities * 20;

    return needed <= memory && peeling->left < UINT32_MAX;
}

cf_status cf_peel(cf_peeled *out, const cf_edges *edges, size_t entities, size_t memory,
                  const cf_progress *progress, cf_diags *diags)
{
    struct peeling peeling = { out, edges, entities, edges->count, progress, diags };
    cf_round round = { .no_way_in = 1 };
    cf_status status = CF_OK;

    *out = (cf_peeled){ .kept = malloc(entities + 1) };
    if (out->kept == NULL)
        return CF_NO_MEMORY;
    memset(out->kept, true, entities);
    while (status == CF_OK && !fits(&peeling, memory) && round.no_way_in + round.no_way_out > 0)
        status = one_round(&peeling, &round);
    if (status == CF_OK && fits(&peeling, memory))
        status = peel_in_memory(&peeling);
    return status;
}

void cf_peeled_free(cf_peeled *peeled)
{
    free(peeled->kept);
    free(peeled->rounds.at);
    *peeled = (cf_peeled){ .kept = NULL };
}
