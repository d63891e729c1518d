/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finn's cycling index: J. T. Finn (1976), https://doi.org/10.1016/S0022-5193(76)80009-X. Of all
 * that a vertex has, T, the part f comes back to it; the index is the sum of T f over that of T.
 *
 *   f = 1 − 1/N, N = T g     g at the vertex of one unit that arrives there, nobody absorbing
 *   T f = what comes back    of all that the vertex pays, if it absorbs that: solved by sweeps in
 *                            large components, several vertices at once
 *
 * In a component with too many vertices, what comes back within two or three payments is computed
 * for all of them, and the remainder, which varies little, only for some: the largest vertices, and
 * a sample of the others with probabilities proportional to T: M. H. Hansen, W. N. Hurwitz (1943),
 * https://doi.org/10.1214/aoms/1177731356. An estimate of the diagonal of N (C. Bekas, E.
 * Kokiopoulou, Y. Saad 2007, https://doi.org/10.1016/j.apnum.2007.01.003) would take the same
 * solves, but its error grows with the entries off the diagonal, which together are much larger.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "pro_rata/trace.h"

/* The money of a vertex of a component, and what of it comes back (NaN: not known yet): in all, and
 * soon, that is within three payments. */
struct cycler {
    int vertex;
    double money, back, soon;
};

struct cycling {
    cf_trace *trace;
    int component, size;
    cf_finn_effort effort;
    struct cycler *cyclers; /* the largest first */
    double back, variance;  /* the sum, and the variance of its estimate */
};

/* Whether nothing leaves a component: then all comes back. */
static bool is_closed(const cf_flow *flow, int component)
{
    for (int m = flow->component_start[component]; m < flow->component_start[component + 1]; m++) {
        int v = flow->component_vertices[m];

        if (flow->balances[v].kept > 0)
            return false;
        for (int k = flow->out_edges.start[v]; k < flow->out_edges.start[v + 1]; k++) {
            const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

            if (flow->component[edge->head] != component && edge->amount > 0)
                return false;
        }
    }
    return true;
}

/* ---- what comes back to single vertices ---- */

static cf_status solve_one(struct cycling *cycling, struct cycler *cycler)
{
    cf_trace *trace = cycling->trace;
    cf_system *system = NULL;
    int at = trace->local[cycler->vertex];
    double unit = cf_trace_unit(cycler->money);
    cf_status status = cf_trace_system(&system, trace, cycling->component);

    for (int i = 0; i < cycling->size; i++)
        trace->right[i] = i == at ? unit : 0.0;
    if (status == CF_OK)
        status = cf_system_solve(system, false, trace->right, trace->solution);
    if (status == CF_OK)
        cycler->back = fmax(cycler->money - unit / trace->solution[at], 0.0);
    return status;
}

static cf_status solve_some(struct cycling *cycling, struct cycler *const *some, int count)
{
    cf_colour colours[CF_MOST_COLOURS] = { { 0 } };
    cf_system *system = NULL;
    cf_status status = cf_trace_system(&system, cycling->trace, cycling->component);

    for (int i = 0; i < count; i++)
        colours[i] = (cf_colour){ .supplier = some[i]->vertex, .all = true, .returned = true };
    if (status == CF_OK)
        status = cf_system_colours(system, colours, count);
    for (int i = 0; status == CF_OK && i < count; i++) {
        if (colours[i].settled)
            some[i]->back = fmin(colours[i].back, some[i]->money);
        else
            status = solve_one(cycling, some[i]);
    }
    return status;
}

/* Measures those of a list that are not known yet. */
static cf_status solve_all(struct cycling *cycling, struct cycler *const *list, int count)
{
    struct cycler *some[CF_MOST_COLOURS];
    int waiting = 0;
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < count; i++) {
        if (isnan(list[i]->back)) {
            list[i]->back = 0.0; /* measured only once if it is in the list twice */
            some[waiting++] = list[i];
        }
        if (waiting == CF_MOST_COLOURS || (i + 1 == count && waiting > 0)) {
            status = solve_some(cycling, some, waiting);
            waiting = 0;
        }
    }
    return status;
}

/* ---- what comes back soon ---- */

/* in[w], by local place: what w pays the vertex, as a part of what w has. */
static void note_payers(const struct cycling *cycling, int vertex, double *in, bool clear)
{
    const cf_flow *flow = cycling->trace->flow;

    for (int k = flow->in_edges.start[vertex]; k < flow->in_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->in_edges.at[k]];

        if (edge->amount > 0 && flow->component[edge->tail] == cycling->component)
            in[cycling->trace->local[edge->tail]] =
                clear ? 0.0
                      : in[cycling->trace->local[edge->tail]] +
                            edge->amount / cf_money_of(flow, edge->tail);
    }
}

/* What of a unit at `vertex` is paid to `home` in one step more. */
static double back_in_one_more(const struct cycling *cycling, int vertex, int home,
                               const double *in)
{
    const cf_flow *flow = cycling->trace->flow;
    double sum = 0.0;

    for (int k = flow->out_edges.start[vertex]; k < flow->out_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (edge->head != home && flow->component[edge->head] == cycling->component)
            sum += edge->amount * in[cycling->trace->local[edge->head]];
    }
    return sum / cf_money_of(flow, vertex);
}

/* `far`: after three payments as well as after two. */
static double back_soon(const struct cycling *cycling, int vertex, double *in, bool far)
{
    const cf_flow *flow = cycling->trace->flow;
    cf_sum sum = { 0 };

    note_payers(cycling, vertex, in, false);
    for (int k = flow->out_edges.start[vertex]; k < flow->out_edges.start[vertex + 1]; k++) {
        const cf_edge *edge = &flow->edges[flow->out_edges.at[k]];

        if (!(edge->amount > 0) || flow->component[edge->head] != cycling->component)
            continue;
        cf_sum_add(&sum, edge->amount * in[cycling->trace->local[edge->head]]);
        if (far)
            cf_sum_add(&sum, edge->amount * back_in_one_more(cycling, edge->head, vertex, in));
    }
    note_payers(cycling, vertex, in, true);
    return cf_sum_value(sum);
}

/* If hubs make the ways of three payments too many, only those of two are counted. */
static double add_up_soon(struct cycling *cycling)
{
    const double most_ways = 1e8;
    const int *out = cycling->trace->flow->out_edges.start;
    const int *in = cycling->trace->flow->in_edges.start;
    double ways = 0.0;
    cf_sum sum = { 0 };

    for (int i = 0; i < cycling->size; i++) {
        int v = cycling->cyclers[i].vertex;

        cycling->trace->right[i] = 0.0;
        ways += (double)(out[v + 1] - out[v]) * (in[v + 1] - in[v]);
    }
    for (int i = 0; i < cycling->size; i++) {
        struct cycler *cycler = &cycling->cyclers[i];

        cycler->soon = back_soon(cycling, cycler->vertex, cycling->trace->right, ways <= most_ways);
        cf_sum_add(&sum, cycler->soon);
    }
    return cf_sum_value(sum);
}

/* ---- one component ---- */

enum { LARGEST = 64, SMALLEST_SAMPLE = 192 };

static int sample_size(const struct cycling *cycling)
{
    const int *vertices =
        &cycling->trace->flow
             ->component_vertices[cycling->trace->flow->component_start[cycling->component]];
    const int *out = cycling->trace->flow->out_edges.start;
    double edges = 1.0;

    for (int i = 0; i < cycling->size; i++)
        edges += out[vertices[i] + 1] - out[vertices[i]];
    return (int)fmax(SMALLEST_SAMPLE, fmin(cycling->effort.visits / edges, cycling->size));
}

static cf_status measure_every(struct cycling *cycling, struct cycler **list)
{
    cf_sum back = { 0 };
    cf_status status;

    for (int i = 0; i < cycling->size; i++)
        list[i] = &cycling->cyclers[i];
    status = solve_all(cycling, list, cycling->size);
    for (int i = 0; i < cycling->size; i++)
        cf_sum_add(&back, cycling->cyclers[i].back);
    cycling->back = cf_sum_value(back);
    return status;
}

/* S. Vigna (2016), https://doi.org/10.1145/2845077: from 0 to below 1, the same in every run. */
static double draw(unsigned long long *state)
{
    unsigned long long x = *state;

    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return (double)((x * 0x2545F4914F6CDD1DULL) >> 11) / 9007199254740992.0;
}

/* The first vertex behind the largest at which the running sum of money exceeds `money`. */
static struct cycler *find_by_money(const struct cycling *cycling, const double *up_to,
                                    double money)
{
    int low = LARGEST, high = cycling->size - 1;

    while (low < high) {
        int middle = (low + high) / 2;

        if (up_to[middle] > money)
            high = middle;
        else
            low = middle + 1;
    }
    return &cycling->cyclers[low];
}

/* up_to[i]: the money of the vertices from LARGEST to i. */
static void draw_sample(struct cycling *cycling, double *up_to, struct cycler **list, int count)
{
    unsigned long long state = 0x9E3779B97F4A7C15ULL;
    cf_sum sum = { 0 };

    for (int i = LARGEST; i < cycling->size; i++) {
        cf_sum_add(&sum, cycling->cyclers[i].money);
        up_to[i] = cf_sum_value(sum);
    }
    for (int i = 0; i < LARGEST; i++)
        list[i] = &cycling->cyclers[i];
    for (int i = 0; i < count; i++)
        list[LARGEST + i] = find_by_money(cycling, up_to, draw(&state) * up_to[cycling->size - 1]);
}

/* Of what a vertex has, the part that comes back, but not soon. */
static double late_part(const struct cycler *cycler)
{
    return (cycler->back - cycler->soon) / cycler->money;
}

/* `rest` is the money of all vertices that the sample represents. */
static void estimate(struct cycling *cycling, struct cycler *const *list, int count, double rest)
{
    cf_sum back = { 0 }, parts = { 0 }, squares = { 0 };
    double mean;

    cf_sum_add(&back, add_up_soon(cycling));
    for (int i = 0; i < LARGEST; i++)
        cf_sum_add(&back, list[i]->back - list[i]->soon);
    for (int i = 0; i < count; i++)
        cf_sum_add(&parts, late_part(list[LARGEST + i]));
    mean = cf_sum_value(parts) / count;
    for (int i = 0; i < count; i++) {
        double off = late_part(list[LARGEST + i]) - mean;

        cf_sum_add(&squares, off * off);
    }
    cf_sum_add(&back, rest * mean);
    cycling->back = cf_sum_value(back);
    cycling->variance = rest * rest * cf_sum_value(squares) / (count - 1.0) / count;
}

static cf_status measure_sample(struct cycling *cycling, struct cycler **list, int count)
{
    double *up_to = calloc((size_t)cycling->size, sizeof *up_to);
    cf_status status = up_to == NULL ? CF_NO_MEMORY : CF_OK;

    if (status == CF_OK) {
        draw_sample(cycling, up_to, list, count);
        status = solve_all(cycling, list, LARGEST + count);
    }
    if (status == CF_OK)
        estimate(cycling, list, count, up_to[cycling->size - 1]);
    free(up_to);
    return status;
}

static int compare_cyclers(const void *a, const void *b)
{
    const struct cycler *x = a, *y = b;

    if (x->money > y->money || x->money < y->money)
        return x->money > y->money ? -1 : 1;
    return (x->vertex > y->vertex) - (x->vertex < y->vertex);
}

static cf_status measure_component(struct cycling *cycling)
{
    const cf_flow *flow = cycling->trace->flow;
    const int *vertices = &flow->component_vertices[flow->component_start[cycling->component]];
    size_t size = (size_t)cycling->size;
    struct cycler **list = calloc(size + LARGEST, sizeof(struct cycler *));
    int count = sample_size(cycling);
    bool every = cycling->size <= cycling->effort.most_exact || LARGEST + count >= cycling->size;
    cf_status status = CF_NO_MEMORY;

    cycling->cyclers = calloc(size, sizeof *cycling->cyclers);
    if (list != NULL && cycling->cyclers != NULL) {
        for (int i = 0; i < cycling->size; i++)
            cycling->cyclers[i] =
                (struct cycler){ vertices[i], cf_money_of(flow, vertices[i]), (double)NAN, 0.0 };
        if (!every)
            qsort(cycling->cyclers, size, sizeof *cycling->cyclers, compare_cyclers);
        status = every ? measure_every(cycling, list) : measure_sample(cycling, list, count);
    }
    free(list);
    free(cycling->cyclers);
    cycling->cyclers = NULL;
    return status;
}

/* ---- all of them ---- */

cf_status cf_trace_finn_with(cf_trace *trace, cf_finn_effort effort, double *index,
                             double *standard_error)
{
    const cf_flow *flow = trace->flow;
    cf_sum cycled = { 0 }, all = { 0 }, variance = { 0 };
    cf_status status = CF_OK;

    cf_trace_forget(trace);
    for (int v = 0; v < flow->vertex_count; v++)
        cf_sum_add(&all, cf_money_of(flow, v));
    for (int c = 0; status == CF_OK && c < flow->component_count; c++) {
        int first = flow->component_start[c], past = flow->component_start[c + 1];
        struct cycling cycling = {
            .trace = trace, .component = c, .size = past - first, .effort = effort
        };

        if (past - first < 2)
            continue;
        if (is_closed(flow, c)) {
            for (int m = first; m < past; m++)
                cf_sum_add(&cycled, cf_money_of(flow, flow->component_vertices[m]));
            continue;
        }
        status = measure_component(&cycling);
        cf_sum_add(&cycled, cycling.back);
        cf_sum_add(&variance, cycling.variance);
    }
    *index = cf_sum_value(all) > 0 ? cf_sum_value(cycled) / cf_sum_value(all) : (double)NAN;
    *standard_error =
        cf_sum_value(all) > 0 ? sqrt(cf_sum_value(variance)) / cf_sum_value(all) : 0.0;
    return status;
}

cf_status cf_trace_finn(cf_trace *trace, bool exact, double *index, double *standard_error)
{
    const double a_second = 3e7;
    const cf_finn_effort effort = { .most_exact = exact ? INT_MAX : CF_MOST_FINN_EXACT,
                                    .visits = a_second };

    return cf_trace_finn_with(trace, effort, index, standard_error);
}
