/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other names of entities: which entity each belongs to. */
#include <string.h>

#include "scenario/build.h"
#include "scenario/values.h"

void cf_read_texts(const cf_json *node, const cf_field *field, void *record)
{
    cf_texts *texts = (cf_texts *)((char *)record + field->offset);
    int length = cf_json_is_list(node) ? cf_datum_count(node->json) : 0;
    const char **list = cf_reader_new(node->reader, (size_t)length, sizeof *list);
    const cf_datum *at = cf_datum_first(node->json);

    *texts = (cf_texts){ .list = list, .count = list == NULL ? 0 : length };
    for (int i = 0; i < texts->count; i++, at = at->next) {
        cf_json element = cf_json_element_at(node, (size_t)i, at, "an alias");

        list[i] = cf_json_name(&element);
    }
}

/* The entity that has a name as its id or alias, and is another; -1: none. */
static int other_owner(cf_reader *reader, const char *alias, int entity)
{
    struct cf_scenario_store *store = reader->store;
    int owner = cf_map_find(&store->ids[CF_ENTITY_IDS], 0, alias, strlen(alias));

    if (owner >= 0 && owner != entity)
        return owner;
    if (cf_map_put(&store->ids[CF_ENTITY_ALIASES], 0, alias, strlen(alias), entity, &owner) !=
        CF_OK)
        reader->status = CF_NO_MEMORY;
    return owner == entity ? -1 : owner;
}

static void report_taken(const cf_json *entities, int entity, int alias, int owner)
{
    cf_json node = cf_json_element(entities, (size_t)entity, "an entity");
    cf_json list = cf_json_member(&node, "aliases");
    const cf_datum *at = cf_datum_first(list.json);

    for (int i = 0; i < alias && at != NULL; i++)
        at = at->next;
    if (at == NULL)
        return;
    cf_json element = cf_json_element_at(&list, (size_t)alias, at, "an alias");

    cf_json_error(&element, CF_CODE_ALIAS_TAKEN, "remove it from one of them",
                  "an alias must belong to one entity, but %s also belongs to %s",
                  cf_show_text(cf_datum_text(at)).text,
                  cf_show_text(entities->reader->entity_ids[owner]).text);
}

void cf_build_aliases(cf_reader *reader, const cf_json *entities)
{
    int count = reader->store->scenario.entity_count;

    for (int i = 0; i < count && reader->status == CF_OK; i++) {
        const cf_entity *entity = &reader->entities[i];

        for (int k = 0; k < entity->aliases_count && reader->status == CF_OK; k++) {
            const char *alias = entity->aliases[k];
            int owner = alias == NULL || alias[0] == '\0' ? -1 : other_owner(reader, alias, i);

            if (owner >= 0)
                report_taken(entities, i, k, owner);
        }
    }
}
