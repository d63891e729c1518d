/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a workbook calls entities. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "writers/xlsx_book.h"

static const char *own_name(const cf_entity *entity)
{
    return entity->name == NULL || entity->name[0] == '\0' ? entity->id : entity->name;
}

static const char *format(cf_arena *arena, const char *pattern, ...) CF_PRINTF(2, 3);
static const char *format(cf_arena *arena, const char *pattern, ...)
{
    const char *text;
    va_list args;

    va_start(args, pattern);
    text = cf_arena_format(arena, pattern, args);
    va_end(args);
    return text;
}

static int compare_names(const void *a, const void *b)
{
    const cf_entity *const *x = a, *const *y = b;

    return strcmp(own_name(*x), own_name(*y));
}

/* Of entities in the order of their names: whether a neighbour has the same one. */
static bool is_shared(const cf_entity *const *sorted, int count, int i)
{
    return (i > 0 && compare_names(&sorted[i], &sorted[i - 1]) == 0) ||
           (i + 1 < count && compare_names(&sorted[i], &sorted[i + 1]) == 0);
}

/* Memory: two pointers an entity. Time: O(n log n). */
static void name_all(cf_xlsx *book)
{
    const cf_scenario *scenario = book->scenario;
    int count = scenario->entity_count;
    const cf_entity **sorted = calloc((size_t)count + 1, sizeof *sorted);

    book->names = cf_arena_new(&book->arena, (size_t)count, sizeof *book->names);
    for (int i = 0; sorted != NULL && i < count; i++)
        sorted[i] = &scenario->entities[i];
    if (sorted != NULL)
        qsort(sorted, (size_t)count, sizeof *sorted, compare_names);
    for (int i = 0; sorted != NULL && !book->arena.failed && i < count; i++) {
        const cf_entity *entity = sorted[i];
        const char *name = own_name(entity);

        if (is_shared(sorted, count, i) && name != entity->id)
            name = format(&book->arena, "%s (%s)", name, entity->id);
        book->names[entity - scenario->entities] = name;
    }
    if (sorted == NULL || book->arena.failed)
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    free(sorted);
}

const char *cf_xlsx_name(cf_xlsx *book, const char *id)
{
    int index =
        book->scenario == NULL || id == NULL ? -1 : cf_scenario_find_entity(book->scenario, id);

    if (index < 0)
        return id;
    if (book->names == NULL && book->status == CF_OK)
        name_all(book);
    return book->status != CF_OK || book->names[index] == NULL ? id : book->names[index];
}

/* The next id of a path, without its escapes, in `id`; returns what follows it. */
static const char *take_id(cf_buffer *id, const char *at)
{
    cf_buffer_clear(id);
    while (*at != '\0' && strncmp(at, " > ", 3) != 0) {
        char one[2] = { 0 };

        at += *at == '\\' && at[1] != '\0';
        one[0] = *at++;
        cf_buffer_add(id, one);
    }
    return at + (*at == '\0' ? 0 : 3);
}

const char *cf_xlsx_path(cf_xlsx *book, const char *path)
{
    cf_buffer id = { .text = NULL };

    cf_buffer_clear(&book->path_names);
    while (*path != '\0' && !id.failed) {
        path = take_id(&id, path);
        cf_buffer_add(&book->path_names, cf_xlsx_name(book, cf_buffer_text(&id)));
        cf_buffer_add(&book->path_names, *path == '\0' ? "" : " \xE2\x86\x92 ");
    }
    if (id.failed || book->path_names.failed)
        cf_xlsx_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
    cf_buffer_free(&id);
    return cf_buffer_text(&book->path_names);
}
