/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knows graphs of other programs by the text with which they begin. */
#include "base/graph_content.h"

#include <string.h>
#include <strings.h>

/* What is left of a text. */
struct rest {
    const char *at;
    size_t size;
};

static void skip(struct rest *rest, size_t length)
{
    rest->at += length;
    rest->size -= length;
}

static bool begins(struct rest rest, const char *word)
{
    size_t length = strlen(word);

    return rest.size >= length && strncasecmp(rest.at, word, length) == 0;
}

static bool is_space(char c)
{
    return c != '\0' && strchr(" \t\r\n\v\f", c) != NULL;
}

static void skip_mark(struct rest *rest)
{
    if (begins(*rest, "\xEF\xBB\xBF"))
        skip(rest, 3);
}

/* Spaces, and lines that begin with `comment`. */
static void skip_blank(struct rest *rest, char comment)
{
    while (rest->size > 0 && (is_space(*rest->at) || *rest->at == comment)) {
        const char *end = memchr(rest->at, '\n', rest->size);

        if (is_space(*rest->at))
            skip(rest, 1);
        else
            skip(rest, end == NULL ? rest->size : (size_t)(end - rest->at));
    }
}

/* ---- GraphML ---- */

/* Up to and with a word; to the end where it is not there. */
static bool skip_past(struct rest *rest, const char *word)
{
    while (rest->size > 0) {
        const char *found = memchr(rest->at, word[0], rest->size);

        skip(rest, found == NULL ? rest->size : (size_t)(found - rest->at));
        if (begins(*rest, word)) {
            skip(rest, strlen(word));
            return true;
        }
        if (rest->size > 0)
            skip(rest, 1);
    }
    return false;
}

/* A document type may have declarations in square brackets. */
static void skip_document_type(struct rest *rest)
{
    while (rest->size > 0 && *rest->at != '>' && *rest->at != '[')
        skip(rest, 1);
    if (begins(*rest, "["))
        (void)skip_past(rest, "]");
    (void)skip_past(rest, ">");
}

/* Declarations, comments and a document type come before the first element. */
static void skip_prolog(struct rest *rest)
{
    static const char *const parts[][2] = { { "<?", "?>" }, { "<!--", "-->" } };
    bool found = true;

    while (found) {
        found = false;
        skip_blank(rest, '\0');
        for (size_t i = 0; i < sizeof parts / sizeof *parts && !found; i++)
            if (begins(*rest, parts[i][0]))
                found = skip_past(rest, parts[i][1]);
        if (!found && begins(*rest, "<!")) {
            skip_document_type(rest);
            found = true;
        }
    }
}

static bool is_graphml(struct rest rest)
{
    static const char ends[] = " \t\r\n/>";
    size_t length = 0, name = 1;

    skip_prolog(&rest);
    if (rest.size == 0 || *rest.at != '<')
        return false;
    while (length < rest.size && strchr(ends, rest.at[length]) == NULL) {
        if (rest.at[length++] == ':') /* behind a prefix */
            name = length;
    }
    skip(&rest, name);
    return length - name == strlen("graphml") && begins(rest, "graphml");
}

/* ---- GML ---- */

static size_t length_of_key(struct rest rest)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t length = 0;

    while (length < rest.size && rest.at[length] != '\0' &&
           (strchr(letters, rest.at[length]) != NULL ||
            (length > 0 && strchr("0123456789", rest.at[length]) != NULL)))
        length++;
    return length;
}

/* A text in quotes, or a word. False where there is neither. */
static bool skip_value(struct rest *rest)
{
    size_t length = 0;

    if (rest->size > 0 && *rest->at == '"') {
        const char *end = memchr(rest->at + 1, '"', rest->size - 1);

        skip(rest, end == NULL ? rest->size : (size_t)(end - rest->at) + 1);
        return end != NULL;
    }
    while (length < rest->size && !is_space(rest->at[length]) &&
           strchr("[]{}<>\",;:=", rest->at[length]) == NULL)
        length++;
    skip(rest, length);
    return length > 0;
}

/* graph [, after keys with their values, such as Creator "..." and Version 1. */
static bool is_gml(struct rest rest)
{
    enum { MOST_KEYS = 50 };

    for (int i = 0; i < MOST_KEYS; i++) {
        struct rest key;

        skip_blank(&rest, '#');
        key = rest;
        key.size = length_of_key(rest);
        skip(&rest, key.size);
        if (key.size == 0 || rest.size == 0 || !(is_space(*rest.at) || *rest.at == '['))
            return false;
        skip_blank(&rest, '#');
        if (key.size == strlen("graph") && begins(key, "graph"))
            return rest.size > 0 && *rest.at == '[';
        if (!skip_value(&rest))
            return false;
    }
    return false;
}

/* ---- Pajek ---- */

static bool is_pajek(struct rest rest)
{
    skip_blank(&rest, '%');
    return begins(rest, "*vertices ") || begins(rest, "*vertices\t") ||
           (begins(rest, "*net") && skip_past(&rest, "\n*vertices"));
}

/* ---- all ---- */

cf_graph_format cf_graph_format_of(const char *bytes, size_t size)
{
    struct rest rest = { bytes, size };

    skip_mark(&rest);
    return is_graphml(rest) ? CF_GRAPHML
           : is_gml(rest)   ? CF_GML
           : is_pajek(rest) ? CF_PAJEK
                            : CF_NO_GRAPH;
}

cf_graph_format cf_graph_format_of_name(const char *file)
{
    static const struct {
        const char *ending;
        cf_graph_format format;
    } rows[] = { { ".graphml", CF_GRAPHML }, { ".gml", CF_GML }, { ".net", CF_PAJEK } };
    size_t length = strlen(file);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t ending = strlen(rows[i].ending);

        if (length > ending && strcasecmp(file + length - ending, rows[i].ending) == 0)
            return rows[i].format;
    }
    return CF_NO_GRAPH;
}
