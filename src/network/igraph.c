/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way into igraph: one thread at a time, with errors as a status. */
#include "network/igraph.h"

#include <pthread.h>

/* igraph keeps its error handler and its clean-up stack in globals unless built with thread-local
 * storage. This lock is the price, and the only variable of ours that is shared. */
#if !IGRAPH_THREAD_SAFE
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
#endif

igraph_error_handler_t *cf_igraph_enter(void)
{
#if !IGRAPH_THREAD_SAFE
    pthread_mutex_lock(&turn);
#endif
    return igraph_set_error_handler(igraph_error_handler_ignore);
}

void cf_igraph_leave(igraph_error_handler_t *before)
{
    igraph_set_error_handler(before);
#if !IGRAPH_THREAD_SAFE
    pthread_mutex_unlock(&turn);
#endif
}

cf_status cf_igraph_status(igraph_error_t error)
{
    if (error == IGRAPH_SUCCESS)
        return CF_OK;
    return error == IGRAPH_ENOMEM ? CF_NO_MEMORY : CF_SOLVER;
}
