/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * circfin watch SCENARIO: makes the report, and makes it anew whenever a file is saved.
 *
 *   look ──same──► wait ──► look
 *    └─another─► settle ──► checksums ──same──► "saved without a change"
 *                               └─another─► a child process makes the report
 *
 * Each report is made in a child process, a copy of this one that has not begun anything: what a
 * report leaks, libraries as well, goes with it, and a crash or a lack of memory costs one report,
 * not the watch. What was seen before a report is compared afterwards, so a save in the meantime
 * is not missed.
 */
#define _XOPEN_SOURCE 700 /* localtime_r */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "circfin/text.h"
#include "cli/choices.h"
#include "cli/cli.h"
#include "cli/clock.h"
#include "cli/headline.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/saves.h"
#include "cli/sights.h"

/* A save is over when nothing has changed for so long; one that never ends counts after the most.
 */
enum { QUIET_MILLISECONDS = 200, MOST_QUIETS = 10 };
enum { NAME_SIZE = 200, PART_BYTES = 4096 };

struct watch {
    const cli_args *args;
    const char *file;
    cf_input source;
    bool quiet;
    cli_saves saves;
    cli_sights seen;       /* before the last report */
    cli_headline headline; /* of the last report */
};

/* ---- messages ---- */

/* With the time of the day, which is what tells one from the other on a screen full of them. */
static void say_time(void)
{
    time_t now = time(NULL);
    struct tm day;

    if (localtime_r(&now, &day) != NULL)
        fprintf(stderr, "%02d:%02d:%02d ", day.tm_hour, day.tm_min, day.tm_sec);
}

static void say(const struct watch *watch, const char *text)
{
    if (watch->quiet)
        return;
    say_time();
    fprintf(stderr, "%s\n", text);
}

/* ---- the child ---- */

struct child {
    const struct watch *watch;
    double begin;
    int pipe; /* gets the figures */
};

static void tell_report(const cf_dossier *dossier, const char *folder, bool is_pdf, void *data)
{
    const struct child *child = data;
    const cf_report *score = cf_dossier_score(dossier);
    FILE *out = fdopen(child->pipe, "w");

    if (!child->watch->quiet) {
        say_time();
        fputs("wrote ", stderr);
        cli_put_printable(stderr, folder);
        fprintf(stderr, "%s in %.1f s", is_pdf ? "" : "/report.html",
                cli_clock_seconds() - child->begin);
        cli_headline_say(stderr, score, &child->watch->headline);
        putc('\n', stderr);
    }
    if (out == NULL)
        return;
    cli_headline_write(out, score);
    fclose(out);
}

static _Noreturn void be_child(const struct watch *watch, int pipe)
{
    struct child child = { .watch = watch, .begin = cli_clock_seconds(), .pipe = pipe };
    cli_exit code;

    cli_signals_end_program();
    cli_signals_release();
    code = cli_limit_begin(watch->args);
    if (code == CLI_DONE)
        code =
            cli_report_run(watch->args, (cli_report_teller){ .tell = tell_report, .data = &child });
    exit((int)code);
}

/* ---- the parent ---- */

/* What the child wrote, in place of the headline; an empty one leaves it as it is. */
static void read_headline(struct watch *watch, int pipe)
{
    cli_headline got = { .size = 0 };
    ssize_t count = 1;

    while (count > 0) {
        char *more = realloc(got.at, got.size + PART_BYTES);

        if (more == NULL)
            break;
        got.at = more;
        do
            count = read(pipe, got.at + got.size, PART_BYTES);
        while (count < 0 && errno == EINTR);
        got.size += count > 0 ? (size_t)count : 0;
    }
    if (got.size == 0 || got.at[got.size - 1] != '\0') {
        free(got.at);
        return;
    }
    free(watch->headline.at);
    watch->headline = got;
}

/* Waits for the end of the child, takes it from the signals, and only then frees its number. */
static cli_exit end_of(pid_t child)
{
    siginfo_t how;
    int status = 0;

    while (waitid(P_PID, (id_t)child, &how, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        continue;
    cli_signals_pass_on(0);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status))
        return (cli_exit)WEXITSTATUS(status);
    fprintf(stderr, "circfin: error: a signal ended the report: %s\n", strsignal(WTERMSIG(status)));
    return CLI_BUG;
}

static cli_exit make_report(struct watch *watch)
{
    int ends[2];
    pid_t child = -1;

    if (pipe(ends) != 0) {
        fprintf(stderr, "circfin: error: cannot begin a report: %s\n", strerror(errno));
        return CLI_BUG;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    fflush(stderr);
    cli_signals_hold();
    child = fork();
    if (child == 0) {
        close(ends[0]);
        be_child(watch, ends[1]);
    }
    cli_signals_pass_on(child > 0 ? child : 0);
    cli_signals_release();
    if (child < 0)
        fprintf(stderr, "circfin: error: cannot begin a report: %s\n", strerror(errno));
    close(ends[1]);
    read_headline(watch, ends[0]);
    close(ends[0]);
    return child < 0 ? CLI_BUG : end_of(child);
}

static bool is_written(cli_exit code)
{
    return code == CLI_DONE || code == CLI_MATCHED;
}

/* ---- the files ---- */

static void listen_to(struct watch *watch, const cli_sights *sights)
{
    const char *paths[CLI_MOST_SIGHTS];

    for (int i = 0; i < sights->count; i++)
        paths[i] = sights->at[i].path;
    cli_saves_listen(&watch->saves, paths, sights->count);
}

/* Looks until nothing changes any more. False: no memory. */
static bool settle(cli_sights *sights, const struct watch *watch)
{
    for (int i = 0; i < MOST_QUIETS; i++) {
        cli_sights now;
        bool is_quiet;

        poll(NULL, 0, QUIET_MILLISECONDS);
        if (!cli_sights_look(&now, &watch->source, watch->file)) {
            cli_sights_free(&now);
            return false;
        }
        is_quiet = cli_sights_are_same(sights, &now);
        cli_sights_free(sights);
        *sights = now;
        if (is_quiet)
            break;
    }
    cli_sights_read(sights);
    return true;
}

/* Says which files have another content. False: none has. */
static bool say_changes(const struct watch *watch, const cli_sights *now)
{
    int first = cli_sights_next_change(now, &watch->seen, 0);

    if (watch->quiet)
        return first >= 0;
    say_time();
    for (int i = first; i >= 0; i = cli_sights_next_change(now, &watch->seen, i + 1)) {
        char name[NAME_SIZE];

        cf_text_printable(name, sizeof name, now->at[i].path);
        fprintf(stderr, "%s%s %s", i == first ? "" : ", ", name,
                now->at[i].is_there ? "saved" : "gone");
    }
    fputs(first < 0 ? "saved without a change\n" : "\n", stderr);
    return first >= 0;
}

/* ---- the loop ---- */

static void renew(struct watch *watch)
{
    if (!is_written(make_report(watch)))
        say(watch, "no new report: the one before stays; waiting for the next save");
}

/* One look. False: no memory. */
static bool look_once(struct watch *watch)
{
    cli_sights now;
    bool looked, changed;

    listen_to(watch, &watch->seen);
    looked = cli_sights_look(&now, &watch->source, watch->file);
    if (looked && cli_sights_are_same(&now, &watch->seen)) {
        cli_saves_wait(&watch->saves);
        cli_sights_free(&now);
        return true;
    }
    if (!looked || !settle(&now, watch)) {
        cli_sights_free(&now);
        return false;
    }
    changed = say_changes(watch, &now);
    cli_sights_free(&watch->seen);
    watch->seen = now;
    if (changed)
        renew(watch);
    return true;
}

/* An error in the command line, or in the name of the file, is no matter of saving. */
static bool is_hopeless(const struct watch *watch, cli_exit code)
{
    return code == CLI_USAGE || (code == CLI_NO_ACCESS && access(watch->file, F_OK) != 0);
}

/* Standard error is a pipe whose reader has gone, as behind `| head`: an end without an error, as
 * everywhere. What is only hung up, as a terminal, ends the watch by a signal, or is meant. */
static bool is_unheard(void)
{
    struct pollfd err = { .fd = STDERR_FILENO, .events = 0 };
    struct stat about;

    return fstat(STDERR_FILENO, &about) == 0 && S_ISFIFO(about.st_mode) && poll(&err, 1, 0) > 0 &&
           (err.revents & POLLERR) != 0;
}

/* Ends by a signal, or at once. */
static cli_exit run_loop(struct watch *watch)
{
    cli_exit code;

    if (!cli_sights_look(&watch->seen, &watch->source, watch->file))
        return cli_no_memory();
    cli_sights_read(&watch->seen);
    code = make_report(watch);
    if (is_hopeless(watch, code))
        return code;
    if (!is_written(code))
        say(watch, "no report yet; waiting for a save");
    else
        say(watch, "watching; Ctrl-C ends it");
    while (look_once(watch))
        if (is_unheard())
            return CLI_DONE;
    return cli_no_memory();
}

static bool is_unsaved(const char *path, void *data)
{
    struct stat about;

    (void)data;
    return strcmp(path, "-") == 0 || (stat(path, &about) == 0 && S_ISFIFO(about.st_mode));
}

static cli_exit run_watch(const cli_command *command, const cli_args *args)
{
    struct watch watch = { .args = args,
                           .file = args->operands[0],
                           .quiet = cli_has(args, "quiet"),
                           .saves = CLI_NO_SAVES };
    cli_exit code = cli_source_choose(&watch.source, args, NULL, 0);

    (void)command;
    if (code == CLI_DONE && cli_source_any(&watch.source, watch.file, is_unsaved, NULL))
        code = cli_usage_error("name a file", "standard input and pipes are not saved, so they "
                                              "cannot be watched");
    if (code == CLI_DONE) {
        cli_limit_end(); /* each report has its own */
        cli_signals_stop_clock();
        code = run_loop(&watch);
    }
    cli_sights_free(&watch.seen);
    cf_input_free(&watch.source);
    free(watch.headline.at);
    return code;
}

const cli_command cli_command_watch = {
    .name = "watch",
    .summary = "Write the report, and write it anew whenever the scenario is saved",
    .description =
        "Makes the same report as the command report, with the same options, and makes it "
        "anew whenever a file that it reads is saved: the file itself, or each spreadsheet of a "
        "folder, also in a program that saves by renaming. A save that changes no content "
        "changes nothing. If the scenario has errors, they are printed as by check, and the last "
        "report stays as it is until the next save. A rule of --fail-on that matches is printed. "
        "Reload the page in the browser. Ctrl-C ends it. Where the system cannot tell of saves, as "
        "on network drives, the files are looked at every second or two. --time-limit is for each "
        "report.",
    .memory =
        "about 12,000 bytes a deal while a report is made, as report takes; some 8 MB in between.",
    .operands = "SCENARIO",
    .example = "circfin watch data/ai-deals.json -o ai-report",
    .least = 1,
    .most = 1,
    .groups = cli_report_groups,
    .run = run_watch,
};
