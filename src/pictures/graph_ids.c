/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers the objects of a Graphviz graph: 2, 4, 6 ... with a name, 1, 3, 5 ... without. */
#include "pictures/graph_ids.h"

#include <stdlib.h>
#include <string.h>

static void *open_ids(Agraph_t *graph, Agdisc_t *disciplines)
{
    (void)graph;
    return disciplines;
}

/* Adds a name. Returns its number from 0, or -1 when memory ran out. */
static int add_graph_name(cf_graph_ids *ids, const char *name)
{
    size_t length = strlen(name);
    char *copy = cf_arena_copy(&ids->texts, name, length);
    int number = (int)ids->numbers.count;

    if (copy == NULL || cf_map_add(&ids->numbers, 0, copy, length, number) != CF_OK ||
        !cf_vec_push(&ids->names, copy))
        return -1;
    return number;
}

static long map_id(void *state, int type, char *name, IDTYPE *id, int create)
{
    cf_graph_ids *ids = state;
    int number;

    (void)type;
    if (name == NULL) {
        *id = ids->next_nameless;
        ids->next_nameless += 2;
        return 1;
    }
    number = cf_map_find(&ids->numbers, 0, name, strlen(name));
    if (number < 0 && create != 0)
        number = add_graph_name(ids, name);
    *id = 2 * ((IDTYPE)number + 1);
    return number >= 0;
}

/* Callers cannot choose an id. */
static long refuse_id(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
    return 0;
}

static void keep_id(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
}

static char *name_of_number(void *state, int type, IDTYPE id)
{
    const cf_graph_ids *ids = state;

    (void)type;
    return id == 0 || id % 2 != 0 || id / 2 > (IDTYPE)ids->names.count ? NULL
                                                                       : ids->names.at[id / 2 - 1];
}

static void close_ids(void *state)
{
    (void)state;
}

static void no_register(void *state, int type, void *object)
{
    (void)state;
    (void)type;
    (void)object;
}

/* Never written, though the API takes it without const. */
static Agiddisc_t discipline = { open_ids,       map_id,    refuse_id,  keep_id,
                                 name_of_number, close_ids, no_register };

cf_graph_ids cf_graph_ids_begin(void)
{
    return (cf_graph_ids){ .disciplines = { .id = &discipline }, .next_nameless = 1 };
}

void cf_graph_ids_free(cf_graph_ids *ids)
{
    cf_map_free(&ids->numbers);
    cf_arena_free(&ids->texts);
    free(ids->names.at);
}
