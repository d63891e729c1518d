/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of progress, which a clock prints, and requests to stop. */
#include "cli/progress.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "circfin/text.h"
#include "cli/clock.h"

enum { TEXT_SIZE = 200, NAME_SIZE = 60 };
static const double FIRST_SECONDS = 1.0, EACH_SECONDS = 0.2;

/* ---- the line ---- */

/* Globals because a signal handler takes no argument. A new text is written into the buffer that is
 * not shown, and then shown instead of the other. */
static char texts[2][TEXT_SIZE];
static const char *volatile told; /* NULL: nothing */
static volatile sig_atomic_t is_shown, stops;
static double begin;             /* of the run */
static char activity[NAME_SIZE]; /* what the steps are of */

static size_t add(char *line, size_t length, const char *text)
{
    size_t more = strlen(text);

    memcpy(line + length, text, more);
    return length + more;
}

static size_t add_number(char *line, size_t length, long number)
{
    char digits[24];
    size_t first = sizeof digits - 1;

    digits[first] = '\0';
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return add(line, length, digits + first);
}

/* Async-signal-safe, so without printf. */
static void show_line(void)
{
    char line[TEXT_SIZE + 80];
    const char *text = told;
    double seconds = cli_clock_seconds() - begin;
    size_t length;

    if (text == NULL || seconds < FIRST_SECONDS)
        return;
    length = add(line, 0, "\r\033[K");
    length = add(line, length, text);
    length = add(line, length, ", ");
    length = add_number(line, length, (long)seconds);
    length = add(line, length, stops ? " s (Ctrl-C stops)" : " s (Ctrl-C ends)");
    is_shown = write(STDERR_FILENO, line, length) == (ssize_t)length;
}

static char *next_text(void)
{
    return told == texts[0] ? texts[1] : texts[0];
}

static void tell(const char *text)
{
    if (begin <= 0.0)
        begin = cli_clock_seconds();
    told = text;
    cli_signals_tick(show_line);
}

bool cli_progress_is_wanted(const cli_output *output)
{
    return !output->quiet && isatty(STDERR_FILENO) != 0;
}

void cli_progress_tell(const cli_output *output, const char *doing, const char *what)
{
    char name[NAME_SIZE], *text = next_text();

    if (!cli_progress_is_wanted(output))
        return;
    cf_text_printable(name, sizeof name, what);
    snprintf(activity, sizeof activity, "%s", name);
    snprintf(text, TEXT_SIZE, "%s %s", doing, name);
    tell(text);
}

void cli_progress_clear(void)
{
    told = NULL;
    cli_signals_tick(NULL);
    if (is_shown)
        fputs("\r\033[K", stderr);
    is_shown = 0;
}

/* ---- steps ---- */

/* 1234567 as "1.23 million": more digits would change too fast to read. */
static void put_count(char text[static 32], double count)
{
    if (count >= 1e9)
        snprintf(text, 32, "%.2f billion", count / 1e9);
    else if (count >= 1e6)
        snprintf(text, 32, "%.2f million", count / 1e6);
    else
        snprintf(text, 32, "%.0f", count);
}

static void tell_step(const cf_progress_state *state, double seconds)
{
    char done[32], total[32] = "", found[32], rate[32], *text = next_text();
    size_t length;

    put_count(done, state->done);
    if (state->total >= 0.0)
        put_count(total, state->total);
    snprintf(text, TEXT_SIZE, "%.60s: %s%s%s %s", state->doing != NULL ? state->doing : activity,
             done, state->total < 0.0 ? "" : " of ", total, state->unit);
    if (state->found_unit != NULL && strcmp(state->found_unit, state->unit) == 0) {
        length = strlen(text);
        put_count(rate, state->found / seconds); /* what is done is what is found */
        snprintf(text + length, TEXT_SIZE - length, ", %s a second", rate);
    } else if (state->found_unit != NULL) {
        length = strlen(text);
        put_count(found, state->found);
        put_count(rate, state->found / seconds);
        snprintf(text + length, TEXT_SIZE - length, ", %s %s, %s a second", found,
                 state->found_unit, rate);
    }
    tell(text);
}

static bool take_step(void *payload, const cf_progress_state *state)
{
    cli_progress *progress = payload;
    double time = cli_clock_seconds();

    if (progress->show && time - progress->last >= EACH_SECONDS) {
        progress->last = time;
        tell_step(state, time - progress->begin);
    }
    return !cli_signals_is_stop_asked();
}

void cli_progress_begin(cli_progress *out, bool show, cli_stop stop)
{
    *out = (cli_progress){ .show = show, .begin = cli_clock_seconds() };
    out->progress = (cf_progress){ .step = take_step, .payload = out };
    stops = stop == CLI_STOP_EITHER;
    cli_signals_stop_first(stop);
}

void cli_progress_end(void)
{
    cli_progress_clear();
    stops = 0;
    cli_signals_stop_first(CLI_STOP_NEVER);
}

/* ---- the limit ---- */

const cli_option cli_limit_options[] = {
    { .kind = CLI_HEADING, .help = "Time" },
    { .kind = CLI_VALUE,
      .name = "time-limit",
      .value = "SECONDS",
      .help = "stop after this time, counted from the start, and write the results so far; exit "
              "with status 5 if there are none (default: no limit)" },
    { .kind = CLI_END }
};

static bool read_seconds(double *out, const char *text)
{
    char *end;

    *out = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*out) && *out > 0.0;
}

cli_exit cli_limit_begin(const cli_args *args)
{
    const char *text = cli_value(args, "time-limit");
    double seconds;

    if (text == NULL)
        return CLI_DONE;
    if (!read_seconds(&seconds, text))
        return cli_usage_error("write seconds, such as --time-limit 60",
                               "--time-limit must be a number above 0, but is \"%.60s\"", text);
    cli_signals_limit(seconds);
    return CLI_DONE;
}

void cli_limit_reading(const cli_args *args)
{
    const char *text = cli_value(args, "time-limit");
    double seconds;

    if (text != NULL && read_seconds(&seconds, text))
        cli_signals_limit(seconds);
}

void cli_limit_end(void)
{
    cli_signals_limit(0.0);
}
