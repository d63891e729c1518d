/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Balanced flow forwarding: Homs-Dones, MacKay, Sansom, Zhou (2025),
 * https://doi.org/10.48550/arXiv.2506.12546.
 *
 * In a strong component with amounts w, let p be the stationary distribution of the amounts
 * normalised by row, w_uv / w_u. The circulation p_u w_uv / w_u takes the same fraction of all
 * that u pays, so an edge is used up only with the whole row of its payer: every step removes one
 * vertex, and there are fewer steps than vertices.
 *
 *     1 ──1──► 2 ──1──► 3 ──1──► 1     p = (1, ½, 1): the step moves ½, ½, 1 on these and ½ on
 *     └───────1───────► 3              1 → 3. Vertex 3 has paid all; 2.5 of 4 circulate, 0.625.
 *
 * With row u scaled to left_u of what it was, q_u = left_u p_u / w_u solves
 *
 *     Σ_u q_u a_uv = q_v Σ_w a_vw        (sums within the component)
 *
 * which does not know left: from one step to the next only the component changes, and the last
 * solution is a good start for the next.
 */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/sum.h"
#include "circfin/flow.h"
#include "pro_rata/lu.h"
#include "pro_rata/stationary.h"
#include "pro_rata/sweep_rows.h"

struct segment {
    int first, past; /* in `order` */
};

/* Sets of up to SMALL vertices are eliminated as a full matrix; larger ones, of up to MIDDLE, where
 * sweeps cannot be trusted. */
enum { SMALL = 64, MIDDLE = 512 };

struct forwarding {
    const cf_flow *flow;
    int *order;            /* vertices; sets under work are stretches of it */
    struct segment *stack; /* sets still to be looked at; they are disjoint */
    int height;
    int *label, last_label; /* vertices of the set under work have the last label */
    int *mark, last_mark;   /* scratch of the walks */
    int *queue, *place;
    int *payers, *payees;  /* scratch: how many within the set */
    double *left;          /* fraction of a vertex's payments not yet moved */
    double *weight;        /* q above */
    double *pays;          /* Σ_w a_vw within the set */
    struct cf_matrix rows; /* of the set that is swept */
    double *x;             /* weights by place in it */
    cf_entry *entries;
    double *right;
    double *rates; /* a full matrix; NULL until needed */
    double least;  /* walks take only edges of at least this part of what their payer pays */
    double *circular;
    cf_arena arena; /* of all but `rates` */
};

static bool inside(const struct forwarding *state, const cf_edge *edge)
{
    return edge->amount > 0 && state->label[edge->tail] == state->last_label &&
           state->label[edge->head] == state->last_label && state->left[edge->tail] > 0;
}

static void relabel(struct forwarding *state, struct segment set)
{
    state->last_label++;
    for (int i = set.first; i < set.past; i++)
        state->label[state->order[i]] = state->last_label;
}

/* ---- finding a strong component of a set ---- */

/* Marks what can be reached; returns how many that are. */
static int walk(struct forwarding *state, int from, bool in)
{
    const cf_flow *flow = state->flow;
    const cf_adjacency *edges = in ? &flow->in_edges : &flow->out_edges;
    int queued = 0;

    state->last_mark++;
    state->mark[from] = state->last_mark;
    state->queue[queued++] = from;
    for (int next = 0; next < queued; next++) {
        int v = state->queue[next];

        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];
            int to = in ? edge->tail : edge->head;

            if (!inside(state, edge) || state->mark[to] == state->last_mark ||
                edge->amount < state->least * state->pays[edge->tail])
                continue;
            state->mark[to] = state->last_mark;
            state->queue[queued++] = to;
        }
    }
    return queued;
}

static void push(struct forwarding *state, int first, int past)
{
    if (past - first > 1)
        state->stack[state->height++] = (struct segment){ first, past };
}

/* Moves the vertices that `keep` marks to the front; returns where the others begin. */
static int split(struct forwarding *state, struct segment set, const int *mark, int keep)
{
    int past = set.first;

    for (int i = set.first; i < set.past; i++) {
        int v = state->order[i];

        if (mark[v] != keep)
            continue;
        state->order[i] = state->order[past];
        state->order[past++] = v;
    }
    return past;
}

/* Counts, for every vertex of the set, who pays it and whom it pays; queues those with neither. */
static int count_neighbours(struct forwarding *state, struct segment set)
{
    const cf_flow *flow = state->flow;
    int queued = 0;

    for (int i = set.first; i < set.past; i++)
        state->payers[state->order[i]] = state->payees[state->order[i]] = 0;
    for (int i = set.first; i < set.past; i++) {
        int v = state->order[i];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(state, edge)) {
                state->payees[v]++;
                state->payers[edge->head]++;
            }
        }
    }
    for (int i = set.first; i < set.past; i++) {
        if (state->payers[state->order[i]] == 0 || state->payees[state->order[i]] == 0)
            state->queue[queued++] = state->order[i];
    }
    return queued;
}

/* One neighbour fewer; a vertex is queued when it has lost its last on either side, once. */
static int lose(struct forwarding *state, int vertex, int *neighbours, const int *others,
                int queued)
{
    if (neighbours[vertex] > 0 && --neighbours[vertex] == 0 && others[vertex] > 0)
        state->queue[queued++] = vertex;
    return queued;
}

/* Drops, until none is left, the vertices that no other in the set pays, or that pay none. */
static struct segment trim(struct forwarding *state, struct segment set)
{
    const cf_flow *flow = state->flow;
    int queued = count_neighbours(state, set);

    for (int next = 0; next < queued; next++) {
        int v = state->queue[next];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(state, edge))
                queued = lose(state, edge->head, state->payers, state->payees, queued);
        }
        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

            if (inside(state, edge))
                queued = lose(state, edge->tail, state->payees, state->payers, queued);
        }
        state->label[v] = 0;
    }
    return (struct segment){ set.first, split(state, set, state->label, state->last_label) };
}

/* The strong component of one vertex of the set; what remains of the set goes on the stack. */
static struct segment take_component(struct forwarding *state, struct segment set)
{
    int forward, past;

    relabel(state, set);
    set = trim(state, set);
    if (set.past - set.first < 2)
        return (struct segment){ 0, 0 };
    walk(state, state->order[set.first], false);
    forward = state->last_mark;
    past = split(state, set, state->mark, forward);
    push(state, past, set.past);
    set.past = past;
    relabel(state, set); /* backwards only among what was reached */
    walk(state, state->order[set.first], true);
    past = split(state, set, state->mark, state->last_mark);
    push(state, past, set.past);
    set.past = past;
    relabel(state, set);
    return set;
}

/* ---- weights ---- */

static void sum_payments(struct forwarding *state, struct segment set)
{
    const cf_flow *flow = state->flow;

    for (int i = set.first; i < set.past; i++) {
        int v = state->order[i];
        cf_sum sum = { 0 };

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(state, edge))
                cf_sum_add(&sum, edge->amount);
        }
        state->pays[v] = cf_sum_value(sum);
    }
}

/* The payments within the set, as sweep_rows.h has them: vertices by their places in it. */
static void list_rows(struct forwarding *state, struct segment set)
{
    const cf_flow *flow = state->flow;
    const int *in = flow->in_edges.start;
    struct cf_matrix *rows = &state->rows;
    int count = 0;

    for (int i = set.first; i < set.past; i++)
        state->place[state->order[i]] = i - set.first;
    for (int i = set.first; i < set.past; i++) {
        int v = state->order[i];

        rows->start[i - set.first] = count;
        for (int k = in[v]; k < in[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

            if (!inside(state, edge))
                continue;
            rows->columns[count] = state->place[edge->tail];
            rows->values[count++] = edge->amount / state->pays[v];
        }
    }
    rows->start[set.past - set.first] = count;
}

/* Gauss-Seidel sweeps from the last weights; false if they converge too slowly to be trusted. If
 * `most` is not 0, at most so many. No jumps are made: where money goes round periodically, the
 * error of a jump would go round for ever. */
static bool settle_by_sweeps(struct forwarding *state, struct segment set, int most)
{
    cf_pace pace = { .worst = 1.0, .slowest = 1.0 };
    int size = set.past - set.first;

    list_rows(state, set);
    for (int i = 0; i < size; i++)
        state->x[i] = state->weight[state->order[set.first + i]];
    while (!pace.settled && !pace.slow && (most == 0 || pace.sweeps < most)) {
        double worst = 0.0;

        cf_sweep_rows(&state->rows, (struct cf_run){ 0, size }, state->x, NULL, &worst, 1);
        (void)cf_pace_judge(&pace, worst);
    }
    for (int i = 0; i < size; i++)
        state->weight[state->order[set.first + i]] = state->x[i];
    return pace.settled;
}

static cf_status settle_by_elimination(struct forwarding *state, struct segment set)
{
    const cf_flow *flow = state->flow;
    int size = set.past - set.first;

    free(state->rates);
    state->rates = calloc((size_t)size * (size_t)size, sizeof *state->rates);
    if (state->rates == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < size; i++)
        state->place[state->order[set.first + i]] = i;
    for (int i = 0; i < size; i++) {
        int v = state->order[set.first + i];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(state, edge))
                state->rates[i * size + state->place[edge->head]] += edge->amount;
        }
    }
    cf_stationary_weights(state->rates, size, state->right);
    for (int i = 0; i < size; i++)
        state->weight[state->order[set.first + i]] = state->right[i];
    return CF_OK;
}

/* The heaviest vertex so far has weight 1; the others follow from one sparse solve. Where that
 * breaks down, the weights stay as the sweeps left them. */
static cf_status settle_by_lu(struct forwarding *state, struct segment set)
{
    const cf_flow *flow = state->flow;
    int size = set.past - set.first, count = 0, heaviest = state->order[set.first];
    cf_lu *lu = NULL;
    cf_status status;
    bool sound = true;

    for (int i = 0; i < size; i++) {
        int v = state->order[set.first + i];

        state->place[v] = i;
        state->right[i] = 0.0;
        if (state->weight[v] > state->weight[heaviest])
            heaviest = v;
    }
    for (int i = 0; i < size; i++) {
        int v = state->order[set.first + i];

        state->entries[count++] = (cf_entry){ i, i, v == heaviest ? 1.0 : state->pays[v] };
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(state, edge) && edge->head != heaviest)
                state->entries[count++] = (cf_entry){ state->place[edge->head], i, -edge->amount };
        }
    }
    state->right[state->place[heaviest]] = 1.0;
    status = cf_lu_new(&lu, size, state->entries, count);
    if (status == CF_OK)
        cf_lu_solve(lu, state->right, state->right);
    cf_lu_free(lu);
    for (int i = 0; status == CF_OK && i < size; i++)
        sound = sound && state->right[i] > 0 && isfinite(state->right[i]);
    for (int i = 0; status == CF_OK && sound && i < size; i++)
        state->weight[state->order[set.first + i]] = state->right[i];
    if (status == CF_OK)
        (void)settle_by_sweeps(state, set, 2);
    return status == CF_SOLVER ? CF_OK : status;
}

/* Sweeps are blind to weights that only trickles hold together: whether without them the set still
 * hangs together. */
static bool is_held_without_trickles(struct forwarding *state, struct segment set)
{
    int size = set.past - set.first;
    bool held;

    state->least = 1e-4;
    held = walk(state, state->order[set.first], false) == size &&
           walk(state, state->order[set.first], true) == size;
    state->least = 0.0;
    return held;
}

static cf_status settle(struct forwarding *state, struct segment set)
{
    int size = set.past - set.first;

    if (size > SMALL && is_held_without_trickles(state, set) && settle_by_sweeps(state, set, 0))
        return CF_OK;
    return size <= MIDDLE ? settle_by_elimination(state, set) : settle_by_lu(state, set);
}

/* ---- one step ---- */

static void move_circulation(struct forwarding *state, struct segment set)
{
    const cf_flow *flow = state->flow;
    double most = 0.0;

    for (int i = set.first; i < set.past; i++) {
        int v = state->order[i];

        most = fmax(most, state->weight[v] / state->left[v]);
    }
    for (int i = set.first; i < set.past; i++) {
        int v = state->order[i];
        double fraction = state->weight[v] / state->left[v] / most;

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            int e = flow->out_edges.at[k];

            if (inside(state, &flow->edges[e]))
                state->circular[e] += fraction * state->left[v] * flow->edges[e].amount;
        }
    }
    for (int i = set.first; i < set.past; i++) {
        int v = state->order[i];
        double fraction = state->weight[v] / state->left[v] / most;

        state->left[v] = cf_same(fraction, 1.0) ? 0.0 : state->left[v] * (1.0 - fraction);
    }
}

static cf_status forward_component(struct forwarding *state, struct segment set)
{
    cf_status status;

    sum_payments(state, set);
    status = settle(state, set);
    if (status == CF_OK) {
        move_circulation(state, set);
        push(state, set.first, set.past);
    }
    return status;
}

static void start_forwarding(struct forwarding *state)
{
    const cf_flow *flow = state->flow;

    for (int v = 0; v < flow->vertex_count; v++) {
        state->order[v] = flow->component_vertices[v];
        state->left[v] = state->weight[v] = 1.0;
    }
    for (int e = 0; e < flow->edge_count; e++)
        state->circular[e] = 0.0;
    for (int c = 0; c < flow->component_count; c++)
        push(state, flow->component_start[c], flow->component_start[c + 1]);
}

static cf_status make_room(struct forwarding *state)
{
    size_t vertices = (size_t)state->flow->vertex_count, edges = (size_t)state->flow->edge_count;
    int **ints[] = { &state->order, &state->label,  &state->mark,  &state->queue,
                     &state->place, &state->payers, &state->payees };
    double **numbers[] = { &state->left, &state->weight, &state->pays, &state->right, &state->x };
    bool room = true;

    for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
        room = (*ints[i] = cf_arena_new(&state->arena, vertices, sizeof **ints[i])) != NULL && room;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        room = (*numbers[i] = cf_arena_new(&state->arena, vertices, sizeof **numbers[i])) != NULL &&
               room;
    state->stack = cf_arena_new(&state->arena, vertices, sizeof *state->stack);
    state->entries = cf_arena_new(&state->arena, vertices + edges, sizeof *state->entries);
    state->rows.start = cf_arena_new(&state->arena, vertices + 1, sizeof *state->rows.start);
    state->rows.columns = cf_arena_new(&state->arena, edges, sizeof *state->rows.columns);
    state->rows.values = cf_arena_new(&state->arena, edges, sizeof *state->rows.values);
    room = room && state->rows.start != NULL && state->rows.columns != NULL &&
           state->rows.values != NULL;
    return room && state->stack != NULL && state->entries != NULL ? CF_OK : CF_NO_MEMORY;
}

double cf_flow_circular_work(const cf_flow *flow)
{
    double most = 0.0;

    for (int c = 0; c < flow->component_count; c++) {
        int first = flow->component_start[c], past = flow->component_start[c + 1];
        double edges = 0.0;

        for (int m = first; past - first > 1 && m < past; m++) {
            int v = flow->component_vertices[m];

            for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
                const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

                edges += edge->amount > 0 && flow->component[edge->head] == c;
            }
        }
        most = fmax(most, edges * (past - first));
    }
    return most;
}

cf_status cf_flow_circular(const cf_flow *flow, double *circular)
{
    struct forwarding state = { .flow = flow, .circular = circular };
    cf_status status = make_room(&state);

    if (status == CF_OK)
        start_forwarding(&state);
    while (status == CF_OK && state.height > 0) {
        struct segment set = take_component(&state, state.stack[--state.height]);

        if (set.past - set.first > 1)
            status = forward_component(&state, set);
    }
    free(state.rates);
    cf_arena_free(&state.arena);
    return status;
}
