/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a report or a text to a file, completely or not at all. */
#include <errno.h>
#include <string.h>

#include "circfin/text.h"
#include "base/target.h"

enum { MOST_TABLES = 64 };

static cf_status check_table(const cf_report *report, const char *name, cf_diags *diags)
{
    const char *names[MOST_TABLES], *nearest;
    char hint[256] = "";
    size_t count = 0;
    cf_status status;

    if (name == NULL || cf_report_find_table(report, name) != NULL)
        return CF_OK;
    for (int i = 0; i < cf_report_table_count(report) && count < MOST_TABLES; i++)
        names[count++] = cf_table_name(cf_report_table(report, i));
    nearest = cf_text_nearest(name, names, count);
    if (nearest != NULL)
        snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest);
    else if (count == 1)
        snprintf(hint, sizeof hint, "this result has only the table \"%s\"", names[0]);
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_NO_TABLE, NULL, hint[0] != '\0' ? hint : NULL,
                          "unknown table \"%s\"", name);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

cf_status cf_report_write(const cf_report *report, const cf_writer *writer,
                          const cf_write_options *options, const char *file, cf_diags *diags)
{
    cf_target target = { .file = file };
    cf_status status;

    status = cf_report_status(report);
    if (status == CF_OK)
        status = check_table(report, options->table, diags);
    if (status != CF_OK)
        goto out;
    status = cf_target_open(&target, file, diags);
    if (status != CF_OK)
        goto out;
    status = writer->write(target.stream, report, options);
    if (status == CF_BAD_OPTION &&
        cf_diags_add(diags, CF_ERROR, CF_CODE_NOTHING, NULL, NULL,
                     "this result cannot be written as %s", writer->name) != CF_OK)
        status = CF_NO_MEMORY;
    if (status == CF_IO)
        status = cf_target_add_temporary_error(writer->name, errno, diags);
    if (status == CF_OK)
        status = cf_target_finish(&target, diags);

out:
    cf_target_release(&target);
    return status;
}

cf_status cf_text_write(const char *text, const char *file, cf_diags *diags)
{
    cf_target target = { .file = file };
    cf_status status = cf_target_open(&target, file, diags);

    if (status == CF_OK) {
        fputs(text, target.stream);
        status = cf_target_finish(&target, diags);
    }
    cf_target_release(&target);
    return status;
}
