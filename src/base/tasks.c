/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pool of threads for one job. Workers take parts that were given away first, then the next task;
 * one that finds neither waits until a part is given away or no task is running any more. Only the
 * calling thread watches the clock and asks `progress`, between tasks, in cf_worker_go_on() and,
 * while it is idle, every 20 ms.
 */
#include "base/tasks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/vec.h"

enum { MOST_THREADS = 256, MOST_WAITING = 8 /* results, for each worker */ };
static const double PROGRESS_SECONDS = 0.05;
static const long IDLE_NANOSECONDS = 20 * 1000 * 1000;

struct waiting {
    int task;
    void *result;
};

struct cf_tasks {
    const cf_job *job;
    cf_worker *workers;
    char *benches;
    pthread_t *threads;
    int most_workers, opened, started; /* the latter without the calling thread */
    bool others_begun;                 /* no more threads will be started */
    double begin, reported;

    atomic_bool stop;
    atomic_int idle;
    atomic_llong found;

    pthread_mutex_t shared; /* the lock of cf_worker_lock */
    pthread_mutex_t lock;   /* of what follows */
    pthread_cond_t change;
    atomic_int next_task; /* changed under the lock */
    int running;          /* workers inside a task */
    CF_VEC(void *) parts;
    struct waiting *waiting; /* results behind one that is not there yet; unordered */
    int waiting_count, next_taken;
    bool taking; /* a worker is in job->take */
    bool complete;
    cf_status status;
};

/* ---- stopping ---- */

static void stop_tasks(cf_tasks *tasks, cf_status status)
{
    atomic_store(&tasks->stop, true);
    pthread_mutex_lock(&tasks->lock);
    tasks->complete = false;
    if (tasks->status == CF_OK)
        tasks->status = status;
    pthread_cond_broadcast(&tasks->change);
    pthread_mutex_unlock(&tasks->lock);
}

static bool must_stop(cf_tasks *tasks, double time)
{
    const cf_job *job = tasks->job;
    cf_progress_state state = { .done = atomic_load(&tasks->next_task),
                                .total = job->task_count,
                                .unit = job->unit,
                                .found = job->found_unit == NULL
                                             ? 0.0
                                             : (double)atomic_load(&tasks->found),
                                .found_unit = job->found_unit };

    if (job->seconds > 0 && time - tasks->begin >= job->seconds)
        return true;
    if (job->progress == NULL || time - tasks->reported < PROGRESS_SECONDS)
        return false;
    tasks->reported = time;
    return !job->progress->step(job->progress->payload, &state);
}

static void start_others(cf_tasks *tasks);

static void watch(cf_tasks *tasks)
{
    double time = cf_clock_seconds();

    if (atomic_load(&tasks->stop))
        return;
    if (must_stop(tasks, time))
        stop_tasks(tasks, CF_OK);
    else if (!tasks->others_begun && time - tasks->begin >= tasks->job->alone)
        start_others(tasks);
}

static bool is_calling_thread(const cf_worker *worker)
{
    return worker == worker->tasks->workers;
}

/* ---- taking tasks ---- */

/* With the lock; the calling thread does not wait long, as it has to watch. */
static void wait_for_change(cf_worker *worker)
{
    cf_tasks *tasks = worker->tasks;
    struct timespec until;

    atomic_fetch_add(&tasks->idle, 1);
    if (is_calling_thread(worker)) {
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += IDLE_NANOSECONDS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&tasks->change, &tasks->lock, &until);
    } else {
        pthread_cond_wait(&tasks->change, &tasks->lock);
    }
    atomic_fetch_sub(&tasks->idle, 1);
    if (is_calling_thread(worker)) {
        pthread_mutex_unlock(&tasks->lock);
        watch(tasks);
        pthread_mutex_lock(&tasks->lock);
    }
}

/* A part, or a task where *part is NULL; false: there is nothing left, or the run is to stop. */
static bool take_work(cf_worker *worker, void **part, int *task)
{
    cf_tasks *tasks = worker->tasks;
    bool taken = false;

    *part = NULL;
    pthread_mutex_lock(&tasks->lock);
    while (!taken && !atomic_load(&tasks->stop)) {
        taken = true;
        if (tasks->parts.count > 0) {
            *part = tasks->parts.at[--tasks->parts.count];
        } else if (tasks->next_task < tasks->job->task_count) {
            *task = tasks->next_task++;
        } else {
            taken = false;
            if (tasks->running == 0)
                break;
            wait_for_change(worker);
        }
    }
    tasks->running += taken;
    if (!taken)
        pthread_cond_broadcast(&tasks->change);
    pthread_mutex_unlock(&tasks->lock);
    return taken;
}

static void end_work(cf_tasks *tasks)
{
    pthread_mutex_lock(&tasks->lock);
    if (--tasks->running == 0)
        pthread_cond_broadcast(&tasks->change);
    pthread_mutex_unlock(&tasks->lock);
}

/* ---- results, in order ---- */

/* Under the lock. -1: there is none. */
static int find_waiting(const cf_tasks *tasks, int task)
{
    for (int i = 0; i < tasks->waiting_count; i++)
        if (tasks->waiting[i].task == task)
            return i;
    return -1;
}

/* Under the lock, which is released during job->take: takes the results that are next in turn. */
static cf_status take_in_turn(cf_tasks *tasks)
{
    const cf_job *job = tasks->job;
    cf_status status = CF_OK;
    int at;

    tasks->taking = true;
    while (status == CF_OK && !atomic_load(&tasks->stop) &&
           (at = find_waiting(tasks, tasks->next_taken)) >= 0) {
        struct waiting next = tasks->waiting[at];

        tasks->waiting[at] = tasks->waiting[--tasks->waiting_count];
        pthread_mutex_unlock(&tasks->lock);
        status = job->take(job, next.task, next.result);
        job->free_result(next.result);
        pthread_mutex_lock(&tasks->lock);
        tasks->next_taken += status == CF_OK;
        pthread_cond_broadcast(&tasks->change);
    }
    tasks->taking = false;
    return status;
}

/* Waits while too many results are waiting, unless they wait for this one. */
static cf_status hand_in(cf_worker *worker, int task)
{
    cf_tasks *tasks = worker->tasks;
    cf_status status = CF_OK;

    pthread_mutex_lock(&tasks->lock);
    while (task != tasks->next_taken && !atomic_load(&tasks->stop) &&
           tasks->waiting_count >= MOST_WAITING * tasks->most_workers)
        wait_for_change(worker);
    tasks->waiting[tasks->waiting_count++] = (struct waiting){ task, worker->result };
    worker->result = NULL;
    if (!tasks->taking)
        status = take_in_turn(tasks);
    pthread_mutex_unlock(&tasks->lock);
    return status;
}

static cf_status run_task(cf_worker *worker, int task)
{
    const cf_job *job = worker->job;
    cf_status status = job->run(worker, task);

    if (job->take == NULL)
        return status;
    if (status == CF_OK)
        return hand_in(worker, task);
    job->free_result(worker->result);
    worker->result = NULL;
    return status;
}

static void work(cf_worker *worker)
{
    const cf_job *job = worker->job;
    void *part;
    int task = 0;

    while (cf_worker_go_on(worker) && take_work(worker, &part, &task)) {
        cf_status status = part != NULL ? job->run_part(worker, part) : run_task(worker, task);

        if (status != CF_OK)
            stop_tasks(worker->tasks, status);
        end_work(worker->tasks);
    }
}

static void *work_as_thread(void *worker)
{
    work(worker);
    return NULL;
}

/* ---- workers ---- */

static cf_status open_worker(cf_tasks *tasks)
{
    const cf_job *job = tasks->job;
    int at = tasks->opened++;

    tasks->workers[at] = (cf_worker){ .tasks = tasks,
                                      .job = job,
                                      .bench = tasks->benches + (size_t)at * job->bench_size };
    return job->open == NULL ? CF_OK : job->open(&tasks->workers[at]);
}

/* As many as there are memory and threads for. All are opened before any begins, so that none is
 * set up from what another one's results change. Signals are left to the calling thread: what
 * clears away temporary files must not run beside what makes them. */
static void start_others(cf_tasks *tasks)
{
    int usable = tasks->opened;
    bool started = true;
    sigset_t before;

    tasks->others_begun = true;
    while (usable < tasks->most_workers && open_worker(tasks) == CF_OK)
        usable++;
    cf_signals_hold(&before); /* a thread inherits it */
    for (int i = 1; i < usable && started; i++) {
        started = pthread_create(&tasks->threads[tasks->started], NULL, work_as_thread,
                                 &tasks->workers[i]) == 0;
        tasks->started += started;
    }
    cf_signals_release(&before);
}

static cf_status tasks_begin(cf_tasks *tasks)
{
    const cf_job *job = tasks->job;
    size_t count;

    tasks->most_workers = cf_tasks_threads(job->threads);
    if (job->run_part == NULL && job->task_count < tasks->most_workers)
        tasks->most_workers = job->task_count > 0 ? job->task_count : 1;
    count = (size_t)tasks->most_workers;
    tasks->workers = calloc(count, sizeof *tasks->workers);
    tasks->threads = calloc(count, sizeof *tasks->threads);
    tasks->benches = calloc(count, job->bench_size + 1);
    tasks->waiting = calloc((MOST_WAITING + 1) * count, sizeof *tasks->waiting);
    if (tasks->workers == NULL || tasks->threads == NULL || tasks->benches == NULL ||
        tasks->waiting == NULL)
        return CF_NO_MEMORY;
    return open_worker(tasks);
}

static void tasks_end(cf_tasks *tasks)
{
    const cf_job *job = tasks->job;

    for (int i = 0; i < tasks->started; i++)
        pthread_join(tasks->threads[i], NULL);
    for (int i = 0; job->close != NULL && i < tasks->opened; i++)
        job->close(&tasks->workers[i]);
    for (int i = 0; i < tasks->parts.count; i++)
        job->free_part(tasks->parts.at[i]);
    for (int i = 0; i < tasks->waiting_count; i++)
        job->free_result(tasks->waiting[i].result);
    free(tasks->waiting);
    free(tasks->parts.at);
    free(tasks->workers);
    free(tasks->threads);
    free(tasks->benches);
    pthread_mutex_destroy(&tasks->lock);
    pthread_mutex_destroy(&tasks->shared);
    pthread_cond_destroy(&tasks->change);
}

cf_status cf_tasks_run(const cf_job *job, bool *complete)
{
    cf_tasks tasks = { .job = job, .complete = true, .begin = cf_clock_seconds() };
    cf_status status;

    pthread_mutex_init(&tasks.lock, NULL);
    pthread_mutex_init(&tasks.shared, NULL);
    pthread_cond_init(&tasks.change, NULL);
    status = tasks_begin(&tasks);
    if (status == CF_OK) {
        if (job->alone <= 0)
            start_others(&tasks);
        work(&tasks.workers[0]);
    }
    tasks_end(&tasks);
    if (status == CF_OK)
        status = tasks.status;
    *complete = status == CF_OK && tasks.complete;
    return status;
}

int cf_tasks_threads(int threads)
{
    long wanted = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);

    if (wanted < 1)
        return 1;
    return (int)(wanted < MOST_THREADS ? wanted : MOST_THREADS);
}

double cf_tasks_alone(int threads)
{
    return threads == 0 ? 0.05 : 0.0;
}

/* ---- for tasks ---- */

bool cf_worker_go_on(cf_worker *worker)
{
    if (is_calling_thread(worker))
        watch(worker->tasks);
    return !cf_worker_is_stopped(worker);
}

bool cf_worker_is_stopped(const cf_worker *worker)
{
    return atomic_load_explicit(&worker->tasks->stop, memory_order_relaxed);
}

void cf_worker_stop(cf_worker *worker)
{
    if (!cf_worker_is_stopped(worker))
        stop_tasks(worker->tasks, CF_OK);
}

void cf_worker_add_found(cf_worker *worker, double more)
{
    atomic_fetch_add(&worker->tasks->found, (long long)more);
}

double cf_worker_found(const cf_worker *worker)
{
    return (double)atomic_load(&worker->tasks->found);
}

bool cf_worker_has_taker(cf_worker *worker)
{
    cf_tasks *tasks = worker->tasks;
    bool has_room;

    if (atomic_load(&tasks->idle) == 0)
        return false;
    pthread_mutex_lock(&tasks->lock);
    has_room = cf_vec_reserve(&tasks->parts, (long)tasks->parts.count + tasks->most_workers);
    pthread_mutex_unlock(&tasks->lock);
    return has_room;
}

void cf_worker_give(cf_worker *worker, void *part)
{
    cf_tasks *tasks = worker->tasks;

    pthread_mutex_lock(&tasks->lock);
    tasks->parts.at[tasks->parts.count++] = part;
    pthread_cond_signal(&tasks->change);
    pthread_mutex_unlock(&tasks->lock);
}

void cf_worker_lock(cf_worker *worker)
{
    pthread_mutex_lock(&worker->tasks->shared);
}

void cf_worker_unlock(cf_worker *worker)
{
    pthread_mutex_unlock(&worker->tasks->shared);
}
