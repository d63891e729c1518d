/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads entities and deals row by row, on one thread or several. */
#include "scenario/records.h"

#include <string.h>

#include "base/tasks.h"
#include "scenario/build.h"

/* Rows of a task. Of fewer than two tasks none is worth a thread. */
enum { PART = 4096 };

/* ---- one record ---- */

/* The ids of a record are looked up one by one in tables larger than the caches, so all are
 * prefetched first; its own only where it is added on this thread. */
static void prefetch_ids(const cf_json *node, int map)
{
    static const char *const keys[] = { "id", "payer", "payee" };
    const cf_map *maps = node->reader->store->ids;

    for (int i = node->reader->problem != NULL; i < (map == CF_DEAL_IDS ? 3 : 1); i++) {
        const cf_datum *id = cf_datum_get(node->json, keys[i]);
        const char *text = cf_datum_text(id);

        if (text != NULL && id->entity == 0)
            cf_map_prefetch(&maps[i == 0 ? map : CF_ENTITY_IDS], 0, text, strlen(text));
    }
}

/* `out` is a blank record. */
static void read_record(const cf_json *list, const cf_records *records, size_t index, void *out)
{
    cf_reader *reader = list->reader;
    cf_json node = cf_json_element(list, index, records->fields->what);

    prefetch_ids(&node, records->map);
    reader->names_deals = false;
    cf_fields_read_onto(&node, records->fields, out);
    if (records->check != NULL && cf_datum_is(node.json, CF_DATUM_OBJECT))
        records->check(&node, out);
    if (records->refers != NULL)
        records->refers[index] = reader->names_deals;
}

static const char *id_of(const void *record)
{
    return *(const char *const *)record;
}

static void add_id(const cf_json *list, const cf_records *records, size_t index, const char *text)
{
    cf_json node = cf_json_element_at(list, index, NULL, records->fields->what);
    cf_json id = cf_json_member(&node, "id");

    records->ids[index] = text == NULL ? "" : text;
    *records->in_doubt |= text == NULL;
    if (text != NULL)
        cf_build_add_id(list, index, &id, records->map, text);
}

/* ---- all, on one thread or several ---- */

struct part {
    bool has_problem; /* so what was read of it does not count */
    int unkept, dropped;
};

struct all {
    const cf_json *list;
    const cf_records *records;
    const void *blank;
    char *result;
    struct part *parts; /* by task */
    cf_progress progress;
};

static void *record_at(const struct all *all, size_t index)
{
    return all->result + index * all->records->size;
}

static void tell_progress(const struct all *all, size_t done)
{
    const cf_progress *progress = all->list->reader->progress;
    const cf_progress_state state = { .done = (double)done,
                                      .total = (double)cf_json_size(all->list),
                                      .unit = all->list->key,
                                      .found = -1.0 };

    if (progress != NULL)
        (void)progress->step(progress->payload, &state);
}

static void read_blank_record(const struct all *all, const cf_json *list, size_t index)
{
    void *record = record_at(all, index);

    memcpy(record, all->blank, all->records->size);
    read_record(list, all->records, index, record);
}

/* Rows from..to, with whatever is to be told of them. */
static cf_status read_aloud(const struct all *all, size_t from, size_t to)
{
    cf_reader *reader = all->list->reader;

    for (size_t i = from; i < to && reader->status == CF_OK; i++) {
        read_blank_record(all, all->list, i);
        add_id(all->list, all->records, i, id_of(record_at(all, i)));
    }
    return reader->status;
}

static void read_on_one_thread(const struct all *all, size_t count)
{
    for (size_t i = 0; i < count && all->list->reader->status == CF_OK; i += PART) {
        tell_progress(all, i);
        (void)read_aloud(all, i, count - i < PART ? count : i + PART);
    }
}

/* ---- on several threads ---- */

struct bench {
    cf_json list;
    cf_reader reader;
    cf_arena arena; /* of what the records point to; goes to the scenario in the end */
    bool has_problem;
};

static size_t end_of(const struct all *all, int task)
{
    size_t end = ((size_t)task + 1) * PART, count = cf_json_size(all->list);

    return end < count ? end : count;
}

static cf_status open_bench(cf_worker *worker)
{
    const struct all *all = worker->job->payload;
    struct bench *bench = worker->bench;
    cf_rows *rows = all->list->rows;

    bench->reader = *all->list->reader;
    bench->reader.arena = &bench->arena;
    bench->reader.problem = &bench->has_problem;
    bench->reader.comparisons = 0;
    bench->list = *all->list;
    bench->list.reader = &bench->reader;
    bench->list.rows = rows->fork(rows, &bench->has_problem);
    return bench->list.rows == NULL ? CF_NO_MEMORY : CF_OK;
}

static void close_bench(cf_worker *worker)
{
    const struct all *all = worker->job->payload;
    struct bench *bench = worker->bench;
    cf_rows *rows = all->list->rows;

    if (bench->list.rows != NULL)
        rows->join(rows, bench->list.rows);
    cf_arena_adopt(all->list->reader->arena, &bench->arena);
}

static cf_status read_silently(cf_worker *worker, int task)
{
    const struct all *all = worker->job->payload;
    struct bench *bench = worker->bench;
    cf_reader *reader = &bench->reader;
    struct part *part = &all->parts[task];

    bench->has_problem = false;
    reader->unkept = reader->dropped_count = 0;
    for (size_t i = (size_t)task * PART; i < end_of(all, task) && !bench->has_problem; i++)
        read_blank_record(all, &bench->list, i);
    if (bench->list.rows->keep != NULL)
        bench->list.rows->keep(bench->list.rows, !bench->has_problem);
    *part = (struct part){ bench->has_problem, reader->unkept, reader->dropped_count };
    worker->result = part;
    return reader->status;
}

/* The ids of a part without problems. */
static cf_status add_ids(const struct all *all, size_t from, size_t to)
{
    enum { AHEAD = 8 };
    cf_reader *reader = all->list->reader;
    const cf_map *ids = &reader->store->ids[all->records->map];

    for (size_t i = from; i < to && reader->status == CF_OK; i++) {
        const char *next = i + AHEAD < to ? id_of(record_at(all, i + AHEAD)) : NULL;

        if (next != NULL)
            cf_map_prefetch(ids, 0, next, strlen(next));
        add_id(all->list, all->records, i, id_of(record_at(all, i)));
    }
    return reader->status;
}

static cf_status take_part(const cf_job *job, int task, void *result)
{
    const struct all *all = job->payload;
    const struct part *part = result;
    cf_reader *reader = all->list->reader;
    cf_rows *rows = all->list->rows;
    size_t from = (size_t)task * PART, to = end_of(all, task);

    if (part->has_problem)
        return read_aloud(all, from, to);
    reader->unkept += part->unkept;
    reader->dropped_count += part->dropped;
    if (rows->pass != NULL)
        rows->pass(rows, (int)to);
    return add_ids(all, from, to);
}

static void keep_part(void *result)
{
    (void)result;
}

static bool step(void *payload, const cf_progress_state *state)
{
    const struct all *all = payload;
    size_t done = (size_t)state->done * PART, count = cf_json_size(all->list);

    tell_progress(all, done < count ? done : count);
    return true;
}

static void read_on_threads(struct all *all, int tasks)
{
    cf_reader *reader = all->list->reader;
    const cf_job job = { .task_count = tasks,
                         .threads = reader->threads,
                         .progress = &all->progress,
                         .bench_size = sizeof(struct bench),
                         .open = open_bench,
                         .run = read_silently,
                         .take = take_part,
                         .free_result = keep_part,
                         .close = close_bench,
                         .payload = all };
    bool complete;
    cf_status status = cf_tasks_run(&job, &complete);

    if (reader->status == CF_OK)
        reader->status = status;
}

void *cf_records_read(const cf_json *list, const cf_records *records)
{
    cf_reader *reader = list->reader;
    size_t count = cf_json_size(list), tasks = (count + PART - 1) / PART;
    bool shares = tasks > 1 && list->rows->fork != NULL && cf_tasks_threads(reader->threads) > 1;
    void *blank = cf_reader_new(reader, 1, records->size);
    const cf_json nothing = { .reader = reader, .what = records->fields->what };
    struct all all = { .list = list,
                       .records = records,
                       .blank = blank,
                       .result = cf_reader_new(reader, count, records->size),
                       .parts = cf_reader_new(reader, shares ? tasks : 0, sizeof *all.parts),
                       .progress = { .step = step } };

    all.progress.payload = &all;
    if (reader->status == CF_OK)
        cf_fields_read(&nothing, records->fields, blank);
    if (reader->status == CF_OK && shares)
        read_on_threads(&all, (int)tasks);
    else
        read_on_one_thread(&all, count);
    return all.result;
}
