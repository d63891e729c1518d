/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: which deals move a supplier's loop-back, and how far. */
#include "analyses/drivers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/params.h"

const char *const cf_measure_names[CF_MEASURE_KNOWN_COUNT + 1] = { "min", "pro_rata", "max" };

/* ---- parameters ---- */

static cf_status read_measures(cf_drives *drives, const cf_request *request, cf_diags *diags)
{
    static const char *const words[] = { "min", "pro_rata", "max", "all", NULL };
    const unsigned all = CF_MEASURES_KNOWN;
    const unsigned pro_rata = CF_MEASURE_BIT(CF_MEASURE_PRO_RATA);
    int choice = CF_MEASURE_PRO_RATA;
    cf_status status = cf_param_choice(&choice, request, "measure", words, diags);

    drives->measures = choice == CF_MEASURE_KNOWN_COUNT ? all : CF_MEASURE_BIT(choice);
    if (status != CF_OK || !request->view.probability_weights || drives->measures == pro_rata)
        return status;
    drives->measures &= pro_rata;
    return cf_diags_add(
        diags, CF_WARNING, CF_CODE_DRIVERS_NO_BOUNDS, NULL, "leave out --weights",
        "min and max are not defined under --weights probability, so they have no rows");
}

static cf_status read_params(cf_drives *drives, const cf_request *request, cf_diags *diags)
{
    const cf_number_rule top = {
        .least = 1, .most = 1e9, .whole = true, .word = "all", .word_value = 1e9
    };
    const cf_number_rule swing = { .least = 0, .most = 1000 };
    cf_status status = cf_param_number(&drives->top, request, "top", &top, diags);

    drives->top_given = cf_param_has(request, "top");
    drives->supplier_given = cf_param_has(request, "supplier");
    if (status == CF_OK)
        status = cf_param_number(&drives->swing, request, "swing", &swing, diags);
    if (status == CF_OK)
        status = read_measures(drives, request, diags);
    if (status == CF_OK && request->view.joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_DRIVERS_JOINT, NULL, NULL,
                              "--joint has no effect: drivers are those of one supplier each");
    return status;
}

/* ---- suppliers ---- */

struct ranked {
    int supplier;
    double amount; /* pro rata, rounded, so that equal figures tie */
    const char *id;
};

static int compare(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->amount > y->amount || x->amount < y->amount)
        return x->amount > y->amount ? -1 : 1;
    return strcmp(x->id, y->id);
}

static cf_status rank_suppliers(cf_drives *drives, const bool *chosen, struct ranked *ranked)
{
    const cf_view *view = drives->view;
    const cf_world world = { .view = view, .network = drives->network, .flow = drives->flow };
    cf_status status = CF_OK;
    int exponent;

    for (int v = 0; status == CF_OK && v < view->entity_count; v++) {
        cf_exposure exposure;
        double mantissa;

        cf_exposure_begin(&exposure, &world, v);
        if (!chosen[v] || !cf_exposure_is_supplier(&exposure))
            continue;
        status = cf_drivers_supplier(drives->drivers, v, view->options.origin_all,
                                     CF_MEASURE_BIT(CF_MEASURE_PRO_RATA));
        mantissa = frexp(cf_drivers_value(drives->drivers, CF_MEASURE_PRO_RATA), &exponent);
        ranked[drives->supplier_count++] = (struct ranked){
            .supplier = v,
            .amount = ldexp(round(ldexp(mantissa, 36)), exponent - 36),
            .id = view->entities[v].id,
        };
    }
    qsort(ranked, (size_t)drives->supplier_count, sizeof *ranked, compare);
    for (int i = 0; i < drives->supplier_count; i++)
        drives->suppliers[i] = ranked[i].supplier;
    return status;
}

static cf_status choose_suppliers(cf_drives *drives, const cf_request *request, cf_diags *diags)
{
    size_t entities = (size_t)drives->view->entity_count + 1;
    bool *chosen = calloc(entities, sizeof *chosen);
    struct ranked *ranked = calloc(entities, sizeof *ranked);
    cf_status status = CF_NO_MEMORY;

    drives->suppliers = calloc(entities, sizeof *drives->suppliers);
    if (chosen != NULL && ranked != NULL && drives->suppliers != NULL)
        status = cf_param_entities(chosen, request, "supplier", drives->view, diags);
    if (status == CF_OK)
        status = rank_suppliers(drives, chosen, ranked);
    free(chosen);
    free(ranked);
    return status;
}

/* ---- the table ---- */

enum {
    SUPPLIER,
    MEASURE,
    DEAL,
    AMOUNT,
    VALUE,
    MARGINAL_DOWN,
    MARGINAL_UP,
    KINK,
    VALID_FROM,
    VALID_TO,
    WITHOUT,
    LOW,
    HIGH,
    CHOKE
};

static const cf_column columns[] = {
    [SUPPLIER] = { "supplier", CF_ENTITY, "supplier", "The entity whose loop-back moves." },
    [MEASURE] = { "measure", CF_TEXT, "measure", "The figure that moves: min, pro_rata or max." },
    [DEAL] = { "deal", CF_TEXT, "deal", "The deal that moves it." },
    [AMOUNT] = { "amount", CF_MONEY, "amount", "The amount of the deal in the view." },
    [VALUE] = { "value", CF_MONEY, "figure", "The figure with all deals as they are." },
    [MARGINAL_DOWN] = { "marginal_down", CF_SHARE, "per 1 less",
                        "What the figure loses for each unit that the deal is smaller by." },
    [MARGINAL_UP] = { "marginal_up", CF_SHARE, "per 1 more",
                      "What the figure gains for each unit that the deal is larger by." },
    [KINK] = { "kink", CF_FLAG, "kink", "Whether the two sides differ." },
    [VALID_FROM] = { "valid_from", CF_MONEY, "valid from",
                     "The amount down to which \"per 1 less\" stays as it is." },
    [VALID_TO] = { "valid_to", CF_MONEY, "valid to",
                   "The amount up to which \"per 1 more\" stays as it is." },
    [WITHOUT] = { "without", CF_MONEY, "without it", "The figure without the deal." },
    [LOW] = { "low", CF_MONEY, "at low",
              "The figure with the deal at the low end of its range, or 10 % less." },
    [HIGH] = { "high", CF_MONEY, "at high",
               "The figure with the deal at the high end of its range, or 10 % more." },
    [CHOKE] = { "choke", CF_FLAG, "choke point",
                "Whether it is in the cheapest set of deals without which nothing comes back." },
};

const cf_columns cf_drivers_columns = { columns, CF_COUNT_OF(columns),
                                        "Each deal that moves a figure of a supplier." };

static cf_status add_drive(const cf_drives *drives, cf_table *table, int supplier,
                           cf_measure measure, const cf_drive *row)
{
    const double kink = 1e-6;
    const cf_view_deal *deal = cf_drives_deal(drives, row->payment);
    const cf_marginal *marginal = &row->marginal;
    cf_cell none = cf_cell_null();
    bool known = deal->quantified;
    cf_rounding rounding = cf_measure_rounding(measure);
    double value = known ? cf_drivers_value(drives->drivers, measure) : (double)NAN;
    cf_cell cells[] = {
        [SUPPLIER] = cf_cell_text(drives->view->entities[supplier].id),
        [MEASURE] = cf_cell_text(cf_measure_names[measure]),
        [DEAL] = cf_cell_text(drives->view->scenario->deals[deal->deal].id),
        [AMOUNT] = known ? cf_cell_number(deal->amount) : none,
        [VALUE] = cf_cell_rounded(value, rounding),
        [MARGINAL_DOWN] = cf_cell_number(marginal->down),
        [MARGINAL_UP] = cf_cell_number(marginal->up),
        [KINK] = known ? cf_cell_flag(fabs(marginal->up - marginal->down) > kink) : none,
        [VALID_FROM] = cf_cell_number(row->valid.from),
        [VALID_TO] = cf_cell_number(row->valid.to),
        [WITHOUT] = cf_cell_rounded(row->without, rounding),
        [LOW] = cf_cell_rounded(row->low, rounding),
        [HIGH] = cf_cell_rounded(row->high, rounding),
        [CHOKE] = known ? cf_cell_flag(drives->choke[row->payment]) : none,
    };

    return cf_table_add(table, cells);
}

static cf_status add_drives(cf_drives *drives, cf_table *table, int supplier)
{
    int count = cf_drives_row_count(drives);
    cf_status status = cf_drives_supplier(drives, supplier);

    for (int m = 0; status == CF_OK && m < CF_MEASURE_KNOWN_COUNT; m++) {
        if ((drives->measures & CF_MEASURE_BIT(m)) == 0)
            continue;
        status = cf_drives_rank(drives, (cf_measure)m, count);
        for (int i = 0; status == CF_OK && i < count; i++)
            status = add_drive(drives, table, supplier, (cf_measure)m, &drives->rows[i]);
    }
    return status;
}

static cf_status write_table(cf_drives *drives, cf_report *report)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "drivers", columns, CF_COUNT_OF(columns));

    for (int i = 0; status == CF_OK && i < drives->supplier_count; i++)
        status = add_drives(drives, table, drives->suppliers[i]);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

/* ---- all together ---- */

static cf_status drives_open(cf_drives *drives)
{
    size_t payments;
    cf_status status = cf_view_network_new(&drives->network, drives->view, false);

    if (status == CF_OK)
        status = cf_flow_new(&drives->flow, &drives->network->network, true);
    if (status == CF_OK)
        status = cf_drivers_new(&drives->drivers, drives->flow);
    if (status != CF_OK)
        return status;
    payments = (size_t)drives->network->network.payment_count + 1;
    drives->choke = calloc(payments, sizeof *drives->choke);
    drives->rows = calloc(payments, sizeof *drives->rows);
    return drives->choke == NULL || drives->rows == NULL ? CF_NO_MEMORY : CF_OK;
}

static void drives_close(cf_drives *drives)
{
    cf_drivers_free(drives->drivers);
    cf_flow_free(drives->flow);
    cf_view_network_free(drives->network);
    free(drives->suppliers);
    free(drives->choke);
    free(drives->rows);
}

static cf_status drivers_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_drives drives = { .top = 20, .swing = 10 };
    cf_view *view = NULL;
    cf_status status = read_params(&drives, request, diags);

    if (status == CF_OK)
        status = cf_view_new(&view, request->scenario, &request->view, diags);
    drives.view = view;
    if (status == CF_OK)
        status = drives_open(&drives);
    if (status == CF_OK)
        status = choose_suppliers(&drives, request, diags);
    if (status == CF_OK && !request->digest_only)
        status = write_table(&drives, report);
    if (status == CF_OK)
        status = cf_drives_write_digest(&drives, request, report);
    drives_close(&drives);
    cf_view_free(view);
    return status;
}

static const cf_param_spec params[] = {
    { .name = "supplier",
      .value = "ENTITY",
      .help =
          "show only what moves this supplier's loop-back, such as nvidia (default: all suppliers)",
      .repeatable = true },
    { .name = "measure",
      .value = "min|pro_rata|max|all",
      .help = "which loop-back to explain (default: pro_rata)" },
    { .name = "top",
      .value = "K",
      .help = "number of deals to show for each supplier and measure, or all (default: 20)" },
    { .name = "swing",
      .value = "PERCENT",
      .help = "low and high of a deal without a range: its amount minus and plus PERCENT, at most "
              "1000 (default: 10)" },
    { .name = NULL },
};

static const char *const tables[] = { "drivers", NULL };
static const cf_columns *const table_columns[] = { &cf_drivers_columns };

const cf_analysis cf_analysis_drivers = {
    .name = "drivers",
    .summary = "Show which deals move a supplier's loop-back, and by how much",
    .description =
        "For every supplier, drivers ranks the deals by their effect on its loop-back. It "
        "shows what the figure gains for each unit that a deal grows by, what it loses for "
        "each unit that it shrinks by, how far these rates hold, and the figure without the "
        "deal. Look at the deals at the top of the list first: those are the amounts worth "
        "checking. One deal is changed at a time, all others stay as they are, and balances "
        "are computed again. A choke point is in the cheapest set of deals without which "
        "nothing comes back.",
    .memory = "about 1,500 bytes a deal, and 1,500 a row: there is one for each supplier, measure "
              "and deal on which it depends.",
    .example = "circfin drivers data/ai-deals.json --supplier nvidia",
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .run = drivers_run,
};
