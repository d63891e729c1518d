/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the lists of entities and deals, and reads the fields that both have or that are an
 * entity's own: lists of small objects, sources, revenue. */
#include "scenario/build.h"

#include <string.h>

#include "scenario/fields.h"
#include "scenario/values.h"

/* ---- fields ---- */

void cf_read_revenue(const cf_json *node, const cf_field *field, void *record)
{
    const cf_entity *entity = record;
    cf_json from = cf_json_member(node, "from");
    cf_json to = cf_json_member(node, "to");

    (void)field;
    cf_fields_read(node, &cf_revenue_fields, record);
    cf_json_check_order(&from, entity->revenue_from, &to, entity->revenue_to);
    if ((from.json == NULL) != (to.json == NULL))
        cf_json_error(node, CF_CODE_MISSING_KEY, "give both or neither",
                      "a revenue must have from and to together, but has no \"%s\"",
                      from.json == NULL ? "from" : "to");
}

void *cf_build_list(const cf_json *node, const cf_fields *fields, size_t size, int *count)
{
    int length = cf_json_is_list(node) ? cf_datum_count(node->json) : 0;
    char *list = cf_reader_new(node->reader, (size_t)length, size);
    const cf_datum *at = cf_datum_first(node->json);

    *count = list == NULL ? 0 : length;
    for (int i = 0; i < *count; i++, at = at->next) {
        cf_json element = cf_json_element_at(node, (size_t)i, at, fields->what);

        cf_fields_read(&element, fields, list + (size_t)i * size);
    }
    return list;
}

void cf_read_sources(const cf_json *node, const cf_field *field, void *record)
{
    cf_sources *sources = (cf_sources *)((char *)record + field->offset);

    sources->list = cf_build_list(node, &cf_source_fields, sizeof *sources->list, &sources->count);
}

/* ---- lists of records ---- */

/* Entities or deals; the id is the first field of both. */
struct records {
    const cf_fields *fields;
    size_t size;
    int map; /* of the ids */
    void (*check)(const cf_json *node, const void *record);
    const char **ids;      /* "" where one is missing */
    unsigned char *refers; /* by record: whether it names deals; NULL where none does */
    bool *in_doubt;
};

/* The ids of a record are looked up one by one in tables larger than the caches, so all are
 * prefetched first. */
static void prefetch_ids(const cf_json *node, int map)
{
    static const char *const keys[] = { "id", "payer", "payee" };
    const cf_map *maps = node->reader->store->ids;

    for (int i = 0; i < (map == CF_DEAL_IDS ? 3 : 1); i++) {
        const cf_datum *id = cf_datum_get(node->json, keys[i]);
        const char *text = cf_datum_text(id);

        if (text != NULL && id->entity == 0)
            cf_map_prefetch(&maps[i == 0 ? map : CF_ENTITY_IDS], 0, text, strlen(text));
    }
}

static void tell_progress(const cf_progress *progress, size_t done, size_t total, const char *unit)
{
    enum { EACH = 4096 };
    const cf_progress_state state = {
        .done = (double)done, .total = (double)total, .unit = unit, .found = -1.0
    };

    if (progress != NULL && done % EACH == 0)
        (void)progress->step(progress->payload, &state);
}

static void *read_records(const cf_json *list, const struct records *records)
{
    cf_reader *reader = list->reader;
    size_t count = cf_json_size(list);
    char *result = cf_reader_new(reader, count, records->size);
    void *blank = cf_reader_new(reader, 1, records->size);
    const cf_json nothing = { .reader = reader, .what = records->fields->what };

    if (reader->status == CF_OK)
        cf_fields_read(&nothing, records->fields, blank);
    for (size_t i = 0; i < count && reader->status == CF_OK; i++) {
        cf_json node = cf_json_element(list, i, records->fields->what);
        cf_json id = cf_json_member(&node, "id");
        void *record = result + i * records->size;
        const char *text;

        tell_progress(reader->progress, i, count, list->key);
        prefetch_ids(&node, records->map);
        reader->names_deals = false;
        memcpy(record, blank, records->size);
        cf_fields_read_onto(&node, records->fields, record);
        if (records->check != NULL && cf_datum_is(node.json, CF_DATUM_OBJECT))
            records->check(&node, record);
        if (records->refers != NULL)
            records->refers[i] = reader->names_deals;
        text = *(const char **)record;
        records->ids[i] = text == NULL ? "" : text;
        *records->in_doubt |= text == NULL;
        if (text != NULL)
            cf_build_add_id(list, i, &id, records->map, text);
    }
    return result;
}

void cf_build_entities(cf_reader *reader, const cf_json *list)
{
    reader->entity_ids = cf_reader_new(reader, cf_json_size(list), sizeof *reader->entity_ids);
    if (reader->status == CF_OK)
        reader->entities =
            read_records(list, &(struct records){ .fields = &cf_entity_fields,
                                                  .size = sizeof(cf_entity),
                                                  .map = CF_ENTITY_IDS,
                                                  .ids = reader->entity_ids,
                                                  .in_doubt = &reader->entities_in_doubt });
}

/* One warning for all, at the first of them. */
static void warn_of_dropped(const cf_json *list)
{
    const cf_reader *reader = list->reader;
    size_t first = 0;

    if (reader->dropped_count == 0 || reader->status != CF_OK)
        return;
    while (!reader->dropped[first])
        first++;
    cf_json node = cf_json_element(list, first, "a deal");
    cf_json payee = cf_json_member(&node, "payee");

    cf_json_warn(&payee, CF_CODE_SELF_DEALS_DROPPED, NULL,
                 "%d deal%s of an entity with itself %s left out, such as %s",
                 reader->dropped_count, reader->dropped_count == 1 ? "" : "s",
                 reader->dropped_count == 1 ? "is" : "are",
                 cf_show_text(reader->deal_ids[first]).text);
}

void cf_build_deals(cf_reader *reader, const cf_json *list)
{
    reader->deal_ids = cf_reader_new(reader, cf_json_size(list), sizeof *reader->deal_ids);
    reader->refers = cf_reader_new(reader, cf_json_size(list), 1);
    reader->dropped = cf_reader_new(reader, cf_json_size(list), 1);
    if (reader->status == CF_OK)
        reader->deals =
            read_records(list, &(struct records){ .fields = &cf_deal_fields,
                                                  .size = sizeof(cf_deal),
                                                  .map = CF_DEAL_IDS,
                                                  .check = cf_check_deal,
                                                  .ids = reader->deal_ids,
                                                  .refers = reader->refers,
                                                  .in_doubt = &reader->deals_in_doubt });
    warn_of_dropped(list);
}
