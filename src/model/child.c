/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *   parent ── fork ──► child: work ── bytes ──► pipe ──► parent: answer
 *                        └─ crash, or too late: no answer
 */
#include "model/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

enum { STACK_MIB = 100 }; /* for what recurses; the kernel leaves 128 below the first stack */

struct answer {
    char *bytes;
    size_t size, room;
};

/* ---- the child ---- */

static void limit_resource(int what, rlim_t most)
{
    struct rlimit now;

    if (getrlimit(what, &now) != 0)
        return;
    now.rlim_cur = now.rlim_max == RLIM_INFINITY || most < now.rlim_max ? most : now.rlim_max;
    (void)setrlimit(what, &now); /* without it, deep recursion ends sooner */
}

/* Never returns. No exit handler runs and no stream of the parent's is flushed twice. */
static void be_child(int pipe, void (*work)(FILE *out, void *data), void *data)
{
    FILE *out = fdopen(pipe, "w");
    int nowhere = open("/dev/null", O_WRONLY);

    limit_resource(RLIMIT_CORE, 0);
    limit_resource(RLIMIT_STACK, (rlim_t)STACK_MIB << 20);
    signal(SIGSEGV, SIG_DFL);
    signal(SIGABRT, SIG_DFL);
    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO); /* the C library's last words */
    if (out == NULL)
        _exit(1);
    work(out, data);
    _exit(fflush(out) == 0 && !ferror(out) ? 0 : 1);
}

/* ---- the parent ---- */

static int milliseconds_until(double end)
{
    double left = 1000.0 * (end - cf_clock_seconds());

    return isinf(end) ? -1 : left < 0.0 ? 0 : left < INT_MAX ? (int)left + 1 : INT_MAX;
}

static bool reserve_answer(struct answer *answer)
{
    size_t room = answer->room == 0 ? 1 << 14 : 2 * answer->room;
    char *larger;

    if (answer->size < answer->room)
        return true;
    larger = realloc(answer->bytes, room);
    if (larger == NULL)
        return false;
    answer->bytes = larger;
    answer->room = room;
    return true;
}

/* Up to the end of the pipe. CF_CHILD_LATE where it does not come in time. */
static cf_status read_answer(struct answer *answer, cf_child_end *end, int pipe, double deadline)
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
        if (!reserve_answer(answer))
            return CF_NO_MEMORY;
        count = read(pipe, answer->bytes + answer->size, answer->room - answer->size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return CF_OK;
        answer->size += (size_t)count;
    }
}

static bool ended_well(pid_t child)
{
    int status = 1;

    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return errno == ECHILD; /* the host ignores its children: the answer must do */
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

cf_status cf_child_run(char **answer, size_t *size, cf_child_end *end,
                       void (*work)(FILE *out, void *data), void *data, double seconds)
{
    double deadline = seconds > 0 ? cf_clock_seconds() + seconds : INFINITY;
    struct answer got = { .bytes = NULL };
    int ends[2];
    pid_t child;
    cf_status status;

    *answer = NULL;
    *size = 0;
    *end = CF_CHILD_DONE;
    if (pipe(ends) != 0)
        return CF_NO_MEMORY;
    child = fork();
    if (child == 0) {
        close(ends[0]);
        be_child(ends[1], work, data);
    }
    close(ends[1]);
    status = child < 0 ? CF_NO_MEMORY : read_answer(&got, end, ends[0], deadline);
    close(ends[0]);
    if (child > 0 && (status != CF_OK || *end == CF_CHILD_LATE))
        kill(child, SIGKILL);
    if (child > 0 && !ended_well(child) && *end == CF_CHILD_DONE)
        *end = CF_CHILD_CRASHED;
    if (status == CF_OK && *end == CF_CHILD_DONE) {
        *answer = got.bytes;
        *size = got.size;
    } else {
        free(got.bytes);
    }
    return status;
}
