/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_BASE_LIBRARY_H
#define CIRCFIN_BASE_LIBRARY_H

/*
 * Libraries that are loaded when they are first needed: those that draw or write workbooks depend
 * on fifty others, without which a run starts in half the time.
 *
 * The functions of a library are a list, from which a struct gets a pointer to each:
 *
 *   #define SHAPE_FUNCTIONS(FUNCTION) FUNCTION(shape_new) FUNCTION(shape_free)
 *   struct shapes { SHAPE_FUNCTIONS(CF_LIBRARY_POINTER) } by;
 *
 *   status = cf_library_load(&by, "libshape.so.1", SHAPE_FUNCTIONS(CF_LIBRARY_NAME));
 *   shape = by.shape_new();
 */

#include <stdbool.h>

#include "circfin/diag.h"

#define CF_LIBRARY_POINTER(name) __typeof__(&name) name;
#define CF_LIBRARY_NAME(name) #name "\0"

/**
 * Loads a library, which stays in the process, and finds its functions, also in the libraries on
 * which it depends.
 *
 * @param[out] functions  a struct of nothing but pointers, filled if the status is CF_OK
 * @param file            the name by which the dynamic linker finds the library
 * @param names           those of its functions in the order of the struct, a NUL after each
 * @return CF_OK, CF_NO_MEMORY, or CF_BAD_OPTION if the library is missing or lacks a function
 */
CF_NODISCARD cf_status cf_library_load(void *functions, const char *file, const char *names);

/** Whether the library can be loaded, or there is too little memory to tell. */
bool cf_library_is_there(const char *file);

#endif
