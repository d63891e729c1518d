/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why nobody both invests and sells, and what helps: the first that does, after trying it. */
#include "analyses/nobody.h"

#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "circfin/text.h"

enum { SHOWN_SIZE = 120 };

/* What the entities of a view do in its deals. */
struct roles {
    unsigned char *of; /* an entity's */
    int investors, sellers, both;
};
enum { INVESTS = 1, SELLS = 2, BOTH = INVESTS | SELLS };

static cf_class class_of(const cf_view *view, const cf_view_deal *deal)
{
    return cf_relation_class(view->scenario->deals[deal->deal].relation);
}

static cf_status find_roles(struct roles *roles, const cf_view *view)
{
    *roles = (struct roles){ .of = calloc((size_t)view->entity_count + 1, 1) };
    if (roles->of == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < view->deal_count; i++) {
        const cf_view_deal *deal = &view->deals[i];

        if (!deal->quantified || !(deal->amount > 0))
            continue;
        if (class_of(view, deal) == CF_CAPITAL ||
            (view->options.origin_all && class_of(view, deal) == CF_TRADE))
            roles->of[deal->payer] |= INVESTS;
        if (class_of(view, deal) == CF_TRADE)
            roles->of[deal->payee] |= SELLS;
    }
    for (int v = 0; v < view->entity_count; v++) {
        if (view->entities[v].revenue_known && view->entities[v].revenue > 0)
            roles->of[v] |= SELLS;
        roles->investors += (roles->of[v] & INVESTS) != 0;
        roles->sellers += (roles->of[v] & SELLS) != 0;
        roles->both += roles->of[v] == BOTH;
    }
    return CF_OK;
}

/* How many suppliers another view has. */
static cf_status count_suppliers(int *out, const cf_view *view, const cf_view_options *options)
{
    cf_view *other = NULL;
    struct roles roles = { .of = NULL };
    cf_status status = cf_view_new(&other, view->scenario, options, NULL);

    *out = 0;
    if (status == CF_OK)
        status = find_roles(&roles, other);
    if (status == CF_OK)
        *out = roles.both;
    free(roles.of);
    cf_view_free(other);
    return status == CF_NO_MEMORY ? status : CF_OK; /* a view that cannot be is no advice */
}

/* ---- other views ---- */

enum { HEADLINE, CONTINGENT, WHOLE_TIME, LATER, ESTIMATES, MEMBERS, OTHERS };

static const char *const others[OTHERS] = {
    [HEADLINE] = ("--view headline counts letters of intent, non-cash deals and the high end of "
                  "ranges"),
    [CONTINGENT] = "--contingent counts guarantees too",
    [WHOLE_TIME] = "without --window, all deals count",
    [LATER] = "without --as-of, later deals count too",
    [ESTIMATES] = "without --reported-only, estimates and assumptions count too",
    [MEMBERS] = "without --consolidate, the members of a group count one by one",
};

/* False where the view is that way already. */
static bool change_view(cf_view_options *options, int other)
{
    const cf_view_options before = *options, headline = cf_view_options_of(CF_VIEW_HEADLINE);

    switch (other) {
    case HEADLINE:
        options->which = headline.which;
        options->statuses |= headline.statuses;
        options->non_cash = true;
        return before.which != options->which || before.statuses != options->statuses ||
               !before.non_cash;
    case CONTINGENT:
        options->contingent = true;
        return !before.contingent;
    case WHOLE_TIME:
        options->window_from = options->window_to = CF_NO_DAY;
        return before.window_from != CF_NO_DAY;
    case LATER:
        options->as_of = CF_NO_DAY;
        return before.as_of != CF_NO_DAY;
    case ESTIMATES:
        options->reported_only = false;
        return before.reported_only;
    default:
        options->consolidate = false;
        return before.consolidate;
    }
}

static const char *suppliers_text(cf_report *report, int count)
{
    return count == 1 ? "1 entity does" : cf_report_text(report, "%d entities do", count);
}

/* "; 3 entities do in another view: --view headline counts ...", or "" where no view helps. */
static const char *try_views(cf_report *report, const cf_view *view)
{
    for (int i = 0; i < OTHERS; i++) {
        cf_view_options options = view->options;
        int count = 0;

        if (!change_view(&options, i))
            continue;
        options.joint_count = 0;
        if (count_suppliers(&count, view, &options) != CF_OK)
            return NULL;
        if (count > 0)
            return cf_report_text(report, " In another view %s: %s.", suppliers_text(report, count),
                                  others[i]);
    }
    return "";
}

/* ---- names ---- */

struct named {
    uint64_t hash; /* of the name without its legal form */
    int entity;
    unsigned char role;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->entity > y->entity) - (x->entity < y->entity);
}

/* By the id, and by the name. */
static int list_names(struct named *named, const cf_view *view, const struct roles *roles)
{
    int count = 0;

    for (int v = 0; v < view->entity_count; v++) {
        const char *const words[] = { view->entities[v].id, view->entities[v].name };

        for (int w = 0; w < 2 && roles->of[v] != 0; w++) {
            if (words[w] == NULL)
                continue;
            named[count] = (struct named){ .entity = v, .role = roles->of[v] };
            named[count].hash = cf_fold_hash(cf_fold_stem(words[w]));
            count += named[count].hash != 0;
        }
    }
    qsort(named, (size_t)count, sizeof *named, compare_named);
    return count;
}

static const char *pair_text(cf_report *report, const cf_view *view, int a, int b)
{
    char first[SHOWN_SIZE], second[SHOWN_SIZE];

    cf_text_printable(first, sizeof first, view->entities[a].id);
    cf_text_printable(second, sizeof second, view->entities[b].id);
    return cf_report_text(report,
                          " Are \"%s\", which invests, and \"%s\", which sells, one? Then give "
                          "them one id.",
                          first, second);
}

/* An investor and a seller whose ids or names are nearly the same, or "". */
static const char *try_names(cf_report *report, const cf_view *view, const struct roles *roles)
{
    struct named *named = calloc(2 * (size_t)view->entity_count + 1, sizeof *named);
    const char *text = "";
    int count, investor = -1, seller = -1;

    if (named == NULL)
        return NULL;
    count = list_names(named, view, roles);
    for (int i = 0; i < count && (investor < 0 || seller < 0); i++) {
        if (i > 0 && named[i].hash != named[i - 1].hash)
            investor = seller = -1;
        investor = named[i].role == INVESTS ? named[i].entity : investor;
        seller = named[i].role == SELLS ? named[i].entity : seller;
    }
    if (investor >= 0 && seller >= 0)
        text = pair_text(report, view, investor, seller);
    free(named);
    return text;
}

/* ---- all money ---- */

static const char *try_all_money(cf_report *report, const cf_view *view, const char *reason)
{
    cf_view_options options = view->options;
    int count = 0;

    options.origin_all = true;
    options.joint_count = 0;
    if (view->options.origin_all)
        return "";
    if (count_suppliers(&count, view, &options) != CF_OK)
        return NULL;
    if (count == 0)
        return "";
    return cf_report_text(report,
                          " %s--origin all follows all money, not capital only: then %s pay%s and "
                          "sell%s.",
                          reason,
                          count == 1 ? "1 entity" : cf_report_text(report, "%d entities", count),
                          count == 1 ? "s" : "", count == 1 ? "s" : "");
}

static bool has_capital(const cf_scenario *scenario)
{
    for (int i = 0; i < scenario->deal_count; i++)
        if (scenario->deals[i].relation == CF_INVESTOR)
            return true;
    return false;
}

/* The first that helps: a view, a name, following all money. */
static const char *advice(cf_report *report, const cf_view *view, const struct roles *roles)
{
    const char *text = "";

    if (!has_capital(view->scenario))
        return try_all_money(report, view,
                             "No deal of the scenario is capital (relation investor). ");
    if (roles->investors > 0 && roles->sellers > 0)
        text = try_names(report, view, roles);
    if (text != NULL && *text == '\0')
        text = try_views(report, view);
    if (text != NULL && *text == '\0')
        text = try_all_money(report, view, "");
    return text;
}

static const char *counts_text(cf_report *report, const struct roles *roles)
{
    if (roles->investors == 0 || roles->sellers == 0)
        return "";
    return cf_report_text(report, " (%d invest%s, %d sell%s or report%s revenue, none does both.)",
                          roles->investors, roles->investors == 1 ? "s" : "", roles->sellers,
                          roles->sellers == 1 ? "s" : "", roles->sellers == 1 ? "s" : "");
}

/* Then nobody is known to invest, whatever the truth is. */
static bool knows_no_amount(const cf_view *view)
{
    for (int i = 0; i < view->deal_count; i++)
        if (view->deals[i].quantified)
            return false;
    return view->deal_count > 0;
}

const char *cf_nobody_text(cf_report *report, const char *sentence, const cf_view *view)
{
    struct roles roles;
    const char *counts = NULL, *more = NULL;

    if (find_roles(&roles, view) == CF_OK) {
        counts = counts_text(report, &roles);
        more = advice(report, view, &roles);
    }
    free(roles.of);
    if (counts == NULL || more == NULL)
        return NULL;
    if (knows_no_amount(view))
        sentence = "No deal of this view has a known amount, so no entity is known to both invest "
                   "in others and have revenue.";
    return cf_report_text(report, "%s%s%s", sentence, counts, more);
}
