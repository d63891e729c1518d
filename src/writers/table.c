/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format table, for terminals: the digest, or all figures and tables if there is none. */
#include <stdint.h>
#include <string.h>

#include "base/width.h"
#include "circfin/writer.h"
#include "writers/cell_style.h"
#include "writers/page.h"

/* Writes a table with its title. An empty table with a title shows "(none)". */
static cf_status write_text_table(const cf_page *page, const cf_table *table)
{
    const char *title = cf_table_name(table);
    cf_status status = CF_OK;

    if (title[0] != '\0')
        status = cf_page_heading(page, title);
    if (status != CF_OK)
        return status;
    if (cf_table_row_count(table) > 0)
        return cf_page_table(page, table);
    if (title[0] != '\0')
        fputs("(none)\n", page->out);
    return CF_OK;
}

/* Empty lines surround tables; paragraphs follow each other. */
static cf_status write_text_digest(const cf_page *page, const cf_report *report, int level)
{
    const cf_block *before = NULL;
    cf_status status = CF_OK;

    for (int i = 0; i < cf_report_block_count(report) && status == CF_OK; i++) {
        const cf_block *block = cf_report_block(report, i);

        if (block->level > level)
            continue;
        if (before != NULL && (before->table != NULL || block->table != NULL))
            putc('\n', page->out);
        if (block->table != NULL)
            status = write_text_table(page, block->table);
        else
            status = cf_page_paragraph(page, block->paragraph);
        before = block;
    }
    return status;
}

static void write_text_figures(FILE *out, const cf_report *report)
{
    int widest = 0;

    for (int i = 0; i < cf_report_figure_count(report); i++) {
        int length = (int)strlen(cf_report_figure(report, i)->name);

        widest = length > widest ? length : widest;
    }
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);
        char text[CF_CELL_SIZE];

        cf_cell_print(text, cf_cell_style_of_value(figure->kind, &figure->value), &figure->value);
        fprintf(out, "%-*s  %s\n", widest, figure->name, text);
    }
}

static cf_status write_text_result(const cf_page *page, const cf_report *report)
{
    cf_status status = CF_OK;

    write_text_figures(page->out, report);
    for (int i = 0; i < cf_report_table_count(report) && status == CF_OK; i++) {
        if (i > 0 || cf_report_figure_count(report) > 0)
            putc('\n', page->out);
        status = write_text_table(page, cf_report_table(report, i));
    }
    return status;
}

static cf_status write_text(FILE *out, const cf_report *report, const cf_write_options *options)
{
    cf_page page = { .out = out, .colour = options->colour, .width = SIZE_MAX / 2 };
    cf_ruler ruler;
    cf_status status;

    if (options->width > 0)
        page.width = (size_t)options->width;
    cf_ruler_open(&ruler);
    if (options->table != NULL)
        status = write_text_table(&page, cf_report_find_table(report, options->table));
    else if (cf_report_block_count(report) > 0)
        status = write_text_digest(&page, report, options->verbose ? 1 : 0);
    else
        status = write_text_result(&page, report);
    cf_ruler_close(&ruler);
    return status;
}

const cf_writer cf_writer_table = {
    .name = "table",
    .ending = ".txt",
    .summary = "summary for reading, on a terminal",
    .digest = true,
    .write = write_text,
};
