/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the three ways of preparing a graph file share. */
#include "graph_files/prepare.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

cf_status cf_graph_refuse(cf_graph_draft *draft, cf_code code, size_t from, size_t to,
                          const char *hint, const char *format, ...)
{
    cf_graph_problem *problem = draft->problem;
    va_list args;

    *problem = (cf_graph_problem){ .code = code, .from = from, .to = to };
    va_start(args, format);
    vsnprintf(problem->message, sizeof problem->message, format, args);
    va_end(args);
    snprintf(problem->hint, sizeof problem->hint, "%s", hint == NULL ? "" : hint);
    return CF_BAD_INPUT;
}

cf_status cf_graph_refuse_undirected(cf_graph_draft *draft, size_t from, size_t to)
{
    return cf_graph_refuse(draft, CF_CODE_GRAPH_UNDIRECTED, from, to,
                           "save it as a directed graph, with every edge from who pays to who is "
                           "paid",
                           "an edge must say who pays whom, but this one has no direction");
}

void cf_graph_remark(cf_graph_draft *draft, const char *text)
{
    for (int i = 0; i < draft->remark_count; i++)
        if (draft->remarks[i] == text)
            return;
    if (draft->remark_count < CF_GRAPH_MOST_REMARKS)
        draft->remarks[draft->remark_count++] = text;
}

void cf_graph_copy_to(cf_graph_draft *draft, size_t end)
{
    if (end > draft->done)
        fwrite(draft->text + draft->done, 1, end - draft->done, draft->out);
    draft->done = end;
}

void cf_graph_skip_to(cf_graph_draft *draft, size_t end)
{
    while (draft->done < end) {
        const char *at = draft->text + draft->done;
        const char *found = memchr(at, '\n', end - draft->done);

        if (found != NULL)
            putc('\n', draft->out);
        draft->done = found == NULL ? end : draft->done + (size_t)(found - at) + 1;
    }
}

bool cf_graph_has_seen(cf_graph_seen *seen, const char *key, size_t length)
{
    enum { MOST = sizeof seen->keys / sizeof *seen->keys };

    for (int i = 0; i < seen->count; i++)
        if (seen->keys[i].length == length && memcmp(seen->keys[i].at, key, length) == 0)
            return true;
    if (seen->count < MOST) {
        seen->keys[seen->count].at = key;
        seen->keys[seen->count++].length = length;
    }
    return false;
}

size_t cf_graph_character(const char *text, size_t size, unsigned *code)
{
    bool hexadecimal = size > 3 && (text[2] == 'x' || text[2] == 'X');
    char *end;
    unsigned long number;

    if (size < 4 || text[0] != '&' || text[1] != '#')
        return 0;
    if (strchr("0123456789abcdefABCDEF", text[hexadecimal ? 3 : 2]) == NULL)
        return 0;
    number = strtoul(text + (hexadecimal ? 3 : 2), &end, hexadecimal ? 16 : 10);
    if (*end != ';' || (size_t)(end - text) >= size || number == 0 || number > 0x10FFFF ||
        (number >= 0xD800 && number <= 0xDFFF))
        return 0;
    *code = (unsigned)number;
    return (size_t)(end - text) + 1;
}
