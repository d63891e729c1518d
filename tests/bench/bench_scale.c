/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands as processes on economies of 10^3 to 10^6 deals: processor time, time by the clock,
 * memory, and how the first grows with the number of deals.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/loop_networks.h"
#include "bench/measure.h"

enum { MOST_SIZES = 5, MOST_WORDS = 16, COMMAND_SIZE = 200 };

static const double MOST_SECONDS = 120.0;

/* The sizes are those of loop_networks.h, ascending; the command is run with the file behind its
 * first word. */
static const struct scale {
    const char *command, *network;
    int sizes[MOST_SIZES]; /* 0 at the end */
    bool json;             /* a scenario, not a table of deals */
} scales[] = {
    { "score", "giant", { 250, 2500, 25000, 250000 }, false },
    { "score", "lenders", { 250, 2500, 25000 }, false },
    { "score --format json", "giant", { 250, 2500 }, false },
    { "score --format json", "star", { 1000, 4000, 10000 }, false },
    { "drivers --measure all", "lenders", { 250, 2500 }, false },
    { "drivers", "star", { 1000, 4000, 10000 }, false },
    { "sweep --vary deal:d0=1:3:1", "star", { 1000, 4000, 10000 }, false },
    { "timeline", "giant", { 250, 2500, 25000 }, false },
    { "timeline", "lenders", { 250, 2500 }, false },
    { "loops --max-length 4 --count", "market", { 100, 1000, 10000, 100000 }, false },
    { "loops --max-length 4", "market", { 100, 1000, 10000, 100000 }, false },
    { "report -o report", "giant", { 250, 2500 }, false },
    { "import -o scenario.json", "giant", { 250, 2500, 25000, 250000 }, false },
    { "check", "giant", { 250, 2500, 25000, 250000 }, true },
};

/* @return the number of deals */
static int write_network(const char *path, const struct scale *scale, int size)
{
    random_network network;
    char name[64];
    int deals;
    FILE *out = fopen(path, "w");

    must(out == NULL ? CF_IO : CF_OK, path);
    snprintf(name, sizeof name, "%s-%d", scale->network, size);
    must(loop_network_make(&network, name) ? CF_OK : CF_BAD_OPTION, name);
    if (scale->json)
        network_write_scenario(out, &network.network);
    else
        network_write_sheet(out, &network.network);
    deals = network.network.payment_count;
    random_network_free(&network);
    must(fclose(out) == 0 ? CF_OK : CF_IO, path);
    return deals;
}

/* The best of three runs, or the only one where it takes long. */
static usage measure(const struct scale *scale, char *file)
{
    char program[] = CIRCFIN_PROGRAM, quiet[] = "--quiet", currency[] = "--currency";
    char dollars[] = "USD", words[COMMAND_SIZE];
    char *arguments[MOST_WORDS] = { program };
    usage best = { .seconds = INFINITY, .ended = true };
    int count = 1;

    snprintf(words, sizeof words, "%s", scale->command);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        arguments[count++] = word;
        if (count == 2)
            arguments[count++] = file;
    }
    arguments[count++] = quiet;
    if (!scale->json) {
        arguments[count++] = currency;
        arguments[count++] = dollars;
    }
    for (int run = 0; run < 3 && best.ended && (run == 0 || best.wall < 3.0); run++) {
        usage used = usage_of_program(arguments, MOST_SECONDS);

        if (used.seconds < best.seconds)
            best = used;
    }
    return best;
}

static void bench_sizes(const struct scale *scale)
{
    char file[] = "deals.csv", scenario[] = "deals.json";
    double deals_before = 0.0, seconds_before = 0.0;
    bool ended = true;

    for (int i = 0; ended && i < MOST_SIZES && scale->sizes[i] > 0; i++) {
        double deals = write_network(scale->json ? scenario : file, scale, scale->sizes[i]);
        usage used = measure(scale, scale->json ? scenario : file);

        ended = used.ended;
        line_begin("scale");
        line_text("command", scale->command);
        line_text("network", scale->network);
        line_exactly("deals", deals);
        line_number("seconds", ended ? used.seconds : (double)NAN);
        line_number("wall_seconds", used.wall);
        line_number("megabytes", used.megabytes);
        if (i > 0 && ended)
            line_number("growth", log(used.seconds / seconds_before) / log(deals / deals_before));
        line_end(true); /* usage_of_program has seen to the exit code */
        deals_before = deals;
        seconds_before = used.seconds;
    }
}

void bench_scale(void)
{
    char folder[] = "/tmp/circfin-bench-XXXXXX", before[4096], clean[64];

    must(getcwd(before, sizeof before) == NULL || mkdtemp(folder) == NULL || chdir(folder) != 0
             ? CF_IO
             : CF_OK,
         "a folder for the networks");
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        bench_sizes(&scales[i]);
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    must(chdir(before) != 0 || system(clean) != 0 ? CF_IO : CF_OK, "removing the networks");
}
