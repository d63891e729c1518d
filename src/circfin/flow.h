/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_FLOW_H
#define CIRCFIN_FLOW_H

/*
 * Advanced tier. The money-flow graph and what follows from it for one supplier.
 *
 * The core knows nodes and payments, not companies and deals: a node may as well be an entity in
 * a year, and amounts may be drawn at random. A flow changes only inside a cf_what_if; any other
 * may be used by several threads at once. A trace is one thread's workbench.
 */

#include "circfin/view.h"

CF_PUBLIC

/** A node: whoever receives, spends and keeps money. */
typedef struct cf_node {
    bool funds_known;
    double funds;   /* outside funds, where known */
    double revenue; /* reported over the same time, 0 where unknown: bounds what is assumed */
} cf_node;

/** A payment: an edge from payer to payee. */
typedef struct cf_payment {
    int payer, payee;   /* never the same */
    cf_class carries;   /* only trade is revenue of the payee, only capital is followed */
    bool open;          /* its amount is unknown */
    double amount;      /* 0 or more, finite; 0 carries nothing, and where open */
    const int *earmark; /* payments that this one is meant for: trade paid by its payee */
    int earmark_count;
} cf_payment;

typedef struct cf_network {
    const cf_node *nodes;
    int node_count;
    const cf_payment *payments;
    int payment_count;
} cf_network;

/** The network of a view: its entities and deals. */
typedef struct cf_view_network {
    cf_network network;
    const int *view_deal; /* of each payment: index in view->deals */
} cf_view_network;

/**
 * @param joint  the view's joint entities become one node (that of the first of them), and the
 *               deals among them vanish; the other joint nodes stay, without any payment
 * @param[out] out  owned by the caller; NULL unless CF_OK; keeps nothing of the view
 *
 * Time and memory: O(entities + deals of the scenario + earmarks).
 */
CF_NODISCARD cf_status cf_view_network_new(cf_view_network **out, const cf_view *view, bool joint);
void cf_view_network_free(cf_view_network *network); /* NULL is allowed */

/** An edge of the flow: all or part of a payment. */
typedef struct cf_edge {
    int tail, head; /* vertices */
    double amount;  /* 0 or more; an edge of amount 0 could be there, and is not */
    int payment;
    cf_class carries;
} cf_edge;

/** What one vertex receives, pays, keeps, and has from outside; all 0 or more. */
typedef struct cf_balance {
    double in, out; /* sums of its edges */
    double funds;   /* from outside: stated and assumed */
    double assumed; /* the part of `funds` that is taken for granted */
    double gap;     /* what a payer whose funds are stated could not pay for */
    double kept;
    bool bounded; /* no more than `kept` can be kept: its funds are stated, or it is tied */
} cf_balance;

/** In a time-expanded flow: the money of one tied payment in one period. */
typedef struct cf_pool {
    int payee, period;
} cf_pool;

/** Edges by vertex: those of v are at[start[v]] .. at[start[v + 1] - 1]. */
typedef struct cf_adjacency {
    const int *start, *at;
} cf_adjacency;

/**
 * The money-flow graph. Vertices 0 .. node_count-1 are the network's nodes; each further one is
 * the money of one payment that has an earmark, on its way from the payer, past the payee, to what
 * it is for:
 *
 *     payer ──p──► tied vertex ──z──► payee of the purchase
 *
 * Its edges are all that are there or could be if an amount changed:
 *
 *     edge i                what is not tied of payment i          payer → payee
 *     edge into[t]          all that the t-th tied payment placed  payer → tied vertex
 *     edge into[t] + 1 + k  its part on its k-th purchase          tied vertex → seller
 *
 * An edge of amount 0 carries nothing, leads nowhere, and joins no component.
 */
typedef struct cf_flow {
    const cf_network *network; /* borrowed: must outlive the flow */
    int vertex_count;
    int edge_count;
    const cf_edge *edges;
    cf_adjacency out_edges, in_edges;
    const cf_balance *balances;
    /** A time-expanded flow (circfin/periods.h) has a vertex for each node in each period: that of
     *  node u in period p is p * period_nodes + u, and pools of tied money follow. Else
     *  period_count is 0. */
    int period_count, period_nodes;
    const cf_pool *pools; /* of the vertices that follow */

    int tied_count;
    const int *tied; /* tied[t]: the payment whose money vertex node_count + t is */
    const int *into; /* into[t]: the first of its edges */

    /* Strong components in topological order: money runs from lower to higher numbers. */
    int component_count;
    const int *component;       /* of a vertex */
    const int *component_start; /* vertices of component c: component_vertices[start[c]] ... */
    const int *component_vertices;
} cf_flow;

/**
 * Builds the flow: places tied money by proportional filling, works out balances and components.
 *
 * @param[out] out   owned by the caller; NULL unless CF_OK
 * @param network    borrowed; must outlive *out
 * @param earmarks   false: as if no payment were tied
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: O(nodes + payments), times the rounds of filling (at most the earmarked purchases).
 */
CF_NODISCARD cf_status cf_flow_new(cf_flow **out, const cf_network *network, bool earmarks);

/** The same without components, for cf_hops_new(), which does not need them: component_count is 0,
 *  and `kept` is not corrected where a circuit is closed only within the tolerance. For 10^6
 *  payments this takes a third of the time. */
CF_NODISCARD cf_status cf_flow_new_for_hops(cf_flow **out, const cf_network *network,
                                            bool earmarks);
void cf_flow_free(cf_flow *flow); /* NULL is allowed */

/**
 * Builds a flow without earmarks anew, in its own memory, after payers, payees or amounts in its
 * network have changed: afterwards it is what cf_flow_new() would give, to the last bit. The number
 * of payments must not have grown, that of nodes not have changed. What was made on the flow, such
 * as a trace, is of no use any more.
 *
 * @return CF_OK or CF_NO_MEMORY; on failure the flow is of no use either
 *
 * Time: O(nodes + payments), without igraph and so without a lock. Of heap memory it takes 20 bytes
 * a node for as long as it runs.
 */
CF_NODISCARD cf_status cf_flow_renew(cf_flow *flow);

/** The vertex is this node; in a time-expanded flow, in any period. */
bool cf_flow_is_node(const cf_flow *flow, int vertex, int node);

/** The vertices that are this node: node, node + period_nodes, ... so many. */
int cf_flow_times(const cf_flow *flow);

/** The period of a vertex of a time-expanded flow. */
int cf_flow_period(const cf_flow *flow, int vertex);

/** The vertex stands for `supplier`: it is it, or the money of a payment tied for it. */
bool cf_flow_counts_as(const cf_flow *flow, int vertex, int supplier);

/** An edge on which the money of `supplier` sets out: its capital, or under `all` all that it pays
 *  but debt service. */
bool cf_flow_is_origin(const cf_edge *edge, int supplier, bool all);

/* ---- following money pro rata ---- */

/** A workbench for one flow and one thread; keeps factorised systems between calls. */
typedef struct cf_trace cf_trace;

CF_NODISCARD cf_status cf_trace_new(cf_trace **out, const cf_flow *flow);
void cf_trace_free(cf_trace *trace); /* NULL is allowed */

/**
 * Colours the money of a supplier's origin edges and lets every vertex mix, spend and keep it in
 * proportion; the supplier and what counts as it absorb it.
 *
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 *
 * Time: one solve in each strong component that the money reaches, linear in the edges elsewhere.
 * In a component of 128 vertices or more that money leaves soon, a solve is some 25 Gauss-Seidel
 * sweeps over its edges (0.07 s for 10^6), and their order takes 0.1 s once; any other component is
 * factorised once for all suppliers. O(1) for the supplier traced last.
 * Memory: 24 bytes an edge and some 100 a vertex.
 */
CF_NODISCARD cf_status cf_trace_supplier(cf_trace *trace, int supplier, bool origin_all);

/**
 * The pro rata loop-back of one supplier and nothing else: the same figure as cf_trace_revenue()
 * after cf_trace_supplier(), but faster, because only the supplier's own strong component is
 * solved. Afterwards it is unspecified which supplier was traced last.
 */
CF_NODISCARD cf_status cf_trace_loop_back(cf_trace *trace, int supplier, bool origin_all,
                                          double *value);

enum { CF_MOST_AHEAD = 4 };

/**
 * Announces the suppliers for which cf_trace_loop_back() will be called next. Those that follow
 * each other in suppliers[] and lie in the same large component are solved together, four in the
 * time of two. The figures are the same, bit for bit.
 *
 * @param count  up to CF_MOST_AHEAD
 * @return CF_OK, CF_NO_MEMORY or CF_SOLVER
 */
CF_NODISCARD cf_status cf_trace_look_ahead(cf_trace *trace, const int *suppliers, int count,
                                           bool origin_all);

/** Colours only what the supplier invests in one entity, `investee`. For the functions that speak
 * of the supplier last traced, none is. Time: as for cf_trace_supplier(). */
CF_NODISCARD cf_status cf_trace_investment(cf_trace *trace, int supplier, bool origin_all,
                                           int investee);

/** Colours what comes from outside into one vertex, with no vertex absorbing it. Afterwards
 *  cf_trace_mix() of a vertex is the share of its money that has this origin. */
CF_NODISCARD cf_status cf_trace_origin(cf_trace *trace, int vertex);

/** Vertices that coloured money reached in the last call, in ascending order. */
const int *cf_trace_reached(cf_trace *trace, int *count);

/** Coloured share of a vertex's money, 0..1. */
double cf_trace_mix(const cf_trace *trace, int vertex);

/** Coloured money on an edge, and kept at a vertex. */
double cf_trace_on_edge(const cf_trace *trace, int edge);
double cf_trace_kept(const cf_trace *trace, int vertex);

/** For the supplier last traced: coloured money on trade into it, its pro rata loop-back. */
double cf_trace_revenue(const cf_trace *trace);

/**
 * For the supplier last traced: share[v], for every vertex of its strong component, of coloured
 * money at v that comes back to it as revenue through payments made by `last_payer` (-1: by
 * anybody); untouched for all other vertices, where it is 0.
 */
CF_NODISCARD cf_status cf_trace_return_shares(cf_trace *trace, int last_payer, double *share);

/**
 * The same by anybody, for every vertex: share[flow->vertex_count], also of those that the
 * supplier's money does not reach now. 0 for the supplier and what counts as it.
 *
 * Time: one sparse solve in each strong component from which the supplier can be paid, linear
 * elsewhere.
 */
CF_NODISCARD cf_status cf_trace_all_return_shares(cf_trace *trace, double *share);

/**
 * For the supplier last traced: how much the return shares at some vertices grow per unit of money
 * that `vertex` pays the supplier more, all other payments and all throughflows staying.
 *
 * @param at  `count` vertices; those outside the strong component of `vertex` get 0
 * Time: one sparse solve in that component.
 */
CF_NODISCARD cf_status cf_trace_return_effects(cf_trace *trace, int vertex, const int *at,
                                               int count, double *effects);

/**
 * Finn's cycling index: the share of all throughflow that is there because money came round.
 * J. T. Finn (1976), https://doi.org/10.1016/S0022-5193(76)80009-X. *index is NaN if there is no
 * throughflow.
 *
 * In a strong component of more than CF_MOST_FINN_EXACT vertices, what comes back after more than
 * three edges is estimated from the 64 vertices with the most money and a sample of the others:
 * 3·10^7 / edges of them, but at least 192, the same in every run. If that is every vertex, the
 * index is exact.
 *
 * @param exact  measure every vertex, however many there are
 * @param[out] standard_error  of the estimate; 0 if nothing is estimated
 *
 * Time: a solve for each vertex of a strong component (four at a time from 128 vertices on), or of
 * the sample: 1 s for 10^5 edges, 16 s for 10^6.
 */
CF_NODISCARD cf_status cf_trace_finn(cf_trace *trace, bool exact, double *index,
                                     double *standard_error);

enum { CF_MOST_FINN_EXACT = 2000 };

/* ---- circulation ---- */

/**
 * The balanced flow forwarding part of a flow without earmarks: circular[e] of each edge.
 * Homs-Dones, MacKay, Sansom, Zhou (2025), https://doi.org/10.48550/arXiv.2506.12546.
 *
 * Time: at most one step for each vertex of a strong component; a step is an elimination for up to
 * 64 vertices, else some tens of sweeps over its edges: 2 s for 10,000 edges of 3,300 vertices, and
 * O(vertices × edges) beyond. Memory: 44 bytes an edge, 100 a vertex.
 */
CF_NODISCARD cf_status cf_flow_circular(const cf_flow *flow, double *circular);

/**
 * The work that cf_flow_circular() takes: vertices × edges of the strong component where this is
 * largest. 2·10^7 take about a second.
 */
double cf_flow_circular_work(const cf_flow *flow);

CF_PUBLIC_END

#endif
