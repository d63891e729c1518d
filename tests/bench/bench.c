/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench [NAME...]: times what should be fast, beside a peer. One JSON line each; the exit code is
 * 1 where an answer is wrong, never because something is slow.
 *
 * bench --scenario KIND-N, --sheet KIND-N, --edges KIND-N: writes one of the networks of
 * loop_networks.h as a scenario, as a table of deals, or as pairs.
 */
#include "bench/bench.h"

#include <stdio.h>
#include <string.h>

#include "bench/loop_networks.h"
#include "bench/measure.h"
#include "circfin/analysis.h"

static const struct {
    const char *name;
    void (*run)(void);
} benches[] = {
    { "score", bench_score },           { "circulation", bench_circulation },
    { "bounds", bench_bounds },         { "pro_rata", bench_pro_rata },
    { "forwarding", bench_forwarding }, { "sweep", bench_sweep },
    { "drivers", bench_drivers },       { "loops", bench_loops },
    { "in_order", bench_in_order },     { "timeline", bench_timeline },
    { "import", bench_sheets },         { "scale", bench_scale },
    { "vintages", bench_vintages },
};

enum { BENCH_COUNT = sizeof benches / sizeof *benches };

static bool is_wanted(const char *name, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return true;
    }
    return argc < 2;
}

static bool is_bench(const char *name)
{
    for (int i = 0; i < BENCH_COUNT; i++) {
        if (strcmp(benches[i].name, name) == 0)
            return true;
    }
    return false;
}

static int write_network(const char *how, const char *name)
{
    random_network network;

    if (!loop_network_make(&network, name)) {
        fprintf(stderr, "bench: there is no network \"%s\"; there are\n", name);
        loop_networks_describe(stderr);
        return 2;
    }
    if (strcmp(how, "--edges") == 0)
        network_write_edges(stdout, &network.network);
    else if (strcmp(how, "--sheet") == 0)
        network_write_sheet(stdout, &network.network);
    else
        network_write_scenario(stdout, &network.network);
    random_network_free(&network);
    return ferror(stdout) != 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && (strcmp(argv[1], "--scenario") == 0 || strcmp(argv[1], "--sheet") == 0 ||
                      strcmp(argv[1], "--edges") == 0))
        return write_network(argv[1], argv[2]);
    for (int i = 1; i < argc; i++) {
        if (!is_bench(argv[i])) {
            fprintf(stderr, "bench: there is no benchmark \"%s\"\n", argv[i]);
            return 2;
        }
    }
    for (int i = 0; i < BENCH_COUNT; i++) {
        if (is_wanted(benches[i].name, argc, argv))
            benches[i].run();
    }
    return line_failures() > 0;
}
