/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: what a person reads first: who fails, in which order, and who loses how much. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/params.h"
#include "analyses/prose.h"
#include "analyses/stress.h"
#include "analyses/world.h"
#include "base/text.h"

enum { MOST_ROUNDS = 6, MOST_IN_ROUND = 4, MOST_SUPPLIERS = 12 };

static void add_entity(cf_prose *prose, const cf_stress_bench *bench, int entity)
{
    const cf_view_entity *of = &bench->stress->view->entities[entity];

    cf_buffer_add_name(&prose->text, of->name != NULL ? of->name : of->id);
}

static void add_money_with_unit(cf_prose *prose, const char *before, double amount,
                                const cf_stress_bench *bench)
{
    cf_prose_add(prose, before);
    cf_prose_unit(prose, bench->stress->view->scenario);
    cf_prose_money(prose, " ", amount);
}

/* ---- the shock, and what it comes to ---- */

static void add_shocks(cf_prose *prose, const cf_request *request)
{
    int count = 0;

    for (int i = 0; i < request->param_count; i++) {
        if (strcmp(request->params[i].name, "shock") != 0)
            continue;
        cf_prose_add(prose, count++ == 0 ? "; shock " : ", ");
        cf_buffer_add_name(&prose->text, request->params[i].value);
    }
    cf_prose_add(prose, count == 0 ? "; no shock." : ".");
}

static void add_outcome(cf_prose *prose, const cf_stress_bench *bench)
{
    int entities = bench->stress->owed.entity_count;

    if (bench->failed == 0) {
        cf_prose_add(prose, "Everybody can pay.");
        return;
    }
    cf_prose_count(prose, "", bench->failed);
    cf_prose_count(prose, " of ", entities);
    cf_prose_add(prose, bench->failed == 1 ? " entities fails" : " entities fail");
    add_money_with_unit(prose, ": ", bench->unpaid, bench);
    cf_prose_add(prose, " of what is due stays unpaid.");
}

/* ---- the order of contagion ---- */

/* Those of a round, the largest shortfall first. */
struct fallen {
    int entity, round;
    double shortfall;
    const char *id;
};

static int compare_fallen(const void *a, const void *b)
{
    const struct fallen *x = a, *y = b;

    if (x->round != y->round)
        return x->round < y->round ? -1 : 1;
    if (x->shortfall < y->shortfall || x->shortfall > y->shortfall)
        return x->shortfall > y->shortfall ? -1 : 1;
    return strcmp(x->id, y->id);
}

static int list_fallen(struct fallen *fallen, const cf_stress_bench *bench)
{
    int count = 0;

    for (int u = 0; u < bench->stress->owed.entity_count; u++) {
        if (cf_stress_fails(bench, u))
            fallen[count++] =
                (struct fallen){ u, bench->result.round[u], bench->due[u] - bench->paid[u],
                                 bench->stress->view->entities[u].id };
    }
    if (count > 0)
        qsort(fallen, (size_t)count, sizeof *fallen, compare_fallen);
    return count;
}

static void add_fallen(cf_prose *prose, const cf_stress_bench *bench, const struct fallen *one)
{
    add_entity(prose, bench, one->entity);
    if (bench->due[one->entity] > 0)
        cf_prose_share(prose, one->round == 0 ? " is made to fail and pays " : " pays ",
                       cf_ratio(bench->paid[one->entity], bench->due[one->entity]), "");
    else
        cf_prose_add(prose, " is made to fail and owes nothing");
}

/* "Lab pays 55 %; then Cloud pays 80 % and Fab 90 %; ..." */
static void add_order(cf_prose *prose, const cf_stress_bench *bench, const struct fallen *fallen,
                      int count)
{
    int rounds = 0, i = 0;

    while (i < count && rounds < MOST_ROUNDS) {
        int first = i, round = fallen[i].round;

        if (rounds++ > 0)
            cf_prose_add(prose, "; then ");
        for (; i < count && fallen[i].round == round; i++) {
            if (i - first >= MOST_IN_ROUND)
                continue;
            if (i > first)
                cf_prose_add(prose, ", ");
            add_fallen(prose, bench, &fallen[i]);
        }
        if (i - first > MOST_IN_ROUND) {
            cf_prose_count(prose, " and ", i - first - MOST_IN_ROUND);
            cf_prose_add(prose, " more fall short");
        }
    }
    if (i < count) {
        cf_prose_count(prose, "; then ", count - i);
        cf_prose_add(prose, " more, round by round");
    }
    cf_prose_add(prose, ".");
}

static cf_status write_order(const cf_stress_bench *bench, cf_report *report)
{
    cf_prose prose = { .report = report };
    struct fallen *fallen = calloc((size_t)bench->stress->owed.entity_count + 1, sizeof *fallen);
    cf_status status = CF_NO_MEMORY;

    if (fallen != NULL) {
        int count = list_fallen(fallen, bench);

        status = CF_OK;
        if (count > 0) {
            add_order(&prose, bench, fallen, count);
            status = cf_prose_finish(&prose, 0);
        }
    }
    free(fallen);
    return status;
}

/* ---- guarantees, until ---- */

static cf_status write_guarantees(const cf_stress_bench *bench, cf_report *report)
{
    cf_prose prose = { .report = report };

    if (!(bench->called > 0))
        return CF_OK;
    cf_prose_money(&prose, "Guarantees are called for ", bench->called);
    cf_prose_money(&prose, "; guarantors pay ", bench->guaranteed);
    cf_prose_add(&prose, " in the end.");
    return cf_prose_finish(&prose, 0);
}

static cf_status write_until(const cf_stress *stress, cf_report *report)
{
    const char *rule = cf_param_text(stress->request, "until");
    cf_prose prose = { .report = report };
    char number[400];

    if (rule == NULL)
        return CF_OK;
    cf_buffer_add_name(&prose.text, rule);
    if (isnan(stress->until_factor)) {
        cf_prose_add(&prose, " holds at no factor of the last shock.");
        return cf_prose_finish(&prose, 0);
    }
    cf_text_fixed(number, stress->until_factor, 6);
    cf_prose_add(&prose, " holds from a factor of ");
    cf_prose_add(&prose, number);
    cf_prose_add(&prose, " on in the last shock.");
    return cf_prose_finish(&prose, 0);
}

/* ---- who loses ---- */

static cf_status add_supplier_row(cf_table *table, const cf_stress_bench *bench, int entity)
{
    cf_cell all[CF_MOST_STRESS_CELLS], cells[CF_MOST_STRESS_CELLS];
    int used = 0;

    cf_stress_supplier_cells(all, bench, entity);
    for (int i = 0; i < cf_stress_suppliers.count; i++) {
        if (cf_stress_suppliers.at[i].shown)
            cells[used++] = all[i];
    }
    return cf_table_add_row(table, cells, used);
}

static cf_status write_suppliers(const cf_stress_bench *bench, cf_report *report)
{
    cf_column columns[CF_MOST_STRESS_CELLS];
    bool verbose = bench->stress->request->verbose;
    int *order = NULL, count = 0, used = 0, shown;
    cf_table *table = NULL;
    cf_status status = cf_stress_rank(&order, &count, bench);

    for (int i = 0; i < cf_stress_suppliers.count; i++) {
        if (cf_stress_suppliers.at[i].shown)
            columns[used++] = cf_stress_suppliers.at[i];
    }
    shown = count > MOST_SUPPLIERS && !verbose ? MOST_SUPPLIERS : count;
    if (status == CF_OK && count > 0) {
        cf_column *kept = cf_report_columns(report, used);

        status = CF_NO_MEMORY;
        if (kept != NULL) {
            memcpy(kept, columns, (size_t)used * sizeof *kept);
            status = cf_table_new(&table, "What it costs each supplier", kept, used);
        }
        for (int i = 0; status == CF_OK && i < shown; i++)
            status = add_supplier_row(table, bench, order[i]);
        if (status == CF_OK)
            status = cf_report_take_digest_table(report, 0, &table);
    }
    if (status == CF_OK && count > shown)
        status = cf_further_suppliers(report, count - shown, true);
    cf_table_free(table);
    free(order);
    return status;
}

cf_status cf_stress_write_digest(const cf_stress_bench *bench, cf_report *report)
{
    cf_prose prose = { .report = report };
    cf_status status;

    cf_prose_view(&prose, bench->stress->view);
    add_shocks(&prose, bench->stress->request);
    status = cf_prose_end(&prose, 0);
    add_outcome(&prose, bench);
    if (status == CF_OK)
        status = cf_prose_end(&prose, 0);
    cf_prose_free(&prose);
    if (status == CF_OK)
        status = write_order(bench, report);
    if (status == CF_OK)
        status = write_guarantees(bench, report);
    if (status == CF_OK)
        status = write_until(bench->stress, report);
    return status == CF_OK ? write_suppliers(bench, report) : status;
}
