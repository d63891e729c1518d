/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems of the files that are read: counted by kind, kept up to a number, sorted by file and
 * place. */
#include "base/diags.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    cf_map_free(&diags->kind_names);
    free(diags->kinds.at);
    free(diags->entries);
    free(diags->text);
    free(diags);
}

int cf_diags_count(const cf_diags *diags)
{
    return diags == NULL ? 0 : diags->count;
}

const cf_diag *cf_diags_at(const cf_diags *diags, int index)
{
    assert(index >= 0 && index < diags->count);
    return &diags->entries[index].diag;
}

int cf_diags_total(const cf_diags *diags, cf_severity severity)
{
    return diags == NULL ? 0 : diags->total[severity];
}

int cf_diags_of_kind(const cf_diags *diags, const cf_diag *diag)
{
    return diags->kinds.at[diag->kind].count;
}

/* ---- kinds ---- */

enum { NAME_SIZE = 512 };

/* A place with # for its numbers: /deals/#/amount. */
static void put_pattern(char *out, size_t size, const char *place)
{
    size_t used = 0;

    while (*place != '\0' && used + 1 < size) {
        size_t digits = strspn(place, "0123456789");

        out[used++] = digits > 0 ? '#' : *place;
        place += digits > 0 ? digits : 1;
    }
    out[used] = '\0';
}

/* A pointer into JSON tells the file of a spreadsheet by itself; `part` may be that of another. */
static void name_kind(char out[static NAME_SIZE], const cf_diags *diags, const cf_problem *problem,
                      const char *format, va_list args)
{
    const char *place = problem->pointer;
    bool is_pointer = place != NULL && place[0] == '/';
    char pattern[NAME_SIZE / 4] = "", message[NAME_SIZE / 4] = "";
    va_list again;

    if (place != NULL) {
        put_pattern(pattern, sizeof pattern, place);
    } else {
        va_copy(again, args);
        vsnprintf(message, sizeof message, format, again);
        va_end(again);
    }
    snprintf(out, NAME_SIZE, "%d %d %d %d %s %.100s %s", (int)problem->severity, problem->code,
             diags->files, is_pointer ? 0 : diags->part, pattern,
             problem->same == NULL ? "" : problem->same, message);
}

/* The kind of this name, which may be a new one; -1 when memory ran out. */
static int kind_by_name(cf_diags *diags, const char *name)
{
    size_t length = strlen(name);
    int kind = cf_map_find(&diags->kind_names, 0, name, length);
    const char *copy;

    if (kind >= 0)
        return kind;
    copy = cf_arena_copy(&diags->arena, name, length);
    if (copy == NULL || !cf_vec_push(&diags->kinds, (cf_diags_kind){ 0 }))
        return -1;
    kind = diags->kinds.count - 1;
    if (cf_map_add(&diags->kind_names, 0, copy, length, kind) == CF_OK)
        return kind;
    diags->kinds.count--;
    return -1;
}

/* The index of its kind, or -1 when memory ran out. */
static int find_kind(cf_diags *diags, const cf_problem *problem, const char *format, va_list args)
{
    char name[NAME_SIZE];
    int kind;

    name_kind(name, diags, problem, format, args);
    kind = cf_map_find(&diags->kind_names, 0, name, strlen(name));
    if (kind >= 0 || diags->kinds.count < CF_DIAGS_KINDS)
        return kind >= 0 ? kind : kind_by_name(diags, name);
    snprintf(name, sizeof name, "%d %d", (int)problem->severity, problem->code);
    return kind_by_name(diags, name);
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
    int kind;

    if (place != NULL)
        *place = NULL;
    if (diags == NULL)
        return CF_OK;
    kind = find_kind(diags, problem, format, args);
    if (kind < 0)
        return CF_NO_MEMORY;
    if (diags->kept[problem->severity] >= CF_DIAGS_KEPT &&
        diags->kinds.at[kind].kept >= CF_DIAGS_KEPT_OF_KIND) {
        diags->kinds.at[kind].count++;
        diags->total[problem->severity]++;
        return CF_OK;
    }
    diags->entries =
        cf_vec_grow(diags->entries, &diags->room, diags->count + 1L, sizeof *diags->entries);
    if (diags->count == diags->room)
        return CF_NO_MEMORY;
    entry = &diags->entries[diags->count];
    *entry = (cf_diags_entry){
        .at_key = problem->at_key, .part = diags->part, .run = diags->run, .order = diags->count
    };
    entry->diag.severity = problem->severity;
    entry->diag.code = (int)problem->code;
    entry->diag.kind = kind;
    entry->diag.message = cf_arena_format(&diags->arena, format, args);
    where = &entry->diag.where;
    where->file = diags->file;
    if (entry->diag.message == NULL || copy(diags, &where->pointer, problem->pointer) != CF_OK ||
        copy(diags, &entry->other, problem->other) != CF_OK ||
        copy(diags, &entry->diag.hint, problem->hint) != CF_OK ||
        copy(diags, &entry->diag.of, problem->of) != CF_OK ||
        copy(diags, &entry->diag.value, problem->value) != CF_OK ||
        copy(diags, &entry->diag.expected, problem->expected) != CF_OK)
        return CF_NO_MEMORY;
    diags->count++;
    diags->kinds.at[kind].count++;
    diags->kinds.at[kind].kept++;
    diags->kept[problem->severity]++;
    diags->total[problem->severity]++;
    if (place != NULL)
        *place = where;
    return CF_OK;
}

cf_status cf_diags_add(cf_diags *diags, cf_severity severity, cf_code code, const char *pointer,
                       const char *hint, const char *format, ...)
{
    cf_problem problem = { .severity = severity, .code = code, .pointer = pointer, .hint = hint };
    cf_status status;
    va_list args;

    va_start(args, format);
    status = cf_diags_report(diags, NULL, &problem, format, args);
    va_end(args);
    return status;
}

/* ---- one analysis ---- */

void cf_diags_begin_run(cf_diags *diags)
{
    if (diags != NULL)
        diags->run = ++diags->runs;
}

void cf_diags_end_run(cf_diags *diags)
{
    if (diags != NULL)
        diags->run = 0;
}

bool cf_diags_is_of_reading(const cf_diags *diags, int index)
{
    return diags->entries[index].run == 0;
}

bool cf_diags_is_of_run(const cf_diags *diags, int index)
{
    int run = diags->entries[index].run;

    return run == 0 || run == diags->run;
}

/* ---- one file ---- */

cf_status cf_diags_open(cf_diags *diags, const char *file)
{
    if (diags == NULL)
        return CF_OK;
    diags->opened = diags->count;
    diags->files++;
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
