/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands the given options to the library, which knows what they mean. */
#include "cli/choices.h"

#include "cli/problems.h"

const cli_option cli_view_options[] = { { .kind = CLI_HEADING,
                                          .help = "View (which deals count, and at what amount)" },
                                        { .kind = CLI_SPECS, .specs = cf_view_specs },
                                        { .kind = CLI_END } };

const cli_option cli_view_b_options[] = {
    { .kind = CLI_HEADING, .help = "View of B (an option not given here is as for A)" },
    { .kind = CLI_SPECS, .specs = cf_view_b_specs },
    { .kind = CLI_END }
};

const cli_option cli_source_options[] = {
    { .kind = CLI_HEADING, .help = "Input" },
    { .kind = CLI_SPECS, .specs = cf_reading_specs },
    { .kind = CLI_HEADING,
      .help = "Input from spreadsheets (.csv, .tsv, .xlsx, .ods or a folder), databases and graphs" },
    { .kind = CLI_SPECS, .specs = cf_sheet_specs },
    { .kind = CLI_END }
};

/* Prints what was told, if anything, and frees it. */
static cli_exit finish(cf_status status, cf_diags *diags, const cli_args *args)
{
    cli_output output = cli_output_of_messages(args);

    if (status != CF_OK)
        cli_problems_print(diags, &output, status);
    cf_diags_free(diags);
    return cli_exit_of(status);
}

static cli_exit choose_view(cf_view_choice *out, const cli_args *args,
                            cf_status (*choose)(cf_view_choice *, cf_params, cf_diags *))
{
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = choose(out, args->params, diags);
    return finish(status, diags, args);
}

cli_exit cli_view_choose(cf_view_choice *out, const cli_args *args)
{
    return choose_view(out, args, cf_view_choose);
}

cli_exit cli_view_b_choose(cf_view_choice *out, const cli_args *args)
{
    return choose_view(out, args, cf_view_b_choose);
}

cli_exit cli_source_choose(cf_input *out, const cli_args *args, const char *const *files, int count)
{
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = cf_input_choose(out, args->params, diags);
    if (status == CF_OK && count > 0)
        status = cf_input_check(out, files, count, diags);
    return finish(status, diags, args);
}
