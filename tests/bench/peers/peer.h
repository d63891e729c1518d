/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BENCH_PEERS_PEER_H
#define CIRCFIN_BENCH_PEERS_PEER_H

/* What a peer in C or C++ is asked, and how it answers; peer_networkx.py tells more. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct peer_task {
    int vertices, edges;
    int *tails, *heads;
    int max_length, through;
    int visit;
    long long found, total;
} peer_task;

static inline double peer_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline void peer_read(peer_task *task, int argc, char **argv)
{
    FILE *in = argc == 5 ? fopen(argv[1], "r") : NULL;

    if (in == NULL || fscanf(in, "%d %d", &task->vertices, &task->edges) != 2) {
        fprintf(stderr, "usage: peer EDGES count|visit MAX_LENGTH THROUGH\n");
        exit(2);
    }
    task->tails = (int *)malloc(sizeof(int) * (size_t)(task->edges + 1));
    task->heads = (int *)malloc(sizeof(int) * (size_t)(task->edges + 1));
    for (int i = 0; i < task->edges; i++) {
        if (task->tails == NULL || task->heads == NULL ||
            fscanf(in, "%d %d", &task->tails[i], &task->heads[i]) != 2)
            exit(2);
    }
    fclose(in);
    task->visit = strcmp(argv[2], "visit") == 0;
    task->max_length = atoi(argv[3]);
    task->through = atoi(argv[4]);
}

static inline void peer_run(peer_task *task, void (*search)(peer_task *task, void *graph),
                            void *graph)
{
    double best = 1e300, spent = 0;
    int runs = -1, often = 1;

    while (runs < 1 || (runs < 5 && spent < 4)) {
        double begin = peer_seconds(), seconds;

        for (int i = 0; i < often; i++) {
            task->found = task->total = 0;
            search(task, graph);
        }
        seconds = (peer_seconds() - begin) / often;
        best = seconds < best ? seconds : best;
        spent += often * seconds;
        if (++runs > 0)
            continue;
        if (seconds > 3)
            break;
        best = 1e300; /* that was the warm-up */
        often = seconds < 0.1 ? 1 + (int)(0.1 / (seconds > 5e-4 ? seconds : 5e-4)) : 1;
    }
    printf("%lld %lld %.9g %d\n", task->found, task->total, best, runs < 1 ? 1 : runs);
}

#endif
