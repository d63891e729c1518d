/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems of the files that are read: kept up to a number, sorted by file and place, counted
 * beyond. */
#include "base/diags.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

const char *cf_status_text(cf_status status)
{
    static const char *const texts[CF_STATUS_COUNT] = {
        [CF_OK] = "done",
        [CF_NO_MEMORY] = "out of memory",
        [CF_IO] = "a file cannot be opened, read or written",
        [CF_BAD_SYNTAX] = "the text is not JSON",
        [CF_BAD_INPUT] = "the file is not a usable scenario",
        [CF_BAD_OPTION] = "an option does not fit the scenario",
        [CF_SOLVER] = "a solver refused the call: a bug in circfin",
    };
    int number = (int)status;

    return number >= 0 && number < CF_STATUS_COUNT ? texts[number] : "unknown status";
}

cf_status cf_diags_new(cf_diags **out)
{
    *out = calloc(1, sizeof **out);
    return *out == NULL ? CF_NO_MEMORY : CF_OK;
}

void cf_diags_free(cf_diags *diags)
{
    if (diags == NULL)
        return;
    cf_arena_free(&diags->arena);
    free(diags->entries);
    free(diags);
}

int cf_diags_count(const cf_diags *diags)
{
    return diags->count;
}

const cf_diag *cf_diags_at(const cf_diags *diags, int index)
{
    assert(index >= 0 && index < diags->count);
    return &diags->entries[index].diag;
}

int cf_diags_total(const cf_diags *diags, cf_severity severity)
{
    return diags->total[severity];
}

/* ---- adding ---- */

static cf_status copy(cf_diags *diags, const char **out, const char *text)
{
    *out = text == NULL ? NULL : cf_arena_copy(&diags->arena, text, strlen(text));
    return text != NULL && *out == NULL ? CF_NO_MEMORY : CF_OK;
}

cf_status cf_diags_report(cf_diags *diags, cf_where **place, const cf_problem *problem,
                          const char *format, va_list args)
{
    cf_diags_entry *entry;
    cf_where *where;

    if (place != NULL)
        *place = NULL;
    if (diags == NULL)
        return CF_OK;
    if (diags->kept[problem->severity] >= CF_DIAGS_KEPT) {
        diags->total[problem->severity]++;
        return CF_OK;
    }
    diags->entries =
        cf_vec_grow(diags->entries, &diags->room, diags->count + 1L, sizeof *diags->entries);
    if (diags->count == diags->room)
        return CF_NO_MEMORY;
    entry = &diags->entries[diags->count];
    *entry =
        (cf_diags_entry){ .at_key = problem->at_key, .part = diags->part, .order = diags->count };
    entry->diag.severity = problem->severity;
    entry->diag.code = problem->code;
    entry->diag.message = cf_arena_format(&diags->arena, format, args);
    where = &entry->diag.where;
    where->file = diags->file;
    if (entry->diag.message == NULL || copy(diags, &where->pointer, problem->pointer) != CF_OK ||
        copy(diags, &entry->other, problem->other) != CF_OK ||
        copy(diags, &entry->diag.hint, problem->hint) != CF_OK)
        return CF_NO_MEMORY;
    diags->count++;
    diags->kept[problem->severity]++;
    diags->total[problem->severity]++;
    if (place != NULL)
        *place = where;
    return CF_OK;
}

cf_status cf_diags_add(cf_diags *diags, cf_severity severity, int code, const char *pointer,
                       const char *hint, const char *format, ...)
{
    cf_problem problem = { severity, code, pointer, false, NULL, hint };
    cf_status status;
    va_list args;

    va_start(args, format);
    status = cf_diags_report(diags, NULL, &problem, format, args);
    va_end(args);
    return status;
}

/* ---- one file ---- */

cf_status cf_diags_open(cf_diags *diags, const char *file)
{
    if (diags == NULL)
        return CF_OK;
    diags->opened = diags->count;
    return cf_diags_turn(diags, file, 0);
}

cf_status cf_diags_turn(cf_diags *diags, const char *file, int part)
{
    if (diags == NULL)
        return CF_OK;
    diags->part = part;
    return copy(diags, &diags->file, file);
}

static int by_number(int a, int b)
{
    return (a > b) - (a < b);
}

static int by_place(const void *left, const void *right)
{
    const cf_diags_entry *a = left;
    const cf_diags_entry *b = right;
    int order = by_number(a->part, b->part);

    if (order == 0)
        order = by_number(a->diag.where.line, b->diag.where.line);
    if (order == 0)
        order = by_number(a->diag.where.column, b->diag.where.column);
    return order != 0 ? order : by_number(a->order, b->order);
}

void cf_diags_close(cf_diags *diags)
{
    if (diags == NULL)
        return;
    if (diags->count - diags->opened > 1)
        qsort(diags->entries + diags->opened, (size_t)(diags->count - diags->opened),
              sizeof *diags->entries, by_place);
    diags->file = NULL;
    diags->opened = diags->count;
}
