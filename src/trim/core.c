/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over the edges, sorted by payer: adds up who receives and pays what in the whole, and
 * writes the deals of the core as it goes. What dropped entities pay is known only at the end.
 */
#include "trim/core.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/put.h"

enum { PAYS_CAPITAL = 1, SELLS = 2 };

/* ---- rows ---- */

/* One of the relations of a class stands for all. */
static const char *relation_of(cf_class class)
{
    static const cf_relation relations[CF_CLASS_COUNT] = {
        [CF_TRADE] = CF_CUSTOMER, [CF_CAPITAL] = CF_INVESTOR, [CF_SERVICE] = CF_REPAYMENT
    };

    return cf_relation_names[relations[class]];
}

/* A row of deals.csv; no amount where it is unknown. */
static void put_deal(cf_core *core, FILE *out, cf_class class, const char *payer, const char *payee,
                     const double *amount)
{
    fprintf(out, "d%zu,%s,", ++core->deals, relation_of(class));
    cf_put_csv_text(out, payer);
    putc(',', out);
    cf_put_csv_text(out, payee);
    putc(',', out);
    if (amount != NULL) {
        cf_put_number(out, CF_MONEY, *amount);
        cf_sum_add(&core->gross, *amount);
    }
    fputs("\r\n", out);
}

double cf_class_sum(const cf_sum sums[static CF_CLASS_COUNT])
{
    cf_sum sum = { 0 };

    for (int class = 0; class < CF_CLASS_COUNT; class ++)
        cf_sum_add(&sum, cf_sum_value(sums[class]));
    return cf_sum_value(sum);
}

/* A row for each class with an amount. */
static void put_sums(cf_core *core, FILE *out, const char *payer, const char *payee,
                     const cf_sum sums[static CF_CLASS_COUNT])
{
    for (int class = 0; class < CF_CLASS_COUNT; class ++) {
        double amount = cf_sum_value(sums[class]);

        if (amount > 0.0)
            put_deal(core, out, (cf_class) class, payer, payee, &amount);
    }
}

/* ---- the pass ---- */

/* The payer whose edges are being read, and what it pays to dropped entities. */
struct pass {
    cf_core *core;
    FILE *stream;
    const bool *kept;
    size_t payer;
    cf_sum paid, left_out[CF_CLASS_COUNT];
    cf_sum (*paid_by_dropped)[CF_CLASS_COUNT]; /* to each entity that is kept */
};

static void end_payer(struct pass *pass)
{
    cf_core *core = pass->core;

    if (pass->payer >= core->names.count)
        return;
    core->out[pass->payer] = cf_sum_value(pass->paid);
    put_sums(core, pass->stream, core->names.at[pass->payer], CF_PAYEES_LEFT_OUT, pass->left_out);
    pass->paid = (cf_sum){ 0 };
    for (int class = 0; class < CF_CLASS_COUNT; class ++)
        pass->left_out[class] = (cf_sum){ 0 };
}

static void take_inside(struct pass *pass, cf_edge_entry edge, uint32_t payer, uint32_t payee)
{
    cf_core *core = pass->core;
    cf_tally *tally = pass->kept[payer] ? &core->kept : &core->dropped;
    bool open = cf_entry_open(edge);

    tally->edges++;
    tally->open += open;
    cf_sum_add(&tally->inside[cf_entry_class(edge)], edge.amount);
    if (pass->kept[payer])
        put_deal(core, pass->stream, cf_entry_class(edge), core->names.at[payer],
                 core->names.at[payee], open ? NULL : &edge.amount);
}

/* An edge of unknown amount that lies on no loop is only counted. */
static void take_between(struct pass *pass, cf_edge_entry edge, uint32_t payer, uint32_t payee)
{
    cf_core *core = pass->core;

    core->open_left_out += cf_entry_open(edge);
    if (pass->kept[payer]) {
        cf_sum_add(&pass->left_out[cf_entry_class(edge)], edge.amount);
        cf_sum_add(&core->kept.out, edge.amount);
        cf_sum_add(&core->dropped.in, edge.amount);
    } else {
        cf_sum_add(&pass->paid_by_dropped[payee][cf_entry_class(edge)], edge.amount);
        cf_sum_add(&core->kept.in, edge.amount);
        cf_sum_add(&core->dropped.out, edge.amount);
    }
}

static void take_edge(struct pass *pass, cf_edge_entry edge)
{
    cf_core *core = pass->core;
    uint32_t payer = cf_entry_payer(edge), payee = cf_entry_payee(edge);

    if (payer != pass->payer)
        end_payer(pass);
    pass->payer = payer;
    if (!cf_entry_open(edge)) {
        core->traits[payer] |= cf_entry_class(edge) == CF_CAPITAL ? PAYS_CAPITAL : 0;
        core->traits[payee] |= cf_entry_class(edge) == CF_TRADE ? SELLS : 0;
    }
    cf_sum_add(&core->classes[cf_entry_class(edge)], edge.amount);
    cf_sum_add(&pass->paid, edge.amount);
    cf_sum_add(&core->in[payee], edge.amount);
    if (pass->kept[payer] == pass->kept[payee])
        take_inside(pass, edge, payer, payee);
    else
        take_between(pass, edge, payer, payee);
}

/* What dropped entities pay to each one that is kept, and to each other. */
static void put_left_out(struct pass *pass)
{
    cf_core *core = pass->core;

    for (size_t v = 0; v < core->names.count; v++)
        if (pass->kept[v])
            put_sums(core, pass->stream, CF_PAYERS_LEFT_OUT, core->names.at[v],
                     pass->paid_by_dropped[v]);
    put_sums(core, pass->stream, CF_PAYERS_LEFT_OUT, CF_PAYEES_LEFT_OUT, core->dropped.inside);
}

/* ---- balances ---- */

static double inflow_of(const cf_core *core, size_t v)
{
    return cf_sum_value(core->in[v]);
}

/* F: what it pays and does not receive. */
static double funds_of(const cf_core *core, size_t v)
{
    return cf_excess(core->out[v], inflow_of(core, v));
}

static void tally_entities(cf_core *core)
{
    for (size_t v = 0; v < core->names.count; v++) {
        cf_tally *tally = core->peeled.kept[v] ? &core->kept : &core->dropped;

        tally->entities++;
        tally->suppliers += core->traits[v] == (PAYS_CAPITAL | SELLS);
        cf_sum_add(&tally->funds, funds_of(core, v));
        cf_sum_add(&tally->throughflow, inflow_of(core, v));
        cf_sum_add(&tally->throughflow, funds_of(core, v));
    }
    /* What the two stand-ins receive, and have from outside. */
    core->throughflow = core->kept.throughflow;
    for (int class = 0; class < CF_CLASS_COUNT; class ++) {
        cf_sum_add(&core->throughflow, 2.0 * cf_sum_value(core->dropped.inside[class]));
    }
    cf_sum_add(&core->throughflow, cf_sum_value(core->kept.in));
    cf_sum_add(&core->throughflow, cf_sum_value(core->kept.out));
}

cf_status cf_core_put_deals(cf_core *core, FILE *out)
{
    size_t entities = core->names.count;
    struct pass pass = {
        .core = core, .stream = out, .kept = core->peeled.kept, .payer = SIZE_MAX
    };
    cf_edge_reader reader;
    const cf_edge_entry *block;
    size_t count = 1;
    cf_status status = cf_edge_reader_begin(&reader, &core->edges, core->diags);

    core->in = calloc(entities + 1, sizeof *core->in);
    core->out = calloc(entities + 1, sizeof *core->out);
    core->traits = calloc(entities + 1, 1);
    pass.paid_by_dropped = calloc(entities + 1, sizeof *pass.paid_by_dropped);
    if (core->in == NULL || core->out == NULL || core->traits == NULL ||
        pass.paid_by_dropped == NULL)
        status = CF_NO_MEMORY;
    fputs("id,relation,payer,payee,amount\r\n", out);
    while (status == CF_OK && count > 0 && !ferror(out)) {
        status = cf_edge_reader_next(&reader, &block, &count);
        for (size_t i = 0; status == CF_OK && i < count; i++)
            take_edge(&pass, block[i]);
        cf_trim_tell(core->progress, (double)reader.next, (double)core->edges.count, "edges");
    }
    if (status == CF_OK) {
        end_payer(&pass);
        put_left_out(&pass);
        tally_entities(core);
    }
    free(pass.paid_by_dropped);
    cf_edge_reader_end(&reader);
    return status;
}

/* ---- entities ---- */

static void put_cell(FILE *out, double amount)
{
    putc(',', out);
    cf_put_number(out, CF_MONEY, amount);
}

/* Columns that begin with x- are for people: they are not read. */
static void put_entity(const cf_core *core, FILE *out, size_t v)
{
    double in = inflow_of(core, v), funds = funds_of(core, v);

    cf_put_csv_text(out, core->names.at[v]);
    putc(',', out);
    put_cell(out, in);
    put_cell(out, core->out[v]);
    put_cell(out, funds);
    put_cell(out, in + funds);
    put_cell(out, cf_excess(in, core->out[v]));
    fputs("\r\n", out);
}

static void put_stand_in(cf_core *core, FILE *out, const char *name, double amount,
                         const char *note)
{
    if (amount <= 0.0)
        return;
    fprintf(out, "%s,%s,,,,,\r\n", name, note);
    core->entities++;
}

void cf_core_put_entities(cf_core *core, FILE *out)
{
    double inside = cf_class_sum(core->dropped.inside);

    fputs("id,note,x-in,x-out,x-outside-funds,x-throughflow,x-kept\r\n", out);
    for (size_t v = 0; v < core->names.count && !ferror(out); v++)
        if (core->peeled.kept[v]) {
            put_entity(core, out, v);
            core->entities++;
        }
    put_stand_in(core, out, CF_PAYERS_LEFT_OUT, inside + cf_sum_value(core->kept.in),
                 "stands for the payers that were left out: their payments lie on no loop");
    put_stand_in(core, out, CF_PAYEES_LEFT_OUT, inside + cf_sum_value(core->kept.out),
                 "stands for the payees that were left out: their receipts lie on no loop");
}
