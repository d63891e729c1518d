/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs any analysis: all reports have the same head. */
#include <string.h>

#include "analyses/params.h"
#include "base/diags.h"
#include "base/options.h"
#include "circfin/analysis.h"

static const char *status_list(cf_report *report, unsigned statuses)
{
    const char *list = "";

    for (int i = 0; list != NULL && i < CF_DEAL_STATUS_COUNT; i++) {
        if ((statuses & CF_STATUS_BIT(i)) != 0)
            list = cf_report_text(report, "%s%s%s", list, *list == '\0' ? "" : ",",
                                  cf_deal_status_names[i]);
    }
    return list;
}

static const char *joint_list(cf_report *report, const cf_view_options *options)
{
    const char *list =
        options->joint_count == 0 ? NULL : cf_report_text(report, "%s", options->joint[0]);

    for (int i = 1; list != NULL && i < options->joint_count; i++)
        list = cf_report_text(report, "%s,%s", list, options->joint[i]);
    return list;
}

static const char *what_if_list(cf_report *report, const cf_view_options *options)
{
    const char *list = cf_report_text(report, "%s", options->what_ifs[0]);

    for (int i = 1; list != NULL && i < options->what_if_count; i++)
        list = cf_report_text(report, "%s,%s", list, options->what_ifs[i]);
    return list;
}

static const char *day_text(cf_report *report, cf_day day)
{
    char text[16];

    cf_day_format(text, day);
    return cf_report_text(report, "%s", text);
}

static const char *window_text(cf_report *report, const cf_view_options *options)
{
    char from[16], to[16];

    cf_day_format(from, options->window_from);
    cf_day_format(to, options->window_to);
    return cf_report_text(report, "%s..%s", from, to);
}

static const char *origin_name(const cf_view_options *view)
{
    return view->origin_all ? "all" : view->origin_backed ? "backed" : "capital";
}

/* A view as its options are written; absent ones are null. */
static cf_status add_view(cf_report *report, const cf_scenario *scenario,
                          const cf_view_options *view, const char *suffix)
{
    static const char *const cases[] = { "low", "base", "high" };
    cf_day day = view->as_of != CF_NO_DAY ? view->as_of : scenario->as_of;
    const struct {
        const char *name, *text;
        bool is_switch, on;
    } settings[] = {
        { .name = "case", .text = cases[view->which] },
        { .name = "as_of", .text = day == CF_NO_DAY ? NULL : day_text(report, day) },
        { .name = "status", .text = status_list(report, view->statuses) },
        { .name = "non_cash", .is_switch = true, .on = view->non_cash },
        { .name = "contingent", .is_switch = true, .on = view->contingent },
        { .name = "reported_only", .is_switch = true, .on = view->reported_only },
        { .name = "window",
          .text = view->window_from == CF_NO_DAY ? NULL : window_text(report, view) },
        { .name = "weights", .text = view->probability_weights ? "probability" : "face" },
        { .name = "origin", .text = origin_name(view) },
        { .name = "gap", .text = view->gap_cut ? "cut" : "fund" },
        { .name = "consolidate", .is_switch = true, .on = view->consolidate },
        { .name = "joint", .text = joint_list(report, view) },
    };
    cf_status status = CF_OK;

    for (size_t i = 0; status == CF_OK && i < sizeof settings / sizeof *settings; i++) {
        const char *name = cf_report_text(report, "%s%s", settings[i].name, suffix);

        if (name == NULL)
            return CF_NO_MEMORY;
        status = settings[i].is_switch ? cf_report_add_switch(report, name, settings[i].on)
                                       : cf_report_add_setting(report, name, settings[i].text);
    }
    return status;
}

/* A setting only where it is given: what-ifs are none of a scenario's readings. */
static cf_status add_what_ifs(cf_report *report, const cf_view_options *view, const char *name)
{
    const char *list = view->what_if_count == 0 ? "" : what_if_list(report, view);

    if (list == NULL)
        return CF_NO_MEMORY;
    return *list == '\0' ? CF_OK : cf_report_add_setting(report, name, list);
}

/* For a comparison, also scenario B and its view. */
static cf_status add_settings(cf_report *report, const cf_request *request, bool compares)
{
    cf_status status = add_view(report, request->scenario, &request->view, "");

    if (status == CF_OK)
        status = add_what_ifs(report, &request->view, "what_if");
    if (status == CF_OK && compares)
        status = cf_report_add_setting(report, "name_b", request->other->name);
    if (status == CF_OK && compares)
        status = cf_report_add_setting(report, "file_b", request->other->file);
    if (status == CF_OK && compares)
        status = add_view(report, request->other, &request->other_view, "_b");
    if (status == CF_OK && compares)
        status = add_what_ifs(report, &request->other_view, "what_if_b");
    return status;
}

static bool is_repeated(const cf_diags *diags, int index)
{
    for (int i = 0; i < index; i++)
        if (cf_diags_is_of_run(diags, i) &&
            cf_diags_at(diags, i)->kind == cf_diags_at(diags, index)->kind)
            return true;
    return false;
}

/* What it says, where, and how many others say the same. */
static const char *warning_text(cf_report *report, const cf_diags *diags, const cf_diag *diag)
{
    const char *pointer = diag->where.pointer;
    int more = cf_diags_of_kind(diags, diag) - 1;
    const char *others = more == 0 ? "" : cf_report_text(report, ", and %d more like it", more);

    return others == NULL
               ? NULL
               : cf_report_text(report, "%s [CF%d]%s%s%s%s", diag->message, diag->code,
                                pointer == NULL ? "" : " (", pointer == NULL ? "" : pointer,
                                pointer == NULL ? "" : ")", others);
}

/* Warnings among the diagnostics are part of the result, each kind once. */
static cf_status add_warnings(cf_report *report, const cf_diags *diags, bool reading_only)
{
    cf_status status = CF_OK;

    for (int i = 0; diags != NULL && status == CF_OK && i < cf_diags_count(diags); i++) {
        const cf_diag *diag = cf_diags_at(diags, i);

        if (diag->severity == CF_WARNING && cf_diags_is_of_run(diags, i) &&
            (!reading_only || cf_diags_is_of_reading(diags, i)) && !is_repeated(diags, i))
            status = cf_report_add_warning(report, warning_text(report, diags, diag));
    }
    return status;
}

cf_status cf_report_add_reading_warnings(cf_report *report, const cf_diags *diags)
{
    return add_warnings(report, diags, true);
}

/* Money that is backed is followed by some analyses only. */
static cf_status leave_backing(cf_request *request, const cf_analysis *analysis, cf_diags *diags)
{
    bool asked =
        request->view.origin_backed || (analysis->compares && request->other_view.origin_backed);

    if (analysis->backs || !asked)
        return CF_OK;
    request->view.origin_backed = request->other_view.origin_backed = false;
    return cf_diags_add(
        diags, CF_WARNING, CF_CODE_VIEW_NOT_BACKED, NULL, "score, drivers and sweep follow it",
        "--origin backed has no effect on %s, which follows capital", analysis->name);
}

static cf_status refuse_what_ifs(const cf_request *request, const cf_analysis *analysis,
                                 cf_diags *diags)
{
    if (!analysis->own_amounts || request->view.what_if_count == 0)
        return CF_OK;
    return cf_refuse(diags, CF_CODE_WHAT_IF_REFUSED,
                     "score, drivers, sweep, stress and graph take it",
                     "%s works amounts out itself, so it takes no --what-if", analysis->name);
}

cf_status cf_analysis_check_build(const cf_analysis *analysis, cf_params params, cf_diags *diags)
{
    cf_status status = cf_feature_require(analysis->feature, diags);

    for (int i = 0; status == CF_OK && i < params.count; i++) {
        const cf_param_spec *spec = cf_param_spec_find(analysis->params, params.at[i].name);

        if (spec != NULL)
            status = cf_feature_require(spec->feature, diags);
    }
    return status;
}

cf_status cf_analysis_run(cf_report **out, const cf_analysis *analysis, const cf_request *request,
                          cf_diags *diags)
{
    cf_request asked = *request;
    cf_status status;

    *out = NULL;
    if ((analysis->operands != NULL && request->operand == NULL) ||
        (analysis->compares && request->other == NULL))
        return CF_BAD_OPTION;
    if (request->stream == NULL && cf_param_has(request, "stream"))
        return cf_refuse(diags, CF_CODE_NO_STREAM,
                         "take the rows with cf_scenario_each_row(), or leave the option out",
                         "--stream needs something that takes the rows");
    status = cf_analysis_check_build(analysis, (cf_params){ request->params, request->param_count },
                                     diags);
    if (status != CF_OK)
        return status;
    cf_diags_begin_run(diags);
    status = cf_report_new(out, analysis->name, request->scenario);
    if (status == CF_OK)
        status = refuse_what_ifs(&asked, analysis, diags);
    if (status == CF_OK)
        status = leave_backing(&asked, analysis, diags);
    if (status == CF_OK)
        status = add_settings(*out, &asked, analysis->compares);
    if (status == CF_OK)
        status = analysis->run(*out, &asked, diags);
    if (status == CF_OK)
        status = add_warnings(*out, diags, false);
    if (status == CF_OK)
        status = cf_report_status(*out);
    cf_diags_end_run(diags);
    if (status != CF_OK) {
        cf_report_free(*out);
        *out = NULL;
    }
    return status;
}
