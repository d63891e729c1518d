/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loops/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum { MOST_THREADS = 256, ALONE = 16 /* pulses, or so many roots: */, ALONE_ROOTS = 256 };
static const double TELL_SECONDS = 0.05;

struct task {
    int block, root, rank;
};

struct gift {
    cf_search_part part;
    struct gift *next;
};

struct crew;

struct worker {
    struct crew *crew;
    cf_search search;
    cf_loop_maker maker;
    double told; /* loops already added to the crew's */
    int pulses, roots;
    bool first; /* the calling thread */
};

struct crew {
    const cf_crew_job *job;
    struct task *tasks;
    int task_count;
    pthread_mutex_t lock, visiting;
    pthread_cond_t change;
    pthread_t *threads;
    struct worker *workers;
    int thread_count, started; /* besides the calling thread */
    int hired;                 /* with it */
    double begin, last_told;

    atomic_bool stop;
    atomic_int hungry;
    atomic_llong found;

    /* under the lock */
    atomic_int next_task; /* read without it by the watch */
    int working;
    struct gift *gifts;
    bool complete;
    cf_status status;

    long long visited, financing, unquantified; /* under `visiting` */
};

static void stop(struct crew *crew, cf_status status)
{
    atomic_store(&crew->stop, true);
    pthread_mutex_lock(&crew->lock);
    crew->complete = false;
    if (crew->status == CF_OK)
        crew->status = status;
    pthread_cond_broadcast(&crew->change);
    pthread_mutex_unlock(&crew->lock);
}

/* ---- the watch: only the calling thread ---- */

static bool is_told_to_stop(struct crew *crew, double time)
{
    const cf_loop_limits *limits = crew->job->limits;
    cf_progress_state state = { .done = crew->next_task,
                                .total = crew->task_count,
                                .unit = "roots",
                                .found = (double)atomic_load(&crew->found),
                                .found_unit = "loops" };

    if (limits->seconds > 0 && time - crew->begin >= limits->seconds)
        return true;
    if (limits->progress == NULL || time - crew->last_told < TELL_SECONDS)
        return false;
    crew->last_told = time;
    return !limits->progress->step(limits->progress->payload, &state);
}

static void watch(struct crew *crew)
{
    if (!atomic_load(&crew->stop) && is_told_to_stop(crew, cf_clock_seconds()))
        stop(crew, CF_OK);
}

/* ---- work ---- */

static bool take_gift(struct crew *crew, struct gift **gift)
{
    *gift = crew->gifts;
    if (*gift == NULL)
        return false;
    crew->gifts = (*gift)->next;
    return true;
}

static void wait_a_little(struct crew *crew, bool first)
{
    struct timespec until;

    if (!first) {
        pthread_cond_wait(&crew->change, &crew->lock);
        return;
    }
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 20 * 1000 * 1000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&crew->change, &crew->lock, &until);
}

/* The next thing to do: a gift, or a root; false: nothing is left, or all are to stop. */
static bool take_work(struct worker *worker, struct gift **gift, struct task *task)
{
    struct crew *crew = worker->crew;
    bool found = false;

    *gift = NULL;
    pthread_mutex_lock(&crew->lock);
    while (!found && !atomic_load(&crew->stop)) {
        if (take_gift(crew, gift)) {
            found = true;
        } else if (crew->next_task < crew->task_count) {
            *task = crew->tasks[crew->next_task++];
            found = true;
        } else if (crew->working == 0) {
            break;
        } else {
            atomic_fetch_add(&crew->hungry, 1);
            wait_a_little(crew, worker->first);
            atomic_fetch_sub(&crew->hungry, 1);
            if (worker->first) {
                pthread_mutex_unlock(&crew->lock);
                watch(crew);
                pthread_mutex_lock(&crew->lock);
            }
        }
    }
    crew->working += found;
    if (!found)
        pthread_cond_broadcast(&crew->change);
    pthread_mutex_unlock(&crew->lock);
    return found;
}

static void put_down_work(struct worker *worker)
{
    struct crew *crew = worker->crew;

    pthread_mutex_lock(&crew->lock);
    if (--crew->working == 0)
        pthread_cond_broadcast(&crew->change);
    pthread_mutex_unlock(&crew->lock);
}

static void give(struct worker *worker)
{
    struct crew *crew = worker->crew;
    struct gift *gift = malloc(sizeof *gift);

    if (gift == NULL || !cf_search_give(&worker->search, &gift->part)) {
        free(gift);
        return;
    }
    pthread_mutex_lock(&crew->lock);
    gift->next = crew->gifts;
    crew->gifts = gift;
    pthread_cond_signal(&crew->change);
    pthread_mutex_unlock(&crew->lock);
}

static void start_others(struct crew *crew);

static void work(struct worker *worker)
{
    const cf_loop_block *blocks = worker->search.blocks->blocks;
    struct gift *gift;
    struct task task;

    while (take_work(worker, &gift, &task)) {
        if (worker->first) {
            watch(worker->crew);
            if (++worker->roots == ALONE_ROOTS)
                start_others(worker->crew);
        }
        if (gift != NULL) {
            cf_search_part_run(&worker->search, &gift->part);
            free(gift->part.steps);
            free(gift);
        } else {
            cf_search_root(&worker->search, &blocks[task.block], task.root);
        }
        if (worker->search.stopped && !atomic_load(&worker->crew->stop))
            stop(worker->crew, CF_OK);
        put_down_work(worker);
    }
}

static void *work_as_thread(void *data)
{
    work(data);
    return NULL;
}

/* ---- what a search calls ---- */

static bool hand_over(struct crew *crew, const cf_loop *loop)
{
    const cf_crew_job *job = crew->job;

    if ((job->limits->most > 0 && (double)crew->visited >= job->limits->most) ||
        atomic_load_explicit(&crew->stop, memory_order_relaxed))
        return false;
    crew->visited++;
    if (loop->capital && loop->trade)
        crew->financing++;
    if (!loop->quantified)
        crew->unquantified++;
    return job->visit(loop, job->payload);
}

static bool visit(const cf_loop *loop, void *payload)
{
    struct worker *worker = payload;
    struct crew *crew = worker->crew;
    bool go_on;

    if (crew->thread_count > 0)
        pthread_mutex_lock(&crew->visiting);
    go_on = hand_over(crew, loop);
    if (crew->thread_count > 0)
        pthread_mutex_unlock(&crew->visiting);
    if (!go_on && !atomic_load(&crew->stop))
        stop(crew, CF_OK);
    return go_on;
}

static bool take(cf_search *search, int closing, void *payload)
{
    struct worker *worker = payload;

    return cf_loop_make_all(&worker->maker, search, closing, visit, worker);
}

static cf_status hire(struct crew *crew, struct worker *worker);

/* As many as there are memory and threads for. */
static void start_others(struct crew *crew)
{
    while (crew->started == crew->hired - 1 && crew->started < crew->thread_count) {
        struct worker *worker = &crew->workers[crew->hired++];

        if (hire(crew, worker) != CF_OK ||
            pthread_create(&crew->threads[crew->started], NULL, work_as_thread, worker) != 0)
            return;
        crew->started++;
    }
}

static bool is_budget_spent(const struct crew *crew, const cf_search *search)
{
    const cf_crew_job *job = crew->job;

    return (job->most_walked > 0 && search->walked > job->most_walked) ||
           (job->visit == NULL && job->limits->most > 0 &&
            (double)atomic_load(&crew->found) > job->limits->most);
}

static bool pulse(cf_search *search, void *payload)
{
    struct worker *worker = payload;
    struct crew *crew = worker->crew;

    if (search->found < 1e18) {
        atomic_fetch_add(&crew->found, (long long)(search->found - worker->told));
        worker->told = search->found;
    }
    if (is_budget_spent(crew, search))
        stop(crew, CF_OK);
    if (worker->first) {
        watch(crew);
        if (++worker->pulses == ALONE)
            start_others(crew);
    }
    if (atomic_load(&crew->hungry) > 0)
        give(worker);
    return !atomic_load(&crew->stop);
}

/* ---- setting up ---- */

static int compare_tasks(const void *a, const void *b)
{
    const struct task *x = a, *y = b;

    return (x->rank > y->rank) - (x->rank < y->rank);
}

/* Roots block by block; or by rank, where blocks are whole components, so that one thread finds
 * paths in order. */
static cf_status list_tasks(struct crew *crew)
{
    const cf_loop_blocks *blocks = crew->job->blocks;
    size_t count = 0;

    for (int b = 0; b < blocks->block_count; b++)
        count += (size_t)blocks->blocks[b].root_count;
    crew->tasks = malloc((count + 1) * sizeof *crew->tasks);
    if (crew->tasks == NULL)
        return CF_NO_MEMORY;
    for (int b = 0; b < blocks->block_count; b++) {
        const cf_loop_block *block = &blocks->blocks[b];

        for (int i = 0; i < block->root_count; i++)
            crew->tasks[crew->task_count++] =
                (struct task){ b, block->roots[i], block->rank[block->roots[i]] };
    }
    if (blocks->by_rank)
        qsort(crew->tasks, count, sizeof *crew->tasks, compare_tasks);
    return CF_OK;
}

/* One thread, and as many loops as there are: nothing has to be looked at for each. */
static bool visits_directly(const struct crew *crew)
{
    return crew->job->visit != NULL && crew->thread_count == 0 && crew->job->limits->most <= 0;
}

static cf_status hire(struct crew *crew, struct worker *worker)
{
    const cf_crew_job *job = crew->job;
    cf_status status;

    *worker = (struct worker){ .crew = crew, .first = worker == crew->workers };
    worker->search = (cf_search){ .hops = job->hops,
                                  .kind = job->limits->kind,
                                  .open_only = job->open_only,
                                  .max_length = job->limits->max_length,
                                  .take = job->visit == NULL ? NULL : take,
                                  .take_loop = visit,
                                  .take_loop_payload = worker,
                                  .pulse = pulse,
                                  .payload = worker };
    if (visits_directly(crew)) {
        worker->search.take_loop = job->visit;
        worker->search.take_loop_payload = job->payload;
    }
    status = cf_search_new(&worker->search, job->blocks);
    if (status == CF_OK && job->visit != NULL)
        status = cf_loop_maker_new(&worker->maker, job->hops, job->limits->kind, job->open_only);
    return status;
}

static int others_wanted(const cf_crew_job *job)
{
    long wanted = job->limits->threads > 0 ? job->limits->threads : sysconf(_SC_NPROCESSORS_ONLN);

    if (job->limits->most > 0 || job->most_walked > 0 || wanted < 1)
        return 0;
    return (int)(wanted < MOST_THREADS ? wanted : MOST_THREADS) - 1;
}

static cf_status gather(struct crew *crew)
{
    cf_status status;

    crew->thread_count = others_wanted(crew->job);
    crew->threads = calloc((size_t)crew->thread_count + 1, sizeof *crew->threads);
    crew->workers = calloc((size_t)crew->thread_count + 1, sizeof *crew->workers);
    if (crew->threads == NULL || crew->workers == NULL)
        return CF_NO_MEMORY;
    crew->hired = 1;
    status = hire(crew, &crew->workers[0]);
    return status == CF_OK ? list_tasks(crew) : status;
}

static void add_up(const struct crew *crew, cf_loop_count *count)
{
    *count = (cf_loop_count){ .found = (double)crew->visited,
                              .financing = (double)crew->financing,
                              .unquantified = (double)crew->unquantified,
                              .complete = crew->complete };
    if (visits_directly(crew))
        count->found += (double)crew->workers[0].search.handed;
    for (int i = 0; crew->job->visit == NULL && i < crew->hired; i++) {
        const cf_search *search = &crew->workers[i].search;

        count->found += search->found;
        count->financing += search->financing;
        count->unquantified += search->unquantified;
    }
}

static void dismiss(struct crew *crew)
{
    for (int i = 0; crew->workers != NULL && i < crew->hired; i++) {
        cf_search_free(&crew->workers[i].search);
        cf_loop_maker_free(&crew->workers[i].maker);
    }
    while (crew->gifts != NULL) {
        struct gift *gift;

        take_gift(crew, &gift);
        free(gift->part.steps);
        free(gift);
    }
    free(crew->tasks);
    free(crew->threads);
    free(crew->workers);
    pthread_mutex_destroy(&crew->lock);
    pthread_mutex_destroy(&crew->visiting);
    pthread_cond_destroy(&crew->change);
}

cf_status cf_crew_run(const cf_crew_job *job, cf_loop_count *count)
{
    struct crew crew = { .job = job, .complete = true, .begin = cf_clock_seconds() };
    cf_status status;

    *count = (cf_loop_count){ .complete = false };
    pthread_mutex_init(&crew.lock, NULL);
    pthread_mutex_init(&crew.visiting, NULL);
    pthread_cond_init(&crew.change, NULL);
    status = gather(&crew);
    if (status == CF_OK) {
        work(&crew.workers[0]);
        for (int i = 0; i < crew.started; i++)
            pthread_join(crew.threads[i], NULL);
        add_up(&crew, count);
        status = crew.status;
    }
    dismiss(&crew);
    return status;
}
