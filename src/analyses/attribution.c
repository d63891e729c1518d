/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shapley values of what comes back pro rata, on all processors. A task is a block of coalitions
 * or some consecutive orders of one supplier, measured on a what-if of its thread; results are
 * taken in the order of tasks, so the same sums are formed whatever the number of threads. Within a
 * block, coalitions follow each other in a Gray code: one deal changes from each to the next.
 *
 * Every order that is drawn is followed by its reverse: what a deal gains late in one it loses
 * early in the other, so the mean of the two varies much less than either (R. Mitchell, J. Cooper,
 * E. Frank, G. Holmes, 2022, Sampling permutations for Shapley value estimation, Journal of Machine
 * Learning Research 23). Standard errors are those of such pairs.
 */
#include "analyses/attribution.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "base/sum.h"
#include "base/tasks.h"
#include "circfin/what_if.h"

enum {
    KIND_OF_ATTRIBUTION = 8, /* of random numbers; chance has 5 to 7 */
    BLOCK_BITS = 8,          /* coalitions of a task, as a power of two */
    ORDERS_OF_TASK = 32,     /* at least; even, so that pairs stay together */
    MOST_TASKS = 4096        /* of a supplier */
};

/* What one supplier takes. */
struct part {
    cf_attribution *out;
    int supplier;
    int first; /* task */
    int tasks;
    int orders; /* of each task; 0: coalitions */
};

/* Of one player, over some orders: the sum of its gains, and the mean of pairs of them. */
struct mean {
    cf_sum sum;
    double mean, squares; /* squares of the differences from the mean */
    double first;         /* the gain in the first order of a pair */
};

struct run {
    const cf_attribution_question *question;
    struct part *parts;
    int at;              /* the part whose results are being taken */
    double *coalitions;  /* its figures, [2^players] */
    struct mean *orders; /* or its means, [players] */
    int done, opened;
};

struct bench {
    cf_what_if *what_if;
    int *order;
};

/* What a task leaves: figures of coalitions, or means of `count` orders. */
struct result {
    int count;
    double *coalitions;
    struct mean *orders;
};

/* ---- the plan ---- */

/* Tied money runs past its receiver, but to a payee of that; so ways are those of plain deals. */
static cf_status find_all_players(const struct run *run)
{
    const cf_attribution_question *question = run->question;
    cf_flow *flow = NULL;
    cf_status status = cf_flow_new(&flow, question->network, false);

    for (int i = 0; status == CF_OK && i < question->count; i++)
        status = cf_attribution_find_players(run->parts[i].out, flow, run->parts[i].supplier,
                                             question->origin_all);
    cf_flow_free(flow);
    return status;
}

static bool is_exact(const struct part *part)
{
    return part->out->count <= CF_EXACT_PLAYERS;
}

/* Cuts the work into tasks, in a way that does not depend on the threads. @return their number */
static int plan(const struct run *run)
{
    double draws = run->question->draws;
    int tasks = 0;

    for (int i = 0; i < run->question->count; i++) {
        struct part *part = &run->parts[i];
        int players = part->out->count;

        part->first = tasks;
        if (is_exact(part)) {
            part->tasks = 1 << (players > BLOCK_BITS ? players - BLOCK_BITS : 0);
        } else {
            part->orders = (int)fmax(2.0 * ceil(draws / MOST_TASKS / 2.0), ORDERS_OF_TASK);
            part->tasks = (int)ceil(draws / part->orders);
        }
        tasks += part->tasks;
    }
    return tasks;
}

static const struct part *part_of(const struct run *run, int task)
{
    int low = 0, high = run->question->count - 1;

    while (low < high) {
        int middle = (low + high + 1) / 2;

        if (run->parts[middle].first <= task)
            low = middle;
        else
            high = middle - 1;
    }
    return &run->parts[low];
}

/* ---- measuring ---- */

static void show(const cf_worker *worker, const struct part *part, int player, bool there)
{
    const struct run *run = worker->job->payload;
    const struct bench *bench = worker->bench;
    int payment = part->out->players[player].payment;

    cf_what_if_set_amount(bench->what_if, payment,
                          there ? run->question->network->payments[payment].amount : 0.0);
}

static void show_all(const cf_worker *worker, const struct part *part, bool there)
{
    for (int i = 0; i < part->out->count; i++)
        show(worker, part, i, there);
}

static cf_status measure(double *out, const cf_worker *worker, const struct part *part)
{
    const struct bench *bench = worker->bench;
    cf_loopback loopback = { 0 };
    cf_status status = cf_what_if_measure(&loopback, bench->what_if, part->supplier,
                                          CF_MEASURE_BIT(CF_MEASURE_PRO_RATA));

    *out = loopback.pro_rata;
    return status;
}

static int block_size(const struct part *part)
{
    int players = part->out->count;

    return 1 << (players < BLOCK_BITS ? players : BLOCK_BITS);
}

/* The players of a coalition are the bits of its number; those of a block have the same high ones.
 */
static cf_status measure_block(cf_worker *worker, const struct part *part, int block,
                               struct result *result)
{
    int size = block_size(part), first = block * size;
    cf_status status = CF_OK;

    show_all(worker, part, false);
    for (int i = 0; i < part->out->count; i++)
        if ((first >> i & 1) != 0)
            show(worker, part, i, true);
    for (int k = 0; status == CF_OK && k < size && cf_worker_go_on(worker); k++) {
        int code = k ^ k >> 1, before = k == 0 ? code : (k - 1) ^ (k - 1) >> 1;

        for (int i = 0; i < BLOCK_BITS; i++)
            if (((code ^ before) >> i & 1) != 0)
                show(worker, part, i, (code >> i & 1) != 0);
        status = measure(&result->coalitions[code], worker, part);
    }
    show_all(worker, part, true);
    return status;
}

static void draw_order(int *order, int count, uint64_t seed, uint64_t draw)
{
    cf_random_bits bits = cf_random_begin(seed, draw, KIND_OF_ATTRIBUTION);

    for (int i = 0; i < count; i++) {
        int at = (int)cf_random_below(&bits, (uint32_t)i + 1);

        order[i] = order[at];
        order[at] = i;
    }
}

/* `pairs` with this one, if it is the second of a pair: B. P. Welford (1962),
 * https://doi.org/10.1080/00401706.1962.10490022. */
static void add_gain(struct mean *mean, double gain, bool second, int pairs)
{
    double pair = (mean->first + gain) / 2.0, difference = pair - mean->mean;

    cf_sum_add(&mean->sum, gain);
    mean->first = gain;
    if (!second)
        return;
    mean->mean += difference / pairs;
    mean->squares += difference * (pair - mean->mean);
}

/* Adds one deal after the other, from none, with which nothing comes back. */
static cf_status measure_order(cf_worker *worker, const struct part *part, bool second,
                               struct result *result)
{
    const struct bench *bench = worker->bench;
    int count = part->out->count;
    double before = 0.0, after = 0.0;
    cf_status status = CF_OK;

    show_all(worker, part, false);
    for (int k = 0; status == CF_OK && k < count && cf_worker_go_on(worker); k++) {
        int player = bench->order[second ? count - 1 - k : k];

        show(worker, part, player, true);
        status = measure(&after, worker, part);
        add_gain(&result->orders[player], after - before, second, (result->count + 1) / 2);
        before = after;
    }
    result->count++;
    show_all(worker, part, true);
    return status;
}

static cf_status measure_orders(cf_worker *worker, const struct part *part, int task,
                                struct result *result)
{
    const struct run *run = worker->job->payload;
    double first = (double)task * part->orders;
    double past = fmin(first + part->orders, run->question->draws);
    const struct bench *bench = worker->bench;
    cf_status status = CF_OK;

    for (double draw = first; status == CF_OK && draw < past && cf_worker_go_on(worker); draw++) {
        bool second = fmod(draw, 2.0) > 0;

        if (!second)
            draw_order(bench->order, part->out->count, run->question->seed, (uint64_t)draw);
        status = measure_order(worker, part, second, result);
    }
    return status;
}

/* ---- on the pool ---- */

static void free_result(void *freed)
{
    struct result *result = freed;

    if (result == NULL)
        return;
    free(result->coalitions);
    free(result->orders);
    free(result);
}

static struct result *new_result(const struct part *part)
{
    struct result *result = calloc(1, sizeof *result);

    if (result == NULL)
        return NULL;
    if (is_exact(part))
        result->coalitions = calloc((size_t)block_size(part), sizeof *result->coalitions);
    else
        result->orders = calloc((size_t)part->out->count, sizeof *result->orders);
    if (result->coalitions != NULL || result->orders != NULL)
        return result;
    free(result);
    return NULL;
}

static cf_status run_task(cf_worker *worker, int task)
{
    const struct part *part = part_of(worker->job->payload, task);
    struct result *result = new_result(part);

    worker->result = result;
    if (result == NULL)
        return CF_NO_MEMORY;
    return is_exact(part) ? measure_block(worker, part, task - part->first, result)
                          : measure_orders(worker, part, task - part->first, result);
}

/* The memory for what they keep is divided among the workers. */
static cf_status open_worker(cf_worker *worker)
{
    const size_t most = (size_t)128 << 20;
    struct run *run = worker->job->payload;
    const cf_attribution_question *question = run->question;
    struct bench *bench = worker->bench;
    cf_status status = cf_what_if_new(&bench->what_if, question->network, question->origin_all);

    bench->order = calloc((size_t)question->network->payment_count + 1, sizeof *bench->order);
    if (status != CF_OK || bench->order == NULL)
        return CF_NO_MEMORY;
    cf_what_if_keep_at_most(bench->what_if, most / (size_t)cf_tasks_threads(question->threads));
    return CF_OK;
}

static void close_worker(cf_worker *worker)
{
    struct bench *bench = worker->bench;

    cf_what_if_free(bench->what_if);
    free(bench->order);
}

/* ---- from measurements to shares ---- */

/* Of a coalition of `size` others, |S|! (n - |S| - 1)! / n!: 1 over n times binomial(n - 1, |S|).
 */
static double weight_of(int size, int players)
{
    double weight = 1.0 / players;

    for (int i = 1; i <= size; i++)
        weight *= (double)i / (players - i);
    return weight;
}

static int bits_of(int number)
{
    int count = 0;

    for (; number != 0; number &= number - 1)
        count++;
    return count;
}

static void share_coalitions(const struct run *run, cf_attribution *out)
{
    int coalitions = 1 << out->count;

    for (int i = 0; i < out->count; i++) {
        cf_sum sum = { 0 };

        for (int others = 0; others < coalitions; others++)
            if ((others >> i & 1) == 0)
                cf_sum_add(&sum, weight_of(bits_of(others), out->count) *
                                     (run->coalitions[others | 1 << i] - run->coalitions[others]));
        out->players[i].value = cf_sum_value(sum);
    }
}

/* The standard error of a mean of pairs; what rounding leaves of equal gains is none. */
static double error_of(const struct mean *mean, double pairs)
{
    double error = pairs > 1 ? sqrt(mean->squares / (pairs - 1) / pairs) : (double)NAN;

    return error <= CF_SAME_AMOUNT * fabs(mean->mean) ? 0.0 : error;
}

static void share_orders(const struct run *run, cf_attribution *out)
{
    double draws = out->draws;

    for (int i = 0; i < out->count; i++) {
        const struct mean *mean = &run->orders[i];

        out->players[i].value = cf_sum_value(mean->sum) / draws;
        out->players[i].error = error_of(mean, floor(draws / 2.0));
    }
}

/* The shares of the part that is being taken, from what there is of it. */
static void finish_part(struct run *run)
{
    struct part *part = &run->parts[run->at];

    if (is_exact(part))
        share_coalitions(run, part->out);
    else
        share_orders(run, part->out);
    free(run->coalitions);
    free(run->orders);
    run->coalitions = NULL;
    run->orders = NULL;
    run->done = ++run->at;
}

static cf_status begin_part(struct run *run)
{
    const struct part *part = &run->parts[run->at];
    size_t players = (size_t)part->out->count;

    if (is_exact(part))
        run->coalitions = calloc((size_t)1 << players, sizeof *run->coalitions);
    else
        run->orders = calloc(players, sizeof *run->orders);
    return run->coalitions == NULL && run->orders == NULL ? CF_NO_MEMORY : CF_OK;
}

/* T. F. Chan, G. H. Golub, R. J. LeVeque (1982), updating formulae for means and squares. */
static void merge_mean(struct mean *to, double count, const struct mean *more, double more_count)
{
    double difference = more->mean - to->mean, all = count + more_count;

    cf_sum_add(&to->sum, more->sum.total);
    cf_sum_add(&to->sum, more->sum.lost);
    if (!(more_count > 0))
        return;
    to->mean += difference * more_count / all;
    to->squares += more->squares + difference * difference * count * more_count / all;
}

static cf_status take_result(const cf_job *job, int task, void *taken)
{
    struct run *run = job->payload;
    const struct part *part = &run->parts[run->at];
    const struct result *result = taken;
    int size = block_size(part);
    cf_status status = task == part->first ? begin_part(run) : CF_OK;

    if (status != CF_OK)
        return status;
    for (int k = 0; is_exact(part) && k < size; k++)
        run->coalitions[(task - part->first) * size + k] = result->coalitions[k];
    for (int i = 0; !is_exact(part) && i < part->out->count; i++)
        merge_mean(&run->orders[i], part->out->draws / 2, &result->orders[i], result->count / 2);
    part->out->draws += is_exact(part) ? 0 : result->count;
    if (task + 1 == part->first + part->tasks)
        finish_part(run);
    return CF_OK;
}

/* ---- all together ---- */

cf_status cf_attribute(cf_attribution *out, int *done, bool *complete,
                       const cf_attribution_question *question)
{
    struct run run = { .question = question,
                       .parts = calloc((size_t)question->count + 1, sizeof *run.parts) };
    cf_job job = { .threads = question->threads,
                   .alone = cf_tasks_alone(question->threads),
                   .progress = question->progress,
                   .unit = "steps of the attribution",
                   .bench_size = sizeof(struct bench),
                   .open = open_worker,
                   .run = run_task,
                   .take = take_result,
                   .free_result = free_result,
                   .close = close_worker,
                   .payload = &run };
    cf_status status = CF_NO_MEMORY;

    *complete = false;
    if (run.parts != NULL) {
        for (int i = 0; i < question->count; i++)
            run.parts[i] = (struct part){ .out = &out[i], .supplier = question->suppliers[i] };
        status = find_all_players(&run);
    }
    if (status == CF_OK) {
        job.task_count = plan(&run);
        status = cf_tasks_run(&job, complete);
    }
    if (status == CF_OK && run.orders != NULL) /* stopped among the draws of a supplier */
        finish_part(&run);
    *done = run.done;
    free(run.coalitions);
    free(run.orders);
    free(run.parts);
    return status;
}

void cf_attributions_free(cf_attribution *attributions, int count)
{
    for (int i = 0; attributions != NULL && i < count; i++)
        free(attributions[i].players);
    free(attributions);
}

static int compare_payments(const void *a, const void *b)
{
    const cf_share *x = a, *y = b;

    return (x->payment > y->payment) - (x->payment < y->payment);
}

const cf_share *cf_attribution_share(const cf_attribution *attribution, int payment)
{
    const cf_share key = { .payment = payment };

    return bsearch(&key, attribution->players, (size_t)attribution->count, sizeof key,
                   compare_payments);
}
