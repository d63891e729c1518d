/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BENCH_PEERS_H
#define CIRCFIN_BENCH_PEERS_H

/* Other programs that look for loops, each a process of its own: those that are there. */

#include "bench/measure.h"

typedef struct loop_peer {
    char name[64];           /* with the version */
    const char *command[16]; /* ends in NULL */
} loop_peer;

typedef struct peer_answer {
    enum { PEER_ANSWERED, PEER_GAVE_UP, PEER_CANNOT, PEER_FAILED } outcome;
    double found, total;
    timing timing;
} peer_answer;

/** Fills in up to `room` peers; returns how many there are. What is missing is told on stderr. */
int peers_find(loop_peer *peers, int room);

/** Ends a peer that takes more than this much processor time, its runs taken together. */
#define PEER_SECONDS 30

/** @param edges  the path of a file by network_write_edges */
peer_answer peer_ask(const loop_peer *peer, const char *edges, const char *how, int max_length,
                     int through);

#endif
