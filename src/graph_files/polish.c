/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goes over the lines that igraph has written. In GraphML and GML every value is on a line of its
 * own, or begins on one: characters that could look like another line are written otherwise.
 */
#include "graph_files/polish.h"

#include <stdlib.h>
#include <string.h>

#include "base/put.h"
#include "base/text.h"

/* ---- values for igraph ---- */

/* XML 1.0 cannot say these, in no way; a return becomes the end of a line when it is read. */
static const char *xml_character(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    (void)scratch;
    if ((code < ' ' && code != '\t' && code != '\n' && code != '\r') || code == 0xFFFE ||
        code == 0xFFFF)
        return CF_REPLACEMENT;
    return NULL;
}

/* GML is ASCII, and quotes end its texts. */
static const char *gml_character(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    if (code >= ' ' && code < 0x7F && code != '"' && code != '&')
        return NULL;
    snprintf(scratch, CF_ESCAPE_SIZE, "&#%u;", code);
    return scratch;
}

/* In a Pajek network a text is on one line, without quotes in it. igraph doubles a backslash that
 * nobody makes one again. */
static const char *pajek_character(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    if (code >= ' ' && code != 0x7F && code != '"' && code != '&' && code != '\\')
        return NULL;
    snprintf(scratch, CF_ESCAPE_SIZE, "&#%u;", code);
    return scratch;
}

void cf_graph_put_value(FILE *out, cf_graph_format format, const char *value)
{
    cf_put_text(out, value,
                format == CF_GRAPHML ? xml_character
                : format == CF_GML   ? gml_character
                                     : pajek_character);
}

void cf_graph_put_name(char out[static 64], cf_graph_format format, const char *name)
{
    size_t used = 0;

    for (; *name != '\0' && used < 63; name++) {
        bool hump = format == CF_GML && name[0] == '_' && name[1] >= 'a' && name[1] <= 'z';

        out[used++] = hump ? (char)(*++name & ~0x20) : *name;
    }
    out[used] = '\0';
}

/* ---- lines ---- */

/* A line with its end. */
struct line {
    const char *at;
    size_t length;
};

static struct line next_line(const char **text)
{
    const char *end = strchr(*text, '\n');
    struct line line = { *text, end == NULL ? strlen(*text) : (size_t)(end - *text) + 1 };

    *text += line.length;
    return line;
}

static bool begins(struct line line, const char *word)
{
    return line.length >= strlen(word) && memcmp(line.at, word, strlen(word)) == 0;
}

static bool ends(struct line line, const char *word)
{
    size_t length = strlen(word);

    return line.length >= length && memcmp(line.at + line.length - length, word, length) == 0;
}

static void put_line(FILE *out, struct line line)
{
    fwrite(line.at, 1, line.length, out);
}

/* ---- GraphML ---- */

static const char *type_of(const cf_graph_writing *writing, int side, struct line name)
{
    const cf_graph_side *names = &writing->sides[side];

    for (int i = 0; i < names->name_count; i++)
        if (strlen(names->names[i].name) == name.length &&
            memcmp(names->names[i].name, name.at, name.length) == 0)
            return names->names[i].kind == CF_GRAPH_NUMBER ? "double"
                   : names->names[i].kind == CF_GRAPH_FLAG ? "boolean"
                                                           : "string";
    return "string";
}

/*   <key id="e_amount" for="edge" attr.name="amount" attr.type="string"/> */
static void put_key(FILE *out, const cf_graph_writing *writing, struct line line)
{
    static const char id[] = "  <key id=\"", end[] = "\"string\"/>\n";
    struct line name = { line.at + sizeof id - 1 + strlen("e_"), 0 };
    int side = name.at[-2] == 'g'   ? CF_GRAPH_OF_ALL
               : name.at[-2] == 'v' ? CF_GRAPH_OF_VERTICES
                                    : CF_GRAPH_OF_EDGES;

    while (name.at[name.length] != '"')
        name.length++;
    line.length -= sizeof end - 1;
    put_line(out, line);
    fprintf(out, "\"%s\"/>\n", type_of(writing, side, name));
}

static bool polish_graphml(FILE *out, const cf_graph_writing *writing, const char *text)
{
    while (*text != '\0') {
        struct line line = next_line(&text);

        if (begins(line, "  <key id=\"") && ends(line, "\"string\"/>\n"))
            put_key(out, writing, line);
        else if (!(begins(line, "      <data key=\"") && ends(line, "\"></data>\n")) &&
                 !(begins(line, "    <data key=\"") && ends(line, "\"></data>\n")))
            put_line(out, line);
    }
    return true;
}

/* ---- GML ---- */

static bool is_number(const cf_graph_writing *writing, int side, struct line name)
{
    const cf_graph_side *names = &writing->sides[side];

    for (int i = 0; i < names->name_count; i++) {
        char written[64];

        cf_graph_put_name(written, CF_GML, names->names[i].name);
        if (strlen(written) == name.length && memcmp(written, name.at, name.length) == 0)
            return names->names[i].kind != CF_GRAPH_TEXT;
    }
    return false;
}

/*     amount "12.5" becomes     amount 12.5 */
static void put_gml_line(FILE *out, const cf_graph_writing *writing, int side, struct line line)
{
    size_t from = strspn(line.at, " "), quote;
    struct line name = { line.at + from, strcspn(line.at + from, " \n") };

    quote = from + name.length + 1;
    if (ends(line, " \"\"\n"))
        return;
    if (!ends(line, "\"\n") || line.at[quote] != '"' || !is_number(writing, side, name)) {
        put_line(out, line);
        return;
    }
    put_line(out, (struct line){ line.at, quote });
    put_line(out, (struct line){ line.at + quote + 1, line.length - quote - 3 });
    putc('\n', out);
}

static bool polish_gml(FILE *out, const cf_graph_writing *writing, const char *text)
{
    int side = CF_GRAPH_OF_ALL;

    while (*text != '\0') {
        struct line line = next_line(&text);

        if (begins(line, "  node\n"))
            side = CF_GRAPH_OF_VERTICES;
        if (begins(line, "  edge\n"))
            side = CF_GRAPH_OF_EDGES;
        put_gml_line(out, writing, side, line);
    }
    return true;
}

/* ---- Pajek ---- */

static int find_name(const cf_graph_side *side, const char *name)
{
    int found = 0;

    while (found < side->name_count && strcmp(side->names[found].name, name) != 0)
        found++;
    return found;
}

/* 1 2 1000 l "trade": the third piece is the weight. */
static void put_arc(FILE *out, struct line line, const char *weight)
{
    size_t from = 0, to;

    for (int i = 0; i < 2; i++)
        from += strcspn(line.at + from, " ") + 1;
    to = from + strcspn(line.at + from, " \n");
    put_line(out, (struct line){ line.at, from });
    fputs(weight, out);
    put_line(out, (struct line){ line.at + to, line.length - to });
}

static bool polish_pajek(FILE *out, const cf_graph_writing *writing, const char *text)
{
    const cf_graph_side *edges = &writing->sides[CF_GRAPH_OF_EDGES];
    int weight = find_name(edges, "weight"), edge = -1;
    const char *values[CF_GRAPH_MOST_NAMES];

    while (*text != '\0') {
        struct line line = next_line(&text);

        if (edge < 0) {
            put_line(out, line);
            edge = begins(line, "*Arcs") ? 0 : -1;
            continue;
        }
        if (edge >= edges->count ||
            !writing->row(writing->context, CF_GRAPH_OF_EDGES, edge++, values))
            return false;
        put_arc(out, line, values[weight]);
    }
    return true;
}

bool cf_graph_polish(FILE *out, const cf_graph_writing *writing, const char *text)
{
    switch (writing->format) {
    case CF_GRAPHML:
        return polish_graphml(out, writing, text);
    case CF_GML:
        return polish_gml(out, writing, text);
    default:
        return polish_pajek(out, writing, text);
    }
}
