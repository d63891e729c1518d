/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PROPERTY_RANDOM_SCENARIO_H
#define CIRCFIN_PROPERTY_RANDOM_SCENARIO_H

/*
 * Random scenarios, valid and meant to be awkward, and other ways to write the same one.
 *
 * Entities, groups and deals are called e03, g01, d17 by their place; a renamed file calls them
 * otherwise and sorts them the other way round. random_plain_id() translates back.
 */

#include "circfin/view.h"

enum { MOST_ENTITIES = 10, MOST_DEALS = 36, MOST_LISTED = 4 };

typedef struct random_list {
    int at[MOST_LISTED];
    int count;
} random_list;

typedef enum random_style { FRIENDLY, DECIMAL, WILD } random_style; /* WILD: 1e-3 to 1e9 */

/** An amount or a share: any of low, base and high; negative ones are left out. */
typedef struct random_range {
    double low, base, high;
} random_range;

typedef struct random_entity {
    int group; /* -1: none */
    bool funds_known, revenue_known;
    random_range funds;
    bool funds_scheduled; /* half of the base in 2025, half in July 2026 */
    double revenue;
    int revenue_year; /* 0: no span; else from its first to its last day */
} random_entity;

typedef struct random_deal {
    int payer, payee;
    cf_relation relation;
    bool quantified;
    random_range amount; /* of the share, where `share_of` lists deals */
    random_list share_of, earmark, supersedes;
    int part_of;                          /* -1: none */
    bool euro;                            /* counted at `fx` */
    int announced, start, end, cancelled; /* months from 2024-01; -1: none */
    bool scheduled;                       /* half of it in January 2025, half in July 2026 */
    cf_deal_status status;
    cf_basis basis;
    double probability; /* negative: none */
    bool non_cash, contingent;
} random_deal;

typedef struct random_scenario {
    unsigned seed;
    random_style style;
    random_entity entities[MOST_ENTITIES];
    int entity_count;
    random_deal deals[MOST_DEALS];
    int deal_count;
    bool has_span, has_as_of;
    cf_view_options view; /* without joint and ids */
    int joint[3], joint_count;
} random_scenario;

/** Another way to write a scenario; all zero is the plain one. */
typedef struct random_variation {
    unsigned shuffle; /* seed of the order of entities and deals; 0: as they are */
    bool rename;
    double scale; /* of all money; 0: 1 */
    bool split;   /* one deal is written as two, of a quarter and three quarters */
} random_variation;

void random_scenario_make(random_scenario *out, unsigned seed);

/** JSON text; to be freed. */
char *random_scenario_text(const random_scenario *scenario, const random_variation *variation);

/** The view options of a variation; `ids` and `joint` are room for what they point to. */
cf_view_options random_scenario_view(const random_scenario *scenario,
                                     const random_variation *variation, char ids[3][16],
                                     const char *joint[3]);

/** "e03" for what a renamed file calls otherwise, and for both halves of a split deal. */
void random_plain_id(char out[static 16], const char *id);

#endif
