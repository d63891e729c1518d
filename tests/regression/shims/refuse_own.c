/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes one allocation of circfin's own code fail, and of jansson, which allocates through it: see
 * `--wrap` in tests/CMakeLists.txt. The program that this is linked with has no malloc that ends
 * it, so the failure takes the way that it takes in a program of somebody else's.
 *
 * REFUSE_AT=17 says which one; REFUSE_COUNT=FILE writes how many there were.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static atomic_long allocations;
static long refused;

__attribute__((constructor)) static void read_number(void)
{
    const char *at = getenv("REFUSE_AT");

    refused = at == NULL ? -1 : atol(at);
}

static int is_refused(void)
{
    if (atomic_fetch_add(&allocations, 1) + 1 != refused)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *__wrap_malloc(size_t size)
{
    return is_refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return is_refused() ? NULL : __real_realloc(old, size);
}

__attribute__((destructor)) static void write_count(void)
{
    const char *file = getenv("REFUSE_COUNT");
    FILE *out = file == NULL ? NULL : fopen(file, "w");

    if (out == NULL)
        return;
    fprintf(out, "%ld\n", atomic_load(&allocations));
    fclose(out);
}
