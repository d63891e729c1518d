/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tasks.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "unit/testlib.h"

enum { TASKS = 200 };

struct ledger {
    int runs[TASKS]; /* by task */
    int total, opened, closed;
};

struct bench {
    int sum;
};

static struct ledger *ledger_of(const cf_worker *worker)
{
    return worker->job->payload;
}

static cf_status open_bench(cf_worker *worker)
{
    ledger_of(worker)->opened++;
    return CF_OK;
}

static cf_status run_task(cf_worker *worker, int task)
{
    ((struct bench *)worker->bench)->sum += task;
    ledger_of(worker)->runs[task]++; /* each task has a place of its own */
    return CF_OK;
}

static void close_bench(cf_worker *worker)
{
    ledger_of(worker)->total += ((struct bench *)worker->bench)->sum;
    ledger_of(worker)->closed++;
}

static cf_job job_of(struct ledger *ledger, int threads)
{
    return (cf_job){ .task_count = TASKS,
                     .threads = threads,
                     .bench_size = sizeof(struct bench),
                     .open = open_bench,
                     .run = run_task,
                     .close = close_bench,
                     .payload = ledger };
}

Test(tasks, each_task_runs_once_whatever_the_number_of_threads)
{
    for (int threads = 0; threads <= 9; threads++) {
        struct ledger ledger = { .total = 0 };
        cf_job job = job_of(&ledger, threads);
        bool complete;

        cr_assert_eq(cf_tasks_run(&job, &complete), CF_OK);
        cr_expect(complete);
        for (int i = 0; i < TASKS; i++)
            cr_expect_eq(ledger.runs[i], 1);
        cr_expect_eq(ledger.total, TASKS * (TASKS - 1) / 2);
        cr_expect_eq(ledger.opened, ledger.closed);
    }
}

/* What a worker is set up from may be what the result of a task changes. */
static atomic_int begun;

static cf_status open_before_any(cf_worker *worker)
{
    const struct timespec moment = { .tv_nsec = 2000000 };

    nanosleep(&moment, NULL); /* a thread that is there would begin */
    cr_expect_eq(atomic_load(&begun), 0);
    return open_bench(worker);
}

static cf_status run_and_note(cf_worker *worker, int task)
{
    atomic_fetch_add(&begun, 1);
    return run_task(worker, task);
}

Test(tasks, all_workers_are_set_up_before_any_task_begins)
{
    struct ledger ledger = { .total = 0 };
    cf_job job = job_of(&ledger, 5);
    bool complete;

    job.open = open_before_any;
    job.run = run_and_note;
    cr_assert_eq(cf_tasks_run(&job, &complete), CF_OK);
    cr_expect_eq(ledger.opened, 5);
    cr_expect_eq(atomic_load(&begun), TASKS);
}

Test(tasks, there_are_no_more_workers_than_tasks)
{
    struct ledger ledger = { .total = 0 };
    cf_job job = job_of(&ledger, 64);
    bool complete;

    job.task_count = 3;
    cr_assert_eq(cf_tasks_run(&job, &complete), CF_OK);
    cr_expect_eq(ledger.opened, 3);
    job.task_count = 0;
    cr_assert_eq(cf_tasks_run(&job, &complete), CF_OK);
    cr_expect(complete);
}

static cf_status fail_at_seven(cf_worker *worker, int task)
{
    return task == 7 ? CF_SOLVER : run_task(worker, task);
}

Test(tasks, an_error_ends_the_run)
{
    struct ledger ledger = { .total = 0 };
    cf_job job = job_of(&ledger, 1);
    bool complete = true;

    job.run = fail_at_seven;
    cr_expect_eq(cf_tasks_run(&job, &complete), CF_SOLVER);
    cr_expect_not(complete);
    cr_expect_eq(ledger.runs[6], 1);
    cr_expect_eq(ledger.runs[8], 0);
    cr_expect_eq(ledger.closed, 1);
}

static bool stop_at_once(void *payload, const cf_progress_state *state)
{
    int *asked = payload;

    cr_expect_str_eq(state->unit, "points");
    cr_expect_eq((int)state->total, TASKS);
    ++*asked;
    return false;
}

Test(tasks, progress_can_end_the_run)
{
    struct ledger ledger = { .total = 0 };
    int asked = 0;
    cf_progress progress = { .step = stop_at_once, .payload = &asked };
    cf_job job = job_of(&ledger, 4);
    bool complete = true;

    job.progress = &progress;
    job.unit = "points";
    cr_assert_eq(cf_tasks_run(&job, &complete), CF_OK);
    cr_expect_not(complete);
    cr_expect_eq(asked, 1);
    cr_expect_eq(ledger.opened, ledger.closed);
}

static cf_status run_until_told(cf_worker *worker, int task)
{
    (void)task;
    while (cf_worker_go_on(worker))
        ;
    return CF_OK;
}

Test(tasks, a_time_limit_ends_long_tasks)
{
    struct ledger ledger = { .total = 0 };
    cf_job job = job_of(&ledger, 3);
    double begin = cf_clock_seconds();
    bool complete = true;

    job.run = run_until_told;
    job.seconds = 0.02;
    cr_assert_eq(cf_tasks_run(&job, &complete), CF_OK);
    cr_expect_not(complete);
    cr_expect(cf_clock_seconds() - begin < 10);
}

/* One task that counts to a million, and halves what is left whenever another worker is idle. */
struct range {
    long from, to;
};

static cf_status count_range(cf_worker *worker, struct range range)
{
    for (; range.from < range.to && cf_worker_go_on(worker); range.from++) {
        ((struct bench *)worker->bench)->sum++;
        if (range.to - range.from > 1000 && cf_worker_has_taker(worker)) {
            struct range *half = malloc(sizeof *half);

            cr_assert_not_null(half);
            *half = (struct range){ range.from + (range.to - range.from) / 2, range.to };
            range.to = half->from;
            cf_worker_give(worker, half);
        }
    }
    return CF_OK;
}

static cf_status count_all(cf_worker *worker, int task)
{
    (void)task;
    return count_range(worker, (struct range){ 0, 1000000 });
}

static cf_status count_part(cf_worker *worker, void *part)
{
    struct range range = *(struct range *)part;

    free(part);
    return count_range(worker, range);
}

Test(tasks, a_long_task_gives_parts_of_itself_away)
{
    struct ledger ledger = { .total = 0 };
    cf_job job = job_of(&ledger, 4);
    bool complete;

    job.task_count = 1;
    job.run = count_all;
    job.run_part = count_part;
    job.free_part = free;
    cr_assert_eq(cf_tasks_run(&job, &complete), CF_OK);
    cr_expect(complete);
    cr_expect_eq(ledger.opened, 4);
    cr_expect_eq(ledger.total, 1000000);
}

Test(tasks, without_memory_nothing_runs)
{
    struct ledger ledger = { .total = 0 };
    cf_job job = job_of(&ledger, 2);
    bool complete = true;
    cf_status status = CF_NO_MEMORY;

    for (int allowed = 0; allowed < 3; allowed++) {
        allow_allocations(allowed);
        status = cf_tasks_run(&job, &complete);
        stop_counting_allocations();
        cr_expect_eq(status, CF_NO_MEMORY);
        cr_expect_not(complete);
    }
    cr_expect_eq(ledger.opened, 0);
}

/* ---- results in order ---- */

struct list {
    int taken[TASKS], count, made, freed, fails_at;
    atomic_int kept, most_kept; /* results that are not freed yet */
};

/* Some tasks take long, so that others overtake them. */
static cf_status make_result(cf_worker *worker, int task)
{
    struct list *list = worker->job->payload;
    int *result = malloc(sizeof *result), kept;
    double end = cf_clock_seconds() + (task % 17 == 0 ? 0.002 : 0.0);

    while (cf_clock_seconds() < end)
        continue;
    if (result == NULL)
        return CF_NO_MEMORY;
    *result = task * task;
    worker->result = result;
    kept = atomic_fetch_add(&list->kept, 1) + 1;
    if (kept > atomic_load(&list->most_kept)) /* roughly */
        atomic_store(&list->most_kept, kept);
    return task == list->fails_at ? CF_SOLVER : CF_OK;
}

static cf_status take_result(const cf_job *job, int task, void *result)
{
    struct list *list = job->payload;

    cr_expect_eq(*(int *)result, task * task);
    list->taken[list->count++] = task;
    atomic_fetch_sub(&list->kept, 1);
    return CF_OK;
}

static cf_job list_job(struct list *list, int threads)
{
    return (cf_job){ .task_count = TASKS,
                     .threads = threads,
                     .run = make_result,
                     .take = take_result,
                     .free_result = free,
                     .payload = list };
}

Test(tasks, results_are_taken_in_order_whatever_the_number_of_threads)
{
    for (int threads = 1; threads <= 7; threads++) {
        struct list list = { .fails_at = -1 };
        cf_job job = list_job(&list, threads);
        bool complete;

        cr_assert_eq(cf_tasks_run(&job, &complete), CF_OK);
        cr_expect(complete);
        cr_expect_eq(list.count, TASKS);
        for (int i = 0; i < list.count; i++)
            cr_expect_eq(list.taken[i], i);
        cr_expect_leq(list.most_kept, 10 * threads, "%d results wait", list.most_kept);
    }
}

Test(tasks, nothing_is_taken_from_behind_a_task_that_failed)
{
    for (int threads = 1; threads <= 4; threads++) {
        struct list list = { .fails_at = 100 };
        cf_job job = list_job(&list, threads);
        bool complete;

        cr_assert_eq(cf_tasks_run(&job, &complete), CF_SOLVER);
        cr_expect_not(complete);
        cr_expect_leq(list.count, 100);
        for (int i = 0; i < list.count; i++)
            cr_expect_eq(list.taken[i], i);
    }
}
