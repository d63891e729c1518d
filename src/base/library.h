/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_LIBRARY_H
#define CIRCFIN_BASE_LIBRARY_H

/*
 * Libraries that are loaded when they are first needed: what draws and writes workbooks brings
 * fifty others, and a run that does neither starts in half the time without them.
 *
 * The functions of one are a list, and a struct has a pointer to each by its own name:
 *
 *   #define SHAPE_FUNCTIONS(FUNCTION) FUNCTION(shape_new) FUNCTION(shape_free)
 *   struct shapes { SHAPE_FUNCTIONS(CF_LIBRARY_POINTER) } by;
 *
 *   status = cf_library_load(&by, "libshape.so.1", SHAPE_FUNCTIONS(CF_LIBRARY_NAME));
 *   shape = by.shape_new();
 */

#include "circfin/diag.h"

#define CF_LIBRARY_POINTER(name) __typeof__(&name) name;
#define CF_LIBRARY_NAME(name) #name "\0"

/**
 * Loads a library, which stays in the process, and finds its functions. What it has linked is
 * searched as well.
 *
 * @param[out] functions  a struct of nothing but pointers, filled unless the status is CF_NO_MEMORY
 * @param file            the name by which the dynamic linker finds the library
 * @param names           those of its functions in the order of the struct, a NUL after each
 * @return CF_OK, CF_NO_MEMORY, or CF_BAD_OPTION where the library is not there or lacks one of them
 */
CF_NODISCARD cf_status cf_library_load(void *functions, const char *file, const char *names);

#endif
