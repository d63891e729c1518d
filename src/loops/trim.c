/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which hops pass the filters, and which of them are left when vertices without a hop in or a hop
 * out are dropped, round by round. */
#include <stdlib.h>
#include <string.h>

#include "loops/blocks.h"

static bool is_usable(const cf_loop_rules *rules, const cf_hop *hop)
{
    if ((rules->kind == CF_LOOPS_TRADE && hop->carries != CF_TRADE) ||
        (rules->kind == CF_LOOPS_CAPITAL && hop->carries != CF_CAPITAL))
        return false;
    if (hop->open)
        return !rules->quantified && rules->min_amount <= 0;
    return hop->amount >= rules->min_amount;
}

/* Usually there is nothing to filter by. */
static cf_status filter_hops(cf_trimmed *trimmed)
{
    const cf_hops *hops = trimmed->hops;
    const cf_loop_rules *rules = trimmed->rules;
    bool by_class = rules->kind == CF_LOOPS_TRADE || rules->kind == CF_LOOPS_CAPITAL;

    if (!by_class && !rules->quantified && rules->min_amount <= 0 && rules->allowed == NULL)
        return CF_OK;
    trimmed->is_usable = malloc((size_t)hops->hop_count + 1);
    if (trimmed->is_usable == NULL)
        return CF_NO_MEMORY;
    for (int h = 0; h < hops->hop_count; h++)
        trimmed->is_usable[h] =
            is_usable(rules, &hops->hops[h]) && (rules->allowed == NULL || rules->allowed[h]);
    return CF_OK;
}

/* Returns how many vertices are dropped. */
static int trim_once(cf_trimmed *trimmed, bool *entered)
{
    const cf_hops *hops = trimmed->hops;
    int nodes = hops->node_count, dropped = 0;

    memset(entered, 0, (size_t)nodes);
    for (int r = 0; r < nodes; r++) {
        bool leaves = false;

        if (!trimmed->is_there[r])
            continue;
        for (int h = hops->start[r]; h < hops->start[r + 1]; h++) {
            if (cf_trimmed_has(trimmed, h))
                leaves = entered[hops->heads[h]] = true;
        }
        trimmed->is_there[r] = leaves;
        dropped += !leaves;
    }
    for (int r = 0; r < nodes; r++) {
        if (trimmed->is_there[r] && !entered[r]) {
            trimmed->is_there[r] = false;
            dropped++;
        }
    }
    return dropped;
}

cf_status cf_trimmed_new(cf_trimmed *out, const cf_hops *hops, const cf_loop_rules *rules)
{
    size_t nodes = (size_t)hops->node_count + 1;
    bool *entered = malloc(nodes);
    cf_status status = CF_NO_MEMORY;

    *out = (cf_trimmed){ .hops = hops, .rules = rules, .is_there = malloc(nodes) };
    if (entered != NULL && out->is_there != NULL)
        status = filter_hops(out);
    if (status == CF_OK) {
        memset(out->is_there, 1, nodes);
        /* As long as it is worth the time: vertices that are left over do no harm. */
        while (trim_once(out, entered) > hops->node_count / 32)
            ;
    }
    free(entered);
    return status;
}

void cf_trimmed_free(cf_trimmed *trimmed)
{
    free(trimmed->is_there);
    free(trimmed->is_usable);
    *trimmed = (cf_trimmed){ .hops = NULL };
}

void cf_step_add(cf_step *step, const cf_trimmed *trimmed, int hop)
{
    int through = trimmed->rules->through;
    unsigned has = trimmed->hops->has[hop];
    bool known = (has & CF_HAS_OPEN) == 0;

    if (through >= 0 &&
        (trimmed->hops->hops[hop].tail == through || trimmed->hops->hops[hop].head == through))
        has |= CF_HAS_THROUGH;
    step->has = (unsigned char)(step->has | has);
    if (known)
        step->known = (unsigned char)(step->known | (has & (CF_HAS_BOTH | CF_HAS_SERVICE)));
    if (step->choices == 1)
        step->stride = (unsigned char)(hop - step->hop);
    step->choices++;
    step->known_choices = (unsigned char)(step->known_choices + known);
}
