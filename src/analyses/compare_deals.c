/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: which deals differ between the two views, and since when. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/compare.h"
#include "base/sum.h"

const char *const cf_change_names[] = { "added", "removed", "resized", "changed" };

/* Facts that are worked out for all deals at once. */
struct lookup {
    cf_comparison *comparison;
    cf_report *report;
    const char **why_not[2]; /* of each deal of scenario A, B */
    cf_day *superseded; /* of each deal of scenario B: the day, as known on the day of B's view */
};

static const cf_deal *deal_as(const cf_union *of, int deal, cf_stage version)
{
    int index = of->deals[deal].of[version];

    return index < 0 ? NULL : &of->views[version]->scenario->deals[index];
}

static const cf_view_deal *seen_as(const cf_union *of, int deal, cf_stage version)
{
    int at = of->deals[deal].at[version];

    return at < 0 ? NULL : &of->views[version]->deals[at];
}

/* ---- what is another ---- */

static bool is_same_earmark(const cf_union *of, const cf_deal *a, const cf_deal *b)
{
    if (a->earmark.count != b->earmark.count)
        return false;
    for (int i = 0; i < a->earmark.count; i++) {
        if (of->deal_of[0][a->earmark.at[i]] != of->deal_of[1][b->earmark.at[i]])
            return false;
    }
    return true;
}

static bool is_same_amount(const cf_union *of, int deal, cf_stage version)
{
    double a = cf_union_amount(of, deal, version), b = cf_union_amount(of, deal, CF_AS_B);

    return isnan(a) || isnan(b) ? isnan(a) && isnan(b) : cf_same(a, b);
}

static int party(const cf_union *of, const cf_view_deal *seen, cf_stage version, bool payee)
{
    return of->entity_of[version][payee ? seen->payee : seen->payer];
}

/* The fields of a deal in both views that differ; "" where none that matters does. */
static const char *list_fields(const cf_union *of, int deal, cf_report *report)
{
    cf_stage version = seen_as(of, deal, CF_REGROUPED) != NULL ? CF_REGROUPED : CF_AS_A;
    const cf_view_deal *was = seen_as(of, deal, version), *is = seen_as(of, deal, CF_AS_B);
    const cf_deal *a = deal_as(of, deal, version), *b = deal_as(of, deal, CF_AS_B);
    const struct {
        const char *name;
        bool differs;
    } fields[] = {
        { "relation", a->relation != b->relation },
        { "payer", party(of, was, version, false) != party(of, is, CF_AS_B, false) },
        { "payee", party(of, was, version, true) != party(of, is, CF_AS_B, true) },
        { "amount", !is_same_amount(of, deal, CF_AS_A) },
        { "status", was->status != is->status },
        { "basis", a->basis != b->basis },
        { "announced", a->announced != b->announced },
        { "cancelled", a->cancelled != b->cancelled },
        { "start", a->start != b->start },
        { "end", a->end != b->end },
        { "cash", a->cash != b->cash },
        { "contingent", a->contingent != b->contingent },
        { "earmark", !is_same_earmark(of, a, b) },
    };
    const char *list = "";

    for (size_t i = 0; list != NULL && i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].differs)
            list =
                cf_report_text(report, "%s%s%s", list, list[0] == '\0' ? "" : ",", fields[i].name);
    }
    return list;
}

/* Whether money moves differently in the regrouped view of A and in that of B. */
static bool flows(const cf_union *of, int deal)
{
    const cf_view_deal *was = seen_as(of, deal, CF_REGROUPED), *is = seen_as(of, deal, CF_AS_B);
    const cf_deal *a = deal_as(of, deal, CF_REGROUPED), *b = deal_as(of, deal, CF_AS_B);
    bool quantified = (was != NULL && was->quantified) || (is != NULL && is->quantified);

    if (!quantified)
        return false;
    if (was == NULL || is == NULL)
        return true;
    return was->quantified != is->quantified ||
           fabs(cf_union_amount(of, deal, CF_REGROUPED) - cf_union_amount(of, deal, CF_AS_B)) > 0 ||
           party(of, was, CF_REGROUPED, false) != party(of, is, CF_AS_B, false) ||
           party(of, was, CF_REGROUPED, true) != party(of, is, CF_AS_B, true) ||
           cf_relation_class(a->relation) != cf_relation_class(b->relation) ||
           (b->relation == CF_INVESTOR && !is_same_earmark(of, a, b));
}

static bool differs_in_amount(const cf_union *of, const cf_deal *a, const cf_deal *b)
{
    return fabs(a->amount.low * of->scale[CF_AS_A] - b->amount.low * of->scale[CF_AS_B]) > 0 ||
           fabs(a->amount.base * of->scale[CF_AS_A] - b->amount.base * of->scale[CF_AS_B]) > 0 ||
           fabs(a->amount.high * of->scale[CF_AS_A] - b->amount.high * of->scale[CF_AS_B]) > 0;
}

/* In neither view: as the files have it. */
static bool differs_unseen(const cf_union *of, int deal)
{
    const cf_deal *a = deal_as(of, deal, CF_AS_A), *b = deal_as(of, deal, CF_AS_B);

    if (a == NULL || b == NULL)
        return true;
    return a->relation != b->relation || a->status != b->status || a->kind != b->kind ||
           a->announced != b->announced || a->cancelled != b->cancelled ||
           (a->kind == CF_QUANTIFIED && differs_in_amount(of, a, b));
}

/* ---- when and why ---- */

static cf_day day_of(const struct lookup *lookup, int deal, cf_change_kind kind)
{
    const cf_union *of = &lookup->comparison->of;
    const cf_deal *a = deal_as(of, deal, CF_AS_A), *b = deal_as(of, deal, CF_AS_B);
    cf_day today = of->views[CF_AS_B]->as_of;

    if (b == NULL)
        return a->announced;
    if (kind != CF_REMOVED)
        return b->announced;
    if (b->cancelled != CF_NO_DAY && (today == CF_NO_DAY || b->cancelled <= today))
        return b->cancelled;
    if (lookup->superseded[of->deals[deal].of[CF_AS_B]] != CF_NO_DAY)
        return lookup->superseded[of->deals[deal].of[CF_AS_B]];
    return b->announced;
}

static const char *why_of(const struct lookup *lookup, int deal, cf_change_kind kind)
{
    const cf_union_deal *joined = &lookup->comparison->of.deals[deal];
    int side = kind == CF_ADDED ? 0 : 1;
    int index = joined->of[side == 0 ? CF_AS_A : CF_AS_B];

    if (kind != CF_ADDED && kind != CF_REMOVED)
        return NULL;
    return index < 0 ? "it is not in the file" : lookup->why_not[side][index];
}

/* ---- all of them ---- */

static cf_status examine_deal(const struct lookup *lookup, int deal)
{
    cf_comparison *comparison = lookup->comparison;
    const cf_union *of = &comparison->of;
    bool in_a = seen_as(of, deal, CF_AS_A) != NULL, in_b = seen_as(of, deal, CF_AS_B) != NULL;
    cf_change change = { .deal = deal, .kind = in_b ? CF_ADDED : CF_REMOVED };

    if (!in_a && !in_b) {
        comparison->unseen += differs_unseen(of, deal);
        return CF_OK;
    }
    change.flows = flows(of, deal);
    if (in_a && in_b) {
        change.fields = list_fields(of, deal, lookup->report);
        if (change.fields == NULL)
            return CF_NO_MEMORY;
        change.kind = strcmp(change.fields, "amount") == 0 ? CF_RESIZED : CF_CHANGED;
        if (change.fields[0] == '\0' && !change.flows)
            return CF_OK;
    }
    change.day = day_of(lookup, deal, change.kind);
    change.why = why_of(lookup, deal, change.kind);
    comparison->changes[comparison->change_count++] = change;
    return CF_OK;
}

/* qsort has no payload, so the id goes with the change: that of the union's deal. */
struct sortable {
    const char *id;
    cf_change change;
};

static int compare_changes(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;

    if (x->change.day != y->change.day)
        return x->change.day < y->change.day ? -1 : 1; /* CF_NO_DAY is the least */
    return strcmp(x->id, y->id);
}

static cf_status sort_changes(cf_comparison *comparison)
{
    size_t count = (size_t)comparison->change_count;
    struct sortable *sortables = calloc(count + 1, sizeof *sortables);

    if (sortables == NULL)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        sortables[i].change = comparison->changes[i];
        sortables[i].id = comparison->of.deals[sortables[i].change.deal].id;
    }
    qsort(sortables, count, sizeof *sortables, compare_changes);
    for (size_t i = 0; i < count; i++)
        comparison->changes[i] = sortables[i].change;
    free(sortables);
    return CF_OK;
}

static void find_superseded(const struct lookup *lookup)
{
    const cf_view *view = lookup->comparison->views[CF_AS_B];
    const cf_scenario *scenario = view->scenario;

    for (int i = 0; i < scenario->deal_count; i++)
        lookup->superseded[i] = CF_NO_DAY;
    for (int i = 0; i < scenario->deal_count; i++) {
        const cf_deal *deal = &scenario->deals[i];

        if (view->as_of != CF_NO_DAY && deal->announced > view->as_of)
            continue;
        for (int k = 0; k < deal->supersedes.count; k++) {
            cf_day *day = &lookup->superseded[deal->supersedes.at[k]];

            *day = deal->announced > *day ? deal->announced : *day;
        }
    }
}

cf_status cf_compare_deals(cf_comparison *comparison, cf_report *report)
{
    const cf_union *of = &comparison->of;
    size_t size = (size_t)of->deal_count + 1;
    struct lookup lookup = { .comparison = comparison,
                             .report = report,
                             .why_not = { calloc(size, sizeof(char *)),
                                          calloc(size, sizeof(char *)) },
                             .superseded = calloc(size, sizeof(cf_day)) };
    cf_status status = CF_NO_MEMORY;

    comparison->changes = calloc(size, sizeof *comparison->changes);
    if (comparison->changes == NULL || lookup.why_not[0] == NULL || lookup.why_not[1] == NULL ||
        lookup.superseded == NULL)
        goto out;
    find_superseded(&lookup);
    status = cf_view_exclusions(lookup.why_not[0], comparison->views[CF_AS_A]);
    if (status == CF_OK)
        status = cf_view_exclusions(lookup.why_not[1], comparison->views[CF_AS_B]);
    for (int d = 0; status == CF_OK && d < of->deal_count; d++)
        status = examine_deal(&lookup, d);
    if (status == CF_OK)
        status = sort_changes(comparison);

out:
    free((void *)lookup.why_not[0]);
    free((void *)lookup.why_not[1]);
    free(lookup.superseded);
    return status;
}

/* ---- the table ---- */

enum { DEAL, CHANGE, A, B, ANNOUNCED, DATE, FIELDS, WHY };

static const cf_column columns[] = {
    [DEAL] = { "deal", CF_TEXT, "deal", "A deal that is not the same in both." },
    [CHANGE] = { "change", CF_TEXT, "change", "What became of it between A and B." },
    [A] = { "a", CF_MONEY, "in A", "Its amount in A; empty: unknown, or not in A." },
    [B] = { "b", CF_MONEY, "in B", "Its amount in B; empty: unknown, or not in B." },
    [ANNOUNCED] = { "announced", CF_DATE, "announced", "The day on which it was announced." },
    [DATE] = { "date", CF_DATE, "day", "The day of the change, where the scenario has one." },
    [FIELDS] = { "fields", CF_TEXT, "fields", "The fields of the deal that differ." },
    [WHY] = { "why", CF_TEXT, "why not in the other", "Why one of the two leaves it out." },
};
const cf_columns cf_compare_deal_columns = { columns, CF_COUNT_OF(columns),
                                             "Each deal that is not the same in A and B." };

cf_status cf_compare_put_day(cf_cell *cell, cf_report *report, cf_day day)
{
    char text[16];

    *cell = cf_cell_null();
    if (day == CF_NO_DAY)
        return CF_OK;
    cf_day_format(text, day);
    *cell = cf_cell_text(cf_report_text(report, "%s", text));
    return cell->known ? CF_OK : CF_NO_MEMORY;
}

cf_status cf_compare_fill_deals(const cf_comparison *comparison, cf_report *report)
{
    const cf_union *of = &comparison->of;
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "deals", columns, CF_COUNT_OF(columns));

    for (int i = 0; status == CF_OK && i < comparison->change_count; i++) {
        const cf_change *change = &comparison->changes[i];
        const cf_deal *deal = deal_as(of, change->deal, CF_AS_B);
        cf_cell cells[] = {
            [DEAL] = cf_cell_text(of->deals[change->deal].id),
            [CHANGE] = cf_cell_text(cf_change_names[change->kind]),
            [A] = cf_cell_number(cf_union_amount(of, change->deal, CF_AS_A)),
            [B] = cf_cell_number(cf_union_amount(of, change->deal, CF_AS_B)),
            [FIELDS] = cf_cell_text(change->fields),
            [WHY] = cf_cell_text(change->why),
        };

        deal = deal == NULL ? deal_as(of, change->deal, CF_AS_A) : deal;
        status = cf_compare_put_day(&cells[ANNOUNCED], report, deal->announced);
        if (status == CF_OK)
            status = cf_compare_put_day(&cells[DATE], report, change->day);
        if (status == CF_OK)
            status = cf_table_add(table, cells);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}
