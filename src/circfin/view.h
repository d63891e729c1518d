/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_VIEW_H
#define CIRCFIN_VIEW_H

/* Advanced tier. A view: which deals of a scenario count, at what amount, between which entities.
 */

#include "circfin/options.h"
#include "circfin/scenario.h"

CF_PUBLIC

typedef enum cf_preset { CF_VIEW_FIRM, CF_VIEW_BASE, CF_VIEW_HEADLINE, CF_PRESET_COUNT } cf_preset;
extern const char *const cf_preset_names[CF_PRESET_COUNT];

#define CF_STATUS_BIT(status) (1u << (unsigned)(status))

typedef struct cf_view_options {
    cf_case which;     /* the value of a range that counts */
    unsigned statuses; /* set of CF_STATUS_BIT */
    bool non_cash;     /* also count deals with cash: false */
    bool contingent;   /* also count deals with contingent: true */
    bool reported_only;
    cf_day as_of;                  /* CF_NO_DAY: the scenario's own, if any */
    cf_day window_from, window_to; /* both CF_NO_DAY: whole amounts */
    bool probability_weights;
    bool origin_all;    /* follow all money out of a supplier, not only its capital */
    bool origin_backed; /* also follow what it backs of the capital of others */
    bool gap_cut;       /* nobody fills a gap: deals count with what is paid of them */
    bool consolidate;
    const char *const *joint; /* ids of entities of the view to treat as one supplier */
    int joint_count;
    const char *const *what_ifs; /* such as "deal:x=5", "entity:u.outside_funds=0" and
                                    "entity:u.revenue=3": what replaces an amount of the view, or
                                    what an entity has in it; of several, the last */
    int what_if_count;
    bool empty; /* keep deals of amount 0, for callers that change amounts */
} cf_view_options;

/** The options of a preset; CF_VIEW_BASE holds the defaults. */
cf_view_options cf_view_options_of(cf_preset preset);

/** The rows of the options of a view, and of those for view B of a comparison, which end in "-b".
 */
extern const cf_param_spec cf_view_specs[];
extern const cf_param_spec cf_view_b_specs[];

/** Options of a view that were read from text. `options` borrows from the other members, and these
 *  from the values of the options. */
typedef struct cf_view_choice {
    cf_view_options options;
    char *text;         /* the lists of "joint", cut into words */
    const char **joint; /* the words */
    const char **what_ifs;
} cf_view_choice;

/** Reads the options of a view; others are ignored. Free *out with cf_view_choice_free() whatever
 *  the status. @return CF_OK, CF_BAD_OPTION (told in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_view_choose(cf_view_choice *out, cf_params params, cf_diags *diags);

/** The same for view B: what its own options do not say is as for A. */
CF_NODISCARD cf_status cf_view_b_choose(cf_view_choice *out, cf_params params, cf_diags *diags);

void cf_view_choice_free(cf_view_choice *choice);

/** Whether an option for view B is given. */
bool cf_view_b_is_given(cf_params params);

/** An entity of the view: one of the scenario, or a group under `consolidate`. */
typedef struct cf_view_entity {
    const char *id;
    const char *name;           /* NULL if the file gives none; of a group, its id */
    const char *const *aliases; /* other names; none of a group */
    int alias_count;
    bool funds_known;
    double funds; /* stated outside funds over the view's time */
    bool revenue_known;
    double revenue;               /* reported revenue, over the view's time */
    bool revenue_scaled;          /* reported for another period and scaled by days */
    double funds_low, funds_high; /* both at the ends of their ranges */
    double revenue_low, revenue_high;
    double letters, contingent, non_cash; /* capital beside the view: never added to it */
    double margin;                        /* 0..1; NaN where unknown, and of a group */
    double backlog;                       /* NaN where unknown, and of a group */
} cf_view_entity;

/** A deal of the view, never between an entity and itself. */
typedef struct cf_view_deal {
    int deal;              /* index in the scenario */
    int payer, payee;      /* indices of entities of the view */
    cf_deal_status status; /* as it counts on the day of the view */
    bool quantified;
    double amount;   /* above 0, or 0 if not quantified (or under `empty`) */
    double due;      /* the same before anything was cut; differs only under `gap_cut` */
    double as_filed; /* what is due by the file, where a what-if puts another amount in its place */
    double low, high; /* its amount at the low and high of its own range */
} cf_view_deal;

/** A deal that the day of the view passes and its selection leaves out, for one reason or more. */
typedef struct cf_view_beside {
    int deal;                               /* index in the scenario */
    int payer, payee;                       /* indices of entities of the view; perhaps the same */
    bool by_status, by_cash, by_contingent; /* reasons; none of them: its basis alone */
    double amount; /* own full amount, in the view's case; 0 if not quantified */
} cf_view_beside;

typedef struct cf_view {
    const cf_scenario *scenario;
    cf_view_options options;
    cf_day as_of; /* the day of the view, or CF_NO_DAY */
    const cf_view_entity *entities;
    int entity_count;
    const int *entity_of; /* entity of the scenario → entity of the view that it is part of */
    const cf_view_deal *deals; /* in file order */
    int deal_count;
    const cf_view_beside *beside; /* in file order */
    int beside_count;
    double unpaid;           /* under `gap_cut`: what is due and not paid, of all deals */
    const double *paid_part; /* of each deal of the scenario: what is paid of it, 0..1; NULL: all */
    const int *joint;        /* indices of the view's entities, ascending */
    int joint_count;
} cf_view;

/**
 * Makes a view of a scenario.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @param scenario  borrowed; must outlive *out
 * @param diags     receives warnings, and errors in options
 * @return CF_OK, CF_BAD_OPTION, CF_BAD_INPUT or CF_NO_MEMORY
 *
 * Time and memory: O(entities + deals + references between deals). Thread-safe: several
 * threads may make views of one scenario at once.
 */
CF_NODISCARD cf_status cf_view_new(cf_view **out, const cf_scenario *scenario,
                                   const cf_view_options *options, cf_diags *diags);
void cf_view_free(cf_view *view); /* NULL is allowed */

/** The entity that the user of an option means: the one with this id, else the only one whose id or
 *  name differs from the word in upper and lower case only. Otherwise an error that suggests an id
 *  or lists the candidates. @return CF_OK, CF_BAD_OPTION or CF_NO_MEMORY. Time: O(entities). */
CF_NODISCARD cf_status cf_view_name_entity(int *out, const cf_view *view, const char *option,
                                           const char *word, cf_diags *diags);

/** What a what-if puts another number in the place of. */
typedef enum cf_what_if_kind {
    CF_WHAT_IF_AMOUNT,
    CF_WHAT_IF_FUNDS,
    CF_WHAT_IF_REVENUE
} cf_what_if_kind;

typedef struct cf_what_if_target {
    cf_what_if_kind kind;
    int index; /* of a deal of the scenario; of an entity of the view */
} cf_what_if_target;

/** What the text of a what-if names left of its "=": "deal:ID", "entity:ID.outside_funds" or
 *  "entity:ID.revenue". @return CF_OK, CF_BAD_OPTION (told in diags) or CF_NO_MEMORY. Time: O(deals
 *  + entities) where it suggests an id, else O(entities). */
CF_NODISCARD cf_status cf_view_name_what_if(cf_what_if_target *out, const cf_view *view,
                                            const char *name, cf_diags *diags);

/** What the deals of a view come to of each total that an entity can state, for every entity of the
 *  view: named[CF_STATED_OF_COUNT * entity + of]. Time: O(entities + deals). */
void cf_view_named_totals(double *named, const cf_view *view);

/** Whether an entity of the scenario stands for itself in the view, rather than in a group. */
bool cf_view_is_alone(const cf_view *view, int entity);

/** A stated total may fall short of the deals by this part, since both are rounded. */
#define CF_STATED_SLACK 0.01

/** Why a deal of the scenario is not in the view, in words that follow "deal x is not in the view:
 * "; NULL if it is in the view. *remedy is what would include it, in words; it may be NULL. Both
 * are constant. Time: O(deals). @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_view_exclusion(const char **reason, const char **remedy,
                                         const cf_view *view, int deal);

/** The same reasons for every deal of the scenario: reasons[deal_count], NULL for those in the
 * view. Time: O(deals). @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_view_exclusions(const char **reasons, const cf_view *view);

/** How a deal of the scenario stands to a view. */
typedef enum cf_standing {
    CF_IN_SELECTION,    /* it counts, unless its amount there is 0 or it is inside a group */
    CF_ONLY_CONTINGENT, /* left out, and only because it is contingent */
    CF_ELSEWHERE        /* left out */
} cf_standing;

/** How every deal of the scenario stands, and its own full amount at the case of the view: before
 *  its parts, window and weights; 0 where unquantified. Both arrays have deal_count members, own[]
 *  one more. Time: O(deals). @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_view_standings(cf_standing *standings, double *own, const cf_view *view);

/** Capital of a deal of the view that a supplier backs. */
typedef struct cf_backed_part {
    int supplier;  /* entity of the view, neither the payer nor the payee of the deal */
    int view_deal; /* index in view->deals; of capital, with an amount */
    double share;  /* of its amount, 0 .. 1 */
} cf_backed_part;

/**
 * Who backs how much of which capital: deals with `backed_by`. A supplier backs of a deal what its
 * guarantees come to, at most all of it; a guarantee for several deals is divided by their full
 * amounts. Guarantees count that the view has, or leaves out only because they are contingent.
 *
 * @param joint     the view's joint entities are one supplier, the first of them
 * @param[out] out  to be freed; NULL unless CF_OK. By supplier, then in the order of deals.
 * @return CF_OK or CF_NO_MEMORY. Time: O(deals + backings).
 */
CF_NODISCARD cf_status cf_view_backing(cf_backed_part **out, int *count, const cf_view *view,
                                       bool joint);

CF_PUBLIC_END

#endif
