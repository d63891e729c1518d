/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the elements of the two long lists of a scenario by scanning its text, and reads each when
 * it is asked for. */
#include "scenario/json_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scenario/datum_read.h"
#include "scenario/scan.h"

/* ---- elements ---- */

static const cf_datum *element_at(cf_rows *rows, int index)
{
    cf_json_list *list = (cf_json_list *)rows;
    const cf_json_place *place = &list->places.at[index];

    cf_arena_clear(&list->arena);
    return cf_datum_read(&list->arena, list->text + place->from, place->size, list->doubled);
}

static void start_list(cf_json_list *list, const char *text, bool *doubled);

/* A key that an object has twice is the only problem of an element. */
static cf_rows *fork_list(const cf_rows *rows, bool *problem)
{
    const cf_json_list *list = (const cf_json_list *)rows;
    cf_json_list *fork = malloc(sizeof *fork);

    if (fork == NULL)
        return NULL;
    start_list(fork, list->text, problem);
    fork->places = list->places;
    fork->rows.count = list->rows.count;
    return &fork->rows;
}

static void join_list(cf_rows *rows, cf_rows *fork)
{
    cf_json_list *list = (cf_json_list *)fork;

    (void)rows;
    cf_arena_free(&list->arena);
    free(list);
}

static void start_list(cf_json_list *list, const char *text, bool *doubled)
{
    *list = (cf_json_list){ .rows = { .at = element_at, .fork = fork_list, .join = join_list },
                            .text = text,
                            .doubled = doubled };
}

/* ---- the scan ---- */

struct search {
    cf_json_rows *rows;
    cf_scan scan;
    cf_json_list *next; /* the list whose key was read last at the top, or NULL */
    cf_json_list *open; /* the list that the scan is in, or NULL */
    size_t element;     /* where its element began */
    cf_status status;
};

bool cf_json_is_overflow(const cf_scan *scan)
{
    enum { SAFE_DIGITS = 300 };
    const char *text = scan->text + scan->start;
    size_t size = scan->end - scan->start;
    double value;

    if (text[0] != '-' && (text[0] < '0' || text[0] > '9'))
        return false;
    if (size < SAFE_DIGITS && memchr(text, 'e', size) == NULL && memchr(text, 'E', size) == NULL)
        return false;
    return !cf_text_read_decimal(&value, text, size);
}

static void read_key(struct search *search)
{
    const cf_scan *scan = &search->scan;
    char key[64];
    size_t length;

    search->next = NULL;
    if (scan->end - scan->start > sizeof key)
        return;
    length = cf_scan_decode(scan->text + scan->start, scan->end - scan->start, key);
    if (length == strlen("deals") && memcmp(key, "deals", length) == 0)
        search->next = &search->rows->deals;
    else if (length == strlen("entities") && memcmp(key, "entities", length) == 0)
        search->next = &search->rows->entities;
    if (search->next != NULL) {
        search->next->from = search->next->to = 0;
        search->next->places.count = 0;
    }
}

static void add_element(struct search *search)
{
    cf_json_place place = { (unsigned)search->element,
                            (unsigned)(search->scan.end - search->element) };

    if (!cf_vec_push(&search->open->places, place))
        search->status = CF_NO_MEMORY;
}

/* A bracket opened; `depth` counts it. */
static void open_bracket(struct search *search, int depth)
{
    const cf_scan *scan = &search->scan;

    if (depth == 2 && search->next != NULL && !cf_scan_is_in_object(scan)) {
        search->open = search->next;
        search->open->from = scan->start;
    }
    if (depth == 3)
        search->element = scan->start;
}

static void close_bracket(struct search *search, int depth)
{
    if (search->open == NULL)
        return;
    if (depth == 2)
        add_element(search);
    if (depth > 1)
        return;
    search->open->to = search->scan.end;
    search->open = NULL;
}

static void read_scalar(struct search *search)
{
    if (search->open == NULL || search->scan.depth != 2)
        return;
    search->element = search->scan.start;
    add_element(search);
}

/* False where the text is not usable. */
static bool search_lists(struct search *search)
{
    while (search->status == CF_OK) {
        cf_scan_event event = cf_scan_next(&search->scan);
        int depth = search->scan.depth;

        if (event == CF_SCAN_END)
            return true;
        search->rows->overflow = event == CF_SCAN_SCALAR && cf_json_is_overflow(&search->scan);
        if (event == CF_SCAN_FLAW || search->rows->overflow)
            break;
        if (event == CF_SCAN_KEY && depth == 1)
            read_key(search);
        else if (event == CF_SCAN_OPEN)
            open_bracket(search, depth);
        else if (event == CF_SCAN_CLOSE)
            close_bracket(search, depth);
        else if (event == CF_SCAN_SCALAR)
            read_scalar(search);
    }
    search->rows->flaw = search->scan.start;
    return false;
}

/* ---- the frame ---- */

static size_t append(char *out, size_t used, const char *text, size_t length)
{
    memcpy(out + used, text, length);
    return used + length;
}

/* The text with both lists empty. */
static cf_status make_frame(cf_json_rows *rows, const char *text, size_t size)
{
    cf_json_list *first = &rows->entities, *second = &rows->deals;
    cf_json_list *lists[] = { first, second };
    size_t at = 0, used = 0;

    if (first->from > second->from) {
        lists[0] = second;
        lists[1] = first;
    }
    rows->frame = malloc(size - (first->to - first->from) - (second->to - second->from) +
                         2 * strlen("[]") + 1);
    if (rows->frame == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < 2; i++) {
        if (lists[i]->to == 0)
            continue;
        used = append(rows->frame, used, text + at, lists[i]->from - at);
        used = append(rows->frame, used, "[]", strlen("[]"));
        at = lists[i]->to;
    }
    rows->frame_size = append(rows->frame, used, text + at, size - at);
    return CF_OK;
}

/* ---- the whole ---- */

cf_status cf_json_rows_find(cf_json_rows *out, const char *text, size_t size, bool *usable)
{
    struct search search = { .rows = out, .status = CF_OK };

    *out = (cf_json_rows){ .frame = NULL };
    start_list(&out->entities, text, &out->doubled);
    start_list(&out->deals, text, &out->doubled);
    cf_scan_start(&search.scan, text, size);
    *usable = search_lists(&search);
    out->entities.rows.count = out->entities.places.count;
    out->deals.rows.count = out->deals.places.count;
    if (search.status != CF_OK || !*usable)
        return search.status;
    return make_frame(out, text, size);
}

static void free_list(cf_json_list *list)
{
    cf_arena_free(&list->arena);
    free(list->places.at);
}

void cf_json_rows_free(cf_json_rows *rows)
{
    free_list(&rows->entities);
    free_list(&rows->deals);
    free(rows->frame);
    *rows = (cf_json_rows){ .frame = NULL };
}
