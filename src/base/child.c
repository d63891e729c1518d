/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a function in a child process and collects what it writes.
 *
 *   parent ── fork ──► child: work ── bytes ──► pipe ──► parent: answer
 *                        └─ crash or timeout: no answer
 */
#if defined(__linux__)
#define _DEFAULT_SOURCE /* syscall */
#endif
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#if defined(__linux__)
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/vec.h"

enum {
    MOST_CLOSED = 4096, /* where the system cannot close a range */
    STACK_MIB = 100,    /* for recursion; the kernel leaves 128 below the first stack */
    PART_BYTES = 1 << 14
};

typedef CF_VEC(char) bytes;

/* ---- the child ---- */

static void limit_resource(int what, rlim_t most)
{
    struct rlimit now;

    if (getrlimit(what, &now) != 0)
        return;
    if (now.rlim_max == RLIM_INFINITY || most < now.rlim_max)
        now.rlim_max = most;
    now.rlim_cur = now.rlim_max;
    (void)setrlimit(what, &now); /* on failure, deep recursion ends sooner */
}

/* What the parent does at a signal is no business of the child. */
static void restore_signals(void)
{
    static const int signals[] = { SIGSEGV, SIGABRT, SIGHUP, SIGINT, SIGTERM };

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction now;

        if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            signal(signals[i], SIG_DFL);
    }
}

/* Ends this process when its parent ends, by whatever signal. */
static void end_with(pid_t parent)
{
#if defined(__linux__)
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent) /* it already has */
        _exit(1);
}

static void close_range_of(int first, int last)
{
    if (first > last)
        return;
#if defined(SYS_close_range)
    if (syscall(SYS_close_range, (unsigned)first, (unsigned)last, 0u) == 0)
        return;
#endif
    for (int file = first; file <= last && file < MOST_CLOSED; file++)
        close(file);
}

/* The parent's files: what it has locked must be free as soon as it has ended, and not only when
 * the child has. */
static void close_files_of_parent(int pipe)
{
    close_range_of(STDERR_FILENO + 1, pipe - 1);
    close_range_of(pipe + 1, INT_MAX);
}

/* A library that calls exit() must not flush the streams of the parent. */
static void end_at_once(void)
{
    _exit(1);
}

/* Never returns. Runs no exit handler and flushes no stream of the parent. */
static void be_child(int pipe, void (*work)(FILE *out, void *data), void *data)
{
    int nowhere = open("/dev/null", O_RDWR);
    FILE *out;

    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO && nowhere >= 0; stream++)
        dup2(nowhere, stream); /* messages of the C library, and what the parent has yet to write */
    close_files_of_parent(pipe);
    limit_resource(RLIMIT_CORE, 0);
    limit_resource(RLIMIT_STACK, (rlim_t)STACK_MIB << 20);
    restore_signals();
    (void)atexit(end_at_once); /* it is called first */
    out = fdopen(pipe, "w");
    if (out == NULL)
        _exit(CF_CHILD_EXIT_NO_MEMORY);
    work(out, data);
    _exit(fflush(out) == 0 && !ferror(out) ? 0 : 1);
}

/* ---- limits ---- */

void cf_child_limit_processor(double seconds)
{
    limit_resource(RLIMIT_CPU, (rlim_t)ceil(seconds) + 1);
}

/* Bytes of address space that this process has; 0 where the system does not say. */
static size_t address_space(void)
{
    FILE *in = fopen("/proc/self/statm", "r");
    unsigned long pages = 0;

    if (in == NULL)
        return 0;
    if (fscanf(in, "%lu", &pages) != 1)
        pages = 0;
    fclose(in);
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

void cf_child_limit_memory(size_t more)
{
    size_t now = address_space();

    if (now > 0)
        limit_resource(RLIMIT_AS, (rlim_t)now + more);
}

void cf_child_limit_files(size_t most)
{
    signal(SIGXFSZ, SIG_IGN); /* write() says that it was too much */
    limit_resource(RLIMIT_FSIZE, (rlim_t)most);
    limit_resource(RLIMIT_NOFILE, 0); /* open descriptors stay */
}

/* ---- the parent ---- */

static int milliseconds_until(double end)
{
    double left = 1000.0 * (end - cf_clock_seconds());

    return isinf(end) ? -1 : left < 0.0 ? 0 : left < INT_MAX ? (int)left + 1 : INT_MAX;
}

/* Reads up to the end of the pipe. Sets CF_CHILD_LATE if the deadline passes first. */
static cf_status read_answer(bytes *answer, cf_child_end *end, int pipe, double deadline)
{
    for (;;) {
        struct pollfd wait = { .fd = pipe, .events = POLLIN };
        int ready = poll(&wait, 1, milliseconds_until(deadline));
        ssize_t count;

        if (ready < 0 && errno == EINTR)
            continue;
        if (ready == 0) {
            *end = CF_CHILD_LATE;
            return CF_OK;
        }
        if (!cf_vec_reserve(answer, answer->count + PART_BYTES))
            return CF_NO_MEMORY;
        count = read(pipe, answer->at + answer->count, PART_BYTES);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return CF_OK;
        answer->count += (int)count;
    }
}

/* Waits until the child has ended, crosses its note out, and only then frees its number. */
static cf_child_end wait_for(pid_t child, cf_note *note)
{
    siginfo_t how;
    int status = 1;

    while (waitid(P_PID, (id_t)child, &how, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        continue;
    cf_note_drop(note);
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) /* ECHILD: the host ignores SIGCHLD, and there is no status */
            return errno == ECHILD ? CF_CHILD_DONE : CF_CHILD_CRASHED;
    }
    if (!WIFEXITED(status))
        return CF_CHILD_CRASHED;
    return WEXITSTATUS(status) == 0                         ? CF_CHILD_DONE
           : WEXITSTATUS(status) == CF_CHILD_EXIT_NO_MEMORY ? CF_CHILD_NO_MEMORY
                                                            : CF_CHILD_CRASHED;
}

cf_status cf_child_run(char **answer, size_t *size, cf_child_end *end,
                       void (*work)(FILE *out, void *data), void *data, double seconds)
{
    double deadline = seconds > 0 ? cf_clock_seconds() + seconds : INFINITY;
    bytes got = { NULL };
    int ends[2];
    cf_note *note;
    pid_t child, parent = getpid();
    cf_status status;

    *answer = NULL;
    *size = 0;
    *end = CF_CHILD_DONE;
    note = cf_note_child();
    if (note == NULL || pipe(ends) != 0) {
        cf_note_drop(note);
        return CF_NO_MEMORY;
    }
    child = fork();
    if (child == 0) {
        close(ends[0]);
        end_with(parent);
        be_child(ends[1], work, data);
    }
    cf_note_set_child(note, child);
    close(ends[1]);
    status = child < 0 ? CF_NO_MEMORY : read_answer(&got, end, ends[0], deadline);
    close(ends[0]);
    if (child > 0 && (status != CF_OK || *end == CF_CHILD_LATE))
        kill(child, SIGKILL);
    if (child < 0) {
        cf_note_drop(note);
    } else {
        cf_child_end how = wait_for(child, note);

        if (*end == CF_CHILD_DONE)
            *end = how;
    }
    if (status == CF_OK && *end == CF_CHILD_DONE) {
        *answer = got.at;
        *size = (size_t)got.count;
    } else {
        free(got.at);
    }
    return status;
}

bool cf_child_finds_no_locks(void)
{
    struct stat tasks;

    /* A folder for each thread, and the two that every folder has. */
    return stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink == 3;
}
