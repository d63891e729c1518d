/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: what a person reads first of all that stands beside the figures, and lists of parts. */
#include "analyses/score_digest.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "report/money.h"

enum { PARTS_SHOWN = 4 };

#define MUCH_DILUTED 0.25

static const char *name_of(const cf_score *score, int entity)
{
    return score->names[entity];
}

/* ---- lists of entities and amounts ---- */

static int compare_parts(const void *a, const void *b)
{
    const cf_digest_part *x = a, *y = b;

    return (x->amount < y->amount) - (x->amount > y->amount);
}

/* How many are told by name: the first few, of which none is less than the last digit of the
 * largest; a single other is told as well. */
static int count_named(const cf_digest_part *parts, int count)
{
    double least = count > 0 ? cf_money_step(parts[0].amount) : 0.0;
    int named = count > PARTS_SHOWN + 1 ? PARTS_SHOWN : count;

    while (named > 1 && parts[named - 1].amount < least)
        named--;
    return named == count - 1 ? count : named;
}

void cf_digest_add_parts(cf_prose *text, cf_digest_part *parts, int count, const char *others)
{
    cf_sum rest = { 0 };
    int named;

    if (count > 0)
        qsort(parts, (size_t)count, sizeof *parts, compare_parts);
    named = count_named(parts, count);
    for (int i = 0; i < named; i++) {
        cf_prose_add(text, i > 0 ? ", " : "");
        cf_prose_add(text, parts[i].name);
        cf_prose_money(text, " ", parts[i].amount);
    }
    for (int i = named; i < count; i++)
        cf_sum_add(&rest, parts[i].amount);
    if (named < count) {
        cf_prose_add(text, cf_report_text(text->report, ", %d %s", count - named, others));
        cf_prose_money(text, " ", cf_sum_value(rest));
    }
}

/* Capital of the chosen suppliers that the view leaves out, and why. */
static double beside(const cf_view_entity *entity, int column)
{
    return column == 0 ? entity->letters : column == 1 ? entity->contingent : entity->non_cash;
}

cf_status cf_digest_write_beside(const cf_score *score, cf_report *report)
{
    static const char *const names[] = { "letters of intent", "contingent", "not in cash" };
    cf_digest_part *parts = calloc((size_t)score->view->entity_count + 1, sizeof *parts);
    cf_prose text = { .report = report };
    cf_status status = parts == NULL ? CF_NO_MEMORY : CF_OK;
    int shown = 0;

    cf_prose_add(&text, "Capital beside, never added: ");
    for (int column = 0; status == CF_OK && column < 3; column++) {
        int count = 0;

        for (int v = 0; v < score->view->entity_count; v++) {
            double amount = beside(&score->view->entities[v], column);

            if (score->chosen[v] && amount > 0)
                parts[count++] = (cf_digest_part){ name_of(score, v), amount };
        }
        if (count == 0)
            continue;
        cf_prose_add(&text, shown++ > 0 ? "; " : "");
        cf_prose_add(&text, names[column]);
        cf_prose_add(&text, " (");
        cf_digest_add_parts(&text, parts, count, "others");
        cf_prose_add(&text, ")");
    }
    cf_prose_add(&text, ".");
    if (status == CF_OK && shown > 0)
        status = cf_prose_end(&text, 0);
    cf_prose_free(&text);
    free(parts);
    return status;
}

/* Suppliers of whose figure reported revenue makes much of a difference. */
cf_status cf_digest_write_dilution(const cf_score *score, cf_report *report)
{
    cf_digest_part *parts = calloc((size_t)score->exposure_count + 1, sizeof *parts);
    cf_prose text = { .report = report };
    cf_status status = parts == NULL ? CF_NO_MEMORY : CF_OK;
    int count = 0;

    for (int i = 0; status == CF_OK && i < score->exposure_count; i++) {
        int entity = score->exposures[i].entity;
        double pro_rata = score->exposures[i].loopback[CF_MEASURE_PRO_RATA];

        if (fabs(score->undiluted[entity] - pro_rata) > MUCH_DILUTED * pro_rata)
            parts[count++] = (cf_digest_part){ name_of(score, entity), score->undiluted[entity] };
    }
    if (status == CF_OK && count > 0) {
        cf_prose_add(&text, "Pro rata if nobody had other revenue than these deals: ");
        cf_digest_add_parts(&text, parts, count, "others");
        cf_prose_add(&text, ".");
        status = cf_prose_end(&text, 0);
    }
    cf_prose_free(&text);
    free(parts);
    return status;
}

/* ---- what a supplier stands behind ---- */

static const char *support_words(cf_report *report, const cf_score *score,
                                 const cf_support *support)
{
    static const char *const kinds[CF_SUPPORT_KIND_COUNT] = {
        [CF_GUARANTEE] = "guarantees for",
        [CF_TAKE_OR_PAY] = "take-or-pay with",
        [CF_RESIDUAL_VALUE] = "residual values for",
        [CF_LEASE] = "leases with",
    };

    return cf_report_text(report, "%s %s", kinds[support->kind], name_of(score, support->payee));
}

cf_status cf_digest_write_support(const cf_score *score, cf_report *report, int supplier)
{
    const cf_view_entity *entity = &score->view->entities[supplier];
    cf_digest_part *parts = calloc((size_t)score->supports.count + 1, sizeof *parts);
    cf_prose text = { .report = report };
    cf_status status = parts == NULL ? CF_NO_MEMORY : CF_OK;
    cf_sum maximum = { 0 }, escrow = { 0 };
    int first, past, count = 0;

    cf_supports_of(&score->supports, supplier, &first, &past);
    for (int i = first; status == CF_OK && i < past; i++) {
        const cf_support *support = &score->supports.at[i];

        cf_sum_add(&maximum, support->maximum);
        cf_sum_add(&escrow, support->escrow);
        if (support->maximum > 0)
            parts[count++] =
                (cf_digest_part){ support_words(report, score, support), support->maximum };
    }
    if (count > 0) {
        cf_prose_add(&text, "Without having paid, ");
        cf_prose_add(&text, name_of(score, supplier));
        cf_prose_money(&text, " stands behind ", cf_sum_value(maximum));
        if (entity->revenue_known && entity->revenue > 0)
            cf_prose_share(&text, " (", cf_sum_value(maximum) / entity->revenue,
                           " of reported revenue)");
        if (cf_sum_value(escrow) > 0)
            cf_prose_money(&text, ", for which it has set aside ", cf_sum_value(escrow));
        cf_prose_add(&text, ": ");
        cf_digest_add_parts(&text, parts, count, "others");
        cf_prose_add(&text, ".");
        status = cf_prose_end(&text, 0);
    }
    cf_prose_free(&text);
    free(parts);
    return status;
}
