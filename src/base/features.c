/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of features.def, and which of them are in this build: CMake defines CIRCFIN_HAS_... for
 * each. */
#include "circfin/features.h"

#include <assert.h>

#include "base/options.h"

static const cf_feature features[CF_FEATURE_COUNT] = {
    [CF_CORE] = { .built = true },
#define CF_FEATURE(id, name, brings, needs)                                                        \
    [CF_FEATURE_##id] = { name, "CIRCFIN_" #id, brings, needs, CIRCFIN_HAS_##id },
#include "circfin/features.def"
#undef CF_FEATURE
};

const cf_feature *cf_feature_at(cf_feature_id id)
{
    assert(id > CF_CORE && id < CF_FEATURE_COUNT);
    return &features[id];
}

bool cf_feature_is_built(cf_feature_id id)
{
    return features[id].built;
}

cf_status cf_feature_require(cf_feature_id id, cf_diags *diags)
{
    if (cf_feature_is_built(id))
        return CF_OK;
    return cf_refuse(diags, CF_CODE_NOT_BUILT, "circfin version --verbose lists what a build has",
                     "this build has no %s: it was made without %s", features[id].name,
                     features[id].option);
}
