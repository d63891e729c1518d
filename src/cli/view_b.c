/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that end in -b: the view of scenario B where it differs from that of A. */
#include "cli/view_b.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *help;
} b_options[] = {
    { "view-b", "--view for B; --case, --status and --non-cash of A then do not apply to B" },
    { "case-b", "--case for B" },
    { "as-of-b", "--as-of for B" },
    { "status-b", "--status for B" },
    { "non-cash-b", "--non-cash for B" },
    { "contingent-b", "--contingent for B" },
    { "reported-only-b", "--reported-only for B" },
    { "window-b", "--window for B" },
    { "weights-b", "--weights for B" },
    { "origin-b", "--origin for B" },
    { "consolidate-b", "--consolidate for B" },
    { "joint-b", "--joint for B" },
};
enum { B_OPTIONS = sizeof b_options / sizeof *b_options };

/* The view option behind a name such as "as-of-b"; NULL for other names. */
static const cli_option *original(const char *name)
{
    size_t length = strlen(name);

    if (length < 3 || strcmp(name + length - 2, "-b") != 0)
        return NULL;
    for (const cli_option *option = cli_view_options; option->kind != CLI_END; option++) {
        if (option->name != NULL && strlen(option->name) == length - 2 &&
            strncmp(option->name, name, length - 2) == 0)
            return option;
    }
    return NULL;
}

int cli_view_b_add_options(cli_option *options, int count)
{
    options[count++] = (cli_option){ .kind = CLI_HEADING,
                                     .help = "View of B (an option not given here is as for A)" };
    for (int i = 0; i < B_OPTIONS; i++) {
        assert(count < CLI_MOST_OPTIONS - 1 && original(b_options[i].name) != NULL);
        options[count] = *original(b_options[i].name);
        options[count].name = b_options[i].name;
        options[count++].help = b_options[i].help;
    }
    return count;
}

bool cli_view_b_is_given(const cli_args *args)
{
    for (int i = 0; i < args->given_count; i++) {
        if (original(args->given[i].option->name) != NULL)
            return true;
    }
    return false;
}

static bool is_given_for_b(const cli_args *args, const char *name)
{
    for (int i = 0; i < args->given_count; i++) {
        const cli_option *of = original(args->given[i].option->name);

        if (of != NULL && strcmp(of->name, name) == 0)
            return true;
    }
    return false;
}

/* A preset of B sets these, so those of A do not apply. */
static bool is_of_preset(const char *name)
{
    return strcmp(name, "view") == 0 || strcmp(name, "case") == 0 || strcmp(name, "status") == 0 ||
           strcmp(name, "non-cash") == 0;
}

cli_exit cli_view_b_choose(cli_view *out, const cli_args *args)
{
    bool preset = cli_has(args, "view-b");
    cli_args of_b = *args;
    cli_exit code;

    *out = (cli_view){ .text = NULL };
    of_b.given = calloc((size_t)args->given_count + 1, sizeof *of_b.given);
    of_b.given_count = 0;
    if (of_b.given == NULL)
        return cli_no_memory();
    for (int i = 0; i < args->given_count; i++) {
        const cli_given *given = &args->given[i];
        const cli_option *of = original(given->option->name);

        if (of != NULL)
            of_b.given[of_b.given_count++] = (cli_given){ of, given->value };
        else if (!is_given_for_b(args, given->option->name) &&
                 !(preset && is_of_preset(given->option->name)))
            of_b.given[of_b.given_count++] = *given;
    }
    code = cli_view_choose(out, &of_b);
    free(of_b.given);
    return code;
}
