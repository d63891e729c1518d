/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads a library and finds its functions. */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

typedef void function(void);

/* Whether loading failed for lack of memory: the linker says so in words only. */
static bool is_memory_short(const char *error)
{
    return error != NULL && (strstr(error, "memory") != NULL || strstr(error, "allocate") != NULL ||
                             strstr(error, "map ") != NULL);
}

cf_status cf_library_load(void *functions, const char *file, const char *names)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    char *at = functions;

    if (library == NULL)
        return is_memory_short(dlerror()) ? CF_NO_MEMORY : CF_BAD_OPTION;
    for (; *names != '\0'; names += strlen(names) + 1, at += sizeof(function *)) {
        void *found = dlsym(library, names);

        if (found == NULL)
            return CF_BAD_OPTION;
        /* ISO C has no conversion from data to function pointers, so the bytes are copied. */
        memcpy(at, &found, sizeof found);
    }
    return CF_OK;
}

bool cf_library_is_there(const char *file)
{
    return dlopen(file, RTLD_NOW | RTLD_LOCAL) != NULL || is_memory_short(dlerror());
}
