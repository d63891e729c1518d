/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a report or a text to a file, completely or not at all. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "circfin/text.h"
#include "base/memory_file.h"
#include "base/options.h"
#include "base/put.h"
#include "base/target.h"
#include "base/text.h"

enum { MOST_TABLES = 64, HINT_SIZE = 400 };

static cf_status check_table(const cf_report *report, const char *name, cf_diags *diags)
{
    const char *names[MOST_TABLES], *nearest;
    char hint[HINT_SIZE] = "";
    size_t count = 0, used = 0;

    if (name == NULL || cf_report_find_table(report, name) != NULL)
        return CF_OK;
    for (int i = 0; i < cf_report_table_count(report) && count < MOST_TABLES; i++)
        names[count++] = cf_table_name(cf_report_table(report, i));
    nearest = cf_text_nearest(name, names, count);
    if (nearest != NULL)
        snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest);
    for (size_t i = 0; nearest == NULL && i < count && used < sizeof hint; i++)
        used += (size_t)snprintf(hint + used, sizeof hint - used, "%s%s",
                                 i == 0 ? "it has only " : ", ", names[i]);
    return cf_refuse(diags, CF_CODE_NO_TABLE, hint[0] != '\0' ? hint : NULL, "unknown table \"%s\"",
                     name);
}

static const char *show(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    (void)scratch;
    return code == '\n' || cf_text_is_showable(code) ? NULL : CF_REPLACEMENT;
}

/* The text of a picture may have any character that its format allows: a terminal must not act on
 * it. */
static cf_status write_shown(FILE *out, const cf_report *report, const cf_writer *writer,
                             const cf_write_options *options)
{
    char *text = NULL;
    cf_memory_file memory;
    cf_status status = cf_memory_file_open(&memory);

    if (status != CF_OK)
        return status;
    status = writer->write(memory.stream, report, options);
    if (cf_memory_file_close(&memory, &text, NULL) != CF_OK && status == CF_OK)
        status = CF_NO_MEMORY;
    if (status == CF_OK)
        cf_put_text(out, text, show);
    free(text);
    return status;
}

static cf_status write_as(FILE *out, const cf_report *report, const cf_writer *writer,
                          const cf_write_options *options)
{
    if (options->terminal && writer->writes != CF_WRITES_TABLES && !writer->binary)
        return write_shown(out, report, writer, options);
    return writer->write(out, report, options);
}

/* Reports that the report has nothing for this format, or that a library is missing. */
static cf_status refuse_format(const cf_report *report, const cf_writer *writer, cf_diags *diags)
{
    bool draws = writer->writes != CF_WRITES_TABLES;
    bool is_empty = draws && cf_report_picture(report) == NULL &&
                    cf_chart_at(cf_report_command(report), 0) == NULL;
    char hint[HINT_SIZE];

    if (!is_empty && !cf_feature_is_built(writer->feature))
        return cf_feature_require(writer->feature, diags);
    if (writer->needs != NULL)
        snprintf(hint, sizeof hint, "install %s%s", writer->needs,
                 draws && writer->binary ? ", or draw an svg" : "");
    return cf_refuse(diags, CF_CODE_NOTHING, is_empty || writer->needs == NULL ? NULL : hint,
                     "this result cannot be written as %s", writer->name);
}

/* Writes to an open stream, and tells why where that fails for the sake of the report. */
static cf_status write_to(FILE *out, const cf_report *report, const cf_writer *writer,
                          const cf_write_options *options, cf_diags *diags)
{
    cf_status status = write_as(out, report, writer, options);

    if (status == CF_BAD_OPTION)
        status = refuse_format(report, writer, diags);
    if (status == CF_IO)
        status = cf_target_add_temporary_error(writer->name, errno, diags);
    return status;
}

cf_status cf_report_write(const cf_report *report, const cf_writer *writer,
                          const cf_write_options *options, const char *file, cf_diags *diags)
{
    cf_target target = { .file = file };
    cf_status status = cf_report_status(report);

    if (status == CF_OK)
        status = check_table(report, options->table, diags);
    if (status == CF_OK)
        status = cf_target_open(&target, file, diags);
    if (status == CF_OK)
        status = write_to(target.stream, report, writer, options, diags);
    if (status == CF_OK)
        status = cf_target_finish(&target, diags);
    cf_target_release(&target);
    return status;
}

static const char *writer_at(int index)
{
    return index < cf_writer_count() ? cf_writer_at(index)->name : NULL;
}

static cf_status find_writer(const cf_writer **out, const char *format, cf_diags *diags)
{
    char hint[HINT_SIZE], list[HINT_SIZE - sizeof "one of "];

    *out = cf_writer_find(format);
    if (*out != NULL)
        return CF_OK;
    cf_choice_list(list, sizeof list, writer_at);
    snprintf(hint, sizeof hint, "one of %s", list);
    return cf_refuse(diags, CF_CODE_NO_FORMAT, hint, "there is no format \"%.60s\"", format);
}

cf_status cf_report_render_as(char **out, size_t *size, const cf_report *report,
                              const cf_writer *writer, const cf_write_options *options,
                              cf_diags *diags)
{
    cf_memory_file memory = { .stream = NULL };
    cf_status status = check_table(report, options->table, diags);

    *out = NULL;
    *size = 0;
    if (status == CF_OK)
        status = cf_memory_file_open(&memory);
    if (status == CF_OK)
        status = write_to(memory.stream, report, writer, options, diags);
    if (memory.stream != NULL && cf_memory_file_close(&memory, out, size) != CF_OK &&
        status == CF_OK)
        status = CF_NO_MEMORY;
    if (status != CF_OK) {
        free(*out);
        *out = NULL;
        *size = 0;
    }
    return status;
}

cf_status cf_report_render(char **out, size_t *size, const cf_report *report, const char *format,
                           const char *table, cf_diags *diags)
{
    const cf_write_options options = { .table = table };
    const cf_writer *writer;
    cf_status status = find_writer(&writer, format, diags);

    *out = NULL;
    *size = 0;
    return status == CF_OK ? cf_report_render_as(out, size, report, writer, &options, diags)
                           : status;
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
