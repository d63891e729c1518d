/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manual pages in roff, with the macros of man(7): man(7) and groff_char(7) say what to escape. */
#include "cli/roff.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "circfin/analysis.h"

/* The day of the last change to what the pages say: no clock, so that two builds are the same. */
#define MANUAL_DAY "2026-11-29"

enum { LINE_WIDTH = 56 }; /* bytes of a text line, before what escapes add */

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) != 0;
}

/* A character beyond ASCII by its number, so that the page does not depend on a locale. Returns its
 * last byte. */
static const char *put_wide(FILE *out, const char *at)
{
    unsigned code = (unsigned char)*at;
    int more = code >= 0xF0 ? 3 : code >= 0xE0 ? 2 : 1;

    code &= 0x3Fu >> more;
    for (; more > 0 && ((unsigned char)at[1] & 0xC0) == 0x80; more--)
        code = code << 6 | ((unsigned char)*++at & 0x3F);
    fprintf(out, "\\[u%04X]", code);
    return at;
}

/* One character; a dash is a minus sign, as it must be in what is typed. Returns its last byte. */
static const char *put_character(FILE *out, const char *at)
{
    static const struct {
        char character;
        const char *escape;
    } escapes[] = { { '\\', "\\e" },  { '-', "\\-" },   { '\'', "\\(aq" }, { '"', "\\(dq" },
                    { '`', "\\(ga" }, { '^', "\\(ha" }, { '~', "\\(ti" } };

    if ((unsigned char)*at >= 0x80)
        return put_wide(out, at);
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        if (escapes[i].character == *at) {
            fputs(escapes[i].escape, out);
            return at;
        }
    }
    putc(*at, out);
    return at;
}

/* The dash of a compound such as "non-cash", and the apostrophe of "supplier's". */
static bool is_between_letters(const char *word, size_t at, size_t length)
{
    return at > 0 && at + 1 < length && is_letter(word[at - 1]) && is_letter(word[at + 1]);
}

/* Whether a word is one of a language, and not a name, a number or a part of a command. */
static bool is_prose(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool dash = word[i] == '-' || word[i] == '\'';

        if (dash ? !is_between_letters(word, i, length)
                 : !is_letter(word[i]) && (i > 0 && i + 2 < length))
            return false;
    }
    return true;
}

/* The bytes of an option at the beginning of a word; 0 if there is none. */
static size_t option_length(const char *word, size_t length)
{
    size_t name = length > 1 && word[0] == '-' && word[1] == '-' ? 2 : 1;

    if (length <= name || word[0] != '-' || !is_letter(word[name]))
        return 0;
    while (name < length && (is_letter(word[name]) || word[name] == '-'))
        name++;
    return name;
}

static void put_word(FILE *out, const char *word, size_t length)
{
    bool prose = is_prose(word, length);
    size_t begin = word[0] == '(' ? 1 : 0;
    size_t option = option_length(word + begin, length - begin);

    for (const char *at = word; at < word + length; at++) {
        if (option > 0 && at == word + begin)
            fputs("\\fB", out);
        if (option > 0 && at == word + begin + option)
            fputs("\\fR", out);
        if (prose && (*at == '-' || *at == '\''))
            putc(*at, out);
        else
            at = put_character(out, at);
    }
    if (option > 0 && begin + option == length)
        fputs("\\fR", out);
}

static bool ends_sentence(const char *word, size_t length, const char *next)
{
    return length > 1 && word[length - 1] == '.' && isupper((unsigned char)*next) != 0;
}

void cli_roff_text(FILE *out, const char *text)
{
    size_t at = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        const char *next = text + length + strspn(text + length, " ");

        if (at > 0) {
            bool full = at + 1 + length > LINE_WIDTH;

            putc(full ? '\n' : ' ', out);
            at = full ? 0 : at + 1;
        }
        if (at == 0 && *text == '.')
            fputs("\\&", out);
        put_word(out, text, length);
        at += length;
        if (ends_sentence(text, length, next)) {
            putc('\n', out);
            at = 0;
        }
        text = next;
    }
    if (at > 0)
        putc('\n', out);
}

void cli_roff_literal(FILE *out, const char *text)
{
    bool begins = false;

    for (const char *at = text; *at != '\0'; at++) {
        if (begins && *at == '.')
            fputs("\\&", out);
        begins = *at == '\n';
        at = put_character(out, at);
    }
}

static void put_in_font(FILE *out, char font, const char *text)
{
    fprintf(out, "\\f%c", font);
    cli_roff_literal(out, text);
    fputs("\\fR", out);
}

void cli_roff_bold(FILE *out, const char *text)
{
    put_in_font(out, 'B', text);
}

void cli_roff_italic(FILE *out, const char *text)
{
    put_in_font(out, 'I', text);
}

void cli_roff_title(FILE *out, const char *command)
{
    fputs(".TH CIRCFIN", out);
    if (command != NULL)
        fputs("\\-", out);
    for (; command != NULL && *command != '\0'; command++)
        putc(toupper((unsigned char)*command), out);
    fprintf(out, " 1 " MANUAL_DAY " \"circfin %s\" \"circfin manual\"\n", cf_version());
    fputs(".nh\n.ad l\n", out); /* no hyphen in a name, no gaps in a line */
}

void cli_roff_section(FILE *out, const char *name)
{
    fprintf(out, ".SH %s\n", name);
}

void cli_roff_subsection(FILE *out, const char *name)
{
    fputs(".SS ", out);
    cli_roff_literal(out, name);
    putc('\n', out);
}

void cli_roff_paragraph(FILE *out, const char *text)
{
    fputs(".PP\n", out);
    cli_roff_text(out, text);
}

void cli_roff_item(FILE *out)
{
    fputs(".TP\n", out);
}

void cli_roff_example(FILE *out, const char *lines)
{
    fputs(".RS 4\n.nf\n", out);
    cli_roff_literal(out, lines);
    fputs("\n.fi\n.RE\n", out);
}

void cli_roff_page(FILE *out, const char *command)
{
    fputs("\\%\\fBcircfin", out);
    if (command != NULL) {
        fputs("\\-", out);
        cli_roff_literal(out, command);
    }
    fputs("\\fR(1)", out);
}
