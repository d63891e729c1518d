/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_CODES_H
#define CIRCFIN_SCENARIO_CODES_H

/* The numbers of codes.def by name. */

typedef enum cf_code {
#define CF_CODE(name, number, folder) name = number,
#include "scenario/codes.def"
#undef CF_CODE
} cf_code;

#endif
