/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes one allocation of a program fail. To be preloaded:
 *
 *     LD_PRELOAD=librefuse.so REFUSE_AT=17 circfin score file.json
 *
 * REFUSE_COUNT=FILE writes how many allocations there were.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size);

static atomic_long allocations, refused;

/* getenv() allocates nothing. Before the first allocation there is no second thread. */
static int is_refused(void)
{
    if (atomic_load(&refused) == 0) {
        const char *at = getenv("REFUSE_AT");

        atomic_store(&refused, at == NULL ? -1 : atol(at));
    }
    if (atomic_fetch_add(&allocations, 1) + 1 != atomic_load(&refused))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return is_refused() ? NULL : __libc_realloc(old, size);
}

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

/* A forked child runs no destructor of ours: it ends by _exit(). */
__attribute__((destructor)) static void write_count(void)
{
    const char *file = getenv("REFUSE_COUNT");
    int descriptor = file == NULL ? -1 : open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (descriptor < 0)
        return;
    dprintf(descriptor, "%ld\n", atomic_load(&allocations));
    close(descriptor);
}
