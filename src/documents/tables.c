/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of a dossier as csv, each in a file that has its name. */
#include <string.h>

#include "circfin/writer.h"
#include "documents/documents.h"

const cf_part cf_table_parts[CF_TABLE_PART_COUNT] = { CF_PART_SCORE, CF_PART_LOOPS, CF_PART_DRIVERS,
                                                      CF_PART_TIMELINE };

cf_status cf_table_write(FILE *out, const cf_report *report, const cf_table *table)
{
    cf_write_options options = { .table = cf_table_name(table) };

    return cf_writer_find("csv")->write(out, report, &options);
}

bool cf_is_table_file(const char *name)
{
    static const char *const analyses[] = { "score", "loops", "drivers", "timeline" };
    size_t length = strlen(name);

    if (length < 4 || strcmp(name + length - 4, ".csv") != 0)
        return false;
    for (size_t a = 0; a < sizeof analyses / sizeof *analyses; a++) {
        const char *const *table = cf_analysis_find(analyses[a])->tables;

        for (; *table != NULL; table++)
            if (strlen(*table) == length - 4 && strncmp(*table, name, length - 4) == 0)
                return true;
    }
    return false;
}
