/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ends the program where memory runs out, whoever asked for it.
 *
 * Some libraries cannot say that an allocation failed: they go on with other content, or crash. So
 * the program has a malloc of its own. It hands on what the next malloc in line returns (that of
 * the C library, or of a library in LD_PRELOAD), and never returns where that one fails. Only the
 * program does this; in libcircfin a failed allocation is CF_NO_MEMORY.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "cli/memory.h"

#include <stdlib.h>

/* The sanitizers have a malloc of their own; a test lets allocations fail for circfin to see. */
#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__)
#define CIRCFIN_PLAIN_MALLOC
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CIRCFIN_PLAIN_MALLOC
#endif
#endif

#ifndef CIRCFIN_PLAIN_MALLOC

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

#include "circfin/cleanup.h"
#include "cli/messages.h"

/* Async-signal-safe, and allocates nothing. A second thread waits for the first to end all. */
static _Noreturn void end_program(void)
{
    static const char message[] = "circfin: error: out of memory\n";
    static atomic_flag ending = ATOMIC_FLAG_INIT;

    while (atomic_flag_test_and_set(&ending))
        pause();
    cf_cleanup();
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        _exit(CLI_BUG);
    _exit(CLI_BUG);
}

/* ---- allocations ---- */

typedef void *allocate(size_t size);
typedef void *allocate_array(size_t count, size_t size);
typedef void *reallocate(void *old, size_t size);
typedef void *allocate_aligned(size_t alignment, size_t size);
typedef int allocate_aligned_at(void **out, size_t alignment, size_t size);

/* The function of this name that is next in line. Two threads may both look it up: they find the
 * same one. dlsym() itself allocates nothing where it succeeds. */
static void *next_of(_Atomic(void *) *found, const char *name)
{
    void *next = atomic_load_explicit(found, memory_order_acquire);

    if (next == NULL) {
        next = dlsym(RTLD_NEXT, name);
        if (next == NULL)
            abort();
        atomic_store_explicit(found, next, memory_order_release);
    }
    return next;
}

/* ISO C has no cast from an object to a function; POSIX asks for it of dlsym(). */
#define NEXT(type, name)                                                                           \
    __extension__({                                                                                \
        static _Atomic(void *) found;                                                              \
        (type *)next_of(&found, name);                                                             \
    })

/* The libraries are to find them as well. */
#define FOR_ALL __attribute__((visibility("default")))

static void *checked(void *block)
{
    if (block == NULL)
        end_program();
    return block;
}

FOR_ALL void *malloc(size_t size)
{
    return checked(NEXT(allocate, "malloc")(size));
}

FOR_ALL void *calloc(size_t count, size_t size)
{
    return checked(NEXT(allocate_array, "calloc")(count, size));
}

/* Size 0 frees the block and returns NULL: no failure. */
FOR_ALL void *realloc(void *old, size_t size)
{
    void *block = NEXT(reallocate, "realloc")(old, size);

    return size == 0 && old != NULL ? block : checked(block);
}

FOR_ALL void *memalign(size_t alignment, size_t size)
{
    return checked(NEXT(allocate_aligned, "memalign")(alignment, size));
}

/* EINVAL: the caller's alignment is wrong. */
FOR_ALL void *aligned_alloc(size_t alignment, size_t size)
{
    void *block = NEXT(allocate_aligned, "aligned_alloc")(alignment, size);

    return block == NULL && errno == EINVAL ? NULL : checked(block);
}

FOR_ALL int posix_memalign(void **out, size_t alignment, size_t size)
{
    int error = NEXT(allocate_aligned_at, "posix_memalign")(out, alignment, size);

    if (error == ENOMEM)
        end_program();
    return error;
}

/* ---- the stack ---- */

#define MOST_STACK ((uintptr_t)1 << 30) /* where there is no limit */

/* Where the stack of the first thread can be. Globals, for a signal handler takes no argument. */
static uintptr_t stack_top, stack_end;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;

    (void)context;
    if (address < stack_top && address >= stack_end)
        end_program();
    sigaction(signal, &(struct sigaction){ .sa_handler = SIG_DFL }, NULL); /* faults again */
}

void cli_memory_watch_stack(void)
{
    static max_align_t spare[4096]; /* the handler's own stack */
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
    struct rlimit limit;
    char here;

    if (getrlimit(RLIMIT_STACK, &limit) != 0)
        return;
    stack_top = (uintptr_t)&here;
    stack_end = stack_top - (limit.rlim_cur < MOST_STACK ? (uintptr_t)limit.rlim_cur : MOST_STACK);
    action.sa_sigaction = on_fault;
    sigemptyset(&action.sa_mask);
    if (sigaltstack(&(stack_t){ .ss_sp = spare, .ss_size = sizeof spare }, NULL) == 0)
        sigaction(SIGSEGV, &action, NULL);
}

#else

void cli_memory_watch_stack(void)
{
}

#endif
