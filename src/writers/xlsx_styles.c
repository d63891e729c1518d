/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The styles and number formats of cells. */
#include <stdlib.h>
#include <string.h>

#include "pictures/svg.h"
#include "writers/xlsx_book.h"

/* Those of the page: documents/page.css. */
enum { USUAL_SIZE = 10, INK = 0x16202A, MUTED = 0x56626E, LINK = 0x1A56B0, RULE = 0x8A96A1 };
enum { HEAD_GROUND = 0xF5F7F9, INPUT_GROUND = 0xFFF6D6 };

struct style {
    double size;                /* in points; 0: the usual size */
    lxw_color_t colour, ground; /* 0: ink; no ground */
    bool bold, wrapped, right;
    bool above, below; /* a border line */
    bool low;          /* aligned to the bottom of its row */
    bool input;
};

static const struct style styles[CF_XLSX_STYLE_COUNT] = {
    [CF_XLSX_HEAD] = { .ground = HEAD_GROUND,
                       .bold = true,
                       .below = true,
                       .wrapped = true,
                       .low = true },
    [CF_XLSX_HEAD_RIGHT] = { .ground = HEAD_GROUND,
                             .bold = true,
                             .below = true,
                             .wrapped = true,
                             .low = true,
                             .right = true },
    [CF_XLSX_TITLE] = { .size = 18, .bold = true },
    [CF_XLSX_HEADING] = { .size = 12, .bold = true, .below = true, .low = true },
    [CF_XLSX_STRONG] = { .size = 12, .bold = true, .wrapped = true },
    [CF_XLSX_MUTED] = { .colour = MUTED },
    [CF_XLSX_PROSE] = { .wrapped = true },
    [CF_XLSX_LINK] = { .colour = LINK },
    [CF_XLSX_INPUT] = { .ground = INPUT_GROUND, .input = true },
    [CF_XLSX_TOTAL] = { .bold = true, .above = true },
};

/* With a gap to the text in the next column. */
static void align_right(const cf_xlsx_library *by, lxw_format *format)
{
    by->format_set_align(format, LXW_ALIGN_RIGHT);
    by->format_set_indent(format, 1);
}

static void set_rules(const cf_xlsx_library *by, lxw_format *format, const struct style *style)
{
    if (style->above)
        by->format_set_top(format, LXW_BORDER_THIN);
    if (style->below)
        by->format_set_bottom(format, LXW_BORDER_THIN);
    if (style->input)
        by->format_set_border(format, LXW_BORDER_HAIR);
    by->format_set_border_color(format, RULE);
}

static void set_style(const cf_xlsx_library *by, lxw_format *format, const struct style *style)
{
    by->format_set_font_size(format, style->size > 0 ? style->size : USUAL_SIZE);
    by->format_set_font_color(format, style->colour != 0 ? style->colour : INK);
    by->format_set_align(format, style->low ? LXW_ALIGN_VERTICAL_BOTTOM : LXW_ALIGN_VERTICAL_TOP);
    if (style->ground != 0)
        by->format_set_bg_color(format, style->ground);
    if (style->bold)
        by->format_set_bold(format);
    if (style->wrapped)
        by->format_set_text_wrap(format);
    if (style->right)
        align_right(by, format);
    if (style->colour == LINK)
        by->format_set_underline(format, LXW_UNDERLINE_SINGLE);
    if (style->input)
        by->format_set_unlocked(format);
    if (style->above || style->below || style->input)
        set_rules(by, format, style);
}

/* Zero is shown as 0, whatever the decimals. */
static void set_decimals(const cf_xlsx_library *by, lxw_format *format, int decimals)
{
    char money[32] = "#,##0", pattern[80];

    if (decimals > 0)
        strcat(money, ".");
    for (int i = 0; i < decimals; i++)
        strcat(money, "0");
    snprintf(pattern, sizeof pattern, "%s;-%s;0", money, money);
    by->format_set_num_format(format, pattern);
}

static void set_percent(const cf_xlsx_library *by, lxw_format *format, int decimals)
{
    char pattern[32];

    snprintf(pattern, sizeof pattern, "0%s%.*s%%", decimals > 0 ? "." : "", decimals, "000000000");
    by->format_set_num_format(format, pattern);
}

static void set_number(const cf_xlsx_library *by, lxw_format *format, int number)
{
    static const char *const patterns[CF_XLSX_MONEY] = {
        [CF_XLSX_TEXT] = "@",
        [CF_XLSX_COUNT] = "#,##0",
        [CF_XLSX_SHARE] = "0.0%",
        [CF_XLSX_DATE] = "yyyy\\-mm\\-dd",
        [CF_XLSX_FLAG] = "\"TRUE\";\"TRUE\";\"FALSE\"", /* LibreOffice would show 1 and 0 */
    };

    if (number >= CF_XLSX_PERCENT)
        set_percent(by, format, number - CF_XLSX_PERCENT);
    else if (number >= CF_XLSX_MONEY)
        set_decimals(by, format, number - CF_XLSX_MONEY);
    else if (patterns[number] != NULL)
        by->format_set_num_format(format, patterns[number]);
    if (number == CF_XLSX_FLAG)
        by->format_set_align(format, LXW_ALIGN_CENTER);
    else if (number > CF_XLSX_TEXT)
        align_right(by, format);
}

lxw_format *cf_xlsx_format(cf_xlsx *book, cf_xlsx_style style, int number)
{
    lxw_format **format = &book->formats[style][number];

    if (*format != NULL || book->status != CF_OK)
        return *format;
    *format = book->by.workbook_add_format(book->book);
    if (*format == NULL) {
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    set_style(&book->by, *format, &styles[style]);
    set_number(&book->by, *format, number);
    return *format;
}

/* ---- colours ---- */

lxw_color_t cf_xlsx_colour(const char *name)
{
    return (lxw_color_t)strtoul(cf_svg_hex(name) + 1, NULL, 16);
}

lxw_color_t cf_xlsx_tint(const char *name, double strength)
{
    lxw_color_t colour = cf_xlsx_colour(name), tint = 0;

    for (int shift = 0; shift <= 16; shift += 8) {
        double part = (double)(colour >> shift & 0xFFu);

        tint |= (lxw_color_t)(255.0 - strength * (255.0 - part) + 0.5) << shift;
    }
    return tint;
}
