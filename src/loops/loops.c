/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every loop: visited or counted. */
#include "circfin/loops.h"

#include "loops/crew.h"

const char *const cf_loop_kind_names[CF_LOOP_KIND_COUNT] = {
    [CF_LOOPS_FINANCING] = "financing",
    [CF_LOOPS_TRADE] = "trade",
    [CF_LOOPS_CAPITAL] = "capital",
    [CF_LOOPS_ALL] = "all",
};

static cf_loop_rules rules_of(const cf_loop_limits *limits)
{
    return (cf_loop_rules){ .kind = limits->kind,
                            .min_amount = limits->min_amount,
                            .through = limits->through,
                            .by_rank = limits->most > 0 };
}

static cf_status run(const cf_hops *hops, const cf_loop_limits *limits, cf_loop_visitor *visit,
                     void *payload, cf_loop_count *count)
{
    cf_loop_rules rules = rules_of(limits);
    cf_loop_blocks blocks;
    cf_crew_job job = {
        .hops = hops, .blocks = &blocks, .limits = limits, .visit = visit, .payload = payload
    };
    cf_status status = cf_loop_blocks_new(&blocks, hops, &rules);

    *count = (cf_loop_count){ .complete = false };
    if (status == CF_OK)
        status = cf_crew_run(&job, count);
    cf_loop_blocks_free(&blocks);
    return status;
}

cf_status cf_loops_each(const cf_hops *hops, const cf_loop_limits *limits, cf_loop_visitor *visit,
                        void *payload, cf_loop_count *count)
{
    cf_loop_count ours;

    return run(hops, limits, visit, payload, count == NULL ? &ours : count);
}

static bool go_on(const cf_loop *loop, void *payload)
{
    (void)loop;
    (void)payload;
    return true;
}

/* With a limit on loops they are counted one by one, so that it is kept exactly. */
cf_status cf_loops_count(const cf_hops *hops, const cf_loop_limits *limits, cf_loop_count *count)
{
    return run(hops, limits, limits->most > 0 ? go_on : NULL, NULL, count);
}
