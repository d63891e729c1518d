/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result model: short lists of settings, figures, tables, blocks and warnings. */
#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "circfin/report.h"

struct list {
    void *items;
    int count, room;
};

struct cf_report {
    cf_arena texts;
    const char *command;
    const cf_scenario *scenario;
    struct list settings; /* of cf_setting */
    struct list figures;  /* of cf_figure */
    struct list tables;   /* of cf_table *, owned */
    struct list blocks;   /* of cf_block, with their tables owned */
    struct list warnings; /* of const char * */
    struct list attached; /* of cf_setting */
    const cf_picture *picture;
};

/* Appends a copy of an item of `size` bytes. */
static cf_status append(struct list *list, const void *item, size_t size)
{
    if (list->count == list->room) {
        int room = list->room == 0 ? 8 : list->room * 2;
        void *items = realloc(list->items, (size_t)room * size);

        if (items == NULL)
            return CF_NO_MEMORY;
        list->items = items;
        list->room = room;
    }
    memcpy((char *)list->items + (size_t)list->count * size, item, size);
    list->count++;
    return CF_OK;
}

cf_status cf_report_new(cf_report **out, const char *command, const cf_scenario *scenario)
{
    assert(command != NULL);
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return CF_NO_MEMORY;
    (*out)->command = command;
    (*out)->scenario = scenario;
    return CF_OK;
}

static void free_tables(cf_report *report)
{
    cf_table **tables = report->tables.items;
    cf_block *blocks = report->blocks.items;

    for (int i = 0; i < report->tables.count; i++)
        cf_table_free(tables[i]);
    for (int i = 0; i < report->blocks.count; i++)
        cf_table_free((cf_table *)blocks[i].table);
}

void cf_report_free(cf_report *report)
{
    if (report == NULL)
        return;
    free_tables(report);
    free(report->settings.items);
    free(report->figures.items);
    free(report->tables.items);
    free(report->blocks.items);
    free(report->warnings.items);
    free(report->attached.items);
    cf_arena_free(&report->texts);
    free(report);
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
    cf_setting setting = { .name = name, .text = text };

    return append(&report->settings, &setting, sizeof setting);
}

cf_status cf_report_add_switch(cf_report *report, const char *name, bool on)
{
    cf_setting setting = { .name = name, .is_switch = true, .on = on };

    return append(&report->settings, &setting, sizeof setting);
}

cf_status cf_report_add_figure(cf_report *report, const char *name, cf_kind kind, cf_cell value)
{
    cf_figure figure = { .name = name, .kind = kind, .value = value };

    return append(&report->figures, &figure, sizeof figure);
}

cf_status cf_report_take_table(cf_report *report, cf_table **table)
{
    cf_status status = append(&report->tables, table, sizeof *table);

    if (status == CF_OK)
        *table = NULL;
    return status;
}

cf_status cf_report_add_warning(cf_report *report, const char *text)
{
    return text == NULL ? CF_NO_MEMORY : append(&report->warnings, &text, sizeof text);
}

cf_status cf_report_attach(cf_report *report, const char *name, const char *text)
{
    cf_setting attached = { .name = name, .text = text };

    return text == NULL ? CF_NO_MEMORY : append(&report->attached, &attached, sizeof attached);
}

cf_status cf_report_add_paragraph(cf_report *report, int level, const char *text)
{
    cf_block block = { .level = level, .paragraph = text };

    return text == NULL ? CF_NO_MEMORY : append(&report->blocks, &block, sizeof block);
}

cf_status cf_report_take_digest_table(cf_report *report, int level, cf_table **table)
{
    cf_block block = { .level = level, .table = *table };
    cf_status status = append(&report->blocks, &block, sizeof block);

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
    return (const cf_setting *)report->settings.items + index;
}

int cf_report_figure_count(const cf_report *report)
{
    return report->figures.count;
}

const cf_figure *cf_report_figure(const cf_report *report, int index)
{
    assert(index >= 0 && index < report->figures.count);
    return (const cf_figure *)report->figures.items + index;
}

int cf_report_table_count(const cf_report *report)
{
    return report->tables.count;
}

const cf_table *cf_report_table(const cf_report *report, int index)
{
    assert(index >= 0 && index < report->tables.count);
    return ((cf_table *const *)report->tables.items)[index];
}

const cf_table *cf_report_find_table(const cf_report *report, const char *name)
{
    for (int i = 0; i < report->tables.count; i++)
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
    return (const cf_block *)report->blocks.items + index;
}

int cf_report_warning_count(const cf_report *report)
{
    return report->warnings.count;
}

const char *cf_report_warning(const cf_report *report, int index)
{
    assert(index >= 0 && index < report->warnings.count);
    return ((const char *const *)report->warnings.items)[index];
}

const char *cf_report_attachment(const cf_report *report, const char *name)
{
    const cf_setting *attached = report->attached.items;

    for (int i = 0; i < report->attached.count; i++) {
        if (strcmp(attached[i].name, name) == 0)
            return attached[i].text;
    }
    return NULL;
}
