/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value of the JSON tree with the way to it, and problems reported at it. */
#include "scenario/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diags.h"
#include "base/text.h"

cf_json cf_json_root(cf_reader *reader, const cf_datum *json)
{
    return (cf_json){ .reader = reader, .what = "the scenario", .json = json };
}

cf_json cf_json_member(const cf_json *object, const char *key)
{
    return (cf_json){ .reader = object->reader,
                      .parent = object,
                      .key = key,
                      .what = key,
                      .json = cf_datum_get(object->json, key) };
}

cf_json cf_json_member_at(const cf_json *object, const cf_datum *member)
{
    return (cf_json){ .reader = object->reader,
                      .parent = object,
                      .key = member->key,
                      .what = member->key,
                      .json = member };
}

cf_json cf_json_element_at(const cf_json *list, size_t index, const cf_datum *element,
                           const char *what)
{
    return (cf_json){
        .reader = list->reader, .parent = list, .index = index, .what = what, .json = element
    };
}

cf_json cf_json_element(const cf_json *list, size_t index, const char *what)
{
    const cf_datum *row = list->rows->at(list->rows, (int)index);

    if (row == NULL)
        list->reader->status = CF_NO_MEMORY;
    return cf_json_element_at(list, index, row, what);
}

size_t cf_json_size(const cf_json *list)
{
    return list->rows != NULL ? (size_t)list->rows->count : 0;
}

void *cf_reader_new(cf_reader *reader, size_t count, size_t size)
{
    void *memory = cf_arena_new(reader->arena, count, size);

    if (memory == NULL)
        reader->status = CF_NO_MEMORY;
    return memory;
}

const char *cf_reader_suggest(cf_reader *reader, const char *word, const char *const *words,
                              int count)
{
    if (reader->comparisons < count)
        return NULL;
    reader->comparisons -= count;
    return cf_text_nearest(word, words, (size_t)count);
}

/* ---- the pointer of a node ---- */

/* Writes one step backwards, ending before `end`; only counts where `end` is NULL. */
static size_t write_step(const cf_json *node, char *end)
{
    char index[32];
    const char *token = node->key;
    size_t used = 0;

    if (token == NULL) {
        snprintf(index, sizeof index, "%zu", node->index);
        token = index;
    }
    for (size_t i = strlen(token); i-- > 0;) {
        bool escaped = token[i] == '~' || token[i] == '/';
        char c = token[i] == '/' ? '1' : token[i] == '~' ? '0' : token[i];

        used++;
        if (end != NULL)
            end[-(ptrdiff_t)used] = c;
        if (!escaped)
            continue;
        used++;
        if (end != NULL)
            end[-(ptrdiff_t)used] = '~';
    }
    used++;
    if (end != NULL)
        end[-(ptrdiff_t)used] = '/';
    return used;
}

/* The JSON pointer of a node, to be freed; NULL when memory ran out. */
static char *pointer_of(const cf_json *node)
{
    size_t length = 0;
    char *pointer;

    for (const cf_json *at = node; at->parent != NULL; at = at->parent)
        length += write_step(at, NULL);
    pointer = malloc(length + 1);
    if (pointer == NULL)
        return NULL;
    pointer[length] = '\0';
    for (const cf_json *at = node; at->parent != NULL; at = at->parent)
        length -= write_step(at, pointer + length);
    return pointer;
}

/* ---- problems ---- */

struct report {
    const cf_json *node, *other; /* other may be NULL */
    cf_severity severity;
    cf_code code;
    bool at_key;
    const char *hint;
    const char *same;      /* see cf_problem; may be NULL */
    const cf_doubt *doubt; /* or NULL */
};

static void report_place(const struct report *report, const char *format, va_list args)
{
    cf_reader *reader = report->node->reader;
    char *pointer = pointer_of(report->node);
    char *other = report->other == NULL ? NULL : pointer_of(report->other);
    cf_problem problem = { .severity = report->severity,
                           .code = report->code,
                           .pointer = pointer,
                           .at_key = report->at_key,
                           .other = other,
                           .hint = report->hint,
                           .same = report->same };

    if (report->doubt != NULL) {
        problem.of = report->doubt->of;
        problem.value = report->doubt->value;
        problem.expected = report->doubt->expected;
    }
    reader->errors += report->severity == CF_ERROR;
    if (pointer == NULL || (report->other != NULL && other == NULL) ||
        cf_diags_report(reader->diags, NULL, &problem, format, args) != CF_OK)
        reader->status = CF_NO_MEMORY;
    free(pointer);
    free(other);
}

/* Whether the rows to which a node belongs took its error. */
static bool note_error(const struct report *report, const char *format, va_list args)
{
    char message[512];

    for (const cf_json *at = report->node; at->parent != NULL; at = at->parent) {
        cf_rows *rows = at->parent->rows;

        if (rows == NULL || rows->note == NULL || report->severity != CF_ERROR)
            continue;
        vsnprintf(message, sizeof message, format, args);
        if (rows->note(rows, (int)at->index, report->code, message) != CF_OK)
            report->node->reader->status = CF_NO_MEMORY;
        report->node->reader->errors++;
        return true;
    }
    return false;
}

static void report_node(const struct report *report, const char *format, va_list args)
{
    cf_reader *reader = report->node->reader;

    if (reader->problem != NULL) {
        reader->errors += report->severity == CF_ERROR;
        *reader->problem = true;
        return;
    }
    if (!note_error(report, format, args))
        report_place(report, format, args);
}

void cf_json_error(const cf_json *node, cf_code code, const char *hint, const char *format, ...)
{
    struct report report = { .node = node, .severity = CF_ERROR, .code = code, .hint = hint };
    va_list args;

    va_start(args, format);
    report_node(&report, format, args);
    va_end(args);
}

void cf_json_error_about(const cf_json *node, cf_code code, const char *same, const char *hint,
                         const char *format, ...)
{
    struct report report = {
        .node = node, .severity = CF_ERROR, .code = code, .hint = hint, .same = same
    };
    va_list args;

    va_start(args, format);
    report_node(&report, format, args);
    va_end(args);
}

void cf_json_error_with(const cf_json *node, const cf_json *other, cf_code code, const char *hint,
                        const char *format, ...)
{
    struct report report = {
        .node = node, .other = other, .severity = CF_ERROR, .code = code, .hint = hint
    };
    va_list args;

    va_start(args, format);
    report_node(&report, format, args);
    va_end(args);
}

void cf_json_warn(const cf_json *node, cf_code code, const char *hint, const char *format, ...)
{
    struct report report = { .node = node, .severity = CF_WARNING, .code = code, .hint = hint };
    va_list args;

    va_start(args, format);
    report_node(&report, format, args);
    va_end(args);
}

void cf_json_doubt(const cf_json *node, cf_code code, const cf_doubt *doubt, const char *format,
                   ...)
{
    struct report report = { .node = node,
                             .other = doubt->other,
                             .severity = doubt->is_note ? CF_NOTE : CF_WARNING,
                             .code = code,
                             .hint = doubt->hint,
                             .doubt = doubt };
    va_list args;

    va_start(args, format);
    report_node(&report, format, args);
    va_end(args);
}

void cf_json_key_problem(const cf_json *node, cf_severity severity, cf_code code, const char *hint,
                         const char *format, ...)
{
    struct report report = {
        .node = node, .severity = severity, .code = code, .at_key = true, .hint = hint
    };
    va_list args;

    va_start(args, format);
    report_node(&report, format, args);
    va_end(args);
}

/* ---- values in messages ---- */

static cf_shown quote(const char *before, const char *text)
{
    enum { QUOTED = 64 }; /* bytes */
    size_t length = strlen(before);
    cf_shown shown;

    memcpy(shown.text, before, length);
    shown.text[length++] = '"';
    cf_text_printable(shown.text + length, QUOTED, text);
    strcat(shown.text, "\"");
    return shown;
}

cf_shown cf_show_text(const char *text)
{
    return quote("", text);
}

cf_shown cf_show_number(double number)
{
    cf_shown shown;

    cf_text_number(shown.text, number);
    return shown;
}

cf_shown cf_show_hint(const char *format, ...)
{
    char whole[512];
    cf_shown shown;
    va_list args;

    va_start(args, format);
    vsnprintf(whole, sizeof whole, format, args);
    va_end(args);
    cf_text_printable(shown.text, sizeof shown.text, whole);
    return shown;
}

cf_shown cf_show_json(const cf_datum *json)
{
    switch (json->kind) {
    case CF_DATUM_OBJECT:
        return (cf_shown){ "an object" };
    case CF_DATUM_LIST:
        return (cf_shown){ "a list" };
    case CF_DATUM_TEXT:
        return quote("the text ", json->text);
    case CF_DATUM_TRUE:
        return (cf_shown){ "true" };
    case CF_DATUM_FALSE:
        return (cf_shown){ "false" };
    case CF_DATUM_NULL:
        return (cf_shown){ "null" };
    default:
        return cf_show_number(json->number);
    }
}

/* Whether a text is nothing but one number, as someone writes it who puts it into quotes. */
static bool is_number_text(const char *text)
{
    size_t whole = strspn(text += *text == '-', "0123456789");
    size_t decimals = text[whole] == '.' ? 1 + strspn(text + whole + 1, "0123456789") : 0;

    return whole > 0 && whole + decimals < 30 && decimals != 1 && text[whole + decimals] == '\0';
}

static cf_shown hint_for_type(const cf_json *node, const char *expected)
{
    const cf_datum *json = node->json;
    const char *text = cf_datum_text(json);

    if (cf_datum_is(json, CF_DATUM_NULL) && node->key != NULL)
        return cf_show_hint("leave the key out if the value is unknown");
    if (strstr(expected, "number") != NULL && text != NULL)
        return is_number_text(text) ? cf_show_hint("write %s without quotes", text)
                                    : cf_show_hint("write a number, without quotes");
    if (strcmp(expected, "true or false") == 0 && text != NULL &&
        (strcmp(text, "true") == 0 || strcmp(text, "false") == 0))
        return cf_show_hint("write %s without quotes", text);
    if (cf_datum_is(json, CF_DATUM_NUMBER) &&
        (strcmp(expected, "a text") == 0 || strcmp(expected, "a date") == 0))
        return cf_show_hint("write \"%s\"", cf_show_number(json->number).text);
    if (strcmp(expected, "a list") == 0 && text != NULL)
        return cf_show_hint("put it in brackets: [...]");
    if (strcmp(expected, "a list") == 0 && cf_datum_is(json, CF_DATUM_OBJECT))
        return cf_show_hint("put it in brackets: [{...}]");
    return (cf_shown){ "" };
}

void cf_json_wrong_type(const cf_json *node, const char *expected)
{
    cf_shown hint;

    if (node->reader->spreadsheets && cf_datum_is(node->json, CF_DATUM_FALSE))
        return;
    hint = hint_for_type(node, expected);
    cf_json_error(node, CF_CODE_WRONG_TYPE, hint.text[0] == '\0' ? NULL : hint.text,
                  "%s must be %s, but is %s", node->what, expected, cf_show_json(node->json).text);
}
