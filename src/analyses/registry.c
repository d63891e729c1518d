/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The analyses, from the rows of analyses.def. */
#include <stddef.h>
#include <string.h>

#include "circfin/analysis.h"

#define CF_ANALYSIS(id) extern const cf_analysis cf_analysis_##id;
#include "analyses/analyses.def"
#undef CF_ANALYSIS

static const cf_analysis *const analyses[] = {
#define CF_ANALYSIS(id) &cf_analysis_##id,
#include "analyses/analyses.def"
#undef CF_ANALYSIS
};

int cf_analysis_count(void)
{
    return (int)(sizeof analyses / sizeof *analyses);
}

const cf_analysis *cf_analysis_at(int index)
{
    return analyses[index];
}

const cf_analysis *cf_analysis_find(const char *name)
{
    for (int i = 0; i < cf_analysis_count(); i++) {
        if (strcmp(analyses[i]->name, name) == 0)
            return analyses[i];
    }
    return NULL;
}

const char *cf_version(void)
{
    return CIRCFIN_VERSION;
}
