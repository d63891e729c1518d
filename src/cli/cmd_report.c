/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin report SCENARIO: writes everything about a scenario into a folder. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "circfin/dossier.h"
#include "cli/choices.h"
#include "cli/cli.h"
#include "cli/fail_on.h"
#include "cli/jupyter.h"
#include "cli/output.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/source.h"

#define REPORTS_FOLDER "notebooks-out"

static const char *paper_name(int index)
{
    return index < CF_PAPER_COUNT ? cf_paper_names[index] : NULL;
}

static const cli_option options[] = {
    { .kind = CLI_HEADING, .help = "Output" },
    { .kind = CLI_VALUE,
      .name = "output",
      .letter = 'o',
      .value = "DIR",
      .help = "folder to write, completely or not at all (default: " REPORTS_FOLDER
              "/NAME, where NAME is the file name without its ending); FILE.pdf: the page alone, "
              "as a PDF, "
              "which needs Chromium" },
    { .kind = CLI_SWITCH,
      .name = "appendix",
      .help = "let the page print what is folded as well: every deal, every entity, all tables "
              "(default: some six to eight pages without them)" },
    { .kind = CLI_VALUE,
      .name = "paper",
      .choice = paper_name,
      .help = "the paper of the PDF (default: a4)" },
    { .kind = CLI_SWITCH,
      .name = "into",
      .help = "write the files of the report among others in the folder, and overwrite none of "
              "those (default: refuse a folder that is neither empty nor a report)" },
    { .kind = CLI_SWITCH,
      .name = "run-notebook",
      .help = "run the notebook with Jupyter, which takes some seconds (default: write it without "
              "outputs)" },
    { .kind = CLI_SWITCH,
      .name = "quiet",
      .letter = 'q',
      .help = "suppress warnings and the closing line" },
    { .kind = CLI_SWITCH, .name = "help", .letter = 'h', .help = "show this help" },
    { .kind = CLI_END }
};

const cli_option *const cli_report_groups[] = { cli_view_options, cli_source_options, options,
                                                cli_fail_on_options, NULL };

struct job {
    const char *file;
    cli_output output;
    cf_view_choice view;
    cf_input source;
    char *folder; /* or the PDF */
    bool into, pdf, appendix;
    cf_paper paper;
    cli_rules rules;
    cli_report_teller teller;
};

/* What is made of it. */
struct made {
    cf_diags *diags;
    cf_scenario *scenario;
    cf_dossier *dossier;
};

/* ---- the folder ---- */

/* The last part of a path; *length excludes the ending of a scenario file. */
static const char *base_name(const char *file, size_t *length)
{
    const char *end = file + strlen(file), *name, *point;

    while (end > file && end[-1] == '/')
        end--;
    for (name = end; name > file && name[-1] != '/';)
        name--;
    *length = (size_t)(end - name);
    point = memchr(name, '.', *length);
    while (point != NULL && memchr(point + 1, '.', (size_t)(end - point - 1)) != NULL)
        point = memchr(point + 1, '.', (size_t)(end - point - 1));
    if (cli_is_scenario_name(file) && point != NULL && point > name)
        *length = (size_t)(point - name);
    return name;
}

static cli_exit choose_folder(struct job *job, const cli_args *args)
{
    const char *asked = cli_value(args, "output"), *name = asked;
    size_t length = asked == NULL ? 0 : strlen(asked);
    size_t room;

    if (asked != NULL && (length == 0 || strcmp(asked, "-") == 0))
        return cli_usage_error("write -o DIR: a report is a folder of files",
                               "-o needs a folder name");
    if (asked == NULL && strcmp(job->file, "-") == 0)
        return cli_usage_error("name the folder with -o DIR",
                               "standard input has no name to give the report");
    if (asked == NULL)
        name = base_name(job->file, &length);
    if (asked == NULL && strspn(name, ".") >= length) /* "." and ".." */
        return cli_usage_error("name the folder with -o DIR",
                               "\"%.60s\" cannot be the name of a report", job->file);
    while (asked != NULL && length > 1 && asked[length - 1] == '/')
        length--;
    room = sizeof REPORTS_FOLDER "/" + length;
    job->folder = malloc(room);
    if (job->folder == NULL)
        return cli_no_memory();
    snprintf(job->folder, room, "%s%.*s", asked == NULL ? REPORTS_FOLDER "/" : "", (int)length,
             name);
    return CLI_DONE;
}

/* -o FILE.pdf is the page alone; -o FILE.pdf/ a folder. */
static cli_exit choose_paper(struct job *job, const cli_args *args)
{
    static const char *const of_folders[] = { "into", "run-notebook" };
    const char *asked = cli_value(args, "output");
    size_t length = asked == NULL ? 0 : strlen(asked);
    int paper = cli_choice_of(args, "paper");

    job->pdf = length > 4 && strcasecmp(asked + length - 4, ".pdf") == 0;
    job->appendix = cli_has(args, "appendix");
    job->paper = paper < 0 ? CF_PAPER_A4 : (cf_paper)paper;
    if (paper >= 0 && !job->pdf)
        return cli_usage_error("add -o FILE.pdf", "--paper is for a PDF alone");
    for (int i = 0; i < CF_COUNT_OF(of_folders); i++)
        if (job->pdf && cli_has(args, of_folders[i]))
            return cli_usage_error("name a folder with -o DIR", "--%s does not go with a PDF",
                                   of_folders[i]);
    return CLI_DONE;
}

/* Creates the default parent folder. The parent of a folder named by -o must exist. */
static cf_status make_reports_folder(const struct job *job, const cli_args *args, cf_diags *diags)
{
    cf_status status;

    if (cli_value(args, "output") != NULL || mkdir(REPORTS_FOLDER, 0777) == 0 || errno == EEXIST)
        return CF_OK;
    status = cf_diags_add(
        diags, CF_ERROR, CF_CODE_CANNOT_WRITE, NULL, "name another folder with -o DIR",
        "cannot create the folder " REPORTS_FOLDER " for %s: %s", job->folder, strerror(errno));
    return status == CF_OK ? CF_IO : status;
}

/* Before anything is computed. The default parent folder comes later, with the report. */
static cf_status check_folder(const struct job *job, const cli_args *args, cf_diags *diags)
{
    if (job->pdf)
        return cf_dossier_check_print(job->folder, diags);
    if (cli_value(args, "output") == NULL && access(REPORTS_FOLDER, F_OK) != 0)
        return CF_OK;
    return cf_dossier_check_folder(job->folder, job->into, diags);
}

/* ---- the report ---- */

static cf_status analyse(struct made *made, const struct job *job, const cli_args *args)
{
    cli_progress progress;
    cf_status status = check_folder(job, args, made->diags);

    if (status != CF_OK)
        return status;
    cli_progress_begin(&progress, cli_progress_is_wanted(&job->output), CLI_STOP_LATE);
    cli_progress_tell(&job->output, "running", "the analyses");
    status = cf_dossier_new(&made->dossier, made->scenario, &job->view.options, &progress.progress,
                            made->diags);
    cli_progress_end();
    cli_limit_end();
    return status;
}

static cf_status write_files(struct made *made, const struct job *job, const cli_args *args)
{
    cf_status status = make_reports_folder(job, args, made->diags);

    if (status == CF_OK)
        status = cli_problems_tell(&made->diags, &job->output);
    cli_progress_tell(&job->output, job->pdf ? "printing" : "writing", job->folder);
    if (status == CF_OK) {
        cf_dossier_set_appendix(made->dossier, job->appendix);
        status = job->pdf ? cf_dossier_print(made->dossier, job->folder, job->paper, made->diags)
                          : cf_dossier_write(made->dossier, job->folder, job->into, made->diags);
    }
    cli_progress_clear();
    return status;
}

static const cf_table *suppliers_of(const struct made *made)
{
    return cf_report_find_table(cf_dossier_score(made->dossier), "suppliers");
}

/* Wrong names in rules are told before anything is written. */
static cli_exit make_report(struct made *made, const struct job *job, const cli_args *args)
{
    cf_status status =
        cli_source_read(&made->scenario, &job->source, job->file, &job->output, made->diags);
    cli_exit code = CLI_DONE;

    if (status == CF_OK)
        status = analyse(made, job, args);
    if (status == CF_OK)
        code = cli_rules_check(&job->rules, cf_dossier_score(made->dossier), suppliers_of(made));
    if (status == CF_OK && code == CLI_DONE)
        status = write_files(made, job, args);
    if (code == CLI_DONE)
        cli_problems_print(made->diags, &job->output, status);
    return status == CF_OK ? code : cli_exit_of(status);
}

static void tell(const struct made *made, const struct job *job)
{
    if (job->teller.tell != NULL) {
        job->teller.tell(made->dossier, job->folder, job->pdf, job->teller.data);
    } else if (!job->output.quiet) {
        fputs("wrote ", stderr);
        cli_put_printable(stderr, job->folder);
        fputs(job->pdf ? "\n" : "/report.html and the other files of the report\n", stderr);
    }
}

static cli_exit run_report_job(const struct job *job, const cli_args *args)
{
    struct made made = { .diags = NULL };
    cli_exit code;

    if (cf_diags_new(&made.diags) != CF_OK)
        return cli_no_memory();
    code = make_report(&made, job, args);
    if (code == CLI_DONE && cli_has(args, "run-notebook"))
        cli_jupyter_run(job->folder);
    if (code == CLI_DONE) {
        tell(&made, job);
        code = cli_rules_apply(&job->rules, cf_dossier_score(made.dossier), suppliers_of(&made),
                               job->output.quiet);
    }
    cf_dossier_free(made.dossier);
    cf_scenario_free(made.scenario);
    cf_diags_free(made.diags);
    return code;
}

cli_exit cli_report_run(const cli_args *args, cli_report_teller teller)
{
    struct job job = { .file = args->operands[0],
                       .output = cli_output_of_messages(args),
                       .into = cli_has(args, "into"),
                       .teller = teller };
    cli_exit code = choose_folder(&job, args);

    if (code == CLI_DONE)
        code = choose_paper(&job, args);
    if (code == CLI_DONE)
        code = cli_view_choose(&job.view, args);
    if (code == CLI_DONE)
        code = cli_source_choose(&job.source, args, &job.file, 1);
    if (code == CLI_DONE)
        code = cli_rules_read(&job.rules, args);
    if (code == CLI_DONE && job.pdf && cli_source_reads(&job.source, job.file, job.folder))
        code = cli_usage_error("give -o another name", "-o would overwrite the scenario");
    if (code == CLI_DONE && !job.pdf)
        code = cli_source_check_folder(&job.source, job.file, job.folder);
    if (code == CLI_DONE)
        code = run_report_job(&job, args);
    cli_rules_free(&job.rules);
    cf_view_choice_free(&job.view);
    cf_input_free(&job.source);
    free(job.folder);
    return code;
}

static cli_exit run_report(const cli_command *command, const cli_args *args)
{
    (void)command;
    return cli_report_run(args, (cli_report_teller){ .tell = NULL });
}

const cli_command cli_command_report = {
    .name = "report",
    .summary = "Write everything into a folder: page, workbook, notebook, pictures, tables",
    .description =
        "Writes the whole analysis into a folder to share: a page to read first, a "
        "workbook, a notebook, both pictures, every table as csv and all results as JSON. "
        "The page is one file that loads nothing from elsewhere. The folder is written "
        "completely or not at all, and a newer report takes the place of an older one. Your "
        "own files in it stay. FILE.pdf is the page alone, printed by Chromium: six to eight "
        "pages, or "
        "with --appendix all of it. With more than 24 suppliers, drivers and timeline cover "
        "those with the largest loop-back. --fail-on judges the figures and suppliers of "
        "score, once the report is written.",
    .memory =
        "about 12,000 bytes a deal with few suppliers, and twice that if half of the entities are "
        "suppliers: the tables of all analyses are kept until the folder is written.",
    .operands = "SCENARIO",
    .example = "circfin report data/ai-deals.json",
    .least = 1,
    .most = 1,
    .groups = cli_report_groups,
    .run = run_report,
};
