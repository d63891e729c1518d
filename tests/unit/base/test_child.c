/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/child.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/testlib.h"

static void count_up(FILE *out, void *data)
{
    for (int i = 0; i < *(int *)data; i++)
        fprintf(out, "%d\n", i);
    *(int *)data = -1; /* in the child only */
}

static void abort_loudly(FILE *out, void *data)
{
    (void)data;
    fputs("so far", out);
    fputs("this is not seen\n", stderr);
    abort();
}

static void never_end(FILE *out, void *data)
{
    (void)data;
    fputs("so far", out);
    fflush(out);
    for (;;)
        pause();
}

static void leave(FILE *out, void *data)
{
    (void)out;
    _exit(*(int *)data);
}

static void leave_with_exit(FILE *out, void *data)
{
    (void)out;
    (void)data;
    exit(0);
}

static void open_after_limit(FILE *out, void *data)
{
    FILE *opened;

    (void)data;
    cf_child_limit_files(4);
    opened = fopen("/dev/null", "r");
    fputs(opened == NULL ? "refused" : "opened", out); /* a pipe is no file */
}

static void compute_for_ever(FILE *out, void *data)
{
    volatile unsigned counter = 0;

    (void)out;
    (void)data;
    cf_child_limit_processor(0.1);
    for (;;)
        counter++;
}

static void look_at_file(FILE *out, void *data)
{
    fputs(fcntl(*(int *)data, F_GETFD) < 0 ? "closed" : "open", out);
}

static void expect_refused(void (*work)(FILE *out, void *data))
{
    char *answer = NULL;
    size_t size;
    cf_child_end end;

    assert_ok(cf_child_run(&answer, &size, &end, work, NULL, 0.0));
    cr_expect_eq(end, CF_CHILD_DONE);
    cr_assert_eq(size, strlen("refused"));
    cr_expect_arr_eq(answer, "refused", size);
    free(answer);
}

static cf_child_end end_of(void (*work)(FILE *out, void *data), void *data, double seconds)
{
    char *answer = NULL;
    size_t size;
    cf_child_end end;

    assert_ok(cf_child_run(&answer, &size, &end, work, data, seconds));
    cr_expect_eq(answer == NULL, end != CF_CHILD_DONE || size == 0);
    free(answer);
    return end;
}

Test(apart, the_answer_comes_back_whole_and_nothing_else_changes)
{
    int count = 100000; /* far more than a pipe holds */
    char *answer = NULL, last[16] = "";
    size_t size;
    cf_child_end end;

    assert_ok(cf_child_run(&answer, &size, &end, count_up, &count, 0.0));
    cr_expect_eq(end, CF_CHILD_DONE);
    cr_expect_eq(count, 100000);
    cr_assert_eq(size, 588890); /* the digits of 0 .. 99999, and as many line ends */
    memcpy(last, answer + size - 6, 6);
    cr_expect_str_eq(last, "99999\n");
    free(answer);
}

Test(apart, a_crash_is_told_and_leaves_no_process)
{
    int bad = 3;

    cr_expect_eq(end_of(abort_loudly, NULL, 0.0), CF_CHILD_CRASHED);
    cr_expect_eq(end_of(leave, &bad, 0.0), CF_CHILD_CRASHED);
    cr_expect_eq(waitpid(-1, NULL, WNOHANG), -1);
}

Test(apart, what_takes_too_long_is_ended)
{
    cr_expect_eq(end_of(never_end, NULL, 0.05), CF_CHILD_LATE);
    cr_expect_eq(waitpid(-1, NULL, WNOHANG), -1);
}

Test(apart, a_host_may_ignore_its_children)
{
    int count = 1;

    signal(SIGCHLD, SIG_IGN);
    cr_expect_eq(end_of(count_up, &count, 0.0), CF_CHILD_DONE);
    signal(SIGCHLD, SIG_DFL);
}

Test(apart, a_library_that_exits_does_not_flush_the_streams_of_the_parent)
{
    FILE *mine = tmpfile();

    cr_assert_not_null(mine);
    fputs("once", mine);
    cr_expect_eq(end_of(leave_with_exit, NULL, 0.0), CF_CHILD_CRASHED);
    fflush(mine);
    cr_expect_eq(ftell(mine), 4);
    cr_expect_eq(fseek(mine, 0, SEEK_END), 0);
    cr_expect_eq(ftell(mine), 4);
    fclose(mine);
}

static void *ask(void *data)
{
    *(bool *)data = cf_child_finds_no_locks();
    return NULL;
}

/* In a child, for the runner of the tests may have threads. */
static void ask_alone_and_with_another(FILE *out, void *data)
{
    pthread_t thread;
    bool before = cf_child_finds_no_locks(), there = true;

    (void)data;
    if (pthread_create(&thread, NULL, ask, &there) == 0)
        pthread_join(thread, NULL);
    fprintf(out, "%d%d", before, there);
}

Test(apart, threads_are_seen)
{
    char *answer;
    size_t size;
    cf_child_end end;

    assert_ok(cf_child_run(&answer, &size, &end, ask_alone_and_with_another, NULL, 0.0));
    cr_assert_eq(size, 2);
    cr_expect_eq(memcmp(answer, "10", 2), 0);
    free(answer);
}

Test(apart, a_child_can_be_kept_from_files_and_time)
{
    expect_refused(open_after_limit);
    cr_expect_eq(end_of(compute_for_ever, NULL, 0.0), CF_CHILD_CRASHED);
}

#if !defined(CIRCFIN_SANITIZED) /* which takes terabytes */

static void take_memory(FILE *out, void *data)
{
    void *volatile little, *volatile much; /* else a compiler may leave the calls out */

    (void)data;
    cf_child_limit_memory((size_t)64 << 20);
    little = malloc((size_t)1 << 20);
    much = malloc((size_t)1 << 30);
    fputs(little != NULL && much == NULL ? "refused" : "taken", out);
}

Test(apart, a_child_can_be_kept_from_memory)
{
    expect_refused(take_memory);
}

#endif

/* Else a file that the parent has locked would stay locked after its end. */
Test(apart, a_child_has_no_file_of_its_parent)
{
    int file = open("/dev/null", O_RDONLY), high = fcntl(file, F_DUPFD, 700);
    const int files[] = { file, high };

    cr_assert(file > STDERR_FILENO && high >= 700);
    for (int i = 0; i < 2; i++) {
        cf_child_end end;
        char *answer;
        size_t size;
        int number = files[i];

        assert_ok(cf_child_run(&answer, &size, &end, look_at_file, &number, 0.0));
        cr_expect(size == 6 && memcmp(answer, "closed", 6) == 0, "%.*s", (int)size, answer);
        free(answer);
    }
    close(file);
    close(high);
}
