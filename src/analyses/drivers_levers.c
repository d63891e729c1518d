/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: what can move a figure: deals, and what entities have from outside. */
#include <math.h>
#include <stdlib.h>

#include "analyses/drivers.h"

/* ---- listing ---- */

static void add_lever(cf_drives *drives, cf_report *report, int entity, cf_lever lever)
{
    const cf_view_entity *of = &drives->view->entities[entity];
    bool funds = lever == CF_LEVER_FUNDS;
    double low = funds ? of->funds_low : of->revenue_low;
    double high = funds ? of->funds_high : of->revenue_high;

    drives->levers[drives->lever_count++] = (cf_drives_lever){
        .node = entity,
        .lever = lever,
        .name = cf_report_text(report, "%s:%s", funds ? "funds" : "revenue", of->id),
        .amount = funds ? of->funds : of->revenue,
        .low = low,
        .high = high,
        .has_range = low < high,
    };
}

cf_status cf_drives_list_levers(cf_drives *drives, cf_report *report)
{
    const cf_view *view = drives->view;

    drives->levers = calloc((size_t)view->entity_count + 1, sizeof *drives->levers);
    if (drives->levers == NULL)
        return CF_NO_MEMORY;
    for (int v = 0; v < view->entity_count; v++) {
        if (view->entities[v].funds_known)
            add_lever(drives, report, v, CF_LEVER_FUNDS);
        else if (view->entities[v].revenue_known)
            add_lever(drives, report, v, CF_LEVER_REVENUE);
    }
    return cf_report_status(report);
}

/* ---- subjects ---- */

static int payment_count(const cf_drives *drives)
{
    return drives->network->network.payment_count;
}

int cf_drives_subjects_end(const cf_drives *drives)
{
    return payment_count(drives) + drives->lever_count;
}

bool cf_drives_is_subject(const cf_drives *drives, int subject)
{
    const cf_view_deal *deal = cf_drives_deal(drives, subject);

    return deal == NULL || !deal->quantified || deal->amount > 0;
}

const cf_view_deal *cf_drives_deal(const cf_drives *drives, int subject)
{
    return subject < payment_count(drives)
               ? &drives->view->deals[drives->network->view_deal[subject]]
               : NULL;
}

const cf_drives_lever *cf_drives_lever_of(const cf_drives *drives, int subject)
{
    return subject < payment_count(drives) ? NULL
                                           : &drives->levers[subject - payment_count(drives)];
}

const char *cf_drives_name(const cf_drives *drives, int subject)
{
    const cf_view_deal *deal = cf_drives_deal(drives, subject);

    return deal != NULL ? drives->view->scenario->deals[deal->deal].id
                        : cf_drives_lever_of(drives, subject)->name;
}

double cf_drives_amount(const cf_drives *drives, int subject)
{
    const cf_view_deal *deal = cf_drives_deal(drives, subject);

    return deal != NULL ? deal->due : cf_drives_lever_of(drives, subject)->amount;
}

void cf_drives_ends(const cf_drives *drives, int subject, double *low, double *high)
{
    const cf_view_deal *deal = cf_drives_deal(drives, subject);
    const cf_drives_lever *lever = cf_drives_lever_of(drives, subject);
    bool has_range =
        deal != NULL ? drives->view->scenario->deals[deal->deal].has_range : lever->has_range;
    double amount = cf_drives_amount(drives, subject), part = amount * drives->swing / 100.0;

    *low = fmax(amount - part, 0.0);
    *high = amount + part;
    if (has_range) {
        *low = deal != NULL ? deal->low : lever->low;
        *high = deal != NULL ? deal->high : lever->high;
    }
}
