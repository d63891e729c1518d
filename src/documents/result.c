/* SPDX-License-Identifier: GPL-3.0-or-later */
/* result.json: the figures and tables of all analyses in one frame. */
#include <string.h>

#include "circfin/writer.h"
#include "documents/documents.h"

static cf_status add_settings(cf_report *all, const cf_report *part)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < cf_report_setting_count(part); i++) {
        const cf_setting *setting = cf_report_setting(part, i);

        status = setting->is_switch ? cf_report_add_switch(all, setting->name, setting->on)
                                    : cf_report_add_setting(all, setting->name, setting->text);
    }
    return status;
}

/* Those of score under their own names, all others after their analysis: loops_found. */
static cf_status add_figures(cf_report *all, const cf_report *part, bool plain)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < cf_report_figure_count(part); i++) {
        const cf_figure *figure = cf_report_figure(part, i);
        const char *name =
            plain ? figure->name
                  : cf_report_text(all, "%s_%s", cf_report_command(part), figure->name);

        status = name == NULL ? CF_NO_MEMORY
                              : cf_report_add_figure(all, name, figure->kind, figure->value);
    }
    return status;
}

static cf_status add_copy(cf_report *all, cf_part part, const cf_table *table)
{
    char own[CF_TABLE_NAME_SIZE];
    cf_table *copy = NULL;
    const char *name;
    cf_status status;

    cf_section_name_table(own, part, cf_table_name(table));
    name = cf_report_text(all, "%s", own);
    status = name == NULL ? CF_NO_MEMORY
                          : cf_table_new(&copy, name, cf_table_column(table, 0),
                                         cf_table_column_count(table));
    for (long r = 0; status == CF_OK && r < cf_table_row_count(table); r++)
        status = cf_table_add_row(copy, cf_table_cell(table, r, 0), cf_table_column_count(table));
    if (status == CF_OK)
        status = cf_report_take_table(all, &copy);
    cf_table_free(copy);
    return status;
}

bool cf_is_repeated(const cf_dossier *dossier, cf_part part, int warning)
{
    const char *text = cf_report_warning(dossier->parts[part], warning);

    for (int p = 0; p <= (int)part; p++) {
        const cf_report *report = dossier->parts[p];
        int count = report == NULL ? 0 : p == (int)part ? warning : cf_report_warning_count(report);

        for (int i = 0; i < count; i++)
            if (strcmp(cf_report_warning(report, i), text) == 0)
                return true;
    }
    return false;
}

static cf_status add_warnings(cf_report *all, const cf_dossier *dossier, cf_part part)
{
    const cf_report *report = dossier->parts[part];
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < cf_report_warning_count(report); i++)
        if (!cf_is_repeated(dossier, part, i))
            status = cf_report_add_warning(all, cf_report_warning(report, i));
    return status;
}

static cf_status add_part(cf_report *all, const cf_dossier *dossier, cf_part index)
{
    const cf_report *part = cf_section_report(dossier, index);
    bool first = index == CF_PART_SCORE;
    cf_status status = first ? add_settings(all, part) : CF_OK;

    if (part == NULL)
        return CF_OK;
    if (status == CF_OK && cf_sections[index].table == NULL)
        status = add_figures(all, part, first);
    for (int i = 0; status == CF_OK && i < cf_report_table_count(part); i++)
        status = add_copy(all, index, cf_report_table(part, i));
    return status == CF_OK ? add_warnings(all, dossier, index) : status;
}

cf_document_write cf_result_write;

cf_status cf_result_write(FILE *out, const cf_dossier *dossier)
{
    const cf_write_options options = { .table = NULL };
    cf_report *all;
    cf_status status = cf_report_new(&all, "report", dossier->scenario);

    for (int p = 0; status == CF_OK && p < CF_PART_COUNT; p++)
        status = add_part(all, dossier, (cf_part)p);
    if (status == CF_OK)
        status = cf_writer_find("json")->write(out, all, &options);
    cf_report_free(all);
    return status;
}
