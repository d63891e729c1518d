/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notices allocations of jansson that fail, by an allocation function around the one in use. */
#include "scenario/json_memory.h"

#include <pthread.h>

static pthread_once_t wrapped = PTHREAD_ONCE_INIT;
static json_malloc_t allocate; /* set once: jansson's own, or the host's */
static _Thread_local bool failed;

static void *allocate_watched(size_t size)
{
    void *block = allocate(size);

    failed = failed || block == NULL;
    return block;
}

static void wrap(void)
{
    json_free_t release;

    json_get_alloc_funcs(&allocate, &release);
    json_set_alloc_funcs(allocate_watched, release);
}

void cf_json_memory_watch(void)
{
    (void)pthread_once(&wrapped, wrap);
    failed = false;
}

bool cf_json_memory_failed(void)
{
    return failed;
}

json_t *cf_json_load(const char *text, size_t size, size_t flags, json_error_t *error)
{
    json_t *root;

    cf_json_memory_watch();
    root = json_loadb(text, size, flags, error);
    if (!failed)
        return root;
    json_decref(root);
    return NULL;
}
