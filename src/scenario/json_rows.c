/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the elements of the two long lists of a scenario by scanning its text, and parses each when
 * it is asked for. */
#include "scenario/json_rows.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scenario/json_memory.h"
#include "scenario/scan.h"

enum { PARSE_FLAGS = JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL };

/* ---- elements ---- */

static json_t *element_at(cf_rows *rows, int index)
{
    cf_json_list *list = (cf_json_list *)rows;
    const char *text = list->text + list->places.at[index].from;
    size_t size = list->places.at[index].size;
    json_error_t error;

    json_decref(list->last);
    list->last = cf_json_load(text, size, PARSE_FLAGS | JSON_REJECT_DUPLICATES, &error);
    if (list->last == NULL && !cf_json_memory_failed() &&
        json_error_code(&error) == json_error_duplicate_key) {
        *list->doubled = true;
        list->last = cf_json_load(text, size, PARSE_FLAGS, &error);
    }
    return list->last;
}

/* ---- the scan ---- */

struct search {
    cf_json_rows *rows;
    cf_scan scan;
    cf_json_list *next; /* the list whose key was read last at the top, or NULL */
    cf_json_list *open; /* the list that the scan is in, or NULL */
    size_t element;     /* where its element began */
    bool usable;
    cf_status status;
};

/* Whether no double can hold the number that the scan stands on. */
static bool is_overflow(const cf_scan *scan)
{
    enum { SAFE_DIGITS = 300, MOST = 1000 };
    const char *text = scan->text + scan->start;
    size_t size = scan->end - scan->start;
    char number[MOST];
    double value;

    if (text[0] != '-' && (text[0] < '0' || text[0] > '9'))
        return false;
    if (size < SAFE_DIGITS && memchr(text, 'e', size) == NULL && memchr(text, 'E', size) == NULL)
        return false;
    if (size >= sizeof number)
        return true; /* jansson will know */
    memcpy(number, text, size);
    number[size] = '\0';
    return !cf_text_read_number(&value, number);
}

static void read_key(struct search *search)
{
    const cf_scan *scan = &search->scan;
    char key[64];
    size_t length;

    search->next = NULL;
    if (scan->end - scan->start > sizeof key)
        return;
    length = cf_scan_decode(scan, key);
    if (length == strlen("deals") && memcmp(key, "deals", length) == 0)
        search->next = &search->rows->deals;
    else if (length == strlen("entities") && memcmp(key, "entities", length) == 0)
        search->next = &search->rows->entities;
    if (search->next != NULL && search->next->to > 0)
        search->usable = false; /* the list is there twice */
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

    if (depth == 1 && !cf_scan_is_in_object(scan))
        search->usable = false; /* the whole is a list */
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
    if (is_overflow(&search->scan))
        search->usable = false;
    if (search->open == NULL || search->scan.depth != 2)
        return;
    search->element = search->scan.start;
    add_element(search);
}

static void search_lists(struct search *search)
{
    while (search->usable && search->status == CF_OK) {
        cf_scan_event event = cf_scan_next(&search->scan);
        int depth = search->scan.depth;

        if (event == CF_SCAN_END)
            return;
        if (event == CF_SCAN_FLAW)
            search->usable = false;
        else if (event == CF_SCAN_KEY && depth == 1)
            read_key(search);
        else if (event == CF_SCAN_OPEN)
            open_bracket(search, depth);
        else if (event == CF_SCAN_CLOSE)
            close_bracket(search, depth);
        else if (event == CF_SCAN_SCALAR)
            read_scalar(search);
    }
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

static void start_list(cf_json_list *list, const char *text, bool *doubled)
{
    *list = (cf_json_list){ .rows = { .at = element_at }, .text = text, .doubled = doubled };
}

cf_status cf_json_rows_find(cf_json_rows *out, const char *text, size_t size, bool *usable)
{
    struct search search = { .rows = out, .usable = size <= UINT_MAX, .status = CF_OK };

    *out = (cf_json_rows){ .frame = NULL };
    start_list(&out->entities, text, &out->doubled);
    start_list(&out->deals, text, &out->doubled);
    cf_scan_start(&search.scan, text, size);
    search_lists(&search);
    out->entities.rows.count = out->entities.places.count;
    out->deals.rows.count = out->deals.places.count;
    *usable = search.usable;
    if (search.status != CF_OK || !search.usable)
        return search.status;
    return make_frame(out, text, size);
}

static void free_list(cf_json_list *list)
{
    json_decref(list->last);
    free(list->places.at);
}

void cf_json_rows_free(cf_json_rows *rows)
{
    free_list(&rows->entities);
    free_list(&rows->deals);
    free(rows->frame);
    *rows = (cf_json_rows){ .frame = NULL };
}
