/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: one clearing under shocks, and what each supplier loses by it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/stress.h"
#include "base/sum.h"

double cf_loss_sum(const cf_loss *loss)
{
    return loss->revenue_lost + loss->capital_lost + loss->guarantees_paid;
}

cf_status cf_stress_bench_open(cf_stress_bench *bench, const cf_stress *stress)
{
    size_t entities = (size_t)stress->owed.entity_count + 1;
    double **by_entity[] = { &bench->cash,       &bench->backing, &bench->on_funds,
                             &bench->on_assumed, &bench->due,     &bench->paid };
    bool failed = false;

    *bench = (cf_stress_bench){ .stress = stress };
    for (size_t i = 0; i < sizeof by_entity / sizeof *by_entity; i++)
        failed |= (*by_entity[i] = calloc(entities, sizeof(double))) == NULL;
    bench->factors = calloc((size_t)stress->owed.due_count + 1, sizeof *bench->factors);
    bench->hit = calloc(entities, sizeof *bench->hit);
    bench->losses = calloc(entities, sizeof *bench->losses);
    if (failed || bench->factors == NULL || bench->hit == NULL || bench->losses == NULL)
        return CF_NO_MEMORY;
    return cf_settling_new(&bench->settling, &stress->owed);
}

void cf_stress_bench_close(cf_stress_bench *bench)
{
    cf_settling_free(bench->settling);
    free(bench->cash);
    free(bench->backing);
    free(bench->factors);
    free(bench->on_funds);
    free(bench->on_assumed);
    free(bench->hit);
    free(bench->due);
    free(bench->paid);
    free(bench->losses);
}

/* ---- shocks ---- */

static void multiply(double *factors, int count, int at, double factor)
{
    for (int i = at < 0 ? 0 : at; i < (at < 0 ? count : at + 1); i++)
        factors[i] *= factor;
}

static void apply(cf_stress_bench *bench, const cf_shock *shock)
{
    const cf_stress *stress = bench->stress;
    const cf_scenario *scenario = stress->view->scenario;
    int entities = stress->owed.entity_count;

    switch (shock->kind) {
    case CF_SHOCK_FUNDS:
        multiply(bench->on_funds, entities, shock->at, shock->factor);
        break;
    case CF_SHOCK_ASSUMED:
        multiply(bench->on_assumed, entities, shock->at, shock->factor);
        break;
    case CF_SHOCK_DEAL:
        if (shock->at >= 0)
            bench->factors[shock->at] *= shock->factor;
        break;
    case CF_SHOCK_RELATION:
        for (int d = 0; d < stress->owed.due_count; d++) {
            int deal = stress->view->deals[stress->view_deal[d]].deal;

            if ((int)scenario->deals[deal].relation == shock->at)
                bench->factors[d] *= shock->factor;
        }
        break;
    case CF_SHOCK_FAIL:
        bench->hit[shock->at] = true;
        break;
    }
}

static void apply_all(cf_stress_bench *bench, const cf_shock *shocks, int count,
                      const cf_shock *more)
{
    const cf_stress *stress = bench->stress;
    int entities = stress->owed.entity_count;

    for (int d = 0; d < stress->owed.due_count; d++)
        bench->factors[d] = 1.0;
    for (int u = 0; u < entities; u++)
        bench->on_funds[u] = bench->on_assumed[u] = 1.0;
    memset(bench->hit, 0, (size_t)entities * sizeof *bench->hit);
    for (int i = 0; i < count; i++)
        apply(bench, &shocks[i]);
    if (more != NULL)
        apply(bench, more);
    for (int u = 0; u < entities; u++) {
        double backing = bench->on_funds[u] * bench->on_assumed[u];

        bench->cash[u] =
            bench->on_funds[u] * (stress->stated[u] + bench->on_assumed[u] * stress->assumed[u]);
        bench->backing[u] = stress->view->entities[u].funds_known ? 0.0 : backing;
    }
}

/* ---- losses ---- */

bool cf_stress_fails(const cf_stress_bench *bench, int entity)
{
    return bench->result.round[entity] != CF_NEVER_FAILS;
}

bool cf_stress_is_supplier(const cf_stress_bench *bench, int entity)
{
    const cf_stress *stress = bench->stress;

    return stress->revenue[entity] > 0 || stress->capital[entity] > 0 ||
           bench->losses[entity].guarantees_called > 0;
}

static bool is_trade(const cf_stress *stress, int due)
{
    cf_relation relation =
        stress->view->scenario->deals[stress->view->deals[stress->view_deal[due]].deal].relation;

    return cf_relation_class(relation) == CF_TRADE;
}

static void add_up_dues(cf_stress_bench *bench)
{
    const cf_stress *stress = bench->stress;
    cf_sum unpaid = { 0 };

    for (int d = 0; d < stress->owed.due_count; d++) {
        const cf_due *due = &stress->owed.dues[d];

        bench->due[due->payer] += bench->result.due[d];
        bench->paid[due->payer] += bench->result.paid[d];
        cf_sum_add(&unpaid, bench->result.due[d] - bench->result.paid[d]);
        if (is_trade(stress, d))
            bench->losses[due->payee].revenue_lost += due->amount - bench->result.paid[d];
    }
    bench->unpaid = cf_sum_value(unpaid);
}

static void add_up_calls(cf_stress_bench *bench)
{
    const cf_stress *stress = bench->stress;

    for (int c = 0; c < bench->result.call_count; c++) {
        const cf_call *call = &bench->result.calls[c];
        int guarantor = stress->owed.guarantees[call->guarantee].guarantor;
        double kept = call->paid - call->returned;

        bench->due[guarantor] += call->called;
        bench->paid[guarantor] += call->paid;
        bench->losses[guarantor].guarantees_called += call->called;
        bench->losses[guarantor].guarantees_paid += kept;
        if (is_trade(stress, call->due))
            bench->losses[stress->owed.dues[call->due].payee].revenue_lost -= kept;
        bench->called += call->called;
        bench->guaranteed += kept;
    }
}

/* Of capital in somebody who fails. Who owes nothing has paid nothing of it. */
static void write_down(cf_stress_bench *bench)
{
    const cf_stress *stress = bench->stress;

    for (int d = 0; d < stress->owed.due_count; d++) {
        const cf_due *due = &stress->owed.dues[d];
        double part = stress->written_down[d], all_due = bench->due[due->payee];

        if (!(part > 0) || !cf_stress_fails(bench, due->payee))
            continue;
        if (stress->by_shortfall && all_due > 0)
            part *= 1.0 - bench->paid[due->payee] / all_due;
        bench->losses[due->payer].capital_lost += bench->result.paid[d] * part;
    }
}

/* A share that follows what is paid may run down to nothing without getting there. */
static void drop_residues(cf_stress_bench *bench)
{
    const cf_stress *stress = bench->stress;

    for (int u = 0; u < stress->owed.entity_count; u++) {
        cf_loss *loss = &bench->losses[u];

        if (fabs(loss->revenue_lost) <= CF_SAME_AMOUNT * stress->revenue[u])
            loss->revenue_lost = 0.0;
        if (fabs(loss->capital_lost) <= CF_SAME_AMOUNT * stress->capital[u])
            loss->capital_lost = 0.0;
    }
}

cf_status cf_stress_bench_run_on(cf_stress_bench *bench, const cf_shock *shocks, int count,
                                 const cf_shock *more)
{
    size_t entities = (size_t)bench->stress->owed.entity_count;
    cf_status status;

    apply_all(bench, shocks, count, more);
    status = cf_settling_run(&bench->result, bench->settling,
                             &(cf_strain){ .cash = bench->cash,
                                           .hit = bench->hit,
                                           .factors = bench->factors,
                                           .backing = bench->backing,
                                           .left = bench->stress->left });
    if (status != CF_OK)
        return status;
    memset(bench->due, 0, entities * sizeof *bench->due);
    memset(bench->paid, 0, entities * sizeof *bench->paid);
    memset(bench->losses, 0, entities * sizeof *bench->losses);
    bench->called = bench->guaranteed = 0.0;
    add_up_dues(bench);
    add_up_calls(bench);
    write_down(bench);
    drop_residues(bench);
    bench->failed = 0;
    for (size_t u = 0; u < entities; u++)
        bench->failed += cf_stress_fails(bench, (int)u);
    return CF_OK;
}

cf_status cf_stress_bench_run(cf_stress_bench *bench, const cf_shock *more)
{
    return cf_stress_bench_run_on(bench, bench->stress->shocks.at, bench->stress->shocks.count,
                                  more);
}
