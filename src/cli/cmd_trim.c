/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin trim PAYMENTS.csv -o DIR: the part of a large file of payments that can lie on loops. */
#include "circfin/trim.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/choices.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/source.h"

enum { USUAL_MEBIBYTES = 1024, MOST_MEBIBYTES = 1 << 24 };

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "Payments" },
    { .kind = CLI_SPECS, .specs = cf_payment_specs },
    { .kind = CLI_VALUE,
      .name = "memory-limit",
      .value = "MIB",
      .help = "mebibytes of memory to use: half for the entities, some 100 bytes each, and half "
              "for payments; those that do not fit are sorted on disk, in TMPDIR (default: 1024)" },
    { .kind = CLI_END }
};

static const cli_option *const groups[] = { options, cli_folder_options, NULL };

static cli_exit read_memory(double *bytes, const cli_args *args)
{
    const char *text = cli_value(args, "memory-limit");
    char *end;
    double mebibytes = USUAL_MEBIBYTES;

    if (text != NULL) {
        mebibytes = strtod(text, &end);
        if (end == text || *end != '\0' || !(mebibytes >= 1.0 && mebibytes <= MOST_MEBIBYTES))
            return cli_usage_error("such as --memory-limit 4096",
                                   "--memory-limit must be a number of mebibytes from 1 to %d, but "
                                   "is \"%.60s\"",
                                   MOST_MEBIBYTES, text);
    }
    *bytes = mebibytes * 1048576.0;
    return CLI_DONE;
}

static void tell_summary(const cf_trim_summary *summary, const char *folder)
{
    fputs("wrote ", stderr);
    cli_put_printable(stderr, folder);
    fprintf(stderr, ": entities %.0f (of %.0f), deals %.0f (of %.0f payments); ",
            summary->core_entities, summary->entities, summary->core_deals, summary->payments);
    fprintf(stderr, "%.1f %% of the amount is between entities that can lie on loops\n",
            summary->gross > 0.0 ? 100.0 * summary->core_gross / summary->gross : 0.0);
}

static cli_exit trim(const cli_output *output, cf_trim_request *request)
{
    cf_trim_summary summary;
    cli_progress progress;
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status != CF_OK)
        return cli_no_memory();
    cli_progress_tell(output, "reading", request->file);
    cli_progress_begin(&progress, cli_progress_is_wanted(output), CLI_STOP_NEVER);
    request->progress = &progress.progress;
    status = cf_trim(&summary, request, output->file, diags);
    cli_progress_end();
    cli_problems_print(diags, output, status);
    if (status == CF_OK && !output->quiet)
        tell_summary(&summary, output->file);
    cf_diags_free(diags);
    return cli_exit_of(status);
}

static cli_exit run_trim(const cli_command *command, const cli_args *args)
{
    const char *file = args->operands[0];
    cf_trim_request request = { .file = file };
    cli_output output;
    cf_input source = { .option = NULL };
    cli_exit code = cli_output_choose_file(&output, args);

    (void)command;
    request.input = &source;
    if (code == CLI_DONE && cli_output_is_stdout(&output))
        code =
            cli_usage_error("write -o DIR, such as -o core", "trim needs a folder to write into");
    if (code == CLI_DONE)
        code = read_memory(&request.memory, args);
    if (code == CLI_DONE)
        code = cli_source_choose(&source, args, NULL, 0);
    if (code == CLI_DONE)
        code = cli_source_check_folder(&source, file, output.file);
    if (code == CLI_DONE)
        code = trim(&output, &request);
    cf_input_free(&source);
    return code;
}

const cli_command cli_command_trim = {
    .name = "trim",
    .summary = "Cut a large file of payments down to what can lie on a loop",
    .description =
        "Reads a file of payments, which may be larger than memory, and writes its core: parallel "
        "payments are added up, and entities that nobody pays or that pay nobody are dropped, "
        "round by round. Only the columns relation, payer, payee and amount are needed. The core "
        "is a folder that every command reads as a scenario, with a manifest that says what was "
        "left out. Entities of the core keep the throughflow that they have in the whole file, so "
        "loop-backs, loops, circulation and gross are those of the whole file; all that is left "
        "out counts as one payer and one payee. Payments that do not fit into memory are sorted "
        "in temporary files.",
    .memory = "about 100 bytes an entity, and the rest of --memory-limit for payments.",
    .operands = "PAYMENTS.csv",
    .example = "circfin trim payments.csv --currency USD -o core",
    .least = 1,
    .most = 1,
    .groups = groups,
    .run = run_trim,
};
