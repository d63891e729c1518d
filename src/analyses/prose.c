/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paragraphs of a digest, piece by piece, and the sentences that several digests begin with. */
#include "analyses/prose.h"

#include <math.h>
#include <stdio.h>

#include "report/money.h"
#include "base/text.h"

void cf_prose_add(cf_prose *prose, const char *more)
{
    cf_buffer_add(&prose->text, more);
}

void cf_prose_bound(cf_prose *prose, const char *before, double amount, cf_rounding rounding)
{
    char text[CF_MONEY_SIZE];

    cf_money_bound(text, amount, rounding);
    cf_prose_add(prose, before);
    cf_prose_add(prose, text);
}

void cf_prose_share_bound(cf_prose *prose, const char *before, double share, cf_rounding rounding,
                          const char *after)
{
    char text[CF_MONEY_SIZE];

    cf_share_bound(text, share, rounding);
    cf_prose_add(prose, before);
    cf_prose_add(prose, isnan(share) ? "?" : text);
    cf_prose_add(prose, after);
}

void cf_prose_money(cf_prose *prose, const char *before, double amount)
{
    cf_prose_bound(prose, before, amount, CF_NEAREST);
}

void cf_prose_share(cf_prose *prose, const char *before, double share, const char *after)
{
    cf_prose_share_bound(prose, before, share, CF_NEAREST, after);
}

void cf_prose_count(cf_prose *prose, const char *before, double count)
{
    char text[400];

    cf_text_fixed(text, count, 0);
    cf_prose_add(prose, before);
    cf_prose_add(prose, text);
}

cf_status cf_prose_end(cf_prose *prose, int level)
{
    const char *text = cf_buffer_text(&prose->text);
    cf_status status = CF_NO_MEMORY;

    if (text != NULL)
        status = cf_report_add_paragraph(prose->report, level,
                                         cf_report_text(prose->report, "%s", text));
    cf_buffer_clear(&prose->text);
    return status;
}

void cf_prose_free(cf_prose *prose)
{
    cf_buffer_free(&prose->text);
}

cf_status cf_prose_finish(cf_prose *prose, int level)
{
    cf_status status = cf_prose_end(prose, level);

    cf_prose_free(prose);
    return status;
}

static void add_day(cf_prose *prose, const char *before, cf_day day)
{
    char text[16];

    cf_day_format(text, day);
    cf_prose_add(prose, before);
    cf_prose_add(prose, text);
}

static void add_statuses(cf_prose *prose, unsigned statuses)
{
    const char *before = " ";

    for (int i = 0; i < CF_DEAL_STATUS_COUNT; i++) {
        if ((statuses & CF_STATUS_BIT(i)) == 0)
            continue;
        cf_prose_add(prose, before);
        cf_prose_add(prose, cf_deal_status_names[i]);
        before = ", ";
    }
}

void cf_prose_view(cf_prose *prose, const cf_view *view)
{
    static const char *const cases[] = { "low", "base", "high" };
    const cf_view_options *options = &view->options;

    cf_buffer_add_name(&prose->text, view->scenario->name);
    cf_prose_add(prose, " · ");
    cf_prose_add(prose, cases[options->which]);
    cf_prose_add(prose, " figures of ranges");
    if (view->as_of != CF_NO_DAY)
        add_day(prose, ", as of ", view->as_of);
    if (options->window_from != CF_NO_DAY) {
        add_day(prose, ", in the window ", options->window_from);
        add_day(prose, " to ", options->window_to);
    }
    cf_prose_add(prose, "; deals");
    add_statuses(prose, options->statuses);
    cf_prose_add(prose, options->non_cash ? ", non-cash included" : "");
    cf_prose_add(prose, options->contingent ? ", contingent included" : "");
    cf_prose_add(prose, options->reported_only ? ", reported ones only" : "");
    cf_prose_add(prose, options->consolidate ? "; groups as one" : "");
}

void cf_prose_measure(cf_prose *prose, const cf_view *view)
{
    if (view->options.probability_weights)
        cf_prose_add(prose, "; weighted by probability (no bounds then)");
    if (view->options.origin_all)
        cf_prose_add(prose, "; all money followed, not capital only");
    if (view->options.origin_backed)
        cf_prose_add(prose, "; capital that a supplier guarantees counts as its own");
    if (view->options.gap_cut)
        cf_prose_add(prose, "; nobody fills a gap: deals count with what is paid of them");
}

void cf_prose_unit(cf_prose *prose, const cf_scenario *scenario)
{
    char text[CF_UNIT_SIZE];

    cf_unit_text(text, scenario);
    cf_prose_add(prose, text);
}

cf_status cf_further_suppliers(cf_report *report, int count, bool verbose_helps)
{
    return cf_report_add_paragraph(
        report, 0,
        cf_report_text(report, "%d more supplier%s: %s.", count, count == 1 ? "" : "s",
                       verbose_helps ? "--verbose, or --format csv" : "--format csv"));
}
