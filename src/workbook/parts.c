/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the relations between parts: Open Packaging Conventions, ECMA-376, part 2, 6.5. */
#include "workbook/parts.h"

#include <stdio.h>
#include <string.h>

#include "workbook/xml_reader.h"

enum { NAME_SIZE = 512, MOST_RELATIONS = 10000 };

/* A name without "." and "..", which lead nowhere above the package. `to` has room for all. */
static void tidy(char *to, const char *from)
{
    char *start = to;

    while (*from != '\0') {
        size_t length = strcspn(from, "/");

        if (length == 2 && from[0] == '.' && from[1] == '.') {
            if (to > start)
                to--;
            while (to > start && to[-1] != '/')
                to--;
        } else if (length > 0 && !(length == 1 && from[0] == '.')) {
            memcpy(to, from, length);
            to += length;
            if (from[length] == '/')
                *to++ = '/';
        }
        from += length + (from[length] == '/');
    }
    *to = '\0';
}

static const char *part_name(const cf_book_relations *relations, const char *target)
{
    char whole[2 * NAME_SIZE], name[2 * NAME_SIZE];

    snprintf(whole, sizeof whole, "%s%s", target[0] == '/' ? "" : relations->folder, target);
    tidy(name, whole);
    return cf_arena_copy(relations->arena, name, strlen(name));
}

static cf_status on_start(void *context, const char *name, const cf_xml_attributes *attributes)
{
    cf_book_relations *relations = context;
    cf_book_relation relation = { .part = NULL };
    char text[NAME_SIZE];
    const char *slash;

    if (strcmp(name, "Relationship") != 0 || relations->list.count >= MOST_RELATIONS)
        return CF_OK;
    cf_xml_attribute(text, sizeof text, attributes, NULL, "Id");
    relation.id = cf_arena_copy(relations->arena, text, strlen(text));
    cf_xml_attribute(text, sizeof text, attributes, NULL, "Type");
    slash = strrchr(text, '/');
    slash = slash == NULL ? text : slash + 1;
    relation.type = cf_arena_copy(relations->arena, slash, strlen(slash));
    if (!cf_xml_attribute(text, sizeof text, attributes, NULL, "TargetMode") ||
        strcmp(text, "External") != 0) {
        cf_xml_attribute(text, sizeof text, attributes, NULL, "Target");
        relation.part = part_name(relations, text);
        if (relation.part == NULL)
            return CF_NO_MEMORY;
    }
    return relation.id != NULL && relation.type != NULL && cf_vec_push(&relations->list, relation)
               ? CF_OK
               : CF_NO_MEMORY;
}

cf_status cf_book_relations_read(cf_book_relations *out, cf_arena *arena, cf_package *package,
                                 const char *part)
{
    static const cf_xml_handler handler = { .start = on_start };
    const char *slash = strrchr(part, '/');
    int folder = slash == NULL ? 0 : (int)(slash + 1 - part);
    char name[NAME_SIZE];

    *out =
        (cf_book_relations){ .arena = arena, .folder = cf_arena_copy(arena, part, (size_t)folder) };
    if (out->folder == NULL)
        return CF_NO_MEMORY;
    snprintf(name, sizeof name, "%.*s_rels/%s.rels", folder, part, part + folder);
    return cf_package_has(package, name) ? cf_xml_read(package, name, &handler, out) : CF_OK;
}

const cf_book_relation *cf_book_relation_of_type(const cf_book_relations *list, const char *type)
{
    for (int i = 0; i < list->list.count; i++)
        if (strcmp(list->list.at[i].type, type) == 0 && list->list.at[i].part != NULL)
            return &list->list.at[i];
    return NULL;
}

const cf_book_relation *cf_book_relation_by_id(const cf_book_relations *list, const char *id)
{
    for (int i = 0; i < list->list.count; i++)
        if (strcmp(list->list.at[i].id, id) == 0 && list->list.at[i].part != NULL)
            return &list->list.at[i];
    return NULL;
}
