/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testproblem.h"

enum { MOST = 6, MOST_ARCS = 12 };

struct example {
    const char *name;
    int vertex_count, arc_count;
    double supply[MOST], sink[MOST];
    cf_arc arcs[MOST_ARCS];
    double value;
};

static const struct example examples[] = {
    { .name = "nothing at all" },
    { .name = "a sink that never fills",
      .vertex_count = 1,
      .supply = { 5 },
      .sink = { (double)INFINITY },
      .value = 5 },
    { .name = "a sink that fills", .vertex_count = 1, .supply = { 5 }, .sink = { 3 }, .value = 3 },
    { .name = "no sink",
      .vertex_count = 2,
      .arc_count = 1,
      .supply = { 5 },
      .arcs = { { 0, 1, 9 } } },
    { .name = "no supply",
      .vertex_count = 2,
      .arc_count = 1,
      .sink = { 0, 5 },
      .arcs = { { 0, 1, 9 } } },
    { .name = "a path without limit",
      .vertex_count = 3,
      .arc_count = 2,
      .supply = { 5 },
      .sink = { 0, 0, 4 },
      .arcs = { { 0, 1, (double)INFINITY }, { 1, 2, (double)INFINITY } },
      .value = 4 },
    /* Cormen, Leiserson, Rivest, Stein, Introduction to Algorithms, figure 26.1 (third edition):
     * s-v1 16, s-v2 13, v1-v3 12, v2-v1 4, v3-v2 9, v2-v4 14, v4-v3 7, v3-t 20, v4-t 4; 23. */
    { .name = "the textbook's",
      .vertex_count = 4,
      .arc_count = 5,
      .supply = { 16, 13 },
      .sink = { 0, 0, 20, 4 },
      .arcs = { { 0, 2, 12 }, { 1, 0, 4 }, { 2, 1, 9 }, { 1, 3, 14 }, { 3, 2, 7 } },
      .value = 23 },
    { .name = "from 1e-6 to 1e9",
      .vertex_count = 3,
      .arc_count = 2,
      .supply = { 1e9, 1e-6 },
      .sink = { 0, 0, 1e9 },
      .arcs = { { 0, 2, 1e-6 }, { 1, 2, 1e9 } },
      .value = 2e-6 },
};

void expect_known_maximum_flows(problem_solver *solve)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const struct example *example = &examples[i];
        double supply[MOST], sink[MOST], value;
        cf_arc arcs[MOST_ARCS];
        bool source_side[MOST] = { false };
        cf_flow_problem problem = { .vertex_count = example->vertex_count,
                                    .supply = supply,
                                    .sink = sink,
                                    .arc_count = example->arc_count,
                                    .arcs = arcs };

        memcpy(supply, example->supply, sizeof supply);
        memcpy(sink, example->sink, sizeof sink);
        memcpy(arcs, example->arcs, sizeof arcs);
        cr_assert_eq((int)solve(&problem, source_side), (int)CF_OK, "%s", example->name);
        value = cf_cut_value(&problem, source_side);
        cr_expect(is_near(value, example->value), "%s: %.17g", example->name, value);
    }
}
