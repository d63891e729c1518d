/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the lists of entities and deals, and reads the fields that both have or that are an
 * entity's own: lists of small objects, sources, revenue. */
#include "scenario/build.h"

#include <string.h>

#include "scenario/fields.h"
#include "scenario/records.h"
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

void cf_read_backlog(const cf_json *node, const cf_field *field, void *record)
{
    (void)field;
    cf_fields_read(node, &cf_backlog_fields, record);
}

void cf_read_stated(const cf_json *node, const cf_field *field, void *record)
{
    cf_stated_list *stated = (cf_stated_list *)((char *)record + field->offset);

    stated->list = cf_build_list(node, &cf_stated_fields, sizeof *stated->list, &stated->count);
}

/* ---- lists of records ---- */

void cf_build_entities(cf_reader *reader, const cf_json *list)
{
    reader->entity_ids = cf_reader_new(reader, cf_json_size(list), sizeof *reader->entity_ids);
    if (reader->status == CF_OK)
        reader->entities =
            cf_records_read(list, &(cf_records){ .fields = &cf_entity_fields,
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
        reader->deals = cf_records_read(list, &(cf_records){ .fields = &cf_deal_fields,
                                                             .size = sizeof(cf_deal),
                                                             .map = CF_DEAL_IDS,
                                                             .check = cf_check_deal,
                                                             .ids = reader->deal_ids,
                                                             .refers = reader->refers,
                                                             .in_doubt = &reader->deals_in_doubt });
    warn_of_dropped(list);
}
