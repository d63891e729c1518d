/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the entities of a view are called where people read. */
#include "analyses/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct named {
    const char *name;
    int entity;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : (x->entity > y->entity) - (x->entity < y->entity);
}

static const char *shortened(cf_report *report, const char *name)
{
    size_t length = cf_text_beginning(name, CF_NAME_SHOWN);

    return name[length] == '\0' ? name
                                : cf_report_text(report, "%.*s" CF_ELLIPSIS, (int)length, name);
}

/* Whether the name is also that of the row before or after. */
static bool is_shared(const struct named *rows, int count, int i)
{
    return (i > 0 && strcmp(rows[i - 1].name, rows[i].name) == 0) ||
           (i + 1 < count && strcmp(rows[i + 1].name, rows[i].name) == 0);
}

const char *const *cf_names_make(cf_report *report, const cf_called *called, int count)
{
    const char **names = cf_report_room(report, (size_t)count + 1, sizeof *names);
    struct named *rows = calloc((size_t)count + 1, sizeof *rows);
    bool good = names != NULL && rows != NULL;

    for (int i = 0; good && i < count; i++)
        rows[i] = (struct named){ called[i].name != NULL ? called[i].name : called[i].id, i };
    if (good)
        qsort(rows, (size_t)count, sizeof *rows, compare_named);
    for (int i = 0; good && i < count; i++) {
        const char *id = called[rows[i].entity].id;
        const char *name = shortened(report, rows[i].name);

        if (name != NULL && is_shared(rows, count, i) && strcmp(id, rows[i].name) != 0)
            name = cf_report_text(report, "%s (%.*s)", name,
                                  (int)cf_text_beginning(id, CF_NAME_SHOWN), id);
        names[rows[i].entity] = name;
        good = name != NULL;
    }
    free(rows);
    return good ? names : NULL;
}

const char *const *cf_names_of(cf_report *report, const cf_view *view)
{
    cf_called *called = calloc((size_t)view->entity_count + 1, sizeof *called);
    const char *const *names = NULL;

    for (int v = 0; called != NULL && v < view->entity_count; v++)
        called[v] = (cf_called){ view->entities[v].id, view->entities[v].name };
    if (called != NULL)
        names = cf_names_make(report, called, view->entity_count);
    free(called);
    return names;
}
