/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parses a command line by the rows of its options. */
#include "cli/options.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAME = 60 }; /* bytes of a user's word in a message */
#define LIST_HINT "\"circfin help %s\" lists the options"

/* The words not yet parsed. */
struct words {
    char **at;
    int left;
    const cli_option *options;
};

static const cli_option *find_name(const cli_option *options, const char *name, size_t length)
{
    for (; options->kind != CLI_END; options++)
        if (options->kind != CLI_HEADING && strlen(options->name) == length &&
            memcmp(options->name, name, length) == 0)
            return options;
    return NULL;
}

static const cli_option *find_letter(const cli_option *options, char letter)
{
    for (; options->kind != CLI_END; options++)
        if (options->kind != CLI_HEADING && options->letter == letter)
            return options;
    return NULL;
}

static cli_exit unknown_name(const cli_args *args, const cli_option *options, const char *name,
                             size_t length)
{
    const char *names[CLI_MOST_OPTIONS], *nearest;
    char word[MOST_NAME + 1], hint[CLI_HINT_SIZE];
    size_t count = 0;

    for (; options->kind != CLI_END; options++)
        if (options->kind != CLI_HEADING)
            names[count++] = options->name;
    snprintf(word, sizeof word, "%.*s", length < MOST_NAME ? (int)length : MOST_NAME, name);
    nearest = cli_nearest(word, names, count);
    if (nearest != NULL)
        snprintf(hint, sizeof hint, "did you mean \"--%s\"?", nearest);
    else
        snprintf(hint, sizeof hint, LIST_HINT, args->command);
    return cli_usage_error(hint, "\"%s\" has no option \"--%s\"", args->command, word);
}

static cli_exit unknown_letter(const cli_args *args, const char *word)
{
    char hint[CLI_HINT_SIZE];

    snprintf(hint, sizeof hint, LIST_HINT, args->command);
    return cli_usage_error(hint, "\"%s\" has no option \"%.*s\"", args->command, MOST_NAME, word);
}

static cli_exit check_choice(const cli_option *option, const char *value)
{
    const char *words[CLI_MOST_OPTIONS];
    char list[CLI_HINT_SIZE], hint[CLI_HINT_SIZE];
    size_t count = 0;

    if (option->choice == NULL || cf_choice_find(option->choice, value) >= 0)
        return CLI_DONE;
    while (count < CLI_MOST_OPTIONS && option->choice((int)count) != NULL) {
        words[count] = option->choice((int)count);
        count++;
    }
    cf_choice_list(list, sizeof list, option->choice);
    cli_suggest(hint, value, words, count, "");
    return cli_usage_error(hint[0] != '\0' ? hint : NULL, "--%s must be %s, but is \"%.*s\"",
                           option->name, list, MOST_NAME, value);
}

static const cli_given *find_given(const cli_args *args, const char *name)
{
    for (int i = 0; i < args->given_count; i++)
        if (strcmp(args->given[i].option->name, name) == 0)
            return &args->given[i];
    return NULL;
}

/* Two different values are an error: it would be unclear which one counts. */
static cli_exit add_given(cli_args *args, const cli_option *option, const char *value)
{
    const cli_given *before = find_given(args, option->name);

    if (option->kind == CLI_VALUE && before != NULL && strcmp(before->value, value) != 0)
        return cli_usage_error("leave out one of them",
                               "--%s is given twice, as \"%.*s\" and \"%.*s\"", option->name,
                               MOST_NAME, before->value, MOST_NAME, value);
    args->given[args->given_count++] = (cli_given){ .option = option, .value = value };
    return option->kind == CLI_SWITCH ? CLI_DONE : check_choice(option, value);
}

static cli_exit needs_value(const cli_option *option, const char *instead)
{
    char hint[CLI_HINT_SIZE], list[CLI_HINT_SIZE];

    if (option->choice != NULL)
        cf_choice_list(list, sizeof list, option->choice);
    else
        snprintf(list, sizeof list, "--%s %s", option->name, option->value);
    snprintf(hint, sizeof hint, "%s%.200s", option->choice != NULL ? "one of " : "write ", list);
    if (instead == NULL)
        return cli_usage_error(hint, "--%s needs a value", option->name);
    return cli_usage_error(hint, "--%s needs a value, but \"%.*s\" follows", option->name,
                           MOST_NAME, instead);
}

/* Takes the next word as the value of an option. If that word is itself an option of this
 * command, the value is missing. */
static cli_exit add_with_next(cli_args *args, const cli_option *option, struct words *words)
{
    const char *next = words->left > 0 ? *words->at : NULL;

    if (next == NULL)
        return needs_value(option, NULL);
    if (strncmp(next, "--", 2) == 0 &&
        find_name(words->options, next + 2, strcspn(next + 2, "=")) != NULL)
        return needs_value(option, next);
    words->at++;
    words->left--;
    return add_given(args, option, next);
}

/* --name, --name=value, --name value */
static cli_exit parse_long(cli_args *args, const char *word, struct words *words)
{
    size_t length = strcspn(word + 2, "=");
    const char *value = word[2 + length] == '=' ? word + 2 + length + 1 : NULL;
    const cli_option *option = find_name(words->options, word + 2, length);

    if (option == NULL)
        return unknown_name(args, words->options, word + 2, length);
    if (option->kind == CLI_SWITCH && value != NULL)
        return cli_usage_error(NULL, "--%s takes no value, but has \"%.*s\"", option->name,
                               MOST_NAME, value);
    if (option->kind == CLI_SWITCH || value != NULL)
        return add_given(args, option, value);
    return add_with_next(args, option, words);
}

/* -q, -qv, -o FILE, -oFILE */
static cli_exit parse_short(cli_args *args, const char *word, struct words *words)
{
    cli_exit code = CLI_DONE;

    for (const char *letter = word + 1; *letter != '\0' && code == CLI_DONE; letter++) {
        const cli_option *option = find_letter(words->options, *letter);

        if (option == NULL)
            return unknown_letter(args, word);
        if (option->kind == CLI_SWITCH)
            code = add_given(args, option, NULL);
        else
            return letter[1] != '\0' ? add_given(args, option, letter + 1)
                                     : add_with_next(args, option, words);
    }
    return code;
}

static cli_exit parse_words(cli_args *args, struct words *words)
{
    bool options_end = false;
    cli_exit code = CLI_DONE;

    while (words->left > 0 && code == CLI_DONE && !cli_has(args, "help")) {
        const char *word = *words->at++;

        words->left--;
        if (options_end || word[0] != '-' || word[1] == '\0')
            args->operands[args->operand_count++] = word;
        else if (strcmp(word, "--") == 0)
            options_end = true;
        else if (word[1] == '-')
            code = parse_long(args, word, words);
        else
            code = parse_short(args, word, words);
    }
    return code;
}

/* Upper limit on the number of options; a cluster such as -qv counts each letter. */
static size_t most_given(int argc, char **argv)
{
    size_t most = 1;

    for (int i = 0; i < argc; i++)
        most += 1 + (argv[i][0] == '-' && argv[i][1] != '-' ? strlen(argv[i]) : 0);
    return most;
}

cli_exit cli_args_parse(cli_args *out, const char *command, const cli_option *options, int argc,
                        char **argv)
{
    struct words words = { .at = argv, .left = argc, .options = options };
    size_t most = most_given(argc, argv);
    cli_exit code;

    *out = (cli_args){ .command = command };
    out->given = calloc(most, sizeof *out->given);
    out->operands = calloc((size_t)argc + 1, sizeof *out->operands);
    out->params.at = out->own_params = calloc(most, sizeof *out->own_params);
    if (out->given == NULL || out->operands == NULL || out->own_params == NULL)
        return cli_no_memory();
    code = parse_words(out, &words);
    for (int i = 0; i < out->given_count; i++)
        out->own_params[i] = (cf_param){ out->given[i].option->name, out->given[i].value };
    out->params.count = out->given_count;
    return code;
}

void cli_args_free(cli_args *args)
{
    free(args->given);
    free(args->own_params);
    free(args->operands);
    *args = (cli_args){ .command = NULL };
}

bool cli_has(const cli_args *args, const char *name)
{
    return find_given(args, name) != NULL;
}

const char *cli_value(const cli_args *args, const char *name)
{
    const cli_given *given = find_given(args, name);

    return given == NULL ? NULL : given->value;
}

int cli_choice_of(const cli_args *args, const char *name)
{
    const cli_given *given = find_given(args, name);

    assert(given == NULL || given->option->choice != NULL);
    return given == NULL ? -1 : cf_choice_find(given->option->choice, given->value);
}
