/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_TESTLIB_H
#define CIRCFIN_UNIT_TESTLIB_H

/* What many tests share: small networks and scenarios from a line of text, figures out of
 * reports, and allocations that fail on demand. */

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/analysis.h"
#include "circfin/bounds.h"

/* ---- numbers ---- */

/** The same but for rounding: to 1 part in 10^9, or both NaN. */
bool is_near(double a, double b);

#define expect_near(actual, expected)                                                              \
    do {                                                                                           \
        double actual_ = (actual), expected_ = (expected);                                         \
        cr_expect(is_near(actual_, expected_), "%s is %.17g, but should be %.17g", #actual,        \
                  actual_, expected_);                                                             \
    } while (0)

#define assert_ok(call) cr_assert_eq((int)(call), (int)CF_OK, "%s fails", #call)

/* ---- networks without a scenario ---- */

enum { MOST_NODES = 16, MOST_PAYMENTS = 32, MOST_EARMARKS = 8, NAME_SIZE = 16 };

typedef struct small_network {
    cf_network network;
    cf_node nodes[MOST_NODES];
    cf_payment payments[MOST_PAYMENTS];
    int earmarks[MOST_PAYMENTS][MOST_EARMARKS];
    char names[MOST_NODES][NAME_SIZE], labels[MOST_PAYMENTS][NAME_SIZE];
} small_network;

/**
 * Reads a network such as
 *
 *     "a -> b 10 investor for buy; buy: b -> a 8 customer; b -> c ? supplier; b has 3; a earns 9"
 *
 * Nodes are numbered as they are first named; `?` is an open payment; `has` states outside funds,
 * `earns` a reported revenue; `for` ties money to the purchases of these labels.
 */
void network_from(small_network *out, const char *text);
int node_of(const small_network *network, const char *name);
int payment_of(const small_network *network, const char *label);

/** The flow of a network, with earmarks; to be freed. */
cf_flow *flow_from(small_network *network, const char *text);

/** The sum of the amounts of the edges from one vertex to another. */
double amount_between(const cf_flow *flow, int tail, int head);

/** Loop-back of a node of a network: pro rata and bounds. */
typedef struct loopback {
    double invested, min, pro_rata, max, max_open;
    double rests; /* pro rata: kept, or returned as capital */
} loopback;

loopback loopback_on(const cf_flow *flow, int supplier, bool origin_all);
loopback loopback_of(const char *text, const char *supplier);
void expect_loopback(loopback actual, double min, double pro_rata, double max, double max_open);

/* ---- scenarios, views, reports ---- */

/** A scenario from the members of its object, with ' for ": "'entities': [...], 'deals': [...]".
 *  Schema, name and currency are added. To be freed. */
cf_scenario *scenario_from(const char *members);
char *scenario_text(const char *members);

/** A shipped scenario, such as "textbook/joint.json"; to be freed. */
cf_scenario *scenario_in(const char *file);

/** View options as on the command line: "--case low --window 2026..2027 --origin all"; --view comes
 *  first. Good until the next call. */
cf_view_options options_from(const char *text);

cf_view *view_of(const cf_scenario *scenario, const char *options);
/** Amount of a deal in a view; -1 where it is not in it. */
double view_amount(const cf_view *view, const char *deal);
const cf_view_entity *view_entity(const cf_view *view, const char *entity);

cf_report *score_of(const cf_scenario *scenario, const char *options);
double figure_of(const cf_report *report, const char *name); /* NaN for null */

/** The cell of the row whose first columns are `key` ("s/b/x", a null one "-"). */
bool has_row(const cf_report *report, const char *table, const char *key);
cf_cell cell_at(const cf_report *report, const char *table, const char *key, const char *column);
double number_at(const cf_report *report, const char *table, const char *key, const char *column);
long row_count(const cf_report *report, const char *table);

/* ---- failing allocations ---- */

/** From now on this many allocations of circfin and jansson succeed, and all others fail. */
void allow_allocations(long count);

/** All succeed again. Returns how many of those made since then have not been freed. */
long stop_counting_allocations(void);

/** How many allocations were tried since. */
long tried_allocations(void);

#endif
