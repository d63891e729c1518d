/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds tags and their attributes. */
#include "graph_files/xml_tags.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool cf_xml_piece_is(cf_xml_piece piece, const char *word)
{
    return piece.length == strlen(word) && memcmp(piece.at, word, piece.length) == 0;
}

bool cf_xml_is_local(cf_xml_piece name, const char *word)
{
    size_t length = strlen(word);

    return name.length >= length && memcmp(name.at + name.length - length, word, length) == 0 &&
           (name.length == length || name.at[name.length - length - 1] == ':');
}

static bool begins(const char *text, size_t size, size_t at, const char *word)
{
    size_t length = strlen(word);

    return size - at >= length && memcmp(text + at, word, length) == 0;
}

/* The byte behind the next `word`, or `size`. */
static size_t behind(const char *text, size_t size, size_t at, const char *word)
{
    while (at < size) {
        const char *found = memchr(text + at, word[0], size - at);

        if (found == NULL)
            return size;
        at = (size_t)(found - text);
        if (begins(text, size, at, word))
            return at + strlen(word);
        at++;
    }
    return size;
}

/* The byte behind the > that ends a tag, which may also stand in quotes; 0 where none does. */
static size_t end_of_tag(const char *text, size_t size, size_t at)
{
    char quote = '\0';

    for (; at < size; at++) {
        char c = text[at];

        if (quote == '\0' && c == '>')
            return at + 1;
        if (quote == '\0' && (c == '"' || c == '\''))
            quote = c;
        else if (c == quote)
            quote = '\0';
    }
    return 0;
}

static void take_element(cf_xml_tag *out, const char *text, size_t size, size_t at)
{
    size_t name = at + 1, end;

    out->from = at;
    out->to = end_of_tag(text, size, at);
    if (out->to == 0) {
        *out = (cf_xml_tag){ CF_XML_END, size, size, { "", 0 } };
        return;
    }
    out->kind = text[out->to - 2] == '/' ? CF_XML_EMPTY : CF_XML_OPEN;
    if (text[name] == '/') {
        out->kind = CF_XML_CLOSE;
        name++;
    }
    for (end = name; end < out->to && !is_space(text[end]) && text[end] != '>' && text[end] != '/';)
        end++;
    out->name = (cf_xml_piece){ text + name, end - name };
}

void cf_xml_next_tag(cf_xml_tag *out, const char *text, size_t size, size_t at)
{
    static const char *const passed[][2] = { { "<!--", "-->" }, { "<![CDATA[", "]]>" } };

    *out = (cf_xml_tag){ CF_XML_END, size, size, { "", 0 } };
    while (at < size) {
        const char *found = memchr(text + at, '<', size - at);
        size_t here = found == NULL ? size : (size_t)(found - text), end;

        at = here;
        for (size_t i = 0; i < sizeof passed / sizeof *passed && at == here; i++)
            if (begins(text, size, at, passed[i][0]))
                at = behind(text, size, at, passed[i][1]);
        if (at == here && begins(text, size, at, "<?")) {
            at = behind(text, size, at, "?>");
            if (begins(text, size, here, "<?xml") && is_space(text[here + 5])) {
                *out = (cf_xml_tag){ CF_XML_DECLARATION, here, at, { "", 0 } };
                return;
            }
        }
        if (at > here)
            continue;
        if (at == size)
            return;
        if (begins(text, size, at, "<!")) {
            end = end_of_tag(text, size, at);
            *out = (cf_xml_tag){ CF_XML_DOCTYPE, at, end == 0 ? size : end, { "", 0 } };
            return;
        }
        take_element(out, text, size, at);
        return;
    }
}

bool cf_xml_tag_value(cf_xml_piece *out, const char *text, const cf_xml_tag *tag, const char *name)
{
    size_t at = (size_t)(tag->name.at - text) + tag->name.length, end = tag->to;

    while (at < end) {
        size_t start, length;
        const char *close;

        while (at < end && (is_space(text[at]) || text[at] == '/' || text[at] == '>'))
            at++;
        for (start = at; at < end && !is_space(text[at]) && text[at] != '=' && text[at] != '>';)
            at++;
        length = at - start;
        while (at < end && (is_space(text[at]) || text[at] == '='))
            at++;
        if (at >= end || (text[at] != '"' && text[at] != '\''))
            return false;
        close = memchr(text + at + 1, text[at], end - at - 1);
        if (close == NULL)
            return false;
        *out = (cf_xml_piece){ text + at + 1, (size_t)(close - text) - at - 1 };
        if (length == strlen(name) && memcmp(text + start, name, length) == 0)
            return true;
        at = (size_t)(close - text) + 1;
    }
    return false;
}
