/* SPDX-License-Identifier: GPL-3.0-or-later */
/* score: what a person reads first. All of its numbers are also in tables or figures. */
#include "analyses/score.h"

#include <math.h>
#include <stdlib.h>

#include "analyses/common_columns.h"
#include "analyses/names.h"
#include "analyses/nobody.h"
#include "analyses/prose.h"
#include "analyses/score_digest.h"
#include "base/sum.h"
#include "report/money.h"
#include "report/sentences.h"

enum { SUPPLIERS_SHOWN = 8 };

static const char *name_of(const cf_score *score, int entity)
{
    return score->names[entity];
}

/* ---- the view ---- */

static cf_status write_score_view(const cf_score *score, cf_report *report)
{
    cf_prose prose = { .report = report };

    cf_prose_view(&prose, score->view);
    cf_prose_measure(&prose, score->view);
    return cf_prose_finish(&prose, 0);
}

/* ---- suppliers ---- */

/* Behind those columns of the table suppliers that say `shown`. */
enum { OF_REVENUE, BASIS };

static const cf_column own_columns[] = {
    [OF_REVENUE] = { COMMON_OF_REVENUE, .spare = 2 },
    [BASIS] = { COMMON_BASIS, .spare = 2 },
};
static const cf_columns own = { own_columns, CF_COUNT_OF(own_columns) };

static cf_status add_supplier(const cf_score *score, cf_table *table, const cf_exposure *exposure)
{
    const char *basis =
        cf_revenue_basis(&score->view->entities[exposure->entity], exposure->reported);
    double revenue = cf_revenue_shown(exposure->reported, exposure->revenue);
    cf_cell cells[SUPPLIERS_COLUMN_COUNT];
    cf_cell own_cells[] = {
        [OF_REVENUE] = cf_cell_number(cf_ratio(exposure->loopback[CF_MEASURE_PRO_RATA], revenue)),
        [BASIS] = cf_cell_text(basis),
    };

    cf_score_supplier_cells(cells, score, exposure);
    cells[SUPPLIERS_ENTITY] = cf_cell_text(name_of(score, exposure->entity));
    return cf_shown_table_add(table, cf_score_columns[SCORE_SUPPLIERS], cells, own, own_cells);
}

static cf_status write_supplier_table(const cf_score *score, cf_report *report, int level,
                                      const char *title, int first, int past)
{
    cf_table *table = NULL;
    cf_status status = title == NULL ? CF_NO_MEMORY : CF_OK;

    if (first == past)
        return CF_OK;
    if (status == CF_OK)
        status = cf_shown_table_new(&table, report, title, cf_score_columns[SCORE_SUPPLIERS], own);
    for (int i = first; status == CF_OK && i < past; i++)
        status = add_supplier(score, table, &score->exposures[i]);
    if (status == CF_OK)
        status = cf_report_take_digest_table(report, level, &table);
    cf_table_free(table);
    return status;
}

/* ---- from min to max ---- */

enum { RATE_SUPPLIER, RATE_MIN, RATE_LINE, RATE_MAX, RATE_PRO_RATA, RATE_COLUMNS };

static const cf_column rate_columns[] = {
    [RATE_SUPPLIER] = { "entity", CF_ENTITY, "supplier" },
    [RATE_MIN] = { "rate_min", CF_SHARE, "min", .rounding = CF_DOWN, .spare = 1 },
    [RATE_LINE] = { "line", CF_SPAN, "" },
    [RATE_MAX] = { "rate_max", CF_SHARE, "max", .rounding = CF_UP, .spare = 1 },
    [RATE_PRO_RATA] = { "rate_pro_rata", CF_SHARE, "rate" },
};

static cf_status add_rate(const cf_score *score, cf_report *report, cf_table *table,
                          const cf_exposure *exposure)
{
    const double *loopback = exposure->loopback;
    double min = cf_ratio(loopback[CF_MEASURE_MIN], exposure->invested);
    double pro_rata = cf_ratio(loopback[CF_MEASURE_PRO_RATA], exposure->invested);
    double max = cf_ratio(loopback[CF_MEASURE_MAX], exposure->invested);
    const char *line = cf_report_span(report, min, pro_rata, max);
    const cf_cell cells[RATE_COLUMNS] = {
        [RATE_SUPPLIER] = cf_cell_text(name_of(score, exposure->entity)),
        [RATE_MIN] = cf_cell_number(min),
        [RATE_LINE] = cf_cell_text(line),
        [RATE_MAX] = cf_cell_number(max),
        [RATE_PRO_RATA] = cf_cell_number(pro_rata),
    };

    return line == NULL ? CF_NO_MEMORY : cf_table_add(table, cells);
}

/* Each supplier from its min to its max, with a mark at pro rata: the rate. */
static cf_status write_rates(const cf_score *score, cf_report *report, int count)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table,
                                    "What comes back, of what was invested, from min to max; "
                                    "\xE2\x97\x8F pro rata: the rate",
                                    rate_columns, RATE_COLUMNS);

    for (int i = 0; status == CF_OK && i < count; i++)
        status = add_rate(score, report, table, &score->exposures[i]);
    if (status == CF_OK)
        status = cf_report_take_digest_table(report, 0, &table);
    cf_table_free(table);
    return status;
}

static const char legend[] =
    "min must have come back and max can have, whatever anyone did with the money; pro rata if all "
    "mix what they have; open if deals of unknown amount carried it. Reachable: capital that "
    "could.";

/* The first few, and all of them with --verbose. */
static cf_status write_exposures(const cf_score *score, cf_report *report)
{
    int count = score->exposure_count, shown = count < SUPPLIERS_SHOWN ? count : SUPPLIERS_SHOWN;
    char unit[CF_UNIT_SIZE];
    cf_status status;

    cf_unit_text(unit, score->view->scenario);
    status = write_supplier_table(
        score, report, 0,
        cf_report_text(report, "Capital invested, and what of it comes back as revenue (%s)", unit),
        0, shown);
    if (status == CF_OK)
        status = write_supplier_table(score, report, 1, "Further suppliers", shown, count);
    if (status == CF_OK && shown < count)
        status = cf_further_suppliers(report, count - shown, true);
    if (status == CF_OK)
        status = score->request->verbose
                     ? cf_shown_explain(report, cf_score_columns[SCORE_SUPPLIERS], own)
                     : cf_report_add_paragraph(report, 0, legend);
    if (status == CF_OK)
        status = write_rates(score, report, shown);
    return status;
}

static cf_status write_no_suppliers(const cf_score *score, cf_report *report)
{
    const char *text =
        score->choice ? "None of these suppliers has both invested and had revenue in this view."
                      : cf_nobody_text(report, cf_sentence_none, score->view);
    cf_status status = cf_report_add_paragraph(report, 0, text);

    if (status == CF_OK && !score->choice)
        status = cf_report_attach(report, CF_NOBODY, text); /* for the page and the workbook */
    return status;
}

/* ---- one supplier in words ---- */

static void append_sentence(cf_prose *text, cf_sentence *sentence, const cf_return *figures)
{
    cf_pen pen = cf_pen_of_buffer(&text->text);

    sentence(&pen, figures);
}

static cf_return return_of(const cf_score *score, const char *const *names, int count,
                           const cf_exposure *exposure)
{
    return (cf_return){ .scenario = score->view->scenario,
                        .names = names,
                        .name_count = count,
                        .invested = exposure->invested,
                        .min = exposure->loopback[CF_MEASURE_MIN],
                        .pro_rata = exposure->loopback[CF_MEASURE_PRO_RATA],
                        .max = exposure->loopback[CF_MEASURE_MAX],
                        .open = exposure->loopback[CF_MEASURE_MAX_OPEN] };
}

static bool has_deal(const cf_view *view, int payer, int payee)
{
    for (int d = 0; d < view->deal_count; d++)
        if (view->deals[d].payer == payer && view->deals[d].payee == payee)
            return true;
    return false;
}

/* NULL when memory ran out. */
static const char *name_route(const cf_score *score, cf_report *report, const char *supplier,
                              const cf_money_part *route)
{
    cf_buffer words = { 0 };
    cf_pen pen = cf_pen_of_buffer(&words);
    const char *text = NULL;

    cf_sentence_route(&pen, supplier, name_of(score, route->from), name_of(score, route->to),
                      has_deal(score->view, route->from, route->to));
    if (!words.failed)
        text = cf_report_text(report, "%s", cf_buffer_text(&words));
    cf_buffer_free(&words);
    return text;
}

static cf_status write_routes(const cf_score *score, cf_report *report, const cf_exposure *exposure)
{
    cf_digest_part *parts = calloc((size_t)score->routes.count + 1, sizeof *parts);
    const char *supplier = name_of(score, exposure->entity);
    cf_return figures = return_of(score, &supplier, 1, exposure);
    cf_prose text = { .report = report };
    int count = 0;
    cf_status status;

    if (parts == NULL)
        return CF_NO_MEMORY;
    append_sentence(&text, cf_sentence_return, &figures);
    cf_prose_add(&text, " ");
    append_sentence(&text, cf_sentence_bounds, &figures);
    for (int i = 0; i < score->routes.count; i++) {
        const cf_money_part *route = &score->routes.at[i];

        if (route->supplier != exposure->entity)
            continue;
        parts[count].name = name_route(score, report, supplier, route);
        text.text.failed = text.text.failed || parts[count].name == NULL;
        parts[count++].amount = route->amount;
    }
    cf_prose_add(&text, count > 0 ? " It comes back along " : "");
    cf_digest_add_parts(&text, parts, count, "other ways");
    cf_prose_add(&text, count > 0 ? "." : "");
    status = cf_prose_finish(&text, 0);
    free(parts);
    return status;
}

static cf_status write_rests(const cf_score *score, cf_report *report, const cf_exposure *exposure)
{
    cf_digest_part *parts = calloc((size_t)score->rests.count + 1, sizeof *parts);
    cf_prose text = { .report = report };
    int count = 0;
    cf_status status = CF_OK;

    if (parts == NULL)
        return CF_NO_MEMORY;
    cf_prose_add(&text, "The rest: ");
    for (int i = 0; i < score->rests.count; i++) {
        const cf_money_part *rest = &score->rests.at[i];

        if (rest->supplier != exposure->entity)
            continue;
        parts[count].name = rest->to == CF_AS_CAPITAL
                                ? "returned as capital"
                                : cf_report_text(report, "stays with %s", name_of(score, rest->to));
        parts[count++].amount = rest->amount;
    }
    cf_digest_add_parts(&text, parts, count, "others");
    cf_prose_add(&text, ".");
    if (count > 0)
        status = cf_prose_end(&text, 0);
    cf_prose_free(&text);
    free(parts);
    return status;
}

/* ---- what the figures take for granted ---- */

/* Money from outside, by what it is: what payers lack, the part of it that exceeds their stated
 * funds, and reported revenue less what the deals pay. */
enum granted { UNSOURCED, BEYOND_FUNDS, OTHER_REVENUE };

static double granted_to(const cf_score *score, int entity, enum granted kind)
{
    const cf_balance *balance = &score->world.flow->balances[entity];
    cf_exposure exposure;
    double revenue = 0.0;

    if (kind == BEYOND_FUNDS)
        return balance->gap;
    cf_exposure_begin(&exposure, &score->world, entity);
    if (!balance->bounded)
        revenue = fmin(cf_excess(exposure.reported, exposure.revenue), balance->assumed);
    return kind == OTHER_REVENUE ? revenue : cf_excess(balance->assumed, revenue);
}

/* Writes nothing where the sum is 0. */
static void append_granted(cf_prose *text, const cf_score *score, const char *before,
                           enum granted kind, cf_digest_part *parts)
{
    cf_sum sum = { 0 };
    int count = 0;

    for (int v = 0; v < score->view->entity_count; v++) {
        double amount = granted_to(score, v, kind);

        if (amount > 0)
            parts[count++] = (cf_digest_part){ name_of(score, v), amount };
        cf_sum_add(&sum, amount);
    }
    if (count == 0)
        return;
    cf_prose_money(text, before, cf_sum_value(sum));
    cf_prose_add(text, " (");
    cf_digest_add_parts(text, parts, count, "others");
    cf_prose_add(text, ")");
}

static cf_status write_assumptions(const cf_score *score, cf_report *report)
{
    cf_digest_part *parts = calloc((size_t)score->view->entity_count + 1, sizeof *parts);
    cf_prose text = { .report = report };
    bool one = score->unquantified == 1;
    cf_status status;
    size_t start;

    if (parts == NULL)
        return CF_NO_MEMORY;
    cf_prose_add(&text, "Taken for granted: ");
    start = text.text.length;
    append_granted(&text, score, "payments without a known source ", UNSOURCED, parts);
    append_granted(&text, score, ", of which beyond stated funds ", BEYOND_FUNDS, parts);
    append_granted(&text, score,
                   text.text.length > start ? "; reported revenue that is not in these deals "
                                            : "reported revenue that is not in these deals ",
                   OTHER_REVENUE, parts);
    if (text.text.length == start)
        cf_prose_add(&text, "no money from outside");
    if (score->unquantified > 0)
        cf_prose_add(&text, cf_report_text(report,
                                           "; %d of %d deals %s no known amount and count%s only "
                                           "in \"reachable\" and \"open\"",
                                           score->unquantified, score->view->deal_count,
                                           one ? "has" : "have", one ? "s" : ""));
    cf_prose_add(&text, ".");
    status = cf_prose_finish(&text, 0);
    free(parts);
    return status;
}

static cf_status write_system(const cf_score *score, cf_report *report)
{
    cf_prose text = { .report = report };

    cf_prose_add(&text, "All deals: ");
    cf_prose_money(&text, "gross ", score->gross);
    cf_prose_money(&text, " = capital ", score->classes[CF_CAPITAL]);
    cf_prose_money(&text, " + trade ", score->classes[CF_TRADE]);
    if (score->classes[CF_SERVICE] > 0)
        cf_prose_money(&text, " + debt service ", score->classes[CF_SERVICE]);
    if (score->view->options.gap_cut)
        cf_prose_money(&text, "; due and not paid ", score->view->unpaid);
    cf_prose_add(&text, ".");
    return cf_prose_finish(&text, 0);
}

static cf_status write_joint(const cf_score *score, cf_report *report)
{
    int count = score->view->joint_count;
    const char **names = cf_report_room(report, (size_t)count, sizeof *names);
    cf_return figures = return_of(score, names, count, &score->joint);
    cf_prose text = { .report = report };

    for (int i = 0; names != NULL && i < count; i++)
        names[i] = name_of(score, score->view->joint[i]);
    if (names == NULL)
        return CF_NO_MEMORY;
    append_sentence(&text, cf_sentence_return, &figures);
    cf_prose_add(&text, " ");
    append_sentence(&text, cf_sentence_bounds, &figures);
    cf_prose_money(&text, " Their revenue from others is ", score->joint.revenue);
    cf_prose_add(&text, ".");
    return cf_prose_finish(&text, 0);
}

static cf_status write_circularity(const cf_score *score, cf_report *report)
{
    cf_prose text = { .report = report };

    cf_prose_add(&text, "Circularity: ");
    cf_prose_share_bound(&text, "", cf_ratio(score->circulation, score->gross), CF_UP,
                         " of gross at most (");
    cf_prose_bound(&text, "largest circulation ", score->circulation, CF_UP);
    cf_prose_bound(&text, ", net ", score->gross - score->circulation, CF_DOWN);
    cf_prose_share(&text, "), ", cf_ratio(score->bff, score->gross),
                   " by balanced flow forwarding; Finn's cycling index ");
    cf_prose_share(&text, "", score->finn, "");
    if (score->finn_error > 0)
        cf_prose_share(&text, ", estimated with a standard error of ", score->finn_error, "");
    cf_prose_add(
        &text, cf_report_text(report, ". %d entit%s, %d deal%s, %d without an amount.",
                              score->view->entity_count,
                              score->view->entity_count == 1 ? "y" : "ies", score->view->deal_count,
                              score->view->deal_count == 1 ? "" : "s", score->unquantified));
    return cf_prose_finish(&text, 1);
}

/* The money of the first supplier by the outside funds that it came from. */
static cf_status write_origins(const cf_score *score, cf_report *report, int supplier)
{
    cf_digest_part *parts = calloc((size_t)score->view->entity_count + 1, sizeof *parts);
    cf_prose text = { .report = report };
    const cf_balance *balance = &score->world.untied->balances[supplier];
    double money = balance->out + balance->kept;
    cf_status status = parts == NULL ? CF_NO_MEMORY : CF_OK;
    int count = 0;

    cf_prose_add(&text, "Money that ");
    for (int u = 0; status == CF_OK && u < score->view->entity_count; u++) {
        double share;

        status = cf_trace_origin(score->world.untied_trace, u);
        share = cf_trace_mix(score->world.untied_trace, supplier);
        if (status == CF_OK && share > CF_SAME_AMOUNT)
            parts[count++] = (cf_digest_part){ name_of(score, u), share * money };
    }
    cf_prose_add(&text, name_of(score, supplier));
    cf_prose_money(&text, " has (", money);
    cf_prose_add(&text, ") by whose outside funds it began as: ");
    if (status == CF_OK) {
        cf_digest_add_parts(&text, parts, count, "others");
        cf_prose_add(&text, count > 0 ? "." : "no outside funds: it only goes round.");
        status = cf_prose_end(&text, 1);
    }
    cf_prose_free(&text);
    free(parts);
    return status;
}

cf_status cf_score_write_digest(cf_score *score, cf_report *report)
{
    const cf_exposure *first = score->exposure_count > 0 ? &score->exposures[0] : NULL;
    cf_status status = write_score_view(score, report);

    score->names = cf_names_of(report, score->view);
    if (score->names == NULL)
        return CF_NO_MEMORY;
    if (status == CF_OK)
        status = first == NULL ? write_no_suppliers(score, report) : write_exposures(score, report);
    if (status == CF_OK)
        status = cf_digest_write_dilution(score, report);
    if (status == CF_OK)
        status = cf_digest_write_beside(score, report);
    for (int i = 0; status == CF_OK && i < (score->choice ? score->exposure_count : first != NULL);
         i++) {
        status = cf_score_follow(score, &score->exposures[i]);
        if (status == CF_OK)
            status = write_routes(score, report, &score->exposures[i]);
        if (status == CF_OK)
            status = write_rests(score, report, &score->exposures[i]);
        if (status == CF_OK)
            status = cf_digest_write_support(score, report, score->exposures[i].entity);
    }
    if (status == CF_OK)
        status = write_assumptions(score, report);
    if (status == CF_OK)
        status = write_system(score, report);
    if (status == CF_OK && score->view->joint_count > 0)
        status = write_joint(score, report);
    if (status == CF_OK && score->request->verbose)
        status = write_circularity(score, report);
    if (status == CF_OK && first != NULL && score->request->verbose)
        status = write_origins(score, report, first->entity);
    return status;
}
