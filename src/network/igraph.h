/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_NETWORK_IGRAPH_H
#define CIRCFIN_NETWORK_IGRAPH_H

/* igraph, tamed: its errors become statuses instead of ending the process, and where it was built
 * without thread-local storage (Debian's is) our threads take turns. */

#include <igraph.h>

#include "circfin/diag.h"

/** What to put back when done; make every igraph call between the two. */
igraph_error_handler_t *cf_igraph_enter(void);
void cf_igraph_leave(igraph_error_handler_t *before);

cf_status cf_igraph_status(igraph_error_t error);

#endif
