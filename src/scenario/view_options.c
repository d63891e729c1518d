/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that choose a view, read into cf_view_options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/options.h"
#include "circfin/text.h"
#include "circfin/view.h"

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
    static const char *const words[] = { "capital", "all", "backed", NULL };

    return words[index];
}

static const char *gap_at(int index)
{
    static const char *const words[] = { "fund", "cut", NULL };

    return words[index];
}

static const char *status_at(int index)
{
    return index < CF_DEAL_STATUS_COUNT ? cf_deal_status_names[index] : NULL;
}

const cf_param_spec cf_view_specs[] = {
#define VIEW_OPTION(name, value, choice, parts, repeatable, help, help_b)                          \
    { name, value, help, repeatable, false, choice, parts, parts != NULL },
#include "scenario/view_options.def"
#undef VIEW_OPTION
    { NULL },
};

const cf_param_spec cf_view_b_specs[] = {
#define VIEW_OPTION(name, value, choice, parts, repeatable, help, help_b)                          \
    { name "-b", value, help_b, repeatable, false, choice, parts, parts != NULL },
#include "scenario/view_options.def"
#undef VIEW_OPTION
    { NULL },
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

/* In any case of letters, with spaces around it. */
static int find_status(const char *word)
{
    size_t length;

    word += strspn(word, " ");
    length = strlen(word);
    while (length > 0 && word[length - 1] == ' ')
        length--;
    for (int i = 0; i < CF_DEAL_STATUS_COUNT; i++)
        if (strlen(cf_deal_status_names[i]) == length &&
            strncasecmp(cf_deal_status_names[i], word, length) == 0)
            return i;
    return -1;
}

static cf_status unknown_status(const char *word, cf_diags *diags)
{
    const char *nearest = cf_text_nearest(word, cf_deal_status_names, CF_DEAL_STATUS_COUNT);
    char hint[200], list[100];

    cf_choice_list(list, sizeof list, status_at);
    if (nearest != NULL)
        snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest);
    else
        snprintf(hint, sizeof hint, "some of %s, with commas between them", list);
    return cf_refuse(diags, CF_CODE_NOT_A_STATUS, hint,
                     "--status must list statuses, but has \"%.60s\"", word);
}

static cf_status choose_statuses(unsigned *statuses, const char *list, cf_diags *diags)
{
    char *copy, *rest;
    cf_status status = CF_OK;

    if (list == NULL)
        return CF_OK;
    copy = strdup(list);
    if (copy == NULL)
        return CF_NO_MEMORY;
    *statuses = 0;
    for (rest = copy; rest != NULL && status == CF_OK;) {
        const char *word = cut_word(&rest);
        int found = find_status(word);

        if (found < 0)
            status = unknown_status(word, diags);
        else
            *statuses |= CF_STATUS_BIT(found);
    }
    free(copy);
    return status;
}

static cf_status choose_day(cf_day *day, const char *what, const char *text, cf_day_end end,
                            cf_diags *diags)
{
    if (cf_day_parse(day, text, end))
        return CF_OK;
    return cf_refuse(diags, CF_CODE_NOT_A_DAY, "write 2026-06-30, 2026-06 or 2026",
                     "%s must be a day, month or year, but is \"%.60s\"", what, text);
}

static cf_status choose_window(cf_view_options *options, const char *text, cf_diags *diags)
{
    const char *between = text == NULL ? NULL : strstr(text, "..");
    char from[32];
    cf_status status;

    if (text == NULL)
        return CF_OK;
    if (between == NULL || between - text >= (int)sizeof from)
        return cf_refuse(diags, CF_CODE_NOT_A_PERIOD,
                         "write --window 2026..2027-06, or --window 2026..2026 for one year",
                         "--window must be FROM..TO, but is \"%.60s\"", text);
    snprintf(from, sizeof from, "%.*s", (int)(between - text), text);
    status = choose_day(&options->window_from, "FROM of --window", from, CF_FIRST_DAY, diags);
    if (status == CF_OK)
        status = choose_day(&options->window_to, "TO of --window", between + 2, CF_LAST_DAY, diags);
    if (status == CF_OK && options->window_from > options->window_to)
        status = cf_refuse(diags, CF_CODE_NOT_A_PERIOD, "swap its two dates",
                           "--window must not end before it begins: \"%.60s\"", text);
    return status;
}

static bool is_joint(const cf_param *param)
{
    return strcmp(param->name, "joint") == 0;
}

/* Allocates room for the words of all --joint lists. */
static cf_status allocate_words(cf_view_choice *choice, cf_params params)
{
    size_t size = 1, words = 1;

    for (int i = 0; i < params.count; i++) {
        if (!is_joint(&params.at[i]))
            continue;
        size += strlen(params.at[i].value) + 1;
        for (const char *c = params.at[i].value; *c != '\0'; c++)
            words += *c == ',';
        words++;
    }
    choice->text = malloc(size);
    choice->joint = calloc(words, sizeof *choice->joint);
    return choice->text == NULL || choice->joint == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status choose_joint(cf_view_choice *choice, cf_params params, cf_diags *diags)
{
    char *rest, *free_text;
    cf_status status = allocate_words(choice, params);

    free_text = choice->text;
    for (int i = 0; status == CF_OK && i < params.count; i++) {
        if (!is_joint(&params.at[i]))
            continue;
        strcpy(free_text, params.at[i].value);
        rest = free_text;
        free_text += strlen(free_text) + 1;
        while (rest != NULL) {
            const char *word = cut_word(&rest);

            if (word[0] == '\0')
                return cf_refuse(diags, CF_CODE_NOT_A_LIST, "write --joint A,B",
                                 "--joint must list ids, but is \"%.60s\"", params.at[i].value);
            choice->joint[choice->options.joint_count++] = word;
        }
    }
    choice->options.joint = choice->joint;
    return status;
}

static cf_status choose_what_ifs(cf_view_choice *choice, cf_params params)
{
    choice->what_ifs = calloc((size_t)params.count + 1, sizeof *choice->what_ifs);
    if (choice->what_ifs == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < params.count; i++)
        if (strcmp(params.at[i].name, "what-if") == 0)
            choice->what_ifs[choice->options.what_if_count++] = params.at[i].value;
    choice->options.what_ifs = choice->what_ifs;
    return CF_OK;
}

/* The preset comes first, wherever it stands; single options override it. */
cf_status cf_view_choose(cf_view_choice *out, cf_params params, cf_diags *diags)
{
    int preset = cf_params_choice(params, "view", preset_at);
    int which = cf_params_choice(params, "case", case_at);
    const char *as_of = cf_params_text(params, "as-of");
    cf_view_options *options = &out->options;
    cf_status status = CF_OK;

    *out = (cf_view_choice){ .text = NULL };
    *options = cf_view_options_of(preset >= 0 ? (cf_preset)preset : CF_VIEW_BASE);
    if (which >= 0)
        options->which = (cf_case)which;
    options->non_cash = options->non_cash || cf_params_has(params, "non-cash");
    options->contingent = options->contingent || cf_params_has(params, "contingent");
    options->reported_only = options->reported_only || cf_params_has(params, "reported-only");
    options->probability_weights = cf_params_choice(params, "weights", weights_at) > 0;
    options->origin_all = cf_params_choice(params, "origin", origin_at) == 1;
    options->origin_backed = cf_params_choice(params, "origin", origin_at) == 2;
    options->gap_cut = cf_params_choice(params, "gap", gap_at) > 0;
    options->consolidate = cf_params_has(params, "consolidate");
    if (as_of != NULL)
        status = choose_day(&options->as_of, "--as-of", as_of, CF_LAST_DAY, diags);
    if (status == CF_OK)
        status = choose_statuses(&options->statuses, cf_params_text(params, "status"), diags);
    if (status == CF_OK)
        status = choose_window(options, cf_params_text(params, "window"), diags);
    if (status == CF_OK)
        status = choose_joint(out, params, diags);
    return status == CF_OK ? choose_what_ifs(out, params) : status;
}

void cf_view_choice_free(cf_view_choice *choice)
{
    free(choice->text);
    free(choice->joint);
    free(choice->what_ifs);
    *choice = (cf_view_choice){ .text = NULL };
}

/* ---- the view of B ---- */

/* The option of A behind one such as "as-of-b"; NULL for other names. */
static const char *original(const char *name)
{
    for (int i = 0; cf_view_b_specs[i].name != NULL; i++)
        if (strcmp(cf_view_b_specs[i].name, name) == 0)
            return cf_view_specs[i].name;
    return NULL;
}

static bool is_given_for_b(cf_params params, const char *name)
{
    for (int i = 0; i < params.count; i++) {
        const char *of = original(params.at[i].name);

        if (of != NULL && strcmp(of, name) == 0)
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

bool cf_view_b_is_given(cf_params params)
{
    for (int i = 0; i < params.count; i++)
        if (original(params.at[i].name) != NULL)
            return true;
    return false;
}

cf_status cf_view_b_choose(cf_view_choice *out, cf_params params, cf_diags *diags)
{
    bool preset = cf_params_has(params, "view-b");
    cf_param *of_b = calloc((size_t)params.count + 1, sizeof *of_b);
    int count = 0;
    cf_status status;

    *out = (cf_view_choice){ .text = NULL };
    if (of_b == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < params.count; i++) {
        const cf_param *param = &params.at[i];
        const char *of = original(param->name);

        if (of != NULL)
            of_b[count++] = (cf_param){ of, param->value };
        else if (!is_given_for_b(params, param->name) && !(preset && is_of_preset(param->name)))
            of_b[count++] = *param;
    }
    status = cf_view_choose(out, (cf_params){ of_b, count }, diags);
    free(of_b);
    return status;
}
