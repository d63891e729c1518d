/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model: solves the user's MathProg model on the data of a view. */
#include "analyses/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/params.h"

enum { USUAL_SECONDS = 60, USUAL_MEBIBYTES = 1024 };

enum { NAME, INDEX, VALUE, MARGINAL, LOWER, UPPER, LINE_COLUMNS, INTEGER = LINE_COLUMNS };

static const cf_column variable_columns[] = {
    [NAME] = { "name", CF_TEXT, "variable", "The variable of the model." },
    [INDEX] = { "index", CF_TEXT, "index", "Its place in the sets of the model." },
    [VALUE] = { "value", CF_MONEY, "value", "Its value in the solution." },
    [MARGINAL] = { "reduced_cost", CF_MONEY, "reduced cost",
                   "Change of the objective for each unit that it is forced up by." },
    [LOWER] = { "lower", CF_MONEY, "lower bound", "Its lower bound; empty: none." },
    [UPPER] = { "upper", CF_MONEY, "upper bound", "Its upper bound; empty: none." },
    [INTEGER] = { "integer", CF_FLAG, "integer", "Whether it must be a whole number." },
};
const cf_columns cf_model_variables = {
    variable_columns, CF_COUNT_OF(variable_columns),
    "Each variable of the model, one row for each of its indices.", .option = "ranges",
    .with = &cf_model_range_variables
};

static const cf_column constraint_columns[] = {
    [NAME] = { "name", CF_TEXT, "constraint", "The constraint of the model." },
    [INDEX] = { "index", CF_TEXT, "index", "Its place in the sets of the model." },
    [VALUE] = { "activity", CF_MONEY, "activity", "The value of its left side in the solution." },
    [MARGINAL] = { "dual", CF_MONEY, "dual",
                   "Change of the objective for each unit that its bound is relaxed by." },
    [LOWER] = { "lower", CF_MONEY, "lower bound", "Its lower bound; empty: none." },
    [UPPER] = { "upper", CF_MONEY, "upper bound", "Its upper bound; empty: none." },
};
const cf_columns cf_model_constraints = {
    constraint_columns, CF_COUNT_OF(constraint_columns),
    "Each constraint of the model, one row for each of its indices."
};

enum { LINE, TEXT };

static const cf_column printed_columns[] = {
    [LINE] = { "line", CF_COUNT, "line", "The number of the line, from 1." },
    [TEXT] = { "text", CF_TEXT, "text", "What the model printed." },
};

enum { SYMBOL, ID };

static const cf_column symbol_columns[] = {
    [SYMBOL] = { "symbol", CF_TEXT, "symbol", "The symbol that the model's data has for an id." },
    [ID] = { "id", CF_TEXT, "id", "The id in the scenario." },
};

static const cf_columns printed = { printed_columns, CF_COUNT_OF(printed_columns),
                                    "Each line that the model printed." };
static const cf_columns symbols = { symbol_columns, CF_COUNT_OF(symbol_columns),
                                    "Each id that the model knows by another symbol." };

static const char *const tables[] = { "variables", "constraints", "printed", "symbols",
                                      "rows",      "drivers",     NULL };
static const cf_columns *const table_columns[] = {
    &cf_model_variables,  &cf_model_constraints,  &printed, &symbols,
    &cf_model_range_rows, &cf_model_range_drivers
};

/* ---- parameters ---- */

static cf_status refuse_setting(cf_diags *diags, cf_code code, const char *hint,
                                const char *message, const char *value)
{
    cf_status status =
        cf_diags_add(diags, CF_ERROR, code, NULL, hint, "%s, but is \"%.60s\"", message, value);

    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status take_setting(cf_model_job *job, cf_report *report, const char *text,
                              cf_diags *diags)
{
    size_t length = strcspn(text, "=");
    cf_model_setting *setting = &job->settings[job->setting_count++];

    if (length == 0 || text[length] == '\0')
        return refuse_setting(diags, CF_CODE_MODEL_SETTING, "such as --set bound=min",
                              "--set must be NAME=VALUE", text);
    if (length == strlen("supplier") && strncmp(text, "supplier", length) == 0)
        return refuse_setting(diags, CF_CODE_MODEL_SETTING, "--supplier ENTITY chooses it",
                              "--set gives no value to supplier", text);
    setting->name = cf_report_text(report, "%.*s", (int)length, text);
    setting->value = text + length + 1;
    return setting->name == NULL ? CF_NO_MEMORY : CF_OK;
}

static cf_status take_limits(cf_model_job *job, cf_diags *diags)
{
    static const cf_number_rule seconds = { .least = 0, .most = 1e9 };
    static const cf_number_rule mebibytes = { .least = 0, .most = 1 << 20, .whole = true };
    double memory = USUAL_MEBIBYTES;
    cf_status status;

    job->limits = (cf_model_limits){ .seconds = USUAL_SECONDS,
                                     .trusted = cf_param_has(job->request, "trust-model"),
                                     .ranges = cf_param_has(job->request, "ranges") };
    status = cf_param_number(&job->limits.seconds, job->request, "time-limit", &seconds, diags);
    if (status == CF_OK)
        status = cf_param_number(&memory, job->request, "memory-limit", &mebibytes, diags);
    job->limits.mebibytes = (int)memory;
    return status;
}

static cf_status take_params(cf_model_job *job, cf_report *report, cf_diags *diags)
{
    const cf_request *request = job->request;
    cf_status status = CF_OK;

    job->supplier = cf_param_text(request, "supplier");
    job->data_out = cf_param_text(request, "data-out");
    job->settings = calloc((size_t)request->param_count + 1, sizeof *job->settings);
    if (job->settings == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < request->param_count && status == CF_OK; i++) {
        const cf_param *param = &request->params[i];

        if (strcmp(param->name, "set") == 0)
            status = take_setting(job, report, param->value, diags);
    }
    return status == CF_OK ? take_limits(job, diags) : status;
}

const char *cf_model_job_file(const cf_model_job *job)
{
    return strcmp(job->request->operand, "-") == 0 ? "<stdin>" : job->request->operand;
}

/* ---- solving ---- */

/* A model with data of its own may use nothing of the scenario: a warning after solving it, but an
 * error beforehand under --data-out. */
static cf_status check_data(const cf_model_job *job, bool solved, cf_diags *diags)
{
    cf_status status;

    if (job->data->text[0] != '\0' || (job->data_out == NULL) != solved)
        return CF_OK;
    status =
        cf_diags_add(diags, job->data_out == NULL ? CF_WARNING : CF_ERROR, CF_CODE_MODEL_NO_DATA,
                     NULL, "models/README.md lists the sets and parameters",
                     "the model %s takes no data from the scenario%s", cf_model_job_file(job),
                     job->data_out == NULL ? "" : ", so there is none to write");
    return status == CF_OK && job->data_out != NULL ? CF_BAD_INPUT : status;
}

static cf_status model_solve(cf_model_job *job, cf_diags *diags)
{
    const cf_request *request = job->request;
    cf_model_question question = { .supplier = job->supplier,
                                   .settings = job->settings,
                                   .setting_count = job->setting_count };
    cf_status status = cf_model_read(&job->model, request->operand, diags);

    if (status == CF_OK)
        status = cf_view_new(&job->view, request->scenario, &request->view, diags);
    question.view = job->view;
    if (status == CF_OK)
        status = cf_model_data_new(&job->data, job->model, &question, diags);
    if (status == CF_OK)
        status = check_data(job, false, diags);
    if (status == CF_OK)
        status = cf_model_solve(&job->result, job->model, job->data, &job->limits, diags);
    if (status == CF_OK)
        status = check_data(job, true, diags);
    return status;
}

/* ---- figures and tables ---- */

enum {
    MODEL_FILE,
    SUPPLIER,
    STATUS,
    KIND,
    DIRECTION,
    OBJECTIVE_NAME,
    OBJECTIVE,
    GAP,
    VARIABLES,
    CONSTRAINTS,
    DEGENERATE
};

static const cf_column figure_rows[] = {
    [MODEL_FILE] = { "model", CF_TEXT, NULL, "The file of the model." },
    [SUPPLIER] = { "supplier", CF_ENTITY, NULL, "The value of the model's parameter supplier." },
    [STATUS] = { "status", CF_TEXT, NULL, "How the solver ended, such as optimal." },
    [KIND] = { "kind", CF_TEXT, NULL, "LP, or MIP where some variable is a whole number." },
    [DIRECTION] = { "direction", CF_TEXT, NULL, "minimize or maximize." },
    [OBJECTIVE_NAME] = { "objective_name", CF_TEXT, NULL, "The name of the objective." },
    [OBJECTIVE] = { "objective", CF_MONEY, NULL, "The value of the objective." },
    [GAP] = { "gap", CF_SHARE, NULL,
              "How far the value may be from the best one, where the solver ended early." },
    [VARIABLES] = { "variables", CF_COUNT, NULL, "The variables of the model." },
    [CONSTRAINTS] = { "constraints", CF_COUNT, NULL, "The constraints of the model." },
    [DEGENERATE] = { "degenerate", CF_FLAG, NULL,
                     "With --ranges: whether prices and ranges are those of one basis of "
                     "several." },
};
static const cf_columns figures = { figure_rows, CF_COUNT_OF(figure_rows) };

static cf_status add_model_figures(const cf_model_job *job, cf_report *report)
{
    const cf_model_result *result = job->result;
    const char *objective =
        result->objective == NULL ? NULL : cf_report_text(report, "%s", result->objective);
    const cf_cell cells[] = {
        [MODEL_FILE] = cf_cell_text(cf_report_text(report, "%s", cf_model_job_file(job))),
        [SUPPLIER] = cf_cell_text(job->data->supplier),
        [STATUS] = cf_cell_text(cf_model_status_names[result->status]),
        [KIND] = cf_cell_text(result->integer ? "MIP" : "LP"),
        [DIRECTION] = cf_cell_text(result->maximise ? "maximize" : "minimize"),
        [OBJECTIVE_NAME] = cf_cell_text(objective),
        [OBJECTIVE] = cf_cell_number(result->value),
        [GAP] = cf_cell_number(result->gap),
        [VARIABLES] = cf_cell_number(result->variable_count),
        [CONSTRAINTS] = cf_cell_number(result->constraint_count),
        [DEGENERATE] = result->ranged ? cf_cell_flag(result->degenerate) : cf_cell_null(),
    };

    return cf_report_add_figures(report, figures, cells);
}

static cf_cell copied(cf_report *report, const char *text)
{
    return cf_cell_text(cf_report_text(report, "%s", text));
}

static cf_status add_lines(cf_report *report, const char *name, const cf_column *columns,
                           int column_count, const cf_model_line *lines, int count)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, name, columns, column_count);

    for (int i = 0; i < count && status == CF_OK; i++) {
        const cf_model_line *line = &lines[i];
        cf_cell row[] = {
            [NAME] = copied(report, line->name),     [INDEX] = copied(report, line->index),
            [VALUE] = cf_cell_number(line->value),   [MARGINAL] = cf_cell_number(line->marginal),
            [LOWER] = cf_cell_number(line->lower),   [UPPER] = cf_cell_number(line->upper),
            [INTEGER] = cf_cell_flag(line->integer),
        };

        if (!row[NAME].known || !row[INDEX].known)
            status = CF_NO_MEMORY;
        else
            status = cf_table_add_row(table, row, column_count);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

static cf_status add_printed(const cf_model_job *job, cf_report *report)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "printed", printed_columns, 2);

    for (int i = 0; i < job->result->printed_count && status == CF_OK; i++) {
        cf_cell row[] = {
            [LINE] = cf_cell_number(i + 1),
            [TEXT] = copied(report, job->result->printed[i]),
        };

        status = row[TEXT].known ? cf_table_add(table, row) : CF_NO_MEMORY;
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

static cf_status add_symbols(const cf_model_job *job, cf_report *report)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "symbols", symbol_columns, 2);

    for (int i = 0; i < job->data->symbol_count && status == CF_OK; i++) {
        cf_cell row[] = {
            [SYMBOL] = copied(report, job->data->symbols[i].symbol),
            [ID] = copied(report, job->data->symbols[i].id),
        };

        status = row[SYMBOL].known && row[ID].known ? cf_table_add(table, row) : CF_NO_MEMORY;
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

static cf_status add_tables(const cf_model_job *job, cf_report *report)
{
    const cf_model_result *result = job->result;
    cf_status status = CF_OK;

    if (job->limits.ranges)
        status = cf_model_add_range_variables(job, report);
    else if (cf_request_wants(job->request, "variables"))
        status = add_lines(report, "variables", variable_columns, INTEGER + 1, result->variables,
                           result->variable_count);
    if (status == CF_OK && cf_request_wants(job->request, "constraints"))
        status = add_lines(report, "constraints", constraint_columns, LINE_COLUMNS,
                           result->constraints, result->constraint_count);
    if (status == CF_OK && cf_request_wants(job->request, "printed"))
        status = add_printed(job, report);
    if (status == CF_OK && cf_request_wants(job->request, "symbols"))
        status = add_symbols(job, report);
    return status == CF_OK ? cf_model_add_range_rows(job, report) : status;
}

/* ---- all together ---- */

static cf_status attach_data(const cf_model_job *job, cf_report *report)
{
    if (job->data_out == NULL)
        return CF_OK;
    return cf_report_attach(report, "data-out", cf_report_text(report, "%s", job->data->text));
}

static cf_status model_warn(const cf_model_job *job, cf_diags *diags)
{
    cf_status status = CF_OK;

    if (job->result->printed_cut)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_PRINTED, NULL,
                              "glpsol -m MODEL.mod -d FILE prints all, with --data-out FILE",
                              "the model printed more than 1 MiB; the rest is cut");
    if (status == CF_OK && job->result->wide)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_SPAN, NULL,
                              "check the smallest amounts: are they meant, and in the right unit?",
                              "amounts span too many orders of magnitude: the solver may get the "
                              "smaller ones wrong");
    if (status == CF_OK && job->result->faint && job->result->printed_count > 0)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_FAINT, NULL,
                              "the tables have them; or write the amounts in a smaller unit",
                              "in what the model printed, values below 1e-9 are 0");
    if (status == CF_OK && job->request->view.probability_weights)
        status = cf_diags_add(diags, CF_WARNING, CF_CODE_MODEL_WEIGHTED, NULL,
                              "leave --weights probability out for bounds",
                              "amounts are weighted by probability: least and most of expected "
                              "amounts are no bounds on what happens");
    return status == CF_OK ? cf_model_warn_ranges(job, diags) : status;
}

static cf_status model_run(cf_report *report, const cf_request *request, cf_diags *diags)
{
    cf_model_job job = { .request = request };
    cf_status status = take_params(&job, report, diags);

    if (status == CF_OK)
        status = model_solve(&job, diags);
    if (status == CF_OK)
        status = add_model_figures(&job, report);
    if (status == CF_OK)
        status = add_tables(&job, report);
    if (status == CF_OK)
        status = attach_data(&job, report);
    if (status == CF_OK)
        status = model_warn(&job, diags);
    if (status == CF_OK && !request->no_digest)
        status = cf_model_write_digest(&job, report);
    cf_model_result_free(job.result);
    cf_model_data_free(job.data);
    cf_model_free(job.model);
    cf_view_free(job.view);
    free(job.settings);
    return status;
}

static const cf_param_spec params[] = {
    { .name = "supplier",
      .value = "ENTITY",
      .help = "value of the model's parameter supplier, such as nvidia (default: the supplier that "
              "invests "
              "most)" },
    { .name = "set",
      .value = "NAME=VALUE",
      .help = "value of a parameter of the model, such as bound=min",
      .repeatable = true },
    { .name = "ranges",
      .help = "also say how far each bound and coefficient can move before the solution or its "
              "prices change, and what enters then: for linear models" },
    { .name = "data-out",
      .value = "FILE",
      .help =
          "also write the data section, so that glpsol -m MODEL.mod -d FILE gives the same result",
      .writes = true },
    { .name = "time-limit",
      .value = "SECONDS",
      .help = "end the model after this time, and report what the solver has found; 0: no limit "
              "(default: 60)" },
    { .name = "memory-limit",
      .value = "MIB",
      .help = "end the model when it needs more memory than MIB mebibytes; 0: no limit (default: "
              "1024)" },
    { .name = "trust-model",
      .help = "let the model read and write files: only a model that you have read" },
    { .name = NULL },
};

const cf_analysis cf_analysis_model = {
    .name = "model",
    .summary = "Solve your own MathProg model on the scenario's data",
    .description =
        "circfin passes the entities, deals and amounts of a view to a linear or integer "
        "programme written in GNU MathProg, solves it and shows its objective, variables "
        "and constraints. models/README.md lists the sets and parameters that a model may "
        "use, and the models beside it are a start: bounds on the loop-back, the largest "
        "circulation, the cheapest way to break every loop, and funding gaps. --ranges adds the "
        "sensitivity report of a linear model: prices, and how far they hold. With "
        "--data-out, glpsol gives the same result. A model runs without access to files "
        "unless --trust-model is given; read a model from others before you use that "
        "option.",
    .memory = "about 600 bytes a deal. The model itself takes what its sets need, up to "
              "--memory-limit.",
    .example = "circfin model models/loopback.mod data/ai-deals.json --set bound=min",
    .operands = "MODEL.mod SCENARIO",
    .params = params,
    .tables = tables,
    .columns = table_columns,
    .figures = &figures,
    .feature = CF_FEATURE_MODELS,
    .run = model_run,
};
