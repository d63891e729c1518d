/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who can pay: the greatest clearing payments, beside the iteration that everybody writes first
 * (peers/peer_clearing.py): what each can pay is passed on until nothing moves.
 *
 *   random    dues between random entities, of which a part cannot pay: some tens of steps
 *   circuits  pairs without money that owe each other 1,000 and others 1: the thousandth part of
 *             the money leaves a pair in two steps
 *   chain     everybody has a little too little, and each falls when the one before it does
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/measure.h"
#include "bench/networks.h"
#include "circfin/clearing.h"

struct system {
    const char *name;
    cf_due *dues;
    double *cash;
    int due_count, entity_count;
};

struct task {
    const struct system *system;
    cf_clearing *clearing;
};

/* ---- systems ---- */

static struct system system_of(const char *name, int entities, int dues)
{
    struct system system = { .name = name, .entity_count = entities };

    system.dues = calloc((size_t)dues, sizeof *system.dues);
    system.cash = calloc((size_t)entities, sizeof *system.cash);
    must(system.dues == NULL || system.cash == NULL ? CF_NO_MEMORY : CF_OK, "memory for dues");
    return system;
}

static void owe(struct system *system, int payer, int payee, double amount)
{
    system->dues[system->due_count++] =
        (cf_due){ .payer = payer, .payee = payee, .amount = amount, .rank = 1 };
}

/* Each has from nothing to twice what it would need if all others paid. */
static struct system random_system(int entities, int dues)
{
    struct system system = system_of("random", entities, dues);
    double *net = calloc((size_t)entities, sizeof *net);
    unsigned long long state = seeded(11);

    must(net == NULL ? CF_NO_MEMORY : CF_OK, "memory for balances");
    for (int d = 0; d < dues; d++) {
        int payer = below(&state, entities);
        int payee = (payer + 1 + below(&state, entities - 1)) % entities;
        double amount = pow(10.0, 3.0 * uniform(&state));

        owe(&system, payer, payee, amount);
        net[payer] += amount;
        net[payee] -= amount;
    }
    for (int u = 0; u < entities; u++)
        system.cash[u] = 2.0 * uniform(&state) * fmax(net[u], 0.0);
    free(net);
    return system;
}

static struct system circuits(int pairs)
{
    struct system system = system_of("circuits", 2 * pairs, 3 * pairs);
    unsigned long long state = seeded(12);

    for (int p = 0; p < pairs; p++) {
        owe(&system, 2 * p, 2 * p + 1, 1000.0);
        owe(&system, 2 * p + 1, 2 * p, 1000.0);
        if (p + 1 < pairs) /* to a pair further on, so money runs out in the end */
            owe(&system, 2 * p, 2 * (p + 1 + below(&state, pairs - 1 - p)), 1.0);
        if (p < pairs / 100)
            system.cash[2 * p] = 5.0 * uniform(&state);
    }
    return system;
}

/* The first has nothing. Each of the others would keep a thousandth of what it owes. */
static struct system chain(int entities)
{
    struct system system = system_of("chain", entities, entities - 1);

    for (int u = 0; u + 1 < entities; u++) {
        owe(&system, u, u + 1, 1000.0);
        system.cash[u] = u == 0 ? 0.0 : 1e-3;
    }
    return system;
}

static void system_free(struct system *system)
{
    free(system->dues);
    free(system->cash);
}

/* ---- ours ---- */

static cf_status set_up(void *data)
{
    struct task *task = data;

    cf_clearing_free(task->clearing);
    return cf_clearing_new(&task->clearing, task->system->entity_count, task->system->dues,
                           task->system->due_count);
}

static cf_status run_clearing(void *data)
{
    struct task *task = data;

    return cf_clearing_run(task->clearing,
                           &(cf_clearing_case){ .cash = task->system->cash, .left = { 1, 1 } });
}

/* Everybody pays all that is due or all that it has. Returns what is paid, or -1. */
static double paid_in_all(const struct task *task)
{
    const struct system *system = task->system;
    double *due = calloc(2 * (size_t)system->entity_count, sizeof *due), sum = 0.0;
    double *paid = due == NULL ? NULL : due + system->entity_count;
    bool holds = true;

    must(due == NULL ? CF_NO_MEMORY : CF_OK, "memory to check payments");
    for (int u = 0; u < system->entity_count; u++)
        due[u] = -system->cash[u]; /* due less what it has */
    for (int d = 0; d < system->due_count; d++) {
        double part = cf_clearing_paid(task->clearing, d);

        paid[system->dues[d].payer] += part;
        due[system->dues[d].payer] += system->dues[d].amount;
        due[system->dues[d].payee] -= part;
        sum += part;
    }
    for (int d = 0; d < system->due_count; d++) { /* now due is what it lacks */
        int payer = system->dues[d].payer;
        double unpaid = system->dues[d].amount - cf_clearing_paid(task->clearing, d);

        if (cf_clearing_round(task->clearing, payer) == CF_NEVER_FAILS)
            holds = holds && fabs(unpaid) <= 1e-9 * system->dues[d].amount;
    }
    for (int u = 0; u < system->entity_count; u++)
        if (cf_clearing_round(task->clearing, u) != CF_NEVER_FAILS)
            holds = holds && due[u] > 0.0;
    free(due);
    return holds ? sum : -1.0;
}

/* ---- the peer ---- */

struct answer {
    bool there, done; /* done: it came to rest */
    double seconds, steps, sum;
};

static bool write_system(FILE *out, const struct system *system)
{
    const int counts[] = { system->entity_count, system->due_count };

    fwrite(counts, sizeof *counts, 2, out);
    for (int d = 0; d < system->due_count; d++)
        fwrite(&system->dues[d].payer, sizeof(int), 1, out);
    for (int d = 0; d < system->due_count; d++)
        fwrite(&system->dues[d].payee, sizeof(int), 1, out);
    for (int d = 0; d < system->due_count; d++)
        fwrite(&system->dues[d].amount, sizeof(double), 1, out);
    fwrite(system->cash, sizeof(double), (size_t)system->entity_count, out);
    return fflush(out) == 0 && !ferror(out);
}

static struct answer ask(const struct system *system)
{
    char path[] = "/tmp/circfin-bench-XXXXXX", command[512], word[16] = "";
    struct answer answer = { .there = false };
    int file = mkstemp(path);
    FILE *out = file < 0 ? NULL : fdopen(file, "w"), *in = NULL;

    must(out != NULL && write_system(out, system) ? CF_OK : CF_IO, "a file for the peer");
    snprintf(
        command, sizeof command,
        "for p in /usr/bin/python3 python3; do $p -c 'import scipy.sparse' 2>/dev/null && exec "
        "$p " CIRCFIN_SOURCE "/tests/bench/peers/peer_clearing.py %s; done",
        path);
    in = popen(command, "r");
    must(in == NULL ? CF_IO : CF_OK, "the peer");
    answer.there =
        fscanf(in, "%15s %lf %lf %lf", word, &answer.seconds, &answer.steps, &answer.sum) == 4;
    answer.done = strcmp(word, "rest") == 0;
    pclose(in);
    fclose(out);
    remove(path);
    return answer;
}

/* ---- all together ---- */

static void bench_system(struct system system)
{
    struct task task = { .system = &system };
    timing setting_up = time_of(set_up, &task), ours = time_of(run_clearing, &task);
    struct answer peer = ask(&system);
    double sum = paid_in_all(&task);
    int fail = 0;

    for (int u = 0; u < system.entity_count; u++)
        fail += cf_clearing_round(task.clearing, u) != CF_NEVER_FAILS;
    line_begin("clearing");
    line_text("system", system.name);
    line_number("entities", system.entity_count);
    line_number("dues", system.due_count);
    line_number("fail", fail);
    line_ours(ours);
    line_number("setting_up", setting_up.seconds);
    if (peer.there && peer.done)
        line_peer("plain_iteration", ours, (timing){ peer.seconds, 1 });
    else if (peer.there)
        line_peer_out("plain_iteration", "gave_up", peer.seconds, peer.seconds / ours.seconds);
    if (peer.there)
        line_number("steps", peer.steps);
    line_end(sum >= 0.0 && (!peer.there || !peer.done || agree(sum, peer.sum, 1e-6)));
    cf_clearing_free(task.clearing);
    system_free(&system);
}

void bench_clearing(void)
{
    bench_system(random_system(10000, 100000));
    bench_system(random_system(100000, 1000000));
    bench_system(circuits(50000));
    bench_system(chain(20000));
}
