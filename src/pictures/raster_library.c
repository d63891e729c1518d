/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads librsvg, and finds its functions and those of the libraries below it. */
#include "pictures/raster_library.h"

#include <dlfcn.h>
#include <string.h>

#if defined(__APPLE__)
#define LIBRSVG "librsvg-2.2.dylib"
#else
#define LIBRSVG "librsvg-2.so.2"
#endif

/* ISO C converts no pointer to data into one to a function, so its bytes are copied. */
static bool find(void *function, size_t size, void *library, const char *name)
{
    void *found = dlsym(library, name);

    memcpy(function, &found, size);
    return found != NULL;
}

/* Whether loading failed for lack of memory: the linker says so in words only. */
static bool is_memory_short(const char *error)
{
    return error != NULL && (strstr(error, "allocate") != NULL || strstr(error, "map ") != NULL);
}

cf_status cf_raster_library_load(cf_raster_library *out)
{
    void *library = dlopen(LIBRSVG, RTLD_NOW | RTLD_LOCAL);
    bool complete = library != NULL;

    if (library == NULL && is_memory_short(dlerror()))
        return CF_NO_MEMORY;
#define FUNCTION(name) complete = complete && find(&out->name, sizeof out->name, library, #name);
    RASTER_FUNCTIONS(FUNCTION)
#undef FUNCTION
    return complete ? CF_OK : CF_BAD_OPTION;
}
