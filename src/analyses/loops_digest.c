/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loops: what a person reads first. */
#include <math.h>
#include <stdio.h>

#include "analyses/loops.h"
#include "base/sum.h"

#define GLUE CF_NO_BREAK
enum { HOPS_NAMED = 3, DEALS_NAMED = 3, WHOLE_DEALS = 12 };
static const double LOOK_SECONDS = 1.0; /* for what is only a hint */

struct digest {
    cf_loops *loops;
    cf_prose prose;
    cf_arena arena;
    const char **names; /* of nodes */
    int rank_width;     /* columns of the last rank */
};

/* "1 loop", "12 loops" */
static void add_count(cf_prose *prose, double count, const char *one, const char *many)
{
    cf_prose_count(prose, "", count);
    cf_prose_add(prose, count >= 1.0 && count <= 1.0 ? one : many);
}

/* ---- how many, and of what kind ---- */

static const struct {
    const char *one, *many;
} kinds[CF_LOOP_KIND_COUNT] = {
    [CF_LOOPS_FINANCING] = { " financing loop", " financing loops" },
    [CF_LOOPS_TRADE] = { " loop of trade alone", " loops of trade alone" },
    [CF_LOOPS_CAPITAL] = { " loop of capital alone", " loops of capital alone" },
    [CF_LOOPS_ALL] = { " loop", " loops" },
};

/* Only loops of both classes have a through-flow. */
static bool has_flows(const cf_loops *loops)
{
    cf_loop_kind kind = loops->params.limits.kind;

    return kind == CF_LOOPS_FINANCING || kind == CF_LOOPS_ALL;
}

static bool is_limited(const cf_loop_limits *limits)
{
    return limits->max_length > 0 || limits->min_amount > 0 || limits->through >= 0 ||
           limits->order != NULL;
}

/* " through Nvidia of at most 6 hops of 10 or more each" */
static void add_limits(struct digest *digest)
{
    const cf_loop_limits *limits = &digest->loops->params.limits;

    if (limits->through >= 0) {
        cf_prose_add(&digest->prose, " through ");
        cf_buffer_add_name(&digest->prose.text, digest->names[limits->through]);
    }
    if (limits->max_length > 0)
        cf_prose_count(&digest->prose, " of at most ", limits->max_length);
    if (limits->max_length > 0)
        cf_prose_add(&digest->prose, " hops");
    if (limits->min_amount > 0) {
        cf_prose_money(&digest->prose,
                       limits->max_length > 0 ? ", each of " : " with every hop of ",
                       limits->min_amount);
        cf_prose_add(&digest->prose, " or more");
    }
    if (limits->order != NULL)
        cf_prose_add(&digest->prose, " in the order of time");
    if (limits->order != NULL && limits->order->within >= 0) {
        cf_prose_count(&digest->prose, ", within ", limits->order->within);
        cf_prose_add(&digest->prose, limits->order->within == 1 ? " day" : " days");
    }
}

static void add_parts(struct digest *digest)
{
    const cf_loop_count *count = &digest->loops->count;

    if (digest->loops->params.limits.kind == CF_LOOPS_ALL)
        cf_prose_count(&digest->prose,
                       "; financing loops, of capital and trade: ", count->financing);
    if (count->unquantified > 0)
        cf_prose_count(&digest->prose,
                       "; without figures, as some hop has no known amount: ", count->unquantified);
}

/* "At least 12 financing loops", or that their number is unknown */
static void add_total(struct digest *digest)
{
    const cf_loop_count *count = &digest->loops->count;
    cf_loop_kind kind = digest->loops->params.limits.kind;
    cf_prose *prose = &digest->prose;

    if (isfinite(count->found)) {
        cf_prose_add(prose, count->complete ? "" : "At least ");
        add_count(prose, count->found, kinds[kind].one, kinds[kind].many);
    } else if (count->complete) {
        cf_prose_add(prose, "Too many");
        cf_prose_add(prose, kinds[kind].many);
        cf_prose_add(prose, ", or too long ones, to count them in passing");
    } else {
        cf_prose_add(prose, "An unknown number of");
        cf_prose_add(prose, kinds[kind].many);
    }
}

static cf_status write_counts(struct digest *digest)
{
    const cf_loops *loops = digest->loops;
    const cf_loop_count *count = &loops->count;
    cf_prose *prose = &digest->prose;

    add_total(digest);
    add_limits(digest);
    if (isfinite(count->found))
        add_parts(digest);
    cf_prose_add(prose, count->complete ? "." : ". The search was stopped before its end.");
    if (!loops->params.count_only && !((double)loops->list.loop_count >= count->found)) {
        cf_prose_count(prose, " Below: the best ", (double)loops->list.loop_count);
        cf_prose_add(prose, count->complete ? "; --top all lists every one." : " of those found.");
    }
    return cf_prose_end(prose, 0);
}

static cf_status write_legend(struct digest *digest)
{
    bool flows = has_flows(digest->loops);
    cf_prose *prose = &digest->prose;

    if (flows)
        cf_prose_add(prose, "Through-flow: how much of the capital in its first hop takes exactly "
                            "this way round, if everyone mixes what they have and spends it in "
                            "proportion. ");
    cf_prose_add(prose, "Amount: the smallest hop, drawn ═⇒; no more can go round. ");
    cf_prose_add(prose, flows ? "Both in " : "In ");
    cf_prose_unit(prose, digest->loops->view->scenario);
    cf_prose_add(prose, ".");
    return cf_prose_end(prose, 0);
}

/* ---- one loop ---- */

/* Payer, payee and deals of a hop without an amount. */
static void add_open_hop(struct digest *digest, const cf_hop *hop)
{
    static const char *const verbs[CF_CLASS_COUNT] = {
        [CF_TRADE] = " pays ", [CF_CAPITAL] = " invests in ", [CF_SERVICE] = " pays service to "
    };
    cf_prose *prose = &digest->prose;

    cf_buffer_add_name(&prose->text, digest->names[hop->tail]);
    cf_prose_add(prose, verbs[hop->carries]);
    cf_buffer_add_name(&prose->text, digest->names[hop->head]);
    cf_prose_add(prose, " (");
    for (int i = 0; i < hop->payment_count && i < DEALS_NAMED; i++) {
        cf_prose_add(prose, i > 0 ? ", " : "");
        cf_prose_add(prose, cf_loops_deal(digest->loops, hop->payments[i]));
    }
    if (hop->payment_count > DEALS_NAMED)
        cf_prose_count(prose, " and more: ", hop->payment_count - DEALS_NAMED);
    cf_prose_add(prose, ")");
}

static void add_spaces(cf_prose *prose, int count)
{
    while (count-- > 0)
        cf_prose_add(prose, " ");
}

static int digits_of(double number)
{
    return snprintf(NULL, 0, "%.0f", number);
}

/* ", 2026-01-05 to 2026-03-31" */
static void add_days(cf_prose *prose, const cf_loop *loop)
{
    char day[CF_DAY_SIZE];

    if (loop->first_day == CF_NO_DAY)
        return;
    cf_day_format(day, loop->first_day);
    cf_prose_add(prose, ", ");
    cf_prose_add(prose, day);
    if (loop->last_day == loop->first_day)
        return;
    cf_day_format(day, loop->last_day);
    cf_prose_add(prose, GLUE "to" GLUE);
    cf_prose_add(prose, day);
}

/* What a loop is that is no financing loop. */
static const char *kind_of(const cf_loop *loop)
{
    if (loop->capital && loop->trade)
        return "";
    if (!loop->service)
        return loop->capital ? "capital alone" : "trade alone";
    return loop->capital ? "capital and service"
           : loop->trade ? "trade and service"
                         : "service alone";
}

/* " 1. through-flow 60, amount 100, 3 hops" */
static cf_status write_figures(struct digest *digest, const cf_loop *loop, double rank)
{
    cf_prose *prose = &digest->prose;
    const char *kind = kind_of(loop);

    add_spaces(prose, digest->rank_width - digits_of(rank));
    cf_prose_add(prose, cf_report_text(prose->report, "%.0f. ", rank));
    if (loop->quantified && loop->supplier >= 0)
        cf_prose_money(prose, "through-flow" GLUE, loop->through_flow);
    else
        cf_prose_add(prose, kind);
    if (loop->quantified) {
        cf_prose_money(prose,
                       loop->supplier >= 0 || *kind != '\0' ? ", amount" GLUE : "amount" GLUE,
                       loop->amount);
        cf_prose_add(prose, ", ");
    } else {
        cf_prose_add(prose, *kind != '\0' ? ", no figures, " : "no figures, ");
    }
    add_count(prose, loop->length, GLUE "hop", GLUE "hops");
    add_days(prose, loop);
    return cf_prose_end(prose, 0);
}

static cf_status write_chain(struct digest *digest, const cf_loop *loop)
{
    cf_prose *prose = &digest->prose;

    add_spaces(prose, digest->rank_width + 2);
    cf_loops_add_chain(prose, digest->loops, loop, digest->names);
    return cf_prose_end(prose, 0);
}

/* "unknown: what Lab pays Cloud (d1, d2), what ..." */
static cf_status write_open_hops(struct digest *digest, const cf_loop *loop)
{
    int open = 0;

    add_spaces(&digest->prose, digest->rank_width + 2);
    cf_prose_add(&digest->prose, "unknown:");
    for (int i = 0; i < loop->length; i++) {
        const cf_hop *hop = cf_hops_at(digest->loops->hops, loop->hops[i]);

        if (!hop->open || open++ >= HOPS_NAMED)
            continue;
        cf_prose_add(&digest->prose, open == 1 ? " what " : ", what ");
        add_open_hop(digest, hop);
    }
    if (open > HOPS_NAMED)
        cf_prose_count(&digest->prose, ", and further hops: ", open - HOPS_NAMED);
    return cf_prose_end(&digest->prose, 0);
}

static cf_status write_deals(struct digest *digest, const cf_loop *loop)
{
    cf_prose *prose = &digest->prose;

    if (loop->length > WHOLE_DEALS)
        return CF_OK;
    add_spaces(prose, digest->rank_width + 2);
    cf_prose_add(prose, "deals:");
    for (int i = 0; i < loop->length; i++) {
        const cf_hop *hop = cf_hops_at(digest->loops->hops, loop->hops[i]);

        for (int k = 0; k < hop->payment_count; k++) {
            cf_prose_add(prose, k > 0 ? " + " : i > 0 ? "; " : " ");
            cf_prose_add(prose, cf_loops_deal(digest->loops, hop->payments[k]));
        }
    }
    return cf_prose_end(prose, 1);
}

static cf_status write_loops(struct digest *digest)
{
    const cf_loop_list *list = &digest->loops->list;
    cf_report *report = digest->prose.report;
    cf_status status = cf_report_add_paragraph(report, 0, "");

    digest->rank_width = digits_of((double)list->loop_count);
    for (long i = 0; status == CF_OK && i < list->loop_count; i++) {
        status = write_figures(digest, &list->loops[i], (double)i + 1);
        if (status == CF_OK)
            status = write_chain(digest, &list->loops[i]);
        if (status == CF_OK && !list->loops[i].quantified)
            status = write_open_hops(digest, &list->loops[i]);
        if (status == CF_OK && digest->loops->request->verbose)
            status = write_deals(digest, &list->loops[i]);
    }
    return status;
}

/* ---- what the figures take for granted ---- */

static cf_status write_assumptions(struct digest *digest)
{
    const cf_loops *loops = digest->loops;
    const cf_network *network = &loops->network->network;
    cf_prose *prose = &digest->prose;
    cf_sum assumed = { 0 };
    int open = 0;
    cf_status status;

    for (int v = 0; v < loops->view->entity_count; v++)
        cf_sum_add(&assumed, loops->flow->balances[v].assumed);
    for (int i = 0; i < network->payment_count; i++)
        open += network->payments[i].open;
    if (loops->list.loop_count > 1)
        cf_prose_add(prose, "Loops share deals, so their figures do not add up. ");
    if (has_flows(loops) && cf_sum_value(assumed) > 0) {
        cf_prose_money(prose, "Taken for granted: money from outside ", cf_sum_value(assumed));
        cf_prose_add(prose, " (revenue beside these deals, or what payments lack); what goes "
                            "round is mixed with it. ");
    }
    if (open > 0) {
        cf_prose_count(prose, "Deals without a known amount: ", open);
        cf_prose_count(prose, " of ", network->payment_count);
        cf_prose_add(prose, "; they add nothing to a hop that they share with others.");
    }
    if (prose->text.length == 0)
        return CF_OK;
    status = cf_report_add_paragraph(prose->report, 0, "");
    return status == CF_OK ? cf_prose_end(prose, 0) : status;
}

/* ---- nothing found ---- */

static cf_status is_there(bool *out, const struct digest *digest, const cf_loop_limits *limits)
{
    cf_loop_limits first = *limits;
    cf_loop_count count;
    cf_status status;

    first.most = 1;
    first.seconds = LOOK_SECONDS;
    status = cf_loops_count(digest->loops->hops, &first, &count);
    *out = status == CF_OK && count.found > 0;
    return status;
}

/* " Without --max-length and --through there are some." */
static void add_wider(struct digest *digest)
{
    const cf_loop_limits *limits = &digest->loops->params.limits;
    const char *given[4];
    int count = 0;

    if (limits->max_length > 0)
        given[count++] = "--max-length";
    if (limits->min_amount > 0)
        given[count++] = "--min-amount";
    if (limits->through >= 0)
        given[count++] = "--through";
    if (limits->order != NULL)
        given[count++] = limits->order->within >= 0 ? "--within" : "--in-order";
    for (int i = 0; i < count; i++) {
        cf_prose_add(&digest->prose, i == 0 ? " Without " : i + 1 == count ? " and " : ", ");
        cf_prose_add(&digest->prose, given[i]);
    }
    cf_prose_add(&digest->prose, " there are some.");
}

static void add_way_out(struct digest *digest, bool wider, bool other)
{
    cf_prose *prose = &digest->prose;

    if (wider)
        add_wider(digest);
    if (other)
        cf_prose_add(prose, " There are loops of another kind: --kind all shows them.");
    if (wider || other)
        return;
    cf_prose_add(prose,
                 has_flows(digest->loops)
                     ? " No invested capital comes back to its investor as revenue in this view."
                     : "");
    cf_prose_add(prose, " Another view may show more: --view headline takes letters of intent, "
                        "non-cash deals and the high figures in, --contingent guarantees.");
}

static cf_status write_no_loops(struct digest *digest)
{
    const cf_loops *loops = digest->loops;
    cf_loop_limits wide = { .kind = loops->params.limits.kind,
                            .through = -1,
                            .threads = loops->params.limits.threads };
    cf_loop_limits any = loops->params.limits;
    bool wider = false, other = false;
    cf_status status = CF_OK;

    cf_prose_add(&digest->prose, "No");
    cf_prose_add(&digest->prose, kinds[wide.kind].one);
    add_limits(digest);
    if (!loops->count.complete) {
        cf_prose_add(&digest->prose, " was found before the search was stopped.");
        return cf_prose_end(&digest->prose, 0);
    }
    cf_prose_add(&digest->prose, ".");
    any.kind = CF_LOOPS_ALL;
    if (is_limited(&loops->params.limits))
        status = is_there(&wider, digest, &wide);
    if (status == CF_OK && wide.kind != CF_LOOPS_ALL)
        status = is_there(&other, digest, &any);
    add_way_out(digest, wider, other);
    return status == CF_OK ? cf_prose_end(&digest->prose, 0) : status;
}

/* ---- all together ---- */

static cf_status write_loops_view(struct digest *digest)
{
    const cf_view_options *options = &digest->loops->view->options;

    cf_prose_view(&digest->prose, digest->loops->view);
    cf_prose_add(&digest->prose, options->probability_weights ? "; weighted by probability" : "");
    return cf_prose_end(&digest->prose, 0);
}

static cf_status write_found(struct digest *digest)
{
    cf_status status = write_counts(digest);

    if (status != CF_OK || digest->loops->params.count_only)
        return status;
    status = write_legend(digest);
    if (status == CF_OK)
        status = write_loops(digest);
    return status == CF_OK ? write_assumptions(digest) : status;
}

cf_status cf_loops_write_digest(cf_loops *loops, cf_report *report)
{
    struct digest digest = { .loops = loops, .prose = { .report = report } };
    bool uncounted = isnan(loops->count.found) && loops->list.loop_count > 0;
    bool none = !(loops->count.found > 0) && !uncounted;
    cf_status status = cf_loops_names(&digest.names, &digest.arena, loops->view);

    if (status == CF_OK)
        status = write_loops_view(&digest);
    if (status == CF_OK)
        status = none ? write_no_loops(&digest) : write_found(&digest);
    cf_prose_free(&digest.prose);
    cf_arena_free(&digest.arena);
    return status;
}
