/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a program many times without starting it many times: serving.py preloads this. The program
 * is loaded once; each request is served by a fork that goes on into main.
 *
 *   request  int length; FOLDER NUL WORD NUL WORD NUL ... The words are NAME=VALUE of the
 *            environment, the program's name, its arguments.
 *   answer   int status of waitpid, -1 if it had to be killed; int 1 if it left processes behind
 *
 * In the folder: work (the current folder of the run), tmp (its TMPDIR), in, out.txt, err.txt.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REQUEST = 198, ANSWER = 199, MOST_BYTES = 1 << 16, MOST_WORDS = 1 << 10 };
enum { PROCESSOR_SECONDS = 20, SECONDS = 300 };

typedef int main_function(int argc, char **argv, char **environment);
typedef int start_function(main_function *, int, char **, void (*)(void), void (*)(void),
                           void (*)(void), void *);

static main_function *real_main;

static void redirect(const char *folder, const char *name, int flags, int descriptor)
{
    char path[4096];
    int opened;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    opened = open(path, flags, 0600);
    if (opened < 0)
        _exit(125);
    dup2(opened, descriptor);
    close(opened);
}

static void begin_run(const char *folder)
{
    struct rlimit processor = { PROCESSOR_SECONDS, PROCESSOR_SECONDS + 5 };
    char path[4096];

    close(REQUEST);
    close(ANSWER);
    setpgid(0, 0);
    setrlimit(RLIMIT_CPU, &processor);
    redirect(folder, "in", O_RDONLY, 0);
    redirect(folder, "out.txt", O_WRONLY | O_CREAT | O_TRUNC, 1);
    redirect(folder, "err.txt", O_WRONLY | O_CREAT | O_TRUNC, 2);
    snprintf(path, sizeof path, "%s/tmp", folder);
    setenv("TMPDIR", path, 1);
    snprintf(path, sizeof path, "%s/work", folder);
    if (chdir(path) != 0)
        _exit(125);
}

/* Waits for the run; kills it when it is late, and what it leaves behind. */
static void end_run(pid_t child, int answer[2])
{
    sigset_t ended;
    struct timespec most = { .tv_sec = SECONDS };

    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    setpgid(child, child);
    answer[0] = -1;
    while (waitpid(child, &answer[0], WNOHANG) == 0) {
        if (sigtimedwait(&ended, NULL, &most) >= 0)
            continue;
        kill(-child, SIGKILL);
        waitpid(child, &answer[0], 0);
        answer[0] = -1;
        break;
    }
    while (waitpid(-child, NULL, WNOHANG) > 0) /* what it ended, but did not wait for */
        continue;
    answer[1] = kill(-child, SIGKILL) == 0;
}

static int read_all(void *to, size_t size)
{
    for (char *at = to; size > 0;) {
        ssize_t count = read(REQUEST, at, size);

        if (count <= 0)
            return 0;
        at += count;
        size -= (size_t)count;
    }
    return 1;
}

/* Their number. What stands before the program's name goes into the environment. */
static int take_words(char *at, const char *end, char **words)
{
    int count = 0;

    for (; at < end && count < MOST_WORDS - 1; at += strlen(at) + 1) {
        if (count == 0 && strchr(at, '=') != NULL)
            putenv(at);
        else
            words[count++] = at;
    }
    return count;
}

/* Returns in the child only. */
static int serve(char **words)
{
    static char bytes[MOST_BYTES];
    sigset_t blocked, before;
    int size, answer[2];

    prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    while (read_all(&size, sizeof size) && size > 0 && size < MOST_BYTES && read_all(bytes, size)) {
        pid_t child = fork();

        if (child == 0) {
            sigprocmask(SIG_SETMASK, &before, NULL);
            begin_run(bytes);
            return take_words(bytes + strlen(bytes) + 1, bytes + size, words);
        }
        if (child < 0)
            _exit(1);
        end_run(child, answer);
        if (write(ANSWER, answer, sizeof answer) != sizeof answer)
            _exit(1);
    }
    _exit(0);
}

static int served_main(int argc, char **argv, char **environment)
{
    static char *words[MOST_WORDS];

    (void)argv;
    argc = serve(words);
    return real_main(argc, words, environment);
}

int __libc_start_main(main_function *program_main, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
    start_function *start = (start_function *)dlsym(RTLD_NEXT, "__libc_start_main");

    unsetenv("LD_PRELOAD");
    if (fcntl(REQUEST, F_GETFD) < 0) /* a program that the program starts */
        return start(program_main, argc, argv, init, fini, rtld_fini, stack_end);
    real_main = program_main;
    return start(served_main, argc, argv, init, fini, rtld_fini, stack_end);
}
