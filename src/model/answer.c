/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passes the solution from the child process to the parent: structs as they lie in memory, texts
 * with their lengths. Both ends are the same program. */
#include <string.h>

#include "model/model.h"

enum { NO_TEXT = -1 };

/* ---- sending ---- */

static void send_bytes(FILE *out, const void *bytes, size_t size)
{
    fwrite(bytes, 1, size, out); /* the stream keeps an error */
}

static void send_text(FILE *out, const char *text)
{
    long length = text == NULL ? NO_TEXT : (long)strlen(text);

    send_bytes(out, &length, sizeof length);
    if (text != NULL)
        send_bytes(out, text, (size_t)length);
}

static void send_lines(FILE *out, const cf_model_line *lines, int count)
{
    for (int i = 0; i < count; i++) {
        send_bytes(out, &lines[i], sizeof lines[i]);
        send_text(out, lines[i].name);
        send_text(out, lines[i].index);
        send_text(out, lines[i].enters);
    }
}

void cf_model_send(FILE *out, const cf_model_outcome *outcome, const cf_model_result *result)
{
    send_bytes(out, outcome, sizeof *outcome);
    send_text(out, outcome->log.text);
    if (outcome->status != CF_OK)
        return;
    send_bytes(out, result, sizeof *result);
    send_text(out, result->objective);
    send_lines(out, result->variables, result->variable_count);
    send_lines(out, result->constraints, result->constraint_count);
}

/* ---- receiving ---- */

struct bytes {
    const char *at, *end;
    cf_arena *arena;
    bool failed; /* no memory, or no more bytes */
};

static void receive_bytes(struct bytes *from, void *to, size_t size)
{
    from->failed = from->failed || (size_t)(from->end - from->at) < size;
    if (from->failed)
        return;
    memcpy(to, from->at, size);
    from->at += size;
}

static char *receive_text(struct bytes *from)
{
    long length = NO_TEXT;
    char *text;

    receive_bytes(from, &length, sizeof length);
    if (from->failed || length == NO_TEXT || from->end - from->at < length) {
        from->failed = from->failed || length != NO_TEXT;
        return NULL;
    }
    text = cf_arena_copy(from->arena, from->at, (size_t)length);
    from->failed = text == NULL;
    from->at += length;
    return text;
}

static const cf_model_line *receive_lines(struct bytes *from, int count)
{
    cf_model_line *lines =
        from->failed ? NULL : cf_arena_new(from->arena, (size_t)count, sizeof *lines);

    from->failed = from->failed || lines == NULL;
    for (int i = 0; i < count && !from->failed; i++) {
        receive_bytes(from, &lines[i], sizeof lines[i]);
        lines[i].name = receive_text(from);
        lines[i].index = receive_text(from);
        lines[i].enters = receive_text(from);
    }
    return lines;
}

cf_status cf_model_receive(cf_model_outcome *outcome, cf_model_store *store, const char *bytes,
                           size_t size)
{
    struct bytes from = { .at = bytes, .end = bytes + size, .arena = &store->arena };
    cf_model_result *result = &store->result;

    receive_bytes(&from, outcome, sizeof *outcome);
    outcome->log.text = receive_text(&from);
    if (!from.failed && outcome->status == CF_OK) {
        receive_bytes(&from, result, sizeof *result);
        result->objective = receive_text(&from);
        result->variables = receive_lines(&from, from.failed ? 0 : result->variable_count);
        result->constraints = receive_lines(&from, from.failed ? 0 : result->constraint_count);
    }
    return from.failed ? CF_NO_MEMORY : CF_OK;
}
