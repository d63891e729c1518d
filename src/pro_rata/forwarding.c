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

#include "base/sum.h"
#include "circfin/flow.h"
#include "pro_rata/lu.h"

struct segment {
    int first, past; /* in `order` */
};

/* Sets of up to SMALL vertices are eliminated as a full matrix; larger ones, of up to MIDDLE, where
 * sweeps cannot be trusted. */
enum { SMALL = 64, MIDDLE = 512 };

struct game {
    const cf_flow *flow;
    int *order;            /* vertices; sets under work are stretches of it */
    struct segment *stack; /* sets still to be looked at; they are disjoint */
    int height;
    int *label, last_label; /* vertices of the set under work have the last label */
    int *mark, last_mark;   /* scratch of the walks */
    int *queue, *place;
    int *payers, *payees; /* scratch: how many within the set */
    double *left;         /* fraction of a vertex's payments not yet moved */
    double *weight;       /* q above */
    double *pays;         /* Σ_w a_vw within the set */
    cf_entry *entries;
    double *right;
    double *rates; /* a full matrix; NULL until needed */
    double least;  /* walks take only edges of at least this part of what their payer pays */
    double *circular;
};

static bool inside(const struct game *game, const cf_edge *edge)
{
    return edge->amount > 0 && game->label[edge->tail] == game->last_label &&
           game->label[edge->head] == game->last_label && game->left[edge->tail] > 0;
}

static void relabel(struct game *game, struct segment set)
{
    game->last_label++;
    for (int i = set.first; i < set.past; i++)
        game->label[game->order[i]] = game->last_label;
}

/* ---- finding a strong component of a set ---- */

/* Marks what can be reached; returns how many that are. */
static int walk(struct game *game, int from, bool in)
{
    const cf_flow *flow = game->flow;
    const cf_adjacency *edges = in ? &flow->in_edges : &flow->out_edges;
    int queued = 0;

    game->last_mark++;
    game->mark[from] = game->last_mark;
    game->queue[queued++] = from;
    for (int next = 0; next < queued; next++) {
        int v = game->queue[next];

        for (int k = edges->start[v]; k < edges->start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[edges->at[k]];
            int to = in ? edge->tail : edge->head;

            if (!inside(game, edge) || game->mark[to] == game->last_mark ||
                edge->amount < game->least * game->pays[edge->tail])
                continue;
            game->mark[to] = game->last_mark;
            game->queue[queued++] = to;
        }
    }
    return queued;
}

static void push(struct game *game, int first, int past)
{
    if (past - first > 1)
        game->stack[game->height++] = (struct segment){ first, past };
}

/* Moves the vertices that `keep` marks to the front; returns where the others begin. */
static int split(struct game *game, struct segment set, const int *mark, int keep)
{
    int past = set.first;

    for (int i = set.first; i < set.past; i++) {
        int v = game->order[i];

        if (mark[v] != keep)
            continue;
        game->order[i] = game->order[past];
        game->order[past++] = v;
    }
    return past;
}

/* Counts, for every vertex of the set, who pays it and whom it pays; queues those with neither. */
static int count_neighbours(struct game *game, struct segment set)
{
    const cf_flow *flow = game->flow;
    int queued = 0;

    for (int i = set.first; i < set.past; i++)
        game->payers[game->order[i]] = game->payees[game->order[i]] = 0;
    for (int i = set.first; i < set.past; i++) {
        int v = game->order[i];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(game, edge)) {
                game->payees[v]++;
                game->payers[edge->head]++;
            }
        }
    }
    for (int i = set.first; i < set.past; i++) {
        if (game->payers[game->order[i]] == 0 || game->payees[game->order[i]] == 0)
            game->queue[queued++] = game->order[i];
    }
    return queued;
}

/* One neighbour fewer; a vertex is queued when it has lost its last on either side, once. */
static int lose(struct game *game, int vertex, int *neighbours, const int *others, int queued)
{
    if (neighbours[vertex] > 0 && --neighbours[vertex] == 0 && others[vertex] > 0)
        game->queue[queued++] = vertex;
    return queued;
}

/* Drops, until none is left, the vertices that nobody in the set pays or that pay nobody. */
static struct segment trim(struct game *game, struct segment set)
{
    const cf_flow *flow = game->flow;
    int queued = count_neighbours(game, set);

    for (int next = 0; next < queued; next++) {
        int v = game->queue[next];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(game, edge))
                queued = lose(game, edge->head, game->payers, game->payees, queued);
        }
        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

            if (inside(game, edge))
                queued = lose(game, edge->tail, game->payees, game->payers, queued);
        }
        game->label[v] = 0;
    }
    return (struct segment){ set.first, split(game, set, game->label, game->last_label) };
}

/* The strong component of one vertex of the set; what remains of the set goes on the stack. */
static struct segment take_component(struct game *game, struct segment set)
{
    int forward, past;

    relabel(game, set);
    set = trim(game, set);
    if (set.past - set.first < 2)
        return (struct segment){ 0, 0 };
    walk(game, game->order[set.first], false);
    forward = game->last_mark;
    past = split(game, set, game->mark, forward);
    push(game, past, set.past);
    set.past = past;
    relabel(game, set); /* backwards only among what was reached */
    walk(game, game->order[set.first], true);
    past = split(game, set, game->mark, game->last_mark);
    push(game, past, set.past);
    set.past = past;
    relabel(game, set);
    return set;
}

/* ---- weights ---- */

static void sum_payments(struct game *game, struct segment set)
{
    const cf_flow *flow = game->flow;

    for (int i = set.first; i < set.past; i++) {
        int v = game->order[i];
        cf_sum sum = { 0 };

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(game, edge))
                cf_sum_add(&sum, edge->amount);
        }
        game->pays[v] = cf_sum_value(sum);
    }
}

/* One Gauss-Seidel sweep; returns the largest relative move. */
static double sweep(struct game *game, struct segment set)
{
    const cf_flow *flow = game->flow;
    double largest = 0.0;

    for (int i = set.first; i < set.past; i++) {
        int v = game->order[i];
        double sum = 0.0;

        for (int k = flow->in_edges.start[v]; k < flow->in_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

            if (inside(game, edge))
                sum += game->weight[edge->tail] * edge->amount;
        }
        sum /= game->pays[v];
        largest = fmax(largest, fabs(sum - game->weight[v]) / sum);
        game->weight[v] = sum;
    }
    return largest;
}

/* Sweeps from the last weights; false where that converges too slowly to be trusted. */
static bool settle_by_sweeps(struct game *game, struct segment set)
{
    enum { MOST_SWEEPS = 400 };
    const double enough = 1e-13;
    double before = INFINITY;

    for (int n = 0; n < MOST_SWEEPS; n++) {
        double move = sweep(game, set);
        double rate = move / before; /* what is still to come is move · rate / (1 − rate) */

        if (n > 2 && rate < 0.97 && move / (1.0 - rate) <= enough)
            return true;
        if (move <= 1e-16)
            return true;
        before = move;
    }
    return false;
}

/*
 * Elimination without a subtraction, so that every weight is right to its last digits, however
 * far apart the amounts: W. K. Grassmann, M. I. Taksar, D. P. Heyman (1985),
 * https://doi.org/10.1287/opre.33.5.1107. rates[i * size + j] is what i pays j; it is overwritten.
 */
static void eliminate(double *rates, int size, double *weights)
{
    for (int k = size - 1; k > 0; k--) {
        double pays = 0.0;

        for (int j = 0; j < k; j++)
            pays += rates[k * size + j];
        for (int i = 0; i < k; i++) {
            double part = rates[i * size + k] /= pays;

            for (int j = 0; part > 0 && j < k; j++)
                rates[i * size + j] += part * rates[k * size + j];
        }
    }
    weights[0] = 1.0;
    for (int k = 1; k < size; k++) {
        weights[k] = 0.0;
        for (int i = 0; i < k; i++)
            weights[k] += weights[i] * rates[i * size + k];
    }
}

static cf_status settle_by_elimination(struct game *game, struct segment set)
{
    const cf_flow *flow = game->flow;
    int size = set.past - set.first;

    free(game->rates);
    game->rates = calloc((size_t)size * (size_t)size, sizeof *game->rates);
    if (game->rates == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < size; i++)
        game->place[game->order[set.first + i]] = i;
    for (int i = 0; i < size; i++) {
        int v = game->order[set.first + i];

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(game, edge))
                game->rates[i * size + game->place[edge->head]] += edge->amount;
        }
    }
    eliminate(game->rates, size, game->right);
    for (int i = 0; i < size; i++)
        game->weight[game->order[set.first + i]] = game->right[i];
    return CF_OK;
}

/* The heaviest vertex so far has weight 1; the others follow from one sparse solve. Where that
 * breaks down, the weights stay as the sweeps left them. */
static cf_status settle_by_lu(struct game *game, struct segment set)
{
    const cf_flow *flow = game->flow;
    int size = set.past - set.first, count = 0, heaviest = game->order[set.first];
    cf_lu *lu = NULL;
    cf_status status;
    bool sound = true;

    for (int i = 0; i < size; i++) {
        int v = game->order[set.first + i];

        game->place[v] = i;
        game->right[i] = 0.0;
        if (game->weight[v] > game->weight[heaviest])
            heaviest = v;
    }
    for (int i = 0; i < size; i++) {
        int v = game->order[set.first + i];

        game->entries[count++] = (cf_entry){ i, i, v == heaviest ? 1.0 : game->pays[v] };
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (inside(game, edge) && edge->head != heaviest)
                game->entries[count++] = (cf_entry){ game->place[edge->head], i, -edge->amount };
        }
    }
    game->right[game->place[heaviest]] = 1.0;
    status = cf_lu_new(&lu, size, game->entries, count);
    if (status == CF_OK)
        cf_lu_solve(lu, game->right, game->right);
    cf_lu_free(lu);
    for (int i = 0; status == CF_OK && i < size; i++)
        sound = sound && game->right[i] > 0 && isfinite(game->right[i]);
    for (int i = 0; status == CF_OK && sound && i < size; i++)
        game->weight[game->order[set.first + i]] = game->right[i];
    for (int n = 0; status == CF_OK && n < 2; n++)
        sweep(game, set);
    return status == CF_SOLVER ? CF_OK : status;
}

/* Sweeps are blind to weights that only trickles hold together: whether without them the set still
 * hangs together. */
static bool is_held_without_trickles(struct game *game, struct segment set)
{
    int size = set.past - set.first;
    bool held;

    game->least = 1e-4;
    held = walk(game, game->order[set.first], false) == size &&
           walk(game, game->order[set.first], true) == size;
    game->least = 0.0;
    return held;
}

static cf_status settle(struct game *game, struct segment set)
{
    int size = set.past - set.first;

    if (size > SMALL && is_held_without_trickles(game, set) && settle_by_sweeps(game, set))
        return CF_OK;
    return size <= MIDDLE ? settle_by_elimination(game, set) : settle_by_lu(game, set);
}

/* ---- one step ---- */

static void move_circulation(struct game *game, struct segment set)
{
    const cf_flow *flow = game->flow;
    double most = 0.0;

    for (int i = set.first; i < set.past; i++) {
        int v = game->order[i];

        most = fmax(most, game->weight[v] / game->left[v]);
    }
    for (int i = set.first; i < set.past; i++) {
        int v = game->order[i];
        double fraction = game->weight[v] / game->left[v] / most;

        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            int e = flow->out_edges.at[k];

            if (inside(game, &flow->edges[e]))
                game->circular[e] += fraction * game->left[v] * flow->edges[e].amount;
        }
    }
    for (int i = set.first; i < set.past; i++) {
        int v = game->order[i];
        double fraction = game->weight[v] / game->left[v] / most;

        game->left[v] = cf_same(fraction, 1.0) ? 0.0 : game->left[v] * (1.0 - fraction);
    }
}

static cf_status play(struct game *game, struct segment set)
{
    cf_status status;

    sum_payments(game, set);
    status = settle(game, set);
    if (status == CF_OK) {
        move_circulation(game, set);
        push(game, set.first, set.past);
    }
    return status;
}

static void begin(struct game *game)
{
    const cf_flow *flow = game->flow;

    for (int v = 0; v < flow->vertex_count; v++) {
        game->order[v] = flow->component_vertices[v];
        game->left[v] = game->weight[v] = 1.0;
    }
    for (int e = 0; e < flow->edge_count; e++)
        game->circular[e] = 0.0;
    for (int c = 0; c < flow->component_count; c++)
        push(game, flow->component_start[c], flow->component_start[c + 1]);
}

cf_status cf_flow_circular(const cf_flow *flow, double *circular)
{
    size_t vertices = (size_t)flow->vertex_count + 1, edges = (size_t)flow->edge_count + 1;
    struct game game = { .flow = flow,
                         .order = calloc(vertices, sizeof(int)),
                         .stack = calloc(vertices, sizeof(struct segment)),
                         .label = calloc(vertices, sizeof(int)),
                         .mark = calloc(vertices, sizeof(int)),
                         .queue = calloc(vertices, sizeof(int)),
                         .payers = calloc(vertices, sizeof(int)),
                         .payees = calloc(vertices, sizeof(int)),
                         .place = calloc(vertices, sizeof(int)),
                         .left = calloc(vertices, sizeof(double)),
                         .weight = calloc(vertices, sizeof(double)),
                         .pays = calloc(vertices, sizeof(double)),
                         .entries = calloc(vertices + edges, sizeof(cf_entry)),
                         .right = calloc(vertices, sizeof(double)),
                         .circular = circular };
    cf_status status = CF_NO_MEMORY;

    if (game.order == NULL || game.stack == NULL || game.label == NULL || game.mark == NULL ||
        game.queue == NULL || game.place == NULL || game.left == NULL || game.weight == NULL ||
        game.pays == NULL || game.entries == NULL || game.right == NULL || game.payers == NULL ||
        game.payees == NULL)
        goto out;
    status = CF_OK;
    begin(&game);
    while (status == CF_OK && game.height > 0) {
        struct segment set = take_component(&game, game.stack[--game.height]);

        if (set.past - set.first > 1)
            status = play(&game, set);
    }

out:
    free(game.order);
    free(game.stack);
    free(game.label);
    free(game.mark);
    free(game.queue);
    free(game.payers);
    free(game.payees);
    free(game.place);
    free(game.left);
    free(game.weight);
    free(game.pays);
    free(game.entries);
    free(game.right);
    free(game.rates);
    return status;
}
