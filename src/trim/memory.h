/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_TRIM_MEMORY_H
#define CIRCFIN_TRIM_MEMORY_H

/* Numbers of payments, entities and bytes here may exceed an int. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The most entities of a file: two bits beside the number of a payee say what is paid. */
#define CF_MOST_NAMES ((size_t)1 << 29)

#endif
