/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where loops can be: strong components, cut into blocks (biconnected components of the graph
 * without directions) after J. Hopcroft, R. Tarjan (1973), https://doi.org/10.1145/362248.362272.
 *
 *     a ⇄ b ⇄ c → d        A cycle that used a and d would pass the cut vertices b and c twice. So
 *              ↖ ↓         {a, b}, {b, c} and {c, d, e} are searched one by one, and every step
 *                e         belongs to one block.
 */
#include "loops/blocks.h"

#include <stdlib.h>

#include "loops/strong.h"

/* Steps with ranks for vertices, before they are cut. */
struct cutting {
    const cf_hops *hops;
    const cf_loop_rules *rules;
    cf_loop_blocks *out;
    cf_step *steps;
    int step_count;
    int *ends;       /* tails, then heads, of the steps */
    int *block;      /* of a step; at first its strong component */
    int block_count; /* before those without a loop are dropped */

    /* the depth-first search for blocks, on the steps without their direction */
    int *start, *at; /* steps at a vertex, either way */
    int *number, *low, *next, *path, *entry, *open_steps;
    int on_path, open_count, visited;
};

static unsigned needs_of(const cf_loop_rules *rules)
{
    unsigned needs = rules->open ? CF_HAS_OPEN : 0;

    /* By rank, loops through a node may start at other nodes. */
    if (rules->by_rank && rules->through >= 0)
        needs |= CF_HAS_THROUGH;
    return rules->kind == CF_LOOPS_FINANCING ? needs | CF_HAS_BOTH : needs;
}

static void make_steps(struct cutting *cutting, const cf_trimmed *trimmed)
{
    const cf_hops *hops = trimmed->hops;
    cf_step *step = cutting->steps;

    for (int r = 0; r < hops->node_count; r++) {
        for (int h = hops->start[r]; trimmed->is_there[r] && h < hops->start[r + 1]; h++) {
            if (!cf_trimmed_has(trimmed, h))
                continue;
            if (cutting->step_count == 0 || step->tail != r || step->head != hops->heads[h]) {
                step = &cutting->steps[cutting->step_count++];
                *step = (cf_step){ .tail = r, .head = hops->heads[h], .hop = h };
            }
            cf_step_add(step, trimmed, h);
        }
    }
}

/* ---- strong components ---- */

static cf_status drop_steps_between(struct cutting *cutting)
{
    int vertices = cutting->hops->node_count, kept = 0, *component = NULL;
    int *tails = cutting->ends, *heads = cutting->ends + cutting->step_count;
    cf_strong strong;
    cf_status status = cf_strong_new(&strong, vertices, cutting->step_count);

    component = malloc(((size_t)vertices + 1) * sizeof *component);
    if (status != CF_OK || component == NULL) {
        status = CF_NO_MEMORY;
        goto out;
    }
    for (int i = 0; i < cutting->step_count; i++) {
        tails[i] = cutting->steps[i].tail;
        heads[i] = cutting->steps[i].head;
    }
    cutting->block_count =
        cf_strong_find(&strong, component, vertices, tails, heads, cutting->step_count);
    for (int i = 0; i < cutting->step_count; i++) {
        cutting->block[kept] = component[cutting->steps[i].tail];
        if (component[cutting->steps[i].head] == cutting->block[kept])
            cutting->steps[kept++] = cutting->steps[i];
    }
    cutting->step_count = kept;

out:
    cf_strong_free(&strong);
    free(component);
    return status;
}

/* ---- blocks ---- */

static void list_steps_at(struct cutting *cutting)
{
    int vertices = cutting->hops->node_count;

    for (int i = 0; i < cutting->step_count; i++) {
        cutting->start[cutting->steps[i].tail + 2]++;
        cutting->start[cutting->steps[i].head + 2]++;
    }
    for (int v = 2; v <= vertices; v++)
        cutting->start[v] += cutting->start[v - 1];
    for (int i = 0; i < cutting->step_count; i++) {
        cutting->at[cutting->start[cutting->steps[i].tail + 1]++] = i;
        cutting->at[cutting->start[cutting->steps[i].head + 1]++] = i;
    }
}

static void enter_vertex(struct cutting *cutting, int v, int by)
{
    cutting->number[v] = cutting->low[v] = ++cutting->visited;
    cutting->next[v] = cutting->start[v];
    cutting->entry[v] = by;
    cutting->path[cutting->on_path++] = v;
}

/* v is done. Where nothing below it reaches above `before`, the steps since then are a block. */
static void leave_vertex(struct cutting *cutting)
{
    int v = cutting->path[--cutting->on_path], before, by = cutting->entry[v], step;

    if (by < 0)
        return;
    before = cutting->path[cutting->on_path - 1];
    if (cutting->low[v] < cutting->low[before])
        cutting->low[before] = cutting->low[v];
    if (cutting->low[v] < cutting->number[before])
        return;
    do {
        step = cutting->open_steps[--cutting->open_count];
        cutting->block[step] = cutting->block_count;
    } while (step != by);
    cutting->block_count++;
}

static void follow_step(struct cutting *cutting, int v, int step)
{
    int other =
        cutting->steps[step].tail == v ? cutting->steps[step].head : cutting->steps[step].tail;

    if (step == cutting->entry[v])
        return;
    if (cutting->number[other] == 0) {
        cutting->open_steps[cutting->open_count++] = step;
        enter_vertex(cutting, other, step);
    } else if (cutting->number[other] < cutting->number[v]) {
        cutting->open_steps[cutting->open_count++] = step;
        if (cutting->number[other] < cutting->low[v])
            cutting->low[v] = cutting->number[other];
    }
}

static void find_blocks(struct cutting *cutting)
{
    for (int root = 0; root < cutting->hops->node_count; root++) {
        if (cutting->number[root] != 0)
            continue;
        enter_vertex(cutting, root, -1);
        while (cutting->on_path > 0) {
            int v = cutting->path[cutting->on_path - 1];

            if (cutting->next[v] == cutting->start[v + 1])
                leave_vertex(cutting);
            else
                follow_step(cutting, v, cutting->at[cutting->next[v]++]);
        }
    }
}

static cf_status cut_blocks(struct cutting *cutting)
{
    size_t vertices = (size_t)cutting->hops->node_count + 2;
    size_t steps = (size_t)cutting->step_count + 1;
    int *room = calloc(6 * vertices + 4 * steps, sizeof *room), *next = room;
    int **by_vertex[] = { &cutting->start, &cutting->number, &cutting->low,
                          &cutting->next,  &cutting->path,   &cutting->entry };

    if (room == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < sizeof by_vertex / sizeof *by_vertex; i++, next += vertices)
        *by_vertex[i] = next;
    cutting->block_count = 0;
    cutting->at = next;
    cutting->open_steps = next + 2 * steps;
    list_steps_at(cutting);
    find_blocks(cutting);
    free(room);
    return CF_OK;
}

/* ---- each block by itself ---- */

/* Steps of a block come by tail; every vertex is the tail of one. */
static int number_vertices(cf_step *steps, int count, int *rank, int *local)
{
    int vertices = 0;

    for (int i = 0; i < count; i++) {
        if (i == 0 || steps[i].tail != steps[i - 1].tail) {
            local[steps[i].tail] = vertices;
            rank[vertices++] = steps[i].tail;
        }
    }
    for (int i = 0; i < count; i++) {
        steps[i].tail = local[steps[i].tail];
        steps[i].head = local[steps[i].head];
    }
    return vertices;
}

static void list_by_vertex(const cf_loop_block *block, int *start, int *in_start, int *in_at)
{
    for (int i = 0; i < block->step_count; i++) {
        start[block->steps[i].tail + 1]++;
        in_start[block->steps[i].head + 2]++;
    }
    for (int v = 1; v <= block->vertex_count; v++)
        start[v] += start[v - 1];
    for (int v = 2; v <= block->vertex_count; v++)
        in_start[v] += in_start[v - 1];
    for (int i = 0; i < block->step_count; i++)
        in_at[in_start[block->steps[i].head + 1]++] = i;
}

static void tell_kinds(cf_loop_block *block)
{
    unsigned has = 0;

    block->is_single = true;
    for (int i = 0; i < block->step_count; i++) {
        const cf_step *step = &block->steps[i];

        has |= step->has;
        block->is_single = block->is_single && step->choices == 1 && step->known_choices == 1;
    }
    block->has_both = cf_has_both(has);
}

static cf_status list_hops(cf_loop_block *block, cf_arena *arena, const cf_hops *all)
{
    size_t count = (size_t)block->step_count;
    int *hops = cf_arena_new(arena, count, sizeof *hops);
    double *amounts = cf_arena_new(arena, count, sizeof *amounts);

    if (hops == NULL || amounts == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        hops[i] = block->steps[i].hop;
        amounts[i] = all->hops[hops[i]].amount;
    }
    block->hops = hops;
    block->amounts = amounts;
    return CF_OK;
}

/* After list_by_vertex. */
static cf_status list_closely(cf_loop_block *block, cf_arena *arena)
{
    size_t count = (size_t)block->step_count;
    int *ends = cf_arena_new(arena, 2 * count, sizeof *ends);
    unsigned char *has = cf_arena_new(arena, 2 * count, sizeof *has);

    if (ends == NULL || has == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const cf_step *in = &block->steps[block->in_at[i]];

        ends[i] = block->steps[i].head;
        has[i] = block->steps[i].has;
        ends[count + i] = in->tail;
        has[count + i] = in->has;
    }
    block->heads = ends;
    block->in_tails = ends + count;
    block->has = has;
    block->in_has = has + count;
    return CF_OK;
}

/* The vertex that loops must pass through is the only root, with the whole block as its component.
 */
static cf_status set_only_root(cf_loop_block *block, cf_arena *arena, int through)
{
    int *roots = cf_arena_new(arena, 1, sizeof *roots);
    int *number = cf_arena_new(arena, (size_t)block->vertex_count, sizeof *number);
    int *size = cf_arena_new(arena, (size_t)block->vertex_count, sizeof *size);

    if (roots == NULL || number == NULL || size == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < block->vertex_count; v++) {
        number[v] = v;
        size[v] = block->vertex_count - v;
        if (block->rank[v] == through)
            roots[0] = v;
    }
    /* It takes the first number: its tree is the whole block. */
    number[0] = number[roots[0]];
    number[roots[0]] = 0;
    size[roots[0]] = block->vertex_count;
    block->roots = roots;
    block->root_count = 1;
    block->number = number;
    block->tree_size = size;
    return CF_OK;
}

static bool holds(const cf_loop_block *block, int rank)
{
    for (int v = 0; v < block->vertex_count; v++)
        if (block->rank[v] == rank)
            return true;
    return false;
}

static cf_status finish_block(struct cutting *cutting, cf_loop_block *block)
{
    cf_loop_blocks *out = cutting->out;

    out->block_count++;
    if (block->vertex_count > out->most_vertices)
        out->most_vertices = block->vertex_count;
    if (block->step_count > out->most_steps)
        out->most_steps = block->step_count;
    return cutting->rules->count_only ? CF_OK : list_hops(block, &out->arena, cutting->hops);
}

static cf_status add_block(struct cutting *cutting, cf_step *steps, int count, int *local)
{
    cf_loop_blocks *out = cutting->out;
    const cf_loop_rules *rules = cutting->rules;
    cf_loop_block *block = (cf_loop_block *)out->blocks + out->block_count;
    int through = rules->through < 0 ? -1 : cutting->hops->rank[rules->through];
    int *rank = cf_arena_new(&out->arena, (size_t)count, sizeof *rank);
    int *start, *in_start, *in_at = cf_arena_new(&out->arena, (size_t)count, sizeof *in_at);

    if (rank == NULL || in_at == NULL)
        return CF_NO_MEMORY;
    *block = (cf_loop_block){ .step_count = count, .steps = steps, .rank = rank, .in_at = in_at };
    block->vertex_count = number_vertices(steps, count, rank, local);
    if (through >= 0 && !holds(block, through))
        return CF_OK;
    start = cf_arena_new(&out->arena, (size_t)block->vertex_count + 2, sizeof *start);
    in_start = cf_arena_new(&out->arena, (size_t)block->vertex_count + 2, sizeof *in_start);
    if (start == NULL || in_start == NULL)
        return CF_NO_MEMORY;
    list_by_vertex(block, start, in_start, in_at);
    block->start = start;
    block->in_start = in_start;
    tell_kinds(block);
    if (list_closely(block, &out->arena) != CF_OK || finish_block(cutting, block) != CF_OK)
        return CF_NO_MEMORY;
    return through >= 0 && !rules->by_rank
               ? set_only_root(block, &out->arena, through)
               : cf_loop_block_order_roots(block, &out->arena, out->needs, rules->by_rank);
}

/* Steps sorted by block, those of one block as before; *start gets where each begins. */
static cf_step *group_steps(struct cutting *cutting, int *start)
{
    cf_step *grouped =
        cf_arena_new(&cutting->out->arena, (size_t)cutting->step_count, sizeof *grouped);

    for (int i = 0; grouped != NULL && i < cutting->step_count; i++)
        start[cutting->block[i] + 2]++;
    for (int b = 2; grouped != NULL && b <= cutting->block_count; b++)
        start[b] += start[b - 1];
    for (int i = 0; grouped != NULL && i < cutting->step_count; i++)
        grouped[start[cutting->block[i] + 1]++] = cutting->steps[i];
    return grouped;
}

static cf_status add_blocks(struct cutting *cutting)
{
    cf_loop_blocks *out = cutting->out;
    int *start = calloc((size_t)cutting->block_count + 2, sizeof *start);
    int *local = calloc((size_t)cutting->hops->node_count + 1, sizeof *local);
    cf_step *steps = start == NULL ? NULL : group_steps(cutting, start);
    cf_status status = CF_OK;

    out->blocks = cf_arena_new(&out->arena, (size_t)cutting->block_count, sizeof *out->blocks);
    if (start == NULL || local == NULL || steps == NULL || out->blocks == NULL)
        status = CF_NO_MEMORY;
    for (int b = 0; status == CF_OK && b < cutting->block_count; b++) {
        unsigned has = 0;

        for (int i = start[b]; i < start[b + 1]; i++)
            has |= steps[i].has;
        if ((out->needs & ~has) == 0)
            status = add_block(cutting, steps + start[b], start[b + 1] - start[b], local);
    }
    free(start);
    free(local);
    return status;
}

static bool are_short(const cf_loop_rules *rules)
{
    return rules->longest > 0 && rules->longest <= CF_SHORT_LOOP && !rules->by_rank && !rules->open;
}

/* All in one block. */
static cf_status add_short(struct cutting *cutting, const cf_trimmed *trimmed)
{
    cf_loop_blocks *out = cutting->out;
    cf_loop_block *block = cf_arena_new(&out->arena, 1, sizeof *block);
    cf_status status = CF_NO_MEMORY;

    out->blocks = block;
    if (block != NULL)
        status = cf_loop_block_short(block, &out->arena, trimmed, out->needs);
    out->needs = 0;
    out->are_short = true;
    if (status != CF_OK || block->root_count == 0)
        return status;
    return finish_block(cutting, block);
}

static cf_status add_cut(struct cutting *cutting, const cf_trimmed *trimmed)
{
    size_t room = (size_t)cutting->hops->hop_count + 1;
    cf_status status = CF_NO_MEMORY;

    cutting->steps = malloc(room * sizeof *cutting->steps);
    cutting->ends = malloc(2 * room * sizeof *cutting->ends);
    cutting->block = malloc(room * sizeof *cutting->block);
    if (cutting->steps != NULL && cutting->ends != NULL && cutting->block != NULL) {
        make_steps(cutting, trimmed);
        status = drop_steps_between(cutting);
    }
    if (status == CF_OK && !cutting->rules->by_rank)
        status = cut_blocks(cutting);
    if (status == CF_OK)
        status = add_blocks(cutting);
    free(cutting->steps);
    free(cutting->ends);
    free(cutting->block);
    return status;
}

cf_status cf_loop_blocks_new(cf_loop_blocks *out, const cf_hops *hops, const cf_loop_rules *rules)
{
    struct cutting cutting = { .hops = hops, .rules = rules, .out = out };
    cf_trimmed trimmed;
    cf_status status = cf_trimmed_new(&trimmed, hops, rules);

    *out = (cf_loop_blocks){ .needs = needs_of(rules), .by_rank = rules->by_rank };
    if (status == CF_OK)
        status = are_short(rules) ? add_short(&cutting, &trimmed) : add_cut(&cutting, &trimmed);
    cf_trimmed_free(&trimmed);
    return status;
}

void cf_loop_blocks_free(cf_loop_blocks *blocks)
{
    cf_arena_free(&blocks->arena);
    *blocks = (cf_loop_blocks){ 0 };
}
