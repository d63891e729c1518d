/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The format md, GitHub-flavoured Markdown: the digest, or all figures and tables if there is none.
 * A paragraph is one line. An indented paragraph continues the one before:
 *
 *   1. through-flow 1, amount 10, 2 hops\
 *      Lab ─buys 10→ Cloud ═invests 10⇒ Lab
 */
#include <stdlib.h>
#include <string.h>

#include "circfin/writer.h"
#include "writers/cell_style.h"
#include "writers/md_text.h"

enum { BAR_COLUMNS = 20 };

/* ---- tables ---- */

/* Uses no-break spaces where Markdown would drop spaces: at the beginning, or side by side. */
static void put_printed(FILE *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == ' ' && (at == text || at[-1] == ' '))
            fputs(CF_NO_BREAK, out);
        else
            putc(*at, out);
    }
}

static void put_md_cell(FILE *out, cf_cell_style style, const cf_cell *cell)
{
    char text[CF_CELL_SIZE];

    fputs("| ", out);
    if (cell->known && cf_cell_style_is_text(style) && !cf_cell_style_is_drawn(style)) {
        cf_md_text(out, cell->text, false); /* in full */
    } else {
        cf_cell_print(text, style, cell);
        put_printed(out, text);
    }
    putc(' ', out);
}

static void put_md_header(FILE *out, const cf_table *table)
{
    int count = cf_table_column_count(table);

    for (int c = 0; c < count; c++) {
        fputs("| ", out);
        cf_md_text(out, cf_column_heading(cf_table_column(table, c)), false);
        putc(' ', out);
    }
    fputs("|\n", out);
    for (int c = 0; c < count; c++)
        fputs(cf_cell_style_is_text(cf_cell_style_of_column(table, c)) ? "| :--- " : "| ---: ",
              out);
    fputs("|\n", out);
}

static cf_status put_md_rows(FILE *out, const cf_table *table)
{
    int count = cf_table_column_count(table);
    cf_cell_style *styles = calloc((size_t)count, sizeof *styles);

    if (styles == NULL)
        return CF_NO_MEMORY;
    for (int c = 0; c < count; c++) {
        styles[c] = cf_cell_style_of_column(table, c);
        styles[c].columns = BAR_COLUMNS;
    }
    for (long r = 0; r < cf_table_row_count(table) && !ferror(out); r++) {
        for (int c = 0; c < count; c++)
            put_md_cell(out, styles[c], cf_table_cell(table, r, c));
        fputs("|\n", out);
    }
    free(styles);
    return CF_OK;
}

static cf_status put_md_table(FILE *out, const cf_table *table)
{
    const char *title = cf_table_name(table);

    if (title[0] != '\0') {
        fputs("### ", out);
        cf_md_text(out, title, true);
        fputs("\n\n", out);
    }
    if (cf_table_row_count(table) > 0) {
        put_md_header(out, table);
        return put_md_rows(out, table);
    }
    if (title[0] != '\0')
        fputs("(none)\n", out);
    return CF_OK;
}

/* ---- the digest ---- */

/* The length of "12. " at the beginning of a text, or 0. */
static size_t item_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && strncmp(text + digits, ". ", 2) == 0 ? digits + 2 : 0;
}

/* An item number may be indented to align with longer ones; that does not continue a paragraph. */
static bool is_indented(const cf_block *block)
{
    const char *text = block == NULL ? NULL : block->paragraph;

    return text != NULL && text[0] == ' ' && item_number(text + strspn(text, " ")) == 0;
}

static const cf_block *next_block(const cf_report *report, int *index, int level)
{
    while (++*index < cf_report_block_count(report))
        if (cf_report_block(report, *index)->level <= level)
            return cf_report_block(report, *index);
    return NULL;
}

/* A paragraph that others continue may be an item of a list. */
static void put_md_paragraph(FILE *out, const char *text, bool goes_on)
{
    size_t indent = strspn(text, " "), plain = goes_on ? item_number(text + indent) : 0;

    if (plain == 0)
        plain = indent;
    else
        text += indent;
    fwrite(text, 1, plain, out);
    cf_md_text(out, text + plain, true);
    fputs(goes_on ? "\\\n" : "\n", out);
}

static cf_status put_md_digest(FILE *out, const cf_report *report, int level)
{
    int index = -1;
    bool goes_on = false;
    const cf_block *block = next_block(report, &index, level), *next;
    cf_status status = CF_OK;

    for (; block != NULL && status == CF_OK; block = next) {
        bool blank = block->paragraph != NULL && block->paragraph[0] == '\0';

        next = next_block(report, &index, level);
        if (!goes_on && !blank)
            putc('\n', out);
        goes_on = block->paragraph != NULL && !blank && is_indented(next);
        if (block->table != NULL)
            status = put_md_table(out, block->table);
        else if (!blank)
            put_md_paragraph(out, block->paragraph, goes_on);
    }
    return status;
}

/* ---- all together ---- */

static void put_md_warnings(FILE *out, const cf_report *report)
{
    for (int i = 0; i < cf_report_warning_count(report); i++) {
        fputs(i > 0 ? ">\n> **Warning:** " : "\n> **Warning:** ", out);
        cf_md_text(out, cf_report_warning(report, i), false);
        putc('\n', out);
    }
}

static void put_md_figures(FILE *out, const cf_report *report)
{
    if (cf_report_figure_count(report) > 0)
        fputs("\n| figure | value |\n| :--- | ---: |\n", out);
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);
        cf_cell name = cf_cell_text(figure->name);

        put_md_cell(out, cf_cell_style_of_value(CF_TEXT, &name), &name);
        put_md_cell(out, cf_cell_style_of_value(figure->kind, &figure->value), &figure->value);
        fputs("|\n", out);
    }
}

static cf_status put_md_result(FILE *out, const cf_report *report)
{
    cf_status status = CF_OK;

    put_md_figures(out, report);
    for (int i = 0; i < cf_report_table_count(report) && status == CF_OK; i++) {
        putc('\n', out);
        status = put_md_table(out, cf_report_table(report, i));
    }
    return status;
}

static cf_status write_md(FILE *out, const cf_report *report, const cf_write_options *options)
{
    if (options->table != NULL)
        return put_md_table(out, cf_report_find_table(report, options->table));
    fputs("## circfin ", out);
    cf_md_text(out, cf_report_command(report), false);
    putc('\n', out);
    put_md_warnings(out, report);
    if (cf_report_block_count(report) > 0)
        return put_md_digest(out, report, options->verbose ? 1 : 0);
    return put_md_result(out, report);
}

const cf_writer cf_writer_md = {
    .name = "md",
    .ending = ".md",
    .summary = "the same summary in Markdown, for notes",
    .digest = true,
    .write = write_md,
};
