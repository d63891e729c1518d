/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vintages: when what was invested comes back, period by period. */
#include "analyses/vintages.h"

#include <stdlib.h>

#include "analyses/params.h"

/* ---- the order of work ---- */

cf_status cf_vintages_read_options(cf_vintages *vintages, cf_diags *diags)
{
    static const char *const kinds[] = { "year", "quarter", "month", NULL };
    static const char *const carries[] = { "auto", "all", "none", NULL };
    const cf_request *request = vintages->request;
    int kind = CF_YEAR, carry = CF_CARRY_AUTO;
    cf_status status = cf_param_choice(&kind, request, "period", kinds, diags);

    if (status == CF_OK)
        status = cf_param_choice(&carry, request, "carry", carries, diags);
    if (status == CF_OK)
        status = cf_param_threads(&vintages->threads, request, diags);
    vintages->kind = (cf_period_kind)kind;
    vintages->carry = (cf_carry)carry;
    return status;
}

cf_status cf_vintages_open_view(cf_vintages *vintages, cf_diags *diags)
{
    cf_view_options options = vintages->request->view;
    cf_status status;

    options.window_from = options.window_to = CF_NO_DAY; /* it is the horizon */
    options.joint_count = 0;
    status = cf_view_new(&vintages->view, vintages->request->scenario, &options, diags);
    if (status != CF_OK)
        return status;
    vintages->headed = *vintages->view;
    vintages->headed.options = vintages->request->view;
    vintages->chosen = calloc((size_t)vintages->view->entity_count + 1, sizeof *vintages->chosen);
    return vintages->chosen == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status warn_of_joint(const cf_request *request, cf_diags *diags)
{
    if (request->view.joint_count == 0)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_VINTAGES_JOINT, NULL, NULL,
                        "--joint has no effect: vintages are those of one supplier each");
}

static cf_status read_entities(cf_vintages *vintages, cf_diags *diags)
{
    const cf_request *request = vintages->request;
    cf_status status =
        cf_param_entities(vintages->chosen, request, "supplier", vintages->view, diags);

    if (status == CF_OK)
        status = cf_param_entity(&vintages->entity, request, "entity", vintages->view, diags);
    return status;
}

static cf_status open_periods(cf_vintages *vintages, cf_diags *diags)
{
    const cf_view_options *asked = &vintages->request->view;
    cf_status status = cf_periods_new(&vintages->periods, vintages->view, vintages->kind,
                                      asked->window_from, asked->window_to, diags);

    if (status == CF_OK && vintages->periods->at[0].from == CF_NO_DAY)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_VINTAGES_NO_DATES, NULL,
                              "give deals a \"start\" and an \"end\", or a \"schedule\"",
                              "nothing has a date, so there is one period, in which everything "
                              "counts whole");
    return status == CF_OK ? cf_timed_flow_new(&vintages->timed, vintages->view, vintages->periods,
                                               vintages->carry)
                           : status;
}

void cf_vintages_close(cf_vintages *vintages)
{
    int entities = vintages->view == NULL ? 0 : vintages->view->entity_count;

    for (int i = 0; vintages->suppliers != NULL && i <= entities; i++)
        free(vintages->suppliers[i].invested);
    free(vintages->suppliers);
    free(vintages->chosen);
    cf_timed_flow_free(vintages->timed);
    cf_periods_free(vintages->periods);
    cf_view_free(vintages->view);
}

enum { PERIOD, CARRY, FROM, TO };

static const cf_column figure_rows[] = {
    [PERIOD] = { "period", CF_TEXT, "period", "The length of a period: year, quarter or month." },
    [CARRY] = { "carry", CF_TEXT, "carried on",
                "What an entity takes on into the next period: auto, all or none." },
    [FROM] = { "from", CF_DATE, "from", "The first day of the first period." },
    [TO] = { "to", CF_DATE, "to", "The last day of the last period." },
};
static const cf_columns figures = { figure_rows, CF_COUNT_OF(figure_rows), NULL };

/* Cells borrow them. */
static cf_status name_periods(cf_vintages *vintages, cf_report *report)
{
    int count = vintages->periods->count;

    vintages->names = cf_report_room(report, (size_t)count, sizeof *vintages->names);
    for (int p = 0; vintages->names != NULL && p < count; p++) {
        if (vintages->periods->at[p].from != CF_NO_DAY)
            vintages->names[p] = cf_report_text(report, "%s", vintages->periods->at[p].name);
    }
    return vintages->names == NULL ? CF_NO_MEMORY : cf_report_status(report);
}

static cf_cell day_cell(cf_report *report, cf_day day)
{
    char text[CF_DAY_SIZE];

    if (day == CF_NO_DAY)
        return cf_cell_null();
    cf_day_format(text, day);
    return cf_cell_text(cf_report_text(report, "%s", text));
}

static cf_status add_figures(const cf_vintages *vintages, cf_report *report)
{
    const cf_periods *periods = vintages->periods;
    const cf_cell cells[] = {
        [PERIOD] = cf_cell_text(cf_period_kind_names[vintages->kind]),
        [CARRY] = cf_cell_text(cf_carry_names[vintages->carry]),
        [FROM] = day_cell(report, periods->at[0].from),
        [TO] = day_cell(report, periods->at[periods->count - 1].to),
    };

    return cf_report_add_figures(report, figures, cells);
}

static cf_status warn_of_stop(const cf_vintages *vintages, cf_diags *diags)
{
    if (vintages->supplier_count == vintages->wanted_count)
        return CF_OK;
    return cf_diags_add(diags, CF_WARNING, CF_CODE_VINTAGES_STOPPED, NULL, NULL,
                        "vintages was stopped with %d of %d suppliers measured",
                        vintages->supplier_count, vintages->wanted_count);
}

static cf_status vintages_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_vintages vintages = { .request = request, .bounds = true, .entity = -1 };
    cf_status status = cf_vintages_read_options(&vintages, diags);

    if (status == CF_OK)
        status = warn_of_joint(request, diags);
    if (status == CF_OK)
        status = cf_vintages_open_view(&vintages, diags);
    if (status == CF_OK)
        status = read_entities(&vintages, diags);
    if (status == CF_OK)
        status = open_periods(&vintages, diags);
    if (status == CF_OK)
        status = name_periods(&vintages, report);
    if (status == CF_OK)
        status = cf_vintages_list_suppliers(&vintages, diags);
    if (status == CF_OK)
        status = cf_vintages_measure_suppliers(&vintages);
    if (status == CF_OK)
        status = warn_of_stop(&vintages, diags);
    if (status == CF_OK)
        status = add_figures(&vintages, report);
    if (status == CF_OK && !request->digest_only)
        status = cf_vintages_fill_tables(&vintages, report);
    if (status == CF_OK && !request->no_digest)
        status = cf_vintages_write_digest(&vintages, report);
    cf_vintages_close(&vintages);
    return status;
}

static const cf_param_spec params[] = {
    { .name = "period",
      .value = "year|quarter|month",
      .help = "how long a period of the calendar is (default: year)" },
    { .name = "carry",
      .value = "auto|all|none",
      .help = "what an entity takes on into the next period: all that it keeps; nothing; or, by "
              "default (auto), all if it reports no revenue, else only capital not spent yet" },
    { .name = "entity",
      .value = "ENTITY",
      .help = "show how the payments of this entity, such as openai, are paid for (default: of "
              "all in the tables, of none in the summary)" },
    { CF_PARAM_SUPPLIER },
    { CF_PARAM_THREADS },
    { .name = NULL },
};

const cf_analysis cf_analysis_vintages = {
    .name = "vintages",
    .summary = "Show when what was invested comes back, period by period",
    .description =
        "vintages follows invested money from period to period and shows, for what each supplier "
        "invested in a period (a vintage), how much of it comes back in that period and in each "
        "later one: a run-off triangle. Money that an entity has not spent is carried into the "
        "next period. Look at the cumulative figures first: what must be back, what is back pro "
        "rata and what can be back by the end of each period. With --entity it shows in which "
        "periods an entity has to pay more than anything in the scenario provides. The length of "
        "the periods matters: capital that arrives after a payment of the same year can have "
        "paid for it by year, but not by month. Ctrl-C ends it with the suppliers measured by "
        "then.",
    .memory = "about 500 bytes a deal, 200 for each period and deal and 400 for each period and "
              "entity, and 16 for each supplier and pair of periods.",
    .example = "circfin vintages data/ai-deals.json --supplier nvidia",
    .params = params,
    .tables = cf_vintages_tables,
    .columns = cf_vintages_columns,
    .figures = &figures,
    .stoppable = true,
    .own_amounts = true,
    .run = vintages_run,
};
