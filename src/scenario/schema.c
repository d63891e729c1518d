/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON Schema of a scenario, built into the library. */
#include "circfin/scenario.h"

/* data/scenario.schema.json; CMake writes it out as a list of bytes. */
static const char schema[] = {
#include "scenario_schema.inc"
    , 0
};

const char *cf_scenario_schema(void)
{
    return schema;
}
