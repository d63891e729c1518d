/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes as columns: those that differ only in what prepare.h put behind their names are one.
 */
#include "graph_files/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/text.h"
#include "graph_files/prepare.h"

void *cf_graph_take(size_t count, size_t size)
{
    void *taken = calloc(count + 1, size);

    if (taken == NULL)
        _exit(CF_CHILD_EXIT_NO_MEMORY);
    return taken;
}

/* ---- which there are ---- */

static char *heading_of(const char *name)
{
    const char *end = strstr(name, CF_GRAPH_KEY_MARK), *next;
    size_t length;
    char *heading;

    while (end != NULL && (next = strstr(end + 1, CF_GRAPH_KEY_MARK)) != NULL)
        end = next;
    length = end == NULL ? strlen(name) : (size_t)(end - name);
    heading = cf_graph_take(length, 1);
    memcpy(heading, name, length);
    return heading;
}

static int find_heading(const cf_graph_columns_of *columns, const char *heading)
{
    for (int i = 0; i < columns->columns.count; i++)
        if (strcmp(columns->columns.at[i].heading, heading) == 0)
            return i;
    return -1;
}

static void add_source(cf_graph_columns_of *columns, int column, cf_graph_source source)
{
    int *last = &columns->columns.at[column].first;

    while (*last >= 0)
        last = &columns->sources.at[*last].next;
    *last = columns->sources.count;
    source.next = -1;
    if (!cf_vec_push(&columns->sources, source))
        _exit(CF_CHILD_EXIT_NO_MEMORY);
}

static int add_column(cf_graph_columns_of *columns, char *heading)
{
    if (!cf_vec_push(&columns->columns, (cf_graph_column){ heading, -1 }))
        _exit(CF_CHILD_EXIT_NO_MEMORY);
    return columns->columns.count - 1;
}

/* In GraphML the id of an element and a key of this name are two. */
static void take_attribute(cf_graph_columns_of *columns, cf_graph_source source)
{
    bool is_id = strcmp(source.name, "id") == 0;
    char *heading = heading_of(source.name);
    int found = is_id ? -1 : find_heading(columns, heading);

    if (strcmp(heading, CF_GRAPH_MARK) == 0)
        columns->mark = found = add_column(columns, heading);
    else if (is_id)
        columns->id = found = add_column(columns, heading);
    else if (found < 0 || found == columns->id)
        found = add_column(columns, heading);
    add_source(columns, found, source);
}

void cf_graph_find_columns(cf_graph_columns_of *out, const igraph_t *graph, cf_graph_of of)
{
    const int counts[] = { [CF_GRAPH_ALL] = 1,
                           [CF_GRAPH_VERTEX] = (int)igraph_vcount(graph),
                           [CF_GRAPH_EDGE] = (int)igraph_ecount(graph) };
    igraph_strvector_t names[3];
    igraph_vector_int_t types[3];

    *out = (cf_graph_columns_of){
        .graph = graph, .of = of, .count = counts[of], .id = -1, .mark = -1
    };
    for (int i = 0; i < 3; i++)
        if (igraph_strvector_init(&names[i], 0) != IGRAPH_SUCCESS ||
            igraph_vector_int_init(&types[i], 0) != IGRAPH_SUCCESS)
            _exit(CF_CHILD_EXIT_NO_MEMORY);
    if (igraph_cattribute_list(graph, &names[0], &types[0], &names[1], &types[1], &names[2],
                               &types[2]) != IGRAPH_SUCCESS)
        _exit(CF_CHILD_EXIT_NO_MEMORY);
    out->names = names[of];
    out->types = types[of];
    for (igraph_integer_t i = 0; i < igraph_strvector_size(&out->names); i++)
        take_attribute(out,
                       (cf_graph_source){ igraph_strvector_get(&out->names, i),
                                          (igraph_attribute_type_t)VECTOR(out->types)[i], -1 });
}

/* ---- finding one ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool cf_graph_is_heading(const char *heading, const char *word)
{
    for (;; heading++, word++) {
        while (*heading != '\0' && !is_letter(*heading))
            heading++;
        while (*word != '\0' && !is_letter(*word))
            word++;
        if (*heading == '\0' || *word == '\0')
            return *heading == *word;
        if ((*heading | 0x20) != (*word | 0x20))
            return false;
    }
}

int cf_graph_find_column(const cf_graph_columns_of *columns, const char *heading)
{
    for (int i = 0; i < columns->columns.count; i++)
        if (i != columns->id && cf_graph_is_heading(columns->columns.at[i].heading, heading))
            return i;
    return -1;
}

/* ---- values ---- */

static const char *number_text(double number, char room[32])
{
    if (isnan(number))
        room[0] = '\0';
    else if (isinf(number))
        strcpy(room, number > 0.0 ? "inf" : "-inf");
    else
        cf_text_number(room, number);
    return room;
}

static const char *text_at(const cf_graph_columns_of *columns, const char *name, int row)
{
    switch (columns->of) {
    case CF_GRAPH_VERTEX:
        return VAS(columns->graph, name, row);
    case CF_GRAPH_EDGE:
        return EAS(columns->graph, name, row);
    default:
        return GAS(columns->graph, name);
    }
}

static double number_at(const cf_graph_columns_of *columns, const char *name, int row)
{
    switch (columns->of) {
    case CF_GRAPH_VERTEX:
        return VAN(columns->graph, name, row);
    case CF_GRAPH_EDGE:
        return EAN(columns->graph, name, row);
    default:
        return GAN(columns->graph, name);
    }
}

/* Only Pajek has flags, of networks with two kinds of vertices, which say nothing here. */
static const char *text_of(const cf_graph_columns_of *columns, const cf_graph_source *source,
                           int row, char room[32])
{
    switch (source->type) {
    case IGRAPH_ATTRIBUTE_STRING:
        return text_at(columns, source->name, row);
    case IGRAPH_ATTRIBUTE_NUMERIC:
        return number_text(number_at(columns, source->name, row), room);
    default:
        return "";
    }
}

static bool is_space(char c)
{
    return c != '\0' && strchr(" \t\r\n", c) != NULL;
}

/* Spaces with the end of a line among them lay out the file, as those around a number do; others
 * belong to the text. */
static bool is_layout(const char *from, const char *to)
{
    return memchr(from, '\n', (size_t)(to - from)) != NULL;
}

static const char *without_layout(const char *text, size_t *length)
{
    const char *start = text, *end = text + strlen(text), *stop = end;
    double number;

    while (is_space(*start))
        start++;
    while (stop > start && is_space(stop[-1]))
        stop--;
    if (!cf_text_read_decimal(&number, start, (size_t)(stop - start))) {
        if (!is_layout(text, start) && stop > start)
            start = text;
        if (!is_layout(stop, end) && stop > start)
            stop = end;
    }
    *length = (size_t)(stop - start);
    return start;
}

const char *cf_graph_value(const cf_graph_columns_of *columns, int column, int row, char room[32],
                           size_t *length)
{
    const char *text = "";

    *length = 0;
    for (int i = columns->columns.at[column].first; i >= 0 && *length == 0;
         i = columns->sources.at[i].next)
        text = without_layout(text_of(columns, &columns->sources.at[i], row, room), length);
    return text;
}

/* ---- whether they are ids ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool cf_graph_is_unique(const cf_graph_columns_of *columns, int column)
{
    const char **texts = cf_graph_take((size_t)columns->count, sizeof *texts);
    bool unique = column >= 0;

    for (int i = 0; i < columns->count && unique; i++) {
        char room[32];
        size_t length;
        const char *text = cf_graph_value(columns, column, i, room, &length);
        char *copy = cf_graph_take(length, 1);

        memcpy(copy, text, length);
        texts[i] = copy;
        unique = length > 0;
    }
    if (unique)
        qsort(texts, (size_t)columns->count, sizeof *texts, by_text);
    for (int i = 1; i < columns->count && unique; i++)
        unique = strcmp(texts[i - 1], texts[i]) != 0;
    for (int i = 0; i < columns->count; i++)
        free((void *)texts[i]);
    free(texts);
    return unique;
}
