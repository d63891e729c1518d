/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_FEATURES_H
#define CIRCFIN_FEATURES_H

/*
 * Advanced tier. What this build of the library has: some features need libraries that it may be
 * made without. All functions and all rows of registries are there in every build, so programs run
 * with any of them; what needs a missing feature returns CF_BAD_OPTION.
 */

#include "circfin/circfin.h"

CF_PUBLIC

/** CF_CORE is in every build. */
typedef enum cf_feature_id {
    CF_CORE,
#define CF_FEATURE(id, name, brings, needs) CF_FEATURE_##id,
#include "circfin/features.def"
#undef CF_FEATURE
    CF_FEATURE_COUNT
} cf_feature_id;

typedef struct cf_feature {
    const char *name;   /* "models" */
    const char *option; /* of CMake: "CIRCFIN_MODELS" */
    const char *brings; /* what is missing without it */
    const char *needs;  /* what it is made of */
    bool built;
} cf_feature;

/** From CF_CORE + 1 to CF_FEATURE_COUNT - 1. */
const cf_feature *cf_feature_at(cf_feature_id id);

/** Whether this build has it. */
bool cf_feature_is_built(cf_feature_id id);

/** @return CF_OK; CF_BAD_OPTION (reported in diags) if this build does not have it; CF_NO_MEMORY */
CF_NODISCARD cf_status cf_feature_require(cf_feature_id id, cf_diags *diags);

CF_PUBLIC_END

#endif
