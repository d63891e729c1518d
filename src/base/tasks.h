/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_TASKS_H
#define CIRCFIN_BASE_TASKS_H

/*
 * Tasks shared between threads, with progress, a time limit and an early stop.
 *
 *     job ──► cf_tasks_run ─┬─ worker of the calling thread ──┬──► each worker is closed
 *                           └─ workers of further threads ────┘
 *
 * Tasks 0 .. task_count-1 begin in this order; each runs on whichever worker is free. A worker has
 * a bench: memory that only its tasks use. As long as a task's result depends neither on the worker
 * nor on what ran on its bench before, results do not depend on the number of threads.
 *
 * A long task calls cf_worker_go_on() now and then. It may also give parts of itself away while
 * other workers are idle, so that one task that holds nearly all the work is shared as well.
 */

#include <stdbool.h>
#include <stddef.h>

#include "circfin/diag.h"
#include "circfin/progress.h"

typedef struct cf_tasks cf_tasks;
typedef struct cf_job cf_job;

typedef struct cf_worker {
    cf_tasks *tasks;
    const cf_job *job;
    void *bench;
    void *result; /* of the task, for job->take; NULL when it begins */
} cf_worker;

struct cf_job {
    int task_count;
    int threads;    /* at most so many; 0: one for each processor */
    double alone;   /* seconds that the calling thread works before others are started */
    double seconds; /* stop after this time; 0: never */
    const cf_progress *progress;   /* or NULL; asked on the calling thread only */
    const char *unit, *found_unit; /* words for `progress`; NULL: nothing is counted */

    size_t bench_size; /* in bytes; zeroed before `open` */
    /** Sets up worker->bench, on the calling thread. NULL: nothing to set up. */
    cf_status (*open)(cf_worker *worker);
    cf_status (*run)(cf_worker *worker, int task);
    /** Runs a part that another worker gave away, and frees it. NULL: none are given away. */
    cf_status (*run_part)(cf_worker *worker, void *part);
    void (*free_part)(void *part); /* of a part that was never run */
    /** Takes what a task left in worker->result, in the order of tasks, on one thread at a time.
     *  Results behind a task that failed or was not run are not taken. At most a few for each
     *  worker wait for earlier ones. NULL: tasks have no such results. */
    cf_status (*take)(const cf_job *job, int task, void *result);
    void (*free_result)(void *result); /* after it was taken, or if it never will be */
    /** Takes the results from worker->bench and frees what it holds, on the calling thread, one
     *  worker after the other; also where `open` failed. NULL: nothing to do. */
    void (*close)(cf_worker *worker);
    void *payload; /* for the functions above, by worker->job */
};

/**
 * Runs all tasks, or as many as the limits allow, and waits for them.
 *
 * @param[out] complete  false: the time, `progress`, cf_worker_stop() or an error ended the run
 * @return the first status of a task that is not CF_OK; CF_NO_MEMORY where no worker could be set
 *         up. Where memory suffices for some workers only, those do the work.
 */
CF_NODISCARD cf_status cf_tasks_run(const cf_job *job, bool *complete);

/** The number of threads that `threads` stands for: 1 .. 256. */
int cf_tasks_threads(int threads);

/** The `alone` of a job whose benches take long to set up: unless a number of threads is asked for,
 *  a short run does without others. */
double cf_tasks_alone(int threads);

/* ---- for tasks ---- */

/** Whether to go on. Call it every few thousand steps: it reads the clock. */
bool cf_worker_go_on(cf_worker *worker);

/** The same without reading the clock: as cheap as a load. */
bool cf_worker_is_stopped(const cf_worker *worker);

/** Ends the run without an error. */
void cf_worker_stop(cf_worker *worker);

/** Adds to the number that `progress` is given as found. */
void cf_worker_add_found(cf_worker *worker, double more);
double cf_worker_found(const cf_worker *worker); /* by all workers so far */

/** Whether another worker is idle, so that a part of this task would find a taker. Where it says
 *  so there is room for one part. */
bool cf_worker_has_taker(cf_worker *worker);

/** Gives a part away, once after each cf_worker_has_taker(). */
void cf_worker_give(cf_worker *worker, void *part);

/** One lock for whatever the workers share. */
void cf_worker_lock(cf_worker *worker);
void cf_worker_unlock(cf_worker *worker);

#endif
