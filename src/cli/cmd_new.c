/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin new [NAME]: writes a small scenario to begin with. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "circfin/sheets.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/problems.h"

#define USUAL_NAME "mine"

static const char *unit_at(int index)
{
    return index < CF_UNIT_COUNT ? cf_unit_names[index] : NULL;
}

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "New scenario" },
    { .kind = CLI_SWITCH,
      .name = "csv",
      .help = "write spreadsheets into the folder NAME: deals.csv, entities.csv and scenario.csv" },
    { .kind = CLI_SWITCH,
      .name = "xlsx",
      .help = "write a workbook, as for a NAME that ends in .xlsx" },
    { .kind = CLI_VALUE,
      .name = "currency",
      .value = "CODE",
      .help = "currency of the scenario, such as EUR (default: USD)" },
    { .kind = CLI_VALUE,
      .name = "unit",
      .choice = unit_at,
      .help = "unit of every amount (default: bn)" },
    { .kind = CLI_SWITCH,
      .name = "force",
      .help = "replace what is there under this name (default: refuse)" },
    { .kind = CLI_VALUE,
      .name = "output",
      .letter = 'o',
      .value = "FILE",
      .help = "write to FILE, whatever its ending, instead of NAME; - is standard output" },
    { .kind = CLI_SWITCH,
      .name = "quiet",
      .letter = 'q',
      .help = "suppress warnings and the closing line" },
    { .kind = CLI_SWITCH, .name = "help", .letter = 'h', .help = "show this help" },
    { .kind = CLI_END }
};

static const cli_option *const groups[] = { options, NULL };

/* ---- one function a form ---- */

struct job {
    const struct form *form;
    const char *name;
    bool exact; /* the name gets no ending */
    char *path; /* what is written: the name with its ending, a folder, or "-" */
    const char *text;
    bool force;
};

static cf_status write_json(const struct job *job, cf_diags *diags)
{
    return cf_example_write(job->text, job->path, job->force, diags);
}

static cf_status read_text(cf_scenario **out, const struct job *job, cf_diags *diags)
{
    return cf_scenario_parse(out, job->text, strlen(job->text), job->path, diags);
}

static cf_status write_csv(const struct job *job, cf_diags *diags)
{
    cf_scenario *scenario = NULL;
    cf_status status = read_text(&scenario, job, diags);

    if (status == CF_OK)
        status = cf_sheets_write(scenario, job->path, diags);
    cf_scenario_free(scenario);
    return status;
}

static cf_status write_workbook(const struct job *job, cf_diags *diags)
{
    cf_scenario *scenario = NULL;
    cf_status status = read_text(&scenario, job, diags);

    if (status == CF_OK)
        status = cf_sheets_write_workbook(scenario, job->path, diags);
    cf_scenario_free(scenario);
    return status;
}

struct form {
    const char *option;
    const char *ending; /* of the file; NULL: a folder */
    cf_status (*write)(const struct job *job, cf_diags *diags);
};

enum { JSON, CSV, XLSX, FORMS };

static const struct form forms[FORMS] = {
    [JSON] = { NULL, ".json", write_json },
    [CSV] = { "csv", NULL, write_csv },
    [XLSX] = { "xlsx", ".xlsx", write_workbook },
};

/* ---- which form, and where ---- */

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);

    return length > tail && strcasecmp(name + length - tail, ending) == 0;
}

/* The form that a name says by its ending; NULL where it says none. */
static const struct form *form_of_name(const char *name)
{
    for (int i = 0; i < FORMS; i++)
        if (forms[i].ending != NULL && ends_in(name, forms[i].ending))
            return &forms[i];
    return ends_in(name, "/") ? &forms[CSV] : NULL;
}

static cli_exit refuse_csv_name(const char *name)
{
    return cli_usage_error("name the folder, as in circfin new mine --csv",
                           "spreadsheets are three files in a folder, but the name is \"%.60s\"",
                           name);
}

static cli_exit choose_form(struct job *job, const cli_args *args)
{
    const struct form *told = form_of_name(job->name);
    const struct form *asked = cli_has(args, "csv")    ? &forms[CSV]
                               : cli_has(args, "xlsx") ? &forms[XLSX]
                                                       : NULL;

    if (cli_has(args, "csv") && cli_has(args, "xlsx"))
        return cli_usage_error("leave out one of them", "--csv and --xlsx exclude each other");
    if (ends_in(job->name, ".csv") || ends_in(job->name, ".tsv"))
        return refuse_csv_name(job->name);
    if (asked != NULL && told != NULL && asked != told)
        return cli_usage_error("leave out the option, or the ending",
                               "--%s does not fit the name \"%.60s\"", asked->option, job->name);
    job->form = asked != NULL ? asked : told != NULL ? told : &forms[JSON];
    if (job->form != &forms[JSON] && strcmp(job->name, "-") == 0)
        return cli_usage_error("give a name, such as " USUAL_NAME,
                               "only JSON can be written to standard output");
    return CLI_DONE;
}

static cli_exit choose_name(struct job *job, const cli_args *args)
{
    const char *operand = args->operand_count > 0 ? args->operands[0] : NULL;
    const char *output = cli_value(args, "output"), *last;

    if (operand != NULL && output != NULL)
        return cli_usage_error("leave out one of them", "the name is given twice, also with -o");
    job->name = operand != NULL ? operand : output != NULL ? output : USUAL_NAME;
    job->exact = output != NULL || strcmp(job->name, "-") == 0;
    last = strrchr(job->name, '/');
    last = last == NULL ? job->name : last + 1;
    if (job->name[0] == '\0' ||
        (!cli_has(args, "csv") && last[0] != '\0' && strspn(last, ".") == strlen(last)))
        return cli_usage_error("give a name, such as " USUAL_NAME,
                               "a scenario needs a name, but it is \"%.60s\"", job->name);
    return CLI_DONE;
}

static cli_exit choose_path(struct job *job)
{
    const char *ending = job->form->ending;
    size_t length = strlen(job->name);
    bool bare = ending != NULL && !job->exact && !ends_in(job->name, ending);

    while (ending == NULL && length > 1 && job->name[length - 1] == '/')
        length--;
    job->path = malloc(length + sizeof ".json");
    if (job->path == NULL)
        return cli_no_memory();
    snprintf(job->path, length + sizeof ".json", "%.*s%s", (int)length, job->name,
             bare ? ending : "");
    return CLI_DONE;
}

/* ---- nothing is replaced unasked ---- */

static bool is_there(const char *path)
{
    struct stat about;

    return strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static cli_exit refuse_taken(const char *path)
{
    if (!is_there(path))
        return CLI_DONE;
    cli_usage_error("give another name, or --force to replace it", "\"%.200s\" is there already",
                    path);
    return CLI_NO_ACCESS;
}

static cli_exit check_free(const struct job *job)
{
    static const char *const sheets[] = { "deals.csv", "entities.csv", "scenario.csv" };
    size_t room = strlen(job->path) + 16;
    cli_exit code = CLI_DONE;
    char *path;

    if (job->force || job->form->ending != NULL)
        return job->force ? CLI_DONE : refuse_taken(job->path);
    path = malloc(room);
    if (path == NULL)
        return cli_no_memory();
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets && code == CLI_DONE; i++) {
        snprintf(path, room, "%s/%s", job->path, sheets[i]);
        code = refuse_taken(path);
    }
    free(path);
    return code;
}

/* ---- the command ---- */

static cli_exit make_text(char **out, const cli_args *args)
{
    const char *currency = cli_value(args, "currency");
    int unit = cli_choice_of(args, "unit");

    if (currency == NULL)
        currency = "USD";
    if (strlen(currency) != 3 || strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
        return cli_usage_error("write an ISO 4217 code, such as USD",
                               "--currency must be three upper-case letters, but is \"%.60s\"",
                               currency);
    return cf_example_text(out, currency, unit < 0 ? CF_BILLION : (cf_unit)unit) == CF_OK
               ? CLI_DONE
               : cli_no_memory();
}

static void tell_done(const struct job *job)
{
    fputs("wrote ", stderr);
    cli_put_printable(stderr, job->path);
    fputs("; next: circfin score ", stderr);
    cli_put_printable(stderr, job->path);
    putc('\n', stderr);
}

static cli_exit write_new(const struct job *job, const cli_output *output)
{
    cf_diags *diags = NULL;
    cf_status status = cf_diags_new(&diags);

    if (status == CF_OK)
        status = job->form->write(job, diags);
    if (status == CF_IO && cli_is_pipe_closed(diags))
        status = CF_OK;
    else
        cli_problems_print(diags, output, status);
    if (status == CF_OK && !output->quiet && strcmp(job->path, "-") != 0)
        tell_done(job);
    cf_diags_free(diags);
    return cli_exit_of(status);
}

static cli_exit run_new(const cli_command *command, const cli_args *args)
{
    struct job job = { .force = cli_has(args, "force") };
    cli_output output = cli_output_of_messages(args);
    char *text = NULL;
    cli_exit code = choose_name(&job, args);

    (void)command;
    if (code == CLI_DONE)
        code = choose_form(&job, args);
    if (code == CLI_DONE)
        code = choose_path(&job);
    if (code == CLI_DONE)
        code = check_free(&job);
    if (code == CLI_DONE)
        code = make_text(&text, args);
    job.text = text;
    if (code == CLI_DONE)
        code = write_new(&job, &output);
    free(text);
    free(job.path);
    return code;
}

const cli_command cli_command_new = {
    .name = "new",
    .summary = "Write a small scenario to begin with: three deals that form a loop",
    .description =
        "Writes a scenario of three companies and three deals that form a loop, to be replaced "
        "line by line. Its notes explain the keys. JSON goes to the file NAME.json, with the JSON "
        "Schema in scenario.schema.json beside it, so that an editor such as VS Code completes and "
        "explains the keys, without a network; --csv writes spreadsheets into the folder NAME, and "
        "--xlsx the workbook NAME.xlsx. Nothing is replaced without --force, and a schema that is "
        "there stays. With - the JSON "
        "goes to standard output.",
    .operands = "[NAME]",
    .example = "circfin new mine",
    .least = 0,
    .most = 1,
    .groups = groups,
    .run = run_new,
};
