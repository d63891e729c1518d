/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the shocks that a scenario names for the stress command. */
#include "scenario/build.h"

#include <string.h>

#include "circfin/shocks.h"
#include "scenario/values.h"

/* Whether there are entities and deals of the names is for who applies the shock: a view may leave
 * them out. */
static void check_form(const cf_json *node, const char *text)
{
    cf_shock_text shock;
    const char *hint;

    if (text == NULL || cf_shock_read(&shock, text))
        return;
    hint = shock.hint[0] == '\0' ? NULL : shock.hint;
    if (shock.wrong == text)
        cf_json_error(node, CF_CODE_BAD_SHOCK, hint,
                      "%s must be " CF_SHOCK_FORMS " or fail:ID, but is %s", node->what,
                      cf_show_text(text).text);
    else
        cf_json_error(node, CF_CODE_BAD_SHOCK, hint,
                      "the factor of %s must be a number from 0 to 1e18, but is %s", node->what,
                      cf_show_text(shock.wrong).text);
}

static void read_apply(const cf_json *node, cf_named_shock *shock)
{
    int count = cf_json_is_list(node) ? cf_datum_count(node->json) : 0;
    const char **texts = cf_reader_new(node->reader, (size_t)count, sizeof *texts);
    const cf_datum *at = cf_datum_first(node->json);

    shock->apply = texts;
    shock->apply_count = texts == NULL ? 0 : count;
    for (int i = 0; i < shock->apply_count; i++, at = at->next) {
        cf_json element = cf_json_element_at(node, (size_t)i, at, "an entry of \"apply\"");

        texts[i] = cf_json_name(&element);
        check_form(&element, texts[i]);
    }
}

/* @param elements  of the list, up to this one at least: the first of two of one id is shown */
static void add_id(const cf_json *list, const cf_datum *const *elements, int index,
                   const char *text)
{
    cf_reader *reader = list->reader;
    cf_json element = cf_json_element_at(list, (size_t)index, elements[index], "a shock");
    cf_json id = cf_json_member(&element, "id");
    int first;

    if (cf_map_put(&reader->store->ids[CF_SHOCK_IDS], 0, text, strlen(text), index, &first) !=
        CF_OK)
        reader->status = CF_NO_MEMORY;
    if (first < 0)
        return;
    cf_json owner = cf_json_element_at(list, (size_t)first, elements[first], "a shock");
    cf_json other = cf_json_member(&owner, "id");
    cf_build_duplicate_id(&id, &other, "shock", text);
}

void cf_build_shocks(cf_reader *reader, const cf_json *list)
{
    cf_scenario *scenario = &reader->store->scenario;
    cf_named_shock *shocks =
        cf_build_list(list, &cf_shock_fields, sizeof *shocks, &scenario->shock_count);
    const cf_datum **elements =
        cf_reader_new(reader, (size_t)scenario->shock_count, sizeof *elements);
    const cf_datum *at = cf_datum_first(list->json);

    scenario->shocks = shocks;
    for (int i = 0; i < scenario->shock_count && reader->status == CF_OK; i++, at = at->next) {
        cf_json element = cf_json_element_at(list, (size_t)i, at, "a shock");
        cf_json apply = cf_json_member(&element, "apply");

        elements[i] = at;
        read_apply(&apply, &shocks[i]);
        if (shocks[i].id != NULL)
            add_id(list, elements, i, shocks[i].id);
    }
}
