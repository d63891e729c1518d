/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_JSON_MEMORY_H
#define CIRCFIN_SCENARIO_JSON_MEMORY_H

/* Whether jansson lacked memory. Its parser does not always say so: where the buffer of a text
 * cannot grow, a byte is left out. */

#include <jansson.h>
#include <stdbool.h>

/** From here on, failed allocations of jansson on this thread are noticed. The first call of the
 *  process puts a function around jansson's allocation function, which goes on being used. */
void cf_json_memory_watch(void);

/** Whether one failed since. */
bool cf_json_memory_failed(void);

/** Like json_loadb(), but never a tree that lacks something for want of memory: NULL then, and
 *  cf_json_memory_failed(). */
json_t *cf_json_load(const char *text, size_t size, size_t flags, json_error_t *error);

#endif
