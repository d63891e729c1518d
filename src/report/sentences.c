/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Composes what is said about a supplier. */
#include "report/sentences.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sum.h"
#include "report/money.h"

const char cf_sentence_none[] =
    "No entity in this view both invests in others and has revenue, so nothing can come back.";

const char *cf_sentence_nobody(const cf_report *report)
{
    const char *text = cf_report_attachment(report, CF_NOBODY);

    return text == NULL ? cf_sentence_none : text;
}

/* ---- pens ---- */

static void add_text(void *to, const char *text)
{
    cf_buffer_add(to, text);
}

static void add_name(void *to, const char *name)
{
    cf_buffer_add_name(to, name);
}

static void add_number(void *to, const char *number, bool strong)
{
    (void)strong;
    cf_buffer_add(to, number);
}

cf_pen cf_pen_of_buffer(cf_buffer *buffer)
{
    return (cf_pen){ .words = add_text, .name = add_name, .number = add_number, .to = buffer };
}

/* ---- pieces ---- */

static void say(const cf_pen *pen, const char *words)
{
    pen->words(pen->to, words);
}

static void say_amount(const cf_pen *pen, const char *before, double amount)
{
    char text[CF_MONEY_SIZE];

    say(pen, before);
    cf_money_text(text, amount);
    pen->number(pen->to, text, false);
}

/* A bound: rounded so that it stays one. */
static void say_bound(const cf_pen *pen, const char *before, double amount, cf_rounding rounding)
{
    char text[CF_MONEY_SIZE];

    say(pen, before);
    cf_money_bound(text, amount, rounding);
    pen->number(pen->to, text, false);
}

static void say_share(const cf_pen *pen, const char *before, double share)
{
    char text[CF_MONEY_SIZE];

    say(pen, before);
    cf_share_text(text, share);
    pen->number(pen->to, text, false);
}

/* With currency and unit. */
static void say_money(const cf_pen *pen, const cf_scenario *scenario, double amount, bool strong)
{
    char text[CF_MONEY_SIZE + CF_UNIT_SIZE];

    cf_money_with_unit(text, scenario, amount);
    pen->number(pen->to, text, strong);
}

static void say_names(const cf_pen *pen, const cf_return *figures)
{
    for (int i = 0; i < figures->name_count; i++) {
        say(pen, i == 0 ? "" : i + 1 < figures->name_count ? ", " : " and ");
        pen->name(pen->to, figures->names[i]);
    }
}

static bool has_bounds(const cf_return *figures)
{
    return !isnan(figures->min) && !isnan(figures->max);
}

/* ---- sentences ---- */

cf_return cf_return_of(const cf_scenario *scenario, const char *const *name,
                       const cf_lookup *suppliers, long row)
{
    const char *basis = cf_lookup_text(suppliers, row, "revenue_basis");

    return (cf_return){
        .scenario = scenario,
        .names = name,
        .name_count = 1,
        .invested = cf_lookup_number(suppliers, row, "invested"),
        .reachable = cf_lookup_number(suppliers, row, "reachable"),
        .min = cf_lookup_number(suppliers, row, "loopback_min"),
        .pro_rata = cf_lookup_number(suppliers, row, "loopback_pro_rata"),
        .max = cf_lookup_number(suppliers, row, "loopback_max"),
        .open = cf_lookup_number(suppliers, row, "loopback_max_open"),
        .exposure = cf_lookup_number(suppliers, row, "exposure_pro_rata"),
        .exposure_reported = cf_lookup_number(suppliers, row, "exposure_reported_pro_rata"),
        .is_scaled = basis != NULL && strcmp(basis, "scaled") == 0,
    };
}

void cf_sentence_return(const cf_pen *pen, const cf_return *figures)
{
    bool together = figures->name_count > 1;

    say(pen, "Of the ");
    say_money(pen, figures->scenario, figures->invested, true);
    say(pen, " that ");
    say_names(pen, figures);
    say(pen, together ? ", taken as one supplier, have invested in others, " : " has invested, ");
    if (!(figures->pro_rata > 0.0)) {
        pen->number(pen->to, "nothing", true);
        say(pen, together ? " comes back as their revenue by deals of known amount."
                          : " comes back as its revenue by deals of known amount.");
        return;
    }
    say_money(pen, figures->scenario, figures->pro_rata, true);
    say_share(pen, " (", figures->pro_rata / figures->invested);
    say(pen, together ? ") comes back as their revenue if money mixes pro rata."
                      : ") comes back as its revenue if money mixes pro rata.");
}

/* Min and max are the same: the figure, said to be exact only where its digits are. */
static void say_exactly(const cf_pen *pen, double amount)
{
    char down[CF_MONEY_SIZE], up[CF_MONEY_SIZE];

    cf_money_bound(down, amount, CF_DOWN);
    cf_money_bound(up, amount, CF_UP);
    if (strcmp(down, up) == 0) {
        say_amount(pen, "Exactly ", amount);
        say(pen, " must have come back, whatever was done with the money");
    } else {
        say_amount(pen, "", amount);
        say(pen, " (rounded) must have come back, whatever was done with the money, and no more "
                 "can have");
    }
}

static void say_interval(const cf_pen *pen, const cf_return *figures)
{
    if (!(figures->max > 0.0)) {
        say(pen, "None of it can have come back");
    } else if (cf_same(figures->min, figures->max)) {
        say_exactly(pen, figures->min);
    } else {
        if (figures->min > 0.0)
            say_bound(pen, "At least ", figures->min, CF_DOWN);
        say(pen, figures->min > 0.0 ? " must have come back, whatever was done with the money, and "
                                    : "None of it need have come back, but ");
        if (cf_same(figures->max, figures->invested))
            say(pen, "all of it can have");
        else
            say_bound(pen, "at most ", figures->max, CF_UP);
        say(pen, cf_same(figures->max, figures->invested) ? "" : " can have");
    }
}

void cf_sentence_bounds(const cf_pen *pen, const cf_return *figures)
{
    if (!has_bounds(figures)) {
        say(pen, "Amounts are weighted by probability, so there is no min or max.");
        return;
    }
    say_interval(pen, figures);
    if (figures->open > figures->max && !cf_same(figures->open, figures->max)) {
        say_bound(pen, " (up to ", figures->open, CF_UP);
        say(pen, " if deals of unknown amount carried it)");
    }
    say(pen, ".");
}

void cf_sentence_exposure(const cf_pen *pen, const cf_return *figures)
{
    bool reported = !isnan(figures->exposure_reported), here = !isnan(figures->exposure);

    if (!(figures->pro_rata > 0.0) || (!reported && !here))
        return;
    if (reported) {
        say_share(pen, "That is ", figures->exposure_reported);
        say(pen, " of its reported revenue");
        say(pen, figures->is_scaled ? ", scaled by days to the time of the deals" : "");
    }
    if (here) {
        say_share(pen,
                  !reported            ? "That is "
                  : figures->is_scaled ? ", and "
                                       : " and ",
                  figures->exposure);
        say(pen, " of its revenue in these deals");
    }
    say(pen, ".");
}

void cf_sentence_reach(const cf_pen *pen, const cf_return *figures)
{
    if (!(figures->reachable > 0.0)) {
        say(pen, "No route leads back to it.");
        return;
    }
    say_amount(pen, "Some route leads back to it from ", figures->reachable);
    say(pen, " of what it invested.");
}

void cf_sentence_next(const cf_pen *pen, const cf_return *figures, int count)
{
    int said = 0;

    for (int i = 0; i < count && figures[i].pro_rata > 0.0; i++) {
        say(pen, said++ == 0 ? "Next: " : "; ");
        say_names(pen, &figures[i]);
        say_amount(pen, ", ", figures[i].pro_rata);
        say_amount(pen, " of ", figures[i].invested);
    }
    say(pen, said > 0 ? "." : "");
}

void cf_sentence_route(const cf_pen *pen, const char *supplier, const char *investee,
                       const char *last_payer, bool direct)
{
    static const char arrow[] = " \xE2\x86\x92 ";

    pen->name(pen->to, supplier);
    say(pen, arrow);
    pen->name(pen->to, investee);
    if (strcmp(last_payer, investee) != 0) {
        say(pen, direct ? arrow : " \xE2\x86\x92 \xE2\x80\xA6 \xE2\x86\x92 ");
        pen->name(pen->to, last_payer);
    }
    say(pen, arrow);
    pen->name(pen->to, supplier);
}

/* ---- the finding in a line ---- */

/* Open where it is more than max: the figure then is not the last word. */
static void say_open(const cf_pen *pen, const cf_return *figures)
{
    if (!(figures->open > figures->max) || cf_same(figures->open, figures->max))
        return;
    say_bound(pen, "; with deals of unknown amount (open), up to ", figures->open, CF_UP);
    say(pen, " can");
}

void cf_headline_return(const cf_pen *pen, const cf_return *figures)
{
    const double telling = 0.005; /* of what was invested: less that must come back says little */
    const char *its = figures->name_count > 1 ? "their" : "its";
    bool must = has_bounds(figures) && figures->min > telling * figures->invested &&
                figures->min > 0.5 * figures->pro_rata;

    if (must && cf_same(figures->min, figures->invested))
        say(pen, "All");
    else if (must)
        say_bound(pen, "At least ", figures->min, CF_DOWN);
    else if (figures->pro_rata > 0.0)
        say_share(pen, "", figures->pro_rata / figures->invested);
    else
        say(pen, "Nothing");
    say(pen, " of the ");
    say_money(pen, figures->scenario, figures->invested, true);
    say(pen, " that ");
    say_names(pen, figures);
    say(pen, figures->name_count > 1 ? " have invested " : " has invested ");
    say(pen, must ? "must come back as " : "comes back as ");
    say(pen, its);
    say(pen, " revenue");
    say_open(pen, figures);
}

/* ---- labels ---- */

void cf_label_return(const cf_pen *pen, const cf_return *figures)
{
    say_amount(pen, "", figures->pro_rata);
    say_amount(pen, " of ", figures->invested);
    say(pen, " comes back");
}

void cf_label_bounds(const cf_pen *pen, const cf_return *figures)
{
    cf_label_return(pen, figures);
    if (!has_bounds(figures))
        return;
    say_bound(pen, ", at least ", figures->min, CF_DOWN);
    say_bound(pen, ", at most ", figures->max, CF_UP);
}
