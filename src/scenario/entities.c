/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/build.h"

#include "scenario/fields.h"
#include "scenario/values.h"

static void read_revenue(const cf_json *node, cf_entity *entity)
{
    cf_json amount, from, to;

    entity->revenue_from = entity->revenue_to = CF_NO_DAY;
    if (!cf_json_is_object(node))
        return;
    cf_fields_check(node, &cf_revenue_fields);
    amount = cf_json_member(node, "amount");
    from = cf_json_member(node, "from");
    to = cf_json_member(node, "to");
    entity->revenue_known = cf_json_range(&amount, CF_NUMBER_AMOUNT, &entity->revenue);
    entity->revenue_from = cf_json_day(&from, CF_FIRST_DAY);
    entity->revenue_to = cf_json_day(&to, CF_LAST_DAY);
    cf_json_check_order(&from, entity->revenue_from, &to, entity->revenue_to);
    if ((from.json == NULL) != (to.json == NULL))
        cf_json_error(node, CF_MISSING_KEY, "give both or neither",
                      "a revenue must have from and to together, but has no \"%s\"",
                      from.json == NULL ? "from" : "to");
}

static void read_entity(const cf_json *node, cf_entity *entity)
{
    cf_json name = cf_json_member(node, "name");
    cf_json group = cf_json_member(node, "group");
    cf_json sector = cf_json_member(node, "sector");
    cf_json funds = cf_json_member(node, "outside_funds");
    cf_json revenue = cf_json_member(node, "revenue");
    cf_json note = cf_json_member(node, "note");
    cf_json sources = cf_json_member(node, "sources");

    entity->name = cf_json_text(&name);
    entity->group = cf_json_name(&group);
    entity->sector = cf_json_text(&sector);
    entity->outside_funds_known = cf_json_range(&funds, CF_NUMBER_AMOUNT, &entity->outside_funds);
    read_revenue(&revenue, entity);
    entity->note = cf_json_text(&note);
    cf_json_sources(&sources, &entity->sources, &entity->source_count);
}

void cf_build_entities(cf_reader *reader, const cf_json *list)
{
    size_t count = cf_json_size(list);

    reader->entities = cf_reader_new(reader, count, sizeof *reader->entities);
    reader->entity_ids = cf_reader_new(reader, count, sizeof *reader->entity_ids);
    for (size_t i = 0; i < count && reader->status == CF_OK; i++) {
        cf_json node = cf_json_element(list, i, "an entity");
        cf_json id = cf_json_member(&node, "id");
        const char *text = NULL;

        if (cf_json_is_object(&node)) {
            cf_fields_check(&node, &cf_entity_fields);
            text = cf_json_name(&id);
            read_entity(&node, &reader->entities[i]);
        }
        reader->entities[i].id = text;
        reader->entity_ids[i] = text == NULL ? "" : text;
        reader->entities_in_doubt |= text == NULL;
        if (text != NULL)
            cf_build_add_id(list, i, &id, CF_ENTITY_IDS, text);
    }
}
