/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payers and payees of a spreadsheet, by id or name; those that only deals name become entities. */
#include "scenario/sheet_entities.h"

#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "base/tasks.h"
#include "circfin/text.h"
#include "scenario/cells.h"
#include "scenario/sheet_fork.h"
#include "scenario/sheet_rows.h"
#include "scenario/sheet_skip.h"

enum { IDS, NAMES, ALIASES }; /* spaces of the map */

/* One more entity; of a doubled id the first counts, and the reader reports it. */
static cf_status add_entity(cf_sheet_entities *named, const char *id, int row, int column)
{
    const char *copy = cf_arena_copy(&named->arena, id, strlen(id));

    if (copy == NULL || !cf_vec_push(&named->ids, copy) ||
        !cf_vec_push(&named->list, (cf_sheet_entity){ copy, row, column }))
        return CF_NO_MEMORY;
    named->rows.count++;
    if (*copy == '\0' || cf_map_find(&named->words, IDS, copy, strlen(copy)) >= 0)
        return CF_OK;
    return cf_map_add(&named->words, IDS, copy, strlen(copy), named->rows.count - 1);
}

/* ---- the file of entities ---- */

static cf_status add_name(cf_sheet_entities *named, const char *name, int entity)
{
    const char *copy;
    int other = cf_map_find(&named->words, NAMES, name, strlen(name));

    if (other >= 0) {
        named->shared_name[other] = true;
        return CF_OK;
    }
    copy = cf_arena_copy(&named->arena, name, strlen(name));
    if (copy == NULL)
        return CF_NO_MEMORY;
    return cf_map_add(&named->words, NAMES, copy, strlen(copy), entity);
}

/* The aliases of a cell, joined by ; of those of two entities the first counts, and the reader
 * reports the other. */
static cf_status add_aliases(cf_sheet_entities *named, const char *text, int entity)
{
    char *copy = text == NULL ? NULL : cf_arena_copy(&named->arena, text, strlen(text));
    cf_cell_flaw flaw;
    const cf_datum *list;
    int found;

    if (text == NULL)
        return CF_OK;
    if (copy == NULL)
        return CF_NO_MEMORY;
    list = cf_cell_value(&named->arena, CF_CELL_LIST, copy, '\0', &flaw);
    if (list == NULL)
        return CF_NO_MEMORY;
    for (const cf_datum *at = cf_datum_first(list); at != NULL; at = at->next)
        if (cf_map_put(&named->words, ALIASES, at->text, strlen(at->text), entity, &found) != CF_OK)
            return CF_NO_MEMORY;
    return CF_OK;
}

static cf_status add_known(cf_sheet_entities *named)
{
    cf_sheet *sheet = named->entities;
    int name = cf_sheet_column(sheet, "name");
    int id = sheet->ids_are_names ? name : cf_sheet_column(sheet, "id");
    int aliases = cf_sheet_column(sheet, "aliases");
    cf_status status = CF_OK;

    named->shared_name = calloc((size_t)sheet->rows.count + 1, sizeof(bool));
    if (named->shared_name == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < sheet->rows.count && status == CF_OK; i++) {
        const char *text;

        if (!cf_sheet_seek(sheet, i))
            return CF_NO_MEMORY;
        text = cf_sheet_text(sheet, id);
        status = add_entity(named, text == NULL ? "" : text, -1, -1);
        text = name < 0 ? NULL : cf_sheet_text(sheet, name);
        if (status == CF_OK && text != NULL)
            status = add_name(named, text, i);
        if (status == CF_OK && aliases >= 0)
            status = add_aliases(named, cf_sheet_text(sheet, aliases), i);
    }
    return status;
}

/* ---- the file of deals ---- */

/* Index of an entity by its id, name or alias, or -1. */
static int find_entity(const cf_sheet_entities *named, const char *word)
{
    int found = cf_map_find(&named->words, IDS, word, strlen(word));

    if (found < 0) {
        found = cf_map_find(&named->words, NAMES, word, strlen(word));
        if (found >= 0 && named->shared_name[found])
            found = -1;
    }
    if (found < 0)
        found = cf_map_find(&named->words, ALIASES, word, strlen(word));
    return found;
}

/* *party gets the entity that a cell names, which is added where it is unknown. */
static cf_status find_party(cf_sheet_entities *named, const char *word, int row, int column,
                            int *party)
{
    *party = word == NULL ? -1 : find_entity(named, word);
    if (word == NULL || named->deals->row_list.at[row].broken || *party >= 0)
        return CF_OK;
    *party = named->rows.count;
    return add_entity(named, word, row, column);
}

static void find_party_columns(cf_sheet_entities *named)
{
    int count = 0;

    for (int i = 0; i < cf_deal_fields.count && count < CF_MOST_PARTIES; i++)
        if (cf_deal_fields.rows[i].kind == CF_FIELD_ENTITY)
            named->columns[count++] = cf_sheet_column(named->deals, cf_deal_fields.rows[i].key);
}

/* Rows of a task: their words are found on several threads and looked up in order. */
enum { PART = 4096 };

struct words {
    cf_arena texts;
    const char *at[PART][CF_MOST_PARTIES]; /* NULL: an empty cell */
};

struct bench {
    cf_sheet *deals;  /* a fork */
    bool has_problem; /* never: no cell is read here */
};

static int end_of(const cf_sheet_entities *named, int task)
{
    int count = named->deals->rows.count, from = task * PART;

    return count - from < PART ? count : from + PART;
}

static cf_status read_words(struct words *words, const cf_sheet_entities *named, cf_sheet *deals,
                            int task)
{
    int width = 1 + (named->columns[0] > named->columns[1] ? named->columns[0] : named->columns[1]);

    for (int row = task * PART; row < end_of(named, task); row++) {
        if (!cf_sheet_seek_part(deals, row, width))
            return CF_NO_MEMORY;
        for (int c = 0; c < CF_MOST_PARTIES; c++) {
            const char *word = cf_sheet_text(deals, named->columns[c]);

            words->at[row % PART][c] =
                word == NULL ? NULL : cf_arena_copy(&words->texts, word, strlen(word));
        }
    }
    return words->texts.failed ? CF_NO_MEMORY : CF_OK;
}

static cf_status open_bench(cf_worker *worker)
{
    const cf_sheet_entities *named = worker->job->payload;
    struct bench *bench = worker->bench;

    bench->deals = (cf_sheet *)cf_sheet_fork(&named->deals->rows, &bench->has_problem);
    return bench->deals == NULL ? CF_NO_MEMORY : CF_OK;
}

static void close_bench(cf_worker *worker)
{
    const cf_sheet_entities *named = worker->job->payload;
    struct bench *bench = worker->bench;

    if (bench->deals != NULL)
        cf_sheet_join(&named->deals->rows, &bench->deals->rows);
}

static cf_status find_words(cf_worker *worker, int task)
{
    struct bench *bench = worker->bench;
    struct words *words = calloc(1, sizeof *words);

    worker->result = words;
    return words == NULL ? CF_NO_MEMORY
                         : read_words(words, worker->job->payload, bench->deals, task);
}

static void free_words(void *result)
{
    struct words *words = result;

    if (words != NULL)
        cf_arena_free(&words->texts);
    free(words);
}

/* The table of words is larger than the caches, so the parts that the next words need are
 * prefetched. */
static void prefetch_row(const cf_sheet_entities *named, const struct words *words, int row)
{
    for (int c = 0; c < CF_MOST_PARTIES; c++)
        if (words->at[row][c] != NULL)
            cf_map_prefetch(&named->words, IDS, words->at[row][c], strlen(words->at[row][c]));
}

static cf_status find_parties(const cf_job *job, int task, void *result)
{
    enum { AHEAD = 32 };
    cf_sheet_entities *named = job->payload;
    const struct words *words = result;
    int from = task * PART, end = end_of(named, task);
    cf_status status = CF_OK;

    for (int row = from; row < end && row < from + AHEAD; row++)
        prefetch_row(named, words, row - from);
    for (int row = from; row < end; row++) {
        if (row + AHEAD < end)
            prefetch_row(named, words, row + AHEAD - from);
        for (int c = 0; c < CF_MOST_PARTIES && status == CF_OK; c++)
            status = find_party(named, words->at[row - from][c], row, named->columns[c],
                                &named->parties[(size_t)row * CF_MOST_PARTIES + (size_t)c]);
    }
    return status;
}

static cf_status find_all_parties(cf_sheet_entities *named)
{
    cf_sheet *deals = named->deals;
    const cf_job job = { .task_count = (int)(((long)deals->rows.count + PART - 1) / PART),
                         .threads = named->threads,
                         .bench_size = sizeof(struct bench),
                         .open = open_bench,
                         .run = find_words,
                         .take = find_parties,
                         .free_result = free_words,
                         .close = close_bench,
                         .payload = named };
    bool complete;
    cf_status status;

    find_party_columns(named);
    named->parties =
        malloc(((size_t)deals->rows.count * CF_MOST_PARTIES + 1) * sizeof *named->parties);
    if (named->parties == NULL)
        return CF_NO_MEMORY;
    status = cf_tasks_run(&job, &complete);
    cf_cursor_start(&deals->cursor, deals->csv.text, deals->csv.size);
    return status;
}

/* ---- telling which were added ---- */

/* A known id that is nearly the first added one that has any such. */
static cf_shown suggest_entity(const cf_sheet_entities *named, int known)
{
    int left = known == 0 ? 0 : 10000000 / known; /* comparisons of words */

    for (int i = known; i < named->rows.count && left-- > 0; i++) {
        const char *word = named->list.at[i].id;
        const char *near = cf_text_nearest(word, named->ids.at, (size_t)known);

        if (near != NULL && named->rows.count == known + 1)
            return cf_show_hint("did you mean \"%s\"?", near);
        if (near != NULL)
            return cf_show_hint("did you mean \"%s\" by \"%s\"?", near, word);
    }
    return (cf_shown){ "" };
}

struct names {
    char text[600];
};

/* "a", "b", "c" and 4 more */
static struct names show_names(const cf_sheet_entities *named, int first)
{
    enum { MOST = 5 };
    int count = named->rows.count - first, shown = count <= MOST + 1 ? count : MOST;
    struct names names = { "" };
    size_t used = 0;

    for (int i = 0; i < shown; i++)
        used += (size_t)snprintf(names.text + used, sizeof names.text - used, "%s%s",
                                 i == 0           ? ""
                                 : i + 1 == count ? " and "
                                                  : ", ",
                                 cf_show_text(named->list.at[first + i].id).text);
    if (shown < count)
        snprintf(names.text + used, sizeof names.text - used, " and %d more", count - shown);
    return names;
}

/* Beside a file of entities, at the first of them. */
static cf_status report_added(const cf_sheet_entities *named, int known)
{
    cf_sheet *deals = named->deals;
    const cf_sheet_entity *first = &named->list.at[known];
    int count = named->rows.count - known;
    cf_shown hint = suggest_entity(named, known);
    const char *way_out = hint.text[0] == '\0' ? NULL : hint.text;

    if (!cf_sheet_seek(deals, first->row))
        return CF_NO_MEMORY;
    const cf_csv_cell *cell = &deals->csv.cells[first->column];
    cf_sheet_spot spot = { cell->from, cell->to, deals->row_list.at[first->row].number,
                           deals->uses[first->column].name };

    if (count == 1)
        return cf_sheet_report(deals, CF_WARNING, CF_CODE_ENTITY_ADDED, &spot, way_out,
                               "%s is not in the list of entities, so it is added",
                               cf_show_text(first->id).text);
    return cf_sheet_report(deals, CF_WARNING, CF_CODE_ENTITY_ADDED, &spot, way_out,
                           "%d payers and payees are not in the list of entities, so they are "
                           "added: %s",
                           count, show_names(named, known).text);
}

/* Those that only deals name are told once. */
static cf_status report_all_added(const cf_sheet_entities *named)
{
    int known = named->entities == NULL ? 0 : named->entities->rows.count;
    cf_sheet *deals = named->deals;
    cf_status status;

    if (named->rows.count == known)
        return CF_OK;
    if (named->entities == NULL)
        return cf_diags_add(deals->diags, CF_WARNING, CF_CODE_ENTITY_ADDED, NULL, NULL,
                            "there is no list of entities, so the %d named in deals are added: %s",
                            named->rows.count, show_names(named, 0).text);
    status = report_added(named, known);
    cf_cursor_start(&deals->cursor, deals->csv.text, deals->csv.size);
    return status;
}

/* ---- rows ---- */

static int entity_for(const cf_sheet *deals, int row, int column)
{
    const cf_sheet_entities *named = deals->context;

    for (int c = 0; c < CF_MOST_PARTIES; c++)
        if (named->columns[c] == column)
            return named->parties[(size_t)row * CF_MOST_PARTIES + (size_t)c];
    return -1;
}

static const cf_datum *entity_row(cf_rows *rows, int index)
{
    static const char *const keys[CF_MOST_KEYS] = { "id" };
    cf_sheet_entities *named = (cf_sheet_entities *)rows;
    const cf_datum id = { .kind = CF_DATUM_TEXT, .text = named->list.at[index].id };
    cf_datum *row;

    if (named->list.at[index].row < 0)
        return cf_sheet_json(&named->entities->rows, index);
    cf_arena_clear(&named->row_arena);
    row = cf_datum_new(&named->row_arena, CF_DATUM_OBJECT);
    return row != NULL && cf_datum_put(&named->row_arena, row, keys, &id) ? row : NULL;
}

/* ---- rows for several threads ---- */

static cf_rows *fork_entities(const cf_rows *rows, bool *problem)
{
    const cf_sheet_entities *named = (const cf_sheet_entities *)rows;
    cf_sheet_entities *fork = malloc(sizeof *fork);

    if (fork == NULL)
        return NULL;
    *fork = *named;
    fork->row_arena = (cf_arena){ .last = NULL };
    if (named->entities != NULL)
        fork->entities = (cf_sheet *)cf_sheet_fork(&named->entities->rows, problem);
    if (named->entities == NULL || fork->entities != NULL)
        return &fork->rows;
    free(fork);
    return NULL;
}

static void keep_entities(cf_rows *fork, bool keep)
{
    cf_sheet_entities *named = (cf_sheet_entities *)fork;

    if (named->entities != NULL)
        cf_sheet_keep(&named->entities->rows, keep);
}

static void join_entities(cf_rows *rows, cf_rows *fork)
{
    cf_sheet_entities *named = (cf_sheet_entities *)rows, *other = (cf_sheet_entities *)fork;

    if (named->entities != NULL)
        cf_sheet_join(&named->entities->rows, &other->entities->rows);
    cf_arena_free(&other->row_arena);
    free(other);
}

static void pass_entities(cf_rows *rows, int end)
{
    cf_sheet_entities *named = (cf_sheet_entities *)rows;

    if (named->entities != NULL)
        cf_sheet_pass(&named->entities->rows,
                      end < named->entities->rows.count ? end : named->entities->rows.count);
}

/* ---- errors that leave rows out ---- */

static cf_status note_fault(cf_rows *rows, int index, cf_code code, const char *message)
{
    cf_sheet_entities *named = (cf_sheet_entities *)rows;

    if (named->list.at[index].row < 0)
        return cf_sheet_note_row(&named->entities->rows, index, code, message);
    if (named->faults == NULL)
        named->faults =
            cf_arena_new(&named->arena, (size_t)named->rows.count, sizeof *named->faults);
    if (named->faults == NULL)
        return CF_NO_MEMORY;
    named->fault_code = code;
    named->faults[index] = cf_arena_copy(&named->arena, message, strlen(message));
    return named->faults[index] == NULL ? CF_NO_MEMORY : CF_OK;
}

void cf_sheet_entities_skip(cf_sheet_entities *named)
{
    named->rows.note = note_fault;
}

static cf_status note_deal(cf_sheet_entities *named, int row, int entity)
{
    if (entity < 0 || named->faults[entity] == NULL)
        return CF_OK;
    return cf_sheet_note_row(&named->deals->rows, row, named->fault_code, named->faults[entity]);
}

cf_status cf_sheet_entities_note_deals(cf_sheet_entities *named)
{
    size_t count = (size_t)named->deals->rows.count * CF_MOST_PARTIES;
    cf_status status = CF_OK;

    for (size_t i = 0; named->faults != NULL && i < count && status == CF_OK; i++)
        status = note_deal(named, (int)(i / CF_MOST_PARTIES), named->parties[i]);
    return status;
}

/* ---- the whole ---- */

cf_status cf_sheet_entities_find(cf_sheet_entities *out, cf_sheet *entities, cf_sheet *deals,
                                 int threads)
{
    cf_status status = CF_OK;

    *out = (cf_sheet_entities){ .rows = { .at = entity_row,
                                          .fork = fork_entities,
                                          .keep = keep_entities,
                                          .join = join_entities,
                                          .pass = pass_entities },
                                .threads = threads,
                                .entities = entities,
                                .deals = deals };
    if (entities != NULL)
        status = add_known(out);
    if (status == CF_OK)
        status = cf_sheet_turn(deals);
    if (status == CF_OK)
        status = find_all_parties(out);
    if (status == CF_OK)
        status = report_all_added(out);
    if (status == CF_OK)
        deals->entity = entity_for;
    deals->context = out;
    return status;
}

void cf_sheet_entities_free(cf_sheet_entities *named)
{
    cf_arena_free(&named->row_arena);
    cf_map_free(&named->words);
    cf_arena_free(&named->arena);
    free(named->list.at);
    free(named->ids.at);
    free(named->parties);
    free(named->shared_name);
    *named = (cf_sheet_entities){ .entities = NULL };
}
