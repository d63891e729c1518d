/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leaves deals out of a scenario that has been read: closes the gaps in the list and numbers anew
 * what refers to the others. */
#include "scenario/build.h"

#include <string.h>

#include "scenario/values.h"

/* The place of each deal among those that stay. */
static int *number_deals(cf_reader *reader)
{
    int count = reader->store->scenario.deal_count, kept = 0;
    int *numbers = cf_reader_new(reader, (size_t)count, sizeof *numbers);

    for (int i = 0; numbers != NULL && i < count; i++) {
        numbers[i] = kept;
        kept += !reader->dropped[i];
    }
    return numbers;
}

/* The lists are the reader's own, and no list names a deal that is left out. */
static void renumber_list(cf_deal_list list, const int *numbers)
{
    int *at = (int *)list.at;

    for (int i = 0; i < list.count; i++)
        at[i] = numbers[at[i]];
}

static void renumber_deal(cf_deal *deal, const int *numbers)
{
    for (int i = 0; i < cf_deal_fields.count; i++) {
        const cf_field *field = &cf_deal_fields.rows[i];
        void *value = (char *)deal + field->offset;

        if (field->kind == CF_FIELD_DEALS)
            renumber_list(*(cf_deal_list *)value, numbers);
        else if (field->kind == CF_FIELD_DEAL && *(int *)value >= 0)
            *(int *)value = numbers[*(int *)value];
    }
    renumber_list(deal->share_of, numbers);
}

static cf_status add_ids(struct cf_scenario_store *store, const cf_reader *reader)
{
    cf_status status = CF_OK;

    cf_map_free(&store->ids[CF_DEAL_IDS]);
    for (int i = 0; i < store->scenario.deal_count && status == CF_OK; i++)
        status = cf_map_add(&store->ids[CF_DEAL_IDS], 0, reader->deals[i].id,
                            strlen(reader->deals[i].id), i);
    return status;
}

void cf_build_drop(cf_reader *reader)
{
    cf_scenario *scenario = &reader->store->scenario;
    const int *numbers = reader->dropped_count == 0 ? NULL : number_deals(reader);
    int kept = 0;

    if (numbers == NULL)
        return;
    for (int i = 0; i < scenario->deal_count; i++) {
        if (reader->dropped[i])
            continue;
        renumber_deal(&reader->deals[i], numbers);
        reader->deals[kept++] = reader->deals[i];
    }
    scenario->deal_count = kept;
    if (add_ids(reader->store, reader) != CF_OK)
        reader->status = CF_NO_MEMORY;
}
