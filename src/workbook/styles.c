/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads number formats: ECMA-376, part 1, 18.8.30 and 18.8.31. */
#include "workbook/styles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "workbook/xml_reader.h"

enum { MOST_STYLES = 1 << 16, MOST_CUSTOM = 2000, CODE_SIZE = 512 };

/* ---- format codes ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Behind a piece of literal text, such as "bn", \x, _) or [$-40C]; `at` itself where there is none.
 * [h] counts hours, and is looked at. */
static const char *skip_literal(const char *at)
{
    const char *end;

    if (*at == '"' || *at == '[') {
        end = strchr(at + 1, *at == '"' ? '"' : ']');
        return end == NULL ? at + strlen(at) : end + 1;
    }
    if ((*at == '\\' || *at == '_' || *at == '*') && at[1] != '\0')
        return at + 2;
    return at;
}

cf_book_format cf_book_format_of(const char *code)
{
    bool day = false, month = false, time = false, percent = false;

    if (strcasecmp(code, "General") == 0 || strcasecmp(code, "Standard") == 0)
        return CF_FORMAT_PLAIN;
    while (*code != '\0' && *code != ';') {
        const char *behind = skip_literal(code);

        if (behind != code) {
            time |= *code == '[' && strchr("hms", lower(code[1])) != NULL && code[1] != '\0';
            code = behind;
            continue;
        }
        day |= lower(*code) == 'd' || lower(*code) == 'y' || lower(*code) == 'j';
        month |= lower(*code) == 'm';
        time |= lower(*code) == 'h' || lower(*code) == 's';
        percent |= *code == '%';
        code++;
    }
    if (day || (month && !time))
        return CF_FORMAT_DAY;
    return percent ? CF_FORMAT_PERCENT : CF_FORMAT_PLAIN;
}

/* Those that every program knows, some in East Asia only. */
static cf_book_format built_in(int number)
{
    if ((number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) ||
        number == 36 || (number >= 50 && number <= 54) || number == 57 || number == 58)
        return CF_FORMAT_DAY;
    return number == 9 || number == 10 ? CF_FORMAT_PERCENT : CF_FORMAT_PLAIN;
}

/* ---- styles.xml ---- */

static cf_book_format format_of(const cf_book_styles *styles, int number)
{
    for (int i = 0; i < styles->custom.count; i++)
        if (styles->custom.at[i].number == number)
            return styles->custom.at[i].format;
    return built_in(number);
}

static cf_status on_start(void *context, const char *name, const cf_xml_attributes *attributes)
{
    cf_book_styles *styles = context;
    char number[16], code[CODE_SIZE];

    if (strcmp(name, "cellXfs") == 0)
        styles->in_cells = true;
    if (strcmp(name, "numFmt") == 0 && styles->custom.count < MOST_CUSTOM) {
        cf_xml_attribute(number, sizeof number, attributes, NULL, "numFmtId");
        cf_xml_attribute(code, sizeof code, attributes, NULL, "formatCode");
        if (!cf_vec_push(&styles->custom,
                         (cf_book_custom){ atoi(number), cf_book_format_of(code) }))
            return CF_NO_MEMORY;
    }
    if (!styles->in_cells || strcmp(name, "xf") != 0 || styles->cells.count >= MOST_STYLES)
        return CF_OK;
    cf_xml_attribute(number, sizeof number, attributes, NULL, "numFmtId");
    return cf_vec_push(&styles->cells, (unsigned char)format_of(styles, atoi(number)))
               ? CF_OK
               : CF_NO_MEMORY;
}

static cf_status on_end(void *context, const char *name)
{
    cf_book_styles *styles = context;

    if (strcmp(name, "cellXfs") == 0)
        styles->in_cells = false;
    return CF_OK;
}

cf_status cf_book_styles_read(cf_book_styles *out, cf_package *package, const char *name)
{
    static const cf_xml_handler handler = { .start = on_start, .end = on_end };

    return cf_xml_read(package, name, &handler, out);
}

cf_book_format cf_book_style(const cf_book_styles *styles, long style)
{
    return style >= 0 && style < styles->cells.count ? (cf_book_format)styles->cells.at[style]
                                                     : CF_FORMAT_PLAIN;
}

void cf_book_styles_free(cf_book_styles *styles)
{
    free(styles->custom.at);
    free(styles->cells.at);
    *styles = (cf_book_styles){ .in_cells = false };
}
