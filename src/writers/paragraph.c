/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wraps paragraphs. A no-break space inside a text is glue: the words around it stay together. */
#include <stdlib.h>
#include <string.h>

#include "base/width.h"
#include "circfin/text.h"
#include "writers/page.h"

enum { INDENT = 2, NARROW = 20 }; /* narrower pages have no indent */
enum { MOST_COLUMNS = 96 };       /* longer lines are hard to read, however wide the page is */
#define GLUE CF_NO_BREAK

/* A word and the spaces before it:  "...funds   of 12.3 % ..."
 *                                         ^^^^^ spaces 3, word "of"            */
struct word {
    const char *text;
    size_t spaces, length;
};

/* "12.3 %" is one word, so that no line begins with a percent sign. */
static struct word next_word(const char *text)
{
    struct word word = { .spaces = strspn(text, " ") };

    word.text = text + word.spaces;
    word.length = strcspn(word.text, " ");
    while (word.text[word.length] == ' ' && word.text[word.length + 1] == '%')
        word.length += 1 + strcspn(word.text + word.length + 1, " ");
    return word;
}

static void put_spaces(FILE *out, size_t count)
{
    while (count-- > 0)
        putc(' ', out);
}

/* The indent of lines after the first: deeper than the paragraph, if there is room. */
static size_t indent_of(const cf_page *page, const char *text)
{
    size_t indent = strspn(text, " ") + INDENT;

    if (page->width <= NARROW)
        return 0;
    return indent <= page->width / 2 ? indent : INDENT;
}

static size_t new_line(const cf_page *page, size_t indent)
{
    putc('\n', page->out);
    put_spaces(page->out, indent);
    return indent;
}

/* Writes glue as a space. */
static void put_bytes(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool glue = i + 1 < length && memcmp(text + i, GLUE, strlen(GLUE)) == 0;

        putc(glue ? ' ' : text[i], out);
        i += glue;
    }
}

/* Where to break a word that is too long: at the last glue that fits, else at the margin. */
static size_t place_to_break(const char *word, size_t fitting)
{
    for (size_t i = fitting; i > 0; i--)
        if (strncmp(word + i, GLUE, strlen(GLUE)) == 0)
            return i;
    return fitting;
}

/* Writes a word, broken if longer than a line. Returns the columns used. */
static size_t put_word(const cf_page *page, char *word, size_t used, size_t indent)
{
    for (;;) {
        size_t fitting = used < page->width ? cf_ruler_fit(word, page->width - used) : 0;

        if (word[fitting] == '\0')
            break;
        fitting = place_to_break(word, fitting);
        if (fitting == 0)
            break; /* a wide character on a page of one column */
        put_bytes(page->out, word, fitting);
        word += fitting;
        if (strncmp(word, GLUE, strlen(GLUE)) == 0)
            word += strlen(GLUE);
        used = new_line(page, indent);
    }
    put_bytes(page->out, word, strlen(word));
    return used + cf_ruler_columns(word);
}

static void put_wrapped(const cf_page *page, char *text)
{
    size_t used = 0, indent = indent_of(page, text);
    bool first = true;

    for (;;) {
        struct word word = next_word(text);
        char *begin = text + word.spaces, *end = begin + word.length, after = *end;

        if (word.length == 0)
            break;
        *end = '\0';
        if (!first && used + word.spaces + cf_ruler_columns(begin) > page->width) {
            used = new_line(page, indent);
        } else if (used + word.spaces < page->width) {
            put_spaces(page->out, word.spaces);
            used += word.spaces;
        }
        used = put_word(page, begin, used, indent);
        *end = after;
        text = end;
        first = false;
    }
}

static cf_status put_printable(const cf_page *page, const char *text)
{
    cf_page narrow = *page;
    size_t size = strlen(text) * 3 + 4; /* a bad byte becomes the 3 bytes of U+FFFD */
    char *printable = malloc(size);

    if (printable == NULL)
        return CF_NO_MEMORY;
    cf_text_printable(printable, size, text);
    if (narrow.width > MOST_COLUMNS)
        narrow.width = MOST_COLUMNS;
    put_wrapped(&narrow, printable);
    free(printable);
    return CF_OK;
}

cf_status cf_page_paragraph(const cf_page *page, const char *text)
{
    cf_status status = put_printable(page, text);

    putc('\n', page->out);
    return status;
}

cf_status cf_page_heading(const cf_page *page, const char *text)
{
    cf_status status;

    if (page->colour)
        fputs("\033[1m", page->out);
    status = put_printable(page, text);
    if (page->colour)
        fputs("\033[0m", page->out);
    putc('\n', page->out);
    return status;
}
