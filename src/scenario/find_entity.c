/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the entity of a view that a user means: by id, else by name or alias, else by any of them
 * whatever the case and the spaces around it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/text.h"
#include "scenario/view.h"

int cf_view_find_entity(const cf_view *view, const char *id)
{
    for (int i = 0; i < view->entity_count; i++) {
        if (strcmp(view->entities[i].id, id) == 0)
            return i;
    }
    return -1;
}

static cf_status unknown_entity(const cf_view *view, const char *option, const char *id,
                                cf_diags *diags)
{
    const char **ids = calloc((size_t)view->entity_count + 1, sizeof *ids);
    char shown[120], hint[200];
    const char *nearest;
    cf_status status;

    if (ids == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < view->entity_count; i++)
        ids[i] = view->entities[i].id;
    nearest = cf_text_nearest(id, ids, (size_t)view->entity_count);
    cf_text_printable(shown, sizeof shown, nearest == NULL ? "" : nearest);
    snprintf(hint, sizeof hint, "did you mean \"%s\"?", shown);
    cf_text_printable(shown, sizeof shown, id);
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_VIEW_NO_ENTITY, NULL,
                          nearest != NULL ? hint : "give the id of an entity",
                          "%s: the view has no entity \"%s\"", option, shown);
    free(ids);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

/* How well a word may fit: the first that fits any entity counts. */
enum fit { BY_NAME, BY_EITHER, FITS };

static bool is_word(const char *name, const char *word, enum fit fit)
{
    return fit == BY_NAME ? strcmp(name, word) == 0 : cf_fold_is_same(name, word);
}

static bool is_named(const cf_view_entity *entity, const char *word, enum fit fit)
{
    if (fit == BY_EITHER && cf_fold_is_same(entity->id, word))
        return true;
    if (entity->name != NULL && is_word(entity->name, word, fit))
        return true;
    for (int i = 0; i < entity->alias_count; i++)
        if (is_word(entity->aliases[i], word, fit))
            return true;
    return false;
}

/* How many entities it fits; *found is the first. */
static int count_named(int *found, const cf_view *view, const char *word, enum fit fit)
{
    int count = 0;

    for (int i = 0; i < view->entity_count; i++) {
        if (!is_named(&view->entities[i], word, fit))
            continue;
        *found = count == 0 ? i : *found;
        count++;
    }
    return count;
}

/* Names the candidates, each by its id in quotes, as far as there is room. */
static cf_status refuse_ambiguous(const cf_view *view, const char *option, const char *word,
                                  enum fit fit, cf_diags *diags)
{
    char hint[600] = "give its id as it is written:", shown[120];
    size_t used = strlen(hint);
    int count = 0;
    cf_status status;

    for (int i = 0; i < view->entity_count; i++) {
        if (!is_named(&view->entities[i], word, fit))
            continue;
        cf_text_printable(shown, sizeof shown, view->entities[i].id);
        if (used + strlen(shown) + 10 < sizeof hint)
            used += (size_t)snprintf(hint + used, sizeof hint - used, "%s \"%s\"",
                                     count == 0 ? "" : ",", shown);
        count++;
    }
    cf_text_printable(shown, sizeof shown, word);
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_VIEW_AMBIGUOUS, NULL, hint,
                          "%s: \"%s\" may be any of %d entities", option, shown, count);
    return status == CF_OK ? CF_BAD_OPTION : status;
}

cf_status cf_view_name_entity(int *out, const cf_view *view, const char *option, const char *word,
                              cf_diags *diags)
{
    int count = 0;

    *out = cf_view_find_entity(view, word);
    if (*out >= 0)
        return CF_OK;
    for (int fit = 0; fit < FITS && count == 0; fit++) {
        count = count_named(out, view, word, (enum fit)fit);
        if (count > 1)
            return refuse_ambiguous(view, option, word, (enum fit)fit, diags);
    }
    return count == 1 ? CF_OK : unknown_entity(view, option, word, diags);
}
