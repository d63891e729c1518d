/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the first sheet: the answer in words, suppliers, charts, how to read them, and a list of
 * the other sheets. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/width.h"
#include "circfin/text.h"
#include "documents/workbook_what_if.h"
#include "report/money.h"
#include "report/sentences.h"
#include "writers/heading.h"

enum { COLUMN_COUNT = 13, SHOWN = 15, LINE = 14, URL_SIZE = 160 };
enum { HEAD_SIZE = 96, HEAD_MARGIN = 2 }; /* bold, and an indent */

/* Headings, kinds and meanings are those of the rows of the table suppliers. */
static const struct {
    const char *column, *view; /* the view of another part, NULL: this one */
    double width;
} columns[COLUMN_COUNT] = {
    { "entity", NULL, 24 },
    { "invested", NULL, 11 },
    { "loopback_min", NULL, 11 },
    { "loopback_pro_rata", NULL, 11 },
    { "loopback_max", NULL, 11 },
    { "rate_pro_rata", NULL, 11 },
    { "revenue", NULL, 13 },
    { "exposure_min", NULL, 11 },
    { "exposure_pro_rata", NULL, 11 },
    { "exposure_max", NULL, 11 },
    { "exposure_reported_pro_rata", NULL, 11 },
    { "loopback_pro_rata", "firm view", 12 },
    { "loopback_pro_rata", "headline view", 14 },
};
enum { LINE_CHARACTERS = 185, STRONG_LINE = 17, STRONG_CHARACTERS = 150 };
enum { FIRM = 11, HEADLINE = 12 };
enum { SHARE_DECIMALS = 1 }; /* of CF_XLSX_SHARE */

static const char *const how_to_read[] = {
    "A supplier invests in others and has revenue. Loop-back is the part of what it invested that "
    "comes back to it as revenue.",
    "Money is fungible, so there are three figures. Min: must have come back, whatever anyone did "
    "with the money. Max: can have come back. Pro rata: comes back if all mix what they have and "
    "spend it in proportion.",
    "On this sheet and in words, min is rounded down and max up, so that they stay bounds. The "
    "sheet suppliers holds all digits; there a spreadsheet shows them rounded to the nearest.",
    "Exposure is pro rata / revenue in deals; rate is pro rata / invested. Firm counts signed and "
    "completed deals at the low end of their range; headline also counts letters of intent and "
    "deals not in cash, at the high end. The sheet columns says what every column means.",
    "The figures say what the deals as described allow. They do not say that anyone arranged a "
    "loop, that money was in fact sent round, or that a deal in it has no purpose of its own.",
};

static const char printing[] =
    "Printed are the first sheets and the beginning of suppliers, entities, deals, loops and "
    "drivers, ten pages at most; the print areas of the other sheets are empty. In each table the "
    "first row, hidden, has the names of columns for programs, and hidden columns have ids.";

struct page {
    cf_workbook *workbook;
    cf_xlsx *book;
    lxw_worksheet *sheet;
    lxw_row_t row;
};

/* ---- text ---- */

static void put_line(struct page *page, const char *text, cf_xlsx_style style)
{
    cf_xlsx_put_text(page->book, page->sheet, page->row++, 0, text,
                     cf_xlsx_format(page->book, style, CF_XLSX_TEXT));
}

/* A heading with its rule all across. */
static void put_heading(struct page *page, const char *text)
{
    lxw_format *format = cf_xlsx_format(page->book, CF_XLSX_HEADING, CF_XLSX_TEXT);

    page->row++;
    for (int c = 1; c < COLUMN_COUNT; c++)
        cf_xlsx_check(page->book, page->book->by.worksheet_write_blank(page->sheet, page->row,
                                                                       (lxw_col_t)c, format));
    put_line(page, text, CF_XLSX_HEADING);
}

/* Wrapped over the whole width: sheets do not make room for that by themselves. */
static void put_prose(struct page *page, const char *text, cf_xlsx_style style)
{
    lxw_format *format = cf_xlsx_format(page->book, style, CF_XLSX_TEXT);
    bool strong = style == CF_XLSX_STRONG;
    size_t most = strong ? STRONG_CHARACTERS : LINE_CHARACTERS;
    size_t lines = 1 + cf_text_characters(text, strlen(text)) / most;

    cf_xlsx_check(page->book,
                  page->book->by.worksheet_merge_range(page->sheet, page->row, 0, page->row,
                                                       COLUMN_COUNT - 1, "", format));
    cf_xlsx_check(page->book, page->book->by.worksheet_set_row(
                                  page->sheet, page->row,
                                  (double)(lines * (strong ? STRONG_LINE : LINE)), NULL));
    cf_xlsx_put_text(page->book, page->sheet, page->row, 0, text, format);
    page->row++;
}

/* The digest's paragraphs; the first says what view it is, after the scenario's name. */
static void put_words(struct page *page, const cf_report *score)
{
    const char *name = page->workbook->dossier->scenario->name;
    bool first = true;

    for (int i = 0; i < cf_report_block_count(score); i++) {
        const cf_block *block = cf_report_block(score, i);
        const char *text = block->paragraph;

        if (text == NULL || block->level > 0 || text[0] == '\0')
            continue;
        if (first) {
            if (strncmp(text, name, strlen(name)) == 0)
                text += strlen(name);
            text += strspn(text, " ");
            if (strncmp(text, "\xC2\xB7 ", 3) == 0)
                text += 3;
            put_line(page, text, CF_XLSX_MUTED);
            put_heading(page, "In words");
        } else {
            put_prose(page, text, CF_XLSX_PROSE);
        }
        first = false;
    }
}

/* The first supplier's figures in words. */
static void put_answer(struct page *page)
{
    const cf_lookup *suppliers = &page->workbook->suppliers;
    cf_buffer buffer = { 0 };
    cf_pen pen = cf_pen_of_buffer(&buffer);
    const char *name;
    cf_return figures;

    if (suppliers->rows == 0)
        return;
    name = cf_workbook_supplier(page->workbook, 0);
    figures = cf_return_of(page->workbook->dossier->scenario, &name, suppliers, 0);
    cf_sentence_return(&pen, &figures);
    cf_buffer_add(&buffer, " ");
    cf_sentence_bounds(&pen, &figures);
    cf_buffer_add(&buffer, " ");
    cf_sentence_exposure(&pen, &figures);
    if (buffer.failed)
        cf_xlsx_check(page->book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else
        put_prose(page, cf_buffer_text(&buffer), CF_XLSX_STRONG);
    cf_buffer_free(&buffer);
}

/* ---- suppliers ---- */

static const cf_column *row_of(const struct page *page, int column)
{
    return cf_lookup_column(&page->workbook->suppliers, columns[column].column);
}

/* A bound as it is shown: a spreadsheet would round it to the nearest, and so out of its bounds. */
static double shown_bound(const struct page *page, const cf_column *row, double number)
{
    bool share = row->kind == CF_SHARE;
    double shown = share ? number * 100.0 : number;
    char text[400], *to = text;

    if (row->rounding == CF_NEAREST || !isfinite(shown))
        return number;
    cf_text_rounded(text, shown, share ? SHARE_DECIMALS : page->workbook->money - CF_XLSX_MONEY,
                    row->rounding);
    for (const char *from = text; *from != '\0'; from++)
        if (*from != ',')
            *to++ = *from;
    *to = '\0';
    shown = strtod(text, NULL);
    return share ? shown / 100.0 : shown;
}

static void put_number(struct page *page, int column, double number)
{
    const cf_column *row = row_of(page, column);
    int look = row->kind == CF_SHARE ? CF_XLSX_SHARE : page->workbook->money;

    cf_xlsx_put_number(page->book, page->sheet, page->row, column, shown_bound(page, row, number),
                       cf_xlsx_format(page->book, CF_XLSX_PLAIN, look));
}

static void put_other_view(struct page *page, int column, cf_part part, const char *supplier)
{
    cf_lookup suppliers = cf_lookup_of(page->workbook->dossier->parts[part], "suppliers");
    long row = cf_lookup_find(&suppliers, 0, "entity", supplier);

    if (row < suppliers.rows)
        put_number(page, column, cf_lookup_number(&suppliers, row, "loopback_pro_rata"));
}

static void put_supplier(struct page *page, long n)
{
    const cf_lookup *suppliers = &page->workbook->suppliers;
    const char *id = cf_lookup_text(suppliers, n, "entity");

    for (int c = 1; c < FIRM; c++)
        put_number(page, c, cf_lookup_number(suppliers, n, columns[c].column));
    put_other_view(page, FIRM, CF_PART_FIRM, id);
    put_other_view(page, HEADLINE, CF_PART_HEADLINE, id);
    put_line(page, cf_workbook_supplier(page->workbook, n), CF_XLSX_PLAIN);
}

/* "min of revenue in deals", "pro rata, firm view". */
static void head_text(char text[static HEAD_SIZE], const struct page *page, int column)
{
    const char *heading = cf_column_heading(row_of(page, column)), *view = columns[column].view;

    snprintf(text, HEAD_SIZE, "%.60s%s%s", heading, view == NULL ? "" : ", ",
             view == NULL ? "" : view);
}

/* As high as the longest heading: what does not fit would be cut off at the top. */
static void put_heads(struct page *page)
{
    char text[HEAD_SIZE];
    int lines = 1, wanted;
    cf_ruler ruler;

    cf_ruler_open(&ruler);
    for (int c = 0; c < COLUMN_COUNT; c++) {
        head_text(text, page, c);
        wanted = cf_heading_lines(text, (size_t)columns[c].width - HEAD_MARGIN);
        lines = wanted > lines ? wanted : lines;
        cf_xlsx_put_text(page->book, page->sheet, page->row, c, text,
                         cf_xlsx_format(page->book, c == 0 ? CF_XLSX_HEAD : CF_XLSX_HEAD_RIGHT,
                                        CF_XLSX_GENERAL));
    }
    cf_ruler_close(&ruler);
    cf_xlsx_check(page->book,
                  page->book->by.worksheet_set_row(page->sheet, page->row, lines * LINE, NULL));
    page->row++;
}

static void put_suppliers(struct page *page)
{
    long count = page->workbook->suppliers.rows;
    char text[96];

    snprintf(text, sizeof text, "Suppliers (amounts in %s)", page->book->unit);
    put_heading(page, text);
    if (count == 0) {
        put_prose(page, cf_sentence_nobody(page->workbook->dossier->parts[CF_PART_SCORE]),
                  CF_XLSX_MUTED);
        return;
    }
    put_heads(page);
    for (long n = 0; n < count && n < SHOWN; n++)
        put_supplier(page, n);
    snprintf(text, sizeof text, "%ld more on the sheet suppliers", count - SHOWN);
    if (count > SHOWN)
        put_line(page, text, CF_XLSX_MUTED);
}

/* ---- all ---- */

static void put_warnings(struct page *page)
{
    enum { MOST = 20 };
    const cf_report *score = page->workbook->dossier->parts[CF_PART_SCORE];
    int count = cf_report_warning_count(score);
    char text[64];

    if (count > 0)
        put_heading(page, "Warnings");
    for (int i = 0; i < count && i < MOST; i++)
        put_prose(page, cf_report_warning(score, i), CF_XLSX_PROSE);
    snprintf(text, sizeof text, "%d more in result.json", count - MOST);
    if (count > MOST)
        put_line(page, text, CF_XLSX_MUTED);
}

static const struct {
    const char *sheet, *about;
} sheets[] = {
    { CF_WORKBOOK_STREAMS, "the money as a Sankey diagram" },
    { CF_WORKBOOK_GRAPH, "the money as a graph" },
    { CF_WORKBOOK_WHAT_IF, "amounts to change, and what then comes back to a supplier" },
    { CF_WORKBOOK_MODEL, "the equations behind it" },
    { "suppliers", "invested, loop-back, exposure of every supplier" },
    { "routes", "the routes by which a supplier's money comes back" },
    { "rests", "where the rest of it stays" },
    { "pairs", "suppliers and the customers that they finance" },
    { "entities", "what each entity receives, pays, keeps and lacks" },
    { "deals", "every deal of the scenario, in the view or not, with its sources" },
    { "cross", "one supplier's money that becomes another's revenue" },
    { "origins", "which outside funds each entity's money began as" },
    { "concentration", "where a supplier's revenue comes from" },
    { "joint", "several suppliers taken as one (--joint)" },
    { "loops", "financing loops, the largest first" },
    { "counts", "how many loops there are" },
    { "drivers", "deals that move a supplier's loop-back most" },
    { "timeline", "the figures as of each day on which a deal was announced or cancelled" },
    { "columns", "meaning and unit of every column" },
    { CF_WORKBOOK_CHART_DATA, "what the charts above show" },
};

/* What stands on a sheet; NULL where it is none of ours. */
static const char *about_sheet(const char *sheet)
{
    const cf_section *section;

    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (strcmp(sheets[i].sheet, sheet) == 0)
            return sheets[i].about;
    section = cf_section_of_table(sheet, strlen(sheet));
    return section == NULL ? NULL : cf_analysis_find(section->analysis)->summary;
}

static void put_sheets(struct page *page)
{
    lxw_format *format = cf_xlsx_format(page->book, CF_XLSX_LINK, CF_XLSX_TEXT);
    lxw_worksheet *sheet;

    put_heading(page, "Sheets");
    put_prose(page, printing, CF_XLSX_MUTED);
    STAILQ_FOREACH(sheet, page->book->book->worksheets, list_pointers)
    {
        char url[URL_SIZE];

        if (sheet == page->sheet)
            continue;
        snprintf(url, sizeof url, "internal:'%s'!A1", sheet->name);
        cf_xlsx_check(page->book,
                      page->book->by.worksheet_write_url(page->sheet, page->row, 0, url, format));
        cf_xlsx_put_text(page->book, page->sheet, page->row, 1, about_sheet(sheet->name),
                         cf_xlsx_format(page->book, CF_XLSX_MUTED, CF_XLSX_TEXT));
        cf_xlsx_put_text(page->book, page->sheet, page->row++, 0, sheet->name, format);
    }
}

static void set_up(struct page *page)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        cf_xlsx_check(page->book,
                      page->book->by.worksheet_set_column(page->sheet, (lxw_col_t)c, (lxw_col_t)c,
                                                          columns[c].width, NULL));
    page->book->by.worksheet_gridlines(page->sheet, LXW_HIDE_ALL_GRIDLINES);
    page->book->by.worksheet_set_tab_color(page->sheet, 0x1A2B3C);
    page->book->by.worksheet_activate(page->sheet);
}

void cf_workbook_put_summary(cf_workbook *workbook, lxw_worksheet *sheet)
{
    struct page page = { .workbook = workbook, .book = &workbook->book, .sheet = sheet };

    if (sheet == NULL)
        return;
    set_up(&page);
    cf_xlsx_check(page.book, page.book->by.worksheet_set_row(sheet, 0, 2 * LINE, NULL));
    put_line(&page, workbook->dossier->scenario->name, CF_XLSX_TITLE);
    put_answer(&page);
    put_words(&page, workbook->dossier->parts[CF_PART_SCORE]);
    put_suppliers(&page);
    page.row = cf_workbook_put_charts(workbook, sheet, page.row + 1);
    put_heading(&page, "How to read it");
    for (size_t i = 0; i < sizeof how_to_read / sizeof *how_to_read; i++)
        put_prose(&page, how_to_read[i], CF_XLSX_PROSE);
    put_warnings(&page);
    cf_xlsx_print(page.book, sheet,
                  &(cf_xlsx_area){ .pages = CF_WORKBOOK_SUMMARY_PAGES,
                                   .rows = page.row,
                                   .all_rows = page.row,
                                   .columns = COLUMN_COUNT,
                                   .all_columns = COLUMN_COUNT });
    put_sheets(&page);
}
