/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_NETWORK_ARC_H
#define CIRCFIN_NETWORK_ARC_H

/** An arc of a network that is numbered on its own, such as a part of a flow. */
typedef struct cf_arc {
    int tail, head;
    double capacity; /* may be INFINITY */
} cf_arc;

#endif
