/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that choose a view, parsed into cf_view_options. */
#include "cli/view_options.h"

#include <stdlib.h>
#include <string.h>

static const char *preset_at(int index)
{
    return index < CF_PRESET_COUNT ? cf_preset_names[index] : NULL;
}

static const char *case_at(int index)
{
    static const char *const words[] = { "low", "base", "high", NULL }; /* as in cf_case */

    return words[index];
}

static const char *weights_at(int index)
{
    static const char *const words[] = { "face", "probability", NULL };

    return words[index];
}

static const char *origin_at(int index)
{
    static const char *const words[] = { "capital", "all", NULL };

    return words[index];
}

static const char *status_at(int index)
{
    return index < CF_DEAL_STATUS_COUNT ? cf_deal_status_names[index] : NULL;
}

const cli_option cli_view_options[] = {
    { .kind = CLI_HEADING, .help = "View (which deals count, and at what amount)" },
    { .kind = CLI_VALUE,
      .name = "view",
      .choice = preset_at,
      .help = "preset: firm counts the low case of signed and completed deals; headline counts the "
              "high case with letters of intent and non-cash deals (default: base)" },
    { .kind = CLI_VALUE,
      .name = "case",
      .choice = case_at,
      .help = "which value of a range to use (default: base)" },
    { .kind = CLI_VALUE,
      .name = "as-of",
      .value = "DATE",
      .help = "count what was known at the end of this day, month or year, such as 2026-03-31, "
              "2026-03 or 2026 (default: the scenario's as_of)" },
    { .kind = CLI_VALUE,
      .name = "status",
      .value = "LIST",
      .help = "count only deals of these statuses, such as signed,completed (default: "
              "announced,signed,completed)",
      .parts = status_at,
      .commas = true },
    { .kind = CLI_SWITCH,
      .name = "non-cash",
      .help = "also count non-cash deals, such as warrants and stock" },
    { .kind = CLI_SWITCH,
      .name = "contingent",
      .help = "also count contingent deals, such as guarantees and backstops" },
    { .kind = CLI_SWITCH, .name = "reported-only", .help = "leave out estimates and assumptions" },
    { .kind = CLI_VALUE,
      .name = "window",
      .value = "FROM..TO",
      .help = "count only what falls between these dates, such as 2026..2027-06 (default: whole "
              "amounts)" },
    { .kind = CLI_VALUE,
      .name = "weights",
      .choice = weights_at,
      .help = "probability: multiply each amount by the probability of its deal (default: face)" },
    { .kind = CLI_VALUE,
      .name = "origin",
      .choice = origin_at,
      .help = "which money of a supplier to follow: what it invests, or all that it pays (default: "
              "capital)" },
    { .kind = CLI_SWITCH, .name = "consolidate", .help = "treat each group as one entity" },
    { .kind = CLI_LIST,
      .name = "joint",
      .value = "A,B,...",
      .help = "also measure these entities as one supplier, such as nvidia,amd; \\, is a comma "
              "inside an id" },
    { .kind = CLI_END }
};

/* Cuts the first word off a comma-separated list, in place; a backslash escapes the next character.
 * *rest is NULL after the last word. */
static char *cut_word(char **rest)
{
    char *word = *rest, *to = word;

    for (char *from = word;; from++) {
        if (*from == '\\' && from[1] != '\0') {
            *to++ = *++from;
            continue;
        }
        if (*from == ',' || *from == '\0') {
            *rest = *from == ',' ? from + 1 : NULL;
            *to = '\0';
            return word;
        }
        *to++ = *from;
    }
}

static int find_status(const char *word)
{
    for (int i = 0; i < CF_DEAL_STATUS_COUNT; i++)
        if (strcmp(cf_deal_status_names[i], word) == 0)
            return i;
    return -1;
}

static cli_exit unknown_status(const char *word)
{
    char hint[CLI_HINT_SIZE];

    cli_suggest(hint, word, cf_deal_status_names, CF_DEAL_STATUS_COUNT,
                "a comma-separated list of rumoured, letter_of_intent, announced, signed, "
                "completed, cancelled");
    return cli_usage_error(hint, "--status must list statuses, but has \"%.60s\"", word);
}

static cli_exit choose_statuses(unsigned *statuses, const char *list)
{
    char *copy, *rest;
    cli_exit code = CLI_DONE;

    if (list == NULL)
        return CLI_DONE;
    copy = strdup(list);
    if (copy == NULL)
        return cli_no_memory();
    *statuses = 0;
    for (rest = copy; rest != NULL && code == CLI_DONE;) {
        const char *word = cut_word(&rest);
        int status = find_status(word);

        if (status < 0)
            code = unknown_status(word);
        else
            *statuses |= CF_STATUS_BIT(status);
    }
    free(copy);
    return code;
}

static cli_exit choose_day(cf_day *day, const char *what, const char *text, cf_day_end end)
{
    if (cf_day_parse(day, text, end))
        return CLI_DONE;
    return cli_usage_error("write 2026-06-30, 2026-06 or 2026",
                           "%s must be a day, month or year, but is \"%.60s\"", what, text);
}

static cli_exit choose_window(cf_view_options *options, const char *text)
{
    const char *between = text == NULL ? NULL : strstr(text, "..");
    char from[32];
    cli_exit code;

    if (text == NULL)
        return CLI_DONE;
    if (between == NULL || between - text >= (int)sizeof from)
        return cli_usage_error("write --window 2026..2027-06, or --window 2026..2026 for one year",
                               "--window must be FROM..TO, but is \"%.60s\"", text);
    snprintf(from, sizeof from, "%.*s", (int)(between - text), text);
    code = choose_day(&options->window_from, "FROM of --window", from, CF_FIRST_DAY);
    if (code == CLI_DONE)
        code = choose_day(&options->window_to, "TO of --window", between + 2, CF_LAST_DAY);
    if (code == CLI_DONE && options->window_from > options->window_to)
        code = cli_usage_error("swap its two dates",
                               "--window must not end before it begins: \"%.60s\"", text);
    return code;
}

/* Allocates room for the words of all --joint lists. */
static cli_exit allocate_view_text(cli_view *view, const cli_args *args)
{
    size_t size = 1, words = 1;

    for (int i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, "joint") != 0)
            continue;
        size += strlen(args->given[i].value) + 1;
        for (const char *c = args->given[i].value; *c != '\0'; c++)
            words += *c == ',';
        words++;
    }
    view->text = malloc(size);
    view->joint = calloc(words, sizeof *view->joint);
    return view->text == NULL || view->joint == NULL ? cli_no_memory() : CLI_DONE;
}

static cli_exit choose_joint(cli_view *view, const cli_args *args)
{
    char *rest, *free_text;
    cli_exit code = allocate_view_text(view, args);

    if (code != CLI_DONE)
        return code;
    free_text = view->text;
    for (int i = 0; i < args->given_count; i++) {
        if (strcmp(args->given[i].option->name, "joint") != 0)
            continue;
        strcpy(free_text, args->given[i].value);
        rest = free_text;
        free_text += strlen(free_text) + 1;
        while (rest != NULL) {
            const char *word = cut_word(&rest);

            if (word[0] == '\0')
                return cli_usage_error("write --joint A,B",
                                       "--joint must list ids, but is \"%.60s\"",
                                       args->given[i].value);
            view->joint[view->options.joint_count++] = word;
        }
    }
    view->options.joint = view->joint;
    return CLI_DONE;
}

/* The preset comes first, wherever it stands; single options override it. */
cli_exit cli_view_choose(cli_view *out, const cli_args *args)
{
    int preset = cli_choice_of(args, "view"), which = cli_choice_of(args, "case");
    const char *as_of = cli_value(args, "as-of");
    cf_view_options *options = &out->options;
    cli_exit code = CLI_DONE;

    *out = (cli_view){ .text = NULL };
    *options = cf_view_options_of(preset >= 0 ? (cf_preset)preset : CF_VIEW_BASE);
    if (which >= 0)
        options->which = (cf_case)which;
    options->non_cash = options->non_cash || cli_has(args, "non-cash");
    options->contingent = options->contingent || cli_has(args, "contingent");
    options->reported_only = options->reported_only || cli_has(args, "reported-only");
    options->probability_weights = cli_choice_of(args, "weights") > 0;
    options->origin_all = cli_choice_of(args, "origin") > 0;
    options->consolidate = cli_has(args, "consolidate");
    if (as_of != NULL)
        code = choose_day(&options->as_of, "--as-of", as_of, CF_LAST_DAY);
    if (code == CLI_DONE)
        code = choose_statuses(&options->statuses, cli_value(args, "status"));
    if (code == CLI_DONE)
        code = choose_window(options, cli_value(args, "window"));
    if (code == CLI_DONE)
        code = choose_joint(out, args);
    return code;
}

void cli_view_free(cli_view *view)
{
    free(view->text);
    free(view->joint);
    *view = (cli_view){ .text = NULL };
}
