/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "property/random_scenario.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- chance: splitmix64 ---- */

struct random {
    uint64_t state;
};

static uint64_t next(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int below(struct random *random, int limit)
{
    return (int)(next(random) % (unsigned)limit);
}

static bool chance(struct random *random, double probability)
{
    return (double)(next(random) >> 11) * 0x1p-53 < probability;
}

/* ---- deals, one by one and in patterns ---- */

struct making {
    random_scenario *scenario;
    struct random random;
    double busy; /* how often anything unusual happens */
};

static bool unusual(struct making *making, double probability)
{
    return chance(&making->random, probability * making->busy);
}

static double money(struct making *making)
{
    struct random *random = &making->random;
    char text[40];

    switch (making->scenario->style) {
    case FRIENDLY:
        return 1 + below(random, 20);
    case DECIMAL:
        return (1 + below(random, 10000)) / 100.0;
    case WILD:
        break;
    }
    snprintf(text, sizeof text, "%de%d", 100 + below(random, 900), below(random, 12) - 5);
    return strtod(text, NULL);
}

static int add_deal(struct making *making, int payer, int payee, cf_relation relation,
                    double amount)
{
    random_scenario *scenario = making->scenario;

    if (scenario->deal_count == MOST_DEALS || payer == payee)
        return -1;
    scenario->deals[scenario->deal_count] = (random_deal){
        .payer = payer,
        .payee = payee,
        .relation = relation,
        .quantified = true,
        .amount = { -1, amount, -1 },
        .part_of = -1,
        .announced = -1,
        .start = -1,
        .end = -1,
        .cancelled = -1,
        .status = CF_ANNOUNCED,
        .probability = -1,
    };
    return scenario->deal_count++;
}

static int somebody(struct making *making)
{
    return below(&making->random, making->scenario->entity_count);
}

static cf_relation some_relation(struct making *making)
{
    return (cf_relation)below(&making->random, CF_RELATION_COUNT);
}

static cf_relation some_trade(struct making *making)
{
    return chance(&making->random, 0.5) ? CF_CUSTOMER : CF_SUPPLIER;
}

static void add_single(struct making *making)
{
    add_deal(making, somebody(making), somebody(making), some_relation(making), money(making));
}

/* A supplier invests in its customer, perhaps by way of a third. */
static void add_vendor_loop(struct making *making)
{
    int supplier = somebody(making), customer = somebody(making), third = somebody(making);

    add_deal(making, supplier, customer, CF_INVESTOR, money(making));
    if (chance(&making->random, 0.6))
        add_deal(making, customer, supplier, some_trade(making), money(making));
    if (chance(&making->random, 0.6)) {
        add_deal(making, customer, third, some_trade(making), money(making));
        add_deal(making, third, supplier, some_trade(making), money(making));
    }
}

/* The same amount on every hop, written as one deal or as several that add up, nearly. */
static void add_circuit(struct making *making)
{
    static const double parts[][3] = { { 0.3 }, { 0.1, 0.2 }, { 0.1, 0.1, 0.1 }, { 0.2, 0.1 } };
    int first = somebody(making), length = 2 + below(&making->random, 3);
    bool rounded = chance(&making->random, 0.5);
    double amount = money(making);

    for (int i = 0; i < length && length <= making->scenario->entity_count; i++) {
        int payer = (first + i) % making->scenario->entity_count;
        int payee = (first + (i + 1) % length) % making->scenario->entity_count;
        const double *split = parts[below(&making->random, 4)];

        if (!rounded)
            add_deal(making, payer, payee, some_relation(making), amount);
        for (int k = 0; rounded && k < 3 && split[k] > 0; k++)
            add_deal(making, payer, payee, some_relation(making),
                     split[k] * (amount > 50 ? 1e6 : 1));
    }
}

/* A circuit around which more goes than comes in and leaks out: in wild scenarios far more, or so
 * much that what comes in is less than the tolerance. */
static void add_nearly_closed_circuit(struct making *making)
{
    bool wild = making->scenario->style == WILD, lost = wild && chance(&making->random, 0.4);
    int s = somebody(making), a = somebody(making), b = somebody(making);
    double leak = lost ? (1 + below(&making->random, 5)) / 1e4 : money(making);
    double round = lost ? 1e9 : leak * pow(10.0, 1 + below(&making->random, wild ? 11 : 2));

    if (round > 1e9)
        round = fmax(1e9, 10 * leak);
    add_deal(making, s, a, CF_INVESTOR, leak);
    add_deal(making, a, b, CF_CUSTOMER, round);
    add_deal(making, b, a, CF_CUSTOMER,
             lost || chance(&making->random, 0.5) ? round : round - leak);
    add_deal(making, lost ? somebody(making) : b, s, CF_CUSTOMER, leak);
}

static void add_parallel(struct making *making)
{
    int payer = somebody(making), payee = somebody(making);

    for (int n = 2 + below(&making->random, 2); n > 0; n--)
        add_deal(making, payer, payee, some_relation(making), money(making));
    if (chance(&making->random, 0.6))
        add_deal(making, payee, payer, some_relation(making), money(making));
}

/* Investors compete for purchases of the one that they invest in. */
static void add_tied(struct making *making)
{
    random_scenario *scenario = making->scenario;
    int spender = somebody(making);
    random_list purchases = { .count = 0 };

    for (int n = 1 + below(&making->random, 3); n > 0; n--) {
        int deal = add_deal(making, spender, somebody(making), some_trade(making), money(making));

        if (deal >= 0)
            purchases.at[purchases.count++] = deal;
    }
    for (int n = 1 + below(&making->random, 3); n > 0; n--) {
        int deal = add_deal(making, somebody(making), spender, CF_INVESTOR, money(making));

        for (int k = 0; deal >= 0 && k < purchases.count; k++) {
            random_list *earmark = &scenario->deals[deal].earmark;

            if (chance(&making->random, 0.7))
                earmark->at[earmark->count++] = purchases.at[k];
        }
    }
}

static void add_deals(struct making *making)
{
    static void (*const patterns[])(struct making *) = {
        add_single, add_single,   add_vendor_loop, add_vendor_loop,           add_circuit,
        add_tied,   add_parallel, add_tied,        add_nearly_closed_circuit,
    };
    unsigned liked = (unsigned)next(&making->random);
    int goal = 1 + below(&making->random, chance(&making->random, 0.5) ? 8 : MOST_DEALS);

    for (int tries = 0; tries < 200 && making->scenario->deal_count < goal; tries++) {
        int pattern = below(&making->random, 9);

        if ((liked >> pattern & 1) != 0)
            patterns[pattern](making);
    }
}

/* ---- what else a deal may say ---- */

static random_range some_range(struct making *making, double base)
{
    const random_range ranges[] = {
        { 0.5 * base, base, 1.5 * base },
        { 0.5 * base, base, -1 },
        { -1, base, 2 * base },
        { 0.25 * base, -1, base },
        { -1, -1, base },
        { base, -1, -1 },
        { 0, base, base },
    };

    return ranges[below(&making->random, 7)];
}

static bool mentions_anything(const random_deal *deal)
{
    return deal->earmark.count > 0;
}

static void make_share(struct making *making, random_deal *deal, int index)
{
    static const random_range shares[] = {
        { -1, 0.5, -1 }, { -1, 0.6, -1 }, { 0.25, 0.5, 1 }, { -1, 1, -1 }, { 0.1, -1, 0.9 }
    };

    if (index == 0 || mentions_anything(deal))
        return;
    deal->amount = shares[below(&making->random, 5)];
    for (int n = 1 + below(&making->random, 2), k = 0; k < n; k++) {
        int of = below(&making->random, index);

        if (k == 0 || deal->share_of.at[0] != of)
            deal->share_of.at[deal->share_of.count++] = of;
    }
}

static void set_dates(struct making *making, random_deal *deal)
{
    struct random *random = &making->random;

    if (unusual(making, 0.6))
        deal->announced = below(random, 36);
    if (deal->share_of.count > 0 || !deal->quantified)
        return;
    if (unusual(making, 0.4))
        deal->start = below(random, 36);
    if (deal->start >= 0 && chance(random, 0.7))
        deal->end = deal->start + below(random, 20);
    deal->scheduled = deal->start < 0 && deal->amount.base > 0 && unusual(making, 0.3);
}

static void decorate(struct making *making, int index)
{
    random_deal *deal = &making->scenario->deals[index];
    struct random *random = &making->random;

    if (unusual(making, 0.4))
        deal->amount = some_range(making, deal->amount.base);
    if (unusual(making, 0.15))
        deal->amount = (random_range){ -1, 0, -1 };
    if (unusual(making, 0.15))
        deal->quantified = false;
    else if (unusual(making, 0.2))
        make_share(making, deal, index);
    set_dates(making, deal);
    deal->euro = deal->share_of.count == 0 && unusual(making, 0.2);
    if (unusual(making, 0.5))
        deal->status = (cf_deal_status)below(random, CF_DEAL_STATUS_COUNT);
    if (deal->status == CF_CANCELLED && chance(random, 0.7))
        deal->cancelled = below(random, 36);
    if (unusual(making, 0.4))
        deal->basis = (cf_basis)below(random, CF_BASIS_COUNT);
    if (unusual(making, 0.4))
        deal->probability = below(random, 5) / 4.0;
    deal->non_cash = unusual(making, 0.2);
    deal->contingent = unusual(making, 0.2);
    if (index > 0 && unusual(making, 0.2))
        deal->part_of = below(random, index);
    if (index > 0 && unusual(making, 0.1))
        deal->supersedes = (random_list){ { below(random, index) }, 1 };
}

static void make_entity(struct making *making, random_entity *entity)
{
    struct random *random = &making->random;

    entity->group = unusual(making, 0.5) ? below(random, 3) : -1;
    entity->funds_known = chance(random, 0.5);
    entity->funds = chance(random, 0.4)    ? (random_range){ -1, 0, -1 }
                    : unusual(making, 0.4) ? some_range(making, money(making))
                                           : (random_range){ -1, money(making), -1 };
    entity->revenue_known = unusual(making, 0.6);
    entity->revenue = money(making) * (1 + below(random, 5));
    entity->revenue_year = unusual(making, 0.8) ? 2024 + below(random, 3) : 0;
}

/* What a scenario may say beside the rest. It has a chance of its own, so that the rest stays. */
static void add_details(struct making *making)
{
    random_scenario *scenario = making->scenario;

    making->random.state = ~(uint64_t)scenario->seed;
    for (int i = 0; i < scenario->entity_count; i++)
        scenario->entities[i].funds_scheduled = unusual(making, 0.5);
}

static cf_view_options some_view(struct making *making)
{
    struct random *random = &making->random;
    cf_view_options view = cf_view_options_of(
        chance(random, 0.7) ? CF_VIEW_BASE : (cf_preset)below(random, CF_PRESET_COUNT));

    if (unusual(making, 0.3))
        view.which = (cf_case)below(random, 3);
    if (unusual(making, 0.3))
        view.statuses |= (unsigned)below(random, 64);
    view.non_cash = view.non_cash || unusual(making, 0.4);
    view.contingent = unusual(making, 0.4);
    view.reported_only = unusual(making, 0.15);
    if (unusual(making, 0.3))
        view.as_of = 19723 + below(random, 1000); /* from 2024-01-01 */
    if (unusual(making, 0.3)) {
        view.window_from = 19723 + below(random, 700);
        view.window_to = view.window_from + below(random, 700);
    }
    view.probability_weights = unusual(making, 0.2);
    view.origin_all = chance(random, 0.25);
    view.consolidate = unusual(making, 0.4);
    return view;
}

void random_scenario_make(random_scenario *out, unsigned seed)
{
    static const double levels[] = { 0.0, 0.3, 0.7, 1.0 };
    struct making making = { .scenario = out, .random = { seed } };
    struct random *random = &making.random;

    *out = (random_scenario){ .seed = seed };
    making.busy = levels[below(random, 4)];
    out->style = (random_style)below(random, 3);
    out->entity_count = 2 + below(random, chance(random, 0.5) ? 4 : MOST_ENTITIES - 1);
    out->has_span = unusual(&making, 0.6);
    out->has_as_of = unusual(&making, 0.5);
    for (int i = 0; i < out->entity_count; i++)
        make_entity(&making, &out->entities[i]);
    add_deals(&making);
    for (int i = 0; i < out->deal_count; i++)
        decorate(&making, i);
    out->view = some_view(&making);
    if (chance(random, 0.3))
        out->joint_count = 1 + below(random, 3);
    for (int i = 0; i < out->joint_count; i++)
        out->joint[i] = somebody(&making);
    add_details(&making);
}

/* ---- names ---- */

/* Renamed, e00 is w99: the other way round in byte order, and not only ASCII. */
static void name(char out[static 16], char kind, int index, const random_variation *variation)
{
    if (variation->rename)
        snprintf(out, 16, "%c%02d \xC3\xA9",
                 kind == 'e'   ? 'w'
                 : kind == 'g' ? 'v'
                               : 'u',
                 99 - index);
    else
        snprintf(out, 16, "%c%02d", kind, index);
}

void random_plain_id(char out[static 16], const char *id)
{
    int number = 0;
    char kind = '?';

    if (sscanf(id, "%c%2d", &kind, &number) != 2)
        number = 0;
    if (kind >= 'u')
        snprintf(out, 16, "%c%02d", kind == 'w' ? 'e' : kind == 'v' ? 'g' : 'd', 99 - number);
    else
        snprintf(out, 16, "%c%02d", kind, number);
}

/* ---- writing ---- */

struct text {
    FILE *out;
    const random_scenario *scenario;
    const random_variation *variation;
    double scale;
    int split; /* the deal that is written as two; -1: none */
};

static void put(struct text *text, const char *format, ...) CF_PRINTF(2, 3);

static void put(struct text *text, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vfprintf(text->out, format, args);
    va_end(args);
}

static void put_figures(struct text *text, random_range range, double factor)
{
    const char *comma = "";

    if (range.low >= 0) {
        put(text, "\"low\": %.17g", range.low * factor);
        comma = ", ";
    }
    if (range.base >= 0) {
        put(text, "%s\"base\": %.17g", comma, range.base * factor);
        comma = ", ";
    }
    if (range.high >= 0)
        put(text, "%s\"high\": %.17g", comma, range.high * factor);
}

static void put_range(struct text *text, random_range range, double factor)
{
    if (range.low < 0 && range.high < 0) {
        put(text, "%.17g", range.base * factor);
        return;
    }
    put(text, "{");
    put_figures(text, range, factor);
    put(text, "}");
}

static double base_of(random_range range)
{
    return range.base >= 0 ? range.base : range.low >= 0 ? range.low : 0.0;
}

static void put_schedule(struct text *text, const char *first, double amount)
{
    put(text,
        ", \"schedule\": [{\"date\": \"%s\", \"amount\": %.17g}, "
        "{\"date\": \"2026-07\", \"amount\": %.17g}]",
        first, 0.5 * amount, 0.5 * amount);
}

static void put_funds(struct text *text, const random_entity *entity)
{
    put(text, ", \"outside_funds\": ");
    if (!entity->funds_scheduled) {
        put_range(text, entity->funds, text->scale);
        return;
    }
    put(text, "{");
    put_figures(text, entity->funds, text->scale);
    put_schedule(text, "2025", base_of(entity->funds) * text->scale);
    put(text, "}");
}

static void put_entity(struct text *text, int index)
{
    const random_entity *entity = &text->scenario->entities[index];
    char id[16];

    name(id, 'e', index, text->variation);
    put(text, "{\"id\": \"%s\"", id);
    if (entity->group >= 0) {
        name(id, 'g', entity->group, text->variation);
        put(text, ", \"group\": \"%s\"", id);
    }
    if (entity->funds_known)
        put_funds(text, entity);
    if (entity->revenue_known) {
        put(text, ", \"revenue\": {\"amount\": %.17g", entity->revenue * text->scale);
        if (entity->revenue_year != 0)
            put(text, ", \"from\": \"%d\", \"to\": \"%d\"", entity->revenue_year,
                entity->revenue_year);
        put(text, "}");
    }
    put(text, "}");
}

/* A list that names a split deal names both halves. */
static void put_list(struct text *text, const char *key, const random_list *list)
{
    char id[16];

    if (list->count == 0)
        return;
    put(text, "%s\"%s\": [", key[0] == 'o' ? "" : ", ", key);
    for (int i = 0; i < list->count; i++) {
        name(id, 'd', list->at[i], text->variation);
        put(text, "%s\"%s\"", i == 0 ? "" : ", ", id);
        if (list->at[i] == text->split)
            put(text, ", \"%s+\"", id);
    }
    put(text, "]");
}

static void put_month(struct text *text, const char *key, int month)
{
    if (month >= 0)
        put(text, ", \"%s\": \"%04d-%02d\"", key, 2024 + month / 12, 1 + month % 12);
}

static void put_amount(struct text *text, const random_deal *deal, double factor)
{
    if (!deal->quantified)
        return;
    put(text, ", \"amount\": ");
    if (deal->share_of.count > 0) {
        put(text, "{\"share\": ");
        put_range(text, deal->amount, 1.0);
        put(text, ", ");
        put_list(text, "of", &deal->share_of);
        put(text, "}");
        return;
    }
    put_range(text, deal->amount, factor);
    if (deal->scheduled)
        put_schedule(text, "2025-01", deal->amount.base * factor);
}

static void put_deal(struct text *text, int index, bool second_half)
{
    const random_deal *deal = &text->scenario->deals[index];
    double part = index != text->split ? 1.0 : second_half ? 0.75 : 0.25;
    char id[16], payer[16], payee[16];

    name(id, 'd', index, text->variation);
    name(payer, 'e', deal->payer, text->variation);
    name(payee, 'e', deal->payee, text->variation);
    put(text, "{\"id\": \"%s%s\", \"payer\": \"%s\", \"payee\": \"%s\", \"relation\": \"%s\"", id,
        second_half ? "+" : "", payer, payee, cf_relation_names[deal->relation]);
    put_amount(text, deal, part * text->scale);
    if (deal->euro)
        put(text, ", \"currency\": \"EUR\"");
    put(text, ", \"status\": \"%s\", \"basis\": \"%s\"", cf_deal_status_names[deal->status],
        cf_basis_names[deal->basis]);
    put_month(text, "announced", deal->announced);
    put_month(text, "cancelled", deal->cancelled);
    put_month(text, "start", deal->start);
    put_month(text, "end", deal->end);
    if (deal->probability >= 0)
        put(text, ", \"probability\": %.17g", deal->probability);
    if (deal->non_cash)
        put(text, ", \"cash\": false");
    if (deal->contingent)
        put(text, ", \"contingent\": true");
    put_list(text, "earmark", &deal->earmark);
    put_list(text, "supersedes", &deal->supersedes);
    if (deal->part_of >= 0) {
        name(id, 'd', deal->part_of, text->variation);
        put(text, ", \"part_of\": \"%s\"", id);
    }
    put(text, "}");
}

/* Programmes and shares cannot be split: a part belongs to one programme, a share is of all. */
static int choose_split(const random_scenario *scenario, unsigned seed)
{
    struct random random = { seed + 77 };
    int chosen = -1;

    for (int tries = 0; chosen < 0 && tries < 20 && scenario->deal_count > 0; tries++) {
        int deal = below(&random, scenario->deal_count);
        bool fits = scenario->deals[deal].quantified && scenario->deals[deal].share_of.count == 0;

        for (int i = 0; i < scenario->deal_count; i++)
            fits = fits && scenario->deals[i].part_of != deal;
        if (fits)
            chosen = deal;
    }
    return chosen;
}

static void shuffle(int *order, int count, unsigned seed)
{
    struct random random = { seed };

    for (int i = 0; i < count; i++)
        order[i] = i;
    for (int i = count - 1; seed != 0 && i > 0; i--) {
        int j = below(&random, i + 1), kept = order[i];

        order[i] = order[j];
        order[j] = kept;
    }
}

static void put_all(struct text *text)
{
    const random_scenario *scenario = text->scenario;
    int order[MOST_DEALS + MOST_ENTITIES];

    put(text, "{\"schema\": \"circfin.scenario/1\", \"name\": \"seed %u\", \"currency\": \"USD\"",
        scenario->seed);
    put(text, ", \"fx\": {\"EUR\": 1.25}, \"status_probability\": {\"announced\": 0.5}");
    if (scenario->has_span)
        put(text, ", \"span\": {\"from\": \"2025\", \"to\": \"2026\"}");
    if (scenario->has_as_of)
        put(text, ", \"as_of\": \"2025-12-31\"");
    put(text, ",\n\"entities\": [");
    shuffle(order, scenario->entity_count, text->variation->shuffle);
    for (int i = 0; i < scenario->entity_count; i++) {
        put(text, i == 0 ? "\n" : ",\n");
        put_entity(text, order[i]);
    }
    put(text, "],\n\"deals\": [");
    shuffle(order, scenario->deal_count, text->variation->shuffle);
    for (int i = 0; i < scenario->deal_count; i++) {
        put(text, i == 0 ? "\n" : ",\n");
        put_deal(text, order[i], false);
        if (order[i] == text->split) {
            put(text, ",\n");
            put_deal(text, order[i], true);
        }
    }
    put(text, "]}\n");
}

char *random_scenario_text(const random_scenario *scenario, const random_variation *variation)
{
    char *bytes = NULL;
    size_t size = 0;
    struct text text = { .out = open_memstream(&bytes, &size),
                         .scenario = scenario,
                         .variation = variation,
                         .scale = variation->scale > 0 ? variation->scale : 1.0,
                         .split = variation->split ? choose_split(scenario, scenario->seed) : -1 };

    put_all(&text);
    fclose(text.out);
    return bytes;
}

cf_view_options random_scenario_view(const random_scenario *scenario,
                                     const random_variation *variation, char ids[3][16],
                                     const char *joint[3])
{
    cf_view_options view = scenario->view;

    view.joint = joint;
    view.joint_count = scenario->joint_count;
    for (int i = 0; i < scenario->joint_count; i++) {
        int group = scenario->entities[scenario->joint[i]].group;

        if (view.consolidate && group >= 0)
            name(ids[i], 'g', group, variation);
        else
            name(ids[i], 'e', scenario->joint[i], variation);
        joint[i] = ids[i];
    }
    return view;
}
