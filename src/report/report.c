/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result model: settings, figures, tables, blocks and warnings, in the order of adding. */
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/vec.h"
#include "circfin/report.h"
#include "report/company.h"

struct cf_report {
    cf_arena texts;
    const char *command;
    const cf_scenario *scenario;
    CF_VEC(cf_setting) settings;
    CF_VEC(cf_figure) figures;
    CF_VEC(cf_table *) tables; /* owned */
    CF_VEC(cf_block) blocks;   /* with their tables owned */
    CF_VEC(const char *) warnings;
    CF_VEC(cf_setting) attached;
    const cf_picture *picture;
    cf_companies companies;
};

/* Appends an item, and is the status of doing so. */
#define append(vec, ...) (cf_vec_push((vec), __VA_ARGS__) ? CF_OK : CF_NO_MEMORY)

cf_status cf_report_new(cf_report **out, const char *command, const cf_scenario *scenario)
{
    assert(command != NULL);
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    (*out)->command = command;
    (*out)->scenario = scenario;
    if (scenario != NULL && cf_companies_find(&(*out)->companies, scenario) != CF_OK) {
        free(*out);
        *out = NULL;
        return CF_NO_MEMORY;
    }
    return CF_OK;
}

int cf_report_colour(const cf_report *report, const char *id)
{
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; id != NULL && i < CF_COLOURS; i++) {
            const cf_entity *company = report->companies.of[i];
            const char *name = company == NULL ? NULL : pass == 0 ? company->id : company->group;

            if (name != NULL && strcmp(name, id) == 0)
                return i;
        }
    }
    return CF_COLOUR_OTHERS;
}

static void free_tables(cf_report *report)
{
    for (int i = 0; i < report->tables.count; i++)
        cf_table_free(report->tables.at[i]);
    for (int i = 0; i < report->blocks.count; i++)
        cf_table_free((cf_table *)report->blocks.at[i].table);
}

void cf_report_free(cf_report *report)
{
    if (report == NULL)
        return;
    free_tables(report);
    free(report->settings.at);
    free(report->figures.at);
    free((void *)report->tables.at);
    free(report->blocks.at);
    free((void *)report->warnings.at);
    free(report->attached.at);
    cf_arena_free(&report->texts);
    free(report);
}

cf_status cf_report_status(const cf_report *report)
{
    return report->texts.failed ? CF_NO_MEMORY : CF_OK;
}

const char *cf_report_text(cf_report *report, const char *format, ...)
{
    va_list args;
    const char *text;

    va_start(args, format);
    text = cf_arena_format(&report->texts, format, args);
    va_end(args);
    return text;
}

cf_column *cf_report_columns(cf_report *report, int count)
{
    return cf_report_room(report, (size_t)count, sizeof(cf_column));
}

void *cf_report_room(cf_report *report, size_t count, size_t size)
{
    return cf_arena_new(&report->texts, count, size);
}

void cf_report_set_picture(cf_report *report, const cf_picture *picture)
{
    report->picture = picture;
}

const cf_picture *cf_report_picture(const cf_report *report)
{
    return report->picture;
}

cf_status cf_report_add_setting(cf_report *report, const char *name, const char *text)
{
    return append(&report->settings, (cf_setting){ .name = name, .text = text });
}

cf_status cf_report_add_switch(cf_report *report, const char *name, bool on)
{
    return append(&report->settings, (cf_setting){ .name = name, .is_switch = true, .on = on });
}

cf_status cf_report_add_figure(cf_report *report, const char *name, cf_kind kind, cf_cell value)
{
    return append(&report->figures, (cf_figure){ .name = name, .kind = kind, .value = value });
}

cf_status cf_report_add_figures(cf_report *report, cf_columns rows, const cf_cell *cells)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < rows.count; i++) {
        cf_cell cell = cells[i];

        cell.rounding = (unsigned char)rows.at[i].rounding;
        status = cf_report_add_figure(report, rows.at[i].name, rows.at[i].kind, cell);
    }
    return status;
}

cf_status cf_report_take_table(cf_report *report, cf_table **table)
{
    cf_status status = append(&report->tables, *table);

    if (status == CF_OK)
        *table = NULL;
    return status;
}

cf_status cf_report_add_warning(cf_report *report, const char *text)
{
    return text == NULL ? CF_NO_MEMORY : append(&report->warnings, text);
}

cf_status cf_report_attach(cf_report *report, const char *name, const char *text)
{
    return text == NULL ? CF_NO_MEMORY
                        : append(&report->attached, (cf_setting){ .name = name, .text = text });
}

cf_status cf_report_add_paragraph(cf_report *report, int level, const char *text)
{
    return text == NULL ? CF_NO_MEMORY
                        : append(&report->blocks, (cf_block){ .level = level, .paragraph = text });
}

cf_status cf_report_take_digest_table(cf_report *report, int level, cf_table **table)
{
    cf_status status = append(&report->blocks, (cf_block){ .level = level, .table = *table });

    if (status == CF_OK)
        *table = NULL;
    return status;
}

const char *cf_report_command(const cf_report *report)
{
    return report->command;
}

const cf_scenario *cf_report_scenario(const cf_report *report)
{
    return report->scenario;
}

int cf_report_setting_count(const cf_report *report)
{
    return report->settings.count;
}

const cf_setting *cf_report_setting(const cf_report *report, int index)
{
    assert(index >= 0 && index < report->settings.count);
    return &report->settings.at[index];
}

int cf_report_figure_count(const cf_report *report)
{
    return report->figures.count;
}

const cf_figure *cf_report_figure(const cf_report *report, int index)
{
    assert(index >= 0 && index < report->figures.count);
    return &report->figures.at[index];
}

int cf_report_table_count(const cf_report *report)
{
    return report->tables.count;
}

const cf_table *cf_report_table(const cf_report *report, int index)
{
    assert(index >= 0 && index < report->tables.count);
    return report->tables.at[index];
}

const cf_table *cf_report_find_table(const cf_report *report, const char *name)
{
    for (int i = 0; report != NULL && i < report->tables.count; i++)
        if (strcmp(cf_table_name(cf_report_table(report, i)), name) == 0)
            return cf_report_table(report, i);
    return NULL;
}

int cf_report_block_count(const cf_report *report)
{
    return report->blocks.count;
}

const cf_block *cf_report_block(const cf_report *report, int index)
{
    assert(index >= 0 && index < report->blocks.count);
    return &report->blocks.at[index];
}

int cf_report_warning_count(const cf_report *report)
{
    return report->warnings.count;
}

const char *cf_report_warning(const cf_report *report, int index)
{
    assert(index >= 0 && index < report->warnings.count);
    return report->warnings.at[index];
}

const char *cf_report_attachment(const cf_report *report, const char *name)
{
    for (int i = 0; i < report->attached.count; i++)
        if (strcmp(report->attached.at[i].name, name) == 0)
            return report->attached.at[i].text;
    return NULL;
}
