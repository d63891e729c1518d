/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drivers: which deals move a supplier's loop-back, and how far. */
#include "analyses/drivers.h"

#include <math.h>
#include <stdlib.h>

#include "analyses/params.h"

#define MOST_SEED 9007199254740991.0 /* 2^53 - 1: as large as a number of JSON is exact */

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

static cf_status warn_no_effect(const char *option, const char *without, cf_diags *diags)
{
    return cf_diags_add(diags, CF_WARNING, CF_CODE_DRIVERS_NO_EFFECT, NULL,
                        "--attribution divides pro rata", "--%s has no effect without %s", option,
                        without);
}

/* --attribution, --draws and --seed, after the measures. */
static cf_status read_attribution(cf_drives *drives, const cf_request *request, cf_diags *diags)
{
    static const cf_number_rule draws = { .least = 1, .most = 1e9, .whole = true };
    static const cf_number_rule seeds = { .least = 0, .most = MOST_SEED, .whole = true };
    bool asked = cf_param_has(request, "attribution");
    cf_status status = cf_param_number(&drives->draws, request, "draws", &draws, diags);

    if (status == CF_OK)
        status = cf_param_number(&drives->seed, request, "seed", &seeds, diags);
    drives->attribution = asked && (drives->measures & CF_MEASURE_BIT(CF_MEASURE_PRO_RATA)) != 0;
    drives->shown_attribution = asked;
    if (status == CF_OK && asked && !drives->attribution)
        status = warn_no_effect("attribution", "--measure pro_rata", diags);
    if (status == CF_OK && !asked && cf_param_has(request, "draws"))
        status = warn_no_effect("draws", "--attribution", diags);
    if (status == CF_OK && !asked && cf_param_has(request, "seed"))
        status = warn_no_effect("seed", "--attribution", diags);
    return status;
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
    if (status == CF_OK)
        status = read_attribution(drives, request, diags);
    if (status == CF_OK)
        status = cf_param_threads(&drives->threads, request, diags);
    if (status == CF_OK && request->view.joint_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_DRIVERS_JOINT, NULL, NULL,
                              "--joint has no effect: drivers are those of one supplier each");
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
    CHOKE,
    COLUMNS,
    SHAPLEY = COLUMNS, /* with --attribution */
    SHAPLEY_SE,
    ALL_COLUMNS
};

static const cf_column columns[] = {
    [SUPPLIER] = { "supplier", CF_ENTITY, "supplier", "The entity whose loop-back moves." },
    [MEASURE] = { "measure", CF_TEXT, "measure", "The figure that moves: min, pro_rata or max." },
    [DEAL] = { "deal", CF_TEXT, "deal",
               "The deal that moves it; funds:ID is what an entity has from outside, revenue:ID "
               "what it reports." },
    [AMOUNT] = { "amount", CF_MONEY, "amount",
                 "The amount of the deal in the view, as it is due; or the funds, or the "
                 "revenue." },
    [VALUE] = { "value", CF_MONEY, "figure", "The figure with all deals as they are." },
    [MARGINAL_DOWN] = { "marginal_down", CF_NUMBER, "per 1 less",
                        "What the figure loses for each unit that the deal is smaller by." },
    [MARGINAL_UP] = { "marginal_up", CF_NUMBER, "per 1 more",
                      "What the figure gains for each unit that the deal is larger by." },
    [KINK] = { "kink", CF_FLAG, "kink", "Whether the two sides differ." },
    [VALID_FROM] = { "valid_from", CF_MONEY, "valid from",
                     "The amount down to which \"per 1 less\" stays as it is." },
    [VALID_TO] = { "valid_to", CF_MONEY, "valid to",
                   "The amount up to which \"per 1 more\" stays as it is." },
    [WITHOUT] = { "without", CF_MONEY, "without it",
                  "The figure without the deal; with funds not stated, or revenue not reported." },
    [LOW] = { "low", CF_MONEY, "at low",
              "The figure with the deal at the low end of its range, or 10 % less." },
    [HIGH] = { "high", CF_MONEY, "at high",
               "The figure with the deal at the high end of its range, or 10 % more." },
    [CHOKE] = { "choke", CF_FLAG, "choke point",
                "Whether it is in the cheapest set of deals without which nothing comes back." },
    [SHAPLEY] = { "shapley", CF_MONEY, "contributes",
                  "What it contributes to the pro rata figure: its Shapley value. Those of all "
                  "deals "
                  "add up to the figure." },
    [SHAPLEY_SE] = { "shapley_se", CF_MONEY, "standard error",
                     "Standard error of that, where it is an average over random orders; else 0." },
};

static const cf_columns all_columns = { columns, ALL_COLUMNS };

const cf_columns cf_drivers_columns = { columns, COLUMNS,
                                        "Each deal that moves a figure of a supplier.",
                                        .option = "attribution", .with = &all_columns };

/* Of deals of known amount; one that is no player has 0. */
static cf_share share_of(const cf_driven *driven, cf_measure measure, int payment, bool known)
{
    const cf_share nothing = { .payment = payment };
    const cf_share *share;

    if (driven->attribution == NULL || measure != CF_MEASURE_PRO_RATA || !known)
        return (cf_share){ payment, (double)NAN, (double)NAN };
    share = cf_attribution_share(driven->attribution, payment);
    return share == NULL ? nothing : *share;
}

static cf_status add_drive(const cf_drives *drives, cf_table *table, const cf_driven *driven,
                           cf_measure measure, const cf_drive *row)
{
    const double kink = 1e-6;
    const cf_view_deal *deal = cf_drives_deal(drives, row->subject);
    const cf_marginal *marginal = &row->marginal;
    cf_cell none = cf_cell_null();
    bool known = deal == NULL || deal->quantified;
    cf_rounding rounding = cf_measure_rounding(measure);
    double value = known ? driven->value[measure] : (double)NAN;
    cf_share share = share_of(driven, measure, row->subject, known && deal != NULL);
    cf_cell cells[] = {
        [SUPPLIER] = cf_cell_text(drives->view->entities[driven->supplier].id),
        [MEASURE] = cf_cell_text(cf_measure_names[measure]),
        [DEAL] = cf_cell_text(cf_drives_name(drives, row->subject)),
        [AMOUNT] = known ? cf_cell_number(cf_drives_amount(drives, row->subject)) : none,
        [VALUE] = cf_cell_rounded(value, rounding),
        [MARGINAL_DOWN] = cf_cell_number(marginal->down),
        [MARGINAL_UP] = cf_cell_number(marginal->up),
        [KINK] = known ? cf_cell_flag(fabs(marginal->up - marginal->down) > kink) : none,
        [VALID_FROM] = cf_cell_number(row->valid.from),
        [VALID_TO] = cf_cell_number(row->valid.to),
        [WITHOUT] = cf_cell_rounded(row->without, rounding),
        [LOW] = cf_cell_rounded(row->low, rounding),
        [HIGH] = cf_cell_rounded(row->high, rounding),
        [CHOKE] = known && deal != NULL ? cf_cell_flag(row->choke) : none,
        [SHAPLEY] = cf_cell_number(share.value),
        [SHAPLEY_SE] = cf_cell_number(share.error),
    };

    return cf_table_add_row(table, cells, cf_table_column_count(table));
}

static cf_status add_drives(const cf_drives *drives, const cf_driven *driven, void *table)
{
    cf_status status = CF_OK;

    for (int m = 0; m < CF_MEASURE_KNOWN_COUNT; m++) {
        for (int i = 0; status == CF_OK && driven->rows[m] != NULL && i < driven->row_count; i++)
            status = add_drive(drives, table, driven, (cf_measure)m, &driven->rows[m][i]);
    }
    return status;
}

/* ---- all together ---- */

/* All rows that are asked for; for the digest alone, as many as it shows and one more. */
static int count_rows(const cf_drives *drives)
{
    const cf_request *request = drives->request;
    int subjects = 0;
    bool all = drives->top_given || request->verbose || !request->digest_only;
    double most = all ? drives->top : fmin(drives->top, (double)CF_DRIVES_SHOWN + 1);

    for (int i = 0; i < cf_drives_subjects_end(drives); i++)
        subjects += cf_drives_is_subject(drives, i);
    return most < subjects ? (int)most : subjects;
}

static cf_status drives_open(cf_drives *drives, cf_report *report)
{
    cf_status status = cf_view_network_new(&drives->network, drives->view, false);

    if (status == CF_OK)
        status = cf_flow_new(&drives->flow, &drives->network->network, true);
    if (status == CF_OK)
        status = cf_drives_list_levers(drives, report);
    if (status == CF_OK)
        drives->row_count = count_rows(drives);
    return status;
}

static void drives_close(cf_drives *drives)
{
    for (int i = 0; i < drives->told_count; i++)
        cf_driven_free(drives->told[i]);
    free(drives->told);
    cf_attributions_free(drives->attributions, drives->supplier_count);
    free(drives->suppliers);
    free(drives->levers);
    cf_flow_free(drives->flow);
    cf_view_network_free(drives->network);
}

/* Fills the table, if there is to be one, and what the digest shows. */
static cf_status fill_drivers(cf_drives *drives, cf_report *report, cf_diags *diags)
{
    bool *chosen = calloc((size_t)drives->view->entity_count + 1, sizeof *chosen);
    cf_table *table = NULL;
    cf_status status = chosen == NULL ? CF_NO_MEMORY
                                      : cf_param_entities(chosen, drives->request, "supplier",
                                                          drives->view, diags);

    if (status == CF_OK && !drives->request->digest_only)
        status = cf_table_new(&table, "drivers", columns,
                              drives->shown_attribution ? ALL_COLUMNS : COLUMNS);
    if (status == CF_OK)
        status = cf_drives_walk(drives, chosen, table == NULL ? NULL : add_drives, table, diags);
    if (status == CF_OK && table != NULL)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    free(chosen);
    return status;
}

static cf_status drivers_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_drives drives = { .request = request, .top = 20, .swing = 10, .draws = 10000, .seed = 1 };
    cf_view_options options = request->view;
    cf_view *view = NULL;
    cf_status status = read_params(&drives, request, diags);

    options.empty = options.gap_cut; /* of what nothing is paid now, something may be */
    if (status == CF_OK)
        status = cf_view_new(&view, request->scenario, &options, diags);
    drives.view = view;
    if (status == CF_OK)
        status = drives_open(&drives, report);
    if (status == CF_OK)
        status = fill_drivers(&drives, report, diags);
    if (status == CF_OK && !request->no_digest)
        status = cf_drives_write_digest(&drives, report);
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
    { .name = "attribution",
      .help = "also divide what comes back pro rata among the deals, so that their parts add up to "
              "it: exactly for up to 12 deals, else by an average over random orders",
      .feature = CF_FEATURE_DRAWS },
    { .name = "draws",
      .value = "N",
      .help = "with --attribution: number of random orders, such as 100000 (default: 10000)" },
    { .name = "seed",
      .value = "S",
      .help =
          "with --attribution: a whole number that they begin with; the same one gives the same "
          "result (default: 1)" },
    { CF_PARAM_THREADS },
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
        "are computed again. Rows named funds:ID and revenue:ID do the same with what an entity "
        "has from outside, or reports: other money thins out that of a supplier. Under --gap cut "
        "amounts are what is due, all deals are cleared again, and rates come from amounts close "
        "by instead of derivatives. A choke point is in the cheapest set of deals without which "
        "nothing comes back. --attribution adds a division of the pro rata figure among the deals "
        "that adds up, by their Shapley values. Ctrl-C ends it with the suppliers whose deals are "
        "ranked by then.",
    .memory = "about 900 bytes a deal, and 1,500 a row: a supplier has, for each measure, one "
              "for each deal that moves it.",
    .example = "circfin drivers data/ai-deals.json --supplier nvidia",
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .stoppable = true,
    .backs = true,
    .run = drivers_run,
};
