/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds without models have this in the place of model/: nothing is ever read, so there is nothing
 * to solve. */
#include "circfin/features.h"
#include "circfin/model.h"

const char *const cf_model_status_names[CF_MODEL_STATUS_COUNT] = { NULL };

cf_status cf_model_read(cf_model **out, const char *file, cf_diags *diags)
{
    (void)file;
    *out = NULL;
    return cf_feature_require(CF_FEATURE_MODELS, diags);
}

void cf_model_free(cf_model *model)
{
    (void)model;
}

cf_status cf_model_data_new(cf_model_data **out, const cf_model *model,
                            const cf_model_question *question, cf_diags *diags)
{
    (void)model, (void)question;
    *out = NULL;
    return cf_feature_require(CF_FEATURE_MODELS, diags);
}

void cf_model_data_free(cf_model_data *data)
{
    (void)data;
}

cf_status cf_model_solve(cf_model_result **out, const cf_model *model, const cf_model_data *data,
                         const cf_model_limits *limits, cf_diags *diags)
{
    (void)model, (void)data, (void)limits;
    *out = NULL;
    return cf_feature_require(CF_FEATURE_MODELS, diags);
}

void cf_model_result_free(cf_model_result *result)
{
    (void)result;
}
