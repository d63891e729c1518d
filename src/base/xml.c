/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markup from a pattern whose arguments are escaped, so that no text from outside becomes markup.
 */
#include "base/xml.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/put.h"
#include "base/text.h"

static const char *escape(unsigned code, char scratch[static 8])
{
    (void)scratch;
    switch (code) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return " ";
    case 0x7F:
    case 0xFFFE:
    case 0xFFFF:
        return CF_REPLACEMENT;
    default:
        return code < 0x20 ? CF_REPLACEMENT : NULL;
    }
}

void cf_xml_text(FILE *out, const char *text)
{
    cf_put_text(out, text, escape);
}

static const char *escape_value(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    bool is_allowed = code == '\t' || code == '\n' || code == '\r' ||
                      (code >= 0x7F && code != 0xFFFE && code != 0xFFFF);

    if (!is_allowed || cf_text_is_showable(code))
        return escape(code, scratch);
    snprintf(scratch, CF_ESCAPE_SIZE, "&#%u;", code);
    return scratch;
}

void cf_xml_value(FILE *out, const char *text)
{
    cf_put_text(out, text, escape_value);
}

void cf_xml_text_cut(FILE *out, const char *text, int most)
{
    cf_put_text_cut(out, text, most, escape);
}

/* A coordinate or another number: at most two decimals, a point whatever the locale. */
static void put_coordinate(FILE *out, double number)
{
    char text[32];

    assert(isfinite(number));
    cf_text_number(text, round(number * 100.0) / 100.0 + 0.0);
    fputs(text, out);
}

void cf_xml_put(FILE *out, const char *pattern, ...)
{
    va_list args;

    va_start(args, pattern);
    for (;;) {
        size_t plain = strcspn(pattern, "%");
        const char *text;
        char *end;
        long most;

        fwrite(pattern, 1, plain, out);
        pattern += plain;
        if (*pattern == '\0')
            break;
        switch (pattern[1]) {
        case 's':
            text = va_arg(args, const char *);
            if (text != NULL)
                cf_xml_text(out, text);
            break;
        case '.':
            most = strtol(pattern + 2, &end, 10);
            assert(*end == 's');
            text = va_arg(args, const char *);
            if (text != NULL)
                cf_xml_text_cut(out, text, (int)most);
            pattern = end - 1;
            break;
        case 'f':
            put_coordinate(out, va_arg(args, double));
            break;
        case 'd':
            fprintf(out, "%d", va_arg(args, int));
            break;
        case 'c':
            putc(va_arg(args, int), out);
            break;
        default:
            assert(pattern[1] == '%');
            putc('%', out);
        }
        pattern += 2;
    }
    va_end(args);
}

bool cf_xml_can_link(const char *url)
{
    size_t scheme = strncasecmp(url, "https://", 8) == 0  ? 8
                    : strncasecmp(url, "http://", 7) == 0 ? 7
                                                          : 0;

    if (scheme == 0 || url[scheme] == '\0' || url[scheme] == '/')
        return false;
    for (; *url != '\0'; url++)
        if ((unsigned char)*url <= ' ' || *url == '\\')
            return false;
    return true;
}
