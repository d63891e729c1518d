/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes one allocation of a program fail: of the whole process, where it is preloaded,
 *
 *     LD_PRELOAD=librefuse.so REFUSE_AT=17 circfin score file.json
 *
 * or, with REFUSE_OWN, of circfin's own code and of jansson, which is told to allocate here: see
 * `--wrap` in tests/CMakeLists.txt. The program that this is linked with has no malloc that ends
 * it, so the failure takes the way that it takes in a program of somebody else's.
 *
 * REFUSE_COUNT=FILE writes how many allocations there were.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef REFUSE_OWN
#include <jansson.h>
#define OURS(name) __wrap_##name
#define THEIRS(name) __real_##name
#else
#define OURS(name) name
#define THEIRS(name) __libc_##name
#endif

void *OURS(malloc)(size_t size);
void *OURS(calloc)(size_t count, size_t size);
void *OURS(realloc)(void *old, size_t size);
void *THEIRS(malloc)(size_t size);
void *THEIRS(calloc)(size_t count, size_t size);
void *THEIRS(realloc)(void *old, size_t size);

static atomic_long allocations;

/* getenv() allocates nothing. It is asked each time: a run of tests/serving is told late. */
static int is_refused(void)
{
    const char *at = getenv("REFUSE_AT");

    if (atomic_fetch_add(&allocations, 1) + 1 != (at == NULL ? -1 : atol(at)))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *OURS(malloc)(size_t size)
{
    return is_refused() ? NULL : THEIRS(malloc)(size);
}

void *OURS(calloc)(size_t count, size_t size)
{
    return is_refused() ? NULL : THEIRS(calloc)(count, size);
}

void *OURS(realloc)(void *old, size_t size)
{
    return is_refused() ? NULL : THEIRS(realloc)(old, size);
}

#ifdef REFUSE_OWN

__attribute__((constructor)) static void take_jansson(void)
{
    json_set_alloc_funcs(OURS(malloc), free);
}

#else

void *__libc_memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size);

void *memalign(size_t alignment, size_t size)
{
    return is_refused() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    void *block = memalign(alignment, size);

    if (block == NULL)
        return ENOMEM;
    *out = block;
    return 0;
}

#endif

/* A forked child runs no destructor of ours: it ends by _exit(). snprintf() allocates nothing. */
__attribute__((destructor)) static void write_count(void)
{
    const char *file = getenv("REFUSE_COUNT");
    int descriptor = file == NULL ? -1 : open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char text[32];
    int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&allocations));

    if (descriptor < 0)
        return;
    if (write(descriptor, text, (size_t)length) != length)
        abort();
    close(descriptor);
}
