/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Escapes texts for DOT. Quoted strings need escapes for the quote and the backslash. Labels and
 * tooltips also interpret \N, \G, \E and entities such as &lt;, so & becomes &amp;. Graphviz
 * unescapes tooltips twice, so a backslash is doubled twice.
 */
#include <math.h>

#include "base/text.h"
#include "pictures/dot.h"

/* Ids have no control characters: scenarios refuse them. */
static const char *escape_id(unsigned code, char scratch[static 8])
{
    (void)scratch;
    switch (code) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case 0x7F:
    case 0xFFFE:
    case 0xFFFF:
        return CF_REPLACEMENT;
    default:
        return code < 0x20 ? CF_REPLACEMENT : NULL;
    }
}

const char *cf_dot_escape_label(unsigned code, char scratch[static 8])
{
    if (code == '&')
        return "&amp;";
    if (code == '\n' || code == '\r' || code == '\t')
        return " ";
    return escape_id(code, scratch);
}

void cf_dot_put_id(FILE *out, const char *id)
{
    putc('"', out);
    cf_put_text(out, id, escape_id);
    putc('"', out);
}

const char *cf_dot_escape_tooltip(unsigned code, char scratch[static 8])
{
    return code == '\\' ? "\\\\\\\\" : cf_dot_escape_label(code, scratch);
}

void cf_dot_put_name(FILE *out, const char *name, int most)
{
    cf_put_text_cut(out, name, most, cf_dot_escape_label);
}

void cf_dot_put_words(cf_dot *dot, cf_escape *escape)
{
    const char *text = cf_buffer_text(&dot->words);

    if (text != NULL)
        cf_put_text_cut(dot->out, text, CF_DOT_MOST, escape);
    cf_buffer_clear(&dot->words);
}

void cf_dot_put_line(cf_dot *dot, cf_escape *escape)
{
    if (dot->words.length == 0)
        return;
    fputs("\\n", dot->out);
    cf_dot_put_words(dot, escape);
}

void cf_dot_put_number(FILE *out, const char *before, double number)
{
    char text[32];

    cf_text_number(text, round(number * 100.0) / 100.0 + 0.0);
    fprintf(out, "%s%s", before, text);
}
