/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds and runs commands: the rows of commands.def, and one for each analysis of the library. */
#include <assert.h>
#include <string.h>

#include "cli/choices.h"
#include "cli/cli.h"
#include "cli/fail_on.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/source.h"

#define CLI_COMMAND(id) extern const cli_command cli_command_##id;
#include "cli/commands.def"
#undef CLI_COMMAND

static const cli_command *const commands[] = {
#define CLI_COMMAND(id) &cli_command_##id,
#include "cli/commands.def"
#undef CLI_COMMAND
};

enum { OWN_COUNT = sizeof commands / sizeof commands[0], MOST_COMMANDS = 64 };

static const cli_option help_options[] = {
    { .kind = CLI_HEADING, .help = "Options" },
    { .kind = CLI_SWITCH, .name = "help", .letter = 'h', .help = "show this help" },
    { .kind = CLI_END }
};
const cli_option *const cli_only_help[] = { help_options, NULL };

/* Those of output follow: cli_command_options(). */
static const cli_option *const analysis_groups[] = { cli_view_options, cli_source_options,
                                                     cli_fail_on_options, NULL };
static const cli_option *const comparing_groups[] = { cli_view_options, cli_view_b_options,
                                                      cli_source_options, cli_fail_on_options,
                                                      NULL };

static const char *operands_of(const cf_analysis *analysis)
{
    if (analysis->compares)
        return "A [B]";
    return analysis->operands == NULL ? "SCENARIO" : analysis->operands;
}

static cli_command command_of(const cf_analysis *analysis)
{
    return (cli_command){
        .name = analysis->name,
        .summary = analysis->summary,
        .description = analysis->description,
        .memory = analysis->memory,
        .operands = operands_of(analysis),
        .example = analysis->example,
        .least = analysis->operands == NULL ? 1 : 2,
        .most = analysis->merges                                    ? -1
                : analysis->operands == NULL && !analysis->compares ? 1
                                                                    : 2,
        .groups = analysis->compares ? comparing_groups : analysis_groups,
        .tables = analysis->tables,
        .columns = analysis->columns,
        .figures = analysis->figures,
        .feature = analysis->feature,
        .analysis = analysis,
        .run = cli_run_analysis,
    };
}

static cli_command command_of_row(const cli_command *row)
{
    const cf_analysis *analysis = row->result_of == NULL ? NULL : cf_analysis_find(row->result_of);
    cli_command command = *row;

    if (analysis != NULL) {
        command.columns = analysis->columns;
        command.figures = analysis->figures;
    }
    return command;
}

int cli_command_count(void)
{
    return OWN_COUNT + cf_analysis_count();
}

/* Order of the help: check, the analyses, then the rest of commands.def. */
cli_command cli_command_at(int index)
{
    int analyses = cf_analysis_count();

    assert(index >= 0 && index < cli_command_count());
    if (index == 0)
        return command_of_row(commands[0]);
    if (index <= analyses)
        return command_of(cf_analysis_at(index - 1));
    return command_of_row(commands[index - analyses]);
}

const char *cli_command_name(int index)
{
    return index >= 0 && index < cli_command_count() ? cli_command_at(index).name : NULL;
}

cli_exit cli_command_find(cli_command *out, const char *name)
{
    const char *names[MOST_COMMANDS];
    char hint[CLI_HINT_SIZE], fallback[CLI_HINT_SIZE] = "\"circfin help\" lists the commands";
    int count = cli_command_count();

    for (int i = 0; i < count && i < MOST_COMMANDS; i++) {
        *out = cli_command_at(i);
        names[i] = out->name;
        if (strcmp(out->name, name) == 0)
            return CLI_DONE;
    }
    if (cli_is_scenario_name(name))
        snprintf(fallback, sizeof fallback, "to measure a scenario: circfin score %.100s", name);
    cli_suggest(hint, name, names, (size_t)count, fallback);
    return cli_usage_error(hint, "unknown command \"%.60s\"", name);
}

static int add_option(cli_option *options, int count, const cli_option *option)
{
    assert(count < CLI_MOST_OPTIONS - 1);
    options[count] = *option;
    return count + 1;
}

static int add_specs(cli_option *options, int count, const cf_param_spec *specs)
{
    for (; specs != NULL && specs->name != NULL; specs++) {
        bool has_value = specs->value != NULL || specs->choice != NULL;
        cli_option option = {
            .kind = !has_value          ? CLI_SWITCH
                    : specs->repeatable ? CLI_LIST
                                        : CLI_VALUE,
            .name = specs->name,
            .value = specs->value,
            .choice = specs->choice,
            .parts = specs->parts,
            .commas = specs->commas,
            .help = specs->help,
            .feature = specs->feature,
        };

        count = add_option(options, count, &option);
    }
    return count;
}

static int add_group(cli_option *options, int count, const cli_option *group)
{
    for (; group->kind != CLI_END; group++)
        count = group->kind == CLI_SPECS ? add_specs(options, count, group->specs)
                                         : add_option(options, count, group);
    return count;
}

static int add_params(cli_option *options, int count, const cf_param_spec *params)
{
    static const cli_option heading = { .kind = CLI_HEADING, .help = "Analysis" };

    if (params == NULL || params->name == NULL)
        return count;
    return add_specs(options, add_option(options, count, &heading), params);
}

/* Whether the command has a --time-limit of its own. */
static bool has_own_limit(const cli_command *command)
{
    const cf_param_spec *params = command->analysis == NULL ? NULL : command->analysis->params;

    for (; params != NULL && params->name != NULL; params++)
        if (strcmp(params->name, cli_limit_options[1].name) == 0)
            return true;
    return false;
}

void cli_command_options(cli_option options[static CLI_MOST_OPTIONS], const cli_command *command)
{
    int count = 0;

    if (command->analysis != NULL)
        count = add_params(options, count, command->analysis->params);
    for (const cli_option *const *group = command->groups; *group != NULL; group++)
        count = add_group(options, count, *group);
    if (command->analysis != NULL)
        count = add_group(options, count, cli_output_options_of(command->analysis));
    if (command->memory != NULL && !has_own_limit(command))
        count = add_group(options, count, cli_limit_options);
    options[count] = (cli_option){ .kind = CLI_END };
}

static cli_exit check_operands(const cli_command *command, const cli_args *args)
{
    char hint[CLI_HINT_SIZE];

    snprintf(hint, sizeof hint, "for example: %s", command->example);
    if (args->operand_count < command->least)
        return cli_usage_error(hint, "\"%s\" needs %s%s", command->name,
                               command->operand_choice == NULL ? "an input file: " : "one of ",
                               command->operands);
    if (command->most == 0 && args->operand_count > 0)
        return cli_usage_error(hint, "\"%s\" takes no file, but has \"%.60s\"", command->name,
                               args->operands[0]);
    if (command->most > 0 && args->operand_count > command->most)
        return cli_usage_error(hint, "\"%s\" takes only %s, but also has \"%.60s\"", command->name,
                               command->operands, args->operands[command->most]);
    return CLI_DONE;
}

cli_exit cli_command_run(const cli_command *command, int argc, char **argv)
{
    cli_option options[CLI_MOST_OPTIONS];
    cli_args args;
    cli_exit code;

    cli_command_options(options, command);
    code = cli_args_parse(&args, command->name, options, argc, argv);
    if (code == CLI_DONE && cli_has(&args, "help")) {
        cli_help_command(stdout, command);
        goto out;
    }
    if (code == CLI_DONE)
        code = check_operands(command, &args);
    if (code == CLI_DONE && has_own_limit(command))
        cli_limit_reading(&args);
    else if (code == CLI_DONE)
        code = cli_limit_begin(&args);
    if (code == CLI_DONE)
        code = command->run(command, &args);

out:
    cli_args_free(&args);
    return code;
}
