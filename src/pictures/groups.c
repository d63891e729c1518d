/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collects the entities of each group of a picture. */
#include "pictures/groups.h"

#include <string.h>

#include "base/map.h"

/* Appends an entity to the chain of its group, found by name. */
static cf_status chain(cf_groups *groups, int *last, cf_map *names, const cf_picture *picture,
                       int entity)
{
    const char *name = picture->entities[entity].group;
    int group;

    if (!picture->cluster || name == NULL || picture->entities[entity].members > 1)
        return CF_OK;
    group = cf_map_find(names, 0, name, strlen(name));
    if (group >= 0) {
        groups->next[last[group]] = entity;
        last[group] = entity;
        return CF_OK;
    }
    groups->first[groups->count] = last[groups->count] = entity;
    return cf_map_add(names, 0, name, strlen(name), groups->count++);
}

static void drop_groups_of_one(cf_groups *groups)
{
    int kept = 0;

    for (int group = 0; group < groups->count; group++) {
        int first = groups->first[group];

        if (groups->next[first] < 0)
            continue;
        groups->first[kept] = first;
        for (int entity = first; entity >= 0; entity = groups->next[entity])
            groups->of[entity] = kept;
        kept++;
    }
    groups->count = kept;
}

cf_status cf_groups_new(cf_groups *out, cf_arena *arena, const cf_picture *picture)
{
    size_t room = (size_t)picture->entity_count;
    int *last = cf_arena_new(arena, room, sizeof *last);
    cf_map names = { 0 };
    cf_status status = CF_OK;

    *out = (cf_groups){ .of = cf_arena_new(arena, room, sizeof *out->of),
                        .first = cf_arena_new(arena, room, sizeof *out->first),
                        .next = cf_arena_new(arena, room, sizeof *out->next) };
    if (last == NULL || out->of == NULL || out->first == NULL || out->next == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < picture->entity_count; i++)
        out->of[i] = out->next[i] = -1;
    for (int i = 0; i < picture->entity_count && status == CF_OK; i++)
        status = chain(out, last, &names, picture, i);
    drop_groups_of_one(out);
    cf_map_free(&names);
    return status;
}
