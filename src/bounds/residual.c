/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds/residual.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"

/* ---- building ---- */

cf_status cf_residual_new(cf_residual *out, int vertices, int arcs)
{
    enum { ROW_BYTES = 1 << 26, FEWEST_ROWS = 16 };
    size_t count = (size_t)vertices + 3, row = count / 8 + 1, rows = ROW_BYTES / row + FEWEST_ROWS;

    if (rows > count)
        rows = count;
    *out = (cf_residual){ .vertex_count = vertices + 2,
                          .source = vertices,
                          .target = vertices + 1,
                          .arc_room = arcs,
                          .arcs = calloc((size_t)arcs + 1, sizeof *out->arcs),
                          .start = calloc(count + 1, sizeof *out->start),
                          .at = calloc(2 * (size_t)arcs + 1, sizeof *out->at),
                          .level = calloc(count, sizeof *out->level),
                          .next = calloc(count, sizeof *out->next),
                          .queue = calloc(count, sizeof *out->queue),
                          .path = calloc(count, sizeof *out->path),
                          .from_source = calloc(count, sizeof *out->from_source),
                          .to_target = calloc(count, sizeof *out->to_target),
                          .rows = calloc(rows, row),
                          .row_of = calloc(count, sizeof *out->row_of),
                          .vertex_of = calloc(rows, sizeof *out->vertex_of),
                          .row_count = (int)rows };
    if (out->arcs == NULL || out->start == NULL || out->at == NULL || out->level == NULL ||
        out->next == NULL || out->queue == NULL || out->path == NULL || out->from_source == NULL ||
        out->to_target == NULL || out->rows == NULL || out->row_of == NULL ||
        out->vertex_of == NULL) {
        cf_residual_free(out);
        return CF_NO_MEMORY;
    }
    return CF_OK;
}

void cf_residual_free(cf_residual *residual)
{
    free(residual->arcs);
    free(residual->start);
    free(residual->at);
    free(residual->level);
    free(residual->next);
    free(residual->queue);
    free(residual->path);
    free(residual->from_source);
    free(residual->to_target);
    free(residual->rows);
    free(residual->row_of);
    free(residual->vertex_of);
    *residual = (cf_residual){ 0 };
}

int cf_residual_add(cf_residual *residual, int tail, int head, double capacity)
{
    residual->arcs[residual->arc_count] =
        (cf_residual_arc){ .tail = tail, .head = head, .capacity = capacity };
    return residual->arc_count++;
}

void cf_residual_clear(cf_residual *residual)
{
    residual->arc_count = 0;
}

void cf_residual_link(cf_residual *residual)
{
    int *start = residual->start;

    memset(start, 0, ((size_t)residual->vertex_count + 2) * sizeof *start);
    for (int i = 0; i < residual->arc_count; i++) {
        start[residual->arcs[i].tail + 2]++;
        start[residual->arcs[i].head + 2]++;
    }
    for (int v = 2; v <= residual->vertex_count + 1; v++)
        start[v] += start[v - 1];
    for (int i = 0; i < residual->arc_count; i++) {
        residual->at[start[residual->arcs[i].tail + 1]++] = i;
        residual->at[start[residual->arcs[i].head + 1]++] = ~i;
    }
}

/* ---- moves: along an arc (its number), or back along it (~number) ---- */

static int end_of(const cf_residual *residual, int move)
{
    return move >= 0 ? residual->arcs[move].head : residual->arcs[~move].tail;
}

static bool has_room(const cf_residual *residual, int move)
{
    const cf_residual_arc *arc = &residual->arcs[move >= 0 ? move : ~move];

    return move >= 0 ? arc->flow < arc->capacity : arc->flow > 0;
}

static double room(const cf_residual *residual, int move)
{
    const cf_residual_arc *arc = &residual->arcs[move >= 0 ? move : ~move];

    return move >= 0 ? arc->capacity - arc->flow - arc->fine : arc->flow + arc->fine;
}

/* What is no more than rounding beside an amount. */
static double grain(double amount)
{
    return isinf(amount) ? 0.0 : 16 * DBL_EPSILON * amount;
}

/* Room for less than this beside its capacity is none: amounts are the same within 1e-12 of each
 * other, and half of that tells 1e9 from 1e9 less 1e-3. */
static double no_room(double capacity)
{
    return isinf(capacity) ? 0.0 : 0.5 * CF_SAME_AMOUNT * capacity;
}

/* Moves an amount along one arc; what is then within a hair of full or empty becomes that. */
static void move_along(cf_residual_arc *arc, double amount, double hair)
{
    double sum = arc->flow + amount, back = sum - arc->flow;
    double lost = (arc->flow - (sum - back)) + (amount - back) + arc->fine;

    arc->flow = sum + lost;
    arc->fine = lost - (arc->flow - sum);
    if (arc->capacity - arc->flow - arc->fine <=
        fmax(amount > 0 ? hair : 0.0, no_room(arc->capacity)))
        arc->flow = arc->capacity, arc->fine = 0.0;
    else if (amount < 0 && arc->flow <= hair)
        arc->flow = arc->fine = 0.0;
}

/* ---- augmenting ---- */

static bool find_levels(cf_residual *residual, int from, int to)
{
    int queued = 0;

    for (int v = 0; v < residual->vertex_count; v++)
        residual->level[v] = -1;
    residual->level[from] = 0;
    residual->queue[queued++] = from;
    for (int i = 0; i < queued && residual->level[to] < 0; i++) {
        int v = residual->queue[i];

        residual->next[v] = residual->start[v];
        for (int k = residual->start[v]; k < residual->start[v + 1]; k++) {
            int w = end_of(residual, residual->at[k]);

            if (residual->level[w] >= 0 || !has_room(residual, residual->at[k]))
                continue;
            residual->level[w] = residual->level[v] + 1;
            residual->next[w] = residual->start[w];
            residual->queue[queued++] = w;
        }
    }
    return residual->level[to] >= 0;
}

/* The moves of a way that climbs the levels, or -1. */
static int find_path(cf_residual *residual, int from, int to)
{
    int length = 0, v = from;

    while (v != to) {
        int k = residual->next[v];

        for (; k < residual->start[v + 1]; k++) {
            int w = end_of(residual, residual->at[k]);

            if (residual->level[w] == residual->level[v] + 1 && has_room(residual, residual->at[k]))
                break;
        }
        residual->next[v] = k;
        if (k < residual->start[v + 1]) {
            residual->path[length++] = residual->at[k];
            v = end_of(residual, residual->at[k]);
        } else if (length == 0) {
            return -1;
        } else { /* a dead end: step back and go on there */
            int move = residual->path[--length];

            v = end_of(residual, ~move);
            residual->next[v]++;
        }
    }
    return length;
}

static double move_along_path(cf_residual *residual, int length, double most)
{
    double hair = grain(most);

    for (int i = 0; i < length; i++) {
        int move = residual->path[i];

        if (room(residual, move) <= most) {
            most = room(residual, move);
            hair = grain(move >= 0 ? residual->arcs[move].capacity : most);
        }
    }
    for (int i = 0; i < length; i++) {
        int move = residual->path[i];
        cf_residual_arc *arc = &residual->arcs[move >= 0 ? move : ~move];

        move_along(arc, move >= 0 ? most : -most, hair);
    }
    return most;
}

/* Moves up to `most` from one vertex to another, and says how much. */
static double augment(cf_residual *residual, int from, int to, double most)
{
    const double enough = most - grain(most);
    double moved = 0.0;

    while (moved < enough && find_levels(residual, from, to)) {
        int length;

        while (moved < enough && (length = find_path(residual, from, to)) >= 0)
            moved += move_along_path(residual, length, most - moved);
    }
    return moved;
}

void cf_residual_set(cf_residual *residual, int arc, double capacity)
{
    cf_residual_arc *of = &residual->arcs[arc];
    double beyond = of->flow - capacity + of->fine, rounding = grain(fmax(of->flow, capacity));

    of->capacity = capacity;
    if (fabs(beyond) <= no_room(capacity)) {
        of->flow = capacity, of->fine = 0.0;
        return;
    }
    if (!(beyond > 0))
        return;
    of->flow = capacity, of->fine = 0.0;
    beyond -= augment(residual, of->tail, of->head, beyond);
    if (beyond > rounding && of->tail != residual->source)
        (void)augment(residual, of->tail, residual->source, beyond);
    if (beyond > rounding && of->head != residual->target)
        (void)augment(residual, residual->target, of->head, beyond);
}

/* ---- who reaches whom ---- */

/* Marks in from_source, or with `back` in to_target, what is on that side of a vertex. */
static void spread(cf_residual *residual, int from, bool back, bool *marks)
{
    int queued = 0;

    memset(marks, 0, (size_t)residual->vertex_count * sizeof *marks);
    marks[from] = true;
    residual->queue[queued++] = from;
    for (int i = 0; i < queued; i++) {
        int v = residual->queue[i];

        for (int k = residual->start[v]; k < residual->start[v + 1]; k++) {
            int move = residual->at[k], w = end_of(residual, move);

            if (marks[w] || !has_room(residual, back ? ~move : move))
                continue;
            marks[w] = true;
            residual->queue[queued++] = w;
        }
    }
}

static void forget_rows(cf_residual *residual)
{
    for (int v = 0; v < residual->vertex_count; v++)
        residual->row_of[v] = -1;
    for (int row = 0; row < residual->row_count; row++)
        residual->vertex_of[row] = -1;
    residual->rows_used = 0;
}

void cf_residual_solve(cf_residual *residual)
{
    (void)augment(residual, residual->source, residual->target, (double)INFINITY);
    spread(residual, residual->source, false, residual->from_source);
    spread(residual, residual->target, true, residual->to_target);
    forget_rows(residual);
}

static unsigned char *row_at(const cf_residual *residual, int row)
{
    return residual->rows + (size_t)row * ((size_t)residual->vertex_count / 8 + 1);
}

static unsigned char *fill_row(cf_residual *residual, int from)
{
    int row = residual->rows_used++ % residual->row_count, queued = 0;
    unsigned char *bits = row_at(residual, row);

    if (residual->vertex_of[row] >= 0)
        residual->row_of[residual->vertex_of[row]] = -1;
    residual->vertex_of[row] = from;
    residual->row_of[from] = row;
    memset(bits, 0, (size_t)residual->vertex_count / 8 + 1);
    bits[from / 8] |= (unsigned char)(1u << (from % 8));
    residual->queue[queued++] = from;
    for (int i = 0; i < queued; i++) {
        int v = residual->queue[i];

        for (int k = residual->start[v]; k < residual->start[v + 1]; k++) {
            int w = end_of(residual, residual->at[k]);
            unsigned char bit = (unsigned char)(1u << (w % 8));

            if ((bits[w / 8] & bit) != 0 || !has_room(residual, residual->at[k]))
                continue;
            bits[w / 8] |= bit;
            residual->queue[queued++] = w;
        }
    }
    return bits;
}

/* Whether first drops can get from one vertex to another through what has room. */
static bool reaches(cf_residual *residual, int from, int to)
{
    const unsigned char *bits;

    if (from == residual->source)
        return residual->from_source[to];
    if (to == residual->target)
        return residual->to_target[from];
    if (from == to)
        return true;
    bits = residual->row_of[from] >= 0 ? row_at(residual, residual->row_of[from])
                                       : fill_row(residual, from);
    return (bits[to / 8] & (1u << (to % 8))) != 0;
}

/* ---- the flow of first drops ---- */

/* Gates let limited drops pass: 0 and 1 are source and target, 2 + 2i and 3 + 2i the two ends of
 * gate i. Between the end of one and the beginning of another all can pass or nothing. */
struct drops {
    double *room; /* room[i * size + j]: from i to j */
    int *before, *queue;
    int size;
};

struct gate {
    int tail, head;
    double limit;
};

static double *room_between(const struct drops *drops, int i, int j)
{
    return &drops->room[(size_t)i * (size_t)drops->size + (size_t)j];
}

static void lay_gates(struct drops *drops, cf_residual *residual, const struct gate *gates,
                      int count)
{
    for (int i = 0; i < count; i++) {
        int in = 2 + 2 * i, out = in + 1;

        *room_between(drops, in, out) = gates[i].limit;
        if (reaches(residual, residual->source, gates[i].tail))
            *room_between(drops, 0, in) = (double)INFINITY;
        if (reaches(residual, gates[i].head, residual->target))
            *room_between(drops, out, 1) = (double)INFINITY;
        for (int j = 0; j < count; j++) {
            if (j != i && reaches(residual, gates[i].head, gates[j].tail))
                *room_between(drops, out, 2 + 2 * j) = (double)INFINITY;
        }
    }
}

/* One shortest way from 0 to 1; false where there is none. */
static bool find_drop(struct drops *drops)
{
    int queued = 0;

    for (int i = 0; i < drops->size; i++)
        drops->before[i] = -1;
    drops->before[0] = 0;
    drops->queue[queued++] = 0;
    for (int next = 0; next < queued && drops->before[1] < 0; next++) {
        int i = drops->queue[next];

        for (int j = 0; j < drops->size; j++) {
            if (drops->before[j] >= 0 || !(*room_between(drops, i, j) > CF_SAME_AMOUNT))
                continue;
            drops->before[j] = i;
            drops->queue[queued++] = j;
        }
    }
    return drops->before[1] >= 0;
}

static double move_drops(struct drops *drops)
{
    double moved = 0.0;

    while (find_drop(drops)) {
        double most = (double)INFINITY;

        for (int j = 1; j != 0; j = drops->before[j])
            most = fmin(most, *room_between(drops, drops->before[j], j));
        for (int j = 1; j != 0; j = drops->before[j]) {
            *room_between(drops, drops->before[j], j) -= most;
            *room_between(drops, j, drops->before[j]) += most;
        }
        moved += most;
    }
    return moved;
}

static cf_status move_through(cf_residual *residual, const struct gate *gates, int count,
                              double *moved)
{
    size_t size = 2 + 2 * (size_t)count;
    struct drops drops = { .room = calloc(size * size, sizeof(double)),
                           .before = calloc(size, sizeof(int)),
                           .queue = calloc(size, sizeof(int)),
                           .size = (int)size };
    cf_status status = CF_NO_MEMORY;

    if (drops.room != NULL && drops.before != NULL && drops.queue != NULL) {
        lay_gates(&drops, residual, gates, count);
        *moved = move_drops(&drops);
        status = CF_OK;
    }
    free(drops.room);
    free(drops.before);
    free(drops.queue);
    return status;
}

cf_status cf_residual_rate(cf_residual *residual, const cf_moving_arc *moving, int count,
                           double *rate)
{
    struct gate *gates = calloc(2 * (size_t)count + 1, sizeof *gates);
    int gate_count = 0;
    double less = 0.0, moved = 0.0;
    bool begun = false;
    cf_status status = gates == NULL ? CF_NO_MEMORY : CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        const cf_residual_arc *arc = &residual->arcs[moving[i].arc];
        double by = moving[i].rate;

        if (arc->flow < arc->capacity) /* there is room to spare */
            continue;
        if (by > 0) {
            gates[gate_count++] = (struct gate){ arc->tail, arc->head, by };
        } else { /* what no longer passes looks for another way, or is lost */
            gates[gate_count++] = (struct gate){ residual->source, arc->tail, -by };
            gates[gate_count++] = (struct gate){ arc->head, residual->target, -by };
            less -= by;
        }
    }
    for (int i = 0; i < gate_count; i++)
        begun = begun || residual->from_source[gates[i].tail];
    if (status == CF_OK && begun)
        status = move_through(residual, gates, gate_count, &moved);
    *rate = moved - less;
    free(gates);
    return status;
}
