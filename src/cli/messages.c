/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors in the command line: the rule, the value and a hint; exit statuses; suggestions. */
#include "cli/messages.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "circfin/text.h"

enum { MESSAGE_SIZE = 1024 };

const cli_exit_about cli_exits[] = {
    { CLI_DONE, "done" },
    { CLI_MATCHED, "done, and a rule of --fail-on matched" },
    { CLI_USAGE, "the command line is wrong" },
    { CLI_BAD_INPUT, "a scenario or a model has an error" },
    { CLI_NO_ACCESS, "a file could not be read or written" },
    { CLI_LATE, "--time-limit ended the run before there was a result" },
    { CLI_BUG, "a bug in circfin, or not enough memory" },
    { CLI_DONE, NULL },
};

void cli_put_printable(FILE *out, const char *text)
{
    char printable[4096];

    cf_text_printable(printable, sizeof printable, text);
    fputs(printable, out);
}

static void print_line(const char *before, const char *text)
{
    char printable[MESSAGE_SIZE * 2];

    cf_text_printable(printable, sizeof printable, text);
    fprintf(stderr, "%s%s\n", before, printable);
}

cli_exit cli_usage_error(const char *hint, const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    print_line("circfin: error: ", message);
    if (hint != NULL)
        print_line("  hint: ", hint);
    return CLI_USAGE;
}

cli_exit cli_no_memory(void)
{
    cli_usage_error(NULL, "out of memory");
    return CLI_BUG;
}

cli_exit cli_exit_of(cf_status status)
{
    switch (status) {
    case CF_OK:
        return CLI_DONE;
    case CF_IO:
        return CLI_NO_ACCESS;
    case CF_BAD_SYNTAX:
    case CF_BAD_INPUT:
        return CLI_BAD_INPUT;
    case CF_BAD_OPTION:
        return CLI_USAGE;
    case CF_NO_MEMORY:
    case CF_SOLVER:
    case CF_STATUS_COUNT:
        break;
    }
    return CLI_BUG;
}

/* The only word that begins with `word`, or NULL. */
static const char *completed(const char *word, const char *const *words, size_t count)
{
    const char *found = NULL;

    for (size_t i = 0; i < count; i++) {
        if (word[0] == '\0' || strncmp(words[i], word, strlen(word)) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = words[i];
    }
    return found;
}

const char *cli_nearest(const char *word, const char *const *words, size_t count)
{
    const char *nearest = cf_text_nearest(word, words, count);

    return nearest != NULL ? nearest : completed(word, words, count);
}

void cli_suggest(char hint[static CLI_HINT_SIZE], const char *word, const char *const *words,
                 size_t count, const char *fallback)
{
    const char *nearest = cli_nearest(word, words, count);

    if (nearest != NULL)
        snprintf(hint, CLI_HINT_SIZE, "did you mean \"%s\"?", nearest);
    else
        snprintf(hint, CLI_HINT_SIZE, "%s", fallback);
}
