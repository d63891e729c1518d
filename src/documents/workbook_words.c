/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each sheet of the workbook holds, for the list of sheets on the summary. */
#include <string.h>

#include "documents/workbook.h"

static const struct {
    const char *sheet, *about;
} sheets[] = {
    { CF_WORKBOOK_WHAT_IF, "cells to change, and exposures that follow them" },
    { "suppliers", "invested, loop-back, exposure of every supplier" },
    { "routes", "the ways on which a supplier's money comes back" },
    { "rests", "where the rest of it stays" },
    { "pairs", "suppliers and the customers that they finance themselves" },
    { "entities", "what everybody receives, pays, keeps and lacks" },
    { "deals", "every deal of the scenario, in the view or not, with its sources" },
    { "cross", "one supplier's money that becomes another's revenue" },
    { "origins", "whose outside funds everybody's money once was" },
    { "concentration", "who a supplier's revenue comes from" },
    { "joint", "several suppliers taken as one, where that was asked for" },
    { "loops", "financing loops, the largest first" },
    { "counts", "how many loops there are" },
    { "drivers", "deals that move a supplier's loop-back most" },
    { "timeline", "the figures as of every announcement" },
    { "columns", "what every column means, and its unit" },
    { CF_WORKBOOK_CHART_DATA, "what the charts above show" },
};

const char *cf_workbook_about(const char *sheet)
{
    const cf_section *section;

    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (strcmp(sheets[i].sheet, sheet) == 0)
            return sheets[i].about;
    section = cf_section_of_table(sheet, strlen(sheet));
    return section == NULL ? NULL : cf_analysis_find(section->analysis)->summary;
}
